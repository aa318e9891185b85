//! Days as exports write them.
//!
//! Ages are counted in days of the organisation's calendar. Whether `3/4/2025` is in March or April is decided
//! once for a file, from any value whose day is above 12; where no value decides, such a date is not read.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Which of the first two numbers of `a/b/year` is the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Nothing decided it.
    #[default]
    Unknown,
    /// The first.
    MonthFirst,
    /// The second.
    DayFirst,
    /// Values of one file contradict each other.
    Mixed,
}

impl Order {
    /// Learns from one more value.
    pub fn learn(self, text: &str) -> Self {
        let Some([a, b, _]) = numeric(text) else { return self };
        let seen = match (a > 12, b > 12) {
            (true, false) => Self::DayFirst,
            (false, true) => Self::MonthFirst,
            _ => return self,
        };
        match self {
            Self::Unknown => seen,
            known if known == seen => known,
            _ => Self::Mixed,
        }
    }
}

/// FILETIME counts 100 ns from 1601-01-01 UTC; this many seconds lie between that and 1970.
const FILETIME_EPOCH_SECONDS: i64 = 11_644_473_600;

/// The day of `text`, in `zone` where the text names an offset. `None` for what is no date, or an ambiguous one.
///
/// Reads ISO 8601 with or without offset, `2025/10/17 9:12`, `2025年10月17日`, `10/17/2025, 9:12 AM`,
/// `17.10.2025`, and the `/Date(ms)/` of Windows PowerShell.
pub fn day(text: &str, zone: Option<&TimeZone>, order: Order) -> Option<Date> {
    let text = text.trim();
    if let Some(at) = instant(text) {
        return Some(in_zone(at, zone));
    }
    if let Some(date) = year_first(text) {
        return Some(date);
    }
    let [a, b, year] = numeric(text)?;
    let dotted = text.contains('.') && !text.contains('/');
    let (month, day) = match order {
        Order::MonthFirst => (a, b),
        Order::DayFirst => (b, a),
        // Dates with dots are written day first wherever they are written.
        Order::Unknown if dotted => (b, a),
        // Whichever is which, it is the same day.
        _ if a == b => (a, b),
        Order::Unknown if a > 12 => (b, a),
        Order::Unknown if b > 12 => (a, b),
        Order::Unknown | Order::Mixed => return None,
    };
    date(year, month, day)
}

/// The moment of a text that names its offset, or of `/Date(ms)/`.
pub fn instant(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Some(inner) = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/")) {
        let digits =
            inner.find(|c: char| !c.is_ascii_digit() && c != '-').map_or(inner, |at| &inner[..at.max(1)]);
        return Timestamp::from_millisecond(digits.parse().ok()?).ok();
    }
    if text.len() < 16 || !text.as_bytes()[0].is_ascii_digit() {
        return None;
    }
    text.parse().ok()
}

/// The moment of a text, its wall time read in `zone` where it names no offset.
pub fn wall_instant(text: &str, zone: Option<&TimeZone>) -> Option<Timestamp> {
    instant(text).or_else(|| {
        let wall: DateTime = text.trim().parse().ok()?;
        zone?.to_timestamp(wall).ok()
    })
}

/// The day of `at`; in UTC when the organisation names no zone.
pub fn in_zone(at: Timestamp, zone: Option<&TimeZone>) -> Date {
    at.to_zoned(zone.cloned().unwrap_or(TimeZone::UTC)).date()
}

/// The day of a Unix time in seconds.
pub fn of_epoch(seconds: i64, zone: Option<&TimeZone>) -> Option<Date> {
    Timestamp::from_second(seconds).ok().map(|at| in_zone(at, zone))
}

/// The day of a Windows FILETIME; `None` for 0 and for "never".
pub fn of_filetime(ticks: i64, zone: Option<&TimeZone>) -> Option<Date> {
    if ticks <= 0 || ticks == i64::MAX {
        return None;
    }
    of_epoch(ticks / 10_000_000 - FILETIME_EPOCH_SECONDS, zone)
}

/// Days from `from` to `to`; negative when `to` is earlier.
pub fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// The three leading numbers of `a/b/yyyy`, `a-b-yyyy` or `a.b.yyyy`.
fn numeric(text: &str) -> Option<[i16; 3]> {
    let head: &str = text.trim().split([' ', ',', 'T']).next()?;
    let mut numbers = head.split(['/', '-', '.']);
    let out = [number(numbers.next()?)?, number(numbers.next()?)?, number(numbers.next()?)?];
    let last = head.rsplit(['/', '-', '.']).next()?;
    (numbers.next().is_none() && last.len() == 4 && out[0] >= 1 && out[1] >= 1).then_some(out)
}

fn number(text: &str) -> Option<i16> {
    (!text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

/// `2025-10-17…`, `2025/10/17 …`, `2025年10月17日…`, `20251017`.
fn year_first(text: &str) -> Option<Date> {
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return date(number(&text[..4])?, number(&text[4..6])?, number(&text[6..])?);
    }
    let mut numbers = text.splitn(3, ['-', '/', '年', '月', '.']);
    let (year, month, rest) = (numbers.next()?, numbers.next()?, numbers.next()?);
    if year.len() != 4 {
        return None;
    }
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let follows = rest[end..].chars().next();
    if follows.is_some_and(|c| !matches!(c, ' ' | 'T' | ',' | '日' | '\u{3000}'))
        || end > 2
        || month.len() > 2
    {
        return None;
    }
    date(number(year)?, number(month)?, number(&rest[..end])?)
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, order: Order, expected: Option<&str>) {
        let zone = TimeZone::get("Asia/Tokyo").unwrap();
        assert_eq!(day(text, Some(&zone), order).map(|d| d.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn days_are_read_in_the_zone_of_the_organisation() {
        check("2025-10-16T23:40:51Z", Order::Unknown, Some("2025-10-17"));
        check("2025-10-17T02:00:00.123456789+09:00", Order::Unknown, Some("2025-10-17"));
        check("2025-10-17T02:00:00.000000", Order::Unknown, Some("2025-10-17"));
        check("2025/10/7 9:12:09", Order::Unknown, Some("2025-10-07"));
        check("2025年10月7日", Order::Unknown, Some("2025-10-07"));
        check("20251007", Order::Unknown, Some("2025-10-07"));
        check("/Date(1760757255000)/", Order::Unknown, Some("2025-10-18"));
        check("17.3.2025 07:00", Order::Unknown, Some("2025-03-17"));
        check("2025-10-17T00:00:00+09:00[Asia/Tokyo]", Order::Unknown, Some("2025-10-17"));
    }

    #[test]
    fn an_ambiguous_order_gives_no_day() {
        check("3/4/2025", Order::Unknown, None);
        check("3/4/2025", Order::MonthFirst, Some("2025-03-04"));
        check("3/4/2025, 12:14:15 PM", Order::DayFirst, Some("2025-04-03"));
        check("3/14/2025", Order::Unknown, Some("2025-03-14"));
        check("4/4/2025", Order::Mixed, Some("2025-04-04"));
        check("Never logged in", Order::Unknown, None);
        check("", Order::Unknown, None);
        assert_eq!(Order::Unknown.learn("3/4/2025").learn("3/14/2025"), Order::MonthFirst);
        assert_eq!(Order::MonthFirst.learn("14/3/2025"), Order::Mixed);
    }

    #[test]
    fn filetimes_count_from_1601() {
        assert_eq!(of_filetime(134_051_335_290_000_000, None).unwrap().to_string(), "2025-10-17");
        assert_eq!(of_filetime(i64::MAX, None), None);
        assert_eq!(of_filetime(0, None), None);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,30}") {
            let _ = (day(&text, None, Order::Unknown), instant(&text), Order::Unknown.learn(&text));
        }
        #[test]
        fn what_looks_like_a_date_does_not_panic(text in "[0-9/.年月日T:-]{0,24}") {
            let _ = day(&text, None, Order::DayFirst);
        }
    }
}
