//! For programs: `hinomi.check/1`.

use hinomi_model::Lang;
use serde_json::{Value, json};

use super::place::Lines;
use crate::check::{Digest, Report};

/// Version of the shape; a field is only ever added to it.
const SCHEMA: &str = "hinomi.check/1";

pub(super) fn print(digest: &Digest, report: &Report, file: &str, lang: Lang) -> String {
    let lines = Lines::of(&digest.source);
    let findings: Vec<Value> = report
        .findings
        .iter()
        .map(|finding| {
            let (start, end) =
                (lines.place(finding.span.range().start), lines.place(finding.span.range().end));
            json!({
                "rule": finding.rule,
                "severity": finding.severity.word(),
                "line": start.line,
                "column": start.column,
                "end_line": end.line,
                "end_column": end.column,
                "words": finding.span.of(&digest.source).unwrap_or_default(),
                "message": finding.message.in_lang(lang),
                "hint": finding.hint.in_lang(lang),
            })
        })
        .collect();
    let not_run: Vec<Value> = report
        .not_run
        .iter()
        .map(|not_run| json!({ "rule": not_run.rule, "why": not_run.why.in_lang(lang) }))
        .collect();
    let sources: Vec<Value> = report
        .sources
        .iter()
        .map(|source| {
            json!({
                "number": source.number,
                "title": source.title,
                "url": source.url,
                "uses": source.n_uses,
                "at_hand": source.is_at_hand,
            })
        })
        .collect();
    let whole = json!({
        "schema": SCHEMA,
        "file": file,
        "findings": findings,
        "not_run": not_run,
        "sources": sources,
        "sentences": { "compared": report.n_compared, "supported": report.n_supported },
    });
    format!("{whole:#}\n")
}
