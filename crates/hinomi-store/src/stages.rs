//! Stages: what is still to be done, which version did it, and forgetting what it made.

use hinomi_model::{ArticleId, CaptureId};
use rusqlite::{OptionalExtension, Transaction, params};

use crate::columns::parsed;
use crate::{Error, Store};

/// A step that makes one kind of row from the kind before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Captures of feeds and imports into entries.
    Entries,
    /// Captures and entries into articles.
    Articles,
    /// Articles into facts.
    Facts,
    /// Facts into placements.
    Incidents,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Self; 4] = [Self::Entries, Self::Articles, Self::Facts, Self::Incidents];

    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Entries => "entries",
            Self::Articles => "articles",
            Self::Facts => "facts",
            Self::Incidents => "incidents",
        }
    }

    /// Takes out what the stage made.
    fn forget(self) -> &'static str {
        match self {
            Self::Entries => "DELETE FROM entries",
            Self::Articles => "DELETE FROM articles",
            Self::Facts => "DELETE FROM facts",
            Self::Incidents => "DELETE FROM placements",
        }
    }
}

impl std::fmt::Display for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

impl Store {
    /// The version that made what is stored of a stage; `None` when none was set since it was forgotten.
    pub fn stage_version(&self, stage: Stage) -> Result<Option<u32>, Error> {
        self.query("read", |db| {
            db.prepare_cached("SELECT version FROM stages WHERE stage = ?")?
                .query_row([stage.word()], |row| row.get(0))
                .optional()
        })
    }

    /// Sets the version that makes what is stored of a stage from now on.
    pub fn set_stage_version(&self, stage: Stage, version: u32) -> Result<(), Error> {
        self.change("write to", |tx| {
            tx.prepare_cached("INSERT OR REPLACE INTO stages (stage, version) VALUES (?, ?)")?
                .execute(params![stage.word(), version])
                .map(drop)
        })
    }

    /// Readable captures (HTTP 200–299) that `stage` is not done with, by the time at which they were first
    /// received, then id. For [`Stage::Entries`] and [`Stage::Articles`]; the others go by articles.
    pub fn pending_captures(&self, stage: Stage) -> Result<Vec<CaptureId>, Error> {
        self.pending(stage, true)
    }

    /// Failures and refusals that `stage` is not done with, in the order of [`Store::pending_captures`].
    pub fn pending_failures(&self, stage: Stage) -> Result<Vec<CaptureId>, Error> {
        self.pending(stage, false)
    }

    fn pending(&self, stage: Stage, ok: bool) -> Result<Vec<CaptureId>, Error> {
        self.query("read", |db| {
            db.prepare_cached(
                "SELECT c.id FROM captures c WHERE c.ok = ? AND NOT EXISTS (
                     SELECT 1 FROM done d WHERE d.stage = ? AND d.capture = c.id)
                 ORDER BY c.fetched_at, c.id",
            )?
            .query_map(params![ok, stage.word()], |row| parsed(row, 0))?
            .collect()
        })
    }

    /// Marks captures as done, also where nothing came of them.
    pub fn mark_done(&self, stage: Stage, captures: &[CaptureId]) -> Result<(), Error> {
        self.change("write to", |tx| captures.iter().try_for_each(|capture| mark_done(tx, stage, *capture)))
    }

    /// Takes the mark of captures back: they are pending again, for what has come to bear on them since.
    pub fn mark_pending(&self, stage: Stage, captures: &[CaptureId]) -> Result<(), Error> {
        self.change("write to", |tx| {
            let mut unmark = tx.prepare_cached("DELETE FROM done WHERE stage = ? AND capture = ?")?;
            captures
                .iter()
                .try_for_each(|capture| unmark.execute([stage.word(), &capture.to_string()]).map(drop))
        })
    }

    /// Articles in which facts were not looked for yet, by `known_at`, then id.
    pub fn articles_without_facts(&self) -> Result<Vec<ArticleId>, Error> {
        self.pending_articles(
            // Mostly none is pending, and two counts say so in a twentieth of the time: facts have their article.
            "SELECT a.id FROM articles a
             WHERE (SELECT count(*) FROM facts) < (SELECT count(*) FROM articles)
             AND NOT EXISTS (SELECT 1 FROM facts f WHERE f.article = a.id)
             ORDER BY a.known_at, a.id",
        )
    }

    /// Articles with facts that have no place yet, by `known_at`, then id.
    pub fn articles_without_placement(&self) -> Result<Vec<ArticleId>, Error> {
        self.pending_articles(
            // What has a place has facts: a stage that is forgotten takes the later ones with it.
            "SELECT a.id FROM articles a JOIN facts f ON f.article = a.id
             WHERE (SELECT count(*) FROM placements) < (SELECT count(*) FROM facts)
             AND NOT EXISTS (SELECT 1 FROM placements p WHERE p.article = a.id)
             ORDER BY a.known_at, a.id",
        )
    }

    /// Takes out what `stage` and the stages after it made, their marks and their versions.
    pub fn forget_from(&self, stage: Stage) -> Result<(), Error> {
        self.change("write to", |tx| {
            // Last stage first: a row goes before the row that it was made from.
            for stage in Stage::ALL.into_iter().filter(|other| *other >= stage).rev() {
                tx.execute(stage.forget(), [])?;
                tx.execute("DELETE FROM done WHERE stage = ?", [stage.word()])?;
                tx.execute("DELETE FROM stages WHERE stage = ?", [stage.word()])?;
            }
            Ok(())
        })
    }

    /// Takes out everything that was made from captures.
    pub fn forget_derived(&self) -> Result<(), Error> {
        self.forget_from(Stage::Entries)
    }

    fn pending_articles(&self, sql: &str) -> Result<Vec<ArticleId>, Error> {
        self.query("read", |db| db.prepare_cached(sql)?.query_map([], |row| parsed(row, 0))?.collect())
    }
}

/// Marks one capture as done.
pub(crate) fn mark_done(tx: &Transaction<'_>, stage: Stage, capture: CaptureId) -> rusqlite::Result<()> {
    tx.prepare_cached("INSERT OR IGNORE INTO done (stage, capture) VALUES (?, ?)")?
        .execute([stage.word(), &capture.to_string()])
        .map(drop)
}
