//! Facts: what was found in articles.

use std::ops::RangeBounds;

use hinomi_model::{ArticleId, FactsOf};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use crate::articles::bounds;
use crate::columns::{json, number, of_json, parsed};
use crate::{Error, Store};

impl Store {
    /// Stores what was found in articles, in place of what was found before. The articles have to be stored.
    pub fn put_facts(&self, batch: &[FactsOf]) -> Result<(), Error> {
        self.change("write to", |tx| {
            let mut put = tx.prepare_cached(
                "INSERT INTO facts (article, story, n, facts) VALUES (?, ?, ?, ?) ON CONFLICT (article)
                 DO UPDATE SET story = excluded.story, n = excluded.n, facts = excluded.facts",
            )?;
            batch.iter().try_for_each(|facts| {
                let n = number(facts.facts.len() as u64);
                put.execute(params![facts.article.to_string(), facts.story.word(), n, json(facts)?]).map(drop)
            })
        })
    }

    /// What was found in one article; `None` when it was not looked at yet.
    pub fn facts(&self, article: ArticleId) -> Result<Option<FactsOf>, Error> {
        self.query("read", |db| {
            db.prepare_cached("SELECT facts FROM facts WHERE article = ?")?
                .query_row([article.to_string()], |row| of_json(row, 0))
                .optional()
        })
    }

    /// What was found in the articles that could be known in `range`, by `known_at`, then article id.
    pub fn facts_known(&self, range: impl RangeBounds<Timestamp>) -> Result<Vec<FactsOf>, Error> {
        let (from, to) = bounds(&range);
        self.query("read", |db| {
            let mut known = db.prepare_cached(
                "SELECT a.known_at, f.facts FROM articles a JOIN facts f ON f.article = a.id
                 WHERE a.known_at >= ? AND a.known_at <= ? ORDER BY a.known_at, a.id",
            )?;
            let mut rows = known.query([from, to])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                if range.contains(&parsed(row, 0)?) {
                    found.push(of_json(row, 1)?);
                }
            }
            Ok(found)
        })
    }
}
