//! Fetching one URL.

use std::io::Write;
use std::sync::Mutex;
use std::sync::mpsc::channel;
use std::time::Duration;

use flate2::write::GzEncoder;
use hinomi_gather::fetch::http::{Limits, REDIRECTS_MAX, USER_AGENT};
use hinomi_gather::{Answer, Fetch, HttpFetch, Request, Validators, Wanted};
use hinomi_model::Capture;

use crate::server::{Server, answer};

const LIMITS: Limits = Limits {
    connect: Duration::from_secs(2),
    total: Duration::from_secs(5),
    body_bytes_max: 2 << 20,
    unpacked_bytes_max: 4 << 20,
};

fn ask(limits: Limits, url: &str, validators: Option<&Validators>) -> Answer {
    let now = "2025-11-12T00:00:00Z".parse().unwrap();
    let fetch = HttpFetch::with_limits(None, limits).unwrap();
    fetch.get(&Request { url, source: "s", now, wanted: Wanted::Page, validators })
}

fn get(url: &str) -> Capture {
    match ask(LIMITS, url, None) {
        Answer::Fresh(capture) => capture,
        Answer::Unchanged => panic!("nothing was asked for on a condition"),
    }
}

/// The failure of a fetch without the parts that differ from run to run.
fn failure(url: &str) -> String {
    get(url).failure().expect("it fails").replace(url, "URL")
}

#[test]
fn a_page_arrives_with_its_headers_and_without_cookies() {
    let server = Server::of(|_| {
        answer(200, &["Content-Type: text/html", "ETag: \"1\"", "Set-Cookie: id=7"], "<p>日本")
    });
    let capture = get(&format!("{}/a?b=c#d", server.url));
    assert_eq!(capture.body, "<p>日本".as_bytes());
    assert_eq!(capture.header("content-type"), Some("text/html"));
    assert_eq!(capture.header("etag"), Some("\"1\""));
    assert_eq!(capture.header("set-cookie"), None);
    assert_eq!((capture.source.as_str(), capture.failure()), ("s", None));
    assert_eq!(capture.final_url, capture.url);
    let asked = &server.asked()[0];
    assert_eq!(asked.path, "/a?b=c");
    assert_eq!(asked.header("user-agent"), Some(USER_AGENT));
    assert!(USER_AGENT.starts_with("Hinomi/"));
    assert_eq!(asked.header("accept-encoding"), Some("gzip, br, zstd"));
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let server =
        Server::of(|asked| match (asked.header("if-none-match"), asked.header("if-modified-since")) {
            (Some("\"1\""), Some("Mon, 10 Nov 2025 00:00:00 GMT")) => answer(304, &[], ""),
            _ => answer(200, &["ETag: \"1\"", "Last-Modified: Mon, 10 Nov 2025 00:00:00 GMT"], "x"),
        });
    let first = get(&server.url);
    let validators = Validators::of(&first).expect("both are there");
    assert_eq!(ask(LIMITS, &server.url, Some(&validators)), Answer::Unchanged);
    let stale = Validators { etag: Some("\"0\"".into()), last_modified: None };
    assert!(matches!(ask(LIMITS, &server.url, Some(&stale)), Answer::Fresh(capture) if capture.body == b"x"));
    // A 304 to a question without condition is the server's mistake, and no copy of ours.
    let odd = Server::of(|_| answer(304, &[], ""));
    assert_eq!(get(&odd.url).failure().as_deref(), Some("HTTP 304"));
}

#[test]
fn redirects_are_followed_so_far() {
    let server = Server::of(|asked| {
        let to = |location: &str| answer(302, &[&format!("Location: {location}")], "");
        match asked.path.as_str() {
            "/one" => to("two?x=1"),
            "/two?x=1" => answer(200, &[], "here"),
            "/circle" => to("/circle2"),
            "/circle2" => to("/circle"),
            "/file" => to("file:///etc/passwd"),
            "/nowhere" => to("http://"),
            "/silent" => answer(302, &[], ""),
            path => to(&format!("{path}x")),
        }
    });
    let at = |path: &str| format!("{}{path}", server.url);
    let capture = get(&at("/one"));
    assert_eq!((capture.body.as_slice(), capture.final_url), (&b"here"[..], at("/two?x=1")));
    assert_eq!(capture.url, at("/one"));
    assert!(failure(&at("/circle")).starts_with("redirects in a circle, back to"));
    assert_eq!(
        failure(&at("/ever")),
        format!("redirects more than {REDIRECTS_MAX} times; correct the address")
    );
    assert_eq!(
        failure(&at("/file")),
        "leads to file:, and only http and https are fetched; correct the address"
    );
    assert_eq!(
        failure(&at("/nowhere")),
        "redirects to something that is not an address; correct the address"
    );
    assert_eq!(failure(&at("/silent")), "HTTP 302");
}

#[test]
fn compressed_answers_are_unpacked_and_bombs_are_not() {
    let packed = |coding: &str, text: &[u8]| match coding {
        "gzip" => {
            let mut writer = GzEncoder::new(Vec::new(), flate2::Compression::best());
            writer.write_all(text).unwrap();
            writer.finish().unwrap()
        }
        "br" => {
            let mut out = Vec::new();
            brotli::CompressorWriter::new(&mut out, 4096, 5, 20).write_all(text).unwrap();
            out
        }
        _ => zstd::encode_all(text, 3).unwrap(),
    };
    let server = Server::of(move |asked| {
        let coding = asked.path.trim_matches('/').split('-').next().unwrap().to_owned();
        let header = format!("Content-Encoding: {coding}");
        match asked.path.split_once('-') {
            Some((_, "bomb")) => answer(200, &[&header], packed(&coding, &vec![b' '; 64 << 20])),
            Some((_, "cut")) => answer(200, &[&header], &packed(&coding, &[b'x'; 5000])[..12]),
            Some((_, "plain")) => answer(200, &[&header], "<p>plain"),
            Some((_, "twice")) => {
                answer(200, &["Content-Encoding: gzip, zstd"], packed("zstd", &packed("gzip", b"text")))
            }
            Some((_, "often")) => answer(200, &["Content-Encoding: gzip, gzip, gzip, gzip"], "x"),
            _ => answer(200, &[&header], packed(&coding, "日本語".as_bytes())),
        }
    });
    let at = |path: &str| format!("{}/{path}", server.url);
    for coding in ["gzip", "br", "zstd"] {
        assert_eq!(get(&at(coding)).body, "日本語".as_bytes(), "{coding}");
        assert_eq!(
            failure(&at(&format!("{coding}-bomb"))),
            "is larger than 4 MB and was not taken; open it in a browser"
        );
        assert!(
            failure(&at(&format!("{coding}-cut"))).starts_with("the compressed answer is broken"),
            "{coding}"
        );
        assert_eq!(get(&at(&format!("{coding}-plain"))).body, b"<p>plain", "{coding}");
    }
    assert_eq!(get(&at("gzip-twice")).body, b"text");
    assert_eq!(failure(&at("gzip-often")), "is compressed more than 3 times over; not opened");
}

#[test]
fn a_huge_page_is_left_at_the_limit() {
    // Sends a gigabyte, and counts how much of it was taken.
    let (sent, n_sent) = channel();
    let sent = Mutex::new(sent);
    let server = Server::raw(move |asked, stream| {
        let length = if asked.path == "/announced" { "Content-Length: 1073741824\r\n" } else { "" };
        let mut n_bytes = 0_u64;
        let _ = write!(stream, "HTTP/1.1 200 OK\r\n{length}Connection: close\r\n\r\n");
        while n_bytes < 1 << 30 && stream.write_all(&[b'x'; 1 << 16]).is_ok() {
            n_bytes += 1 << 16;
        }
        let _ = sent.lock().unwrap().send(n_bytes);
    });
    for path in ["/announced", "/endless"] {
        assert_eq!(
            failure(&format!("{}{path}", server.url)),
            "is larger than 2 MB and was not taken; open it in a browser"
        );
        let n_bytes = n_sent.recv_timeout(Duration::from_secs(20)).expect("the client hangs up");
        assert!(n_bytes < 64 << 20, "{path}: {n_bytes} bytes were taken");
    }
}

#[test]
fn a_server_that_hangs_costs_so_much_time_and_no_more() {
    let (hold, held) = channel::<()>();
    let held = Mutex::new(held);
    let server = Server::raw(move |asked, stream| {
        if asked.path == "/half" {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
            let _ = stream.flush();
        }
        // Until the test ends.
        let _ = held.lock().unwrap().recv();
    });
    let limits = Limits { total: Duration::from_millis(300), ..LIMITS };
    for path in ["/silent", "/half"] {
        let Answer::Fresh(capture) = ask(limits, &format!("{}{path}", server.url), None) else {
            panic!("unchanged")
        };
        let told = "no complete answer from 127.0.0.1 within 0.3 s; it will be tried again";
        assert_eq!(capture.failure().as_deref(), Some(told), "{path}");
    }
    drop(hold);
}

#[test]
fn what_goes_wrong_is_told_in_words() {
    let server = Server::raw(|asked, stream| {
        let text: &[u8] = match asked.path.as_str() {
            "/short" => b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nhalf",
            "/junk" => b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
            _ => b"",
        };
        let _ = stream.write_all(text);
    });
    let at = |path: &str| format!("{}{path}", server.url);
    let short = failure(&at("/short"));
    assert!(short.starts_with("the answer broke off") || short.contains("failed ("), "{short}");
    assert!(failure(&at("/junk")).contains("not proper HTTP"), "{}", failure(&at("/junk")));
    assert!(failure(&at("/nothing")).contains("127.0.0.1"), "{}", failure(&at("/nothing")));
    // Nobody listens there.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let refused = failure(&format!("http://{free}/"));
    assert!(refused.contains("check the network, or try again later"), "{refused}");
    assert_eq!(
        failure("ftp://a.example/"),
        "leads to ftp:, and only http and https are fetched; correct the address"
    );
    assert_eq!(failure("nonsense"), "is not an address; correct it where it stands");
    let unnamed = failure("http://no-such-host.invalid/");
    assert!(unnamed.contains("no-such-host.invalid"), "{unnamed}");
}

#[test]
fn a_refusal_is_on_record_without_its_page() {
    let server =
        Server::of(|asked| answer(asked.path[1..].parse().unwrap(), &["Content-Type: text/html"], "<p>No!"));
    for status in [403, 404, 410, 429, 500, 503] {
        let capture = get(&format!("{}/{status}", server.url));
        assert_eq!(capture.failure(), Some(format!("HTTP {status}")));
        assert_eq!(capture.body, b"");
    }
}
