//! Bringing the database in line with the captures on disk: after a crash, and when it is made anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use hinomi_model::{Capture, CaptureId, Warning};
use rusqlite::Connection;

use crate::captures::insert_capture;
use crate::layout::{Layout, TEMP_PREFIX, capture_of_name};
use crate::spread::spread;
use crate::{Error, capture_file, receipts};

/// Adds the rows of captures on disk that the database lacks, by the time at which they were received,
/// then id; adds receipts from the logs; removes files that were being written.
///
/// A capture that cannot be read is left where it is and warned of.
pub(crate) fn reconcile(db: &mut Connection, layout: &Layout) -> Result<Vec<Warning>, Error> {
    let sqlite = |error| Error::sqlite(&layout.db(), "write to", error);
    let mut warnings = Vec::new();
    let missing = {
        let mut is_known = db.prepare("SELECT 1 FROM captures WHERE id = ?").map_err(sqlite)?;
        let mut missing = Vec::new();
        for id in captures_on_disk(layout, &mut warnings)? {
            if !is_known.exists([id.to_string()]).map_err(sqlite)? {
                missing.push(id);
            }
        }
        missing
    };
    let mut found = Vec::new();
    for result in spread(&missing, |id| header(layout, *id)) {
        match result {
            Ok(row) => found.push(row),
            Err(Error::Corrupt { path, what, remedy }) => {
                warnings.push(Warning::new(path.display().to_string(), format!("damaged ({what})"), remedy));
            }
            Err(Error::Unreadable { path, source, .. }) => {
                let what = format!("cannot be read: {source}");
                warnings.push(Warning::new(path.display().to_string(), what, "check who may read it"));
            }
            Err(error) => warnings.push(Warning::new(error.to_string(), "it is left out", "")),
        }
    }
    // Their writer may have been killed before it flushed the directories; a row says that they are safe.
    let shelves: BTreeSet<PathBuf> = found.iter().map(|(capture, ..)| layout.shelf(capture.id)).collect();
    for shelf in &shelves {
        capture_file::flush_dir(shelf).map_err(|error| Error::io(shelf, "flush", error))?;
    }
    found.sort_by_key(|(capture, ..)| (capture.fetched_at, capture.id));
    let tx = db.transaction().map_err(sqlite)?;
    for (capture, body_bytes, stored_bytes) in &found {
        insert_capture(&tx, capture, *body_bytes, *stored_bytes).map_err(sqlite)?;
    }
    tx.commit().map_err(sqlite)?;
    receipts::read_logs(db, layout, &mut warnings).map_err(sqlite)?;
    Ok(warnings)
}

/// The capture without body, the bytes of its body and of its file.
fn header(layout: &Layout, id: CaptureId) -> Result<(Capture, u64, u64), Error> {
    let (mut capture, stored_bytes) = capture_file::read(layout, id)?;
    let body_bytes = capture.body.len() as u64;
    capture.body = Vec::new();
    Ok((capture, body_bytes, stored_bytes))
}

/// The captures on disk, sorted by id. Removes what a killed writer was writing; passes over the rest.
fn captures_on_disk(layout: &Layout, warnings: &mut Vec<Warning>) -> Result<Vec<CaptureId>, Error> {
    let mut ids = Vec::new();
    for (shelf, is_dir) in list(&layout.captures())? {
        if !is_dir || shelf.len() != 2 {
            continue;
        }
        let dir = layout.captures().join(&shelf);
        for (name, _) in list(&dir)? {
            if name.starts_with(TEMP_PREFIX) {
                let path = dir.join(&name);
                if let Err(error) = fs::remove_file(&path) {
                    let what = format!("left by a crash and cannot be removed: {error}");
                    warnings.push(Warning::new(path.display().to_string(), what, "remove it"));
                }
            } else {
                ids.extend(capture_of_name(&shelf, &name));
            }
        }
    }
    ids.sort();
    Ok(ids)
}

/// Names in a directory, and whether each is a directory; names that are not UTF-8 are none of ours.
fn list(dir: &Path) -> Result<Vec<(String, bool)>, Error> {
    let read = || {
        let mut names = Vec::new();
        for entry in fs::read_dir(dir)? {
            let entry = entry?;
            if let Ok(name) = entry.file_name().into_string() {
                names.push((name, entry.file_type()?.is_dir()));
            }
        }
        Ok(names)
    };
    read().map_err(|error| Error::io(dir, "list", error))
}
