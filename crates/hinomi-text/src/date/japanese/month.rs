//! Months and days: 10月, 10月19日, 19日, 8日〜18日, 4〜6月期, 10月下旬.

use super::{civil, narrow};
use crate::date::Relation;
use crate::date::read::{int_at, lit, one_of, skip_space};
use crate::date::shape::{Civil, Day, Found, Month, Shape, Year};

/// 10月, 10月19日 or 19日 at `at`, of an expression that began at `start` with `year`.
pub(super) fn month_or_day(text: &str, at: usize, year: Year, start: usize) -> Option<Found> {
    if is_glued(text, at) && start == at {
        return None;
    }
    let (n, end) = int_at(text, at)?;
    let end = skip_space(text, end);
    if let Some(end) = lit(text, end, "月") {
        let month = Month::Given(narrow(n).filter(|n| (1..=12).contains(n))?);
        if one_of(text, end, &["間", "号", "刊", "額", "給", "謝", "面", "例", "次", "々"]).is_some()
        {
            return None;
        }
        if let (Some(end), Year::Given(year), Month::Given(month)) = (lit(text, end, "期"), year, month) {
            return Some(Found::new(start, end, Shape::FiscalTerm(year, month)));
        }
        return Some(in_month(text, start, end, year, month));
    }
    // 4〜6月期.
    if let Some((_, upper_at)) = one_of(text, end, &["〜", "~", "-", "–"])
        && let Some((upper, upper_end)) = int_at(text, upper_at)
        && let Some(end) = lit(text, upper_end, "月期").or_else(|| lit(text, upper_end, "月"))
        && let (Some(first), Some(last)) = (narrow(n), narrow(upper))
        && 1 <= first
        && first < last
        && last <= 12
    {
        return Some(Found::new(start, end, Shape::Months(year, first, last)));
    }
    // 8日～18日 and 8～18日 without a month.
    if year != Year::Unsaid {
        return None;
    }
    if let Some((upper_civil, end)) = day_range_tail(text, end, n) {
        let first = civil(year, Month::Unsaid, n)?;
        return Some(Found::new(start, end, Shape::Days(first, upper_civil)));
    }
    let end = lit(text, end, "日")?;
    // 2日から7日程度 measures; 好天の一日 is the day told of.
    let measured = one_of(text, end, &["から", "〜", "~"])
        .and_then(|(_, at)| int_at(text, at))
        .and_then(|(_, number_end)| lit(text, number_end, "日"))
        .is_some_and(|day_end| is_length(text, end, day_end));
    let is_word =
        text.get(start..)?.starts_with('一') && text.get(..start)?.ends_with(['の', 'い', 'た', 'る']);
    if measured || is_word || is_length(text, start, end) {
        return None;
    }
    civil(year, Month::Unsaid, n).map(|civil| Found::new(start, end, Shape::Day(civil)))
}

/// 〜18日 behind a bare 8.
fn day_range_tail(text: &str, end: usize, first: u32) -> Option<(Civil, usize)> {
    let (_, at) = one_of(text, end, &["〜", "~", "-", "–"])?;
    let (n, end) = int_at(text, at).filter(|(n, _)| *n > first)?;
    let end = lit(text, end, "日")?;
    if is_length(text, at, end) {
        return None;
    }
    civil(Year::Unsaid, Month::Unsaid, n).map(|civil| (civil, end))
}

/// Whether the number at `at` goes on to the left: 1.5日, 2-3日.
pub(super) fn is_glued(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    before.ends_with(|c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/' | '_' | '第' | '数' | 'カ' | 'ヶ' | ':')
    })
}

/// Whether N日 with these neighbours is a length of time or a share of it rather than a day.
pub(super) fn is_length(text: &str, start: usize, end: usize) -> bool {
    const BEHIND: &[&str] = &[
        "間",
        "以内",
        "以上",
        "未満",
        "ぶり",
        "目",
        "分",
        "連続",
        "あたり",
        "当たり",
        "程度",
        "ほど",
        "がかり",
        "かけて",
        "足らず",
        "半",
        "余り",
        "遅れ",
        "弱",
        "強",
        "平均",
        "も",
        "本",
        "曜",
        "常",
        "中",
        "超",
        "ごと",
        "おき",
        "がたつ",
        "が経",
        "に1",
        "に一",
        "で完了",
        "で復旧",
    ];
    const BEFORE: &[&str] = &[
        "まる",
        "約",
        "およそ",
        "丸",
        "最大",
        "最長",
        "過去",
        "今後",
        "あと",
        "残り",
        "わずか",
        "計",
        "毎月",
        "延べ",
        "数",
    ];
    let before = text.get(..start).unwrap_or_default();
    let is_step = one_of(text, end, &["前", "後"]).is_some() && lit(text, end, "前後").is_none();
    is_step || one_of(text, end, BEHIND).is_some() || BEFORE.iter().any(|word| before.ends_with(word))
}

/// What stands behind a month: a day, a third of the month, its end, or nothing.
pub(super) fn in_month(text: &str, start: usize, end: usize, year: Year, month: Month) -> Found {
    let day_at = skip_space(text, end);
    if let Some((n, day_end)) = int_at(text, day_at)
        && let Some(civil) = civil(year, month, n)
    {
        let day_end = skip_space(text, day_end);
        if let Some((last, range_end)) = day_range_tail(text, day_end, n) {
            return Found::new(start, range_end, Shape::Days(civil, Civil { year, month, ..last }));
        }
        if let Some(end) = lit(text, day_end, "日") {
            return Found::new(start, end, Shape::Day(civil));
        }
    }
    let of = lit(text, end, "の").unwrap_or(end);
    if let Some((_, end)) = one_of(text, of, &["末日", "末"]) {
        let civil = Civil { year, month, day: Day::Last };
        return Found { relation: Relation::Around, ..Found::new(start, end, Shape::Day(civil)) };
    }
    const PARTS: &[&str] = &[
        "上旬",
        "中旬",
        "下旬",
        "初旬",
        "初頭",
        "初め",
        "はじめ",
        "頭",
        "半ば",
        "なかば",
        "前半",
        "後半",
        "終わり",
        "おわり",
        "中",
    ];
    if let Some((_, end)) = one_of(text, of, PARTS).filter(|(_, end)| lit(text, *end, "間").is_none()) {
        return Found::new(start, end, Shape::Month(year, month));
    }
    Found::new(start, end, Shape::Month(year, month))
}
