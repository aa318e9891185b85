//! Weekdays: `on Monday`, `Friday, November 14`, `Monday of last week`.

use jiff::civil::Weekday;

use super::calendar::from_month;
use super::names::{MONTHS, lookup, phrase, word_at};
use super::{Page, digit};
use crate::date::read::{lit, one_of};
use crate::date::shape::{Found, Shape, Week};

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
pub(super) fn of_week(lower: &str, found: Found) -> Found {
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
