//! A whole round over HTTP.

use std::collections::BTreeMap;
use std::sync::Mutex;

use hinomi_gather::{HttpFetch, Memory, PageSeen, Plan, Polled, State, Validators, poll, sources};
use hinomi_model::{Capture, Source};

use crate::server::{Server, answer};

/// A memory as a store would keep it.
#[derive(Default)]
struct Kept(Mutex<BTreeMap<String, Capture>>);

impl Memory for Kept {
    fn validators(&self, url: &str) -> Option<Validators> {
        Validators::of(self.0.lock().unwrap().get(url)?)
    }
    fn page(&self, url: &str) -> Option<PageSeen> {
        let kept = self.0.lock().unwrap();
        kept.get(url).map(|capture| PageSeen { fetched_at: capture.fetched_at, ok: capture.is_readable() })
    }
    fn held(&self, url: &str) -> Option<Capture> {
        self.0.lock().unwrap().get(url).cloned()
    }
}

fn round(sources: &[Source], kept: &Kept, now: &str, n_captures_max: usize) -> Polled {
    let fetch = HttpFetch::new(None).unwrap();
    let plan = Plan { now: now.parse().unwrap(), until: None, n_workers: 4, progress: None };
    let mut n_captures = 0;
    poll(sources, &fetch, kept, &plan, &mut |capture| {
        n_captures += 1;
        if n_captures > n_captures_max {
            return false;
        }
        kept.0.lock().unwrap().insert(capture.url.clone(), capture);
        true
    })
}

fn web() -> (Server, Vec<Source>) {
    let server = Server::of(|asked| match asked.path.as_str() {
        "/feed" if asked.header("if-none-match") == Some("\"f\"") => answer(304, &[], ""),
        "/feed" => answer(
            200,
            &["Content-Type: application/rss+xml", "ETag: \"f\""],
            "<rss><channel><item><link>/1</link></item><item><link>/2.pdf</link></item><item><link>/gone</link></item></channel></rss>",
        ),
        "/1" => answer(200, &["Content-Type: text/html; charset=Shift_JIS"], "<p>one"),
        "/2.pdf" => answer(200, &["Content-Type: application/pdf"], "%PDF-1.7"),
        "/page" => answer(200, &["Content-Type: text/html"], "<p>watched"),
        "/html-feed" => answer(200, &["Content-Type: text/html"], "<html><body>Moved</body></html>"),
        "/empty-feed" => answer(200, &[], ""),
        _ => answer(404, &[], ""),
    });
    let source = |id: &str, kind: &str| {
        format!("[[source]]\nid = \"{id}\"\nurl = \"{}/{id}\"\nkind = \"{kind}\"\n", server.url)
    };
    let list =
        [("feed", "feed"), ("page", "page"), ("html-feed", "feed"), ("empty-feed", "feed"), ("none", "feed")];
    let list: String = list.iter().map(|(id, kind)| source(id, kind)).collect();
    let sources = sources::parse(&list, "test").unwrap();
    (server, sources)
}

#[test]
fn each_source_gets_what_it_serves() {
    let (server, sources) = web();
    let kept = Kept::default();
    let polled = round(&sources, &kept, "2025-11-12T00:00:00Z", usize::MAX);
    let states: Vec<_> = polled
        .sources
        .iter()
        .map(|s| (s.source.as_str(), s.state.clone(), s.n_entries, s.n_captured, s.n_pages_failed))
        .collect();
    let fetched = State::Fetched;
    assert_eq!(
        states,
        [
            ("feed", fetched.clone(), 3, 4, 1),
            ("page", fetched.clone(), 0, 1, 0),
            ("html-feed", fetched.clone(), 0, 1, 0),
            ("empty-feed", fetched, 0, 1, 0),
            (
                "none",
                State::Failed("HTTP 404: there is nothing at this address; correct it".to_owned()),
                0,
                1,
                0
            ),
        ]
    );
    let warnings: Vec<String> = polled
        .sources
        .iter()
        .flat_map(|s| &s.warnings)
        .map(|w| w.to_string().replace(&server.url, ""))
        .collect();
    assert_eq!(
        warnings,
        [
            "/gone: HTTP 404: there is nothing at this address; correct it",
            "/html-feed: is a page (HTML), not a feed; look up the address of the feed, or set kind = \"page\"",
            "/empty-feed: is empty, not a feed; check the address if this lasts",
        ]
    );
    assert_eq!(kept.0.lock().unwrap()[&format!("{}/2.pdf", server.url)].body, b"%PDF-1.7");
}

#[test]
fn a_second_round_asks_for_nothing_that_it_has() {
    let (server, sources) = web();
    let kept = Kept::default();
    round(&sources[..1], &kept, "2025-11-12T00:00:00Z", usize::MAX);
    let n_asked = server.asked().len();
    let polled = round(&sources[..1], &kept, "2025-11-12T01:00:00Z", usize::MAX);
    assert_eq!((server.asked().len() - n_asked, polled.sources[0].state.clone()), (1, State::Unchanged));
    assert_eq!(polled.n_captured, 0);
}

#[test]
fn a_round_that_was_cut_short_is_taken_up_though_the_feed_is_unchanged() {
    let (_server, sources) = web();
    let kept = Kept::default();
    let cut = round(&sources[..1], &kept, "2025-11-12T00:00:00Z", 1);
    assert!(cut.stopped);
    let polled = round(&sources[..1], &kept, "2025-11-12T00:10:00Z", usize::MAX);
    assert_eq!((polled.sources[0].state.clone(), polled.n_captured), (State::Unchanged, 3));
}
