//! Distances from now: `in two weeks`, `30 minutes ago`, 2時間後, 半年前.

use hinomi_model::When;
use jiff::civil::{DateTime, Time};
use jiff::{Span, ToSpan};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Own;
use crate::date::Relation;
use crate::date::read::{lit, one_of};
use crate::number::number_at;
use crate::scan::Start;

/// Units of a distance, as long as a second, or counted on the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
    BusinessDay,
}

/// Amounts of a distance at most.
const AMOUNT_MAX: i64 = 9_999;

/// The distance whose number stands at `at`.
pub(super) fn read(text: &str, lower: &str, at: usize, start: Start, now: DateTime) -> Option<Own> {
    let is_glued = text
        .get(..at)?
        .ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-' | ':' | '第'));
    if is_glued {
        return None;
    }
    let japanese = || japanese(text, at, now);
    match start {
        Start::Word => english(text, lower, at, now),
        Start::Digit => english(text, lower, at, now).or_else(japanese),
        Start::Wide => japanese(),
    }
}

/// 2時間後, 1年ほど前, 半年前, 1週間半後.
fn japanese(text: &str, at: usize, now: DateTime) -> Option<Own> {
    const UNITS: &[(&str, Unit)] = &[
        ("営業日", Unit::BusinessDay),
        ("年間", Unit::Year),
        ("年", Unit::Year),
        ("カ月間", Unit::Month),
        ("か月間", Unit::Month),
        ("ヶ月間", Unit::Month),
        ("カ月", Unit::Month),
        ("か月", Unit::Month),
        ("ヶ月", Unit::Month),
        ("ヵ月", Unit::Month),
        ("ケ月", Unit::Month),
        ("週間", Unit::Week),
        ("週", Unit::Week),
        ("日間", Unit::Day),
        ("日", Unit::Day),
        ("時間", Unit::Hour),
        ("分間", Unit::Minute),
        ("分", Unit::Minute),
        ("秒間", Unit::Second),
        ("秒", Unit::Second),
    ];
    const HALVES: &[(&str, Decimal, Unit)] = &[
        ("半年", Decimal::from_parts(6, 0, 0, false, 0), Unit::Month),
        ("半月", Decimal::from_parts(15, 0, 0, false, 0), Unit::Day),
        ("半日", Decimal::from_parts(12, 0, 0, false, 0), Unit::Hour),
        ("半世紀", Decimal::from_parts(50, 0, 0, false, 0), Unit::Year),
        ("四半世紀", Decimal::from_parts(25, 0, 0, false, 0), Unit::Year),
    ];
    const ABOUT: &[&str] = &["ぐらい", "くらい", "ほど", "近く", "程度", "余り", "あまり"];
    const BEHIND: &[&str] = &["経過してから", "経過後", "過ぎ", "後", "前"];
    let half = HALVES.iter().find_map(|(word, amount, unit)| Some((*amount, *unit, lit(text, at, word)?)));
    let (amount, unit, end) = match half {
        Some(half) => half,
        None => {
            let number = number_at(text, at).filter(|n| n.high.is_none() && !n.is_share)?;
            let (unit, end) =
                UNITS.iter().find_map(|(word, unit)| Some((*unit, lit(text, number.end, word)?)))?;
            let is_year = unit == Unit::Year && number.low >= Decimal::from(1_900);
            let (amount, end) = match lit(text, end, "半") {
                Some(end) => (number.low.checked_add(Decimal::new(5, 1))?, end),
                None => (number.low, end),
            };
            (!is_year).then_some((amount, unit, end))?
        }
    };
    let (end, relation) = match one_of(text, end, ABOUT) {
        Some((_, end)) => (end, Relation::Around),
        None => (end, Relation::On),
    };
    let (word, end) = one_of(text, end, BEHIND)?;
    let rest = text.get(end..)?;
    // 前後 says about, and 後半 and 前年 are words of their own.
    if rest.starts_with(['後', '半', '年', '月', '日', '期', '回', '者', '述']) {
        return None;
    }
    own(at, end, amount, unit, word != "前", now).map(|own| Own { relation, ..own })
}

/// `in two weeks`, `3 hours from now`, `30 minutes ago`, `a fortnight ago`.
fn english(text: &str, lower: &str, at: usize, now: DateTime) -> Option<Own> {
    let (amount, number_end) = match number_at(text, at) {
        Some(number) if number.high.is_some() => return None,
        Some(number) if number.is_share => (number.low.checked_div(Decimal::ONE_HUNDRED)?, number.end),
        Some(number) => (number.low, number.end),
        None => {
            let (_, end) = one_of(lower, at, &["an ", "a "])?;
            (Decimal::ONE, end - 1)
        }
    };
    let (_, unit_at) = one_of(lower, number_end, &[" of an ", " an ", " a ", " "])?;
    let rest = lower.get(unit_at..)?;
    let len = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (amount, unit) = match rest.get(..len)?.trim_end_matches('s') {
        "second" | "sec" => (amount, Unit::Second),
        "minute" | "min" => (amount, Unit::Minute),
        "hour" | "hr" => (amount, Unit::Hour),
        "day" => (amount, Unit::Day),
        "week" => (amount, Unit::Week),
        "fortnight" => (amount.checked_mul(Decimal::TWO)?, Unit::Week),
        "month" => (amount, Unit::Month),
        "year" => (amount, Unit::Year),
        _ => return None,
    };
    let end = unit_at + len;
    const BEHIND: &[(&str, bool)] = &[
        (" from right now", true),
        (" from now", true),
        (" from today", true),
        (" hence", true),
        (" ago", false),
        (" back", false),
    ];
    for (word, is_ahead) in BEHIND {
        let Some(word_end) = lit(lower, end, word) else { continue };
        if !lower.as_bytes().get(word_end).is_some_and(u8::is_ascii_alphanumeric) {
            return own(at, word_end, amount, unit, *is_ahead, now);
        }
    }
    let before = lower.get(..at)?.strip_suffix("in ")?;
    let is_word = before.is_empty() || before.ends_with([' ', '(']);
    // `in two weeks' time`, but not `in 2 days of`, which measures.
    let measures = [" of ", " or ", " to "].iter().any(|word| lower[end..].starts_with(word));
    let time_end = one_of(lower, end, &["' time", "'s time"]).map_or(end, |(_, end)| end);
    (is_word && !measures).then(|| own(before.len(), time_end, amount, unit, true, now)).flatten()
}

/// The time so far from `now`.
fn own(start: usize, end: usize, amount: Decimal, unit: Unit, is_ahead: bool, now: DateTime) -> Option<Own> {
    let sign = if is_ahead { 1 } else { -1 };
    let (amount, unit) = whole(amount, unit)?;
    let amount = amount.to_i64().filter(|n| *n <= AMOUNT_MAX * 60)? * sign;
    if unit == Unit::BusinessDay {
        let when = When::Day(super::around::business_days(now.date(), amount)?);
        return Some(Own { start, end, when, time: None, relation: Relation::On });
    }
    let span: Span = match unit {
        Unit::Second => amount.seconds(),
        Unit::Minute => amount.minutes(),
        Unit::Hour => amount.hours(),
        Unit::Day | Unit::BusinessDay => amount.days(),
        Unit::Week => amount.weeks(),
        Unit::Month => amount.months(),
        Unit::Year => amount.years(),
    };
    let then = now.checked_add(span).ok()?;
    let has_clock = matches!(unit, Unit::Second | Unit::Minute | Unit::Hour);
    let time: Option<Time> = has_clock.then(|| then.time());
    Some(Own { start, end, when: When::Day(then.date()), time, relation: Relation::On })
}

/// One and a half hours as 90 minutes: a whole number of the next smaller unit.
fn whole(amount: Decimal, unit: Unit) -> Option<(Decimal, Unit)> {
    if amount.fract().is_zero() {
        return Some((amount, unit));
    }
    let (of, smaller) = match unit {
        Unit::Second => return Some((amount.round(), Unit::Second)),
        Unit::Minute => (60, Unit::Second),
        Unit::Hour => (60, Unit::Minute),
        Unit::Day | Unit::BusinessDay => (24, Unit::Hour),
        Unit::Week => (7, Unit::Day),
        Unit::Month => (30, Unit::Day),
        Unit::Year => (12, Unit::Month),
    };
    Some((amount.checked_mul(Decimal::from(of))?.round(), smaller))
}
