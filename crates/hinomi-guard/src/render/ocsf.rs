//! OCSF 1.5.0 Compliance Finding (class 2003), one JSON object a line. `compliance.status_id`: 1 pass, 3 fail,
//! 2 warning for unknown ("no result due to missing information").

use hinomi_model::Lang;
use serde_json::{Value, json};

use super::{Setting, uuid};
use crate::verdict::{Finding, Report, RowRef, Verdict};

/// The report.
pub fn report(report: &Report, setting: &Setting<'_>) -> String {
    report.findings.iter().map(|finding| format!("{}\n", one(report, finding, setting))).collect()
}

fn one(report: &Report, finding: &Finding, setting: &Setting<'_>) -> Value {
    let (status_id, status) = match finding.verdict {
        Verdict::Pass => (1, "Pass"),
        Verdict::Unknown => (2, "Warning"),
        Verdict::Fail => (3, "Fail"),
    };
    let (severity_id, severity) = match (finding.verdict, finding.severity.as_str()) {
        (Verdict::Pass, _) => (1, "Informational"),
        (_, "critical") => (5, "Critical"),
        (_, "high") => (4, "High"),
        (_, "medium") => (3, "Medium"),
        _ => (2, "Low"),
    };
    let requirements: Vec<String> = finding
        .controls
        .iter()
        .flat_map(|(name, ids)| ids.iter().map(move |id| format!("{name}:{id}")))
        .collect();
    let standards: Vec<&String> = finding.controls.keys().collect();
    let attacks: Vec<Value> = finding.attack.iter().map(|id| attack(id)).collect();
    let evidences: Vec<Value> = finding.rows.iter().map(evidence).collect();
    let remedy = if setting.lang == Lang::Ja { &finding.remedy_ja } else { &finding.remedy_en };
    let resources: Vec<Value> = finding.subjects.iter().map(|subject| json!({"name": subject})).collect();
    json!({
        "activity_id": 1,
        "activity_name": "Create",
        "category_uid": 2,
        "category_name": "Findings",
        "class_uid": 2003,
        "class_name": "Compliance Finding",
        "type_uid": 200_301,
        "type_name": "Compliance Finding: Create",
        "time": setting.now.as_millisecond(),
        "severity_id": severity_id,
        "severity": severity,
        "metadata": {"version": "1.5.0", "product": {"name": "Hinomi", "vendor_name": "Hinomi", "version": env!("CARGO_PKG_VERSION")}},
        "finding_info": {
            "uid": uuid(&["ocsf", &finding.id]),
            "title": finding.title.in_lang(setting.lang),
            "desc": finding.reason.in_lang(setting.lang),
            "attacks": attacks,
        },
        "compliance": {
            "control": finding.check,
            "requirements": requirements,
            "standards": standards,
            "status_id": status_id,
            "status": status,
            "status_detail": finding.reason.in_lang(setting.lang),
            "checks": [{"uid": finding.check, "name": finding.title.in_lang(setting.lang), "status_id": status_id, "status": status}],
        },
        "evidences": evidences,
        "remediation": {"desc": remedy.join("\n")},
        "resources": resources,
        "unmapped": {"organisation": report.organisation, "lesson": finding.lesson, "strength": finding.strength.word()},
    })
}

/// A technique, and the sub-technique that an id with a point names.
fn attack(id: &str) -> Value {
    match id.split_once('.') {
        Some((technique, _)) => {
            json!({"technique": {"uid": technique}, "sub_technique": {"uid": id}, "version": "18"})
        }
        None => json!({"technique": {"uid": id}, "version": "18"}),
    }
}

/// A row of evidence: the file (type 1, regular), its SHA-256 (algorithm 3) and the row in it.
fn evidence(row: &RowRef) -> Value {
    let name = row.file.rsplit(['/', '\\']).next().unwrap_or(&row.file);
    let mut file = json!({"name": name, "path": row.file, "type_id": 1, "type": "Regular File"});
    if !row.sha256.is_empty() {
        file["hashes"] = json!([{"algorithm_id": 3, "algorithm": "SHA-256", "value": row.sha256}]);
    }
    json!({"file": file, "data": {"row": row.row}})
}
