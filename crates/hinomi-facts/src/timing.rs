//! What a date is the date of: speaking, noticing, breaking in, taking effect, claiming, recovering.

pub(crate) mod english;
pub(crate) mod japanese;

use hinomi_model::{Slot, Story, When};
use hinomi_text::DateMention;

use crate::parties::Parties;
use crate::scan::{Scan, Sentence};
use crate::scope;

/// What a date is the date of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timing {
    /// The slot: one of `date.*`.
    pub slot: Slot,
    /// The time: that of the date, or the first day of a range for what began then.
    pub when: When,
}

/// What each date of the scan is the date of, in the order of the dates.
///
/// Dates of the title tell nothing that the body does not tell better, and are left out.
pub fn timings(scan: &Scan<'_>, story: Story, parties: &Parties) -> Vec<Option<Timing>> {
    let mut out: Vec<Option<Timing>> = Vec::with_capacity(scan.dates.len());
    for (idx, date) in scan.dates.iter().enumerate() {
        let before = idx.checked_sub(1).and_then(|i| scan.dates.get(i));
        let timing = scan
            .sentence_at(date.span.start)
            .filter(|sentence| {
                sentence.is_readable()
                    && !sentence.is_title
                    && !is_range_end(scan, before, date)
                    && !is_part_of_word(scan, date)
            })
            .and_then(|sentence| {
                let timing = of(scan, sentence, date, story, &out)?;
                // What befell somebody else, told beside it, has its own days.
                let befalls =
                    matches!(timing.slot, Slot::DateImpact | Slot::DateInitialAccess | Slot::DateDetected);
                (!befalls || !scope::is_of_others(scan, parties, sentence)).then_some(timing)
            });
        out.push(timing);
    }
    drop_vague(scan, &mut out);
    drop_early_reports(scan, &mut out);
    out
}

/// Drops a report to an authority dated before the matter was noticed or took effect: the day is another's.
fn drop_early_reports(scan: &Scan<'_>, timings: &mut [Option<Timing>]) {
    let zone = scan.anchor.zone(scan.lang);
    let starts = timings.iter().flatten().filter(|t| matches!(t.slot, Slot::DateDetected | Slot::DateImpact));
    let Some(first) = starts.map(|t| t.when.first_day(&zone)).min() else { return };
    for timing in timings.iter_mut() {
        if timing.is_some_and(|t| t.slot == Slot::DateReported && t.when.last_day(&zone) < first) {
            *timing = None;
        }
    }
}

fn of(
    scan: &Scan<'_>,
    sentence: &Sentence,
    date: &DateMention,
    story: Story,
    earlier: &[Option<Timing>],
) -> Option<Timing> {
    let slot = if scan.is_ja() {
        japanese::slot(scan, sentence, date, story)
    } else {
        english::slot(scan, sentence, date, story)
    }?;
    let zone = scan.anchor.zone(scan.lang);
    let mut when = date.when;
    // Of what began then, a range gives the beginning.
    if let (Slot::DateImpact | Slot::DateInitialAccess | Slot::DateFirstSeen, When::Days(first, _)) =
        (slot, when)
    {
        when = When::Day(first);
    }
    // "Xは同日": the day of the last announcement, not the last day named.
    let before = scan.between(sentence.span.start, date.span.start);
    if scan.is_ja() && scan.of(date.span).starts_with("同日") && before.ends_with(['は', 'も']) {
        let last = earlier.iter().flatten().rev().find(|t| t.slot == Slot::DateDisclosed);
        when = last.map_or(when, |t| t.when);
    }
    if is_far_same_day(scan, date) && matches!(slot, Slot::DateDisclosed | Slot::DateReported) {
        when = earlier.iter().flatten().find(|t| t.slot == Slot::DateDisclosed).map_or(when, |t| t.when);
    }
    let is_past = when.first_day(&zone) <= scan.anchor.day(scan.lang);
    (is_past || slot == Slot::DateDue).then_some(Timing { slot, when })
}

/// Whether the date is "the same day" with no other in its paragraph before it: whoever speaks then speaks on the day of
/// the news, not on that of something told in passing.
fn is_far_same_day(scan: &Scan<'_>, date: &DateMention) -> bool {
    let words = scan.of(date.span);
    let is_same = words.ends_with("same day") || words.starts_with("同日");
    is_same && {
        let start = scan.between(0, date.span.start).rfind('\n').unwrap_or_default() as u32;
        scan.dates_in(hinomi_model::Span { start, end: date.span.start }).next().is_none()
    }
}

/// Whether the date closes a range that another opens: 3月から6月まで, `March through June`.
fn is_range_end(scan: &Scan<'_>, before: Option<&DateMention>, date: &DateMention) -> bool {
    before.is_some_and(|before| {
        let gap = scan.between(before.span.end, date.span.start).trim();
        matches!(gap, "から" | "〜" | "~" | "-" | "–" | "through" | "to" | "until" | "till" | "and" | ", ")
    })
}

/// Whether the date is only part of a compound (当日配送, 令和5年度, 年末), or a length in apposition (`, 136 days later`).
fn is_part_of_word(scan: &Scan<'_>, date: &DateMention) -> bool {
    let words = scan.of(date.span);
    let after = scan.folded.text.get(date.span.range().end..).unwrap_or_default();
    let joined = after.starts_with(crate::shape::is_kanji)
        && !after.starts_with(['午', '未', '早', '深', '夜', '朝', '夕', '昼', '現', '時', '正']);
    let apposed = words.ends_with("later") && scan.between(0, date.span.start).ends_with(", ");
    words.ends_with("年度") || words == "年末" || (words.starts_with("当日") && joined) || apposed
}

/// Drops a month or year where the same slot also has a day in it.
fn drop_vague(scan: &Scan<'_>, timings: &mut [Option<Timing>]) {
    let zone = scan.anchor.zone(scan.lang);
    let mut exact: Vec<Timing> =
        timings.iter().flatten().filter(|t| t.when.n_days(&zone) == 1).copied().collect();
    exact.sort_unstable();
    exact.dedup();
    for timing in timings.iter_mut() {
        let is_vague = timing.is_some_and(|vague| {
            matches!(vague.when, When::Month(..) | When::Year(_))
                && exact.iter().any(|t| t.slot == vague.slot && t.when.agrees_with(vague.when, &zone))
        });
        if is_vague {
            *timing = None;
        }
    }
}
