//! A linear scanner of tags, for what has to be known before (or instead of) building a tree.
//!
//! It reads like the tokenizer of the HTML Standard (13.2.5) where that matters here: quotes in attributes
//! hide `>`, comments and raw-text elements hide tags, what is not closed runs to the end. Every byte is
//! looked at a bounded number of times.

/// One piece of mark-up, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Text between tags, entities as written.
    Text(&'a str),
    /// A start tag: its name as written, and everything up to `>`.
    Open(&'a str, &'a str),
    /// An end tag's name as written.
    Close(&'a str),
}

/// Elements whose content is text up to their own end tag, and is not read.
const RAW: [&str; 8] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// Scans `html` into pieces; comments, declarations and the content of raw-text elements are left out.
pub(crate) fn pieces(html: &str) -> Pieces<'_> {
    Pieces { html, at: 0 }
}

/// Iterator of [`pieces`].
pub(crate) struct Pieces<'a> {
    html: &'a str,
    at: usize,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let bytes = self.html.as_bytes();
        loop {
            let start = self.at;
            if start >= bytes.len() {
                return None;
            }
            if bytes[start] != b'<' || !starts_tag(&bytes[start..]) {
                // A lone `<` belongs to the text that it stands in.
                let mut end = start + 1;
                while let Some(next) = find(bytes, end, b"<") {
                    end = next;
                    if starts_tag(&bytes[end..]) {
                        break;
                    }
                    end += 1;
                }
                if find(bytes, end, b"<").is_none() {
                    end = bytes.len();
                }
                self.at = end;
                return Some(Piece::Text(self.html.get(start..end).unwrap_or_default()));
            }
            if bytes[start..].starts_with(b"<!--") {
                self.at = find(bytes, start + 4, b"-->").map_or(bytes.len(), |end| end + 3);
                continue;
            }
            if matches!(bytes[start + 1], b'!' | b'?') {
                self.at = find(bytes, start + 1, b">").map_or(bytes.len(), |end| end + 1);
                continue;
            }
            let is_close = bytes[start + 1] == b'/';
            let name_start = start + 1 + usize::from(is_close);
            let name_end = bytes[name_start..]
                .iter()
                .position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
                .map_or(bytes.len(), |n| name_start + n);
            let end = tag_end(bytes, name_end);
            self.at = (end + 1).min(bytes.len());
            let name = self.html.get(name_start..name_end).unwrap_or_default();
            if is_close {
                return Some(Piece::Close(name));
            }
            if RAW.iter().any(|raw| name.eq_ignore_ascii_case(raw)) {
                self.at = raw_end(bytes, self.at, name);
                continue;
            }
            return Some(Piece::Open(name, self.html.get(name_end..end).unwrap_or_default()));
        }
    }
}

/// Whether `bytes`, which begin with `<`, begin a tag, comment or declaration.
fn starts_tag(bytes: &[u8]) -> bool {
    match bytes.get(1) {
        Some(b'/') => bytes.get(2).is_some_and(u8::is_ascii_alphabetic),
        Some(b) => b.is_ascii_alphabetic() || matches!(b, b'!' | b'?'),
        None => false,
    }
}

/// Where the `>` of a tag stands whose attributes begin at `at`; the end of input where there is none.
fn tag_end(bytes: &[u8], mut at: usize) -> usize {
    let mut after_equals = false;
    while let Some(&b) = bytes.get(at) {
        match b {
            b'>' => return at,
            b'"' | b'\'' if after_equals => {
                at = find(bytes, at + 1, &[b]).unwrap_or(bytes.len());
                after_equals = false;
            }
            b'=' => after_equals = true,
            _ if b.is_ascii_whitespace() => {}
            _ => after_equals = false,
        }
        at += 1;
    }
    bytes.len()
}

/// Where the content of the raw-text element `name` ends: at its end tag, else at the end of input.
fn raw_end(bytes: &[u8], mut at: usize, name: &str) -> usize {
    while let Some(next) = find(bytes, at, b"</") {
        let rest = &bytes[next + 2..];
        if rest.get(..name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes())) {
            return next;
        }
        at = next + 2;
    }
    bytes.len()
}

fn find(bytes: &[u8], from: usize, needle: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    memchr::memmem::find(rest, needle).map(|n| from + n)
}

/// How many attributes the inside of a start tag holds; an estimate that is never too low by much.
pub(crate) fn n_attributes(inside: &str) -> usize {
    let (mut n, mut in_word, mut quote, mut after_equals) = (0, false, None, false);
    for b in inside.bytes() {
        match quote {
            Some(q) if b == q => (quote, in_word) = (None, false),
            Some(_) => {}
            None if after_equals && matches!(b, b'"' | b'\'') => (quote, after_equals) = (Some(b), false),
            None if b.is_ascii_whitespace() || b == b'/' => in_word = false,
            None => {
                after_equals = b == b'=';
                if !in_word && !after_equals {
                    (n, in_word) = (n + 1, true);
                }
            }
        }
    }
    n
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(html: &str, expected: &str) {
        let drawn: Vec<String> = pieces(html)
            .map(|piece| match piece {
                Piece::Text(text) => format!("{text:?}"),
                Piece::Open(name, _) => format!("+{name}"),
                Piece::Close(name) => format!("-{name}"),
            })
            .collect();
        assert_eq!(drawn.join(" "), expected, "{html}");
    }

    #[test]
    fn pieces_are_read_as_browsers_read_them() {
        check("<p>a</p>b", "+p \"a\" -p \"b\"");
        check("<!doctype html><!-- <b> --><i>x", "+i \"x\"");
        check("<script>if (a<b) '</b>'</script>c", "-script \"c\"");
        check("<SCRIPT>never closed <p>", "");
        check("<a title='>' b=\"<p>\">x</a>", "+a \"x\" -a");
        check("1 < 2 <3 <p>", "\"1 < 2 <3 \" +p");
        check("a<", "\"a<\"");
        check("<", "\"<\"");
        check("</", "\"</\"");
        check("<a title='never closed <p>", "+a");
        check("<あ><p", "\"<あ>\" +p");
    }

    #[test]
    fn attributes_are_counted() {
        for (inside, n) in [("", 0), (" a b=c d='e f' /", 3), (" a = b", 2), (" x=\"1\"y=\"2\"", 2)] {
            assert_eq!(n_attributes(inside), n, "{inside}");
        }
    }

    proptest! {
        #[test]
        fn any_text_ends(html in "[<>/!a-b'\"= あ-]{0,80}") {
            let _ = pieces(&html).map(|piece| match piece {
                Piece::Open(_, inside) => n_attributes(inside),
                _ => 0,
            }).count();
        }
    }
}
