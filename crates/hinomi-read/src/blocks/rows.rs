//! Tables and lists of terms: which of their rows are data, and which are there for looks.

use crate::tag::Tag;
use crate::tree::Tree;

use super::elements::is_block;

/// Characters in a cell from which a table is taken for a means of layout.
const CELL_CHARS_MAX: usize = 400;

/// Whether a row holds data: at least two cells, all short, with no lists, headings or tables inside.
pub(super) fn is_data_row(tree: &Tree<'_>, row: usize) -> bool {
    use Tag::*;
    let (mut n_cells, mut n_chars) = (0, 0);
    for idx in tree.below(row) {
        match tree.tag(idx) {
            Td | Th => (n_cells, n_chars) = (n_cells + 1, 0),
            Table | Ul | Ol | H1 | H2 | H3 | H4 | Article | Main | Form => return false,
            Text => n_chars += tree.n_chars(idx),
            _ => {}
        }
        if n_chars > CELL_CHARS_MAX {
            return false;
        }
    }
    n_cells >= 2
}

/// Where a term and its short description end, which are read as one row; `None` for a term without one, or
/// with a description of several blocks.
pub(super) fn pair_end(tree: &Tree<'_>, term: usize) -> Option<usize> {
    let parent = tree.nodes[term].parent();
    let mut at = tree.nodes[term].end();
    while at < tree.nodes[parent].end() && tree.tag(at) == Tag::Text {
        at = tree.nodes[at].end();
    }
    let description = tree.nodes.get(at).filter(|node| node.tag == Tag::Dd && node.parent() == parent)?;
    let is_short = tree.text(at).chars().count() <= CELL_CHARS_MAX;
    let has_blocks = tree.below(at).any(|idx| is_block(tree.tag(idx)) && tree.tag(idx) != Tag::P);
    // A question and its answer are prose.
    let has_blocks = has_blocks || tree.text(term).ends_with(['。', '？', '?']);
    (is_short && !has_blocks).then_some(description.end())
}
