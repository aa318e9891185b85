//! Tree → the article's blocks: which part of a page is the article.
//!
//! Two opinions are taken. Ours looks for the element that the page itself marks as the article, else for the
//! smallest one that holds nearly all prose. The crate's (`dom_smoothie`, Mozilla's Readability) weighs
//! paragraphs. The crate is better on long pages with odd mark-up; it needs several hundred characters to be
//! sure of anything, and on short notices it loses paragraphs or takes the sidebar in. An extractor of our own
//! will take the place of both behind [`extract`].

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};
use hinomi_model::{BlockKind, Lang};

use crate::blocks::{Draft, blocks};
use crate::furniture::{is_body_class, is_furniture_line};
use crate::times::dateline;
use crate::title::plain;
use crate::tree::Tree;

/// The blocks of the article in `tree`, whose furniture is already marked gone, in reading order.
///
/// `document` is the parser's tree that `tree` was made from; it is used up.
pub(crate) fn extract(document: Document, tree: &Tree) -> Vec<Draft> {
    let all = blocks(tree, 0);
    let ours = ours(tree, &all);
    tree.prune(&document);
    let theirs = theirs(document);
    let n_chars = |drafts: &[Draft]| drafts.iter().map(Draft::n_chars).sum::<usize>();
    if n_chars(&theirs) >= CRATE_CHARS_MIN && n_chars(&theirs) * 2 > n_chars(&ours) { theirs } else { ours }
}

/// Characters from which the crate is sure of its result.
const CRATE_CHARS_MIN: usize = 500;

fn theirs(document: Document) -> Vec<Draft> {
    let config = Config { disable_json_ld: true, ..Config::default() };
    let Ok(mut reader) = Readability::with_document(document, None, Some(config)) else { return Vec::new() };
    if reader.parse().is_err() {
        return Vec::new();
    }
    let content = reader.doc.select("#readability-page-1");
    let Some(root) = content.nodes().first() else { return Vec::new() };
    let tree = Tree::of(NodeRef::new(root.id, &reader.doc.tree));
    blocks(&tree, 0)
}

/// Characters from which a block counts as prose.
const PROSE_CHARS_MIN: usize = 40;

fn is_prose(draft: &Draft) -> bool {
    let n = draft.n_chars();
    n >= PROSE_CHARS_MIN && draft.n_link_chars * 2 < n && draft.kind != BlockKind::Heading
}

fn ours(tree: &Tree, all: &[Draft]) -> Vec<Draft> {
    let prose: Vec<(usize, usize)> =
        all.iter().filter(|d| is_prose(d)).map(|draft| (draft.at, draft.n_chars())).collect();
    let total: usize = prose.iter().map(|(_, n)| n).sum();
    let held = |idx: usize| -> usize {
        let end = tree.nodes[idx].end;
        prose.iter().filter(|(at, _)| (idx..end).contains(at)).map(|(_, n)| n).sum()
    };
    let marked = (0..tree.nodes.len()).filter(|idx| {
        let node = &tree.nodes[*idx];
        node.attr("itemprop").is_some_and(|p| p.split_ascii_whitespace().any(|w| w == "articleBody"))
            || (matches!(node.name, "div" | "section" | "article")
                && ["class", "id"].iter().any(|key| node.attr(key).is_some_and(is_body_class)))
    });
    let best = marked.map(|idx| (held(idx), idx)).max_by_key(|(n, idx)| (*n, usize::MAX - idx));
    let root = match best {
        Some((n, idx)) if n * 100 >= total * 40 => idx,
        _ => {
            // The smallest element that holds nearly all prose.
            let mut at = 0;
            loop {
                let children: Vec<usize> = {
                    let mut c = Vec::new();
                    let mut i = at + 1;
                    while i < tree.nodes[at].end {
                        c.push(i);
                        i = tree.nodes[i].end;
                    }
                    c
                };
                let Some((n, idx)) = children.iter().map(|c| (held(*c), *c)).max() else { break at };
                if n == 0 || n * 100 < total * 75 || tree.nodes[idx].name == "p" {
                    break at;
                }
                at = idx;
            }
        }
    };
    blocks(tree, root)
}

/// Characters from which a block is taken for the beginning of the text itself.
const TEXT_CHARS_MIN: usize = 60;

/// Drops what is still furniture from the blocks: lines of words that mean nothing by themselves, the title said
/// again, and date lines and bylines before the text begins or after it ends.
pub(crate) fn tidy(drafts: Vec<Draft>, title: &str) -> Vec<(BlockKind, String)> {
    let title = plain(title);
    let is_said_again = |draft: &Draft| draft.kind != BlockKind::ListItem && plain(&draft.text) == title;
    let mut kept: Vec<Draft> =
        drafts.into_iter().filter(|draft| !is_furniture_line(&draft.text) && !is_said_again(draft)).collect();
    let is_text = |draft: &Draft| draft.n_chars() >= TEXT_CHARS_MIN;
    let is_edge = |draft: &Draft| dateline(&draft.text, Lang::Ja).is_some() || is_byline(&draft.text);
    let first = kept.iter().position(is_text).unwrap_or(kept.len());
    let last = kept.iter().rposition(is_text).unwrap_or(first);
    let mut idx = 0;
    kept.retain(|draft| {
        idx += 1;
        let at = idx - 1;
        (first..=last).contains(&at) || !is_edge(draft)
    });
    kept.into_iter().map(|draft| (draft.kind, draft.text)).collect()
}

/// Whether a line is "By Somebody" and no more.
fn is_byline(text: &str) -> bool {
    let name =
        text.strip_prefix("By ").or_else(|| text.strip_prefix("by ")).or_else(|| text.strip_prefix("BY "));
    name.is_some_and(|name| {
        name.split_whitespace().count() <= BYLINE_WORDS_MAX && !name.ends_with(['.', ':', ','])
    })
}

/// Most words of a byline.
const BYLINE_WORDS_MAX: usize = 8;
