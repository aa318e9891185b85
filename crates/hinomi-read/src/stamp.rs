//! Written times → [`Stamp`]: what a page says, at the precision it says it.
//!
//! Read: ISO 8601 and its relaxed forms, `2025/12/17 12:05`, `2025.12.17`, 2025年12月17日 12時5分, 令和7年12月17日,
//! `December 17, 2025, 12:05 PM EST`, `17 Dec 2025`, and RFC 5322 dates.
//!
//! A time of day without a zone is an instant on a Japanese page (the country has one zone); elsewhere it is
//! only a day. A date without a year, or with day and month in doubt (`04/05/2025`), is not read.

use std::ops::Range;
use std::sync::LazyLock;

use hinomi_model::{Lang, Stamp, When};
use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};
use regex::{Captures, Regex};

/// Longest text in which a time is looked for, in bytes.
pub(crate) const STAMP_BYTES_MAX: usize = 600;

/// Earliest year that a page's own time may have; epoch zeros and template defaults lie before it.
pub const YEAR_MIN: i16 = 1991;

/// Minutes east of UTC of the zone in which unzoned Japanese times are written.
const JAPAN_MINUTES: i16 = 540;

macro_rules! regex {
    ($name:ident, $pattern:expr) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($pattern).expect("the pattern is valid"));
    };
}

// The groups y, m, d, h, min, s, ampm and zone mean the same in each.
regex!(
    NUMERIC,
    r"(?x) (?:^|[^\d/.-]) (?<y>\d{4}) (?: -(?<m>\d{1,2})-(?<d>\d{1,2}) | /(?<m2>\d{1,2})/(?<d2>\d{1,2})
        | \.\s?(?<m3>\d{1,2})\.\s?(?<d3>\d{1,2}) )"
);
regex!(
    JAPANESE,
    r"(?x) (?: (?<y>\d{4}) \s? | (?<era>令和|平成) \s? (?<n>\d{1,2}|元) \s? ) 年 \s? (?<m>\d{1,2}) \s? 月 \s? (?<d>\d{1,2}) \s? 日"
);
regex!(
    ENGLISH,
    r"(?ix) \b (?: (?<mon>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) [a-z]{0,6} \.? \s+ (?<d>\d{1,2}) (?:st|nd|rd|th)? ,? \s+ (?<y>\d{4})
        | (?<d2>\d{1,2}) (?:st|nd|rd|th)? [\s-] (?<mon2>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) [a-z]{0,6} \.? ,? [\s-] (?<y2>\d{4}) ) \b"
);
regex!(
    COMPACT,
    r"^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})(?:T?(?<h>\d{2})(?<min>\d{2})(?<s>\d{2})?(?<zone>Z|[+-]\d{4})?)?$"
);
regex!(
    CLOCK,
    r"(?ix) ^ (?: \s | [,t|・\-–—　] | at\b | \( [^()]{1,12} \) | （ [^（）]{1,6} ）){0,6}
        (?<half>午前|午後)? \s? (?<h>\d{1,2}) (?: : (?<min>\d{2}) (?: : (?<s>\d{2}) (?:[.,]\d{1,9})? )? | 時 \s? (?: (?<min2>\d{1,2}) \s? 分 )? )
        (?: \s? (?<ampm>[ap]\.?m\b\.?) )?
        (?: \s? \(? (?<zone> z\b | utc\b | gmt\b | jst\b | est\b | edt\b | cst\b | cdt\b | mst\b | mdt\b | pst\b | pdt\b | [+-]\d{2}:?\d{2} | [+-]\d{2}\b ) )?"
);

/// The first time written in `text`, with where it stands. `lang` decides on unzoned times.
///
/// Only the first [`STAMP_BYTES_MAX`] bytes are looked at. Never invents a midnight.
pub(crate) fn first_stamp(text: &str, lang: Lang) -> Option<(Range<usize>, Stamp)> {
    let text = crate::space::head(text, STAMP_BYTES_MAX);
    if !may_hold_date(text) {
        return None;
    }
    let narrow = narrow(text);
    if let Some(found) = COMPACT.captures(narrow.trim()) {
        let date = date(number(&found, &["y"])?, number(&found, &["m"])?, number(&found, &["d"])?)?;
        let stamp = if found.name("h").is_some() { stamp(date, &found, lang) } else { Some(day(date)) };
        return Some((0..text.len(), stamp?));
    }
    let has_name = || narrow.as_bytes().windows(2).any(|two| two.iter().all(u8::is_ascii_alphabetic));
    let forms = [(&*JAPANESE, narrow.contains('年')), (&*NUMERIC, true), (&*ENGLISH, has_name())];
    let found = forms.into_iter().filter(|(_, may)| *may).filter_map(|(regex, _)| dated(regex, &narrow));
    let (range, date) = found.min_by_key(|(range, _)| range.start)?;
    let rest = &narrow[range.end..];
    let clock = CLOCK.captures(rest);
    let stamped = clock.as_ref().and_then(|clock| stamp(date, clock, lang));
    let end = match (&stamped, &clock) {
        (Some(_), Some(clock)) => range.end + clock.get(0).map_or(0, |whole| whole.end()),
        _ => range.end,
    };
    // `narrow` keeps the number of characters, not of bytes.
    let at = |bytes: usize| {
        let n = narrow[..bytes].chars().count();
        text.char_indices().nth(n).map_or(text.len(), |(at, _)| at)
    };
    Some((at(range.start)..at(end), stamped.unwrap_or_else(|| day(date))))
}

/// Whether a text holds what every date is written with: a year's four digits, or 年 behind an era.
pub(crate) fn may_hold_date(text: &str) -> bool {
    let mut run = 0;
    let mut bytes = text.as_bytes();
    while let [first, rest @ ..] = bytes {
        // The digits of ASCII, and the wide ones at U+FF10.
        (run, bytes) = match (first, rest) {
            (b'0'..=b'9', rest) => (run + 1, rest),
            (0xef, [0xbc, 0x90..=0x99, rest @ ..]) => (run + 1, rest),
            (0xe5, [0xb9, 0xb4, ..]) => return true,
            (_, rest) => (0, rest),
        };
        if run == 4 {
            return true;
        }
    }
    false
}

/// The time that the whole of `text` is: an attribute's value.
pub(crate) fn stamp_of(text: &str, lang: Lang) -> Option<Stamp> {
    first_stamp(text, lang).map(|(_, stamp)| stamp)
}

fn day(date: Date) -> Stamp {
    Stamp { when: When::Day(date), offset_minutes: None }
}

/// Full-width digits and marks as ASCII, character for character.
fn narrow(text: &str) -> String {
    let fold = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        '\u{a0}' | '\u{3000}' | '\u{202f}' => ' ',
        _ => c,
    };
    text.chars().map(fold).collect()
}

fn dated(regex: &Regex, text: &str) -> Option<(Range<usize>, Date)> {
    regex.captures_iter(text).find_map(|found| {
        let year = match found.name("era").map(|era| era.as_str()) {
            Some(era) => {
                let n = found.name("n").map_or(1, |n| n.as_str().parse().unwrap_or(1));
                n + if era == "令和" { 2018 } else { 1988 }
            }
            None => number(&found, &["y", "y2"])?,
        };
        let month = match found.name("mon").or_else(|| found.name("mon2")) {
            Some(name) => month_of(name.as_str())?,
            None => number(&found, &["m", "m2", "m3"])?,
        };
        let date = date(year, month, number(&found, &["d", "d2", "d3"])?)?;
        let whole = found.get(0)?;
        let lead = whole.as_str().find(|c: char| c.is_alphanumeric()).unwrap_or(0);
        Some((whole.start() + lead..whole.end(), date))
    })
}

/// Month of an English name's first three letters.
fn month_of(name: &str) -> Option<i16> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let at = MONTHS.iter().position(|month| name.eq_ignore_ascii_case(month))?;
    i16::try_from(at + 1).ok()
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (year >= YEAR_MIN).then_some(date)
}

fn number(found: &Captures<'_>, names: &[&str]) -> Option<i16> {
    names.iter().filter_map(|name| group(found, name)).find_map(|text| text.parse().ok())
}

fn group<'t>(found: &Captures<'t>, name: &str) -> Option<&'t str> {
    found.name(name).map(|group| group.as_str())
}

/// The instant of a date and a clock time; a day where there is no zone to count in.
fn stamp(date: Date, clock: &Captures<'_>, lang: Lang) -> Option<Stamp> {
    let mut hour = number(clock, &["h"])?;
    let minute = number(clock, &["min", "min2"]).unwrap_or(0);
    let second = number(clock, &["s"]).unwrap_or(0);
    let is_half =
        |at: char| group(clock, "ampm").is_some_and(|half| half.to_ascii_lowercase().starts_with(at));
    if hour < 12 && (is_half('p') || group(clock, "half") == Some("午後")) {
        hour += 12;
    } else if hour == 12 && (is_half('a') || group(clock, "half") == Some("午前")) {
        hour = 0;
    }
    let small = |n: i16| i8::try_from(n).ok();
    let time = Time::new(small(hour)?, small(minute)?, small(second.min(59))?, 0).ok()?;
    let offset_minutes = group(clock, "zone").and_then(offset_of);
    let counted = offset_minutes.or((lang == Lang::Ja).then_some(JAPAN_MINUTES));
    let Some(minutes) = counted else { return Some(day(date)) };
    let offset = Offset::from_seconds(i32::from(minutes) * 60).ok()?;
    let at = date.to_datetime(time).to_zoned(TimeZone::fixed(offset)).ok()?.timestamp();
    Some(Stamp::instant(at, offset_minutes))
}

/// Minutes east of UTC of a written zone. The American letters are those of RFC 5322, section 4.3.
fn offset_of(zone: &str) -> Option<i16> {
    let hours = match zone.to_ascii_lowercase().as_str() {
        "z" | "utc" | "gmt" => 0,
        "jst" => 9,
        "edt" => -4,
        "est" | "cdt" => -5,
        "cst" | "mdt" => -6,
        "mst" | "pdt" => -7,
        "pst" => -8,
        signed => {
            let sign = if signed.starts_with('-') { -1 } else { 1 };
            let digits: String = signed.chars().filter(char::is_ascii_digit).collect();
            let hours: i16 = digits.get(..2)?.parse().ok()?;
            let minutes: i16 = digits.get(2..4).map_or(Some(0), |two| two.parse().ok())?;
            return (hours < 15 && minutes < 60).then_some(sign * (hours * 60 + minutes));
        }
    };
    Some(hours * 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(lang: Lang, text: &str, expected: &str) {
        let got = stamp_of(text, lang).map_or("none".to_owned(), Stamp::to_iso);
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn zoned_times_are_instants_with_their_offset() {
        for (text, expected) in [
            ("2025-10-19T19:00:00+09:00", "2025-10-19T19:00:00+09:00"),
            ("2025-10-19T10:00:00Z", "2025-10-19T10:00:00+00:00"),
            ("2025-10-19T10:00:00.123Z", "2025-10-19T10:00:00+00:00"),
            ("2025-10-19 10:00:00 +0900", "2025-10-19T10:00:00+09:00"),
            ("2025-10-19T10:00+09", "2025-10-19T10:00:00+09:00"),
            ("20251019T100000Z", "2025-10-19T10:00:00+00:00"),
            ("Wed, 17 Dec 2025 12:05:00 +0900", "2025-12-17T12:05:00+09:00"),
            ("December 17, 2025 at 1:05 PM EST", "2025-12-17T13:05:00-05:00"),
            ("Published: Dec. 17, 2025, 12:05 a.m. (GMT)", "2025-12-17T00:05:00+00:00"),
        ] {
            check(Lang::En, text, expected);
        }
    }

    #[test]
    fn unzoned_times_are_japanese_or_only_days() {
        for (text, ja, en) in [
            ("2025/12/17 12:05", "2025-12-17T03:05:00Z", "2025-12-17"),
            ("2025-12-17T12:05:00", "2025-12-17T03:05:00Z", "2025-12-17"),
            ("2025年12月17日（水）12時05分", "2025-12-17T03:05:00Z", "2025-12-17"),
            ("２０２５年１２月１７日　午後３時", "2025-12-17T06:00:00Z", "2025-12-17"),
            ("2025.12.17 [Wed] 10:00", "2025-12-17", "2025-12-17"),
        ] {
            check(Lang::Ja, text, ja);
            check(Lang::En, text, en);
        }
    }

    #[test]
    fn days() {
        for text in [
            "2025年10月9日",
            "公開日: 2025/10/09",
            "2025.10.9",
            "令和7年10月9日",
            "令和７年１０月９日",
            "October 9, 2025",
            "9 October 2025",
            "Thursday, Oct 9th, 2025",
            "9-Oct-2025",
            "20251009",
            "2025年10月9日 25:00",
        ] {
            check(Lang::Ja, text, "2025-10-09");
        }
        check(Lang::Ja, "令和元年5月1日", "2019-05-01");
        check(Lang::Ja, "平成31年4月30日", "2019-04-30");
    }

    #[test]
    fn no_guesses() {
        for text in [
            "",
            "10月9日",
            "04/05/2025",
            "2025年",
            "2025-13-01",
            "1970-01-01T00:00:00Z",
            "yesterday",
            "3 hours ago",
            "〒100-0001",
            "192.168.10.10",
            "tel 03-2025-1009",
            "May 2025",
        ] {
            check(Lang::Ja, text, "none");
        }
    }

    #[test]
    fn the_range_is_the_written_time() {
        let text = "【更新】２０２５年１２月１７日 12:05 東京";
        let (range, _) = first_stamp(text, Lang::Ja).unwrap();
        assert_eq!(&text[range], "２０２５年１２月１７日 12:05");
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[0-9０-９年月日:/. +TZ\\-あaJan,]{0,40}") {
            if let Some((range, _)) = first_stamp(&text, Lang::Ja) {
                prop_assert!(text.get(range).is_some());
            }
        }
    }
}
