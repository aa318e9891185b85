//! Which report of a series this is: 第7報, 続報, 最終報.

use hinomi_model::Span;

/// A report's place in its series, where it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportNo {
    /// The words.
    pub span: Span,
    /// The n of 第n報.
    pub number: Option<u32>,
    /// 続報 or 最終報 where the place is a word.
    pub word: Option<&'static str>,
}

/// Finds what says which report of a series this is, in text order, without overlaps.
pub fn report_nos(_text: &str) -> Vec<ReportNo> {
    Vec::new()
}
