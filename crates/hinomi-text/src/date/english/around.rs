//! What stands around a time: the hour and part of the day behind it, and what leads to it.

use std::sync::LazyLock;

use super::Page;
use crate::date::Relation;
use crate::date::clock;
use crate::date::read::one_of;
use crate::date::shape::{Found, Shape, Step};
use crate::vocabulary::Words;

/// Whether `before` ends with `word` as a whole word.
pub(super) fn ends_with_word(before: &str, word: &str) -> bool {
    before.strip_suffix(word).is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_alphanumeric()))
}

/// Takes in the time of day and the part of the day behind a day: ` at 3:20 p.m.`, ` morning`.
pub(super) fn with_clock(page: Page<'_>, mut found: Found) -> Found {
    let is_day = matches!(
        found.shape,
        Shape::Day(_) | Shape::Weekday(..) | Shape::FromNow(Step::Day, _) | Shape::FromMention(Step::Day, _)
    );
    if !is_day || found.time.is_some() {
        return found;
    }
    const JOINERS: &[&str] = &[" at around ", " at about ", " at ", " @ ", ", at ", ", ", " in the ", " "];
    let Some((joiner, at)) = one_of(page.lower, found.span.end, JOINERS) else { return found };
    let clock = clock::english(page.lower, at);
    let is_part = page.lower[at..].starts_with(|c: char| c.is_ascii_alphabetic());
    let fits = match joiner {
        ", " => !is_part,
        " in the " => is_part,
        _ => true,
    };
    if let Some(clock) = clock.filter(|_| fits) {
        found.span.end = clock.end;
        found.time = clock.time;
    }
    if found.time.is_none()
        && let Some(hour) = hour_of_part(page.lower, found.span.clone())
    {
        found.span.end = hour.end;
        found.time = hour.time;
    }
    found
}

/// The hour behind a part of the day, which says what half of the day it is of: `tonight at 8`, `Sunday evening at
/// 10:00`.
fn hour_of_part(lower: &str, span: std::ops::Range<usize>) -> Option<clock::Clock> {
    const PARTS: &[(&str, bool)] =
        &[("morning", false), ("afternoon", true), ("evening", true), ("night", true)];
    let own = lower.get(span.clone())?;
    let is_late = PARTS.iter().find(|(part, _)| own.ends_with(part)).map(|(_, is_late)| *is_late)?;
    let (_, at) = one_of(lower, span.end, &[" at about ", " at around ", " at ", " @ "])?;
    let told = clock::english(lower, at).filter(|clock| clock.time.is_some());
    let clock = told.or_else(|| clock::bare_hour(lower, at))?;
    let time = clock.time.and_then(|time| if is_late { clock::later(time) } else { Some(time) });
    Some(clock::Clock { time, ..clock })
}

/// Words that make a part of a time and belong to it, each with what it says of weekdays and of others.
static PARTS: LazyLock<Words<Relation>> = LazyLock::new(|| {
    let words = [
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
    ];
    Words::at_back(words.map(|(word, relation)| (word.to_owned(), relation)))
});

/// Words that lead to a time and say how what is told stands to it.
static LEADS: LazyLock<Words<Relation>> = LazyLock::new(|| {
    let words = [
        ("on or before ", Relation::By),
        ("no later than ", Relation::By),
        ("not later than ", Relation::By),
        ("prior to ", Relation::Before),
        ("as early as ", Relation::After),
        ("as of ", Relation::On),
        ("later than ", Relation::After),
        ("by ", Relation::By),
        ("until ", Relation::By),
        ("till ", Relation::By),
        ("through ", Relation::By),
        ("before ", Relation::Before),
        ("since ", Relation::After),
        ("after ", Relation::After),
        ("starting ", Relation::After),
        ("beginning on ", Relation::After),
        ("by the end of ", Relation::By),
    ];
    Words::at_back(words.map(|(word, relation)| (word.to_owned(), relation)))
});

/// The longest of `words` that ends `front` as a whole word, and what it says.
fn ends_with_one(front: &str, words: &Words<Relation>) -> Option<(usize, Relation)> {
    let (len, relation) = words.find(front)?;
    let is_word = !front[..front.len() - len].ends_with(|c: char| c.is_ascii_alphanumeric());
    is_word.then_some((len, *relation))
}

/// Takes in what stands before (`late on`, `early`, `on`, `in`) and reads what leads to it (`by`, `since`).
pub(super) fn with_front(page: Page<'_>, mut found: Found, floor: usize) -> Found {
    let front = |start: usize| page.lower.get(floor..start).unwrap_or_default();
    // Nothing is taken in but words with their space.
    if !front(found.span.start).ends_with([' ', '-']) {
        return found;
    }
    let ends_with = |start: usize, word: &str| ends_with_word(front(start), word);
    if let Some((len, relation)) = ends_with_one(front(found.span.start), &PARTS) {
        found.span.start -= len;
        if relation != Relation::On || matches!(found.shape, Shape::Weekday(..)) {
            found.relation = Relation::Around;
        }
    }
    for word in ["around ", "about ", "circa "] {
        // `wrote about last month`
        let is_deictic = || {
            ["last ", "this ", "next "].iter().any(|word| page.lower[found.span.start..].starts_with(word))
        };
        if ends_with(found.span.start, word) && !is_deictic() {
            found.span.start -= word.len();
            found.relation = Relation::Around;
        }
    }
    if matches!(found.shape, Shape::Year(_))
        && page.lower[found.span.clone()].starts_with("year ")
        && ends_with(found.span.start, "the ")
    {
        found.span.start -= "the ".len();
    }
    if matches!(found.shape, Shape::Days(..)) && ends_with(found.span.start, "between ") {
        found.span.start -= "between ".len();
        return found;
    }
    if let Some((_, relation)) = ends_with_one(front(found.span.start), &LEADS) {
        if found.relation == Relation::On || relation == Relation::By {
            found.relation = relation;
        }
        return found;
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
