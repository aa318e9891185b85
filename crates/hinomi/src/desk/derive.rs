//! Capture → Entry, Article → Fact → Placement: does what is pending, each stage once.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::Result;
use hinomi_facts::Lexicon;
use hinomi_incidents::decisions::Grouping;
use hinomi_incidents::{Candidate, Decision, Index, Placement};
use hinomi_model::{
    Article, ArticleId, Capture, CaptureId, Document, Entry, FactsOf, Origin, Role, Warned, Warning,
};
use hinomi_read::Rules;
use hinomi_store::{PlacementRow, Stage, Store};
use jiff::Timestamp;
use rayon::prelude::*;

use super::archive::placements;
use super::decisions::decisions;
use super::rules::rules_of;
use super::vocabularies::Vocabularies;
use super::{Talk, stages};

/// Documents that are read, and written, at a time: bounds memory, and makes a transaction worth its while.
const BATCH: usize = 500;

/// What was done.
pub struct Derived {
    /// Articles read in this run.
    pub n_articles: usize,
}

/// Takes every capture that is pending through all stages.
///
/// Doing it twice changes nothing. One document that cannot be read is warned of and costs no other anything.
pub fn derive(store: &Store, vocabularies: &Vocabularies, talk: &Talk<'_>) -> Result<Derived> {
    let mut warnings = store.warnings().to_vec();
    stages::forget_outdated(store, vocabularies)?;
    unpack(store, talk, &mut warnings)?;
    let rules = rules_of(store.dir())?;
    let n_read = read(store, &rules, talk, &mut warnings)? + read_unopened(store, &mut warnings)?;
    find_facts(store, &vocabularies.lexicon, talk, &mut warnings)?;
    place(store, &mut warnings)?;
    talk.global.warn(&warnings);
    Ok(Derived { n_articles: n_read })
}

/// Runs `work` on one item; a panic in it is a bug of ours that must not stop the day.
fn fenced<T>(place: &str, warnings: &mut Vec<Warning>, work: impl FnOnce() -> T) -> Option<T> {
    let done = catch_unwind(AssertUnwindSafe(work)).ok();
    if done.is_none() {
        warnings.push(Warning::new(
            place,
            "a bug of Hinomi's stopped its reading",
            "please report it with this page",
        ));
    }
    done
}

/// Capture → Entry: feeds and imports into what they list. Pages pass.
fn unpack(store: &Store, talk: &Talk<'_>, warnings: &mut Vec<Warning>) -> Result<()> {
    let pending = store.pending_captures(Stage::Entries)?;
    let bar = talk.bar("unpack", pending.len());
    for batch in pending.chunks(BATCH) {
        let mut unpacked = Vec::with_capacity(batch.len());
        for id in batch {
            let capture = store.capture(*id)?;
            let mut entries = Vec::new();
            if hinomi_gather::lists_entries(&capture) {
                let found = fenced(&capture.url, warnings, || hinomi_gather::entries(&capture, None));
                let found = found.unwrap_or_else(|| Warned::fine(Vec::new()));
                // What was strange in a polled feed was said when it was polled.
                entries = if is_import(&capture) { found.drain_into(warnings) } else { found.value };
            }
            unpacked.push((*id, entries));
            bar.inc(1);
        }
        store.put_entries(&unpacked)?;
    }
    bar.finish_and_clear();
    Ok(())
}

/// Whether the user named the file: its items are articles of their own, for no page of theirs is asked for.
fn is_import(capture: &Capture) -> bool {
    capture.source.is_empty()
}

/// Capture → Article: pages, and the items of imports.
fn read(store: &Store, rules: &Rules, talk: &Talk<'_>, warnings: &mut Vec<Warning>) -> Result<usize> {
    let pending = store.pending_captures(Stage::Articles)?;
    let bar = talk.bar("read", pending.len());
    let mut n_read = 0;
    for batch in pending.chunks(BATCH) {
        let read: Vec<Result<(Vec<Article>, Vec<Warning>)>> = batch
            .par_iter()
            .map(|id| {
                let capture = store.capture(*id)?;
                let mut warnings = Vec::new();
                let articles = match hinomi_gather::lists_entries(&capture) {
                    false if capture.role == Role::Feed => Vec::new(),
                    false => read_page(store, &capture, rules, &mut warnings)?.into_iter().collect(),
                    true if is_import(&capture) => read_items(store, *id, &mut warnings)?,
                    // A polled feed's items are read from their pages.
                    true => Vec::new(),
                };
                bar.inc(1);
                Ok((articles, warnings))
            })
            .collect();
        let mut articles = Vec::with_capacity(batch.len());
        for done in read {
            let (read, said) = done?;
            articles.extend(read);
            warnings.extend(said);
        }
        n_read += articles.len();
        store.put_articles(&articles, batch)?;
    }
    bar.finish_and_clear();
    Ok(n_read)
}

/// The items of an import that stand in it for the first time.
fn read_items(store: &Store, id: CaptureId, warnings: &mut Vec<Warning>) -> Result<Vec<Article>> {
    let mut articles = BTreeMap::new();
    for entry in store.entries_of(id)? {
        if let Some(article) = read_entry(store, &entry.url, warnings)? {
            articles.insert(article.id, article);
        }
    }
    Ok(articles.into_values().collect())
}

fn read_page(
    store: &Store,
    page: &Capture,
    rules: &Rules,
    warnings: &mut Vec<Warning>,
) -> Result<Option<Article>> {
    let entry = store.entries_for_url(&page.url)?.into_iter().next();
    let document = Document {
        url: &page.url,
        page: Some(page),
        entry: entry.as_ref(),
        source: if page.source.is_empty() { entry.as_ref().map_or("", |e| &e.source) } else { &page.source },
        fetched_at: page.fetched_at,
    };
    let Some(read) = fenced(&page.url, warnings, || hinomi_read::read_by(&document, rules)) else {
        return Ok(None);
    };
    let mut article = read.drain_into(warnings);
    let before = store.captures_of_url(&page.url)?;
    let is_revision = before
        .iter()
        .map(|row| &row.capture)
        .any(|other| other.is_readable() && (other.fetched_at, other.id) < (page.fetched_at, page.id));
    if is_revision {
        article.known_at = hinomi_read::revision_known_at(&article, page.fetched_at);
    }
    Ok((!article.text.is_empty()).then_some(article))
}

/// Entry → Article: items of feeds whose page could not be had.
fn read_unopened(store: &Store, warnings: &mut Vec<Warning>) -> Result<usize> {
    let mut n_read = 0;
    for batch in store.pending_failures(Stage::Articles)?.chunks(BATCH) {
        let mut articles = Vec::new();
        for id in batch {
            if let Some(row) = store.capture_row(*id)? {
                articles.extend(read_entry(store, &row.capture.url, warnings)?);
            }
        }
        n_read += articles.len();
        store.put_articles(&articles, batch)?;
    }
    Ok(n_read)
}

/// The article that the first entry for `url` gives, unless one was made already.
///
/// The first by time of receipt, then id and place, so that it does not matter how many lists name it.
fn read_entry(store: &Store, url: &str, warnings: &mut Vec<Warning>) -> Result<Option<Article>> {
    let entries: Vec<Entry> = store.entries_for_url(url)?;
    let Some(entry) = entries.first() else { return Ok(None) };
    if store.articles_of_url(url)?.iter().any(|article| article.origin == Origin::Entry) {
        return Ok(None);
    }
    let Some(list) = store.capture_row(entry.capture)? else { return Ok(None) };
    let document = Document {
        url,
        page: None,
        entry: Some(entry),
        source: &entry.source,
        fetched_at: list.capture.fetched_at,
    };
    let read = fenced(url, warnings, || hinomi_read::read(&document));
    let article = read.map(|read| read.drain_into(warnings));
    Ok(article.filter(|article| !article.text.is_empty()))
}

/// Article → Fact.
fn find_facts(store: &Store, lexicon: &Lexicon, talk: &Talk<'_>, warnings: &mut Vec<Warning>) -> Result<()> {
    let pending = store.articles_without_facts()?;
    let bar = talk.bar("facts", pending.len());
    for batch in pending.chunks(BATCH) {
        let articles = articles_of(store, batch)?;
        let found: Vec<(FactsOf, Vec<Warning>)> = articles
            .par_iter()
            .map(|article| {
                let mut warnings = Vec::new();
                let found = fenced(&article.url, &mut warnings, || hinomi_facts::find(article, lexicon));
                bar.inc(1);
                (found.unwrap_or_else(|| nothing_in(article.id)), warnings)
            })
            .collect();
        let (found, said): (Vec<FactsOf>, Vec<Vec<Warning>>) = found.into_iter().unzip();
        warnings.extend(said.into_iter().flatten());
        store.put_facts(&found)?;
    }
    bar.finish_and_clear();
    Ok(())
}

fn nothing_in(article: ArticleId) -> FactsOf {
    FactsOf { article, story: hinomi_model::Story::Other, facts: Vec::new() }
}

fn articles_of(store: &Store, ids: &[ArticleId]) -> Result<Vec<Article>> {
    let read = ids.iter().map(|id| store.article(*id));
    Ok(read.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// Fact → Placement.
///
/// Articles are placed in the order in which they could be known. News that comes after later news was
/// placed takes those placements back and makes them again, so that a rebuild decides the same.
fn place(store: &Store, warnings: &mut Vec<Warning>) -> Result<()> {
    let decisions = decisions(store)?.drain_into(warnings);
    let pending = articles_of(store, &store.articles_without_placement()?)?;
    match pending.iter().map(|article| article.known_at).min() {
        Some(from) => place_from(store, from, &decisions),
        None => Ok(()),
    }
}

/// Takes back every placement of an article known at `from` or later, and makes it again.
///
/// What a person decided counts from its own time on: what came before was placed without it.
pub fn place_from(store: &Store, from: Timestamp, decisions: &[Decision]) -> Result<()> {
    let articles = store.articles_known(..)?;
    let facts = facts_by_article(store.facts_known(..)?);
    let all = in_order(&articles, &facts);
    let by_id: BTreeMap<ArticleId, Candidate<'_>> =
        all.iter().map(|candidate| (candidate.article.id, *candidate)).collect();
    let placed: BTreeMap<ArticleId, Placement> =
        placements(store)?.into_iter().map(|placement| (placement.article, placement)).collect();

    let mut index = Index::default();
    let mut grouping = Grouping::default();
    let mut rows = Vec::new();
    let mut rest = all.as_slice();
    for decision in hinomi_incidents::in_force(decisions, Timestamp::MAX).into_iter().map(Some).chain([None])
    {
        let until =
            |candidate: &Candidate<'_>| decision.is_none_or(|one| candidate.article.known_at <= one.at);
        let (batch, later) = rest.split_at(rest.partition_point(until));
        let (known, new) = batch.split_at(batch.partition_point(|one| one.article.known_at < from));
        for candidate in known {
            if let Some(placement) = placed.get(&candidate.article.id) {
                index.recall(candidate, placement);
                grouping.place(placement);
            }
        }
        for placement in hinomi_incidents::advance(&mut index, new) {
            grouping.place(&placement);
            rows.push(row(&placement)?);
        }
        rest = later;
        let Some(decision) = decision else { continue };
        let moves = grouping.decide(decision);
        index.regroup(&moves, &|id| by_id.get(&id).map(hinomi_incidents::keys::keys));
        if let Some((a, b)) = decision.parted() {
            index.keep_apart(a, b);
        }
    }
    Ok(store.replace_placements_from(from, &rows)?)
}

/// Articles that have facts, in the order in which they are placed.
pub(super) fn in_order<'a>(
    articles: &'a [Article],
    facts: &'a BTreeMap<ArticleId, FactsOf>,
) -> Vec<Candidate<'a>> {
    let with_facts = |article: &'a Article| Some(Candidate { article, facts: facts.get(&article.id)? });
    let mut all: Vec<Candidate<'a>> = articles.iter().filter_map(with_facts).collect();
    all.sort_by_key(|candidate| (candidate.article.known_at, candidate.article.id));
    all
}

pub(super) fn facts_by_article(facts: Vec<FactsOf>) -> BTreeMap<ArticleId, FactsOf> {
    facts.into_iter().map(|facts| (facts.article, facts)).collect()
}

pub(super) fn row(placement: &Placement) -> Result<PlacementRow> {
    Ok(PlacementRow {
        article: placement.article,
        incident: placement.incident,
        known_at: placement.known_at,
        copy_of: placement.copy_of,
        regroups: !placement.merged.is_empty() || !placement.moved.is_empty(),
        json: serde_json::to_string(placement)?,
    })
}
