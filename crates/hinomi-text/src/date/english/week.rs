//! Weekdays: `on Monday`, `Friday, November 14`, `Monday of last week`.

use jiff::civil::Weekday;

use super::calendar::{day_number, from_month};
use super::names::{self, phrase, word_at};
use super::{Page, digit, written};
use crate::date::read::{lit, one_of};
use crate::date::shape::{Civil, Day, Found, Month, Shape, Week, Year};

/// `Monday`, `Friday, November 14`, `Monday morning`.
pub(super) fn from_weekday(page: Page<'_>, at: usize, end: usize, day: Weekday) -> Option<Found> {
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
                .and_then(|(name, name_end)| Some((names::month(name)?, name_end)))
                .and_then(|(month, name_end)| from_month(page, next, name_end, month)),
        };
        if let Some(found) = dated
            && matches!(found.shape, Shape::Day(_) | Shape::Days(..))
        {
            return Some(Found { span: at..found.span.end, weekday: Some(day), ..found });
        }
        if let Some((n, end)) = numbered_day(lower, next) {
            let civil = Civil { year: Year::Unsaid, month: Month::Unsaid, day: Day::Given(n) };
            return Some(Found { weekday: Some(day), ..Found::new(at, end, Shape::Day(civil)) });
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

/// The day of the month behind a weekday: `13th`, `the eleventh`; a number alone only where nothing follows on it that
/// it could count.
fn numbered_day(lower: &str, at: usize) -> Option<(i8, usize)> {
    if let Some(found) = written::day(lower, at) {
        return Some(found)
            .filter(|(_, end)| !lower[*end..].starts_with([' ', '-']) || lower[..at].ends_with("the "));
    }
    let (n, end) = day_number(lower, at)?;
    let is_ordinal = lower.as_bytes().get(end - 1).is_some_and(u8::is_ascii_alphabetic);
    let tail = lower.get(end..)?;
    (is_ordinal || tail.is_empty() || tail.starts_with(['.', ',', ';', ')', '!', '?', '\n']))
        .then_some((n, end))
}

/// Takes in the week that is said behind a weekday: ` of last week`, ` evening next week`.
pub(super) fn of_week(lower: &str, found: Found) -> Found {
    let Shape::Weekday(day, _) = found.shape else { return found };
    let parts = [" morning", " afternoon", " evening", " night", ""];
    const WEEKS: &[(&str, Week)] = &[
        (" of last week", Week::Off(-1)),
        (" last week", Week::Off(-1)),
        (" of this week", Week::Off(0)),
        (" this week", Week::Off(0)),
        (" of next week", Week::Off(1)),
        (" next week", Week::Off(1)),
        (" of the following week", Week::After(1)),
    ];
    for part in parts {
        let Some(at) = lit(lower, found.span.end, part) else { continue };
        for (words, week) in WEEKS {
            if let Some(end) = phrase(lower, at, words) {
                return Found { span: found.span.start..end, shape: Shape::Weekday(day, *week), ..found };
            }
        }
    }
    found
}
