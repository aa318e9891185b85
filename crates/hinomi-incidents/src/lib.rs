//! From facts to incidents, across outlets, languages and months.
//!
//! ```text
//! article + facts → keys → candidates by key → weigh → placement → (with all others) fold → incidents
//! ```
//!
//! [`advance`] places articles one by one, each from what came before it alone; [`fold()`] makes incidents of
//! the placements as of any moment. Both are pure: the same articles give the same placements and incidents.

pub mod hash;
pub mod words;

pub mod concepts;
pub mod names;
pub mod sound;

pub mod copies;
pub mod keys;

pub mod weigh;
pub mod weights;

pub mod profile;

pub mod index;

pub mod decisions;

pub mod claims;
pub mod fold;

pub mod file;
pub mod revisions;

use hinomi_model::{Article, ArticleId, FactsOf, IncidentId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use decisions::{Decision, in_force};
pub use fold::{fold, fold_some};
pub use index::Index;
pub use weights::Weights;

/// An article with what was found in it.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its facts.
    pub facts: &'a FactsOf,
}

/// Where an article belongs, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    /// The article.
    pub article: ArticleId,
    /// Its URL.
    pub url: String,
    /// When it could be known.
    pub known_at: Timestamp,
    /// The incident that it belongs to; its own when it founds one.
    pub incident: IncidentId,
    /// The earliest article that it repeats, when it is a copy.
    pub copy_of: Option<ArticleId>,
    /// What it shares with the incident, for people, the strongest first; empty for a founder.
    pub because: Vec<String>,
    /// Incidents that this article pulled into `incident`, which is the oldest of them.
    pub merged: Vec<IncidentId>,
    /// Articles that this one took out of another incident into its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<Moved>,
}

/// An article that later evidence took out of the incident in which it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The article.
    pub article: ArticleId,
    /// Where it was.
    pub from: IncidentId,
}

/// Places a batch of articles, in whatever order they come.
///
/// They are taken by `known_at`, then id, and each is decided from what came before it alone. One placement
/// per article, in that order; an article that stands twice in the batch or is in the index already gets no
/// second one. Articles that belong to no known matter found their own.
pub fn advance(index: &mut Index, batch: &[Candidate<'_>]) -> Vec<Placement> {
    let mut order: Vec<&Candidate<'_>> = batch.iter().collect();
    order.sort_by_key(|candidate| (candidate.article.known_at, candidate.article.id));
    order.dedup_by_key(|candidate| candidate.article.id);
    let mut placements = Vec::with_capacity(order.len());
    for candidate in order {
        if index.holds(candidate.article.id) {
            continue;
        }
        placements.push(place(index, candidate, &keys::keys(candidate)));
    }
    placements
}

/// Places one article that the index does not hold and whose keys are known; what [`advance`] does for each.
pub fn place(index: &mut Index, candidate: &Candidate<'_>, keys: &keys::Keys) -> Placement {
    let placement = index.decide(candidate, keys);
    index.apply(keys, &placement);
    placement
}
