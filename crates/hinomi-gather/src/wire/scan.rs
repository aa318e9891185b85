//! Mark-up, piece by piece.
//!
//! A scanner for XML as it is found: what an XML parser must refuse is read as what it was most
//! likely meant to be, and remembered as a fault. Every piece is a slice of the input, and every
//! step moves forward, so the time is linear whatever the bytes.

/// One piece of mark-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token<'a> {
    /// `<name attributes>` or `<name attributes/>`.
    Open {
        /// As written, with prefix.
        name: &'a str,
        /// What stands between the name and the end of the tag.
        attributes: &'a str,
        /// Whether it ends with `/>`.
        is_empty: bool,
    },
    /// `</name>`.
    Close {
        /// As written, with prefix.
        name: &'a str,
    },
    /// Text with references as written.
    Text(&'a str),
    /// Text to be taken literally.
    CData(&'a str),
    /// The inside of `<!DOCTYPE …>`.
    Doctype(&'a str),
}

/// Walks through a text.
#[derive(Debug, Clone)]
pub struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// Byte offset and words of the first thing that is not XML.
    pub fault: Option<(usize, &'static str)>,
    /// What was looked for once and does not come any more; a second search to the end would cost square time.
    exhausted: Exhausted,
}

#[derive(Debug, Clone, Copy, Default)]
struct Exhausted {
    comment_end: bool,
    instruction_end: bool,
    doctype: bool,
}

impl<'a> Scanner<'a> {
    /// Begins at the start of `text`.
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, fault: None, exhausted: Exhausted::default() }
    }

    fn wrong(&mut self, at: usize, what: &'static str) {
        self.fault.get_or_insert((at, what));
    }

    /// The next `needle` from `from` on.
    fn next_at(&self, needle: &str, from: usize) -> Option<usize> {
        self.text.get(from..)?.find(needle).map(|at| from + at)
    }

    fn markup(&mut self) -> Option<Token<'a>> {
        let start = self.at;
        let rest = &self.text[start..];
        if rest.starts_with("<!--") {
            let end = if self.exhausted.comment_end { None } else { self.next_at("-->", start + 4) };
            self.exhausted.comment_end = end.is_none();
            self.at = match end {
                Some(end) => end + 3,
                None => self.broken_off(start, "a comment without end"),
            };
            return None;
        }
        if let Some(inside) = rest.strip_prefix("<![CDATA[") {
            let inside_at = start + 9;
            let Some(end) = inside.find("]]>") else {
                // The rest of the document is better read as text than lost.
                self.wrong(start, "a CDATA section without end");
                self.at = self.text.len();
                return Some(Token::CData(inside));
            };
            self.at = inside_at + end + 3;
            return Some(Token::CData(&inside[..end]));
        }
        if rest.get(..9).is_some_and(|word| word.eq_ignore_ascii_case("<!DOCTYPE")) {
            return Some(self.doctype(start));
        }
        if rest.starts_with("<?") {
            let end = if self.exhausted.instruction_end { None } else { self.next_at("?>", start + 2) };
            self.exhausted.instruction_end = end.is_none();
            self.at = match end {
                Some(end) => end + 2,
                None => self.broken_off(start, "a processing instruction without end"),
            };
            return None;
        }
        if let Some(name) = rest.strip_prefix("</").filter(|after| after.starts_with(is_name_start)) {
            let name = &name[..name.find(|c: char| !is_name_char(c)).unwrap_or(name.len())];
            let after = start + 2 + name.len();
            let end = self.text[after..].find(['<', '>']).map(|end| after + end);
            self.at = match end {
                Some(end) if self.text.as_bytes()[end] == b'>' => end + 1,
                Some(end) => {
                    self.wrong(start, "a tag without end");
                    end
                }
                None => self.text.len(),
            };
            return Some(Token::Close { name });
        }
        if rest[1..].starts_with(is_name_start) {
            return Some(self.open(start));
        }
        if rest.starts_with("<!") && rest[2..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            self.at = self.broken_off(start, "a declaration out of place");
            return None;
        }
        // A bare `<`, as in `a < b`.
        self.wrong(start, "a bare <");
        self.at = start + 1;
        Some(Token::Text(&rest[..1]))
    }

    /// Where to go on after something that never ends: behind the next `>`.
    fn broken_off(&mut self, start: usize, what: &'static str) -> usize {
        self.wrong(start, what);
        self.next_at(">", start + 1).map_or(self.text.len(), |end| end + 1)
    }

    fn doctype(&mut self, start: usize) -> Token<'a> {
        if std::mem::replace(&mut self.exhausted.doctype, true) {
            self.at = self.broken_off(start, "a second DOCTYPE");
            return Token::Doctype("");
        }
        let inside_at = start + 9;
        let bytes = self.text.as_bytes();
        let mut is_subset = false;
        let mut quote = None;
        for (at, &byte) in bytes.iter().enumerate().skip(inside_at) {
            match (quote, byte) {
                (Some(open), _) if byte == open => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'[') => is_subset = true,
                (None, b']') => is_subset = false,
                (None, b'>') if !is_subset => {
                    self.at = at + 1;
                    return Token::Doctype(&self.text[inside_at..at]);
                }
                _ => {}
            }
        }
        self.at = self.broken_off(start, "a DOCTYPE without end");
        Token::Doctype("")
    }

    fn open(&mut self, start: usize) -> Token<'a> {
        let name_at = start + 1;
        let name_end = self.text[name_at..]
            .find(|c: char| !is_name_char(c))
            .map_or(self.text.len(), |end| name_at + end);
        let name = &self.text[name_at..name_end];
        let bytes = self.text.as_bytes();
        let mut at = name_end;
        while at < bytes.len() {
            match bytes[at] {
                b'>' => {
                    self.at = at + 1;
                    let inside = &self.text[name_end..at];
                    let (attributes, is_empty) =
                        inside.strip_suffix('/').map_or((inside, false), |a| (a, true));
                    return Token::Open { name, attributes, is_empty };
                }
                // The tag was never closed and the next one begins.
                b'<' => break,
                quote @ (b'"' | b'\'') if follows_equals(bytes, at) => at = self.after_quoted(at, quote),
                _ => at += 1,
            }
        }
        self.wrong(start, "a tag without end");
        self.at = at;
        Token::Open { name, attributes: &self.text[name_end..at], is_empty: false }
    }

    /// Where to go on after a quoted value. One that never ends, or that ends only behind further tags, has lost
    /// its closing quote: then only the quote is passed over, and the tag ends at its `>`.
    fn after_quoted(&mut self, at: usize, quote: u8) -> usize {
        let value = &self.text[at + 1..];
        let Some(end) = value.bytes().position(|byte| byte == quote) else {
            self.wrong(at, "a quote without end");
            // Nothing that follows can close it, so pass over everything up to the end of this tag.
            return value.find(['>', '<']).map_or(self.text.len(), |end| at + 1 + end);
        };
        let runs_on = value[..end].split_once('>').is_some_and(|(_, behind)| behind.contains('<'));
        if runs_on {
            self.wrong(at, "a quote without end");
            return value.find('>').map_or(self.text.len(), |end| at + 1 + end);
        }
        at + 1 + end + 1
    }
}

impl<'a> Iterator for Scanner<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        while self.at < self.text.len() {
            let start = self.at;
            if self.text.as_bytes()[start] != b'<' {
                self.at = self.next_at("<", start).unwrap_or(self.text.len());
                return Some(Token::Text(&self.text[start..self.at]));
            }
            if let Some(token) = self.markup() {
                return Some(token);
            }
        }
        None
    }
}

fn follows_equals(bytes: &[u8], at: usize) -> bool {
    bytes[..at].iter().rev().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'=')
}

fn is_name_start(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '_' | ':')
}

fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | ':' | '-' | '.' | '\u{b7}')
}

/// The attributes in the inside of a tag, in order, values as written.
///
/// Values without quotes and names without values are taken as HTML takes them.
pub fn attributes(inside: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = inside.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
    while !rest.is_empty() {
        let name_end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '=' | '/' | '"' | '\''))
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(name_end);
        let after = after.trim_start();
        let (value, tail) = match after.strip_prefix('=').map(str::trim_start) {
            None => ("", after.strip_prefix(['"', '\'']).unwrap_or(after)),
            Some(value) => match value.chars().next() {
                Some(quote @ ('"' | '\'')) => match value[1..].split_once(quote) {
                    Some(parts) => parts,
                    None => (&value[1..], ""),
                },
                _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
            },
        };
        if !name.is_empty() {
            found.push((name, value));
        }
        rest = tail.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn drawn(text: &str) -> String {
        let mut scanner = Scanner::new(text);
        let mut out: Vec<String> = scanner
            .by_ref()
            .map(|token| match token {
                Token::Open { name, attributes: inside, is_empty } => {
                    let attributes: Vec<String> =
                        attributes(inside).iter().map(|(name, value)| format!(" {name}={value}")).collect();
                    format!("<{name}{}{}>", attributes.concat(), if is_empty { "/" } else { "" })
                }
                Token::Close { name } => format!("</{name}>"),
                Token::Text(text) | Token::CData(text) => format!("{text:?}"),
                Token::Doctype(text) => format!("doctype{text}"),
            })
            .collect();
        out.extend(scanner.fault.map(|(at, what)| format!("fault {at} {what}")));
        out.join(" ")
    }

    #[test]
    fn pieces() {
        let check = |text: &str, pieces: &str| assert_eq!(drawn(text), pieces, "{text}");
        check("<a b='1' c=\"2\">x</a>", r#"<a b=1 c=2> "x" </a>"#);
        check("<?xml version='1.0'?><!-- c --><a/>", "<a/>");
        check("<a><![CDATA[1 < 2]]></a>", r#"<a> "1 < 2" </a>"#);
        check("<!DOCTYPE a [<!ENTITY x '>'>]><a>", "doctype a [<!ENTITY x '>'>] <a>");
        check("<a b=1 c/>", "<a b=1 c=/>");
        check("<a href='x>y'>", "<a href=x>y>");
    }

    #[test]
    fn what_is_not_xml_is_read_as_it_was_meant() {
        let check = |text: &str, pieces: &str| assert_eq!(drawn(text), pieces, "{text}");
        check("a < b", r#""a " "<" " b" fault 2 a bare <"#);
        check("<a b='1>x</a><c d='2'>", r#"<a b=1> "x" </a> <c d=2> fault 5 a quote without end"#);
        check("<a <b>", "<a> <b> fault 0 a tag without end");
        check("<a>x<![CDATA[y", r#"<a> "x" "y" fault 4 a CDATA section without end"#);
        check("<!-- x ><a>", "<a> fault 0 a comment without end");
        check("<a b='1", "<a b=1> fault 5 a quote without end");
        check("</a", "</a>");
    }

    proptest! {
        #[test]
        fn no_text_panics_and_every_step_moves_on(text in "[<>/!?'\"=a\\[\\]\\-CDAT \\PC]{0,60}") {
            assert!(Scanner::new(&text).count() <= text.len());
        }
    }
}
