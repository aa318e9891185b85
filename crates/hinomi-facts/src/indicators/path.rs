//! File paths and registry keys.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Kind;

/// Where a path or key may start. A folder of a Unix path is one that systems have at their root.
static START: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?P<key><?(?:HKEY_(?:LOCAL_MACHINE|CURRENT_USER|CLASSES_ROOT|USERS|CURRENT_CONFIG)|HK(?:LM|CU|CR|CC|U))>?:?\\)|(?P<drive>(?-u:\b)[A-Za-z]:\\|%[A-Za-z_()0-9]{2,30}%\\|\\\\[A-Za-z0-9.$-]{2,60}\\)|(?P<unix>(?:~|/(?:etc|usr|var|tmp|home|opt|bin|sbin|dev|proc|root|mnt|srv|boot|data|Library|Users|Applications|System|Volumes|private))/)",
    )
    .expect("compiled by a test")
});

/// Longest name between two separators, in bytes. Source: the limit of Windows and of most Unix file systems.
const NAME_BYTES_MAX: usize = 255;

/// The paths and keys of `text`, in order, without overlaps.
pub(super) fn paths(text: &str) -> Vec<(Range<usize>, Kind)> {
    let mut out: Vec<(Range<usize>, Kind)> = Vec::new();
    if !may_hold_paths(text.as_bytes()) {
        return out;
    }
    let mut from = 0;
    while let Some(found) = START.captures_at(text, from) {
        let Some(whole) = found.get(0) else { break };
        from = whole.end();
        let before = text.get(..whole.start()).and_then(|head| head.chars().next_back());
        let is_key = found.name("key").is_some();
        let separator = if found.name("unix").is_some() { '/' } else { '\\' };
        // Inside a word, a URL or another path it is no start.
        if before.is_some_and(|c| {
            c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | ':' | '%' | '\\')
        }) {
            continue;
        }
        let end = end_of(text, whole.end(), separator);
        if end == whole.end() && !is_key {
            continue;
        }
        from = end;
        out.push((whole.start()..end, if is_key { Kind::Registry } else { Kind::Path }));
    }
    out
}

/// Whether [`START`] may match: all of its alternatives hold a backslash, a home folder, or a folder between two strokes.
fn may_hold_paths(bytes: &[u8]) -> bool {
    let is_folder = |at: usize| {
        let rest = bytes.get(at + 1..).unwrap_or_default();
        let n_letters = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        (n_letters > 0 && rest.get(n_letters) == Some(&b'/'))
            || at.checked_sub(1).is_some_and(|before| bytes.get(before) == Some(&b'~'))
    };
    memchr::memchr(b'\\', bytes).is_some() || memchr::memchr_iter(b'/', bytes).any(is_folder)
}

/// Where a path ends whose first name starts at `at`.
fn end_of(text: &str, mut at: usize, separator: char) -> usize {
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let near =
            (0..=rest.len().min(NAME_BYTES_MAX)).rev().find(|end| rest.is_char_boundary(*end)).unwrap_or(0);
        let rest = rest.get(..near).unwrap_or_default();
        // Doubled separators are those of a program's text.
        let doubled = rest.len() - rest.trim_start_matches(separator).len();
        if doubled > 0 {
            at += doubled;
            continue;
        }
        let name = name(rest, separator);
        let Some(behind) = rest.get(name..) else { return at };
        if behind.starts_with(separator) && name > 0 {
            at += name + separator.len_utf8();
            continue;
        }
        return at + last_name(rest, name);
    }
}

/// The length of a name that a separator follows; else up to where no name goes on.
fn name(rest: &str, separator: char) -> usize {
    let is_end = |c: char| {
        c == separator
            || c.is_control()
            || matches!(
                c,
                '"' | '<' | '>' | '|' | '*' | '?' | '\'' | '`' | ',' | ';' | ':' | '、' | '。' | '「' | '」'
            )
            || (separator == '/' && matches!(c, '(' | ')' | '\\'))
    };
    let end = rest.find(is_end).unwrap_or(rest.len());
    let name = rest.get(..end).unwrap_or_default();
    let is_closed = rest.get(end..).is_some_and(|behind| behind.starts_with(separator));
    // Blanks inside a name: only before a separator, where each word looks like one of a name, or close by.
    let words: Vec<&str> = name.split(' ').collect();
    let is_name =
        words.len() <= WORDS_MAX && !words.iter().any(|word| word.starts_with("HK") || word.ends_with('.'));
    let is_titled = words
        .iter()
        .all(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '('));
    if is_closed && is_name && (separator == '\\' || is_titled) {
        return end;
    }
    words.first().map_or(0, |word| word.len())
}

/// Words of one name ("Image File Execution Options").
const WORDS_MAX: usize = 6;

/// The length of the last name, which has no separator behind it.
fn last_name(rest: &str, len: usize) -> usize {
    let name = rest.get(..len).unwrap_or_default();
    // What touches it in a script without spaces is of the sentence.
    let name = name.split(|c: char| c >= '\u{3000}').next().unwrap_or(name);
    // A name in capitals goes on to the end of its line ("Volatile Environment").
    let line = rest.split(['\n', '"', '\'', '`', ',', ';']).next().unwrap_or_default();
    let line = line.trim_end_matches(['.', ' ']);
    let words: Vec<&str> = line.split(' ').collect();
    let is_capital = |word: &&str| {
        word.starts_with(|c: char| c.is_ascii_uppercase()) && !word.contains(['\\', '/', ':', '.', '('])
    };
    if (2..=3).contains(&words.len())
        && line.starts_with(name)
        && words.iter().all(is_capital)
        && words.iter().all(|w| !w.starts_with("HK"))
    {
        return line.len();
    }
    name.trim_end_matches(['.', ')', ']', '!']).len()
}
