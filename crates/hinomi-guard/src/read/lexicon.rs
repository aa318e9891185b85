//! A text of a cell, word by word in a small vocabulary, and what of it the vocabulary does not know.
//!
//! What a rule does not understand must not decide it, so the rest of a text counts as much as the words that are
//! known. Words are found longest first; Latin words stand alone, Japanese ones may stand inside a run.

use std::collections::BTreeMap;

/// Texts longer than this many characters are prose, and not read.
const CHARS_MAX: usize = 300;

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A word of this class.
    Known(&'static str),
    /// Letters or digits that are no known word.
    Unknown(String),
    /// A punctuation mark, width folded.
    Mark(char),
}

/// Words by their first character, the longest first, each with its class.
pub struct Lexicon {
    words: BTreeMap<char, Vec<(Vec<char>, &'static str)>>,
}

impl Lexicon {
    /// From lines of `class,word,word…`; lines that start with `#` say where they come from.
    pub fn new(data: &'static str) -> Self {
        let mut words: BTreeMap<char, Vec<(Vec<char>, &'static str)>> = BTreeMap::new();
        for line in data.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let mut cells = line.split(',');
            let class = cells.next().unwrap_or_default();
            for word in cells.map(plain) {
                if let Some(first) = word.first() {
                    words.entry(*first).or_default().push((word, class));
                }
            }
        }
        words.values_mut().for_each(|of_one| of_one.sort_by_key(|(word, _)| std::cmp::Reverse(word.len())));
        Self { words }
    }

    /// The text in order. Spaces are gone; a text that is too long is one unknown word.
    pub fn read(&self, text: &str) -> Vec<Item> {
        let text = plain(text);
        if text.len() > CHARS_MAX {
            return vec![Item::Unknown(text.iter().take(CHARS_MAX).collect())];
        }
        let mut items: Vec<Item> = Vec::new();
        let mut unknown = String::new();
        let mut at = 0;
        let close = |unknown: &mut String, items: &mut Vec<Item>| {
            if !unknown.is_empty() {
                items.push(Item::Unknown(std::mem::take(unknown)));
            }
        };
        while let Some(c) = text.get(at) {
            if let Some((n, class)) = self.known_at(&text, at) {
                close(&mut unknown, &mut items);
                items.push(Item::Known(class));
                at += n;
                continue;
            }
            if c.is_alphanumeric() || *c == 'ー' {
                unknown.push(*c);
            } else {
                close(&mut unknown, &mut items);
                if !c.is_whitespace() {
                    items.push(Item::Mark(*c));
                }
            }
            at += 1;
        }
        close(&mut unknown, &mut items);
        items
    }

    /// The classes of the words of a text; `None` when a word of it is not known. Marks do not count.
    pub fn classes(&self, text: &str) -> Option<Vec<&'static str>> {
        let items = self.read(text).into_iter().filter(|item| !matches!(item, Item::Mark(_)));
        items.map(|item| if let Item::Known(class) = item { Some(class) } else { None }).collect()
    }

    /// Length and class of the longest known word at a place.
    fn known_at(&self, text: &[char], at: usize) -> Option<(usize, &'static str)> {
        let is_latin = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
        let stands = |word: &[char]| {
            let end = at + word.len();
            text[at..].starts_with(word)
                && !(is_latin(word.first()) && at > 0 && is_latin(text.get(at - 1)))
                && !(is_latin(word.last()) && is_latin(text.get(end)))
        };
        let of_one = self.words.get(text.get(at)?)?;
        of_one.iter().find(|(word, _)| stands(word)).map(|(word, class)| (word.len(), *class))
    }
}

/// Lower case, width folded, spaces and the hyphens of Latin words one space.
fn plain(text: &str) -> Vec<char> {
    use unicode_normalization::UnicodeNormalization;
    let all: Vec<char> = text.nfkc().flat_map(char::to_lowercase).collect();
    let mut out: Vec<char> = Vec::with_capacity(all.len());
    for (at, c) in all.iter().enumerate() {
        let is_letter = |c: Option<&char>| c.is_some_and(char::is_ascii_alphabetic);
        let joins = matches!(c, '-' | '_' | '‐' | '–')
            && is_letter(at.checked_sub(1).and_then(|before| all.get(before)))
            && is_letter(all.get(at + 1));
        match (joins || c.is_whitespace(), out.last()) {
            (true, None | Some(' ')) => {}
            (true, _) => out.push(' '),
            (false, _) => out.push(*c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_words_are_found_longest_first_and_the_rest_is_kept() {
        let lexicon = Lexicon::new("# source\nmany,multi-factor,多要素認証\nfill,認証,は\nof,factor\n");
        let read = |text| lexicon.read(text);
        assert_eq!(read("Multi Factor"), [Item::Known("many")]);
        assert_eq!(read("多要素認証は（済）")[..2], [Item::Known("many"), Item::Known("fill")]);
        assert_eq!(read("factory"), [Item::Unknown("factory".to_owned())]);
        assert_eq!(read("factor, x"), [Item::Known("of"), Item::Mark(','), Item::Unknown("x".to_owned())]);
        assert_eq!(lexicon.classes("factor（認証）"), Some(vec!["of", "fill"]));
        assert_eq!(lexicon.classes("factor x"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            let lexicon = Lexicon::new("a,ab,b c,多,多要,ー\n");
            let _ = (lexicon.read(&text), lexicon.classes(&text));
        }
    }
}
