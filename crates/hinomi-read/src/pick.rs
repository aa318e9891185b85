//! Which element of a page holds its article: our own opinion.
//!
//! An element that the page marks as the article's text (`itemprop="articleBody"`, `class="entry-content"`) is
//! taken if it holds a good part of the page's prose; else the search goes down from the top as long as one
//! child holds nearly all of it.

use std::ops::Range;

use hinomi_model::BlockKind;

use crate::blocks::Draft;
use crate::scan::place;
use crate::tag::{Key, Tag};
use crate::tree::Tree;

/// Characters from which a block counts as prose; menus and headlines of other articles are shorter.
const PROSE_CHARS_MIN: usize = 40;

/// Characters of a table's row that count as prose at most: rows of many cells are data.
const ROW_CHARS_MAX: usize = 400;

/// Share of the page's prose, in percent, that a marked element holds at least.
const MARKED_PERCENT_MIN: usize = 40;

/// Share of the page's prose, in percent, that one child must hold for the search to go down into it.
const CHILD_PERCENT_MIN: usize = 85;

/// Which of `drafts`, the blocks of `tree`, stand in the element that holds the article.
pub(crate) fn pick(tree: &Tree<'_>, drafts: &[Draft], headline: Option<usize>) -> Vec<bool> {
    let prose = Prose::of(tree, drafts);
    let roots = marked(tree, &prose);
    let roots = if roots.is_empty() { vec![densest(tree, &prose, headline)] } else { roots };
    let mut roots = roots.into_iter().map(|root| root..tree.nodes[root].end()).peekable();
    let is_in = |draft: &Draft| {
        while roots.next_if(|range| range.end <= draft.at).is_some() {}
        roots.peek().is_some_and(|range| range.contains(&draft.at))
    };
    drafts.iter().map(is_in).collect()
}

/// Characters of prose on a page below which its short blocks count as much: an advisory in sections of a line each.
const THIN_CHARS_MAX: usize = 200;

/// How much prose stands before each node.
struct Prose {
    sums: Vec<u32>,
}

impl Prose {
    fn of(tree: &Tree<'_>, drafts: &[Draft]) -> Self {
        let mut sums = vec![0; tree.nodes.len() + 1];
        let n_prose: usize = drafts.iter().filter(|draft| is_prose(draft)).map(|draft| draft.n_chars).sum();
        let counts =
            |draft: &&Draft| is_prose(draft) || (n_prose < THIN_CHARS_MAX && draft.n_link_chars == 0);
        for draft in drafts.iter().filter(counts) {
            let is_row = draft.kind == BlockKind::TableRow;
            sums[draft.at + 1] +=
                place(if is_row { draft.n_chars.min(ROW_CHARS_MAX) } else { draft.n_chars });
        }
        let mut sum = 0;
        for n in &mut sums {
            sum += *n;
            *n = sum;
        }
        Self { sums }
    }

    fn within(&self, range: Range<usize>) -> usize {
        (self.sums[range.end] - self.sums[range.start]) as usize
    }

    fn total(&self) -> usize {
        self.sums.last().copied().unwrap_or(0) as usize
    }
}

fn is_prose(draft: &Draft) -> bool {
    let n_chars = draft.n_chars;
    n_chars >= PROSE_CHARS_MIN && draft.n_link_chars * 2 < n_chars && draft.kind != BlockKind::Heading
}

/// The elements marked as the article's text: the one that holds most prose, with those that are marked alike
/// (a text in chapters, with adverts between them), in order, none inside another; none if they do not hold enough.
fn marked(tree: &Tree<'_>, prose: &Prose) -> Vec<usize> {
    let held = |idx: usize| prose.within(idx..tree.nodes[idx].end());
    let is_marked = |idx: &usize| {
        let node = &tree.nodes[*idx];
        tree.attrs_of(*idx).iter().any(|attr| {
            attr.key == Key::Itemprop
                && tree.raw_value(attr).split_ascii_whitespace().any(|word| word == "articleBody")
        }) || (matches!(node.tag, Tag::Div | Tag::Section | Tag::Article | Tag::Td) && node.is_body)
    };
    // Of two that hold the same, the inner one.
    let all: Vec<usize> = tree.telling().filter(is_marked).collect();
    let Some(best) = all.iter().copied().max_by_key(|idx| (held(*idx), *idx)) else {
        return Vec::new();
    };
    let alike = |idx: &usize| {
        let (one, other) = (tree.attr(best, Key::Class), tree.attr(*idx, Key::Class));
        *idx == best || (one.is_some() && one == other && held(*idx) > 0)
    };
    let mut outermost: Vec<usize> = Vec::new();
    for idx in all.into_iter().filter(alike) {
        if outermost.last().is_none_or(|last| tree.nodes[*last].end() <= idx) {
            outermost.push(idx);
        }
    }
    let n: usize = outermost.iter().map(|idx| held(*idx)).sum();
    if n > 0 && n * 100 >= prose.total() * MARKED_PERCENT_MIN { outermost } else { Vec::new() }
}

/// The deepest element that holds nearly all prose of the headline's surroundings: of its lowest ancestor that
/// holds a good part of the page's prose at all. Without a headline, of the page.
fn densest(tree: &Tree<'_>, prose: &Prose, headline: Option<usize>) -> usize {
    let held = |idx: usize| prose.within(idx..tree.nodes[idx].end());
    let is_enough = |idx: &usize| held(*idx) * 100 >= prose.total() * MARKED_PERCENT_MIN;
    let mut at = headline.and_then(|headline| tree.ancestors(headline).find(is_enough)).unwrap_or(0);
    let enough = held(at) * CHILD_PERCENT_MIN;
    loop {
        let mut best = (0, at);
        let mut child = at + 1;
        while child < tree.nodes[at].end() {
            best = best.max((held(child), child));
            child = tree.nodes[child].end();
        }
        let (n, child) = best;
        if n == 0 || n * 100 < enough || tree.nodes[child].tag == Tag::P {
            return at;
        }
        at = child;
    }
}
