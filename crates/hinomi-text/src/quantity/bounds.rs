//! Two bounds of one number: 100以上300未満, `more than 20 but less than 30`.

use hinomi_model::Qualifier;

use super::qualifier;
use crate::number::{Number, is_number_word, number_at};

/// Words between two bounds, longest first.
const JOINERS: &[&str] = &[
    "、かつ",
    "、そして",
    "で、",
    "が、",
    "、",
    "かつ",
    "が",
    ", and ",
    ", but ",
    " and ",
    " but ",
    ", ",
    ",",
];

/// Bytes that the qualifier of the second bound can have.
const QUALIFIER_BYTES: std::ops::RangeInclusive<usize> = 1..=28;

/// On which side a bound bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Lower,
    Upper,
}

/// The side that `qualifier` bounds.
pub(super) fn side(qualifier: Qualifier) -> Option<Side> {
    match qualifier {
        Qualifier::AtLeast | Qualifier::MoreThan => Some(Side::Lower),
        Qualifier::AtMost | Qualifier::LessThan => Some(Side::Upper),
        _ => None,
    }
}

/// The number of the second bound, where one follows directly on the first, which ends at `end`.
pub(super) fn next(text: &str, lower: &str, end: usize) -> Option<Number> {
    let rest = text.get(end..)?;
    let joiner = JOINERS.iter().find(|word| rest.starts_with(**word)).map_or(0, |word| word.len());
    let at = end + joiner;
    let near = lower.get(at..)?;
    if near.starts_with(|c: char| c.is_ascii_digit() || !c.is_ascii()) {
        return number_at(text, at).or_else(|| behind_qualifier(text, lower, at));
    }
    behind_qualifier(text, lower, at)
}

/// The number behind a qualifier at `at`.
fn behind_qualifier(text: &str, lower: &str, at: usize) -> Option<Number> {
    let rest = lower.get(at..)?;
    let places = rest.char_indices().map(|(n, _)| n).take_while(|n| n <= QUALIFIER_BYTES.end());
    let len = places.filter(|n| QUALIFIER_BYTES.contains(n)).find(|n| qualifier_ends(lower, at, at + n))?;
    number_at(text, at + len)
}

/// Whether a qualifier fills the text from `start` to `end`, where a number begins.
fn qualifier_ends(lower: &str, start: usize, end: usize) -> bool {
    let begins = lower.get(end..).is_some_and(|rest| {
        let len = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        rest.starts_with(|c: char| c.is_ascii_digit() || !c.is_ascii()) || is_number_word(&rest[..len])
    });
    begins && qualifier::before(lower, end).0 == start
}

/// Takes in the の間 behind both bounds.
pub(super) fn closed(text: &str, end: usize) -> usize {
    let is_closed = text.get(end..).is_some_and(|rest| rest.starts_with("の間"));
    if is_closed { end + "の間".len() } else { end }
}
