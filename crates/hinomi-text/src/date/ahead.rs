//! Whether the words around a time point ahead of the text's own: 予定, `by`, `will`.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::Relation;
use super::shape::{Found, Month, Shape, Step, Year};
use crate::vocabulary::{Words, rows};

/// Bytes of a sentence looked at on either side of a time.
const REACH_BYTES: usize = 160;

/// How strongly the words point ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ahead {
    /// Not at all: the news tells what was.
    No,
    /// The sentence is not told as past: a day that is soon to come may be meant, a month or weekday not.
    Perhaps,
    /// A limit: the nearer of past and coming is meant.
    Maybe,
    /// For sure: what is meant is to come.
    Surely,
}

/// Words behind an English time looked at for a verb in the past tense.
const WORDS_BEHIND: usize = 12;

/// Words right before a date that name the day after the text's own: 明日11月12日.
const TOMORROW: &[&str] = &["明日", "あす", "明後日", "来る", "tomorrow, "];

/// Judges `found` by the rest of its sentence in the folded `text`.
pub(super) fn ahead(text: &str, lower: &str, found: &Found) -> Ahead {
    if found.points_ahead {
        return Ahead::Surely;
    }
    if !matters(found.shape) {
        return Ahead::No;
    }
    let reach = sentence(text, found);
    let (before, after) = (
        text.get(reach.start..found.span.start).unwrap_or_default(),
        text.get(found.span.end..reach.end).unwrap_or_default(),
    );
    if TOMORROW.iter().any(|word| before.ends_with(word)) {
        return Ahead::Surely;
    }
    let is_wide = after.bytes().any(|b| b >= 0x80);
    let is_limit = found.relation == Relation::By || after.starts_with("まで");
    let ahead = if is_wide {
        japanese(after)
    } else {
        english(
            lower.get(reach.start..found.span.start).unwrap_or_default(),
            lower.get(found.span.end..reach.end).unwrap_or_default(),
        )
    };
    if is_limit { ahead.max(Ahead::Maybe) } else { ahead }
}

/// Whether what `shape` names depends on it.
fn matters(shape: Shape) -> bool {
    match shape {
        Shape::Day(civil) | Shape::Days(civil, _) => {
            civil.year == Year::Unsaid && matches!(civil.month, Month::Given(_) | Month::Unsaid)
        }
        Shape::Month(year, month) => {
            matches!(year, Year::Unsaid | Year::Nearest) && matches!(month, Month::Given(_))
        }
        Shape::Weekday(..) | Shape::NextDay(_) => true,
        Shape::FromMention(step, n) => step != Step::Day || n > 0,
        _ => false,
    }
}

/// The cues and past endings behind a Japanese time; the cues come first in the list.
static VERBS_JA: LazyLock<(AhoCorasick, usize)> =
    LazyLock::new(|| (finder(list("ja-behind").chain(list("ja-past"))), list("ja-behind").count()));
static STATES_JA: LazyLock<Words<()>> =
    LazyLock::new(|| Words::at_back(list("ja-state").map(|word| (word, ()))));
static CUES_EN: LazyLock<AhoCorasick> = LazyLock::new(|| finder(list("en-before")));
static WAS_EN: LazyLock<AhoCorasick> = LazyLock::new(|| finder(list("en-was")));
static COMING_EN: LazyLock<BTreeSet<String>> = LazyLock::new(|| list("en-coming").collect());

fn list(kind: &'static str) -> impl Iterator<Item = String> {
    let all = rows(include_str!("../../data/ahead.csv"));
    all.filter_map(move |row| {
        (row.get(1) == Some(&kind)).then(|| row.first().map(|word| word.replace('_', " "))).flatten()
    })
}

fn finder(words: impl Iterator<Item = String>) -> AhoCorasick {
    let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(words);
    builder.expect("the lists are far below the automaton's limits")
}

/// The first verb behind the time decides: 6月8日に受けた攻撃で…の予定 is of the past.
fn japanese(after: &str) -> Ahead {
    let (verbs, n_cues) = &*VERBS_JA;
    // いたします and いただく are polite, not past.
    let is_polite = |end: usize| after[end..].starts_with(['し', 'だ']) && after[..end].ends_with("いた");
    match verbs.find_iter(after).find(|found| !is_polite(found.end())) {
        Some(found) if found.pattern().as_usize() < *n_cues => Ahead::Surely,
        Some(_) => Ahead::No,
        None if ends_unfinished(after) && !(after.starts_with("から") && after.contains("まで")) => {
            Ahead::Perhaps
        }
        None => Ahead::No,
    }
}

fn english(before: &str, after: &str) -> Ahead {
    if WAS_EN.is_match(before) {
        return Ahead::Maybe;
    }
    let bare = before.trim_end();
    let bare = ["on", "in", "by", "the", "from", "between"].iter().fold(bare, |text, word| {
        let rest = text.strip_suffix(word).filter(|rest| rest.ends_with(' '));
        rest.map_or(text, str::trim_end)
    });
    let verb = bare.rsplit(' ').next().unwrap_or_default();
    let told = (verb.ends_with("ed") && !COMING_EN.contains(verb))
        || matches!(
            verb,
            "began"
                | "hit"
                | "struck"
                | "stole"
                | "stolen"
                | "took"
                | "taken"
                | "was"
                | "were"
                | "found"
                | "said"
                | "went"
                | "sent"
                | "made"
                | "lost"
                | "seen"
                | "broken"
                | "since"
        );
    if told {
        return Ahead::No;
    }
    if CUES_EN.is_match(before) || after.contains(" deadline") {
        return Ahead::Surely;
    }
    // A near day to come goes without its year; a past one of almost a year ago does not.
    let is_verb = |word: &str| {
        word.ends_with("ed") || matches!(word, "was" | "were" | "had" | "did" | "said" | "began")
    };
    if after.split(' ').take(WORDS_BEHIND).any(is_verb) { Ahead::No } else { Ahead::Perhaps }
}

/// Where the sentence of the time begins and ends, within reach. It begins at the stop before it.
fn sentence(text: &str, found: &Found) -> Range<usize> {
    let mut floor = found.span.start.saturating_sub(REACH_BYTES);
    while !text.is_char_boundary(floor) {
        floor += 1;
    }
    let mut ceiling = (found.span.end + REACH_BYTES).min(text.len());
    while !text.is_char_boundary(ceiling) {
        ceiling -= 1;
    }
    let before = text.as_bytes().get(floor..found.span.start).unwrap_or_default();
    let after = text.as_bytes().get(found.span.end..ceiling).unwrap_or_default();
    let start = (0..before.len()).rev().find(|at| is_stop(before, *at)).map_or(floor, |at| floor + at);
    let end = (0..after.len()).find(|at| is_stop(after, *at)).map_or(ceiling, |at| found.span.end + at);
    start..end
}

/// Whether a full stop of either language or a line break stands at `at`.
fn is_stop(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        Some(b'\n') => true,
        Some(b'.') => bytes.get(at + 1) == Some(&b' '),
        Some(0xe3) => bytes.get(at + 1..at + 3) == Some(&[0x80, 0x82]),
        _ => false,
    }
}

/// Verbs in the plain form end what is still to be done, unless they describe a state or a report.
fn ends_unfinished(after: &str) -> bool {
    after.ends_with(['る', 'す', 'く', 'む', 'う', 'つ', 'ぶ']) && STATES_JA.find(after).is_none()
}
