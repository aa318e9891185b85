//! A gather that is killed at any instant loses nothing that it acknowledged and breaks nothing.

use std::os::unix::process::ExitStatusExt;
use std::time::Duration;

use crate::run::{Desk, example};

/// Data directories, each of which has [`KILLS_EACH`] runs killed in it, one after the other.
const DESKS: u64 = 4;

/// Runs started and killed in one directory.
const KILLS_EACH: u64 = 16;

/// Of all those runs, so many must still have been at work when they were killed.
const KILLED_MIN: u64 = 50;

/// How much later each run dies than the one before.
const STEP_MICROS: u64 = 7_000;

#[test]
fn a_killed_gather_goes_on_where_it_was() {
    let example = example();
    let args = ["gather", "--replay", &example, "--until", "2025-12-31T00:00Z", "--quiet"];
    let brief = ["brief", "--offline", "--now", "2025-12-13T00:00Z", "--date", "2025-12-12", "--lang", "ja"];
    let whole = Desk::new();
    whole.out(&args);
    let told = whole.out(&brief);
    let mut n_killed = 0;
    for _ in 0..DESKS {
        let desk = Desk::new();
        let mut held = 0;
        for n in 0..KILLS_EACH {
            let mut child = desk.command(&args).spawn().unwrap();
            // Each run dies a little later than the one before, so that every part of the work is hit.
            // The wait is the thing under test, not a way to make it pass.
            std::thread::sleep(Duration::from_micros(1_000 + n * STEP_MICROS));
            child.kill().unwrap();
            n_killed += u64::from(child.wait().unwrap().signal() == Some(9));
            if desk.data().join("captures").is_dir() {
                let now = captures(&desk);
                assert!(now >= held, "kill {n}: {held} captures became {now}");
                held = now;
            }
        }
        desk.out(&args);
        assert_eq!(captures(&desk), captures(&whole));
        assert_eq!(desk.out(&brief), told);
    }
    assert!(n_killed >= KILLED_MIN, "only {n_killed} runs were still at work when they were killed");
}

/// Whole capture files; what is still being written has another name.
fn captures(desk: &Desk) -> usize {
    let mut n = 0;
    let mut folders = vec![desk.data().join("captures")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            match path.extension() {
                _ if path.is_dir() => folders.push(path),
                Some(ending) if ending == "zst" => n += 1,
                _ => {}
            }
        }
    }
    n
}
