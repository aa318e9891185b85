//! Casebook facts: what the articles say, slot by slot, `casebook/gold.json`.
//!
//! Every page is read and its facts are found by the same code as in production. A labelled fact is found when slot,
//! value and unit agree and the quotations overlap; names agree when one contains the other, or by an alias. A page's
//! row is the share of its labelled facts that were found, its kind of matter counted as one more.
//!
//! The summary has recall over all slots, recall where qualifier and status agree too, precision on the slots that are
//! labelled completely, the share of right kinds of matter, and the recall of each slot with ten labels or more.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use hinomi_facts::{Lexicon, find};
use hinomi_model::{Article, Capture, Document, Fact, Outcome, Slot};
use jiff::Timestamp;
use serde::Deserialize;

use crate::table::Table;

/// After every page of the collection.
const FETCHED_AT: &str = "2026-12-01T00:00:00Z";
/// Slots with fewer labels are counted in the whole alone: one case would move them by a tenth and more.
const SLOT_LABELS_MIN: u32 = 10;
/// Characters that two quotations must share in a row to speak of the same words.
const SHARED_CHARS_MIN: usize = 4;
/// Slots that the collection labels completely, on which precision is taken.
const CLOSED: &[&str] = &[
    "victim",
    "actor",
    "cve",
    "report_no",
    "root_cause",
    "backup",
    "ransom",
    "date.initial_access",
    "date.impact",
    "date.detected",
    "date.claimed",
    "misuse",
];

#[derive(Deserialize)]
struct Gold {
    articles: Vec<Labelled>,
}

#[derive(Deserialize)]
struct Labelled {
    url: String,
    story: String,
    facts: Vec<Label>,
}

#[derive(Deserialize)]
struct Label {
    slot: String,
    value: serde_json::Value,
    quote: Option<String>,
    unit: Option<String>,
    qualifier: Option<String>,
    status: Option<String>,
}

/// Reads every page, finds its facts and compares them with the labels.
pub fn run(data: &Path) -> Result<Table> {
    let folder = data.join("casebook");
    let path = folder.join("gold.json");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let gold: Gold = serde_json::from_str(&text)?;
    let lexicon = Lexicon::bundled();
    let mut table = Table::default();
    let mut slots: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    let (mut n_full, mut n_right, mut n_closed, mut n_stories) = (0_u32, 0_u32, 0_u32, 0_u32);
    for labelled in &gold.articles {
        let article = read(&folder.join("pages"), &labelled.url)?;
        let facts = find(&article, &lexicon);
        let is_story = facts.story.word() == labelled.story;
        n_stories += u32::from(is_story);
        let mut n_found = u32::from(is_story);
        for label in &labelled.facts {
            let hits: Vec<&Fact> = facts
                .facts
                .iter()
                .filter(|f| agrees(label, f) && is_near(label, f.quote(&article)))
                .collect();
            let entry = slots.entry(label.slot.as_str()).or_default();
            entry.0 += 1;
            entry.1 += u32::from(!hits.is_empty());
            n_found += u32::from(!hits.is_empty());
            n_full += u32::from(hits.iter().any(|f| is_full(label, f)));
        }
        for fact in facts.facts.iter().filter(|f| CLOSED.contains(&f.slot.word())) {
            n_closed += 1;
            n_right += u32::from(labelled.facts.iter().any(|label| agrees(label, fact)));
        }
        let n_labels = u32::try_from(labelled.facts.len())? + 1;
        table.rows.insert(labelled.url.clone(), f64::from(n_found) / f64::from(n_labels));
    }
    let (n, found) = slots.values().fold((0, 0), |(n, found), slot| (n + slot.0, found + slot.1));
    let share = |part: u32, whole: u32| f64::from(part) / f64::from(whole.max(1));
    table.summary = vec![
        ("recall".to_owned(), share(found, n)),
        ("recall with certainty".to_owned(), share(n_full, n)),
        ("precision".to_owned(), share(n_right, n_closed)),
        ("story".to_owned(), share(n_stories, u32::try_from(gold.articles.len())?)),
    ];
    let large = slots.iter().filter(|(_, (n, _))| *n >= SLOT_LABELS_MIN);
    table.summary.extend(large.map(|(slot, (n, found))| (format!("recall {slot}"), share(*found, *n))));
    table.notes.push(format!("{found} of {n} labelled facts found"));
    Ok(table)
}

/// The article at `url` of the recorded pages.
fn read(pages: &Path, url: &str) -> Result<Article> {
    let path: PathBuf = pages.join(url.split_once("://").map_or(url, |(_, rest)| rest));
    let path = if path.is_dir() { path.join("index.html") } else { path };
    let body = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let at: Timestamp = FETCHED_AT.parse()?;
    let page = Capture::new(url, url, "casebook", at, Outcome::Answered { status: 200 }, Vec::new(), body);
    let document = Document { url, page: Some(&page), entry: None, source: "casebook", fetched_at: at };
    Ok(hinomi_read::read(&document).value)
}

/// Whether slot, value and unit agree.
fn agrees(label: &Label, fact: &Fact) -> bool {
    let wanted = match &label.value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let found = fact.value.to_text();
    let is_value = if fact.slot.is_name() {
        let wanted = fold(&wanted);
        std::iter::once(&found)
            .chain(&fact.aliases)
            .map(|name| fold(name))
            .any(|name| !name.is_empty() && (name.contains(&wanted) || wanted.contains(&name)))
    } else if fact.slot == Slot::Cvss || fact.slot == Slot::Count {
        wanted.parse::<f64>().ok().zip(found.parse::<f64>().ok()).map_or(wanted == found, |(a, b)| a == b)
    } else {
        fold(&wanted) == fold(&found)
    };
    let unit = fact.value.unit().map(|u| u.to_string());
    fact.slot.word() == label.slot && is_value && (label.unit.is_none() || label.unit == unit)
}

/// Whether qualifier and status agree where the label gives them.
fn is_full(label: &Label, fact: &Fact) -> bool {
    let qualifier = fact.qualifier.map(|q| q.to_string());
    let status = fact.status.map(|s| s.to_string());
    (label.qualifier.is_none() || label.qualifier == qualifier)
        && (label.status.is_none() || label.status == status)
}

/// Whether the quotation of a fact and that of a label speak of the same words.
fn is_near(label: &Label, quote: &str) -> bool {
    let Some(wanted) = label.quote.as_deref().map(fold) else { return true };
    let found = fold(quote);
    let chars: Vec<char> = wanted.chars().collect();
    !found.is_empty()
        && (wanted.contains(&found)
            || found.contains(&wanted)
            || chars.windows(SHARED_CHARS_MIN).any(|part| found.contains(&part.iter().collect::<String>())))
}

/// The comparable form of names and quotations.
fn fold(text: &str) -> String {
    hinomi_text::fold(text)
        .text
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() && !"株式会社".contains(*c))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_agree_by_four_characters_in_a_row() {
        let label = |quote: &str| Label {
            slot: "misuse".to_owned(),
            value: "confirmed".into(),
            quote: Some(quote.to_owned()),
            unit: None,
            qualifier: None,
            status: None,
        };
        assert!(is_near(&label("sold to brokers"), "SOLD TO all"));
        assert!(!is_near(&label("sold to brokers"), "kept"));
    }
}
