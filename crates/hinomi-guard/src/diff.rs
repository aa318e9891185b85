//! Two runs compared: what is new, what persists, what was resolved, what went stale.

use std::collections::BTreeMap;

use serde_json::Value;

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
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The check.
    pub check: String,
    /// What became of it.
    pub change: Change,
    /// Subjects that fail now and did not before.
    pub added: Vec<String>,
    /// Subjects that failed before and do not now.
    pub gone: Vec<String>,
}

/// Compares two outputs of `guard check --format json`.
///
/// Fails in words when one of them is no `hinomi.findings/1`.
pub fn diff(before: &str, after: &str) -> Result<Vec<Changed>, String> {
    let (before, after) = (findings(before)?, findings(after)?);
    let mut out = Vec::new();
    for (check, (now, subjects)) in &after {
        let (was, old) =
            before.get(check).map_or(("unknown", &[][..]), |(was, old)| (was.as_str(), old.as_slice()));
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
            change,
            added: without(subjects, failed),
            gone: without(failed, subjects),
        });
    }
    Ok(out)
}

type Findings = BTreeMap<String, (String, Vec<String>)>;

fn findings(text: &str) -> Result<Findings, String> {
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
            (finding["verdict"].as_str()?.to_owned(), subjects.collect()),
        ))
    };
    Ok(value["findings"].as_array().into_iter().flatten().filter_map(read).collect())
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
        let changed = diff(&before, &after).unwrap();
        let words: Vec<_> = changed.iter().map(|c| (c.check.as_str(), c.change.word())).collect();
        assert_eq!(
            words,
            [("a", "persists"), ("b", "resolved"), ("c", "went-stale"), ("d", "settled"), ("e", "new")]
        );
        assert_eq!(
            (changed[0].added.clone(), changed[0].gone.clone()),
            (vec!["y".to_owned()], vec!["x".to_owned()])
        );
        assert!(diff("{}", "{}").unwrap_err().contains("hinomi.findings/1"));
    }
}
