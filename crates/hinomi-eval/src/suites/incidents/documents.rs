//! Documents about pairs of look-alike events, as tokens: `docs.*.jsonl.zst`.
//!
//! Neither topic nor number of clusters is told, and there are no dates: all are known at one moment, so they are
//! taken in the order of their ids. The first line that is no address is the title.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use hinomi_incidents::Weights;
use jiff::Timestamp;
use serde::Deserialize;

use super::joined::{Mean, Told, article, bcubed, failures, homes, place, tell};
use super::{Scored, Set, unpack};
use crate::table::Table;

#[derive(Deserialize)]
struct Doc {
    id: String,
    cluster: String,
    tokens: Vec<(u32, u32, u32, String)>,
}

/// How much it counts when weights are tuned: no security news, and no dates.
const WORTH: f64 = 0.5;

/// The collection.
pub struct Documents {
    told: Vec<Told>,
    clusters: Vec<String>,
}

impl Documents {
    /// Reads it from `folder`.
    pub fn read(folder: &Path) -> Result<Self> {
        let docs: Vec<Doc> = unpack(folder, "docs.")?;
        let known_at: Timestamp = "2014-01-01T00:00:00Z".parse()?;
        let articles = docs.iter().map(|doc| {
            let mut sentences: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
            for (_, sentence, _, token) in &doc.tokens {
                sentences.entry(*sentence).or_default().push(token);
            }
            let is_address = doc.id.ends_with("ecbplus");
            let mut sentences = sentences.into_values().skip(usize::from(is_address));
            let title = untokenized(&sentences.next().unwrap_or_default());
            let body: String =
                sentences.map(|tokens| format!("<p>{}</p>", escaped(&untokenized(&tokens)))).collect();
            article(&format!("https://ecb.example/{}", doc.id), &title, body, None, known_at)
        });
        Ok(Self {
            told: tell(articles.collect()),
            clusters: docs.into_iter().map(|doc| doc.cluster).collect(),
        })
    }
}

/// Tokens as people write them: no space before marks that close.
fn untokenized(tokens: &[&str]) -> String {
    let mut text = String::new();
    for token in tokens {
        let closes =
            matches!(*token, "." | "," | ";" | ":" | "?" | "!" | ")" | "%" | "'s" | "n't" | "''" | "'");
        if !text.is_empty() && !closes && !text.ends_with(['(', '$']) {
            text.push(' ');
        }
        text.push_str(match *token {
            "``" | "''" => "\"",
            token => token,
        });
    }
    text
}

/// Text as a paragraph's content.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

impl Set for Documents {
    fn score(&self, weights: &Weights) -> Scored {
        let homes = homes(&place(&self.told, weights), Timestamp::MAX);
        let home =
            |told: &Told| homes.get(&told.article.url).cloned().unwrap_or_else(|| told.article.url.clone());
        let ours: Vec<String> = self.told.iter().map(home).collect();
        let titles: Vec<String> = self.told.iter().map(|told| told.article.title.clone()).collect();
        let mut mean = Mean::default();
        let mut rows: BTreeMap<&str, Mean> = BTreeMap::new();
        for (score, cluster) in bcubed(&self.clusters, &ours).into_iter().zip(&self.clusters) {
            mean.add(score);
            rows.entry(cluster).or_default().add(score);
        }
        let table = Table {
            rows: rows.into_iter().map(|(cluster, mean)| (cluster.to_owned(), mean.f1())).collect(),
            summary: mean.summary("bcubed"),
            notes: Vec::new(),
            failures: failures(&self.clusters, &ours, &titles),
        };
        Scored { table, goal: WORTH * mean.f1(), worth: WORTH }
    }
}
