//! Pages made to hurt: none may panic, overflow the stack or eat memory, and where an article stands in one, before
//! or behind the trap, it is found.
//!
//! `cargo bench -p hinomi-read -- hostile` measures how long each takes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "traps/mod.rs"]
mod traps;

use hinomi_model::{Capture, Document, Outcome};

use traps::{Place, TRAPS};

fn read(body: Vec<u8>) -> hinomi_model::Article {
    let at = "2032-01-01T00:00:00Z".parse().unwrap();
    let url = "https://a.example/x";
    let headers = vec![("content-type".to_owned(), "text/html; charset=utf-8".to_owned())];
    let page = Capture::new(url, url, "", at, Outcome::Answered { status: 200 }, headers, body);
    hinomi_read::read(&Document { url, page: Some(&page), entry: None, source: "", fetched_at: at }).value
}

#[test]
fn there_are_enough_of_them() {
    let names: std::collections::BTreeSet<&str> = TRAPS.iter().map(|trap| trap.name).collect();
    assert!(names.len() == TRAPS.len() && names.len() >= 40, "{}", names.len());
}

#[test]
fn the_article_is_found() {
    let mut lost = Vec::new();
    for trap in TRAPS {
        for place in [Place::Before, Place::Behind] {
            if trap.hides(place) {
                let _ = read(trap.page(place));
                continue;
            }
            let text = read(trap.page(place)).text;
            if !traps::STORY.iter().all(|sentence| text.contains(sentence)) {
                lost.push(format!(
                    "{} ({place:?}): {}",
                    trap.name,
                    text.chars().take(120).collect::<String>()
                ));
            }
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}
