//! How many of what.

use hinomi_model::{Lang, Qualifier, Span, Unit};
use rust_decimal::Decimal;

/// A number that says how many, where it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// Qualifier, number and unit or noun: 約1万2,000件以上, `more than 12,000 internal documents`.
    pub span: Span,
    /// The number, in the base unit (bytes, whole money, percent); the lower end of a range.
    pub number: Decimal,
    /// The upper end of a range, of 数十万 and of `dozens`.
    pub upper: Option<Decimal>,
    /// How exact.
    pub qualifier: Qualifier,
    /// What is counted, where the vocabulary has it.
    pub unit: Option<Unit>,
    /// The number alone.
    pub number_span: Span,
    /// The unit or noun alone, as written; empty (at the number's end) when there is none.
    pub noun_span: Span,
}

/// Finds the quantities in `text`, in text order, without overlaps.
///
/// Left out: dates and times, lengths of time, years, 第N報, versions, model, telephone and list numbers,
/// ranks, ages and identifiers.
pub fn quantities(_text: &str, _lang: Lang) -> Vec<Quantity> {
    Vec::new()
}
