//! Times of day without a day: 夜の8時20分, `3:15 pm`, `a quarter past 3`, `3 in the morning`.

use hinomi_model::When;
use jiff::ToSpan;
use jiff::civil::{DateTime, Time};
use rust_decimal::prelude::ToPrimitive;

use super::Own;
use crate::date::read::{lit, one_of};
use crate::date::{Relation, clock};
use crate::number::number_at;
use crate::scan::Start;

/// A time of day without a day: 夜の8時20分, `3:15 pm`, `noon`.
pub(super) fn read(text: &str, lower: &str, at: usize, start: Start, now: DateTime) -> Option<Own> {
    const PARTS: &[&str] = &["午前", "午後", "早朝", "深夜", "夕方", "朝", "夜", "昼", "夕", "AM", "PM"];
    let front = text.get(..at)?;
    if front.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '.' | '/' | '-' | '$' | '第'))
        && !front.ends_with(PARTS_EN)
    {
        return None;
    }
    let told = minutes_from(text, lower, at).or_else(|| with_h(lower, at)).or_else(|| {
        let hour = whole_hour(text, lower, at).filter(|hour| hour.is_plain)?;
        Some(clock::Clock { end: hour.end, time: Some(hour.time) })
    });
    if let Some(told) = told {
        let relation = side(lower, at);
        return Some(Own {
            start: at,
            end: told.end,
            when: When::Day(now.date()),
            time: told.time,
            relation,
        });
    }
    let front = front.strip_suffix('の').unwrap_or(front);
    let part = PARTS.iter().find(|part| front.ends_with(**part));
    let (begin, found) = match (part, start) {
        (_, Start::Word) => return None,
        (Some(part), _) => {
            let begin = front.len() - part.len();
            let joined = format!(
                "{part}{}",
                text.get(at..)?.get(..MAX_CLOCK.min(text.len() - at)).unwrap_or(text.get(at..)?)
            );
            let found = clock::japanese(&joined, 0).filter(|clock| clock.end > part.len());
            (begin, found.map(|clock| clock::Clock { end: at + clock.end - part.len(), ..clock }))
        }
        (None, _) => (at, clock::english(lower, at).or_else(|| clock::japanese(text, at))),
    };
    let found = found?;
    let time = found.time?;
    // 一時的, 一時停止; 23時59秒 says no time.
    let rest = text.get(found.end..)?;
    if rest.starts_with(['的', '期', '停', '金', '間', '代', '点', '差', '刻', '給'])
        || (start != Start::Word && rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    {
        return None;
    }
    let end = [" o'clock", "o'clock", "ちょうど"].iter().find_map(|word| lit(lower, found.end, word));
    let end = end.unwrap_or(found.end);
    let relation = match text.get(found.end..) {
        Some(rest) if rest.starts_with("ごろ") || rest.starts_with('頃') => Relation::Around,
        _ => side(lower, begin),
    };
    Some(Own { start: begin, end, when: When::Day(now.date()), time: Some(time), relation })
}

/// Bytes that a time of day has at most.
const MAX_CLOCK: usize = 48;

/// Words for a half of the day that stand right before its hour.
const PARTS_EN: [char; 2] = ['M', 'm'];

/// Minutes before or after an hour: `15 past 3 pm`, `half past seven`, `a quarter to noon`.
fn minutes_from(text: &str, lower: &str, at: usize) -> Option<clock::Clock> {
    let (minutes, end) = match one_of(lower, at, &["a quarter", "quarter", "half"]) {
        Some(("half", end)) => (30, end),
        Some((_, end)) => (15, end),
        None => {
            let number = number_at(text, at).filter(|n| n.high.is_none() && !n.is_share && !n.is_scaled)?;
            (number.low.to_i64().filter(|n| number.low.fract().is_zero() && (1..60).contains(n))?, number.end)
        }
    };
    let end = one_of(lower, end, &[" minutes", " mins", " min"]).map_or(end, |(_, end)| end);
    let (joiner, hour_at) = one_of(lower, end, &[" past ", " after ", " to ", " till ", " before "])?;
    let hour = whole_hour(text, lower, hour_at)?;
    // `10 to 12` and `5 after 3` are ranges and scores unless the hour is plain.
    if joiner != " past " && !hour.is_plain {
        return None;
    }
    let time = hour.time.to_datetime(EPOCH);
    let signed = if matches!(joiner, " past " | " after ") { minutes } else { -minutes };
    Some(clock::Clock { end: hour.end, time: Some(time.checked_add(signed.minutes()).ok()?.time()) })
}

/// Any day: only the time of day is kept.
const EPOCH: jiff::civil::Date = jiff::civil::Date::constant(2000, 1, 2);

/// An hour, and whether its words can mean nothing else.
struct Hour {
    time: Time,
    end: usize,
    is_plain: bool,
}

/// `3 pm`, `noon`, `seven`, `seven o'clock`, `eight in the evening` at `at`.
fn whole_hour(text: &str, lower: &str, at: usize) -> Option<Hour> {
    if let Some(end) = lit(lower, at, "midnight") {
        return Some(Hour { time: Time::midnight(), end, is_plain: true });
    }
    if let Some(clock) = clock::english(lower, at)
        && let Some(time) = clock.time
    {
        return Some(Hour { time, end: clock.end, is_plain: true });
    }
    let number = number_at(text, at).filter(|n| n.high.is_none() && !n.is_share && !n.is_scaled)?;
    let hour = number.low.to_i8().filter(|n| number.low.fract().is_zero() && (1..=12).contains(n))?;
    let o_clock = lit(lower, number.end, " o'clock");
    let end = o_clock.unwrap_or(number.end);
    let half = half_behind(lower, end);
    let hour = match half {
        Some((true, _)) if hour < 12 => hour + 12,
        Some((false, _)) if hour == 12 => 0,
        _ => hour,
    };
    let is_plain = o_clock.is_some() || half.is_some();
    Some(Hour { time: Time::new(hour, 0, 0, 0).ok()?, end: half.map_or(end, |(_, end)| end), is_plain })
}

/// Whether ` in the evening` behind an hour is after noon, and where it ends.
fn half_behind(lower: &str, end: usize) -> Option<(bool, usize)> {
    const HALVES: &[(&str, bool)] = &[
        (" in the morning", false),
        (" in the am", false),
        (" in the afternoon", true),
        (" in the evening", true),
        (" in the pm", true),
        (" at night", true),
        (" am", false),
        (" pm", true),
    ];
    let ends = |end: &usize| !lower.as_bytes().get(*end).is_some_and(u8::is_ascii_alphanumeric);
    HALVES.iter().find_map(|(words, is_late)| Some((*is_late, lit(lower, end, words).filter(ends)?)))
}

/// 15h00 as the French and some English write it.
fn with_h(lower: &str, at: usize) -> Option<clock::Clock> {
    let (hour, end) = crate::date::read::int_at(lower, at)?;
    let minute_at = lit(lower, end, "h")?;
    let minute: i8 = lower.get(minute_at..minute_at + 2)?.parse().ok()?;
    let time = Time::new(i8::try_from(hour).ok()?, minute, 0, 0).ok()?;
    Some(clock::Clock { end: minute_at + 2, time: Some(time) })
}

/// How what is told stands to an hour: `since 2pm`, `before 11 am`.
fn side(lower: &str, start: usize) -> Relation {
    const WORDS: &[(&str, Relation)] = &[
        ("since ", Relation::After),
        ("after ", Relation::After),
        ("from ", Relation::After),
        ("before ", Relation::Before),
        ("until ", Relation::By),
        ("till ", Relation::By),
        ("by ", Relation::By),
        ("around ", Relation::Around),
        ("about ", Relation::Around),
    ];
    let front = lower.get(..start).unwrap_or_default();
    let found = WORDS.iter().find(|(word, _)| {
        front.strip_suffix(word).is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_alphanumeric()))
    });
    found.map_or(Relation::On, |(_, relation)| *relation)
}
