//! Weeks, weekdays and days by their number: 3月の第2週, `the last week of July`, `the first Monday of May`, `3/25`.

use hinomi_model::When;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use super::Own;
use crate::date::english::names::WEEKDAYS;
use crate::date::japanese::weekday_behind;
use crate::date::read::{int_at, lit, one_of};
use crate::date::{DateMention, Placed, Relation};

const COUNTS: &[(&str, i8)] = &[
    ("first", 1),
    ("1st", 1),
    ("second", 2),
    ("2nd", 2),
    ("third", 3),
    ("3rd", 3),
    ("fourth", 4),
    ("4th", 4),
    ("last", -1),
];

/// Years that the bare first end of a stretch of years can be.
const YEARS: std::ops::RangeInclusive<i16> = 1950..=2100;

/// The counted part of the month or year that is `placed`, or the stretch of years that it ends; else as it is.
pub(super) fn part(text: &str, lower: &str, placed: Placed) -> Placed {
    let found = match placed.mention.when {
        When::Month(..) | When::Year(_) => behind(text, &placed).or_else(|| before(lower, &placed)),
        _ => None,
    };
    let Some((range, when)) = found.or_else(|| years(lower, &placed)) else { return placed };
    Placed { range, mention: DateMention { when, relation: Relation::On, ..placed.mention } }
}

/// 3月の第2週, 2025年の最後の週, 6月の第2火曜日, 4月の最終月曜日.
fn behind(text: &str, placed: &Placed) -> Option<(std::ops::Range<usize>, When)> {
    let at = lit(text, placed.range.end, "の").unwrap_or(placed.range.end);
    let (n, counted_at) = match one_of(text, at, &["最後の", "最終"]) {
        Some((_, end)) => (-1, end),
        None => {
            let (n, end) = int_at(text, lit(text, at, "第")?)?;
            (i8::try_from(n).ok()?, end)
        }
    };
    if let Some((day, end)) = weekday_behind(text, counted_at) {
        return Some((placed.range.start..end, When::Day(weekday(placed.mention.when, day, n)?)));
    }
    let end = lit(text, counted_at, "週")?;
    let end = lit(text, end, "目").unwrap_or(end);
    Some((placed.range.start..end, week(placed.mention.when, n)?))
}

/// `the last week of July`, `the first Monday of May`.
fn before(lower: &str, placed: &Placed) -> Option<(std::ops::Range<usize>, When)> {
    // The preposition may have been read with the month: `in October`.
    let own = lower.get(placed.range.clone())?;
    let front = lower.get(..placed.range.start)?;
    let front = match own.strip_prefix("in ") {
        Some(_) => front.strip_suffix(' ')?,
        None => [" of ", " in "].iter().find_map(|word| front.strip_suffix(word))?,
    };
    let mut whole = WEEKDAYS.iter().filter(|(name, _)| name.ends_with("day"));
    let day = whole.find_map(|(name, day)| Some((front.strip_suffix(name)?, *day)));
    let (front, day) = match day {
        Some((front, day)) => (front, Some(day)),
        None => (front.strip_suffix("week")?, None),
    };
    let front = front.strip_suffix(' ')?;
    let (word, n) = COUNTS.iter().find(|(word, _)| front.ends_with(word))?;
    let start = front.len() - word.len();
    let start = if front.get(..start)?.ends_with("the ") { start - "the ".len() } else { start };
    if front.get(..start)?.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let when = match day {
        Some(day) => When::Day(weekday(placed.mention.when, day, *n)?),
        None => week(placed.mention.when, *n)?,
    };
    Some((start..placed.range.end, when))
}

/// The n-th such weekday of the month or year `of`, or its last.
fn weekday(of: When, day: Weekday, n: i8) -> Option<Date> {
    let (first, last) = (of.first_day(&TimeZone::UTC), of.last_day(&TimeZone::UTC));
    let found = if n < 0 {
        let back = last.weekday().since(day);
        last.checked_sub(i64::from(back).days()).ok()?
    } else {
        let ahead = day.since(first.weekday());
        first.checked_add((i64::from(ahead) + 7 * (i64::from(n) - 1)).days()).ok()?
    };
    (first <= found && found <= last).then_some(found)
}

/// The n-th week of `of`, or its last: a week belongs where its Thursday lies, as ISO 8601 has it.
fn week(of: When, n: i8) -> Option<When> {
    let thursday = weekday(of, Weekday::Thursday, n)?;
    let monday = thursday.checked_sub(3.days()).ok()?;
    Some(When::days(monday, monday.checked_add(6.days()).ok()?))
}

/// `week 31`, `week 3 of 2027`, `week 27 of last year`, whose number stands at `at`: a week of ISO 8601.
pub(super) fn week_of_year(lower: &str, at: usize, today: Date) -> Option<Own> {
    let front = lower.get(..at)?.strip_suffix("week ")?;
    let (n, end) = int_at(lower, at)?;
    let n = i8::try_from(n).ok()?;
    let of = [(" of last year", -1), (" of this year", 0), (" of next year", 1)];
    let of = of.iter().find_map(|(words, off)| Some((today.year() + off, lit(lower, end, words)?)));
    let given = || {
        let year_at = lit(lower, end, " of ")?;
        let (year, end) = int_at(lower, year_at)?;
        let year = i16::try_from(year).ok().filter(|year| YEARS.contains(year))?;
        Some((year, end))
    };
    let (year, end) = of.or_else(given).unwrap_or((today.year(), end));
    let monday = jiff::civil::ISOWeekDate::new(year, n, Weekday::Monday).ok()?.date();
    let rest = lower.get(end..)?;
    let goes_on = rest.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | ':' | '.'))
        && !rest.starts_with(". ")
        && rest != "."
        || rest.starts_with(" of ");
    let is_word = !front.ends_with(|c: char| c.is_ascii_alphanumeric());
    let when = When::days(monday, monday.checked_add(6.days()).ok()?);
    (is_word && !goes_on).then_some(Own { start: front.len(), end, when, time: None, relation: Relation::On })
}

/// `20161016`: a day as eight figures.
pub(super) fn packed(text: &str, at: usize) -> Option<Own> {
    let end = at + "20161016".len();
    let digits = text.get(at..end).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
    let is_glued = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '/' | '_' | '$' | '#');
    let stands = !text.get(..at)?.ends_with(is_glued)
        && !text.get(end..)?.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '%'));
    let year = digits.get(..4)?.parse().ok().filter(|year| YEARS.contains(year))?;
    let day = Date::new(year, digits.get(4..6)?.parse().ok()?, digits.get(6..)?.parse().ok()?).ok()?;
    stands.then_some(Own { start: at, end, when: When::Day(day), time: None, relation: Relation::On })
}

/// `2014 to 2018`, whose first year no word tells.
fn years(lower: &str, placed: &Placed) -> Option<(std::ops::Range<usize>, When)> {
    let When::Year(last) = placed.mention.when else { return None };
    let front = lower.get(..placed.range.start)?;
    let front =
        [" to ", " through ", " until ", "~", "-", "–"].iter().find_map(|word| front.strip_suffix(word))?;
    let start = front.len().checked_sub(4)?;
    let first: i16 = front.get(start..)?.parse().ok().filter(|year| YEARS.contains(year) && *year < last)?;
    let is_glued = front
        .get(..start)?
        .ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '$' | ',' | '.' | '/'));
    let days = When::days(Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?);
    (!is_glued).then_some((start..placed.range.end, days))
}

/// `3/25`: month and day without a year, in English with the day first where it can be no month; the latest such day.
pub(super) fn month_and_day(text: &str, at: usize, today: Date) -> Option<Own> {
    let is_glued = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '$' | ':' | '_');
    if text.get(..at)?.ends_with(is_glued) {
        return None;
    }
    let two = |at: usize| {
        let len = text.get(at..)?.bytes().take_while(u8::is_ascii_digit).count();
        let digits = text.get(at..at + len).filter(|_| (1..=2).contains(&len))?;
        digits.parse::<i8>().ok().map(|n| (n, at + len))
    };
    let (first, end) = two(at)?;
    let (second, end) = two(lit(text, end, "/")?)?;
    let rest = text.get(end..)?;
    let goes_on = rest.starts_with(['/', '%', '_', ':'])
        || (rest.starts_with(['.', ',']) && rest[1..].starts_with(|c: char| c.is_ascii_digit()));
    let (month, day) = if first > 12 { (second, first) } else { (first, second) };
    // `1/2 hour` measures.
    let measures =
        [" hour", " day", " week", " month", " year", " of ", "h"].iter().any(|word| rest.starts_with(word));
    if goes_on || measures || !(1..=12).contains(&month) {
        return None;
    }
    // Back to the last leap year for the 29th of February.
    let mut years = (0..=8).filter_map(|n| Date::new(today.year().checked_sub(n)?, month, day).ok());
    let found = years.find(|date| *date <= today)?;
    Some(Own { start: at, end, when: When::Day(found), time: None, relation: Relation::On })
}
