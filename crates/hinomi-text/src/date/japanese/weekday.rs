//! Weekdays: 金曜日, and those behind a day: (日), の日曜日.

use jiff::civil::Weekday;

use crate::date::read::{lit, one_of};
use crate::date::shape::{Found, Shape, Week};
use crate::number::is_numeral;

/// 金曜日 or 金曜 at `at`.
pub(super) fn weekday(text: &str, at: usize, week: Week) -> Option<Found> {
    let first = text.get(at..)?.chars().next()?;
    let day = weekday_of(first)?;
    let end = lit(text, at + first.len_utf8(), "曜")?;
    let end = lit(text, end, "日").unwrap_or(end);
    // 毎週金曜日 names no one day.
    let before = text.get(..at)?;
    let is_habit = before.ends_with("毎週") || before.ends_with(['毎', '曜', '・']);
    // 第2火曜日 is one of its month.
    let is_counted = before.ends_with(|c: char| c.is_ascii_digit() || is_numeral(c));
    (!is_habit && !is_counted).then(|| Found::new(at, end, Shape::Weekday(day, week)))
}

fn weekday_of(c: char) -> Option<Weekday> {
    Some(match c {
        '月' => Weekday::Monday,
        '火' => Weekday::Tuesday,
        '水' => Weekday::Wednesday,
        '木' => Weekday::Thursday,
        '金' => Weekday::Friday,
        '土' => Weekday::Saturday,
        '日' => Weekday::Sunday,
        _ => return None,
    })
}

/// The weekday behind `at` and where it ends: (日), (日曜日), 日曜日, の日曜日, 、日曜日.
pub(in crate::date) fn weekday_behind(text: &str, at: usize) -> Option<(Weekday, usize)> {
    let open = one_of(text, at, &["(", "〔", "["]);
    let joined = one_of(text, at, &["の", "、", ","]);
    let inner = open.or(joined).map_or(at, |(_, end)| end);
    let c = text.get(inner..)?.chars().next()?;
    let day = weekday_of(c)?;
    let end = inner + c.len_utf8();
    // 12日、月曜日: behind a comma only where it is written out.
    if joined.is_some_and(|(word, _)| word != "の") && lit(text, end, "曜日").is_none() {
        return None;
    }
    let end = lit(text, end, "曜").map_or(end, |end| lit(text, end, "日").unwrap_or(end));
    let end = match open {
        Some(_) => {
            let end = one_of(text, end, &["・祝", "祝"]).map_or(end, |(_, end)| end);
            one_of(text, end, &[")", "〕", "]"]).map(|(_, end)| end)
        }
        None => (end > inner + c.len_utf8()).then_some(end),
    };
    end.map(|end| (day, end))
}
