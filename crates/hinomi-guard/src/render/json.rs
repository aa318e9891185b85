//! `hinomi.findings/1` and the path of an incident: the shapes that other programs and our own next run read.

use hinomi_model::Lang;
use serde_json::{Value, json};

use crate::path::Path;
use crate::verdict::{Finding, Report, Verdict};

/// The report.
pub fn report(report: &Report, lang: Lang) -> String {
    let value = json!({
        "schema": "hinomi.findings/1",
        "organisation": report.organisation,
        "as_of": report.as_of.to_string(),
        "lang": lang.tag(),
        "counts": {
            "pass": report.n(Verdict::Pass),
            "fail": report.n(Verdict::Fail),
            "unknown": report.n(Verdict::Unknown),
        },
        "findings": report.findings.iter().map(|finding| self::finding(finding, lang)).collect::<Vec<_>>(),
    });
    pretty(&value)
}

pub(super) fn pretty(value: &Value) -> String {
    let mut out = serde_json::to_string_pretty(value).expect("a JSON value is always written");
    out.push('\n');
    out
}

fn finding(finding: &Finding, lang: Lang) -> Value {
    let remedy = if lang == Lang::Ja { &finding.remedy_ja } else { &finding.remedy_en };
    json!({
        "id": finding.id,
        "check": finding.check,
        "lesson": finding.lesson,
        "title": finding.title.in_lang(lang),
        "verdict": finding.verdict.word(),
        "subjects": finding.subjects,
        "rows": finding.rows.iter().map(|row| json!({"file": row.file, "row": row.row, "sha256": row.sha256})).collect::<Vec<_>>(),
        "reason": finding.reason.in_lang(lang),
        "missing": finding.missing.iter().map(|missing| json!({
            "what": missing.what.in_lang(lang),
            "n_subjects": missing.n_subjects,
            "kinds": missing.kinds,
        })).collect::<Vec<_>>(),
        "notes": finding.notes.iter().map(|note| note.in_lang(lang)).collect::<Vec<_>>(),
        "strength": finding.strength.word(),
        "dated": finding.dated.map(|day| day.to_string()),
        "expires": finding.expires.map(|day| day.to_string()),
        "severity": finding.severity,
        "controls": finding.controls,
        "attack": finding.attack,
        "remedy": remedy,
    })
}

/// The path, `hinomi.path/1`.
pub fn path(path: &Path, lang: Lang) -> Value {
    let step = |step: &crate::path::PathStep| {
        json!({
            "name": step.name,
            "state": step.state.word(),
            "lessons": step.lessons.iter().map(|(id, _)| id).collect::<Vec<_>>(),
            "verdicts": step.lessons.iter().map(|(id, verdict)| (id.clone(), json!(verdict.word()))).collect::<serde_json::Map<_, _>>(),
            "findings": step.findings.iter().map(|finding| self::finding(finding, lang)).collect::<Vec<_>>(),
        })
    };
    json!({
        "schema": "hinomi.path/1",
        "incident": path.incident,
        "title": path.title,
        "path": path.state.word(),
        "steps": path.steps.iter().map(step).collect::<Vec<_>>(),
        "lessons": path.taught,
    })
}
