use super::*;
use crate::ReplayFetch;
use std::collections::BTreeMap;

/// A recorded web: two feeds, of which `b` names a page of `a` too, one broken source, one page source.
fn recorded() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let put = |path: &str, text: &str| {
        let file = dir.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    };
    let item = |url: &str, day: &str| {
        format!(
            "<item><title>t</title><link>{url}</link><pubDate>{day} Nov 2025 09:00:00 +0900</pubDate></item>"
        )
    };
    let feed = |items: &str| format!("<rss version='2.0'><channel><title>f</title>{items}</channel></rss>");
    put(
        "a.example/feed.xml",
        &feed(&(item("https://a.example/1", "10") + &item("/2", "12") + &item("/gone", "10"))),
    );
    put("a.example/1.html", "<p>one</p>");
    put("a.example/2.html", "<p>two</p>");
    put(
        "b.example/feed.xml",
        &feed(&(item("https://a.example/1", "10") + &item("https://b.example/3", "10"))),
    );
    put("b.example/3.html", "<p>three</p>");
    dir
}

#[derive(Default)]
struct Held(BTreeMap<String, PageSeen>);

impl Memory for Held {
    fn validators(&self, _: &str) -> Option<Validators> {
        None
    }
    fn page(&self, url: &str) -> Option<PageSeen> {
        self.0.get(url).copied()
    }
}

fn round(
    sources: &[Source],
    fetch: &dyn Fetch,
    held: &Held,
    now: &str,
    until: Option<&str>,
) -> (Polled, Vec<Capture>) {
    let mut captures = Vec::new();
    let plan = Plan {
        now: now.parse().unwrap(),
        until: until.map(|until| until.parse().unwrap()),
        n_workers: 3,
        progress: None,
    };
    let polled = poll(sources, fetch, held, &plan, &mut |capture| {
        captures.push(capture);
        true
    });
    captures.sort_by(|a, b| a.url.cmp(&b.url));
    (polled, captures)
}

fn urls(captures: &[Capture]) -> Vec<String> {
    captures
        .iter()
        .map(|c| format!("{} {} {}", c.source, c.url, c.failure().unwrap_or("ok".to_owned())))
        .collect()
}

#[test]
fn feeds_then_pages_each_once_and_failures_on_record() {
    let dir = recorded();
    let fetch = ReplayFetch::open(dir.path()).unwrap();
    let mut sources = fetch.sources().unwrap();
    sources.push(Source { id: "c".into(), url: "https://c.example/feed.xml".into(), ..sources[0].clone() });
    let (polled, captures) = round(&sources, &fetch, &Held::default(), "2025-11-13T00:00:00Z", None);
    insta::assert_snapshot!(urls(&captures).join("\n"), @r"
    a.example https://a.example/1 ok
    a.example https://a.example/2 ok
    a.example https://a.example/feed.xml ok
    a.example https://a.example/gone HTTP 404
    b.example https://b.example/3 ok
    b.example https://b.example/feed.xml ok
    c https://c.example/feed.xml HTTP 404
    ");
    assert_eq!(polled.n_captured, 7);
    let states: Vec<_> = polled
        .sources
        .iter()
        .map(|s| (s.source.as_str(), &s.state, s.n_entries, s.n_captured, s.n_pages_failed))
        .collect();
    assert_eq!(
        states,
        [
            ("a.example", &State::Fetched, 3, 4, 1),
            ("b.example", &State::Fetched, 2, 2, 0),
            (
                "c",
                &State::Failed("HTTP 404: there is nothing at this address; correct it".to_owned()),
                0,
                1,
                0
            ),
        ]
    );
}

#[test]
fn what_is_published_later_waits() {
    let dir = recorded();
    let fetch = ReplayFetch::open(dir.path()).unwrap();
    let sources = fetch.sources().unwrap();
    let (_, captures) =
        round(&sources, &fetch, &Held::default(), "2025-11-13T00:00:00Z", Some("2025-11-11T00:00:00Z"));
    assert!(!urls(&captures).iter().any(|line| line.contains("a.example/2")));
}

#[test]
fn a_page_is_fetched_again_only_when_it_is_due() {
    let dir = recorded();
    let fetch = ReplayFetch::open(dir.path()).unwrap();
    let sources = &fetch.sources().unwrap()[..1];
    let check = |fetched_at: &str, ok: bool, now: &str, due: bool| {
        let seen = PageSeen { fetched_at: fetched_at.parse().unwrap(), ok };
        let held = Held(
            ["https://a.example/1", "https://a.example/2", "https://a.example/gone"]
                .map(|url| (url.to_owned(), seen))
                .into(),
        );
        let (_, captures) = round(sources, &fetch, &held, now, None);
        assert_eq!(captures.len() > 1, due, "fetched {fetched_at}, ok {ok}, now {now}");
    };
    check("2025-11-13T00:00:00Z", true, "2025-11-13T10:00:00Z", false);
    check("2025-11-13T00:00:00Z", true, "2025-11-13T21:00:00Z", true);
    check("2025-11-13T00:00:00Z", true, "2025-12-13T21:00:00Z", false);
    check("2025-11-13T00:00:00Z", false, "2025-11-13T21:00:00Z", false);
    check("2025-11-13T00:00:00Z", false, "2025-11-14T01:00:00Z", true);
}

#[test]
fn a_sink_that_fails_ends_the_round() {
    let dir = recorded();
    let fetch = ReplayFetch::open(dir.path()).unwrap();
    let sources = fetch.sources().unwrap();
    let plan =
        Plan { now: "2025-11-13T00:00:00Z".parse().unwrap(), until: None, n_workers: 1, progress: None };
    let polled = poll(&sources, &fetch, &Held::default(), &plan, &mut |_| false);
    assert!(polled.stopped);
    assert_eq!(polled.n_captured, 0);
    assert_eq!(polled.sources[1].state, State::Skipped);
}

struct Panics;

impl Fetch for Panics {
    fn get(&self, request: &Request<'_>) -> Answer {
        assert!(!request.url.contains("a.example"), "on purpose");
        Answer::Unchanged
    }
}

#[test]
fn one_source_that_breaks_us_costs_no_other() {
    let dir = recorded();
    let sources = ReplayFetch::open(dir.path()).unwrap().sources().unwrap();
    let (polled, _) = round(&sources, &Panics, &Held::default(), "2025-11-13T00:00:00Z", None);
    assert!(matches!(polled.sources[0].state, State::Failed(_)));
    assert_eq!(polled.sources[1].state, State::Unchanged);
}

#[test]
fn a_date_in_2099_is_told_and_waited_for_only_where_a_day_is_replayed() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("a.example")).unwrap();
    let feed =
        "<rss><channel><item><link>/x</link><pubDate>1 Jan 2099 00:00 GMT</pubDate></item></channel></rss>";
    std::fs::write(dir.path().join("a.example/feed.xml"), feed).unwrap();
    std::fs::write(dir.path().join("a.example/x.html"), "<p>x").unwrap();
    let fetch = ReplayFetch::open(dir.path()).unwrap();
    let sources = fetch.sources().unwrap();
    let check = |until: Option<&str>, n_captures: usize, told: &str| {
        let (polled, captures) = round(&sources, &fetch, &Held::default(), "2025-11-13T00:00:00Z", until);
        assert_eq!(captures.len(), n_captures);
        let warnings: Vec<String> = polled.sources[0].warnings.iter().map(ToString::to_string).collect();
        assert_eq!(
            warnings,
            [format!(
                "a.example: dates 1 entry in the future, as https://a.example/x on 2099-01-01T00:00:00Z; {told}"
            )]
        );
    };
    check(None, 2, "the date is not trusted");
    check(Some("2025-11-13T00:00:00Z"), 1, "it is read when that day comes");
}

/// A web whose owner lets only one page per round be asked for.
struct Polite(ReplayFetch);

impl Fetch for Polite {
    fn get(&self, request: &Request<'_>) -> Answer {
        self.0.get(request)
    }
    fn pages_per_source_max(&self) -> usize {
        1
    }
}

#[test]
fn where_not_all_may_be_asked_for_the_newest_come_first() {
    let dir = recorded();
    let fetch = Polite(ReplayFetch::open(dir.path()).unwrap());
    let sources = fetch.0.sources().unwrap();
    let (polled, captures) = round(&sources[..1], &fetch, &Held::default(), "2025-11-13T00:00:00Z", None);
    assert_eq!(
        urls(&captures),
        ["a.example https://a.example/2 ok", "a.example https://a.example/feed.xml ok"]
    );
    let told =
        "a.example: names 3 pages not yet read; the newest 1 are fetched now; gather again for the rest";
    assert_eq!(polled.sources[0].warnings[0].to_string(), told);
}
