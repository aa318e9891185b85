//! Text → tokens, each with where it stands.
//!
//! Reads like the tokenizer of the HTML Standard (13.2.5) where it matters for text: quotes in attributes hide
//! `>`, comments and raw-text elements hide tags. Where a page ends inside a quoted value, a comment, a title or
//! a text field, browsers show nothing of the rest; here the opening is taken for a slip and the rest is read,
//! because a reader of news loses more by silence than by a stray word. Every byte is looked at a bounded number
//! of times: what was searched for once to the end and not found is not searched for again.

use std::sync::LazyLock;

use memchr::{memchr, memchr2, memmem};

use crate::tag::{Key, RAW, Tag};

/// One attribute of a tag.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attr {
    pub key: Key,
    /// Whether the value holds an `&`.
    pub has_ref: bool,
    /// Where the value stands, without quotes.
    pub start: u32,
    pub end: u32,
}

/// A piece of mark-up; positions are bytes of the text.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Token {
    /// Text between tags; `has_ref` where it holds an `&` that may begin a reference.
    Text { start: usize, end: usize, has_ref: bool },
    /// A start tag. Its kept attributes are the last `n_attrs` of the scanner's list.
    Open { tag: Tag, start: usize, end: usize, n_attrs: u8, is_closed: bool },
    /// An end tag.
    Close { tag: Tag, start: usize, end: usize },
    /// A document type.
    Doctype { start: usize, end: usize },
}

/// What a search that came to the end of the page did not find.
#[derive(Debug, Default)]
struct Missing {
    quote: bool,
    apostrophe: bool,
    comment_end: bool,
    cdata_end: bool,
    /// A bit for each raw-text element.
    raw_end: u16,
}

/// Cuts a page into tokens.
#[derive(Debug)]
pub(crate) struct Scanner<'a> {
    html: &'a str,
    bytes: &'a [u8],
    at: usize,
    missing: Missing,
    /// Kept attributes of all tags so far, in order.
    pub attrs: Vec<Attr>,
    /// Whether `<![CDATA[` begins text: in drawings, formulas and XHTML.
    pub reads_cdata: bool,
}

impl<'a> Scanner<'a> {
    /// Begins at the start of `html`, which must be shorter than 4 GiB.
    pub fn new(html: &'a str) -> Self {
        let missing = Missing::default();
        Self { html, bytes: html.as_bytes(), at: 0, missing, attrs: Vec::new(), reads_cdata: false }
    }

    /// The next token; `None` at the end.
    pub fn token(&mut self) -> Option<Token> {
        loop {
            let start = self.at;
            let first = *self.bytes.get(start)?;
            if first != b'<' || !starts_tag(&self.bytes[start..]) {
                return Some(self.text(start));
            }
            match self.bytes[start + 1] {
                b'!' if self.bytes[start..].starts_with(b"<!--") => self.comment(start),
                b'!' if self.reads_cdata && self.bytes[start..].starts_with(b"<![CDATA[") => {
                    if let Some(token) = self.cdata(start) {
                        return Some(token);
                    }
                }
                b'!' | b'?' => {
                    self.at = self.find(b'>', start).map_or(self.bytes.len(), |end| end + 1);
                    let name = self.bytes.get(start + 2..start + 9);
                    if name.is_some_and(|name| name.eq_ignore_ascii_case(b"doctype")) {
                        return Some(Token::Doctype { start, end: self.at });
                    }
                }
                b'/' if !self.bytes.get(start + 2).is_some_and(u8::is_ascii_alphabetic) => {
                    // `</>` and `</3`: a comment that nobody meant.
                    self.at = self.find(b'>', start).map_or(self.bytes.len(), |end| end + 1);
                }
                b'/' => {
                    let (tag, name_end) = self.name(start + 2);
                    let kept = self.attrs.len();
                    self.attributes(name_end);
                    self.attrs.truncate(kept);
                    return Some(Token::Close { tag, start, end: self.at });
                }
                _ => {
                    let (tag, name_end) = self.name(start + 1);
                    let (n_attrs, is_closed) = self.attributes(name_end);
                    return Some(Token::Open { tag, start, end: self.at, n_attrs, is_closed });
                }
            }
        }
    }

    /// Takes the content of the raw-text element `tag`, whose start tag was the last token, and its end tag.
    /// `None` where the page ends within a title or a field, whose start tag is then taken for a slip.
    pub fn raw(&mut self, tag: Tag) -> Option<(usize, usize)> {
        let start = self.at;
        let bit = 1_u16 << RAW.iter().position(|raw| *raw == tag).unwrap_or(RAW.len());
        let found = if self.missing.raw_end & bit == 0 { self.raw_end(start, tag) } else { None };
        let Some(end) = found else {
            self.missing.raw_end |= bit;
            if !matches!(tag, Tag::Script | Tag::Style) {
                return None;
            }
            self.at = self.bytes.len();
            return Some((start, self.at));
        };
        self.at = self.find(b'>', end).map_or(self.bytes.len(), |at| at + 1);
        Some((start, end))
    }

    /// Takes everything that is left.
    pub fn rest(&mut self) -> (usize, usize) {
        let start = std::mem::replace(&mut self.at, self.bytes.len());
        (start, self.at)
    }

    /// Where the end tag of a raw-text element begins. Within a script, `<!--` and `<script` hide one end tag
    /// until `-->` (HTML Standard 13.2.5.16 ff.).
    fn raw_end(&self, start: usize, tag: Tag) -> Option<usize> {
        let name = tag.name().as_bytes();
        let mut looked = start;
        for at in END_TAG.find_iter(&self.bytes[start..]).map(|n| start + n) {
            let rest = &self.bytes[at + 2..];
            let is_name = rest.get(..name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name));
            let ends =
                rest.get(name.len()).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
            if is_name && ends {
                if tag != Tag::Script || !hides_end(&self.bytes[looked..at]) {
                    return Some(at);
                }
                looked = at + 2;
            }
        }
        None
    }

    fn text(&mut self, start: usize) -> Token {
        let (mut from, mut has_ref) = (start, self.bytes[start] == b'&');
        if self.bytes[start] == b'<' || has_ref {
            from += 1;
        }
        let end = loop {
            let rest = &self.bytes[from.min(self.bytes.len())..];
            let found = if has_ref { memchr(b'<', rest) } else { memchr2(b'<', b'&', rest) };
            let Some(at) = found.map(|n| from + n) else { break self.bytes.len() };
            if self.bytes[at] == b'&' {
                has_ref = true;
            } else if starts_tag(&self.bytes[at..]) {
                break at;
            }
            from = at + 1;
        };
        self.at = end;
        Token::Text { start, end, has_ref }
    }

    /// Steps over a comment. `<!-->` and `<!--->` are whole ones, and `--!>` ends one too.
    fn comment(&mut self, start: usize) {
        let inner = &self.bytes[start + 4..];
        if let Some(n) = [b">".as_slice(), b"->"].iter().position(|end| inner.starts_with(end)) {
            self.at = start + 5 + n;
            return;
        }
        let mut from = start + 4;
        while !self.missing.comment_end {
            let Some(at) = memmem::find(&self.bytes[from..], b"--").map(|n| from + n) else { break };
            match self.bytes.get(at + 2..) {
                Some([b'>', ..]) => return self.at = at + 3,
                Some([b'!', b'>', ..]) => return self.at = at + 4,
                _ => from = at + 1,
            }
        }
        self.missing.comment_end = true;
        self.at = self.find(b'>', start).map_or(self.bytes.len(), |end| end + 1);
    }

    /// The text of a CDATA section; `None` where it does not end, and its opening is passed over.
    fn cdata(&mut self, opening: usize) -> Option<Token> {
        let start = opening + b"<![CDATA[".len();
        self.at = start;
        if self.missing.cdata_end {
            return None;
        }
        let Some(end) = memmem::find(&self.bytes[start..], b"]]>").map(|n| start + n) else {
            self.missing.cdata_end = true;
            return None;
        };
        self.at = end + 3;
        Some(Token::Text { start, end, has_ref: false })
    }

    fn name(&self, start: usize) -> (Tag, usize) {
        let end = end_of(self.bytes, start, IN_TAG_NAME);
        (Tag::of(&self.bytes[start..], end - start), end)
    }

    /// Reads attributes up to and over the tag's `>`: how many are kept, and whether the tag closes itself.
    fn attributes(&mut self, name_end: usize) -> (u8, bool) {
        let first = self.attrs.len();
        let bytes = self.bytes;
        let mut at = name_end;
        let mut is_closed = false;
        loop {
            match bytes.get(at) {
                None => break,
                Some(b'>') => {
                    at += 1;
                    break;
                }
                Some(b'/') => (at, is_closed) = (at + 1, true),
                Some(b) if is_space(*b) => at += 1,
                Some(_) => {
                    is_closed = false;
                    at = self.attribute(at, first);
                }
            }
        }
        self.at = at;
        // At most one attribute of each key is kept.
        (u8::try_from(self.attrs.len() - first).unwrap_or(u8::MAX), is_closed)
    }

    /// Reads the attribute that begins at `start`; where it ends.
    fn attribute(&mut self, start: usize, first: usize) -> usize {
        let bytes = self.bytes;
        // A `=` at the beginning belongs to the name.
        let name_end = end_of(bytes, start + 1, IN_NAME);
        let mut at = name_end;
        while bytes.get(at).copied().is_some_and(is_space) {
            at += 1;
        }
        let (value_start, value_end, end) = if bytes.get(at) == Some(&b'=') {
            at += 1;
            while bytes.get(at).copied().is_some_and(is_space) {
                at += 1;
            }
            match bytes.get(at) {
                Some(quote @ (b'"' | b'\'')) => match self.closing(*quote, at + 1) {
                    Some(end) => (at + 1, end, end + 1),
                    None => {
                        let end = self.find(b'>', at).unwrap_or(bytes.len());
                        (at + 1, end, end)
                    }
                },
                _ => {
                    let end = end_of(bytes, at, IN_VALUE);
                    (at, end, end)
                }
            }
        } else {
            (name_end, name_end, name_end)
        };
        if let Some(key) = Key::of(&bytes[start..], name_end - start)
            && !self.attrs[first..].iter().any(|attr| attr.key == key)
        {
            let has_ref = memchr(b'&', &bytes[value_start..value_end]).is_some();
            self.attrs.push(Attr { key, has_ref, start: place(value_start), end: place(value_end) });
        }
        end
    }

    /// Where the quotation mark stands that closes a value.
    fn closing(&mut self, quote: u8, from: usize) -> Option<usize> {
        let known = if quote == b'"' { self.missing.quote } else { self.missing.apostrophe };
        if known {
            return None;
        }
        let found = self.find(quote, from);
        if found.is_none() {
            *(if quote == b'"' { &mut self.missing.quote } else { &mut self.missing.apostrophe }) = true;
        }
        found
    }

    fn find(&self, byte: u8, from: usize) -> Option<usize> {
        memchr(byte, self.bytes.get(from..)?).map(|n| from + n)
    }

    /// The page.
    pub fn html(&self) -> &'a str {
        self.html
    }
}

/// A byte position as it is kept. Pages are cut far below 4 GiB.
pub(crate) fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// White space as the standard counts it in tags.
const fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\n' | b'\t' | b'\r' | 0x0c)
}

/// Bits of [`WITHIN`]: a byte may stand in the name of a tag, in that of an attribute, in a value without quotes.
const IN_TAG_NAME: u8 = 1;
const IN_NAME: u8 = 2;
const IN_VALUE: u8 = 4;

/// What each byte may stand in.
static WITHIN: [u8; 256] = {
    let mut within = [0; 256];
    let mut b = 0;
    while b < 256 {
        within[b] = match b as u8 {
            space if is_space(space) => 0,
            b'>' => 0,
            b'/' => IN_VALUE,
            b'=' => IN_TAG_NAME | IN_VALUE,
            _ => IN_TAG_NAME | IN_NAME | IN_VALUE,
        };
        b += 1;
    }
    within
};

/// Where from `at` on the first byte stands that may not stand in `what`; the end where there is none.
fn end_of(bytes: &[u8], mut at: usize, what: u8) -> usize {
    while bytes.get(at).is_some_and(|b| WITHIN[usize::from(*b)] & what != 0) {
        at += 1;
    }
    at
}

/// Whether `bytes`, which begin with `<`, begin a tag, comment or declaration.
fn starts_tag(bytes: &[u8]) -> bool {
    match bytes.get(1) {
        Some(b'/') => bytes.len() > 2,
        Some(b) => b.is_ascii_alphabetic() || matches!(b, b'!' | b'?'),
        None => false,
    }
}

static OPENING: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new(b"<!--"));

static END_TAG: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new(b"</"));

/// Whether a stretch of script opens a comment and a script in it and closes neither.
fn hides_end(script: &[u8]) -> bool {
    let Some(comment) = OPENING.find_iter(script).last() else { return false };
    let inner = &script[comment..];
    memmem::find(inner, b"-->").is_none()
        && memmem::find_iter(inner, b"<")
            .any(|at| inner.get(at + 1..at + 7).is_some_and(|name| name.eq_ignore_ascii_case(b"script")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Tokens as one reads them: `+p`, `-p`, text in quotes, raw text in brackets.
    fn drawn(html: &str) -> String {
        let mut scanner = Scanner::new(html);
        let mut out = Vec::new();
        while let Some(token) = scanner.token() {
            match token {
                Token::Text { start, end, .. } => out.push(format!("{:?}", &html[start..end])),
                Token::Close { tag, .. } => out.push(format!("-{}", tag.name())),
                Token::Doctype { .. } => out.push("!".to_owned()),
                Token::Open { tag, n_attrs, .. } => {
                    let kept = &scanner.attrs[scanner.attrs.len() - usize::from(n_attrs)..];
                    let value = |attr: &Attr| html[attr.start as usize..attr.end as usize].to_owned();
                    let values: Vec<String> = kept.iter().map(value).collect();
                    out.push(format!(
                        "+{}{}",
                        tag.name(),
                        values.iter().map(|v| format!("={v}")).collect::<String>()
                    ));
                    if tag.is_raw()
                        && let Some((start, end)) = scanner.raw(tag)
                    {
                        out.push(format!("[{}]", &html[start..end]));
                    }
                }
            }
        }
        out.join(" ")
    }

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(drawn(html), expected, "{html}");
    }

    #[test]
    fn tokens_are_read_as_browsers_read_them() {
        check("<p>a</p>b", "+p \"a\" -p \"b\"");
        check("<!--><i>x<!--->y<!-- a --!>z", "+i \"x\" \"y\" \"z\"");
        check("<!doctype html><!-- <b> --><i>x", "! +i \"x\"");
        check("<script>if (a<b) '</b>'</script >c", "+script [if (a<b) '</b>'] \"c\"");
        check("<script><!-- <script> </script> --></script>c", "+script [<!-- <script> </script> -->] \"c\"");
        check("<script><!-- </script>c", "+script [<!-- ] \"c\"");
        check("<STYLE>never closed <p>", "+style [never closed <p>]");
        check("1 < 2 <3 <p>", "\"1 < 2 <3 \" +p");
        check("a<", "\"a<\"");
        check("</", "\"</\"");
        check("a</>b</3 x>c<?xml?>d<![CDATA[e]]>f", "\"a\" \"b\" \"c\" \"d\" \"f\"");
        check("<あ><p", "\"<あ>\" +p");
        check("&lt;<b>&", "\"&lt;\" +b \"&\"");
    }

    #[test]
    fn attributes_are_read_as_browsers_read_them() {
        check("<a title='>' href=\"<p>\">x</a>", "+a=<p> \"x\" -a");
        check("<p CLASS = a id=b/c class=d>", "+p=a=b/c");
        check("<p class=\"a\"id='b'>", "+p=a=b");
        check("<p =class=x id>y", "+p= \"y\"");
        check("<br/><p class=>", "+br +p=");
        check("</p class='>'>x", "-p \"x\"");
    }

    #[test]
    fn what_never_ends_is_taken_for_a_slip() {
        check("<a title='never closed <p>x", "+a \"x\"");
        check("<title>t <p>x", "+title \"t \" +p \"x\"");
        check("<!-- c <p>x", "\"x\"");
        check("<textarea><textarea>x", "+textarea +textarea \"x\"");
    }

    #[test]
    fn slips_by_the_hundred_thousand_are_searched_once() {
        for slip in ["<!-- ", "<a title='", "<title>", "<script>", "<![CDATA[", "</", "<textarea x=\"y>"] {
            let html = slip.repeat(100_000);
            let mut scanner = Scanner::new(&html);
            scanner.reads_cdata = true;
            while let Some(token) = scanner.token() {
                if let Token::Open { tag, .. } = token
                    && tag.is_raw()
                {
                    scanner.raw(tag);
                }
            }
        }
    }

    proptest! {
        #[test]
        fn tokens_stand_in_order_and_in_bounds(html in "(<(script|p|/script|!--|/p|a|title)[ >]|-->|=|\"|'|class|[a<>あ&/]){0,40}") {
            let mut scanner = Scanner::new(&html);
            let mut last = 0;
            while let Some(token) = scanner.token() {
                let (start, end) = match token {
                    Token::Text { start, end, .. } | Token::Open { start, end, .. } | Token::Close { start, end, .. }
                    | Token::Doctype { start, end } => (start, end),
                };
                prop_assert!(last <= start && start < end && html.get(start..end).is_some());
                last = end;
                if let Token::Open { tag, .. } = token && tag.is_raw() {
                    scanner.raw(tag);
                }
            }
        }
    }
}
