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

/// Scans `html` into pieces; comments, declarations and raw-text elements are left out.
pub(crate) fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    Stretches { html, at: 0, raw: None }.filter_map(|stretch| match stretch.kind {
        Kind::Text => Some(Piece::Text(stretch.text)),
        Kind::Open { name_end } => Some(Piece::Open(
            stretch.text.get(1..name_end)?,
            stretch.text.get(name_end..)?.trim_end_matches('>'),
        )),
        Kind::Close { name_end } => Some(Piece::Close(stretch.text.get(2..name_end)?)),
        Kind::RawTag | Kind::Raw { .. } | Kind::Comment | Kind::Declaration => None,
    })
}

/// `html` without what only costs time to parse: comments, and what stands in scripts and styles that say nothing
/// about the page. Half the bytes of a news page are of that sort.
pub(crate) fn slim(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 2);
    for stretch in (Stretches { html, at: 0, raw: None }) {
        if !matches!(stretch.kind, Kind::Comment | Kind::Raw { is_code: true }) {
            out.push_str(stretch.text);
        }
    }
    out
}

/// What a stretch of mark-up is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Text between tags.
    Text,
    /// A start tag, whose name ends at this byte of it.
    Open { name_end: usize },
    /// An end tag.
    Close { name_end: usize },
    /// The start tag of a raw-text element.
    RawTag,
    /// The content of a raw-text element; `is_code` for scripts and styles other than JSON-LD.
    Raw { is_code: bool },
    /// A comment.
    Comment,
    /// A declaration: the document type decides whether a table may stand in a paragraph.
    Declaration,
}

struct Stretch<'a> {
    kind: Kind,
    text: &'a str,
}

/// Cuts mark-up into stretches that, joined, are the mark-up again.
struct Stretches<'a> {
    html: &'a str,
    at: usize,
    /// The content of a raw-text element comes next: its name as written, and whether it is code.
    raw: Option<(&'a str, bool)>,
}

impl<'a> Iterator for Stretches<'a> {
    type Item = Stretch<'a>;

    fn next(&mut self) -> Option<Stretch<'a>> {
        let bytes = self.html.as_bytes();
        let start = self.at;
        if start >= bytes.len() {
            return None;
        }
        let (kind, end) = match self.raw.take() {
            Some((name, is_code)) => (Kind::Raw { is_code }, raw_end(bytes, start, name)),
            None if bytes[start] != b'<' || !starts_tag(&bytes[start..]) => {
                (Kind::Text, text_end(bytes, start))
            }
            // `<!-->` is a whole comment, so its end may begin within its start.
            None if bytes[start..].starts_with(b"<!--") => {
                (Kind::Comment, find(bytes, start + 2, b"-->").map_or(bytes.len(), |end| end + 3))
            }
            None if matches!(bytes[start + 1], b'!' | b'?') => {
                (Kind::Declaration, find(bytes, start + 1, b">").map_or(bytes.len(), |end| end + 1))
            }
            None => tag(bytes, start),
        };
        self.at = end;
        let text = self.html.get(start..end).unwrap_or_default();
        let kind = match kind {
            Kind::Open { name_end } => self.opened(text, name_end),
            other => other,
        };
        Some(Stretch { kind, text })
    }
}

impl<'a> Stretches<'a> {
    /// What a start tag is, and whether raw text follows it.
    fn opened(&mut self, tag: &'a str, name_end: usize) -> Kind {
        let name = tag.get(1..name_end).unwrap_or_default();
        if !RAW.iter().any(|raw| name.eq_ignore_ascii_case(raw)) {
            return Kind::Open { name_end };
        }
        let is_code = name.eq_ignore_ascii_case("style")
            || (name.eq_ignore_ascii_case("script") && !tag.to_ascii_lowercase().contains("ld+json"));
        self.raw = Some((name, is_code));
        Kind::RawTag
    }
}

/// The kind and end of the tag at `start`.
fn tag(bytes: &[u8], start: usize) -> (Kind, usize) {
    let name_start = start + 1 + usize::from(bytes[start + 1] == b'/');
    let name_end = bytes[name_start..]
        .iter()
        .position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
        .map_or(bytes.len(), |n| name_start + n);
    let end = (tag_end(bytes, name_end) + 1).min(bytes.len());
    let name_end_in = name_end - start;
    if bytes[start + 1] == b'/' {
        return (Kind::Close { name_end: name_end_in }, end);
    }
    (Kind::Open { name_end: name_end_in }, end)
}

/// Where the text that begins at `start` ends: before the next tag. A lone `<` belongs to the text.
fn text_end(bytes: &[u8], start: usize) -> usize {
    let mut from = start + 1;
    while let Some(next) = find(bytes, from, b"<") {
        if starts_tag(&bytes[next..]) {
            return next;
        }
        from = next + 1;
    }
    bytes.len()
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
        check("<!--><i>x<!--->y<!-- --", "+i \"x\" \"y\"");
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

    #[test]
    fn slim_pages_keep_what_is_read() {
        let html = "<!DOCTYPE html><!-- c --><style>p{}</style><title>T</title><script>x('<p>')</script><script type='application/ld+json'>{}</script><p data-x='<script>'>y";
        let slimmed = "<!DOCTYPE html><style></style><title>T</title><script></script><script type='application/ld+json'>{}</script><p data-x='<script>'>y";
        assert_eq!(slim(html), slimmed);
    }

    proptest! {
        #[test]
        fn stretches_joined_are_the_page(html in "(<(script|p|/script|!--|/p)[ >]|-->|[a<>あ]){0,20}") {
            let joined: String = Stretches { html: &html, at: 0, raw: None }.map(|stretch| stretch.text).collect();
            prop_assert_eq!(joined, html);
        }

        #[test]
        fn any_text_ends(html in "[<>/!a-b'\"= あ-]{0,80}") {
            let _ = pieces(&html).map(|piece| match piece {
                Piece::Open(_, inside) => n_attributes(inside),
                _ => 0,
            }).count();
        }
    }
}
