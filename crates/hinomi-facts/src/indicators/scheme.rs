//! Schemes that were made harmless: `hxxp`, `h**ps`, `http//`, `[http]://`, `https:// host`.

use std::sync::LazyLock;

use regex::Regex;

use super::refang::{Edit, Mark, is_name};

/// Bytes before a separator that can be of its scheme.
const SCHEME_BYTES_MAX: usize = 20;

/// A scheme right before `//`. Groups: the name, what makes it secure, the colon.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:^|[^a-z0-9*_])(?P<all>[\[({<]?(?P<name>h[tx*z_0~-]{2,4}p|h[tx]p|t{2}p|xxxx|xxxp|meow|fxp|fxxp|ftx|f[*_]p)(?P<secure>[sx])?(?P<closed>[\])}>])?(?P<sign>[a&])?\s?(?P<colon>:)?)$",
    )
    .expect("compiled by a test")
});

/// The schemes of `text` that are to be written in another way.
pub(super) fn schemes(text: &str) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(at) = memchr::memchr3_iter(b'/', b'\\', b'_', bytes.get(from..).unwrap_or_default())
        .map(|idx| from + idx)
        .find(|at| bytes.get(*at) == bytes.get(at + 1))
    {
        from = at + 2;
        let floor = edits.last().map_or(0, |edit| edit.source.end).max(at.saturating_sub(SCHEME_BYTES_MAX));
        let edit = scheme(text, at, floor);
        let host = edit.as_ref().map_or(at + 2, |edit| edit.source.end);
        let is_scheme = edit.is_some() || text.get(..at).is_some_and(|head| head.ends_with(':'));
        edits.extend(edit);
        if is_scheme {
            from = from.max(host);
            edits.extend(blank_in_host(bytes, host));
            from = edits.last().map_or(from, |edit| from.max(edit.source.end));
        }
    }
    edits
}

/// The scheme before the separator at `at`.
fn scheme(text: &str, at: usize, floor: usize) -> Option<Edit> {
    let bytes = text.as_bytes();
    let floor = (floor..=at).find(|idx| text.is_char_boundary(*idx))?;
    let found = BEFORE.captures(text.get(floor..at)?)?;
    let (all, name) = (found.name("all")?, found.name("name")?.as_str().to_ascii_lowercase());
    let has_colon = found.name("colon").is_some();
    let is_plain = name == "http";
    // Two strokes alone are a separator for a name that is a scheme and nothing else.
    let is_separator = match bytes.get(at)? {
        b'/' => has_colon || name.starts_with('h'),
        b'\\' => has_colon,
        _ => name.starts_with('h'),
    };
    if !is_separator {
        return None;
    }
    let is_secure = found.name("secure").is_some() || found.name("sign").is_some();
    let mut end = at + 2;
    while matches!(bytes.get(end), Some(b'/' | b'\\')) && end < at + 4 {
        end += 1;
    }
    let blanks = bytes.get(end..).unwrap_or_default().iter().take(3).take_while(|b| **b == b' ').count();
    if blanks > 0 && bytes.get(end + blanks).is_some_and(|b| is_name(*b)) {
        end += blanks;
    }
    let is_file = name.starts_with('f');
    let new = match (is_file, is_secure) {
        (true, _) => "ftp://",
        (false, true) => "https://",
        (false, false) => "http://",
    };
    // A bracket that is not closed here is of the sentence.
    let start = if found.name("closed").is_some() { all.start() } else { found.name("name")?.start() };
    let source = floor + start..end;
    if text.get(source.clone()).is_some_and(|old| old.eq_ignore_ascii_case(new)) {
        return None;
    }
    let mark = if is_plain { Mark::Weak } else { Mark::Strong };
    Some(Edit { source, text: new, mark })
}

/// A blank before the first dot of the host at `from` (`http://host .example`).
fn blank_in_host(bytes: &[u8], from: usize) -> Option<Edit> {
    let label = bytes
        .get(from..)
        .unwrap_or_default()
        .iter()
        .take(LABEL_BYTES_MAX)
        .take_while(|b| is_name(**b))
        .count();
    let at = from + label;
    let is_dot_behind = bytes.get(at..at + 2) == Some(b" .".as_slice())
        && bytes.get(at + 2).is_some_and(u8::is_ascii_lowercase);
    (label > 0 && is_dot_behind).then_some(Edit { source: at..at + 2, text: ".", mark: Mark::Strong })
}

/// Longest label, in bytes. Source: RFC 1035, section 2.3.4.
const LABEL_BYTES_MAX: usize = 63;
