use super::*;
use crate::entries;

const NOW: &str = "2025-11-12T00:00:00Z";

fn import_one(name: &str, bytes: &[u8], url: Option<&str>) -> Capture {
    let mut captures = import(name, bytes, url, NOW.parse().unwrap()).unwrap().value;
    assert_eq!(captures.len(), 1, "{name}");
    captures.remove(0)
}

const LINES: &str = concat!(
    r#"{"url":"https://a.example/1","title":"One","published":"2025-11-10T09:00:00","source":"A","summary":"a < b"}"#,
    "\n{broken\n\n",
    r#"{"url":"https://a.example/2","published":"2025-11-11T09:00:00+09:00","lang":"ja","html":"<p>本文</p>"}"#,
    "\n{\"title\":\"no address\"}\n",
    r#"{"url":"https://a.example/3","published":"2099-01-01T00:00:00Z","first_seen":"2025-11-11T00:00:00Z"}"#,
    "\n"
);

#[test]
fn a_broken_line_is_one_warning_and_costs_nothing_else() {
    for (name, bytes) in
        [("i.jsonl", LINES.as_bytes().to_vec()), ("i.zst", zstd::encode_all(LINES.as_bytes(), 3).unwrap())]
    {
        let capture = import_one(name, &bytes, None);
        assert_eq!(capture.header("content-type"), Some(lines::CONTENT_TYPE));
        let read = entries(&capture, None);
        let urls: Vec<_> = read.value.iter().map(|entry| entry.url.as_str()).collect();
        assert_eq!(urls, ["https://a.example/1", "https://a.example/2", "https://a.example/3"]);
        let told: Vec<String> = read.warnings.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 3, "{told:#?}");
        assert!(told[0].starts_with(&format!("file:///{name}:2: is not a JSON item")), "{}", told[0]);
        assert!(told[1].starts_with(&format!("file:///{name}:5: has no \"url\"")), "{}", told[1]);
        assert!(told[2].contains("2099"), "{}", told[2]);
        assert_eq!(read.value[0].html, "<p>a &lt; b</p>");
        assert_eq!(read.value[0].published.unwrap().to_iso(), "2025-11-10T09:00:00Z");
        assert_eq!(read.value[1].published.unwrap().offset_minutes, Some(540));
        assert!(read.value[1].is_full);
        // What was dated in 2099 counts from when it was first seen.
        assert_eq!(read.value[2].published.unwrap().to_iso(), "2025-11-11T00:00:00Z");
    }
}

fn summary(name: &str, bytes: &[u8], url: Option<&str>) -> String {
    match import(name, bytes, url, NOW.parse().unwrap()) {
        Ok(read) => {
            let captures = read.value.iter().map(|c| {
                let kind = c.header("content-type").unwrap_or("-");
                let state = c.failure().unwrap_or("ok".to_owned());
                format!("{} {kind} {state} {} {}", c.url, c.fetched_at, c.body.escape_ascii())
            });
            captures.chain(read.warnings.iter().map(|w| format!("! {w}"))).collect::<Vec<_>>().join("\n")
        }
        Err(error) => format!("error {error}"),
    }
}

#[test]
fn a_page_is_filed_under_the_address_it_gives_itself() {
    let check = |html: &str, url: Option<&str>, filed: &str| {
        assert_eq!(import_one("dir/my page.html", html.as_bytes(), url).url, filed, "{html}");
    };
    let head = |inside: &str| format!("<!doctype html><html><head>{inside}</head><body>x</body></html>");
    check(
        &head("<link rel=canonical href='https://a.example/x?a=1&amp;b=2'>"),
        None,
        "https://a.example/x?a=1&b=2",
    );
    check(&head("<meta property=\"og:url\" content=\"https://a.example/y\">"), None, "https://a.example/y");
    check(
        &head(
            "<meta content='https://a.example/y' property='og:url'><LINK HREF='https://a.example/x' REL='canonical'>",
        ),
        None,
        "https://a.example/x",
    );
    check(&head("<link rel=canonical href='/relative'>"), None, "file:///my%20page.html");
    check(&head(""), None, "file:///my%20page.html");
    check(
        &head("<link rel=canonical href='https://a.example/x'>"),
        Some("https://b.example/z"),
        "https://b.example/z",
    );
}

#[test]
fn feeds_and_pages_are_told_by_content() {
    let gzip = |bytes: &[u8]| {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut writer, bytes).unwrap();
        writer.finish().unwrap()
    };
    let check = |name: &str, bytes: &[u8], told: &str| assert_eq!(summary(name, bytes, None), told);
    check("a.txt", b"<rss/>", "file:///a.txt application/xml ok 2025-11-12T00:00:00Z <rss/>");
    check("a.bin", &gzip(&gzip(b"<rss/>")), "file:///a.bin application/xml ok 2025-11-12T00:00:00Z <rss/>");
    check(
        "a.html",
        b"{\"items\":[]}",
        "file:///a.html application/feed+json ok 2025-11-12T00:00:00Z {\\\"items\\\":[]}",
    );
    check("a.pdf", b"%PDF-1.7", "file:///a.pdf application/pdf ok 2025-11-12T00:00:00Z %PDF-1.7");
    check("a", b"", "error a: is empty; nothing to import");
    check(
        "a.xml",
        b"just words",
        "error a.xml: is neither a feed, a page, JSON Lines of items nor WARC (also gzip or zstd); nothing to import",
    );
    assert!(
        summary("a.gz", &gzip(b"<rss/>")[..15], None)
            .starts_with("error a.gz: the compressed data is broken")
    );
}

#[test]
fn an_archive_gives_one_capture_per_response() {
    let record = |kind: &str, url: &str, block: &str| {
        format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2025-11-10T00:00:00Z\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    };
    let http = |head: &str, body: &str| format!("HTTP/1.1 {head}\r\n\r\n{body}");
    let archive = record("warcinfo", "", "software: test")
        + &record("request", "https://a.example/1", "GET /1 HTTP/1.1\r\n\r\n")
        + &record(
            "response",
            "<https://a.example/1>",
            &http("200 OK\r\nContent-Type: text/html\r\nSet-Cookie: a=b", "<p>one"),
        )
        + &record(
            "response",
            "https://a.example/2",
            &http("200 OK\r\nTransfer-Encoding: chunked", "3\r\ntwo\r\n0\r\n\r\n"),
        )
        + &record("response", "https://a.example/3", &http("404 Not Found", "gone"))
        + &record("response", "dns:a.example", "a.example 1.2.3.4")
        + &record("response", "https://a.example/4", "no http")
        + &record("resource", "https://a.example/5", "text");
    let whole = summary("web.warc", archive.as_bytes(), None);
    insta::assert_snapshot!(whole, @r"
    https://a.example/1 text/html ok 2025-11-10T00:00:00Z <p>one
    https://a.example/2 - ok 2025-11-10T00:00:00Z two
    https://a.example/3 - HTTP 404 2025-11-10T00:00:00Z gone
    https://a.example/5 application/octet-stream ok 2025-11-10T00:00:00Z text
    ! web.warc: record 7: holds no HTTP response; left out
    ");
    // As archives are packed: each record a gzip member of its own.
    let packed: Vec<u8> = archive
        .split_inclusive("\r\n\r\nWARC")
        .flat_map(|part| {
            let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            std::io::Write::write_all(&mut writer, part.as_bytes()).unwrap();
            writer.finish().unwrap()
        })
        .collect();
    assert_eq!(summary("web.warc", &packed, None), whole);
    let cut = summary("web.warc", &archive.as_bytes()[..archive.len() - 10], None);
    assert!(cut.ends_with("! web.warc: record 8: is broken off or not WARC; the rest of the file was not read; get the file again"), "{cut}");
    let head = import("web.warc", &archive.as_bytes()[..40], None, NOW.parse().unwrap());
    assert!(head.is_err_and(|e| e.to_string().contains("record 1 is broken off")));
}

proptest::proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
        let _ = import("x", &bytes, None, NOW.parse().unwrap());
        let _ = import("x", &[b"WARC/1.0\r\ncontent-length: 9\r\n\r\n", bytes.as_slice()].concat(), None, NOW.parse().unwrap());
        let _ = import("x", &[b"<html><link rel=canonical ", bytes.as_slice()].concat(), None, NOW.parse().unwrap());
    }
}
