//! Entries: what feeds and imports say about articles.

use hinomi_model::{CaptureId, Entry};
use rusqlite::params;

use crate::columns::{json, of_json};
use crate::stages::{Stage, mark_done};
use crate::{Error, Store};

impl Store {
    /// Stores the entries of captures, in place of those stored before, and marks each capture as done for
    /// [`Stage::Entries`]; a capture without entries is marked too. The captures have to be stored.
    pub fn put_entries(&self, batch: &[(CaptureId, Vec<Entry>)]) -> Result<(), Error> {
        self.change("write to", |tx| {
            for (capture, entries) in batch {
                let id = capture.to_string();
                tx.prepare_cached("DELETE FROM entries WHERE capture = ?")?.execute([&id])?;
                let mut put = tx.prepare_cached(
                    "INSERT INTO entries (capture, ordinal, url, entry) VALUES (?, ?, ?, ?)",
                )?;
                for (ordinal, entry) in (0_i64..).zip(entries) {
                    put.execute(params![id, ordinal, entry.url, json(entry)?])?;
                }
                mark_done(tx, Stage::Entries, *capture)?;
            }
            Ok(())
        })
    }

    /// The entries of one capture, in the order in which they stood there.
    pub fn entries_of(&self, capture: CaptureId) -> Result<Vec<Entry>, Error> {
        self.query("read", |db| {
            db.prepare_cached("SELECT entry FROM entries WHERE capture = ? ORDER BY ordinal")?
                .query_map([capture.to_string()], |row| of_json(row, 0))?
                .collect()
        })
    }

    /// Every entry that links to `url`, by the time at which its capture was first received, oldest first.
    pub fn entries_for_url(&self, url: &str) -> Result<Vec<Entry>, Error> {
        self.query("read", |db| {
            db.prepare_cached(
                "SELECT e.entry FROM entries e JOIN captures c ON c.id = e.capture WHERE e.url = ?
                 ORDER BY c.fetched_at, c.id, e.ordinal",
            )?
            .query_map([url], |row| of_json(row, 0))?
            .collect()
        })
    }
}
