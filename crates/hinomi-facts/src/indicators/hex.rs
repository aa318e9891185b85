//! Hashes and GUIDs.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Kind;

/// Hexadecimal digits of each hash.
const HASHES: &[(usize, Kind)] = &[
    (32, Kind::Md5),
    (40, Kind::Sha1),
    (56, Kind::Sha224),
    (64, Kind::Sha256),
    (96, Kind::Sha384),
    (128, Kind::Sha512),
];

/// The hashes of `text`, in order: runs of hexadecimal digits of just the right length, with a letter among them.
pub(super) fn hashes(text: &str) -> Vec<(Range<usize>, Kind)> {
    let mut out = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    // A run of 32 holds every 32nd byte of the text: most of it is never looked at.
    while at < bytes.len() {
        if !bytes.get(at).is_some_and(u8::is_ascii_hexdigit) {
            at += HEX_STEP;
            continue;
        }
        let before = bytes.get(..at).unwrap_or_default();
        let start = at - before.iter().rev().take_while(|b| b.is_ascii_hexdigit()).count();
        let end =
            at + bytes.get(at..).unwrap_or_default().iter().take_while(|b| b.is_ascii_hexdigit()).count();
        at = end + HEX_STEP;
        let Some((_, kind)) = HASHES.iter().find(|(len, _)| *len == end - start) else { continue };
        let run = bytes.get(start..end).unwrap_or_default();
        // `0x` and digits are a number of a program or an address of a chain.
        let is_number =
            start >= 2 && bytes.get(start - 2..start).is_some_and(|b| b.eq_ignore_ascii_case(b"0x"));
        if run.iter().any(u8::is_ascii_alphabetic) && !is_number {
            out.push((start..end, *kind));
        }
    }
    out
}

/// Shortest hash, in digits.
const HEX_STEP: usize = 32;

static GUID: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?-u:\b)(?:urn:uuid:)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?-u:\b)|X'[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'|%7B[0-9a-f]{32}%7D",
    )
    .expect("compiled by a test")
});

/// A block size, then two hashes in base 64. Source: ssdeep, the file format.
static SSDEEP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)\d{1,10}:[A-Za-z0-9/+]{20,128}:[A-Za-z0-9/+]{2,128}").expect("compiled by a test")
});

/// GUIDs and fuzzy hashes of `text`.
pub(super) fn patterns(text: &str) -> Vec<(Range<usize>, Kind)> {
    let bytes = text.as_bytes();
    // What each match holds, and prose does not: groups of four between dashes, an escaped brace, a long word behind a colon.
    let is_dash = |at: usize| bytes.get(at) == Some(&b'-');
    let may_be_guid = || {
        memchr::memchr_iter(b'-', bytes).any(|at| is_dash(at + 5) && is_dash(at + 10) && is_dash(at + 15))
            || memchr::memchr_iter(b'%', bytes).any(|at| bytes.get(at + 1) == Some(&b'7'))
    };
    let is_long = |word: &[u8]| word.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'+'));
    let may_be_fuzzy =
        || memchr::memchr_iter(b':', bytes).any(|at| bytes.get(at + 1..at + 21).is_some_and(is_long));
    let guids = may_be_guid()
        .then(|| GUID.find_iter(text))
        .into_iter()
        .flatten()
        .map(|found| (found.range(), Kind::Guid));
    let fuzzy = may_be_fuzzy()
        .then(|| SSDEEP.find_iter(text))
        .into_iter()
        .flatten()
        .map(|found| (found.range(), Kind::Ssdeep));
    guids.chain(fuzzy).collect()
}
