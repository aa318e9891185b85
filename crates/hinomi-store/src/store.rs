//! The open store: who may write, when the disk is known to agree with the database.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use hinomi_model::Warning;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::layout::Layout;
use crate::lock::Lock;
use crate::schema::Found;
use crate::{Error, capture_file, lock, reconcile, schema};

/// What a process wants to do with a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Read what is there; any number of processes at a time, also beside a writer.
    Read,
    /// Read and write; one process at a time.
    Write,
}

/// An open data directory.
///
/// Shared by reference between threads: every method takes `&self`, and the database is behind a lock.
/// Dropping it settles it (see [`Store::settle`]).
#[derive(Debug)]
pub struct Store {
    pub(crate) layout: Layout,
    db: Mutex<Connection>,
    writer: Option<Writer>,
    warnings: Vec<Warning>,
}

/// What only a writer has.
#[derive(Debug)]
struct Writer {
    gathering: Mutex<Gathering>,
    _lock: Lock,
}

/// What has been put on disk since the database was last known to be there as well.
#[derive(Debug, Default)]
struct Gathering {
    is_marked: bool,
    logs: BTreeSet<PathBuf>,
}

impl Store {
    /// Opens the data directory `dir`; a writer creates it, mends what a crash left, and makes an
    /// outdated database anew from the captures. What is odd in the directory is in [`Store::warnings`].
    ///
    /// Errors: [`Error::Locked`] when another process writes, [`Error::NoStore`] for a reader where
    /// nothing was ever written, [`Error::Corrupt`], [`Error::TooNew`] and [`Error::TooOld`] for a
    /// database that cannot be used as it is, else [`Error::Unreadable`], [`Error::DiskFull`],
    /// [`Error::Sqlite`].
    pub fn open(dir: &Path, access: Access) -> Result<Self, Error> {
        let layout = Layout::of(dir);
        match access {
            Access::Write => {
                make_dirs(&layout)?;
                let held = lock::take(&layout)?;
                Self::open_locked(layout, held)
            }
            Access::Read => {
                let (db, found) = schema::open_to_read(&layout)?;
                if found == Found::Older {
                    return Err(Error::TooOld { path: layout.db() });
                }
                Ok(Self { layout, db: Mutex::new(db), writer: None, warnings: Vec::new() })
            }
        }
    }

    /// Throws the database of `dir` away, whatever state it is in, and makes its captures' rows again.
    /// Everything derived is then pending. Errors: as [`Store::open`] for a writer.
    pub fn rebuild(dir: &Path) -> Result<Self, Error> {
        let layout = Layout::of(dir);
        make_dirs(&layout)?;
        let held = lock::take(&layout)?;
        remove_db(&layout)?;
        Self::open_locked(layout, held)
    }

    fn open_locked(layout: Layout, held: Lock) -> Result<Self, Error> {
        let (mut db, mut found) = schema::open_to_write(&layout)?;
        if found == Found::Older {
            drop(db);
            remove_db(&layout)?;
            (db, found) = schema::open_to_write(&layout)?;
        }
        let was_marked = layout.marker().exists();
        let writer = Writer { gathering: Mutex::default(), _lock: held };
        let mut store = Self { layout, db: Mutex::new(db), writer: Some(writer), warnings: Vec::new() };
        if was_marked || found == Found::Empty {
            // The mark stands before the tables, so that a crash between the two is seen the next time.
            store.mark_gathering()?;
            let path = store.layout.db();
            let mut db = store.db();
            if found == Found::Empty {
                schema::create(&mut db).map_err(|error| Error::sqlite(&path, "create", error))?;
            }
            let warnings = reconcile::reconcile(&mut db, &store.layout)?;
            drop(db);
            store.warnings = warnings;
        }
        Ok(store)
    }

    /// The data directory.
    pub fn dir(&self) -> &Path {
        self.layout.dir()
    }

    /// What was odd in the directory when it was opened, one line each: captures that cannot be read.
    /// Found only when the captures were looked through: after a crash, and when the database is made.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Makes sure that the database on disk has all that was written, so that the next opening need not
    /// look through the captures. Also done when the store is dropped; without it nothing is lost.
    ///
    /// Errors: [`Error::DiskFull`] and the like; the captures are safe all the same.
    pub fn settle(&self) -> Result<(), Error> {
        let Some(writer) = &self.writer else { return Ok(()) };
        let mut gathering = locked(&writer.gathering);
        if !gathering.is_marked {
            return Ok(());
        }
        for log in std::mem::take(&mut gathering.logs) {
            let flushed = fs::File::open(&log).and_then(|file| file.sync_all());
            flushed.map_err(|error| Error::io(&log, "flush", error))?;
        }
        let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
        let is_busy: bool = self.query("write out", |db| db.query_row(checkpoint, [], |row| row.get(0)))?;
        // A reader that is still at work keeps the log in use; then the mark stays.
        if !is_busy {
            let marker = self.layout.marker();
            fs::remove_file(&marker).map_err(|error| Error::io(&marker, "remove", error))?;
            gathering.is_marked = false;
        }
        Ok(())
    }

    /// Leaves a mark on disk that says: rows may lag behind the captures. Durable before it returns.
    pub(crate) fn mark_gathering(&self) -> Result<(), Error> {
        let mut gathering = locked(&self.writer()?.gathering);
        if gathering.is_marked {
            return Ok(());
        }
        let path = self.layout.marker();
        let made = fs::File::create(&path)
            .and_then(|mut file| {
                file.write_all(
                    b"captures are being stored; the next hinomi looks through them and removes this\n",
                )?;
                file.sync_all()
            })
            .and_then(|()| capture_file::flush_dir(self.layout.dir()))
            // Shelves that an earlier process made may not be on the disk yet, if it was killed just then.
            .and_then(|()| capture_file::flush_dir(&self.layout.captures()));
        made.map_err(|error| Error::io(&path, "write", error))?;
        gathering.is_marked = true;
        Ok(())
    }

    /// Remembers a log that [`Store::settle`] has to flush.
    pub(crate) fn flush_later(&self, log: PathBuf) {
        if let Some(writer) = &self.writer {
            locked(&writer.gathering).logs.insert(log);
        }
    }

    /// Asks the database.
    pub(crate) fn query<T>(
        &self,
        doing: &'static str,
        ask: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        ask(&self.db()).map_err(|error| Error::sqlite(&self.layout.db(), doing, error))
    }

    /// Asks many questions of the database as of one moment: what another process writes meanwhile is not seen, and the
    /// database need not look for it before each. Until `ask` is done, the store is not to be changed, nor asked so
    /// again, by any thread: that would be refused.
    ///
    /// Errors: those of `ask`, and what keeps the database from being read.
    pub fn at_once<T, E: From<Error>>(&self, ask: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        struct End<'a>(&'a Store);
        impl Drop for End<'_> {
            fn drop(&mut self) {
                // Nothing was written, so nothing is lost where it does not end well.
                let _ = self.0.db().execute_batch("COMMIT");
            }
        }
        self.query("read", |db| db.execute_batch("BEGIN"))?;
        let _end = End(self);
        ask()
    }

    /// Changes the database: all of it or nothing.
    pub(crate) fn change<T>(
        &self,
        doing: &'static str,
        change: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        self.writer()?;
        let mut db = self.db();
        let changed = db.transaction_with_behavior(TransactionBehavior::Immediate).and_then(|tx| {
            let value = change(&tx)?;
            tx.commit()?;
            Ok(value)
        });
        changed.map_err(|error| Error::sqlite(&self.layout.db(), doing, error))
    }

    /// Where things lie.
    pub(crate) fn layout(&self) -> &Layout {
        &self.layout
    }

    /// An error in a store that was opened for reading.
    pub(crate) fn must_write(&self) -> Result<(), Error> {
        self.writer().map(drop)
    }

    fn writer(&self) -> Result<&Writer, Error> {
        self.writer.as_ref().ok_or_else(|| Error::ReadOnly { dir: self.layout.dir().to_owned() })
    }

    fn db(&self) -> MutexGuard<'_, Connection> {
        locked(&self.db)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // Nobody is left to hear of a failure, and none matters: the mark stays, and the next opening
        // looks through the captures.
        let _ = self.settle();
    }
}

/// What a panicking thread left is whole: a transaction that was not committed is rolled back.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn make_dirs(layout: &Layout) -> Result<(), Error> {
    let captures = layout.captures();
    let is_new = !captures.exists();
    for dir in [layout.dir(), &captures] {
        fs::create_dir_all(dir).map_err(|error| Error::io(dir, "create the directory", error))?;
    }
    if let (true, Some(parent)) = (is_new, layout.dir().parent()) {
        // The directory is to outlast the power as what is in it does; not every parent may be opened.
        let _ = capture_file::flush_dir(if parent.as_os_str().is_empty() { Path::new(".") } else { parent });
    }
    Ok(())
}

fn remove_db(layout: &Layout) -> Result<(), Error> {
    for path in layout.db_files() {
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::io(&path, "remove", error));
            }
            _ => {}
        }
    }
    Ok(())
}
