//! What a block shows that tells whether it is part of the article: the numbers that the model weighs.
//!
//! Each lies within 0 and 1 or -1 and 1, made without logarithms or powers, so that every machine comes to the same
//! ones. What the rules of [`crate::pick`] and [`crate::tidy`] say is among them.

use std::collections::HashMap;

use hinomi_model::BlockKind;

use crate::blocks::Draft;
use crate::construct::DEPTH_MAX;
use crate::furniture::{Says, n_calls};
use crate::tag::Tag;
use crate::tidy::{Left, TEXT_CHARS_MIN};
use crate::tree::Tree;

/// The features of a block by itself, in the order of their values.
pub(crate) const NAMES: [&str; N] = [
    "bias",
    "rule_outside",
    "rule_section",
    "rule_title_again",
    "rule_words",
    "rule_link",
    "rule_caption",
    "rule_dateline",
    "rule_edge",
    "rule_last_heading",
    "kind_heading",
    "kind_list_item",
    "kind_table_row",
    "kind_quote",
    "kind_code",
    "chars_of_20",
    "chars_of_60",
    "chars_of_200",
    "chars_of_600",
    "links",
    "links_alone",
    "ends_sentence",
    "ends_colon",
    "commas",
    "digits",
    "capitals",
    "repeated",
    "before_text",
    "behind_text",
    "behind_share",
    "emphasised",
    "prose_beside",
    "depth_off",
    "class_above",
    "calls",
    "calls_behind",
    "calls_short",
    "labels_before",
    "bracketed",
    "emphasised_behind",
    "prose_near",
    "heading_over_short",
];

/// How many there are.
pub(crate) const N: usize = 42;

/// The features of one block.
pub(crate) type Features = [f32; N];

// Where those stand that the model's shield asks for.
const KIND_HEADING: usize = 10;
const KIND_LIST_ITEM: usize = 11;
const KIND_TABLE_ROW: usize = 12;
const KIND_CODE: usize = 14;
const BEFORE_TEXT: usize = 27;
const BEHIND_TEXT: usize = 28;

/// Whether the model may not leave a block out: rows and code, which hold figures and indicators and look like no
/// prose, and headings and items with the article's text before and behind them.
pub(crate) fn is_shielded(block: &[f32]) -> bool {
    let is = |at: usize| block.get(at).is_some_and(|value| *value > 0.0);
    let is_inside = !is(BEFORE_TEXT) && !is(BEHIND_TEXT);
    is(KIND_TABLE_ROW) || is(KIND_CODE) || (is_inside && (is(KIND_HEADING) || is(KIND_LIST_ITEM)))
}

/// Bytes of a block whose letters are looked at; what a longer one is shows at its beginning and its end.
const BYTES_MAX: usize = 320;

/// Bytes of a block in which phrases that speak to the reader are looked for.
const CALL_BYTES_MAX: usize = 1_024;

/// Bytes of a block in which labels are looked for.
const LABEL_BYTES_MAX: usize = 400;

/// Ancestors whose class is asked.
const CLASSES_ABOVE: usize = 4;

/// The features of every block, in the order of `drafts`. `left` is what the rules say of each. One block's at a time:
/// those of a page of many small blocks are larger than the page.
pub(crate) fn features<'a>(
    tree: &'a Tree<'_>,
    drafts: &'a [Draft],
    left: &'a [Option<Left>],
) -> impl Iterator<Item = Features> + 'a {
    let page = Page::of(tree, drafts, left);
    (0..drafts.len()).map(move |idx| page.of_block(idx, drafts, left[idx]))
}

/// What is asked of the whole page.
struct Page<'a> {
    tree: &'a Tree<'a>,
    n_same: HashMap<&'a str, u32>,
    /// Characters of kept prose by the parent of its elements.
    beside: HashMap<usize, usize>,
    n_prose: usize,
    /// How deep each node stands.
    depths: Vec<u16>,
    /// The depth at which most kept prose stands.
    depth: usize,
    /// First and last kept block of prose.
    first: usize,
    last: usize,
    n_blocks: usize,
}

impl<'a> Page<'a> {
    fn of(tree: &'a Tree<'a>, drafts: &'a [Draft], left: &[Option<Left>]) -> Self {
        let mut page = Self {
            tree,
            n_same: HashMap::new(),
            beside: HashMap::new(),
            n_prose: 0,
            depths: depths(tree),
            depth: 0,
            first: drafts.len(),
            last: 0,
            n_blocks: drafts.len(),
        };
        let mut by_depth = vec![0_usize; DEPTH_MAX + 1];
        for (idx, (draft, left)) in drafts.iter().zip(left).enumerate() {
            *page.n_same.entry(head(draft.text())).or_default() += 1;
            if left.is_none() && draft.n_chars >= TEXT_CHARS_MIN {
                page.first = page.first.min(idx);
                page.last = idx;
                page.n_prose += draft.n_chars;
                *page.beside.entry(tree.nodes[draft.at].parent()).or_default() += draft.n_chars;
                by_depth[usize::from(page.depths[draft.at])] += draft.n_chars;
            }
        }
        page.depth = (0..by_depth.len()).rev().max_by_key(|depth| by_depth[*depth]).unwrap_or(0);
        page
    }

    fn of_block(&self, idx: usize, drafts: &[Draft], left: Option<Left>) -> Features {
        let draft = &drafts[idx];
        let chars_at = |at: Option<usize>| at.and_then(|at| drafts.get(at)).map_or(0, |draft| draft.n_chars);
        let around = [idx.checked_sub(2), idx.checked_sub(1), Some(idx + 1), Some(idx + 2)];
        let near: f32 = around.into_iter().map(|at| share(chars_at(at), 200)).sum::<f32>() / 4.0;
        let text = head(draft.text());
        let tail = tail(draft.text());
        let count = |is: fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
        let n_letters = count(char::is_alphabetic);
        let n_seen = count(|c| !c.is_whitespace()).max(1);
        let calls = share(n_calls(crate::space::head(draft.text(), CALL_BYTES_MAX)), 3);
        let (before, behind) = (idx < self.first, idx > self.last);
        let is_short = draft.n_chars < 120;
        let is_heading = draft.kind == BlockKind::Heading;
        let is_emphasised = self.is_emphasised(draft);
        let parent = self.tree.nodes[draft.at].parent();
        let beside = self.beside.get(&parent).copied().unwrap_or(0);
        let depth = usize::from(self.depths[draft.at]);
        let rule = |of: Left| flag(left == Some(of));
        let kind = |of: BlockKind| flag(draft.kind == of);
        [
            1.0,
            rule(Left::Outside),
            rule(Left::Section),
            rule(Left::TitleAgain),
            rule(Left::Words),
            rule(Left::Link),
            rule(Left::Caption),
            rule(Left::Dateline),
            rule(Left::Edge),
            rule(Left::LastHeading),
            kind(BlockKind::Heading),
            kind(BlockKind::ListItem),
            kind(BlockKind::TableRow),
            kind(BlockKind::Quote),
            kind(BlockKind::Code),
            share(draft.n_chars, 20),
            share(draft.n_chars, 60),
            share(draft.n_chars, 200),
            share(draft.n_chars, 600),
            share(draft.n_link_chars, draft.n_chars.max(1)),
            flag(draft.is_link_only()),
            flag(tail.ends_with(['.', '。', '．', '!', '?', '！', '？', '”', '"', '」', '’'])),
            flag(tail.ends_with([':', '：'])),
            share(count(|c| matches!(c, ',' | '、' | '，')) * 50, n_seen),
            share(count(|c| c.is_numeric()), n_seen),
            share(count(char::is_uppercase), n_letters.max(1)),
            flag(self.n_same.get(text).copied().unwrap_or(0) > 1),
            flag(before),
            flag(behind),
            if behind { share(idx - self.last, self.n_blocks - self.last) } else { 0.0 },
            flag(is_emphasised),
            share(beside, self.n_prose.max(1)),
            share(depth.abs_diff(self.depth), 6),
            flag(self.has_class(draft.at)),
            calls,
            if behind { calls } else { 0.0 },
            calls * (1.0 - share(draft.n_chars, 200)),
            if before && is_short { share(n_labels(text), 3) } else { 0.0 },
            flag(is_bracketed(text)),
            flag(is_emphasised && behind),
            near,
            if is_heading { 1.0 - share(chars_at(Some(idx + 1)), 200) } else { 0.0 },
        ]
    }

    /// Whether the whole block is set in italics or in bold.
    fn is_emphasised(&self, draft: &Draft) -> bool {
        let (first, last) = draft.texts;
        let inner = self.tree.ancestors(first).take_while(|up| *up > draft.at);
        inner.take(CLASSES_ABOVE).any(|up| {
            matches!(self.tree.tag(up), Tag::Em | Tag::I | Tag::B | Tag::Strong)
                && self.tree.nodes[up].end() > last
        })
    }

    /// Whether a class near the block is one of furniture.
    fn has_class(&self, at: usize) -> bool {
        let near = std::iter::once(at).chain(self.tree.ancestors(at)).take(CLASSES_ABOVE);
        near.filter(|up| self.tree.tag(*up) != Tag::Body).any(|up| self.tree.nodes[up].says != Says::Nothing)
    }
}

/// How many labels a text has: "Author: ".
pub(crate) fn n_labels(text: &str) -> usize {
    let colons =
        crate::space::head(text, LABEL_BYTES_MAX).char_indices().filter(|(_, c)| matches!(c, ':' | '：'));
    let is_label = |(at, c): &(usize, char)| {
        text[..*at].ends_with(char::is_alphanumeric) && (*c == '：' || text[at + 1..].starts_with(' '))
    };
    colons.filter(is_label).count()
}

/// Whether the whole text stands in brackets.
fn is_bracketed(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(['(', '[', '（', '［', '【']) && text.ends_with([')', ']', '）', '］', '】'])
}

/// How many ancestors each node has, at most [`DEPTH_MAX`].
fn depths(tree: &Tree<'_>) -> Vec<u16> {
    let mut depths: Vec<u16> = Vec::with_capacity(tree.nodes.len());
    for (idx, node) in tree.nodes.iter().enumerate() {
        // A node's parent stands before it; the root is its own.
        let above = depths.get(node.parent()).filter(|_| node.parent() != idx);
        depths.push(above.map_or(0, |above| (above + 1).min(DEPTH_MAX as u16)));
    }
    depths
}

fn head(text: &str) -> &str {
    crate::space::head(text, BYTES_MAX)
}

/// The end of a text without white space behind it.
fn tail(text: &str) -> &str {
    text.trim_end()
}

fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// `n` of `of`, at most 1.
fn share(n: usize, of: usize) -> f32 {
    if n >= of { 1.0 } else { n as f32 / of as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shield_asks_for_what_it_names() {
        let names = [
            (KIND_HEADING, "kind_heading"),
            (KIND_LIST_ITEM, "kind_list_item"),
            (KIND_TABLE_ROW, "kind_table_row"),
            (KIND_CODE, "kind_code"),
            (BEFORE_TEXT, "before_text"),
            (BEHIND_TEXT, "behind_text"),
        ];
        for (at, name) in names {
            assert_eq!(NAMES[at], name);
        }
    }

    #[test]
    fn what_a_text_shows() {
        assert_eq!((n_labels("Author: A, Tags: b c"), n_labels("10:30 https://a.example/")), (2, 0));
        assert_eq!(n_labels("担当：広報"), 1);
        assert!(is_bracketed(" (Reporting by A) ") && !is_bracketed("(a) b"));
        assert_eq!((share(5, 10), share(20, 10)), (0.5, 1.0));
    }
}
