//! Directories that are not as they should be: one line that says what, where and what to do.

use std::fs;
use std::path::Path;

use hinomi_store::{Access, Error, Stage, Store};
use proptest::prelude::*;
use rusqlite::Connection;

use crate::samples::{at, derive, page};

/// A store with one capture and what is derived from it, closed.
fn filled() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), Access::Write).unwrap();
    store.put_capture(&page("x", 1, "one")).unwrap();
    derive(&store);
    drop(store);
    dir
}

/// Opening `dir` fails with a line that holds each of `words`.
fn check(dir: &Path, access: Access, words: &[&str]) -> Error {
    let error = Store::open(dir, access).expect_err("it opened");
    let line = error.to_string();
    assert_eq!(line.lines().count(), 1, "{line}");
    for word in words {
        assert!(line.contains(word), "{line:?} lacks {word:?}");
    }
    error
}

#[test]
fn a_database_that_is_none_is_named_and_made_again() {
    let whole = fs::read(filled().path().join("hinomi.db")).unwrap();
    let mut torn = whole.clone();
    torn[100..4000].fill(0xa5);
    let garbage = b"not a database at all ".repeat(1000);
    for bytes in [&garbage, &torn, &whole[..700].to_vec()] {
        let dir = filled();
        fs::write(dir.path().join("hinomi.db"), bytes).unwrap();
        for access in [Access::Write, Access::Read] {
            let error = check(dir.path(), access, &["hinomi.db is damaged", "run `hinomi rebuild`"]);
            assert!(matches!(error, Error::Corrupt { .. }), "{error:?}");
        }
        let store = Store::rebuild(dir.path()).unwrap();
        assert_eq!(store.stats().unwrap().n_captures, 1);
    }
}

#[test]
fn damage_that_opening_does_not_see_is_told_by_whoever_meets_it() {
    let dir = filled();
    let db = Connection::open(dir.path().join("hinomi.db")).unwrap();
    db.execute_batch(
        "UPDATE captures SET header = '{'; UPDATE articles SET article = 'x';
         UPDATE placements SET incident = 'none'; UPDATE facts SET n = -1, facts = '[';",
    )
    .unwrap();
    drop(db);
    let store = Store::open(dir.path(), Access::Read).unwrap();
    let capture = page("x", 1, "one");
    let errors = [
        store.capture_row(capture.id).err(),
        store.captures().find_map(Result::err),
        store.latest_page(&capture.url).err(),
        store.articles_known(..).err(),
        store.facts_known(..).err(),
        store.placements().err(),
        store.incident_ids().err(),
        store.stats().err(),
    ];
    for (n, error) in errors.into_iter().enumerate() {
        assert!(matches!(error, Some(Error::Corrupt { .. })), "{n}: {error:?}");
    }
    // The capture itself is not in the database.
    assert_eq!(store.capture(capture.id).unwrap(), capture);
}

#[test]
fn a_walk_ends_where_rows_are_not_what_they_were() {
    let dir = filled();
    let open = || Store::open(dir.path(), Access::Write).unwrap();
    open().put_capture(&page("y", 2, "two")).unwrap();
    let db = Connection::open(dir.path().join("hinomi.db")).unwrap();
    // The header says another time and id than the columns that the walk goes by.
    db.execute_batch("UPDATE captures SET header = (SELECT header FROM captures WHERE seq = 1)").unwrap();
    drop(db);
    assert_eq!(open().captures().count(), 2);
    assert_eq!(open().captures_after(0).count(), 2);
}

#[test]
fn pages_torn_inside_are_told() {
    let dir = filled();
    let path = dir.path().join("hinomi.db");
    let mut bytes = fs::read(&path).unwrap();
    bytes[8192..].fill(0x5a);
    fs::write(&path, bytes).unwrap();
    let error = match Store::open(dir.path(), Access::Write) {
        Ok(store) => store.stats().unwrap_err(),
        Err(error) => error,
    };
    assert!(matches!(error, Error::Corrupt { .. }), "{error:?}");
    assert_eq!(Store::rebuild(dir.path()).unwrap().stats().unwrap().n_captures, 1);
}

#[test]
fn less_than_a_page_is_an_empty_database() {
    let dir = filled();
    for bytes in [&b""[..], b"x"] {
        fs::write(dir.path().join("hinomi.db"), bytes).unwrap();
        check(dir.path(), Access::Read, &["no store in"]);
        assert_eq!(Store::open(dir.path(), Access::Write).unwrap().stats().unwrap().n_captures, 1);
    }
}

fn set_version(dir: &Path, version: i64) {
    Connection::open(dir.join("hinomi.db")).unwrap().pragma_update(None, "user_version", version).unwrap();
}

#[test]
fn a_later_version_is_left_alone_and_an_earlier_one_made_anew() {
    let dir = filled();
    set_version(dir.path(), 99);
    for access in [Access::Write, Access::Read] {
        let error = check(dir.path(), access, &["newer hinomi", "format 99", "hinomi rebuild"]);
        assert!(matches!(error, Error::TooNew { found: 99, .. }));
    }
    set_version(dir.path(), -1);
    let error = check(dir.path(), Access::Read, &["older format"]);
    assert!(matches!(error, Error::TooOld { .. }));
    let store = Store::open(dir.path(), Access::Write).unwrap();
    let stats = store.stats().unwrap();
    assert_eq!((stats.n_captures, stats.n_articles), (1, 0));
}

#[test]
fn another_programs_database_is_not_touched() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("hinomi.db");
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE theirs (x)").unwrap();
    check(dir.path(), Access::Write, &["not a database of hinomi"]);
    let db = filled();
    Connection::open(db.path().join("hinomi.db")).unwrap().execute_batch("DROP TABLE receipts").unwrap();
    check(db.path(), Access::Write, &["table receipts is missing"]);
}

#[test]
fn a_place_that_cannot_be_one_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    let error = check(&file, Access::Write, &["cannot create the directory", "file", "check"]);
    assert!(matches!(error, Error::Unreadable { .. }));
    check(&file.join("below"), Access::Write, &["cannot create the directory"]);
    check(&file.join("below"), Access::Read, &["below"]);
    let error = check(&dir.path().join("nowhere"), Access::Read, &["no store in", "hinomi gather"]);
    assert!(matches!(error, Error::NoStore { .. }));

    for name in ["captures", "lock", "hinomi.db", "gathering"] {
        let dir = tempfile::tempdir().unwrap();
        // A file where a directory should be, a directory where a file should be.
        match name {
            "captures" => fs::write(dir.path().join(name), "").unwrap(),
            _ => fs::create_dir(dir.path().join(name)).unwrap(),
        }
        check(dir.path(), Access::Write, &[name]);
    }
}

#[test]
fn writing_to_a_store_opened_for_reading_is_refused() {
    let dir = filled();
    let store = Store::open(dir.path(), Access::Read).unwrap();
    for error in [
        store.put_capture(&page("y", 1, "two")).unwrap_err(),
        store.forget_derived().unwrap_err(),
        store.put_unchanged("https://a.example/x", jiff::Timestamp::MAX).unwrap_err(),
    ] {
        assert!(error.to_string().contains("opened for reading alone"), "{error}");
    }
    store.settle().unwrap();
}

#[cfg(unix)]
#[test]
fn a_directory_that_may_not_be_written_can_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let dir = filled();
    let allow = |mode| {
        for path in [dir.path().to_owned(), dir.path().join("captures")] {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    allow(0o555);
    // The superuser may write everywhere; then opening has to work.
    let may_write = fs::write(dir.path().join("probe"), "").is_ok();
    let written = Store::open(dir.path(), Access::Write).map(|store| store.put_capture(&page("y", 1, "two")));
    let read = Store::open(dir.path(), Access::Read).and_then(|store| store.stats());
    allow(0o755);
    assert_eq!(read.unwrap().n_articles, 1);
    match written {
        Ok(put) => assert_eq!(put.is_ok(), may_write),
        Err(error) => assert!(!may_write && matches!(error, Error::Unreadable { .. }), "{error:?}"),
    }
}

#[test]
fn one_odd_file_among_the_captures_costs_no_other() {
    let dir = filled();
    let x = page("x", 1, "one");
    let y = page("y", 2, "two");
    Store::open(dir.path(), Access::Write).unwrap().put_capture(&y).unwrap();
    let file = |id: &str| dir.path().join("captures").join(&id[..2]).join(format!("{id}.zst"));
    let damaged = file(&y.id.to_string());
    let whole = fs::read(&damaged).unwrap();
    fs::write(&damaged, &whole[..whole.len() / 2]).unwrap();
    let odd = "00112233445566778899aabbccddeeff";
    fs::create_dir_all(file(odd)).unwrap();
    for stray in ["captures/notes.txt", "captures/zz", "captures/00/.hidden", "captures/00/x.zst"] {
        fs::write(dir.path().join(stray), "?").unwrap();
    }
    let error = Store::open(dir.path(), Access::Read).unwrap().capture(y.id).unwrap_err();
    assert!(error.to_string().contains(&format!("{} is damaged", damaged.display())), "{error}");

    let store = Store::rebuild(dir.path()).unwrap();
    assert_eq!(store.captures().map(|row| row.unwrap().capture.id).collect::<Vec<_>>(), [x.id]);
    let lines: Vec<_> = store.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].contains(odd) && lines[0].contains("not a regular file"), "{lines:?}");
    assert!(lines[1].contains(&y.id.to_string()) && lines[1].contains("hinomi rebuild"), "{lines:?}");
    // Received again, it is whole again.
    assert!(store.put_capture(&y).unwrap());
    assert_eq!(store.capture(y.id).unwrap(), y);
    // And so is one whose file was taken away.
    fs::remove_file(file(&x.id.to_string())).unwrap();
    assert!(!store.put_capture(&x).unwrap());
    assert_eq!(store.capture(x.id).unwrap(), x);
}

#[test]
fn logs_of_any_content_are_passed_over() {
    let dir = filled();
    let seen = dir.path().join("captures/seen");
    fs::create_dir_all(seen.join("2025-10.log")).unwrap();
    fs::write(seen.join("2025-11.log"), [0xff, 0x00, b' '].repeat(10_000)).unwrap();
    let x = page("x", 1, "one").id;
    fs::write(seen.join("2025-12.log"), format!("{x} 2025-12-01T00:00:00Z\n{x} noon\n\n{x}\n{x} 2025-12-0"))
        .unwrap();
    let store = Store::rebuild(dir.path()).unwrap();
    assert_eq!(store.stats().unwrap().n_receipts, 2);
    assert_eq!(store.warnings(), []);
    drop(store);

    fs::remove_dir_all(&seen).unwrap();
    fs::write(&seen, "").unwrap();
    let store = Store::rebuild(dir.path()).unwrap();
    assert!(
        store.warnings()[0].to_string().contains("captures/seen: cannot be read"),
        "{:?}",
        store.warnings()
    );
}

/// Asks everything that can be asked; answers and errors are both fine.
fn ask_everything(store: &Store) {
    let x = page("x", 1, "one");
    let _ = (store.captures().count(), store.captures_after(0).count());
    let _ = (store.capture(x.id), store.capture_row(x.id), store.captures_of_url(&x.url));
    let _ = (store.latest_page(&x.url), store.put_unchanged(&x.url, at(9)));
    let _ = store.failures_between(at(0), at(100));
    let _ = (store.entries_of(x.id), store.entries_for_url(&x.url));
    for id in store.article_ids().unwrap_or_default() {
        let _ = (store.article(id), store.revision_of(id), store.facts(id));
    }
    let _ = (store.articles_of_url(&x.url), store.articles_of_capture(x.id));
    let _ = (store.articles_known(..), store.facts_known(at(0)..at(9)));
    let _ = (store.placements(), store.incident_ids(), store.stats());
    for stage in Stage::ALL {
        let _ = (store.stage_version(stage), store.pending_captures(stage), store.mark_done(stage, &[x.id]));
    }
    let _ = (store.articles_without_facts(), store.articles_without_placement());
    let _ = (store.put_capture(&page("y", 1, "two")), store.forget_derived(), store.settle());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn no_damage_to_the_database_panics_or_hurts_a_capture(
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let dir = filled();
        let path = dir.path().join("hinomi.db");
        let mut bytes = fs::read(&path).unwrap();
        for (place, byte) in flips {
            let n_bytes = bytes.len();
            bytes[place.index(n_bytes)] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        fs::write(&path, bytes).unwrap();
        for access in [Access::Read, Access::Write] {
            match Store::open(dir.path(), access) {
                Ok(store) => ask_everything(&store),
                Err(error) => prop_assert_eq!(error.to_string().lines().count(), 1),
            }
        }
        let store = Store::rebuild(dir.path()).unwrap();
        let x = page("x", 1, "one");
        prop_assert!(store.capture_row(x.id).unwrap().is_some());
        prop_assert_eq!(store.capture(x.id).unwrap(), x);
    }
}
