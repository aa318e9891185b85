//! Times named by words and distances: 昨日, 先月, 昨年, 同日, 3日前, 2週間後.

use std::sync::LazyLock;

use super::month::{in_month, is_glued, month_or_day};
use super::weekday::weekday;
use super::year::after_year;
use crate::date::Relation;
use crate::date::read::{int_at, lit, one_of};
use crate::date::shape::{Found, Month, Shape, Step, Week, Year};
use crate::vocabulary::{Words, rows};

/// What a word of `dates-ja.csv` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Now(Step, i16),
    Mention(Step, i16),
}

pub(super) static WORDS: LazyLock<Words<Word>> = LazyLock::new(|| {
    let read = |row: Vec<&'static str>| {
        let value: i16 = row.get(2)?.parse().ok()?;
        let (unit, is_mention) = match row.get(1)?.strip_suffix("-after") {
            Some(unit) => (unit, true),
            None => (*row.get(1)?, false),
        };
        let step = match unit {
            "day" => Step::Day,
            "week" => Step::Week,
            "month" => Step::Month,
            "year" => Step::Year,
            _ => return None,
        };
        let word = if is_mention { Word::Mention(step, value) } else { Word::Now(step, value) };
        Some(((*row.first()?).to_owned(), word))
    };
    Words::at_front(rows(include_str!("../../../data/dates-ja.csv")).filter_map(read))
});

/// What begins with a word such as 昨日, 先月, 昨年.
pub(super) fn worded(text: &str, start: usize, end: usize, word: Word) -> Option<Found> {
    // 前年比, 同日付け and 当日券: compared with or named after, not told of that time.
    if one_of(text, end, &["比", "同期", "並み", "券", "割"]).is_some() {
        return None;
    }
    // 当日配送 behind a noun is part of its name.
    let is_kanji_before = text.get(..start)?.ends_with(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c));
    if text.get(start..end)? == "当日" && is_kanji_before {
        return None;
    }
    let found =
        |shape| Some(Found { has_subject: has_subject(text, start), ..Found::new(start, end, shape) });
    match word {
        Word::Now(Step::Day, n) => found(Shape::FromNow(Step::Day, n.into())),
        Word::Mention(Step::Day, n) => found(Shape::FromMention(Step::Day, n.into())),
        Word::Now(Step::Week, n) => {
            let at = lit(text, end, "の").unwrap_or(end);
            weekday(text, at, Week::Off(n))
                .map(|found| dated(text, start, found))
                .or_else(|| lit(text, end, "末").map(|end| Found::new(start, end, Shape::Weekend(Some(n)))))
                .or_else(|| {
                    part_of_week(text, at).map(|end| Found {
                        relation: Relation::Around,
                        ..Found::new(start, end, Shape::Week(n))
                    })
                })
                .or_else(|| found(Shape::Week(n)))
        }
        Word::Mention(Step::Week, n) => {
            let at = lit(text, end, "の").unwrap_or(end);
            weekday(text, at, Week::After(n))
                .map(|found| Found { span: start..found.span.end, ..found })
                .or_else(|| found(Shape::WeekAfter(n)))
        }
        Word::Now(Step::Month, n) => Some(in_month(text, start, end, Year::Unsaid, Month::Off(n))),
        Word::Mention(Step::Month, n) => Some(in_month(text, start, end, Year::Unsaid, Month::After(n))),
        Word::Now(Step::Year, n) => after_year(text, start, end, Year::Off(n)),
        Word::Mention(Step::Year, n) => after_year(text, start, end, Year::After(n)),
    }
}

/// 今週の金曜日6月15日, 今週の金曜日(6月15日): the weekday that begins at `start`, with the day that says the same.
fn dated(text: &str, start: usize, weekday: Found) -> Found {
    let end = weekday.span.end;
    let (at, closer) = lit(text, end, "(").map_or((end, ""), |at| (at, ")"));
    let day = month_or_day(text, at, Year::Unsaid, at)
        .filter(|day| matches!(day.shape, Shape::Day(civil) if civil.month != Month::Unsaid))
        .and_then(|day| Some((lit(text, day.span.end, closer)?, day)));
    match (day, weekday.shape) {
        (Some((end, day)), Shape::Weekday(own, _)) => Found { span: start..end, weekday: Some(own), ..day },
        _ => Found { span: start..end, ..weekday },
    }
}

/// Where the part of a week at `at` ends: 今週初め, 来週半ば, 今週の後半.
fn part_of_week(text: &str, at: usize) -> Option<usize> {
    const PARTS: &[&str] =
        &["初め", "はじめ", "前半", "半ば", "なかば", "後半", "終わりごろ", "終わり頃", "終わり", "早く"];
    one_of(text, at, PARTS).map(|(_, end)| end)
}

/// Characters of a subject looked at before は.
const SUBJECT_CHARS_MAX: usize = 24;

/// Whether a subject of its own, not 同社 or 両社, ends right before `start`.
fn has_subject(text: &str, start: usize) -> bool {
    let Some(before) = text.get(..start).and_then(|before| before.strip_suffix('は')) else { return false };
    let is_end = |c: &char| matches!(c, '。' | '、' | '\n' | ' ' | '」' | '・');
    let noun = before.chars().rev().take(SUBJECT_CHARS_MAX).take_while(|c| !is_end(c));
    noun.last().is_some_and(|first| !matches!(first, '同' | '両' | '当' | '町' | '市' | '県'))
}

/// 3日前, 2週間後: from publication, or behind a time named before.
pub(super) fn steps(text: &str, at: usize) -> Option<Found> {
    if is_glued(text, at) {
        return None;
    }
    let (n, end) = int_at(text, at)?;
    const UNITS: &[(&str, Step)] = &[
        ("日", Step::Day),
        ("週間", Step::Week),
        ("カ月", Step::Month),
        ("か月", Step::Month),
        ("ヶ月", Step::Month),
        ("ヵ月", Step::Month),
        ("年", Step::Year),
    ];
    let (step, end) = UNITS.iter().find_map(|(word, step)| lit(text, end, word).map(|end| (*step, end)))?;
    let n = i32::try_from(n).ok().filter(|n| *n <= 999)?;
    if let Some(end) = lit(text, end, "前") {
        let is_measure = one_of(text, end, &["後", "半", "払", "倒"]).is_some();
        // 公表の3日前 and 起きる約10日前 are reckoned from what is told before them.
        let before = text.get(..at)?;
        let before = before.strip_suffix("約").or(before.strip_suffix("およそ")).unwrap_or(before);
        let has_own_base = before.ends_with(['の', 'る', 'た', 'い', 'う']);
        return (!is_measure && !has_own_base).then(|| Found::new(at, end, Shape::FromNow(step, -n)));
    }
    let end = lit(text, end, "後")?;
    let has_own_base = text.get(..at)?.ends_with(['の', 'る', 'た']);
    (!has_own_base).then(|| Found::new(at, end, Shape::FromMention(step, n)))
}
