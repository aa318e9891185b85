//! Numbers, amounts, dates and lengths of time against the tests of five normalisers: `numdate-recognizers`,
//! `numdate-ja-peers`, `duckling-en`.
//!
//! A row is 1 when all that the peer wants of a case is found with its span and value, and nothing else of that kind.
//! What Hinomi does not set out to read is left out by class ([`Outside`]), never item by item, and each class is
//! counted. The summary tells both shares: of the cases that Hinomi sets out to read, and of all.
//!
//! Spans are compared without the small words around them that one convention takes in and the other does not
//! ([`reading::core`]): prepositions, particles, articles and qualifiers; the qualifier itself is compared where a peer
//! gives one. Numbers within a time, or right at their unit, which a peer leaves to its other models, count neither
//! way. A peer that offers several values, for the past and the future, has its case met by each.

mod duckling;
mod ja_timex;
mod numexp;
mod reading;
mod recognizers;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;

use super::lines;
use crate::table::Table;

/// What Hinomi does not set out to read, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outside {
    /// `every Monday`, 毎月: no time at which something happened.
    Recurring,
    /// `from 2 to 4 pm`, `Friday morning` as hours: a mention carries a day and one time of day.
    ClockSpan,
    /// A zone alone, or several times offered at once (`9 or 10 am`): what calendars ask, not what news says.
    Scheduling,
    /// `Easter 2019`, 勤労感謝の日: news gives the day, and the tables behind holidays are large.
    Holiday,
    /// Centuries and decades: too coarse for an incident.
    Era,
    /// Negative numbers, powers and formulas: nothing counts so.
    Signed,
    /// `eleventh`, 三番目: a rank counts nothing; the n-th report is measured in `phrases`.
    Rank,
    /// Lengths, weights, volumes, temperatures, angles, speeds: no fact of an incident is measured in them.
    Measure,
    /// Ages of people.
    Age,
    /// A currency or unit without an amount, an amount without a currency.
    NoUnit,
    /// ポイント as percent: news counts points of an index or a shop with it.
    Points,
    /// `equals 170`: no range.
    Equation,
    /// A bare weekday, date or clock that the peer takes for the next one: news speaks of the latest.
    NextOne,
    /// `the end of 2012`, `early July`, 今週の終わり: each peer has bounds of its own for them; we give the month, year
    /// or week, or its last day. Left out by their words, also where both answers are the same.
    PartOf,
    /// `last 2 weeks`, `upcoming 2 months`: the peer counts whole weeks and months of the calendar, or names the last
    /// of them alone; ours is a stretch of days that begins or ends now.
    Calendar,
    /// `this summer`, 今夏: the peer itself gives no days.
    Unresolved,
    /// 2週間で: how long something takes, which the peer reads as `in two weeks`.
    Lasting,
    /// 数億, 十数万: from one number to another, of which the peer gives one.
    Vague,
    /// にじゅうさん: numbers in kana, which news writes in figures.
    Kana,
    /// 以上 as `more than`, 2212 as 2222: what the peer answers is not what the text says.
    Misread,
    /// `34 cents`, `20 francs`: small change or a name of many countries' money, whose currency nobody can tell.
    NoCountry,
    /// E-mail addresses: measured in `indicators`.
    Address,
    /// What the peer does to a text before it reads it.
    Rewriting,
}

/// How a case was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judged {
    /// All as wanted.
    Right,
    /// What is wrong, for people.
    Wrong(String),
    /// Not what Hinomi sets out to read.
    Outside(Outside),
}

impl Judged {
    fn of(is_right: bool, why: impl FnOnce() -> String) -> Self {
        if is_right { Self::Right } else { Self::Wrong(why()) }
    }
}

/// A judged case: its group, its id (no text of the source), and the text for people.
pub struct Case {
    group: String,
    id: String,
    text: String,
    judged: Judged,
}

/// Measures it.
pub fn run(data: &Path) -> Result<Table> {
    let mut cases = recognizers::cases(&data.join("numdate-recognizers"))?;
    cases.extend(ja_timex::cases(&data.join("numdate-ja-peers/ja-timex.dev.jsonl"))?);
    cases.extend(numexp::cases(&data.join("numdate-ja-peers/pynormalizenumexp.dev.jsonl"))?);
    cases.extend(duckling::cases(&data.join("numdate-ja-peers/duckling-ja.dev.jsonl"), "duckling-ja")?);
    cases.extend(duckling::cases(&data.join("duckling-en/dev.jsonl"), "duckling-en")?);
    let mut table = Table::default();
    let mut counts: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    let mut outside: BTreeMap<(&str, Outside), usize> = BTreeMap::new();
    for case in &cases {
        let (right, read, all) = counts.entry(&case.group).or_default();
        *all += 1;
        if let Judged::Outside(class) = case.judged {
            *outside.entry((&case.group, class)).or_default() += 1;
            continue;
        }
        *read += 1;
        *right += usize::from(case.judged == Judged::Right);
        table.rows.insert(case.id.clone(), f64::from(u8::from(case.judged == Judged::Right)));
        if let Judged::Wrong(why) = &case.judged {
            table.failures.push(format!("{} {:?}: {why}", case.id, case.text));
        }
    }
    for (group, (right, read, all)) in counts {
        table.summary.push((format!("{group} right"), right as f64 / read.max(1) as f64));
        table.summary.push((format!("{group} right of all"), right as f64 / all.max(1) as f64));
        table.notes.push(format!("{group}: {right} right of {read} read, {all} in all"));
    }
    for ((group, class), n) in outside {
        table.notes.push(format!("{group}: {n} outside, {class:?}"));
    }
    Ok(table)
}
