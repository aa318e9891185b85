//! Japanese dates: 令和7年10月19日, 昨年12月, 19日, 同日夜, 8月8日から18日にかけて.

mod behind;
mod month;
mod weekday;
mod words;
mod year;

use self::behind::{range, with_clock};
use self::month::{is_length, month_or_day};
use self::weekday::weekday;
use self::words::{WORDS, steps, worded};
use self::year::{with_year, year_part};
use jiff::civil::Weekday;

use super::Relation;
use super::clock;
use super::read::{int_at, lit};
use super::shape::{Civil, Day, Found, Month, Shape, Step, Week, Year};
use crate::number::is_numeral;

pub(super) use self::behind::with_relation;
pub(super) use self::weekday::weekday_behind;
pub(super) use self::year::short_era;

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
        '週' => lit(text, at, "週末").map(|end| Found::new(at, end, Shape::Weekend(None))).or_else(|| {
            // 週明けの17日 says the day itself.
            let end = lit(text, at, "週明け")?;
            let is_said = lit(text, end, "の").is_some_and(|at| int_at(text, at).is_some());
            let found = Found::new(at, end, Shape::Weekday(Weekday::Monday, Week::Next));
            (!is_said).then_some(Found { relation: Relation::Around, ..found })
        }),
        '次' => {
            let end = lit(text, at, "次の")?;
            weekday(text, end, Week::Next).map(|found| Found { span: at..found.span.end, ..found })
        }
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
