//! The verifier turned on any digest, ours or anyone's.
//!
//! ```text
//! file → Digest (blocks, sentences, marks, references) ─┐
//! pages → Evidence (articles and their facts) ──────────┴→ rules → Report → text | json | sarif
//! ```
//!
//! A rule is a file in `rules/`, all in one list ([`RULES`]). A rule that lacks what it needs does not run, and the
//! report says so. A rule is precise before it is broad: a clean digest gets a clean report.

pub(crate) mod carried;
pub mod digest;
pub mod evidence;
pub mod finding;
mod likeness;
pub mod print;
pub mod rules;
mod scene;
mod words;

use std::collections::BTreeSet;

use hinomi_model::{Article, FactsOf, Lang, Reading, Stamp};

pub use digest::{Digest, NotADigest};
pub use evidence::Evidence;
pub use finding::{Finding, Said, Severity};
pub use rules::RULES;
pub use scene::Scene;

macro_rules! pattern {
    ($vis:vis $name:ident, $pattern:expr) => {
        $vis static $name: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| regex::Regex::new($pattern).expect("the pattern is well formed"));
    };
    ($name:ident, $pattern:expr) => {
        static $name: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| regex::Regex::new($pattern).expect("the pattern is well formed"));
    };
}
pub(crate) use pattern;

/// What a rule needs beside the digest itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// The day that the digest is of.
    Day,
    /// The window that the digest claims.
    Window,
    /// Sources that the digest cites.
    Sources,
    /// Articles that name CVE ids.
    Catalog,
}

/// A rule.
pub struct Rule {
    /// Its name, as in reports and behind `--off`.
    pub id: &'static str,
    /// What it finds, in a line.
    pub about: Said,
    /// How bad it is.
    pub severity: Severity,
    /// What it needs.
    pub needs: Needs,
    /// Finds it.
    pub run: fn(&Scene<'_>, &mut Vec<Finding>),
}

/// A rule that did not run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotRun {
    /// Its name.
    pub rule: &'static str,
    /// Why, in both languages.
    pub why: Said,
}

/// What a check found.
#[derive(Debug, Clone)]
pub struct Report {
    /// Findings by place, then rule.
    pub findings: Vec<Finding>,
    /// Rules that did not run, in the order of [`RULES`].
    pub not_run: Vec<NotRun>,
    /// References and cited addresses: which are used, and for which a source was at hand.
    pub sources: Vec<SourceUse>,
    /// Sentences that were compared with their sources.
    pub n_compared: usize,
    /// Those in which nothing was found that the sources do not carry.
    pub n_supported: usize,
}

/// How the digest uses one of its references or links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceUse {
    /// Its number in the list of references.
    pub number: Option<u32>,
    /// Title as the digest gives it.
    pub title: String,
    /// Address as the digest gives it.
    pub url: Option<String>,
    /// Marks that name it.
    pub n_uses: usize,
    /// Whether the page was at hand.
    pub is_at_hand: bool,
}

/// What a digest is checked with. Nothing here opens a file or a socket: pages and readers are handed in.
pub struct Context<'a> {
    /// The cited pages that could be had.
    pub evidence: &'a Evidence,
    /// Articles that name CVE ids, whatever cites them; may be empty.
    pub catalog: &'a [(Article, FactsOf)],
    /// Names of outlets and the hosts of their sites.
    pub outlets: &'a [(String, String)],
    /// Reads one sentence, with the code that reads sources.
    pub read: &'a dyn Fn(&str, Lang, Stamp) -> Reading,
    /// Finds facts, with the code that finds them in sources.
    pub find: &'a dyn Fn(&Article) -> FactsOf,
    /// Rules that are turned off.
    pub off: &'a BTreeSet<String>,
}

/// Checks `digest` with every rule that can run.
///
/// Findings are sorted by place and rule, without repetitions. The same digest and context give the same report.
pub fn check(digest: &Digest, context: &Context<'_>) -> Report {
    let scene = Scene::of(digest, context);
    let mut findings = Vec::new();
    let mut not_run = Vec::new();
    for rule in RULES {
        let why = if context.off.contains(rule.id) {
            Some(Said::new("--off で止められている", "turned off with --off"))
        } else {
            scene.lacks(rule.needs)
        };
        match why {
            Some(why) => not_run.push(NotRun { rule: rule.id, why }),
            None => (rule.run)(&scene, &mut findings),
        }
    }
    findings.sort_by(|a, b| (a.span, a.rule).cmp(&(b.span, b.rule)));
    findings.dedup_by(|a, b| (a.span, a.rule) == (b.span, b.rule));
    let compared: Vec<_> = scene.compared().collect();
    let is_bad = |idx: &usize| {
        let whole = digest.written(*idx);
        findings.iter().any(|f| rules::needs_sources(f.rule) && whole.overlaps(f.span))
    };
    let n_supported = compared.iter().filter(|idx| !is_bad(idx)).count();
    let sources = digest
        .targets
        .iter()
        .enumerate()
        .map(|(idx, target)| SourceUse {
            number: target.number,
            title: target.title.clone(),
            url: target.url.clone(),
            n_uses: digest.marks.iter().filter(|mark| mark.targets.contains(&idx)).count(),
            is_at_hand: !scene.pages_at(idx).is_empty(),
        })
        .collect();
    Report { findings, not_run, sources, n_compared: compared.len(), n_supported }
}

#[cfg(test)]
pub(crate) mod tests;
