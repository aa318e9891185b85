//! Finds indicators of compromise that were written so as not to be followed: `192.0.2[.]44`, `hxxps://`, and hashes.
//!
//! Example: `mail-login[.]example` → indicator.domain mail-login.example, the span shows what was written.
//! Misses: indicators written plainly, on purpose: plain links in news are links.

use std::sync::LazyLock;

use hinomi_model::{Fact, Slot, Span, Value};

use crate::page::Page;

crate::gate::pattern!(
    INDICATOR,
    r"(?i)(?P<url>(?-u:\b)(?:hxxps?|https?)(?:://|\[:\]//|\[://\])[^\s「」<>()、。]*\[\.\][^\s「」<>()、。]*|(?-u:\b)hxxps?(?:://|\[:\]//)[^\s「」<>()、。]+)|(?P<email>[\w.+\-]+(?:@|\[@\]|\[at\])[\w\-]+(?:(?:\[\.\]|\.)[\w\-]+)*\[\.\][a-z]{2,}|[\w.+\-]+(?:\[@\]|\[at\])[\w\-]+(?:\.[\w\-]+)+)|(?P<ip>(?-u:\b)\d{1,3}(?:\[?\.\]?\d{1,3}){2}\[\.\]\d{1,3}(?-u:\b)|(?-u:\b)\d{1,3}\[\.\]\d{1,3}(?:\[?\.\]?\d{1,3}){2}(?-u:\b))|(?P<domain>(?-u:\b)[a-z0-9][a-z0-9\-]*(?:(?:\[\.\]|\.)[a-z0-9\-]+)*\[\.\][a-z]{2,}(?-u:\b))|(?P<hash>(?-u:\b)(?:[a-f0-9]{64}|[a-f0-9]{40}|[a-f0-9]{32})(?-u:\b))"
);

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    let mut out = Vec::new();
    let text = scan.folded.text.as_str();
    let found = stretches(text, scan.folded.lower())
        .flat_map(|(start, stretch)| INDICATOR.captures_iter(stretch).map(move |captures| (start, captures)));
    for (start, captures) in found {
        for (group, slot) in [
            ("url", Slot::IndicatorUrl),
            ("email", Slot::IndicatorEmail),
            ("ip", Slot::IndicatorIp),
            ("domain", Slot::IndicatorDomain),
            ("hash", Slot::IndicatorHash),
        ] {
            let Some(found) = captures.name(group) else { continue };
            let value = refanged(found.as_str(), slot);
            if slot == Slot::IndicatorIp && value.parse::<std::net::Ipv4Addr>().is_err() {
                continue;
            }
            out.push(page.plain(slot, Value::Id(value), Span::new(start + found.start(), start + found.end())));
        }
    }
    out
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
