//! Why an article is where it is, and what the runner-up was.

use anyhow::{Context, Result};
use hinomi_incidents::decisions::{Grouping, in_force};
use hinomi_incidents::keys::keys;
use hinomi_incidents::weigh::Weight;
use hinomi_incidents::{Index, Placement};
use hinomi_model::IncidentId;
use hinomi_model::warned::clean;
use hinomi_store::Store;
use jiff::Timestamp;

use super::archive::placements;
use super::decisions::decisions;
use super::derive::{facts_by_article, in_order};

/// Incidents that are told beside the one that it is in.
const RIVALS_MAX: usize = 5;

/// What is known of an article's place.
pub struct Why {
    /// What the machine decided when the article came.
    pub placement: Placement,
    /// Where it is now: later evidence or a person may have moved it.
    pub home: IncidentId,
    /// Where a person pinned it.
    pub pinned_to: Option<IncidentId>,
    /// The incidents that it was weighed against when it came, the best first.
    pub rivals: Vec<(IncidentId, Weight)>,
}

/// Explains the place of the newest revision of a page, as of a moment.
///
/// Everything known before it is recalled, so that what it was weighed against is what it was weighed against then.
pub fn why(store: &Store, url: &str, as_of: Option<Timestamp>) -> Result<Why> {
    let as_of = as_of.unwrap_or(Timestamp::MAX);
    let placements = placements(store)?;
    let own = placements.iter().rfind(|one| one.url == url && one.known_at <= as_of);
    let own = own.with_context(|| {
        format!("{}: no article of this URL was placed; `hinomi incidents` lists them", clean(url))
    })?;
    let decisions = decisions(store)?.value;
    let articles = store.articles_known(..=own.known_at)?;
    let facts = facts_by_article(store.facts_known(..=own.known_at)?);
    let all = in_order(&articles, &facts);
    let mut index = Index::default();
    let mut grouping = Grouping::default();
    let mut pending = in_force(&decisions, own.known_at).into_iter().peekable();
    let mut rivals = Vec::new();
    for candidate in &all {
        while let Some(decision) = pending.next_if(|decision| decision.at < candidate.article.known_at) {
            let moves = grouping.decide(decision);
            let find = |id| all.iter().find(|other| other.article.id == id).map(keys);
            index.regroup(&moves, &find);
        }
        if candidate.article.id == own.article {
            rivals = index.rivals(candidate);
            break;
        }
        if let Some(placement) = placements.iter().find(|one| one.article == candidate.article.id) {
            index.recall(candidate, placement);
            grouping.place(placement);
        }
    }
    rivals.truncate(RIVALS_MAX);
    let now = hinomi_incidents::decisions::group(&placements, &decisions, as_of);
    Ok(Why {
        home: now.home(own.article).unwrap_or(own.incident),
        pinned_to: now.pinned_to(url),
        placement: own.clone(),
        rivals,
    })
}
