//! Placement → Incident: everything that could be known at a moment.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use hinomi_incidents::decisions::Grouping;
use hinomi_incidents::{Candidate, Placement};
use hinomi_model::{Article, ArticleId, FactsOf, Incident, Origin, Source};
use hinomi_store::Store;
use jiff::Timestamp;

use super::decisions::decisions;
use crate::cli::place::Place;

/// Articles, facts and incidents as of a moment.
pub struct Archive {
    /// Articles with their facts.
    pub articles: BTreeMap<ArticleId, (Article, FactsOf)>,
    /// Incidents, by id.
    pub incidents: Vec<Incident>,
    /// Which article lies where, with the decisions in force.
    pub grouping: Grouping,
}

impl Archive {
    /// Loads what could be known at `as_of` (`None`: everything).
    pub fn load(store: &Store, as_of: Option<Timestamp>) -> Result<Self> {
        let as_of = as_of.unwrap_or(Timestamp::MAX);
        let articles = known(store, as_of)?;
        let placements = placements(store)?;
        let lookup = |id: ArticleId| {
            let (article, facts) = articles.get(&id)?;
            Some(Candidate { article, facts })
        };
        let decisions = decisions(store)?.value;
        let incidents = hinomi_incidents::fold(&placements, &decisions, &lookup, as_of);
        let grouping = hinomi_incidents::decisions::group(&placements, &decisions, as_of);
        Ok(Self { incidents, articles, grouping })
    }

    /// The incident that is meant by an id, the beginning of one, or the URL of a member.
    ///
    /// # Errors
    /// None has it, or several ids begin so.
    pub fn find(&self, name: &str) -> Result<&Incident> {
        let id = super::find(&self.grouping, name)?;
        let found = self.incidents.iter().find(|incident| incident.id == id);
        found.with_context(|| format!("{id}: no incident has this id; `hinomi incidents` lists them"))
    }

    /// An article with its facts, as the joining of incidents wants it.
    pub fn candidate(&self, id: ArticleId) -> Option<Candidate<'_>> {
        self.articles.get(&id).map(|(article, facts)| Candidate { article, facts })
    }

    /// The sources behind the articles, by id.
    pub fn sources(&self, store: &Store, place: &Place) -> Result<BTreeMap<String, Source>> {
        let told = super::brief::tried(store, place)?;
        let sources = super::brief::sources_of(self, told, place)?;
        Ok(sources.into_iter().map(|source| (source.id.clone(), source)).collect())
    }

    /// The headline of the article that founded the incident.
    pub fn title_of(&self, incident: &Incident) -> &str {
        let founder = incident.members.first().and_then(|member| self.articles.get(&member.article));
        founder.map_or("", |(article, _)| &article.title)
    }
}

/// Every placement, in the order in which they were decided.
pub fn placements(store: &Store) -> Result<Vec<Placement>> {
    let rows = store.placements()?;
    let parse = |row: &hinomi_store::PlacementRow| serde_json::from_str(&row.json);
    rows.iter()
        .map(parse)
        .collect::<Result<_, _>>()
        .context("a stored placement is damaged; run `hinomi rebuild`")
}

/// The articles known at `as_of` with their facts. Text that a feed gave is left out where the page itself was had.
fn known(store: &Store, as_of: Timestamp) -> Result<BTreeMap<ArticleId, (Article, FactsOf)>> {
    let mut articles = BTreeMap::new();
    let mut pages = std::collections::BTreeSet::new();
    for article in store.articles_known(..=as_of)? {
        if article.origin == Origin::Page {
            pages.insert(article.url.clone());
        }
        articles.insert(article.id, article);
    }
    articles.retain(|_, article| article.origin == Origin::Page || !pages.contains(&article.url));
    let mut facts: BTreeMap<ArticleId, FactsOf> =
        store.facts_known(..=as_of)?.into_iter().map(|facts| (facts.article, facts)).collect();
    let with_facts = |(id, article): (ArticleId, Article)| Some((id, (article, facts.remove(&id)?)));
    Ok(articles.into_iter().filter_map(with_facts).collect())
}

/// The newest revision of every article known at `as_of`, by URL.
pub fn current(store: &Store, as_of: Option<Timestamp>) -> Result<Vec<(Article, FactsOf)>> {
    let mut newest: BTreeMap<String, (Article, FactsOf)> = BTreeMap::new();
    for (article, facts) in known(store, as_of.unwrap_or(Timestamp::MAX))?.into_values() {
        let is_newer =
            |held: &(Article, FactsOf)| (held.0.known_at, held.0.id) < (article.known_at, article.id);
        if newest.get(&article.url).is_none_or(is_newer) {
            newest.insert(article.url.clone(), (article, facts));
        }
    }
    Ok(newest.into_values().collect())
}

/// The newest revision of one article.
pub fn current_of_url(
    store: &Store,
    url: &str,
    as_of: Option<Timestamp>,
) -> Result<Option<(Article, FactsOf)>> {
    let as_of = as_of.unwrap_or(Timestamp::MAX);
    let mut revisions = store.articles_of_url(url)?;
    revisions.retain(|article| article.known_at <= as_of);
    let newest = revisions.into_iter().max_by_key(|a| (a.origin == Origin::Page, a.known_at, a.id));
    let Some(article) = newest else { return Ok(None) };
    Ok(store.facts(article.id)?.map(|facts| (article, facts)))
}
