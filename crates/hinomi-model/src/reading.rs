//! What can be read in one sentence: the common ground of sources and briefs.

use crate::{Qualifier, Span, Status, Value, When};

/// Everything in a sentence that a reader could check, each with its span in that sentence.
///
/// The verifier of briefs reads both the cited source and the written sentence into this and compares.
/// All lists are in text order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// Numbers that say how many: always [`Value::Count`].
    pub counts: Vec<(Span, Value, Option<Qualifier>)>,
    /// Bare numbers that are neither counts nor part of another mention, as plain decimals (第7報 gives `7`).
    pub numbers: Vec<(Span, String)>,
    /// Times.
    pub whens: Vec<(Span, When)>,
    /// Names: organisations, people, products, actors, as written.
    pub names: Vec<(Span, String)>,
    /// Standard identifiers in standard form.
    pub ids: Vec<(Span, String)>,
    /// Text between quotation marks, without the marks.
    pub quotations: Vec<(Span, String)>,
    /// Words that turn a statement round: not, ない, no evidence.
    pub negations: Vec<Span>,
    /// Words that lower certainty or give it to somebody else, with the status that they bring.
    pub hedges: Vec<(Span, Status)>,
}
