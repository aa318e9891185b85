//! Bad input: one clear line (what, where, why, what to do), the right exit code, and no harm to the rest.

use crate::run::{Desk, example};

/// Runs a small recorded web of `files` (path → bytes) and gives stderr and the brief.
fn replay(files: &[(&str, &[u8])]) -> (Desk, String, String) {
    let desk = Desk::new();
    for (path, bytes) in files {
        desk.file(&format!("web/{path}"), bytes);
    }
    let web = desk.dir.path().join("web").display().to_string();
    let ran = desk.run(&["brief", "--replay", &web, "--date", "2025-11-11", "--lang", "en"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    (desk, ran.stderr, ran.stdout)
}

const GOOD_FEED: &[u8] = br#"<?xml version="1.0"?><rss version="2.0"><channel><title>Good</title><link>https://good.example/</link>
<item><title>Harbour Rail says ransomware hit its ticket shop</title><link>https://good.example/a</link>
<pubDate>Tue, 11 Nov 2025 03:00:00 +0000</pubDate><description>x</description></item></channel></rss>"#;

const GOOD_PAGE: &[u8] = b"<!DOCTYPE html><html lang=en><head><title>Harbour Rail says ransomware hit its ticket shop</title></head>
<body><article><h1>Harbour Rail says ransomware hit its ticket shop</h1>
<p>Harbour Rail said on Tuesday that a ransomware attack had stopped its online ticket shop, and that names and e-mail
addresses of about 12,000 customers may have been stolen.</p>
<p>The operator reported the attack to the police and said that trains run as planned.</p></article></body></html>";

/// A good source beside the bad one: it must be told whatever the other does.
fn beside_good(bad: &[(&str, &[u8])]) -> (Desk, String, String) {
    let mut files = vec![("good.example/feed.xml", GOOD_FEED), ("good.example/a/index.html", GOOD_PAGE)];
    files.extend_from_slice(bad);
    let (desk, stderr, brief) = replay(&files);
    assert!(brief.contains("https://good.example/a"), "the good source is missing:\n{brief}\n{stderr}");
    (desk, stderr, brief)
}

/// The same in other words, at another place: a matter of its own and no copy.
fn other(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text)
        .replace("good.example", "bad.example")
        .replace("Harbour Rail", "Meadow Bank");
    text.replace("online ticket shop", "payment terminals").replace("12,000", "640").into_bytes()
}

fn one_line_about(stderr: &str, place: &str) -> String {
    let lines: Vec<&str> = stderr.lines().filter(|line| line.contains(place)).collect();
    assert_eq!(lines.len(), 1, "expected one line about {place}:\n{stderr}");
    lines[0].to_owned()
}

fn refused(args: &[&str], code: i32, words: &[&str]) {
    let desk = Desk::new();
    let ran = desk.run(args);
    assert_eq!(ran.code, code, "{args:?}: {}", ran.stderr);
    assert_eq!(ran.stdout, "", "{args:?}");
    let n_lines = ran.stderr.lines().filter(|line| !line.starts_with("0 of ")).count();
    assert_eq!(n_lines, 1, "{args:?}: {}", ran.stderr);
    for word in words {
        assert!(ran.stderr.contains(word), "{args:?}: no {word:?} in {}", ran.stderr);
    }
}

#[test]
fn an_unknown_flag() {
    refused(&["brief", "--dtae", "2025-11-11"], 2, &["--dtae", "--date"]);
}

#[test]
fn a_bad_date() {
    refused(&["brief", "--date", "11 November"], 2, &["11 November", "--date"]);
    refused(&["brief", "--date", "2099-01-01", "--offline"], 2, &["2099-01-01", "has not begun", "--now"]);
    refused(&["brief", "--window", "soon", "--offline"], 2, &["soon", "24h"]);
    refused(&["brief", "--as-of", "noon"], 2, &["noon", "2025-11-11T19:00+09:00"]);
}

#[test]
fn a_folder_that_is_not_there() {
    refused(&["brief", "--replay", "/nowhere/at/all", "--date", "2025-11-11"], 2, &["/nowhere/at/all"]);
    refused(&["gather", "--import", "/nowhere/items.jsonl"], 2, &["/nowhere/items.jsonl"]);
    refused(&["read", "/nowhere/page.html"], 2, &["/nowhere/page.html"]);
}

#[test]
fn a_folder_where_a_file_belongs() {
    let desk = Desk::new();
    let folder = desk.dir.path().display().to_string();
    refused(&["read", &folder], 2, &[&folder, "is a folder"]);
    refused(&["gather", "--import", &folder], 2, &[&folder, "is a folder"]);
}

#[test]
fn a_moment_asked_of_a_command_that_has_no_past() {
    for command in [&["stats"][..], &["rebuild"], &["sources", "list"], &["gather", "--replay", "/nowhere"]] {
        let args: Vec<&str> = command.iter().copied().chain(["--as-of", "2025-11-11T19:00+09:00"]).collect();
        refused(&args, 2, &["--as-of is not for this command"]);
    }
}

#[test]
fn every_source_that_fails_has_its_line() {
    let desk = Desk::new();
    let sources: String = (0..40)
        .map(|n| {
            format!(
                "[[source]]\nid = \"s{n}\"\nname = \"S {n}\"\nkind = \"feed\"\nurl = \"http://127.0.0.1:1/{n}\"\nlang = \"en\"\ncountry = \"US\"\nvoice = \"press\"\nreliability = \"B\"\ntlp = \"clear\"\n"
            )
        })
        .collect();
    let sources = desk.file("sources.toml", sources);
    let ran = desk.run(&["gather", "--sources", &sources]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(
        ran.stderr.lines().filter(|line| line.starts_with("warning: s")).count(),
        40,
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("0 of 40 sources read, 0 new captures"), "{}", ran.stderr);
}

#[test]
fn a_warc_that_is_broken_off() {
    let desk = Desk::new();
    let file = desk.file("cut.warc", "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 1000\r\n\r\nabc");
    refused(&["gather", "--import", &file], 2, &["record 1", "broken off"]);
}

#[test]
fn an_import_that_fails_costs_the_others_nothing() {
    let desk = Desk::new();
    let good = desk.file(
        "good.jsonl",
        "{\"url\":\"https://a.example/1\",\"title\":\"Tram City confirms data breach\",\"published\":\"2025-11-11T01:00:00Z\",\"source\":\"A\",\"summary\":\"Tram City said 1,200 passengers' names were leaked.\"}\nnot json\n",
    );
    let ran = desk.run(&["gather", "--import", "/nowhere/items.jsonl", &good]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    one_line_about(&ran.stderr, "/nowhere/items.jsonl");
    let malformed = one_line_about(&ran.stderr, "good.jsonl");
    assert!(malformed.contains('2'), "the line number is missing: {malformed}");
    assert!(desk.out(&["facts"]).contains("https://a.example/1"));
}

#[test]
fn a_feed_that_is_html() {
    let (_, stderr, brief) =
        beside_good(&[("bad.example/feed.xml", b"<!DOCTYPE html><html><body><h1>Hello</h1></body></html>")]);
    one_line_about(&stderr, "bad.example");
    assert!(brief.contains("bad.example"), "the brief does not say what was not read:\n{brief}");
}

#[test]
fn an_empty_feed() {
    let (_, stderr, _) = beside_good(&[("bad.example/feed.xml", b"")]);
    one_line_about(&stderr, "bad.example");
}

#[test]
fn an_xml_bomb() {
    let mut bomb = String::from("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a0 \"ha\">");
    for n in 1..40 {
        bomb.push_str(&format!("<!ENTITY a{n} \"&a{};&a{};\">", n - 1, n - 1));
    }
    bomb.push_str("]><rss version=\"2.0\"><channel><title>&a39;</title></channel></rss>");
    beside_good(&[("bad.example/feed.xml", bomb.as_bytes())]);
}

#[test]
fn invalid_utf8_in_a_feed_and_a_page() {
    let mut feed = other(GOOD_FEED);
    feed.extend_from_slice(b"\xff\xfe\x80");
    let mut page = other(GOOD_PAGE);
    page.extend_from_slice(b"<p>\xff\xc3\x28\x80</p>");
    let (_, _, brief) = beside_good(&[("bad.example/feed.xml", &feed), ("bad.example/a/index.html", &page)]);
    assert!(brief.contains("https://bad.example/a"), "{brief}");
}

#[test]
fn a_date_in_2099() {
    let feed = String::from_utf8_lossy(GOOD_FEED)
        .replace("good.example", "bad.example")
        .replace("Tue, 11 Nov 2025", "Wed, 11 Nov 2099");
    let (_, stderr, brief) = beside_good(&[("bad.example/feed.xml", feed.as_bytes())]);
    one_line_about(&stderr, "2099");
    assert!(!brief.contains("2099"), "{brief}");
}

#[test]
fn a_page_of_a_gigabyte() {
    // Sparse: the file takes no room on disk, and is as long as it says.
    let desk = Desk::new();
    desk.file("web/good.example/feed.xml", GOOD_FEED);
    desk.file("web/good.example/a/index.html", GOOD_PAGE);
    let feed = String::from_utf8_lossy(GOOD_FEED).replace("good.example", "bad.example");
    desk.file("web/bad.example/feed.xml", feed);
    let page = desk.file("web/bad.example/a/index.html", GOOD_PAGE);
    std::fs::OpenOptions::new().write(true).open(&page).unwrap().set_len(1 << 30).unwrap();
    let web = desk.dir.path().join("web").display().to_string();
    let ran = desk.run(&["brief", "--replay", &web, "--date", "2025-11-11", "--lang", "en"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("https://good.example/a"), "{}", ran.stdout);
    one_line_about(&ran.stderr, "https://bad.example/a");
    let read = desk.run(&["read", &page]);
    assert_eq!(read.code, 2, "{}", read.stderr);
    assert!(one_line_about(&read.stderr, &page).contains("longer"), "{}", read.stderr);
}

#[test]
fn a_locked_store() {
    let desk = Desk::new();
    desk.out(&["brief", "--replay", &example(), "--date", "2025-09-26", "--quiet"]);
    let lock = std::fs::OpenOptions::new().write(true).open(desk.data().join("lock")).unwrap();
    lock.try_lock().expect("nobody else holds the lock");
    let ran = desk.run(&["gather", "--replay", &example(), "--until", "2025-09-26T00:00Z"]);
    assert_eq!(ran.code, 2);
    let line = one_line_about(&ran.stderr, &desk.data().display().to_string());
    assert!(line.contains("another"), "{line}");
    // Those who only read need no lock.
    assert!(!desk.out(&["stats"]).is_empty());
}

#[test]
fn a_full_disk() {
    // A limit on file size stands for a full disk: writes fail in the same place.
    let desk = Desk::new();
    let script = format!(
        "trap '' XFSZ; ulimit -f 8; exec {} gather --replay {} --until 2025-12-31T00:00Z --data {}",
        env!("CARGO_BIN_EXE_hinomi"),
        example(),
        desk.data().display()
    );
    let output = std::process::Command::new("bash").arg("-c").arg(script).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(!stderr.contains("panicked"), "{stderr}");
    let line = stderr.lines().last().unwrap_or_default();
    assert!(line.contains(&desk.data().display().to_string()) && line.contains("space"), "{stderr}");
    // With room again, the same command finishes the work.
    desk.out(&["gather", "--replay", &example(), "--until", "2025-12-31T00:00Z"]);
    assert!(desk.out(&["facts"]).lines().count() > 60);
}

#[test]
fn a_page_that_is_no_article() {
    let desk = Desk::new();
    let page = desk.file("empty.html", "<html><body></body></html>");
    let ran = desk.run(&["read", &page]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("no article"), "{}", ran.stderr);
}

#[test]
fn what_a_page_says_cannot_speak_to_the_terminal() {
    let odd = "\u{9b}31m&lt;script&gt;alert(1)&lt;/script&gt;Meadow";
    let feed = String::from_utf8_lossy(&other(GOOD_FEED)).replace("Meadow", odd);
    let (_, stderr, brief) = beside_good(&[("bad.example/feed.xml", feed.as_bytes())]);
    assert!(!stderr.contains('\u{9b}') && !brief.contains('\u{9b}'), "{stderr}\n{brief}");
    assert!(brief.contains("alert"), "{brief}");
    assert!(!brief.replace("\\<", "").contains("<script"), "{brief}");
}
