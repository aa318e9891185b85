//! The time a page or feed gives itself.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

use crate::{Lang, When};

/// A time as a source states it: what it says, and the UTC offset that it was written with.
///
/// The offset is kept because "19日" and "on Monday" are days of the writer's calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// The time stated.
    pub when: When,
    /// Minutes east of UTC, where stated.
    pub offset_minutes: Option<i16>,
}

impl Stamp {
    /// A stamp from an instant and the offset it was written with.
    pub fn instant(at: Timestamp, offset_minutes: Option<i16>) -> Self {
        Self { when: When::Instant(at), offset_minutes }
    }

    /// The zone in which days of this stamp's text are counted: its own offset, else the home zone of
    /// `lang` (Japanese: UTC+9, all others: UTC).
    pub fn zone(self, lang: Lang) -> TimeZone {
        let minutes = self.offset_minutes.unwrap_or(if lang == Lang::Ja { 540 } else { 0 });
        TimeZone::fixed(Offset::from_seconds(i32::from(minutes) * 60).unwrap_or(Offset::UTC))
    }

    /// The writer's calendar day.
    pub fn day(self, lang: Lang) -> Date {
        self.when.first_day(&self.zone(lang))
    }

    /// The first moment at which what is stamped could be known.
    pub fn known_from(self, lang: Lang) -> Option<Timestamp> {
        self.when.earliest(&self.zone(lang))
    }

    /// RFC 3339 with the offset it was written with, or the shorter form where only a day is known.
    pub fn to_iso(self) -> String {
        match (self.when, self.offset_minutes) {
            (When::Instant(at), Some(minutes)) => {
                let offset = Offset::from_seconds(i32::from(minutes) * 60).unwrap_or(Offset::UTC);
                at.display_with_offset(offset).to_string()
            }
            (when, _) => when.to_string(),
        }
    }
}
