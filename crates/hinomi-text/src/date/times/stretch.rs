//! Stretches of time: two times joined, and those that end or begin now.

use hinomi_model::When;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{counted, reckoned};
use crate::date::read::{lit, one_of};
use crate::date::{DateKind, DateMention, Placed, Relation};
use crate::fold::Folded;

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
    ("の後", Relation::After),
    ("もしくはその前", Relation::Before),
    ("またはその前", Relation::Before),
    ("及びその前", Relation::Before),
    ("よりも前", Relation::Before),
    ("より前", Relation::Before),
    ("以前", Relation::Before),
    ("の前", Relation::Before),
    (" or later", Relation::After),
    (" or after", Relation::After),
    (" and later", Relation::After),
    (" or earlier", Relation::Before),
    (" or before", Relation::Before),
];

/// Joins `6月から7月まで` and `May to July` to one time each, and says on which side of the others what is told stands.
pub(super) fn joined(folded: &Folded, all: Vec<Placed>, today: Date) -> Vec<Placed> {
    let (text, lower) = (folded.text.as_str(), folded.lower());
    let mut out: Vec<Placed> = Vec::with_capacity(all.len());
    for placed in all {
        let placed = reckoned::from_named(text, lower, counted::part(text, lower, placed), today);
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
