//! Patterns, and which sentences are worth trying them on.
//!
//! Most sentences hold none of the words without which a pattern cannot match, and a hundred patterns over every
//! sentence took most of the time of `find`. So each pattern's words are derived from the pattern itself, all of them
//! are looked for in one pass together with the vocabularies, and a pattern is tried only where one of its words stands.

use std::collections::BTreeSet;
use std::sync::{LazyLock, OnceLock};

use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind};

use crate::{actors, kinds, names_en, parties, scope, story, timing};

/// Makes a pattern; one that does not compile fails the first test that uses it.
macro_rules! pattern {
    ($name:ident, $pattern:expr) => {
        pub(crate) static $name: crate::gate::Pattern = crate::gate::Pattern::new($pattern);
    };
}
pub(crate) use pattern;

/// A regular expression, compiled when first used.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    regex: OnceLock<Regex>,
    /// The same with letters, digits and word boundaries of ASCII alone; `None` where it asks for none.
    ///
    /// At a boundary of Unicode words the fast matchers give up on any text that is not ASCII, and one dash or curly
    /// quotation mark in an English sentence would make the slowest do the work; and with all letters of Unicode a
    /// pattern is a machine of thousands of states.
    ascii: OnceLock<Option<Regex>>,
    /// The gates of its words, all of which must be open.
    gates: OnceLock<Gates>,
    /// Its named alternatives, each as a pattern that must match from the front.
    named: OnceLock<Vec<(String, Regex)>>,
}

impl Pattern {
    /// Takes the expression as it is; it is compiled later.
    pub const fn new(source: &'static str) -> Self {
        Self {
            source,
            regex: OnceLock::new(),
            ascii: OnceLock::new(),
            gates: OnceLock::new(),
            named: OnceLock::new(),
        }
    }

    /// The expression for `text`: that for ASCII words where the text has no others.
    fn regex(&self, text: &str) -> &Regex {
        let compiled = |source: &str| Regex::new(source).expect("patterns are compiled by a test");
        let plain = self.ascii.get_or_init(|| {
            let edges = self.source.replace(r"(?-u:\b)", r"\b").replace(r"\b", r"(?-u:\b)");
            let source = edges.replace(r"\w", "[0-9A-Za-z_]").replace(r"\d", "[0-9]");
            (source != self.source).then(|| compiled(&source))
        });
        match plain {
            Some(plain) if text.is_ascii() || !text.chars().any(is_wide_letter) => plain,
            _ => self.regex.get_or_init(|| compiled(self.source)),
        }
    }

    /// Whether it matches anywhere in `text`.
    pub fn is_match(&self, text: &str) -> bool {
        self.regex(text).is_match(text)
    }

    /// The first match in `text`.
    pub fn find<'t>(&self, text: &'t str) -> Option<regex::Match<'t>> {
        self.regex(text).find(text)
    }

    /// The first match in `text` that begins at `at` or behind it.
    pub fn find_at<'t>(&self, text: &'t str, at: usize) -> Option<regex::Match<'t>> {
        self.regex(text).find_at(text, at)
    }

    /// The matches in `text`.
    pub fn find_iter<'p, 't>(&'p self, text: &'t str) -> regex::Matches<'p, 't> {
        self.regex(text).find_iter(text)
    }

    /// What stands in the first Japanese quotation marks of each match in `text`; for patterns all of whose matches hold
    /// such marks around what is looked for.
    ///
    /// Captures would say the same, at several times the cost: they need the slowest of the matchers.
    pub fn quoted<'p, 't>(
        &'p self,
        text: &'t str,
    ) -> impl Iterator<Item = std::ops::Range<usize>> + use<'p, 't> {
        self.find_iter(text).filter_map(|found| {
            let (before, rest) = found.as_str().split_once('「')?;
            let start = found.start() + before.len() + '「'.len_utf8();
            Some(start..start + rest.find('」')?)
        })
    }

    /// The groups of the first match in `text`.
    pub fn captures<'t>(&self, text: &'t str) -> Option<regex::Captures<'t>> {
        self.regex(text).captures(text)
    }

    /// The groups of the matches in `text`.
    pub fn captures_iter<'p, 't>(&'p self, text: &'t str) -> regex::CaptureMatches<'p, 't> {
        self.regex(text).captures_iter(text)
    }
    /// The matches in `text`, each with the name of the alternative that it is. The pattern is an alternation of named
    /// groups and nothing else.
    ///
    /// Found without captures for the same reason as [`Pattern::quoted`].
    pub fn named<'p, 't>(&'p self, text: &'t str) -> impl Iterator<Item = (&'p str, regex::Match<'t>)> {
        let named = self.named.get_or_init(|| named(self.source));
        self.find_iter(text).filter_map(move |found| {
            let rest = text.get(found.start()..)?;
            let (name, _) = named.iter().find(|(_, pattern)| pattern.is_match(rest))?;
            Some((name.as_str(), found))
        })
    }
}

/// The named alternatives of a pattern, in order.
fn named(source: &str) -> Vec<(String, Regex)> {
    let hir = regex_syntax::parse(source).expect("patterns are compiled by a test");
    let parts = match hir.kind() {
        HirKind::Alternation(parts) => parts.as_slice(),
        _ => std::slice::from_ref(&hir),
    };
    let one = |part: &Hir| match part.kind() {
        HirKind::Capture(group) => {
            let name = group.name.as_deref()?.to_owned();
            Some((name, Regex::new(&format!("^(?:{})", group.sub)).expect("part of a pattern")))
        }
        _ => None,
    };
    parts.iter().filter_map(one).collect()
}

/// Whether `c` may be a letter outside ASCII: all but the dashes, quotation marks and signs that English text has, and
/// the marks of Japanese.
fn is_wide_letter(c: char) -> bool {
    !c.is_ascii()
        && !matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{203e}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3020}')
        && !matches!(c, '€' | '£' | '¥' | '§' | '©' | '®' | '°' | '±' | '·')
}

/// Words in `u64`s of a set of gates.
const WORDS_MAX: usize = 8;

/// The patterns that a stretch of text may match.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Gates([u64; WORDS_MAX]);

impl Gates {
    /// Adds the gates of `other`.
    pub fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(own, bits)| *own |= bits);
    }

    /// Whether `pattern` may match inside the text that these are the gates of. A pattern that is not in the list is
    /// always tried.
    pub fn may(&self, pattern: &Pattern) -> bool {
        let is_open = |needed: &Gates| self.0.iter().zip(needed.0).all(|(own, bits)| own & bits == bits);
        pattern.gates.get().is_none_or(is_open)
    }

    fn one(idx: usize) -> Self {
        let mut gates = Self::default();
        if let Some(bits) = gates.0.get_mut(idx / 64) {
            *bits = 1 << (idx % 64);
        }
        gates
    }
}

/// The words of all gated patterns in lower case, each with the gates that it opens, sorted.
pub fn words() -> &'static [(String, Gates)] {
    static WORDS: LazyLock<Vec<(String, Gates)>> = LazyLock::new(|| {
        let mut all = std::collections::BTreeMap::<String, Gates>::new();
        let mut n_gates = 0;
        for pattern in gated() {
            let hir = regex_syntax::parse(pattern.source).expect("patterns are compiled by a test");
            let mut gates = Gates::default();
            for words in needs(&hir).into_iter().take(WORDS_MAX * 64 - n_gates) {
                let one = Gates::one(n_gates);
                n_gates += 1;
                gates.add(&one);
                let fronts = words.iter().map(|word| front(word).to_owned());
                fronts.for_each(|word| all.entry(word).or_default().add(&one));
            }
            if gates != Gates::default() {
                let _ = pattern.gates.set(gates);
            }
        }
        all.into_iter().collect()
    });
    &WORDS
}

/// Bytes of a word that are looked for: where the whole stands, its front does, and longer fronts are hardly rarer.
const FRONT_BYTES_MAX: usize = 12;

fn front(word: &str) -> &str {
    let end = (0..=word.len().min(FRONT_BYTES_MAX)).rev().find(|at| word.is_char_boundary(*at));
    word.get(..end.unwrap_or_default()).unwrap_or_default()
}

/// The patterns that are worth a gate.
static GATED: &[&Pattern] = &[
    &kinds::action::JA,
    &kinds::action::EN,
    &kinds::actor::JA_ACCUSED,
    &kinds::actor::EN_ACCUSED,
    &kinds::actor::ALIAS,
    &kinds::agency::JA_REPORTED,
    &kinds::agency::JA_CONSULTED,
    &kinds::agency::EN_REPORTED,
    &kinds::agency::POLICE,
    &kinds::affected_party::JA_SPEAKS,
    &kinds::affected_party::JA_TIED,
    &kinds::affected_party::EN_INCLUDE,
    &kinds::affected_party::EN_JOINED,
    &kinds::backup::JA,
    &kinds::backup::EN,
    &kinds::count::JA_UNKNOWN,
    &kinds::count::EN_UNKNOWN,
    &kinds::cvss::SCORE,
    &kinds::data_exposed::JA_NO_LEAK,
    &kinds::data_exposed::JA_OPEN,
    &kinds::data_exposed::EN_NO_LEAK,
    &kinds::data_exposed::JA_UNNAMED,
    &kinds::data_exposed::JA_NONE_OUT,
    &kinds::event_type::LOST,
    &kinds::event_type::THEIRS,
    &kinds::event_type::JA_RULES,
    &kinds::event_type::EN_RULES,
    &kinds::event_type::JA_NOT_SO,
    &kinds::event_type::EN_NOT_SO,
    &kinds::event_type::EN_ENDED,
    &kinds::event_type::ADMITS,
    &kinds::date::JA_HOUR,
    &kinds::date::JA_BACK,
    &kinds::date::EN_HOUR,
    &kinds::date::EN_DAYS_AFTER,
    &kinds::exploited::JA,
    &kinds::exploited::EN,
    &kinds::ids::IDS,
    &kinds::kev::KEV,
    &kinds::malware::JA,
    &kinds::misuse::JA,
    &kinds::misuse::EN,
    &kinds::patch::JA,
    &kinds::patch::EN,
    &kinds::product::JA,
    &kinds::product::JA_BARE,
    &kinds::product::EN,
    &kinds::product::CVE_IN,
    &kinds::ransom::JA,
    &kinds::ransom::EN,
    &kinds::service::JA_SERVICE,
    &kinds::service::EN_SERVICE,
    &kinds::service::EN_NO_SERVICE,
    &kinds::service::EN_AIM,
    &kinds::service::EN_POLICE,
    &kinds::service::EN_OWN,
    &kinds::service::JA_NO_SERVICE,
    &kinds::service::JA_NAME,
    &kinds::service::JA_STILL,
    &kinds::service::EN_STILL,
    &kinds::root_cause::JA_WAY_IN,
    &kinds::root_cause::EN_WAY_IN,
    &kinds::root_cause::JA_BROKE,
    &kinds::root_cause::EN_BROKE,
    &kinds::root_cause::JA_ADVICE,
    &kinds::root_cause::EN_ADVICE,
    &kinds::root_cause::EN_OWN_FLAW,
    &kinds::root_cause::EN_NO_DEED,
    &kinds::root_cause::EN_NOT_SO,
    &kinds::root_cause::EN_NOT_MENDED,
    &kinds::version::FIX,
    &kinds::version::OPEN,
    &timing::english::EVENT_AFTER,
    &timing::english::EVENT_BEFORE,
    &timing::english::DUE,
    &timing::english::SINCE,
    &timing::english::ACTS_AFTER,
    &timing::english::STOPPED,
    &timing::english::EVENT_THEN,
    &timing::english::OF_NAME,
    &timing::english::LOGGED_IN,
    &timing::english::FOUND,
    &timing::english::ADJECTIVE,
    &timing::english::THINGS,
    &timing::english::ATTRIBUTIVE,
    &timing::japanese::ANNOUNCE,
    &timing::japanese::CLAIM,
    &timing::japanese::NOTICED_BEFORE,
    &timing::japanese::NOTICED,
    &timing::japanese::CONFIRMED,
    &timing::japanese::CONFIRMS,
    &timing::japanese::ENTER_BEFORE,
    &timing::japanese::ENTER_AFTER,
    &timing::japanese::OF_EVENT,
    &timing::japanese::TOOK,
    &timing::japanese::SINCE,
    &timing::japanese::IMPACT,
    &timing::japanese::RECOVERED,
    &timing::japanese::AHEAD,
    &timing::japanese::ALL,
    &timing::japanese::DUE,
    &timing::japanese::DUE_BEFORE,
    &timing::japanese::FIRST_SEEN,
    &timing::japanese::REPORTED,
    &timing::japanese::AS_OF,
    &timing::japanese::WRITES,
    &timing::japanese::DATED,
    &timing::japanese::OCCURS,
    &timing::japanese::CLOSED,
    &parties::english::SAYS,
    &parties::english::ADMITS,
    &parties::english::HIT,
    &parties::english::COPES,
    &parties::english::NOUN,
    &parties::english::OF,
    &parties::english::TARGET,
    &parties::english::ACT,
    &parties::english::BROKEN_INTO,
    &parties::english::CLAIM,
    &parties::english::FROM,
    &parties::english::INSIDE,
    &parties::english::AT,
    &parties::english::PRODUCT,
    &parties::english::TOOL_BEFORE,
    &parties::english::TOOL_AFTER,
    &parties::japanese::TARGET,
    &parties::japanese::SOURCE,
    &parties::japanese::OF,
    &parties::japanese::AT,
    &parties::japanese::GUIDED,
    &parties::japanese::TOOK,
    &parties::japanese::HIT,
    &parties::japanese::RELATIVE,
    &parties::japanese::ANNOUNCE,
    &parties::japanese::CHIEF,
    &parties::japanese::PAIR,
    &parties::japanese::RUNS,
    &parties::japanese::ACCORDING,
    &parties::japanese::SPEAKER,
    &parties::japanese::ADMITS,
    &parties::REPORTER,
    &parties::OWN,
    &actors::CODE,
    &actors::FAMILY,
    &actors::JA_INTRODUCED,
    &actors::EN_INTRODUCED,
    &story::CVE,
    &story::ADVICE,
    &story::ADVICE_BODY,
    &story::AFTERMATH,
    &story::OFFER,
    &story::ROUNDUP,
    &story::ADVICE_JA,
    &story::OFFER_JA,
    &story::NO_ATTACK,
    &story::WARNS_JA,
    &story::SECURITY,
    &scope::SAYS,
    &scope::CLAIMED_BY,
    &names_en::CREDIT,
];

fn gated() -> impl Iterator<Item = &'static Pattern> {
    let causes = kinds::root_cause::CAUSES.iter().flat_map(|cause| [&cause.ja, &cause.en]);
    GATED.iter().copied().chain(causes)
}

/// Most words that a pattern may need one of; with more of them a gate is open nearly everywhere.
const NEEDS_MAX: usize = 160;
/// Most ways to write a part of a pattern that are spelled out.
const SPELLINGS_MAX: usize = 128;
/// Cost from which on words are too common to be worth looking for.
const COST_MAX: f64 = 0.8;

/// Groups of words that a pattern is asked for.
const GROUPS_MAX: usize = 2;

type Words = BTreeSet<String>;

/// Groups of words in lower case of each of which every match of `hir` holds one, the rarest group first; empty where
/// there are none worth looking for.
fn needs(hir: &Hir) -> Vec<Words> {
    let mut groups = match hir.kind() {
        HirKind::Concat(parts) => needs_of_row(parts),
        HirKind::Alternation(parts) => {
            let each: Vec<Vec<Words>> = parts.iter().map(needs).collect();
            let of =
                |n: usize| each.iter().map(|groups| groups.get(n).cloned()).collect::<Option<Vec<Words>>>();
            let joined = (0..GROUPS_MAX).filter_map(of);
            joined.map(|sets| sets.into_iter().flatten().collect()).collect()
        }
        HirKind::Capture(part) => needs(&part.sub),
        HirKind::Repetition(part) if part.min > 0 => needs(&part.sub),
        _ => spellings(hir).into_iter().collect(),
    };
    groups.retain(is_worth);
    groups
}

fn is_worth(words: &Words) -> bool {
    words.len() <= NEEDS_MAX && words.iter().all(|w| !w.is_empty()) && cost(words) < COST_MAX
}

/// The rarest groups among those of the parts, and of neighbours that can be spelled out together.
fn needs_of_row(parts: &[Hir]) -> Vec<Words> {
    // With the parts that each group is made of, since no part may be asked for twice.
    let mut candidates: Vec<(std::ops::Range<usize>, Words)> = Vec::new();
    let empty = || Words::from([String::new()]);
    let (mut row, mut from) = (empty(), 0);
    for (idx, part) in parts.iter().enumerate() {
        candidates.extend(needs(part).into_iter().map(|words| (idx..idx + 1, words)));
        match spellings(part) {
            Some(own) if own.len() * row.len() <= SPELLINGS_MAX => row = joined(&row, &own),
            Some(own) => (row, from) = (own, idx),
            None => (row, from) = (empty(), idx + 1),
        }
        candidates.push((from..idx + 1, row.clone()));
    }
    candidates.retain(|(_, words)| is_worth(words));
    candidates.sort_by(|(_, a), (_, b)| cost(a).total_cmp(&cost(b)));
    let mut chosen: Vec<(std::ops::Range<usize>, Words)> = Vec::new();
    for (parts, words) in candidates {
        let is_apart = chosen.iter().all(|(own, _)| own.end <= parts.start || parts.end <= own.start);
        if is_apart && chosen.len() < GROUPS_MAX {
            chosen.push((parts, words));
        }
    }
    chosen.into_iter().map(|(_, words)| words).collect()
}

/// Every spelling of `row` followed by every one of `next`.
fn joined(row: &Words, next: &Words) -> Words {
    row.iter().flat_map(|head| next.iter().map(move |tail| format!("{head}{tail}"))).collect()
}

/// Everything that `hir` can match, in lower case, where that is little.
fn spellings(hir: &Hir) -> Option<Words> {
    let out: Words = match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Words::from([String::new()]),
        HirKind::Literal(literal) => {
            Words::from([std::str::from_utf8(&literal.0).ok()?.to_ascii_lowercase()])
        }
        HirKind::Class(Class::Unicode(class)) => {
            let n_chars: usize = class.ranges().iter().map(|r| r.len()).sum();
            if n_chars > SPELLINGS_MAX {
                return None;
            }
            let chars = class.ranges().iter().flat_map(|r| r.start()..=r.end());
            // Folded text holds neither the sign for kelvin nor the long s.
            let chars = chars.filter(|c| !matches!(c, '\u{212a}' | '\u{17f}'));
            chars.map(|c| c.to_ascii_lowercase().to_string()).collect()
        }
        HirKind::Class(Class::Bytes(_)) => return None,
        HirKind::Repetition(part) => {
            let (min, max) = (part.min, part.max.filter(|max| *max <= 2)?);
            let own = spellings(&part.sub)?;
            let mut all = Words::new();
            let mut some = Words::from([String::new()]);
            for n in 0..=max {
                if n >= min {
                    all.extend(some.iter().cloned());
                }
                some = joined(&some, &own);
            }
            all
        }
        HirKind::Capture(part) => spellings(&part.sub)?,
        HirKind::Concat(parts) => {
            let mut row = Words::from([String::new()]);
            for part in parts {
                let own = spellings(part)?;
                if own.len() * row.len() > SPELLINGS_MAX {
                    return None;
                }
                row = joined(&row, &own);
            }
            row
        }
        HirKind::Alternation(parts) => {
            let each: Option<Vec<Words>> = parts.iter().map(spellings).collect();
            each?.into_iter().flatten().collect()
        }
    };
    (out.len() <= SPELLINGS_MAX).then_some(out)
}

/// How often one of `words` is to be expected, by length alone: each Latin letter halves it, each wide one divides it by
/// ten; a kana, a letter or a space alone stands everywhere.
fn cost(words: &Words) -> f64 {
    let is_bare = |word: &String| word.bytes().filter(u8::is_ascii_alphanumeric).count() < 2;
    let one = |word: &String| match word.chars().count() {
        1 if !word.is_ascii() => 1.0,
        _ if word.is_ascii() && is_bare(word) => 1.0,
        _ => word.chars().map(|c| if c.is_ascii() { 0.5 } else { 0.1 }).product::<f64>(),
    };
    words.iter().map(one).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needed(pattern: &str) -> Vec<String> {
        let groups = needs(&regex_syntax::parse(pattern).unwrap());
        groups.into_iter().map(|words| words.into_iter().collect::<Vec<_>>().join("|")).collect()
    }

    #[test]
    fn what_every_match_holds_is_derived() {
        assert_eq!(needed("(?i)no (?:sign|evidence) of[^.]{0,9}"), ["no evidence of|no sign of"]);
        assert_eq!(needed("[^。]{0,9}攻撃(?:を|が)受け"), ["攻撃が受け|攻撃を受け"]);
        assert_eq!(needed("VPN[^。]{0,9}(?:侵入|攻撃)|RDP.*侵害"), ["侵入|侵害|攻撃", "rdp|vpn"]);
        assert_eq!(needed("(?:the )?[a-z]+ plant(?:s)?"), [" plant"]);
        assert!(needed("[a-z]+|plant").is_empty());
        assert!(needed("の[a-z]").is_empty(), "a word that stands everywhere");
    }

    #[test]
    fn every_pattern_compiles_and_nearly_all_need_words() {
        let _ = words();
        let without: Vec<&str> = gated()
            .filter(|p| p.find("").is_none() && p.find("あ").is_none() && p.gates.get().is_none())
            .map(|p| p.source)
            .collect();
        assert!(without.len() < 12, "{without:#?}");
    }
}
