//! A value together with what was strange about its input.

use serde::{Deserialize, Serialize};

/// One strange thing in an input: what, where, why, and what to do about it.
///
/// Printed as one line. Foreign text in it is cut and cleaned of control characters by [`Warning::new`],
/// so that it can stand in a terminal and a log.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Warning {
    place: String,
    what: String,
    remedy: String,
}

/// Longest `place`, `what` or `remedy` kept, in characters; the rest is cut with `…`.
pub const WARNING_CHARS_MAX: usize = 300;

impl Warning {
    /// Makes a warning about `place` (a URL, a file with line, a source id): `what` is wrong, and
    /// `remedy`, what the user can do (empty: nothing to do).
    pub fn new(place: impl AsRef<str>, what: impl AsRef<str>, remedy: impl AsRef<str>) -> Self {
        Self { place: clean(place.as_ref()), what: clean(what.as_ref()), remedy: clean(remedy.as_ref()) }
    }

    /// The URL, file or source that the warning is about.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// What was wrong, and why.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// What the user can do; empty when nothing.
    pub fn remedy(&self) -> &str {
        &self.remedy
    }
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.place, self.what)?;
        if self.remedy.is_empty() { Ok(()) } else { write!(f, "; {}", self.remedy) }
    }
}

/// Replaces control characters (a terminal would obey them) and bidirectional overrides by `·`, and cuts.
pub fn clean(text: &str) -> String {
    let mut out: String = tame(text.trim()).chars().take(WARNING_CHARS_MAX).collect();
    if text.trim().chars().nth(WARNING_CHARS_MAX).is_some() {
        out.push('…');
    }
    out
}

/// Replaces control characters and bidirectional overrides by `·`; the whole text, for cells and lines.
pub fn tame(text: &str) -> String {
    let odd = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if odd(c) { '·' } else { c }).collect()
}

/// The best value that could be had from odd input, and what was odd, in input order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warned<T> {
    /// The value.
    pub value: T,
    /// What was strange, in the order in which it was met; empty when nothing was.
    pub warnings: Vec<Warning>,
}

impl<T> Warned<T> {
    /// A value about which nothing was strange.
    pub fn fine(value: T) -> Self {
        Self { value, warnings: Vec::new() }
    }

    /// Applies `f` to the value and keeps the warnings.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Warned<U> {
        Warned { value: f(self.value), warnings: self.warnings }
    }

    /// Moves the warnings to the end of `sink` and returns the value.
    pub fn drain_into(self, sink: &mut Vec<Warning>) -> T {
        sink.extend(self.warnings);
        self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_is_one_line_whatever_it_quotes() {
        let w = Warning::new("https://a.example/\u{1b}[31m", "bad\nfeed", "");
        assert_eq!(w.to_string(), "https://a.example/·[31m: bad·feed");
        let long = Warning::new("x", "あ".repeat(1000), "");
        assert_eq!(long.what().chars().count(), WARNING_CHARS_MAX + 1);
    }
}
