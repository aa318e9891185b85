//! What stands behind a day: the end of its range, the time of day, ごろ, 以降, までに.

use super::month::month_or_day;
use super::weekday::weekday_behind;
use super::year::with_year;
use crate::date::Relation;
use crate::date::clock;
use crate::date::read::{lit, one_of, skip_space};
use crate::date::shape::{Found, Month, Shape, Step, Year};

/// Joins a day with the end of its range: から18日にかけて, 〜9月2日.
pub(super) fn range(text: &str, first: Found) -> Found {
    let Shape::Day(from) = first.shape else { return first };
    let start = first.span.start;
    let mut end = weekday_behind(text, first.span.end).map_or(first.span.end, |(_, end)| end);
    if let Some(clock) = clock::japanese(text, end) {
        end = clock.end;
    }
    let Some((joiner, at)) = one_of(text, end, &["から", "〜", "~", "–", "—", "-"]) else {
        return first;
    };
    let Some(second) = with_year(text, at).or_else(|| month_or_day(text, at, Year::Unsaid, start)) else {
        return first;
    };
    let Shape::Day(mut to) = second.shape else { return first };
    let mut end = weekday_behind(text, second.span.end).map_or(second.span.end, |(_, end)| end);
    if let Some(clock) = clock::japanese(text, end) {
        end = clock.end;
    }
    let closer = one_of(text, end, &["にかけて", "までの間", "まで", "の間"]);
    if joiner == "から" && closer.is_none() {
        return first;
    }
    if matches!(to.month, Month::Unsaid) {
        to.month = from.month;
    }
    if matches!(to.year, Year::Unsaid) {
        to.year = from.year;
    }
    let end = closer.map_or(end, |(_, end)| end);
    Found::new(start, end, Shape::Days(from, to))
}

/// Takes in the weekday, 付 and the time of day behind a day.
pub(super) fn with_clock(text: &str, mut found: Found) -> Found {
    let is_day = matches!(
        found.shape,
        Shape::Day(_) | Shape::NextDay(_) | Shape::FromNow(Step::Day, _) | Shape::FromMention(Step::Day, _)
    );
    if !is_day && !matches!(found.shape, Shape::Weekday(..)) {
        return found;
    }
    if let Some((day, end)) = weekday_behind(text, found.span.end) {
        found.span.end = end;
        found.weekday = Some(day);
    }
    if let Some((_, end)) = one_of(text, found.span.end, &["付け", "づけ", "付"]) {
        found.span.end = end;
        return found;
    }
    let end = found.span.end;
    let at = lit(text, end, "の").or_else(|| lit(text, end, "、")).unwrap_or(skip_space(text, end));
    if let Some(clock) = clock::japanese(text, at) {
        // 19日、朝日新聞 and 19日の夜間作業: a comma needs an hour behind it.
        if at == end
            || clock.time.is_some()
            || lit(text, end, "の").is_some() && !is_kanji_at(text, clock.end)
        {
            let is_night = text.get(found.span.clone()).is_some_and(|day| day.ends_with(['夜', '晩', '夕']));
            found.span.end = clock.end;
            found.time = if is_night { clock.time.and_then(clock::later) } else { clock.time };
        }
    }
    found
}

fn is_kanji_at(text: &str, at: usize) -> bool {
    text.get(at..)
        .and_then(|rest| rest.chars().next())
        .is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// Reads what stands behind: ごろ, 以降, までに.
pub(in crate::date) fn with_relation(text: &str, mut found: Found) -> Found {
    let taken: &[(&str, Relation)] = &[
        ("ごろ", Relation::Around),
        ("頃", Relation::Around),
        ("ころ", Relation::Around),
        ("前後", Relation::Around),
        ("過ぎ", Relation::Around),
        ("すぎ", Relation::Around),
        ("以降", Relation::After),
        ("以後", Relation::After),
        ("以来", Relation::After),
        ("以前", Relation::Before),
    ];
    for (word, relation) in taken {
        if let Some(end) = lit(text, found.span.end, word) {
            found.span.end = end;
            found.relation = *relation;
            break;
        }
    }
    if lit(text, found.span.end, "まで").is_some() && found.relation == Relation::On {
        found.relation = Relation::By;
    }
    found
}
