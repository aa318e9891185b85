//! Incidents: which articles belong together, on every labelled collection of that kind.
//!
//! Collections are known by their form and not by their name, so that others laid out alike are measured too:
//!
//! | form | what is measured | row |
//! |---|---|---|
//! | `labels/stream.jsonl` beside `items.*.jsonl.zst` | BCubed and pairwise F1 of whole weeks, as they stood at their end | a story of more than one item |
//! | `labels/tracks.jsonl` there | matters followed over months: complete and clean | a track |
//! | `gold.json` with `pages/` | BCubed F1, copies, pairs across languages | an incident |
//! | `docs.*.jsonl.zst` of tokens | BCubed F1 of look-alike events | a cluster |
//! | `pairs.*.jsonl.zst` | same story or not, English | a pair |
//!
//! All are joined with the same weights, and each is read once, in order of time. `copies` are made from the
//! casebook's own articles (`incidents/copies.rs`), and `principles` are invented (`data/principles.jsonl`).

mod casebook;
mod copies;
mod documents;
pub mod joined;
mod pairs;
mod principles;
pub mod timeline;
pub mod tune;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use hinomi_incidents::Weights;
use serde::de::DeserializeOwned;

use crate::table::Table;

/// Window of the compressed collections, as a power of two: they were packed with `--long=27`.
const WINDOW_LOG: u32 = 27;

/// A labelled collection, read, with its facts found: what joining starts from.
pub trait Set: Sync {
    /// Joins it with `weights` and scores the result.
    fn score(&self, weights: &Weights) -> Scored;
}

/// How well a collection was joined.
pub struct Scored {
    /// For people and for `quality/`.
    pub table: Table,
    /// One figure to tune by, smoother than those that are asked for; from 0 to [`Scored::worth`].
    pub goal: f64,
    /// The most that `goal` can be: how much the collection counts.
    pub worth: f64,
}

/// Joins every collection under `data` and scores it.
pub fn run(data: &Path) -> Result<Table> {
    let mut all = Table::default();
    let weights = Weights::bundled();
    for (name, set) in sets(data)? {
        let table = set.score(&weights).table;
        all.rows.extend(table.rows.into_iter().map(|(case, score)| (format!("{name} {case}"), score)));
        all.summary
            .extend(table.summary.into_iter().map(|(figure, value)| (format!("{name} {figure}"), value)));
        all.notes.extend(table.notes.into_iter().map(|note| format!("{name}: {note}")));
        all.failures.extend(table.failures.into_iter().map(|failure| format!("{name}: {failure}")));
    }
    Ok(all)
}

/// Every labelled collection under `data`, by name.
fn sets(data: &Path) -> Result<Vec<(String, Box<dyn Set>)>> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir(data)
        .with_context(|| format!("cannot list {}", data.display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    folders.sort();
    let mut found: Vec<(String, Box<dyn Set>)> = Vec::new();
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if folder.join("labels").is_dir() {
            found.push((name, Box::new(timeline::Timeline::read(folder)?)));
        } else if folder.join("gold.json").is_file() && folder.join("pages").is_dir() {
            found.push((format!("{name} copies"), Box::new(copies::Copies::read(folder)?)));
            found.push((name, Box::new(casebook::Casebook::read(folder)?)));
        } else if !packed(folder, "docs.")?.is_empty() && name.contains("ecb") {
            found.push((name, Box::new(documents::Documents::read(folder)?)));
        } else if !packed(folder, "pairs.")?.is_empty() {
            found.push((name, Box::new(pairs::Pairs::read(folder)?)));
        }
    }
    if found.is_empty() {
        bail!("no labelled collection of incidents under {}", data.display());
    }
    found.push(("principles".to_owned(), Box::new(principles::Principles::read()?)));
    Ok(found)
}

/// Files of `folder` named `PREFIX….jsonl.zst`, sorted.
fn packed(folder: &Path, prefix: &str) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with(prefix) && name.ends_with(".jsonl.zst") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// The lines of every packed file that [`packed`] finds.
fn unpack<T: DeserializeOwned>(folder: &Path, prefix: &str) -> Result<Vec<T>> {
    let paths = packed(folder, prefix)?;
    if paths.is_empty() {
        bail!("no {prefix}*.jsonl.zst in {}", folder.display());
    }
    let mut all = Vec::new();
    for path in paths {
        let file = std::fs::File::open(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut unpacked = zstd::Decoder::new(file)?;
        unpacked.window_log_max(WINDOW_LOG)?;
        all.extend(lines::<T>(&std::io::read_to_string(unpacked)?)?);
    }
    Ok(all)
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn lines<T: DeserializeOwned>(text: &str) -> Result<Vec<T>> {
    let full = text.lines().filter(|line| !line.trim().is_empty());
    full.map(|line| serde_json::from_str(line).with_context(|| line.to_owned())).collect()
}
