//! Days of the calendar of which year or month may be left unsaid, and stretches of them.

use hinomi_model::When;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::Context;
use crate::date::ahead::Ahead;
use crate::date::shape::{Civil, Day, Month, Year};

/// A day ahead farther than this is not meant, even where the words point ahead: publishers name the year then.
const AHEAD_DAYS_MAX: i32 = 270;

/// Days before publication within which a day is today's news, whatever was named before it.
const NEWS_DAYS: i32 = 1;

/// The same for a month with a day.
const NEWS_DAYS_WITH_MONTH: i32 = 7;

/// A day ahead farther than this is not meant where only the tense points there.
const PERHAPS_DAYS_MAX: i32 = 45;

/// Months around publication within which a day of the month is looked for by its weekday; within eight of them each of
/// the seven comes once at least.
const MONTHS_OF_WEEKDAY: i64 = 8;

impl Context {
    pub(super) fn day(&self, civil: Civil, ahead: Ahead, same_sentence: bool) -> Option<Date> {
        let on = |year: i16, month: i8| match civil.day {
            Day::Given(day) => Date::new(year, month, day).ok(),
            Day::Last => Date::new(year, month, 1).ok().map(Date::last_of_month),
        };
        if let Some((year, month)) = self.month_by_distance(civil.month) {
            return on(year, month);
        }
        let Month::Given(month) = civil.month else {
            return self.day_alone(civil.day, ahead, same_sentence);
        };
        if let Some(year) = self.year(civil.year) {
            return on(year, month);
        }
        let chosen = self.choose(|year| on(year, month), ahead)?;
        let is_news = (0..=NEWS_DAYS_WITH_MONTH).contains(&days_between(chosen, self.today));
        let carried = match (self.day, self.month, self.year) {
            (Some(day), _, _) => Some(day),
            (None, Some((year, month)), _) => Date::new(year, month, 1).ok(),
            (None, None, Some(year)) => Date::new(year, 1, 1).ok(),
            _ => None,
        };
        let carried = carried.filter(|_| same_sentence && self.said_year && !is_news);
        let in_context = carried.and_then(|last| {
            (last.year()..=last.year() + 1).filter_map(|year| on(year, month)).find(|day| *day >= last)
        });
        let may_come = ahead > Ahead::Perhaps || carried.is_some_and(|last| last.year() > self.today.year());
        Some(in_context.filter(|day| may_come || *day <= self.today).unwrap_or(chosen))
    }

    /// The day whose month or year is left unsaid and told by its weekday: 24日（水）, `Wednesday, December 24`.
    ///
    /// Of the days that fall on it the one nearest to publication is meant; `None` where none near does, since writers
    /// err in weekdays more often than in days.
    pub(super) fn on_weekday(&self, civil: Civil, weekday: Weekday, same_sentence: bool) -> Option<Date> {
        let Day::Given(n) = civil.day else { return None };
        let fits = |day: &Date| day.weekday() == weekday;
        let candidates: Vec<Date> = match (civil.year, civil.month) {
            (Year::Unsaid, Month::Given(month)) => {
                let years = self.today.year().saturating_sub(1)..=self.today.year().saturating_add(1);
                years.filter_map(|year| Date::new(year, month, n).ok()).filter(fits).collect()
            }
            (Year::Unsaid, Month::Unsaid) => {
                let carried = self.month.filter(|_| same_sentence && self.said_month);
                let in_context =
                    carried.and_then(|(year, month)| Date::new(year, month, n).ok()).filter(fits);
                if in_context.is_some() {
                    return in_context;
                }
                let first = self.today.first_of_month();
                let months = (-MONTHS_OF_WEEKDAY..=MONTHS_OF_WEEKDAY)
                    .filter_map(|off| first.checked_add(off.months()).ok());
                months
                    .filter_map(|month| Date::new(month.year(), month.month(), n).ok())
                    .filter(fits)
                    .collect()
            }
            _ => return None,
        };
        candidates.into_iter().min_by_key(|day| (days_between(*day, self.today).abs(), *day > self.today))
    }

    /// A day without month: of the month named before in the same sentence, else the latest.
    fn day_alone(&self, day: Day, ahead: Ahead, same_sentence: bool) -> Option<Date> {
        let Day::Given(n) = day else { return None };
        let chosen = self.choose_month(n, ahead)?;
        let is_news = (0..=NEWS_DAYS).contains(&days_between(chosen, self.today));
        let carried = self.month.filter(|_| same_sentence && self.said_month && !is_news);
        let in_context = carried.and_then(|(year, month)| Date::new(year, month, n).ok());
        let is_after = |day: &Date| self.day.is_none_or(|last| last <= *day) && *day <= self.today;
        Some(in_context.filter(is_after).unwrap_or(chosen))
    }

    /// The latest day that is not after publication, or the one ahead that the words point to.
    pub(super) fn choose(&self, on: impl Fn(i16) -> Option<Date>, ahead: Ahead) -> Option<Date> {
        // Eight years hold a 29 February.
        let past =
            (self.today.year() - 8..=self.today.year()).rev().filter_map(&on).find(|day| *day <= self.today);
        let coming =
            (self.today.year()..=self.today.year() + 8).filter_map(&on).find(|day| *day >= self.today);
        nearer(self.today, past, coming, ahead, AHEAD_DAYS_MAX)
    }

    pub(super) fn latest(&self, on: impl Fn(i16) -> Option<Date>) -> Option<Date> {
        self.choose(on, Ahead::No)
    }

    fn choose_month(&self, n: i8, ahead: Ahead) -> Option<Date> {
        let first = self.today.first_of_month();
        let on = |off: i64| {
            let month = first.checked_add(off.months()).ok()?;
            Date::new(month.year(), month.month(), n).ok()
        };
        let past = (-2..=0).rev().filter_map(on).find(|day| *day <= self.today);
        let coming = (0..=2).filter_map(on).find(|day| *day >= self.today);
        nearer(self.today, past, coming, ahead, i32::MAX)
    }

    pub(super) fn days(&self, first: Civil, last: Civil, ahead: Ahead, same_sentence: bool) -> Option<When> {
        // The year may stand with either end: `August 8 to 18, 2025`.
        let (first, last) = match (first.year, last.year) {
            (Year::Unsaid, year) if year != Year::Unsaid => (Civil { year, ..first }, last),
            _ => (first, last),
        };
        let end_in = |start: Date| {
            let Day::Given(n) = last.day else { return None };
            let month = match last.month {
                Month::Given(month) => month,
                Month::Unsaid => start.month(),
                other => self.month_by_distance(other)?.1,
            };
            let same_year = Date::new(start.year(), month, n).ok().filter(|end| *end >= start);
            same_year.or_else(|| Date::new(start.year() + 1, month, n).ok())
        };
        let start = self.day(first, ahead, same_sentence)?;
        let end = match self.year(last.year) {
            Some(_) => self.day(last, ahead, same_sentence)?,
            None => end_in(start)?,
        };
        if end < start {
            // `December 28 to January 3, 2026`: the year belongs to the end.
            let earlier = start.checked_sub(1.year()).ok()?;
            return Some(When::days(earlier, end));
        }
        Some(When::days(start, end))
    }
}

/// Days from `earlier` to `later`; negative when they stand the other way round.
pub(super) fn days_between(earlier: Date, later: Date) -> i32 {
    (later - earlier).get_days()
}

pub(super) fn nearer(
    today: Date,
    past: Option<Date>,
    coming: Option<Date>,
    ahead: Ahead,
    days_max: i32,
) -> Option<Date> {
    let (Some(before), Some(after)) = (past, coming) else { return past.or(coming) };
    let (back, forth) = (days_between(before, today), days_between(today, after));
    let is_ahead = match ahead {
        Ahead::No => false,
        Ahead::Perhaps => forth <= back && forth <= PERHAPS_DAYS_MAX,
        Ahead::Maybe => forth <= back,
        Ahead::Surely => forth <= days_max,
    };
    Some(if is_ahead { after } else { before })
}
