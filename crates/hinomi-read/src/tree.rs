//! The tree of a page: elements and texts in document order, each with where it stands.
//!
//! Nodes stand in preorder in one list, so an element's descendants are the range behind it, and every question
//! above this file is a walk over numbers. Text is not copied: a node says where in the page it stands.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem;

use crate::entity::{reference, value};
use crate::furniture::Says;
use crate::scan::{Attr, place};
use crate::space::{Line, head};
use crate::tag::{Key, Tag};
use crate::traced::Traced;

/// One element or text of a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    pub tag: Tag,
    /// What class and id say about it.
    pub says: Says,
    /// Whether class or id name it the element that holds the article's text.
    pub is_body: bool,
    /// Of a text: whether it may hold references. Of an element: whether it is hidden from readers.
    pub is_flagged: bool,
    /// Of a text: whether it stands in a link.
    pub in_link: bool,
    pub n_attrs: u8,
    /// Index of the parent; the root's is its own.
    pub parent: u32,
    /// One past the last descendant.
    pub end: u32,
    /// Where its text, or its start tag, stands in the page.
    pub from: u32,
    pub to: u32,
    /// Of an element: its first attribute. Of a text: its characters without white space.
    pub number: u32,
}

impl Node {
    /// One past the last descendant.
    pub fn end(&self) -> usize {
        self.end as usize
    }

    /// Index of the parent; the root's is its own.
    pub fn parent(&self) -> usize {
        self.parent as usize
    }
}

/// How much text [`Tree::text`] gathers, in bytes: more than any heading, cell or name that is asked for.
const TEXT_BYTES_MAX: usize = 8 * 1024;

/// Why an element, with everything below, is not part of the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gone {
    /// By what it is: a menu, a form, a sidebar.
    Element,
    /// By its role, or because it is hidden.
    Hidden,
    /// By the words of its class or id.
    Class,
    /// It stands under a heading such as "Related articles".
    Section,
    /// It stands before the headline.
    Before,
    /// It is one of a list of teasers.
    Teaser,
    /// The user's rule for the site drops it.
    Rule,
}

/// Elements and texts of a page in preorder; the first is the root. Never empty.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    pub html: &'a str,
    pub nodes: Vec<Node>,
    pub attrs: Vec<Attr>,
    /// The headings, `<h1>` to `<h6>`, in order.
    pub headings: Vec<u32>,
    /// In order, what may say something about the page: `<meta>`, `<link>`, `<title>`, texts of scripts, elements with
    /// an `itemprop`, and those whose class names them the article's text.
    pub telling: Vec<u32>,
    /// Marked as not part of the article, with everything below.
    pub gone: Vec<Option<Gone>>,
}

impl<'a> Tree<'a> {
    /// The tag of a node.
    pub fn tag(&self, idx: usize) -> Tag {
        self.nodes[idx].tag
    }

    /// An attribute's value, references read; `None` where the element has none.
    pub fn attr(&self, idx: usize, key: Key) -> Option<Cow<'a, str>> {
        let attr = self.attrs_of(idx).iter().find(|attr| attr.key == key)?;
        let raw = self.html.get(attr.start as usize..attr.end as usize)?;
        Some(if attr.has_ref { value(raw) } else { Cow::Borrowed(raw) })
    }

    /// Where an attribute's value stands.
    pub fn attr_at(&self, idx: usize, key: Key) -> Option<(u32, u32)> {
        self.attrs_of(idx).iter().find(|attr| attr.key == key).map(|attr| (attr.start, attr.end))
    }

    /// An attribute's value as it was written.
    pub fn raw_value(&self, attr: &Attr) -> &'a str {
        self.html.get(attr.start as usize..attr.end as usize).unwrap_or_default()
    }

    /// The kept attributes of an element.
    pub fn attrs_of(&self, idx: usize) -> &[Attr] {
        let node = &self.nodes[idx];
        if node.n_attrs == 0 {
            return &[];
        }
        let first = node.number as usize;
        self.attrs.get(first..first + usize::from(node.n_attrs)).unwrap_or_default()
    }

    /// A text as it was written; empty for an element.
    pub fn raw(&self, idx: usize) -> &'a str {
        let node = &self.nodes[idx];
        if node.tag != Tag::Text {
            return "";
        }
        self.html.get(node.from as usize..node.to as usize).unwrap_or_default()
    }

    /// Characters of a text without white space; 0 for an element.
    pub fn n_chars(&self, idx: usize) -> usize {
        let node = &self.nodes[idx];
        if node.tag == Tag::Text { node.number as usize } else { 0 }
    }

    /// The first characters of a text, up to `chars_max`, white space before them left out, references read.
    pub fn start_of(&self, idx: usize, chars_max: usize) -> String {
        let raw = self.raw(idx);
        let mut out = String::new();
        let mut rest = raw;
        for _ in 0..chars_max.saturating_mul(4) {
            if out.chars().count() >= chars_max || rest.is_empty() {
                break;
            }
            let trimmed = rest.trim_start();
            if out.is_empty() && trimmed.len() < rest.len() {
                rest = trimmed;
                continue;
            }
            match reference(rest, false) {
                Some((meant, len)) => {
                    let is_first = out.is_empty();
                    out.extend(meant.chars().filter(|c| !(is_first && c.is_whitespace())));
                    rest = &rest[len..];
                }
                None => {
                    let c = rest.chars().next().unwrap_or(' ');
                    out.push(c);
                    rest = &rest[c.len_utf8()..];
                }
            }
        }
        out
    }

    /// The headings, in order.
    pub fn headings(&self) -> impl Iterator<Item = usize> + '_ {
        self.headings.iter().map(|idx| *idx as usize)
    }

    /// What may say something about the page, in order.
    pub fn telling(&self) -> impl Iterator<Item = usize> + '_ {
        self.telling.iter().map(|idx| *idx as usize)
    }

    /// The descendants of `idx`.
    pub fn below(&self, idx: usize) -> Range<usize> {
        idx + 1..self.nodes[idx].end()
    }

    /// From the parent of `idx` up to the root.
    pub fn ancestors(&self, idx: usize) -> impl Iterator<Item = usize> + '_ {
        let mut at = idx;
        std::iter::from_fn(move || {
            let parent = self.nodes[at].parent();
            (parent != at).then(|| {
                at = parent;
                parent
            })
        })
    }

    /// Whether `idx` is below an element of one of these names.
    pub fn is_in(&self, idx: usize, tags: &[Tag]) -> bool {
        self.ancestors(idx).any(|up| tags.contains(&self.tag(up)))
    }

    /// The text at and below `idx`, collapsed, without scripts, styles and ruby readings; of a long one, the
    /// beginning.
    pub fn text(&self, idx: usize) -> String {
        self.traced(idx).text
    }

    /// The same, with where it was written.
    pub fn traced(&self, idx: usize) -> Traced {
        let mut line = Line::default();
        let mut at = idx;
        while at < self.nodes[idx].end() && line.traced.text.len() < TEXT_BYTES_MAX {
            let node = &self.nodes[at];
            match node.tag {
                Tag::Script | Tag::Style | Tag::Rt | Tag::Rp | Tag::Template | Tag::Noscript => {
                    at = node.end();
                    continue;
                }
                Tag::Br => line.open(crate::space::Gap::Break, node.from, node.to),
                Tag::Text => line.push(head(self.raw(at), TEXT_BYTES_MAX), node.from, node.is_flagged),
                _ => {}
            }
            at += 1;
        }
        line.finish()
    }

    /// Marks `idx` and everything below as no part of the article; the first reason stands.
    pub fn remove(&mut self, idx: usize, why: Gone) {
        self.gone[idx].get_or_insert(why);
    }

    /// Whether `idx` is a drawing or part of one; drawings have titles too.
    pub fn is_in_svg(&self, idx: usize) -> bool {
        self.tag(idx) == Tag::Svg || self.is_in(idx, &[Tag::Svg])
    }

    /// Whether `idx` itself is marked.
    pub fn is_gone(&self, idx: usize) -> bool {
        self.gone[idx].is_some()
    }
}

/// Characters of UTF-8 text without the white space of ASCII.
fn n_written(bytes: &[u8]) -> usize {
    // In chunks that a byte can count, so that the compiler counts many at a time.
    let is_written = |b: &u8| u8::from(!matches!(b, b' ' | 9..=13) & (*b & 0xc0 != 0x80));
    bytes.chunks(128).map(|chunk| usize::from(chunk.iter().map(is_written).sum::<u8>())).sum()
}

static WIDE_SPACE: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("\u{3000}"));
static FIXED_SPACE: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("\u{a0}"));

/// Characters of a text without white space, references counted as one.
pub(crate) fn count(raw: &str, has_ref: bool) -> u32 {
    if !has_ref {
        let spaces = |space: &memmem::Finder<'_>| space.find_iter(raw.as_bytes()).count();
        let wide = if raw.is_ascii() { 0 } else { spaces(&WIDE_SPACE) + spaces(&FIXED_SPACE) };
        return place(n_written(raw.as_bytes()) - wide);
    }
    let mut n = 0;
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        let found = if c == '&' { reference(rest, false) } else { None };
        match found {
            Some((meant, len)) => {
                n += meant.chars().filter(|c| !c.is_whitespace()).count();
                rest = &rest[len..];
            }
            None => {
                n += usize::from(!c.is_whitespace());
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    place(n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::construct::tree;

    #[test]
    fn ranges_are_the_descendants() {
        let tree = tree("<body><div class=a><p>x<b>y</b></p></div><!-- c --><p>z</p></body>");
        let at = |tag: Tag| tree.nodes.iter().position(|n| n.tag == tag).unwrap();
        assert_eq!(tree.text(at(Tag::Div)), "xy");
        assert_eq!(tree.text(at(Tag::Body)), "xyz");
        assert_eq!(tree.attr(at(Tag::Div), Key::Class).as_deref(), Some("a"));
        assert!(tree.is_in(at(Tag::B), &[Tag::Div]));
        for (idx, node) in tree.nodes.iter().enumerate() {
            assert!(node.end() > idx && node.end() <= tree.nodes[node.parent()].end());
        }
    }

    #[test]
    fn characters_are_counted_as_read() {
        for (raw, has_ref, n) in
            [(" a b\n", false, 2), ("情報\u{3000}が", false, 3), ("&lt;&nbsp;x&あ", true, 4)]
        {
            assert_eq!(count(raw, has_ref), n, "{raw}");
        }
    }

    #[test]
    fn the_beginning_of_a_text() {
        let tree = tree("<p>\n &nbsp;①&amp;あいう</p>");
        assert_eq!(tree.start_of(tree.nodes.len() - 1, 3), "①&あ");
    }
}
