//! OSV-Scanner: its report, and the two shapes in which its parts are kept (a list of flattened vulnerabilities, and one
//! vulnerability with the packages that have it).
//!
//! A vulnerability has several ids; what the scanner groups is counted once. Source: OSV-Scanner's `models` package.

use std::collections::BTreeSet;

use serde_json::Value;

use super::scans::ids;
use crate::read::context::Context;
use crate::read::tree::{at, each_element, list, text, texts};
use crate::records::{Records, Scan, Vulnerability};

/// Reads any of the three.
pub fn osv(input: &str, context: &mut Context<'_>, records: &mut Records) {
    let mut found = Found::default();
    let rest = each_element(input, &["results"], context, |result, row, _| {
        if at(result, "Vulnerability").is_some() {
            let flaw = at(result, "GroupInfo").unwrap_or(&Value::Null);
            let own = [text(result, "Vulnerability.id")];
            let own = own.into_iter().chain(texts(result, "Vulnerability.aliases"));
            let all = own.chain(texts(flaw, "ids")).chain(texts(flaw, "aliases"));
            found.put(text(result, "Source.path"), text(result, "Package.name"), ids(all), row);
            return;
        }
        let asset = text(result, "source.path");
        found.scanned.insert(asset.to_owned());
        for package in list(result, "packages") {
            for group in list(package, "groups") {
                let all = texts(group, "ids").into_iter().chain(texts(group, "aliases"));
                found.put(asset, text(package, "package.name"), ids(all), row);
            }
        }
    });
    let one = Value::Object(rest);
    let listed = at(&one, "AliasedIDList").map(|_| texts(&one, "AliasedIDList")).unwrap_or_default();
    for of in list(&one, "PkgSource") {
        let all = std::iter::once(text(&one, "DisplayID")).chain(listed.iter().copied());
        found.put(text(of, "Source.path"), text(of, "Package.name"), ids(all), 1);
    }
    // What is scanned is a lock file, a bill of software or a repository.
    let scan = |asset| Scan { asset, day: None, is_of_machine: false };
    records.scans.extend(found.scanned.into_iter().map(scan));
    records.vulnerabilities.extend(found.flaws);
}

#[derive(Default)]
struct Found {
    scanned: BTreeSet<String>,
    seen: BTreeSet<(String, String, Vec<String>)>,
    flaws: Vec<Vulnerability>,
}

impl Found {
    /// One vulnerability of a package, once however many of its ids were listed.
    fn put(&mut self, asset: &str, package: &str, ids: Vec<String>, row: u32) {
        self.scanned.insert(asset.to_owned());
        if !self.seen.insert((asset.to_owned(), package.to_owned(), ids.clone())) {
            return;
        }
        self.flaws.push(Vulnerability {
            ids,
            asset: asset.to_owned(),
            package: package.to_owned(),
            has_fix: None,
            fixed_on: None,
            is_closed: false,
            row,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str) -> String {
        let map = std::collections::BTreeMap::new();
        let mut records = Records::default();
        osv(input, &mut Context::new("o.json", None, &map), &mut records);
        let flaw = |flaw: &Vulnerability| format!("{} {} {}", flaw.asset, flaw.package, flaw.ids.join(","));
        let scans: Vec<&str> = records.scans.iter().map(|scan| scan.asset.as_str()).collect();
        let flaws: Vec<String> = records.vulnerabilities.iter().map(flaw).collect();
        format!("{} | {}", scans.join(" "), flaws.join("; "))
    }

    #[test]
    fn each_shape_gives_the_same_flaw_once() {
        let expected = "go.mod | go.mod p CVE-2021-1,GHSA-a,GO-1";
        let report = r#"{"results":[{"source":{"path":"go.mod"},"packages":[{"package":{"name":"p"},
            "groups":[{"ids":["GO-1","GHSA-a"],"aliases":["CVE-2021-1"]}]}]}]}"#;
        let one = |id: &str| {
            format!(
                r#"{{"Source":{{"path":"go.mod"}},"Package":{{"name":"p"}},"Vulnerability":{{"id":"{id}",
                "aliases":["CVE-2021-1"]}},"GroupInfo":{{"ids":["GO-1","GHSA-a"],"aliases":null}}}}"#
            )
        };
        let flat = format!("[{},{}]", one("GO-1"), one("GHSA-a"));
        let grouped = r#"{"DisplayID":"CVE-2021-1","PkgSource":[{"Package":{"name":"p"},"Source":{"path":"go.mod"}}],
            "AliasedVulns":{},"AliasedIDList":["GHSA-a","GO-1"]}"#;
        for input in [report, &flat, grouped] {
            assert_eq!(check(input).replace("GHSA-A", "GHSA-a"), expected, "{input}");
        }
    }
}
