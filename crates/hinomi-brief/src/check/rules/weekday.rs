//! Days of the week that do not fit their date, and dates that no calendar has.
//!
//! Why it matters: one of the two is wrong, and the reader cannot know which. Examples: `2025年12月18日（水）` (a
//! Thursday), `Wednesday, December 18, 2025`, `2月30日`. A date without a year fits when it fits in any year next to
//! the document's own.

use jiff::civil::{Date, Weekday};

use crate::check::{Finding, Needs, Rule, Said, Scene, Severity, pattern};

/// The rule.
pub const RULE: Rule = Rule {
    id: "weekday",
    about: Said::new(
        "日付と曜日の食い違い、存在しない日付",
        "weekdays that do not fit their date, dates that do not exist",
    ),
    severity: Severity::Error,
    needs: Needs::Nothing,
    run,
};

pattern!(
    JAPANESE,
    r"(?:(\d{4})年\s?|令和(\d{1,2})年\s?)?(\d{1,2})月\s?(\d{1,2})日\s?(?:[(（]\s?([月火水木金土日])(?:曜日?)?\s?(?:・祝|祝|・休)?[)）]|の?([月火水木金土日])曜日)?"
);
pattern!(
    NUMERIC,
    r"(?-u:\b)(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})\s?[(（]\s?(?:([月火水木金土日])(?:曜日?)?|((?i:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\.?)\s?[)）]"
);
pattern!(
    ENGLISH,
    r"(?i)\b(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+(?:the\s+)?(?:(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?)\b(?:,?\s+(\d{4}))?"
);
pattern!(
    ENGLISH_BEHIND,
    r"(?i)\b(?:(\d{1,2})\s+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(\d{1,2})),?\s+(\d{4})\s?\((mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\)"
);
pattern!(
    ENGLISH_DAY,
    r"\b(?:(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(January|February|March|April|May|June|July|August|September|October|November|December)|(January|February|March|April|May|June|July|August|September|October|November|December)\s+(\d{1,2})(?:st|nd|rd|th)?)\b"
);

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for (idx, block) in scene.digest.blocks.iter().enumerate() {
        let folded = hinomi_text::fold(&block.text);
        let text = folded.text.as_str();
        let mut check = |range: std::ops::Range<usize>,
                         year: Option<i16>,
                         month: i8,
                         day: i8,
                         weekday: Option<Weekday>| {
            if let Some((message, hint)) = wrong(year, month, day, weekday, scene.digest.day) {
                out.push(scene.found(&RULE, idx, folded.source(range), message, hint));
            }
        };
        for c in JAPANESE.captures_iter(text) {
            let (Some(whole), Some(month), Some(day)) = (c.get(0), number(c.get(3)), number(c.get(4))) else {
                continue;
            };
            // 平成 and 昭和 years stand before the month too; without their year the day is not known.
            let before = text[..whole.start()].trim_end();
            let year = c
                .get(1)
                .and_then(|m| m.as_str().parse().ok())
                .or_else(|| number(c.get(2)).map(|n| i16::from(n) + 2018));
            if year.is_none() && before.ends_with('年') && c.get(5).is_some() {
                continue;
            }
            check(whole.range(), year, month, day, c.get(5).or(c.get(6)).and_then(|m| japanese(m.as_str())));
        }
        for c in NUMERIC.captures_iter(text) {
            let (Some(whole), Some(month), Some(day)) = (c.get(0), number(c.get(2)), number(c.get(3))) else {
                continue;
            };
            let weekday = c
                .get(4)
                .and_then(|m| japanese(m.as_str()))
                .or_else(|| c.get(5).and_then(|m| english(m.as_str())));
            check(whole.range(), c.get(1).and_then(|m| m.as_str().parse().ok()), month, day, weekday);
        }
        for c in ENGLISH.captures_iter(text) {
            let Some(whole) = c.get(0) else { continue };
            let Some(day) = number(c.get(2)).or_else(|| number(c.get(5))) else { continue };
            let Some(month) = c.get(3).or(c.get(4)).and_then(|m| month_of(m.as_str())) else { continue };
            let year = c.get(6).and_then(|m| m.as_str().parse().ok());
            check(whole.range(), year, month, day, c.get(1).and_then(|m| english(m.as_str())));
        }
        for c in ENGLISH_BEHIND.captures_iter(text) {
            let Some(whole) = c.get(0) else { continue };
            let Some(day) = number(c.get(1)).or_else(|| number(c.get(4))) else { continue };
            let Some(month) = c.get(2).or(c.get(3)).and_then(|m| month_of(m.as_str())) else { continue };
            let year = c.get(5).and_then(|m| m.as_str().parse().ok());
            check(whole.range(), year, month, day, c.get(6).and_then(|m| english(m.as_str())));
        }
        for c in ENGLISH_DAY.captures_iter(text) {
            let Some(whole) = c.get(0) else { continue };
            let Some(day) = number(c.get(1)).or_else(|| number(c.get(4))) else { continue };
            let Some(month) = c.get(2).or(c.get(3)).and_then(|m| month_of(m.as_str())) else { continue };
            check(whole.range(), None, month, day, None);
        }
    }
}

fn number(found: Option<regex::Match<'_>>) -> Option<i8> {
    found.and_then(|m| m.as_str().parse().ok())
}

/// Days of a month, 29 for February: a leap year may be meant.
fn days_max(month: i8) -> i8 {
    match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn wrong(
    year: Option<i16>,
    month: i8,
    day: i8,
    weekday: Option<Weekday>,
    own: Option<Date>,
) -> Option<(Said, Said)> {
    let is_none = !(1..=12).contains(&month) || day < 1 || day > days_max(month);
    let is_none = is_none || year.is_some_and(|year| Date::new(year, month, day).is_err());
    if is_none {
        // More than two digits of days or months are no date at all; 13月 is.
        return Some((
            Said::made(
                format!("{month}月{day}日は暦にない"),
                format!("no calendar has day {day} of month {month}"),
            ),
            Said::new("出典で日付を確かめる", "look the date up in the source"),
        ));
    }
    let weekday = weekday?;
    let years: Vec<i16> = match (year, own) {
        (Some(year), _) => vec![year],
        (None, Some(own)) => vec![own.year() - 1, own.year(), own.year() + 1],
        (None, None) => return None,
    };
    // Without a year only the one that lies nearest is meant, within half a year of the document.
    let near = |date: &Date| own.is_none_or(|own| year.is_some() || (*date - own).get_days().abs() <= 190);
    let dates: Vec<Date> =
        years.into_iter().filter_map(|year| Date::new(year, month, day).ok()).filter(near).collect();
    if dates.is_empty() || dates.iter().any(|date| date.weekday() == weekday) {
        return None;
    }
    let right = dates[0].weekday();
    Some((
        Said::made(
            format!("{}は{}曜日である", dates[0].strftime("%Y年%-m月%-d日"), ja_name(right)),
            format!("{} is a {}", dates[0], en_name(right)),
        ),
        Said::new("日付か曜日を直す", "mend the date or the weekday"),
    ))
}

fn japanese(word: &str) -> Option<Weekday> {
    Some(match word {
        "月" => Weekday::Monday,
        "火" => Weekday::Tuesday,
        "水" => Weekday::Wednesday,
        "木" => Weekday::Thursday,
        "金" => Weekday::Friday,
        "土" => Weekday::Saturday,
        "日" => Weekday::Sunday,
        _ => return None,
    })
}

fn english(word: &str) -> Option<Weekday> {
    Some(match word.get(..3)?.to_ascii_lowercase().as_str() {
        "mon" => Weekday::Monday,
        "tue" => Weekday::Tuesday,
        "wed" => Weekday::Wednesday,
        "thu" => Weekday::Thursday,
        "fri" => Weekday::Friday,
        "sat" => Weekday::Saturday,
        "sun" => Weekday::Sunday,
        _ => return None,
    })
}

fn month_of(word: &str) -> Option<i8> {
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let word = word.get(..3)?.to_ascii_lowercase();
    months.iter().position(|month| *month == word).and_then(|at| i8::try_from(at + 1).ok())
}

fn ja_name(day: Weekday) -> &'static str {
    ["月", "火", "水", "木", "金", "土", "日"][day.to_monday_zero_offset() as usize]
}

fn en_name(day: Weekday) -> &'static str {
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        [day.to_monday_zero_offset() as usize]
}
