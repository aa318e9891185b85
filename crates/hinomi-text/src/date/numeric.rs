//! Dates in figures alone: 2025-10-19, 2025/12/17, 2025-10-19T10:00:00Z, 10/19/2025, 20251019 is none.

use hinomi_model::Lang;
use jiff::Timestamp;
use jiff::civil::Date;

use super::clock;
use super::english::short_year;
use super::japanese::weekday_behind;
use super::read::{lit, one_of, skip_space};
use super::shape::{Civil, Day, Found, Month, Shape, Year};

/// Years that are read as such.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2100;

/// The date in figures at `at`, which begins a run of digits.
pub(super) fn read(text: &str, at: usize, lang: Lang) -> Option<Found> {
    let before = text.get(..at)?;
    if before.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '=' | ':' | '#'))
    {
        return None;
    }
    if before.ends_with('-') && before[..before.len() - 1].ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    if is_version(text, at) {
        return None;
    }
    let found = year_first(text, at).or_else(|| year_last(text, at, lang))?;
    if let Some(found) = range(text, &found, lang) {
        return Some(found);
    }
    let after = text.get(found.span.end..)?;
    let goes_on = after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        || (after.starts_with(['-', '/', '.', ':'])
            && after[1..].starts_with(|c: char| c.is_ascii_alphanumeric()));
    (!goes_on).then_some(found)
}

/// 2025/10/1-2025/10/5, `5/1/2025 - 5/7/2025`: both ends written in full.
fn range(text: &str, first: &Found, lang: Lang) -> Option<Found> {
    let (Shape::Day(from), None) = (first.shape, first.time) else { return None };
    let (_, at) = one_of(text, first.span.end, &["-", "–", "〜", "~", " - ", " – "])?;
    let last =
        year_first(text, at).or_else(|| year_last(text, at, lang)).filter(|last| last.time.is_none())?;
    let Shape::Day(to) = last.shape else { return None };
    let goes_on =
        text.get(last.span.end..)?.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/'));
    let is_given = matches!((from.year, to.year), (Year::Given(_), Year::Given(_)));
    (is_given && !goes_on).then(|| Found::new(first.span.start, last.span.end, Shape::Days(from, to)))
}

/// Whether the figures behind `at` number a version: バージョン2025.10.1.
fn is_version(text: &str, at: usize) -> bool {
    const WORDS: &[&str] = &["バージョン", "ビルド", "version", "ver.", "ver", "build", "release", "update"];
    let dots = text.get(at..).unwrap_or_default().bytes().take_while(|b| b.is_ascii_digit()).count();
    if text.as_bytes().get(at + dots) != Some(&b'.') {
        return false;
    }
    let before = text.get(..at).unwrap_or_default().trim_end_matches(' ');
    let ends = |word: &&str| {
        let tail = before.len().checked_sub(word.len()).and_then(|start| before.get(start..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(word))
    };
    WORDS.iter().any(ends)
}

fn run(text: &str, at: usize, lens: std::ops::RangeInclusive<usize>) -> Option<(i16, usize)> {
    let rest = text.get(at..)?;
    let len = rest.bytes().take_while(u8::is_ascii_digit).count();
    lens.contains(&len).then(|| rest[..len].parse().ok()).flatten().map(|n| (n, at + len))
}

fn day(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn shape(date: Date) -> Shape {
    let (year, month, day) = (Year::Given(date.year()), Month::Given(date.month()), Day::Given(date.day()));
    Shape::Day(Civil { year, month, day })
}

fn year_first(text: &str, at: usize) -> Option<Found> {
    let (year, end) = run(text, at, 4..=4).filter(|(year, _)| YEARS.contains(year))?;
    let separator = text.get(end..)?.chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (month, end) = run(text, end + 1, 1..=2)?;
    let Some((date, end)) = lit(text, end, separator.encode_utf8(&mut [0; 4]))
        .and_then(|at| run(text, at, 1..=2))
        .and_then(|(n, end)| Some((day(year, month, n)?, end)))
    else {
        // 2025-10 and 2025/7 are months; 2025.10 is a version.
        let month = i8::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
        let is_iso = separator != '.';
        return is_iso.then(|| Found::new(at, end, Shape::Month(Year::Given(year), Month::Given(month))));
    };
    // 2025.1.1 is as often a version; dates with full stops are padded.
    if separator == '.' && end - at != "2025.01.01".len() {
        return None;
    }
    let mut found = Found::new(at, end, shape(date));
    if let Some((_, stop)) = weekday_behind(text, end) {
        found.span.end = stop;
    }
    let clock_at = lit(text, found.span.end, "T").unwrap_or(skip_space(text, found.span.end));
    if clock_at > found.span.end
        && let Some(clock) = clock::colon(text, clock_at)
    {
        found.span.end = clock.end;
        found.time = clock.time;
        instant(text, at, &mut found);
    }
    Some(found)
}

/// Reads fractions of a second and the offset behind a date and time; with an offset the moment is known.
fn instant(text: &str, start: usize, found: &mut Found) {
    let mut end = found.span.end;
    if let Some(at) = lit(text, end, ".") {
        let digits = text.get(at..).map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
        if digits > 0 {
            end = at + digits;
        }
    }
    let rest = text.get(end..).unwrap_or_default();
    let offset: Option<(String, usize)> = if rest.starts_with('Z') {
        Some(("Z".to_owned(), 1))
    } else if let Some(name) = [" UTC", " GMT"].iter().find(|name| rest.starts_with(**name)) {
        Some(("Z".to_owned(), name.len()))
    } else if rest.starts_with(" JST") {
        Some(("+09:00".to_owned(), " JST".len()))
    } else if rest.starts_with(['+', '-']) {
        let len = rest[1..].bytes().take_while(|b| b.is_ascii_digit() || *b == b':').count() + 1;
        (4..=6).contains(&len).then(|| (rest[..len].to_owned(), len))
    } else {
        None
    };
    let Some((offset, len)) = offset else { return };
    let (Shape::Day(civil), Some(time)) = (found.shape, found.time) else { return };
    let (Year::Given(year), Month::Given(month), Day::Given(day)) = (civil.year, civil.month, civil.day)
    else {
        return;
    };
    let written = format!("{year:04}-{month:02}-{day:02}T{time}{offset}");
    if let Ok(at) = written.parse::<Timestamp>() {
        found.shape = Shape::Instant(at);
        found.span = start..end + len;
        found.time = None;
    }
}

/// 10/19/2025 (English) and 19/10/2025, 19.10.2025 when the first cannot be a month.
fn year_last(text: &str, at: usize, lang: Lang) -> Option<Found> {
    let (first, end) = run(text, at, 1..=2)?;
    let separator = text.get(end..)?.chars().next().filter(|c| matches!(c, '/' | '.' | '-'))?;
    let (second, end) = run(text, end + 1, 1..=2)?;
    let last = lit(text, end, separator.encode_utf8(&mut [0; 4]));
    let given = last.and_then(|at| run(text, at, 4..=4)).filter(|(year, _)| YEARS.contains(year));
    // 23/1/22 and 01/02/22; 7/8/10 are versions as often.
    let is_padded = end - at == "01/02".len();
    let is_day = separator == '/' && (is_padded || first > 12 || second > 12);
    let short = || last.filter(|_| is_day).and_then(|at| short_year(text, at));
    let Some((year, end)) = given.or_else(short) else {
        return month_and_day(text, at, first, second, separator, end, lang);
    };
    let date =
        if first > 12 || separator == '.' { day(year, second, first) } else { day(year, first, second) };
    let mut found = date.map(|date| Found::new(at, end, shape(date)))?;
    // `14.04.2025 13:20`
    if let Some(clock) = lit(text, end, " ").and_then(|at| clock::colon(text, at)) {
        (found.span.end, found.time) = (clock.end, clock.time);
    }
    Some(found)
}

/// 10/19(日) in Japanese: without a year only with its weekday or a time behind it, since 1/3 may be a share.
fn month_and_day(
    text: &str,
    at: usize,
    month: i16,
    n: i16,
    separator: char,
    end: usize,
    lang: Lang,
) -> Option<Found> {
    if lang != Lang::Ja || separator != '/' {
        return None;
    }
    let (weekday, stop) = weekday_behind(text, end)?;
    let date = day(2000, month, n)?;
    let civil = Civil { year: Year::Unsaid, month: Month::Given(date.month()), day: Day::Given(date.day()) };
    let mut found = Found { weekday: Some(weekday), ..Found::new(at, stop, Shape::Day(civil)) };
    if let Some(clock) = clock::japanese(text, skip_space(text, stop)) {
        found.span.end = clock.end;
        found.time = clock.time;
    }
    Some(found)
}
