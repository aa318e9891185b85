//! From an article to facts, each with the span that proves it.
//!
//! ```text
//! Article → scan (folded text, sentences, clauses, terms, numbers, dates, cues)
//!         → parties (who is who) → story → kinds → Fact
//! ```
//!
//! [`find`] reads an article; [`reading()`] reads one sentence of a brief with the same code. Vocabularies are data
//! ([`Lexicon`]); a kind of fact is a file in `kinds`.

mod error;
mod shape;

pub mod lexicon;

mod clause;
mod gate;
mod scan;

mod actors;
mod names_en;
mod names_ja;
mod parties;
mod threats;

pub mod indicators;

mod story;
mod timing;

mod page;
mod scope;

pub mod kinds;

pub mod draw;
pub mod extent;
pub mod reading;

use hinomi_model::{Article, Fact, FactsOf, Lang};

pub use draw::draw;
pub use error::Error;
pub use lexicon::Lexicon;
pub use reading::reading;

use page::Page;

/// Raised when the same article would give other facts; makes the desk find them anew.
pub const VERSION: u32 = 4;

/// Finds what `article` says.
///
/// Facts are sorted by span start, span end, slot and value; no two are equal. Each span lies inside the article's text
/// on character boundaries. An article that has nothing to do with security is [`hinomi_model::Story::Other`] and has
/// no victim. Articles in other languages than Japanese and English give identifiers alone.
pub fn find(article: &Article, lexicon: &Lexicon) -> FactsOf {
    let page = Page::of(article, lexicon);
    let reads_all = matches!(article.lang, Lang::Ja | Lang::En | Lang::Other);
    let kinds =
        kinds::KINDS.iter().filter(|kind| reads_all || matches!(kind.name, "ids" | "cvss" | "indicator"));
    let found: Vec<Fact> = kinds.flat_map(|kind| (kind.find)(&page)).collect();
    FactsOf { article: article.id, story: page.story, facts: tidy(article, found) }
}

/// Sorts, and keeps of facts that say the same the one to cite: in the body before the title, then the first.
fn tidy(article: &Article, mut facts: Vec<Fact>) -> Vec<Fact> {
    let title_end = article.text.len() - article.body().len();
    facts.retain(|f| !f.span.is_empty() && f.span.of(&article.text).is_some());
    facts.sort_by_key(|f| ((f.span.start as usize) < title_end, f.span.start, f.span.end));
    let mut kept: Vec<Fact> = Vec::with_capacity(facts.len());
    let mut places = std::collections::BTreeMap::new();
    for fact in facts {
        let said = (fact.slot, fact.value.clone(), fact.status, fact.qualifier, fact.of.clone());
        match places.get(&said).and_then(|idx: &usize| kept.get_mut(*idx)) {
            Some(other) => {
                other.aliases.extend(fact.aliases);
                other.aliases.sort();
                other.aliases.dedup();
            }
            None => {
                places.insert(said, kept.len());
                kept.push(fact);
            }
        }
    }
    kept.sort_by(|a, b| {
        (a.span.start, a.span.end, a.slot, &a.value).cmp(&(b.span.start, b.span.end, b.slot, &b.value))
    });
    kept
}

#[cfg(test)]
mod tests;
