//! What gofeed and feed-rs expect of their own files, as far as our model has it.

use std::collections::BTreeMap;

use hinomi_gather::wire::{Dated, Feed, Record, Text};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;
use url::Url;

/// gofeed's universal model: the JSON beside `translator/…/x.xml`.
pub fn gofeed(name: &str, feed: &Feed, files: &BTreeMap<String, Vec<u8>>) -> Option<bool> {
    if !name.contains("/translator/") || name.ends_with(".json") && !name.contains("/json/") {
        return None;
    }
    let stem = name.rsplit_once('.')?.0;
    let expected = [format!("{stem}.json"), format!("{stem}_expected.json")]
        .iter()
        .filter(|path| *path != name)
        .find_map(|path| serde_json::from_slice::<Value>(files.get(path)?).ok())?;
    // gofeed computes dates of a feed from its items; ours are as stated.
    let mut right =
        text(feed.about.title.as_ref(), &expected, "title") && string(&feed.about.link, &expected, "link");
    let items = expected.get("items").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    right &= items.len() == feed.items.len();
    right &= items.iter().zip(&feed.items).all(|(expected, item)| record(item, expected));
    Some(right)
}

fn record(found: &Record, expected: &Value) -> bool {
    text(found.title.as_ref(), expected, "title")
        && string(&found.link, expected, "link")
        && string(&found.id, expected, "guid")
        // As in our entries, the only date given is the date of publication too.
        && date(found.published.as_ref().or(found.updated.as_ref()), expected, "publishedParsed")
        && date(found.updated.as_ref(), expected, "updatedParsed")
}

fn text(found: Option<&Text>, expected: &Value, key: &str) -> bool {
    string(found.map_or("", |text| &text.value), expected, key)
}

/// What is not expected is not compared: gofeed leaves out what is empty.
fn string(found: &str, expected: &Value, key: &str) -> bool {
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let same_address = |a: &str, b: &str| address(a).zip(address(b)).is_some_and(|(a, b)| a == b);
    expected
        .get(key)
        .and_then(Value::as_str)
        .is_none_or(|wanted| squeezed(found) == squeezed(wanted) || same_address(found, wanted))
}

/// Ours are absolute, theirs as written.
fn address(written: &str) -> Option<Url> {
    Url::parse(super::DOCUMENT_URL).ok()?.join(written).ok()
}

fn date(found: Option<&Dated>, expected: &Value, key: &str) -> bool {
    let Some(wanted) = expected.get(key).and_then(Value::as_str) else { return true };
    let Ok(wanted) = wanted.parse::<Timestamp>() else { return true };
    let found = found.and_then(|dated| dated.stamp?.when.earliest(&TimeZone::UTC));
    found.is_some_and(|found| found.as_second() == wanted.as_second())
}

/// feed-rs's model: the `.serde.json` beside a feed.
pub fn feed_rs(name: &str, feed: &Feed, files: &BTreeMap<String, Vec<u8>>) -> Option<bool> {
    let stem = name.rsplit_once('.')?.0;
    let expected: Value = serde_json::from_slice(files.get(&format!("{stem}.serde.json"))?).ok()?;
    let entries = expected.get("entries")?.as_array()?;
    let right = entries.len() == feed.items.len()
        && entries.iter().zip(&feed.items).all(|(expected, item)| {
            let title = expected.get("title").unwrap_or(&Value::Null);
            let links = expected.get("links").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            let is_linked = links.is_empty()
                || links.iter().any(|link| item.links.iter().any(|found| string(&found.href, link, "href")));
            let is_dated = date(item.published.as_ref(), expected, "published")
                || date(item.updated.as_ref().or(item.created.as_ref()), expected, "published");
            text(item.title.as_ref(), title, "content") && is_linked && is_dated
        });
    Some(right)
}

/// Whether a document holds the items of a feed, by its bare words.
pub fn has_items(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    (text.contains("<rss") || text.contains("<feed") || text.contains("<rdf:RDF"))
        && ["<item>", "<item ", "<entry>", "<entry "].iter().any(|item| text.contains(item))
}
