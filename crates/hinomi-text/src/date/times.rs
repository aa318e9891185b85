//! All times of a text: those of [`super::dates`], and times of day without a day, distances from now, and stretches.

mod around;
mod counted;
mod distance;
mod hour;
mod reckoned;
mod stretch;

use hinomi_model::{Lang, Stamp, When};
use jiff::civil::DateTime;

use super::{DateKind, DateMention, Placed, Relation, named};
use crate::fold::Folded;
use crate::number::is_numeral;
use crate::scan::{Chars, Scan};

/// What is read at one place: where it begins and ends, and the time it means.
struct Own {
    start: usize,
    end: usize,
    when: When,
    time: Option<jiff::civil::Time>,
    relation: Relation,
}

/// Finds every time that a text names, in text order, without overlaps: all that [`super::dates`] finds, and what news seldom
/// says and calendars and notices do: times of day (15時20分, `at 3pm`), distances from now (`in two weeks`, 30分後), stretches
/// around now (`the next 3 months`), and two times joined to one stretch (6月から7月まで, `from May to July`).
///
/// `anchor` is the publication time; a time of day without a day is that of its day.
pub fn times(folded: &Folded, lang: Lang, anchor: Stamp) -> Vec<DateMention> {
    let named = named(folded, lang, anchor);
    let now = anchor_time(anchor, lang);
    let all = stretch::joined(folded, with_own(folded, now, named), now.date());
    let mut out: Vec<DateMention> = Vec::with_capacity(all.len());
    for placed in all {
        let span = folded.source(placed.range);
        if crate::fold::is_behind(out.last().map(|before| before.span), span) {
            out.push(DateMention { span, ..placed.mention });
        }
    }
    out
}

/// The publication time on the writer's clock.
fn anchor_time(anchor: Stamp, lang: Lang) -> DateTime {
    let midnight = anchor.day(lang).to_datetime(jiff::civil::Time::midnight());
    anchor.known_from(lang).map_or(midnight, |at| at.to_zoned(anchor.zone(lang)).datetime())
}

/// Adds the times of day and distances that stand between the `named` times, and those that take in more than one of them.
fn with_own(folded: &Folded, now: DateTime, named: Vec<Placed>) -> Vec<Placed> {
    use std::sync::LazyLock;
    static WANTED: LazyLock<Chars> = LazyLock::new(|| Chars::of(|c| c == '半' || is_numeral(c)));
    let (text, lower) = (folded.text.as_str(), folded.lower());
    let mut scan = Scan::new(folded, &WANTED);
    let mut out: Vec<Placed> = Vec::with_capacity(named.len());
    let mut named = named.into_iter().peekable();
    while let Some((at, start)) = scan.next() {
        let floor = out.last().map_or(0, |before| before.range.end);
        while let Some(placed) = named.next_if(|placed| placed.range.end <= at) {
            if placed.range.start >= out.last().map_or(0, |before| before.range.end) {
                out.push(placed);
            }
        }
        let floor = out.last().map_or(floor, |before| before.range.end);
        let own = distance::read(text, lower, at, start, now)
            .or_else(|| around::around_now(text, lower, at, now.date()))
            .or_else(|| hour::read(text, lower, at, start, now))
            .or_else(|| counted::week_of_year(lower, at, now.date()))
            .or_else(|| counted::packed(text, at))
            .or_else(|| counted::month_and_day(text, at, now.date()));
        // Where both read something, the longer words say more: `in two weeks` beside a bare number of days.
        let Some(own) = own.filter(|own| own.start >= floor) else { continue };
        let is_longer = named.peek().is_none_or(|placed| {
            let (start, end) = (placed.range.start, placed.range.end);
            let is_within = start >= own.start && end <= own.end && end - start < own.end - own.start;
            start >= own.end || is_within
        });
        if !is_longer {
            continue;
        }
        while named.next_if(|placed| placed.range.start < own.end).is_some() {}
        scan.resume(own.end);
        out.push(placed(folded, own));
    }
    let floor = out.last().map_or(0, |before| before.range.end);
    out.extend(named.filter(|placed| placed.range.start >= floor));
    out
}

fn placed(folded: &Folded, own: Own) -> Placed {
    let mention = DateMention {
        span: folded.source(own.start..own.end),
        when: own.when,
        time: own.time,
        relation: own.relation,
        kind: DateKind::Relative,
    };
    Placed { range: own.start..own.end, mention }
}

#[cfg(test)]
mod tests;
