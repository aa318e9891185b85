//! A capture as a file: one zstd stream that holds a line of JSON (the header), then the body as it is.
//!
//! A file appears under its name complete or not at all: it is written beside its place under another
//! name, flushed to the disk, renamed, and the directory is flushed. It is never written again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use hinomi_model::{Capture, CaptureId};
use serde::{Deserialize, Serialize};
use zstd::zstd_safe::CParameter;

use crate::Error;
use crate::layout::{Layout, TEMP_PREFIX};
use crate::spread::spread;

/// The format that is written; a reader refuses later ones and knows all earlier ones.
pub const CAPTURE_FORMAT: u32 = 1;

/// Largest body that is stored or read, in bytes. Gathering stops far below; this holds off a hostile
/// file that unpacks without end.
pub const BODY_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// Longest header line that is stored or read, in bytes.
pub const HEADER_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// zstd level. On 79 pages of news (13.7 MB) 3 packs to 1/5.4 at 390 MB/s a core, 6 to 1/5.8 at 150 MB/s,
/// 9 to 1/6.0 at 100 MB/s (zstd 1.5, `zstd -b`).
const ZSTD_LEVEL: i32 = 3;

/// How every zstd frame begins. Source: RFC 8878, section 3.1.1.
const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Room made for a body before it is read, at most: the header's word for its length is not trusted.
const BODY_BYTES_AHEAD: u64 = 8 * 1024 * 1024;

/// What a user does about a damaged capture: its row is forgotten, and the page can be had again.
const REMOVE: &str =
    "move the file away and run `hinomi rebuild`; the next gather fetches it again if it can";

#[derive(Serialize)]
struct HeaderOut<'a> {
    format: u32,
    body_bytes: u64,
    #[serde(flatten)]
    capture: &'a Capture,
}

#[derive(Deserialize)]
struct Format {
    format: u32,
}

#[derive(Deserialize)]
struct HeaderIn {
    body_bytes: u64,
    #[serde(flatten)]
    capture: Capture,
}

/// Writes captures, none of which is there yet, so that they outlast the process and the power.
///
/// Results stand in the order of `captures`: the bytes that each takes on disk. What failed left nothing.
pub(crate) fn write_all(layout: &Layout, captures: &[&Capture]) -> Vec<Result<u64, Error>> {
    if captures.is_empty() {
        return Vec::new();
    }
    let mut dirs: BTreeSet<PathBuf> = captures.iter().map(|capture| layout.shelf(capture.id)).collect();
    let mut failed: BTreeMap<PathBuf, io::Error> = BTreeMap::new();
    let mut any_new = false;
    for shelf in &dirs {
        match fs::create_dir(shelf) {
            Ok(()) => any_new = true,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => drop(failed.insert(shelf.clone(), error)),
        }
    }
    let mut written = spread(captures, |capture| match failed.get(&layout.shelf(capture.id)) {
        Some(error) => Err(Error::io(&layout.shelf(capture.id), "create", same(error))),
        None => write(layout, capture),
    });
    if any_new {
        dirs.insert(layout.captures());
    }
    let dirs: Vec<PathBuf> = dirs.into_iter().collect();
    let flushed = spread(&dirs, |dir| flush_dir(dir));
    for (dir, error) in dirs.iter().zip(flushed).filter_map(|(dir, flushed)| Some((dir, flushed.err()?))) {
        for (capture, result) in captures.iter().zip(&mut written) {
            if result.is_ok() && layout.capture(capture.id).starts_with(dir) {
                *result = Err(Error::io(dir, "flush", same(&error)));
            }
        }
    }
    written
}

/// An error again, for the next one that it befalls.
fn same(error: &io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => io::Error::new(error.kind(), error.to_string()),
    }
}

/// Reads the capture `id` from its file, and holds its content against the id.
pub(crate) fn read(layout: &Layout, id: CaptureId) -> Result<(Capture, u64), Error> {
    let path = layout.capture(id);
    let unreadable = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound => Error::NoCapture { id, path: path.clone() },
        _ => Error::io(&path, "read", source),
    };
    // Looked at before it is opened: opening a pipe would wait for ever.
    let meta = fs::symlink_metadata(&path).map_err(unreadable)?;
    if !meta.is_file() {
        return Err(damaged(&path, "not a regular file"));
    }
    if meta.len() > BODY_BYTES_MAX + HEADER_BYTES_MAX {
        return Err(damaged(&path, "too large for a capture"));
    }
    let packed = fs::read(&path).map_err(unreadable)?;
    let capture = unpack(&path, &packed)?;
    if capture.id != id {
        return Err(damaged(&path, "its content belongs to another id"));
    }
    Ok((capture, packed.len() as u64))
}

/// Flushes a directory's own entries to the disk; only Unix has (and needs) such a thing.
pub(crate) fn flush_dir(dir: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(dir)?.sync_all() } else { Ok(()) }
}

/// Whether `capture` carries the id of its content.
pub(crate) fn has_its_id(capture: &Capture) -> bool {
    let Capture { id, url, outcome, fetched_at, body, .. } = capture;
    Capture::new(url, "", "", *fetched_at, outcome.clone(), Vec::new(), body.clone()).id == *id
}

fn write(layout: &Layout, capture: &Capture) -> Result<u64, Error> {
    /// Tells files apart that threads of this process write at the same time.
    static N_WRITTEN: AtomicU64 = AtomicU64::new(0);

    let packed = pack(capture)?;
    let n = N_WRITTEN.fetch_add(1, Ordering::Relaxed);
    let temp = layout.shelf(capture.id).join(format!("{TEMP_PREFIX}{}-{n}", capture.id));
    let path = layout.capture(capture.id);
    let done = File::create(&temp)
        .and_then(|mut file| {
            file.write_all(&packed)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&temp, &path));
    match done {
        Ok(()) => Ok(packed.len() as u64),
        Err(source) => {
            let _ = fs::remove_file(&temp);
            Err(Error::io(&path, "write", source))
        }
    }
}

fn pack(capture: &Capture) -> Result<Vec<u8>, Error> {
    let refused = |why: &str| Error::refused(capture, why);
    let body_bytes = capture.body.len() as u64;
    if body_bytes > BODY_BYTES_MAX {
        return Err(refused("its body is too large"));
    }
    if !has_its_id(capture) {
        return Err(refused("its id is not that of its content"));
    }
    let header = HeaderOut { format: CAPTURE_FORMAT, body_bytes, capture };
    let mut plain = serde_json::to_vec(&header).map_err(|error| refused(&error.to_string()))?;
    if plain.len() as u64 >= HEADER_BYTES_MAX {
        return Err(refused("its headers are too large"));
    }
    plain.push(b'\n');
    plain.extend_from_slice(&capture.body);
    zstd::bulk::Compressor::new(ZSTD_LEVEL)
        .and_then(|mut zstd| {
            // The id covers URL, status and body; the checksum covers the other headers as well.
            zstd.set_parameter(CParameter::ChecksumFlag(true))?;
            zstd.compress(&plain)
        })
        .map_err(|error| refused(&error.to_string()))
}

fn unpack(path: &Path, packed: &[u8]) -> Result<Capture, Error> {
    if packed.is_empty() {
        return Err(damaged(path, "it is empty"));
    }
    if !packed.starts_with(&ZSTD_MAGIC) {
        return Err(damaged(path, "it does not begin as a zstd file does"));
    }
    let zstd = |error: io::Error| damaged(path, error);
    let mut plain = BufReader::new(zstd::stream::read::Decoder::with_buffer(packed).map_err(zstd)?);

    let mut line = Vec::new();
    plain.by_ref().take(HEADER_BYTES_MAX).read_until(b'\n', &mut line).map_err(zstd)?;
    let json = |error: serde_json::Error| damaged(path, format!("header: {error}"));
    let Format { format } = serde_json::from_slice(&line).map_err(json)?;
    if format > CAPTURE_FORMAT {
        let (found, known) = (i64::from(format), i64::from(CAPTURE_FORMAT));
        return Err(Error::TooNew { path: path.to_owned(), found, known, rebuildable: false });
    }
    let header: HeaderIn = serde_json::from_slice(&line).map_err(json)?;

    let ahead = usize::try_from(header.body_bytes.min(BODY_BYTES_AHEAD)).unwrap_or(0);
    let mut capture = header.capture;
    capture.body = Vec::with_capacity(ahead);
    plain.take(BODY_BYTES_MAX + 1).read_to_end(&mut capture.body).map_err(zstd)?;
    let body_bytes = capture.body.len() as u64;
    if body_bytes > BODY_BYTES_MAX {
        return Err(damaged(path, "it unpacks to more than a capture may hold"));
    }
    if body_bytes != header.body_bytes {
        return Err(damaged(path, format!("{body_bytes} bytes where {} were written", header.body_bytes)));
    }
    if !has_its_id(&capture) {
        return Err(damaged(path, "its content is not that of its id"));
    }
    Ok(capture)
}

fn damaged(path: &Path, what: impl ToString) -> Error {
    Error::corrupt(path, what, REMOVE)
}

#[cfg(test)]
#[path = "capture_file_tests.rs"]
mod tests;
