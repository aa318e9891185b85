//! The model: what a block's features, and then its neighbours' scores, add up to.
//!
//! Two weighted sums. The first scores each block alone; the second scores it with the first scores of the blocks
//! around it, because furniture comes in runs. Above 0 is more like text, below more like furniture. What the rules
//! ([`crate::pick`], [`crate::tidy`]) leave out stays out: on pages that it was not trained on, a model that takes
//! such blocks back in is wrong more often than right (F1 0.981 instead of 0.983). What they keep goes where its score
//! is clearly below 0. The weights stand in `data/blocks.csv`, which `hinomi-eval --train-read` makes and which says
//! there how well that does on pages it was not trained on.

use std::sync::LazyLock;

use crate::features::{N, NAMES, Shown};

/// What the second sum adds: the first scores of the block itself and of those before and behind it.
pub(crate) const BESIDE_NAMES: [&str; M] =
    ["score", "score_before", "score_before_2", "score_behind", "score_behind_2"];

/// How many there are.
pub(crate) const M: usize = 5;

/// Most that a first score counts, either way; then it is scaled to 1.
const SCORE_MAX: f32 = 4.0;

/// The first score of what stands beyond the page's ends.
const SCORE_OF_NOTHING: f32 = -1.0;

/// The model's weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// One for each of [`crate::feature_names`]: the first sum.
    pub alone: Vec<f32>,
    /// One for each of these and then of [`crate::beside_names`]: the second sum.
    pub beside: Vec<f32>,
    /// How far below 0 a score must be to leave a block out.
    pub margin: f32,
}

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| Weights::parse(include_str!("../data/blocks.csv")));

impl Weights {
    /// Reads the table `name,alone,beside`; a row `margin` has it in its last column. What a table does not name
    /// weighs nothing, and without a margin nothing is left out.
    fn parse(table: &str) -> Self {
        let mut weights = Self { alone: vec![0.0; N], beside: vec![0.0; N + M], margin: f32::MAX };
        for row in table.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = row.split(',').collect();
            let [name, alone, beside] = cells[..] else { continue };
            let number = |cell: &str| cell.parse::<f32>().unwrap_or(0.0);
            if name == "margin" {
                weights.margin = number(beside);
            } else if let Some(at) = NAMES.iter().position(|known| *known == name) {
                (weights.alone[at], weights.beside[at]) = (number(alone), number(beside));
            } else if let Some(at) = BESIDE_NAMES.iter().position(|known| *known == name) {
                weights.beside[N + at] = number(beside);
            }
        }
        weights
    }

    /// Which blocks of a page are left out as far as the model may. `blocks` has the features of every block in page
    /// order.
    pub fn leaves_out(&self, blocks: &[&[f32]]) -> Vec<bool> {
        self.decide(&vec![true; blocks.len()], |idx| blocks[idx])
    }

    /// The same for the blocks that are `open`; the features are asked of these and of those beside them only.
    fn decide<F: AsRef<[f32]>>(&self, open: &[bool], features: impl Fn(usize) -> F) -> Vec<bool> {
        let n = open.len();
        let (mut alone, mut own, mut is_summed) = (vec![0.0; n], vec![0.0; n], vec![false; n]);
        let (of_own, of_beside) = self.beside.split_at(self.alone.len());
        let mut goes = |idx: usize| {
            for near in idx.saturating_sub(REACH)..(idx + REACH + 1).min(n) {
                if !std::mem::replace(&mut is_summed[near], true) {
                    let features = features(near);
                    alone[near] = sum(&self.alone, features.as_ref());
                    own[near] = sum(of_own, features.as_ref());
                }
            }
            own[idx] + sum(of_beside, &beside(&alone, idx)) < -self.margin
        };
        (0..n).map(|idx| open[idx] && goes(idx)).collect()
    }
}

/// How many blocks before and behind are asked.
const REACH: usize = 2;

/// Which of a page's blocks the model leaves out, by the weights of the table.
pub(crate) fn leaves_out(page: &Shown<'_>, open: &[bool]) -> Vec<bool> {
    WEIGHTS.decide(open, |idx| page.of_block(idx))
}

/// What the second sum adds for the block at `idx`.
pub(crate) fn beside(alone: &[f32], idx: usize) -> [f32; M] {
    let at = |idx: Option<usize>| {
        let score = idx.and_then(|idx| alone.get(idx)).copied().unwrap_or(SCORE_OF_NOTHING);
        score.clamp(-SCORE_MAX, SCORE_MAX) / SCORE_MAX
    };
    let (before, before_2) = (idx.checked_sub(1), idx.checked_sub(2));
    [at(Some(idx)), at(before), at(before_2), at(Some(idx + 1)), at(Some(idx + 2))]
}

fn sum(weights: &[f32], values: &[f32]) -> f32 {
    weights.iter().zip(values).map(|(weight, value)| weight * value).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_its_weight() {
        let names: Vec<&str> = NAMES.iter().chain(&BESIDE_NAMES).copied().chain(["margin"]).collect();
        let table = include_str!("../data/blocks.csv");
        let rows = table.lines().filter(|line| !line.starts_with('#')).skip(1);
        let named: Vec<&str> = rows.filter_map(|row| row.split(',').next()).collect();
        assert_eq!(named, names);
        assert!(WEIGHTS.margin > 0.0 && WEIGHTS.margin < 10.0);
    }

    #[test]
    fn neighbours_count() {
        // Only the first feature and the score of the block before weigh anything.
        let mut weights = Weights::parse("name,alone,beside\nbias,1,0\nscore_before,,4\nmargin,,1\n");
        let block = |value: f32| {
            let mut block = vec![0.0; N];
            block[0] = value;
            block
        };
        let blocks = [block(-4.0), block(4.0), block(4.0)];
        let blocks: Vec<&[f32]> = blocks.iter().map(Vec::as_slice).collect();
        assert_eq!(weights.leaves_out(&blocks), [false, true, false]);
        weights.margin = 5.0;
        assert_eq!(weights.leaves_out(&blocks), [false; 3]);
    }
}
