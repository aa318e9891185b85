//! The committed figures of a suite: one row per case, kept under `quality/`.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// Scores are compared and written with this many decimal places.
const SCORE_DECIMALS: usize = 4;

/// What a suite measured.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Case id → score from 0 (all wrong) to 1 (all right). Ids and figures only, never a source's text.
    pub rows: BTreeMap<String, f64>,
    /// Figures over all cases, as `(name, value)`; written as rows `all:NAME`, higher is better.
    pub summary: Vec<(String, f64)>,
    /// What to say beside the table (speed, counts); printed, not kept.
    pub notes: Vec<String>,
    /// What went wrong, case by case, for people: printed with `--verbose`, never kept.
    pub failures: Vec<String>,
}

/// A row whose score fell against the committed table.
#[derive(Debug, PartialEq)]
pub struct Fall {
    /// Case id.
    pub case: String,
    /// Committed score.
    pub before: f64,
    /// Measured score; `None` when the case is gone.
    pub now: Option<f64>,
}

impl Table {
    /// Rows and summary as they are written, in file order.
    fn lines(&self) -> BTreeMap<String, f64> {
        let summary = self.summary.iter().map(|(name, value)| (format!("all:{name}"), *value));
        summary.chain(self.rows.iter().map(|(case, score)| (case.clone(), *score))).collect()
    }

    /// Writes `case,score` lines to `path`, sorted by case.
    pub fn write(&self, path: &Path) -> Result<()> {
        let mut out = String::from("case,score\n");
        for (case, score) in self.lines() {
            if case.contains([',', '"', '\n']) {
                bail!("case id {case:?} would break the table");
            }
            out.push_str(&format!("{case},{}\n", round(score)));
        }
        std::fs::write(path, out).with_context(|| format!("cannot write {}", path.display()))
    }

    /// Compares with the table at `path`: every row that fell or went missing.
    pub fn falls(&self, path: &Path) -> Result<Vec<Fall>> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("no committed table {}; make it with --write", path.display()))?;
        let now = self.lines();
        let cases = text.lines().skip(1).filter_map(|line| line.rsplit_once(',')).map(|(case, _)| case);
        // Another collection was measured: nothing of it is in the table.
        if !self.rows.is_empty() && !cases.clone().any(|case| self.rows.contains_key(case)) {
            return Ok(Vec::new());
        }
        let mut falls = Vec::new();
        for line in text.lines().skip(1) {
            let (case, score) =
                line.rsplit_once(',').with_context(|| format!("{}: bad line {line:?}", path.display()))?;
            let before: f64 =
                score.parse().with_context(|| format!("{}: bad score {score:?}", path.display()))?;
            let measured = now.get(case).copied();
            if measured.is_none_or(|score| rounded(score) < before) {
                falls.push(Fall { case: case.to_owned(), before, now: measured });
            }
        }
        Ok(falls)
    }
}

fn round(score: f64) -> String {
    format!("{score:.SCORE_DECIMALS$}")
}

fn rounded(score: f64) -> f64 {
    round(score).parse().unwrap_or(score)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fall_and_a_missing_case_are_seen_and_a_rise_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("t.csv");
        let table = |rows: &[(&str, f64)]| Table {
            rows: rows.iter().map(|(c, s)| ((*c).to_owned(), *s)).collect(),
            ..Table::default()
        };
        table(&[("a", 1.0), ("b", 0.5), ("c", 0.25)]).write(&path).unwrap();
        let falls = table(&[("a", 0.9), ("b", 0.75)]).falls(&path).unwrap();
        let cases: Vec<_> = falls.iter().map(|f| (f.case.as_str(), f.now)).collect();
        assert_eq!(cases, [("a", Some(0.9)), ("c", None)]);
    }
}
