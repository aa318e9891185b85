//! Days and years written in other ways: `the first of March`, `January twenty-second`, `2019/Aug/01`, `31-Oct-24`.

use super::Page;
use super::calendar::{day_number, month_name, year_behind};
use super::names::{YEARS, ends};
use crate::date::read::{lit, one_of};
use crate::date::shape::{Civil, Day, Found, Month, Shape, Year};

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
pub(super) fn short_year(lower: &str, at: usize) -> Option<(i16, usize)> {
    let digits = lower.get(at..at + 2)?;
    let is_two = digits.bytes().all(|b| b.is_ascii_digit()) && ends(lower, at + 2);
    let year: i16 = digits.parse().ok().filter(|_| is_two)?;
    let century = if year < CENTURY_TURNS { 2_000 } else { 1_900 };
    Some((century + year, at + 2))
}

/// `2019/Aug/01`, `2019-Aug-01`, `2019 Aug 1`.
pub(super) fn year_first(page: Page<'_>, at: usize) -> Option<Found> {
    let digits = page.lower.get(at..at + 4).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
    let year: u32 = digits.parse().ok().filter(|year| YEARS.contains(year))?;
    let year = i16::try_from(year).ok()?;
    let (separator, month_at) = one_of(page.lower, at + 4, &["/", "-", " "])?;
    let (month, month_end) = month_name(page, month_at)?;
    let (n, end) = day_number(page.lower, lit(page.lower, month_end, separator)?)?;
    let civil = Civil { year: Year::Given(year), month: Month::Given(month), day: Day::Given(n) };
    Some(Found::new(at, end, Shape::Day(civil)))
}
