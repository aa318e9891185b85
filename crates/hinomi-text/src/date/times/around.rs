//! Stretches that begin or end now: `the next 3 months`, `past two weeks`, `within 30 days`, 今後5年間, 2週間以内.

use hinomi_model::When;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use rust_decimal::prelude::ToPrimitive;

use super::Own;
use crate::date::Relation;
use crate::date::read::{lit, one_of};
use crate::number::number_at;

/// Where a stretch lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// From tomorrow on.
    Ahead,
    /// From today on.
    Within,
    /// Until yesterday.
    Back,
}

/// Units of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Year,
    Quarter,
    Month,
    Week,
    BusinessDay,
    Day,
}

/// Units counted in one stretch at most.
const COUNT_MAX: i64 = 999;

/// The stretch whose first word stands at `at`, or whose number does.
pub(super) fn around_now(text: &str, lower: &str, at: usize, today: Date) -> Option<Own> {
    if let Some((_, end)) = one_of(lower, at, &["this quarter", "current quarter"]) {
        return quarters(at, end, today, 0, 0);
    }
    english(lower, at, today).or_else(|| japanese(text, at, today))
}

fn english(lower: &str, at: usize, today: Date) -> Option<Own> {
    const FRONT: &[(&str, Side)] = &[
        ("within the next ", Side::Within),
        ("within next ", Side::Within),
        ("within the coming ", Side::Within),
        ("within ", Side::Within),
        ("next ", Side::Ahead),
        ("coming ", Side::Ahead),
        ("upcoming ", Side::Ahead),
        ("last ", Side::Back),
        ("past ", Side::Back),
        ("previous ", Side::Back),
        ("following ", Side::Ahead),
    ];
    const INNER: &[(&str, Side)] = &[
        (" upcoming", Side::Ahead),
        (" coming", Side::Ahead),
        (" next", Side::Ahead),
        (" past", Side::Back),
        (" last", Side::Back),
    ];
    // A stretch begins at its own word where one is looked at, else at its number.
    let own = FRONT.iter().find_map(|(word, side)| Some((*side, at, lit(lower, at, word)?)));
    let own = own.map(|(side, at, next)| {
        let within = ["within the ", "within "]
            .iter()
            .find(|word| side == Side::Ahead && lower[..at].ends_with(**word));
        within.map_or((side, at, next), |word| (Side::Within, at - word.len(), next))
    });
    let before = || {
        let (word, side) = FRONT.iter().find(|(word, _)| lower[..at].ends_with(word))?;
        let start = at - word.len();
        let is_word = !lower[..start].ends_with(|c: char| c.is_ascii_alphanumeric());
        is_word.then_some((*side, start, at))
    };
    let told = own.or_else(before);
    if let Some((side, start, next)) = told
        && let Some(end) = ["quarter", "fortnight"].iter().find_map(|unit| word(lower, next, unit))
        && side != Side::Within
    {
        let n = if side == Side::Ahead { 1 } else { -1 };
        let is_quarter = lower[next..end].starts_with('q');
        return if is_quarter {
            quarters(start, end, today, n, n)
        } else {
            own_of(start, end, side, &[(2, Unit::Week)], today)
        };
    }
    let (n, number_end) = count(lower, told.map_or(at, |(_, _, next)| next))?;
    let inner = INNER.iter().find_map(|(word, side)| Some((*side, lit(lower, number_end, word)?)));
    let (side, start, unit_at) = match (told, inner) {
        (Some((side, start, _)), None) => (side, start, number_end),
        (None, Some((side, end))) => (side, at, end),
        _ => return None,
    };
    let (unit, mut end) = unit_en(lower, unit_at)?;
    let mut parts = vec![(n, unit)];
    while let Some((n, unit, next)) = smaller(lower, end, parts.last()?.1) {
        parts.push((n, unit));
        end = next;
    }
    // `the last 3 weeks of this year` is a part of what follows.
    lit(lower, end, " of ").is_none().then(|| own_of(start, end, side, &parts, today)).flatten()
}

/// The smaller unit behind `end`: ` and 2 weeks`; not the 2 days of `and 2 days ago`.
fn smaller(lower: &str, end: usize, last: Unit) -> Option<(i64, Unit, usize)> {
    let (n, number_end) = count(lower, lit(lower, end, " and ")?)?;
    let (unit, end) = unit_en(lower, number_end).filter(|(unit, _)| *unit > last)?;
    let names_a_time = [" ago", " later", " before", " after", " from now"];
    names_a_time.iter().all(|word| lit(lower, end, word).is_none()).then_some((n, unit, end))
}

/// A whole number at `at`, of one word where it is written in words: the three of `three quarters`.
fn count(lower: &str, at: usize) -> Option<(i64, usize)> {
    let rest = lower.get(at..)?;
    let len = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let number = number_at(lower.get(..at + len)?, at).filter(|n| n.end == at + len && n.high.is_none())?;
    let n = number.low.to_i64().filter(|n| number.low.fract().is_zero() && (1..=COUNT_MAX).contains(n))?;
    (!number.is_share).then_some((n, number.end))
}

/// The unit behind one space at `at`, and where it ends.
fn unit_en(lower: &str, at: usize) -> Option<(Unit, usize)> {
    const UNITS: &[(&str, Unit)] = &[
        ("business day", Unit::BusinessDay),
        ("working day", Unit::BusinessDay),
        ("day", Unit::Day),
        ("week", Unit::Week),
        ("month", Unit::Month),
        ("quarter", Unit::Quarter),
        ("year", Unit::Year),
    ];
    let unit_at = lit(lower, at, " ")?;
    UNITS.iter().find_map(|(name, unit)| Some((*unit, word(lower, unit_at, name)?)))
}

/// Where `name`, in the singular or plural, ends when it stands at `at` as a whole word.
fn word(lower: &str, at: usize, name: &str) -> Option<usize> {
    let end = lit(lower, at, name)?;
    let end = lit(lower, end, "s").unwrap_or(end);
    lower.as_bytes().get(end).is_none_or(|b| !b.is_ascii_alphanumeric()).then_some(end)
}

/// 今後5年間, 過去2週間, 30日以内.
fn japanese(text: &str, at: usize, today: Date) -> Option<Own> {
    const FRONT: &[(&str, Side)] = &[
        ("今後", Side::Ahead),
        ("向こう", Side::Ahead),
        ("この先", Side::Ahead),
        ("過去", Side::Back),
        ("直近の", Side::Back),
        ("直近", Side::Back),
    ];
    const UNITS: &[(&str, Unit)] = &[
        ("営業日", Unit::BusinessDay),
        ("年", Unit::Year),
        ("カ月", Unit::Month),
        ("か月", Unit::Month),
        ("ヶ月", Unit::Month),
        ("ヵ月", Unit::Month),
        ("ケ月", Unit::Month),
        ("週", Unit::Week),
        ("日", Unit::Day),
    ];
    let number = number_at(text, at).filter(|n| n.high.is_none() && !n.is_share && !n.is_scaled)?;
    let (unit, end) = UNITS.iter().find_map(|(word, unit)| Some((*unit, lit(text, number.end, word)?)))?;
    let end = lit(text, end, "間").unwrap_or(end);
    let n = number.low.to_i64().filter(|n| number.low.fract().is_zero() && (1..=COUNT_MAX).contains(n))?;
    let front = FRONT.iter().find(|(word, _)| text[..at].ends_with(word));
    let (side, start, end) = match (front, lit(text, end, "以内")) {
        (_, Some(end)) => (Side::Within, at, end),
        (Some((word, side)), None) => (*side, at - word.len(), end),
        (None, None) => return None,
    };
    let is_glued =
        text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-' | '第'));
    (!is_glued).then(|| own_of(start, end, side, &[(n, unit)], today)).flatten()
}

/// The stretch of so many units on `side` of `today`.
fn own_of(start: usize, end: usize, side: Side, parts: &[(i64, Unit)], today: Date) -> Option<Own> {
    if let [(n, Unit::Quarter)] = parts {
        return match side {
            Side::Back => quarters(start, end, today, -n, -1),
            _ => quarters(start, end, today, 1, *n),
        };
    }
    let sign = if side == Side::Back { -1 } else { 1 };
    let mut far = today;
    for (n, unit) in parts {
        let n = n * sign;
        far = match unit {
            Unit::Year => far.checked_add(n.years()).ok()?,
            Unit::Quarter => far.checked_add((3 * n).months()).ok()?,
            Unit::Month => far.checked_add(n.months()).ok()?,
            Unit::Week => far.checked_add(n.weeks()).ok()?,
            Unit::Day => far.checked_add(n.days()).ok()?,
            Unit::BusinessDay => business_days(far, n)?,
        };
    }
    // So many business days that are to be kept to begin tomorrow; any other length today.
    let is_business = parts.iter().any(|(_, unit)| *unit == Unit::BusinessDay);
    let (first, last) = match side {
        Side::Within if !is_business => (today, far),
        Side::Within | Side::Ahead => (today.tomorrow().ok()?, far),
        Side::Back => (far, today.yesterday().ok()?),
    };
    Some(Own { start, end, when: When::days(first, last), time: None, relation: Relation::On })
}

/// The day that lies `n` business days after `from`, before it where `n` is negative; Saturday and Sunday are none.
pub(super) fn business_days(from: Date, n: i64) -> Option<Date> {
    let (mut day, mut left) = (from, n.abs().min(COUNT_MAX));
    while left > 0 {
        day = if n > 0 { day.tomorrow().ok()? } else { day.yesterday().ok()? };
        left -= i64::from(!matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday));
    }
    Some(day)
}

/// The quarters from the `first` to the `last` after this one.
fn quarters(start: usize, end: usize, today: Date, first: i64, last: i64) -> Option<Own> {
    let month = (today.month() - 1) / 3 * 3 + 1;
    let begin = Date::new(today.year(), month, 1).ok()?;
    let from = begin.checked_add((first * 3).months()).ok()?;
    let to = begin.checked_add(((last + 1) * 3).months()).ok()?.yesterday().ok()?;
    Some(Own { start, end, when: When::days(from, to), time: None, relation: Relation::On })
}
