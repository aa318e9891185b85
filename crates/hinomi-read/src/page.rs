//! A page's text → what it says about itself, and its blocks.

use hinomi_model::{BlockKind, Warning};
use url::Url;

use crate::blocks::{BLOCKS_MAX, Draft, blocks, without_gone};
use crate::construct::{DEPTH_MAX, NODES_MAX, construct};
use crate::extract::extract;
use crate::head::{Head, head};
use crate::plain::paragraphs;
use crate::rules::SiteRule;
use crate::select::select;
use crate::tag::Key;
use crate::tidy::Left;
use crate::title::{is_plainly, plain};
use crate::traced::Traced;
use crate::tree::{Gone, Tree};

/// Characters of text below which the text that JSON-LD states is taken instead, if it is twice as long: pages
/// that draw their text by script often state it there.
const STATED_CHARS_MAX: usize = 200;

/// Reads mark-up. `place` is what warnings are about; `entry_title` is the feed's title, or empty; `rule` is what
/// the user knows of the site.
pub(crate) fn page(
    html: &str,
    is_xml: bool,
    url: Option<&Url>,
    entry_title: &str,
    rule: Option<&SiteRule>,
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
    let Chosen { head, drafts, left, is_ruled, is_cut } = choose(&mut tree, url, entry_title, rule);
    if is_cut {
        let what = format!(
            "the page has more than {BLOCKS_MAX} blocks; of those behind them short ones are not read"
        );
        warnings.push(Warning::new(place, what, "read the page itself for the rest"));
    }
    if rule.is_some() && !is_ruled {
        let what = "the rule for this site names nothing here; the page is read without it";
        warnings.push(Warning::new(place, what, "look whether the site was rebuilt, and mend the rule"));
    }
    // The tree of a page of small elements is larger than the page; the article is made without it.
    drop(tree);
    let kept = drafts.into_iter().zip(left).filter(|(_, left)| left.is_none());
    let blocks: Vec<(BlockKind, Traced)> = kept.map(|(draft, _)| (draft.kind, draft.into_traced())).collect();
    let n_chars: usize = blocks.iter().map(|(_, text)| text.text.chars().count()).sum();
    if n_chars < STATED_CHARS_MAX && head.body.text.chars().count() > 2 * n_chars {
        let stated = paragraphs(&head.body);
        return (head, stated);
    }
    (head, blocks)
}

/// What a page says of itself, and its blocks.
pub(crate) struct Chosen {
    pub head: Head,
    /// Its blocks, without those in furniture.
    pub drafts: Vec<Draft>,
    /// Why each of them is left out; `None` for those of the article.
    pub left: Vec<Option<Left>>,
    /// Whether a rule for the site named anything here.
    pub is_ruled: bool,
    /// Whether there may be more blocks than are read.
    pub is_cut: bool,
}

/// Chooses the blocks of the article, by the user's rule for the site as far as there is one.
pub(crate) fn choose(
    tree: &mut Tree<'_>,
    url: Option<&Url>,
    entry_title: &str,
    rule: Option<&SiteRule>,
) -> Chosen {
    let drafts = blocks(tree);
    let is_cut = drafts.len() >= BLOCKS_MAX;
    let mut head = head(tree, &drafts, url, entry_title);
    let Some(rule) = rule else {
        let (drafts, left) = extract(tree, drafts, head.headline, &head.title.text);
        return Chosen { head, drafts, left, is_ruled: false, is_cut };
    };
    let dropped = select(tree, &rule.drop);
    let body = select(tree, &rule.body);
    let title = select(tree, &rule.title).into_iter().find(|idx| !tree.text(*idx).is_empty());
    let date = select(tree, &rule.date).into_iter().next();
    let is_ruled = !dropped.is_empty() || !body.is_empty() || title.is_some() || date.is_some();
    if let Some(idx) = title {
        (head.title, head.headline) = (tree.traced(idx), Some(idx));
    }
    if let Some(idx) = date {
        let value = tree.attr(idx, Key::Datetime).or_else(|| tree.attr(idx, Key::Content));
        let value = value.map_or_else(|| tree.text(idx), |value| value.into_owned());
        head.published = vec![value.clone()];
        head.lines.insert(0, value);
    }
    for idx in dropped {
        tree.remove(idx, Gone::Rule);
    }
    if body.is_empty() {
        let (drafts, left) = extract(tree, drafts, head.headline, &head.title.text);
        return Chosen { head, drafts, left, is_ruled, is_cut };
    }
    let said = plain(&head.title.text);
    let mut ends = body.iter().map(|idx| (*idx, tree.nodes[*idx].end())).peekable();
    let mut end = 0;
    let drafts = without_gone(tree, drafts);
    let left = drafts.iter().map(|draft| {
        while let Some((_, stop)) = ends.next_if(|(start, _)| *start <= draft.texts.0) {
            end = end.max(stop);
        }
        let is_again =
            !said.is_empty() && draft.text().len() <= 2 * said.len() + 64 && is_plainly(draft.text(), &said);
        if draft.texts.0 >= end { Some(Left::Outside) } else { is_again.then_some(Left::TitleAgain) }
    });
    let left = left.collect();
    Chosen { head, drafts, left, is_ruled, is_cut }
}
