//! Verdicts, and the findings that carry them.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::said::Said;

/// The answer to a check. People read affected, not affected, unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Not affected: all subjects in scope, by complete and fresh evidence.
    Pass,
    /// Affected: at least one witness.
    Fail,
    /// Neither is shown.
    Unknown,
}

impl Verdict {
    /// The word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
        }
    }

    /// The words for people.
    pub fn said(self) -> Said {
        let (ja, en) = match self {
            Self::Pass => ("影響なし", "not affected"),
            Self::Fail => ("影響あり", "affected"),
            Self::Unknown => ("不明", "unknown"),
        };
        Said { ja: ja.to_owned(), en: en.to_owned() }
    }
}

/// How strong the evidence of a verdict is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// None.
    E0,
    /// A bare declaration.
    E1,
    /// A declaration with a dated artefact.
    E2,
    /// An export.
    E3,
    /// An export that a second source confirms.
    E4,
}

impl Strength {
    /// `E0` to `E4`.
    pub fn word(self) -> &'static str {
        match self {
            Self::E0 => "E0",
            Self::E1 => "E1",
            Self::E2 => "E2",
            Self::E3 => "E3",
            Self::E4 => "E4",
        }
    }
}

/// A row that a finding rests on: never the row itself, but where it stands in exactly that file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowRef {
    /// Path as the posture names it.
    pub file: String,
    /// Row as a spreadsheet counts (header included), element of a JSON list, or line of the posture file;
    /// 0 for the file as a whole.
    pub row: u32,
    /// SHA-256 of the file's bytes.
    pub sha256: String,
}

/// What is missing for an answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    /// In words.
    pub what: Said,
    /// How many subjects it is about; 0 when it is about the whole.
    pub n_subjects: usize,
    /// Kinds of evidence of which any would settle it; empty when no export can.
    pub kinds: Vec<String>,
}

/// The answer to one check.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Stable between runs: a digest of check and organisation.
    pub id: String,
    /// The check.
    pub check: String,
    /// Its lesson.
    pub lesson: String,
    /// The lesson's title.
    pub title: Said,
    /// The answer.
    pub verdict: Verdict,
    /// Who or what brought a fail; empty otherwise. Sorted.
    pub subjects: Vec<String>,
    /// The rows that show it; for a pass, the files relied on.
    pub rows: Vec<RowRef>,
    /// Why, in a line.
    pub reason: Said,
    /// What would settle it; empty for a pass.
    pub missing: Vec<Missing>,
    /// What a pass does not show.
    pub notes: Vec<Said>,
    /// How strong the evidence is.
    pub strength: Strength,
    /// The oldest day of the evidence used; none when there was none.
    pub dated: Option<Date>,
    /// The last day on which all of that evidence still counts as fresh; none when there was none.
    pub expires: Option<Date>,
    /// critical, high, medium, low.
    pub severity: String,
    /// Identifiers of standards, by framework.
    pub controls: BTreeMap<String, Vec<String>>,
    /// ATT&CK techniques, newer ids included.
    pub attack: Vec<String>,
    /// What to do, in Japanese.
    pub remedy_ja: Vec<String>,
    /// What to do, in English.
    pub remedy_en: Vec<String>,
}

/// The answers to all checks.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Name of the organisation.
    pub organisation: String,
    /// The day spoken of.
    pub as_of: Date,
    /// One finding for each check, in the order of the catalogue.
    pub findings: Vec<Finding>,
}

impl Report {
    /// The finding of that check.
    pub fn finding(&self, check: &str) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.check == check)
    }

    /// How many findings have that verdict.
    pub fn n(&self, verdict: Verdict) -> usize {
        self.findings.iter().filter(|finding| finding.verdict == verdict).count()
    }
}
