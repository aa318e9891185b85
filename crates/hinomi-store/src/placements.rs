//! Placements: which incident each article belongs to.

use std::ops::RangeBounds;

use hinomi_model::{ArticleId, IncidentId};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, Transaction, params};

use crate::articles::bounds;
use crate::columns::{instant, parsed, parsed_if_any};
use crate::{Error, Store};

/// One article's place, with whatever else the joining of incidents keeps of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacementRow {
    /// The article.
    pub article: ArticleId,
    /// The incident that it was put in.
    pub incident: IncidentId,
    /// When the article could be known.
    pub known_at: Timestamp,
    /// The article that it is a copy of.
    pub copy_of: Option<ArticleId>,
    /// Whether it moved articles or merged incidents that stood before it.
    pub regroups: bool,
    /// The whole placement as its maker wrote it; not looked into here.
    pub json: String,
}

const COLUMNS: &str = "SELECT article, incident, known_at, copy_of, regroups, placement FROM placements";

impl Store {
    /// Stores placements, each in place of the article's earlier one. The articles have to be stored.
    pub fn put_placements(&self, batch: &[PlacementRow]) -> Result<(), Error> {
        self.change("write to", |tx| put(tx, batch))
    }

    /// Takes out every placement of an article known at `from` or later, and stores `batch`, as one change:
    /// for news that comes after later news was placed.
    pub fn replace_placements_from(&self, from: Timestamp, batch: &[PlacementRow]) -> Result<(), Error> {
        self.change("write to", |tx| {
            tx.prepare_cached("DELETE FROM placements WHERE known_at >= ?")?.execute([instant(from)])?;
            put(tx, batch)
        })
    }

    /// Every placement, by `known_at`, then article id: the order in which they were decided.
    pub fn placements(&self) -> Result<Vec<PlacementRow>, Error> {
        self.query("read", |db| {
            db.prepare_cached(&format!("{COLUMNS} ORDER BY known_at, article"))?
                .query_map([], placement)?
                .collect()
        })
    }

    /// The placements in one incident, by `known_at`, then article id; those that a merge brought in stand
    /// under the incident they were first put in.
    pub fn placements_in(&self, incident: IncidentId) -> Result<Vec<PlacementRow>, Error> {
        self.query("read", |db| {
            db.prepare_cached(&format!("{COLUMNS} WHERE incident = ? ORDER BY known_at, article"))?
                .query_map([incident.to_string()], placement)?
                .collect()
        })
    }

    /// The placements of articles that could be known in `range`, by `known_at`, then article id.
    pub fn placements_known(&self, range: impl RangeBounds<Timestamp>) -> Result<Vec<PlacementRow>, Error> {
        self.placements_between("known_at >= ? AND known_at <= ?", &range)
    }

    /// Those of the placements known in `range` that moved articles or merged incidents, in the same order.
    pub fn placements_that_regroup(
        &self,
        range: impl RangeBounds<Timestamp>,
    ) -> Result<Vec<PlacementRow>, Error> {
        self.placements_between("regroups = 1 AND known_at >= ? AND known_at <= ?", &range)
    }

    fn placements_between(
        &self,
        which: &str,
        range: &impl RangeBounds<Timestamp>,
    ) -> Result<Vec<PlacementRow>, Error> {
        let (from, to) = bounds(range);
        self.query("read", |db| {
            db.prepare_cached(&format!("{COLUMNS} WHERE {which} ORDER BY known_at, article"))?
                .query_map([from, to], placement)?
                .filter(|row| !row.as_ref().is_ok_and(|row| !range.contains(&row.known_at)))
                .collect()
        })
    }

    /// Where one article was put; `None` when it has no place yet.
    pub fn placement(&self, article: ArticleId) -> Result<Option<PlacementRow>, Error> {
        self.query("read", |db| {
            db.prepare_cached(&format!("{COLUMNS} WHERE article = ?"))?
                .query_row([article.to_string()], placement)
                .optional()
        })
    }

    /// The ids of all incidents that an article was put in, sorted.
    pub fn incident_ids(&self) -> Result<Vec<IncidentId>, Error> {
        self.query("read", |db| {
            db.prepare_cached("SELECT DISTINCT incident FROM placements ORDER BY incident")?
                .query_map([], |row| parsed(row, 0))?
                .collect()
        })
    }
}

fn put(tx: &Transaction<'_>, batch: &[PlacementRow]) -> rusqlite::Result<()> {
    let mut put = tx.prepare_cached(
        "INSERT OR REPLACE INTO placements (article, incident, known_at, copy_of, regroups, placement)
         VALUES (?, ?, ?, ?, ?, ?)",
    )?;
    batch.iter().try_for_each(|row| {
        let copy_of = row.copy_of.map(String::from);
        put.execute(params![
            row.article.to_string(),
            row.incident.to_string(),
            instant(row.known_at),
            copy_of,
            row.regroups,
            row.json
        ])
        .map(drop)
    })
}

fn placement(row: &Row<'_>) -> rusqlite::Result<PlacementRow> {
    Ok(PlacementRow {
        article: parsed(row, 0)?,
        incident: parsed(row, 1)?,
        known_at: parsed(row, 2)?,
        copy_of: parsed_if_any(row, 3)?,
        regroups: row.get(4)?,
        json: row.get(5)?,
    })
}
