//! Which evidence to fetch next: the kinds that would settle unknowns, the most settling first.

use std::collections::BTreeMap;

use crate::kinds;
use crate::verdict::{Report, Verdict};

/// One kind worth fetching.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The kind.
    pub kind: String,
    /// The checks whose unknowns it could settle.
    pub checks: Vec<String>,
    /// The exact command or clicks; empty for what only people can say.
    pub obtain: String,
}

/// Ranks the kinds by how many unknown checks name them as missing; ties by name.
pub fn ask(report: &Report) -> Vec<Ask> {
    let mut by_kind: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for finding in report.findings.iter().filter(|finding| finding.verdict == Verdict::Unknown) {
        for kind in finding.missing.iter().flat_map(|missing| &missing.kinds) {
            let kind = kind.split_once(':').map_or(kind.as_str(), |(kind, _)| kind);
            let checks = by_kind.entry(kind).or_default();
            if !checks.contains(&finding.check) {
                checks.push(finding.check.clone());
            }
        }
    }
    let mut out: Vec<Ask> = by_kind
        .into_iter()
        .map(|(kind, checks)| Ask {
            kind: kind.to_owned(),
            checks,
            obtain: kinds::kind(kind).map(|kind| kind.obtain.clone()).unwrap_or_default(),
        })
        .collect();
    out.sort_by(|a, b| b.checks.len().cmp(&a.checks.len()).then(a.kind.cmp(&b.kind)));
    out
}
