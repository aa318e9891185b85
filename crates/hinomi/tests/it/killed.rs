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

fn captures(desk: &Desk) -> usize {
    let stats: serde_json::Value = serde_json::from_str(&desk.out(&["stats", "--json"])).unwrap();
    usize::try_from(stats["n_captures"].as_u64().expect("stats count captures")).unwrap()
}
