//! What is counted: the counter, measure or noun behind a number.

use std::ops::Range;
use std::sync::LazyLock;

use hinomi_model::Unit;
use rust_decimal::Decimal;

use super::currency::hyphenated;
use crate::vocabulary::{Words, rows};

/// Words of an English noun phrase read at most before its head.
const PHRASE_WORDS_MAX: usize = 6;

/// Characters of a Japanese noun read at most.
const NOUN_CHARS_MAX: usize = 12;

/// What a word behind a number says about it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Counts {
    /// A unit, and the factor that brings the number to it.
    Unit(Unit, Decimal),
    /// Something that the list of units lacks.
    Noun,
    /// The number counts nothing: it ranks, dates, measures time.
    Nothing,
}

/// The words that say what is counted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Counted {
    /// Where they stand.
    pub(super) noun: Range<usize>,
    /// What they mean.
    pub(super) counts: Counts,
    /// Whether they stand directly at the number (件, GB, %) rather than behind other words.
    pub(super) is_close: bool,
    /// Whether they stand in the lists as a whole, rather than ending with what does (民間企業).
    pub(super) is_listed: bool,
}

static COUNTERS: LazyLock<Words<Counts>> =
    LazyLock::new(|| Words::at_front(list(include_str!("../../data/counters-ja.csv"))));
static COUNTER_ENDS: LazyLock<Words<Counts>> =
    LazyLock::new(|| Words::at_back(list(include_str!("../../data/counters-ja.csv"))));
static MEASURES: LazyLock<Words<Counts>> =
    LazyLock::new(|| Words::at_front(list(include_str!("../../data/measures.csv"))));
/// English nouns, with whether they stand in the plural.
static NOUNS: LazyLock<Words<(Counts, bool)>> = LazyLock::new(|| {
    let nouns = list(include_str!("../../data/nouns-en.csv"));
    Words::at_front(
        nouns.flat_map(|(word, counts)| [(plural(&word), (counts, true)), (word, (counts, false))]),
    )
});

fn list(csv: &'static str) -> impl Iterator<Item = (String, Counts)> {
    rows(csv).map(|row| {
        let field = |idx: usize| row.get(idx).copied().unwrap_or_default();
        let factor = field(2).parse().unwrap_or(Decimal::ONE);
        let counts = match field(1) {
            "-" => Counts::Noun,
            "x" => Counts::Nothing,
            unit => unit.parse().map_or(Counts::Noun, |unit| Counts::Unit(unit, factor)),
        };
        (field(0).to_owned(), counts)
    })
}

fn plural(noun: &str) -> String {
    let ends = |tails: &[&str]| tails.iter().any(|tail| noun.ends_with(tail));
    let vowel_before_y = ends(&["ay", "ey", "oy", "uy"]);
    match noun {
        _ if noun.ends_with('y') && !vowel_before_y => format!("{}ies", &noun[..noun.len() - 1]),
        _ if ends(&["s", "x", "ch", "sh"]) => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

/// What is counted by the number that ends at `at` of the folded `text`; `lower` is `text` in ASCII lower case.
pub(super) fn counted(text: &str, lower: &str, at: usize) -> Option<Counted> {
    japanese(text, at).or_else(|| measure(text, at)).or_else(|| english(lower, at))
}

/// 件, 人分, テラバイト directly at the number, or a known noun behind の: 26の国と地域.
pub(super) fn japanese(text: &str, at: usize) -> Option<Counted> {
    let rest = text.get(at..)?;
    let gap = usize::from(rest.starts_with(' '));
    let close = rest.get(gap..)?;
    if close.as_bytes().first().is_none_or(|b| *b < 0x80)
        && !close.starts_with("ID")
        && !close.starts_with(['G', 'T', 'M'])
    {
        return None;
    }
    if let Some((len, counts)) = COUNTERS.find(close) {
        let is_word = close.as_bytes()[..len].is_ascii()
            && close.as_bytes().get(len).is_some_and(u8::is_ascii_alphanumeric);
        if is_word {
            return None;
        }
        let start = at + gap;
        return Some(Counted { noun: start..start + len, counts: *counts, is_close: true, is_listed: true });
    }
    let start = at + close.strip_prefix('の').map_or(0, |_| 'の'.len_utf8());
    let run: String =
        text.get(start..)?.chars().take_while(|c| is_noun_char(*c)).take(NOUN_CHARS_MAX).collect();
    let (counts, end, is_listed) = match (COUNTERS.find(text.get(start..)?), COUNTER_ENDS.find(&run)) {
        (Some((len, counts)), _) if len >= run.len() => (*counts, start + len, true),
        (_, Some((_, counts))) if !matches!(counts, Counts::Nothing) => {
            (*counts, start + run.len(), start > at)
        }
        _ => return None,
    };
    Some(Counted { noun: start..end, counts, is_close: start == at, is_listed })
}

/// The unit of what a bare number is told of, where `before` ends with that noun and its particle: 組織は(700を超える).
pub(super) fn subject(before: &str) -> Option<Unit> {
    let noun = before.strip_suffix(['は', 'が', 'も'])?;
    let noun = noun.strip_suffix(['数', '側']).unwrap_or(noun);
    let chars = noun.chars().rev().take_while(|c| is_noun_char(*c)).take(NOUN_CHARS_MAX);
    let len: usize = chars.map(char::len_utf8).sum();
    match COUNTER_ENDS.find(&noun[noun.len() - len..])? {
        // One kanji alone ends many nouns that are none of its kind: 盲点, 本社.
        (len, Counts::Unit(unit, _)) if len > '人'.len_utf8() => Some(*unit),
        _ => None,
    }
}

fn is_noun_char(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30fa}' | 'ー' | '々' | '\u{4e00}'..='\u{9fff}')
}

/// `GB`, `%`, `USD` directly at the number or behind one space.
pub(super) fn measure(text: &str, at: usize) -> Option<Counted> {
    let rest = text.get(at..)?;
    let gap = usize::from(rest.starts_with(' '));
    let close = rest.get(gap..)?;
    let (len, counts) = MEASURES.find(close)?;
    let is_word = close.as_bytes().get(len - 1).is_some_and(u8::is_ascii_alphanumeric)
        && close.as_bytes().get(len).is_some_and(u8::is_ascii_alphanumeric);
    let start = at + gap;
    // `10 $5 coupons`: a sign between two numbers is that of the second.
    let is_next = matches!(counts, Counts::Unit(Unit::Currency(_), _))
        && close.get(len..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let is_other = is_word || is_next;
    (!is_other).then(|| Counted {
        noun: start..start + len,
        counts: *counts,
        is_close: true,
        is_listed: true,
    })
}

/// The noun phrase behind the number, up to its head: ` customer records`, ` of its own tokens`.
pub(super) fn english(lower: &str, at: usize) -> Option<Counted> {
    let rest = lower.get(at..)?;
    if let Some((start, end, unit)) = hyphenated(lower, at) {
        let counts = Counts::Unit(unit, Decimal::ONE);
        return Some(Counted { noun: start..end, counts, is_close: true, is_listed: true });
    }
    if !rest.starts_with(' ') {
        return None;
    }
    let mut here = at + 1;
    if let Some(of) = lower.get(here..)?.strip_prefix("of ") {
        here = lower.len() - of.len();
        while let Some(len) = determiner(lower.get(here..)?) {
            here += len;
        }
    }
    let start = here;
    let mut head: Option<(usize, Counts)> = None;
    for _ in 0..PHRASE_WORDS_MAX {
        let word_rest = lower.get(here..)?;
        let len = word_len(word_rest);
        let word = word_rest.get(..len)?;
        let known = NOUNS.find(word_rest).filter(|(len, _)| ends_word(word_rest, *len));
        if len == 0 || (known.is_none() && is_boundary(word)) {
            break;
        }
        match (known, head) {
            (Some((len, (counts, is_plural))), _) => {
                head = Some((here + len, *counts));
                // A singular goes before the head that it describes: `customer records`.
                if *is_plural || !continues(word_rest, len) {
                    break;
                }
                here += len;
            }
            (None, Some((_, Counts::Unit(..)))) if !looks_plural(word) => break,
            (None, _) if looks_plural(word) => {
                head = Some((here + len, Counts::Noun));
                let next = lower.get(here + len..).and_then(|rest| rest.strip_prefix(' '));
                let is_known = next.and_then(|next| Some((next, NOUNS.find(next)?)));
                if !is_known.is_some_and(|(next, (len, _))| ends_word(next, len)) {
                    break;
                }
                here += len;
            }
            (None, _) => here += len,
        }
        if !lower.get(here..)?.starts_with(' ') {
            break;
        }
        here += 1;
    }
    let (end, counts) = head?;
    Some(Counted { noun: start..end, counts, is_close: false, is_listed: true })
}

fn word_len(rest: &str) -> usize {
    let is_in = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b'-' | b'\'' | b'&');
    rest.bytes().take_while(|b| is_in(b)).count()
}

fn ends_word(rest: &str, len: usize) -> bool {
    rest.as_bytes().get(len).is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'-')
}

/// Whether another word of the same phrase stands behind the first `len` bytes.
fn continues(rest: &str, len: usize) -> bool {
    let next = rest.get(len..).and_then(|rest| rest.strip_prefix(' '));
    next.is_some_and(|next| {
        let word = next.get(..word_len(next)).unwrap_or_default();
        !word.is_empty() && !is_boundary(word)
    })
}

fn looks_plural(word: &str) -> bool {
    const SINGULAR: &[&str] = &["ss", "us", "is", "'s"];
    word.len() >= 4 && word.ends_with('s') && !SINGULAR.iter().any(|tail| word.ends_with(tail))
}

fn determiner(rest: &str) -> Option<usize> {
    const DETERMINERS: &[&str] =
        &["the ", "its ", "their ", "our ", "his ", "her ", "those ", "these ", "all ", "own ", "such "];
    DETERMINERS.iter().find(|word| rest.starts_with(**word)).map(|word| word.len())
}

/// Words that no noun phrase behind a number goes across.
fn is_boundary(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "these"
            | "those"
            | "our"
            | "your"
            | "my"
            | "his"
            | "her"
            | "how"
            | "why"
            | "what"
            | "i"
            | "you"
            | "series"
            | "and"
            | "any"
            | "are"
            | "as"
            | "at"
            | "be"
            | "because"
            | "been"
            | "before"
            | "after"
            | "between"
            | "but"
            | "by"
            | "can"
            | "could"
            | "did"
            | "do"
            | "does"
            | "during"
            | "each"
            | "every"
            | "for"
            | "from"
            | "had"
            | "has"
            | "have"
            | "he"
            | "if"
            | "in"
            | "into"
            | "is"
            | "it"
            | "its"
            | "may"
            | "might"
            | "not"
            | "of"
            | "on"
            | "onto"
            | "or"
            | "out"
            | "over"
            | "per"
            | "said"
            | "says"
            | "she"
            | "since"
            | "so"
            | "than"
            | "that"
            | "the"
            | "their"
            | "then"
            | "there"
            | "they"
            | "this"
            | "through"
            | "to"
            | "under"
            | "until"
            | "was"
            | "we"
            | "were"
            | "when"
            | "where"
            | "which"
            | "while"
            | "who"
            | "whose"
            | "will"
            | "with"
            | "within"
            | "without"
            | "would"
            | "across"
            | "among"
            | "worth"
            | "via"
            | "versus"
            | "vs"
            | "later"
            | "earlier"
            | "ago"
            | "us"
            | "plus"
            | "whom"
            | "against"
            | "about"
    )
}
