//! What a time expression says before it is reckoned from publication and context.

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::{Time, Weekday};

use super::Relation;

/// A year as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Year {
    /// Not said.
    Unsaid,
    /// `last May`: not said, and reckoned from publication whatever was named before.
    Nearest,
    /// 2025年, 令和7年.
    Given(i16),
    /// 昨年 (−1), `this year` (0): from publication.
    Off(i16),
    /// 同年 (0), 翌年 (1): from the time named before.
    After(i16),
}

/// A month as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Month {
    /// Not said: 19日.
    Unsaid,
    /// 10月, `October`: 1 to 12.
    Given(i8),
    /// 先月 (−1): from publication.
    Off(i16),
    /// 同月 (0), 翌月 (1): from the time named before.
    After(i16),
}

/// A day as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Day {
    /// 19日: 1 to 31.
    Given(i8),
    /// 月末: the last of the month.
    Last,
}

/// A day of the calendar as far as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Civil {
    pub(crate) year: Year,
    pub(crate) month: Month,
    pub(crate) day: Day,
}

/// Which week a weekday is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Week {
    /// `on Monday`: the latest, the day of publication included.
    Latest,
    /// `last Monday`: the latest before publication.
    Last,
    /// `next Monday`: the first after publication.
    Next,
    /// 先週金曜日: of the week that many after the week of publication.
    Off(i16),
    /// 翌週の金曜日: the same, from the time named before.
    After(i16),
}

/// Units of `two days later`, `three weeks ago`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Day,
    Week,
    Month,
    Year,
}

/// What a time expression names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Date, time and zone written out.
    Instant(Timestamp),
    /// A calendar day.
    Day(Civil),
    /// From one calendar day to another.
    Days(Civil, Civil),
    /// A calendar month.
    Month(Year, Month),
    /// From one month of a year to another: 4〜6月期.
    Months(Year, i8, i8),
    /// A calendar year.
    Year(Year),
    /// 2025年度: from April on.
    FiscalYear(Year),
    /// 26年7月期: the twelve months that end with this one.
    FiscalTerm(i16, i8),
    /// A quarter of the calendar year, 1 to 4.
    Quarter(Year, i8),
    /// A half of the calendar year, 1 or 2.
    Half(Year, i8),
    /// Spring 0, summer 1, autumn 2, winter 3.
    Season(Year, i8),
    /// A weekday.
    Weekday(Weekday, Week),
    /// The week that many after the week of publication, Monday to Sunday.
    Week(i16),
    /// The same, from the time named before.
    WeekAfter(i16),
    /// The weekend of the week that many after the week of publication; `None`: the latest begun.
    Weekend(Option<i16>),
    /// So many steps from publication: 昨日 (−1 day), `two weeks ago`.
    FromNow(Step, i32),
    /// So many steps from the time named before: 翌日, `two days later`.
    FromMention(Step, i32),
    /// 翌11日: the day after the one named before, which is the 11th.
    NextDay(i8),
    /// A time of day without a day.
    Clock,
}

impl Shape {
    /// Whether nothing has to be reckoned.
    pub(crate) fn is_absolute(self) -> bool {
        let given = |year| matches!(year, Year::Given(_));
        match self {
            Self::Instant(_) | Self::FiscalTerm(..) => true,
            Self::Day(civil) => given(civil.year) && matches!(civil.month, Month::Given(_)),
            Self::Days(first, last) => given(first.year) || given(last.year),
            Self::Month(year, _)
            | Self::Months(year, ..)
            | Self::Year(year)
            | Self::FiscalYear(year)
            | Self::Quarter(year, _)
            | Self::Half(year, _)
            | Self::Season(year, _) => given(year),
            _ => false,
        }
    }
}

/// A time expression in the folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) span: Range<usize>,
    pub(crate) shape: Shape,
    pub(crate) relation: Relation,
    pub(crate) time: Option<Time>,
    /// Whether a subject that is not 同社 or the like leads to it: 米国のXは同日、.
    pub(crate) has_subject: bool,
    /// Whether its own words say that it lies ahead: `next March`.
    pub(crate) points_ahead: bool,
    /// The weekday said with a day, which tells the month or year that is left unsaid: 24日（水）.
    pub(crate) weekday: Option<Weekday>,
}

impl Found {
    pub(crate) fn new(start: usize, end: usize, shape: Shape) -> Self {
        Self {
            span: start..end,
            shape,
            relation: Relation::On,
            time: None,
            has_subject: false,
            points_ahead: false,
            weekday: None,
        }
    }
}
