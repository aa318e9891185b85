//! Feeds: other parsers' own test files, `feed-conformance`.
//!
//! Every file of the six suites is parsed; a panic is a 0. Where a suite says what is right, the row
//! is 1 when all of it is found.
//!
//! **feedparser** (`Expect:` expressions). Applicable are expectations about fields that a feed has
//! in our model ([`looked`]): title, summary and content with kind, base and language; links; id;
//! published, updated, created as written and as understood; authors; language; the source of an
//! entry; version; encoding; and `bozo` (ill-formed) beside one of these. Not applicable, because
//! nothing of it reaches an entry: contributors, rights and licences, generator, info, icon, logo,
//! images, text inputs, clouds, categories, publishers, comments, expiry and validity, iTunes,
//! Media RSS, geography, chapters, made-up elements, the HTTP headers `etag` and `modified`.
//! Not applicable for a reason of their own:
//! - `us-ascii` for `text/*` sent without charset: RFC 3023, obsoleted in 2014 by RFC 7303;
//! - addresses relative to a `Content-Location` header: RFC 7231 (2014), appendix B, took that away,
//!   and browsers never did it.
//!
//! The `sanitize` files ask for the exact output of feedparser's HTML sanitizer, which we do not
//! have: foreign HTML ends in `hinomi-read`. They must parse, and are counted apart.
//!
//! **gofeed** (`translator`, universal model) and **feed-rs**: title, link and dates of the feed's entries.
//! **feedvalidator, miniflux, rss-crate**: no panic; feeds must still give items where they hold any.

mod looked;
mod peers;
mod tar;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use hinomi_gather::wire::{self, Feed};
use hinomi_model::Lang;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use crate::table::Table;

/// Where feedparser's test server serves its files from.
const DOCUMENT_URL: &str = "http://127.0.0.1:8097/";

const SUITES: &[&str] = &["feedparser", "gofeed", "feed-rs", "feedvalidator", "miniflux", "rss-crate"];

#[derive(Deserialize)]
struct Expectation {
    file: String,
    #[serde(default)]
    expect: Vec<Expected>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Expected {
    path: Vec<Value>,
    op: String,
    #[serde(default)]
    value: Value,
}

/// Right and all, to be shown as a share.
#[derive(Default)]
struct Count {
    right: usize,
    all: usize,
}

impl Count {
    fn add(&mut self, is_right: bool) {
        self.right += usize::from(is_right);
        self.all += 1;
    }

    fn share(&self) -> f64 {
        if self.all == 0 { 0.0 } else { self.right as f64 / self.all as f64 }
    }
}

/// Parses every file of the six suites and compares with what they expect.
pub fn run(data: &Path) -> Result<Table> {
    let folder = data.join("feed-conformance");
    let expected = expectations(&folder)?;
    let mut table = Table::default();
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    let (mut n_bytes, mut slowest, mut took) = (0, (0.0, String::new()), 0.0);
    for suite in SUITES {
        let files: BTreeMap<String, Vec<u8>> =
            tar::read(&folder.join(format!("{suite}.dev.tar.zst")))?.into_iter().collect();
        for (name, bytes) in &files {
            let inside = name.split_once('/').map_or(name.as_str(), |(_, inside)| inside);
            let expected = if *suite == "feedparser" { expected.get(inside) } else { None };
            let started = clock();
            let feed = parsed(bytes, expected);
            let seconds = started.elapsed().as_secs_f64();
            took += seconds;
            n_bytes += bytes.len();
            if seconds > slowest.0 {
                slowest = (seconds, name.clone());
            }
            counts.entry("parsed without panic".to_owned()).or_default().add(feed.is_some());
            let mut is_right = feed.is_some();
            if let Some(Some(feed)) = &feed {
                let judged = match *suite {
                    "feedparser" => expected.and_then(|expected| judge(feed, expected)),
                    "gofeed" => peers::gofeed(name, feed, &files),
                    "feed-rs" => peers::feed_rs(name, feed, &files),
                    _ => None,
                };
                if let Some(judged) = judged {
                    let is_sanitizer = name.contains("/sanitize/");
                    counts.entry(group(suite, inside)).or_default().add(judged);
                    if *suite == "feedparser" && !is_sanitizer {
                        counts.entry("feedparser applicable".to_owned()).or_default().add(judged);
                        if inside.contains("/wellformed/") {
                            counts
                                .entry("feedparser applicable well-formed".to_owned())
                                .or_default()
                                .add(judged);
                        }
                    }
                    is_right &= judged || is_sanitizer;
                }
                if matches!(*suite, "feedvalidator" | "miniflux" | "rss-crate") && peers::has_items(bytes) {
                    is_right &= !feed.items.is_empty();
                    counts.entry(format!("{suite} gives items")).or_default().add(!feed.items.is_empty());
                }
            } else if let Some(expected) =
                expected.filter(|_| !inside.contains("/sanitize/") && !inside.contains("illformed"))
            {
                // A well-formed case in which no feed was found at all.
                if expected.expect.iter().any(|expected| expected.path.len() > 1) {
                    is_right = false;
                    counts.entry(group(suite, inside)).or_default().add(false);
                }
            }
            table
                .rows
                .insert(format!("{suite}/{}", inside.replace(',', "%2C")), f64::from(u8::from(is_right)));
        }
    }
    for (name, count) in &counts {
        table.summary.push((name.clone(), count.share()));
        table.notes.push(format!("{name}: {} of {}", count.right, count.all));
    }
    let megabytes = n_bytes as f64 / 1e6;
    table.notes.push(format!(
        "{} files, {megabytes:.1} MB in {took:.2} s; slowest {:.3} s: {}",
        table.rows.len(),
        slowest.0,
        slowest.1
    ));
    Ok(table)
}

fn expectations(folder: &Path) -> Result<BTreeMap<String, Expectation>> {
    let path = folder.join("feedparser-expectations.dev.jsonl.zst");
    let packed = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let text = String::from_utf8(zstd::decode_all(packed.as_slice())?)?;
    let mut expected = BTreeMap::new();
    for line in text.lines() {
        let row: Expectation =
            serde_json::from_str(line).with_context(|| format!("bad line in {}", path.display()))?;
        expected.insert(row.file.clone(), row);
    }
    Ok(expected)
}

/// The feed; `Some(None)` when the parser says that it is none, `None` when it panicked.
fn parsed(bytes: &[u8], expected: Option<&Expectation>) -> Option<Option<Feed>> {
    let url = Url::parse(DOCUMENT_URL).ok();
    let header = |name: &str| {
        let headers = expected.map(|expected| &expected.headers)?;
        headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    };
    let content_type = header("content-type");
    std::panic::catch_unwind(|| wire::parse(bytes, content_type, url.as_ref(), Lang::Other).ok()).ok()
}

/// Whether everything applicable holds; `None` when nothing is applicable.
fn judge(feed: &Feed, expected: &Expectation) -> Option<bool> {
    let headers = &expected.headers;
    let has = |name: &str| headers.keys().any(|key| key.eq_ignore_ascii_case(name));
    if has("content-location") || has("content-language") {
        return None;
    }
    let is_text = headers.iter().any(|(key, value)| {
        key.eq_ignore_ascii_case("content-type") && value.starts_with("text/") && !value.contains("charset")
    });
    let mut judged = None;
    let mut is_bozo_right = true;
    for Expected { path, op, value } in &expected.expect {
        let Some(found) = looked::at(feed, path) else { continue };
        let holds = looked::holds(&found, op, value, path);
        match path.first().and_then(Value::as_str) {
            Some("bozo") => is_bozo_right = holds,
            Some("encoding") if is_text && value == "us-ascii" => {}
            _ => judged = Some(judged.unwrap_or(true) && holds),
        }
    }
    judged.map(|judged| judged && is_bozo_right)
}

/// `feedparser wellformed/rss`, `gofeed translator/atom`.
fn group(suite: &str, inside: &str) -> String {
    let folder = inside.rsplit_once('/').map_or("", |(folder, _)| folder);
    let short: Vec<&str> = folder.split('/').skip(1).collect();
    format!("{suite} {}", short.join("/")).trim().to_owned()
}

#[expect(clippy::disallowed_methods, reason = "a suite measures time; what it measures does not see it")]
fn clock() -> Instant {
    Instant::now()
}
