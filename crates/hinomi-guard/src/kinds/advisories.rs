//! Advisories in data: CVE records, which say what product is affected at which versions.
//!
//! Source: CVE Record Format 5.1, `containers.cna.affected[]` and those of `containers.adp[]`. A rejected record names
//! nothing.

use serde_json::Value;

use crate::product::{Named, Scheme, Statement, Status, Until};
use crate::read::context::Context;
use crate::read::tree::{each_element, list, text, texts};
use crate::records::{Advised, Records};

/// CVE records: one, a list, or lines.
pub fn cve(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_element(input, &[], context, |record, row, context| {
        let id = text(record, "cveMetadata.cveId").to_ascii_uppercase();
        if id.is_empty() {
            context.damage_row(row, "is no CVE record", "save the record of format 5");
            return;
        }
        if text(record, "cveMetadata.state").eq_ignore_ascii_case("REJECTED") {
            context.warn("is a rejected record", "leave it out");
            return;
        }
        let more = list(record, "containers.adp").iter().flat_map(|adp| list(adp, "affected"));
        for affected in list(record, "containers.cna.affected").iter().chain(more) {
            records.advised.push(Advised { named: named(affected, &id), row });
        }
    });
}

fn named(affected: &Value, id: &str) -> Named {
    let plain = |path: &str| {
        let told = text(affected, path);
        if told.eq_ignore_ascii_case("n/a") { String::new() } else { told.to_owned() }
    };
    let purl = plain("packageURL");
    let (_, default) = status(text(affected, "defaultStatus"));
    Named {
        vendor: plain("vendor"),
        product: if plain("product").is_empty() { plain("packageName") } else { plain("product") },
        cpe: texts(affected, "cpes").first().copied().unwrap_or_default().to_owned(),
        cves: vec![id.to_owned()],
        statements: list(affected, "versions")
            .iter()
            .filter_map(|version| statement(version, &purl))
            .collect(),
        default,
        purl,
    }
}

fn statement(version: &Value, purl: &str) -> Option<Statement> {
    let (is_told, status_of) = status(text(version, "status"));
    let told = text(version, "versionType");
    let scheme =
        if told.is_empty() || told == "custom" { Scheme::of_purl(purl) } else { Scheme::of_word(told) };
    let from = text(version, "version");
    if !is_told || from.is_empty() || from.eq_ignore_ascii_case("n/a") {
        return None;
    }
    let until = match (text(version, "lessThan"), text(version, "lessThanOrEqual")) {
        ("", "") => Until::Only,
        ("", end) => Until::With(end.to_owned()),
        (end, _) => Until::Before(end.to_owned()),
    };
    // Records of older tools write the range into the version itself.
    if until == Until::Only && from.contains(['<', '>', ' ']) {
        return Statement::parse(from, status_of, scheme);
    }
    let changes = list(version, "changes")
        .iter()
        .map(|change| (text(change, "at").to_owned(), status(text(change, "status")).1))
        .collect();
    Some(Statement { from: from.to_owned(), until, status: status_of, changes, scheme })
}

fn status(word: &str) -> (bool, Status) {
    match word {
        "affected" => (true, Status::Affected),
        "unaffected" => (true, Status::Unaffected),
        "unknown" => (true, Status::Unknown),
        _ => (false, Status::Unknown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_names_products_with_ranges() {
        let text = r#"{"dataType":"CVE_RECORD","cveMetadata":{"cveId":"CVE-2030-0001","state":"PUBLISHED"},"containers":{
            "cna":{"affected":[{"vendor":"Acme","product":"Kitsune","defaultStatus":"unaffected","versions":[
                {"version":"2.0","lessThan":"2.4","status":"affected","versionType":"semver"},
                {"version":"< 1.9","status":"affected"}]}]}}}"#;
        let map = std::collections::BTreeMap::new();
        let (mut context, mut records) = (Context::new("cve.json", None, &map), Records::default());
        cve(text, &mut context, &mut records);
        let named = &records.advised[0].named;
        assert_eq!(named.called(), "Acme Kitsune");
        assert_eq!(named.status("2.3.9", Scheme::Dotted), Status::Affected);
        assert_eq!(named.status("2.4.0", Scheme::Dotted), Status::Unaffected);
        assert_eq!(named.status("1.8", Scheme::Dotted), Status::Affected);
        assert!(context.damage.is_empty());
        cve("{\"a\":1}", &mut context, &mut records);
        context.settle();
        assert_eq!(context.damage, ["row 1 is no CVE record"]);
    }
}
