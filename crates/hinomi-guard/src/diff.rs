//! Two runs compared: what is new, what persists, what was resolved, what went stale.

use std::collections::BTreeMap;

use hinomi_model::Lang;
use hinomi_model::warned::clean;
use serde_json::{Value, json};

use crate::catalogue::Catalogue;
use crate::said::{Said, said};

/// What became of a finding between two runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Fails now and did not before.
    New,
    /// Fails now and before.
    Persists,
    /// Failed before and passes now.
    Resolved,
    /// Passed or failed before and is unknown now.
    WentStale,
    /// Was unknown and passes now.
    Settled,
}

impl Change {
    /// The word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Persists => "persists",
            Self::Resolved => "resolved",
            Self::WentStale => "went-stale",
            Self::Settled => "settled",
        }
    }

    /// The words for people.
    pub fn said(self) -> Said {
        match self {
            Self::New => said("新しく影響あり", "newly affected"),
            Self::Persists => said("引き続き影響あり", "still affected"),
            Self::Resolved => said("解消した", "resolved"),
            Self::WentStale => said("証拠が古いか欠けて不明になった", "went stale: no longer known"),
            Self::Settled => said("不明から影響なしになった", "settled: unknown before, not affected now"),
        }
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The check.
    pub check: String,
    /// What it asks.
    pub title: String,
    /// What became of it.
    pub change: Change,
    /// Subjects that fail now and did not before.
    pub added: Vec<String>,
    /// Subjects that failed before and do not now.
    pub gone: Vec<String>,
}

/// Compares two outputs of `guard check --format json`.
///
/// Titles come from the catalogue in `lang`; of a check that it does not know, as the later run has it. Fails in words when
/// one of them is no `hinomi.findings/1`, or they are of two organisations.
pub fn diff(before: &str, after: &str, catalogue: &Catalogue, lang: Lang) -> Result<Vec<Changed>, String> {
    let known: BTreeMap<&str, &str> = catalogue
        .checks()
        .map(|(lesson, check)| {
            (check.id.as_str(), if lang == Lang::Ja { &*lesson.title_ja } else { &*lesson.title_en })
        })
        .collect();
    let ((whose, before), (whose_after, after)) = (findings(before)?, findings(after)?);
    if whose != whose_after {
        return Err(format!("one is of {:?}, the other of {:?}", clean(&whose), clean(&whose_after)));
    }
    let mut out = Vec::new();
    for (check, (now, title, subjects)) in &after {
        let (was, old) =
            before.get(check).map_or(("unknown", &[][..]), |(was, _, old)| (was.as_str(), old.as_slice()));
        let change = match (was, now.as_str()) {
            ("fail", "fail") => Change::Persists,
            (_, "fail") => Change::New,
            ("fail", "pass") => Change::Resolved,
            ("unknown", "pass") => Change::Settled,
            ("pass" | "fail", "unknown") => Change::WentStale,
            _ => continue,
        };
        let without = |a: &[String], b: &[String]| a.iter().filter(|one| !b.contains(one)).cloned().collect();
        let failed: &[String] = if was == "fail" { old } else { &[] };
        out.push(Changed {
            check: check.clone(),
            title: known.get(check.as_str()).map_or_else(|| title.clone(), |title| (*title).to_owned()),
            change,
            added: without(subjects, failed),
            gone: without(failed, subjects),
        });
    }
    Ok(out)
}

/// The changes for people, a heading for each kind of change.
pub fn text(changed: &[Changed], lang: Lang) -> String {
    let mut out = String::new();
    for change in [Change::New, Change::Persists, Change::Resolved, Change::WentStale, Change::Settled] {
        let of: Vec<&Changed> = changed.iter().filter(|one| one.change == change).collect();
        if of.is_empty() {
            continue;
        }
        let (words, n) = (change.said(), of.len());
        out.push_str(&match lang {
            Lang::Ja => format!("{}（{n}件）\n", words.ja),
            _ => format!("{} ({n})\n", words.en),
        });
        for one in of {
            let signed = |sign: &str, names: &[String]| -> String {
                names.iter().map(|name| format!("  {sign}{}", clean(name))).collect()
            };
            let (added, gone) = (signed("+", &one.added), signed("-", &one.gone));
            out.push_str(&format!("  {}  {}{added}{gone}\n", one.check, clean(&one.title)));
        }
    }
    if out.is_empty() {
        out.push_str(if lang == Lang::Ja {
            "変わったことはない。\n"
        } else {
            "Nothing changed.\n"
        });
    }
    out
}

/// The changes as `hinomi.diff/1`, for programs.
pub fn json(changed: &[Changed]) -> String {
    let one = |one: &Changed| {
        json!({
            "check": one.check, "title": one.title, "change": one.change.word(),
            "added": one.added, "gone": one.gone,
        })
    };
    let changes: Vec<Value> = changed.iter().map(one).collect();
    let value = json!({"schema": "hinomi.diff/1", "changes": changes});
    format!("{}\n", serde_json::to_string_pretty(&value).expect("a JSON value is always written"))
}

/// Check → verdict, title, subjects.
type Findings = BTreeMap<String, (String, String, Vec<String>)>;

/// Whose findings they are, and the findings.
fn findings(text: &str) -> Result<(String, Findings), String> {
    let value: Value = serde_json::from_str(text).map_err(|error| format!("no JSON: {error}"))?;
    if value["schema"] != "hinomi.findings/1" {
        return Err("no hinomi.findings/1; make it with `hinomi guard check --format json`".to_owned());
    }
    let read = |finding: &Value| {
        let subjects = finding["subjects"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|s| s.as_str().map(str::to_owned));
        Some((
            finding["check"].as_str()?.to_owned(),
            (
                finding["verdict"].as_str()?.to_owned(),
                finding["title"].as_str().unwrap_or_default().to_owned(),
                subjects.collect(),
            ),
        ))
    };
    let whose = value["organisation"].as_str().unwrap_or_default().to_owned();
    Ok((whose, value["findings"].as_array().into_iter().flatten().filter_map(read).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_between_runs_are_told() {
        let run = |verdicts: &[(&str, &str, &[&str])]| {
            let findings: Vec<Value> = verdicts
                .iter()
                .map(|(c, v, s)| serde_json::json!({"check": c, "verdict": v, "subjects": s}))
                .collect();
            serde_json::json!({"schema": "hinomi.findings/1", "findings": findings}).to_string()
        };
        let before = run(&[
            ("a", "fail", &["x"]),
            ("b", "fail", &["x"]),
            ("c", "pass", &[]),
            ("d", "unknown", &[]),
            ("e", "pass", &[]),
        ]);
        let after = run(&[
            ("a", "fail", &["y"]),
            ("b", "pass", &[]),
            ("c", "unknown", &[]),
            ("d", "pass", &[]),
            ("e", "fail", &["z"]),
        ]);
        let changed = diff(&before, &after, &Catalogue::bundled(), Lang::En).unwrap();
        let words: Vec<_> = changed.iter().map(|c| (c.check.as_str(), c.change.word())).collect();
        assert_eq!(
            words,
            [("a", "persists"), ("b", "resolved"), ("c", "went-stale"), ("d", "settled"), ("e", "new")]
        );
        assert_eq!(
            (changed[0].added.clone(), changed[0].gone.clone()),
            (vec!["y".to_owned()], vec!["x".to_owned()])
        );
        assert!(diff("{}", "{}", &Catalogue::bundled(), Lang::En).unwrap_err().contains("hinomi.findings/1"));
    }
}
