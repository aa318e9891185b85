//! Lengths of time in English: `48 hours`, `two and a half days`, `an hour and 45 minutes`, `half a day`.

use rust_decimal::Decimal;

use super::{Length, Part};
use crate::number::{is_number_word, number_at};

/// The length at `at`, with the smaller parts behind it.
pub(super) fn length(text: &str, lower: &str, at: usize) -> Option<Length> {
    let mut length = one(text, lower, at, false)?;
    if let Some((part, end)) = and_a_half(lower, &length) {
        length.parts.push(part);
        length.end = end;
    }
    while let Some(part) = smaller(text, lower, &length).or_else(|| bare_minutes(text, lower, &length)) {
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

/// The half behind a unit: `an hour and a half`, `one hour and half`.
fn and_a_half(lower: &str, length: &Length) -> Option<((Part, Decimal), usize)> {
    let rest = lower.get(length.end..)?;
    let word = [" and a half", " and half"].into_iter().find(|word| rest.starts_with(word))?;
    let goes_on = rest[word.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
        || [" of ", " an ", " a "].iter().any(|own| rest[word.len()..].starts_with(own));
    let half = half_of(length.parts.last()?.0)?;
    (!goes_on).then_some((half, length.end + word.len()))
}

/// Half of a unit in the next smaller one.
fn half_of(part: Part) -> Option<(Part, Decimal)> {
    Some(match part {
        Part::Year => (Part::Month, Decimal::from(6)),
        Part::Day => (Part::Hour, Decimal::from(12)),
        Part::Hour => (Part::Minute, Decimal::from(30)),
        Part::Minute => (Part::Second, Decimal::from(30)),
        _ => return None,
    })
}

/// The minutes that are said without their unit at the end of a clause: `2 hours and ten`, `1 hour thirty`.
fn bare_minutes(text: &str, lower: &str, length: &Length) -> Option<Length> {
    let rest = lower.get(length.end..)?;
    let joiner = [" and ", " "].into_iter().find(|word| rest.starts_with(word))?;
    let is_hour = length.parts.last()?.0 == Part::Hour;
    let number = number_at(text, length.end + joiner.len()).filter(|n| is_hour && n.high.is_none())?;
    let is_plain = !number.is_share && !number.is_scaled && !number.is_marked;
    let fits = number.low >= Decimal::ONE && number.low < Decimal::from(60);
    let tail = lower.get(number.end..)?;
    let ends = tail.is_empty()
        || tail.starts_with(['.', ',', ';', ')', '\n'])
            && !tail[1..].starts_with(|c: char| c.is_ascii_digit());
    let length = Length { parts: vec![(Part::Minute, number.low)], end: number.end, is_sure: true };
    (is_plain && fits && ends).then_some(length)
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
        Some(number) if number.high.is_none() => {
            // `one and a quarter of an hour`
            let of =
                [" of an", " of"].iter().find_map(|word| crate::number::word_end(lower, number.end, word));
            let end = of.filter(|_| !number.low.fract().is_zero()).unwrap_or(number.end);
            (number.low, with_adjective(lower, end))
        }
        Some(_) => return None,
        None if is_article && (is_behind || is_led(lower, at) || goes_on(lower, at + first)) => {
            (Decimal::ONE, at + first)
        }
        None => return None,
    };
    let number_end = end;
    let (part, end) = unit(lower, end)?;
    // `a second factor`, `zero-day`, and the halves and charts of 1H 2024 and 4H.
    let is_chart = text.as_bytes().get(number_end) == Some(&b'H');
    let is_word = amount.is_zero() || is_chart || (is_article && part == Part::Second);
    (!is_word).then(|| Length { parts: vec![(part, amount)], end, is_sure: true })
}

/// Whether the words before `a day` say that it measures.
fn is_led(lower: &str, at: usize) -> bool {
    ["for ", "within ", "than ", "least "].iter().any(|w| lower[..at].ends_with(w))
}

/// Whether smaller parts in digits, or a half, follow on the unit behind `end`: `an hour and 45 minutes`.
fn goes_on(lower: &str, end: usize) -> bool {
    let next = unit(lower, end).and_then(|(_, end)| lower.get(end..)?.strip_prefix(" and "));
    next.is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()) || next.starts_with("a half"))
}

/// `half an hour`, `half a day`, `half-hour`, `1/2 hour`.
fn half(lower: &str, at: usize) -> Option<Length> {
    const FRONTS: &[&str] = &["half an", "half a", "half", "1/2"];
    let front = FRONTS.iter().find(|front| lower.get(at..).is_some_and(|rest| rest.starts_with(**front)))?;
    let (part, end) = unit(lower, at + front.len())?;
    Some(Length { parts: vec![half_of(part)?], end, is_sure: true })
}

/// Takes in what may stand between a number and its unit: `three full days`, `two more weeks`.
fn with_adjective(lower: &str, end: usize) -> usize {
    const WORDS: &[&str] =
        &[" additional", " extra", " more", " full", " whole", " straight", " consecutive", " entire"];
    WORDS.iter().find_map(|word| crate::number::word_end(lower, end, word)).unwrap_or(end)
}

/// The unit behind one space or hyphen at `end`, or right behind digits (`48hours`, `2h`); and where it ends.
fn unit(lower: &str, end: usize) -> Option<(Part, usize)> {
    let rest = lower.get(end..)?;
    let gap = usize::from(rest.starts_with([' ', '-']));
    let rest = rest.get(gap..)?;
    let len = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let is_close = gap == 0 && lower.as_bytes().get(end.checked_sub(1)?).is_some_and(u8::is_ascii_digit);
    if gap == 0 && !is_close || rest.as_bytes().get(len).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let part = match rest.get(..len)?.trim_end_matches('s') {
        "year" | "yr" => Part::Year,
        "month" => Part::Month,
        "week" | "wk" => Part::Week,
        "day" => Part::Day,
        "hour" | "hr" => Part::Hour,
        "h" if is_close => Part::Hour,
        "minute" | "min" => Part::Minute,
        "second" | "sec" => Part::Second,
        _ => return None,
    };
    Some((part, end + gap + len))
}
