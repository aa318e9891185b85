//! English dates: `October 19`, `19 Oct. 2025`, `on Monday`, `late on Friday`, `two days later`, `Q2 2026`.

use std::sync::LazyLock;

use rust_decimal::prelude::ToPrimitive;

mod around;
mod calendar;
mod deictic;
pub(super) mod names;
mod part;
mod quarter;
mod week;
mod written;
mod year;

use self::around::{with_clock, with_front};
use self::calendar::{day_first, day_number, from_month, year_number};
use self::deictic::{from_article, from_deictic, from_season};
use self::names::{MONTHS, NOW, Name, SEASONS, WEEKDAYS, ends, name, phrase, word_at};
use self::part::from_part;
use self::quarter::{numbered, ordinal};
use self::week::from_weekday;

pub(super) use self::written::short_year;

use super::clock;
use super::read::{lit, one_of};
use super::shape::{Found, Shape, Step};
use crate::number::{number_at, number_words};
use crate::vocabulary::Exact;

/// The text as written and in lower case.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page<'t> {
    pub(super) text: &'t str,
    pub(super) lower: &'t str,
}

/// The time expression whose first word or digit stands at `at`; `floor` ends the one before.
pub(super) fn read(page: Page<'_>, at: usize, floor: usize) -> Option<Found> {
    let first = *page.lower.as_bytes().get(at)?;
    // What a time goes on with is a time again (`3 p.m. on Monday, 3 p.m. on …`), each within the one before.
    let cut = |text: &'_ str| text.floor_char_boundary(at.saturating_add(TIME_BYTES_MAX));
    let near = Page { text: page.text.get(..cut(page.text))?, lower: page.lower.get(..cut(page.lower))? };
    let found = if first.is_ascii_digit() { digit(near, at) } else { word(near, at) }?;
    let found = with_clock(page, found);
    Some(with_front(page, found, floor))
}

/// Longest time expression, in bytes.
const TIME_BYTES_MAX: usize = 192;

/// Words beside months, weekdays, seasons, days and numbers that a time expression can begin with.
const OPENERS: &[&str] = &[
    "the",
    "that",
    "last",
    "this",
    "next",
    "earlier",
    "later",
    "over",
    "q",
    "h",
    "first",
    "second",
    "third",
    "fourth",
    "past",
    "previous",
    "current",
    "coming",
    "upcoming",
    "end",
    "beginning",
    "start",
    "middle",
    "noon",
    "midnight",
    "midday",
    "mid",
];

static BEGINNINGS: LazyLock<Exact<()>> = LazyLock::new(|| {
    let months = MONTHS.iter().map(|(word, _)| *word);
    let weekdays = WEEKDAYS.iter().map(|(word, _)| *word);
    let seasons = SEASONS.iter().map(|(word, _)| *word);
    let days = NOW.iter().map(|(word, _)| *word);
    let all = months.chain(weekdays).chain(seasons).chain(days).chain(OPENERS.iter().copied());
    Exact::of(all.chain(number_words()).map(|word| (word, ())))
});

/// Whether a time expression can begin with the lower-case `word`.
pub(super) fn begins(word: &str) -> bool {
    BEGINNINGS.get(word).is_some()
}

fn word(page: Page<'_>, at: usize) -> Option<Found> {
    let lower = page.lower;
    let (first, end) = word_at(lower, at)?;
    if !ends(lower, end) && !matches!(first, "q" | "h" | "fy") {
        return None;
    }
    match name(first) {
        Some(Name::Month(month)) => return from_month(page, at, end, month),
        Some(Name::Weekday(day)) => return from_weekday(page, at, end, day),
        Some(Name::Season(season)) => return from_season(page, at, end, season),
        Some(Name::Day(days)) => {
            let found = Found::new(at, end, Shape::FromNow(Step::Day, days));
            return (!is_other_today(page, at, end)).then_some(found);
        }
        None => {}
    }
    match first {
        "the" | "that" => from_article(page, at),
        "last" | "this" | "next" | "past" | "previous" | "current" | "coming" | "upcoming" | "earlier"
        | "later" => from_deictic(page, at, first, end),
        "end" | "beginning" | "start" | "middle" => from_part(page, at, at),
        "over" => phrase(lower, at, "over the weekend").map(|end| Found::new(at, end, Shape::Weekend(None))),
        "q" | "h" => numbered(page, at, end, first),
        "first" | "second" | "third" | "fourth" => {
            ordinal(page, at).or_else(|| written::day_of_month(page, at))
        }
        _ => later(page, at),
    }
}

/// Whether the word for a day is part of a name or address (USA Today, `example[.]today`), or of `today's world`, which
/// is of the age.
fn is_other_today(page: Page<'_>, at: usize, end: usize) -> bool {
    let (before, after) = (&page.lower[..at], &page.lower[end..]);
    let is_paper = page.text.as_bytes()[at] == b'T' && before.ends_with("usa ");
    let is_age = &page.lower[at..end] == "today" && (after.starts_with("'s ") || after.starts_with("’s "));
    let is_address =
        before.ends_with(['.', ']', '/', '@', '-', '_']) || after.starts_with(['/', '-', '_', '@']);
    is_paper || is_age || is_address
}

/// `a fortnight later`, whose unit ends at `end`.
fn fortnights(page: Page<'_>, at: usize, n: i32, end: usize) -> Option<Found> {
    let (word, end) = one_of(page.lower, end, &[" ago", " later", " from now"])?;
    let shape = match word {
        " ago" => Shape::FromNow(Step::Week, -2 * n),
        " later" => Shape::FromMention(Step::Week, 2 * n),
        _ => Shape::FromNow(Step::Week, 2 * n),
    };
    ends(page.lower, end).then(|| Found::new(at, end, shape))
}

/// `two days later`, `a week ago`, `three days earlier`.
fn later(page: Page<'_>, at: usize) -> Option<Found> {
    let lower = page.lower;
    let (n, end) = match word_at(lower, at) {
        Some(("a" | "an" | "one", end)) => (1, end),
        _ => {
            let number =
                number_at(page.text, at).filter(|n| n.high.is_none() && !n.is_share && !n.is_scaled)?;
            (number.low.to_i32().filter(|_| number.low.fract().is_zero())?, number.end)
        }
    };
    if !(0..=999).contains(&n) {
        return None;
    }
    let unit_at = lit(lower, end, " ")?;
    let (unit, end) = word_at(lower, unit_at)?;
    let step = match unit.trim_end_matches('s') {
        "day" => Step::Day,
        "week" => Step::Week,
        "fortnight" => return fortnights(page, at, n, end),
        "month" => Step::Month,
        "year" => Step::Year,
        _ => return None,
    };
    let (word, end) =
        one_of(lower, end, &[" ago", " later", " earlier", " before", " after", " prior", " from now"])?;
    if !ends(lower, end) {
        return None;
    }
    let tail = &lower[end..];
    let own = [" and ", " on ", " in ", " at "].iter().all(|word| !tail.starts_with(word));
    let has_own_base = tail.starts_with(' ') && own;
    let found = |shape| Some(Found::new(at, end, shape));
    match word {
        " ago" => found(Shape::FromNow(step, -n)),
        " from now" => found(Shape::FromNow(step, n)),
        " later" => found(Shape::FromMention(step, n)),
        " earlier" => found(Shape::FromMention(step, -n)),
        " after" if !has_own_base => found(Shape::FromMention(step, n)),
        " before" | " prior" if !has_own_base => found(Shape::FromMention(step, -n)),
        _ => None,
    }
}

/// `19 October 2025`, `19th of October`, `3:20 p.m. on Friday`, `two days later`, a bare year.
fn digit(page: Page<'_>, at: usize) -> Option<Found> {
    let lower = page.lower;
    if let Some((day, end)) = day_number(lower, at)
        && let Some(found) = day_first(page, at, day, end)
    {
        return Some(found);
    }
    if let Some(clock) = clock::english(lower, at) {
        return clock_first(page, at, clock);
    }
    let found = later(page, at).or_else(|| ordinal(page, at)).or_else(|| written::year_first(page, at));
    if let Some(found) = found.or_else(|| quarter::year_first(page, at)).or_else(|| written::years(page, at))
    {
        return Some(found);
    }
    let (year, end) = year_number(lower, at)?;
    year::bare(page, at, end, year)
}

/// A time of day with the day behind it: `3:20 p.m. on Friday`, `9 a.m. Oct. 19`.
fn clock_first(page: Page<'_>, at: usize, clock: clock::Clock) -> Option<Found> {
    let (_, next) = one_of(page.lower, clock.end, &[" on ", " ", ", "])?;
    let found = match page.lower.as_bytes().get(next)? {
        b if b.is_ascii_digit() => digit(page, next),
        _ => word(page, next),
    }?;
    let is_day = matches!(found.shape, Shape::Day(_) | Shape::Weekday(..) | Shape::FromNow(Step::Day, _));
    is_day.then_some(Found { span: at..found.span.end, time: clock.time, ..found })
}
