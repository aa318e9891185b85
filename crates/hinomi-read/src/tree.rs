//! The tree of a page, in document order: the one place that knows the parser's own tree.
//!
//! Nodes stand in preorder, so an element's descendants are the range behind it, and every question above
//! this file is a walk over numbers.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use dom_query::{Element, NodeData, NodeRef};

use crate::furniture::{Says, class_says, id_says};
use crate::gate;
use crate::space::collapse;

/// Attributes that are kept; nothing else of a page is looked at.
const ATTRIBUTES: [&str; 19] = [
    "class",
    "id",
    "itemprop",
    "itemtype",
    "property",
    "name",
    "content",
    "datetime",
    "rel",
    "href",
    "type",
    "role",
    "style",
    "aria-hidden",
    "aria-label",
    "hidden",
    "lang",
    "pubdate",
    "title",
];

/// One element or text of a page.
#[derive(Debug)]
pub(crate) struct Node {
    /// Lower-case name of an element; empty for text.
    pub name: &'static str,
    /// Content of a text; empty for an element.
    pub text: Cow<'static, str>,
    attributes: Vec<(&'static str, String)>,
    /// What class and id say about it.
    pub says: Says,
    /// Whether class or id name it the element that holds the article's text.
    pub is_body: bool,
    /// Index of the parent; the root's is its own.
    pub parent: usize,
    /// One past the last descendant.
    pub end: usize,
}

impl Node {
    /// The value of an attribute among the kept ones.
    pub fn attr(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }
}

/// How much text [`Tree::text`] gathers, in bytes: more than any heading, cell or name that is asked for.
const TEXT_BYTES_MAX: usize = 8 * 1024;

/// Elements and texts of a page in preorder; the first is the root. Never empty.
#[derive(Debug)]
pub(crate) struct Tree {
    pub nodes: Vec<Node>,
    /// Marked as not part of the article, with everything below.
    gone: Vec<bool>,
}

/// Names of elements that anything here asks about; all others are `other`.
const NAMES: [&str; 84] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "em",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "label",
    "li",
    "link",
    "main",
    "menu",
    "meta",
    "nav",
    "noscript",
    "object",
    "ol",
    "option",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "script",
    "section",
    "select",
    "small",
    "span",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "u",
    "ul",
];

/// Whether the text in an element is ever looked at: of scripts, only what a page says about itself is.
fn is_text_read(node: &Node) -> bool {
    match node.name {
        "script" => node.attr("type").is_some_and(is_json_ld),
        "style" => false,
        _ => true,
    }
}

/// Whether a script's type is that of JSON-LD.
pub(crate) fn is_json_ld(mime: &str) -> bool {
    mime.trim().eq_ignore_ascii_case("application/ld+json")
}

/// A copy of a text; of the many that are only white space, no more is kept than whether it breaks the line.
fn text_of(text: &str, above: Option<&Node>) -> Cow<'static, str> {
    let is_blank =
        text.bytes().all(|b| b.is_ascii_whitespace()) && above.is_none_or(|node| node.name != "pre");
    match (is_blank, text.contains('\n')) {
        (false, _) => Cow::Owned(text.to_owned()),
        (true, true) => Cow::Borrowed("\n"),
        (true, false) => Cow::Borrowed(" "),
    }
}

/// The attributes that are kept, of elements that may matter.
fn attributes_of(name: &str, element: &Element) -> Vec<(&'static str, String)> {
    if matches!(name, "img" | "input" | "option" | "svg" | "br" | "b" | "i" | "strong" | "em" | "iframe") {
        return Vec::new();
    }
    let kept = element.attrs.iter().filter_map(|attr| {
        let kept = ATTRIBUTES.iter().find(|name| **name == &*attr.name.local)?;
        Some((*kept, attr.value.to_string()))
    });
    kept.collect()
}

fn name_of(name: &str) -> &'static str {
    NAMES.binary_search(&name).map_or("other", |at| NAMES[at])
}

impl Tree {
    /// Copies what stands below `root`.
    pub fn of(root: NodeRef<'_>) -> Self {
        let mut nodes: Vec<Node> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut said = Said::default();
        let mut next = Some(root);
        while let Some(node) = next {
            let idx = nodes.len();
            let parent = open.last().copied().unwrap_or(0);
            let copied = node.query(|inner| match &inner.data {
                NodeData::Text { contents } => {
                    let above = nodes.get(parent);
                    (above.is_none_or(is_text_read)).then(|| ("", text_of(contents, above), Vec::new()))
                }
                NodeData::Element(element) => {
                    let name = name_of(&element.name.local);
                    Some((name, Cow::Borrowed(""), attributes_of(name, element)))
                }
                NodeData::Document | NodeData::Fragment => Some(("other", Cow::Borrowed(""), Vec::new())),
                _ => None,
            });
            let is_copied = copied.as_ref().is_some_and(Option::is_some);
            if let Some(Some((name, text, attributes))) = copied {
                let (says, is_body) = said.of(&attributes);
                nodes.push(Node { name, text, attributes, says, is_body, parent, end: idx + 1 });
            }
            let child = if is_copied { node.first_child() } else { None };
            if child.is_some() {
                open.push(idx);
                next = child;
                continue;
            }
            next = None;
            let mut current = node;
            loop {
                if current.id == root.id {
                    break;
                }
                if let Some(sibling) = current.next_sibling() {
                    next = Some(sibling);
                    break;
                }
                let Some(parent) = current.parent() else { break };
                if let Some(closed) = open.pop() {
                    let end = nodes.len();
                    nodes[closed].end = end;
                }
                current = parent;
            }
        }
        let end = nodes.len();
        for closed in open {
            nodes[closed].end = end;
        }
        if nodes.is_empty() {
            nodes.push(Node {
                name: "other",
                text: Cow::Borrowed(""),
                attributes: Vec::new(),
                says: Says::Nothing,
                is_body: false,
                parent: 0,
                end: 1,
            });
        }
        let gone = vec![false; nodes.len()];
        Self { nodes, gone }
    }

    /// The descendants of `idx`.
    pub fn below(&self, idx: usize) -> Range<usize> {
        idx + 1..self.nodes[idx].end
    }

    /// From the parent of `idx` up to the root.
    pub fn ancestors(&self, idx: usize) -> impl Iterator<Item = usize> + '_ {
        let mut at = idx;
        std::iter::from_fn(move || {
            let parent = self.nodes[at].parent;
            (parent != at).then(|| {
                at = parent;
                parent
            })
        })
    }

    /// Whether `idx` is below an element of one of these names.
    pub fn is_in(&self, idx: usize, names: &[&str]) -> bool {
        self.ancestors(idx).any(|up| names.contains(&self.nodes[up].name))
    }

    /// The text at and below `idx`, collapsed, without scripts, styles and ruby readings; of a long one, the
    /// beginning.
    pub fn text(&self, idx: usize) -> String {
        let mut raw = String::new();
        let mut at = idx;
        while at < self.nodes[idx].end && raw.len() < TEXT_BYTES_MAX {
            let node = &self.nodes[at];
            if matches!(node.name, "script" | "style" | "rt" | "rp" | "template" | "noscript") {
                at = node.end;
                continue;
            }
            if node.name == "br" {
                raw.push('\n');
            }
            raw.push_str(gate::head(&node.text, TEXT_BYTES_MAX));
            at += 1;
        }
        collapse(&raw)
    }

    /// Marks `idx` and everything below as no part of the article.
    pub fn remove(&mut self, idx: usize) {
        self.gone[idx] = true;
    }

    /// Whether `idx` is a drawing or part of one; drawings have titles too.
    pub fn is_in_svg(&self, idx: usize) -> bool {
        self.nodes[idx].name == "svg" || self.is_in(idx, &["svg"])
    }

    /// Whether `idx` itself is marked.
    pub fn is_gone(&self, idx: usize) -> bool {
        self.gone[idx]
    }
}

/// What the classes of a page say: each name is looked at once.
#[derive(Default)]
struct Said(HashMap<String, (Says, bool)>);

impl Said {
    fn of(&mut self, attributes: &[(&'static str, String)]) -> (Says, bool) {
        let value =
            |name: &str| attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str());
        let mut all = value("id").map_or((Says::Nothing, false), id_says);
        for name in value("class").unwrap_or_default().split_ascii_whitespace() {
            let (says, is_body) = match self.0.get(name) {
                Some(known) => *known,
                None => *self.0.entry(name.to_owned()).or_insert_with(|| class_says(name)),
            };
            all = (all.0.max(says), all.1 || is_body);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    #[test]
    fn names_are_sorted_for_the_search() {
        assert!(NAMES.is_sorted());
    }

    #[test]
    fn ranges_are_the_descendants() {
        let document = Document::from("<body><div class=a><p>x<b>y</b></p></div><!-- c --><p>z</p></body>");
        let tree = Tree::of(document.root());
        let at = |name: &str| tree.nodes.iter().position(|n| n.name == name).unwrap();
        assert_eq!(tree.text(at("div")), "xy");
        assert_eq!(tree.text(at("body")), "xyz");
        assert_eq!(tree.nodes[at("div")].attr("class"), Some("a"));
        assert!(tree.is_in(at("b"), &["div"]));
        for (idx, node) in tree.nodes.iter().enumerate() {
            assert!(node.end > idx && node.end <= tree.nodes[node.parent].end.max(node.end));
        }
    }
}
