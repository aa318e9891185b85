//! Days and years written in other ways: `the first of March`, `January twenty-second`, `2019/Aug/01`, `31-Oct-24`.

use rust_decimal::prelude::ToPrimitive;

use super::Page;
use super::calendar::{day_number, month_name, year_behind};
use super::names::{YEARS, ends};
use crate::date::read::{lit, one_of};
use crate::date::shape::{Civil, Day, Found, Month, Shape, Year};
use crate::number::number_at;

const DAYS: &[(&str, i8)] = &[
    ("first", 1),
    ("second", 2),
    ("third", 3),
    ("fourth", 4),
    ("fifth", 5),
    ("sixth", 6),
    ("seventh", 7),
    ("eighth", 8),
    ("ninth", 9),
    ("tenth", 10),
    ("eleventh", 11),
    ("twelfth", 12),
    ("thirteenth", 13),
    ("fourteenth", 14),
    ("fifteenth", 15),
    ("sixteenth", 16),
    ("seventeenth", 17),
    ("eighteenth", 18),
    ("nineteenth", 19),
    ("twentieth", 20),
    ("thirtieth", 30),
];

/// A day of the month in words at `at`: `first`, `twenty-second`.
pub(super) fn day(lower: &str, at: usize) -> Option<(i8, usize)> {
    let (tens, inner) = match one_of(lower, at, &["twenty-", "twenty ", "thirty-", "thirty "]) {
        Some((word, end)) => (if word.starts_with("twenty") { 20 } else { 30 }, end),
        None => (0, at),
    };
    let (name, n) =
        DAYS.iter().find(|(name, _)| lit(lower, inner, name).is_some_and(|end| ends(lower, end)))?;
    let day = tens + n;
    let fits = (tens == 0 || *n < 10) && day <= 31;
    fits.then_some((day, inner + name.len()))
}

/// `first of March`, `twenty-second of next month`.
pub(super) fn day_of_month(page: Page<'_>, at: usize) -> Option<Found> {
    let (n, end) = day(page.lower, at)?;
    if let Some((month, end)) = of_month(page.lower, end) {
        let civil = Civil { year: Year::Unsaid, month, day: Day::Given(n) };
        return Some(Found::new(at, end, Shape::Day(civil)));
    }
    let (month, month_end) = month_name(page, lit(page.lower, end, " of ")?)?;
    let (year, end) = year_behind(page.lower, month_end);
    let civil = Civil { year, month: Month::Given(month), day: Day::Given(n) };
    Some(Found::new(at, end, Shape::Day(civil)))
}

/// The month that is named from now behind a day: ` of next month`.
pub(super) fn of_month(lower: &str, at: usize) -> Option<(Month, usize)> {
    const MONTHS: &[(&str, i16)] = &[
        (" of next month", 1),
        (" of the next month", 1),
        (" of this month", 0),
        (" of the month", 0),
        (" of last month", -1),
        (" of the last month", -1),
    ];
    let at = lit(lower, at, " day").unwrap_or(at);
    let (n, end) = MONTHS.iter().find_map(|(words, n)| Some((*n, lit(lower, at, words)?)))?;
    ends(lower, end).then_some((Month::Off(n), end))
}

/// Years of two digits from here on are those of the last century.
const CENTURY_TURNS: i16 = 70;

/// The year of `31-Oct-24`.
pub(in crate::date) fn short_year(lower: &str, at: usize) -> Option<(i16, usize)> {
    let digits = lower.get(at..at + 2)?;
    let is_two = digits.bytes().all(|b| b.is_ascii_digit()) && ends(lower, at + 2);
    let year: i16 = digits.parse().ok().filter(|_| is_two)?;
    let century = if year < CENTURY_TURNS { 2_000 } else { 1_900 };
    Some((century + year, at + 2))
}

/// A year in words at `at`: `nineteen eighty-six`, `twenty twenty-one`, `two thousand and five`.
pub(super) fn year(lower: &str, at: usize) -> Option<(i16, usize)> {
    const CENTURIES: &[(&str, i16)] =
        &[("sixteen", 16), ("seventeen", 17), ("eighteen", 18), ("nineteen", 19), ("twenty", 20)];
    if let Some(end) = lit(lower, at, "two thousand") {
        let next = one_of(lower, end, &[" and ", " "]).and_then(|(_, at)| below_hundred(lower, at));
        return Some(next.map_or((2_000, end), |(n, end)| (2_000 + n, end)))
            .filter(|(_, end)| ends(lower, *end));
    }
    let (century, end) = CENTURIES.iter().find_map(|(word, n)| Some((*n, lit(lower, at, word)?)))?;
    let behind = lit(lower, end, " ")?;
    let behind = one_of(lower, behind, &["hundred and ", "hundred "]).map_or(behind, |(_, at)| at);
    let (n, end) = below_hundred(lower, behind).filter(|(n, _)| *n >= 10)?;
    ends(lower, end).then_some((century * 100 + n, end))
}

/// A number below a hundred in words at `at`.
fn below_hundred(lower: &str, at: usize) -> Option<(i16, usize)> {
    let is_word = lower.as_bytes().get(at).is_some_and(u8::is_ascii_alphabetic);
    let number =
        number_at(lower, at).filter(|n| is_word && n.high.is_none() && !n.is_share && !n.is_marked)?;
    number.low.to_i16().filter(|n| (1..100).contains(n)).map(|n| (n, number.end))
}

/// A day of the month in cardinal words at `at`, which names one only with the year behind it: `twenty five`.
pub(super) fn cardinal_day(lower: &str, at: usize) -> Option<(i8, usize)> {
    let (n, end) = below_hundred(lower, at)?;
    i8::try_from(n).ok().filter(|n| *n <= 31).map(|n| (n, end))
}

/// `2014-2018`: from one year to a later one.
pub(super) fn years(page: Page<'_>, at: usize) -> Option<Found> {
    let four = |at: usize| {
        let digits =
            page.lower.get(at..at + 4).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
        digits
            .parse::<u32>()
            .ok()
            .filter(|year| YEARS.contains(year))
            .and_then(|year| i16::try_from(year).ok())
    };
    let is_mark = |c: char| matches!(c, '-' | '/' | '.' | '_' | '$' | '#' | '+' | '=' | ':');
    let is_glued = |c: char| c.is_ascii_alphanumeric() || is_mark(c);
    let first = four(at).filter(|_| !page.lower[..at].ends_with(is_glued))?;
    let (_, last_at) = one_of(page.lower, at + 4, &["-", "–", "~"])?;
    let last = four(last_at).filter(|last| *last > first)?;
    let end = last_at + 4;
    let tail = page.lower.get(end..)?;
    let goes_on = tail.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '_' | '%'))
        || (tail.starts_with(['.', ',', ':']) && tail[1..].starts_with(|c: char| c.is_ascii_digit()));
    let civil = |year, month, day| Civil {
        year: Year::Given(year),
        month: Month::Given(month),
        day: Day::Given(day),
    };
    let shape = Shape::Days(civil(first, 1, 1), civil(last, 12, 31));
    (!goes_on).then(|| Found::new(at, end, shape))
}

/// `2019/Aug/01`, `2019-Aug-01`, `2019 Aug 1`.
pub(super) fn year_first(page: Page<'_>, at: usize) -> Option<Found> {
    let digits = page.lower.get(at..at + 4).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
    let year: u32 = digits.parse().ok().filter(|year| YEARS.contains(year))?;
    let year = i16::try_from(year).ok()?;
    let (separator, month_at) = one_of(page.lower, at + 4, &["/", "-", " "])?;
    let (month, month_end) = month_name(page, month_at)?;
    let Some((n, end)) = lit(page.lower, month_end, separator).and_then(|at| day_number(page.lower, at))
    else {
        // `2017 April`
        let is_month = separator == " " && ends(page.lower, month_end);
        let shape = Shape::Month(Year::Given(year), Month::Given(month));
        return is_month.then(|| Found::new(at, month_end, shape));
    };
    let civil = Civil { year: Year::Given(year), month: Month::Given(month), day: Day::Given(n) };
    Some(Found::new(at, end, Shape::Day(civil)))
}
