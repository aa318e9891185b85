//! When something happened, as exactly as its source says and no more.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// A moment or stretch of event time, with the precision of its source.
///
/// Printed and parsed as ISO 8601: `2025-10-19T10:00:00Z`, `2025-10-19`, `2025-10`, `2025`,
/// `2025-08-08/2025-08-18` (both days included). Never invents a midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum When {
    /// To the second.
    Instant(Timestamp),
    /// A calendar day.
    Day(Date),
    /// A calendar month: year and month 1–12.
    Month(i16, i8),
    /// A calendar year.
    Year(i16),
    /// From one day to another, both included, the first not after the second.
    Days(Date, Date),
}

/// A text is not a [`When`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an ISO 8601 instant, day, month, year or range of days: {0:?}")]
pub struct NotAWhen(pub String);

impl When {
    /// The month, or `None` where there is no such month.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        Date::new(year, month, 1).ok().map(|_| Self::Month(year, month))
    }

    /// The days from `first` to `last`, both included, in either order; one day is a [`When::Day`].
    pub fn days(first: Date, last: Date) -> Self {
        match first.cmp(&last) {
            std::cmp::Ordering::Equal => Self::Day(first),
            std::cmp::Ordering::Less => Self::Days(first, last),
            std::cmp::Ordering::Greater => Self::Days(last, first),
        }
    }

    /// The first calendar day touched; an instant is dated in `zone`.
    pub fn first_day(self, zone: &TimeZone) -> Date {
        match self {
            Self::Instant(at) => at.to_zoned(zone.clone()).date(),
            Self::Day(day) | Self::Days(day, _) => day,
            Self::Month(year, month) => Date::new(year, month, 1).unwrap_or(Date::MIN),
            Self::Year(year) => Date::new(year, 1, 1).unwrap_or(Date::MIN),
        }
    }

    /// The last calendar day touched; an instant is dated in `zone`.
    pub fn last_day(self, zone: &TimeZone) -> Date {
        match self {
            Self::Instant(_) => self.first_day(zone),
            Self::Day(day) | Self::Days(_, day) => day,
            Self::Month(year, month) => Date::new(year, month, 1).map_or(Date::MAX, Date::last_of_month),
            Self::Year(year) => Date::new(year, 12, 31).unwrap_or(Date::MAX),
        }
    }

    /// Whether every day of `self` may be a day of `other`: a day agrees with its month and year.
    pub fn agrees_with(self, other: Self, zone: &TimeZone) -> bool {
        let within =
            |a: Self, b: Self| b.first_day(zone) <= a.first_day(zone) && a.last_day(zone) <= b.last_day(zone);
        within(self, other) || within(other, self)
    }

    /// Days touched, at least 1.
    pub fn n_days(self, zone: &TimeZone) -> i32 {
        (self.last_day(zone) - self.first_day(zone)).get_days() + 1
    }

    /// The moment before which a date-only value could not have been known: the start of its first
    /// day in `zone`; an instant is itself.
    pub fn earliest(self, zone: &TimeZone) -> Option<Timestamp> {
        match self {
            Self::Instant(at) => Some(at),
            _ => self.first_day(zone).to_zoned(zone.clone()).ok().map(|z| z.timestamp()),
        }
    }

    /// The day before `day`, if the calendar has one.
    pub fn day_before(day: Date) -> Option<Date> {
        day.checked_sub(1.day()).ok()
    }
}

impl std::fmt::Display for When {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Instant(at) => write!(f, "{at}"),
            Self::Day(day) => write!(f, "{day}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Days(first, last) => write!(f, "{first}/{last}"),
        }
    }
}

impl std::str::FromStr for When {
    type Err = NotAWhen;

    fn from_str(text: &str) -> Result<Self, NotAWhen> {
        let wrong = || NotAWhen(text.to_owned());
        if let Some((first, last)) = text.split_once('/') {
            let (first, last): (Date, Date) =
                (first.parse().map_err(|_| wrong())?, last.parse().map_err(|_| wrong())?);
            return if first <= last { Ok(Self::days(first, last)) } else { Err(wrong()) };
        }
        let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
        let parts: Vec<&str> = text.split('-').collect();
        match parts.as_slice() {
            [year] if digits(year, 4) => year.parse().map(Self::Year).map_err(|_| wrong()),
            [year, month] if digits(year, 4) && digits(month, 2) => {
                let (year, month) = (year.parse().map_err(|_| wrong())?, month.parse().map_err(|_| wrong())?);
                Self::month(year, month).ok_or_else(wrong)
            }
            [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2) => {
                text.parse().map(Self::Day).map_err(|_| wrong())
            }
            _ => text.parse().map(Self::Instant).map_err(|_| wrong()),
        }
    }
}

impl TryFrom<String> for When {
    type Error = NotAWhen;
    fn try_from(text: String) -> Result<Self, NotAWhen> {
        text.parse()
    }
}

impl From<When> for String {
    fn from(when: When) -> String {
        when.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_precision_prints_and_parses() {
        for text in ["2025-10-19T10:00:00Z", "2025-10-19", "2025-10", "2025", "2025-08-08/2025-08-18"] {
            assert_eq!(text.parse::<When>().map(|w| w.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "2025-13", "2025-02-30", "2025-08-18/2025-08-08", "monday", "25"] {
            assert!(text.parse::<When>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_day_agrees_with_its_month_and_not_with_the_next() {
        let when = |text: &str| text.parse::<When>().unwrap();
        let agree = |a, b| when(a).agrees_with(when(b), &TimeZone::UTC);
        assert!(agree("2025-10-19", "2025-10"));
        assert!(agree("2025", "2025-10-19"));
        assert!(!agree("2025-11-01", "2025-10"));
        assert!(!agree("2025-08-15/2025-09-10", "2025-08"));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,30}") {
            let _ = text.parse::<When>();
        }
    }
}
