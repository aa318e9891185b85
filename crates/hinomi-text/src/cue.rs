//! Words that turn a statement round, lower its certainty, or give it to somebody else.

use hinomi_model::{Lang, Span, Status};

/// What a cue does to the statement around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CueKind {
    /// Turns it round: 支払っていない, `did not`.
    Negation,
    /// Gives it this status: おそれがある, `allegedly`, `confirmed`.
    Hedge(Status),
    /// Says that it is hardly so: 可能性は低い, `unlikely`.
    Unlikely,
    /// Says that it is meant to happen: 予定, `plans to`.
    Planned,
    /// Says that it holds only if something else does: 場合, `if`.
    Conditional,
}

/// A cue where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cue {
    /// The words.
    pub span: Span,
    /// What they do.
    pub kind: CueKind,
}

/// Finds the certainty cues of `text`, in text order, without overlaps.
pub fn cues(_text: &str, _lang: Lang) -> Vec<Cue> {
    Vec::new()
}
