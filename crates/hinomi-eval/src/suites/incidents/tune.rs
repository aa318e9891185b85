//! Tunes the weights of joining on labelled collections, by coordinate search.
//!
//! Each weight in turn is made larger and smaller; what raises the goal over all collections is kept, until a whole
//! round changes nothing or the rounds are used up. The goal counts collections by their worth, and a weight moves
//! only for a gain of at least [`GAIN_MIN`], so that no number is bent for a single article. Before that, many weights
//! are shaken at once, since they hold one another in place. What is drawn is drawn with a seed: the same collections
//! and start give the same weights.

use std::path::Path;

use anyhow::{Context, Result};
use hinomi_incidents::Weights;
use rayon::prelude::*;

use super::{Set, sets};

/// Smallest gain of the goal, which is 1 at best, for which a weight moves.
const GAIN_MIN: f64 = 0.0004;

/// What a weight is multiplied with in the rounds, coarse first.
const STEPS: &[&[f32]] = &[&[0.5, 0.7, 1.4, 2.0], &[0.75, 0.88, 1.14, 1.33], &[0.9, 0.95, 1.05, 1.1]];

/// Times that the weights are shaken.
const SHAKES: usize = 240;

/// One weight in so many moves in a shake.
const SHAKEN_ONE_IN: u64 = 6;

/// A weight is shaken by up to this factor either way.
const SHAKE_FACTOR: f64 = 1.6;

/// A small generator of whole numbers. Source: Steele, Lea, Flood, SplitMix64 (2014).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From -1 to 1.
    fn swing(&mut self) -> f64 {
        (self.roll() >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }
}

/// The weights with some of them moved.
fn shaken(weights: &Weights, dice: &mut Dice) -> Weights {
    let mut shaken = weights.clone();
    for name in Weights::NAMES {
        if let Some(weight) = shaken.get_mut(name).filter(|_| dice.roll().is_multiple_of(SHAKEN_ONE_IN)) {
            *weight = round(*weight * SHAKE_FACTOR.powf(dice.swing()) as f32);
        }
    }
    shaken
}

/// Share of the goal over all sets, 1 at best.
fn goal(sets: &[(String, Box<dyn Set>)], weights: &Weights) -> f64 {
    let scored: Vec<(f64, f64)> = sets
        .par_iter()
        .map(|(_, set)| set.score(weights))
        .map(|scored| (scored.goal, scored.worth))
        .collect();
    let (goal, worth) = scored.iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    goal / f64::max(worth, f64::MIN_POSITIVE)
}

/// Tunes the weights in the file at `path` on the collections under `data`, and writes it anew.
pub fn run(data: &Path, path: &Path) -> Result<()> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut weights = Weights::read(&text).map_err(anyhow::Error::msg)?;
    let mut sets = sets(data)?;
    sets.retain(|(_, set)| set.score(&weights).worth > 0.0);
    let mut best = goal(&sets, &weights);
    eprintln!("goal {best:.4}");
    let save = |weights: &Weights| {
        std::fs::write(path, written(&text, weights))
            .with_context(|| format!("cannot write {}", path.display()))
    };
    let mut dice = Dice(1);
    for shake in 0..SHAKES {
        let tried = [shaken(&weights, &mut dice), shaken(&weights, &mut dice)];
        let found: Vec<f64> = tried.par_iter().map(|tried| goal(&sets, tried)).collect();
        for (found, tried) in found.into_iter().zip(tried) {
            if found >= best + GAIN_MIN {
                (best, weights) = (found, tried);
                eprintln!("goal {best:.4} shake {shake}");
                save(&weights)?;
            }
        }
    }
    for steps in STEPS {
        loop {
            let before = best;
            for name in Weights::NAMES {
                let tried: Vec<(f64, Weights)> = steps
                    .par_iter()
                    .map(|step| {
                        let mut tried = weights.clone();
                        if let Some(weight) = tried.get_mut(name) {
                            *weight = round(*weight * step);
                        }
                        (goal(&sets, &tried), tried)
                    })
                    .collect();
                for (found, tried) in tried {
                    if found >= best + GAIN_MIN {
                        best = found;
                        weights = tried;
                    }
                }
                let value = weights.get_mut(name).copied().unwrap_or_default();
                eprintln!("goal {best:.4} {name} {value}");
            }
            save(&weights)?;
            if best < before + 5.0 * GAIN_MIN {
                break;
            }
        }
    }
    Ok(())
}

/// Three significant digits are as many as a search like this can know.
fn round(value: f32) -> f32 {
    format!("{value:.2e}").parse().unwrap_or(value)
}

/// The file with its comments, and the weights after them.
fn written(text: &str, weights: &Weights) -> String {
    let comments = text.lines().filter(|line| line.starts_with('#')).map(|line| format!("{line}\n"));
    let values = weights.all().into_iter().map(|(name, value)| format!("{name},{value}\n"));
    comments.chain(std::iter::once("name,value\n".to_owned())).chain(values).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let weights = Weights::bundled();
        assert_eq!(Weights::read(&written("# why\nname,value\n", &weights)).unwrap(), weights);
    }
}
