//! Nouns that may stand beside a number (`data/nouns.toml`): what a source counts is told only when it is one of
//! the things that notices count, for the words around a number are often something else.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use hinomi_model::Lang;

/// Longest noun taken over from a source: characters of Japanese, words of English.
const JA_CHARS_MAX: usize = 12;
const EN_WORDS_MAX: usize = 4;

static NOUNS: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/nouns.toml")).expect("nouns.toml is lists of words")
});

/// `of` where it is a noun that can stand beside a number in `lang`; else the empty text.
pub fn counted(of: &str, lang: Lang) -> &str {
    let of = of.trim();
    let list = |key: &str| NOUNS.get(key).map(Vec::as_slice).unwrap_or_default();
    let is_noun = if lang == Lang::Ja {
        of.chars().count() <= JA_CHARS_MAX && list("ja").iter().any(|noun| of.ends_with(noun.as_str()))
    } else {
        let words: Vec<&str> = of.split(' ').collect();
        let is_word = |w: &&str| w.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        words.len() <= EN_WORDS_MAX
            && words.iter().all(is_word)
            && words[..words.len() - 1].iter().all(|word| {
                word.starts_with(|c: char| c.is_ascii_uppercase())
                    || list("en_before").iter().any(|w| w == word)
            })
            && words.last().is_some_and(|last| list("en").iter().any(|noun| noun == last))
    };
    if is_noun { of } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_things_that_are_counted_stand_beside_a_number() {
        for (of, lang, expected) in [
            ("顧客", Lang::Ja, "顧客"),
            ("個人情報", Lang::Ja, "個人情報"),
            ("流出", Lang::Ja, ""),
            ("customers", Lang::Ja, ""),
            ("customers", Lang::En, "customers"),
            ("Example Firebox appliances", Lang::En, "Example Firebox appliances"),
            ("overseas", Lang::En, ""),
            ("internal documents", Lang::En, "internal documents"),
            ("concern individuals", Lang::En, ""),
            ("顧客", Lang::En, ""),
            ("", Lang::En, ""),
        ] {
            assert_eq!(counted(of, lang), expected, "{of}");
        }
    }
}
