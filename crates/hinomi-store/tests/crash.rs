//! Writers that are killed, shut out, or run out of room.
//!
//! This program starts itself: with `--write`, `--hold` or `--fill` it is the writer that meets a bad end,
//! without it is the test. It has a `main` of its own, because the harness of `cargo test` takes no such words.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use hinomi_model::{Capture, Entry, Outcome};
use hinomi_store::{Access, Error, Stage, Store};
use jiff::Timestamp;

/// How often a writer is killed, all in one directory.
const N_KILLS: u64 = 60;

/// How often a writer is killed while it makes a new directory.
const N_KILLS_AT_FIRST: u64 = 25;

/// Most captures that a writer may acknowledge before it is killed.
const N_ACKNOWLEDGED_MAX: u64 = 60;

/// Most turns of an empty loop between the last acknowledgement waited for and the kill: some milliseconds,
/// so that the kill falls anywhere between two acknowledgements.
const N_TURNS_MAX: u64 = 2_000_000;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["--write", dir, seed] => write_until_killed(Path::new(dir), seed.parse().unwrap()),
        ["--hold", dir] => hold(Path::new(dir)),
        ["--fill", dir] => fill(Path::new(dir)),
        ["--list", ..] => {}
        filter => {
            let tests: [(&str, fn()); 4] = [
                ("no_kill_loses_a_capture", no_kill_loses_a_capture),
                ("no_kill_spoils_a_new_directory", no_kill_spoils_a_new_directory),
                ("a_second_process_is_told_who_has_the_store", a_second_process_is_told_who_has_the_store),
                ("a_full_disk_is_said_and_costs_nothing", a_full_disk_is_said_and_costs_nothing),
            ];
            let words: Vec<_> = filter.iter().filter(|word| !word.starts_with('-')).collect();
            for (name, test) in tests {
                if words.is_empty() || words.iter().any(|word| name.contains(**word)) {
                    test();
                    println!("test {name} ... ok");
                }
            }
        }
    }
}

// ---- killed ----

fn no_kill_loses_a_capture() {
    let dir = tempfile::tempdir().unwrap();
    let mut random = Random(0x5eed_2025);
    let mut acknowledged: BTreeMap<u64, String> = BTreeMap::new();
    let (mut n_marked, mut n_half_written) = (0, 0);
    for round in 0..N_KILLS {
        let mut writer = start(&["--write", text(dir.path()), &round.to_string()], Stdio::null());
        let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines();
        // One in five is killed while it opens the store and mends what the one before left.
        let n_lines = if round % 5 == 0 { 0 } else { random.below(N_ACKNOWLEDGED_MAX) };
        let mut said: Vec<String> =
            lines.by_ref().take(usize::try_from(n_lines).unwrap()).map(Result::unwrap).collect();
        if round % 7 == 3 {
            read_beside_the_writer(dir.path());
        }
        turn_idly(random.below(N_TURNS_MAX));
        kill(&mut writer);
        said.extend(lines.map_while(Result::ok));

        let fresh: BTreeMap<u64, String> = said
            .iter()
            // A writer is killed between two writes, not within one this short; still, only a whole line counts.
            .filter_map(|line| line.strip_suffix('.')?.split_once(' '))
            .map(|(n, id)| (n.parse().unwrap(), id.to_owned()))
            .collect();
        n_marked += u32::from(dir.path().join("gathering").exists());
        n_half_written += files(&dir.path().join("captures")).iter().filter(|path| is_temp(path)).count();
        check_whole(dir.path(), &fresh);
        acknowledged.extend(fresh);
    }
    check_whole(dir.path(), &acknowledged);
    check_every_file(dir.path());
    println!(
        "{N_KILLS} kills, {} captures acknowledged, {n_marked} marks and {n_half_written} half-written files found",
        acknowledged.len()
    );
    // Otherwise the kills came at moments that prove nothing.
    assert!(u64::from(n_marked) > N_KILLS / 2 && acknowledged.len() as u64 > N_KILLS * 5);
}

fn no_kill_spoils_a_new_directory() {
    let mut random = Random(0x5eed_2026);
    for round in 0..N_KILLS_AT_FIRST {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = start(&["--write", text(dir.path()), &round.to_string()], Stdio::null());
        turn_idly(random.below(N_TURNS_MAX));
        kill(&mut writer);
        check_whole(dir.path(), &BTreeMap::new());
        check_every_file(dir.path());
    }
}

/// Ends a writer without warning (SIGKILL); one that had ended by itself had met an error.
fn kill(writer: &mut Child) {
    writer.kill().unwrap();
    let ended = writer.wait().unwrap();
    assert!(cfg!(not(unix)) || ended.code().is_none(), "a writer ended by itself: {ended}");
}

fn turn_idly(n_turns: u64) {
    for turn in 0..n_turns {
        black_box(turn);
    }
}

/// Every capture acknowledged is there, with its row, and nothing is broken.
fn check_whole(dir: &Path, acknowledged: &BTreeMap<u64, String>) {
    match Store::open(dir, Access::Read) {
        Ok(reader) => {
            for (n, id) in acknowledged {
                assert_eq!(reader.capture(id.parse().unwrap()).unwrap(), sample(*n), "capture {n}");
            }
        }
        // A writer that was killed before it laid out its tables.
        Err(error) => assert!(acknowledged.is_empty() && matches!(error, Error::NoStore { .. }), "{error}"),
    }
    let store = Store::open(dir, Access::Write).unwrap();
    assert_eq!(store.warnings(), []);
    for (n, id) in acknowledged {
        assert_eq!(store.capture(id.parse().unwrap()).unwrap(), sample(*n), "capture {n}");
        assert!(store.capture_row(id.parse().unwrap()).unwrap().is_some(), "row of capture {n}");
    }
    let captures = files(&dir.join("captures"));
    assert!(!captures.iter().any(|path| is_temp(path)));
    let n_captures = captures.iter().filter(|path| path.extension().is_some_and(|ext| ext == "zst")).count();
    assert_eq!(store.stats().unwrap().n_captures, n_captures as u64);
    store.settle().unwrap();
    drop(store);
    let db = rusqlite::Connection::open(dir.join("hinomi.db")).unwrap();
    let verdict: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok");
    assert!(!db.prepare("PRAGMA foreign_key_check").unwrap().exists([]).unwrap());
}

/// Every file of the directory is whole, and the last batch of derived rows is there as a whole or not at all.
fn check_every_file(dir: &Path) {
    let store = Store::open(dir, Access::Read).unwrap();
    for row in store.captures() {
        let id = row.unwrap().capture.id;
        store.capture(id).unwrap();
        let n_entries = store.entries_of(id).unwrap().len();
        assert!(n_entries == 0 || n_entries == N_ENTRIES, "{n_entries} entries of {id}");
    }
}

fn read_beside_the_writer(dir: &Path) {
    match Store::open(dir, Access::Read) {
        Ok(store) => {
            let n_rows = store.captures().map(Result::unwrap).count() as u64;
            assert!(store.stats().unwrap().n_captures >= n_rows);
        }
        Err(error) => assert!(matches!(error, Error::NoStore { .. }), "{error}"),
    }
}

/// Entries put for a capture in one call.
const N_ENTRIES: usize = 5;

/// Stores captures for ever: one by one, in batches, some again, with rows derived now and then. Says which
/// are stored after each call.
fn write_until_killed(dir: &Path, seed: u64) {
    let store = Store::open(dir, Access::Write).unwrap();
    let mut random = Random(seed + 1);
    let mut out = std::io::stdout().lock();
    for turn in 0_u64.. {
        let first = seed * 1_000_000 + turn * 10;
        let n_each = if turn % 3 == 0 { 8 } else { 1 };
        let mut batch: Vec<Capture> = (first..first + n_each).map(sample).collect();
        batch.push(sample(seed * 1_000_000 + random.below(turn + 1) * 10)); // mostly known
        store.put_captures(&batch).unwrap();
        for (n, capture) in (first..first + n_each).zip(&batch) {
            writeln!(out, "{n} {}.", capture.id).unwrap();
        }
        out.flush().unwrap();
        if turn % 4 == 0 {
            let entries = vec![entry(&batch[0]); N_ENTRIES];
            store.put_entries(&[(batch[0].id, entries)]).unwrap();
            store.put_unchanged(&batch[0].url, instant(first + 1)).unwrap();
        }
        if turn % 16 == 9 {
            store.settle().unwrap();
        }
        if turn % 32 == 21 {
            store.forget_from(Stage::Entries).unwrap();
        }
    }
}

// ---- shut out ----

fn a_second_process_is_told_who_has_the_store() {
    let dir = tempfile::tempdir().unwrap();
    let mut holder = start(&["--hold", text(dir.path())], Stdio::piped());
    let mut said = String::new();
    BufReader::new(holder.stdout.take().unwrap()).read_line(&mut said).unwrap();
    assert_eq!(said, "open\n");
    let error = Store::open(dir.path(), Access::Write).unwrap_err();
    assert!(matches!(&error, Error::Locked { pid: Some(pid), .. } if *pid == holder.id()), "{error:?}");
    assert_eq!(error.to_string().lines().count(), 1);
    assert!(matches!(Store::rebuild(dir.path()), Err(Error::Locked { .. })));
    Store::open(dir.path(), Access::Read).unwrap();
    holder.kill().unwrap();
    holder.wait().unwrap();
    Store::open(dir.path(), Access::Write).unwrap();
}

fn hold(dir: &Path) {
    let _store = Store::open(dir, Access::Write).unwrap();
    println!("open");
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
}

// ---- out of room ----

/// The limit on the size of a file stands for a full disk: it can be set anywhere, by anybody.
fn a_full_disk_is_said_and_costs_nothing() {
    if cfg!(not(unix)) {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let me = std::env::current_exe().unwrap();
    // 2,048 blocks are 1 or 2 MiB, by shell: less than the large body of `fill`, and than the log of SQLite.
    let ended = Command::new("sh")
        .args(["-c", r#"trap "" XFSZ; ulimit -f 2048; exec "$0" --fill "$1""#, text(&me), text(dir.path())])
        .output()
        .unwrap();
    let said = String::from_utf8(ended.stdout).unwrap();
    assert!(ended.status.success(), "{said}{}", String::from_utf8_lossy(&ended.stderr));

    let store = Store::open(dir.path(), Access::Write).unwrap();
    assert_eq!(store.warnings(), []);
    let mut n_stored = 0;
    for line in said.lines() {
        let (n, id) = line.split_once(' ').unwrap();
        assert_eq!(store.capture(id.parse().unwrap()).unwrap(), sample(n.parse().unwrap()));
        n_stored += 1;
    }
    assert!(n_stored > 20, "{n_stored}");
    assert!(!files(dir.path()).iter().any(|path| is_temp(path)));
    assert!(store.put_capture(&large()).unwrap());
    assert_eq!(store.capture(large().id).unwrap(), large());
}

fn fill(dir: &Path) {
    let store = Store::open(dir, Access::Write).unwrap();
    let put = |n: u64| {
        store.put_capture(&sample(n))?;
        println!("{n} {}", sample(n).id);
        Ok::<(), Error>(())
    };
    (0..10).try_for_each(put).unwrap();
    let refuse = |error: Error| {
        assert!(matches!(error, Error::DiskFull { .. }), "{error:?}");
        assert!(
            error.to_string().contains("no room left to write") && error.to_string().lines().count() == 1
        );
    };
    // A capture that does not fit says so, leaves nothing, and the next one goes in.
    refuse(store.put_capture(&large()).unwrap_err());
    refuse(store.put_captures(&[sample(10), large(), sample(11)]).unwrap_err());
    assert!(store.capture_row(large().id).unwrap().is_none());
    assert!(store.capture_row(sample(11).id).unwrap().is_some());
    assert!(!files(dir).iter().any(|path| is_temp(path)));
    (12..24).try_for_each(put).unwrap();
    // Now the database has no room: a row that is as large as a body.
    let mut entry = entry(&sample(1));
    entry.html = "<p>".repeat(2_000_000);
    refuse(store.put_entries(&[(sample(1).id, vec![entry])]).unwrap_err());
    assert_eq!(store.entries_of(sample(1).id).unwrap(), []);
    (24..30).try_for_each(put).unwrap();
}

// ---- samples ----

/// The capture of a number: always the same, mostly up to 20 kB, some failures, some that cannot be packed, a
/// few large enough for a kill to fall into the writing of one.
fn sample(n: u64) -> Capture {
    let mut random = Random(n + 1);
    let url = format!("https://a.example/{n}");
    let outcome = match random.below(8) {
        0 => Outcome::Failed { reason: "timed out".to_owned() },
        _ => Outcome::Answered { status: 200 },
    };
    let letters = if random.below(2) == 0 { 256 } else { 4 };
    let n_bytes = if random.below(16) == 0 { 500_000 } else { random.below(20_000) };
    let body = (0..n_bytes).map(|_| u8::try_from(random.below(letters)).unwrap()).collect();
    let headers = vec![("content-type".to_owned(), "text/html".to_owned())];
    Capture::new(&url, &url, "a", instant(n), outcome, headers, body)
}

/// A capture of 5 MB that cannot be packed.
fn large() -> Capture {
    let mut random = Random(7);
    let body = (0..5_000_000).map(|_| u8::try_from(random.below(256)).unwrap()).collect();
    let url = "https://a.example/large";
    Capture::new(url, url, "a", instant(0), Outcome::Answered { status: 200 }, vec![], body)
}

fn entry(capture: &Capture) -> Entry {
    Entry {
        capture: capture.id,
        source: "a".to_owned(),
        url: capture.url.clone(),
        guid: String::new(),
        title: "title".to_owned(),
        byline: String::new(),
        published: None,
        updated: None,
        lang: None,
        html: "<p>text</p>".to_owned(),
        is_full: false,
    }
}

fn instant(n: u64) -> Timestamp {
    Timestamp::from_second(1_761_955_200 + i64::try_from(n).unwrap()).unwrap()
}

/// xorshift64*. Source: Vigna, "An experimental exploration of Marsaglia's xorshift generators", 2016.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % end
    }
}

fn start(args: &[&str], stdin: Stdio) -> Child {
    let me = std::env::current_exe().unwrap();
    Command::new(me).args(args).stdin(stdin).stdout(Stdio::piped()).spawn().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn is_temp(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".writing-"))
}

/// Every file under `dir`.
fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}
