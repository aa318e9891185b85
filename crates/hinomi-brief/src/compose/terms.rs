//! Terms explained: entries of `data/glossary.toml` whose words stand in the brief.

use std::sync::LazyLock;

use hinomi_model::Lang;
use serde::Deserialize;

use super::Desk;
use crate::brief::{Block, Section};

/// Terms explained at most.
const TERMS_MAX: usize = 8;

#[derive(Deserialize)]
struct Glossary {
    term: Vec<Term>,
}

#[derive(Deserialize)]
struct Term {
    ja: String,
    en: String,
    words_ja: Vec<String>,
    words_en: Vec<String>,
    text_ja: String,
    text_en: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "kept in the data for its readers; a test holds it"))]
    source: String,
}

static GLOSSARY: LazyLock<Glossary> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/glossary.toml")).expect("glossary.toml is a list of terms")
});

/// The terms that occur in `sections`, in the order of the glossary; `None` when none does.
pub fn block(desk: &Desk<'_>, sections: &[Section]) -> Option<Block> {
    let is_ja = desk.lang == Lang::Ja;
    let text: String = sections.iter().flat_map(Section::sentences).map(|s| s.text() + "\n").collect();
    let text = text.to_lowercase();
    let occurs = |term: &&Term| {
        let words = if is_ja { &term.words_ja } else { &term.words_en };
        words.iter().any(|word| text.contains(&word.to_lowercase()))
    };
    let terms: Vec<(String, String)> = GLOSSARY
        .term
        .iter()
        .filter(occurs)
        .take(TERMS_MAX)
        .map(|term| {
            if is_ja {
                (term.ja.clone(), term.text_ja.clone())
            } else {
                (term.en.clone(), term.text_en.clone())
            }
        })
        .collect();
    (!terms.is_empty()).then_some(Block::Terms(terms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_is_told_in_both_languages_with_a_source() {
        for term in &GLOSSARY.term {
            assert!(term.source.starts_with("https://"), "{}", term.en);
            for text in [&term.ja, &term.en, &term.text_ja, &term.text_en] {
                assert!(!text.trim().is_empty());
            }
            assert!(!term.words_ja.is_empty() && !term.words_en.is_empty(), "{}", term.en);
        }
    }
}
