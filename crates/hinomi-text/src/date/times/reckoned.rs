//! Times reckoned from a day that is named beside them: `2 weeks after January 15`, `3 days starting from next Monday`,
//! `between now and May 4`, `the week of March 4`, 18日の週.

use std::ops::Range;

use hinomi_model::When;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use rust_decimal::prelude::ToPrimitive;

use crate::date::read::{lit, one_of};
use crate::date::{DateKind, DateMention, Placed, Relation};
use crate::number::number_at;

/// What the words around `placed` make of it; as it is where they make nothing.
pub(super) fn from_named(text: &str, lower: &str, placed: Placed, today: Date) -> Placed {
    let found = match (placed.mention.when, placed.mention.time) {
        (When::Day(day), None) => week_of(text, lower, &placed, day)
            .or_else(|| until_or_since_now(lower, &placed, day, today))
            .or_else(|| beside_length(lower, &placed.range, day)),
        _ => None,
    };
    let Some((range, when)) = found else { return placed };
    Placed { range, mention: DateMention { when, relation: Relation::On, ..placed.mention } }
}

/// `the week of March 4`, `the week beginning February 4`, 18日の週.
fn week_of(text: &str, lower: &str, placed: &Placed, day: Date) -> Option<(Range<usize>, When)> {
    const FRONTS: &[&str] = &[
        "week of the ",
        "week of ",
        "week beginning on ",
        "week beginning ",
        "week starting on ",
        "week starting ",
    ];
    let monday = day.checked_sub(i64::from(day.weekday().since(Weekday::Monday)).days()).ok()?;
    let days = |first: Date| Some(When::days(first, first.checked_add(6.days()).ok()?));
    if let Some(end) = lit(text, placed.range.end, "の週") {
        return Some((placed.range.start..end, days(monday)?));
    }
    let front = lower.get(..placed.range.start)?;
    let word = FRONTS.iter().find(|word| front.ends_with(**word))?;
    let start = front.len() - word.len();
    let start = if front[..start].ends_with("the ") { start - "the ".len() } else { start };
    let first = if word.contains(" of ") { monday } else { day };
    Some((start..placed.range.end, days(first)?))
}

/// `between now and May 4`, `from now until May 4`, `between January 22 and now`.
fn until_or_since_now(lower: &str, placed: &Placed, day: Date, today: Date) -> Option<(Range<usize>, When)> {
    const UNTIL: &[&str] = &["between now and ", "from now until ", "from now till ", "from now to "];
    let front = lower.get(..placed.range.start)?;
    if let Some(word) = UNTIL.iter().find(|word| front.ends_with(**word)) {
        let is_past = day < today && placed.mention.kind == DateKind::Relative;
        let day = if is_past { day.checked_add(1.year()).ok()? } else { day };
        let range = front.len() - word.len()..placed.range.end;
        return (today <= day).then(|| (range, When::days(today, day)));
    }
    let is_open = front.ends_with("between ") || front.ends_with("from ");
    let (_, end) = one_of(lower, placed.range.end, &[" and now", " until now", " till now", " to now"])?;
    (is_open && day <= today).then(|| (placed.range.start..end, When::days(day, today)))
}

/// What a length does beside a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    After,
    Before,
    From,
}

/// `2 weeks after January 15`, `20 days from 05/03/2024`, `3 days starting May 4`, `for 10 days from May 4`.
fn beside_length(lower: &str, range: &Range<usize>, day: Date) -> Option<(Range<usize>, When)> {
    const LINKS: &[(&str, Link)] = &[
        (" starting from ", Link::From),
        (" starting on ", Link::From),
        (" starting ", Link::From),
        (" beginning ", Link::From),
        (", from ", Link::From),
        (" from ", Link::After),
        (" after ", Link::After),
        (" before ", Link::Before),
    ];
    // Some spans take their preposition in: `on Monday`.
    let front = lower.get(..range.start)?;
    let (word, link) = LINKS.iter().find(|(word, _)| front.ends_with(word))?;
    let (start, span) = length_behind(&front[..front.len() - word.len()])?;
    let is_lasting = front[..start].ends_with("for ");
    let when = match link {
        Link::Before => When::Day(day.checked_sub(span).ok()?),
        Link::After if !is_lasting => When::Day(day.checked_add(span).ok()?),
        _ => When::days(day, day.checked_add(span).ok()?.yesterday().ok()?),
    };
    // `a few days after` counts nothing, and no day lies before the calendar.
    let is_sane = when.first_day(&TimeZone::UTC).year() > 0;
    is_sane.then_some((start..range.end, when))
}

/// The length in days or longer that ends `front`, and where it begins: `3 days`, `a week`, `two months`.
fn length_behind(front: &str) -> Option<(usize, jiff::Span)> {
    const UNITS: &[&str] = &["day", "week", "month", "year"];
    let bare = front.strip_suffix('s').unwrap_or(front);
    let unit = UNITS.iter().find(|unit| bare.ends_with(**unit))?;
    let numbered = bare[..bare.len() - unit.len()].strip_suffix(' ')?;
    let len = numbered.bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
    let start = numbered.len() - len;
    let n = match &numbered[start..] {
        "a" | "one" => 1,
        _ => {
            let number =
                number_at(numbered, start).filter(|n| n.end == numbered.len() && n.high.is_none())?;
            number.low.to_i64().filter(|n| number.low.fract().is_zero() && (1..=999).contains(n))?
        }
    };
    let is_part = numbered[..start].ends_with(['-', '.', ',', '/']);
    let span = match *unit {
        "day" => n.days(),
        "week" => n.weeks(),
        "month" => n.months(),
        _ => n.years(),
    };
    (!is_part).then_some((start, span))
}
