//! Reckons what a time expression names from the publication day and the times named before.

mod days;

use hinomi_model::When;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use self::days::{days_between, nearer};
use super::Relation;
use super::ahead::Ahead;
use super::shape::{Civil, Day, Found, Month, Shape, Step, Week, Year};

/// Days before publication within which a topic is the day of the news.
const NEWS_DAYS_OF_TOPIC: i32 = 2;

/// Days kept to reckon `nine days later` from.
const DAYS_KEPT: usize = 16;

/// What has been named so far.
#[derive(Debug, Clone)]
pub(super) struct Context {
    /// The publication day.
    pub(super) today: Date,
    /// The last day named, and whether its year was said rather than reckoned.
    day: Option<Date>,
    /// The last month named.
    month: Option<(i16, i8)>,
    /// The last year named.
    year: Option<i16>,
    /// Days named, the latest last.
    days: Vec<Date>,
    /// The day that the last sentence with a day is about: the one before a comma (8月5日、6月8日に受けた…).
    topic: Option<Date>,
    /// The day of the news itself: the last topic that is about publication.
    news: Option<Date>,
    /// Whether the last expression said its year.
    said_year: bool,
    /// Whether the last expression said its month.
    said_month: bool,
}

impl Context {
    pub(super) fn new(today: Date) -> Self {
        Self {
            today,
            day: None,
            month: None,
            year: None,
            days: Vec::new(),
            topic: None,
            news: None,
            said_year: false,
            said_month: false,
        }
    }

    /// Takes note of what `found` was reckoned to be; `is_topic` says that a comma follows it.
    ///
    /// A limit (まで) is noted as year and month only: 同日 and 翌日 are not reckoned from it.
    pub(super) fn note(&mut self, found: &Found, when: When, same_sentence: bool, is_topic: bool) {
        let zone = jiff::tz::TimeZone::UTC;
        if !same_sentence {
            self.topic = None;
        }
        let is_limit = matches!(found.relation, Relation::By | Relation::Before);
        if !matches!(when, When::Month(..) | When::Year(_)) && !is_limit {
            let day = when.last_day(&zone);
            if self.days.len() == DAYS_KEPT {
                self.days.remove(0);
            }
            self.days.push(day);
            if is_topic {
                self.topic = Some(day);
                if (0..=NEWS_DAYS_OF_TOPIC).contains(&days_between(day, self.today)) {
                    self.news = Some(day);
                }
            }
        }
        match when {
            When::Instant(_) | When::Day(_) | When::Days(..) => {
                let day = when.last_day(&zone);
                self.day = Some(day);
                (self.month, self.year) = (Some((day.year(), day.month())), Some(day.year()));
            }
            When::Month(year, month) => {
                self.day = None;
                (self.month, self.year) = (Some((year, month)), Some(year));
            }
            When::Year(year) => {
                (self.day, self.month, self.year) = (None, None, Some(year));
            }
        }
        let (year, month) = match found.shape {
            Shape::Day(civil) | Shape::Days(_, civil) => (civil.year, civil.month),
            Shape::Month(year, month) => (year, month),
            Shape::Year(year) => (year, Month::Unsaid),
            _ => (Year::Unsaid, Month::Unsaid),
        };
        let carried = month == Month::Unsaid && found.shape != Shape::Clock;
        self.said_year = matches!(year, Year::Given(_) | Year::Off(_))
            || (year == Year::Unsaid && self.said_year && !carried);
        self.said_month = matches!(month, Month::Given(_) | Month::Off(_));
    }

    /// The time that `found` names; `None` where nothing says what it is reckoned from.
    pub(super) fn resolve(&self, found: &Found, ahead: Ahead, same_sentence: bool) -> Option<When> {
        match found.shape {
            Shape::Instant(at) => Some(When::Instant(at)),
            Shape::Day(civil) => {
                let told = found.weekday.and_then(|weekday| self.on_weekday(civil, weekday, same_sentence));
                told.or_else(|| self.day(civil, ahead, same_sentence)).map(When::Day)
            }
            Shape::Days(first, last) => self.days(first, last, ahead, same_sentence),
            Shape::Month(year, month) => self.month(year, month, ahead, same_sentence),
            Shape::Months(year, first, last) => {
                let year = match self.year(year) {
                    Some(year) => year,
                    None => self.latest(|year| Date::new(year, first, 1).ok())?.year(),
                };
                Some(When::days(
                    Date::new(year, first, 1).ok()?,
                    Date::new(year, last, 1).ok()?.last_of_month(),
                ))
            }
            Shape::Year(year) => self.year(year).map(When::Year),
            Shape::FiscalYear(year) => self.fiscal_year(year),
            Shape::FiscalTerm(year, month) => {
                let last = Date::new(year, month, 1).ok()?;
                Some(When::days(last.checked_sub(11.months()).ok()?, last.last_of_month()))
            }
            Shape::Quarter(year, n) => self.stretch(year, 3 * (n - 1) + 1, 3),
            Shape::Half(year, n) => self.stretch(year, 6 * (n - 1) + 1, 6),
            Shape::Season(year, n) => self.season(year, n),
            Shape::Weekday(day, week) => self.weekday(day, week, ahead).map(When::Day),
            Shape::Week(n) => week_of(self.today.checked_add(i64::from(n).weeks()).ok()?),
            Shape::WeekAfter(n) => week_of(self.base().checked_add(i64::from(n).weeks()).ok()?),
            Shape::Weekend(n) => self.weekend(n),
            Shape::FromNow(step, n) => stepped(self.today, step, n),
            Shape::FromMention(step, n) => self.after_mention(found, step, n, ahead, same_sentence),
            Shape::NextDay(n) => {
                let next = self.day.and_then(|day| day.tomorrow().ok()).filter(|day| day.day() == n);
                let civil = Civil { year: Year::Unsaid, month: Month::Unsaid, day: Day::Given(n) };
                next.or_else(|| self.day(civil, ahead, same_sentence)).map(When::Day)
            }
            Shape::Clock => Some(When::Day(self.day.filter(|_| same_sentence).unwrap_or(self.today))),
        }
    }

    /// 同日, 翌日, `nine days later`: from the last day named for which the outcome is not yet to come.
    fn after_mention(
        &self,
        found: &Found,
        step: Step,
        n: i32,
        ahead: Ahead,
        same_sentence: bool,
    ) -> Option<When> {
        // 米国のXは同日、: another speaker, on the day of the news.
        let topic = match found.has_subject {
            true => self.news.or(self.topic),
            false => self.topic,
        };
        let topic = topic.filter(|_| n == 0 && !same_sentence);
        if let Some(day) = topic.filter(|_| step == Step::Day) {
            return Some(When::Day(day));
        }
        let zone = jiff::tz::TimeZone::UTC;
        let has_been = |when: &When| ahead > Ahead::Perhaps || when.first_day(&zone) <= self.today;
        let outcome = self.days.iter().rev().filter_map(|base| stepped(*base, step, n)).find(has_been);
        // Without a day to reckon from, 翌日 and 前日 are taken from publication.
        let is_near = step == Step::Day && n.abs() <= 1 && self.days.is_empty();
        outcome.or_else(|| is_near.then(|| stepped(self.today, step, n)).flatten())
    }

    fn base(&self) -> Date {
        self.day.unwrap_or(self.today)
    }

    fn year(&self, year: Year) -> Option<i16> {
        match year {
            Year::Unsaid | Year::Nearest => None,
            Year::Given(year) => Some(year),
            Year::Off(n) => self.today.year().checked_add(n),
            Year::After(n) => self.year.unwrap_or(self.today.year()).checked_add(n),
        }
    }

    /// The month that Off and After name.
    fn month_by_distance(&self, month: Month) -> Option<(i16, i8)> {
        let ((year, month), n) = match month {
            Month::Off(n) => ((self.today.year(), self.today.month()), n),
            Month::After(n) => (self.month.unwrap_or((self.today.year(), self.today.month())), n),
            Month::Given(_) | Month::Unsaid => return None,
        };
        let first = Date::new(year, month, 1).ok()?.checked_add(i64::from(n).months()).ok()?;
        Some((first.year(), first.month()))
    }

    fn month(&self, year: Year, month: Month, ahead: Ahead, same_sentence: bool) -> Option<When> {
        let ahead = without_perhaps(ahead);
        if let Some((year, month)) = self.month_by_distance(month) {
            return When::month(year, month);
        }
        let Month::Given(month) = month else { return None };
        if let Some(year) = self.year(year) {
            return When::month(year, month);
        }
        let carried = self.year.filter(|_| same_sentence && self.said_year && year == Year::Unsaid);
        if let Some(year) = carried {
            let is_later = self.month.is_none_or(|(_, last)| last <= month);
            let year = if is_later { year } else { year + 1 };
            let may_come = ahead > Ahead::Perhaps || self.year.is_some_and(|year| year > self.today.year());
            if may_come || (year, month) <= (self.today.year(), self.today.month()) {
                return When::month(year, month);
            }
        }
        let chosen = self.choose(|year| Date::new(year, month, 1).ok(), ahead)?;
        When::month(chosen.year(), chosen.month())
    }

    fn fiscal_year(&self, year: Year) -> Option<When> {
        let current = self.today.year() - i16::from(self.today.month() < 4);
        let year = match year {
            Year::Given(year) => year,
            Year::Off(n) | Year::After(n) => current.checked_add(n)?,
            Year::Unsaid | Year::Nearest => current,
        };
        Some(When::days(Date::new(year, 4, 1).ok()?, Date::new(year.checked_add(1)?, 3, 31).ok()?))
    }

    /// `n_months` months from the first of `month` on; without a year the latest begun.
    fn stretch(&self, year: Year, month: i8, n_months: i64) -> Option<When> {
        let first = match self.year(year) {
            Some(year) => Date::new(year, month, 1).ok()?,
            None => self.latest(|year| Date::new(year, month, 1).ok())?,
        };
        let last = first.checked_add((n_months - 1).months()).ok()?.last_of_month();
        Some(When::days(first, last))
    }

    fn season(&self, year: Year, n: i8) -> Option<When> {
        let month = 3 * n + 3;
        let first = match self.year(year) {
            Some(year) => Date::new(year, month, 1).ok()?,
            // `last summer` is over.
            None => self
                .latest(|year| Date::new(year, month, 1).ok()?.checked_add(2.months()).ok())?
                .checked_sub(2.months())
                .ok()?,
        };
        let last = first.checked_add(2.months()).ok()?.last_of_month();
        Some(When::days(first, last))
    }

    fn weekday(&self, day: Weekday, week: Week, ahead: Ahead) -> Option<Date> {
        let today = self.today;
        let since = i64::from(today.weekday().since(day));
        let latest = today.checked_sub(since.days()).ok()?;
        let coming = if since == 0 { today } else { latest.checked_add(1.week()).ok()? };
        match week {
            Week::Latest => nearer(today, Some(latest), Some(coming), without_perhaps(ahead), i32::MAX),
            Week::Last if since == 0 => latest.checked_sub(1.week()).ok(),
            Week::Last => Some(latest),
            Week::Next => latest.checked_add(1.week()).ok(),
            Week::Off(n) | Week::After(n) => {
                let base = if matches!(week, Week::Off(_)) { today } else { self.base() };
                let monday = monday(base)?.checked_add(i64::from(n).weeks()).ok()?;
                monday.checked_add(i64::from(day.since(Weekday::Monday)).days()).ok()
            }
        }
    }

    fn weekend(&self, n: Option<i16>) -> Option<When> {
        let saturday = match n {
            None => {
                let since = i64::from(self.today.weekday().since(Weekday::Saturday));
                self.today.checked_sub(since.days()).ok()?
            }
            Some(n) => monday(self.today)?.checked_add((7 * i64::from(n) + 5).days()).ok()?,
        };
        Some(When::days(saturday, saturday.tomorrow().ok()?))
    }
}

/// A mere tense points ahead for days of the month alone: `on Monday` and `in May` are past without a cue.
fn without_perhaps(ahead: Ahead) -> Ahead {
    if ahead == Ahead::Perhaps { Ahead::No } else { ahead }
}

fn monday(day: Date) -> Option<Date> {
    day.checked_sub(i64::from(day.weekday().since(Weekday::Monday)).days()).ok()
}

fn week_of(day: Date) -> Option<When> {
    let monday = monday(day)?;
    Some(When::days(monday, monday.checked_add(6.days()).ok()?))
}

fn stepped(base: Date, step: Step, n: i32) -> Option<When> {
    let n = i64::from(n);
    match step {
        Step::Day => base.checked_add(n.days()).ok().map(When::Day),
        Step::Week => base.checked_add(n.weeks()).ok().map(When::Day),
        Step::Month => base.checked_add(n.months()).ok().and_then(|day| When::month(day.year(), day.month())),
        Step::Year => base.checked_add(n.years()).ok().map(|day| When::Year(day.year())),
    }
}
