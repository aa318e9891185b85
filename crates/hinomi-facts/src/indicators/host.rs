//! Domains and addresses of hosts, as a machine would read them.

use std::collections::HashSet;
use std::net::Ipv6Addr;
use std::ops::Range;
use std::sync::LazyLock;

/// A host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Host {
    /// IPv4 address.
    V4,
    /// IPv6 address.
    V6,
    /// Domain name.
    Domain,
}

/// Longest domain name and label, in bytes. Source: RFC 1035, section 2.3.4.
const DOMAIN_BYTES_MAX: usize = 253;
const LABEL_BYTES_MAX: usize = 63;

/// Top-level domains in lower case.
static TOP: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines =
        include_str!("../../data/top-level-domains.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// The domains and IPv4 addresses of `text`, in order.
pub(super) fn hosts(text: &str) -> Vec<(Range<usize>, Host)> {
    let mut out = Vec::new();
    let mut from = 0;
    let bytes = text.as_bytes();
    while let Some(dot) = memchr::memchr(b'.', bytes.get(from..).unwrap_or_default()).map(|idx| from + idx) {
        // The full stop of a sentence, behind which no label follows, ends no name of two labels.
        if bytes.get(dot + 1).is_none_or(|b| b.is_ascii() && *b != b'.' && !is_label(char::from(*b))) {
            from = dot + 1;
            continue;
        }
        let start = run_start(text, from, dot);
        let end = run_end(text, dot);
        for part in words(text, start..end) {
            out.extend(host(text, part));
        }
        from = end.max(dot + 1);
    }
    out
}

/// The host that is the whole of `text`, but for a dot at its end.
pub(super) fn whole(text: &str) -> Option<Host> {
    if let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let address = inner.split('%').next().unwrap_or(inner);
        return address.parse::<Ipv6Addr>().is_ok().then_some(Host::V6);
    }
    let name = text.strip_suffix('.').unwrap_or(text);
    let (range, host) = host(text, 0..text.len())?;
    (range == (0..name.len())).then_some(host)
}

fn run_start(text: &str, floor: usize, at: usize) -> usize {
    let before = text.get(floor..at).unwrap_or_default();
    let kept = before.trim_end_matches(is_label);
    floor + kept.len()
}

fn run_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    text.len() - rest.trim_start_matches(|c: char| c == '.' || is_label(c)).len()
}

fn is_label(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || (!c.is_ascii() && c.is_alphanumeric())
}

/// Letters of languages that write no spaces: they touch names that are not of them.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}')
}

/// Cuts a run at two dots in a row, and between letters that belong to names of two kinds.
fn words(text: &str, run: Range<usize>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let (mut start, mut last) = (run.start, None::<char>);
    for (idx, c) in text.get(run.clone()).unwrap_or_default().char_indices() {
        let at = run.start + idx;
        let is_double = c == '.' && last == Some('.');
        let is_seam =
            c != '.' && last.is_some_and(|before| before != '.' && is_unspaced(before) != is_unspaced(c));
        if is_double || is_seam {
            out.push(start..if is_double { at - 1 } else { at });
            start = if is_double { at + 1 } else { at };
        }
        last = Some(c);
    }
    out.push(start.min(run.end)..run.end);
    out
}

/// The host in a run of labels.
fn host(text: &str, run: Range<usize>) -> Option<(Range<usize>, Host)> {
    let written = text.get(run.clone())?;
    let trimmed = written.trim_start_matches(['-', '.']);
    let start = run.end - trimmed.len();
    let name = trimmed.trim_end_matches(['-', '.']);
    let labels: Vec<&str> = name.split('.').collect();
    if labels.len() < 2 || labels.iter().any(|label| label.is_empty()) {
        return None;
    }
    let is_number = |label: &&str| label.bytes().all(|b| b.is_ascii_digit());
    if labels.iter().all(is_number) {
        let is_octet = |label: &&str| label.len() <= 3 && label.parse::<u8>().is_ok();
        let is_address = labels.len() == 4 && labels.iter().all(is_octet) && !trimmed.starts_with('-');
        return is_address.then(|| (start..start + name.len(), Host::V4));
    }
    let top = labels.last()?;
    if !TOP.contains(top.to_lowercase().as_str()) {
        return None;
    }
    // A label with a dash at its end belongs to no name: what is behind it may.
    let is_sound =
        |label: &&str| label.len() <= LABEL_BYTES_MAX && !label.starts_with('-') && !label.ends_with('-');
    let n_sound = labels.iter().rev().take_while(|label| is_sound(label)).count();
    if n_sound < 2 {
        return None;
    }
    let skipped: usize = labels.iter().take(labels.len() - n_sound).map(|label| label.len() + 1).sum();
    let range = start + skipped..start + name.len();
    (range.len() <= DOMAIN_BYTES_MAX).then_some((range, Host::Domain))
}

/// The length of a name of several ASCII labels at the front of `text`, whatever its top-level domain.
pub(super) fn named(text: &str) -> Option<usize> {
    let run = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '.')).next()?;
    let name = run.trim_end_matches(['-', '.']);
    let mut labels = name.split('.');
    let is_sound = labels.clone().count() > 1
        && labels.clone().all(|label| !label.is_empty() && !label.starts_with('-'));
    let top = labels.next_back()?;
    (is_sound && top.len() > 1 && top.bytes().all(|b| b.is_ascii_alphabetic())).then_some(name.len())
}

/// The IPv6 addresses of `text`, in order. Times and hardware addresses are none.
pub(super) fn sixes(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let is_part = |b: &u8| b.is_ascii_hexdigit() || *b == b':' || *b == b'.';
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(colon) = memchr::memchr(b':', bytes.get(from..).unwrap_or_default()).map(|idx| from + idx)
    {
        let before = bytes.get(from..colon).unwrap_or_default();
        let start = colon - before.iter().rev().take_while(|b| is_part(b)).count();
        let end = colon + bytes.get(colon..).unwrap_or_default().iter().take_while(|b| is_part(b)).count();
        from = end.max(colon + 1);
        let run = text.get(start..end).unwrap_or_default();
        if !run.contains("::") && run.matches(':').count() < 7 {
            continue;
        }
        // Punctuation may touch it; `::` may not be cut.
        let head = run.trim_start_matches('.');
        let head = if head.starts_with("::") { head } else { head.trim_start_matches(':') };
        let tail = head.trim_end_matches('.');
        let tail = if tail.ends_with("::") { tail } else { tail.trim_end_matches(':') };
        let is_word = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
        let is_cut_before =
            head.len() == run.len() && is_word(start.checked_sub(1).and_then(|idx| bytes.get(idx)));
        if is_cut_before || (tail.len() == head.len() && is_word(bytes.get(end))) {
            continue;
        }
        // Two words of hexadecimal letters around `::` are a path of a program (`de::ad`).
        let tells = tail.bytes().any(|b| b.is_ascii_digit());
        if tells && tail.parse::<Ipv6Addr>().is_ok() {
            let at = start + (run.len() - head.len());
            out.push(at..at + tail.len());
        }
    }
    out
}
