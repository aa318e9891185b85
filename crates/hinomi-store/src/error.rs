//! What can go wrong with a data directory.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use hinomi_model::warned::clean;
use hinomi_model::{Capture, CaptureId};
use rusqlite::ErrorCode;
use rusqlite::ffi::{SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_WRITE};

/// What a user does about a database that cannot be used as it is.
pub(crate) const REBUILD: &str = "run `hinomi rebuild`: it is made again from the captures";

/// A failed action on the store.
///
/// A message says what, where and what to do; why is its source, so print the whole chain (`{:#}`).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Another process writes to this store.
    #[error(
        "store {} is in use by another process{}: one writes at a time, so wait until it ends, or name another directory with --data",
        .dir.display(), .pid.map(|pid| format!(" (number {pid})")).unwrap_or_default()
    )]
    Locked {
        /// The data directory.
        dir: PathBuf,
        /// Number of the process that holds it, where it says so.
        pid: Option<u32>,
    },
    /// The disk, the quota or the file-size limit is used up. What was acknowledged before is safe.
    #[error(
        "no room left to write {}: free some space and run the same command again (nothing stored earlier is lost)",
        .path.display()
    )]
    DiskFull {
        /// File that could not be written.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A file or directory cannot be opened, read or written.
    #[error("cannot {doing} {}: check that it exists, what kind of file it is and who may use it", .path.display())]
    Unreadable {
        /// The file or directory.
        path: PathBuf,
        /// The action that failed, as a verb: `read`, `create`.
        doing: &'static str,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A file holds something other than what was written to it.
    #[error("{} is damaged ({what}): {remedy}", .path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
        /// What to do.
        remedy: &'static str,
    },
    /// Written by a later version of Hinomi.
    #[error(
        "{} was written by a newer hinomi (format {found}, this one knows {known}): use that version{}",
        .path.display(), if *.rebuildable { ", or run `hinomi rebuild` with this one" } else { "" }
    )]
    TooNew {
        /// The file.
        path: PathBuf,
        /// Format of the file.
        found: i64,
        /// Newest format that this version knows.
        known: i64,
        /// Whether the file can be thrown away and made again.
        rebuildable: bool,
    },
    /// A database of an earlier format, opened for reading alone; a writer makes it anew by itself.
    #[error("{} has an older format: {REBUILD}", .path.display())]
    TooOld {
        /// The database.
        path: PathBuf,
    },
    /// There is no store where one was to be read.
    #[error("no store in {}: run `hinomi gather` first, or name the right directory with --data", .dir.display())]
    NoStore {
        /// The data directory.
        dir: PathBuf,
    },
    /// A capture was asked for that is not there.
    #[error("capture {id} is not in the store ({} is missing): run `hinomi rebuild` if the file was removed", .path.display())]
    NoCapture {
        /// The capture.
        id: CaptureId,
        /// Where it would be.
        path: PathBuf,
    },
    /// A write to a store that was opened for reading.
    #[error("store {} was opened for reading alone", .dir.display())]
    ReadOnly {
        /// The data directory.
        dir: PathBuf,
    },
    /// A value is not what may be stored: the caller broke a promise.
    #[error("refused to store {what}")]
    Refused {
        /// What was refused, and why.
        what: String,
    },
    /// The database refused an action for another reason.
    #[error("cannot {doing} {}: if it happens again, {REBUILD}", .path.display())]
    Sqlite {
        /// The database.
        path: PathBuf,
        /// The action that failed, as a verb.
        doing: &'static str,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
}

impl Error {
    /// Whether waiting or freeing space may mend it, so that nothing is wrong with the store itself.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Locked { .. } | Self::DiskFull { .. })
    }

    /// An error of the file system while `doing` something to `path`.
    pub(crate) fn io(path: &Path, doing: &'static str, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            // EFBIG is what a write beyond `ulimit -f` gets: to the user, one more kind of full.
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                Self::DiskFull { path, source }
            }
            _ => Self::Unreadable { path, doing, source },
        }
    }

    /// An error of SQLite while `doing` something to the database at `path`.
    pub(crate) fn sqlite(path: &Path, doing: &'static str, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match (&source, source.sqlite_error_code()) {
            (_, Some(ErrorCode::DiskFull)) => {
                Self::DiskFull { path, source: io::Error::new(ErrorKind::StorageFull, source) }
            }
            // SQLite reports ENOSPC alone as full. A used-up quota or file-size limit is a failed write to it,
            // and so is no room for its shared-memory index.
            (rusqlite::Error::SqliteFailure(code, _), _)
                if [SQLITE_IOERR_WRITE, SQLITE_IOERR_SHMSIZE].contains(&code.extended_code) =>
            {
                Self::DiskFull { path, source: io::Error::new(ErrorKind::StorageFull, source) }
            }
            (_, Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)) => Self::damaged(&path, source),
            // Our SQL is right, so tables that it does not fit are not ours any more. The error would print the
            // whole statement, which has many lines.
            (rusqlite::Error::SqlInputError { msg, .. }, _) => Self::damaged(&path, msg),
            (
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::Utf8Error(..)
                | rusqlite::Error::QueryReturnedNoRows,
                _,
            ) => Self::damaged(&path, source),
            (_, Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied)) => {
                Self::Unreadable { path, doing, source: io::Error::new(ErrorKind::PermissionDenied, source) }
            }
            _ => Self::Sqlite { path, doing, source },
        }
    }

    /// The database at `path` holds something that was never written to it.
    pub(crate) fn damaged(path: &Path, what: impl ToString) -> Self {
        Self::corrupt(path, what, REBUILD)
    }

    /// The file at `path` is damaged; `what` may quote what stands in it.
    pub(crate) fn corrupt(path: &Path, what: impl ToString, remedy: &'static str) -> Self {
        Self::Corrupt { path: path.to_owned(), what: clean(&what.to_string()), remedy }
    }

    /// A capture that is not stored, as it is not what its caller promised.
    pub(crate) fn refused(capture: &Capture, why: &str) -> Self {
        Self::Refused { what: clean(&format!("the capture of {}: {why}", capture.url)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_full_is_told_apart_from_the_rest() {
        for kind in [ErrorKind::StorageFull, ErrorKind::QuotaExceeded, ErrorKind::FileTooLarge] {
            let error = Error::io(Path::new("/d/x.zst"), "write", kind.into());
            assert!(matches!(error, Error::DiskFull { .. }), "{error:?}");
            assert!(error.is_passing());
        }
        let error = Error::io(Path::new("/d/x.zst"), "write", ErrorKind::PermissionDenied.into());
        assert!(matches!(error, Error::Unreadable { .. }));
    }

    #[test]
    fn a_message_is_one_line_whatever_it_quotes() {
        let error = Error::damaged(Path::new("/d/hinomi.db"), "malformed schema:\nCREATE\u{1b}[31m");
        assert_eq!(
            error.to_string(),
            "/d/hinomi.db is damaged (malformed schema:·CREATE·[31m): \
             run `hinomi rebuild`: it is made again from the captures"
        );
    }

    #[test]
    fn a_lock_names_its_holder() {
        let error = Error::Locked { dir: "/d".into(), pid: Some(7) };
        assert_eq!(
            error.to_string(),
            "store /d is in use by another process (number 7): one writes at a time, \
             so wait until it ends, or name another directory with --data"
        );
    }
}
