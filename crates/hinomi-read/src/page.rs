//! A page's text → what it says about itself, and its blocks.

use hinomi_model::{BlockKind, Warning};
use url::Url;

use crate::blocks::blocks;
use crate::construct::{DEPTH_MAX, NODES_MAX, construct};
use crate::extract::extract;
use crate::head::{Head, head};
use crate::plain::paragraphs;
use crate::traced::Traced;

/// Characters of text below which the text that JSON-LD states is taken instead, if it is twice as long: pages
/// that draw their text by script often state it there.
const STATED_CHARS_MAX: usize = 200;

/// Reads mark-up. `place` is what warnings are about; `entry_title` is the feed's title, or empty.
pub(crate) fn page(
    html: &str,
    is_xml: bool,
    url: Option<&Url>,
    entry_title: &str,
    place: &str,
    warnings: &mut Vec<Warning>,
) -> (Head, Vec<(BlockKind, Traced)>) {
    let constructed = construct(html, is_xml);
    if constructed.is_flattened {
        let what =
            format!("elements are nested deeper than {DEPTH_MAX}; deeper ones are read as if they were not");
        warnings.push(Warning::new(place, what, "the text may hold menus and other furniture"));
    }
    if constructed.is_cut {
        let what =
            format!("the page has more than {NODES_MAX} elements; what stands behind them is not read");
        warnings.push(Warning::new(place, what, "read the page itself for the rest"));
    }
    let mut tree = constructed.tree;
    let drafts = blocks(&tree);
    let head = head(&tree, &drafts, url, entry_title);
    let weighed = extract(&mut tree, drafts, head.headline, &head.title.text);
    let kept = weighed.into_iter().filter(|(_, left)| left.is_none());
    let blocks: Vec<(BlockKind, Traced)> = kept.map(|(draft, _)| (draft.kind, draft.traced)).collect();
    let n_chars: usize = blocks.iter().map(|(_, text)| text.text.chars().count()).sum();
    if n_chars < STATED_CHARS_MAX && head.body.text.chars().count() > 2 * n_chars {
        let stated = paragraphs(&head.body);
        return (head, stated);
    }
    (head, blocks)
}
