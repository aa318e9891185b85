//! Whether an incident is at home: the one place that decides it.
//!
//! No fact says in which country a victim sits, so three signs are weighed:
//!
//! 1. a notice of those concerned or of an authority of the home country is among its articles;
//! 2. a sentence that names the victim also names a country (中国の…, "the Dutch …");
//! 3. the article that told it first is from the home country or in its language.
//!
//! The first two are strong, the third is a tie-breaker: a foreign matter is often told at home first.

use hinomi_model::{Article, Incident, Lang, Slot, Source, Voice};
use std::collections::BTreeMap;
use std::sync::LazyLock;

use hinomi_model::ArticleId;

/// A notice of those concerned, or an authority, of the home country.
const OFFICIAL_POINTS: i32 = 3;
/// A sentence that names the victim with the home country, or with another (negative).
const COUNTRY_POINTS: i32 = 2;
/// The first article is from home (or not).
const FIRST_POINTS: i32 = 1;
/// Sentences about the victim that are looked at; the first ones introduce it.
const SENTENCES_MAX: usize = 40;

struct Country {
    code: &'static str,
    ja: Vec<&'static str>,
    en: Vec<&'static str>,
}

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let rows = include_str!("../data/countries.csv").lines().filter(|line| !line.starts_with('#'));
    let row = |line: &'static str| {
        let mut cells = line.split(';');
        let mut words =
            || cells.next().unwrap_or_default().split('|').filter(|w| !w.is_empty()).collect::<Vec<_>>();
        Country { code: words().first().copied().unwrap_or_default(), ja: words(), en: words() }
    };
    rows.map(row).filter(|country| !country.code.is_empty()).collect()
});

/// The language of most news of a country, as far as Hinomi reads it.
fn language_of(country: &str) -> Lang {
    if country == "JP" { Lang::Ja } else { Lang::En }
}

/// Whether `incident` is told under "at home" for a reader in `home` (ISO 3166-1 alpha-2).
pub fn is_home(
    incident: &Incident,
    home: &str,
    articles: &BTreeMap<ArticleId, &Article>,
    sources: &BTreeMap<&str, &Source>,
) -> bool {
    let source_of = |article: &Article| sources.get(article.source.as_str()).copied();
    let is_from_home = |article: &Article| match source_of(article) {
        Some(source) if !source.country.is_empty() => source.country == home,
        _ => article.lang == language_of(home),
    };
    let members: Vec<&Article> =
        incident.members.iter().filter_map(|m| articles.get(&m.article).copied()).collect();
    let mut points = match members.first() {
        Some(first) if is_from_home(first) => FIRST_POINTS,
        _ => -FIRST_POINTS,
    };
    let is_official = |article: &&Article| {
        is_from_home(article)
            && source_of(article).is_some_and(|s| matches!(s.voice, Voice::Official | Voice::Authority))
    };
    if members.iter().any(is_official) {
        points += OFFICIAL_POINTS;
    }
    let named = countries_of(incident, articles);
    let n_home = named.get(home).copied().unwrap_or_default();
    let n_abroad = named.values().sum::<usize>() - n_home;
    points += COUNTRY_POINTS * i32::from(n_home > n_abroad) - COUNTRY_POINTS * i32::from(n_abroad > n_home);
    points > 0
}

/// How often sentences that name the victim name each country beside it.
fn countries_of(
    incident: &Incident,
    articles: &BTreeMap<ArticleId, &Article>,
) -> BTreeMap<&'static str, usize> {
    let mut out = BTreeMap::new();
    let values = incident.claims_of(Slot::Victim).iter().flat_map(|claim| &claim.values);
    for value in values.take(SENTENCES_MAX) {
        let Some(article) = articles.get(&value.article) else { continue };
        let (quote, sentence) = (article.slice(value.fact.span), article.slice(value.fact.sentence));
        for country in countries_around(sentence, quote, article.lang) {
            *out.entry(country).or_default() += 1;
        }
    }
    out
}

/// The country that is named most beside the victim, as ISO 3166-1 alpha-2; `None` where none is, or two equally often.
pub fn country_of(incident: &Incident, articles: &BTreeMap<ArticleId, &Article>) -> Option<&'static str> {
    let named = countries_of(incident, articles);
    let (country, most) = named.iter().max_by_key(|(_, n)| **n)?;
    (named.values().filter(|n| *n == most).count() == 1).then_some(*country)
}

/// The name of a country in a language; the code where the table has none.
pub fn country_name(code: &str, lang: Lang) -> &str {
    let found = COUNTRIES.iter().find(|country| country.code == code);
    let words = found.map(|country| if lang == Lang::Ja { &country.ja } else { &country.en });
    words.and_then(|words| words.first()).copied().unwrap_or(code)
}

/// Whether `name` is no more than a country or its people: no victim is called so.
pub fn is_country(name: &str) -> bool {
    let name = name.trim();
    COUNTRIES.iter().any(|country| {
        // "Americans" are a people as well.
        let is_word =
            |word: &&str| word.chars().count() > 1 && (*word == name || name.strip_suffix('s') == Some(word));
        country.ja.iter().any(is_word) || country.en.iter().any(is_word)
    })
}

/// Characters before and after a name in which a country word describes it.
const NEAR_CHARS: usize = 40;

/// Codes of the countries named near `name` in `sentence`, each once.
fn countries_around(sentence: &str, name: &str, lang: Lang) -> Vec<&'static str> {
    let Some(at) = sentence.find(name) else { return Vec::new() };
    let before: String = {
        let all: Vec<char> = sentence[..at].chars().collect();
        all[all.len().saturating_sub(NEAR_CHARS)..].iter().collect()
    };
    let after: String = sentence[at + name.len()..].chars().take(NEAR_CHARS).collect();
    let is_named = |country: &&Country| {
        if lang == Lang::Ja {
            // One-letter words (米, 英, 市) count only where they touch the name.
            country.ja.iter().any(|word| {
                if word.chars().count() > 1 {
                    before.contains(word) || name.contains(word)
                } else {
                    before.ends_with(word) || name.ends_with(word)
                }
            })
        } else {
            let has = |text: &str, word: &str| {
                text.match_indices(word).any(|(at, _)| {
                    text[at + word.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric())
                })
            };
            country.en.iter().any(|word| has(&before, word) || has(&after, word) || has(name, word))
        }
    };
    COUNTRIES.iter().filter(is_named).map(|country| country.code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sentence: &str, name: &str, expected: &[&str]) {
        let lang = if sentence.is_ascii() { Lang::En } else { Lang::Ja };
        assert_eq!(countries_around(sentence, name, lang), expected, "{sentence}");
    }

    #[test]
    fn a_country_beside_the_name_describes_it() {
        check("中国のセキュリティ企業例示社の文書が流出した。", "例示社", &["CN"]);
        check("米Example社が発表した。", "Example社", &["US"]);
        check("例示市は発表した。", "例示市", &["JP"]);
        check("例示社は米国の子会社で発表した。", "例示社", &[]);
        check("Dutch retailer Example said so.", "Example", &["NL"]);
        check("Example said so.", "Example", &[]);
        check("", "x", &[]);
    }
}
