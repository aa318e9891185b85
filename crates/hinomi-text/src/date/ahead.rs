//! Whether the words around a time point ahead of the text's own: 予定, `by`, `will`.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::Relation;
use super::shape::{Found, Month, Shape, Step, Year};

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

/// Words behind a Japanese time that speak of what is to come.
const BEHIND_JA: &[&str] = &[
    "予定",
    "見込み",
    "見通し",
    "計画",
    "方針",
    "目指",
    "目標",
    "めど",
    "目途",
    "期限",
    "締め切",
    "締切",
    "施行",
    "求め",
    "義務付",
    "義務づ",
    "対応する",
    "修正する",
    "適用する",
    "開催",
    "開かれる",
    "行われる",
    "始まる",
    "公開する",
    "公開される",
    "提供される",
    "提供する",
    "発売",
    "開始する",
    "再開する",
    "実施する",
    "終了する",
    "廃止する",
    "出す",
    "になる",
];

/// Endings of a Japanese verb that tells what was.
const PAST_JA: &[&str] = &[
    "した",
    "った",
    "いた",
    "けた",
    "れた",
    "えた",
    "きた",
    "んだ",
    "せた",
    "めた",
    "ました",
    "じた",
    "ちた",
    "りた",
    "みた",
];

/// Words before an English time that speak of what is to come, in lower case.
const BEFORE_EN: &[&str] = &[
    "will ",
    "due ",
    "deadline",
    "expected",
    "scheduled",
    "plans to",
    "planned",
    "set to",
    "must ",
    "required to",
    "ordered ",
    "have until",
    "has until",
    "expects to",
    "aims to",
    "going to",
    "upcoming",
    "ahead of ",
    "coming ",
    "to be released",
    "slated",
    "need to",
    "needs to",
    "are to ",
    "is to ",
    "is urging",
    "apply ",
    "to patch",
    "to fix",
];

/// Words behind an English time looked at for a verb in the past tense.
const WORDS_BEHIND: usize = 12;

/// Words that say the sentence speaks of what was, though it has one of the above.
const WAS_EN: &[&str] = &["was due", "was expected", "was scheduled", "were due", "had until", "had planned"];

/// Participles before a time that say it is to come.
const COMING_EN: &[&str] = &["scheduled", "expected", "planned", "required", "slated", "needed", "supposed"];

/// Judges `found` by the rest of its sentence in the folded `text`.
pub(super) fn ahead(text: &str, lower: &str, found: &Found) -> Ahead {
    if found.points_ahead {
        return Ahead::Surely;
    }
    if !matters(found.shape) {
        return Ahead::No;
    }
    let (_, after) = sentence(text, found);
    let is_wide = after.bytes().any(|b| b >= 0x80);
    let is_limit = found.relation == Relation::By || after.starts_with("まで");
    let ahead = if is_wide { japanese(after) } else { english(lower, found) };
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
static VERBS_JA: LazyLock<AhoCorasick> = LazyLock::new(|| finder(BEHIND_JA.iter().chain(PAST_JA)));
static CUES_EN: LazyLock<AhoCorasick> = LazyLock::new(|| finder(BEFORE_EN.iter()));
static WAS: LazyLock<AhoCorasick> = LazyLock::new(|| finder(WAS_EN.iter()));

fn finder<'w>(words: impl Iterator<Item = &'w &'w str>) -> AhoCorasick {
    let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(words);
    builder.expect("the lists are far below the automaton's limits")
}

/// The first verb behind the time decides: 6月8日に受けた攻撃で…の予定 is of the past.
fn japanese(after: &str) -> Ahead {
    match VERBS_JA.find(after) {
        Some(found) if found.pattern().as_usize() < BEHIND_JA.len() => Ahead::Surely,
        Some(_) => Ahead::No,
        None if ends_unfinished(after) && !(after.starts_with("から") && after.contains("まで")) => {
            Ahead::Perhaps
        }
        None => Ahead::No,
    }
}

fn english(lower: &str, found: &Found) -> Ahead {
    let (before, after) = sentence(lower, found);
    if WAS.is_match(before) {
        return Ahead::Maybe;
    }
    let bare = before.trim_end();
    let bare = ["on", "in", "by", "the", "from", "between"].iter().fold(bare, |text, word| {
        let rest = text.strip_suffix(word).filter(|rest| rest.ends_with(' '));
        rest.map_or(text, str::trim_end)
    });
    let verb = bare.rsplit(' ').next().unwrap_or_default();
    let told = (verb.ends_with("ed") && !COMING_EN.contains(&verb))
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

/// The sentence's text before and behind the time, within reach.
fn sentence<'t>(text: &'t str, found: &Found) -> (&'t str, &'t str) {
    let mut floor = found.span.start.saturating_sub(REACH_BYTES);
    while !text.is_char_boundary(floor) {
        floor += 1;
    }
    let mut ceiling = (found.span.end + REACH_BYTES).min(text.len());
    while !text.is_char_boundary(ceiling) {
        ceiling -= 1;
    }
    let before = text.get(floor..found.span.start).unwrap_or_default();
    let after = text.get(found.span.end..ceiling).unwrap_or_default();
    let before = before.rfind(['。', '\n']).map_or(before, |at| &before[at..]);
    let before = before.rfind(". ").map_or(before, |at| &before[at..]);
    let after = after.find(['。', '\n']).map_or(after, |at| &after[..at]);
    let after = after.find(". ").map_or(after, |at| &after[..at]);
    (before, after)
}

/// Verbs in the plain form end what is still to be done, unless they describe a state or a report.
fn ends_unfinished(after: &str) -> bool {
    const STATES: &[&str] = &[
        "いる",
        "という",
        "といい",
        "みられる",
        "見られる",
        "とされる",
        "考えられる",
        "思われる",
        "知られる",
        "言われる",
        "疑われる",
        "含まれる",
        "ある",
        "おる",
        "いう",
        "とみる",
        "なる",
        "よる",
        "上る",
        "のぼる",
        "達する",
        "及ぶ",
        "相次ぐ",
        "占める",
        "できる",
        "わかる",
        "分かる",
        "続く",
        "含む",
        "なく",
        "多く",
        "らく",
        "べく",
        "ごとく",
    ];
    after.ends_with(['る', 'す', 'く', 'む', 'う', 'つ', 'ぶ'])
        && !STATES.iter().any(|state| after.ends_with(state))
}
