//! Tree → blocks: paragraphs, headings, list items, table rows, quotations and code, in reading order.

mod elements;
mod prose;
mod rows;

use hinomi_model::BlockKind;

use crate::plain::paragraphs;
use crate::space::{Gap, Line, is_wide};
use crate::tag::Tag;
use crate::traced::{Run, Traced};
use crate::tree::{Tree, count};

use elements::{is_block, is_skipped};
use prose::{ITEM_CHARS_MAX, is_written};
use rows::{is_data_row, pair_end};

pub(crate) use prose::starts_item;

/// A block before it is decided whether it belongs to the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Draft {
    /// What it is.
    pub kind: BlockKind,
    /// Its text, white space collapsed.
    text: Box<str>,
    /// Where that was written.
    runs: Box<[Run]>,
    /// Characters of its text without white space.
    pub n_chars: usize,
    /// Those of them that stand in links.
    pub n_link_chars: usize,
    /// Index of the innermost block element that it stands in.
    pub at: usize,
    /// From its first text to its last, as indices of nodes.
    pub texts: (usize, usize),
}

impl Draft {
    /// A block with its characters counted.
    pub fn new(kind: BlockKind, traced: Traced, n_link_chars: usize, at: usize) -> Self {
        let n_chars = count(&traced.text, false) as usize;
        let (text, runs) = (traced.text.into_boxed_str(), traced.runs.into_boxed_slice());
        Self { kind, text, runs, n_chars, n_link_chars, at, texts: (at, at) }
    }

    /// Its text, white space collapsed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its text with where it was written.
    pub fn into_traced(self) -> Traced {
        Traced { text: self.text.into_string(), runs: self.runs.into_vec() }
    }

    /// Whether nothing but links is in it.
    pub fn is_link_only(&self) -> bool {
        self.n_link_chars > 0 && self.n_link_chars * 10 >= self.n_chars * 9
    }
}

/// Blocks of a page that are read, whatever they hold; the longest articles have some hundreds. As many again are
/// read behind them, but only those of `LATE_CHARS_MIN` characters, so that a story is found behind any number of
/// crumbs.
pub const BLOCKS_MAX: usize = 50_000;

/// Characters that a block behind the first [`BLOCKS_MAX`] has at least.
const LATE_CHARS_MIN: usize = 40;

/// Characters in a line from which a single `<br>` between wide characters is taken for a wrapped line.
const WRAPPED_LINE_CHARS_MIN: usize = 25;

struct Builder<'a> {
    tree: &'a Tree<'a>,
    out: Vec<Draft>,
    line: Line,
    n_link_chars: usize,
    at: usize,
    row: Option<usize>,
    /// Where the line begins that the last `<br>` ended, in bytes into the text of `line`.
    line_start: usize,
    /// The first and the last text of the line.
    texts: Option<(usize, usize)>,
}

/// `drafts`, the blocks of `tree` before anything was marked gone, without what is.
pub(crate) fn without_gone(tree: &Tree<'_>, drafts: Vec<Draft>) -> Vec<Draft> {
    // How many texts that are read each draft has, and how many of them stand in what is gone.
    let mut counts: Vec<(u32, u32)> = Vec::with_capacity(drafts.len());
    let (mut idx, mut gone_end, mut skipped_end) = (0, 0, 0);
    for (at, draft) in drafts.iter().enumerate() {
        // Preformatted text has several drafts of the same texts.
        if let Some(before) = at.checked_sub(1).filter(|before| drafts[*before].texts == draft.texts) {
            counts.push(counts[before]);
            continue;
        }
        let (mut n, mut n_gone) = (0, 0);
        while idx <= draft.texts.1 {
            let node = &tree.nodes[idx];
            if tree.is_gone(idx) {
                gone_end = gone_end.max(node.end());
            }
            if is_skipped(node.tag) {
                skipped_end = skipped_end.max(node.end());
            }
            if node.tag == Tag::Text && idx >= skipped_end.max(draft.texts.0) {
                n += 1;
                n_gone += u32::from(idx < gone_end);
            }
            idx += 1;
        }
        counts.push((n, n_gone));
    }
    if counts.iter().any(|(n, gone)| *gone > 0 && gone < n) {
        // Where a line lost only a part, the lines are read anew.
        return blocks(tree);
    }
    let mut counts = counts.into_iter();
    drafts.into_iter().filter(|_| counts.next().is_some_and(|(_, gone)| gone == 0)).collect()
}

/// The blocks of a tree, without what is marked gone. Text order is document order.
pub(crate) fn blocks(tree: &Tree<'_>) -> Vec<Draft> {
    let mut builder = Builder {
        tree,
        out: Vec::new(),
        line: Line::default(),
        n_link_chars: 0,
        at: 0,
        row: None,
        line_start: 0,
        texts: None,
    };
    // Where each open block ends, and which block it stands in.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let (mut row_end, mut pre_end) = (0, 0);
    let mut idx = 0;
    while idx < tree.nodes.len() && builder.out.len() < 2 * BLOCKS_MAX {
        while let Some((_, outer)) = open.pop_if(|(end, _)| *end <= idx) {
            builder.flush();
            builder.at = outer;
        }
        let node = &tree.nodes[idx];
        if node.tag == Tag::Text {
            if idx < pre_end {
                builder.push_code(idx);
            } else {
                builder.push(idx);
            }
            idx += 1;
            continue;
        }
        if tree.is_gone(idx) || is_skipped(node.tag) || is_note_mark(tree, idx) {
            idx = node.end();
            continue;
        }
        match node.tag {
            Tag::Br => builder.break_line(idx, idx < pre_end),
            Tag::Td | Tag::Th | Tag::Dd if idx < row_end => builder.next_cell(node.from),
            tag if is_block(tag) && idx < row_end => builder.line.open(Gap::Space, node.from, node.from),
            tag if is_block(tag) => {
                builder.flush();
                let row = match tag {
                    Tag::Tr if is_data_row(tree, idx) => Some(node.end()),
                    Tag::Dt => pair_end(tree, idx),
                    _ => None,
                };
                if let Some(end) = row {
                    (row_end, builder.row) = (end, Some(idx));
                }
                open.push((row.unwrap_or(node.end()), builder.at));
                builder.at = idx;
                if matches!(tag, Tag::Pre | Tag::Listing | Tag::Plaintext) {
                    pre_end = node.end();
                }
            }
            _ => {}
        }
        idx += 1;
    }
    builder.flush();
    builder.out
}

impl Builder<'_> {
    fn push(&mut self, idx: usize) {
        self.note(idx);
        let node = &self.tree.nodes[idx];
        self.line.push(self.tree.raw(idx), node.from, node.is_flagged);
        if node.in_link {
            self.n_link_chars += self.tree.n_chars(idx);
        }
    }

    /// Notes that a text is part of the line.
    fn note(&mut self, idx: usize) {
        self.texts = Some(self.texts.map_or((idx, idx), |(first, _)| (first, idx)));
    }

    fn push_code(&mut self, idx: usize) {
        self.note(idx);
        let node = &self.tree.nodes[idx];
        self.line.push_code(self.tree.raw(idx), node.from, node.is_flagged);
    }

    fn next_cell(&mut self, from: u32) {
        self.line.gap = Gap::None;
        if !self.line.traced.text.is_empty() {
            self.line.traced.push_meant(std::iter::once('\t'), from, from);
        }
    }

    /// A `<br>`: two in a row part paragraphs; one parts lines that end like sentences or begin like list
    /// items, and otherwise stands for a space, or for nothing where a long Japanese line was wrapped.
    fn break_line(&mut self, idx: usize, in_code: bool) {
        let node = &self.tree.nodes[idx];
        if in_code {
            self.line.traced.push_meant(std::iter::once('\n'), node.from, node.to);
            return;
        }
        let next = self.after_break(idx);
        let text = self.line.traced.text.as_str();
        let ends = text.trim_end().ends_with(['。', '．', '！', '？', '」', '）', '.', '!', '?', ':', '：']);
        if next.is_empty() || ends || starts_item(&next) {
            self.flush();
        } else {
            let written = text.get(self.line_start..).unwrap_or_default();
            let is_open = text.ends_with(['、', '，', '（', '「', '・']);
            let is_wrapped = written.chars().count() >= WRAPPED_LINE_CHARS_MIN
                && text.ends_with(is_wide)
                && next.starts_with(is_wide);
            self.line_start = text.len();
            self.line.gap = Gap::None;
            self.line.open(if is_wrapped || is_open { Gap::Break } else { Gap::Space }, node.from, node.to);
        }
    }

    /// The beginning of the text behind a `<br>`; empty where another `<br>` or the end follows.
    fn after_break(&self, idx: usize) -> String {
        let end = self.tree.nodes.len().min(idx + 1 + AFTER_BREAK_NODES_MAX);
        for at in idx + 1..end {
            let tag = self.tree.tag(at);
            if tag == Tag::Br || is_block(tag) {
                return String::new();
            }
            let text = self.tree.start_of(at, ITEM_CHARS_MAX);
            if !text.is_empty() {
                return text;
            }
        }
        String::new()
    }

    fn flush(&mut self) {
        let n_link_chars = std::mem::take(&mut self.n_link_chars);
        let texts = std::mem::take(&mut self.texts).unwrap_or((self.at, self.at));
        self.line_start = 0;
        let written = &self.line.traced;
        if written.text.trim().is_empty() {
            self.line.clear();
            return;
        }
        let end = written.text.trim_end_matches([' ', '\t', '\n', '\u{3000}']).len();
        let start = end - written.text[..end].trim_start_matches(['\n', '\t']).len();
        // A copy of its own size; the line's room serves the next one.
        let line = written.slice(start..end);
        self.line.clear();
        let kind = self.kind(&line.text);
        if kind == BlockKind::Code && is_written(&line.text) {
            let paragraphs = paragraphs(&line).into_iter().take(BLOCKS_MAX);
            self.out
                .extend(paragraphs.map(|(kind, text)| Draft { texts, ..Draft::new(kind, text, 0, self.at) }));
        } else {
            let draft = Draft { texts, ..Draft::new(kind, line, n_link_chars, self.at) };
            if self.out.len() < BLOCKS_MAX || draft.n_chars >= LATE_CHARS_MIN {
                self.out.push(draft);
            }
        }
    }

    /// The kind of what stands directly in `self.at`: the nearest telling element decides.
    fn kind(&self, text: &str) -> BlockKind {
        for at in std::iter::once(self.at).chain(self.tree.ancestors(self.at)) {
            match self.tree.tag(at) {
                // A heading that was never closed holds blocks of whole sentences.
                tag if tag.rank() > 0
                    && text.ends_with(['.', '。', '！', '？'])
                    && self.tree.below(at).any(|idx| matches!(self.tree.tag(idx), Tag::P | Tag::Div)) => {}
                tag if tag.rank() > 0 => return BlockKind::Heading,
                Tag::Tr | Tag::Dt if self.row == Some(at) => return BlockKind::TableRow,
                Tag::Li | Tag::Dt | Tag::Dd => return BlockKind::ListItem,
                Tag::Td | Tag::Th | Tag::Article | Tag::Main | Tag::Body => return BlockKind::Paragraph,
                Tag::Blockquote => return BlockKind::Quote,
                Tag::Pre | Tag::Listing | Tag::Plaintext => return BlockKind::Code,
                _ => {}
            }
        }
        BlockKind::Paragraph
    }
}

/// How many nodes behind a `<br>` are looked at for the text that follows.
const AFTER_BREAK_NODES_MAX: usize = 8;

/// Whether an element is the mark of a footnote: a raised link of a few characters.
fn is_note_mark(tree: &Tree<'_>, idx: usize) -> bool {
    tree.tag(idx) == Tag::Sup
        && (tree.is_in(idx, &[Tag::A]) || tree.below(idx).any(|below| tree.tag(below) == Tag::A))
        && tree.text(idx).chars().count() <= NOTE_MARK_CHARS_MAX
}

/// Longest mark of a footnote, in characters: `[12]`.
const NOTE_MARK_CHARS_MAX: usize = 5;

#[cfg(test)]
mod tests;
