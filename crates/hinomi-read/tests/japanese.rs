//! Japanese pages, exactly: title, body and date of each layout, in each charset, however it is declared.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "japanese/mod.rs"]
mod japanese;

use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8};
use hinomi_model::{Article, Capture, Document, Lang, Outcome, Stamp};

fn read(body: Vec<u8>, content_type: &str) -> Article {
    let at = "2032-01-01T00:00:00Z".parse().unwrap();
    let url = "https://www.mihon.example/news/detail.html";
    let headers = vec![("content-type".to_owned(), content_type.to_owned())];
    let page = Capture::new(url, url, "", at, Outcome::Answered { status: 200 }, headers, body);
    hinomi_read::read(&Document { url, page: Some(&page), entry: None, source: "", fetched_at: at }).value
}

#[test]
fn every_layout_is_read_exactly() {
    let pages = japanese::pages();
    assert!(pages.len() >= 60);
    let mut wrong = Vec::new();
    for page in &pages {
        let article = read(page.html.clone().into_bytes(), "text/html; charset=utf-8");
        let body: Vec<&str> = article.body().lines().collect();
        if article.title != page.title || body != page.body || article.lang != Lang::Ja {
            wrong.push(format!("{}: {} | {:#?}", page.name, article.title, body));
        }
        // The day is right, with or without a time of day.
        let day =
            |stamp: Option<Stamp>| stamp.map(|stamp| stamp.to_iso().chars().take(10).collect::<String>());
        let days = (day(article.published), day(article.updated));
        if days != (page.published.clone(), page.updated.clone()) {
            wrong.push(format!("{}: {days:?}", page.name));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

/// Eleven ways in which a page is served, right and wrong.
#[test]
fn every_charset_is_told_however_it_is_declared() {
    let wide: fn(&str) -> Vec<u8> = |html| html.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for page in &japanese::pages() {
        let marked = |label: &str, encoding: &'static Encoding| {
            let html = page.html.replace("charset=utf-8", "").replace("⚡ ", "");
            let meta = if label.is_empty() { String::new() } else { format!("<meta charset={label}>") };
            encoding
                .encode(&html.replacen("<head>", &format!("<head>{meta}"), 1).replacen(
                    "<HEAD>",
                    &format!("<HEAD>{meta}"),
                    1,
                ))
                .0
                .into_owned()
        };
        let plain = "text/html";
        let variants: [(&str, Vec<u8>, &str); 11] = [
            ("utf-8 undeclared", marked("", UTF_8), plain),
            ("utf-8 called shift_jis", marked("Shift_JIS", UTF_8), plain),
            ("utf-8 served as latin-1", marked("", UTF_8), "text/html; charset=ISO-8859-1"),
            ("utf-8 with a mark", [b"\xef\xbb\xbf".to_vec(), marked("", UTF_8)].concat(), plain),
            ("shift_jis", marked("Shift_JIS", SHIFT_JIS), plain),
            ("shift_jis undeclared", marked("", SHIFT_JIS), plain),
            ("shift_jis called utf-8", marked("utf-8", SHIFT_JIS), "text/html; charset=utf-8"),
            ("euc-jp called shift_jis", marked("Shift_JIS", EUC_JP), plain),
            ("euc-jp undeclared", marked("", EUC_JP), plain),
            ("iso-2022-jp", marked("", ISO_2022_JP), plain),
            ("utf-16", wide(&page.html), plain),
        ];
        for (name, body, content_type) in variants {
            let article = read(body, content_type);
            let lines: Vec<&str> = article.body().lines().collect();
            assert_eq!(
                (article.title.as_str(), lines),
                (page.title, page.body.iter().map(String::as_str).collect()),
                "{}: {name}",
                page.name
            );
        }
    }
}
