//! Finds indicators of compromise that were written so as not to be followed: `192.0.2[.]44`, `hxxps://`, and hashes.
//!
//! Example: `mail-login[.]example` → indicator.domain mail-login.example, the span shows what was written.
//! Misses: indicators written plainly, on purpose: plain links in news are links.

use std::sync::LazyLock;

use hinomi_model::{Fact, Slot, Span, Value};
use hinomi_text::Folded;

use crate::page::Page;

crate::gate::pattern!(
    INDICATOR,
    r"(?i)(?P<url>(?-u:\b)(?:hxxps?|https?)(?:://|\[:\]//|\[://\])[^\s「」<>()、。]*\[\.\][^\s「」<>()、。]*|(?-u:\b)hxxps?(?:://|\[:\]//)[^\s「」<>()、。]+)|(?P<email>[\w.+\-]+(?:@|\[@\]|\[at\])[\w\-]+(?:(?:\[\.\]|\.)[\w\-]+)*\[\.\][a-z]{2,}|[\w.+\-]+(?:\[@\]|\[at\])[\w\-]+(?:\.[\w\-]+)+)|(?P<ip>(?-u:\b)\d{1,3}(?:\[?\.\]?\d{1,3}){2}\[\.\]\d{1,3}(?-u:\b)|(?-u:\b)\d{1,3}\[\.\]\d{1,3}(?:\[?\.\]?\d{1,3}){2}(?-u:\b))|(?P<domain>(?-u:\b)[a-z0-9][a-z0-9\-]*(?:(?:\[\.\]|\.)[a-z0-9\-]+)*\[\.\][a-z]{2,}(?-u:\b))|(?P<hash>(?-u:\b)(?:[a-f0-9]{64}|[a-f0-9]{40}|[a-f0-9]{32})(?-u:\b))"
);

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let found = in_folded(&page.scan.folded);
    found.map(|(slot, value, span)| page.plain(slot, Value::Id(value), span)).collect()
}

/// Finds the indicators in `text` that were written so as not to be followed, in text order, without overlaps: the slot
/// of each, what a machine would use, and where it stands.
pub fn indicators(text: &str) -> Vec<(Slot, String, Span)> {
    let folded = hinomi_text::fold(text);
    in_folded(&folded).map(|(slot, value, span)| (slot, value, folded.source(span.range()))).collect()
}

/// The same, with places in the folded text.
fn in_folded(folded: &Folded) -> impl Iterator<Item = (Slot, String, Span)> {
    const SLOTS: &[(&str, Slot)] = &[
        ("url", Slot::IndicatorUrl),
        ("email", Slot::IndicatorEmail),
        ("ip", Slot::IndicatorIp),
        ("domain", Slot::IndicatorDomain),
        ("hash", Slot::IndicatorHash),
    ];
    let found = stretches(&folded.text, folded.lower())
        .flat_map(|(start, stretch)| INDICATOR.captures_iter(stretch).map(move |captures| (start, captures)));
    found.filter_map(|(start, captures)| {
        let (found, slot) = SLOTS.iter().find_map(|(group, slot)| Some((captures.name(group)?, *slot)))?;
        let value = refanged(found.as_str(), slot);
        let is_real = slot != Slot::IndicatorIp || value.parse::<std::net::Ipv4Addr>().is_ok();
        is_real.then(|| (slot, value, Span::new(start + found.start(), start + found.end())))
    })
}

/// The stretches of `text` that may hold an indicator: from one mark that none goes across to the next, around a
/// bracket, a scheme made unusable, or a run of digits as long as the shortest hash. Where they stand, and their text.
fn stretches<'t>(text: &'t str, lower: &'t str) -> impl Iterator<Item = (usize, &'t str)> {
    let mut hints = Hints::of(lower);
    let mut floor = 0;
    std::iter::from_fn(move || {
        let hint = hints.next(floor)?;
        let start = text.get(floor..hint)?.rfind(is_mark).map_or(floor, |at| floor + at);
        let start = start + text.get(start..).and_then(|t| t.chars().next()).filter(|c| is_mark(*c)).map_or(0, char::len_utf8);
        let end = text.get(hint..)?.find(is_mark).map_or(text.len(), |at| hint + at);
        floor = end;
        Some((start, text.get(start..end)?))
    })
}

/// Whether no indicator goes across `c`.
fn is_mark(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\t' | '(' | ')' | '<' | '>' | '「' | '」' | '、' | '。')
}

/// Hexadecimal digits of the shortest hash.
const HASH_DIGITS_MIN: usize = 32;

/// Where an indicator may be, each kind of sign looked for by itself and no further than needed.
struct Hints<'t> {
    lower: &'t str,
    bracket: Option<usize>,
    scheme: Option<usize>,
    hash: Option<usize>,
}

impl<'t> Hints<'t> {
    fn of(lower: &'t str) -> Self {
        let mut hints = Self { lower, bracket: None, scheme: None, hash: None };
        (hints.bracket, hints.scheme, hints.hash) = (hints.bracket_from(0), hints.scheme_from(0), hints.hash_from(0));
        hints
    }

    /// The first sign at `floor` or behind it.
    fn next(&mut self, floor: usize) -> Option<usize> {
        let is_past = |at: Option<usize>| at.is_some_and(|at| at < floor);
        if is_past(self.bracket) {
            self.bracket = self.bracket_from(floor);
        }
        if is_past(self.scheme) {
            self.scheme = self.scheme_from(floor);
        }
        if is_past(self.hash) {
            self.hash = self.hash_from(floor);
        }
        [self.bracket, self.scheme, self.hash].into_iter().flatten().min()
    }

    fn bracket_from(&self, from: usize) -> Option<usize> {
        memchr::memchr(b'[', self.lower.as_bytes().get(from..)?).map(|at| from + at)
    }

    fn scheme_from(&self, from: usize) -> Option<usize> {
        static HXXP: LazyLock<memchr::memmem::Finder<'static>> =
            LazyLock::new(|| memchr::memmem::Finder::new("hxxp"));
        HXXP.find(self.lower.as_bytes().get(from..)?).map(|at| from + at)
    }

    /// A run so long covers one of any so many places in a row, and only those are looked at.
    fn hash_from(&self, from: usize) -> Option<usize> {
        let bytes = self.lower.as_bytes();
        let is_digit = |b: &&u8| b.is_ascii_digit() || matches!(b, b'a'..=b'f');
        let mut at = from + HASH_DIGITS_MIN - 1;
        while let Some(byte) = bytes.get(at) {
            if is_digit(&byte) {
                let before = bytes.get(from..at)?.iter().rev().take_while(is_digit).count();
                let behind = bytes.get(at..)?.iter().take_while(is_digit).count();
                if before + behind >= HASH_DIGITS_MIN {
                    return Some(at - before);
                }
                at += behind;
            }
            at += HASH_DIGITS_MIN;
        }
        None
    }
}

/// The indicator as a machine would use it.
fn refanged(written: &str, slot: Slot) -> String {
    let plain = written
        .replace("[.]", ".")
        .replace("[:]", ":")
        .replace("[://]", "://")
        .replace("[@]", "@")
        .replace("[at]", "@");
    match slot {
        Slot::IndicatorUrl => {
            let lower = plain.get(..4).unwrap_or_default().to_ascii_lowercase();
            if lower == "hxxp" { format!("http{}", plain.get(4..).unwrap_or_default()) } else { plain }
        }
        Slot::IndicatorHash | Slot::IndicatorDomain => plain.to_ascii_lowercase(),
        _ => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_way_of_writing_is_found_and_made_whole() {
        let hash = "0123456789abcdef".repeat(4);
        let text = format!(
            "接続先は「mail-login[.]example」、hxxps://cdn[.]test/a（192.0.2[.]44）。Hash:{hash} and ops[@]site.test"
        );
        let found: Vec<_> = indicators(&text);
        let read: Vec<_> =
            found.iter().map(|(_, value, span)| (value.as_str(), span.of(&text).unwrap())).collect();
        assert_eq!(
            read,
            [
                ("mail-login.example", "mail-login[.]example"),
                ("https://cdn.test/a", "hxxps://cdn[.]test/a"),
                ("192.0.2.44", "192.0.2[.]44"),
                (hash.as_str(), hash.as_str()),
                ("ops@site.test", "ops[@]site.test"),
            ]
        );
    }

    proptest! {
        /// The stretches are only a short cut: the pattern over the whole text finds the same.
        #[test]
        fn stretches_lose_nothing(
            text in "(?:[a-z]{1,3}|\\[\\.\\]|hxxps?://|[0-9a-f]{30,34}|[0-9a-f]{16}|\\.|\\[@\\]|1|@| |、|「|」|。|\\(|\n|人){0,30}"
        ) {
            let folded = hinomi_text::fold(&text);
            let whole = INDICATOR.find_iter(&folded.text).map(|m| (m.start(), m.end())).collect::<Vec<_>>();
            let parts = stretches(&folded.text, folded.lower()).flat_map(|(start, stretch)| {
                INDICATOR.find_iter(stretch).map(move |m| (start + m.start(), start + m.end()))
            });
            prop_assert_eq!(parts.collect::<Vec<_>>(), whole);
        }
    }
}
