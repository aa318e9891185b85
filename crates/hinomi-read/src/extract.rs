//! Tree → the article's blocks: which part of a page is the article.
//!
//! One function, [`extract`], so that another extractor can take its place. This one takes furniture out
//! ([`crate::clean`]), picks the element that holds the article ([`crate::pick`]), looks over its blocks once
//! more ([`crate::tidy`]), and weighs what these rules say with what else the blocks show ([`crate::score`]).

use crate::blocks::{Draft, without_gone};
use crate::clean::clean;
use crate::features::{Features, Shown, open};
use crate::pick::pick;
use crate::score::leaves_out;
use crate::tidy::{Left, tidy};
use crate::tree::Tree;

/// Those of `drafts`, the blocks of `tree`, that are not in furniture, in reading order, and why each is left out;
/// `None` for those of the article. `headline` is the index of the headline's element, if it was found; `title` is left
/// out.
pub(crate) fn extract(
    tree: &mut Tree<'_>,
    drafts: Vec<Draft>,
    headline: Option<usize>,
    title: &str,
) -> (Vec<Draft>, Vec<Option<Left>>) {
    let (drafts, mut left) = by_rules(tree, drafts, headline, title);
    let open = open(&drafts, &left);
    if open.contains(&true) {
        let goes = leaves_out(&Shown::of(tree, &drafts, &left), &open);
        for (left, _) in left.iter_mut().zip(goes).filter(|(left, goes)| *goes && left.is_none()) {
            *left = Some(Left::Score);
        }
    }
    (drafts, left)
}

/// A block by the rules alone, with what the model weighs.
pub(crate) struct Lesson {
    pub draft: Draft,
    pub left: Option<Left>,
    /// Whether the model may leave it out.
    pub is_open: bool,
    pub features: Features,
}

/// The same by the rules alone, with what the model weighs: what it is trained on.
pub(crate) fn shown(
    tree: &mut Tree<'_>,
    drafts: Vec<Draft>,
    headline: Option<usize>,
    title: &str,
) -> Vec<Lesson> {
    let (drafts, left) = by_rules(tree, drafts, headline, title);
    let open = open(&drafts, &left);
    let page = Shown::of(tree, &drafts, &left);
    let features: Vec<Features> = (0..drafts.len()).map(|idx| page.of_block(idx)).collect();
    let blocks = drafts.into_iter().zip(left).zip(open).zip(features);
    blocks.map(|(((draft, left), is_open), features)| Lesson { draft, left, is_open, features }).collect()
}

fn by_rules(
    tree: &mut Tree<'_>,
    drafts: Vec<Draft>,
    headline: Option<usize>,
    title: &str,
) -> (Vec<Draft>, Vec<Option<Left>>) {
    clean(tree, headline);
    let drafts = without_gone(tree, drafts);
    let is_in = pick(tree, &drafts, headline);
    let picked: Vec<&Draft> =
        drafts.iter().zip(&is_in).filter(|(_, is_in)| **is_in).map(|(draft, _)| draft).collect();
    let mut tidied = tidy(&picked, title).into_iter();
    let left: Vec<Option<Left>> = is_in
        .iter()
        .map(|is_in| if *is_in { tidied.next().flatten() } else { Some(Left::Outside) })
        .collect();
    (drafts, left)
}
