//! Lengths of time as people write them.

use hinomi_model::{Lang, Qualifier, Span};

/// A length of time where it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duration {
    /// The words, with those that say how exact it is.
    pub span: Span,
    /// ISO 8601: `P2M`, `PT5H30M`, `P2.5D`.
    pub iso: String,
    /// How exact.
    pub qualifier: Qualifier,
}

/// Finds the lengths of time in `text`, in text order, without overlaps.
pub fn durations(_text: &str, _lang: Lang) -> Vec<Duration> {
    Vec::new()
}
