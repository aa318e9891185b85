//! A parsed feed, looked into with the paths of feedparser's expectations.

use hinomi_gather::wire::entity::unescape;
use hinomi_gather::wire::scan::{Scanner, Token, attributes};
use hinomi_gather::wire::{Dated, Feed, Person, Record, Text, charset};
use jiff::tz::Offset;
use serde_json::{Value, json};
use url::Url;

/// What stands at `path` of `feed`: `Some(Null)` for nothing, `None` where our model has no such field.
pub fn at(feed: &Feed, path: &[Value]) -> Option<Value> {
    match words(path).as_slice() {
        ["bozo"] => Some(json!(feed.fault.is_some())),
        ["encoding"] => Some(json!(feed.encoding)),
        ["version"] => Some(json!(feed.format)),
        ["entries", "len()"] => Some(json!(feed.items.len())),
        ["feed", rest @ ..] => record(&feed.about, rest),
        ["entries", idx, rest @ ..] => match feed.items.get(idx.parse::<usize>().ok()?) {
            Some(item) => record(item, rest),
            // Whether the field exists is asked of an empty item.
            None => record(&Record::default(), rest).map(|_| Value::Null),
        },
        _ => None,
    }
}

fn words(path: &[Value]) -> Vec<&str> {
    const INDICES: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    path.iter()
        .map(|part| match part {
            Value::String(word) => word.as_str(),
            Value::Number(idx) => {
                idx.as_u64().and_then(|idx| INDICES.get(idx as usize)).copied().unwrap_or("?")
            }
            _ => "?",
        })
        .collect()
}

fn record(record: &Record, path: &[&str]) -> Option<Value> {
    match path {
        ["title"] => Some(value(&record.title)),
        ["title_detail", part] => detail(record.title.as_ref(), part),
        // feedparser gives the content for a summary where an entry has none.
        ["summary" | "description" | "subtitle" | "tagline"] => Some(
            record.summary.as_ref().or(record.contents.first()).map_or(Value::Null, |text| json!(text.value)),
        ),
        ["summary_detail" | "description_detail" | "subtitle_detail" | "tagline_detail", part] => {
            detail(record.summary.as_ref(), part)
        }
        ["content", idx, part] => detail(record.contents.get(idx.parse::<usize>().ok()?), part),
        ["link"] => Some(json!(record.link)),
        ["links", "len()"] => Some(json!(record.links.len())),
        ["links", idx, rest @ ..] => link(record, idx, "", rest),
        ["enclosures", idx, rest @ ..] => link(record, idx, "enclosure", rest),
        ["id" | "guid"] => Some(json!(record.id)),
        ["guidislink"] => Some(json!(record.is_id_link)),
        ["published"] => Some(written(&record.published)),
        ["updated"] => Some(written(&record.updated)),
        ["created"] => Some(written(&record.created)),
        ["published_parsed"] => Some(tuple(&record.published)),
        ["updated_parsed"] => Some(tuple(&record.updated)),
        ["created_parsed"] => Some(tuple(&record.created)),
        ["author"] => Some(record.authors.first().map_or(Value::Null, shown)),
        ["author_detail", part] => person(record.authors.first(), part),
        ["authors", idx, part] => person(record.authors.get(idx.parse::<usize>().ok()?), part),
        ["language"] => Some(record.lang.as_ref().map_or(Value::Null, |lang| json!(lang))),
        ["source", "href"] => Some(record.source.as_ref().map_or(Value::Null, |source| json!(source.link))),
        ["source", rest @ ..] => match &record.source {
            Some(source) => self::record(source, rest),
            None => self::record(&Record::default(), rest).map(|_| Value::Null),
        },
        _ => None,
    }
}

fn value(text: &Option<Text>) -> Value {
    text.as_ref().map_or(Value::Null, |text| json!(text.value))
}

fn detail(text: Option<&Text>, part: &str) -> Option<Value> {
    let of = |get: &dyn Fn(&Text) -> Value| Some(text.map_or(Value::Null, get));
    match part {
        "value" => of(&|text| json!(text.value)),
        "type" => of(&|text| json!(text.kind.media_type())),
        "base" => of(&|text| json!(text.base)),
        "language" => of(&|text| json!(text.lang)),
        "src" => of(&|text| json!(text.src)),
        _ => None,
    }
}

fn link(record: &Record, idx: &str, rel: &str, rest: &[&str]) -> Option<Value> {
    let mut links = record.links.iter().filter(|link| rel.is_empty() || link.rel == rel);
    let Some(link) = links.nth(idx.parse().ok()?) else { return Some(Value::Null) };
    match rest {
        [] => {
            let parts =
                [("rel", &link.rel), ("href", &link.href), ("type", &link.kind), ("title", &link.title)];
            Some(
                parts
                    .into_iter()
                    .filter(|(_, part)| !part.is_empty())
                    .map(|(key, part)| (key.to_owned(), json!(part)))
                    .collect(),
            )
        }
        ["href" | "url"] => Some(json!(link.href)),
        ["rel"] => Some(json!(link.rel)),
        ["type"] => Some(json!(link.kind)),
        ["hreflang"] => Some(json!(link.hreflang)),
        ["title"] => Some(json!(link.title)),
        ["length"] => Some(json!(link.length)),
        _ => None,
    }
}

fn written(dated: &Option<Dated>) -> Value {
    dated.as_ref().map_or(Value::Null, |dated| json!(dated.written))
}

/// The first six figures of Python's `time.struct_time`, in UTC.
fn tuple(dated: &Option<Dated>) -> Value {
    let at = dated.as_ref().and_then(|dated| dated.stamp?.when.earliest(&jiff::tz::TimeZone::UTC));
    let Some(at) = at.map(|at| Offset::UTC.to_datetime(at)) else { return Value::Null };
    json!([at.year(), at.month(), at.day(), at.hour(), at.minute(), at.second()])
}

fn shown(person: &Person) -> Value {
    match (person.name.as_str(), person.email.as_str()) {
        ("", email) => json!(email),
        (name, "") => json!(name),
        (name, email) => json!(format!("{name} ({email})")),
    }
}

fn person(person: Option<&Person>, part: &str) -> Option<Value> {
    let of = |get: &dyn Fn(&Person) -> String| Some(person.map_or(Value::Null, |person| json!(get(person))));
    match part {
        "name" => of(&|person| person.name.clone()),
        "email" => of(&|person| person.email.clone()),
        "url" | "href" => of(&|person| person.url.clone()),
        _ => None,
    }
}

/// Whether `found` is what `op` and `wanted` ask for.
pub fn holds(found: &Value, op: &str, wanted: &Value, path: &[Value]) -> bool {
    let is_nothing =
        |value: &Value| matches!(value, Value::Null | Value::Bool(false)) || value == "" || value == 0;
    match op {
        "eq" => same(found, wanted, path),
        "ne" => !same(found, wanted, path),
        "truthy" => !is_nothing(found),
        "falsy" => is_nothing(found),
        "contains" => {
            found.as_str().zip(wanted.as_str()).is_some_and(|(found, wanted)| found.contains(wanted))
        }
        "not_contains" => {
            found.as_str().zip(wanted.as_str()).is_none_or(|(found, wanted)| !found.contains(wanted))
        }
        "gt" | "ge" | "lt" | "le" => {
            found.as_f64().zip(wanted.as_f64()).is_some_and(|(found, wanted)| match op {
                "gt" => found > wanted,
                "ge" => found >= wanted,
                "lt" => found < wanted,
                _ => found <= wanted,
            })
        }
        _ => false,
    }
}

fn same(found: &Value, wanted: &Value, path: &[Value]) -> bool {
    if let Some(tuple) = wanted.get("tuple").and_then(Value::as_array) {
        return found.as_array().is_some_and(|found| tuple.get(..6) == Some(found.as_slice()));
    }
    if wanted.is_null() {
        return found.is_null() || found == "";
    }
    if let (Some(found), Some(wanted)) = (found.as_object(), wanted.as_object()) {
        return wanted.iter().all(|(key, wanted)| found.get(key) == Some(wanted));
    }
    let (Some(found), Some(wanted)) = (found.as_str(), wanted.as_str()) else { return found == wanted };
    if found == wanted {
        return true;
    }
    match words(path).last().copied() {
        // The same address in another spelling: ours are normalised, hosts in Punycode.
        Some("link" | "href" | "url" | "base" | "id" | "guid") => {
            Url::parse(found).ok().zip(Url::parse(wanted).ok()).is_some_and(|(found, wanted)| found == wanted)
        }
        // The same encoding under another label.
        Some("encoding") => decoder(found) == decoder(wanted),
        // The same HTML written out in another way: order of attributes, quotes, `<br/>`.
        _ => found.contains('<') && written_out(found) == written_out(wanted),
    }
}

/// The name of the decoder behind a label: that of GBK is GB 18030's. Source: WHATWG Encoding, 10.1.1.
fn decoder(label: &str) -> String {
    charset::canonical(label).replace("gbk", "gb18030")
}

/// HTML in one way of writing it.
fn written_out(html: &str) -> String {
    Scanner::new(html)
        .map(|token| match token {
            Token::Open { name, attributes: inside, .. } => {
                let mut attributes: Vec<String> = attributes(inside)
                    .into_iter()
                    .filter(|(name, _)| !name.starts_with("xmlns"))
                    .map(|(name, value)| format!(" {name}={:?}", unescape(value)))
                    .collect();
                attributes.sort();
                format!("<{name}{}>", attributes.concat())
            }
            // Where an element without content ends is written in three ways.
            Token::Close { .. } | Token::Doctype(_) => String::new(),
            Token::Text(text) | Token::CData(text) => text.to_owned(),
        })
        .collect()
}
