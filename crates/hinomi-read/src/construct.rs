//! Tokens → tree: which element each text of a page stands in.
//!
//! Follows the tree construction of the HTML Standard (13.2.6) as far as it decides which text is read, in which
//! block and in which link: implied end tags, scopes, tables, foreign content, end tags out of order. It differs
//! where only looks are at stake, or a page would be lost:
//!
//! - formatting elements are not copied into later blocks; a link that a block cuts off ends with the block;
//! - what stands in a table outside its cells is left there and not moved before the table;
//! - elements below [`DEPTH_MAX`] are read as if they stood beside each other;
//! - a list to choose from (`<select>`) ends at the next block.
//!
//! Nothing recurses; each token costs at most one walk over the open elements.

mod content;
mod elements;
mod end;
mod open;
mod start;

use crate::furniture::Says;
use crate::scan::{Scanner, Token};
use crate::tag::{N_TAGS, Tag};
use crate::tree::{Node, Tree};

/// Deepest nesting that is kept. Browsers cut at 512; pages seen stay below 100.
pub const DEPTH_MAX: usize = 256;

/// Most elements and texts of a page; what stands behind them is not read. The benchmark's largest page has 12,000 tags.
pub const NODES_MAX: usize = 1_000_000;

/// Places for class names, and whole values, that were looked at; of two that fall on one place, the later is
/// remembered. A power of 2.
const CLASSES_MAX: usize = 1024;

/// A tree, and what of the page is not in it as it was written.
pub(crate) struct Constructed<'a> {
    pub tree: Tree<'a>,
    /// Elements were nested deeper than [`DEPTH_MAX`].
    pub is_flattened: bool,
    /// The page has more than [`NODES_MAX`] elements and texts.
    pub is_cut: bool,
}

/// An open element.
#[derive(Debug, Clone, Copy)]
struct Open {
    idx: u32,
    /// `Other` once its end tag came while blocks in it were still open.
    tag: Tag,
    /// Whether a link was open outside a cell; inside, links are the cell's own.
    link_before: bool,
}

struct Builder<'a> {
    scanner: Scanner<'a>,
    nodes: Vec<Node>,
    headings: Vec<u32>,
    telling: Vec<u32>,
    open: Vec<Open>,
    /// How many elements of each tag are open.
    n_open: [u32; N_TAGS],
    /// Elements that were too deep to be opened and were not closed yet.
    n_flat: usize,
    is_flattened: bool,
    in_link: bool,
    /// The first block in the open link.
    link_block: Option<usize>,
    is_quirky: bool,
    has_head: bool,
    has_body: bool,
    has_form: bool,
    /// What the class names of the page say, each at a place that its letters name.
    said: Vec<(&'a str, (Says, bool))>,
}

/// The tree of `html`.
#[cfg(test)]
pub(crate) fn tree(html: &str) -> Tree<'_> {
    construct(html, false).tree
}

/// Reads `html` as a tree. In XHTML (`is_xml`), CDATA sections are text.
pub(crate) fn construct(html: &str, is_xml: bool) -> Constructed<'_> {
    let mut builder = Builder {
        scanner: Scanner::new(html),
        nodes: Vec::with_capacity(html.len() / 64),
        headings: Vec::new(),
        telling: Vec::new(),
        open: Vec::with_capacity(64),
        n_open: [0; N_TAGS],
        n_flat: 0,
        is_flattened: false,
        in_link: false,
        link_block: None,
        is_quirky: !is_xml,
        has_head: false,
        has_body: false,
        has_form: false,
        said: vec![("", (Says::Nothing, false)); CLASSES_MAX],
    };
    builder.add(Tag::Other, 0, 0, 0);
    builder.push(Tag::Other);
    let mut is_cut = false;
    loop {
        builder.scanner.reads_cdata = is_xml || builder.is_foreign();
        let Some(token) = builder.scanner.token() else { break };
        if builder.nodes.len() >= NODES_MAX {
            is_cut = true;
            break;
        }
        match token {
            Token::Text { start, end, has_ref } => builder.text(start, end, has_ref),
            Token::Open { tag, start, end, n_attrs, is_closed } => {
                builder.start(tag, start, end, n_attrs, is_closed);
            }
            Token::Close { tag, start, end } => builder.close(tag, start, end),
            Token::Doctype { start, end } => builder.doctype(start, end),
        }
    }
    builder.pop_to(0);
    let is_flattened = builder.is_flattened;
    let gone = vec![None; builder.nodes.len()];
    let Builder { nodes, headings, telling, scanner, .. } = builder;
    let tree = Tree { html, nodes, attrs: scanner.attrs, headings, telling, gone };
    Constructed { tree, is_flattened, is_cut }
}

#[cfg(test)]
mod tests;
