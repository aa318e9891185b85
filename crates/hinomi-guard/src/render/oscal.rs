//! OSCAL 1.2.3 assessment results. A fail is a finding that is not satisfied, a pass one that is; an unknown is an
//! observation only. Methods: TEST for exports, EXAMINE for documents, INTERVIEW for bare declarations. An
//! observation expires on the last day on which all of its evidence still counts as fresh.

use serde_json::{Value, json};

use super::{Setting, json::pretty, uuid};
use crate::verdict::{Finding, Report, Strength, Verdict};

/// The version of the models that are written.
pub(super) const OSCAL_VERSION: &str = "1.2.3";

/// The report.
pub fn report(report: &Report, setting: &Setting<'_>) -> String {
    let organisation = report.organisation.as_str();
    let as_of = format!("{}T00:00:00Z", report.as_of);
    let mut result = json!({
        "uuid": uuid(&["result", organisation, &as_of]),
        "title": "Lessons of incidents on the organisation's own exports",
        "description": "Each check in three values; unknown is an observation without a finding.",
        "start": as_of,
        "reviewed-controls": {"control-selections": [selection(report)]},
    });
    put(&mut result, "observations", report.findings.iter().map(|one| observation(one, setting, &as_of)));
    let judged = report.findings.iter().filter(|finding| finding.verdict != Verdict::Unknown);
    put(&mut result, "findings", judged.map(|finding| self::judged(finding, setting)));
    pretty(&json!({"assessment-results": {
        "uuid": uuid(&["oscal", organisation, &as_of]),
        "metadata": metadata(&format!("Hinomi guard: {organisation}"), setting),
        "import-ap": {"href": "#"},
        "results": [result],
    }}))
}

/// Puts a list where it is not empty: OSCAL has no empty lists.
pub(super) fn put(into: &mut Value, key: &str, list: impl Iterator<Item = Value>) {
    let list: Vec<Value> = list.collect();
    if !list.is_empty() {
        into[key] = Value::Array(list);
    }
}

/// The metadata that every OSCAL document begins with.
pub(super) fn metadata(title: &str, setting: &Setting<'_>) -> Value {
    json!({
        "title": title,
        "last-modified": setting.now.to_string(),
        "version": env!("CARGO_PKG_VERSION"),
        "oscal-version": OSCAL_VERSION,
    })
}

/// The SP 800-53 controls that the checks speak of; all, where none is named.
fn selection(report: &Report) -> Value {
    let ids = report.findings.iter().filter_map(|finding| finding.controls.get("nist_800_53_r5")).flatten();
    let mut ids: Vec<String> = ids.map(|id| id.to_lowercase().replace('(', ".").replace(')', "")).collect();
    ids.sort();
    ids.dedup();
    if ids.is_empty() {
        return json!({"include-all": {}});
    }
    json!({"include-controls": ids.into_iter().map(|id| json!({"control-id": id})).collect::<Vec<_>>()})
}

/// What was seen for one check; its id is that of the finding.
pub(super) fn observation(finding: &Finding, setting: &Setting<'_>, as_of: &str) -> Value {
    let method = match finding.strength {
        Strength::E3 | Strength::E4 => "TEST",
        Strength::E2 => "EXAMINE",
        Strength::E0 | Strength::E1 => "INTERVIEW",
    };
    let evidence = finding
        .rows
        .iter()
        .map(|row| json!({"description": format!("row {}, SHA-256 {}", row.row, row.sha256), "href": super::uri(&row.file)}));
    let mut value = json!({
        "uuid": uuid(&["observation", &finding.id]),
        "title": finding.check,
        "description": finding.reason.in_lang(setting.lang),
        "methods": [method],
        "collected": finding.dated.map_or_else(|| as_of.to_owned(), |day| format!("{day}T00:00:00Z")),
    });
    if let Some(day) = finding.expires {
        value["expires"] = json!(format!("{day}T23:59:59Z"));
    }
    put(&mut value, "relevant-evidence", evidence);
    value
}

fn judged(finding: &Finding, setting: &Setting<'_>) -> Value {
    let (state, reason) =
        if finding.verdict == Verdict::Pass { ("satisfied", "pass") } else { ("not-satisfied", "fail") };
    json!({
        "uuid": uuid(&["finding", &finding.id]),
        "title": finding.title.in_lang(setting.lang),
        "description": finding.reason.in_lang(setting.lang),
        "target": {"type": "objective-id", "target-id": finding.check, "status": {"state": state, "reason": reason}},
        "related-observations": [{"observation-uuid": uuid(&["observation", &finding.id])}],
    })
}
