//! What begins with a year or stands behind one: 2025年10月19日, 令和5年, R5.7.4, 2026年第2四半期, 年末.

use super::month::month_or_day;
use super::{civil, narrow};
use crate::date::Relation;
use crate::date::read::{int_at, lit, one_of, skip_space};
use crate::date::shape::{Civil, Found, Month, Shape, Year};

/// Years of the Christian era that are read as such.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2100;

/// Japanese eras with the year before their first. Source: Cabinet Office, era names since 1868.
const ERAS: &[(&str, u32)] = &[
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("大正", 1911),
    ("明治", 1867),
    ("R", 2018),
    ("H", 1988),
    ("S", 1925),
];

/// What begins with a written year: 2025年10月19日, 令和5年, R5.7.4, 25年10月.
pub(super) fn with_year(text: &str, at: usize) -> Option<Found> {
    for (era, before) in ERAS {
        let Some(end) = lit(text, at, era) else { continue };
        let end = skip_space(text, end);
        let (year, end) = match lit(text, end, "元") {
            Some(end) => (1, end),
            None => int_at(text, end).filter(|(year, _)| (1..=99).contains(year))?,
        };
        let year = Year::Given(i16::try_from(before + year).ok()?);
        if era.len() == 1 {
            return dotted(text, at, end, year);
        }
        let end = lit(text, skip_space(text, end), "年")?;
        return after_year(text, at, end, year);
    }
    if !text.as_bytes().get(at).is_some_and(|b| b.is_ascii_digit() || *b >= 0x80) {
        return None;
    }
    let (n, end) = int_at(text, at)?;
    let year_end = lit(text, skip_space(text, end), "年")?;
    if YEARS.contains(&n) {
        return after_year(text, at, year_end, Year::Given(i16::try_from(n).ok()?));
    }
    // 25年10月 and 26年7月期; 25年 alone is as often a length of time.
    let is_short = n < 100 && end - at == 2 && text.as_bytes()[at].is_ascii_digit();
    let year = Year::Given(i16::try_from(2000 + n).ok()?);
    if is_short && lit(text, year_end, "度").is_some() {
        return after_year(text, at, year_end, year);
    }
    is_short.then(|| month_or_day(text, skip_space(text, year_end), year, at)).flatten()
}

/// R5.7.4 at `at`, where a word begins.
pub(in crate::date) fn short_era(text: &str, at: usize) -> Option<Found> {
    let is_short = matches!(text.as_bytes().get(at), Some(b'R' | b'H' | b'S'))
        && text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit);
    is_short.then(|| with_year(text, at)).flatten()
}

/// R5.7.4 behind the era's year.
fn dotted(text: &str, start: usize, end: usize, year: Year) -> Option<Found> {
    let (month, end) = int_at(text, one_of(text, end, &[".", "/"])?.1)?;
    let (day, end) = int_at(text, one_of(text, end, &[".", "/"])?.1)?;
    civil(year, Month::Given(narrow(month)?), day).map(|civil| Found::new(start, end, Shape::Day(civil)))
}

/// What stands behind a year: 度, 末, a quarter, a season, a month, or nothing.
pub(super) fn after_year(text: &str, start: usize, end: usize, year: Year) -> Option<Found> {
    if let Some(end) = lit(text, end, "度") {
        return Some(Found::new(start, end, Shape::FiscalYear(year)));
    }
    let is_written = matches!(year, Year::Given(_));
    if let Some(found) = year_part(text, start, end, year).filter(|_| is_written) {
        return Some(found);
    }
    if let Some(found) = beyond(text, start, end, year) {
        return Some(found);
    }
    // 3年間 and 5年前 count years; 2025年比 compares.
    if one_of(text, end, &["間", "前", "後", "目", "物", "連続", "以上", "ぶり"]).is_some() {
        return None;
    }
    if let Some(found) = year_part(text, start, end, year) {
        return Some(found);
    }
    let month_at = lit(text, end, "の").unwrap_or(end);
    if let Some(found) = month_or_day(text, skip_space(text, month_at), year, start)
        && !matches!(found.shape, Shape::Day(Civil { month: Month::Unsaid, .. }))
    {
        return Some(found);
    }
    Some(Found::new(start, end, Shape::Year(year)))
}

/// 2015年前, 平成19年後: before or after a year that can be no count.
fn beyond(text: &str, start: usize, end: usize, year: Year) -> Option<Found> {
    let Year::Given(n) = year else { return None };
    let (word, end) = one_of(text, end, &["前", "後"])?;
    let goes_on = text.get(end..)?.starts_with(['半', '後', '期', '年', '月', '日', '回', '比', '者', '述']);
    let relation = if word == "前" { Relation::Before } else { Relation::After };
    let fits = u32::try_from(n).is_ok_and(|n| YEARS.contains(&n)) && !goes_on;
    fits.then(|| Found { relation, ..Found::new(start, end, Shape::Year(year)) })
}

/// 年末, 年初, 年内, 第2四半期, 上半期 and seasons; `end` is behind 年, or at it when the year is this one.
pub(super) fn year_part(text: &str, start: usize, end: usize, year: Year) -> Option<Found> {
    let behind = if start == end { lit(text, end, "年")? } else { end };
    let month = |month: i8, end: usize| {
        let found = Found::new(start, end, Shape::Month(year, Month::Given(month)));
        Some(Found { relation: Relation::Around, ..found })
    };
    if let Some((_, end)) = one_of(text, behind, &["末年始"]) {
        return month(12, end);
    }
    let of_end = lit(text, behind, "の").unwrap_or(behind);
    if let Some(end) = lit(text, behind, "末") {
        return month(12, end);
    }
    if let Some((_, end)) =
        one_of(text, of_end, &["終わりごろ", "終わり頃", "終わり", "おわり", "暮れ"]).filter(|_| start != end)
    {
        return month(12, end);
    }
    if let Some((_, end)) = one_of(text, behind, &["初め", "始め", "初頭", "初"])
        && lit(text, end, "来").is_none()
    {
        return month(1, end);
    }
    if let Some(end) = lit(text, behind, "明け").filter(|_| start == end) {
        // The turn of the year that is nearer: told of in December it is to come.
        let found = Found::new(start, end, Shape::Month(Year::Nearest, Month::Given(1)));
        return Some(Found { relation: Relation::Around, points_ahead: true, ..found });
    }
    if let Some(end) = lit(text, behind, "半ば").filter(|_| start != end) {
        return Some(Found { relation: Relation::Around, ..Found::new(start, end, Shape::Year(year)) });
    }
    if let Some(end) = lit(text, behind, "内") {
        return Some(Found { relation: Relation::By, ..Found::new(start, end, Shape::Year(year)) });
    }
    if start == end {
        return None;
    }
    let of = lit(text, behind, "の").unwrap_or(behind);
    if let Some((quarter, end)) = lit(text, of, "第").or(Some(of)).and_then(|at| int_at(text, at))
        && let Some(end) = lit(text, end, "四半期")
        && (1..=4).contains(&quarter)
    {
        return Some(Found::new(start, end, Shape::Quarter(year, narrow(quarter)?)));
    }
    for (word, half) in [("上半期", 1), ("上期", 1), ("前半", 1), ("下半期", 2), ("下期", 2), ("後半", 2)]
    {
        if let Some(end) = lit(text, of, word) {
            return Some(Found::new(start, end, Shape::Half(year, half)));
        }
    }
    let season = [("春", 0), ("夏", 1), ("秋", 2), ("冬", 3)]
        .iter()
        .find_map(|(word, n)| Some((*n, lit(text, of, word)?)));
    season.map(|(n, end)| Found {
        relation: Relation::Around,
        ..Found::new(start, end, Shape::Season(year, n))
    })
}
