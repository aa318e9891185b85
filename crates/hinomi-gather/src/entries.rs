//! From a captured feed to its entries.

use hinomi_model::{Capture, Entry, Lang, Source, Warned, Warning};
use url::Url;

use crate::wire::{date, lines};

/// Reads the entries of a captured feed: RSS 0.9x, 1.0, 2.0, Atom, JSON Feed, or JSON Lines of items.
///
/// Entries stand in feed order, with absolute URLs; an entry without an address of its own is left out.
/// `source` lends its id and, where the feed states no language, its language for dates without zone.
/// Pure: the clock is the capture's own time.
pub fn entries(feed: &Capture, source: Option<&Source>) -> Warned<Vec<Entry>> {
    let text = String::from_utf8_lossy(&feed.body);
    if feed.header("content-type").is_some_and(|kind| kind.starts_with(lines::CONTENT_TYPE))
        || lines::is_lines(&text)
    {
        return lines::entries(&text, feed, feed.fetched_at);
    }
    let source_id = source.map_or(feed.source.as_str(), |source| source.id.as_str());
    let parser =
        feed_rs::parser::Builder::new().base_uri(Some(&feed.final_url)).sanitize_content(false).build();
    let parsed = match parser.parse(feed.body.as_slice()) {
        Ok(parsed) => parsed,
        Err(error) => {
            let warning = Warning::new(
                &feed.url,
                format!("is not a feed that can be read: {error}"),
                "check the address",
            );
            return Warned { value: Vec::new(), warnings: vec![warning] };
        }
    };
    let base = Url::parse(&feed.final_url).ok();
    let lang = parsed.language.as_deref().map(Lang::of_tag);
    let mut warnings = Vec::new();
    let mut entries = Vec::new();
    for item in parsed.entries {
        let link = item.links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
        let Some(url) = link.and_then(|link| match &base {
            Some(base) => base.join(&link.href).ok(),
            None => Url::parse(&link.href).ok(),
        }) else {
            continue;
        };
        let stamp = |seconds: Option<i64>| {
            seconds
                .and_then(|s| jiff::Timestamp::from_second(s).ok())
                .map(|at| hinomi_model::Stamp::instant(at, None))
        };
        let published = stamp(item.published.map(|at| at.timestamp()));
        if published.is_some_and(|stamp| !date::is_past(stamp, feed.fetched_at)) {
            warnings.push(Warning::new(url.as_str(), "is dated in the future; the date is not trusted", ""));
        }
        let full = item.content.and_then(|content| content.body);
        let is_full = full.is_some();
        entries.push(Entry {
            capture: feed.id,
            source: source_id.to_owned(),
            url: url.into(),
            guid: item.id,
            title: item.title.map(|title| title.content).unwrap_or_default(),
            byline: item.authors.first().and_then(|author| author.name.clone()).unwrap_or_default(),
            published: published.filter(|stamp| date::is_past(*stamp, feed.fetched_at)),
            updated: stamp(item.updated.map(|at| at.timestamp()))
                .filter(|stamp| date::is_past(*stamp, feed.fetched_at)),
            lang: item.language.as_deref().map(Lang::of_tag).or(lang),
            html: full.or(item.summary.map(|summary| summary.content)).unwrap_or_default(),
            is_full,
        });
    }
    Warned { value: entries, warnings }
}
