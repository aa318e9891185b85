//! What a page says about itself in JSON-LD. Source: schema.org `Article` and its kinds.

use serde_json::Value;

use crate::scan::place;
use crate::tag::{Key, Tag};
use crate::traced::Traced;
use crate::tree::Tree;

/// Longest JSON-LD script that is parsed, in bytes.
pub const JSON_LD_BYTES_MAX: usize = 512 * 1024;

/// Deepest nesting of objects that is searched for an article.
const SEARCH_DEPTH_MAX: usize = 6;

/// An article as JSON-LD states it; empty strings where it says nothing.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Stated {
    pub headline: String,
    pub published: String,
    pub modified: String,
    pub byline: String,
    pub publisher: String,
    pub body: String,
    urls: Vec<String>,
    /// Only a `WebPage`, whose dates are those of the page.
    is_page: bool,
}

/// The article that the page's JSON-LD describes: the one whose address is the page's, else the one with the
/// page's headline, else the only one. A page that lists several others describes none of them.
pub(crate) fn stated(tree: &Tree<'_>, is_own: impl Fn(&str) -> bool, titles: &[String]) -> Stated {
    let mut found = Vec::new();
    for idx in scripts(tree) {
        if let Some(value) = parse(tree.raw(idx)) {
            search(&value, 0, &mut found);
        }
    }
    let same = |a: &str, b: &str| !a.is_empty() && b.contains(a);
    let own = found.iter().position(|one| !one.is_page && one.urls.iter().any(|url| is_own(url)));
    let titled = || found.iter().position(|one| titles.iter().any(|title| same(&one.headline, title)));
    let mut articles = found.iter().enumerate().filter(|(_, one)| !one.is_page);
    let only = match (articles.next(), articles.next()) {
        (Some((at, _)), None) => Some(at),
        _ => None,
    };
    let page = || (only.is_none() && found.iter().all(|one| one.is_page)).then_some(0);
    own.or_else(titled).or(only).or_else(page).and_then(|at| found.get(at).cloned()).unwrap_or_default()
}

/// Whether a script's type is that of JSON-LD.
pub(crate) fn is_json_ld(mime: &str) -> bool {
    mime.trim().eq_ignore_ascii_case("application/ld+json")
}

/// The texts of the page's JSON-LD scripts.
fn scripts<'t>(tree: &'t Tree<'_>) -> impl Iterator<Item = usize> + 't {
    let is_script = |idx: &usize| {
        tree.tag(*idx) == Tag::Text
            && tree.tag(tree.nodes[*idx].parent()) == Tag::Script
            && tree.attr(tree.nodes[*idx].parent(), Key::Type).is_some_and(|mime| is_json_ld(&mime))
    };
    tree.telling().filter(is_script)
}

/// Parses a script's text; comments and CDATA marks around it, and raw control characters in it, are forgiven.
fn parse(text: &str) -> Option<Value> {
    if text.len() > JSON_LD_BYTES_MAX {
        return None;
    }
    let start = text.find(['{', '['])?;
    let end = text.rfind(['}', ']'])? + 1;
    let inner = text.get(start..end)?;
    serde_json::from_str(inner)
        .or_else(|_| serde_json::from_str(&inner.replace(|c: char| c.is_control(), " ")))
        .ok()
}

/// `wanted`, a string of the page's JSON-LD, as it was written.
pub(crate) fn written(tree: &Tree<'_>, wanted: &str) -> Option<Traced> {
    if wanted.is_empty() {
        return None;
    }
    scripts(tree).find_map(|idx| {
        let raw = tree.raw(idx);
        if raw.len() > JSON_LD_BYTES_MAX {
            return None;
        }
        let mut at = 0;
        while let Some(start) = memchr::memchr(b'"', &raw.as_bytes()[at..]).map(|n| at + n + 1) {
            let (text, end) = string(raw, start, tree.nodes[idx].from);
            if text.text.trim() == wanted {
                return Some(text.trimmed(char::is_whitespace));
            }
            at = end;
        }
        None
    })
}

/// The JSON string that begins behind the quotation mark before `start`, and where the next piece of `raw` begins.
/// Source: RFC 8259, section 7.
fn string(raw: &str, start: usize, base: u32) -> (Traced, usize) {
    let mut out = Traced::default();
    let mut at = start;
    let mut plain = start;
    let bytes = raw.as_bytes();
    while let Some(n) = memchr::memchr2(b'"', b'\\', &bytes[at..]) {
        at += n;
        out.push_verbatim(&raw[plain..at], base + place(plain));
        if bytes[at] == b'"' {
            return (out, at + 1);
        }
        let (c, len) = escape(&raw[at..]);
        out.push_meant(std::iter::once(c), base + place(at), base + place(at + len));
        at += len;
        plain = at;
    }
    (out, bytes.len())
}

/// The character of an escape, and its length in bytes; U+FFFD for what is none.
fn escape(text: &str) -> (char, usize) {
    let hex = |from: usize| text.get(from..from + 4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let c = match text.as_bytes().get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'u') => {
            let Some(first) = hex(2) else { return ('\u{fffd}', 2) };
            let second = text.get(6..8).filter(|lead| *lead == "\\u").and_then(|_| hex(8));
            if let (0xd800..=0xdbff, Some(second @ 0xdc00..=0xdfff)) = (first, second) {
                let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return (char::from_u32(code).unwrap_or('\u{fffd}'), 12);
            }
            return (char::from_u32(first).unwrap_or('\u{fffd}'), 6);
        }
        Some(_) => {
            let c = text[1..].chars().next().unwrap_or('\u{fffd}');
            return (c, 1 + c.len_utf8());
        }
        None => return ('\u{fffd}', 1),
    };
    (c, 2)
}

fn search(value: &Value, depth: usize, found: &mut Vec<Stated>) {
    if depth > SEARCH_DEPTH_MAX {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| search(item, depth + 1, found)),
        Value::Object(fields) => {
            let types = fields.get("@type").map(texts).unwrap_or_default();
            let is_kind = |ends: &[&str]| types.iter().any(|t| ends.iter().any(|end| t.ends_with(end)));
            let is_article = is_kind(&["Article", "Posting", "Report", "Advisory"]);
            if is_article || is_kind(&["WebPage"]) {
                found.push(of_object(value, !is_article));
            }
            // Lists of other pages are not descended into.
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"] {
                if let Some(inner @ (Value::Array(_) | Value::Object(_))) = fields.get(key) {
                    search(inner, depth + 1, found);
                }
            }
        }
        _ => {}
    }
}

fn of_object(object: &Value, is_page: bool) -> Stated {
    let text = |key: &str| object.get(key).map(|value| texts(value).remove_first()).unwrap_or_default();
    let named = |key: &str| object.get(key).map(names).unwrap_or_default();
    let mut urls: Vec<String> = ["url", "@id"].iter().map(|key| text(key)).collect();
    urls.extend(object.get("mainEntityOfPage").map(|page| match page {
        Value::Object(fields) => fields.get("@id").map(|id| texts(id).remove_first()).unwrap_or_default(),
        other => texts(other).remove_first(),
    }));
    urls.retain(|url| !url.is_empty());
    let headline = Some(text("headline")).filter(|title| !title.is_empty()).unwrap_or_else(|| text("name"));
    Stated {
        headline,
        published: text("datePublished"),
        modified: text("dateModified"),
        byline: named("author").join(", "),
        publisher: named("publisher").remove_first(),
        body: text("articleBody"),
        urls,
        is_page,
    }
}

trait RemoveFirst {
    fn remove_first(self) -> String;
}

impl RemoveFirst for Vec<String> {
    fn remove_first(self) -> String {
        self.into_iter().next().unwrap_or_default()
    }
}

/// The strings that a value is: itself, or its items.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.trim().to_owned()],
        Value::Array(items) => {
            items.iter().filter_map(Value::as_str).map(|text| text.trim().to_owned()).collect()
        }
        _ => Vec::new(),
    }
}

/// The names of persons and organisations: strings, objects with `name`, or lists of these.
fn names(value: &Value) -> Vec<String> {
    let mut names = match value {
        Value::Array(items) => items.iter().flat_map(names).collect(),
        Value::Object(fields) => fields.get("name").map(texts).unwrap_or_default(),
        other => texts(other),
    };
    names.retain(|name| !name.is_empty());
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::construct::tree;

    fn check(scripts: &[&str], title: &str) -> Stated {
        let html: String =
            scripts.iter().map(|s| format!("<script type='application/ld+json'>{s}</script>")).collect();
        stated(&tree(&html), |url| url == "https://a.example/1", &[title.to_owned()])
    }

    #[test]
    fn articles_are_found_where_they_stand() {
        let got = check(
            &[r#"{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"S"},
              {"@type":["NewsArticle"],"headline":"H","datePublished":"2025-10-19","author":[{"name":"A"},{"name":"B"}],
               "publisher":{"@type":"Organization","name":"P"}}]}"#],
            "",
        );
        assert_eq!((got.headline.as_str(), got.byline.as_str(), got.publisher.as_str()), ("H", "A, B", "P"));
        assert_eq!(got.published, "2025-10-19");
    }

    #[test]
    fn of_several_articles_the_pages_own_counts() {
        let one = r#"{"@type":"NewsArticle","headline":"他","datePublished":"2020-01-01","url":"https://a.example/0"}"#;
        let own =
            r#"{"@type":"Article","headline":"自","datePublished":"2025-01-01","url":"https://a.example/1"}"#;
        assert_eq!(check(&[one, own], "").headline, "自");
        let titled = r#"{"@type":"Article","headline":"題名","datePublished":"2025-01-01"}"#;
        assert_eq!(check(&[one, titled], "題名 - S").headline, "題名");
        assert_eq!(check(&[one, titled], "x").headline, "");
    }

    #[test]
    fn broken_scripts_are_passed_over() {
        assert_eq!(
            check(&["{", "<!-- {\"@type\":\"Article\",\"headline\":\"a\nb\"} -->"], "").headline,
            "a b"
        );
        assert_eq!(check(&[&"[".repeat(100_000)], ""), Stated::default());
    }
}
