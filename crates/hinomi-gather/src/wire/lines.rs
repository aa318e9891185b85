//! JSON Lines of items: `url`, `title`, `published`, `source`, `lang`, and `summary`, `text` or `html`.
//!
//! `first_seen` (when a collector first saw the item) stands in for a publication time that is
//! missing or lies after it; `updated` is taken too. Other fields are left alone. A line that is no
//! such item is one warning and costs nothing else.

use std::borrow::Cow;

use hinomi_model::{Capture, Entry, Lang, Stamp, Warned, Warning};
use jiff::Timestamp;
use serde::Deserialize;
use url::Url;

use super::date;
use super::entity::unescape;
use super::markup::{headline, html_of, html_of_unstated};

/// Content type that marks a capture as JSON Lines. Source: github.com/ndjson/ndjson-spec, 2023.
pub const CONTENT_TYPE: &str = "application/x-ndjson";

/// Longest line read, in bytes: an item with its full text.
const LINE_BYTES_MAX: usize = 4 << 20;

#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow, default)]
    url: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    title: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    published: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    updated: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    first_seen: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    source: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    lang: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    author: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    summary: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    text: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    html: Option<Cow<'a, str>>,
}

/// Whether `line` is an item: a JSON object with a `url`.
pub fn is_item(line: &str) -> bool {
    serde_json::from_str::<Line<'_>>(line.trim()).is_ok_and(|line| line.url.is_some())
}

/// Reads the items of `text`; places in warnings are `file:line`.
pub fn entries(text: &str, capture: &Capture, future_from: Timestamp) -> Warned<Vec<Entry>> {
    let mut warnings = Vec::new();
    let mut entries = Vec::new();
    for (line_idx, line) in text.lines().enumerate() {
        let line = line.trim().trim_start_matches('\u{feff}');
        if line.is_empty() {
            continue;
        }
        let place = format!("{}:{}", capture.url, line_idx + 1);
        match entry(line, capture, future_from, &place, &mut warnings) {
            Ok(entry) => entries.push(entry),
            Err(what) => {
                warnings.push(Warning::new(place, what, "left out; correct the line and import again"))
            }
        }
    }
    Warned { value: entries, warnings }
}

fn entry(
    line: &str,
    capture: &Capture,
    future_from: Timestamp,
    place: &str,
    warnings: &mut Vec<Warning>,
) -> Result<Entry, String> {
    if line.len() > LINE_BYTES_MAX {
        return Err(format!("is longer than {} MB", LINE_BYTES_MAX >> 20));
    }
    let item: Line<'_> =
        serde_json::from_str(line).map_err(|error| format!("is not a JSON item: {error}"))?;
    let url = item.url.as_deref().map(str::trim).filter(|url| !url.is_empty()).ok_or("has no \"url\"")?;
    let address = Url::parse(url).map_err(|error| format!("\"url\" {url:?} is not an address: {error}"))?;
    if !matches!(address.scheme(), "http" | "https") {
        return Err(format!("\"url\" {url:?} is not an http or https address"));
    }
    let mut stamp = |name: &str, written: &Option<Cow<'_, str>>| -> Option<Stamp> {
        let written = written.as_deref().map(str::trim).filter(|text| !text.is_empty())?;
        let stamp = date::parse(written, Lang::Other);
        if stamp.is_none() {
            warnings.push(Warning::new(
                place,
                format!("{name:?} {written:?} is not a time"),
                "write it as 2025-11-10T09:00:00+09:00",
            ));
        }
        stamp
    };
    let (published, updated) = (stamp("published", &item.published), stamp("updated", &item.updated));
    let first_seen = stamp("first_seen", &item.first_seen);
    let latest =
        first_seen.and_then(|stamp| stamp.known_from(Lang::Other)).unwrap_or(future_from).min(future_from);
    let mut past = |name: &str, stamp: Option<Stamp>| {
        stamp.filter(|stamp| {
            let fine = date::is_past(*stamp, latest);
            if !fine {
                let what = format!("{name:?} {} lies after the item was seen; not trusted", stamp.to_iso());
                warnings.push(Warning::new(place, what, ""));
            }
            fine
        })
    };
    let plain = |text: &Option<Cow<'_, str>>| text.as_deref().unwrap_or_default().trim().to_owned();
    let (html, is_full) = match (&item.html, &item.text, &item.summary) {
        (Some(html), _, _) if !html.trim().is_empty() => (html.clone().into_owned(), true),
        (_, Some(text), _) if !text.trim().is_empty() => (html_of(&unescape(text)), true),
        (_, _, summary) => (html_of_unstated(summary.as_deref().unwrap_or_default()), false),
    };
    Ok(Entry {
        capture: capture.id,
        source: item
            .source
            .as_deref()
            .map(str::trim)
            .filter(|s| !s.is_empty())
            .unwrap_or(&capture.source)
            .to_owned(),
        url: address.into(),
        guid: String::new(),
        // Collectors hand on what feeds escaped once too often.
        title: headline(item.title.as_deref().unwrap_or_default(), false),
        byline: plain(&item.author),
        published: past("published", published)
            .or(first_seen.filter(|seen| date::is_past(*seen, future_from))),
        updated: past("updated", updated),
        lang: item.lang.as_deref().filter(|tag| !tag.is_empty()).map(Lang::of_tag),
        html,
        is_full,
    })
}
