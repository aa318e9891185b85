//! Text constructs: titles, summaries, contents, with what the feed says of their kind.

use std::borrow::Cow;

use url::Url;

use super::markup;
use super::tree::{Kind, NodeIdx, Ns, Tree};

/// What a text is written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextKind {
    /// Text without mark-up.
    Plain,
    /// HTML.
    Html,
    /// XHTML that stood unescaped in the feed.
    Xhtml,
    /// Not stated: RSS leaves it open.
    Unstated,
    /// Another media type, as written.
    Other(String),
}

impl TextKind {
    /// The media type; HTML for what is not stated.
    pub fn media_type(&self) -> &str {
        match self {
            Self::Plain => "text/plain",
            Self::Html | Self::Unstated => "text/html",
            Self::Xhtml => "application/xhtml+xml",
            Self::Other(kind) => kind,
        }
    }
}

/// A text with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Plain text, or HTML with absolute addresses.
    pub value: String,
    /// What it is written in.
    pub kind: TextKind,
    /// Base of its addresses; empty when unknown.
    pub base: String,
    /// Language tag as written, with `-`; `None` when not stated.
    pub lang: Option<String>,
    /// Address of the content where the feed only points to it; empty when it is here.
    pub src: String,
}

/// What holds for an element and all below it.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    /// Base of relative addresses.
    pub base: Option<Url>,
    /// Language tag.
    pub lang: Option<String>,
}

impl Context {
    /// The context inside `node`.
    pub fn inside(&self, tree: &Tree<'_>, node: NodeIdx) -> Self {
        let mut inside = self.clone();
        let Kind::Element { attributes, .. } = tree.kind(node) else { return inside };
        if attributes.contains("base") || attributes.contains("BASE") {
            // CDF has a `BASE` of its own.
            let written = tree.attribute(node, "xml:base").or_else(|| tree.attribute(node, "base"));
            inside.base = written.and_then(|base| self.resolve(base.trim())).or(inside.base);
        }
        if attributes.contains("lang")
            && let Some(lang) = tree.attribute(node, "xml:lang")
        {
            inside.lang = Some(lang.trim().replace('_', "-")).filter(|lang| !lang.is_empty());
        }
        inside
    }

    /// The absolute http(s) form of an address.
    pub fn resolve(&self, written: &str) -> Option<Url> {
        let url = match (&self.base, Url::parse(written)) {
            (_, Ok(url)) => Some(url),
            (Some(base), Err(_)) => base.join(written).ok(),
            (None, Err(_)) => None,
        };
        url.filter(|url| matches!(url.scheme(), "http" | "https"))
    }

    /// An address absolute where that is possible, else as written.
    pub fn address(&self, written: &str) -> String {
        let written = written.trim();
        if written.is_empty() {
            return String::new();
        }
        let joined = match (Url::parse(written), &self.base) {
            (Err(_), Some(base)) => base.join(written).ok(),
            (parsed, _) => parsed.ok(),
        };
        joined.map_or_else(|| written.to_owned(), String::from)
    }
}

/// Reads the text construct in `node`; `usual` is its kind where it has no `type`.
///
/// Source: RFC 4287, 3.1 and 4.1.3; Atom 0.3, 3.1.
pub(super) fn read(tree: &Tree<'_>, node: NodeIdx, around: &Context, usual: TextKind) -> Text {
    let inside = around.inside(tree, node);
    let Kind::Element { ns, attributes, .. } = tree.kind(node) else {
        return Text {
            value: String::new(),
            kind: usual,
            base: String::new(),
            lang: None,
            src: String::new(),
        };
    };
    let attribute = |name: &str| attributes.contains(name).then(|| tree.attribute(node, name)).flatten();
    let written = attribute("type").unwrap_or_default().trim().to_ascii_lowercase();
    let mode = attribute("mode").unwrap_or_default().to_ascii_lowercase();
    let has_elements = tree.elements(node).next().is_some();
    let mut kind = match written.split(';').next().unwrap_or_default().trim() {
        "" if ns == Ns::Xhtml => TextKind::Xhtml,
        "" => usual,
        "text" | "text/plain" | "plain" => TextKind::Plain,
        "html" | "text/html" => TextKind::Html,
        "xhtml" | "application/xhtml+xml" => TextKind::Xhtml,
        _ => TextKind::Other(written.clone()),
    };
    let value = if mode == "base64" || (mode.is_empty() && is_packed(ns, &kind, has_elements)) {
        let packed = tree.text(node);
        unpacked(&packed).unwrap_or(packed)
    } else if has_elements {
        if matches!(kind, TextKind::Plain | TextKind::Unstated) && mode != "escaped" {
            kind = TextKind::Xhtml;
        }
        let value = markup::inner_html(tree, node);
        // The one `div` that RFC 4287 asks for is not part of the text.
        if ns == Ns::Atom10 && kind == TextKind::Xhtml { without_div(value) } else { value }
    } else if kind == TextKind::Xhtml {
        // Written as if it were escaped, or plain: there are no elements, so nothing can be lost.
        let text = tree.text(node);
        if text.contains('<') { text } else { markup::inner_html(tree, node) }
    } else {
        tree.text(node)
    };
    let value = match &inside.base {
        Some(base) if kind != TextKind::Plain => match markup::absolute(&value, base) {
            Cow::Owned(absolute) => absolute,
            Cow::Borrowed(_) => value,
        },
        _ => value,
    };
    let src = attribute("src").map(|src| inside.address(&src)).unwrap_or_default();
    Text { value, kind, base: inside.base.map(String::from).unwrap_or_default(), lang: inside.lang, src }
}

/// Whether content of that type is base64: all types that are neither text nor XML. Source: RFC 4287, 4.1.3.3.
fn is_packed(ns: Ns, kind: &TextKind, has_elements: bool) -> bool {
    match kind {
        TextKind::Other(kind) if ns == Ns::Atom10 && !has_elements => {
            kind.contains('/')
                && !kind.starts_with("text/")
                && !kind.ends_with("+xml")
                && !kind.ends_with("/xml")
        }
        _ => false,
    }
}

fn without_div(html: String) -> String {
    let inside = html.strip_prefix("<div").and_then(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let inside = rest.strip_suffix("</div>")?;
        // Two `div`s side by side begin and end like one.
        (attributes.trim().is_empty() && !inside.contains("</div>")).then(|| inside.trim().to_owned())
    });
    inside.unwrap_or(html)
}

/// Source: RFC 4648, section 4; white space and missing padding are let pass.
fn unpacked(packed: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(packed.len() / 4 * 3);
    let (mut bits, mut n_bits) = (0_u32, 0_u32);
    for byte in packed.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let sextet = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(sextet);
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push((bits >> n_bits & 0xff) as u8);
        }
    }
    String::from_utf8(bytes).ok().map(|text| text.trim().to_owned())
}
