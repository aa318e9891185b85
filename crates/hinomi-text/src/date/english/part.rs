//! Parts of a month, year or week: `the end of August`, `beginning of 2017`, `the middle of last month`.

use super::Page;
use super::calendar::{from_month, year_number};
use super::names::{self, phrase, word_at};
use crate::date::Relation;
use crate::date::read::one_of;
use crate::date::shape::{Civil, Day, Found, Month, Shape, Year};

/// What a part is of, where it is no month by its name and no year by its number.
#[derive(Debug, Clone, Copy)]
enum Whole {
    Week(i16),
    Month(i16),
    Year(i16),
}

const WHOLES: &[(&str, Whole)] = &[
    ("the month", Whole::Month(0)),
    ("this month", Whole::Month(0)),
    ("last month", Whole::Month(-1)),
    ("next month", Whole::Month(1)),
    ("month", Whole::Month(0)),
    ("the year", Whole::Year(0)),
    ("this year", Whole::Year(0)),
    ("last year", Whole::Year(-1)),
    ("next year", Whole::Year(1)),
    ("year", Whole::Year(0)),
    ("the week", Whole::Week(0)),
    ("this week", Whole::Week(0)),
    ("current week", Whole::Week(0)),
    ("last week", Whole::Week(-1)),
    ("past week", Whole::Week(-1)),
    ("previous week", Whole::Week(-1)),
    ("next week", Whole::Week(1)),
    ("coming week", Whole::Week(1)),
    ("the following week", Whole::Week(1)),
];

/// The part of a month, year or week whose words stand at `inner`; what is found begins at `start`.
///
/// The end of a month is its last day; of a year the month is told, and of a week the week.
pub(super) fn from_part(page: Page<'_>, start: usize, inner: usize) -> Option<Found> {
    let lower = page.lower;
    let (part, end) = one_of(lower, inner, &["end of ", "beginning of ", "start of ", "middle of "])?;
    let around = |end, shape| Some(Found { relation: Relation::Around, ..Found::new(start, end, shape) });
    let is_end = part == "end of ";
    let of_year = |end: usize, year: Year| match part {
        "middle of " => around(end, Shape::Year(year)),
        _ => around(end, Shape::Month(year, Month::Given(if is_end { 12 } else { 1 }))),
    };
    if let Some((year, end)) = year_number(lower, end) {
        return of_year(end, Year::Given(year));
    }
    if let Some((name, name_end)) = word_at(lower, end)
        && let Some(month) = names::month(name)
    {
        let found = from_month(page, end, name_end, month)?;
        let Shape::Month(year, month) = found.shape else { return None };
        return Some(of_month(start, found.span.end, year, month, is_end));
    }
    let (end, whole) = WHOLES.iter().find_map(|(words, whole)| Some((phrase(lower, end, words)?, *whole)))?;
    match whole {
        Whole::Week(n) => around(end, Shape::Week(n)),
        Whole::Month(n) => Some(of_month(start, end, Year::Unsaid, Month::Off(n), is_end)),
        Whole::Year(n) => of_year(end, Year::Off(n)),
    }
}

fn of_month(start: usize, end: usize, year: Year, month: Month, is_end: bool) -> Found {
    if is_end {
        let civil = Civil { year, month, day: Day::Last };
        return Found { relation: Relation::Around, ..Found::new(start, end, Shape::Day(civil)) };
    }
    Found::new(start, end, Shape::Month(year, month))
}
