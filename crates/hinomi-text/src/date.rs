//! Times as people write them.

mod ahead;
mod clock;
mod english;
mod japanese;
mod numeric;
mod read;
mod resolve;
mod shape;
mod times;

use std::sync::LazyLock;

use hinomi_model::{Lang, Span, Stamp, When};
use jiff::civil::Time;

use self::resolve::Context;
use self::shape::{Found, Shape};
pub use self::times::times;
use crate::fold::{Folded, is_behind};
use crate::number::is_numeral;
use crate::scan::{Chars, Scan, Start};

/// How what is told stands to the time named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// At that time.
    On,
    /// Then at the latest: までに, `by`, `until`.
    By,
    /// Earlier than that: 以前, `before`.
    Before,
    /// Then or later: 以降, `since`, `after`.
    After,
    /// About then: ごろ, `around`, 下旬.
    Around,
}

/// Whether a time was written out or must be reckoned from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateKind {
    /// Year and all: 2025年10月19日.
    Absolute,
    /// Reckoned from the publication time or an earlier mention: 19日, 昨年12月, 同日, `on Monday`.
    Relative,
}

/// A time where it stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateMention {
    /// The words.
    pub span: Span,
    /// The time meant, as exactly as the text says; a time of day without a zone stands in `time`.
    pub when: When,
    /// The time of day said with it, on the writer's clock.
    pub time: Option<Time>,
    /// How what is told stands to it.
    pub relation: Relation,
    /// Written out or reckoned.
    pub kind: DateKind,
}

/// Finds the times that a text names, in text order, without overlaps.
///
/// `anchor` is the publication time; days are those of its own calendar. A day without a year is the
/// latest such day not after publication, unless the words around it point ahead.
pub fn dates(folded: &Folded, lang: Lang, anchor: Stamp) -> Vec<DateMention> {
    named(folded, lang, anchor).into_iter().map(|placed| placed.mention).collect()
}

/// A time and where it stands in the folded text.
#[derive(Debug, Clone)]
struct Placed {
    range: std::ops::Range<usize>,
    mention: DateMention,
}

/// The times of [`dates`], with their places in the folded text.
fn named(folded: &Folded, lang: Lang, anchor: Stamp) -> Vec<Placed> {
    let lower = folded.lower();
    let mut context = Context::new(anchor.day(lang));
    let (mut out, mut last_end): (Vec<Placed>, usize) = (Vec::new(), 0);
    for found in expressions(folded, lang) {
        let ahead = ahead::ahead(&folded.text, lower, &found);
        let between = folded.text.get(last_end..found.span.start).unwrap_or_default();
        let same_sentence = !out.is_empty() && !between.contains(['。', '\n']) && !between.contains(". ");
        // `October 19, 136 days later` says one time twice.
        let is_apposed =
            matches!(found.shape, Shape::FromMention(..)) && matches!(between, ", " | " (" | "(");
        if is_apposed && !out.is_empty() {
            continue;
        }
        let Some(when) = context.resolve(&found, ahead, same_sentence) else { continue };
        let span = folded.source(found.span.clone());
        if !is_behind(out.last().map(|before| before.mention.span), span) {
            continue;
        }
        let is_topic = folded.text.get(found.span.end..).is_some_and(|rest| rest.starts_with(['、', ',']));
        context.note(&found, when, same_sentence, is_topic);
        last_end = found.span.end;
        let kind = if found.shape.is_absolute() { DateKind::Absolute } else { DateKind::Relative };
        let mention = DateMention { span, when, time: found.time, relation: found.relation, kind };
        out.push(Placed { range: found.span, mention });
    }
    out
}

/// Whether a time or a number can begin with the wide character `c`.
pub(crate) fn begins_with(c: char) -> bool {
    is_numeral(c) || japanese::begins(c)
}

/// Whether a time or a number can begin with the lower-case `word`.
pub(crate) fn begins_with_word(word: &str) -> bool {
    english::begins(word)
}

/// The time expressions of a text, in order, before they are reckoned.
fn expressions(folded: &Folded, lang: Lang) -> Vec<Found> {
    static WANTED: LazyLock<Chars> = LazyLock::new(|| Chars::of(begins_with));
    let mut scan = Scan::new(folded, &WANTED);
    let (text, lower) = (folded.text.as_str(), folded.lower());
    let (mut out, mut floor): (Vec<Found>, usize) = (Vec::new(), 0);
    let page = english::Page { text, lower };
    while let Some((at, start)) = scan.next() {
        if at < floor {
            continue;
        }
        let found = match start {
            Start::Digit => digits(page, at, floor, lang),
            Start::Wide => japanese::read(text, at),
            Start::Word if lower.get(at..scan.end()).is_some_and(english::begins) => {
                english::read(page, at, floor)
            }
            Start::Word => None,
        };
        let era = || matches!(start, Start::Word).then(|| japanese::short_era(text, at)).flatten();
        if let Some(found) = found.or_else(era) {
            scan.resume(found.span.end);
            floor = found.span.end;
            out.push(found);
        }
    }
    out
}

/// What begins with a digit, by what stands behind the digits.
fn digits(page: english::Page<'_>, at: usize, floor: usize, lang: Lang) -> Option<Found> {
    let rest = page.text.get(at..)?;
    let n_digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let mut behind = rest.get(n_digits..)?.chars();
    let (next, second) = (behind.next(), behind.next());
    let numeric =
        || numeric::read(page.text, at, lang).map(|found| japanese::with_relation(page.text, found));
    let english = || english::read(page, at, floor);
    let japanese = || japanese::read(page.text, at);
    match next {
        Some('-' | '/' | '.') => numeric().or_else(japanese).or_else(english),
        Some('〜' | '~') => japanese().or_else(english),
        Some('–') => japanese().or_else(english),
        Some(' ') if second.is_some_and(|c| !c.is_ascii()) => japanese(),
        Some(c) if !c.is_ascii() => japanese(),
        _ => english(),
    }
}

#[cfg(test)]
mod tests;
