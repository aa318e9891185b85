//! Character references: `&amp;`, `&#12354;`, `&nbsp` → characters.
//!
//! Source: HTML Standard 13.2.5.72 ff.; the names are those of its list, from the crate `entities`.

use std::borrow::Cow;
use std::sync::LazyLock;

/// Names without `&`, with `;` where it is part of them, and what they stand for; sorted by name.
static NAMES: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let all = entities::ENTITIES.iter();
    let mut names: Vec<_> = all.map(|one| (one.entity.trim_start_matches('&'), one.characters)).collect();
    names.sort_unstable();
    names
});

/// Longest name, in bytes: `CounterClockwiseContourIntegral;` has 32.
const NAME_BYTES_MAX: usize = 32;

/// Longest name that needs no semicolon, in bytes: `Aacute`.
const BARE_BYTES_MAX: usize = 6;

/// Longest number, in digits; leading zeros beyond it are no number.
const DIGITS_MAX: usize = 16;

/// What bytes 0x80 to 0x9F stand for where a number names them. Source: HTML Standard 13.2.5.80.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// What a reference stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meant {
    /// One character, by its number.
    One(char),
    /// One or two characters, by their name.
    Named(&'static str),
}

impl Meant {
    /// Its characters.
    pub fn chars(self) -> impl Iterator<Item = char> {
        let (one, named) = match self {
            Self::One(c) => (Some(c), ""),
            Self::Named(text) => (None, text),
        };
        one.into_iter().chain(named.chars())
    }
}

/// The reference that `text` begins with, and its length in bytes; `None` where the `&` is only an `&`.
///
/// In an attribute's value a name without semicolon before a letter, digit or `=` is part of an address.
pub(crate) fn reference(text: &str, in_attribute: bool) -> Option<(Meant, usize)> {
    let rest = text.strip_prefix('&')?;
    if let Some(number) = rest.strip_prefix('#') {
        return numbered(number).map(|(c, len)| (Meant::One(c), len + 2));
    }
    let bytes = rest.as_bytes();
    let len = bytes.iter().take(NAME_BYTES_MAX).take_while(|b| b.is_ascii_alphanumeric()).count();
    let find =
        |name: &str| NAMES.binary_search_by(|(known, _)| (*known).cmp(name)).ok().map(|at| NAMES[at].1);
    if bytes.get(len) == Some(&b';')
        && let Some(meant) = rest.get(..=len).and_then(find)
    {
        return Some((Meant::Named(meant), len + 2));
    }
    for end in (2..=len.min(BARE_BYTES_MAX)).rev() {
        if let Some(meant) = rest.get(..end).and_then(find) {
            let next = bytes.get(end).copied().unwrap_or(b' ');
            let is_address = in_attribute && (next == b'=' || next.is_ascii_alphanumeric());
            return (!is_address).then_some((Meant::Named(meant), end + 1));
        }
    }
    None
}

/// The character of a number behind `&#`, and the length of number and semicolon.
fn numbered(text: &str) -> Option<(char, usize)> {
    let (digits, radix, lead) = match text.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16, 1),
        None => (text, 10, 0),
    };
    let len = digits.bytes().take(DIGITS_MAX).take_while(|b| char::from(*b).is_digit(radix)).count();
    let code = u64::from_str_radix(digits.get(..len)?, radix).ok()?;
    let c = match u32::try_from(code).unwrap_or(u32::MAX) {
        0 => '\u{fffd}',
        code @ 0x80..=0x9f => WINDOWS_1252[code as usize - 0x80],
        code => char::from_u32(code).unwrap_or('\u{fffd}'),
    };
    let semicolon = usize::from(digits.as_bytes().get(len) == Some(&b';'));
    Some((c, lead + len + semicolon))
}

/// An attribute's value with its references read.
pub(crate) fn value(raw: &str) -> Cow<'_, str> {
    read(raw, |text| reference(text, true))
}

/// Text with its references read, but only those that end with a semicolon: for text that may be no mark-up.
pub(crate) fn unescaped(raw: &str) -> String {
    let closed = |text: &str| reference(text, false).filter(|(_, len)| text.as_bytes()[len - 1] == b';');
    read(raw, closed).into_owned()
}

fn read(raw: &str, reference: impl Fn(&str) -> Option<(Meant, usize)>) -> Cow<'_, str> {
    if !raw.contains('&') {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let len = match reference(rest) {
            Some((meant, len)) => {
                out.extend(meant.chars());
                len
            }
            None => {
                out.push('&');
                1
            }
        };
        rest = &rest[len..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn references_are_read_as_browsers_read_them() {
        for (text, in_text, in_value) in [
            ("&amp;", "&", "&"),
            ("&lt&gt;", "<>", "<>"),
            ("&copy2", "©2", "&copy2"),
            ("&copy=", "©=", "&copy="),
            ("&notit;", "¬it;", "&notit;"),
            ("&notin;", "∉", "∉"),
            ("&NotEqualTilde;", "≂̸", "≂̸"),
            ("&#12354;&#x3042&#X3042;", "あああ", "あああ"),
            ("&#147;&#0;&#xD800;&#99999999999;", "“\u{fffd}\u{fffd}\u{fffd}", "“\u{fffd}\u{fffd}\u{fffd}"),
            ("R&D & &; &# &#x; &あ;", "R&D & &; &# &#x; &あ;", "R&D & &; &# &#x; &あ;"),
            ("?a=1&lang=ja&amp;b", "?a=1⟨=ja&b", "?a=1&lang=ja&b"),
        ] {
            let text_read = read(text, |text| reference(text, false));
            // `&lang` is no name without its semicolon.
            let in_text = in_text.replace('⟨', "&lang");
            assert_eq!((text_read.as_ref(), value(text).as_ref()), (in_text.as_str(), in_value), "{text}");
        }
        assert_eq!(unescaped("AT&amp;T &copy 5 &lt; 6"), "AT&T &copy 5 < 6");
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[&#xX;a-cnotlg0-9あ=]{0,40}") {
            let _ = (value(&text), unescaped(&text));
        }
    }
}
