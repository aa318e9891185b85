//! Times told from another: `the following day`, `last Friday`, `earlier this month`, `the end of August`.

use jiff::civil::Weekday;

use super::calendar::{day_number, from_month, year_behind, year_number};
use super::names::{self, MENTION, ends, phrase, word_at};
use super::part::from_part;
use super::written;
use super::{Page, digit};
use crate::date::Relation;
use crate::date::read::{lit, one_of};
use crate::date::shape::{Civil, Day, Found, Month, Shape, Step, Week, Year};

/// `summer 2023`, `summer of 2023`; a bare season names none.
pub(super) fn from_season(page: Page<'_>, at: usize, end: usize, season: i8) -> Option<Found> {
    let (year, year_end) = year_behind(page.lower, end);
    let (start, _) = match page.lower[..at].ends_with("the ") {
        true => (at - "the ".len(), at),
        false => (at, at),
    };
    matches!(year, Year::Given(_)).then(|| Found {
        relation: Relation::Around,
        ..Found::new(start, year_end, Shape::Season(year, season))
    })
}

/// What may stand behind `the` or `that` in a time expression.
pub(super) const ARTICLED: &[&str] = &[
    "following ",
    "next ",
    "day",
    "same ",
    "previous ",
    "preceding ",
    "end ",
    "beginning ",
    "start ",
    "middle ",
];

/// `the following day`, `the end of August`, `the 19th`, `the second quarter of 2026`, `the summer of 2023`.
pub(super) fn from_article(page: Page<'_>, at: usize) -> Option<Found> {
    let lower = page.lower;
    let (_, first_end) = word_at(lower, at)?;
    let behind = lower.get(first_end..)?.strip_prefix(' ')?;
    let is_worth = ARTICLED.iter().any(|word| behind.starts_with(word))
        || behind.as_bytes().first()?.is_ascii_digit()
        || written::day(lower, first_end + 1).is_some();
    if !is_worth {
        return None;
    }
    for (words, days) in MENTION {
        let Some(end) = phrase(lower, at, words) else { continue };
        // `the day before Christmas`, `the day after the attack` are reckoned from something else.
        let tail = &lower[end..];
        let has_own_base = (words.ends_with("before") || words.ends_with("after"))
            && tail.starts_with(' ')
            && !tail.starts_with(" it ");
        if has_own_base {
            return None;
        }
        return Some(Found::new(at, end, Shape::FromMention(Step::Day, *days)));
    }
    for (words, step) in [("week", Step::Week), ("month", Step::Month), ("year", Step::Year)] {
        for (front, n) in [("the following ", 1), ("the previous ", -1), ("that same ", 0), ("the same ", 0)]
        {
            let Some(end) = lit(lower, at, front).and_then(|at| phrase(lower, at, words)) else { continue };
            let shape = match step {
                Step::Week => Shape::WeekAfter(n),
                Step::Month => Shape::Month(Year::Unsaid, Month::After(n)),
                _ => Shape::Year(Year::After(n)),
            };
            return Some(Found::new(at, end, shape));
        }
    }
    let inner = lit(lower, at, "the ")?;
    if let Some((day, end)) = day_number(lower, inner).filter(|(_, end)| *end > inner + 2) {
        let month_at = lit(lower, end, " of ");
        if let Some(found) = month_at.and_then(|_| digit(page, inner)) {
            return Some(Found { span: at..found.span.end, ..found });
        }
        let tail = &lower[end..];
        let is_alone =
            tail.is_empty() || tail.starts_with([',', '.', ';', ')', '\n']) || tail.starts_with(" and ");
        let civil = Civil { year: Year::Unsaid, month: Month::Unsaid, day: Day::Given(day) };
        return (is_alone && lower[..at].ends_with("on ")).then(|| Found::new(at, end, Shape::Day(civil)));
    }
    if let Some(found) = written::day_of_month(page, inner) {
        return Some(Found { span: at..found.span.end, ..found });
    }
    from_part(page, at, inner)
}

/// `last Friday`, `this month`, `next week`, `earlier this year`, `last May`, `last summer`, `last night`.
pub(super) fn from_deictic(page: Page<'_>, at: usize, first: &str, end: usize) -> Option<Found> {
    let lower = page.lower;
    let next = lit(lower, end, " ")?;
    let (word, word_end) = word_at(lower, next).filter(|(_, end)| ends(lower, *end))?;
    if matches!(first, "earlier" | "later") {
        if word == "on" && first == "later" {
            return None;
        }
        if word == "in" {
            let found = period(page, lit(lower, word_end, " ")?)?;
            return Some(Found { span: at..found.span.end, ..found });
        }
        let inner = matches!(word, "this" | "last" | "today").then_some(next)?;
        let found = super::word(page, inner)?;
        return Some(Found { span: at..found.span.end, ..found });
    }
    // `the last week of July` is a part of what follows.
    if lower[word_end..].starts_with(" of ") {
        return None;
    }
    let off: i16 = match first {
        "last" | "past" | "previous" => -1,
        "this" | "current" => 0,
        _ => 1,
    };
    if let Some(day) = names::weekday(word).filter(|_| word.ends_with("day")) {
        let week = match off {
            -1 => Week::Last,
            0 => Week::Off(0),
            _ => Week::Next,
        };
        return Some(Found::new(at, word_end, Shape::Weekday(day, week)));
    }
    // `over the past year` is a stretch that ends now.
    if first == "past" {
        return None;
    }
    let is_name = page.text.as_bytes().get(next).is_some_and(u8::is_ascii_uppercase);
    if let Some(month) = names::month(word).filter(|_| word.len() > 3 || (word == "may" && is_name)) {
        // `this October 2021 build`
        if let (year @ Year::Given(_), end) = year_behind(lower, word_end) {
            return Some(Found::new(next, end, Shape::Month(year, Month::Given(month))));
        }
        let shape = match off {
            0 => Shape::Month(Year::Off(0), Month::Given(month)),
            _ => Shape::Month(Year::Nearest, Month::Given(month)),
        };
        return Some(Found { points_ahead: off == 1, ..Found::new(at, word_end, shape) });
    }
    if let Some(season) = names::season(word) {
        let found = Found::new(
            at,
            word_end,
            Shape::Season(if off == 0 { Year::Off(0) } else { Year::Unsaid }, season),
        );
        return (off < 1).then_some(Found { relation: Relation::Around, ..found });
    }
    let shape = match word {
        "week" => Shape::Week(off),
        "month" => Shape::Month(Year::Unsaid, Month::Off(off)),
        "year" => Shape::Year(Year::Off(off)),
        "weekend" => Shape::Weekend(if off == 0 { None } else { Some(off) }),
        "night" if off == -1 => Shape::FromNow(Step::Day, -1),
        "morning" | "afternoon" | "evening" if off == 0 => Shape::FromNow(Step::Day, 0),
        _ => return None,
    };
    if let (Shape::Week(_), Some((day, end))) = (shape, weekday_of_week(lower, word_end)) {
        return Some(Found::new(at, end, Shape::Weekday(day, Week::Off(off))));
    }
    // `last week's`, but not `this year-old` or `last month-end`.
    (!lower[word_end..].starts_with('-')).then(|| Found::new(at, word_end, shape))
}

/// The weekday behind `last week`: ` Monday`, ` on Monday`, `'s Monday`.
fn weekday_of_week(lower: &str, end: usize) -> Option<(Weekday, usize)> {
    let (_, at) = one_of(lower, end, &[" on ", "'s ", " - ", " "])?;
    let (word, end) = word_at(lower, at).filter(|(_, end)| ends(lower, *end))?;
    names::weekday(word).map(|day| (day, end))
}

/// A month, year or the like behind `earlier in`.
pub(super) fn period(page: Page<'_>, at: usize) -> Option<Found> {
    let lower = page.lower;
    if let Some(end) = phrase(lower, at, "the day") {
        return Some(Found::new(at, end, Shape::FromNow(Step::Day, 0)));
    }
    for (words, shape) in [
        ("the week", Shape::Week(0)),
        ("the month", Shape::Month(Year::Unsaid, Month::Off(0))),
        ("the year", Shape::Year(Year::Off(0))),
    ] {
        if let Some(end) = phrase(lower, at, words) {
            return Some(Found::new(at, end, shape));
        }
    }
    match lower.as_bytes().get(at)? {
        b if b.is_ascii_digit() => {
            year_number(lower, at).map(|(year, end)| Found::new(at, end, Shape::Year(Year::Given(year))))
        }
        _ => word_at(lower, at)
            .and_then(|(name, end)| Some((names::month(name)?, end)))
            .and_then(|(month, end)| from_month(page, at, end, month)),
    }
}
