//! What a person decided about incidents: checked against what is there, kept, and placed by.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use hinomi_incidents::decisions::{Act, Anchor, Grouping, group, in_force};
use hinomi_incidents::{Decision, Placement};
use hinomi_model::warned::clean;
use hinomi_model::{ArticleId, IncidentId, Warned, Warning};
use hinomi_store::Store;
use jiff::Timestamp;

use super::archive::placements;
use super::derive::place_from;

/// Most URLs that one decision names.
const URLS_MAX: usize = 10_000;

/// What a person asks for; incidents by id, by the beginning of an id, or by the URL of a member.
#[derive(Debug, Clone)]
pub enum Decided {
    /// The second becomes part of the first.
    Merge(String, String),
    /// These URLs become a matter of their own.
    Split(String, Vec<String>),
    /// These URLs belong to it whatever the machine finds.
    Pin(String, Vec<String>),
    /// This decision, or the last one that holds, is taken back.
    Undo(Option<u32>),
}

/// Every decision in order; a line that is none is warned of and passed over.
pub fn decisions(store: &Store) -> Result<Warned<Vec<Decision>>> {
    let mut found = Warned::fine(Vec::new());
    for (at, line) in store.decisions()?.iter().enumerate() {
        match serde_json::from_str(line) {
            Ok(decision) => found.value.push(decision),
            Err(error) => found.warnings.push(Warning::new(
                format!("{}, decision in line {}", store.dir().display(), at + 1),
                format!("not read: {error}"),
                "mend or remove the line in decisions.jsonl",
            )),
        }
    }
    Ok(found)
}

/// Checks a decision against what is there, keeps it, and places by it. Gives its number and its words for people.
///
/// # Errors
/// An unknown id, a merge of an incident with itself, a split that would leave nothing, a page that is elsewhere, a
/// pin that another contradicts, nothing to take back: then nothing is changed.
pub fn decide(store: &Store, decided: &Decided, now: Timestamp) -> Result<String> {
    let decisions = decisions(store)?.value;
    let placements = placements(store)?;
    let n = decisions.iter().map(|decision| decision.n).max().unwrap_or_default() + 1;
    // Time does not run backwards between decisions, whatever the clock says.
    let at = decisions.iter().map(|decision| decision.at).max().map_or(now, |last| last.max(now));
    let ground = Ground { grouping: group(&placements, &decisions, at), placements: &placements };
    let act = match decided {
        Decided::Merge(into, other) => {
            let (into, other) = (ground.find(into)?, ground.find(other)?);
            if into == other {
                bail!("{into}: an incident cannot be merged with itself; name two");
            }
            Act::Merge { into: ground.anchor(into), other: ground.anchor(other) }
        }
        Decided::Split(from, urls) => {
            let from = ground.find(from)?;
            let urls = ground.urls_in(from, urls)?;
            let own: BTreeSet<&str> = ground.urls(from).into_iter().collect();
            if own.len() <= urls.len() {
                bail!("{from}: splitting off all of its {} pages would leave nothing; name fewer", own.len());
            }
            Act::Split { from: ground.anchor(from), urls }
        }
        Decided::Pin(into, urls) => {
            let into = ground.find(into)?;
            let urls = ground.known_urls(urls)?;
            for url in &urls {
                if let Some(other) = ground.grouping.pinned_to(url).filter(|other| *other != into) {
                    bail!("{}: is pinned to {other} already; undo that first", clean(url));
                }
            }
            Act::Pin { into: ground.anchor(into), urls }
        }
        Decided::Undo(asked) => {
            let held = in_force(&decisions, at);
            let last = held.iter().map(|decision| decision.n).max();
            let undone = asked.or(last).context("no decision holds; there is nothing to undo")?;
            if !held.iter().any(|decision| decision.n == undone) {
                bail!("{undone}: no decision that holds has this number; `hinomi incident log` lists them");
            }
            Act::Undo { undone }
        }
    };
    let from = match &act {
        Act::Undo { undone } => decisions.iter().find(|one| one.n == *undone).map_or(at, |one| one.at),
        _ => at,
    };
    let decision = Decision { n, at, act };
    store.put_decision(&serde_json::to_string(&decision)?)?;
    let told = told(&decision);
    let all: Vec<Decision> = decisions.into_iter().chain([decision]).collect();
    place_from(store, from, &all)?;
    Ok(told)
}

/// A decision in one line.
pub fn told(decision: &Decision) -> String {
    let pages = |urls: &[String]| urls.iter().map(|url| clean(url)).collect::<Vec<_>>().join(" ");
    let what = match &decision.act {
        Act::Merge { into, other } => format!("merge {} {}", into.id, other.id),
        Act::Split { from, urls } => format!("split {} {}", from.id, pages(urls)),
        Act::Pin { into, urls } => format!("pin {} {}", into.id, pages(urls)),
        Act::Undo { undone } => format!("undo {undone}"),
    };
    format!("{} {} {what}", decision.n, decision.at)
}

/// What a decision is checked against.
struct Ground<'a> {
    grouping: Grouping,
    placements: &'a [Placement],
}

impl Ground<'_> {
    fn find(&self, name: &str) -> Result<IncidentId> {
        find(&self.grouping, name)
    }

    fn urls(&self, incident: IncidentId) -> Vec<&str> {
        let members = self.grouping.members().get(&incident);
        let is_in = |article: ArticleId| members.is_some_and(|members| members.contains(&article));
        self.placements.iter().filter(|one| is_in(one.article)).map(|one| one.url.as_str()).collect()
    }

    fn anchor(&self, id: IncidentId) -> Anchor {
        Anchor { id, url: self.urls(id).first().copied().unwrap_or_default().to_owned() }
    }

    fn known_urls(&self, urls: &[String]) -> Result<Vec<String>> {
        if urls.len() > URLS_MAX {
            bail!("{} pages are too many for one decision; name at most {URLS_MAX}", urls.len());
        }
        let known: BTreeSet<&str> = self.placements.iter().map(|one| one.url.as_str()).collect();
        if let Some(odd) = urls.iter().find(|url| !known.contains(url.as_str())) {
            bail!("{}: no article of this URL was read; `hinomi incidents` lists them", clean(odd));
        }
        let once: BTreeSet<&String> = urls.iter().collect();
        Ok(once.into_iter().cloned().collect())
    }

    fn urls_in(&self, incident: IncidentId, urls: &[String]) -> Result<Vec<String>> {
        let urls = self.known_urls(urls)?;
        let own: BTreeSet<&str> = self.urls(incident).into_iter().collect();
        if let Some(odd) = urls.iter().find(|url| !own.contains(url.as_str())) {
            bail!("{}: not in incident {incident}; `hinomi incident why` tells where it is", clean(odd));
        }
        Ok(urls)
    }
}

/// Shortest beginning of an id that is understood.
const PREFIX_MIN: usize = 4;

/// The incident that is meant by an id, the beginning of one, or the URL of a member.
///
/// # Errors
/// None has it, or several ids begin so.
pub fn find(grouping: &Grouping, name: &str) -> Result<IncidentId> {
    if let Some(id) = grouping.home_of_url(name) {
        return Ok(id);
    }
    let wanted = name.to_ascii_lowercase();
    let is_prefix = wanted.len() >= PREFIX_MIN && wanted.bytes().all(|b| b.is_ascii_hexdigit());
    let ids = grouping.members().keys().filter(|id| is_prefix && id.to_string().starts_with(&wanted));
    match ids.collect::<Vec<_>>()[..] {
        [id] => Ok(*id),
        [] => bail!("{}: no incident has this id; `hinomi incidents` lists them", clean(name)),
        [..] => bail!("{}: several incidents' ids begin so; give more of it", clean(name)),
    }
}
