//! HTML inside feeds: made absolute, written out from XML, or reduced to a line of text.

use std::borrow::Cow;

use url::Url;

use super::entity::unescape;
use super::scan::{Scanner, Token, attributes};
use super::tree::{Kind, NodeIdx, Tree};

/// Attributes that hold one address. Source: WHATWG HTML, attributes index, "Valid URL potentially surrounded by spaces".
const ADDRESSES: &[&str] = &[
    "href",
    "src",
    "cite",
    "action",
    "background",
    "longdesc",
    "poster",
    "data",
    "formaction",
    "usemap",
    "profile",
    "classid",
    "codebase",
];

/// Elements without content, hence without end tag. Source: WHATWG HTML, 13.1.2.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// Elements that people put into headlines as formatting. All others, as in "Flaw in <script> handling", are what
/// the headline talks about.
const FORMATTING: &[&str] = &[
    "a", "abbr", "b", "big", "br", "center", "cite", "div", "em", "font", "h1", "h2", "h3", "i", "img",
    "ins", "mark", "nobr", "p", "rb", "rp", "rt", "ruby", "small", "span", "strong", "sub", "sup", "tt", "u",
    "wbr",
];

/// Most times that a text is taken to have been escaped once too often.
const OVERESCAPED_MAX: usize = 2;

/// The content of `node` as HTML, elements with their own names and without prefixes.
pub fn inner_html(tree: &Tree<'_>, node: NodeIdx) -> String {
    let mut out = String::new();
    push_inner(tree, node, &mut out);
    out.trim().to_owned()
}

fn push_inner(tree: &Tree<'_>, node: NodeIdx, out: &mut String) {
    for child in tree.children(node) {
        match tree.kind(child) {
            Kind::Text(text) => push_escaped(&tree.entities.expand(text), out),
            Kind::CData(text) => push_escaped(text, out),
            Kind::Element { local, attributes: inside, .. } => {
                out.push('<');
                out.push_str(local);
                for (name, value) in attributes(inside) {
                    if name == "xmlns" || name.starts_with("xmlns:") {
                        continue;
                    }
                    out.push(' ');
                    out.push_str(name);
                    out.push_str("=\"");
                    push_escaped_value(&tree.entities.expand(value), out);
                    out.push('"');
                }
                let is_void = VOID.iter().any(|name| name.eq_ignore_ascii_case(local));
                out.push_str(if is_void { " />" } else { ">" });
                push_inner(tree, child, out);
                if !is_void {
                    out.push_str("</");
                    out.push_str(local);
                    out.push('>');
                }
            }
        }
    }
}

/// Appends `text` so that HTML reads it as text.
pub fn push_escaped(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
}

fn push_escaped_value(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

/// Plain text as HTML: a paragraph for each run of lines, nothing of it mark-up.
pub fn html_of(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 16);
    for paragraph in text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        html.push_str("<p>");
        for (line_idx, line) in paragraph.lines().enumerate() {
            if line_idx > 0 {
                html.push_str("<br>");
            }
            push_escaped(line.trim_end(), &mut html);
        }
        html.push_str("</p>");
    }
    html
}

/// `html` with every relative address in it resolved against `base`; all else byte for byte as it was.
pub fn absolute<'a>(html: &'a str, base: &Url) -> Cow<'a, str> {
    let mut out = String::new();
    let mut copied = 0;
    for token in Scanner::new(html) {
        let Token::Open { attributes: inside, .. } = token else { continue };
        if !inside.contains('=') {
            continue;
        }
        for (name, value) in attributes(inside) {
            if !ADDRESSES.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                continue;
            }
            let Some(resolved) = resolved(value, base) else { continue };
            let at = offset(html, value);
            out.push_str(&html[copied..at]);
            push_escaped_value(&resolved, &mut out);
            copied = at + value.len();
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[copied..]);
    Cow::Owned(out)
}

/// The absolute form of a relative address; `None` when it is absolute, empty or no address at all.
fn resolved(written: &str, base: &Url) -> Option<String> {
    let plain = unescape(written);
    let plain = plain.trim();
    match Url::parse(plain) {
        Err(url::ParseError::RelativeUrlWithoutBase) if !plain.is_empty() => {
            base.join(plain).ok().map(String::from)
        }
        Ok(url) if plain != written && !url.cannot_be_a_base() => Some(plain.to_owned()),
        _ => None,
    }
}

/// Where in `whole` its slice `part` begins.
fn offset(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize).min(whole.len())
}

/// A headline as one line of plain text.
///
/// `is_html` says whether the feed calls it HTML; a feed that calls nothing anything is read as HTML where it
/// has formatting tags in it. What was escaped once too often (`&amp;amp;`, `&#x27;`) is put right.
pub fn headline(text: &str, is_html: bool) -> String {
    let strip = |line: &str| if is_html { without_formatting(line).into_owned() } else { line.to_owned() };
    let mut line = strip(text);
    for _ in 0..=OVERESCAPED_MAX {
        let plain = unescape(&line);
        if plain == line {
            break;
        }
        line = strip(&plain);
    }
    let mut out = String::with_capacity(line.len());
    for word in
        line.split(|c: char| c.is_whitespace() && c != '\u{3000}' || matches!(c, '\u{200b}' | '\u{feff}'))
    {
        if !word.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out.trim().to_owned()
}

/// `html` without formatting tags and without ruby readings; comments go, all other tags stay as text.
fn without_formatting(html: &str) -> Cow<'_, str> {
    if !html.contains('<') {
        return Cow::Borrowed(html);
    }
    let is_formatting = |name: &str| FORMATTING.iter().any(|known| known.eq_ignore_ascii_case(name));
    let mut out = String::with_capacity(html.len());
    let mut n_readings = 0_usize;
    for token in Scanner::new(html) {
        let (start, is_kept) = match token {
            Token::Open { name, is_empty, .. } => {
                n_readings += usize::from(is_reading(name) && !is_empty);
                (offset(html, name) - 1, !is_formatting(name))
            }
            Token::Close { name } => {
                n_readings = n_readings.saturating_sub(usize::from(is_reading(name)));
                (offset(html, name) - 2, !is_formatting(name))
            }
            Token::Text(text) | Token::CData(text) => {
                if n_readings == 0 {
                    out.push_str(text);
                }
                continue;
            }
            Token::Doctype(_) => continue,
        };
        let end = html[start..].find('>').map_or(html.len(), |end| start + end + 1);
        if is_kept {
            out.push_str(&html[start..end]);
        } else if matches!(token, Token::Open { name, .. } if name.eq_ignore_ascii_case("br") || name.eq_ignore_ascii_case("p"))
        {
            out.push(' ');
        }
    }
    Cow::Owned(out)
}

fn is_reading(name: &str) -> bool {
    name.eq_ignore_ascii_case("rt") || name.eq_ignore_ascii_case("rp")
}

/// The HTML of an item's text whose kind the feed does not state.
///
/// With tags in it, it is HTML. With tags only after one more unescaping, it was escaped once too often. Without
/// any, it is plain text, and only what is an entity in it is read as one.
pub fn html_of_unstated(text: &str) -> String {
    if has_tags(text) {
        return text.to_owned();
    }
    let once = unescape(text);
    if has_tags(&once) && text.contains("&lt;") {
        return once.into_owned();
    }
    html_of(&once)
}

/// Whether there is at least one tag of HTML that pages use for text.
fn has_tags(text: &str) -> bool {
    const BLOCKS: &[&str] = &[
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "table",
        "tr",
        "td",
        "th",
        "blockquote",
        "pre",
        "code",
        "h4",
        "h5",
        "h6",
        "hr",
        "figure",
        "figcaption",
        "section",
        "article",
        "iframe",
        "video",
        "picture",
        "script",
        "style",
        "del",
        "s",
        "strike",
        "tbody",
    ];
    text.contains('<')
        && Scanner::new(text).any(|token| match token {
            Token::Open { name, .. } | Token::Close { name } => {
                FORMATTING.iter().chain(BLOCKS).any(|known| known.eq_ignore_ascii_case(name))
            }
            _ => false,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn headlines_are_one_line_of_text() {
        let check = |text: &str, line: &str| assert_eq!(headline(text, true), line, "{text}");
        check("Plain", "Plain");
        check("  two\n lines ", "two lines");
        check("A &amp; B", "A & B");
        check("A &amp;amp; B isn&#x27;t", "A & B isn't");
        check("<b>Bold</b> and <i>it</i>", "Bold and it");
        check("&lt;b&gt;Bold&lt;/b&gt;", "Bold");
        check("XSS through <script> tags", "XSS through <script> tags");
        check("XSS through &lt;script&gt; tags", "XSS through <script> tags");
        check("one<br/>two", "one two");
        check("<ruby>脆弱<rp>(</rp><rt>ぜいじゃく</rt><rp>)</rp></ruby>性", "脆弱性");
        check("a < b and b > a", "a < b and b > a");
        check("版　号", "版　号");
        assert_eq!(headline("<b>literal</b> &amp; more", false), "<b>literal</b> & more");
    }

    #[test]
    fn relative_addresses_become_absolute() {
        let base = Url::parse("https://a.example/x/y.html").unwrap();
        let check = |html: &str, out: &str| assert_eq!(absolute(html, &base), out, "{html}");
        check("<a href='/z'>q</a>", "<a href='https://a.example/z'>q</a>");
        check("<img src=\" p.png \" alt=''>", "<img src=\"https://a.example/x/p.png\" alt=''>");
        check("<a href=z?a=1&amp;b=2>", "<a href=https://a.example/x/z?a=1&amp;b=2>");
        check("<a href='https://b.example/'>", "<a href='https://b.example/'>");
        check("<a title='/z'>no <b>tags</b>", "<a title='/z'>no <b>tags</b>");
        check("<a href='mailto:x@a.example'>", "<a href='mailto:x@a.example'>");
    }

    #[test]
    fn what_kind_a_text_is_shows_in_it() {
        let check = |text: &str, html: &str| assert_eq!(html_of_unstated(text), html, "{text}");
        check("<p>x &amp; y</p>", "<p>x &amp; y</p>");
        check("&lt;p&gt;x&lt;/p&gt;", "<p>x</p>");
        check("x & y", "<p>x &amp; y</p>");
        check("if a < b", "<p>if a &lt; b</p>");
        check("one\n\ntwo", "<p>one</p><p>two</p>");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[<>/&;'\"=abhrefp \\PC]{0,60}") {
            headline(&text, true);
            html_of_unstated(&text);
            absolute(&text, &Url::parse("https://a.example/").unwrap());
        }
    }
}
