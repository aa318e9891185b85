//! A page's text → what it says about itself, and its blocks.

use dom_query::Document;
use hinomi_model::{BlockKind, Warning};
use url::Url;

use crate::extract::extract;
use crate::gate::{PAGE_BYTES_MAX, excess, head as first_bytes};
use crate::head::{Head, head};
use crate::plain::paragraphs;
use crate::strip::strip;
use crate::tags::slim;
use crate::tidy::tidy;
use crate::tree::Tree;

/// How much of a page that no tree may be built from is looked at for its `<head>`, in bytes.
const HEAD_BYTES_MAX: usize = 64 * 1024;

/// Characters of text below which the text that JSON-LD states is taken instead, if it is twice as long: pages
/// that draw their text by script often state it there.
const STATED_CHARS_MAX: usize = 200;

/// Reads mark-up. `place` is what warnings are about; `entry_title` is the feed's title, or empty.
pub(crate) fn page(
    html: &str,
    url: Option<&Url>,
    entry_title: &str,
    place: &str,
    warnings: &mut Vec<Warning>,
) -> (Head, Vec<(BlockKind, String)>) {
    let html = &slim(html);
    if let Some(excess) = excess(html) {
        let what = format!("mark-up is not read as a tree, because {}; tags were stripped", excess.what());
        warnings.push(Warning::new(place, what, "the text may hold menus and other furniture"));
        let start = first_bytes(html, HEAD_BYTES_MAX);
        let start = &start[..start.find("</head").or_else(|| start.find("<body")).unwrap_or(0)];
        let head = if start.is_empty() || crate::gate::excess(start).is_some() {
            Head { title: entry_title.to_owned(), ..Head::default() }
        } else {
            let document = Document::from(start);
            head(&Tree::of(document.root()), url, entry_title)
        };
        let blocks = tidy(strip(html, PAGE_BYTES_MAX), &head.title);
        return (head, blocks);
    }
    let document = Document::from(html.as_str());
    let mut tree = Tree::of(document.root());
    let head = head(&tree, url, entry_title);
    let blocks = extract(&mut tree, head.headline, &head.title);
    let n_chars: usize = blocks.iter().map(|(_, text)| text.chars().count()).sum();
    if n_chars < STATED_CHARS_MAX && head.body.chars().count() > 2 * n_chars {
        let stated = paragraphs(&head.body);
        return (head, stated);
    }
    (head, blocks)
}
