//! What the model is trained on: the blocks of a page with their features. For `hinomi-eval --train-read`.

use hinomi_model::Capture;
use url::Url;

use crate::blocks::blocks;
use crate::construct::construct;
use crate::extract::{Lesson, shown};
use crate::head::head;
use crate::{decode, features, limits, score, space};

/// A block of a page as the model sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Its text.
    pub text: String,
    /// Whether the rules alone would keep it.
    pub is_kept: bool,
    /// Whether the model may leave it out.
    pub is_open: bool,
    /// One number for each of [`feature_names`].
    pub features: Vec<f32>,
}

/// The names of the features of a block by itself, in order.
pub fn feature_names() -> &'static [&'static str] {
    &features::NAMES
}

/// The names of what the second sum adds, in order.
pub fn beside_names() -> &'static [&'static str] {
    &score::BESIDE_NAMES
}

/// What the second sum adds for each block, from the first scores of all blocks of a page in order.
pub fn beside(alone: &[f32]) -> Vec<Vec<f32>> {
    (0..alone.len()).map(|idx| score::beside(alone, idx).to_vec()).collect()
}

/// The blocks of a captured page of mark-up that the model weighs, in page order: all but those in elements that
/// are furniture whole.
pub fn samples(page: &Capture) -> Vec<Sample> {
    let body = page.body.get(..limits::BODY_BYTES_MAX).unwrap_or(&page.body);
    let decoded = decode(body, page.header("content-type"));
    let html = space::head(&decoded.text, limits::PAGE_BYTES_MAX);
    let mut tree = construct(html, false).tree;
    let drafts = blocks(&tree);
    let head = head(&tree, &drafts, Url::parse(&page.final_url).ok().as_ref(), "");
    let shown = shown(&mut tree, drafts, head.headline, &head.title.text);
    let sample = |lesson: Lesson| Sample {
        text: lesson.draft.into_traced().text,
        is_kept: lesson.left.is_none(),
        is_open: lesson.is_open,
        features: lesson.features.to_vec(),
    };
    shown.into_iter().map(sample).collect()
}
