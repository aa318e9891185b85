//! The names of months, weekdays and seasons, and small steps through words.

use std::sync::LazyLock;

use jiff::civil::Weekday;

use crate::date::read::lit;
use crate::vocabulary::Exact;

/// Years that a bare number can be.
pub(super) const YEARS: std::ops::RangeInclusive<u32> = 1950..=2100;

pub(super) const MONTHS: &[(&str, i8)] = &[
    ("january", 1),
    ("february", 2),
    ("march", 3),
    ("april", 4),
    ("may", 5),
    ("june", 6),
    ("july", 7),
    ("august", 8),
    ("september", 9),
    ("october", 10),
    ("november", 11),
    ("december", 12),
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sept", 9),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
];

pub(in crate::date) const WEEKDAYS: &[(&str, Weekday)] = &[
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
    ("mon", Weekday::Monday),
    ("tues", Weekday::Tuesday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thurs", Weekday::Thursday),
    ("thur", Weekday::Thursday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

pub(super) const SEASONS: &[(&str, i8)] =
    &[("spring", 0), ("summer", 1), ("autumn", 2), ("fall", 2), ("winter", 3)];

/// Words that name a day by themselves.
pub(super) const NOW: &[(&str, i32)] = &[("yesterday", -1), ("today", 0), ("tonight", 0), ("tomorrow", 1)];

/// Phrases that name a day by the time named before.
pub(super) const MENTION: &[(&str, i32)] = &[
    ("the following day", 1),
    ("the next day", 1),
    ("the day after", 1),
    ("the following morning", 1),
    ("the next morning", 1),
    ("the same day", 0),
    ("that same day", 0),
    ("that day", 0),
    ("the previous day", -1),
    ("the day before", -1),
    ("the preceding day", -1),
];

/// What a word names by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    /// 1 to 12.
    Month(i8),
    /// A day of the week.
    Weekday(Weekday),
    /// Spring 0 to winter 3.
    Season(i8),
    /// A day so many days from publication.
    Day(i32),
}

static NAMES: LazyLock<Exact<Name>> = LazyLock::new(|| {
    let months = MONTHS.iter().map(|(word, n)| (*word, Name::Month(*n)));
    let weekdays = WEEKDAYS.iter().map(|(word, day)| (*word, Name::Weekday(*day)));
    let seasons = SEASONS.iter().map(|(word, n)| (*word, Name::Season(*n)));
    let days = NOW.iter().map(|(word, n)| (*word, Name::Day(*n)));
    Exact::of(months.chain(weekdays).chain(seasons).chain(days))
});

/// What the lower-case `word` names.
pub(super) fn name(word: &str) -> Option<Name> {
    NAMES.get(word)
}

/// The month that the lower-case `word` names.
pub(super) fn month(word: &str) -> Option<i8> {
    name(word).and_then(|name| if let Name::Month(n) = name { Some(n) } else { None })
}

/// The weekday that the lower-case `word` names.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    name(word).and_then(|name| if let Name::Weekday(day) = name { Some(day) } else { None })
}

/// The season that the lower-case `word` names.
pub(super) fn season(word: &str) -> Option<i8> {
    name(word).and_then(|name| if let Name::Season(n) = name { Some(n) } else { None })
}

pub(super) fn word_at(lower: &str, at: usize) -> Option<(&str, usize)> {
    let rest = lower.get(at..)?;
    let len = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    (len > 0).then(|| (&rest[..len], at + len))
}

/// Whether `end` is the end of a word.
pub(super) fn ends(lower: &str, end: usize) -> bool {
    lower.as_bytes().get(end).is_none_or(|b| !b.is_ascii_alphanumeric())
}

pub(super) fn phrase(lower: &str, at: usize, phrase: &str) -> Option<usize> {
    lit(lower, at, phrase).filter(|end| ends(lower, *end))
}
