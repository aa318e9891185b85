//! Two briefs, matter by matter: what is new, what is told otherwise, what is told no more.

use std::collections::BTreeMap;

use hinomi_model::IncidentId;
use serde::Serialize;

use crate::brief::{Block, Brief, Item};
use crate::error::Error;
use crate::phrase::Phrases;

/// Name and version of the JSON shape.
pub const SCHEMA: &str = "hinomi.brief-diff/1";

/// A matter that is told in one of two briefs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Matter {
    /// The incident.
    pub incident: String,
    /// Its headline.
    pub headline: String,
    /// What is told of it: of a matter that changed, only what the later brief says and the earlier did not.
    pub sentences: Vec<String>,
}

/// From one brief to a later one. Only matters that are told in full count; the order is that of the brief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// Name and version of the shape.
    pub schema: &'static str,
    /// Day of the first brief, and of the second.
    pub from: String,
    /// Day of the second brief.
    pub to: String,
    /// Told in the second alone.
    pub new: Vec<Matter>,
    /// Told in both, otherwise.
    pub changed: Vec<Matter>,
    /// Told in the first alone: no news of it became known in the second's window.
    pub gone: Vec<Matter>,
    /// Told in both in the same words.
    pub n_same: usize,
}

/// Compares `before` with `after`.
pub fn diff(before: &Brief, after: &Brief) -> Diff {
    let (old, new) = (items(before), items(after));
    let known: BTreeMap<IncidentId, &Item> = old.iter().map(|item| (item.incident, *item)).collect();
    let later: BTreeMap<IncidentId, &Item> = new.iter().map(|item| (item.incident, *item)).collect();
    let mut out = Diff {
        schema: SCHEMA,
        from: before.date.to_string(),
        to: after.date.to_string(),
        new: Vec::new(),
        changed: Vec::new(),
        gone: Vec::new(),
        n_same: 0,
    };
    for item in new {
        let Some(old) = known.get(&item.incident) else {
            out.new.push(matter(item, &[]));
            continue;
        };
        let told = texts(old);
        let matter = matter(item, &told);
        if matter.sentences.is_empty() {
            out.n_same += 1;
        } else {
            out.changed.push(matter);
        }
    }
    let is_gone = |item: &&&Item| !later.contains_key(&item.incident);
    out.gone = old.iter().filter(is_gone).map(|item| matter(item, &[])).collect();
    out
}

/// The diff as JSON, two spaces deep, ending in a newline.
///
/// # Errors
/// None in practice: every key is a string.
pub fn to_json(diff: &Diff) -> Result<String, Error> {
    Ok(serde_json::to_string_pretty(diff)? + "\n")
}

/// The diff as text in the language of `strings`.
pub fn to_text(diff: &Diff, strings: &Phrases) -> String {
    let mut out = strings.text("diff.title", &[("from", &diff.from), ("to", &diff.to)]) + "\n";
    for (key, matters) in [("new", &diff.new), ("changed", &diff.changed), ("gone", &diff.gone)] {
        let n = matters.len().to_string();
        out.push_str(&format!("\n{}\n", strings.text(&format!("diff.{key}"), &[("n", &n)])));
        for matter in matters {
            out.push_str(&format!("  {}\n", matter.headline));
            // What is gone is named; what it was stands in its own day's brief.
            for sentence in matter.sentences.iter().filter(|_| key != "gone") {
                out.push_str(&format!("    {sentence}\n"));
            }
        }
    }
    out
}

/// The matters that a brief tells in full, each once.
fn items(brief: &Brief) -> Vec<&Item> {
    let blocks = brief.sections.iter().flat_map(|section| &section.blocks);
    blocks.filter_map(|block| if let Block::Item(item) = block { Some(&**item) } else { None }).collect()
}

fn texts(item: &Item) -> Vec<String> {
    item.sentences.iter().chain(&item.unknown).map(crate::Sentence::text).collect()
}

fn matter(item: &Item, told: &[String]) -> Matter {
    let headline = item.headline.text();
    let sentences = texts(item).into_iter().filter(|text| !told.contains(text)).collect();
    Matter { incident: item.incident.to_string(), headline, sentences }
}
