//! The captures alone give the same store.

use std::path::Path;

use hinomi_store::{Access, Store};
use rusqlite::Connection;

use crate::samples::{at, derive, failure, page};

/// Every row of every table, as text, but for the database's own numbering of captures.
fn dump(dir: &Path) -> Vec<String> {
    let db = Connection::open(dir.join("hinomi.db")).unwrap();
    let names = |sql: &str| -> Vec<String> {
        db.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let mut rows = Vec::new();
    for table in names("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") {
        let columns = names(&format!("SELECT name FROM pragma_table_info('{table}') WHERE name <> 'seq'"));
        let text = columns.join(" || ' | ' || ").replace("copy_of", "coalesce(copy_of, '-')");
        rows.extend(names(&format!("SELECT '{table}: ' || {text} AS row FROM {table} ORDER BY row")));
    }
    rows
}

fn filled(dir: &Path) {
    let store = Store::open(dir, Access::Write).unwrap();
    store.put_captures(&[page("x", 9, "one"), page("y", 3, "二"), failure("z", 4, "refused")]).unwrap();
    derive(&store);
    store.put_capture(&page("x", 5, "three")).unwrap();
    store.put_capture(&page("y", 60 * 24 * 40, "二")).unwrap(); // the same again, in another month
    store.put_unchanged("https://a.example/x", at(20)).unwrap();
    derive(&store);
}

#[test]
fn deleting_the_database_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path());
    let before = dump(dir.path());
    assert_eq!(before.iter().filter(|row| row.starts_with("receipts")).count(), 6, "{before:#?}");

    std::fs::remove_file(dir.path().join("hinomi.db")).unwrap();
    derive(&Store::open(dir.path(), Access::Write).unwrap());
    assert_eq!(dump(dir.path()), before);

    derive(&Store::rebuild(dir.path()).unwrap());
    assert_eq!(dump(dir.path()), before);
}

#[test]
fn a_rebuild_numbers_captures_by_time() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path());
    let store = Store::rebuild(dir.path()).unwrap();
    let by_seq: Vec<_> = store.captures_after(0).map(|row| row.unwrap().capture.id).collect();
    let by_time: Vec<_> = store.captures().map(|row| row.unwrap().capture.id).collect();
    assert_eq!(by_seq, by_time);
    assert_eq!(by_seq.len(), 4);
}

#[test]
fn rows_that_the_power_took_are_made_again() {
    let dir = tempfile::tempdir().unwrap();
    let db = dir.path().join("hinomi.db");
    let put = |capture| Store::open(dir.path(), Access::Write).unwrap().put_capture(&capture).unwrap();
    put(page("x", 1, "one"));
    let earlier = std::fs::read(&db).unwrap();
    put(page("y", 2, "two"));
    put(page("x", 3, "one"));
    let before = dump(dir.path());
    // What a crash leaves: a database that lacks its last rows, the mark, and a file half written.
    std::fs::write(&db, earlier).unwrap();
    std::fs::write(dir.path().join("gathering"), "").unwrap();
    let half =
        dir.path().join("captures").join(&page("y", 2, "two").id.to_string()[..2]).join(".writing-x-0");
    std::fs::write(&half, "half").unwrap();
    let store = Store::open(dir.path(), Access::Write).unwrap();
    assert!(!half.exists());
    assert_eq!(store.warnings(), []);
    drop(store);
    assert_eq!(dump(dir.path()), before);
    assert!(!dir.path().join("gathering").exists());
}
