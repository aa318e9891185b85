//! Whether the words around a time point ahead of the text's own: 予定, `by`, `will`.

use super::Relation;
use super::shape::Found;

/// Bytes of a sentence looked at on either side of a time.
const REACH_BYTES: usize = 160;

/// How strongly the words point ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ahead {
    /// Not at all: the news tells what was.
    No,
    /// Perhaps: the nearer of past and coming is meant.
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
    "までに対応",
    "までに修正",
    "までに適用",
    "に開催",
    "開催する",
    "公開する",
    "出す",
    "開始する",
    "再開する",
    "実施する",
    "提供する",
    "終了する",
    "対応する",
    "発表する",
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

/// Words that say the sentence speaks of what was, though it has one of the above.
const WAS_EN: &[&str] = &["was due", "was expected", "was scheduled", "were due", "had until", "had planned"];

/// Judges `found` by the rest of its sentence in the folded `text`.
pub(super) fn ahead(text: &str, lower: &str, found: &Found) -> Ahead {
    if found.points_ahead {
        return Ahead::Surely;
    }
    let (before, after) = sentence(lower, found);
    if WAS_EN.iter().any(|words| before.contains(words)) {
        return Ahead::Maybe;
    }
    if BEFORE_EN.iter().any(|words| before.contains(words)) || after.contains(" deadline") {
        return Ahead::Surely;
    }
    let (_, after_ja) = sentence(text, found);
    let is_wide = after_ja.bytes().any(|b| b >= 0x80);
    if is_wide && BEHIND_JA.iter().any(|words| after_ja.contains(words)) {
        return if told_as_past(after_ja) { Ahead::Maybe } else { Ahead::Surely };
    }
    if found.relation == Relation::By
        || after_ja.starts_with("まで")
        || (is_wide && ends_unfinished(after_ja))
    {
        return Ahead::Maybe;
    }
    Ahead::No
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

/// た and だ end what has been.
fn told_as_past(after: &str) -> bool {
    after.ends_with(['た', 'だ'])
        && !after.ends_with("予定だ")
        && !after.ends_with("見通しだ")
        && !after.ends_with("見込みだ")
}

/// Verbs in the plain form end what is still to be done, unless they describe a state or a report.
fn ends_unfinished(after: &str) -> bool {
    const STATES: &[&str] =
        &["いる", "ている", "という", "される", "れる", "ある", "おる", "いう", "とみる", "なる", "よる"];
    after.ends_with(['る', 'す', 'く', 'む', 'う', 'つ', 'ぶ'])
        && !STATES.iter().any(|state| after.ends_with(state))
}
