//! A gather that is killed at any instant loses nothing that it acknowledged and breaks nothing.

use std::time::Duration;

use crate::run::{Desk, example};

/// Runs that are killed.
const KILLS: u64 = 50;

#[test]
fn a_killed_gather_goes_on_where_it_was() {
    let (desk, whole) = (Desk::new(), Desk::new());
    let example = example();
    let args = ["gather", "--replay", &example, "--until", "2025-12-31T00:00Z", "--quiet"];
    let mut n_killed = 0;
    let mut held = 0;
    for n in 0..KILLS {
        let mut child = desk.command(&args).spawn().unwrap();
        // Each run dies a little later than the one before, so that every part of the work is hit.
        // The wait is the thing under test, not a way to make it pass.
        std::thread::sleep(Duration::from_micros(2_000 + n * 1_500));
        n_killed += u64::from(child.kill().is_ok());
        child.wait().unwrap();
        if desk.data().join("captures").is_dir() {
            let now = captures(&desk);
            assert!(now >= held, "kill {n}: {held} captures became {now}");
            held = now;
        }
    }
    assert_eq!(n_killed, KILLS);
    desk.out(&args);
    whole.out(&args);
    assert_eq!(captures(&desk), captures(&whole));
    let brief = ["brief", "--offline", "--now", "2025-12-13T00:00Z", "--date", "2025-12-12", "--lang", "ja"];
    assert_eq!(desk.out(&brief), whole.out(&brief));
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
