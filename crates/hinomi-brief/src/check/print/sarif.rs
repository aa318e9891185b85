//! For editors and code hosts: SARIF 2.1.0.
//!
//! Source: OASIS, Static Analysis Results Interchange Format 2.1.0 (2023, errata 01): `columnKind` 3.14.17, `region`
//! 3.30, `toolConfigurationNotifications` 3.20.21.

use hinomi_model::Lang;
use serde_json::{Value, json};

use super::place::Lines;
use crate::check::{Digest, RULES, Report, Severity};

pub(super) fn print(digest: &Digest, report: &Report, file: &str, lang: Lang) -> String {
    let lines = Lines::of(&digest.source);
    let level = |severity: Severity| match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let rules: Vec<Value> = RULES
        .iter()
        .map(|rule| {
            json!({
                "id": rule.id,
                "shortDescription": { "text": rule.about.in_lang(lang) },
                "defaultConfiguration": { "level": level(rule.severity) },
            })
        })
        .collect();
    let results: Vec<Value> = report
        .findings
        .iter()
        .map(|finding| {
            let (start, end) = (lines.place(finding.span.range().start), lines.place(finding.span.range().end));
            json!({
                "ruleId": finding.rule,
                "ruleIndex": RULES.iter().position(|rule| rule.id == finding.rule),
                "level": level(finding.severity),
                "message": { "text": format!("{}: {}", finding.message.in_lang(lang), finding.hint.in_lang(lang)) },
                "locations": [{
                    "physicalLocation": {
                        "artifactLocation": { "uri": uri(file) },
                        "region": {
                            "startLine": start.line,
                            "startColumn": start.column,
                            "endLine": end.line,
                            "endColumn": end.column,
                            "snippet": { "text": finding.span.of(&digest.source).unwrap_or_default() },
                        },
                    },
                }],
            })
        })
        .collect();
    let notifications: Vec<Value> = report
        .not_run
        .iter()
        .map(|not_run| {
            json!({
                "level": "note",
                "message": { "text": not_run.why.in_lang(lang) },
                "associatedRule": { "id": not_run.rule },
            })
        })
        .collect();
    let whole = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "hinomi check",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "invocations": [{ "executionSuccessful": true, "toolConfigurationNotifications": notifications }],
            "results": results,
        }],
    });
    format!("{whole:#}\n")
}

/// A path as a URI reference: what may not stand in one is percent-encoded. Source: RFC 3986, 3.3.
fn uri(file: &str) -> String {
    let mut out = String::new();
    for byte in file.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte))
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
