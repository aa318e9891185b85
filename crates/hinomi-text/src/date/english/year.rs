//! A year by itself, told by its company: `in 2023`, `the 2019 breach`, `(2024)`, `mid-2020`, 2017/2018.

use super::Page;
use super::around::ends_with_word;
use super::calendar::year_number;
use crate::date::shape::{Found, Shape, Year};

/// Words right before a number of four digits that make it a year.
const CUES: &[&str] = &[
    "in",
    "since",
    "from",
    "until",
    "till",
    "by",
    "of",
    "during",
    "through",
    "to",
    "late",
    "early",
    "mid",
    "before",
    "after",
    "and",
    "the",
    "year",
    "summer",
    "spring",
    "autumn",
    "fall",
    "winter",
    "between",
    "for",
    "around",
    "a",
    "an",
    "its",
    "their",
    "throughout",
    "both",
    "our",
    "your",
    "into",
    "back",
    "as",
    "or",
    "fiscal",
];

/// Words of more than one that do.
const PHRASES: &[&str] =
    &["since at least ", "from at least ", "until at least ", "to at least ", "later than ", "earlier than "];

/// The year whose digits end at `end`, where the words around it speak of time.
pub(super) fn bare(page: Page<'_>, at: usize, end: usize, year: i16) -> Option<Found> {
    let (text, lower) = (page.text, page.lower);
    let before = &text[..at];
    let is_joined = before.ends_with(is_mark);
    if is_joined && !is_part(&lower[..at]) && !is_second(lower, before) {
        return None;
    }
    if is_listed(lower, before) || !(is_joined || is_cued(before, &lower[..at])) {
        return None;
    }
    let is_said = before.ends_with("year ") && !before.ends_with("fiscal year ");
    let start = if is_said { at - "year ".len() } else { at };
    let counts = crate::quantity::counts_directly(text, lower, end);
    (!counts).then(|| Found::new(start, end, Shape::Year(Year::Given(year))))
}

/// Marks that make the digits behind them part of something else.
fn is_mark(c: char) -> bool {
    matches!(c, '$' | '€' | '£' | '¥' | '#' | '%' | '/' | '-' | '.' | '_' | '+' | '=' | ':' | '~' | '\\')
}

/// `mid-2020`.
fn is_part(before: &str) -> bool {
    ["mid-", "early-", "late-", "end-"].iter().any(|part| ends_with_word(before, part))
}

/// The second of 2017/2018.
fn is_second(lower: &str, before: &str) -> bool {
    before.strip_suffix('/').is_some_and(|front| {
        front.len().checked_sub(4).is_some_and(|start| year_number(lower, start).is_some())
    })
}

/// A number among others, 4433, 1986; or a value in a listing.
fn is_listed(lower: &str, before: &str) -> bool {
    let is_other = before.strip_suffix(", ").is_some_and(|front| {
        let len = front.bytes().rev().take_while(u8::is_ascii_digit).count();
        len > 2 && year_number(lower, front.len() - len).is_none()
    });
    is_other || before.ends_with("\": ")
}

/// Whether the words before a number make it a year; a name before it numbers a product.
fn is_cued(before: &str, lower: &str) -> bool {
    let near = before.strip_suffix([' ', '(']).unwrap_or(before);
    let len = near.bytes().rev().take_while(|b| b.is_ascii_alphanumeric() || *b == b'-').count();
    let last = &lower[near.len() - len..near.len()];
    if last.is_empty() || CUES.contains(&last) {
        return true;
    }
    let is_name = near[near.len() - len..].bytes().any(|b| b.is_ascii_uppercase());
    // `it's 1999` owns nothing.
    let is_verb = || {
        ["it", "that", "what", "here", "there", "he", "she"].iter().any(|word| {
            let front = lower.strip_suffix("'s ").or(lower.strip_suffix("’s "));
            front.is_some_and(|front| ends_with_word(front, word))
        })
    };
    let is_owned = || (before.ends_with("'s ") || before.ends_with("’s ")) && !is_verb();
    !is_name && (before.ends_with('(') || is_owned() || PHRASES.iter().any(|words| lower.ends_with(words)))
}
