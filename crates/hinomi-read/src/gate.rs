//! What may go to the tree builder: cheap limits, checked on the text before anything is built.
//!
//! Tree builders follow a standard whose worst cases are quadratic or deeper than a stack: each new block
//! reopens every formatting element left open, each end tag walks the open elements, each attribute is
//! compared with those before it. Pages written by people stay far below these limits.

use crate::tags::{Piece, n_attributes, pieces};

/// Bytes of text that a tree is built from; the rest of a longer page is not read. The longest of 79
/// benchmark pages has 1.5 MB, most of it script.
pub const PAGE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Deepest nesting that a tree is built from. Browsers cut at 512; pages seen stay below 100.
pub const DEPTH_MAX: usize = 256;

/// Formatting elements (`<b>`, `<font>`, `<a>` …) left open at once; each following block reopens all of them.
pub const FORMATTING_OPEN_MAX: usize = 128;

/// Attributes of one tag.
pub const ATTRIBUTES_MAX: usize = 512;

/// Tags of a page. The benchmark's largest page has 12,000.
pub const TAGS_MAX: usize = 200_000;

/// A limit that a page does not keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Excess {
    Depth,
    Formatting,
    Attributes,
    Tags,
}

impl Excess {
    /// What is wrong, for people.
    pub(crate) fn what(self) -> String {
        match self {
            Self::Depth => format!("elements are nested deeper than {DEPTH_MAX}"),
            Self::Formatting => format!("more than {FORMATTING_OPEN_MAX} formatting elements are left open"),
            Self::Attributes => format!("a tag has more than {ATTRIBUTES_MAX} attributes"),
            Self::Tags => format!("the page has more than {TAGS_MAX} tags"),
        }
    }
}

const VOID: [&str; 17] = [
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen",
    "link", "meta", "param", "source", "track",
];
/// Elements that a tree builder closes by itself when the next of their kind opens.
const SELF_CLOSING: [&str; 17] = [
    "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "tbody", "thead", "tfoot", "colgroup",
    "rt", "rp", "rb", "rtc",
];
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// How far down the open elements an end tag looks for its start tag; deeper ones are taken for missing, which
/// only makes the estimate of the depth larger.
const CLOSE_SEARCH_MAX: usize = 64;

/// Looks for a limit that `html` does not keep; `None` lets it pass. Linear in its length.
pub(crate) fn excess(html: &str) -> Option<Excess> {
    let mut open: Vec<&str> = Vec::new();
    let (mut n_tags, mut n_formatting) = (0_usize, 0_usize);
    let is_one_of = |names: &[&str], name: &str| names.iter().any(|one| one.eq_ignore_ascii_case(name));
    for piece in pieces(html) {
        match piece {
            Piece::Text(_) => continue,
            Piece::Open(name, inside) => {
                if inside.len() > ATTRIBUTES_MAX && n_attributes(inside) > ATTRIBUTES_MAX {
                    return Some(Excess::Attributes);
                }
                n_formatting += usize::from(is_one_of(&FORMATTING, name));
                if !is_one_of(&VOID, name) && !is_one_of(&SELF_CLOSING, name) {
                    open.push(name);
                }
            }
            Piece::Close(name) => {
                n_formatting -= usize::from(n_formatting > 0 && is_one_of(&FORMATTING, name));
                let near =
                    open.iter().rev().take(CLOSE_SEARCH_MAX).position(|one| one.eq_ignore_ascii_case(name));
                if let Some(above) = near {
                    open.truncate(open.len() - above - 1);
                }
            }
        }
        n_tags += 1;
        if n_tags > TAGS_MAX {
            return Some(Excess::Tags);
        }
        if open.len() > DEPTH_MAX {
            return Some(Excess::Depth);
        }
        if n_formatting > FORMATTING_OPEN_MAX {
            return Some(Excess::Formatting);
        }
    }
    None
}

/// The first `bytes_max` bytes of `text`, less what would cut a character.
pub(crate) fn head(text: &str, bytes_max: usize) -> &str {
    let mut end = bytes_max.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: Option<Excess>) {
        assert_eq!(excess(html), expected, "{}", head(html, 80));
    }

    #[test]
    fn pages_pass_and_traps_do_not() {
        check("<div><p>a<p>b<ul><li>c<li>d</ul><img src=x alt='a b c'></div>", None);
        check(&"<div>".repeat(DEPTH_MAX), None);
        check(&"<div>".repeat(DEPTH_MAX + 1), Some(Excess::Depth));
        check(&"<p><li><td>".repeat(5_000), None);
        check(&"<div><b id=1></div>".repeat(FORMATTING_OPEN_MAX + 1), Some(Excess::Formatting));
        check(&format!("<p {}>", "a=1 ".repeat(ATTRIBUTES_MAX + 1)), Some(Excess::Attributes));
        check(&format!("<p style='{}'>", "a ".repeat(ATTRIBUTES_MAX + 1)), None);
        check(&"<i></i>".repeat(TAGS_MAX), Some(Excess::Tags));
    }

    #[test]
    fn a_cut_never_splits_a_character() {
        assert_eq!(head("あい", 4), "あ");
        assert_eq!(head("ab", 9), "ab");
    }
}
