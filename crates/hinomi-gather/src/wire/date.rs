//! Dates as feeds write them.

use hinomi_model::{Lang, Stamp, When};
use jiff::{SignedDuration, Timestamp};

/// A time further ahead of the clock than this, in days, is a mistake or an announcement, and not when something was published.
pub const FUTURE_DAYS_MAX: i64 = 2;

/// Whether `stamp` lies before `now` plus [`FUTURE_DAYS_MAX`].
pub fn is_past(stamp: Stamp, now: Timestamp) -> bool {
    let latest = now.saturating_add(SignedDuration::from_hours(24 * FUTURE_DAYS_MAX)).unwrap_or(now);
    stamp.known_from(Lang::Other).is_some_and(|at| at <= latest)
}

/// Reads a date; `lang` decides the zone where none is written.
pub fn parse(text: &str, _lang: Lang) -> Option<Stamp> {
    let text = text.trim();
    if let Ok(pieces) = jiff::fmt::temporal::DateTimeParser::new().parse_pieces(text) {
        let date = pieces.date();
        let Some(time) = pieces.time() else {
            return Some(Stamp { when: When::Day(date), offset_minutes: None });
        };
        let offset = pieces.to_numeric_offset().unwrap_or(jiff::tz::Offset::UTC);
        let at = offset.to_timestamp(date.to_datetime(time)).ok()?;
        let minutes = i16::try_from(offset.seconds() / 60).ok().filter(|minutes| *minutes != 0);
        return Some(Stamp::instant(at, minutes));
    }
    let zoned = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_zoned(text).ok()?;
    let minutes = i16::try_from(zoned.offset().seconds() / 60).ok().filter(|minutes| *minutes != 0);
    Some(Stamp::instant(zoned.timestamp(), minutes))
}
