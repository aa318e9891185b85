//! Japanese dates: 令和7年10月19日, 昨年12月, 19日, 同日夜, 8月8日から18日にかけて.

use std::sync::LazyLock;

use jiff::civil::Weekday;

use super::Relation;
use super::clock;
use super::read::{int_at, lit, one_of, skip_space};
use super::shape::{Civil, Day, Found, Month, Shape, Step, Week, Year};
use crate::number::is_numeral;
use crate::vocabulary::{Words, rows};

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

/// What a word of `dates-ja.csv` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Now(Step, i16),
    Mention(Step, i16),
}

static WORDS: LazyLock<Words<Word>> = LazyLock::new(|| {
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
    Words::at_front(rows(include_str!("../../data/dates-ja.csv")).filter_map(read))
});

/// Whether a Japanese time expression can begin with `c`.
pub(super) fn begins(c: char) -> bool {
    matches!(
        c,
        '今' | '本'
            | '昨'
            | '一'
            | '明'
            | '先'
            | '来'
            | '再'
            | '去'
            | '前'
            | '翌'
            | '同'
            | '当'
            | '令'
            | '平'
            | '昭'
            | '大'
            | '月'
            | '火'
            | '水'
            | '木'
            | '金'
            | '土'
            | '日'
            | '年'
            | '週'
            | '正'
            | '午'
            | '第'
            | 'き'
            | 'け'
            | 'あ'
            | 'お'
            | 'こ'
            | 'ゆ'
            | 'そ'
            | '次'
            | '半'
    )
}

/// The time expression at `at` of the folded `text`.
pub(super) fn read(text: &str, at: usize) -> Option<Found> {
    let found = whole(text, at)?;
    let found = range(text, found);
    let found = with_clock(text, found);
    Some(with_relation(text, found))
}

fn whole(text: &str, at: usize) -> Option<Found> {
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    // No year begins with another character: an era's first, or a numeral.
    if (first.is_ascii_alphanumeric()
        || is_numeral(first)
        || matches!(first, '令' | '平' | '昭' | '大' | '明'))
        && let Some(found) = with_year(text, at)
    {
        return Some(found);
    }
    if let Some((len, word)) = WORDS.find(rest) {
        return worded(text, at, at + len, *word);
    }
    if matches!(first, '翌' | '同') {
        let (n, end) = int_at(text, at + first.len_utf8())?;
        let end = lit(text, end, "日").filter(|end| !is_length(text, at, *end))?;
        let civil = civil(Year::Unsaid, Month::After(0), n)?;
        let shape = if first == '同' { Shape::Day(civil) } else { Shape::NextDay(narrow(n)?) };
        return Some(Found::new(at, end, shape));
    }
    if first.is_ascii_digit() || is_numeral(first) {
        return steps(text, at).or_else(|| month_or_day(text, at, Year::Unsaid, at));
    }
    match first {
        '月' | '火' | '水' | '木' | '金' | '土' | '日' => {
            weekday(text, at, Week::Latest).or_else(|| {
                let end = lit(text, at, "月末")?;
                let civil = Civil { year: Year::Unsaid, month: Month::Off(0), day: Day::Last };
                Some(Found { relation: Relation::Around, ..Found::new(at, end, Shape::Day(civil)) })
            })
        }
        '年' => year_part(text, at, at, Year::Off(0)),
        '半' => lit(text, at, "半年前").map(|end| Found::new(at, end, Shape::FromNow(Step::Month, -6))),
        '週' => lit(text, at, "週末").map(|end| Found::new(at, end, Shape::Weekend(None))),
        '正' | '午' => {
            const HABITS: &[&str] =
                &["毎日", "毎朝", "毎晩", "曜", "曜日", "平日", "連日", "土日", "日の", "祝日"];
            let before = text.get(..at)?;
            if HABITS.iter().any(|word| before.ends_with(word)) {
                return None;
            }
            let clock = clock::japanese(text, at).filter(|clock| clock.time.is_some())?;
            let found = Found::new(at, clock.end, Shape::Clock);
            Some(Found {
                time: clock.time,
                relation: if first == '正' { Relation::Around } else { Relation::On },
                ..found
            })
        }
        _ => None,
    }
}

/// What begins with a written year: 2025年10月19日, 令和5年, R5.7.4, 25年10月.
fn with_year(text: &str, at: usize) -> Option<Found> {
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
pub(super) fn short_era(text: &str, at: usize) -> Option<Found> {
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

fn narrow(n: u32) -> Option<i8> {
    i8::try_from(n).ok()
}

fn civil(year: Year, month: Month, day: u32) -> Option<Civil> {
    let fits = match month {
        Month::Given(month) => (1..=12).contains(&month),
        _ => true,
    };
    (fits && (1..=31).contains(&day)).then(|| narrow(day)).flatten().map(|day| Civil {
        year,
        month,
        day: Day::Given(day),
    })
}

/// What stands behind a year: 度, 末, a quarter, a season, a month, or nothing.
fn after_year(text: &str, start: usize, end: usize, year: Year) -> Option<Found> {
    if let Some(end) = lit(text, end, "度") {
        return Some(Found::new(start, end, Shape::FiscalYear(year)));
    }
    let is_written = matches!(year, Year::Given(_));
    if let Some(found) = year_part(text, start, end, year).filter(|_| is_written) {
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

/// 年末, 年初, 年内, 第2四半期, 上半期 and seasons; `end` is behind 年, or at it when the year is this one.
fn year_part(text: &str, start: usize, end: usize, year: Year) -> Option<Found> {
    let behind = if start == end { lit(text, end, "年")? } else { end };
    let month = |month: i8, end: usize| {
        let found = Found::new(start, end, Shape::Month(year, Month::Given(month)));
        Some(Found { relation: Relation::Around, ..found })
    };
    if let Some((_, end)) = one_of(text, behind, &["末年始"]) {
        return month(12, end);
    }
    if let Some(end) = lit(text, behind, "末") {
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

/// What begins with a word such as 昨日, 先月, 昨年.
fn worded(text: &str, start: usize, end: usize, word: Word) -> Option<Found> {
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
                .map(|found| Found { span: start..found.span.end, ..found })
                .or_else(|| lit(text, end, "末").map(|end| Found::new(start, end, Shape::Weekend(Some(n)))))
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
fn steps(text: &str, at: usize) -> Option<Found> {
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

/// 10月, 10月19日 or 19日 at `at`, of an expression that began at `start` with `year`.
fn month_or_day(text: &str, at: usize, year: Year, start: usize) -> Option<Found> {
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
fn is_glued(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    before.ends_with(|c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/' | '_' | '第' | '数' | 'カ' | 'ヶ' | ':')
    })
}

/// Whether N日 with these neighbours is a length of time or a share of it rather than a day.
fn is_length(text: &str, start: usize, end: usize) -> bool {
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
fn in_month(text: &str, start: usize, end: usize, year: Year, month: Month) -> Found {
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
    const PARTS: &[&str] = &["上旬", "中旬", "下旬", "初旬", "初頭", "初め", "半ば", "前半", "後半", "中"];
    if let Some((_, end)) = one_of(text, of, PARTS).filter(|(_, end)| lit(text, *end, "間").is_none()) {
        return Found::new(start, end, Shape::Month(year, month));
    }
    Found::new(start, end, Shape::Month(year, month))
}

/// 金曜日 or 金曜 at `at`.
fn weekday(text: &str, at: usize, week: Week) -> Option<Found> {
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

/// Where a weekday behind `at` ends: (日), (日曜日), 日曜日, の日曜日, 、日曜日.
fn weekday_behind(text: &str, at: usize) -> Option<usize> {
    let open = one_of(text, at, &["(", "〔", "["]);
    let joined = one_of(text, at, &["の", "、", ","]);
    let inner = open.or(joined).map_or(at, |(_, end)| end);
    let c = text.get(inner..)?.chars().next()?;
    weekday_of(c)?;
    let end = inner + c.len_utf8();
    // 12日、月曜日: behind a comma only where it is written out.
    if joined.is_some_and(|(word, _)| word != "の") && lit(text, end, "曜日").is_none() {
        return None;
    }
    let end = lit(text, end, "曜").map_or(end, |end| lit(text, end, "日").unwrap_or(end));
    match open {
        Some(_) => {
            let end = one_of(text, end, &["・祝", "祝"]).map_or(end, |(_, end)| end);
            one_of(text, end, &[")", "〕", "]"]).map(|(_, end)| end)
        }
        None => (end > inner + c.len_utf8()).then_some(end),
    }
}

/// Joins a day with the end of its range: から18日にかけて, 〜9月2日.
fn range(text: &str, first: Found) -> Found {
    let Shape::Day(from) = first.shape else { return first };
    let start = first.span.start;
    let mut end = weekday_behind(text, first.span.end).unwrap_or(first.span.end);
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
    let mut end = weekday_behind(text, second.span.end).unwrap_or(second.span.end);
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
fn with_clock(text: &str, mut found: Found) -> Found {
    let is_day = matches!(
        found.shape,
        Shape::Day(_) | Shape::NextDay(_) | Shape::FromNow(Step::Day, _) | Shape::FromMention(Step::Day, _)
    );
    if !is_day && !matches!(found.shape, Shape::Weekday(..)) {
        return found;
    }
    if let Some(end) = weekday_behind(text, found.span.end) {
        found.span.end = end;
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
pub(super) fn with_relation(text: &str, mut found: Found) -> Found {
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
