//! Pairs of articles of general news, same story or not: `pairs.*.jsonl.zst`, English part.
//!
//! The pairs were picked near the threshold of an embedding, so they are hard. All articles are joined as one
//! stream, and a pair is told the same when both lie in one incident.

use std::path::Path;

use anyhow::Result;
use hinomi_incidents::Weights;
use hinomi_model::Lang;
use jiff::Timestamp;
use serde::Deserialize;

use super::documents::escaped;
use super::joined::{Told, article, homes, place, tell};
use super::{Scored, Set, unpack};
use crate::table::Table;

#[derive(Deserialize)]
struct Pair {
    id: String,
    #[serde(rename = "INPUT:first_url")]
    first_url: String,
    #[serde(rename = "INPUT:first_title")]
    first_title: String,
    #[serde(rename = "INPUT:first_text")]
    first_text: String,
    #[serde(rename = "INPUT:second_url")]
    second_url: String,
    #[serde(rename = "INPUT:second_title")]
    second_title: String,
    #[serde(rename = "INPUT:second_text")]
    second_text: String,
    #[serde(rename = "GOLDEN:quality")]
    golden: String,
}

/// How much it counts when weights are tuned: few pairs, and no security news.
const WORTH: f64 = 0.2;

/// The collection.
pub struct Pairs {
    told: Vec<Told>,
    pairs: Vec<Pair>,
}

impl Pairs {
    /// Reads the English part from `folder`.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut pairs: Vec<Pair> = unpack(folder, "pairs.")?;
        pairs.retain(|pair| pair.id.starts_with("en"));
        let known_at: Timestamp = "2019-11-18T00:00:00Z".parse()?;
        let read = |url: &str, title: &str, text: &str| {
            let html: String = text.lines().map(|line| format!("<p>{}</p>", escaped(line))).collect();
            article(url, title, html, Some(Lang::En), known_at)
        };
        let articles = pairs.iter().flat_map(|pair| {
            [
                read(&pair.first_url, &pair.first_title, &pair.first_text),
                read(&pair.second_url, &pair.second_title, &pair.second_text),
            ]
        });
        let mut articles: Vec<_> = articles.collect();
        articles.sort_by_key(|article| article.id);
        articles.dedup_by_key(|article| article.id);
        Ok(Self { told: tell(articles), pairs })
    }
}

impl Set for Pairs {
    fn score(&self, weights: &Weights) -> Scored {
        let homes = homes(&place(&self.told, weights), Timestamp::MAX);
        let mut table = Table::default();
        let mut n_right = 0.0;
        for pair in &self.pairs {
            let is_one = homes.get(&pair.first_url) == homes.get(&pair.second_url);
            let is_right = is_one == (pair.golden == "OK");
            if !is_right {
                let kind = if is_one { "joined" } else { "missed" };
                table.failures.push(format!("{kind} {} | {}", pair.first_title, pair.second_title));
            }
            n_right += f64::from(u8::from(is_right));
            table.rows.insert(pair.id.clone(), f64::from(u8::from(is_right)));
        }
        let accuracy = n_right / self.pairs.len().max(1) as f64;
        table.summary.push(("accuracy".to_owned(), accuracy));
        Scored { table, goal: WORTH * accuracy, worth: WORTH }
    }
}
