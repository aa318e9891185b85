//! Casebook incidents: which of its articles belong together, `casebook/gold.json`.
//!
//! Pages are read and their facts found as always, then joined. BCubed as in the collection's own scorer:
//! precision and recall of each article's company, averaged over articles. The same is done with the labelled
//! facts in place of the found ones, which shows what joining could do with perfect reading. A row is the F1 of
//! one labelled incident (or lone article) with found facts. Copies: labelled ones that are recognised, and
//! called copies that are labelled so.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use hinomi_facts::Lexicon;
use hinomi_incidents::{Candidate, Index, Placement, advance, fold};
use hinomi_model::{Article, ArticleId, Capture, Document, Fact, FactsOf, Outcome, Slot, Span, Story, Value};
use jiff::Timestamp;
use serde::Deserialize;

use crate::table::Table;

#[derive(Deserialize)]
struct Gold {
    articles: Vec<Labelled>,
}

#[derive(Deserialize)]
struct Labelled {
    id: String,
    url: String,
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

/// Joins the casebook with found and with labelled facts.
pub fn run(data: &Path) -> Result<Table> {
    let folder = data.join("casebook");
    let path = folder.join("gold.json");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let gold: Gold = serde_json::from_str(&text)?;
    let lexicon = Lexicon::bundled();
    let mut articles = Vec::new();
    for labelled in &gold.articles {
        articles.push(read(&folder.join("pages"), labelled)?);
    }
    let found: Vec<FactsOf> = articles.iter().map(|article| hinomi_facts::find(article, &lexicon)).collect();
    let given: Vec<FactsOf> =
        gold.articles.iter().zip(&articles).map(|(labelled, article)| facts_of(labelled, article)).collect();

    let mut table = Table::default();
    let found = Joined::of(&articles, &found);
    let given = Joined::of(&articles, &given);
    for (name, joined) in [("found facts", &found), ("labelled facts", &given)] {
        let scores: Vec<(f64, f64)> = (0..gold.articles.len()).map(|idx| joined.bcubed(&gold, idx)).collect();
        let n = scores.len().max(1) as f64;
        let precision = scores.iter().map(|(p, _)| p).sum::<f64>() / n;
        let recall = scores.iter().map(|(_, r)| r).sum::<f64>() / n;
        table.summary.push((format!("bcubed precision with {name}"), precision));
        table.summary.push((format!("bcubed recall with {name}"), recall));
        table.summary.push((format!("bcubed F1 with {name}"), f1(precision, recall)));
    }
    let is_copy = |idx: usize| found.copies.contains(&gold.articles[idx].url);
    let labelled: Vec<usize> =
        (0..gold.articles.len()).filter(|i| gold.articles[*i].copy_of.is_some()).collect();
    let n_right = labelled.iter().filter(|idx| is_copy(**idx)).count() as f64;
    table.summary.push(("copies recognised".to_owned(), n_right / labelled.len().max(1) as f64));
    table.summary.push(("copies right".to_owned(), n_right / found.copies.len().max(1) as f64));

    let mut rows: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    for (idx, labelled) in gold.articles.iter().enumerate() {
        let name = labelled.incident.clone().unwrap_or_else(|| format!("alone {}", labelled.id));
        rows.entry(name).or_default().push(found.bcubed(&gold, idx));
    }
    for (name, scores) in rows {
        let n = scores.len() as f64;
        let sum = scores.iter().fold((0.0, 0.0), |sum, score| (sum.0 + score.0, sum.1 + score.1));
        table.rows.insert(name, f1(sum.0 / n, sum.1 / n));
    }
    Ok(table)
}

fn f1(precision: f64, recall: f64) -> f64 {
    if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
}

/// Which article lies in which incident.
struct Joined {
    home: BTreeMap<String, usize>,
    copies: BTreeSet<String>,
}

impl Joined {
    fn of(articles: &[Article], facts: &[FactsOf]) -> Self {
        let batch: Vec<Candidate<'_>> =
            articles.iter().zip(facts).map(|(article, facts)| Candidate { article, facts }).collect();
        let by_id: BTreeMap<ArticleId, Candidate<'_>> =
            batch.iter().map(|candidate| (candidate.article.id, *candidate)).collect();
        let placements: Vec<Placement> = advance(&mut Index::default(), &batch);
        let incidents = fold(&placements, &|id| by_id.get(&id).copied(), Timestamp::MAX);
        let members = incidents
            .iter()
            .enumerate()
            .flat_map(|(idx, incident)| incident.members.iter().map(move |member| (idx, member)));
        let mut joined = Self { home: BTreeMap::new(), copies: BTreeSet::new() };
        for (idx, member) in members {
            joined.home.insert(member.url.clone(), idx);
            if member.copy_of.is_some() {
                joined.copies.insert(member.url.clone());
            }
        }
        joined
    }

    /// Precision and recall of one article's company.
    fn bcubed(&self, gold: &Gold, idx: usize) -> (f64, f64) {
        let own = &gold.articles[idx];
        let (mut both, mut ours, mut theirs) = (0.0, 0.0, 0.0);
        for (other_idx, other) in gold.articles.iter().enumerate() {
            let is_gold = other_idx == idx || (own.incident.is_some() && own.incident == other.incident);
            let is_ours = other_idx == idx || self.home.get(&own.url) == self.home.get(&other.url);
            theirs += f64::from(u8::from(is_gold));
            ours += f64::from(u8::from(is_ours));
            both += f64::from(u8::from(is_gold && is_ours));
        }
        (both / ours, both / theirs)
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
