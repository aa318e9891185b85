//! Figures of a store.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::Connection;
use serde::Serialize;

use crate::columns::{of_number, parsed_if_any};
use crate::{Error, Store};

/// How much a store holds, from when to when, and who made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Captures, failures included.
    pub n_captures: u64,
    /// Captures that are failures, or answers other than HTTP 200–299.
    pub n_failures: u64,
    /// Times that a capture was received, first and later ones.
    pub n_receipts: u64,
    /// Bytes of all bodies as received.
    pub body_bytes: u64,
    /// Bytes of all capture files.
    pub captures_bytes: u64,
    /// Bytes of the database and its log.
    pub db_bytes: u64,
    /// Entries of feeds and imports.
    pub n_entries: u64,
    /// Articles, revisions included.
    pub n_articles: u64,
    /// Articles by BCP 47 tag of their language.
    pub articles_by_lang: BTreeMap<String, u64>,
    /// Facts found in articles.
    pub n_facts: u64,
    /// Incidents that an article was put in.
    pub n_incidents: u64,
    /// When the first article could be known.
    pub first_known_at: Option<Timestamp>,
    /// When the last article could be known.
    pub last_known_at: Option<Timestamp>,
    /// The version of each stage that has made something.
    pub stage_versions: BTreeMap<String, u64>,
}

impl Store {
    /// The figures of what is stored now.
    pub fn stats(&self) -> Result<Stats, Error> {
        // The log is empty until the next write when the database has just been written out.
        let db_bytes = self.layout.db_files().into_iter().take(2).filter_map(|path| path.metadata().ok());
        let db_bytes = db_bytes.map(|meta| meta.len()).sum();
        self.query("read", |db| {
            let known = |end: &str| {
                let sql = format!("SELECT {end}(known_at) FROM articles");
                db.query_row(&sql, [], |row| parsed_if_any::<Timestamp>(row, 0))
            };
            let articles_by_lang = counts(db, "SELECT lang, count(*) FROM articles GROUP BY lang")?;
            Ok(Stats {
                n_captures: count(db, "SELECT count(*) FROM captures")?,
                n_failures: count(db, "SELECT count(*) FROM captures WHERE ok = 0")?,
                n_receipts: count(db, "SELECT count(*) FROM receipts")?,
                body_bytes: count(db, "SELECT coalesce(sum(body_bytes), 0) FROM captures")?,
                captures_bytes: count(db, "SELECT coalesce(sum(stored_bytes), 0) FROM captures")?,
                db_bytes,
                n_entries: count(db, "SELECT count(*) FROM entries")?,
                n_articles: articles_by_lang.values().sum(),
                articles_by_lang,
                n_facts: count(db, "SELECT coalesce(sum(n), 0) FROM facts")?,
                n_incidents: count(db, "SELECT count(DISTINCT incident) FROM placements")?,
                first_known_at: known("min")?,
                last_known_at: known("max")?,
                stage_versions: counts(db, "SELECT stage, version FROM stages")?,
            })
        })
    }
}

fn count(db: &Connection, sql: &str) -> rusqlite::Result<u64> {
    db.query_row(sql, [], |row| of_number(row, 0))
}

fn counts(db: &Connection, sql: &str) -> rusqlite::Result<BTreeMap<String, u64>> {
    db.prepare(sql)?.query_map([], |row| Ok((row.get(0)?, of_number(row, 1)?)))?.collect()
}
