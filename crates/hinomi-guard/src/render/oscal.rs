//! OSCAL 1.1.2 assessment results. A fail is a finding that is not satisfied, a pass one that is; an unknown is an
//! observation only. Methods: TEST for exports, EXAMINE for documents, INTERVIEW for bare declarations.

use serde_json::{Value, json};

use super::{Setting, json::pretty, uuid};
use crate::verdict::{Finding, Report, Strength, Verdict};

/// The report.
pub fn report(report: &Report, setting: &Setting) -> String {
    let organisation = report.organisation.as_str();
    let as_of = format!("{}T00:00:00Z", report.as_of);
    let observations: Vec<Value> =
        report.findings.iter().map(|finding| observation(finding, setting, &as_of)).collect();
    let findings: Vec<Value> = report
        .findings
        .iter()
        .filter(|finding| finding.verdict != Verdict::Unknown)
        .map(|finding| judged(finding, setting))
        .collect();
    let controls: Vec<Value> = control_ids(report).into_iter().map(|id| json!({"control-id": id})).collect();
    pretty(&json!({"assessment-results": {
        "uuid": uuid(&["oscal", organisation, &as_of]),
        "metadata": {
            "title": format!("Hinomi guard: {organisation}"),
            "last-modified": setting.now.to_string(),
            "version": env!("CARGO_PKG_VERSION"),
            "oscal-version": "1.1.2",
        },
        "import-ap": {"href": "#"},
        "results": [{
            "uuid": uuid(&["result", organisation, &as_of]),
            "title": "Lessons of incidents on the organisation's own exports",
            "description": "Each check in three values; unknown is an observation without a finding.",
            "start": as_of,
            "reviewed-controls": {"control-selections": [{"include-controls": controls}]},
            "observations": observations,
            "findings": findings,
        }],
    }}))
}

fn control_ids(report: &Report) -> Vec<String> {
    let ids = report.findings.iter().filter_map(|finding| finding.controls.get("nist_800_53_r5")).flatten();
    let mut out: Vec<String> = ids.map(|id| id.to_lowercase().replace('(', ".").replace(')', "")).collect();
    out.sort();
    out.dedup();
    out
}

fn observation(finding: &Finding, setting: &Setting, as_of: &str) -> Value {
    let method = match finding.strength {
        Strength::E3 | Strength::E4 => "TEST",
        Strength::E2 => "EXAMINE",
        Strength::E0 | Strength::E1 => "INTERVIEW",
    };
    let evidence: Vec<Value> = finding
        .rows
        .iter()
        .map(|row| json!({"description": format!("row {}, SHA-256 {}", row.row, row.sha256), "href": row.file}))
        .collect();
    let mut value = json!({
        "uuid": uuid(&["observation", &finding.id]),
        "title": finding.check,
        "description": finding.reason.in_lang(setting.lang),
        "methods": [method],
        "collected": finding.dated.map_or_else(|| as_of.to_owned(), |day| format!("{day}T00:00:00Z")),
    });
    if !evidence.is_empty() {
        value["relevant-evidence"] = json!(evidence);
    }
    value
}

fn judged(finding: &Finding, setting: &Setting) -> Value {
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
