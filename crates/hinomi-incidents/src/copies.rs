//! Copies: the same text in another outlet, cut, reordered or under another headline.
//!
//! A text is printed as its sentences, each under two hashes: one of all its letters, one with numbers and
//! names blotted out. Two texts that share nearly all sentences are copies, unless a sentence of one stands
//! in the other with another number or name: then somebody has changed the news, and it is a voice of its own.

use std::collections::BTreeSet;

use crate::hash::hash;
use crate::words::{is_kanji, is_katakana, narrow};

/// Most sentences kept of a text.
pub const SENTENCES_MAX: usize = 48;

/// Share of the shorter text, in letters, that must stand in the longer one word for word.
pub const SHARED_MIN: f32 = 0.8;

/// A letter outside ASCII says as much as so many Latin ones.
pub const WIDE_LETTERS: u32 = 2;

/// Fewest letters that two texts must share: short notices say the same by chance.
pub const SHARED_LETTERS_MIN: u32 = 60;

/// Fewest letters of a sentence that counts as evidence of a change: "40%に増えた。" may stand twice.
pub const CHANGED_LETTERS_MIN: u32 = 12;

/// A sentence of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Hash of its letters.
    pub exact: u64,
    /// Hash of its letters without numbers and names.
    pub blotted: u64,
    /// Letters in it, in Latin letters' worth.
    pub n_letters: u32,
}

/// The finger-print of a text: its sentences in order.
pub type Print = Vec<Sentence>;

const KIND_EXACT: u8 = b'e';
const KIND_BLOTTED: u8 = b'b';

/// Prints a text.
pub fn print(body: &str) -> Print {
    let mut out = Vec::new();
    let mut letters = String::new();
    let mut written = String::new();
    let mut chars = body.chars().map(narrow).peekable();
    while let Some(c) = chars.next() {
        written.push(c);
        if c.is_alphanumeric() || matches!(c, '%' | '$' | '€' | '£' | '¥' | 'ー') {
            letters.extend(c.to_lowercase());
        }
        let next_is_space =
            chars.peek().is_none_or(|next| next.is_whitespace() || matches!(next, '"' | '」' | '”'));
        let ends = match c {
            '。' | '\n' | '！' | '？' => true,
            '.' | '!' | '?' => next_is_space,
            _ => false,
        };
        if ends || chars.peek().is_none() {
            if !letters.is_empty() && out.len() < SENTENCES_MAX {
                out.push(Sentence {
                    exact: hash(KIND_EXACT, letters.as_bytes()),
                    blotted: hash(KIND_BLOTTED, blot(&written).as_bytes()),
                    n_letters: letters.chars().map(|c| if c.is_ascii() { 1 } else { WIDE_LETTERS }).sum(),
                });
            }
            letters.clear();
            written.clear();
        }
    }
    out
}

/// The sentence with numbers and whatever may be a name as one mark each: digits, capitalised words,
/// katakana and kanji runs. Neighbouring marks fall together, so that names may differ in length.
fn blot(written: &str) -> String {
    let mut out = String::new();
    let mut blotting = false;
    let mut word_start = true;
    for c in written.chars() {
        let wide = is_katakana(c) || is_kanji(c);
        let begins = c.is_ascii_digit() || wide || (c.is_uppercase() && word_start);
        blotting = begins
            || (blotting && c.is_ascii_alphanumeric())
            || (blotting && matches!(c, '.' | ',' | '\'') && !word_start);
        if blotting {
            if !out.ends_with('@') {
                out.push('@');
            }
        } else if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        }
        word_start = !c.is_alphanumeric();
        if c.is_whitespace() {
            blotting = false;
        }
    }
    out
}

/// Whether `a` and `b` are the same text, whole or cut. Symmetric.
pub fn is_copy(a: &Print, b: &Print) -> bool {
    let total = |print: &Print| print.iter().map(|sentence| sentence.n_letters).sum::<u32>();
    let exact_of = |print: &Print| print.iter().map(|sentence| sentence.exact).collect::<BTreeSet<u64>>();
    let (in_a, in_b) = (exact_of(a), exact_of(b));
    let shared: u32 = a.iter().filter(|s| in_b.contains(&s.exact)).map(|s| s.n_letters).sum();
    let shorter = total(a).min(total(b));
    if shared < SHARED_LETTERS_MIN || (shared as f32) < SHARED_MIN * shorter as f32 {
        return false;
    }
    !is_changed(a, &in_b, b, &in_a)
}

/// Whether a sentence of one stands in the other with other numbers or names, or another sentence stands in
/// its place.
fn is_changed(a: &Print, in_b: &BTreeSet<u64>, b: &Print, in_a: &BTreeSet<u64>) -> bool {
    let own = |print: &Print, other: &BTreeSet<u64>| -> BTreeSet<u64> {
        let kept = print.iter().filter(|s| !other.contains(&s.exact) && s.n_letters >= CHANGED_LETTERS_MIN);
        kept.map(|s| s.blotted).collect()
    };
    if !own(a, in_b).is_disjoint(&own(b, in_a)) {
        return true;
    }
    // Between the same two sentences both texts say something, and not the same.
    let gaps = |print: &Print, other: &BTreeSet<u64>| -> BTreeSet<(u64, u64)> {
        let mut found = BTreeSet::new();
        let mut before = 0;
        let mut gap = false;
        for sentence in print {
            if other.contains(&sentence.exact) {
                if gap {
                    found.insert((before, sentence.exact));
                }
                before = sentence.exact;
                gap = false;
            } else {
                gap = true;
            }
        }
        found
    };
    !gaps(a, in_b).is_disjoint(&gaps(b, in_a))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "通販のミレロは3日、身代金を求めるウイルスに感染したと発表した。\
                        顧客の情報およそ2万件が外に出たおそれがある。\n復旧の時期は決まっていない。警察に相談している。";

    fn check(a: &str, b: &str) -> bool {
        let both = is_copy(&print(a), &print(b));
        assert_eq!(both, is_copy(&print(b), &print(a)));
        both
    }

    #[test]
    fn cut_and_dressed_texts_are_copies() {
        assert!(check(TEXT, TEXT));
        assert!(check(TEXT, &TEXT.replace('\n', "\n\n")));
        assert!(check(TEXT, TEXT.split('\n').next().unwrap()));
        assert!(check(TEXT, &format!("{TEXT}\n（配信 みどり新聞）")));
        assert!(check(TEXT, &TEXT.replace("3日", "３日")));
    }

    #[test]
    fn one_changed_number_or_name_makes_a_voice() {
        assert!(!check(TEXT, &TEXT.replace("2万件", "3万件")));
        assert!(!check(TEXT, &TEXT.replace("ミレロ", "ソラマーク")));
        assert!(!check(TEXT, ""));
        let english = "Mirelo said 40,000 accounts were copied by intruders in the spring. It has told the police about it.";
        assert!(check(english, &english.replace("  ", " ")));
        assert!(!check(english, &english.replace("40,000", "41,000")));
        assert!(!check(english, &english.replace("Mirelo", "Soramark Works")));
        assert!(!check("", ""));
    }
}
