//! Casebook pages: title and body of every page, exactly, `casebook/pages`.
//!
//! The collection has three templates. What a page's article is, is read from its own mark-up by knowing the
//! template: the paragraphs, list items and table rows of the element that the template puts the article in. A
//! page's row is 1 if title and blocks are these and nothing else.
//!
//! The summary adds how many pages' publication times agree with the collection's: the same instant, or the same
//! day where the page shows only a day.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use hinomi_model::{Article, Capture, Document, Outcome, Stamp, When};
use jiff::Timestamp;
use serde::Deserialize;

use crate::table::Table;

/// After every page of the collection.
const FETCHED_AT: &str = "2026-12-01T00:00:00Z";

#[derive(Deserialize)]
struct Gold {
    articles: Vec<Labelled>,
}

#[derive(Deserialize)]
struct Labelled {
    url: String,
    lang: String,
    published: String,
}

/// Reads every page and compares it with its template's article.
pub fn run(data: &Path) -> Result<Table> {
    let folder = data.join("casebook");
    let path = folder.join("gold.json");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let gold: Gold = serde_json::from_str(&text)?;
    let mut table = Table::default();
    let mut shares = BTreeMap::from([("lang", 0_u32), ("published", 0), ("text", 0), ("title", 0)]);
    for labelled in &gold.articles {
        let body = page_bytes(&folder.join("pages"), &labelled.url)?;
        let url = labelled.url.as_str();
        let page = captured(url, body.clone())?;
        let document =
            Document { url, page: Some(&page), entry: None, source: "casebook", fetched_at: page.fetched_at };
        let article = hinomi_read::read(&document).value;
        let html = hinomi_read::decode(&body, None).text;
        let (title, blocks) = template(&html).with_context(|| format!("{url}: no known template"))?;
        let read: Vec<&str> = article.body().lines().collect();
        let is_title = article.title == title;
        let is_text = read == blocks;
        let mut add =
            |name: &'static str, is_right: bool| *shares.entry(name).or_default() += u32::from(is_right);
        add("title", is_title);
        add("text", is_text);
        add("lang", article.lang.tag() == labelled.lang);
        add("published", is_published(&article, &labelled.published)?);
        table.rows.insert(url.to_owned(), f64::from(u8::from(is_title && is_text)));
    }
    let n = u32::try_from(gold.articles.len())?;
    table.summary =
        shares.iter().map(|(name, right)| ((*name).to_owned(), f64::from(*right) / f64::from(n))).collect();
    Ok(table)
}

/// Every page with the blocks of its article.
pub(super) fn exact_pages(data: &Path) -> Result<Vec<(Vec<String>, Capture)>> {
    let folder = data.join("casebook");
    let path = folder.join("gold.json");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let gold: Gold = serde_json::from_str(&text)?;
    let read = |labelled: &Labelled| {
        let body = page_bytes(&folder.join("pages"), &labelled.url)?;
        let html = hinomi_read::decode(&body, None).text;
        let (_, blocks) = template(&html).with_context(|| format!("{}: no known template", labelled.url))?;
        Ok((blocks, captured(&labelled.url, body)?))
    };
    gold.articles.iter().map(read).collect()
}

fn captured(url: &str, body: Vec<u8>) -> Result<Capture> {
    let at: Timestamp = FETCHED_AT.parse()?;
    Ok(Capture::new(url, url, "casebook", at, Outcome::Answered { status: 200 }, Vec::new(), body))
}

/// The file that a replay would answer `url` with.
fn page_bytes(pages: &Path, url: &str) -> Result<Vec<u8>> {
    let path: PathBuf = pages.join(url.split_once("://").map_or(url, |(_, rest)| rest));
    let path = if path.is_dir() { path.join("index.html") } else { path };
    std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
}

/// Title and blocks by the template: `<article>` behind its `<h1>`, `div.article-body`, or the `<div>` behind
/// the `<h2>` of the old table layout.
fn template(html: &str) -> Option<(String, Vec<String>)> {
    if let Some(article) = between(html, "<article>", "</article>") {
        let title = between(article, "<h1>", "</h1>")?;
        return Some((text(title), blocks(article.split_once("</h1>")?.1)));
    }
    if let Some(body) = between(html, "<div class=\"article-body\">", "</div>") {
        return Some((text(between(html, "<h1>", "</h1>")?), blocks(body)));
    }
    let title = between(html, "<h2>", "</h2>")?;
    let rest = html.split_once("</h2>")?.1;
    Some((text(title), blocks(between(rest, "<div>", "</div>")?)))
}

fn between<'a>(html: &'a str, start: &str, end: &str) -> Option<&'a str> {
    html.split_once(start)?.1.split_once(end).map(|(inner, _)| inner)
}

/// The text of every `<p>`, `<li>` and `<tr>`, in order; cells joined by tabs.
fn blocks(html: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = html;
    while let Some((start, name)) =
        ["p", "li", "tr"].iter().filter_map(|name| Some((rest.find(&format!("<{name}>"))?, *name))).min()
    {
        let inner = &rest[start + name.len() + 2..];
        let (inner, after) = inner.split_once(&format!("</{name}>")).unwrap_or((inner, ""));
        let cells = inner.replace("</td><td>", "\t").replace("</th><td>", "\t").replace("</th><th>", "\t");
        out.push(text(&cells));
        rest = after;
    }
    out
}

/// Text without tags, with the entities that the templates use.
fn text(html: &str) -> String {
    let mut out = String::new();
    for piece in html.split('<') {
        out.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    let entities =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&amp;", "&")];
    entities.iter().fold(out, |text, (entity, read)| text.replace(entity, read)).trim().to_owned()
}

fn is_published(article: &Article, labelled: &str) -> Result<bool> {
    let at: Timestamp = labelled.parse()?;
    let minutes = i16::try_from(
        jiff::fmt::temporal::Pieces::parse(labelled)?.to_numeric_offset().map_or(0, |o| o.seconds()) / 60,
    )?;
    let day = Stamp::instant(at, Some(minutes)).day(article.lang);
    Ok(article.published.is_some_and(|stamp| match stamp.when {
        When::Instant(read) => read == at,
        When::Day(read) => read == day,
        _ => false,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_known() {
        let blocks_of =
            |html: &str| template(html).map(|(title, blocks)| format!("{title}: {}", blocks.join("|")));
        let article =
            "<article><h1>T</h1><time>x</time>\n<p>a &amp; <b>b</b></p>\n<ul><li>c</li></ul></article>";
        assert_eq!(blocks_of(article).as_deref(), Some("T: a & b|c"));
        let table = "<ul><li>menu</li></ul><h2>T</h2><div><p>a</p></div><div><p>x</p></div>";
        assert_eq!(blocks_of(table).as_deref(), Some("T: a"));
        assert_eq!(blocks_of("<p>a</p>"), None);
    }
}
