//! How many an incident touched: of all the counts of an article the one that says whose data it was.
//!
//! Articles count many things: those who did it, those who were dismissed, everybody whom a company serves. The words
//! right before and behind a count tell which it is. Of several that fit those told as touched go first, then the
//! largest, and of an estimate and a figure near it the figure.
//! English; in Japanese, where counts carry their noun, the largest of people and records.

mod words;

use hinomi_model::{Article, Fact, Lang, Qualifier, Slot, Unit, Value};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use words::{DOERS, OTHERS_BEFORE, OTHERS_BEHIND, TOUCHED_BEFORE, TOUCHED_BEHIND, VAGUE, WORKERS};

/// How far around a count its words are weighed, in bytes.
const REACH_BYTES: usize = 90;
/// An estimate and a figure for the same are no farther apart, as a share of the larger.
const SAME_SHARE: f64 = 0.12;

/// The count of `facts` that says how many people, accounts or records the matter of `article` touched; `None` where
/// none does.
pub fn touched<'f>(article: &Article, facts: &'f [Fact]) -> Option<&'f Fact> {
    let counts = facts.iter().filter(|fact| fact.slot == Slot::Count);
    let weighed: Vec<(i32, f64, &Fact)> = counts
        .filter_map(|fact| {
            let Value::Count { number, unit, .. } = &fact.value else { return None };
            Some((weight(article, fact, number, *unit)?, number.to_f64()?, fact))
        })
        .collect();
    let told = |weight: i32| weight.min(TOLD);
    let order =
        |a: &&(i32, f64, &Fact), b: &&(i32, f64, &Fact)| told(a.0).cmp(&told(b.0)).then(a.1.total_cmp(&b.1));
    let best = weighed.iter().max_by(order)?;
    let is_figure = |(weight, number, fact): &&(i32, f64, &Fact)| {
        *weight >= 0
            && is_exact(fact)
            && (number - best.1).abs() <= SAME_SHARE * number.max(best.1)
            && !is_round(*number)
    };
    let figure = weighed.iter().filter(|_| !is_exact(best.2) || is_round(best.1)).find(is_figure);
    Some(figure.map_or(best.2, |(_, _, fact)| *fact))
}

fn is_exact(fact: &Fact) -> bool {
    matches!(fact.qualifier, None | Some(Qualifier::Exact))
}

/// Whether a number has hardly a digit that tells anything: 6500, 30000.
fn is_round(number: f64) -> bool {
    let mut rest = number;
    let mut n_zeros = 0;
    while rest >= 10.0 && rest % 10.0 == 0.0 {
        rest /= 10.0;
        n_zeros += 1;
    }
    n_zeros >= 2
}

/// How plainly the words around a count make it one of those touched; `None` where it can be none.
fn weight(article: &Article, fact: &Fact, number: &Decimal, unit: Option<Unit>) -> Option<i32> {
    let of = fact.of.to_lowercase();
    let kind = match unit {
        Some(
            Unit::Person | Unit::Account | Unit::Record | Unit::EmailAddress | Unit::Document | Unit::File,
        ) => 1,
        None if is_data(&of) => 1,
        None | Some(Unit::Organization) => 0,
        Some(_) => return None,
    };
    let sentence = article.slice(fact.sentence);
    let start = fact.span.start.saturating_sub(fact.sentence.start) as usize;
    let end = fact.span.end.saturating_sub(fact.sentence.start) as usize;
    let before = tail(sentence.get(..start).unwrap_or_default());
    let behind = head(sentence.get(end..).unwrap_or_default());
    // A Japanese article may quote English: there its words are weighed.
    let is_english = || [before, article.slice(fact.span), behind].iter().all(|part| part.is_ascii());
    if article.lang == Lang::Ja && !is_english() {
        return Some(kind);
    }
    let (before, behind) = (before.to_lowercase(), behind.to_lowercase());
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    if VAGUE.iter().any(|word| article.slice(fact.span).to_lowercase().contains(word)) {
        return None;
    }
    let is_part = behind.starts_with("-year") || behind.starts_with(" year") || behind.starts_with(" page");
    let is_year = is_part || kind == 0 && (Decimal::from(1900)..Decimal::from(2100)).contains(number);
    if is_year {
        return None;
    }
    let near = |words: &[&str]| words.iter().any(|word| ends_with_word(before, word));
    let mut weight = kind;
    if near(TOUCHED_BEFORE) {
        weight += 3;
    }
    if TOUCHED_BEHIND.iter().any(|word| starts_near(&behind, word)) {
        weight += 2;
    }
    if near(OTHERS_BEFORE) || OTHERS_BEHIND.iter().any(|word| starts_near(&behind, word)) {
        weight -= 3;
    }
    if unit == Some(Unit::Person) && DOERS.iter().any(|word| behind.trim_start().starts_with(word)) {
        weight -= 4;
    }
    // A bare number, a few, and those who work there must be told as touched.
    let is_plain = kind > 0
        && *number >= Decimal::from(FEW)
        && !WORKERS
            .iter()
            .any(|word| has_word(&of, word) || starts_near(&format!(" {behind}"), &format!(" {word}")));
    if weight < TOLD && !is_plain { None } else { (weight >= 0).then_some(weight) }
}

/// Weight from which on a count is told as one of those touched.
const TOLD: i32 = 3;
/// Fewer are as often those who did it.
const FEW: u32 = 12;

/// Whether what is counted is data of somebody's.
fn is_data(of: &str) -> bool {
    const DATA: &[&str] = &[
        "record",
        "username",
        "user name",
        "password",
        "credential",
        "card",
        "profile",
        "social security",
        "ssn",
        "name",
        "image",
        "photo",
        "x-ray",
        "account",
        "number",
        "detail",
        "client",
        "veteran",
        "donor",
        "guest",
        "inmate",
        "form",
        "letter",
        "chart",
        "email",
        "e-mail",
        "address",
        "call",
        "file",
        "envelope",
    ];
    DATA.iter().any(|word| of.contains(word))
}

/// Whether `text` ends in `word`, but for a few small words.
fn ends_with_word(text: &str, word: &str) -> bool {
    const SMALL: &[&str] = &[
        "the",
        "an",
        "a",
        "estimated",
        "some",
        "all",
        "its",
        "their",
        "his",
        "her",
        "more",
        "than",
        "about",
        "over",
        "nearly",
        "approximately",
        "up",
        "to",
        "at",
        "least",
        "as",
        "many",
        "roughly",
        "these",
        "those",
        "around",
    ];
    let mut rest = text;
    for _ in 0..4 {
        if rest.ends_with(word) {
            let lead = rest.get(..rest.len() - word.len()).unwrap_or_default();
            return !lead.ends_with(|c: char| c.is_alphanumeric());
        }
        let Some((lead, last)) = rest.rsplit_once(' ') else { return false };
        if !SMALL.contains(&last) {
            return false;
        }
        rest = lead;
    }
    false
}

/// Whether `text` holds `word` as a word.
fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|own| own == word)
}

/// Whether `word` stands among the first few words of `text`.
fn starts_near(text: &str, word: &str) -> bool {
    const WORDS: usize = 5;
    let end = text.char_indices().filter(|(_, c)| *c == ' ').nth(WORDS).map_or(text.len(), |(at, _)| at);
    let near = text.get(..end).unwrap_or_default();
    near.find(word).is_some_and(|at| !near.get(..at).unwrap_or_default().contains(['.', ';']))
        || text.trim_start().starts_with(word)
}

fn tail(text: &str) -> &str {
    text.get(text.ceil_char_boundary(text.len().saturating_sub(REACH_BYTES))..).unwrap_or_default()
}

fn head(text: &str) -> &str {
    text.get(..text.floor_char_boundary(REACH_BYTES)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_before_a_count_may_have_small_ones_between() {
        assert!(ends_with_word("records of more than", "records of"));
        assert!(ends_with_word("it affected", "affected"));
        assert!(!ends_with_word("it disaffected", "affected"));
        assert!(!ends_with_word("records of a clinic with", "records of"));
    }

    #[test]
    fn a_figure_tells_more_than_a_round_number() {
        assert!(is_round(6500.0) && is_round(30_000.0));
        assert!(!is_round(6475.0) && !is_round(60.0));
    }
}
