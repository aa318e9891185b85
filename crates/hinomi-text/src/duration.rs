//! Lengths of time as people write them.

mod english;

use std::sync::LazyLock;

use hinomi_model::{Qualifier, Span};
use rust_decimal::Decimal;

use crate::fold::{Folded, is_behind};
use crate::number::{Form, Number, is_number_word, is_numeral, number_at};
use crate::quantity::qualifier;
use crate::scan::{Chars, Scan, Start};

/// A length of time where it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duration {
    /// The words, with those that say how exact it is.
    pub span: Span,
    /// ISO 8601: `P2M`, `PT5H30M`, `P2.5D`.
    pub iso: String,
    /// How exact.
    pub qualifier: Qualifier,
}

/// Parts of an ISO 8601 duration, longest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Year,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
}

/// A length read so far: amounts by part, and where it ends.
#[derive(Debug, Clone)]
struct Length {
    parts: Vec<(Part, Decimal)>,
    end: usize,
    /// Whether the words can mean nothing but a length (3日間, not 3日).
    is_sure: bool,
}

/// Finds the lengths of time in a text, in text order, without overlaps.
///
/// Left out: vague ones (数日), those that name a time (3日前, `two days later`), ages.
pub fn durations(folded: &Folded) -> Vec<Duration> {
    let lower = folded.lower();
    static WANTED: LazyLock<Chars> = LazyLock::new(|| Chars::of(|c| is_numeral(c) || c == '半'));
    let mut scan = Scan::new(folded, &WANTED);
    let (mut out, mut floor): (Vec<Duration>, usize) = (Vec::new(), 0);
    while let Some((at, start)) = scan.next() {
        let length = match start {
            Start::Word if !lower.get(at..scan.end()).is_some_and(is_number_word) => None,
            Start::Word => english::length(&folded.text, lower, at),
            Start::Digit => japanese(&folded.text, at).or_else(|| english::length(&folded.text, lower, at)),
            Start::Wide => japanese(&folded.text, at),
        };
        let Some(length) = length.filter(|_| at >= floor) else { continue };
        let (front, before) = qualifier::before(lower, at);
        let after_end = after_unit(&folded.text, length.end);
        let (end, after) = qualifier::after(lower, after_end);
        if names_a_time(&folded.text, lower, length.end) {
            scan.resume(length.end);
            continue;
        }
        // 1日まで and 最大3日 measure only where something else says so; 12月1日 never does.
        let is_named =
            folded.text.get(..at).is_some_and(|before| before.ends_with(['月', '年', '同', '翌', '(']));
        // まる1日 is whole, and what 3日かかる lasts.
        let full = ["まる", "丸"]
            .iter()
            .find(|word| folded.text[..at].ends_with(**word))
            .map_or(0, |word| word.len());
        let front = if front == at { at - full } else { front };
        let is_measured = after_end > length.end
            || (end > after_end && !folded.text[after_end..end].starts_with("まで"))
            || folded.text[end..].starts_with("かか");
        let is_sure = length.is_sure || (!is_named && (is_measured || front < at));
        if !is_sure {
            continue;
        }
        let start = front.max(floor);
        scan.resume(end);
        floor = end;
        let span = folded.source(start..end);
        if !is_behind(out.last().map(|before| before.span), span) {
            continue;
        }
        out.push(Duration { span, iso: iso(&length.parts), qualifier: qualifier::stronger(before, after) });
    }
    out
}

/// Takes in ぶり.
fn after_unit(text: &str, at: usize) -> usize {
    ["ぶり", "がかり"]
        .iter()
        .find(|word| text.get(at..).is_some_and(|rest| rest.starts_with(**word)))
        .map_or(at, |word| at + word.len())
}

/// 3日前, 2年後, `two days later`, `35 years old`.
fn names_a_time(text: &str, lower: &str, end: usize) -> bool {
    // 24時間365日 says always.
    const JA: &[&str] = &["365日", "前", "後", "目", "生まれ", "度"];
    const EN: &[&str] = &[
        " ago",
        " later",
        " earlier",
        " old",
        "-old",
        " before",
        " after",
        " prior",
        " from now",
        " of age",
    ];
    let rest = text.get(end..).unwrap_or_default();
    let ja = JA.iter().any(|word| rest.starts_with(word)) && !rest.starts_with("前後");
    ja || EN.iter().any(|word| lower.get(end..).is_some_and(|rest| rest.starts_with(word)))
}

/// 5時間半, 1年2カ月, 半年, 24時間365日.
fn japanese(text: &str, at: usize) -> Option<Length> {
    const HALVES: &[(&str, Part, i64)] = &[
        ("半年間", Part::Month, 6),
        ("半年", Part::Month, 6),
        ("半月間", Part::Day, 15),
        ("半日", Part::Hour, 12),
        ("半世紀", Part::Year, 50),
    ];
    for (word, part, amount) in HALVES {
        if text.get(at..)?.starts_with(word) {
            let is_glued = text.get(..at)?.ends_with(is_numeral);
            let length =
                Length { parts: vec![(*part, Decimal::from(*amount))], end: at + word.len(), is_sure: true };
            return (!is_glued).then_some(length);
        }
    }
    if text
        .get(..at)?
        .ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-' | '第' | ':'))
    {
        return None;
    }
    let mut length: Option<Length> = None;
    let mut here = at;
    while let Some(number) =
        number_at(text, here).filter(|n| n.high.is_none() && !n.is_share && n.form != Form::Words)
    {
        let Some((part, end, is_sure)) = unit_ja(text, &number) else { break };
        let longer =
            length.as_ref().is_none_or(|length| length.parts.last().is_some_and(|(last, _)| *last < part));
        if !longer {
            break;
        }
        let mut parts = length.as_ref().map(|length| length.parts.clone()).unwrap_or_default();
        parts.push((part, number.low));
        let mut end = end;
        if text.get(end..)?.starts_with('半') && !text.get(end..)?.starts_with("半年") {
            end += '半'.len_utf8();
            match part {
                Part::Year => parts.push((Part::Month, Decimal::from(6))),
                Part::Hour => parts.push((Part::Minute, Decimal::from(30))),
                Part::Minute => parts.push((Part::Second, Decimal::from(30))),
                _ => {
                    if let Some((_, amount)) = parts.last_mut() {
                        *amount += Decimal::new(5, 1);
                    }
                }
            }
        }
        let is_sure = is_sure || text.get(..end)?.ends_with('半');
        let was_sure = length.as_ref().is_some_and(|length| length.is_sure);
        length = Some(Length { parts, end, is_sure: is_sure || was_sure });
        here = end;
    }
    length
}

/// The unit behind a number, where it ends, and whether it can only measure.
fn unit_ja(text: &str, number: &Number) -> Option<(Part, usize, bool)> {
    const UNITS: &[(&str, Part, bool)] = &[
        ("年間", Part::Year, true),
        ("カ月間", Part::Month, true),
        ("か月間", Part::Month, true),
        ("ヶ月間", Part::Month, true),
        ("ヵ月間", Part::Month, true),
        ("カ月", Part::Month, true),
        ("か月", Part::Month, true),
        ("ヶ月", Part::Month, true),
        ("ヵ月", Part::Month, true),
        ("ケ月", Part::Month, true),
        ("箇月", Part::Month, true),
        ("週間", Part::Week, true),
        ("日間", Part::Day, true),
        ("時間", Part::Hour, true),
        ("分間", Part::Minute, true),
        ("秒間", Part::Second, true),
        ("年", Part::Year, false),
        ("日", Part::Day, false),
        ("分", Part::Minute, false),
        ("秒", Part::Second, false),
    ];
    let rest = text.get(number.end..)?;
    let gap = usize::from(rest.starts_with(' '));
    let near = rest.get(gap..)?;
    let (word, part, is_sure) = UNITS.iter().find(|(word, ..)| near.starts_with(word))?;
    // 1900年 is a year; 時間帯 and 日曜 are other words.
    let is_year = *part == Part::Year && !is_sure && number.low >= Decimal::from(100);
    let tail = near.get(word.len()..)?;
    let is_other = tail.starts_with(['帯', '曜', '外', '割', '野', '析'])
        || tail.starts_with("当たり")
        || tail.starts_with("あたり");
    // 十分 is mostly another word, and so are kanji days and years without 間; 三十分 is not.
    let is_long = *part == Part::Minute && number.end - number.start > '十'.len_utf8();
    let is_word = number.form == Form::Kanji && !is_sure && !is_long;
    (!is_year && !is_other && !is_word).then_some((*part, number.end + gap + word.len(), *is_sure))
}

fn iso(parts: &[(Part, Decimal)]) -> String {
    let mut out = String::from("P");
    let mut in_time = false;
    for (part, amount) in parts {
        if *part >= Part::Hour && !in_time {
            out.push('T');
            in_time = true;
        }
        let letter = match part {
            Part::Year => 'Y',
            Part::Month => 'M',
            Part::Week => 'W',
            Part::Day => 'D',
            Part::Hour => 'H',
            Part::Minute => 'M',
            Part::Second => 'S',
        };
        out.push_str(&format!("{}{letter}", amount.normalize()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &[&str]) {
        let found: Vec<_> = durations(&crate::fold(text))
            .into_iter()
            .map(|d| format!("{}={} {}", d.span.of(text).unwrap(), d.iso, d.qualifier))
            .collect();
        assert_eq!(found, want, "{text}");
    }

    #[test]
    fn japanese_lengths() {
        check("約2カ月ぶりに再開", &["約2カ月ぶり=P2M approx"]);
        check("およそ5時間半で", &["およそ5時間半=PT5H30M approx"]);
        check("1週間程度かかる", &["1週間程度=P1W approx"]);
        check("１年２か月間", &["１年２か月間=P1Y2M exact"]);
        check("半年以上前から", &["半年以上=P6M at_least"]);
        check("30分以上", &["30分以上=PT30M at_least"]);
        check("三日間停止", &["三日間=P3D exact"]);
        check("まる2日かかる", &["まる2日=P2D exact"]);
        check("3時間かかり、二十分かかる", &["3時間=PT3H exact", "二十分=PT20M exact"]);
        check("12月1日まで、10月3日以上、19日に3日前の2025年、十分な対策を第2四半期", &[]);
    }

    #[test]
    fn english_lengths() {
        check("for more than 48 hours", &["more than 48 hours=PT48H more_than"]);
        check("two and a half days", &["two and a half days=P2.5D exact"]);
        check("a five-hour outage", &["five-hour=PT5H exact"]);
        check("down for 45 mins, then 2 hrs", &["45 mins=PT45M exact", "2 hrs=PT2H exact"]);
        check("two hours and 40 minutes", &["two hours and 40 minutes=PT2H40M exact"]);
        check("4 years, 5 days and an hour", &["4 years, 5 days and an hour=P4Y5DT1H exact"]);
        check("half an hour or half a day", &["half an hour=PT30M exact", "half a day=PT12H exact"]);
        check("1/2 hour", &["1/2 hour=PT30M exact"]);
        check("an hour and a half", &["an hour and a half=PT1H30M exact"]);
        check("two hours and half", &["two hours and half=PT2H30M exact"]);
        check(
            "three full days; 36hours; 5h",
            &["three full days=P3D exact", "36hours=PT36H exact", "5h=PT5H exact"],
        );
        check("3 hours and twenty.", &["3 hours and twenty=PT3H20M exact"]);
        check("3 hours and twenty people", &["3 hours=PT3H exact"]);
        check("one and a quarter of an hour", &["one and a quarter of an hour=PT1.25H exact"]);
        check("Windows 22H2, in 1H 2024, the 4H chart", &[]);
        check("2 hours and 3 days", &["2 hours=PT2H exact", "3 days=P3D exact"]);
        check("3 days and a week later", &["3 days=P3D exact"]);
        check("a zero-day, a second factor, two days later, 35 years old, a day", &[]);
    }
}
