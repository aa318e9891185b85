//! Keeping the record of an exercise: a file of its own, and a `[[source]]` for it, so that it is evidence from then on.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use hinomi_guard::{Catalogue, Pack, Posture, Record};
use jiff::civil::Date;

use crate::desk;

/// The folder of records, beside the posture file.
const FOLDER: &str = "drills";

/// Longest id of a record: it names a file.
const ID_CHARS_MAX: usize = 80;

/// Reads an id that can name a file on any system.
pub fn id(text: &str) -> Result<String, String> {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let is_id = text.chars().all(is_plain) && !text.starts_with('.') && !text.ends_with('.');
    if is_id && !text.is_empty() && text.chars().count() <= ID_CHARS_MAX {
        Ok(text.to_owned())
    } else {
        Err(format!(
            "it names a file; write up to {ID_CHARS_MAX} letters, digits, '-', '_' and '.', no '.' at an end"
        ))
    }
}

/// Writes `record` beside the posture file in `dir` and names it there; gives the file of the record.
///
/// Nothing is written when the record is there already, or when the posture file with the new table could not be read.
/// The posture file keeps its text; the table comes to its end.
pub fn keep(record: &Record, dir: &Path, pack: &Pack, catalogue: &Catalogue) -> Result<PathBuf> {
    let posture = desk::posture_file(dir)
        .canonicalize()
        .with_context(|| format!("cannot read {}", desk::posture_file(dir).display()))?;
    let name = format!("{FOLDER}/{}.json", record.id);
    let target = desk::folder_of(dir).join(FOLDER).join(format!("{}.json", record.id));
    let taken = || format!("{} is there already; give the record another --id", target.display());
    if target.exists() || pack.posture.sources.iter().any(|source| source.path == name) {
        bail!(taken());
    }
    let text = fs::read_to_string(&posture).with_context(|| format!("cannot read {}", posture.display()))?;
    let text = with_source(&text, record, &name, pack);
    if Posture::parse(text.trim_start_matches('\u{feff}'), hinomi_guard::FILE, catalogue).is_err() {
        bail!(
            "{} cannot be added to at its end; write its sources as [[source]] tables, or run without a folder and \
             add the record by hand",
            posture.display()
        );
    }
    fs::create_dir_all(desk::folder_of(dir).join(FOLDER))
        .with_context(|| format!("cannot make the folder of {}", target.display()))?;
    // Whoever makes the name first has it: no record takes the place of another.
    match File::create_new(&target) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => bail!(taken()),
        Err(error) => return Err(error).with_context(|| format!("cannot write {}", target.display())),
    }
    let written = replace(&target, &record.to_json())
        .with_context(|| format!("cannot write {}", target.display()))
        .and_then(|()| {
            replace(&posture, &text).with_context(|| format!("cannot write {}", posture.display()))
        });
    if written.is_err() {
        // A record that no posture names would only stand in the way of the next try.
        let _ = fs::remove_file(&target);
    }
    written.map(|()| target)
}

/// The text of a posture file with one more source, in the file's own line ends.
fn with_source(text: &str, record: &Record, path: &str, pack: &Pack) -> String {
    let ids: Vec<&str> = pack.posture.sources.iter().map(|source| source.id.as_str()).collect();
    let base = format!("drill-{}", record.id);
    let mut id = base.clone();
    for n in 2.. {
        if !ids.contains(&id.as_str()) {
            break;
        }
        id = format!("{base}-{n}");
    }
    // What a posture says of a day in the past may rest on what was known then: the day it speaks of, or that of the
    // exercise when it came later.
    let collected = record.date.parse::<Date>().map_or(pack.as_of, |day| day.max(pack.as_of));
    let quoted = |text: &str| serde_json::Value::String(text.to_owned()).to_string();
    let table = format!(
        "\n# written by hinomi guard drill record\n[[source]]\nid = {}\nkind = \"hinomi.drill\"\npath = {}\n\
         collected = {collected}\nscope = \"all\"\n",
        quoted(&id),
        quoted(path)
    );
    let gap = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let added = format!("{gap}{table}");
    let added = if text.contains("\r\n") { added.replace('\n', "\r\n") } else { added };
    format!("{text}{added}")
}

/// Writes a file whole or not at all: a run that is cut off leaves what was there.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let fresh = path.with_file_name(name);
    let mut file = File::create(&fresh)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::set_permissions(&fresh, fs::metadata(path)?.permissions()))
        .and_then(|()| fs::rename(&fresh, path));
    if written.is_err() {
        let _ = fs::remove_file(&fresh);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_a_file() {
        for good in ["AT-1", "2025-09.1", "訓練_1"] {
            assert_eq!(id(good).as_deref(), Ok(good));
        }
        for bad in ["", "..", ".a", "a/b", "a\\b", "a b", "a.", "C:x", "a\nb", &"a".repeat(81)] {
            assert!(id(bad).is_err(), "{bad:?}");
        }
    }
}
