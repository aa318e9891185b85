//! The scoring rule of the public benchmark of article text: runs of four words, by the collection's README.

use std::collections::BTreeMap;

/// Words in a run.
const RUN_WORDS: usize = 4;

/// A page's figures; precision or recall is `None` where there is nothing that could be right.
pub struct Score {
    /// Share of what was found that is right.
    pub precision: Option<f64>,
    /// Share of what is right that was found.
    pub recall: Option<f64>,
    /// Whether all words are the same.
    pub is_exact: bool,
}

impl Score {
    /// The figures of what was found, `got`, against what people marked, `gold`.
    pub fn of(gold: &str, got: &str) -> Self {
        let (gold, got) = (words(gold), words(got));
        let (wanted, found) = (runs(&gold), runs(&got));
        let count = |all: &BTreeMap<&[&str], u32>, run: &[&str]| all.get(run).copied().unwrap_or(0);
        let right: u32 = found.iter().map(|(run, n)| (*n).min(count(&wanted, run))).sum();
        let (n_found, n_wanted): (u32, u32) = (found.values().sum(), wanted.values().sum());
        let is_right = n_found == right && n_wanted == right;
        let share = |of: u32| (of > 0).then(|| if is_right { 1.0 } else { f64::from(right) / f64::from(of) });
        Self { precision: share(n_found), recall: share(n_wanted), is_exact: gold == got }
    }
}

/// All matches of `\w+`: letters, marks, digits and connector punctuation.
pub fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect()
}

/// Runs of words, with how often each stands there.
pub fn runs<'a>(words: &'a [&'a str]) -> BTreeMap<&'a [&'a str], u32> {
    let mut runs = BTreeMap::new();
    if !words.is_empty() && words.len() < RUN_WORDS {
        runs.insert(words, 1);
    }
    for run in words.windows(RUN_WORDS) {
        *runs.entry(run).or_default() += 1;
    }
    runs
}

/// F1, and the means of precision and recall that it is made of.
pub fn f1(scores: &[Score]) -> (f64, f64, f64) {
    let precision = mean(scores.iter().filter_map(|score| score.precision));
    let recall = mean(scores.iter().filter_map(|score| score.recall));
    (2.0 * precision * recall / (precision + recall), precision, recall)
}

/// The mean; 0 of nothing.
pub fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.collect();
    let n = values.len() as f64;
    if n > 0.0 { values.iter().sum::<f64>() / n } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scoring_rule() {
        let score = |gold, got| {
            let score = Score::of(gold, got);
            (score.precision, score.recall, score.is_exact)
        };
        assert_eq!(score("a b c d e", "a b c d e"), (Some(1.0), Some(1.0), true));
        assert_eq!(score("a b c d e", "a b c d"), (Some(1.0), Some(0.5), false));
        assert_eq!(score("a b", "a b"), (Some(1.0), Some(1.0), true));
        assert_eq!(score("a b c d", ""), (None, Some(0.0), false));
    }
}
