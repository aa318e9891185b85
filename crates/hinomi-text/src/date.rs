//! Times as people write them.

use hinomi_model::{Lang, Span, Stamp, When};

/// How what is told stands to the time named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// At that time.
    On,
    /// Then at the latest: までに, `by`, `until`.
    By,
    /// Earlier than that: 以前, `before`.
    Before,
    /// Then or later: 以降, `since`, `after`.
    After,
    /// About then: ごろ, `around`, 下旬.
    Around,
}

/// Whether a time was written out or must be reckoned from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateKind {
    /// Year and all: 2025年10月19日.
    Absolute,
    /// Reckoned from the publication time or an earlier mention: 19日, 昨年12月, 同日, `on Monday`.
    Relative,
}

/// A time where it stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateMention {
    /// The words.
    pub span: Span,
    /// The time meant, as exactly as the text says.
    pub when: When,
    /// How what is told stands to it.
    pub relation: Relation,
    /// Written out or reckoned.
    pub kind: DateKind,
}

/// Finds the times that `text` names, in text order, without overlaps.
///
/// `anchor` is the publication time; days are those of its own calendar. A day without a year is the
/// latest such day not after publication, unless the words around it point ahead.
pub fn dates(_text: &str, _lang: Lang, _anchor: Stamp) -> Vec<DateMention> {
    Vec::new()
}
