//! Lengths of time in English: `48 hours`, `two and a half days`, `an hour and 45 minutes`, `half a day`.

use rust_decimal::Decimal;

use super::{Length, Part};
use crate::number::{is_number_word, number_at};

/// The length at `at`, with the smaller parts behind it.
pub(super) fn length(text: &str, lower: &str, at: usize) -> Option<Length> {
    let mut length = one(text, lower, at, false)?;
    while let Some(part) = smaller(text, lower, &length) {
        // `two hours and 3 days later`: the second is a time of its own.
        if super::names_a_time(text, lower, part.end) {
            break;
        }
        length.parts.extend(part.parts);
        length.end = part.end;
    }
    Some(length)
}

/// The part behind `length` that is smaller than its last: ` and 45 minutes`, `, 3 hours`.
fn smaller(text: &str, lower: &str, length: &Length) -> Option<Length> {
    const JOINERS: &[&str] = &[", and ", " and ", ", ", " "];
    let rest = lower.get(length.end..)?;
    let joiner = JOINERS.iter().find(|word| rest.starts_with(**word))?;
    let at = length.end + joiner.len();
    let next = lower.get(at..)?;
    if !next.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let part = one(text, lower, at, true)?;
    let is_smaller = part.parts.first()?.0 > length.parts.last()?.0;
    is_smaller.then_some(part)
}

/// One number and its unit; `is_behind` another part, where `an hour` needs no word before it.
fn one(text: &str, lower: &str, at: usize, is_behind: bool) -> Option<Length> {
    let rest = lower.get(at..)?;
    let is_digit = rest.starts_with(|c: char| c.is_ascii_digit());
    let first = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let is_article = matches!(rest.get(..first), Some("a" | "an"));
    if !is_digit && !is_article && !is_number_word(rest.get(..first.min(9))?) {
        return None;
    }
    if text.get(..at)?.ends_with(['-', '/', '.', '$', '€', '£', '_', ':']) {
        return None;
    }
    if let Some(half) = half(lower, at) {
        return Some(half);
    }
    let (amount, end) = match number_at(text, at).filter(|n| !n.is_share) {
        Some(number) if number.high.is_none() => (number.low, number.end),
        Some(_) => return None,
        None if is_article && (is_behind || is_led(lower, at) || goes_on(lower, at + first)) => {
            (Decimal::ONE, at + first)
        }
        None => return None,
    };
    let (part, end) = unit(lower, end)?;
    // `a second factor`, `zero-day`.
    let is_word = amount.is_zero() || (is_article && part == Part::Second);
    (!is_word).then(|| Length { parts: vec![(part, amount)], end, is_sure: true })
}

/// Whether the words before `a day` say that it measures.
fn is_led(lower: &str, at: usize) -> bool {
    ["for ", "within ", "than ", "least "].iter().any(|w| lower[..at].ends_with(w))
}

/// Whether smaller parts in digits follow on the unit behind `end`: `an hour and 45 minutes`.
fn goes_on(lower: &str, end: usize) -> bool {
    let next = unit(lower, end).and_then(|(_, end)| lower.get(end..)?.strip_prefix(" and "));
    next.is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()))
}

/// `half an hour`, `half a day`, `half-hour`, `1/2 hour`.
fn half(lower: &str, at: usize) -> Option<Length> {
    const FRONTS: &[&str] = &["half an", "half a", "half", "1/2"];
    let front = FRONTS.iter().find(|front| lower.get(at..).is_some_and(|rest| rest.starts_with(**front)))?;
    let (part, end) = unit(lower, at + front.len())?;
    let parts = match part {
        Part::Year => (Part::Month, Decimal::from(6)),
        Part::Day => (Part::Hour, Decimal::from(12)),
        Part::Hour => (Part::Minute, Decimal::from(30)),
        Part::Minute => (Part::Second, Decimal::from(30)),
        _ => return None,
    };
    Some(Length { parts: vec![parts], end, is_sure: true })
}

/// The unit behind one space or hyphen at `end`, and where it ends.
fn unit(lower: &str, end: usize) -> Option<(Part, usize)> {
    let rest = lower.get(end..)?.strip_prefix([' ', '-'])?;
    let len = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let part = match rest.get(..len)?.trim_end_matches('s') {
        "year" | "yr" => Part::Year,
        "month" => Part::Month,
        "week" | "wk" => Part::Week,
        "day" => Part::Day,
        "hour" | "hr" => Part::Hour,
        "minute" | "min" => Part::Minute,
        "second" | "sec" => Part::Second,
        _ => return None,
    };
    Some((part, end + 1 + len))
}
