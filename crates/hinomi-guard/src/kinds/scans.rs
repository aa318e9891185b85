//! Results of vulnerability scanners, the register of vulnerabilities, and the list of known-exploited ones.
//!
//! Matching packages to vulnerabilities is the scanners' work; only their results are read. Sources: Trivy JSON
//! schema 2, Grype JSON, SARIF 2.1.0, CISA KEV schema. Suppressed findings and those a VEX
//! statement closes are closed, with the scanner's own reason.

use serde_json::Value;

use crate::read::context::Context;
use crate::read::moment::{self, Order};
use crate::read::table::each_row;
use crate::read::tree::{at, each_element, list, text, texts};
use crate::read::words::{Sense, means};
use crate::records::{Exploited, OtherVerdict, Records, Scan, Vulnerability};

/// Ids with the CVE first, each once.
pub(super) fn ids<'a>(all: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut ids: Vec<String> = all.filter(|id| !id.is_empty()).map(str::to_ascii_uppercase).collect();
    ids.sort_by_key(|id| (!id.starts_with("CVE-"), id.clone()));
    ids.dedup();
    ids
}

fn day(told: &str, context: &Context<'_>) -> Option<jiff::civil::Date> {
    moment::day(told, context.zone, Order::Unknown)
}

/// Trivy. `Vulnerabilities` is absent when nothing was found; the age of its database is not told.
pub fn trivy(input: &str, context: &mut Context<'_>, records: &mut Records) {
    let mut closed: Vec<Vulnerability> = Vec::new();
    let mut open: Vec<Vulnerability> = Vec::new();
    let rest = each_element(input, &["Results"], context, |result, row, _| {
        let read = |found: &Value, is_closed: bool| Vulnerability {
            ids: ids(std::iter::once(text(found, "VulnerabilityID")).chain(texts(found, "VendorIDs"))),
            asset: String::new(),
            package: text(found, "PkgName").to_owned(),
            has_fix: Some(!text(found, "FixedVersion").is_empty()),
            fixed_on: None,
            is_closed,
            row,
        };
        open.extend(list(result, "Vulnerabilities").iter().map(|found| read(found, false)));
        let modified = list(result, "ExperimentalModifiedFindings")
            .iter()
            .filter(|m| text(m, "Type") == "vulnerability");
        closed.extend(modified.map(|m| read(at(m, "Finding").unwrap_or(&Value::Null), true)));
    });
    let rest = Value::Object(rest);
    let asset = text(&rest, "ArtifactName").to_owned();
    if at(&rest, "SchemaVersion").is_none() {
        context.damage("is no Trivy report", "use --format json");
    } else if asset.is_empty() {
        context.damage("does not say what was scanned", "use --format json");
    }
    // An image may run on any machine or none.
    let is_of_machine = matches!(text(&rest, "ArtifactType"), "filesystem" | "rootfs" | "vm" | "vm_image");
    let day = day(text(&rest, "CreatedAt"), context);
    records.scans.push(Scan { asset: asset.clone(), day, is_of_machine });
    for mut found in open.into_iter().chain(closed) {
        found.asset.clone_from(&asset);
        records.vulnerabilities.push(found);
    }
}

/// Grype. The CVE of a GHSA match stands among the related vulnerabilities; ignored matches are closed.
pub fn grype(input: &str, context: &mut Context<'_>, records: &mut Records) {
    let mut found: Vec<Vulnerability> = Vec::new();
    let mut ignored: Vec<Vulnerability> = Vec::new();
    let read = |matched: &Value, row: u32, is_closed: bool| {
        let related = list(matched, "relatedVulnerabilities").iter().map(|related| text(related, "id"));
        Vulnerability {
            ids: ids(std::iter::once(text(matched, "vulnerability.id")).chain(related)),
            asset: String::new(),
            package: text(matched, "artifact.name").to_owned(),
            has_fix: match text(matched, "vulnerability.fix.state") {
                "fixed" => Some(true),
                "not-fixed" | "wont-fix" => Some(false),
                _ => None,
            },
            fixed_on: None,
            is_closed,
            row,
        }
    };
    let rest =
        each_element(input, &["matches"], context, |matched, row, _| found.push(read(matched, row, false)));
    let rest = Value::Object(rest);
    ignored
        .extend(list(&rest, "ignoredMatches").iter().zip(1..).map(|(matched, row)| read(matched, row, true)));
    if at(&rest, "descriptor").is_none() {
        context.damage("is no Grype report", "use -o json");
    }
    let target = at(&rest, "source.target");
    let asset = match target {
        Some(Value::String(path)) => path.clone(),
        Some(target) => text(target, "userInput").to_owned(),
        None => String::new(),
    };
    let is_of_machine = matches!(text(&rest, "source.type"), "directory" | "file");
    let day = day(text(&rest, "descriptor.timestamp"), context);
    records.scans.push(Scan { asset: asset.clone(), day, is_of_machine });
    for mut one in found.into_iter().chain(ignored) {
        one.asset.clone_from(&asset);
        records.vulnerabilities.push(one);
    }
}

/// SARIF of any scanner: results whose rule is a CVE. `kind` is fail unless it says otherwise; suppressed
/// results are closed. It does not say what was scanned.
pub fn sarif(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_element(input, &["runs"], context, |run, _, _| {
        for (result, row) in list(run, "results").iter().zip(1..) {
            let kind = text(result, "kind");
            let rule = text(result, "ruleId");
            let rule = rule
                .split_once('-')
                .filter(|(head, _)| !head.eq_ignore_ascii_case("CVE"))
                .map_or(rule, |_| rule);
            let cve = rule.to_ascii_uppercase();
            let Some(start) = cve.find("CVE-") else {
                let is_met = match kind {
                    "pass" => Some(true),
                    "" | "fail" => Some(false),
                    _ => None,
                };
                let is_met = is_met.filter(|_| list(result, "suppressions").is_empty());
                records.others.push(OtherVerdict { rule: text(result, "ruleId").to_owned(), is_met, row });
                continue;
            };
            let id: String = cve[start..].split('-').take(3).collect::<Vec<_>>().join("-");
            let place = list(result, "locations").first();
            records.vulnerabilities.push(Vulnerability {
                ids: vec![id],
                asset: place
                    .map(|p| text(p, "physicalLocation.artifactLocation.uri"))
                    .unwrap_or_default()
                    .to_owned(),
                package: String::new(),
                has_fix: None,
                fixed_on: None,
                is_closed: !(kind.is_empty() || kind == "fail") || !list(result, "suppressions").is_empty(),
                row,
            });
        }
    });
}

/// The organisation's own register of vulnerabilities.
pub fn register(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_row(input, "register", &["cve", "status"], context, |cells, _| {
        let status = cells.get("status");
        let is_closed = means(status, Sense::Closed);
        records.vulnerabilities.push(Vulnerability {
            ids: ids(cells.get("cve").split([';', ',', ' ', '、'])),
            asset: cells.get("asset").to_owned(),
            package: String::new(),
            has_fix: None,
            fixed_on: cells.day("fixed_on"),
            is_closed,
            row: cells.row(),
        });
    });
}

/// CISA's list of known-exploited vulnerabilities. Its products are names: it is joined on the CVE only.
pub fn kev(input: &str, context: &mut Context<'_>, records: &mut Records) {
    let rest = each_element(input, &["vulnerabilities"], context, |entry, row, context| {
        records.exploited.push(Exploited {
            cve: text(entry, "cveID").to_ascii_uppercase(),
            added: day(text(entry, "dateAdded"), context),
            vendor: text(entry, "vendorProject").to_owned(),
            product: text(entry, "product").to_owned(),
            row,
        });
    });
    let count = rest.get("count").and_then(Value::as_u64);
    if count.is_some_and(|count| count != records.exploited.len() as u64) {
        context.damage("holds another number of entries than it says", "fetch it again");
    }
}
