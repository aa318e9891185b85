//! `hinomi incident`: shown, explained, merged, split, pinned, undone; what a person decides outlives everything.

use crate::run::{Desk, example};

/// A desk with the bundled example read, and its incidents as `(id, urls)`.
fn filled() -> Desk {
    let desk = Desk::new();
    desk.out(&["brief", "--replay", &example(), "--date", "2025-11-11", "--lang", "en"]);
    desk
}

fn incidents(desk: &Desk, more: &[&str]) -> Vec<(String, Vec<String>)> {
    let out = desk.out(&[&["incidents"], more].concat());
    let parse = |line: &str| {
        let json: serde_json::Value = serde_json::from_str(line).unwrap();
        let urls = json["articles"].as_array().unwrap().iter().map(|url| url.as_str().unwrap().to_owned());
        (json["id"].as_str().unwrap().to_owned(), urls.collect())
    };
    out.lines().map(parse).collect()
}

/// The two largest incidents, the larger first.
fn two(desk: &Desk) -> [(String, Vec<String>); 2] {
    let mut all = incidents(desk, &[]);
    all.sort_by_key(|(id, urls)| (std::cmp::Reverse(urls.len()), id.clone()));
    let [a, b] = &all[..2] else { panic!("too few incidents") };
    [a.clone(), b.clone()]
}

fn home(desk: &Desk, url: &str, more: &[&str]) -> String {
    let all = incidents(desk, more);
    all.into_iter().find(|(_, urls)| urls.iter().any(|own| own == url)).expect("every page has an incident").0
}

#[test]
fn everything_about_one_incident_is_shown_in_every_format() {
    let desk = filled();
    let [(id, urls), _] = two(&desk);
    let show =
        |id: &str, more: &[&str]| desk.out(&[&["incident", "show", id, "--lang", "en"], more].concat());
    let text = show(&id[..8], &[]);
    for heading in ["TIMELINE", "LEDGER", "MEMBERS", "CHANGES BY DAY"] {
        assert!(text.contains(heading), "no {heading} in\n{text}");
    }
    assert!(text.contains("superseded (a later voice at least as strong; against 7)"), "{text}");
    assert_eq!(show(&urls[1], &[]), text, "a member's URL means its incident");
    let json: serde_json::Value = serde_json::from_str(&show(&id, &["--format", "json"])).unwrap();
    assert_eq!(json["members"].as_array().unwrap().len(), urls.len());
    assert!(json["titles"]["ja"].is_string() && json["titles"]["en"].is_string());
    let md = show(&id, &["--format", "md"]);
    assert!(md.starts_with("# ") && md.contains("\n## Ledger\n"));
    let html = show(&id, &["--format", "html"]);
    assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\">") && html.ends_with("</html>\n"));
    assert!(!html.contains("<script"));
    let then = show(&id, &["--as-of", "2025-10-20T00:00Z"]);
    assert!(then.contains("MEMBERS") && !then.contains("第7報") && then.len() < text.len());
    assert!(desk.out(&["incident", "why", &urls[1]]).contains(&format!("in incident {id}")));
}

#[test]
fn the_file_is_shown_in_japanese_too() {
    let desk = filled();
    let [(id, _), _] = two(&desk);
    let show = |format: &str| desk.out(&["incident", "show", &id, "--lang", "ja", "--format", format]);
    let text = show("text");
    for words in ["時系列", "主張の記録", "日ごとの変化", "被害組織", "検知", "報道", "独立"]
    {
        assert!(text.contains(words), "no {words} in\n{text}");
    }
    for words in ["Timeline", "LEDGER", "date.", "superseded", "independent"] {
        assert!(!text.contains(words), "{words} in\n{text}");
    }
    assert!(show("md").contains("\n## 主張の記録\n\n| 項目 | 値 |"));
    assert!(show("html").starts_with("<!DOCTYPE html>\n<html lang=\"ja\">"));
    // Machines read the same in every language.
    assert!(show("json").contains("\"slot\": \"date.detected\""));
}

#[test]
fn a_decision_wins_outlives_a_rebuild_and_can_be_undone() {
    let desk = filled();
    let before = incidents(&desk, &[]);
    let [(a, in_a), (b, in_b)] = two(&desk);
    let at = |n: u32| format!("2026-01-0{n}T00:00Z");
    desk.out(&["incident", "merge", &a, &b, "--now", &at(1)]);
    assert_eq!(home(&desk, &in_b[0], &[]), a);
    desk.out(&["incident", "split", &a, &in_a[1], "--now", &at(2)]);
    let split = home(&desk, &in_a[1], &[]);
    assert_ne!(split, a);
    desk.out(&["incident", "pin", &split, &in_b[1], "--now", &at(3)]);
    assert_eq!(home(&desk, &in_b[1], &[]), split);
    let decided = incidents(&desk, &[]);

    desk.out(&["rebuild"]);
    assert_eq!(incidents(&desk, &[]), decided, "rebuild lost a decision");
    for file in ["hinomi.db", "hinomi.db-wal", "hinomi.db-shm"] {
        let _ = std::fs::remove_file(desk.data().join(file));
    }
    desk.out(&["rebuild"]);
    assert_eq!(incidents(&desk, &[]), decided, "without the database a decision is lost");

    assert_eq!(incidents(&desk, &["--as-of", "2025-12-31T00:00Z"]), before, "the past knew no decision");
    assert_eq!(home(&desk, &in_b[0], &["--as-of", "2026-01-01T12:00Z"]), a);

    desk.out(&["incident", "undo", "--now", &at(4)]);
    assert_ne!(home(&desk, &in_b[1], &[]), split);
    desk.out(&["incident", "undo", "2", "--now", &at(5)]);
    assert_eq!(home(&desk, &in_a[1], &[]), a);
    desk.out(&["incident", "undo", "1", "--now", &at(6)]);
    assert_eq!(incidents(&desk, &[]), before, "all undone is as if nothing was decided");
    let log = desk.out(&["incident", "log"]);
    assert_eq!(log.lines().count(), 6);
    assert_eq!(log.matches("(undone)").count(), 3);
}

#[test]
fn what_cannot_be_done_is_said_and_changes_nothing() {
    let desk = filled();
    let [(a, in_a), (b, in_b)] = two(&desk);
    let before = incidents(&desk, &[]);
    let refused = |args: &[&str], words: &str| {
        let ran = desk.run(&[&["incident"], args].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{args:?}");
        assert_eq!(ran.stderr.lines().count(), 1, "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(words), "{args:?}: no {words:?} in {}", ran.stderr);
    };
    refused(&["show", "ffffffffff"], "no incident has this id");
    refused(&["show", "x\u{1b}[31m"], "no incident has this id");
    refused(&["why", "https://nowhere.example/"], "no article of this URL");
    refused(&["merge", &a, &a], "cannot be merged with itself");
    refused(&["merge", &a, &in_a[0]], "cannot be merged with itself");
    refused(&["merge", &a, "0000"], "no incident has this id");
    refused(&["split", &a, &in_b[0]], "not in incident");
    refused(&["split", &a, "https://nowhere.example/"], "no article of this URL");
    let all: Vec<&str> = ["split", &a].into_iter().chain(in_a.iter().map(String::as_str)).collect();
    refused(&all, "would leave nothing");
    refused(&["undo"], "nothing to undo");
    refused(&["undo", "7"], "no decision that holds has this number");
    assert_eq!(incidents(&desk, &[]), before);
    assert!(!desk.data().join("decisions.jsonl").exists());

    desk.out(&["incident", "pin", &a, &in_b[0]]);
    refused(&["pin", &b, &in_b[0]], "is pinned to");
    desk.out(&["incident", "undo"]);
    desk.out(&["incident", "pin", &b, &in_b[0]]);
}

#[test]
fn a_damaged_line_costs_no_other_decision() {
    let desk = filled();
    let [(a, _), (b, in_b)] = two(&desk);
    desk.out(&["incident", "merge", &a, &b]);
    let path = desk.data().join("decisions.jsonl");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("{{\"n\":\n{text}")).unwrap();
    let ran = desk.run(&["incident", "log"]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.stderr.contains("decision in line 1") && ran.stderr.contains("mend or remove"),
        "{}",
        ran.stderr
    );
    assert_eq!(ran.stdout.lines().count(), 1);
    assert_eq!(home(&desk, &in_b[0], &[]), a);
}
