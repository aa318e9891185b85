//! Quarters and halves of a year: `Q2 2026`, `2026 Q2`, `the second quarter of 2026`, `4th qtr 2025`, `H1 2025`.

use super::Page;
use super::calendar::{year_behind, year_number};
use super::names::{ends, phrase};
use crate::date::read::{int_at, lit, one_of};
use crate::date::shape::{Found, Shape, Year};

/// `Q2 2026`, `Q2-2026`, `Q2 of 2026`, `H1 2025`; without a year, of this one.
pub(super) fn numbered(page: Page<'_>, at: usize, end: usize, kind: &str) -> Option<Found> {
    let (n, end) = int_at(page.lower, end)?;
    let n = i8::try_from(n).ok().filter(|_| ends(page.lower, end))?;
    let hyphened = lit(page.lower, end, "-").and_then(|at| year_number(page.lower, at));
    let (year, year_end) = match hyphened {
        Some((year, end)) => (Year::Given(year), end),
        None => year_behind(page.lower, end),
    };
    let is_name = page.text.as_bytes().get(at).is_some_and(u8::is_ascii_uppercase);
    if !is_name && year == Year::Unsaid {
        return None;
    }
    let shape = match kind {
        "q" if (1..=4).contains(&n) => Shape::Quarter(year, n),
        "h" if (1..=2).contains(&n) && year != Year::Unsaid => Shape::Half(year, n),
        _ => return None,
    };
    Some(Found::new(at, year_end, shape))
}

/// `2026 Q2`, `2025 H1`.
pub(super) fn year_first(page: Page<'_>, at: usize) -> Option<Found> {
    let (year, end) = year_number(page.lower, at)?;
    let (kind, n_at) = one_of(page.lower, end, &[" q", " h"])?;
    let (n, end) = int_at(page.lower, n_at).filter(|(_, end)| ends(page.lower, *end))?;
    let (n, year) = (i8::try_from(n).ok()?, Year::Given(year));
    let shape = match kind {
        " q" if (1..=4).contains(&n) => Shape::Quarter(year, n),
        " h" if (1..=2).contains(&n) => Shape::Half(year, n),
        _ => return None,
    };
    Some(Found::new(at, end, shape))
}

/// `second quarter of 2026`, `4th qtr 2025`, `first half of 2025`; a quarter without a year where the short word for it
/// can mean nothing else.
pub(super) fn ordinal(page: Page<'_>, at: usize) -> Option<Found> {
    const ORDINALS: &[(&str, i8)] = &[
        ("first", 1),
        ("second", 2),
        ("third", 3),
        ("fourth", 4),
        ("1st", 1),
        ("2nd", 2),
        ("3rd", 3),
        ("4th", 4),
        ("1", 1),
        ("2", 2),
        ("3", 3),
        ("4", 4),
    ];
    let lower = page.lower;
    let (end, n) = ORDINALS.iter().find_map(|(word, n)| Some((lit(lower, at, word)?, *n)))?;
    // 1H 2024 and 3Q 2025, as reports on markets write them.
    let is_digit = lower.as_bytes().get(end - 1).is_some_and(u8::is_ascii_digit);
    let parts: &[&str] = if is_digit { &["h", "q"] } else { &[" quarter", " qtr", " half"] };
    let (part, end) = parts.iter().find_map(|word| Some((*word, phrase(lower, end, word)?)))?;
    let (year, end) = year_behind(lower, end);
    if year == Year::Unsaid && part != " qtr" {
        return None;
    }
    let start = if lower.get(..at)?.ends_with("the ") { at - "the ".len() } else { at };
    match (part, n) {
        (" half" | "h", 1 | 2) => Some(Found::new(start, end, Shape::Half(year, n))),
        (" half" | "h", _) => None,
        _ => Some(Found::new(start, end, Shape::Quarter(year, n))),
    }
}
