//! JSON answers: the elements of their list one by one, whatever wraps it and however its keys are cased.
//!
//! The same answer comes as `{"value": [...]}` from an interface, as a bare array or a single object through
//! PowerShell, with `isAdmin` or `IsAdmin`. Elements are given one at a time and not kept.

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::context::Context;
use super::limits::ROWS_MAX;

/// Keys under which an interface says that more pages follow.
const MORE_PAGES: [&str; 5] =
    ["@odata.nextLink", "odata.nextLink", "nextPageToken", "NextToken", "NextMarker"];

/// Reads `text` and gives each element of the list found under one of `keys`, or at the top, to `each`,
/// numbered from 1. What stands beside the list comes back.
///
/// An object without such a list is itself the one element when `keys` is empty, else only comes back. Text
/// that breaks off gives the elements before the break and damages the file; so does an answer that says that
/// more pages follow.
pub fn each_element(
    text: &str,
    keys: &[&str],
    context: &mut Context<'_>,
    mut each: impl FnMut(&Value, u32, &mut Context<'_>),
) -> Map<String, Value> {
    let mut walk =
        Walk { keys, each: &mut each, context, rest: Map::new(), n: 0, found: false, is_full: false };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let mut outcome = Ok(());
    // More than one value in a file are JSON lines.
    while deserializer.end().is_err() {
        outcome = Top(&mut walk).deserialize(&mut deserializer);
        if outcome.is_err() {
            break;
        }
    }
    let Walk { rest, is_full, n, .. } = walk;
    if let Err(error) = outcome
        && !is_full
    {
        // The parser's own words quote no value of the file but may quote a key; line and column are enough.
        let what = format!("breaks off or is no JSON at line {} column {}", error.line(), error.column());
        context.damage(what, "export it again");
    }
    if is_full {
        context.damage(format!("more than {ROWS_MAX} elements"), "split it");
    }
    if n == 0 && rest.is_empty() && text.trim().is_empty() {
        context.damage("is empty", "export it again");
    }
    let more = |value: &Value| !matches!(value, Value::Null) && value.as_str() != Some("");
    if MORE_PAGES.iter().any(|key| get(&rest, key).is_some_and(more)) {
        context.damage("is one page of several", "follow the link to the next page and save them all");
    }
    rest
}

struct Walk<'w, 'c, F> {
    keys: &'w [&'w str],
    each: &'w mut F,
    context: &'w mut Context<'c>,
    rest: Map<String, Value>,
    n: u32,
    found: bool,
    is_full: bool,
}

impl<'c, F: FnMut(&Value, u32, &mut Context<'c>)> Walk<'_, 'c, F> {
    fn give(&mut self, value: &Value) -> bool {
        self.n += 1;
        self.is_full = self.n > ROWS_MAX;
        if !self.is_full {
            (self.each)(value, self.n, self.context);
        }
        !self.is_full
    }
}

struct Top<'a, 'w, 'c, F>(&'a mut Walk<'w, 'c, F>);

impl<'de, 'c, F: FnMut(&Value, u32, &mut Context<'c>)> DeserializeSeed<'de> for Top<'_, '_, 'c, F> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, 'c, F: FnMut(&Value, u32, &mut Context<'c>)> Visitor<'de> for Top<'_, '_, 'c, F> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an array or an object")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(value) = seq.next_element::<Value>()? {
            if !self.0.give(&value) {
                return Err(serde::de::Error::custom("too many elements"));
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut own = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            if self.0.keys.iter().any(|known| known.eq_ignore_ascii_case(&key)) {
                self.0.found = true;
                map.next_value_seed(List(self.0))?;
            } else {
                own.insert(key, map.next_value::<Value>()?);
            }
        }
        if self.0.keys.is_empty() {
            self.0.give(&Value::Object(own));
        } else {
            self.0.rest.append(&mut own);
        }
        Ok(())
    }
}

/// The list itself: an array, one bare element, or nothing.
struct List<'a, 'w, 'c, F>(&'a mut Walk<'w, 'c, F>);

impl<'de, 'c, F: FnMut(&Value, u32, &mut Context<'c>)> DeserializeSeed<'de> for List<'_, '_, 'c, F> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, 'c, F: FnMut(&Value, u32, &mut Context<'c>)> Visitor<'de> for List<'_, '_, 'c, F> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        Top(self.0).visit_seq(seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut one = Map::new();
        while let Some((key, value)) = map.next_entry::<String, Value>()? {
            one.insert(key, value);
        }
        self.0.give(&Value::Object(one));
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// The value under `key`, in whichever case it is written.
pub fn get<'v>(map: &'v Map<String, Value>, key: &str) -> Option<&'v Value> {
    map.get(key)
        .or_else(|| map.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value))
}

/// The value at a dotted path, in whichever case its keys are written. `null` counts as missing.
pub fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    let mut here = value;
    for key in path.split('.') {
        here = get(here.as_object()?, key)?;
    }
    (!here.is_null()).then_some(here)
}

/// The text at a path; empty when missing or no text.
pub fn text<'v>(value: &'v Value, path: &str) -> &'v str {
    at(value, path).and_then(Value::as_str).unwrap_or_default().trim()
}

/// The truth at a path; words such as "True" count.
pub fn yes(value: &Value, path: &str) -> Option<bool> {
    match at(value, path)? {
        Value::Bool(truth) => Some(*truth),
        Value::String(word) => super::words::yes_no(word),
        _ => None,
    }
}

/// The whole number at a path, also where it is written as text.
pub fn whole(value: &Value, path: &str) -> Option<i64> {
    match at(value, path)? {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// The elements at a path; a single value is a list of one (PowerShell unwraps such lists).
pub fn list<'v>(value: &'v Value, path: &str) -> &'v [Value] {
    match at(value, path) {
        Some(Value::Array(list)) => list,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    }
}

/// The texts at a path.
pub fn texts<'v>(value: &'v Value, path: &str) -> Vec<&'v str> {
    list(value, path).iter().filter_map(Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn check(text: &str, expected: &[&str]) -> Vec<String> {
        let map = BTreeMap::new();
        let mut context = Context::new("t.json", None, &map);
        let mut got = Vec::new();
        each_element(text, &["value"], &mut context, |value, n, _| {
            got.push(format!("{n}{}", self::text(value, "name")))
        });
        assert_eq!(got, expected, "{text}");
        context.damage
    }

    #[test]
    fn every_wrapping_gives_the_same_elements() {
        check(r#"{"value":[{"name":"a"},{"name":"b"}]}"#, &["1a", "2b"]);
        check(r#"[{"Name":"a"},{"NAME":"b"}]"#, &["1a", "2b"]);
        check(r#"{"Value":{"name":"a"}}"#, &["1a"]);
        check(r#"{"value":null}"#, &[]);
        check("[{\"name\":\"a\"}]\n[{\"name\":\"b\"}]\n", &["1a", "2b"]);
    }

    #[test]
    fn a_break_and_a_further_page_damage_the_file() {
        assert!(check(r#"[{"name":"a"},{"na"#, &["1a"])[0].contains("line 1"));
        assert!(
            check(r#"{"@odata.nextLink":"https://next.example","value":[{"name":"a"}]}"#, &["1a"])[0]
                .contains("page")
        );
        assert!(check("", &[])[0].contains("empty"));
        let deep = "[".repeat(100_000);
        assert!(!check(&deep, &[]).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "[\\[\\]{}:,\"a0 \n]{0,60}") {
            let map = BTreeMap::new();
            let mut context = Context::new("t.json", None, &map);
            each_element(&text, &["a"], &mut context, |_, _, _| {});
        }
    }
}
