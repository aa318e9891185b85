//! What a person decided about incidents: merge, split, pin, and taking that back.
//!
//! Decisions are no derived data: they are kept as given, in their order, and win over what the machine placed
//! before them. Each has its own time, so that a question as of an earlier moment does not know it yet. They name
//! incidents by id and by the URL of a founder, so that they hold when everything is derived anew.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::{ArticleId, IncidentId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Placement;

/// An incident as a decision names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// Its id at the time.
    pub id: IncidentId,
    /// The URL of its earliest article, by which it is found when the id is no more.
    pub url: String,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// Two incidents are one, under the first's id.
    Merge {
        /// What stays.
        into: Anchor,
        /// What becomes part of it.
        other: Anchor,
    },
    /// Articles are a matter of their own.
    Split {
        /// Where they were.
        from: Anchor,
        /// Which.
        urls: Vec<String>,
    },
    /// Articles belong to an incident whatever the machine finds.
    Pin {
        /// To which.
        into: Anchor,
        /// Which.
        urls: Vec<String>,
    },
    /// An earlier decision is taken back.
    Undo {
        /// Its number.
        undone: u32,
    },
}

/// One decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Its number, from 1, in the order in which they were made.
    pub n: u32,
    /// When.
    pub at: Timestamp,
    /// What.
    #[serde(flatten)]
    pub act: Act,
}

impl Decision {
    /// The incidents that this decision names.
    pub fn anchors(&self) -> Vec<&Anchor> {
        match &self.act {
            Act::Merge { into, other } => vec![into, other],
            Act::Split { from: one, .. } | Act::Pin { into: one, .. } => vec![one],
            Act::Undo { .. } => Vec::new(),
        }
    }

    /// The URLs of the articles that this decision names, those of founders included.
    pub fn urls(&self) -> Vec<&str> {
        let own = match &self.act {
            Act::Split { urls, .. } | Act::Pin { urls, .. } => urls.as_slice(),
            Act::Merge { .. } | Act::Undo { .. } => &[],
        };
        let founders = self.anchors().into_iter().map(|anchor| &anchor.url);
        own.iter().chain(founders).map(String::as_str).collect()
    }

    /// The incidents that this decision parts, which are not to be merged again.
    pub fn parted(&self) -> Option<(IncidentId, IncidentId)> {
        match &self.act {
            Act::Split { from, .. } => Some((from.id, split_id(self.n, from.id))),
            _ => None,
        }
    }
}

/// The decisions that hold at `as_of`: made by then and not taken back by then, in their order.
pub fn in_force(decisions: &[Decision], as_of: Timestamp) -> Vec<&Decision> {
    let made: Vec<&Decision> = decisions.iter().filter(|decision| decision.at <= as_of).collect();
    let undone: BTreeSet<u32> = made
        .iter()
        .filter_map(|decision| match decision.act {
            Act::Undo { undone } => Some(undone),
            _ => None,
        })
        .collect();
    let holds =
        |decision: &&Decision| !matches!(decision.act, Act::Undo { .. }) && !undone.contains(&decision.n);
    let mut held: Vec<&Decision> = made.into_iter().filter(holds).collect();
    held.sort_by_key(|decision| (decision.at, decision.n));
    held
}

/// The id of what decision `n` splits off.
pub fn split_id(n: u32, from: IncidentId) -> IncidentId {
    IncidentId::of(&[b"split", &n.to_be_bytes(), from.to_string().as_bytes()])
}

/// Which article lies in which incident, as placements and decisions come in the order of their time.
#[derive(Debug, Default)]
pub struct Grouping {
    homes: BTreeMap<ArticleId, IncidentId>,
    members: BTreeMap<IncidentId, BTreeSet<ArticleId>>,
    /// What merged incidents became part of.
    became: BTreeMap<IncidentId, IncidentId>,
    by_url: BTreeMap<String, BTreeSet<ArticleId>>,
    pinned: BTreeMap<String, IncidentId>,
}

impl Grouping {
    /// Takes in what the machine decided.
    pub fn place(&mut self, placement: &Placement) {
        self.by_url.entry(placement.url.clone()).or_default().insert(placement.article);
        for younger in &placement.merged {
            self.merge(placement.incident, *younger);
        }
        for moved in &placement.moved {
            if !self.is_pinned(moved.article) {
                self.put(moved.article, placement.incident);
            }
        }
        let pinned = self.pinned.get(&placement.url).copied();
        self.put(placement.article, pinned.unwrap_or(placement.incident));
    }

    /// Takes in what a person decided: every article that changed its incident, with where it is now.
    ///
    /// What a decision names and nothing has is passed over.
    pub fn decide(&mut self, decision: &Decision) -> Vec<(ArticleId, IncidentId)> {
        let before = self.homes.clone();
        match &decision.act {
            Act::Merge { into, other } => {
                if let (Some(into), Some(other)) = (self.find(into), self.find(other)) {
                    self.merge(into, other);
                }
            }
            Act::Split { from, urls } => {
                let own = split_id(decision.n, from.id);
                self.became.remove(&own);
                urls.iter().for_each(|url| self.put_url(url, own));
            }
            Act::Pin { into, urls } => {
                if let Some(into) = self.find(into) {
                    for url in urls {
                        self.put_url(url, into);
                        self.pinned.insert(url.clone(), into);
                    }
                }
            }
            Act::Undo { .. } => {}
        }
        let changed = self.homes.iter().filter(|(article, home)| before.get(article) != Some(home));
        changed.map(|(article, home)| (*article, *home)).collect()
    }

    /// The incident that an article is in.
    pub fn home(&self, article: ArticleId) -> Option<IncidentId> {
        self.homes.get(&article).copied()
    }

    /// The incident that a page is in, by the latest of its revisions.
    pub fn home_of_url(&self, url: &str) -> Option<IncidentId> {
        self.by_url.get(url)?.iter().next_back().and_then(|article| self.home(*article))
    }

    /// The articles of every incident.
    pub fn members(&self) -> &BTreeMap<IncidentId, BTreeSet<ArticleId>> {
        &self.members
    }

    /// The incident that a URL is pinned to.
    pub fn pinned_to(&self, url: &str) -> Option<IncidentId> {
        self.pinned.get(url).map(|id| self.root(*id))
    }

    /// The incident that a decision names, as it is now.
    pub fn find(&self, anchor: &Anchor) -> Option<IncidentId> {
        let id = self.root(anchor.id);
        if self.members.contains_key(&id) { Some(id) } else { self.home_of_url(&anchor.url) }
    }

    /// `ids` as they are now, and every incident that has become part of one of them.
    pub fn with_parts(&self, ids: &BTreeSet<IncidentId>) -> BTreeSet<IncidentId> {
        let now: BTreeSet<IncidentId> = ids.iter().map(|id| self.root(*id)).collect();
        let parts = self.became.keys().copied().filter(|part| now.contains(&self.root(*part)));
        parts.chain(now.iter().copied()).collect()
    }

    fn is_pinned(&self, article: ArticleId) -> bool {
        self.pinned.keys().any(|url| self.by_url.get(url).is_some_and(|own| own.contains(&article)))
    }

    fn root(&self, id: IncidentId) -> IncidentId {
        let mut at = id;
        // As many steps as there are merges; more would be a circle.
        for _ in 0..=self.became.len() {
            match self.became.get(&at) {
                Some(next) => at = *next,
                None => break,
            }
        }
        at
    }

    fn put_url(&mut self, url: &str, into: IncidentId) {
        for article in self.by_url.get(url).cloned().unwrap_or_default() {
            self.put(article, into);
        }
    }

    fn put(&mut self, article: ArticleId, into: IncidentId) {
        let into = self.root(into);
        let old = self.homes.insert(article, into).filter(|old| *old != into);
        if let Some((old, members)) = old.and_then(|old| Some((old, self.members.get_mut(&old)?))) {
            members.remove(&article);
            if members.is_empty() {
                self.members.remove(&old);
            }
        }
        self.members.entry(into).or_default().insert(article);
    }

    fn merge(&mut self, into: IncidentId, other: IncidentId) {
        let (into, other) = (self.root(into), self.root(other));
        if into == other {
            return;
        }
        for article in self.members.remove(&other).unwrap_or_default() {
            self.homes.insert(article, into);
            self.members.entry(into).or_default().insert(article);
        }
        self.became.insert(other, into);
    }
}

/// Groups placements under the decisions in force, both as of a moment. `placements` may come in any order.
pub fn group(placements: &[Placement], decisions: &[Decision], as_of: Timestamp) -> Grouping {
    let mut known: Vec<&Placement> =
        placements.iter().filter(|placement| placement.known_at <= as_of).collect();
    known.sort_by_key(|placement| (placement.known_at, placement.article));
    let mut pending = in_force(decisions, as_of).into_iter().peekable();
    let mut grouping = Grouping::default();
    for placement in known {
        while let Some(decision) = pending.next_if(|decision| decision.at < placement.known_at) {
            grouping.decide(decision);
        }
        grouping.place(placement);
    }
    pending.for_each(|decision| drop(grouping.decide(decision)));
    grouping
}
