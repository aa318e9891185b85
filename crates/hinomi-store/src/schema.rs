//! The database: opening it, knowing it for ours, laying out its tables.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::Error;
use crate::layout::Layout;

/// The layout of the tables. A database of an earlier one is thrown away and made again.
pub const SCHEMA_VERSION: i64 = 2;

/// What marks a SQLite database as ours: "Hino".
const APPLICATION_ID: i64 = 0x4869_6e6f;

/// The tables and indexes, as SQL.
const SCHEMA: &str = include_str!("schema.sql");

/// The tables of [`SCHEMA`], sorted.
pub(crate) const TABLES: [&str; 8] =
    ["articles", "captures", "done", "entries", "facts", "placements", "receipts", "stages"];

/// How long a statement waits for another process that has the database for a moment.
const BUSY_WAIT: Duration = Duration::from_secs(10);

/// Statements kept ready; there are fewer than this in the crate.
const STATEMENTS_MAX: usize = 64;

/// What was found under the database's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing yet: no table.
    Empty,
    /// A database of an earlier layout.
    Older,
    /// A database of this layout.
    Ready,
}

/// Opens the database for writing, and makes it when it is not there.
pub(crate) fn open_to_write(layout: &Layout) -> Result<(Connection, Found), Error> {
    let path = layout.db();
    refuse_odd_file(&path)?;
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || {
        let db = Connection::open_with_flags(&path, flags)?;
        settings(&db)?;
        // Losing the last rows with the power is no loss: the captures are on disk before them.
        db.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;",
        )?;
        Ok(db)
    };
    let db = open().map_err(|error| Error::sqlite(&path, "open", error))?;
    let found = examine(&db, &path)?;
    Ok((db, found))
}

/// Opens the database for reading alone; works beside a writer, and on a medium that cannot be written.
pub(crate) fn open_to_read(layout: &Layout) -> Result<(Connection, Found), Error> {
    let path = layout.db();
    let no_store = || Error::NoStore { dir: layout.dir().to_owned() };
    match std::fs::metadata(&path) {
        Ok(_) => refuse_odd_file(&path)?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(no_store()),
        Err(error) => return Err(Error::io(&path, "read", error)),
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let ask = |db: Connection| {
        settings(&db)?;
        db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        Ok::<_, rusqlite::Error>(db)
    };
    let opened = Connection::open_with_flags(&path, flags).and_then(ask).or_else(|error| {
        // SQLite wants to write an index beside a database in WAL mode. Where it cannot (no right to, no
        // room), and no log is left to read, the database is as good as on a read-only disc.
        let cannot_write = matches!(
            error.sqlite_error_code(),
            Some(
                ErrorCode::CannotOpen
                    | ErrorCode::ReadOnly
                    | ErrorCode::PermissionDenied
                    | ErrorCode::DiskFull
                    | ErrorCode::SystemIoFailure
            )
        );
        let has_log = layout.db_files().get(1).is_some_and(|log| log.metadata().is_ok_and(|m| m.len() > 0));
        match immutable_uri(&path) {
            Some(uri) if cannot_write && !has_log => {
                Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI).and_then(ask)
            }
            _ => Err(error),
        }
    });
    let db = opened.map_err(|error| Error::sqlite(&path, "open", error))?;
    let found = examine(&db, &path)?;
    if found == Found::Empty { Err(no_store()) } else { Ok((db, found)) }
}

/// Lays out the tables of an empty database.
pub(crate) fn create(db: &mut Connection) -> rusqlite::Result<()> {
    let tx = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    tx.execute_batch(SCHEMA)?;
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    tx.commit()
}

fn settings(db: &Connection) -> rusqlite::Result<()> {
    db.busy_timeout(BUSY_WAIT)?;
    db.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    // A database is only data: no function of ours is called by what stands in its schema.
    db.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;")
}

fn examine(db: &Connection, path: &Path) -> Result<Found, Error> {
    let pragma = |name: &str| db.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let look = || {
        let mut names = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")?;
        let names = names.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        Ok((pragma("application_id")?, pragma("user_version")?, names))
    };
    let (application, version, tables) = look().map_err(|error| Error::sqlite(path, "open", error))?;
    match version {
        0 if application == 0 && tables.is_empty() => Ok(Found::Empty),
        _ if application != APPLICATION_ID => Err(Error::damaged(path, "not a database of hinomi")),
        found if found > SCHEMA_VERSION => {
            let (path, known) = (path.to_owned(), SCHEMA_VERSION);
            Err(Error::TooNew { path, found, known, rebuildable: true })
        }
        SCHEMA_VERSION => match TABLES.iter().find(|name| !tables.iter().any(|table| table == *name)) {
            Some(name) => Err(Error::damaged(path, format!("table {name} is missing"))),
            None => Ok(Found::Ready),
        },
        _ => Ok(Found::Older),
    }
}

fn refuse_odd_file(path: &Path) -> Result<(), Error> {
    match path.metadata() {
        Ok(meta) if !meta.is_file() => Err(Error::damaged(path, "not a regular file")),
        _ => Ok(()),
    }
}

/// The database as a URI that promises SQLite that nobody changes it. Source: sqlite.org/uri.html, 3.
fn immutable_uri(path: &Path) -> Option<String> {
    let mut uri = "file:".to_owned();
    for byte in path.to_str()?.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    Some(uri + "?immutable=1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_tables_is_that_of_the_schema() {
        let mut db = Connection::open_in_memory().unwrap();
        assert_eq!(examine(&db, Path::new("x")).unwrap(), Found::Empty);
        create(&mut db).unwrap();
        assert_eq!(examine(&db, Path::new("x")).unwrap(), Found::Ready);
        let n: i64 = db
            .query_row("SELECT count(*) FROM sqlite_schema WHERE type = 'table'", [], |r| r.get(0))
            .unwrap();
        assert_eq!(n, TABLES.len() as i64);
    }

    #[test]
    fn a_path_of_any_letters_is_a_uri() {
        let dir = tempfile::tempdir().unwrap();
        let odd = dir.path().join("a b?c#d%20火&x=1");
        std::fs::create_dir(&odd).unwrap();
        let layout = Layout::of(&odd);
        drop(open_to_write(&layout).unwrap());
        let mut db = Connection::open(layout.db()).unwrap();
        create(&mut db).unwrap();
        db.pragma_update(None, "journal_mode", "DELETE").unwrap();
        drop(db);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let db = Connection::open_with_flags(immutable_uri(&layout.db()).unwrap(), flags).unwrap();
        assert_eq!(examine(&db, &layout.db()).unwrap(), Found::Ready);
    }
}
