//! Times of day: 午前7時半, 未明, 14:30, `3:20 p.m.`, `evening`.

use jiff::civil::Time;

use super::read::{int_at, lit, one_of, skip_space};

/// Parts of a day that take no hour, in Japanese; those that may stand before one are tried there too.
const PARTS_JA: &[&str] = &[
    "未明",
    "早朝",
    "明け方",
    "朝方",
    "朝",
    "昼過ぎ",
    "昼すぎ",
    "昼前",
    "昼ごろ",
    "昼",
    "日中",
    "夕方",
    "夕刻",
    "夕",
    "夜間",
    "夜中",
    "夜",
    "深夜",
    "午前中",
    "正午過ぎ",
    "正午すぎ",
    "正午",
    "午前",
    "午後",
];

/// Parts of a day in English.
const PARTS_EN: &[&str] = &[
    "early morning",
    "late morning",
    "early afternoon",
    "late afternoon",
    "early evening",
    "late evening",
    "late night",
    "morning",
    "afternoon",
    "evening",
    "night",
    "midnight",
    "noonish",
    "noon",
    "12 noon",
    "12 midnight",
    "midday",
    "mid day",
    "overnight",
    "at noon",
    "at midnight",
];

/// A time of day: where it ends, and the time when an hour is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock {
    pub(crate) end: usize,
    pub(crate) time: Option<Time>,
}

/// 午前7時半, 午後1時20分, 14:30, 未明 at `at`.
pub(crate) fn japanese(text: &str, at: usize) -> Option<Clock> {
    let (half_day, hour_at) = half_day(text, at);
    if let Some(clock) = hour_ja(text, hour_at, half_day).or_else(|| colon(text, hour_at)) {
        let time = clock.time.and_then(|time| if half_day == Some(12) { later(time) } else { Some(time) });
        return Some(Clock { end: clock.end, time });
    }
    let rest = text.get(at..)?;
    let part = PARTS_JA.iter().find(|part| rest.starts_with(**part))?;
    let end = at + part.len();
    // 夜 may be the part before an hour: 夜8時.
    if let Some(clock) = hour_ja(text, end, None) {
        let is_late = matches!(*part, "夜" | "夕方" | "夕" | "昼" | "夜間");
        let time = clock.time.and_then(|time| if is_late { later(time) } else { Some(time) });
        return Some(Clock { end: clock.end, time });
    }
    let time = if part.starts_with("正午") { Time::new(12, 0, 0, 0).ok() } else { None };
    Some(Clock { end, time })
}

/// 午前 (0) or 午後 (12), and where the hour begins.
fn half_day(text: &str, at: usize) -> (Option<i8>, usize) {
    for (word, hours) in [("午前", 0), ("午後", 12), ("AM", 0), ("PM", 12)] {
        if let Some(end) = lit(text, at, word) {
            return (Some(hours), skip_space(text, end));
        }
    }
    (None, at)
}

/// The same hour after noon.
pub(super) fn later(time: Time) -> Option<Time> {
    if time.hour() < 12 {
        Time::new(time.hour() + 12, time.minute(), time.second(), 0).ok()
    } else {
        Some(time)
    }
}

/// 7時, 7時半, 7時20分, 7時20分30秒; not 7時間.
fn hour_ja(text: &str, at: usize, half_day: Option<i8>) -> Option<Clock> {
    let (hour, end) = int_at(text, at)?;
    let mut end = lit(text, end, "時")?;
    if lit(text, end, "間").is_some() {
        return None;
    }
    let (mut minute, mut second) = (0, 0);
    if let Some(half) = lit(text, end, "半") {
        (minute, end) = (30, half);
    } else if let Some((minutes, minutes_end)) = int_at(text, end)
        && let Some(minutes_end) = lit(text, minutes_end, "分")
    {
        (minute, end) = (minutes, minutes_end);
        if let Some((seconds, seconds_end)) = int_at(text, end)
            && let Some(seconds_end) = lit(text, seconds_end, "秒")
        {
            (second, end) = (seconds, seconds_end);
        }
    }
    // 午前12時10分 is ten past midnight.
    let hour = if half_day == Some(0) && hour == 12 { 0 } else { hour };
    // 午後12時30分 is half past noon or past midnight; 24時 is the next day's first: both stay without a time.
    let time =
        if hour >= 24 || (half_day == Some(12) && hour > 12) { None } else { civil(hour, minute, second) };
    (hour <= 30 && minute < 60).then_some(Clock { end, time })
}

fn civil(hour: u32, minute: u32, second: u32) -> Option<Time> {
    let narrow = |n: u32| i8::try_from(n).ok();
    Time::new(narrow(hour)?, narrow(minute)?, narrow(second)?, 0).ok()
}

/// 14:30 and 14:30:05.
pub(crate) fn colon(text: &str, at: usize) -> Option<Clock> {
    let two = |at: usize| {
        let digits = text.get(at..at + 2)?;
        let is_two = digits.bytes().all(|b| b.is_ascii_digit());
        is_two.then(|| digits.parse::<u32>().ok()).flatten().map(|n| (n, at + 2))
    };
    let (hour, end) = two(at).or_else(|| {
        let digit = text.as_bytes().get(at).filter(|b| b.is_ascii_digit())?;
        Some((u32::from(digit - b'0'), at + 1))
    })?;
    let (minute, mut end) = two(lit(text, end, ":")?)?;
    let mut second = 0;
    if let Some((seconds, seconds_end)) = lit(text, end, ":").and_then(two) {
        (second, end) = (seconds, seconds_end);
    }
    if text.as_bytes().get(end).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    civil(hour, minute, second).map(|time| Clock { end, time: Some(time) })
}

/// `8.30pm`: hours and minutes with a full stop between, as British papers write them; only before a half of the day.
fn full_stop(lower: &str, at: usize) -> Option<Clock> {
    let (hour, end) = int_at(lower, at).filter(|(hour, _)| (1..=12).contains(hour))?;
    let minute_at = lit(lower, end, ".")?;
    let minute: u32 = lower.get(minute_at..minute_at + 2)?.parse().ok()?;
    let end = minute_at + 2;
    let rest = lower.get(skip_space(lower, end)..)?;
    let is_half = ["am", "pm", "a.m.", "p.m."].iter().any(|half| rest.starts_with(half));
    civil(hour, minute, 0).filter(|_| is_half).map(|time| Clock { end, time: Some(time) })
}

/// `3:20 p.m.`, `3 p.m.`, `15:20`, `noon`, `evening` at `at`; `lower` is in lower case.
pub(crate) fn english(lower: &str, at: usize) -> Option<Clock> {
    let rest = lower.get(at..)?;
    if let Some(part) = PARTS_EN.iter().find(|part| rest.starts_with(**part)) {
        let end = at + part.len();
        let is_word = lower.as_bytes().get(end).is_none_or(|b| !b.is_ascii_alphanumeric());
        let is_noon = part.contains("noon") && !part.ends_with("afternoon") || part.ends_with("day");
        let hour = if is_noon { Some(12) } else { None };
        return is_word.then(|| Clock { end, time: hour.and_then(|hour| civil(hour, 0, 0)) });
    }
    let colon = colon(lower, at).or_else(|| full_stop(lower, at)).or_else(|| packed(lower, at));
    let (end, time) = match colon {
        Some(clock) => (clock.end, clock.time?),
        None => {
            let (hour, end) = int_at(lower, at).filter(|(hour, _)| (1..=12).contains(hour))?;
            (end, civil(hour, 0, 0)?)
        }
    };
    let half_at = skip_space(lower, end);
    const HALVES: &[(&str, bool)] = &[("a.m.", false), ("p.m.", true), ("am", false), ("pm", true)];
    for (word, is_late) in HALVES {
        let Some(end) = lit(lower, half_at, word) else { continue };
        if lower.as_bytes().get(end).is_some_and(u8::is_ascii_alphanumeric) || time.hour() > 12 {
            continue;
        }
        let time = match (time.hour(), *is_late) {
            (12, false) => Time::new(0, time.minute(), time.second(), 0).ok(),
            (12, true) => Some(time),
            (_, true) => later(time),
            (_, false) => Some(time),
        };
        return Some(Clock { end: zone_name(lower, end), time });
    }
    if let Some(end) = lit(lower, end, "ish").filter(|_| colon.is_none()) {
        let is_word = lower.as_bytes().get(end).is_none_or(|b| !b.is_ascii_alphanumeric());
        return is_word.then_some(Clock { end, time: Some(time) });
    }
    if let Some(clock) = one_letter(lower, at, end, time) {
        return Some(clock);
    }
    colon.map(|clock| Clock { end: zone_name(lower, clock.end), ..clock })
}

/// `7:30a` and `at 9p`: one letter for the half of the day, right behind a time that can be nothing else.
fn one_letter(lower: &str, at: usize, end: usize, time: Time) -> Option<Clock> {
    let is_told = lower.get(at..end)?.contains(':') || lower.get(..at)?.ends_with("at ");
    let (word, end) = one_of(lower, end, &["a", "p"])?;
    let is_word = lower.as_bytes().get(end).is_none_or(|b| !b.is_ascii_alphanumeric());
    if !is_told || !is_word || !(1..=12).contains(&time.hour()) {
        return None;
    }
    Some(Clock { end, time: if word == "p" { later(time) } else { Some(time) } })
}

/// `1025 a.m.`: hours and minutes with nothing between, only before a half of the day.
fn packed(lower: &str, at: usize) -> Option<Clock> {
    let len = lower.get(at..)?.bytes().take_while(u8::is_ascii_digit).count();
    let digits = lower.get(at..at + len).filter(|_| (3..=4).contains(&len))?;
    let (hour, minute) = digits.split_at(len - 2);
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let rest = lower.get(skip_space(lower, at + len)..)?;
    let is_half = ["a.m.", "p.m.", "am", "pm"].iter().any(|half| {
        rest.strip_prefix(half).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    });
    let fits = is_half && (1..=12).contains(&hour);
    civil(hour, minute, 0).filter(|_| fits).map(|time| Clock { end: at + len, time: Some(time) })
}

/// An hour as a number alone, `8` or `8 o'clock`, with nothing behind it that it could count.
pub(super) fn bare_hour(lower: &str, at: usize) -> Option<Clock> {
    let (hour, end) = int_at(lower, at).filter(|(hour, _)| (1..=12).contains(hour))?;
    let end = one_of(lower, end, &[" o'clock", " oclock"]).map_or(end, |(_, end)| end);
    let tail = lower.get(end..)?;
    let ends = tail.is_empty()
        || tail.starts_with(['.', ',', ';', ')', '!', '?', '\n'])
            && !tail[1..].starts_with(|c: char| c.is_ascii_digit());
    civil(hour, 0, 0).filter(|_| ends).map(|time| Clock { end, time: Some(time) })
}

/// Takes in the name of a zone behind a time: ` ET`, ` UTC`.
fn zone_name(lower: &str, end: usize) -> usize {
    const ZONES: &[&str] = &[
        " utc", " gmt", " jst", " et", " est", " edt", " pt", " pst", " pdt", " ct", " cet", " cest", " bst",
    ];
    let found = ZONES.iter().filter_map(|zone| lit(lower, end, zone));
    found
        .filter(|end| lower.as_bytes().get(*end).is_none_or(|b| !b.is_ascii_alphanumeric()))
        .max()
        .unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: Option<Clock>, text: &str, want: &str) {
        let drawn = found.map_or("none".to_owned(), |clock| {
            format!("{}={}", &text[..clock.end], clock.time.map_or("?".to_owned(), |time| time.to_string()))
        });
        assert_eq!(drawn, want, "{text}");
    }

    #[test]
    fn japanese_times_of_day() {
        for (text, want) in [
            ("午前7時", "午前7時=07:00:00"),
            ("午後1時20分ごろ", "午後1時20分=13:20:00"),
            ("午前六時半", "午前六時半=06:30:00"),
            ("14:30", "14:30=14:30:00"),
            ("夜8時", "夜8時=20:00:00"),
            ("未明", "未明=?"),
            ("正午", "正午=12:00:00"),
            ("7時間", "none"),
            ("12:345", "none"),
        ] {
            check(japanese(text, 0), text, want);
        }
    }

    #[test]
    fn english_times_of_day() {
        for (text, want) in [
            ("3:20 p.m.", "3:20 p.m.=15:20:00"),
            ("9 am et", "9 am et=09:00:00"),
            ("12 a.m.", "12 a.m.=00:00:00"),
            ("6.40pm", "6.40pm=18:40:00"),
            ("6.40 points", "none"),
            ("15:20 utc", "15:20 utc=15:20:00"),
            ("evening", "evening=?"),
            ("nooner", "none"),
            ("9 amps", "none"),
        ] {
            check(english(text, 0), text, want);
        }
    }
}
