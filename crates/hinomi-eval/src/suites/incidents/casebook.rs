//! Articles about known incidents, as pages with a `gold.json`: which belong together, which are copies.
//!
//! Pages are read and their facts found as always, then joined. BCubed as in the collection's own scorer:
//! precision and recall of each article's company, averaged over articles. The same is done with the labelled
//! facts in place of the found ones, which shows what joining could do with perfect reading. A row is the F1 of
//! one labelled incident (or lone article) with found facts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use hinomi_incidents::{Placement, Weights};
use hinomi_model::{Article, Capture, Document, Fact, FactsOf, Outcome, Slot, Span, Story, Value};
use jiff::Timestamp;
use serde::Deserialize;

use super::joined::{Mean, Told, bcubed, f1, failures, homes, place, tell};
use super::{Scored, Set};
use crate::table::Table;

#[derive(Deserialize)]
struct Gold {
    articles: Vec<Labelled>,
}

#[derive(Deserialize)]
struct Labelled {
    id: String,
    url: String,
    lang: String,
    published: String,
    story: Story,
    incident: Option<String>,
    copy_of: Option<String>,
    facts: Vec<LabelledFact>,
}

#[derive(Deserialize)]
struct LabelledFact {
    slot: String,
    value: serde_json::Value,
    unit: Option<String>,
    status: Option<String>,
    said_by: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    quote: Option<String>,
}

/// How much found facts, labelled facts and pairs across languages count when weights are tuned.
const FOUND_WORTH: f64 = 1.0;
const LABELLED_WORTH: f64 = 0.7;
const ACROSS_WORTH: f64 = 0.5;

/// The collection, with found and with labelled facts.
pub struct Casebook {
    gold: Gold,
    found: Vec<Told>,
    given: Vec<Told>,
}

impl Casebook {
    /// Reads it from `folder`.
    pub fn read(folder: &Path) -> Result<Self> {
        let gold: Gold = serde_json::from_str(&super::read(&folder.join("gold.json"))?)?;
        let articles: Vec<Article> = gold
            .articles
            .iter()
            .map(|labelled| read(&folder.join("pages"), labelled))
            .collect::<Result<_>>()?;
        let given = gold.articles.iter().zip(&articles);
        let given = given
            .map(|(labelled, article)| Told::new(article.clone(), facts_of(labelled, article)))
            .collect();
        Ok(Self { gold, found: tell(articles), given })
    }

    /// The articles as they are read, with the facts found in them.
    pub fn told(self) -> Vec<Told> {
        self.found
    }

    /// The incident that each article is labelled with, and the one that it was joined into.
    fn groups(&self, placements: &[Placement]) -> (Vec<String>, Vec<String>) {
        let homes = homes(placements, Timestamp::MAX);
        let articles = self.gold.articles.iter();
        let alone = |labelled: &Labelled| format!("alone {}", labelled.id);
        let gold = articles.clone().map(|own| own.incident.clone().unwrap_or_else(|| alone(own)));
        let ours = articles.map(|own| homes.get(&own.url).cloned().unwrap_or_else(|| alone(own)));
        (gold.collect(), ours.collect())
    }
}

impl Set for Casebook {
    fn score(&self, weights: &Weights) -> Scored {
        let mut table = Table::default();
        let mut goal = 0.0;
        let titles: Vec<String> = self.found.iter().map(|told| told.article.title.clone()).collect();
        for (name, told) in [("found", &self.found), ("labelled", &self.given)] {
            let placements = place(told, weights);
            let (gold, ours) = self.groups(&placements);
            let mut mean = Mean::default();
            bcubed(&gold, &ours).into_iter().for_each(|score| mean.add(score));
            goal += mean.f1() * if name == "found" { FOUND_WORTH } else { LABELLED_WORTH };
            table.summary.extend(mean.summary(&format!("bcubed with {name} facts")));
            if name == "labelled" {
                continue;
            }
            let mut rows: BTreeMap<&str, Mean> = BTreeMap::new();
            for (score, incident) in bcubed(&gold, &ours).into_iter().zip(&gold) {
                rows.entry(incident).or_default().add(score);
            }
            table.rows = rows.into_iter().map(|(incident, mean)| (incident.to_owned(), mean.f1())).collect();
            table.failures = failures(&gold, &ours, &titles);
            self.score_copies(&mut table, &placements);
            goal += ACROSS_WORTH * self.score_across(&mut table, &gold, &ours);
        }
        Scored { table, goal, worth: FOUND_WORTH + LABELLED_WORTH + ACROSS_WORTH }
    }
}

impl Casebook {
    /// Labelled copies that are recognised, and called copies that are labelled so.
    fn score_copies(&self, table: &mut Table, placements: &[Placement]) {
        let called: BTreeSet<&str> =
            placements.iter().filter(|p| p.copy_of.is_some()).map(|p| p.url.as_str()).collect();
        let labelled: BTreeSet<&str> =
            self.gold.articles.iter().filter(|a| a.copy_of.is_some()).map(|a| a.url.as_str()).collect();
        let n_right = called.intersection(&labelled).count() as f64;
        table.summary.push(("copies recognised".to_owned(), n_right / labelled.len().max(1) as f64));
        table.summary.push(("copies right".to_owned(), n_right / called.len().max(1) as f64));
    }

    /// Pairs of one Japanese and one English article: found together, and rightly so.
    fn score_across(&self, table: &mut Table, gold: &[String], ours: &[String]) -> f64 {
        let (mut both, mut n_gold, mut n_ours) = (0.0, 0.0, 0.0);
        for a in (0..gold.len()).filter(|a| self.gold.articles[*a].lang == "ja") {
            for b in (0..gold.len()).filter(|b| self.gold.articles[*b].lang == "en") {
                let (is_gold, is_ours) = (gold[a] == gold[b], ours[a] == ours[b]);
                n_gold += f64::from(u8::from(is_gold));
                n_ours += f64::from(u8::from(is_ours));
                both += f64::from(u8::from(is_gold && is_ours));
            }
        }
        let (recall, precision) = (both / f64::max(n_gold, 1.0), both / f64::max(n_ours, 1.0));
        table.summary.push(("pairs across languages recall".to_owned(), recall));
        table.summary.push(("pairs across languages precision".to_owned(), precision));
        f1(precision, recall)
    }
}

fn read(pages: &Path, labelled: &Labelled) -> Result<Article> {
    let url = labelled.url.as_str();
    let path = pages.join(url.split_once("://").map_or(url, |(_, rest)| rest));
    let path = if path.is_dir() { path.join("index.html") } else { path };
    let body = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let known_at: Timestamp = labelled.published.parse()?;
    let page =
        Capture::new(url, url, "casebook", known_at, Outcome::Answered { status: 200 }, Vec::new(), body);
    let document = Document { url, page: Some(&page), entry: None, source: "casebook", fetched_at: known_at };
    Ok(Article { known_at, ..hinomi_read::read(&document).value })
}

/// The labelled facts in our own form; what has none is left out.
fn facts_of(labelled: &Labelled, article: &Article) -> FactsOf {
    let mut facts: Vec<Fact> = labelled.facts.iter().filter_map(|fact| fact_of(fact, article)).collect();
    facts.sort_by_key(|fact| (fact.span.start, fact.span.end, fact.slot, fact.value.clone()));
    facts.dedup();
    FactsOf { article: article.id, story: labelled.story, facts }
}

fn fact_of(labelled: &LabelledFact, article: &Article) -> Option<Fact> {
    let slot: Slot = labelled.slot.parse().ok()?;
    let text = labelled.value.as_str().map_or_else(|| labelled.value.to_string(), str::to_owned);
    let value = match slot {
        _ if slot.is_name() => Value::Name(text),
        _ if slot.is_date() => Value::When(text.parse().ok()?),
        _ if slot.is_id() => Value::Id(text),
        Slot::Count => {
            let unit = labelled.unit.as_ref().and_then(|unit| unit.parse().ok());
            Value::Count { number: text.parse().ok()?, upper: None, unit }
        }
        Slot::ReportNo => text.parse().map_or(Value::Word(text), Value::Number),
        Slot::DurationDwell | Slot::DurationOutage => Value::Duration(text),
        _ => Value::Word(text),
    };
    let quote = labelled.quote.as_deref().unwrap_or_default();
    let start = article.text.find(quote).unwrap_or_default();
    let span =
        Span::new(start, start + article.text.get(start..).map_or(0, |rest| quote.len().min(rest.len())));
    let mut fact = Fact::plain(slot, value, span, span);
    fact.status = labelled.status.as_ref().and_then(|word| word.parse().ok());
    fact.said_by = labelled.said_by.as_ref().and_then(|word| word.parse().ok());
    fact.aliases = labelled.aliases.clone();
    Some(fact)
}
