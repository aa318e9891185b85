//! The elements of a feed, with namespaces known and ill-nested tags put right.

use super::entity::Entities;
use super::scan::{Scanner, Token, attributes};

/// Deepest nesting kept; elements further down are taken as children of the deepest.
pub const DEPTH_MAX: usize = 200;

/// Most elements and pieces of text kept of one document.
pub const NODES_MAX: usize = 1_000_000;

/// The namespaces that feeds use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ns {
    /// No namespace, or one that says RSS in other words (1.0, 0.90, Netscape, UserLand), or an unknown default one.
    Rss,
    /// RFC 4287.
    Atom10,
    /// Atom 0.3 and older drafts.
    Atom03,
    /// RDF syntax.
    Rdf,
    /// Dublin Core elements.
    Dc,
    /// Dublin Core terms.
    DcTerms,
    /// RSS 1.0 `content` module.
    Content,
    /// XHTML.
    Xhtml,
    /// Feedburner.
    Feedburner,
    /// iTunes.
    Itunes,
    /// Media RSS.
    Media,
    /// Anything else, behind a prefix.
    Other,
}

impl Ns {
    fn of_uri(uri: &str) -> Option<Self> {
        let uri = uri.trim().trim_end_matches(['/', '#']).to_ascii_lowercase();
        let uri = uri.strip_prefix("https://").or_else(|| uri.strip_prefix("http://")).unwrap_or(&uri);
        Some(match uri {
            "" => Self::Rss,
            "www.w3.org/2005/atom" => Self::Atom10,
            "purl.org/atom/ns"
            | "example.com/newformat"
            | "example.com/necho"
            | "purl.org/echo"
            | "uri/of/echo/namespace"
            | "purl.org/pie"
            | "example.com/diveintomark" => Self::Atom03,
            "www.w3.org/1999/02/22-rdf-syntax-ns" => Self::Rdf,
            "purl.org/dc/elements/1.1" | "purl.org/dc/elements/1.0" => Self::Dc,
            "purl.org/dc/terms" => Self::DcTerms,
            "purl.org/rss/1.0/modules/content" => Self::Content,
            "www.w3.org/1999/xhtml" => Self::Xhtml,
            "rssnamespace.org/feedburner/ext/1.0" => Self::Feedburner,
            "search.yahoo.com/mrss" | "video.search.yahoo.com/mrss" | "www.rssboard.org/media-rss" => {
                Self::Media
            }
            "www.itunes.com/dtds/podcast-1.0.dtd" | "example.com/dtds/podcast-1.0.dtd" => Self::Itunes,
            uri if uri.starts_with("purl.org/rss/1.0/modules") => return None,
            uri if uri.starts_with("purl.org/rss/1.") || uri.starts_with("purl.org/net/rss1.1") => Self::Rss,
            uri if uri.starts_with("my.netscape.com/rdf/simple")
                || uri.starts_with("channel.netscape.com/rdf/simple") =>
            {
                Self::Rss
            }
            uri if uri.starts_with("my.netscape.com/publish/formats/rss") => Self::Rss,
            uri if uri.starts_with("backend.userland.com/rss")
                || uri.starts_with("blogs.law.harvard.edu/tech/rss") =>
            {
                Self::Rss
            }
            "cyber.law.harvard.edu/rss/rss.html" | "cyber.law.harvard.edu/rss" => Self::Rss,
            _ => return None,
        })
    }

    /// What a prefix means by custom, for documents that forget to declare it.
    fn of_custom(prefix: &str) -> Self {
        match prefix {
            "dc" => Self::Dc,
            "dcterms" => Self::DcTerms,
            "content" => Self::Content,
            "atom" | "a10" => Self::Atom10,
            "rdf" => Self::Rdf,
            "rss" => Self::Rss,
            "xhtml" => Self::Xhtml,
            "feedburner" => Self::Feedburner,
            "itunes" => Self::Itunes,
            "media" => Self::Media,
            _ => Self::Other,
        }
    }
}

/// Index of a node in its tree.
pub type NodeIdx = usize;

/// An element or a piece of text.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    /// What it is.
    pub kind: Kind<'a>,
    first_child: u32,
    last_child: u32,
    next: u32,
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind<'a> {
    /// An element.
    Element {
        /// Its namespace.
        ns: Ns,
        /// Its name without prefix, as written.
        local: &'a str,
        /// The inside of its tag, as written.
        attributes: &'a str,
    },
    /// Text with references as written.
    Text(&'a str),
    /// Literal text.
    CData(&'a str),
}

/// No node; index 0 is the document itself, which is nobody's child.
const NONE: u32 = 0;

/// A document.
#[derive(Debug, Clone)]
pub struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    /// Entities that the document declares.
    pub entities: Entities<'a>,
    /// Byte offset and words of the first thing that is not well-formed.
    pub fault: Option<(usize, &'static str)>,
}

/// The document, as a node.
pub const ROOT: NodeIdx = 0;

impl<'a> Tree<'a> {
    /// Reads `text` as far as there is anything to be read.
    pub fn of(text: &'a str) -> Self {
        Builder::new().read(text)
    }

    /// What the node is.
    pub fn kind(&self, node: NodeIdx) -> Kind<'a> {
        self.nodes[node].kind
    }

    /// The children of a node, in order.
    pub fn children(&self, node: NodeIdx) -> impl Iterator<Item = NodeIdx> + '_ {
        let mut at = self.nodes[node].first_child;
        std::iter::from_fn(move || {
            let found = (at != NONE).then_some(at as usize)?;
            at = self.nodes[found].next;
            Some(found)
        })
    }

    /// The elements among the children of a node: namespace, name in lower case, index.
    pub fn elements(&self, node: NodeIdx) -> impl Iterator<Item = (Ns, String, NodeIdx)> + '_ {
        self.children(node).filter_map(|child| match self.kind(child) {
            Kind::Element { ns, local, .. } => Some((ns, local.to_ascii_lowercase(), child)),
            _ => None,
        })
    }

    /// Every element below `node`, in document order.
    pub fn descendants(&self, node: NodeIdx) -> impl Iterator<Item = NodeIdx> + '_ {
        let mut open: Vec<NodeIdx> = self.children(node).collect::<Vec<_>>().into_iter().rev().collect();
        std::iter::from_fn(move || {
            loop {
                let found = open.pop()?;
                let at = open.len();
                open.extend(self.children(found));
                open[at..].reverse();
                if matches!(self.kind(found), Kind::Element { .. }) {
                    return Some(found);
                }
            }
        })
    }

    /// The value of an attribute, references replaced: by its name as written, else without prefix.
    pub fn attribute(&self, node: NodeIdx, name: &str) -> Option<String> {
        let Kind::Element { attributes: inside, .. } = self.kind(node) else { return None };
        let all = attributes(inside);
        let same = |written: &str| written.eq_ignore_ascii_case(name);
        let local = |written: &str| {
            written.split_once(':').is_some_and(|(prefix, local)| prefix != "xmlns" && same(local))
        };
        let value = all.iter().find(|(key, _)| same(key)).or_else(|| all.iter().find(|(key, _)| local(key)));
        value.map(|(_, value)| self.entities.expand(value).into_owned())
    }

    /// The text directly in a node and in all below it, references replaced, ends trimmed.
    pub fn text(&self, node: NodeIdx) -> String {
        let mut out = String::new();
        self.push_text(node, &mut out);
        out.trim().to_owned()
    }

    fn push_text(&self, node: NodeIdx, out: &mut String) {
        for child in self.children(node) {
            match self.kind(child) {
                Kind::Text(text) => out.push_str(&self.entities.expand(text)),
                Kind::CData(text) => out.push_str(text),
                Kind::Element { .. } => self.push_text(child, out),
            }
        }
    }
}

struct Open<'a> {
    node: NodeIdx,
    name: &'a str,
    n_namespaces: usize,
}

struct Builder<'a> {
    tree: Tree<'a>,
    open: Vec<Open<'a>>,
    namespaces: Vec<(&'a str, Ns)>,
}

impl<'a> Builder<'a> {
    fn new() -> Self {
        let document = Kind::Element { ns: Ns::Other, local: "", attributes: "" };
        let nodes = vec![Node { kind: document, first_child: NONE, last_child: NONE, next: NONE }];
        Self {
            tree: Tree { nodes, entities: Entities::default(), fault: None },
            open: vec![Open { node: ROOT, name: "", n_namespaces: 0 }],
            namespaces: Vec::new(),
        }
    }

    fn read(mut self, text: &'a str) -> Tree<'a> {
        let mut scanner = Scanner::new(text);
        for token in scanner.by_ref() {
            if self.tree.nodes.len() >= NODES_MAX {
                self.wrong(text.len(), "more elements than are read");
                break;
            }
            match token {
                Token::Open { name, attributes, is_empty } => self.element(name, attributes, is_empty),
                Token::Close { name } => self.close(name, text.len()),
                Token::Text(text) => self.add(Kind::Text(text)),
                Token::CData(text) => self.add(Kind::CData(text)),
                Token::Doctype(doctype) if !doctype.is_empty() => {
                    self.tree.entities = Entities::of_doctype(doctype)
                }
                Token::Doctype(_) => {}
            }
        }
        if self.open.len() > 1 {
            self.wrong(text.len(), "elements without end");
        }
        self.tree.fault = scanner.fault.or(self.tree.fault);
        self.tree
    }

    fn wrong(&mut self, at: usize, what: &'static str) {
        self.tree.fault.get_or_insert((at, what));
    }

    fn top(&self) -> &Open<'a> {
        self.open.last().expect("the document stays open to the end")
    }

    fn add(&mut self, kind: Kind<'a>) {
        let parent = self.top().node;
        let idx = u32::try_from(self.tree.nodes.len()).expect("NODES_MAX fits into u32");
        self.tree.nodes.push(Node { kind, first_child: NONE, last_child: NONE, next: NONE });
        let last = std::mem::replace(&mut self.tree.nodes[parent].last_child, idx);
        if last == NONE {
            self.tree.nodes[parent].first_child = idx;
        } else {
            self.tree.nodes[last as usize].next = idx;
        }
    }

    fn element(&mut self, name: &'a str, inside: &'a str, is_empty: bool) {
        self.end_unclosed(name);
        let n_namespaces = self.namespaces.len();
        if inside.contains("xmlns") {
            for (key, uri) in attributes(inside) {
                if let Some(prefix) = key.strip_prefix("xmlns") {
                    let prefix = prefix.strip_prefix(':').unwrap_or(prefix);
                    let unknown = if prefix.is_empty() { Ns::Rss } else { Ns::Other };
                    self.namespaces.push((prefix, Ns::of_uri(uri).unwrap_or(unknown)));
                }
            }
        }
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let declared = self.namespaces.iter().rev().find(|(known, _)| *known == prefix).map(|(_, ns)| *ns);
        let ns = declared.unwrap_or(if prefix.is_empty() { Ns::Rss } else { Ns::of_custom(prefix) });
        self.add(Kind::Element { ns, local, attributes: inside });
        if is_empty || self.open.len() > DEPTH_MAX {
            self.namespaces.truncate(n_namespaces);
        } else {
            self.open.push(Open { node: self.tree.nodes.len() - 1, name, n_namespaces });
        }
    }

    /// Ends what a feed forgot to end: items do not stand in items, nor fields in a title, link, guid or date.
    fn end_unclosed(&mut self, name: &str) {
        const FIELDS: &[&str] =
            &["title", "link", "guid", "pubDate", "description", "item", "author", "category"];
        const LEAVES: &[&str] = &["title", "link", "guid", "pubDate"];
        let is_item = |name: &str| matches!(name, "item" | "entry");
        let leaf = self.top().name;
        if LEAVES.contains(&leaf) && (FIELDS.contains(&name) || is_item(name)) {
            self.pop_to(self.open.len() - 1);
        }
        if is_item(name)
            && let Some(depth) = self.open.iter().rposition(|open| open.name == name)
        {
            self.pop_to(depth);
        }
    }

    fn pop_to(&mut self, depth: usize) {
        self.wrong(0, "an element without end");
        if let Some(open) = self.open.get(depth) {
            self.namespaces.truncate(open.n_namespaces);
        }
        self.open.truncate(depth.max(1));
    }

    fn close(&mut self, name: &str, at: usize) {
        let same = |open: &Open<'_>| open.name == name;
        let found = self
            .open
            .iter()
            .rposition(same)
            .or_else(|| self.open.iter().rposition(|open| open.name.eq_ignore_ascii_case(name)));
        match found {
            Some(depth) if depth + 1 == self.open.len() => {
                self.namespaces.truncate(self.open[depth].n_namespaces);
                self.open.truncate(depth.max(1));
            }
            // `</p>` of an unescaped description must not end the item around it, which is why only an
            // element that is open is ended; a stray end is passed over.
            Some(depth) if depth > 0 => self.pop_to(depth),
            _ => self.wrong(at, "an end without a beginning"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn drawn(tree: &Tree<'_>, node: NodeIdx) -> String {
        let mut out = String::new();
        for child in tree.children(node) {
            match tree.kind(child) {
                Kind::Element { ns, local, .. } => {
                    out += &format!("({ns:?}:{local}{})", drawn(tree, child));
                }
                Kind::Text(text) | Kind::CData(text) => out += text.trim(),
            }
        }
        out
    }

    #[test]
    fn elements_and_their_namespaces() {
        let check = |text: &str, tree: &str| assert_eq!(drawn(&Tree::of(text), ROOT), tree, "{text}");
        check("<rss><a>1</a><b/>2</rss>", "(Rss:rss(Rss:a1)(Rss:b)2)");
        check("<x:feed xmlns:x='http://www.w3.org/2005/Atom'><x:id/></x:feed>", "(Atom10:feed(Atom10:id))");
        check("<feed xmlns='https://www.w3.org/2005/Atom/'><dc:date/></feed>", "(Atom10:feed(Dc:date))");
        check(
            "<a><b xmlns='http://www.w3.org/1999/xhtml'><p/></b><c/></a>",
            "(Rss:a(Xhtml:b(Xhtml:p))(Rss:c))",
        );
        check("<rss xmlns='http://odd.example/'><m:x xmlns:m='urn:m'/></rss>", "(Rss:rss(Other:x))");
    }

    #[test]
    fn ill_nested_tags_are_put_right() {
        let check = |text: &str, tree: &str| assert_eq!(drawn(&Tree::of(text), ROOT), tree, "{text}");
        check("<item><title>a<link>b</link></item>", "(Rss:item(Rss:titlea)(Rss:linkb))");
        check(
            "<c><item><title>a</title><item><title>b</title></c>",
            "(Rss:c(Rss:item(Rss:titlea))(Rss:item(Rss:titleb)))",
        );
        check("<d>x<br>y</d><e/>", "(Rss:dx(Rss:bry))(Rss:e)");
        check("<d>x</p>y</d>", "(Rss:dxy)");
        check("<D>x</d>", "(Rss:Dx)");
    }

    #[test]
    fn a_nest_without_bottom_is_cut() {
        let deep = "<a>".repeat(100_000);
        let tree = Tree::of(&deep);
        assert_eq!(tree.descendants(ROOT).count(), 100_000);
        assert!(tree.text(ROOT).is_empty());
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[<>/!?'\"=abitem:xmlns\\[\\]\\- \\PC]{0,80}") {
            let tree = Tree::of(&text);
            tree.text(ROOT);
            tree.descendants(ROOT).for_each(|node| { tree.attribute(node, "a"); });
        }
    }
}
