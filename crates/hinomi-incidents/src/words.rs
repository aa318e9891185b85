//! Words of a text as keys: Latin words, katakana runs, pieces of kanji runs.
//!
//! This is no word segmentation. A key only has to be the same in two articles about one matter and rare
//! elsewhere, so hiragana (grammar) falls out, kanji runs are cut into pairs, and Latin words lose their
//! plainest endings.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::hash::hash;
use crate::names;

/// Longest stretch of body that gives words, in characters: the lead says what the matter is, and what
/// comes later is background that a neighbour shares.
pub const BODY_CHARS_MAX: usize = 700;

/// A word of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// Its hash.
    pub key: u64,
    /// How often it is said, a headline's word counting [`TITLE_TIMES`].
    pub times: f32,
    /// Whether it stands in the headline.
    pub in_title: bool,
    /// Whether it is written small somewhere in the article, as a name never is.
    pub small: bool,
    /// Whether its form is that of a name: capital inside a sentence, inner capital, digit, katakana.
    pub named: bool,
    /// Whether the trade says it of every matter.
    pub trade: bool,
    /// Whether it is what a vendor, product, gang or agency of the article is called by: many matters share it.
    pub backdrop: bool,
    /// Whether it is what a victim of the article is called by.
    pub of_victim: bool,
    /// As written (first seen), for people.
    pub text: String,
}

/// A headline's word counts as often as this. Three, as in the plain method that the collections'
/// authors measured best.
pub const TITLE_TIMES: f32 = 3.0;

/// Fewest letters of a part of a word with inner capitals.
pub const PART_LETTERS_MIN: usize = 4;

const KIND_WORD: u8 = b'w';

/// Half-width form of full-width ASCII; anything else as it is.
pub fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        '’' | '‘' => '\'',
        _ => c,
    }
}

/// Whether it is katakana or the long-vowel mark.
pub fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー')
}

/// Whether it is a kanji or its repetition mark.
pub fn is_kanji(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '々' | '〆' | 'ヶ')
}

#[derive(Clone, Copy, PartialEq)]
enum Script {
    Latin,
    Katakana,
    Kanji,
    None,
}

fn script_of(c: char) -> Script {
    if c.is_ascii_alphanumeric() || (c.is_alphabetic() && (c as u32) < 0x0250) {
        Script::Latin
    } else if is_katakana(c) {
        Script::Katakana
    } else if is_kanji(c) {
        Script::Kanji
    } else {
        Script::None
    }
}

/// Marks that hold a Latin word together: M&S, zero-day stays two words but AT&T is one.
fn joins_latin(c: char) -> bool {
    matches!(c, '&' | '\'' | '.' | '_' | '+')
}

/// Words of `title` and of the first [`BODY_CHARS_MAX`] characters of `body`, by hash.
pub fn words(title: &str, body: &str) -> Vec<Word> {
    let mut found = all(title, body);
    for word in found.values_mut() {
        word.trade = is_trade(word.key);
    }
    found.into_values().collect()
}

fn all(title: &str, body: &str) -> BTreeMap<u64, Word> {
    let mut found: BTreeMap<u64, Word> = BTreeMap::new();
    collect(title, true, &mut found);
    let lead_end = body.char_indices().nth(BODY_CHARS_MAX).map_or(body.len(), |(at, _)| at);
    collect(body.get(..lead_end).unwrap_or_default(), false, &mut found);
    found
}

fn collect(text: &str, in_title: bool, found: &mut BTreeMap<u64, Word>) {
    let chars: Vec<char> = text.chars().map(narrow).collect();
    // A capital at the start of a sentence says nothing, and in a headline neither.
    let mut at_start = true;
    let mut i = 0;
    while i < chars.len() {
        let script = script_of(chars[i]);
        if script == Script::None {
            at_start |= matches!(chars[i], '.' | '!' | '?' | '\n' | '"' | '“' | ':' | '。');
            i += 1;
            continue;
        }
        let mut j = i + 1;
        while j < chars.len() {
            let inner = script == Script::Latin
                && joins_latin(chars[j])
                && chars.get(j + 1).is_some_and(|c| script_of(*c) == Script::Latin);
            if script_of(chars[j]) != script && !inner {
                break;
            }
            j += 1;
        }
        let run = &chars[i..j];
        if names::is_set_apart(&chars, i, j) {
            i = j;
            continue;
        }
        if script == Script::Latin && is_id_mark(run) {
            // Ids are keys of their own; their pieces would meet any other id.
            while j < chars.len() && (chars[j] == '-' || chars[j].is_ascii_digit()) {
                j += 1;
            }
            i = j;
            continue;
        }
        match script {
            Script::Latin => {
                latin(run, in_title, at_start, found);
                for part in parts(run) {
                    latin(part, in_title, at_start, found);
                }
            }
            Script::Katakana if run.len() >= 2 => {
                put(found, &run.iter().collect::<String>(), in_title, true, false)
            }
            Script::Kanji => kanji(run, in_title, found),
            _ => {}
        }
        at_start = false;
        i = j;
    }
}

/// The parts of a word with inner capitals, so that NorvaLeak meets "Norva Leak"; none when one would be too short.
fn parts(run: &[char]) -> Vec<&[char]> {
    let parts: Vec<&[char]> = run.chunk_by(|a, b| !(a.is_lowercase() && b.is_uppercase())).collect();
    let are_words = parts.len() > 1 && parts.iter().all(|part| part.len() >= PART_LETTERS_MIN);
    if are_words { parts } else { Vec::new() }
}

fn latin(run: &[char], in_title: bool, at_start: bool, found: &mut BTreeMap<u64, Word>) {
    let written: String = run.iter().collect();
    let written = written.strip_suffix("'s").unwrap_or(&written);
    let first_big = run[0].is_uppercase();
    let inner_big = run.iter().skip(1).any(|c| c.is_uppercase());
    let digit = run.iter().any(char::is_ascii_digit);
    let small = !in_title && !first_big && !inner_big && !digit;
    let named = (!in_title && !at_start && first_big) || inner_big || digit;
    let folded = written.to_lowercase();
    let key = stem(&folded);
    if key.chars().count() < 2 || is_stop(&folded) || is_plain_number(&folded) {
        return;
    }
    put_as(found, key, written, in_title, named, small);
}

fn is_id_mark(run: &[char]) -> bool {
    let is = |mark: &str| {
        run.len() == mark.len() && run.iter().zip(mark.chars()).all(|(a, b)| a.eq_ignore_ascii_case(&b))
    };
    is("CVE") || is("JVN") || is("JVNDB") || is("CWE")
}

/// Numbers of one or two digits and years tell nothing.
fn is_plain_number(word: &str) -> bool {
    let digits = word.bytes().all(|b| b.is_ascii_digit());
    digits && (word.len() <= 2 || (word.len() == 4 && (word.starts_with("19") || word.starts_with("20"))))
}

fn kanji(run: &[char], in_title: bool, found: &mut BTreeMap<u64, Word>) {
    for pair in run.windows(2) {
        put(found, &pair.iter().collect::<String>(), in_title, false, true);
    }
    if run.len() > 2 && run.len() <= 12 {
        put(found, &run.iter().collect::<String>(), in_title, true, false);
    }
}

fn put(found: &mut BTreeMap<u64, Word>, text: &str, in_title: bool, named: bool, small: bool) {
    put_as(found, text, text, in_title, named, small);
}

fn put_as(
    found: &mut BTreeMap<u64, Word>,
    key: &str,
    written: &str,
    in_title: bool,
    named: bool,
    small: bool,
) {
    let key = hash(KIND_WORD, key.as_bytes());
    let word = found.entry(key).or_insert_with(|| Word {
        key,
        times: 0.0,
        in_title: false,
        small: false,
        named: false,
        trade: false,
        backdrop: false,
        of_victim: false,
        text: written.to_owned(),
    });
    word.times += if in_title { TITLE_TIMES } else { 1.0 };
    word.in_title |= in_title;
    word.small |= small;
    word.named |= named;
}

/// Takes off the plainest English endings, so that "breaches" and "breached" meet.
fn stem(word: &str) -> &str {
    let n = word.len();
    if !word.is_ascii() || n < 5 || word.bytes().any(|b| b.is_ascii_digit()) {
        return word;
    }
    let cut = |ending: &str| word.strip_suffix(ending).filter(|rest| rest.len() >= 4);
    if let Some(rest) = cut("ing").or_else(|| cut("ed")).or_else(|| cut("es")) {
        return rest;
    }
    if word.ends_with('e') || (word.ends_with('s') && !word.ends_with("ss")) {
        return &word[..n - 1];
    }
    word
}

/// Keys of the words in `data/trade.txt`: said of every matter, so that from the first article on they are
/// taken for as common as they are.
static TRADE: LazyLock<BTreeSet<u64>> = LazyLock::new(|| {
    let lines = include_str!("../data/trade.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(|line| all(line, "").into_keys()).collect()
});

/// Whether a word is one that the trade says of every matter.
pub fn is_trade(key: u64) -> bool {
    TRADE.contains(&key)
}

fn is_stop(word: &str) -> bool {
    STOP.binary_search(&word).is_ok()
}

/// English words that carry grammar alone, sorted. Own list.
const STOP: &[&str] = &[
    "about",
    "above",
    "after",
    "again",
    "all",
    "allow",
    "allows",
    "along",
    "already",
    "also",
    "amid",
    "an",
    "and",
    "any",
    "are",
    "around",
    "as",
    "at",
    "back",
    "be",
    "because",
    "been",
    "before",
    "behind",
    "being",
    "between",
    "both",
    "but",
    "by",
    "can",
    "could",
    "did",
    "do",
    "does",
    "don't",
    "down",
    "during",
    "each",
    "even",
    "every",
    "following",
    "for",
    "from",
    "get",
    "gets",
    "had",
    "has",
    "have",
    "he",
    "her",
    "here",
    "here's",
    "his",
    "how",
    "if",
    "in",
    "including",
    "into",
    "is",
    "isn't",
    "it",
    "it's",
    "its",
    "just",
    "last",
    "less",
    "like",
    "made",
    "make",
    "makes",
    "many",
    "may",
    "might",
    "more",
    "most",
    "much",
    "new",
    "news",
    "no",
    "not",
    "now",
    "of",
    "off",
    "on",
    "one",
    "only",
    "or",
    "other",
    "our",
    "out",
    "over",
    "own",
    "recent",
    "recently",
    "said",
    "same",
    "say",
    "saying",
    "says",
    "see",
    "several",
    "she",
    "should",
    "since",
    "so",
    "some",
    "still",
    "such",
    "than",
    "that",
    "that's",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "through",
    "to",
    "too",
    "two",
    "under",
    "until",
    "up",
    "use",
    "used",
    "using",
    "via",
    "was",
    "we",
    "week",
    "were",
    "what",
    "what's",
    "when",
    "where",
    "which",
    "while",
    "who",
    "why",
    "will",
    "with",
    "within",
    "without",
    "would",
    "year",
    "years",
    "yet",
    "you",
    "your",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(title: &str, body: &str) -> String {
        let mut texts: Vec<String> = words(title, body)
            .into_iter()
            .map(|w| {
                let marks = [(w.in_title, "^"), (w.named, "!"), (w.small, "_")];
                marks.iter().filter(|(on, _)| *on).fold(w.text, |text, (_, mark)| text + mark)
            })
            .collect();
        texts.sort();
        texts.join(" ")
    }

    #[test]
    fn the_stop_list_is_sorted() {
        assert!(STOP.is_sorted());
    }

    #[test]
    fn latin_words_lose_grammar_and_endings() {
        assert_eq!(check("Mirelo's breaches", ""), "Mirelo^ breaches^");
        assert_eq!(check("", "The firm Mirelo was breached."), "Mirelo! breached_ firm_");
        assert_eq!(check("", "the MireloLeak"), "Leak! Mirelo! MireloLeak!");
        assert_eq!(words("breaches", "")[0].key, words("breached", "")[0].key);
        assert_eq!(check("", "With AT&T and M&S, 12 of 2025"), "AT&T! M&S!");
    }

    #[test]
    fn wide_scripts_give_katakana_runs_and_kanji_pairs() {
        assert_eq!(check("", "ソラマメの不正取引"), "ソラマメ! 不正_ 不正取引! 取引_ 正取_");
        assert_eq!(check("Ｍｉｒｅｌｏ", ""), "Mirelo^");
    }
}
