//! `hinomi check`: on digests of others, on our own briefs, and on what is no digest.

use crate::run::{Desk, example};

const PAGE: &str = "<!doctype html><html lang=\"ja\"><head><meta charset=\"utf-8\"><title>青葉商事、顧客情報約1万2,000件流出の可能性</title>\
<meta property=\"article:published_time\" content=\"2031-05-13T10:00:00+09:00\"></head><body><article>\
<h1>青葉商事、顧客情報約1万2,000件流出の可能性</h1>\
<p>青葉商事は13日、5月2日の不正アクセスにより顧客情報約1万2,000件が流出した可能性があると発表した。</p>\
<p>流出した情報の悪用は確認されていない。攻撃者は300GBのデータを盗んだと主張している。</p></article></body></html>";

const DIGEST: &str = "# 2031年5月14日 日報\n\n\
青葉商事は13日、顧客情報約1万2,000件が流出した可能性があると発表した[1]。\n\
5月2日の不正アクセスで顧客情報約1万5,000件が流出した可能性がある[1]。\n\
原因は調査中である,,。\n\n\
## 出典\n\n[1] 青葉商事、顧客情報流出の可能性 https://asa.example/2031/aoba.html\n";

const NOW: &[&str] = &["--now", "2031-05-14T12:00:00Z"];

fn args<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["check"], more, NOW].concat()
}

#[test]
fn a_digest_is_compared_with_pages_of_a_folder() {
    let desk = Desk::new();
    let digest = desk.file("digest.md", DIGEST);
    desk.file("pages/asa.example/2031/aoba.html", PAGE);
    let pages = desk.dir.path().join("pages").display().to_string();
    for (format, name) in [("text", "text"), ("json", "json"), ("sarif", "sarif")] {
        let ran = desk.run(&args(&[&digest, "--sources", &pages, "--format", format]));
        assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
        let shown = ran.stdout.replace(&desk.dir.path().display().to_string(), "");
        insta::assert_snapshot!(format!("check_{name}"), shown);
    }
    let english = desk.run(&args(&[&digest, "--sources", &pages, "--lang", "en", "--off", "empty-citation"]));
    assert!(english.stdout.contains("number-not-in-source"), "{}", english.stdout);
    assert!(english.stdout.contains("not run: empty-citation (turned off with --off)"), "{}", english.stdout);
}

#[test]
fn without_pages_the_rules_that_need_none_run() {
    let desk = Desk::new();
    let digest = desk.file("digest.md", DIGEST);
    let ran = desk.run(&args(&[&digest, "--lang", "en"]));
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("empty-citation") && !ran.stdout.contains("error[number"), "{}", ran.stdout);
    assert!(ran.stdout.contains("not run: number-not-in-source"), "{}", ran.stdout);
}

#[test]
fn our_own_briefs_are_clean() {
    let desk = Desk::new();
    let example = example();
    for (day, lang, layout) in [
        ("2025-10-31", "ja", "day"),
        ("2025-11-11", "en", "detail"),
        ("2025-12-12", "ja", "detail"),
        ("2025-12-12", "en", "day"),
    ] {
        let text =
            desk.out(&["brief", "--replay", &example, "--date", day, "--lang", lang, "--layout", layout]);
        let file = desk.file("brief.md", &text);
        let ran = desk.run(&["check", &file, "--store"]);
        assert_eq!(ran.code, 0, "{day} {lang} {layout}\n{}\n{}", ran.stdout, ran.stderr);
        assert!(ran.stdout.contains("裏付けられた"), "nothing was compared: {}", ran.stdout);
    }
}

#[test]
fn what_is_no_digest_gets_one_line() {
    let desk = Desk::new();
    let cases = [
        (desk.file("empty.md", ""), "holds no text"),
        (desk.file("binary.md", b"\x89PNG\xff\x00"), "is not UTF-8 text"),
        (desk.file("long.md", vec![b'a'; (1 << 20) + 1]), "longer than 1 MiB"),
        ("/nowhere/digest.md".to_owned(), "cannot read"),
        (desk.dir.path().display().to_string(), "is a folder"),
    ];
    for (file, why) in cases {
        let ran = desk.run(&["check", &file]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{file}");
        assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
        assert!(ran.stderr.contains(why), "{}", ran.stderr);
    }
    let digest = desk.file("digest.md", DIGEST);
    let unknown = desk.run(&["check", &digest, "--off", "no-such-rule"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("no rule is called"), "{}", unknown.stderr);
    assert!(desk.out(&["check", "--rules", "--lang", "en"]).contains("weekday"));
    let nowhere = desk.run(&["check", &digest, "--sources", "/nowhere"]);
    assert_eq!(nowhere.code, 2);
    assert!(nowhere.stderr.contains("cannot read the folder"), "{}", nowhere.stderr);
}

#[test]
fn cited_pages_are_fetched_when_asked_for() {
    let server = tiny_http::Server::http("127.0.0.1:0").unwrap();
    let host = server.server_addr().to_ip().unwrap().to_string();
    std::thread::spawn(move || {
        for request in server.incoming_requests() {
            let found = request.url() == "/2031/aoba.html";
            let html = "content-type: text/html; charset=utf-8".parse::<tiny_http::Header>().unwrap();
            let answer = tiny_http::Response::from_string(if found { PAGE } else { "gone" });
            let answer = answer.with_header(html).with_status_code(if found { 200 } else { 404 });
            let _ = request.respond(answer);
        }
    });
    let desk = Desk::new();
    let text = DIGEST.replace("https://asa.example", &format!("http://{host}"));
    let digest = desk.file("digest.md", format!("{text}[2] 消えた記事 http://{host}/2031/none.html\n"));
    let ran = desk.run(&args(&[&digest, "--online", "--lang", "en"]));
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stdout.contains("error[number-not-in-source]: \"約1万5,000件\""), "{}", ran.stdout);
    assert!(ran.stderr.contains("/2031/none.html") && ran.stderr.contains("404"), "{}", ran.stderr);
    // What was fetched is kept: the second time needs no network.
    let again = desk.run(&args(&[&digest, "--store", "--lang", "en"]));
    assert_eq!(again.stdout, ran.stdout);
}

#[test]
fn an_id_of_another_product_is_found_by_the_pages_at_hand() {
    let page = "<html lang=\"en\"><head><title>Fenwick Gateway flaw CVE-2031-20417 exploited</title>\
<meta property=\"article:published_time\" content=\"2031-05-12T10:00:00Z\"></head><body><article>\
<p>Cisco has patched CVE-2031-20417 in Cisco ASA. The vulnerability has a CVSS score of 9.8 and is exploited.</p></article></body></html>";
    let desk = Desk::new();
    desk.file("pages/asa.example/2031/flaw.html", page);
    let pages = desk.dir.path().join("pages").display().to_string();
    for (product, code) in [("Microsoft Exchange Server", 1), ("Cisco ASA", 0)] {
        let text = format!("# Notes of 14 May 2031\n\nCVE-2031-20417 is a flaw in {product}.\n");
        let digest = desk.file("digest.md", text);
        let ran = desk.run(&args(&[&digest, "--sources", &pages, "--lang", "en"]));
        assert_eq!((ran.code, ran.stdout.contains("cve-product]")), (code, code == 1), "{}", ran.stdout);
    }
}

#[test]
fn every_rule_says_what_it_is_and_can_be_turned_off() {
    let desk = Desk::new();
    let digest = desk.file("digest.md", DIGEST);
    let listed = desk.out(&["check", "--rules", "--lang", "en"]);
    let names: Vec<&str> = listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.len() >= 25, "{listed}");
    for line in listed.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        assert!(matches!(words[1], "error" | "warning") && words.len() > 3, "{line}");
    }
    let ran = desk.run(&args(&[&digest, "--lang", "en", "--off", &names.join(",")]));
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    let expected = format!("not run: {} (turned off with --off)", names.join(", "));
    assert!(ran.stdout.contains(&expected), "{}", ran.stdout);
}
