//! Days and months of the calendar: `October 19-21, 2025`, `19th of October`, `October`.

use super::Page;
use super::names::{self, MONTHS, YEARS, ends, phrase, word_at};
use super::written;
use crate::date::read::{lit, one_of};
use crate::date::shape::{Civil, Day, Found, Month, Shape, Year};

/// `October 19, 2025`, `Oct. 19-21`, `October 2025`, `October`.
pub(super) fn from_month(page: Page<'_>, at: usize, end: usize, month: i8) -> Option<Found> {
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
        if let Some((to, range_end)) = range_tail(page, at, day_end, month, day) {
            let (year, end) = year_behind(lower, range_end);
            return Some(Found::new(at, end, Shape::Days(civil(year, day), Civil { year, ..to })));
        }
        let (year, end) = year_behind(lower, day_end);
        return Some(Found::new(at, end, Shape::Day(civil(year, day))));
    }
    // `March twenty eight nineteen ninety two`: in cardinals only with the year.
    if let Some((day, day_end)) = written::cardinal_day(lower, number_at).filter(|_| number_at > dot)
        && let (year @ Year::Given(_), end) = year_behind(lower, day_end)
    {
        return Some(Found::new(at, end, Shape::Day(civil(year, day))));
    }
    if let Some((year, end)) = lit(lower, dot, "/").and_then(|at| year_number(lower, at)) {
        return Some(Found::new(at, end, Shape::Month(Year::Given(year), Month::Given(month))));
    }
    // In lower case a month alone needs a word that leads to it, and its full name.
    let is_plain = !is_lower || !is_short && !matches!(month, 3 | 5);
    if !is_plain {
        return None;
    }
    // `May` and `March` are words too, and a short name alone is as often something else.
    let before = &lower[..at];
    const CUES: &[&str] = &[
        "in ", "since ", "until ", "till ", "by ", "from ", "of ", "late ", "early ", "mid-", "mid ",
        "last ", "next ", "this ", "during ", "through ", "before ", "after ", "between ", "to ", "and ",
        "as of ", "around ", "on ", "late-",
    ];
    let year = year_of_range(page, dot, month).map_or(Year::Unsaid, Year::Given);
    let is_range =
        one_of(lower, dot, &[" to ", " through "]).is_some_and(|(_, at)| month_name(page, at).is_some());
    let is_ambiguous = (is_lower || matches!(month, 3 | 5) || is_short) && year == Year::Unsaid && !is_range;
    if is_ambiguous && !CUES.iter().any(|cue| before.ends_with(cue)) {
        return None;
    }
    // `attackers and may`, but April and May.
    let is_second = |front: &str| MONTHS.iter().any(|(name, _)| name.len() > 3 && front.ends_with(name));
    if is_ambiguous && month == 5 && before.strip_suffix(" and ").is_some_and(|front| !is_second(front)) {
        return None;
    }
    let is_compound = lower[end..].starts_with(['-', '\'']) && !lower[end..].starts_with("'s");
    (!is_compound || year != Year::Unsaid)
        .then(|| Found::new(at, end, Shape::Month(year, Month::Given(month))))
}

/// Whether the words before a month in lower case leave no doubt that it is one: `on may 3`.
pub(super) fn leads_to_date(before: &str) -> bool {
    const WORDS: &[&str] =
        &["on ", "by ", "of ", "until ", "till ", "since ", "from ", "before ", "after ", "th ", "st "];
    before.is_empty() || WORDS.iter().any(|word| before.ends_with(word))
}

/// The year that the end of a range of months says for its beginning: `Nov. to March 2025`.
pub(super) fn year_of_range(page: Page<'_>, end: usize, month: i8) -> Option<i16> {
    let (_, at) = one_of(page.lower, end, &[" and ", " to ", "-", "–", " through ", " until "])?;
    let (last, last_end) = month_name(page, at)?;
    let (_, year_at) = one_of(page.lower, last_end, &[", ", " in ", " "])?;
    let (year, _) = year_number(page.lower, year_at)?;
    Some(if month <= last { year } else { year - 1 })
}

/// A day of the month at `at`: `19`, `19th`; not `2025`, `19:30`, `19,000`.
pub(super) fn day_number(lower: &str, at: usize) -> Option<(i8, usize)> {
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
pub(super) fn year_behind(lower: &str, end: usize) -> (Year, usize) {
    const WORDS: &[(&str, i16)] = &[
        (" of this year", 0),
        (" this year", 0),
        (" of last year", -1),
        (" last year", -1),
        (" of the previous year", -1),
        (" of next year", 1),
        (" next year", 1),
    ];
    if !matches!(lower.as_bytes().get(end), Some(b' ' | b',')) {
        return (Year::Unsaid, end);
    }
    for (words, n) in WORDS {
        if let Some(end) = phrase(lower, end, words) {
            return (Year::Off(*n), end);
        }
    }
    let Some((_, at)) = one_of(lower, end, &[", ", " of ", " in ", ",", " "]) else {
        return (Year::Unsaid, end);
    };
    // `June of 93` names its year; a mere `June 15` a day, and `found guilty in May of 11 thefts` neither.
    let short = || {
        let at = lit(lower, end, " of ")?;
        let found = written::short_year(lower, lit(lower, at, "'").unwrap_or(at));
        found.filter(|(_, end)| !lower[*end..].starts_with([' ', '-']))
    };
    match year_number(lower, at).or_else(|| written::year(lower, at)).or_else(short) {
        Some((year, year_end)) => (Year::Given(year), year_end),
        None => (Year::Unsaid, end),
    }
}

pub(super) fn year_number(lower: &str, at: usize) -> Option<(i16, usize)> {
    let rest = lower.get(at..)?;
    let len = rest.bytes().take_while(u8::is_ascii_digit).count();
    let year: u32 = rest.get(..len).filter(|_| len == 4)?.parse().ok().filter(|year| YEARS.contains(year))?;
    let tail = &rest[len..];
    // 2017/2018 are two years.
    let is_second = tail.len() >= 5 && tail.as_bytes()[1..5].iter().all(u8::is_ascii_digit);
    let goes_on = tail.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '%' | '_'))
        || (tail.starts_with('/') && !is_second)
        || (tail.starts_with(['-', '.', ',', ':']) && tail[1..].starts_with(|c: char| c.is_ascii_digit()))
        || ["-bit", "-byte"].iter().any(|unit| tail.starts_with(unit));
    (!goes_on).then(|| i16::try_from(year).ok()).flatten().map(|year| (year, at + len))
}

/// The end of a range of days behind a day: `-21`, ` to 21`, ` to November 2`, ` and 5` after `between`.
pub(super) fn range_tail(
    page: Page<'_>,
    start: usize,
    end: usize,
    month: i8,
    first: i8,
) -> Option<(Civil, usize)> {
    let lower = page.lower;
    let is_between = lower[..start].ends_with("between ");
    let joiners: &[&str] = if is_between {
        &[" and ", "-", "–"]
    } else {
        &[
            "-",
            "–",
            "—",
            " to the ",
            " to ",
            " through the ",
            " through ",
            " thru ",
            " till the ",
            " till ",
            " until the ",
            " until ",
            " – ",
            " - ",
        ]
    };
    let (_, at) = one_of(lower, end, joiners)?;
    let (month, at) = match word_at(lower, at).filter(|_| written::day(lower, at).is_none()) {
        Some((name, name_end)) => {
            let month = names::month(name)?;
            let end = lit(lower, name_end, ".").unwrap_or(name_end);
            (month, lit(lower, end, " ")?)
        }
        None => (month, at),
    };
    let (day, end) = day_number(lower, at).or_else(|| written::day(lower, at))?;
    let civil = Civil { year: Year::Unsaid, month: Month::Given(month), day: Day::Given(day) };
    let is_later = day > first || lower[end..].is_empty() || !lower.as_bytes()[at - 1].is_ascii_punctuation();
    is_later.then_some((civil, end))
}

pub(super) fn day_first(page: Page<'_>, at: usize, day: i8, end: usize) -> Option<Found> {
    let lower = page.lower;
    // 12-17 August, 8 to 18 August.
    const JOINERS: &[&str] =
        &["-", "–", " to the ", " to ", " through ", " thru ", " till ", " until ", " – ", " and "];
    if let Some((_, to_at)) = one_of(lower, end, JOINERS)
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

pub(super) fn month_name(page: Page<'_>, at: usize) -> Option<(i8, usize)> {
    let (name, end) = word_at(page.lower, at)?;
    let is_lower = !page.text[at..].starts_with(|c: char| c.is_ascii_uppercase());
    let is_sure = !is_lower || !matches!(name, "may" | "mar" | "march") || leads_to_date(&page.lower[..at]);
    let month = names::month(name).filter(|_| is_sure && ends(page.lower, end))?;
    let dot = if name.len() <= 4 { lit(page.lower, end, ".").unwrap_or(end) } else { end };
    Some((month, dot))
}
