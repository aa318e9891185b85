//! Names of bodies as the concepts that they are made of, so that 名古屋港運協会 and "Nagoya Harbor Transport
//! Association" meet although neither sounds like the other.
//!
//! A name counts only when all of it is made of known words, at least two of them, and one of them is a place.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::names::PLACES;

/// Longest word of a name in kanji that the list holds, in characters.
const KANJI_MAX: usize = 8;

/// Latin words that carry no concept.
const FILLERS: &[&str] = &["of", "the", "and", "for", "in"];

/// Concepts that are places without standing in the list of places.
const LANDS: &[&str] =
    &["japan", "tokyo", "chubu", "kanto", "kansai", "tohoku", "shikoku", "kyushu", "metropolitan"];

struct Words {
    kanji: BTreeMap<&'static str, Vec<&'static str>>,
    latin: BTreeMap<&'static str, &'static str>,
    places: BTreeSet<&'static str>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words =
        Words { kanji: BTreeMap::new(), latin: BTreeMap::new(), places: LANDS.iter().copied().collect() };
    let lines = include_str!("../data/org-words.csv").lines().filter(|line| !line.starts_with('#'));
    for line in lines.skip(1) {
        let mut fields = line.split(',');
        let (Some(kanji), Some(latin), Some(concepts)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let concepts: Vec<&str> = concepts.split(' ').collect();
        for concept in &concepts {
            words.latin.insert(concept, concept);
        }
        if let [concept] = concepts[..] {
            words.latin.extend(latin.split(' ').map(|word| (word, concept)));
        }
        words.kanji.insert(kanji, concepts);
    }
    for (kanji, latin) in PLACES.iter() {
        words.kanji.entry(kanji).or_insert_with(|| vec![latin]);
        words.latin.entry(latin).or_insert(latin);
        words.places.insert(latin);
    }
    words
});

/// The form of a name that its concepts make, sorted; `None` when some of it is no known word.
pub fn concepts(name: &str) -> Option<String> {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    if name.is_ascii() {
        let lower = name.to_ascii_lowercase();
        let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        for word in words.filter(|word| !FILLERS.contains(word)) {
            found.insert(WORDS.latin.get(word)?);
        }
    } else {
        let mut rest = name;
        while !rest.is_empty() {
            let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).take(KANJI_MAX);
            let longest = ends.filter(|end| WORDS.kanji.contains_key(&rest[..*end])).last()?;
            found.extend(&WORDS.kanji[&rest[..longest]]);
            rest = &rest[longest..];
        }
    }
    let is_name = found.len() >= 2 && found.iter().any(|concept| WORDS.places.contains(concept));
    is_name.then(|| format!("={}", found.into_iter().collect::<Vec<_>>().join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_made_of_known_words_is_one_in_both_languages() {
        assert_eq!(concepts("仙台港運協会"), concepts("Sendai Harbor Transportation Association"));
        assert_eq!(concepts("日本郵便"), concepts("Japan Post"));
        assert_eq!(concepts("青森県立病院"), concepts("Aomori Prefectural Hospital"));
        assert_ne!(concepts("仙台大学"), concepts("Sendai Hospital"));
        assert!(concepts("仙台大学").is_some());
    }

    #[test]
    fn what_is_not_made_of_known_words_or_names_no_place_has_none() {
        assert_eq!(concepts("仙台ミレロ"), None);
        assert_eq!(concepts("National Bank"), None);
        assert_eq!(concepts("仙台"), None);
        assert_eq!(concepts(""), None);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            let _ = concepts(&text);
        }
    }
}
