//! The stretch of time that a brief tells of.

use anyhow::{Context, Result, bail};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan, Zoned};

/// From when to when; the end is not part of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// First moment.
    pub start: Timestamp,
    /// One past the last moment; also the moment of knowledge.
    pub end: Timestamp,
    /// The day that the brief is dated.
    pub date: Date,
}

/// Longest window: a year and a day.
const WINDOW_DAYS_MAX: i32 = 366;

impl Window {
    /// The window of a brief.
    ///
    /// With `date` it ends with that day in `zone` (or at `now`, when the day is not over); without, at `now`.
    /// It is `length` long (`24h`, `7d`, `1mo`). Fails for a day that has not begun and for an odd length.
    pub fn new(date: Option<Date>, length: &str, now: Timestamp, zone: &TimeZone) -> Result<Self> {
        let local_now = now.to_zoned(zone.clone());
        let end = match date {
            None => local_now.clone(),
            Some(day) => {
                let end = day.checked_add(1.day()).and_then(|next| next.to_zoned(zone.clone()));
                let end = end.with_context(|| format!("no such day to end a brief with: {day}"))?;
                if day > local_now.date() {
                    bail!(
                        "{day} has not begun (it is {}); name a past day with --date, or another clock with --now",
                        local_now.date()
                    );
                }
                end.min(local_now.clone())
            }
        };
        let start = back(&end, length)?;
        Ok(Self { start: start.timestamp(), end: end.timestamp(), date: date.unwrap_or_else(|| end.date()) })
    }
}

fn back(end: &Zoned, length: &str) -> Result<Zoned> {
    let hint = "write a length such as 24h, 7d or 1mo";
    let span: Span = length.parse().with_context(|| format!("cannot read the window {length:?}; {hint}"))?;
    let start =
        end.checked_sub(span).with_context(|| format!("the window {length:?} is too long; {hint}"))?;
    let longest = end.checked_sub(WINDOW_DAYS_MAX.days()).context("the window ends before the calendar")?;
    if start >= *end || start < longest {
        bail!("the window {length:?} is not between a moment and {WINDOW_DAYS_MAX} days; {hint}");
    }
    Ok(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(date: Option<&str>, length: &str, now: &str) -> Result<(String, String), String> {
        let zone = TimeZone::get("Asia/Tokyo").unwrap();
        let window = Window::new(date.map(|d| d.parse().unwrap()), length, now.parse().unwrap(), &zone);
        window.map(|w| (w.start.to_string(), w.end.to_string())).map_err(|e| format!("{e:#}"))
    }

    #[test]
    fn a_past_day_is_whole_and_today_ends_now() {
        let ok = |a: &str, b: &str| Ok((a.to_owned(), b.to_owned()));
        let now = "2025-11-12T01:00:00Z";
        assert_eq!(check(Some("2025-11-11"), "24h", now), ok("2025-11-10T15:00:00Z", "2025-11-11T15:00:00Z"));
        assert_eq!(check(Some("2025-11-12"), "24h", now), ok("2025-11-11T01:00:00Z", now));
        assert_eq!(check(None, "7d", now), ok("2025-11-05T01:00:00Z", now));
    }

    #[test]
    fn odd_windows_are_refused_with_what_to_do() {
        let now = "2025-11-12T01:00:00Z";
        assert!(check(Some("2099-01-01"), "24h", now).unwrap_err().contains("has not begun"));
        for length in ["0h", "-3h", "900d", "soon", ""] {
            assert!(check(None, length, now).unwrap_err().contains("24h, 7d or 1mo"), "{length}");
        }
    }
}
