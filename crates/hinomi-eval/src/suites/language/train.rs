//! Makes the weights of Han characters, `hinomi-text/data/han-weights.csv`, from the words of two dictionaries.
//!
//! `DIR/ja.tsv` and `DIR/zh.tsv` hold a word and how common it is on each line, with a tab between. The figures are
//! those of mecab-ipadic (`exp((9000 - cost) / 1400)`) and of jieba (the square root of the count), so that a few very
//! common words do not outweigh all others. The same lists give the same weights.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};

/// Added to the count of each character, so that a rare one says little.
const PRIOR: f64 = 3.0;

/// Characters that the prior reckons with.
const CHARACTERS: f64 = 8_000.0;

/// Steps of weight for each natural log.
const STEPS: f64 = 2.0;

/// Largest weight either way, in steps.
const WEIGHT_MAX: f64 = 16.0;

/// Reads the lists of `dir` and writes the weights to `file`, whose comments are kept.
pub fn run(dir: &Path, file: &Path) -> Result<()> {
    let (ja, ja_all) = counts(&dir.join("ja.tsv"))?;
    let (zh, zh_all) = counts(&dir.join("zh.tsv"))?;
    let share = |counts: &BTreeMap<char, f64>, all: f64, c: char| {
        (counts.get(&c).copied().unwrap_or_default() + PRIOR) / (all + PRIOR * CHARACTERS)
    };
    let mut by_weight: BTreeMap<i32, String> = BTreeMap::new();
    let mut chars: Vec<char> = ja.keys().chain(zh.keys()).copied().collect();
    chars.sort_unstable();
    chars.dedup();
    for c in chars {
        let odds = share(&zh, zh_all, c).ln() - share(&ja, ja_all, c).ln();
        let weight = (odds * STEPS).round().clamp(-WEIGHT_MAX, WEIGHT_MAX) as i32;
        if weight != 0 {
            by_weight.entry(weight).or_default().push(c);
        }
    }
    let old = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut text: String =
        old.lines().filter(|line| line.starts_with('#')).flat_map(|line| [line, "\n"]).collect();
    text.push_str("weight,characters\n");
    for (weight, chars) in by_weight {
        writeln!(text, "{weight},{chars}")?;
    }
    std::fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}

/// How often each character stands in the words of a list, and all of them.
fn counts(path: &Path) -> Result<(BTreeMap<char, f64>, f64)> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let (mut counts, mut all) = (BTreeMap::new(), 0.0);
    for (idx, line) in text.lines().enumerate() {
        let wrong = || format!("{} line {}: needs a word, a tab and a number", path.display(), idx + 1);
        let (word, count) = line.split_once('\t').with_context(wrong)?;
        let count: f64 = count.parse().with_context(wrong)?;
        for c in word.chars() {
            *counts.entry(c).or_insert(0.0) += count;
            all += count;
        }
    }
    Ok((counts, all))
}
