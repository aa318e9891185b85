//! What a block shows that tells whether it is part of the article: the numbers that the model weighs.
//!
//! Each lies within 0 and 1 or -1 and 1, made without logarithms or powers, so that every machine comes to the same
//! ones. What the rules of [`crate::pick`] and [`crate::tidy`] say is among them.

use hinomi_model::BlockKind;
use rustc_hash::FxHashMap;

use crate::blocks::Draft;
use crate::construct::DEPTH_MAX;
use crate::furniture::{Says, has_call, n_calls};
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

/// Bytes of a block whose letters are looked at; what a longer one is shows at its beginning and its end.
const BYTES_MAX: usize = 320;

/// Bytes of a block in which phrases that speak to the reader are looked for.
const CALL_BYTES_MAX: usize = 1_024;

/// Bytes of a block in which labels are looked for.
const LABEL_BYTES_MAX: usize = 400;

/// Ancestors whose class is asked.
const CLASSES_ABOVE: usize = 4;

/// Which blocks of a page the model may leave out: of those that the rules keep, not rows and code, which hold figures
/// and indicators and look like no prose; and of what has the article's text before and behind it, only paragraphs and
/// quotations that speak to the reader: what stands there is text until it says otherwise.
pub(crate) fn open(drafts: &[Draft], left: &[Option<Left>]) -> Vec<bool> {
    let (first, last) = ends(drafts, left);
    let is_open = |(idx, (draft, left)): (usize, (&Draft, &Option<Left>))| {
        left.is_none()
            && match draft.kind {
                BlockKind::TableRow | BlockKind::Code => false,
                _ if idx < first || idx > last => true,
                BlockKind::Heading | BlockKind::ListItem => false,
                _ => has_call(called(draft)),
            }
    };
    drafts.iter().zip(left).enumerate().map(is_open).collect()
}

/// First and last block of prose that the rules keep and that does not speak to the reader; the number of blocks and 0
/// where there is none.
fn ends(drafts: &[Draft], left: &[Option<Left>]) -> (usize, usize) {
    let is_text = |idx: &usize| is_text(&drafts[*idx], left[*idx]) && !has_call(called(&drafts[*idx]));
    let first = (0..drafts.len()).find(is_text).unwrap_or(drafts.len());
    (first, (0..drafts.len()).rfind(is_text).unwrap_or(0))
}

fn is_text(draft: &Draft, left: Option<Left>) -> bool {
    left.is_none() && draft.n_chars >= TEXT_CHARS_MIN
}

/// The part of a block in which phrases are looked for that speak to the reader.
fn called(draft: &Draft) -> &str {
    crate::space::head(draft.text(), CALL_BYTES_MAX)
}

/// A page whose blocks show their features. One block's at a time: those of a page of many small blocks are larger
/// than the page.
pub(crate) struct Shown<'a> {
    tree: &'a Tree<'a>,
    drafts: &'a [Draft],
    /// What the rules say of each block.
    left: &'a [Option<Left>],
    n_same: FxHashMap<&'a str, u32>,
    /// Characters of kept prose by the parent of its elements.
    beside: FxHashMap<usize, usize>,
    n_prose: usize,
    /// How deep each node stands.
    depths: Vec<u16>,
    /// The depth at which most kept prose stands.
    depth: usize,
    /// First and last kept block of prose.
    first: usize,
    last: usize,
}

impl<'a> Shown<'a> {
    /// `left` is what the rules say of each of `drafts`.
    pub fn of(tree: &'a Tree<'a>, drafts: &'a [Draft], left: &'a [Option<Left>]) -> Self {
        let (first, last) = ends(drafts, left);
        let mut page = Self {
            tree,
            drafts,
            left,
            n_same: FxHashMap::default(),
            beside: FxHashMap::default(),
            n_prose: 0,
            depths: depths(tree),
            depth: 0,
            first,
            last,
        };
        let mut by_depth = vec![0_usize; DEPTH_MAX + 1];
        for (draft, left) in drafts.iter().zip(left) {
            *page.n_same.entry(head(draft.text())).or_default() += 1;
            if is_text(draft, *left) {
                page.n_prose += draft.n_chars;
                *page.beside.entry(tree.nodes[draft.at].parent()).or_default() += draft.n_chars;
                by_depth[usize::from(page.depths[draft.at])] += draft.n_chars;
            }
        }
        page.depth = (0..by_depth.len()).rev().max_by_key(|depth| by_depth[*depth]).unwrap_or(0);
        page
    }

    /// The features of the block at `idx`.
    pub fn of_block(&self, idx: usize) -> Features {
        let (drafts, left) = (self.drafts, self.left[idx]);
        let draft = &drafts[idx];
        let chars_at = |at: Option<usize>| at.and_then(|at| drafts.get(at)).map_or(0, |draft| draft.n_chars);
        let around = [idx.checked_sub(2), idx.checked_sub(1), Some(idx + 1), Some(idx + 2)];
        let near: f32 = around.into_iter().map(|at| share(chars_at(at), 200)).sum::<f32>() / 4.0;
        let text = head(draft.text());
        let tail = tail(draft.text());
        let count = |is: fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
        let n_letters = count(char::is_alphabetic);
        let n_seen = count(|c| !c.is_whitespace()).max(1);
        let calls = share(n_calls(called(draft)), 3);
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
            if behind { share(idx - self.last, drafts.len() - self.last) } else { 0.0 },
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
    use crate::traced::Traced;

    #[test]
    fn what_stands_within_the_text_stays() {
        let long = "The maker of widgets said that its ordering system has been off the net since Monday.";
        let texts = [
            (BlockKind::Paragraph, "A line"),
            (BlockKind::Paragraph, long),
            (BlockKind::Paragraph, "Account: @widgets"),
            (BlockKind::Paragraph, "Subscribe to our newsletter"),
            (BlockKind::Heading, "Subscribe"),
            (BlockKind::Paragraph, long),
            (BlockKind::TableRow, "a\tb"),
            (BlockKind::ListItem, "Item"),
        ];
        let drafts: Vec<Draft> =
            texts.iter().map(|(kind, text)| Draft::new(*kind, Traced::untraced(text), 0, 0)).collect();
        let mut left = vec![None; drafts.len()];
        assert_eq!(open(&drafts, &left), [true, false, false, true, false, false, false, true]);
        left[0] = Some(Left::Outside);
        assert!(!open(&drafts, &left)[0]);
    }

    #[test]
    fn what_a_text_shows() {
        assert_eq!((n_labels("Author: A, Tags: b c"), n_labels("10:30 https://a.example/")), (2, 0));
        assert_eq!(n_labels("担当：広報"), 1);
        assert!(is_bracketed(" (Reporting by A) ") && !is_bracketed("(a) b"));
        assert_eq!((share(5, 10), share(20, 10)), (0.5, 1.0));
    }
}
