//! Trains the weights of the reader's model (`hinomi-read/data/blocks.csv`) and says how well it does on pages that it
//! was not trained on.
//!
//! Trained on the pages of `extraction`, of which each block says how many of its runs of words stand in what people
//! marked, and on pages whose article is known exactly: the casebook's and the reader's own Japanese ones. Every page
//! weighs the same, as in the measure. Two logistic regressions, by Newton's method, held to small weights; nothing
//! is drawn by chance, so the same pages give the same file. To cross-validate, the pages are dealt into [`FOLDS`]
//! parts in the order of their ids, which are digests.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use hinomi_model::{Capture, Outcome};
use hinomi_read::{Sample, Weights, beside, beside_names, feature_names, samples};

use super::casebook_pages;
use super::read::labelled_pages;
use super::runs::{Score, f1, runs, words};

#[allow(dead_code, reason = "the tests of the reader ask for more than training does")]
#[path = "../../../hinomi-read/tests/japanese/mod.rs"]
mod japanese;

/// Parts that the pages are dealt into.
const FOLDS: usize = 8;

/// How strongly weights are held to 0, in pages. From 0.02 to 0.2 the cross-validated F1 moves by 0.001.
const HELD: f64 = 0.1;

/// How far below 0 a block is left out. From 0.5 to 1.5 the cross-validated F1 moves by 0.0005.
const MARGIN: f32 = 1.0;

/// Most steps of Newton's method; it takes about ten.
const STEPS_MAX: usize = 40;

/// Fewest words or characters that a short block weighs, so that it is learnt from at all.
const SHORT: f64 = 0.5;

/// A page to learn from.
struct Lesson {
    blocks: Vec<Sample>,
    /// For each block, how much of it is text, and how much it weighs of the page.
    targets: Vec<(f64, f64)>,
    /// What people marked, where that is what is measured; else the article is known exactly.
    gold: Option<String>,
}

/// Trains on all pages and writes the weights to `file`.
pub fn run(data: &Path, file: &Path) -> Result<()> {
    let lessons = lessons(data)?;
    let all: Vec<&Lesson> = lessons.iter().collect();
    let rules = vec![None; lessons.len()];
    let of_rules = figure(&lessons, &rules);
    let mut apart = vec![None; lessons.len()];
    for fold in 0..FOLDS {
        let rest: Vec<&Lesson> =
            lessons.iter().enumerate().filter(|(idx, _)| idx % FOLDS != fold).map(|(_, one)| one).collect();
        let weights = train(&rest);
        for one in apart.iter_mut().skip(fold).step_by(FOLDS) {
            *one = Some(weights.clone());
        }
    }
    let of_apart = figure(&lessons, &apart);
    let weights = train(&all);
    let of_all = figure(&lessons, &vec![Some(weights.clone()); lessons.len()]);
    let lines = [
        format!("rules alone: F1 {:.4}, {} exact pages wrong", of_rules.0, of_rules.1),
        format!("cross-validated in {FOLDS} parts: F1 {:.4}, {} exact pages wrong", of_apart.0, of_apart.1),
        format!("on the pages it was trained on: F1 {:.4}, {} exact pages wrong", of_all.0, of_all.1),
    ];
    let n_marked = lessons.iter().filter(|one| one.gold.is_some()).count();
    let mut out = format!(
        "# Weights of the model that looks over the blocks which the rules keep: what each name means stands in\n\
         # src/features.rs and src/score.rs. Made by `hinomi-eval --train-read`, never by hand, from {n_marked} marked and\n\
         # {} exact pages.\n\
         # Features, phrases, penalty, margin and what the model may leave out were chosen by trying variants on these same\n\
         # pages, so the cross-validated figure is optimistic; on other pages expect the rules' own figure, give or take.\n",
        lessons.len() - n_marked
    );
    for line in &lines {
        println!("{line}");
        writeln!(out, "# {line}")?;
    }
    out.push_str("name,alone,beside\n");
    for (at, name) in feature_names().iter().enumerate() {
        writeln!(out, "{name},{},{}", weights.alone[at], weights.beside[at])?;
    }
    for (at, name) in beside_names().iter().enumerate() {
        writeln!(out, "{name},,{}", weights.beside[feature_names().len() + at])?;
    }
    writeln!(out, "margin,,{MARGIN}")?;
    std::fs::write(file, out).with_context(|| format!("cannot write {}", file.display()))
}

fn lessons(data: &Path) -> Result<Vec<Lesson>> {
    let mut lessons = Vec::new();
    for (gold, page) in labelled_pages(data)? {
        lessons.push(marked(&gold, samples(&page)));
    }
    for (blocks, page) in casebook_pages::exact_pages(data)? {
        lessons.push(exact(&blocks, samples(&page)));
    }
    for page in japanese::pages() {
        let at = "2032-01-01T00:00:00Z".parse()?;
        let url = format!("https://www.mihon.example/{}", page.name);
        let headers = vec![("content-type".to_owned(), "text/html; charset=utf-8".to_owned())];
        let outcome = Outcome::Answered { status: 200 };
        let capture = Capture::new(url.clone(), url, "", at, outcome, headers, page.html.into_bytes());
        lessons.push(exact(&page.body, samples(&capture)));
    }
    lessons.retain(|lesson| !lesson.blocks.is_empty());
    Ok(lessons)
}

/// A page of which people marked the text, in whatever blocks.
fn marked(gold: &str, blocks: Vec<Sample>) -> Lesson {
    let gold_words = words(gold);
    let (wanted, n_gold) = (runs(&gold_words), gold_words.len().max(1) as f64);
    let line = format!(" {} ", gold_words.join(" "));
    let target = |block: &Sample| {
        let words = words(&block.text);
        let found = runs(&words);
        let right: u32 = found.iter().map(|(run, n)| (*n).min(wanted.get(run).copied().unwrap_or(0))).sum();
        let is_text = match words.len() {
            0 => 0.5,
            1..4 => f64::from(u8::from(line.contains(&format!(" {} ", words.join(" "))))),
            _ => f64::from(right) / f64::from(found.values().sum::<u32>()),
        };
        (is_text, ((words.len() as f64 + SHORT) / n_gold).min(1.0))
    };
    let targets = blocks.iter().map(target).collect();
    Lesson { blocks, targets, gold: Some(gold.to_owned()) }
}

/// A page whose article is these blocks and no others.
fn exact(gold: &[String], blocks: Vec<Sample>) -> Lesson {
    let mut wanted: BTreeMap<&str, usize> = BTreeMap::new();
    for text in gold {
        *wanted.entry(text).or_default() += 1;
    }
    let n_gold: usize = gold.iter().map(|text| text.chars().count()).sum::<usize>().max(1);
    let mut target = |block: &Sample| {
        let left = wanted.get_mut(block.text.as_str()).filter(|left| **left > 0);
        let is_text = f64::from(u8::from(left.is_some()));
        if let Some(left) = left {
            *left -= 1;
        }
        (is_text, ((block.text.chars().count() as f64 + SHORT) / n_gold as f64).min(1.0))
    };
    let targets = blocks.iter().map(&mut target).collect();
    Lesson { blocks, targets, gold: None }
}

/// F1 over the marked pages, and how many of the exact pages are not exact, each page by its own weights; by the
/// rules alone where there are none.
fn figure(lessons: &[Lesson], weights: &[Option<Weights>]) -> (f64, usize) {
    let (mut scores, mut n_wrong) = (Vec::new(), 0);
    for (lesson, weights) in lessons.iter().zip(weights) {
        let features: Vec<&[f32]> = lesson.blocks.iter().map(|block| block.features.as_slice()).collect();
        let out =
            weights.as_ref().map_or(vec![false; features.len()], |weights| weights.leaves_out(&features));
        let kept: Vec<bool> = lesson
            .blocks
            .iter()
            .zip(out)
            .map(|(block, out)| block.is_kept && !(block.is_open && out))
            .collect();
        match &lesson.gold {
            Some(gold) => {
                let texts = lesson.blocks.iter().zip(&kept).filter(|(_, kept)| **kept);
                let texts: Vec<&str> = texts.map(|(block, _)| block.text.as_str()).collect();
                scores.push(Score::of(gold, &texts.join("\n")));
            }
            None => {
                let is_right =
                    lesson.targets.iter().zip(&kept).all(|((is_text, _), kept)| (*is_text > 0.5) == *kept);
                n_wrong += usize::from(!is_right);
            }
        }
    }
    (f1(&scores).0, n_wrong)
}

/// The weights that fit the lessons best, rounded as they are kept.
fn train(lessons: &[&Lesson]) -> Weights {
    let rows = |wide: &dyn Fn(&Lesson) -> Vec<Vec<f64>>| -> Vec<(Vec<f64>, f64, f64)> {
        let all = lessons.iter().flat_map(|lesson| wide(lesson).into_iter().zip(&lesson.targets));
        all.map(|(row, (is_text, weight))| (row, *is_text, *weight)).collect()
    };
    let own = |lesson: &Lesson| -> Vec<Vec<f64>> {
        lesson.blocks.iter().map(|block| block.features.iter().map(|x| f64::from(*x)).collect()).collect()
    };
    let alone = rounded(&fit(&rows(&own)));
    let with_neighbours = |lesson: &Lesson| -> Vec<Vec<f64>> {
        let first = |block: &Sample| block.features.iter().zip(&alone).map(|(x, w)| x * w).sum::<f32>();
        let around = beside(&lesson.blocks.iter().map(first).collect::<Vec<f32>>());
        let rows = own(lesson).into_iter().zip(around);
        rows.map(|(row, around)| row.into_iter().chain(around.into_iter().map(f64::from)).collect()).collect()
    };
    let beside = rounded(&fit(&rows(&with_neighbours)));
    Weights { alone, beside, margin: MARGIN }
}

fn rounded(weights: &[f64]) -> Vec<f32> {
    weights.iter().map(|weight| ((weight * 1e3).round() / 1e3) as f32).collect()
}

/// Logistic regression of rows (features, how much is text, weight), held to small weights.
///
/// Source: iteratively reweighted least squares; Hastie, Tibshirani and Friedman, The Elements of Statistical
/// Learning, 2nd ed., 4.4.1, with the penalty of 3.4.1.
fn fit(rows: &[(Vec<f64>, f64, f64)]) -> Vec<f64> {
    let n = rows.first().map_or(0, |(row, ..)| row.len());
    let mut weights = vec![0.0; n];
    for _ in 0..STEPS_MAX {
        let mut slope: Vec<f64> = weights.iter().map(|weight| HELD * weight).collect();
        let mut bend = vec![vec![0.0; n]; n];
        for (at, row) in bend.iter_mut().enumerate() {
            row[at] = HELD;
        }
        for (row, is_text, weight) in rows {
            let score: f64 = row.iter().zip(&weights).map(|(x, w)| x * w).sum();
            let likely = 1.0 / (1.0 + (-score).exp());
            let (off, bends) = (weight * (likely - is_text), weight * likely * (1.0 - likely));
            for (at, x) in row.iter().enumerate().filter(|(_, x)| **x != 0.0) {
                slope[at] += off * x;
                for (other, y) in row[..=at].iter().enumerate() {
                    bend[at][other] += bends * x * y;
                }
            }
        }
        let step = solved(bend, slope);
        for (weight, step) in weights.iter_mut().zip(&step) {
            *weight -= step;
        }
        if step.iter().all(|step| step.abs() < 1e-7) {
            break;
        }
    }
    weights
}

/// Solves `matrix` · x = `right` by Cholesky's method. `matrix` is symmetric and positive; its lower half is read.
fn solved(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for row in 0..n {
        for col in 0..=row {
            let inner: f64 = (0..col).map(|at| matrix[row][at] * matrix[col][at]).sum();
            let rest = matrix[row][col] - inner;
            matrix[row][col] =
                if row == col { rest.max(f64::MIN_POSITIVE).sqrt() } else { rest / matrix[col][col] };
        }
    }
    for row in 0..n {
        let inner: f64 = (0..row).map(|at| matrix[row][at] * right[at]).sum();
        right[row] = (right[row] - inner) / matrix[row][row];
    }
    for row in (0..n).rev() {
        let inner: f64 = (row + 1..n).map(|at| matrix[at][row] * right[at]).sum();
        right[row] = (right[row] - inner) / matrix[row][row];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equations_are_solved() {
        let solution = solved(vec![vec![4.0, 0.0], vec![2.0, 3.0]], vec![10.0, 8.0]);
        assert!((solution[0] - 1.75).abs() < 1e-9 && (solution[1] - 1.5).abs() < 1e-9);
    }

    #[test]
    fn what_tells_apart_gets_its_weight() {
        let rows: Vec<(Vec<f64>, f64, f64)> = (0..40)
            .map(|n| (vec![1.0, f64::from(n % 2), f64::from(n % 3) / 2.0], f64::from(n % 2), 1.0))
            .collect();
        let weights = fit(&rows);
        assert!(weights[1] > 4.0 && weights[0] < -2.0 && weights[2].abs() < 0.5, "{weights:?}");
    }

    #[test]
    fn blocks_say_how_much_of_them_is_text() {
        let block =
            |text: &str| Sample { text: text.to_owned(), is_kept: true, is_open: true, features: Vec::new() };
        let lesson =
            marked("a b c d e f", vec![block("a b c d"), block("x y z w"), block("c d"), block("d c")]);
        let texts: Vec<f64> = lesson.targets.iter().map(|(is_text, _)| *is_text).collect();
        assert_eq!(texts, [1.0, 0.0, 1.0, 0.0]);
        let lesson = exact(&["あ".to_owned()], vec![block("あ"), block("あ"), block("い")]);
        assert_eq!(lesson.targets.iter().map(|(is_text, _)| *is_text).collect::<Vec<_>>(), [1.0, 0.0, 0.0]);
    }
}
