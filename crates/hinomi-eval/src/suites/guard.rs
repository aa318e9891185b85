//! Guard: the verdicts of three whole organisations, the normal form of twenty identity exports, the restore
//! points of seven backup listings, and which lessons three incidents teach and how they would have gone here.
//!
//! On `posture/synthetic`. A row a check, cell row or listing; the metamorphic suite is `guard_moves`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use hinomi_guard::{Catalogue, Files, Pack, Posture};

use crate::table::Table;

/// The files of a folder.
pub struct Folder(pub PathBuf);

impl Files for Folder {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        std::fs::read(self.0.join(path)).map_err(|error| error.to_string())
    }
}

/// The packs, by name.
pub const PACKS: [&str; 3] = ["exposed", "hardened", "sparse"];

/// Loads a pack from the text of its posture file.
pub fn load(text: &str, files: &dyn Files, as_of: Option<jiff::civil::Date>) -> Result<Pack> {
    let catalogue = Catalogue::bundled();
    let posture =
        Posture::parse(text, hinomi_guard::FILE, &catalogue).map_err(|errors| anyhow!("{}", errors[0]))?;
    let as_of = as_of.or(posture.as_of).context("the pack names no day")?;
    Ok(Pack::load(posture, hinomi_guard::FILE, text, as_of, files))
}

/// Measures.
pub fn run(data: &Path) -> Result<Table> {
    let posture = data.join("posture/synthetic");
    let mut table = Table::default();
    let mut n_right = 0;
    let mut n_all = 0;
    let catalogue = Catalogue::bundled();
    for name in PACKS {
        let dir = posture.join("packs").join(name);
        let text = read(&dir.join(hinomi_guard::FILE))?;
        let pack = load(&text, &Folder(dir.clone()), None)?;
        let report = hinomi_guard::check(&pack, &catalogue);
        let expected: toml::Table = read(&dir.join("expected.toml"))?.parse()?;
        let verdicts = expected.get("verdict").and_then(toml::Value::as_table).context("no verdicts")?;
        for (check, expected) in verdicts {
            let found = report.finding(check).with_context(|| format!("no finding for {check}"))?;
            let is_right = expected.as_str() == Some(found.verdict.word());
            // A fail names its rows.
            let has_rows = found.verdict != hinomi_guard::Verdict::Fail || !found.rows.is_empty();
            n_right += usize::from(is_right && has_rows);
            n_all += 1;
            table.rows.insert(format!("{name}:{check}"), f64::from(u8::from(is_right && has_rows)));
        }
    }
    table.summary.push(("verdicts".to_owned(), n_right as f64 / n_all as f64));
    table.notes.push(format!("{n_right} of {n_all} verdicts right, with rows"));
    Ok(table)
}

/// Reads a text file, naming it where that fails.
pub fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}
