//! Which days the data directory can tell of.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use hinomi_model::Story;
use hinomi_store::Store;
use jiff::Timestamp;
use jiff::civil::Date;

use super::Archive;
use crate::cli::place::Place;

/// What is known of a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Day {
    /// Articles that became known on it.
    pub n_articles: usize,
    /// Matters of security that one of them tells of, copies left out.
    pub n_matters: usize,
    /// Those of them of which nothing was known before.
    pub n_new: usize,
}

/// Every day on which something became known up to `as_of`, in the zone of the configuration.
pub fn days(store: &Store, place: &Place, as_of: Timestamp) -> Result<BTreeMap<Date, Day>> {
    let archive = Archive::load(store, Some(as_of))?;
    let day_of = |at: Timestamp| at.to_zoned(place.config.zone.clone()).date();
    let mut days: BTreeMap<Date, Day> = BTreeMap::new();
    for (article, _) in archive.articles.values() {
        days.entry(day_of(article.known_at)).or_default().n_articles += 1;
    }
    for incident in archive.incidents.iter().filter(|incident| incident.story != Story::Other) {
        let known: BTreeSet<Date> = incident
            .members
            .iter()
            .filter(|member| member.copy_of.is_none())
            .map(|member| day_of(member.known_at))
            .collect();
        for (idx, day) in known.into_iter().enumerate() {
            let day = days.entry(day).or_default();
            day.n_matters += 1;
            day.n_new += usize::from(idx == 0);
        }
    }
    Ok(days)
}

/// The list as JSON, schema `hinomi.days/1`.
pub fn days_json(days: &BTreeMap<Date, Day>) -> serde_json::Value {
    let days: Vec<serde_json::Value> = days
        .iter()
        .map(|(date, day)| {
            serde_json::json!({
                "date": date.to_string(),
                "n_articles": day.n_articles,
                "n_matters": day.n_matters,
                "n_new": day.n_new,
            })
        })
        .collect();
    serde_json::json!({ "schema": "hinomi.days/1", "days": days })
}
