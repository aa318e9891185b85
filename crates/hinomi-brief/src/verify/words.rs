//! Whether every word of a sentence is the brief's own or its source's: a closed vocabulary.
//!
//! Composed sentences are made of template words, vocabulary words and words of the sources. A word that is
//! none of these was slipped in: another victim's name, another verb. What this misses: a swap of one
//! template word for another, which the reading and the tone catch.

use std::collections::BTreeSet;

use hinomi_model::Lang;

use crate::phrase::Phrases;
use crate::wording::number::WORDS;

/// The words that the phrase templates of a language bring.
#[derive(Debug, Clone, Default)]
pub struct OwnWords {
    runs: BTreeSet<String>,
}

impl OwnWords {
    /// Collects the words of `phrases`.
    pub fn of(phrases: &Phrases, lang: Lang) -> Self {
        let mut runs = BTreeSet::new();
        for words in phrases.words() {
            runs.extend(runs_of(words, lang).map(|(_, run)| run));
        }
        Self { runs }
    }

    /// The first word of `text` that neither the templates nor `sources` (lower-case texts) hold.
    pub fn stranger(&self, text: &str, lang: Lang, sources: &[String]) -> Option<String> {
        runs_of(text, lang).map(|(_, run)| run).find(|run| {
            let is_sourced = || sources.iter().any(|source| source.contains(run.as_str()));
            !self.runs.contains(run) && !is_number_word(run) && !is_sourced()
        })
    }

    /// Whether the templates bring `run` as a word of its own.
    pub fn holds(&self, run: &str) -> bool {
        self.runs.contains(run)
    }
}

/// Whether a run is made of nothing but the words that stand around numbers and in dates: 件超, カ国.
fn is_number_word(run: &str) -> bool {
    let is_latin = run.chars().next().is_some_and(|c| kind(c) == Kind::Latin);
    if is_latin {
        return WORDS.contains(&run);
    }
    // Reachable byte positions, left to right: short runs and a short list.
    let mut reached = vec![false; run.len() + 1];
    reached[0] = true;
    for at in 0..run.len() {
        if !reached[at] || !run.is_char_boundary(at) {
            continue;
        }
        for word in WORDS.iter().filter(|word| run[at..].starts_with(**word)) {
            reached[at + word.len()] = true;
        }
    }
    reached[run.len()]
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Kind {
    Latin,
    Katakana,
    Kanji,
    None,
}

fn kind(c: char) -> Kind {
    match c {
        'ー' | '\u{30a1}'..='\u{30fa}' => Kind::Katakana,
        '々' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => Kind::Kanji,
        c if c.is_alphabetic() && !matches!(c, '\u{3040}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}') => {
            Kind::Latin
        }
        _ => Kind::None,
    }
}

/// Runs of one script: Latin words in lower case; katakana words; kanji words. Kana and digits are left out.
fn runs_of(text: &str, _lang: Lang) -> impl Iterator<Item = (usize, String)> + '_ {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (start, first) = chars.next()?;
            let this = kind(first);
            if this == Kind::None {
                continue;
            }
            let mut run: String = first.to_lowercase().collect();
            while let Some((_, c)) = chars.peek().copied() {
                if kind(c) != this {
                    break;
                }
                run.extend(c.to_lowercase());
                chars.next();
            }
            return Some((start, run));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_nobody_is_a_stranger() {
        let phrases = Phrases::parse("p", "a = \"{x}が攻撃を受けた\"\nb = \"{x} was attacked\"").unwrap();
        let own = OwnWords::of(&phrases, Lang::Ja);
        let sources = ["例示フーズが攻撃".to_owned(), "example foods said".to_owned()];
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(own.stranger(text, Lang::Ja, &sources).as_deref(), expected, "{text}");
        };
        check("例示フーズが攻撃を受けた", None);
        check("別名フーズが攻撃を受けた", Some("別名"));
        check("例示モーターズが攻撃を受けた", Some("モーターズ"));
        check("Example Foods was attacked", None);
        check("Another Foods was attacked", Some("another"));
    }
}
