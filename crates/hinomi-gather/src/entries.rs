//! From a captured feed to its entries.

use std::borrow::Cow;

use hinomi_model::{Capture, Entry, Lang, Source, Stamp, Warned, Warning};
use url::Url;

use crate::kind::Kind;
use crate::wire::{self, Dated, NoFeed, Record, Text, TextKind, charset, lines, markup};

/// Reads the entries of a captured feed: RSS 0.9x, 1.0, 2.0, Atom, JSON Feed, or JSON Lines of items.
///
/// Entries stand in feed order, with absolute URLs; an item without an address of its own is left out and warned
/// of. `source` lends its id and, where the feed states no language, its language for dates without zone. Times are
/// given as stated: one that lies ahead is for `poll` to wait for and for the reader not to believe. Pure.
pub fn entries(feed: &Capture, source: Option<&Source>) -> Warned<Vec<Entry>> {
    let content_type = feed.header("content-type");
    let is_lines = content_type.is_some_and(|kind| kind.starts_with(lines::CONTENT_TYPE));
    if is_lines || Kind::of(&feed.body) == Kind::Lines {
        return lines::entries(&charset::decode(&feed.body, content_type).text, feed, feed.fetched_at);
    }
    let base = Url::parse(&feed.final_url).ok();
    let lang = source.map_or(Lang::Other, |source| source.lang);
    let read = match wire::parse(&feed.body, content_type, base.as_ref(), lang) {
        Ok(read) => read,
        Err(no_feed) => return Warned { value: Vec::new(), warnings: vec![told(&feed.url, no_feed)] },
    };
    let mut adapter =
        Adapter { feed, source, lang: read.about.lang.as_deref().map(Lang::of_tag), warnings: Vec::new() };
    let entries: Vec<Entry> = read.items.iter().filter_map(|item| adapter.entry(item)).collect();
    let mut warnings = adapter.warnings;
    if let Some(fault) = read.fault {
        let place = if fault.line > 0 { format!("{}:{}", feed.url, fault.line) } else { feed.url.clone() };
        let what =
            format!("is ill-formed ({}); {} entries were read all the same", fault.what, entries.len());
        warnings.insert(0, Warning::new(place, what, ""));
    }
    if read.items.is_empty() {
        warnings.push(Warning::new(
            &feed.url,
            "is a feed without entries",
            "check the address if this lasts",
        ));
    }
    Warned { value: entries, warnings }
}

fn told(url: &str, no_feed: NoFeed) -> Warning {
    match no_feed {
        NoFeed::Empty => Warning::new(url, "is empty, not a feed", "check the address if this lasts"),
        NoFeed::Page(feeds) => {
            let remedy = match feeds.first() {
                Some(feed) => format!("the page names its feed: {feed}"),
                None => "look up the address of the feed, or set kind = \"page\"".to_owned(),
            };
            Warning::new(url, "is a page (HTML), not a feed", remedy)
        }
        NoFeed::Other(what) => Warning::new(url, format!("is not a feed but {what}"), "check the address"),
    }
}

struct Adapter<'a> {
    feed: &'a Capture,
    source: Option<&'a Source>,
    lang: Option<Lang>,
    warnings: Vec<Warning>,
}

impl Adapter<'_> {
    fn entry(&mut self, item: &Record) -> Option<Entry> {
        let title = item.title.as_ref().map(headline).unwrap_or_default();
        let Some(url) = address(item) else {
            let what = format!("the item {title:?} has no address of its own");
            self.warnings.push(Warning::new(&self.feed.url, what, "left out"));
            return None;
        };
        let created = self.stamp(&url, &item.created);
        let updated = self.stamp(&url, &item.updated);
        // The only time that is given is the best that is known of when it came out.
        let published = self.stamp(&url, &item.published).or(created).or(updated);
        let (html, is_full) = text(item);
        let lang = item.lang.as_deref().map(Lang::of_tag);
        let stated = item.contents.iter().chain(&item.summary).chain(&item.title);
        let lang = lang.or_else(|| stated.filter_map(|text| text.lang.as_deref()).next().map(Lang::of_tag));
        Some(Entry {
            capture: self.feed.id,
            source: self.source.map_or(self.feed.source.as_str(), |source| source.id.as_str()).to_owned(),
            url,
            guid: item.id.clone(),
            title,
            byline: item
                .authors
                .iter()
                .map(|person| person.shown())
                .filter(|name| !name.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            published,
            updated,
            lang: lang.or(self.lang),
            html,
            is_full,
        })
    }

    fn stamp(&mut self, url: &str, dated: &Option<Dated>) -> Option<Stamp> {
        let dated = dated.as_ref()?;
        let Some(stamp) = dated.stamp else {
            self.warnings.push(Warning::new(
                url,
                format!("the date {:?} is not understood", dated.written),
                "",
            ));
            return None;
        };
        Some(stamp)
    }
}

/// The item's page: absolute, http or https, without fragment marks of feed readers.
fn address(item: &Record) -> Option<String> {
    let content = item.contents.iter().map(|content| content.src.as_str());
    let url =
        std::iter::once(item.link.as_str()).chain(content).find_map(|link| Url::parse(link.trim()).ok())?;
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

fn headline(title: &Text) -> String {
    markup::headline(&title.value, title.kind != TextKind::Plain)
}

/// The item's text as HTML, and whether it is the whole.
fn text(item: &Record) -> (String, bool) {
    let content = item.contents.iter().map(html).find(|html| !html.trim().is_empty());
    match content {
        Some(html) => (html.into_owned(), true),
        None => (item.summary.as_ref().map(html).unwrap_or_default().into_owned(), false),
    }
}

fn html(text: &Text) -> Cow<'_, str> {
    match text.kind {
        TextKind::Html | TextKind::Xhtml => Cow::Borrowed(&text.value),
        TextKind::Unstated => Cow::Owned(markup::html_of_unstated(&text.value)),
        // Feeds that forget to say `type="html"` are common; real plain text has no tags of HTML in it.
        TextKind::Plain => Cow::Owned(markup::html_of_unstated(&text.value)),
        TextKind::Other(ref kind) if kind.starts_with("text/") => Cow::Owned(markup::html_of(&text.value)),
        TextKind::Other(ref kind) if kind.ends_with("xml") => Cow::Borrowed(&text.value),
        TextKind::Other(_) => Cow::Borrowed(""),
    }
}

#[cfg(test)]
mod tests;
