//! Phrase templates: the sentences of one language, in a file that a user can lay another over.
//!
//! A phrase is text with `{name}` gaps and `**…**` for emphasis. Phrases stand in TOML tables; a phrase is
//! asked for by a dotted key such as `say.count.possible`. `{{` writes a brace.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Error;
use crate::sentence::Piece;

/// The phrases of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrases {
    by_key: BTreeMap<String, String>,
}

/// What goes into a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fill {
    /// Words.
    Text(String),
    /// A quotation, a mark of cites, or several pieces.
    Pieces(Vec<Piece>),
}

impl From<String> for Fill {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Fill {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Vec<Piece>> for Fill {
    fn from(pieces: Vec<Piece>) -> Self {
        Self::Pieces(pieces)
    }
}

impl From<Piece> for Fill {
    fn from(piece: Piece) -> Self {
        Self::Pieces(vec![piece])
    }
}

impl Phrases {
    /// Parses a phrase file.
    ///
    /// # Errors
    /// The text is not TOML, or holds something other than tables of strings.
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let wrong = |line: usize, reason: String| Error::Phrases { name: name.to_owned(), line, reason };
        let table: toml::Table = text.parse().map_err(|e: toml::de::Error| {
            let at = e.span().map_or(0, |span| span.start.min(text.len()));
            wrong(text.as_bytes()[..at].iter().filter(|b| **b == b'\n').count() + 1, e.message().to_owned())
        })?;
        let mut by_key = BTreeMap::new();
        flatten("", &table, &mut by_key)
            .map_err(|(key, reason)| wrong(line_of(text, &key), format!("{key}: {reason}")))?;
        Ok(Self { by_key })
    }

    /// Lays `over` over these phrases: its phrases win.
    pub fn overlay(&mut self, over: Phrases) {
        self.by_key.extend(over.by_key);
    }

    /// Keys, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.by_key.keys().map(String::as_str)
    }

    /// The phrase of `key`, or `None`.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.by_key.get(key).map(String::as_str)
    }

    /// The phrase of `key`; the empty text when there is none.
    pub fn get(&self, key: &str) -> &str {
        self.find(key).unwrap_or_default()
    }

    /// The phrase of `key` with its gaps filled, as plain text; for text that makes no claim about the world.
    pub fn text(&self, key: &str, fills: &[(&str, &str)]) -> String {
        let mut out = String::new();
        for part in parts(self.get(key)) {
            match part {
                Part::Words(words) => out.push_str(words),
                Part::Strong => {}
                Part::Gap(name) => {
                    out.push_str(fills.iter().find(|(n, _)| *n == name).map_or("", |(_, v)| v))
                }
            }
        }
        out
    }

    /// The names of the gaps of the phrase of `key`.
    pub fn gaps(&self, key: &str) -> BTreeSet<&str> {
        let of = |part| if let Part::Gap(name) = part { Some(name) } else { None };
        parts(self.get(key)).into_iter().filter_map(of).collect()
    }

    /// The words that the phrase of `key` itself brings, cut at gaps and emphasis, in order.
    pub fn pieces(&self, key: &str) -> Vec<&str> {
        let of = |part| if let Part::Words(words) = part { Some(words) } else { None };
        parts(self.get(key)).into_iter().filter_map(of).collect()
    }
}

/// The line on which `key` is written, from 1; 0 where it is not found as `[table]` and `name = …`.
pub(crate) fn line_of(text: &str, key: &str) -> usize {
    let (table, name) = key.rsplit_once('.').unwrap_or(("", key));
    let mut here = "";
    for (idx, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(head) = line.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            here = head.trim();
        }
        let (written, _) = line.split_once('=').unwrap_or_default();
        let written = written.trim().trim_matches('"');
        if (here == table && written == name) || (here.is_empty() && written == key) {
            return idx + 1;
        }
    }
    0
}

/// Collects the phrases of `table`; else the key of what is none, and what it is.
fn flatten(
    prefix: &str,
    table: &toml::Table,
    out: &mut BTreeMap<String, String>,
) -> Result<(), (String, String)> {
    for (key, value) in table {
        let key = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            toml::Value::String(text) => {
                out.insert(key, text.clone());
            }
            toml::Value::Table(table) => flatten(&key, table, out)?,
            other => {
                return Err((
                    key,
                    format!("this is of type {}, not a phrase in quotation marks", other.type_str()),
                ));
            }
        }
    }
    Ok(())
}

/// Fills the gaps of `phrase`. A gap without a fill is left out.
pub fn fill(phrase: &str, fills: &[(&str, Fill)]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut is_strong = false;
    for part in parts(phrase) {
        match part {
            Part::Words(words) => push(&mut out, words, is_strong),
            Part::Strong => is_strong = !is_strong,
            Part::Gap(name) => match fills.iter().find(|(n, _)| *n == name).map(|(_, fill)| fill) {
                Some(Fill::Text(text)) => push(&mut out, text, is_strong),
                Some(Fill::Pieces(pieces)) => {
                    for piece in pieces {
                        match piece {
                            Piece::Own(text) => push(&mut out, text, is_strong),
                            other => out.push(other.clone()),
                        }
                    }
                }
                None => {}
            },
        }
    }
    out
}

/// Adds words to the end of `pieces`, joined to the last piece of the same kind.
fn push(pieces: &mut Vec<Piece>, words: &str, is_strong: bool) {
    if words.is_empty() {
        return;
    }
    match (pieces.last_mut(), is_strong) {
        (Some(Piece::Own(text)), false) | (Some(Piece::Strong(text)), true) => text.push_str(words),
        (_, false) => pieces.push(Piece::Own(words.to_owned())),
        (_, true) => pieces.push(Piece::Strong(words.to_owned())),
    }
}

enum Part<'a> {
    Words(&'a str),
    Strong,
    Gap(&'a str),
}

/// Cuts a phrase into words, gaps and emphasis marks; a brace that opens no gap is words.
fn parts(phrase: &str) -> Vec<Part<'_>> {
    let mut out = Vec::new();
    let mut rest = phrase;
    while !rest.is_empty() {
        let next = rest.find('{').into_iter().chain(rest.find("**")).min();
        let Some(at) = next else {
            out.push(Part::Words(rest));
            break;
        };
        if at > 0 {
            out.push(Part::Words(&rest[..at]));
        }
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("**") {
            out.push(Part::Strong);
            rest = after;
        } else if let Some(after) = rest.strip_prefix("{{") {
            out.push(Part::Words(&rest[..1]));
            rest = after;
        } else if let Some(end) = rest.find('}') {
            out.push(Part::Gap(&rest[1..end]));
            rest = &rest[end + 1..];
        } else {
            out.push(Part::Words(rest));
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(phrase: &str, fills: &[(&str, Fill)], expected: &[Piece]) {
        assert_eq!(fill(phrase, fills), expected, "{phrase}");
    }

    #[test]
    fn gaps_are_filled_and_emphasis_is_kept_apart() {
        let own = |text: &str| Piece::Own(text.to_owned());
        let strong = |text: &str| Piece::Strong(text.to_owned());
        check("a {x} b", &[("x", "1".into())], &[own("a 1 b")]);
        check("a {x}b", &[], &[own("a b")]);
        check("a **{x}** b", &[("x", "1".into())], &[own("a "), strong("1"), own(" b")]);
        check("a{c}.", &[("c", Piece::Cites(vec![0]).into())], &[own("a"), Piece::Cites(vec![0]), own(".")]);
        check("{{x}", &[("x", "1".into())], &[own("{x}")]);
        check("{x", &[], &[own("{x")]);
        check("", &[], &[]);
    }

    #[test]
    fn a_file_is_read_and_laid_over_another() {
        let mut phrases = Phrases::parse("p", "[a.b]\nc = \"1\"\nd = \"2 {x}\"").unwrap();
        phrases.overlay(Phrases::parse("q", "[a.b]\nc = \"3\"").unwrap());
        assert_eq!(phrases.get("a.b.c"), "3");
        assert_eq!(phrases.text("a.b.d", &[("x", "y")]), "2 y");
        assert!(Phrases::parse("p", "a = 1").is_err());
        assert!(Phrases::parse("p", "a = ").unwrap_err().to_string().contains("p"));
    }
}
