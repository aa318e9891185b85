//! SARIF 2.1.0 (OASIS). A fail has kind `fail` and a level by severity; a pass kind `pass`; an unknown kind `open`
//! ("insufficient information", section 3.27.9); one that rests on a bare declaration kind `review`. The level is
//! `none` unless the kind is `fail` (3.27.10). Only fails by default, because some readers ignore the kind.

use serde_json::{Value, json};

use super::{Setting, json::pretty, uri};
use crate::verdict::{Finding, Report, Strength, Verdict};

/// The report.
pub fn report(report: &Report, setting: &Setting<'_>) -> String {
    let shown: Vec<&Finding> =
        report.findings.iter().filter(|finding| setting.all || finding.verdict == Verdict::Fail).collect();
    let rules: Vec<Value> = report.findings.iter().map(|finding| rule(finding, setting)).collect();
    let results: Vec<Value> = shown
        .iter()
        .map(|finding| {
            let index =
                report.findings.iter().position(|other| other.check == finding.check).unwrap_or_default();
            result(finding, index, setting)
        })
        .collect();
    pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "Hinomi", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "results": results,
        }],
    }))
}

fn rule(finding: &Finding, setting: &Setting<'_>) -> Value {
    let remedy = if setting.lang == hinomi_model::Lang::Ja { &finding.remedy_ja } else { &finding.remedy_en };
    json!({
        "id": finding.check,
        "shortDescription": {"text": finding.title.in_lang(setting.lang)},
        "help": {"text": if remedy.is_empty() { finding.title.in_lang(setting.lang).to_owned() } else { remedy.join("\n") }},
        "properties": {"lesson": finding.lesson, "controls": finding.controls, "attack": finding.attack},
    })
}

fn result(finding: &Finding, index: usize, setting: &Setting<'_>) -> Value {
    let (kind, level) = match finding.verdict {
        Verdict::Fail => ("fail", level(&finding.severity)),
        Verdict::Pass => ("pass", "none"),
        Verdict::Unknown if finding.strength == Strength::E1 => ("review", "none"),
        Verdict::Unknown => ("open", "none"),
    };
    let locations: Vec<Value> = finding
        .rows
        .iter()
        .map(|row| {
            let mut place = json!({"artifactLocation": {"uri": uri(&row.file)}});
            if row.row > 0 {
                place["region"] = json!({"startLine": row.row});
            }
            json!({"physicalLocation": place})
        })
        .collect();
    json!({
        "ruleId": finding.check,
        "ruleIndex": index,
        "kind": kind,
        "level": level,
        "message": {"text": finding.reason.in_lang(setting.lang)},
        "locations": locations,
        "partialFingerprints": {"finding/v1": finding.id},
        "properties": {"strength": finding.strength.word(), "subjects": finding.subjects},
    })
}

fn level(severity: &str) -> &'static str {
    match severity {
        "critical" | "high" => "error",
        "medium" => "warning",
        _ => "note",
    }
}
