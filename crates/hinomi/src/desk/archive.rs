//! Placement → Incident: everything that could be known at a moment.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use hinomi_incidents::decisions::{Grouping, group};
use hinomi_incidents::{Candidate, Placement};
use hinomi_model::{Article, ArticleId, FactsOf, Incident, IncidentId, Origin, Source};
use hinomi_store::{PlacementRow, Store};
use jiff::Timestamp;

use super::decisions::decisions;
use super::news::News;
use crate::cli::place::Place;
use crate::window::Window;

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
        let grouping = group(&placements, &decisions(store)?.value, as_of);
        let ids = grouping.members().keys().copied().collect();
        Ok(Self::of(articles, &placements, grouping, &ids, as_of))
    }

    /// Loads of what could be known at `as_of` the incidents of which something became known in `window`, whole, with
    /// their articles. They are those that [`Archive::load`] gives; what takes long is the days asked for, not the
    /// years before.
    pub fn load_news(store: &Store, window: &Window, as_of: Timestamp) -> Result<Self> {
        let load = || {
            let News { placements, grouping, ids } = News::find(store, window, as_of)?;
            let members = ids.iter().filter_map(|id| grouping.members().get(id)).flatten();
            let mut articles = BTreeMap::new();
            for id in members {
                articles.extend(known_one(store, *id, as_of)?.map(|known| (*id, known)));
            }
            Ok(Self::of(articles, &placements, grouping, &ids, as_of))
        };
        store.at_once(load)
    }

    fn of(
        articles: BTreeMap<ArticleId, (Article, FactsOf)>,
        placements: &[Placement],
        grouping: Grouping,
        ids: &BTreeSet<IncidentId>,
        as_of: Timestamp,
    ) -> Self {
        let lookup = |id: ArticleId| {
            let (article, facts) = articles.get(&id)?;
            Some(Candidate { article, facts })
        };
        let incidents = hinomi_incidents::fold_some(placements, &grouping, ids, &lookup, as_of);
        Self { incidents, articles, grouping }
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
    store.placements()?.iter().map(placement).collect()
}

/// The placement that a row holds.
pub(super) fn placement(row: &PlacementRow) -> Result<Placement> {
    serde_json::from_str(&row.json).context("a stored placement is damaged; run `hinomi rebuild`")
}

/// The articles known at `as_of` with their facts. Text that a feed gave is left out where the page itself was had.
fn known(store: &Store, as_of: Timestamp) -> Result<BTreeMap<ArticleId, (Article, FactsOf)>> {
    let mut articles = BTreeMap::new();
    let mut pages = BTreeSet::new();
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

/// One article with its facts, as [`known`] would have it.
fn known_one(store: &Store, id: ArticleId, as_of: Timestamp) -> Result<Option<(Article, FactsOf)>> {
    let Some(article) = store.article(id)?.filter(|article| article.known_at <= as_of) else {
        return Ok(None);
    };
    if article.origin == Origin::Entry {
        let same = store.articles_of_url(&article.url)?;
        if same.iter().any(|other| other.origin == Origin::Page && other.known_at <= as_of) {
            return Ok(None);
        }
    }
    Ok(store.facts(id)?.map(|facts| (article, facts)))
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
