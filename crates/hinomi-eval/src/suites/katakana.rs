//! Katakana names: which Latin name a name in katakana is, by its sound, `katakana-names`.
//!
//! Each katakana name is compared with all Latin names of the collection and with every name of the MISP galaxy
//! clusters that lies beside it in `security-catalogs` (the names themselves, not their synonyms; those of countries,
//! sectors and the like are left out). A row is 1 when the right name is ranked first, one over its rank where it is
//! among the first five, else 0. Names that differ in case, spaces and marks alone are one candidate.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};
use hinomi_incidents::sound::distance;
use hinomi_text::name_key;
use rayon::prelude::*;
use serde::Deserialize;

use super::lines;
use crate::table::Table;

#[derive(Deserialize)]
struct Pair {
    katakana: String,
    latin: String,
}

#[derive(Deserialize)]
struct Known {
    name: String,
}

/// Clusters that name no body and no software.
const NO_NAMES: &[&str] = &["country", "sector", "rsit", "target-information", "surveillance-vendor"];

/// Ranks that count for something.
const RANK_MAX: usize = 5;

/// Ranks all candidates for every name in katakana.
pub fn run(data: &Path) -> Result<Table> {
    let pairs: Vec<Pair> = lines(&data.join("katakana-names/dev.jsonl"))?;
    let mut names: BTreeSet<String> = pairs.iter().map(|pair| pair.latin.clone()).collect();
    names.extend(galaxy(&data.join("security-catalogs/misp-galaxy-names"))?);
    let mut seen = BTreeSet::new();
    let names: Vec<String> = names.into_iter().filter(|name| seen.insert(name_key(name))).collect();
    let ranked: Vec<(usize, String)> = pairs.par_iter().map(|pair| rank(pair, &names)).collect();
    let mut table = Table::default();
    let n = pairs.len().max(1) as f64;
    for (name, most) in [("first", 1), ("among five", RANK_MAX)] {
        let n_right = ranked.iter().filter(|(rank, _)| *rank <= most).count();
        table.summary.push((name.to_owned(), n_right as f64 / n));
    }
    for (idx, (rank, first)) in ranked.iter().enumerate() {
        let score = if *rank <= RANK_MAX { 1.0 / *rank as f64 } else { 0.0 };
        table.rows.insert(format!("{idx:03}"), score);
        if let Some(pair) = pairs.get(idx).filter(|_| *rank > 1) {
            table.failures.push(format!("{} {}: rank {rank}, first {first}", pair.katakana, pair.latin));
        }
    }
    table.notes.push(format!("{} names, {} candidates", pairs.len(), names.len()));
    Ok(table)
}

/// The rank of the right name, from 1, and the name that is nearest. Of names as near as the right one all go first.
fn rank(pair: &Pair, names: &[String]) -> (usize, String) {
    let own = distance(&pair.katakana, &pair.latin);
    let is_own = |name: &str| name_key(name) == name_key(&pair.latin);
    let mut nearest: Option<(f32, &str)> = None;
    let mut n_before = 0;
    for name in names.iter().filter(|name| !is_own(name)) {
        let far = distance(&pair.katakana, name);
        n_before += usize::from(far <= own);
        if nearest.is_none_or(|(least, _)| far < least) {
            nearest = Some((far, name));
        }
    }
    (n_before + 1, nearest.map_or_else(String::new, |(far, name)| format!("{name} ({far:.3}, own {own:.3})")))
}

/// The names of the galaxy's clusters.
fn galaxy(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    let files = std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut paths = files.map(|file| Ok(file?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    let is_named = |path: &&std::path::PathBuf| {
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        file.strip_suffix(".jsonl.zst").is_some_and(|cluster| !NO_NAMES.contains(&cluster))
    };
    for path in paths.iter().filter(is_named) {
        names.extend(lines::<Known>(path)?.into_iter().map(|known| known.name));
    }
    Ok(names)
}
