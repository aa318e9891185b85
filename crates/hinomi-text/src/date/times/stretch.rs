//! Stretches of time: two times joined, and those that end or begin now.

use hinomi_model::When;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::prelude::ToPrimitive;

use super::{Own, counted};
use crate::date::read::{lit, one_of};
use crate::date::{DateKind, DateMention, Placed, Relation};
use crate::fold::Folded;
use crate::number::number_at;

/// What joins two times to one stretch.
const JOINERS: &[&str] = &[
    "から",
    "頭から",
    "初めから",
    "以降",
    "〜",
    "~",
    "-",
    "–",
    "—",
    " to ",
    " through ",
    " thru ",
    " until ",
    " till ",
    " - ",
    " – ",
    " ~ ",
];

/// What may stand behind the second time and belongs to the stretch.
const CLOSERS: &[&str] = &["までの間", "まで", "にかけて", "いっぱい", "末まで", "の間", "間"];

/// Words behind a time that say on which side of it, longest first.
const SIDES: &[(&str, Relation)] = &[
    ("もしくはその後", Relation::After),
    ("またはその後", Relation::After),
    ("及びその後", Relation::After),
    ("よりも後", Relation::After),
    ("より後", Relation::After),
    ("以降", Relation::After),
    ("以後", Relation::After),
    ("から", Relation::After),
    ("もしくはその前", Relation::Before),
    ("またはその前", Relation::Before),
    ("及びその前", Relation::Before),
    ("よりも前", Relation::Before),
    ("より前", Relation::Before),
    ("以前", Relation::Before),
    (" or later", Relation::After),
    (" or after", Relation::After),
    (" and later", Relation::After),
    (" or earlier", Relation::Before),
    (" or before", Relation::Before),
];

/// Joins `6月から7月まで` and `May to July` to one time each, and says on which side of the others what is told stands.
pub(super) fn joined(folded: &Folded, all: Vec<Placed>) -> Vec<Placed> {
    let (text, lower) = (folded.text.as_str(), folded.lower());
    let mut out: Vec<Placed> = Vec::with_capacity(all.len());
    for placed in all {
        let placed = counted::part(text, lower, placed);
        // `the last Sunday of March`: the weekday was read before.
        while out.last().is_some_and(|before| before.range.end > placed.range.start) {
            out.pop();
        }
        let one = out.last().and_then(|first| join(text, lower, first, &placed));
        match one {
            Some(one) => {
                out.pop();
                out.push(one);
            }
            None => out.push(placed),
        }
    }
    out.into_iter().map(|placed| sided(lower, placed)).collect()
}

fn join(text: &str, lower: &str, first: &Placed, last: &Placed) -> Option<Placed> {
    let between = lower.get(first.range.end..last.range.start)?;
    let before = lower.get(..first.range.start)?;
    let is_between = between == " and "
        && (before.ends_with("between ") || text.get(first.range.clone())?.starts_with("between "));
    // 2025年6月以降: the word that joins may have been read with the first time.
    let is_since = between.is_empty() && text.get(first.range.clone())?.ends_with("以降");
    if !is_between && !is_since && !JOINERS.contains(&between) {
        return None;
    }
    let days = |mention: &DateMention| match mention.when {
        When::Instant(_) => None,
        when if mention.time.is_none() => {
            Some((when.first_day(&TimeZone::UTC), when.last_day(&TimeZone::UTC)))
        }
        _ => None,
    };
    let ((begin, _), (_, mut end)) = (days(&first.mention)?, days(&last.mention)?);
    // A second time without a year is the first such one behind the first time.
    if last.mention.kind == DateKind::Relative {
        let years = i64::from(end.year() - begin.year());
        let same_year = end.checked_sub(years.years()).ok()?;
        end = if same_year < begin { same_year.checked_add(1.year()).ok()? } else { same_year };
        end = if is_last_of_month(&last.mention) { end.last_of_month() } else { end };
    }
    if end < begin {
        return None;
    }
    let closer = one_of(text, last.range.end, CLOSERS).map_or(last.range.end, |(_, end)| end);
    let range = first.range.start..closer;
    let mention = DateMention { when: When::days(begin, end), relation: Relation::On, ..first.mention };
    Some(Placed { range, mention })
}

fn is_last_of_month(mention: &DateMention) -> bool {
    matches!(mention.when, When::Month(..))
}

fn sided(lower: &str, placed: Placed) -> Placed {
    if placed.mention.relation != Relation::On {
        return placed;
    }
    let side =
        SIDES.iter().find_map(|(word, relation)| Some((lit(lower, placed.range.end, word)?, *relation)));
    let Some((end, relation)) = side else { return placed };
    Placed { range: placed.range.start..end, mention: DateMention { relation, ..placed.mention } }
}

/// `the next 3 months`, `past two weeks`, `last quarter`, whose first word stands at `at` or whose number does.
pub(super) fn around_now(lower: &str, at: usize, today: Date) -> Option<Own> {
    const WORDS: &[(&str, bool)] = &[
        ("next ", true),
        ("coming ", true),
        ("upcoming ", true),
        ("following ", true),
        ("last ", false),
        ("past ", false),
        ("previous ", false),
    ];
    if let Some((_, end)) = one_of(lower, at, &["this quarter", "current quarter"]) {
        return quarters(at, end, today, 0, 0);
    }
    // `next` begins a time by itself; `coming` and `past` are looked for before the number.
    let (word, is_ahead, start, number_at_) = WORDS.iter().find_map(|(word, is_ahead)| {
        if let Some(end) = lit(lower, at, word) {
            return Some((*word, *is_ahead, at, end));
        }
        let front = lower.get(..at)?.strip_suffix(word)?;
        let is_word = front.is_empty() || front.ends_with([' ', '(']);
        is_word.then_some((*word, *is_ahead, front.len(), at))
    })?;
    if let Some(end) = lit(lower, number_at_, "quarter") {
        let is_word = !lower.as_bytes().get(end).is_some_and(u8::is_ascii_alphanumeric);
        let n = if is_ahead { 1 } else { -1 };
        return is_word.then(|| quarters(start, end, today, n, n)).flatten();
    }
    let number = number_at(lower, number_at_).filter(|n| n.high.is_none() && !n.is_share && !n.is_scaled)?;
    let n = number.low.to_i64().filter(|n| number.low.fract().is_zero() && (1..=999).contains(n))?;
    let unit_at = lit(lower, number.end, " ")?;
    let rest = lower.get(unit_at..)?;
    let len = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let span = match rest.get(..len)?.trim_end_matches('s') {
        "day" => n.days(),
        "week" => n.weeks(),
        "month" => n.months(),
        "year" => n.years(),
        "quarter" if is_ahead => return quarters(start, unit_at + len, today, 1, n),
        "quarter" => return quarters(start, unit_at + len, today, -n, -1),
        _ => return None,
    };
    // `the last 3 weeks of this year` is a part of what follows.
    let is_part = lit(lower, unit_at + len, " of ").is_some() || word == "following ";
    let (first, last) = match is_ahead {
        true => (today, today.checked_add(span).ok()?.yesterday().ok()?),
        false => (today.checked_sub(span).ok()?, today.yesterday().ok()?),
    };
    (!is_part).then(|| Own {
        start,
        end: unit_at + len,
        when: When::days(first, last),
        time: None,
        relation: Relation::On,
    })
}

/// The quarters from the `first` to the `last` after this one.
fn quarters(start: usize, end: usize, today: Date, first: i64, last: i64) -> Option<Own> {
    let month = (today.month() - 1) / 3 * 3 + 1;
    let begin = Date::new(today.year(), month, 1).ok()?;
    let from = begin.checked_add((first * 3).months()).ok()?;
    let to = begin.checked_add(((last + 1) * 3).months()).ok()?.yesterday().ok()?;
    Some(Own { start, end, when: When::days(from, to), time: None, relation: Relation::On })
}
