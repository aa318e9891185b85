//! English dates: `October 19`, `19 Oct. 2025`, `on Monday`, `late on Friday`, `two days later`, `Q2 2026`.

use std::sync::LazyLock;

use jiff::civil::Weekday;
use rust_decimal::prelude::ToPrimitive;

mod written;

use super::Relation;
use super::clock;
use super::read::{int_at, lit, one_of};
use super::shape::{Civil, Day, Found, Month, Shape, Step, Week, Year};
use crate::number::{number_at, number_words};
use crate::vocabulary::Shapes;

/// Years that a bare number can be.
const YEARS: std::ops::RangeInclusive<u32> = 1950..=2100;

const MONTHS: &[(&str, i8)] = &[
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

const WEEKDAYS: &[(&str, Weekday)] = &[
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

const SEASONS: &[(&str, i8)] = &[("spring", 0), ("summer", 1), ("autumn", 2), ("fall", 2), ("winter", 3)];

/// Words that name a day by themselves.
const NOW: &[(&str, i32)] = &[("yesterday", -1), ("today", 0), ("tonight", 0), ("tomorrow", 1)];

/// Phrases that name a day by the time named before.
const MENTION: &[(&str, i32)] = &[
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

/// The text as written and in lower case.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page<'t> {
    pub(super) text: &'t str,
    pub(super) lower: &'t str,
}

/// The time expression whose first word or digit stands at `at`; `floor` ends the one before.
pub(super) fn read(page: Page<'_>, at: usize, floor: usize) -> Option<Found> {
    let first = *page.lower.as_bytes().get(at)?;
    let found = if first.is_ascii_digit() { digit(page, at) } else { word(page, at) }?;
    let found = with_clock(page, found);
    Some(with_front(page, found, floor))
}

/// Words beside months, weekdays, seasons, days and numbers that a time expression can begin with.
const OPENERS: &[&str] = &[
    "the", "that", "last", "this", "next", "earlier", "later", "over", "q", "h", "first", "second", "third",
    "fourth",
];

static BEGINNINGS: LazyLock<Shapes> = LazyLock::new(|| {
    let months = MONTHS.iter().map(|(word, _)| *word);
    let weekdays = WEEKDAYS.iter().map(|(word, _)| *word);
    let seasons = SEASONS.iter().map(|(word, _)| *word);
    let days = NOW.iter().map(|(word, _)| *word);
    let all = months.chain(weekdays).chain(seasons).chain(days).chain(OPENERS.iter().copied());
    Shapes::of(all.chain(number_words()))
});

/// Whether a time expression can begin with the lower-case `word`, judged cheaply.
pub(super) fn begins(word: &str) -> bool {
    BEGINNINGS.may_hold(word.as_bytes())
}

fn lookup<T: Copy>(word: &str, list: &[(&str, T)]) -> Option<T> {
    list.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
}

fn word_at(lower: &str, at: usize) -> Option<(&str, usize)> {
    let rest = lower.get(at..)?;
    let len = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    (len > 0).then(|| (&rest[..len], at + len))
}

/// Whether `end` is the end of a word.
fn ends(lower: &str, end: usize) -> bool {
    lower.as_bytes().get(end).is_none_or(|b| !b.is_ascii_alphanumeric())
}

fn phrase(lower: &str, at: usize, phrase: &str) -> Option<usize> {
    lit(lower, at, phrase).filter(|end| ends(lower, *end))
}

fn word(page: Page<'_>, at: usize) -> Option<Found> {
    let lower = page.lower;
    let (first, end) = word_at(lower, at)?;
    if !ends(lower, end) && !matches!(first, "q" | "h" | "fy") {
        return None;
    }
    if let Some(month) = lookup(first, MONTHS) {
        return from_month(page, at, end, month);
    }
    if let Some(day) = lookup(first, WEEKDAYS) {
        return from_weekday(page, at, end, day);
    }
    if let Some(season) = lookup(first, SEASONS) {
        return from_season(page, at, end, season);
    }
    if let Some(days) = lookup(first, NOW) {
        let is_paper = first == "today" && page.text.as_bytes()[at] == b'T' && lower[..at].ends_with("usa ");
        return (!is_paper).then(|| Found::new(at, end, Shape::FromNow(Step::Day, days)));
    }
    match first {
        "the" | "that" => from_article(page, at),
        "last" | "this" | "next" | "past" | "earlier" | "later" => from_deictic(page, at, first, end),
        "over" => phrase(lower, at, "over the weekend").map(|end| Found::new(at, end, Shape::Weekend(None))),
        "q" | "h" => quarter(page, at, end, first),
        "first" | "second" | "third" | "fourth" => {
            ordinal_part(page, at, first, end).or_else(|| written::day_of_month(page, at))
        }
        "mid" => None,
        _ => later(page, at),
    }
}

/// `October 19, 2025`, `Oct. 19-21`, `October 2025`, `October`.
fn from_month(page: Page<'_>, at: usize, end: usize, month: i8) -> Option<Found> {
    let lower = page.lower;
    let name = &page.text[at..end];
    let is_lower = !name.starts_with(|c: char| c.is_ascii_uppercase());
    if is_lower && matches!(month, 3 | 5) && !leads_to_date(&lower[..at]) {
        return None;
    }
    let is_short = name.len() <= 4 && !matches!(&lower[at..end], "may" | "june" | "july");
    let dot = if is_short { lit(lower, end, ".").unwrap_or(end) } else { end };
    let civil = |year, day| Civil { year, month: Month::Given(month), day: Day::Given(day) };
    let number_at = one_of(lower, dot, &[" the ", " "]).map_or(dot, |(_, at)| at);
    if number_at > dot
        && let Some((day, day_end)) = day_number(lower, number_at)
    {
        if let Some((to, range_end)) = range_tail(page, at, day_end, month, day) {
            let (year, end) = year_behind(lower, range_end);
            let last = Civil { year, ..to };
            return Some(Found::new(at, end, Shape::Days(civil(year, day), last)));
        }
        let (year, end) = year_behind(lower, day_end);
        return Some(Found::new(at, end, Shape::Day(civil(year, day))));
    }
    if let (year, end) = year_behind(lower, dot)
        && year != Year::Unsaid
    {
        return Some(Found::new(at, end, Shape::Month(year, Month::Given(month))));
    }
    if let Some((day, day_end)) = written::day(lower, number_at).filter(|_| number_at > dot) {
        let (year, end) = year_behind(lower, day_end);
        return Some(Found::new(at, end, Shape::Day(civil(year, day))));
    }
    if is_lower {
        return None;
    }
    // `May` and `March` are words too, and a short name alone is as often something else.
    let before = &lower[..at];
    const CUES: &[&str] = &[
        "in ", "since ", "until ", "till ", "by ", "from ", "of ", "late ", "early ", "mid-", "mid ",
        "last ", "next ", "this ", "during ", "through ", "before ", "after ", "between ", "to ", "and ",
        "as of ", "around ", "on ", "late-",
    ];
    let is_ambiguous = matches!(month, 3 | 5) || is_short;
    if is_ambiguous && !CUES.iter().any(|cue| before.ends_with(cue)) {
        return None;
    }
    if is_ambiguous && before.ends_with("and ") && month == 5 {
        return None;
    }
    let year = year_of_range(page, dot, month).map_or(Year::Unsaid, Year::Given);
    let is_compound = lower[end..].starts_with(['-', '\'']) && !lower[end..].starts_with("'s");
    (!is_compound || year != Year::Unsaid)
        .then(|| Found::new(at, end, Shape::Month(year, Month::Given(month))))
}

/// Whether the words before a month in lower case leave no doubt that it is one: `on may 3`.
fn leads_to_date(before: &str) -> bool {
    const WORDS: &[&str] =
        &["on ", "by ", "of ", "until ", "till ", "since ", "from ", "before ", "after ", "th ", "st "];
    before.is_empty() || WORDS.iter().any(|word| before.ends_with(word))
}

/// The year that the end of a range of months says for its beginning: `Nov. to March 2025`.
fn year_of_range(page: Page<'_>, end: usize, month: i8) -> Option<i16> {
    let (_, at) = one_of(page.lower, end, &[" and ", " to ", "-", "–", " through ", " until "])?;
    let (last, last_end) = month_name(page, at)?;
    let (_, year_at) = one_of(page.lower, last_end, &[", ", " "])?;
    let (year, _) = year_number(page.lower, year_at)?;
    Some(if month <= last { year } else { year - 1 })
}

/// A day of the month at `at`: `19`, `19th`; not `2025`, `19:30`, `19,000`.
fn day_number(lower: &str, at: usize) -> Option<(i8, usize)> {
    let rest = lower.get(at..)?;
    let len = rest.bytes().take_while(u8::is_ascii_digit).count();
    let day: i8 =
        rest.get(..len).filter(|_| (1..=2).contains(&len))?.parse().ok().filter(|d| (1..=31).contains(d))?;
    let end = at + len;
    let end = one_of(lower, end, &["st", "nd", "rd", "th"]).map_or(end, |(_, end)| end);
    let tail = &lower[end..];
    let goes_on = tail.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '%' | '/'))
        || (tail.starts_with([',', '.']) && tail[1..].starts_with(|c: char| c.is_ascii_digit()))
        || [" million", " billion", " percent", " people"].iter().any(|w| tail.starts_with(w));
    (!goes_on).then_some((day, end))
}

/// The year behind a day or month: ` 2025`, `, 2025`, ` of 2025`, ` last year`; else unsaid.
fn year_behind(lower: &str, end: usize) -> (Year, usize) {
    const WORDS: &[(&str, i16)] = &[
        (" of this year", 0),
        (" this year", 0),
        (" of last year", -1),
        (" last year", -1),
        (" of the previous year", -1),
        (" of next year", 1),
        (" next year", 1),
    ];
    for (words, n) in WORDS {
        if let Some(end) = phrase(lower, end, words) {
            return (Year::Off(*n), end);
        }
    }
    let Some((_, at)) = one_of(lower, end, &[", ", " of ", " in ", ",", " "]) else {
        return (Year::Unsaid, end);
    };
    match year_number(lower, at) {
        Some((year, year_end)) => (Year::Given(year), year_end),
        None => (Year::Unsaid, end),
    }
}

fn year_number(lower: &str, at: usize) -> Option<(i16, usize)> {
    let rest = lower.get(at..)?;
    let len = rest.bytes().take_while(u8::is_ascii_digit).count();
    let year: u32 = rest.get(..len).filter(|_| len == 4)?.parse().ok().filter(|year| YEARS.contains(year))?;
    let tail = &rest[len..];
    let goes_on = tail.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '%' | '_'))
        || (tail.starts_with(['-', '.', ',', ':']) && tail[1..].starts_with(|c: char| c.is_ascii_digit()));
    (!goes_on).then(|| i16::try_from(year).ok()).flatten().map(|year| (year, at + len))
}

/// The end of a range of days behind a day: `-21`, ` to 21`, ` to November 2`, ` and 5` after `between`.
fn range_tail(page: Page<'_>, start: usize, end: usize, month: i8, first: i8) -> Option<(Civil, usize)> {
    let lower = page.lower;
    let is_between = lower[..start].ends_with("between ");
    let joiners: &[&str] = if is_between {
        &[" and "]
    } else {
        &["-", "–", "—", " to ", " through ", " – ", " - ", " until "]
    };
    let (_, at) = one_of(lower, end, joiners)?;
    let (month, at) = match word_at(lower, at) {
        Some((name, name_end)) => {
            let month = lookup(name, MONTHS)?;
            let end = lit(lower, name_end, ".").unwrap_or(name_end);
            (month, lit(lower, end, " ")?)
        }
        None => (month, at),
    };
    let (day, end) = day_number(lower, at)?;
    let civil = Civil { year: Year::Unsaid, month: Month::Given(month), day: Day::Given(day) };
    let is_later = day > first || lower[end..].is_empty() || !lower.as_bytes()[at - 1].is_ascii_punctuation();
    is_later.then_some((civil, end))
}

/// `Monday`, `Friday, November 14`, `Monday morning`.
fn from_weekday(page: Page<'_>, at: usize, end: usize, day: Weekday) -> Option<Found> {
    let (text, lower) = (page.text, page.lower);
    let is_full = lower[at..end].ends_with("day");
    if !is_full && !text[at..].starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let dot = if is_full { end } else { lit(lower, end, ".").unwrap_or(end) };
    if let Some((_, next)) = one_of(lower, dot, &[", the ", ", ", " the ", " "]) {
        let dated = match lower.as_bytes().get(next) {
            Some(b) if b.is_ascii_digit() => digit(page, next),
            _ => word_at(lower, next)
                .and_then(|(name, name_end)| Some((lookup(name, MONTHS)?, name_end)))
                .and_then(|(month, name_end)| from_month(page, next, name_end, month)),
        };
        if let Some(found) = dated
            && matches!(found.shape, Shape::Day(_) | Shape::Days(..))
        {
            return Some(Found { span: at..found.span.end, ..found });
        }
    }
    let before = &lower[..at];
    const NAMES: &[&str] = &[
        "patch ", "black ", "cyber ", "good ", "easter ", "ash ", "every ", "each ", "per ", "palm ",
        "super ", "giving ", "exploit ",
    ];
    let is_name = NAMES.iter().any(|name| before.ends_with(name)) || lower[end..].starts_with(".com");
    // Mondays and Sat alone.
    let is_known = is_full || dot > end;
    // `the first Monday of next month`
    let is_counted = ["first ", "second ", "third ", "fourth "].iter().any(|word| before.ends_with(word));
    if !is_known || is_name || is_counted {
        return None;
    }
    Some(of_week(lower, Found::new(at, dot, Shape::Weekday(day, Week::Latest))))
}

/// Takes in the week that is said behind a weekday: ` of last week`, ` evening next week`.
fn of_week(lower: &str, found: Found) -> Found {
    let Shape::Weekday(day, _) = found.shape else { return found };
    let parts = [" morning", " afternoon", " evening", " night", ""];
    const WEEKS: &[(&str, i16)] = &[
        (" of last week", -1),
        (" last week", -1),
        (" of this week", 0),
        (" this week", 0),
        (" of next week", 1),
        (" next week", 1),
    ];
    for part in parts {
        let Some(at) = lit(lower, found.span.end, part) else { continue };
        for (words, n) in WEEKS {
            if let Some(end) = phrase(lower, at, words) {
                return Found {
                    span: found.span.start..end,
                    shape: Shape::Weekday(day, Week::Off(*n)),
                    ..found
                };
            }
        }
    }
    found
}

/// `summer 2023`, `summer of 2023`; a bare season names none.
fn from_season(page: Page<'_>, at: usize, end: usize, season: i8) -> Option<Found> {
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
const ARTICLED: &[&str] = &[
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
fn from_article(page: Page<'_>, at: usize) -> Option<Found> {
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
    let (part, end) = one_of(lower, inner, &["end of ", "beginning of ", "start of ", "middle of "])?;
    let (name_at, name_end, name) = word_at(lower, end).map(|(name, name_end)| (end, name_end, name))?;
    let is_end = part == "end of ";
    if let Some(month) = lookup(name, MONTHS) {
        let found = from_month(page, name_at, name_end, month)?;
        let Shape::Month(year, month) = found.shape else { return None };
        return Some(whole_part(at, found.span.end, year, month, is_end));
    }
    for (words, year, month) in [
        ("the month", Year::Unsaid, Some(Month::Off(0))),
        ("this month", Year::Unsaid, Some(Month::Off(0))),
        ("last month", Year::Unsaid, Some(Month::Off(-1))),
        ("next month", Year::Unsaid, Some(Month::Off(1))),
        ("the year", Year::Off(0), None),
        ("this year", Year::Off(0), None),
        ("last year", Year::Off(-1), None),
        ("next year", Year::Off(1), None),
    ] {
        let Some(end) = phrase(lower, end, words) else { continue };
        let of_year = Month::Given(if is_end { 12 } else { 1 });
        return Some(match month {
            Some(month) => whole_part(at, end, year, month, is_end),
            None => Found { relation: Relation::Around, ..Found::new(at, end, Shape::Month(year, of_year)) },
        });
    }
    None
}

fn whole_part(start: usize, end: usize, year: Year, month: Month, is_end: bool) -> Found {
    if is_end {
        let civil = Civil { year, month, day: Day::Last };
        return Found { relation: Relation::Around, ..Found::new(start, end, Shape::Day(civil)) };
    }
    Found::new(start, end, Shape::Month(year, month))
}

/// `last Friday`, `this month`, `next week`, `earlier this year`, `last May`, `last summer`, `last night`.
fn from_deictic(page: Page<'_>, at: usize, first: &str, end: usize) -> Option<Found> {
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
        let found = self::word(page, inner)?;
        return Some(Found { span: at..found.span.end, ..found });
    }
    // `the last week of July` is a part of what follows.
    if lower[word_end..].starts_with(" of ") {
        return None;
    }
    let off: i16 = match first {
        "last" | "past" => -1,
        "this" => 0,
        _ => 1,
    };
    if first == "past" {
        return None;
    }
    if let Some(day) = lookup(word, WEEKDAYS).filter(|_| word.ends_with("day")) {
        let week = match off {
            -1 => Week::Last,
            0 => Week::Off(0),
            _ => Week::Next,
        };
        return Some(Found::new(at, word_end, Shape::Weekday(day, week)));
    }
    if let Some(month) = lookup(word, MONTHS).filter(|_| word.len() > 3 || word == "may") {
        let shape = match off {
            0 => Shape::Month(Year::Off(0), Month::Given(month)),
            _ => Shape::Month(Year::Nearest, Month::Given(month)),
        };
        return Some(Found { points_ahead: off == 1, ..Found::new(at, word_end, shape) });
    }
    if let Some(season) = lookup(word, SEASONS) {
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
    // `last week's`, but not `this year-old` or `last month-end`.
    (!lower[word_end..].starts_with('-')).then(|| Found::new(at, word_end, shape))
}

/// A month, year or the like behind `earlier in`.
fn period(page: Page<'_>, at: usize) -> Option<Found> {
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
            .and_then(|(name, end)| Some((lookup(name, MONTHS)?, end)))
            .and_then(|(month, end)| from_month(page, at, end, month)),
    }
}

/// `Q2 2026`, `Q2 of 2026`, `H1 2025`; without a year, of this one.
fn quarter(page: Page<'_>, at: usize, end: usize, kind: &str) -> Option<Found> {
    let (n, end) = int_at(page.lower, end).filter(|_| page.text.as_bytes()[at].is_ascii_uppercase())?;
    let n = i8::try_from(n).ok()?;
    if !ends(page.lower, end) {
        return None;
    }
    let (year, year_end) = year_behind(page.lower, end);
    let shape = match kind {
        "q" if (1..=4).contains(&n) => Shape::Quarter(year, n),
        "h" if (1..=2).contains(&n) && year != Year::Unsaid => Shape::Half(year, n),
        _ => return None,
    };
    Some(Found::new(at, year_end, shape))
}

/// `second quarter of 2026`, `first half of 2025`.
fn ordinal_part(page: Page<'_>, at: usize, first: &str, end: usize) -> Option<Found> {
    let n = match first {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        _ => 4,
    };
    let (part, end) = one_of(page.lower, end, &[" quarter", " half"])?;
    let (year, end) = year_behind(page.lower, end);
    if year == Year::Unsaid {
        return None;
    }
    let start = if page.lower[..at].ends_with("the ") { at - "the ".len() } else { at };
    match (part, n) {
        (" quarter", _) => Some(Found::new(start, end, Shape::Quarter(year, n))),
        (_, 1 | 2) => Some(Found::new(start, end, Shape::Half(year, n))),
        _ => None,
    }
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
    if let Some(found) = later(page, at).or_else(|| written::year_first(page, at)) {
        return Some(found);
    }
    let (year, end) = year_number(lower, at)?;
    bare_year(page, at, end, year)
}

fn day_first(page: Page<'_>, at: usize, day: i8, end: usize) -> Option<Found> {
    let lower = page.lower;
    // 12-17 August, 8 to 18 August.
    if let Some((_, to_at)) = one_of(lower, end, &["-", "–", " to ", " – ", " and "])
        && let Some((to, to_end)) = day_number(lower, to_at)
        && to > day
        && let Some(month_at) = one_of(lower, to_end, &[" of ", " "]).map(|(_, at)| at)
        && let Some((month, month_end)) = month_name(page, month_at)
        && (!lower[end..].starts_with(" and ") || lower[..at].ends_with("between "))
    {
        let (year, end) = year_behind(lower, month_end);
        let civil = |day| Civil { year, month: Month::Given(month), day: Day::Given(day) };
        return Some(Found::new(at, end, Shape::Days(civil(day), civil(to))));
    }
    if let Some((month, end)) = written::of_month(lower, end) {
        let civil = Civil { year: Year::Unsaid, month, day: Day::Given(day) };
        return Some(Found::new(at, end, Shape::Day(civil)));
    }
    let (joiner, month_at) = one_of(lower, end, &[" of ", " ", "-"])?;
    let (month, month_end) = month_name(page, month_at)?;
    let hyphened = one_of(lower, month_end, &["-"]).map(|(_, at)| at);
    let short = || hyphened.filter(|_| joiner == "-").and_then(|at| written::short_year(lower, at));
    let (year, year_end) = match hyphened.and_then(|at| year_number(lower, at)).or_else(short) {
        Some((year, end)) => (Year::Given(year), end),
        None => year_behind(lower, month_end),
    };
    let civil = Civil { year, month: Month::Given(month), day: Day::Given(day) };
    Some(Found::new(at, year_end, Shape::Day(civil)))
}

fn month_name(page: Page<'_>, at: usize) -> Option<(i8, usize)> {
    let (name, end) = word_at(page.lower, at)?;
    let is_lower = !page.text[at..].starts_with(|c: char| c.is_ascii_uppercase());
    let is_sure = !is_lower || !matches!(name, "may" | "mar" | "march") || leads_to_date(&page.lower[..at]);
    let month = lookup(name, MONTHS).filter(|_| is_sure && ends(page.lower, end))?;
    let dot = if name.len() <= 4 { lit(page.lower, end, ".").unwrap_or(end) } else { end };
    Some((month, dot))
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

/// A year by itself, where the words around it speak of time: `in 2023`, `the 2019 breach`, `(2024)`.
fn bare_year(page: Page<'_>, at: usize, end: usize, year: i16) -> Option<Found> {
    let (text, lower) = (page.text, page.lower);
    let before = &text[..at];
    if before.ends_with(['$', '€', '£', '¥', '#', '/', '-', '.', '_', '+', '=', ':', '~', '\\']) {
        return None;
    }
    let near = before.strip_suffix([' ', '(']).unwrap_or(before);
    let len = near.bytes().rev().take_while(|b| b.is_ascii_alphanumeric() || *b == b'-').count();
    let last = &near[near.len() - len..];
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
        "end-",
        "mid-",
        "throughout",
        "a",
        "into",
        "back",
        "as",
        "or",
        "fiscal",
    ];
    let is_name =
        last.bytes().any(|b| b.is_ascii_uppercase()) && !CUES.contains(&last.to_ascii_lowercase().as_str());
    let is_cued =
        CUES.contains(&last.to_ascii_lowercase().as_str()) || before.ends_with('(') || last.is_empty();
    let counts = crate::quantity::counts_directly(text, lower, end);
    (!is_name && is_cued && !counts).then(|| Found::new(at, end, Shape::Year(Year::Given(year))))
}

/// Takes in the time of day and the part of the day behind a day: ` at 3:20 p.m.`, ` morning`.
fn with_clock(page: Page<'_>, mut found: Found) -> Found {
    let is_day = matches!(
        found.shape,
        Shape::Day(_) | Shape::Weekday(..) | Shape::FromNow(Step::Day, _) | Shape::FromMention(Step::Day, _)
    );
    if !is_day || found.time.is_some() {
        return found;
    }
    let Some((joiner, at)) =
        one_of(page.lower, found.span.end, &[" at around ", " at about ", " at ", ", at ", ", ", " "])
    else {
        return found;
    };
    let Some(clock) = clock::english(page.lower, at) else { return found };
    let is_part = page.lower[at..].starts_with(|c: char| c.is_ascii_alphabetic());
    if joiner != ", " || !is_part {
        found.span.end = clock.end;
        found.time = clock.time;
    }
    found
}

/// Takes in what stands before (`late on`, `early`, `on`, `in`) and reads what leads to it (`by`, `since`).
fn with_front(page: Page<'_>, mut found: Found, floor: usize) -> Found {
    let front = |start: usize| page.lower.get(floor..start).unwrap_or_default();
    let ends_with = |start: usize, word: &str| {
        let front = front(start);
        front.strip_suffix(word).is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_alphanumeric()))
    };
    for (word, relation) in [
        ("late on ", Relation::Around),
        ("early on ", Relation::Around),
        ("later on ", Relation::On),
        ("earlier on ", Relation::On),
        ("late in ", Relation::On),
        ("early in ", Relation::On),
        ("late ", Relation::On),
        ("early ", Relation::On),
        ("mid-", Relation::On),
        ("mid ", Relation::On),
    ] {
        if ends_with(found.span.start, word) {
            found.span.start -= word.len();
            if relation != Relation::On || matches!(found.shape, Shape::Weekday(..)) {
                found.relation = Relation::Around;
            }
            break;
        }
    }
    for (word, relation) in
        [("around ", Relation::Around), ("about ", Relation::Around), ("circa ", Relation::Around)]
    {
        if ends_with(found.span.start, word) {
            found.span.start -= word.len();
            found.relation = relation;
        }
    }
    if matches!(found.shape, Shape::Days(..)) && ends_with(found.span.start, "between ") {
        found.span.start -= "between ".len();
        return found;
    }
    for (word, relation) in [
        ("on or before ", Relation::By),
        ("no later than ", Relation::By),
        ("not later than ", Relation::By),
        ("prior to ", Relation::Before),
        ("as early as ", Relation::After),
        ("as of ", Relation::On),
        ("by ", Relation::By),
        ("until ", Relation::By),
        ("till ", Relation::By),
        ("through ", Relation::By),
        ("before ", Relation::Before),
        ("since ", Relation::After),
        ("after ", Relation::After),
        ("starting ", Relation::After),
        ("by the end of ", Relation::By),
    ] {
        if ends_with(found.span.start, word) {
            if found.relation == Relation::On || relation == Relation::By {
                found.relation = relation;
            }
            return found;
        }
    }
    // `on Monday` and `in Q2` are said with their preposition, a date with a day number without.
    let own = page.lower.get(found.span.start..).unwrap_or_default();
    let is_deictic = ["last ", "this ", "next ", "the ", "that "].iter().any(|word| own.starts_with(word));
    let preposition = match found.shape {
        Shape::Weekday(..) => "on ",
        Shape::Month(..) | Shape::Year(_) | Shape::Quarter(..) | Shape::Half(..) => "in ",
        _ => return found,
    };
    if !is_deictic && found.time.is_none() && ends_with(found.span.start, preposition) {
        found.span.start -= preposition.len();
    }
    found
}
