//! Text without a tree: for pages that no tree may be built from (see [`crate::gate`]).
//!
//! Tags are dropped, block elements part lines, and lines that are mostly links are left out. What is
//! furniture beyond that stays in, which is why the article says so in a warning.

use hinomi_model::BlockKind;

use crate::blocks::Draft;
use crate::space::push_collapsed;
use crate::tags::{Piece, pieces};

/// Elements that stand within a line; all others part lines.
const INLINE: [&str; 29] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "q", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "wbr",
];

/// Entities that are read here; the numeric ones are read as well. Source: HTML Standard 13.5.
const ENTITIES: [(&str, &str); 22] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("hellip", "…"),
    ("mdash", "—"),
    ("ndash", "–"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("middot", "·"),
    ("bull", "•"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("yen", "¥"),
    ("euro", "€"),
];

/// Longest entity name or number, in bytes.
const ENTITY_BYTES_MAX: usize = 10;

/// Share of a line's characters in links, in percent, from which it is left out.
const LINK_PERCENT_MAX: usize = 50;

/// The lines of `html` as paragraphs, up to `bytes_max` bytes of text. Linear in its length.
pub(crate) fn strip(html: &str, bytes_max: usize) -> Vec<Draft> {
    let (mut out, mut line, mut pending) = (Vec::new(), String::new(), 0);
    let (mut n_link_chars, mut in_link, mut n_bytes, mut ruby) = (0, false, 0, false);
    let mut end = |line: &mut String, n_link_chars: &mut usize| {
        let n_chars = line.chars().filter(|c| !c.is_whitespace()).count();
        if n_chars > 0 && *n_link_chars * 100 < n_chars * LINK_PERCENT_MAX {
            n_bytes += line.len();
            let text = line.trim().to_owned();
            out.push(Draft::new(BlockKind::Paragraph, text, *n_link_chars, 0));
        }
        line.clear();
        *n_link_chars = 0;
        n_bytes < bytes_max
    };
    for piece in pieces(html) {
        match piece {
            Piece::Text(_) if ruby => {}
            Piece::Text(text) => {
                push_collapsed(&mut line, &mut pending, &unescaped(text));
                if in_link {
                    n_link_chars += text.chars().filter(|c| !c.is_whitespace()).count();
                }
            }
            Piece::Open(name, _) | Piece::Close(name) => {
                let is_open = matches!(piece, Piece::Open(..));
                if name.eq_ignore_ascii_case("a") {
                    in_link = is_open;
                } else if name.eq_ignore_ascii_case("rt") || name.eq_ignore_ascii_case("rp") {
                    ruby = is_open;
                } else if !INLINE.iter().any(|inline| name.eq_ignore_ascii_case(inline)) {
                    pending = 0;
                    if !end(&mut line, &mut n_link_chars) {
                        return out;
                    }
                }
            }
        }
    }
    end(&mut line, &mut n_link_chars);
    out
}

/// `text` with its entities read; unknown ones stay as written.
pub(crate) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name_end = rest.bytes().take(ENTITY_BYTES_MAX + 2).position(|b| b == b';');
        match name_end.and_then(|end| Some((end, entity(rest.get(1..end)?)?))) {
            Some((end, read)) => {
                out.push_str(&read);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).map(String::from);
    }
    ENTITIES.iter().find(|(key, _)| *key == name).map(|(_, read)| (*read).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_without_tags_and_menus() {
        let html =
            "<ul><li><a href=x>Home</a><li><a>News</a></ul><p>a <b>b</b>\n c &amp; d<script>x</script><div>e";
        let texts: Vec<String> = strip(html, 1_000).into_iter().map(|draft| draft.text).collect();
        assert_eq!(texts, ["a b c & d", "e"]);
    }

    #[test]
    fn entities() {
        assert_eq!(
            unescaped("&lt;p&gt; &#8217;&#x41;&nbsp;&unknown; & &;&#xffffffff;"),
            "<p> ’A &unknown; & &;&#xffffffff;"
        );
    }

    proptest! {
        #[test]
        fn any_text_is_stripped(html in "[<>/&;#a-c\" あ-]{0,80}") {
            let _ = strip(&html, 100);
        }
    }
}
