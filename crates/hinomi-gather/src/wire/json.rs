//! JSON Feed. Source: jsonfeed.org, versions 1 (2017) and 1.1 (2020).

use hinomi_model::Lang;
use serde_json::Value;
use url::Url;

use super::fields::ITEMS_MAX;
use super::text::{Context, Text, TextKind};
use super::{Dated, Feed, Link, NoFeed, Person, Record, markup};

/// Reads the JSON in `text`.
pub(super) fn feed(text: &str, url: Option<&Url>, lang: Lang) -> Result<Feed, NoFeed> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        NoFeed::Other(format!("broken JSON (line {}, column {}: {error})", error.line(), error.column()))
    })?;
    let version = string(&value, "version");
    let Some(items) = value.get("items").and_then(Value::as_array) else {
        return Err(NoFeed::Other("JSON, but no JSON Feed: it has no \"items\"".to_owned()));
    };
    let format = if version.ends_with("/1.1") { "json11" } else { "json1" };
    let around = Context { base: url.cloned(), lang: None };
    let mut about = record(&value, &around, lang);
    about.link = around.address(&string(&value, "home_page_url"));
    about.summary = text_of(string(&value, "description"), TextKind::Plain, &around);
    let lang = about.lang.as_deref().map_or(lang, Lang::of_tag);
    let items = items.iter().take(ITEMS_MAX).filter(|item| item.is_object());
    let items = items.map(|item| record(item, &around, lang)).collect();
    Ok(Feed { format, encoding: String::new(), about, items, fault: None })
}

fn record(value: &Value, around: &Context, lang: Lang) -> Record {
    let id = string(value, "id");
    let links: Vec<Link> = [("url", "alternate"), ("external_url", "related"), ("feed_url", "self")]
        .into_iter()
        .map(|(key, rel)| Link {
            href: around.address(&string(value, key)),
            rel: rel.to_owned(),
            ..Link::default()
        })
        .filter(|link| !link.href.is_empty())
        .collect();
    let stated = links.iter().find(|link| link.rel == "alternate").map(|link| link.href.clone());
    let is_id_link = stated.is_none() && (id.starts_with("http://") || id.starts_with("https://"));
    let external = links.iter().find(|link| link.rel == "related").map(|link| link.href.clone());
    let link = stated.or_else(|| is_id_link.then(|| id.clone())).or(external).unwrap_or_default();
    let inside =
        Context { lang: Some(string(value, "language")).filter(|lang| !lang.is_empty()), ..around.clone() };
    let html = text_of(string(value, "content_html"), TextKind::Html, &inside);
    let plain = text_of(string(value, "content_text"), TextKind::Plain, &inside);
    Record {
        title: text_of(string(value, "title"), TextKind::Plain, &inside),
        link,
        is_id_link,
        links,
        id,
        summary: text_of(string(value, "summary"), TextKind::Plain, &inside),
        contents: html.into_iter().chain(plain).collect(),
        published: Dated::of(&string(value, "date_published"), lang),
        updated: Dated::of(&string(value, "date_modified"), lang),
        created: None,
        authors: authors(value),
        lang: inside.lang,
        source: None,
    }
}

fn authors(value: &Value) -> Vec<Person> {
    let listed = value.get("authors").and_then(Value::as_array).into_iter().flatten();
    let person = |author: &Value| match author {
        Value::String(name) => Person::of(name),
        author => Person { name: string(author, "name"), email: String::new(), url: string(author, "url") },
    };
    listed.chain(value.get("author")).map(person).filter(|person| !person.is_empty()).collect()
}

fn text_of(value: String, kind: TextKind, around: &Context) -> Option<Text> {
    let value = match &around.base {
        Some(base) if kind == TextKind::Html => markup::absolute(&value, base).into_owned(),
        _ => value,
    };
    let base = around.base.clone().map(String::from).unwrap_or_default();
    (!value.is_empty()).then_some(Text { value, kind, base, lang: around.lang.clone(), src: String::new() })
}

/// A string, or a number as one: ids are often numbers.
fn string(value: &Value, key: &str) -> String {
    match value.get(key) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}
