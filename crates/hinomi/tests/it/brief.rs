//! The main job on the bundled example.

use crate::run::{Desk, example};

const DAYS: &[&str] = &["2025-10-31", "2025-11-11", "2025-12-12"];

fn told(desk: &Desk, day: &str, more: &[&str]) -> String {
    let example = example();
    let mut args = vec!["brief", "--replay", &example, "--date", day];
    args.extend_from_slice(more);
    desk.out(&args)
}

#[test]
fn the_first_command_prints_the_brief_of_the_day() {
    let desk = Desk::new();
    for lang in ["ja", "en"] {
        insta::assert_snapshot!(format!("day_{lang}"), told(&desk, "2025-11-11", &["--lang", lang]));
        insta::assert_snapshot!(
            format!("detail_{lang}"),
            told(&desk, "2025-12-12", &["--lang", lang, "--layout", "detail"])
        );
    }
}

#[test]
fn a_second_run_fetches_nothing_and_prints_the_same_bytes() {
    let desk = Desk::new();
    let example = example();
    let args = ["brief", "--replay", &example, "--date", "2025-11-11"];
    let first = desk.run(&args);
    let second = desk.run(&args);
    assert!(second.stderr.contains("0 new captures"), "{}", second.stderr);
    assert!(!first.stderr.contains(" 0 new captures"), "{}", first.stderr);
    assert_eq!(first.stdout, second.stdout);
}

#[test]
fn the_order_in_which_days_are_asked_for_does_not_matter() {
    let (forward, backward) = (Desk::new(), Desk::new());
    let ahead: Vec<String> = DAYS.iter().map(|day| told(&forward, day, &[])).collect();
    let mut back: Vec<String> = DAYS.iter().rev().map(|day| told(&backward, day, &[])).collect();
    back.reverse();
    assert_eq!(ahead, back);
}

#[test]
fn a_rebuild_gives_the_same_bytes() {
    let desk = Desk::new();
    let before: Vec<String> = DAYS.iter().map(|day| told(&desk, day, &["--format", "json"])).collect();
    desk.out(&["rebuild"]);
    let after: Vec<String> = DAYS.iter().map(|day| told(&desk, day, &["--format", "json"])).collect();
    assert_eq!(before, after);
    // Even with the database gone.
    for name in ["hinomi.db", "hinomi.db-wal", "hinomi.db-shm"] {
        let _ = std::fs::remove_file(desk.data().join(name));
    }
    desk.out(&["rebuild"]);
    let again: Vec<String> = DAYS.iter().map(|day| told(&desk, day, &["--format", "json"])).collect();
    assert_eq!(before, again);
}

/// Every mark `[n]` of a brief's text has its reference and every reference is used.
#[test]
fn every_citation_resolves() {
    let desk = Desk::new();
    for day in DAYS {
        for more in [["--lang", "ja", "--layout", "day"], ["--lang", "en", "--layout", "detail"]] {
            let text = told(&desk, day, &more);
            let heading = if more[1] == "ja" { "## 出典" } else { "## References" };
            let (body, references) =
                text.split_once(heading).unwrap_or_else(|| panic!("no references:\n{text}"));
            let marks = marks_of(body);
            let listed: std::collections::BTreeSet<u32> =
                references.lines().filter_map(|line| marks_of(line).into_iter().next()).collect();
            assert!(!marks.is_empty(), "{day}: nothing cited");
            assert_eq!(marks, listed, "{day} {more:?}:\n{text}");
        }
    }
}

fn marks_of(text: &str) -> std::collections::BTreeSet<u32> {
    let mut found = std::collections::BTreeSet::new();
    for (at, _) in text.match_indices('[') {
        let digits: String = text[at + 1..].chars().take_while(char::is_ascii_digit).collect();
        if text[at + 1 + digits.len()..].starts_with(']') {
            found.extend(digits.parse::<u32>().ok());
        }
    }
    found
}

/// In the JSON, every cite's quote stands at its place in the text that was read.
#[test]
fn every_quote_stands_where_it_says() {
    let desk = Desk::new();
    let brief: serde_json::Value =
        serde_json::from_str(&told(&desk, "2025-11-11", &["--format", "json"])).unwrap();
    let mut proofs = std::collections::BTreeSet::new();
    for line in desk.out(&["facts"]).lines() {
        let article: serde_json::Value = serde_json::from_str(line).unwrap();
        for fact in article["facts"].as_array().unwrap() {
            proofs.insert(format!("{} {} {} {}", article["url"], fact["start"], fact["end"], fact["quote"]));
        }
    }
    let (mut n_cites, mut strangers) = (0, Vec::new());
    walk(&brief, &mut |object| {
        let has = |key: &str| object.contains_key(key);
        if has("quote") && has("slot") && has("start") {
            n_cites += 1;
            let url = object.get("url").or(object.get("article")).unwrap_or(&serde_json::Value::Null);
            let proof = format!("{url} {} {} {}", object["start"], object["end"], object["quote"]);
            if !proofs.contains(&proof) {
                strangers.push(proof);
            }
        }
    });
    assert!(n_cites > 10, "only {n_cites} cites in {brief:#}");
    assert_eq!(strangers, Vec::<String>::new(), "cites that no fact proves");
}

fn walk(value: &serde_json::Value, visit: &mut dyn FnMut(&serde_json::Map<String, serde_json::Value>)) {
    match value {
        serde_json::Value::Object(object) => {
            visit(object);
            object.values().for_each(|value| walk(value, visit));
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| walk(value, visit)),
        _ => {}
    }
}

#[test]
fn html_is_one_file_without_script() {
    let desk = Desk::new();
    let html = told(&desk, "2025-11-11", &["--format", "html", "--lang", "ja"]);
    assert!(html.starts_with("<!DOCTYPE html>") && html.contains("lang=\"ja\""));
    for outside in ["<script", "<link ", "src=\"http", "@import"] {
        assert!(!html.contains(outside), "{outside}");
    }
}

#[test]
fn an_article_is_explained_with_its_facts() {
    let desk = Desk::new();
    told(&desk, "2025-12-31", &[]);
    let facts = desk.out(&["facts"]);
    let line: serde_json::Value = facts
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .find(|l: &serde_json::Value| l["lang"] == "ja" && l["story"] == "incident")
        .unwrap();
    let explained = desk.out(&["explain", line["url"].as_str().unwrap()]);
    assert!(explained.contains('⟦'), "{explained}");
    let incidents = desk.out(&["incidents", "--format", "jsonl"]);
    assert!(incidents.lines().count() > 10);
    let largest = incidents
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["articles"].as_array().unwrap().len()
        })
        .max();
    assert!(largest >= Some(9), "the largest incident has {largest:?} articles");
}

#[test]
fn a_day_without_news_says_so() {
    let desk = Desk::new();
    let text = told(&desk, "2025-01-05", &["--lang", "en"]);
    assert!(text.contains("2025-01-05"), "{text}");
    assert!(!text.contains("[1]"), "{text}");
}

#[test]
fn the_days_are_listed_and_two_of_them_compared() {
    let desk = Desk::new();
    let example = example();
    told(&desk, "2025-11-11", &[]);
    told(&desk, "2025-12-12", &[]);
    let list = desk.out(&["brief", "--replay", &example, "--list"]);
    assert!(list.lines().any(|line| line.starts_with("2025-11-11") && line.contains("articles")), "{list}");
    let json = desk.out(&["brief", "--replay", &example, "--list", "--format", "json"]);
    assert!(json.contains("hinomi.days/1"), "{json}");
    let args = ["brief", "--replay", &example, "--diff", "2025-11-11", "2025-12-12", "--lang", "en"];
    insta::assert_snapshot!("diff_en", desk.out(&args));
    let json = desk.out(&[&args[..], &["--format", "json"]].concat());
    assert!(json.contains("hinomi.brief-diff/1"), "{json}");
}

#[test]
fn a_layout_of_ones_own_replaces_ours_and_its_mistakes_are_told() {
    let desk = Desk::new();
    let good = desk.file("board.md", "# {{ title }}\n\n{{ sections | length }} parts\n");
    let text = told(&desk, "2025-11-11", &["--layout", &good, "--lang", "en"]);
    assert!(text.starts_with("# Security brief") && text.ends_with("parts\n"), "{text}");
    let example = example();
    let bad = desk.file("bad.md", "# {{ title }}\n{{ titel }}\n");
    let ran = desk.run(&["brief", "--replay", &example, "--date", "2025-11-11", "--layout", &bad]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("bad.md, line 2") && ran.stderr.contains("titel"), "{}", ran.stderr);
    let ran = desk.run(&["brief", "--replay", &example, "--layout", "none.md"]);
    assert!(ran.code == 2 && ran.stderr.contains("none.md"), "{}", ran.stderr);
}

#[test]
fn a_style_and_a_folder_of_words_come_from_the_configuration() {
    let desk = Desk::new();
    desk.file("data/hinomi.toml", "[brief]\nstyle = \"polite\"\n");
    desk.file("data/templates/strings/ja.toml", "[section]\noverview = \"きょうの要点\"\n");
    let text = told(&desk, "2025-11-11", &["--lang", "ja"]);
    assert!(text.contains("公表しました") && !text.contains("公表した["), "{text}");
    assert!(text.contains("## きょうの要点"), "{text}");
}

#[test]
fn a_mistake_in_a_file_of_words_or_layout_is_told_with_file_and_line() {
    let day = ["brief", "--replay", &example(), "--date", "2025-11-11", "--lang", "en"].map(str::to_owned);
    let check = |file: &str, bytes: &[u8], told: &str| {
        let desk = Desk::new();
        desk.file(&format!("data/templates/{file}"), bytes);
        let ran = desk.run(&day.each_ref().map(String::as_str));
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{file}: {told}");
        assert!(
            ran.stderr.contains(told) && ran.stderr.trim_end().lines().count() == 1,
            "{told}\n{}",
            ran.stderr
        );
    };
    let words = "phrases/en.toml";
    check(words, b"[lead]\ntitle = ", "phrases/en.toml, line 2: string values must be quoted");
    check(words, b"[lead]\ntitle = 3", "line 2: lead.title: this is of type integer, not a phrase");
    check(
        words,
        b"[lead]\n\ntitel = 'x'",
        "line 3: lead.titel: no phrase is called so; some of [lead]: also,",
    );
    check(
        words,
        b"[lead]\ntitle = '{sauce}{c}'",
        "line 2: lead.title: nothing fills {sauce}; gaps of this phrase: {c},",
    );
    check(words, b"[lead]\ntitle = '{source}: {quote}'", "line 2: lead.title: {c} is missing");
    check(
        words,
        b"[lead]\n\n# \xff\ntitle = 'x'",
        "phrases/en.toml, line 3: the file is not written in UTF-8",
    );
    check("strings/fr.toml", b"", "strings/fr.toml: no template is called so; known are phrases/ja.toml,");
    check("layout/day.md", b"\n", "layout/day.md, line 1: the file is empty");
    check("layout/day.md", b"# {{ title }}\n{% for x in sections %}\n", "layout/day.md, line 2");
    check("layout/day.md", b"# {{ title | loud }}\n", "layout/day.md, line 1: unknown filter");
}

#[test]
fn a_folder_is_no_template_and_an_empty_file_of_words_changes_nothing() {
    let desk = Desk::new();
    desk.file("data/templates/phrases/en.toml/keep", "");
    let example = example();
    let ran = desk.run(&["brief", "--replay", &example, "--date", "2025-11-11"]);
    assert!(ran.code == 2 && ran.stderr.contains("en.toml"), "{}", ran.stderr);
    let (plain, empty) = (Desk::new(), Desk::new());
    empty.file("data/templates/phrases/en.toml", "");
    let of = |desk: &Desk| told(desk, "2025-11-11", &["--lang", "en"]);
    assert_eq!(of(&plain), of(&empty));
}
