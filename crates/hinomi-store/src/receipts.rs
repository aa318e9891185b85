//! When each URL was received, also when nothing new came: what politeness and "what was not read" go by.
//!
//! A capture that is known is not stored again, so that it came again would be lost with the database.
//! It is therefore written to a log beside the captures, one line `<capture id> <instant>` each, in a
//! file per month. A line that a crash cut short does not parse, and is passed over.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use hinomi_model::{Capture, CaptureId, Warning};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, named_params, params};

use crate::columns::{instant, of_json, of_number, parsed};
use crate::layout::Layout;
use crate::{Error, Store};

/// Longest line of a log that is looked at, in bytes: an id, an instant and a line break fit twice.
const LINE_BYTES_MAX: u64 = 160;

/// What is known of the newest attempt to fetch a URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LatestPage {
    /// When the URL was last received, or last failed.
    pub fetched_at: Timestamp,
    /// Why there was nothing to read then, for people; `None` when there was.
    pub failure: Option<String>,
    /// What was received then.
    pub capture: CaptureId,
    /// The newest capture with a readable body (HTTP 200–299), if there ever was one.
    pub readable: Option<CaptureId>,
    /// `ETag` of that readable capture, for the next request.
    pub etag: Option<String>,
    /// `Last-Modified` of that readable capture, for the next request.
    pub last_modified: Option<String>,
    /// Entries found in that readable capture; 0 when it is not a feed or was not unpacked yet.
    pub n_entries: u64,
}

impl LatestPage {
    /// Whether the newest attempt gave something to read.
    pub fn is_ok(&self) -> bool {
        self.failure.is_none()
    }
}

/// A source or page that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Id of the source; empty for imports named by the user.
    pub source: String,
    /// The URL asked for.
    pub url: String,
    /// When it was tried last.
    pub fetched_at: Timestamp,
    /// Why, for people.
    pub reason: String,
}

impl Store {
    /// What came of the newest attempt to fetch `url`; `None` when there was none.
    pub fn latest_page(&self, url: &str) -> Result<Option<LatestPage>, Error> {
        // Of a failure and a success at one instant the success counts: it has been read.
        const NEWEST: &str = "SELECT r.at, c.header FROM receipts r JOIN captures c ON c.id = r.capture
             WHERE r.url = :url AND r.ok >= :ok ORDER BY r.at DESC, r.ok DESC, r.capture LIMIT 1";
        const ENTRIES: &str = "SELECT count(*) FROM entries WHERE capture = ?";
        self.query("read", |db| {
            let newest = |ok: bool| {
                let found =
                    |row: &rusqlite::Row<'_>| Ok((parsed::<Timestamp>(row, 0)?, of_json::<Capture>(row, 1)?));
                db.prepare_cached(NEWEST)?.query_row(named_params! {":url": url, ":ok": ok}, found).optional()
            };
            let Some((fetched_at, capture)) = newest(false)? else { return Ok(None) };
            let readable = match capture.is_readable() {
                true => Some(capture.clone()),
                false => newest(true)?.map(|(_, capture)| capture),
            };
            let header = |name| readable.as_ref().and_then(|capture| capture.header(name)).map(str::to_owned);
            let n_entries = match &readable {
                Some(capture) => {
                    let id = capture.id.to_string();
                    db.prepare_cached(ENTRIES)?.query_row([id], |row| of_number(row, 0))?
                }
                None => 0,
            };
            Ok(Some(LatestPage {
                fetched_at,
                failure: capture.failure(),
                capture: capture.id,
                etag: header("etag"),
                last_modified: header("last-modified"),
                readable: readable.as_ref().map(|capture| capture.id),
                n_entries,
            }))
        })
    }

    /// Notes that `url` still is, at `at`, what its newest readable capture holds (HTTP 304).
    ///
    /// `false` when nothing is known of `url`, or this was noted before. A note may be lost with the
    /// power; then the page is asked for once more.
    pub fn put_unchanged(&self, url: &str, at: Timestamp) -> Result<bool, Error> {
        let readable = self.latest_page(url)?.and_then(|page| page.readable);
        let Some(capture) = readable else { return Ok(false) };
        self.put_receipts(&[(url, capture, true, at)]).map(|n_new| n_new > 0)
    }

    /// The sources and pages whose newest attempt up to `end` (included) failed, if it was made at
    /// `start` or later. Sorted by source, then URL; a URL stands in it once.
    ///
    /// Made from the captures, so it is the same after a rebuild.
    pub fn failures_between(&self, start: Timestamp, end: Timestamp) -> Result<Vec<Unread>, Error> {
        const FAILED: &str = "SELECT r.at, c.header FROM receipts r JOIN captures c ON c.id = r.capture
             WHERE r.ok = 0 AND r.at >= :start AND r.at <= :end AND NOT EXISTS (
                 SELECT 1 FROM receipts n WHERE n.url = r.url AND n.at >= r.at AND n.at <= :end
                 AND (n.at > r.at OR n.ok > r.ok OR (n.ok = r.ok AND n.capture > r.capture)))";
        let mut unread = self.query("read", |db| {
            db.prepare_cached(FAILED)?
                .query_map(named_params! {":start": instant(start), ":end": instant(end)}, |row| {
                    let (fetched_at, capture) = (parsed(row, 0)?, of_json::<Capture>(row, 1)?);
                    let reason = capture.failure().unwrap_or_default();
                    Ok(Unread { source: capture.source, url: capture.url, fetched_at, reason })
                })?
                .collect::<Result<Vec<_>, _>>()
        })?;
        unread.sort_by(|a, b| (&a.source, &a.url).cmp(&(&b.source, &b.url)));
        Ok(unread)
    }

    /// Notes receipts of captures that are stored; how many were not noted before.
    pub(crate) fn put_receipts(&self, batch: &[(&str, CaptureId, bool, Timestamp)]) -> Result<usize, Error> {
        if batch.is_empty() {
            return Ok(0);
        }
        self.mark_gathering()?;
        let mut lines: BTreeMap<PathBuf, String> = BTreeMap::new();
        let mut logged = Ok(());
        let noted = self.change("write to", |tx| {
            let mut n_new = 0;
            for (url, capture, ok, at) in batch {
                if insert_receipt(tx, url, *capture, *ok, *at)? {
                    n_new += 1;
                    let log = lines.entry(self.layout.seen_in_month_of(*at)).or_default();
                    log.push_str(&format!("{capture} {at}\n"));
                }
            }
            // Inside the transaction: a row without its line would not be there after a rebuild. Any error
            // takes the rows back; `logged` is the one that is told.
            logged = lines.iter().try_for_each(|(log, lines)| self.append(log, lines));
            if logged.is_ok() { Ok(n_new) } else { Err(rusqlite::Error::InvalidQuery) }
        });
        logged.and(noted)
    }

    fn append(&self, log: &Path, lines: &str) -> Result<(), Error> {
        let dir = self.layout.seen();
        fs::create_dir_all(&dir).map_err(|error| Error::io(&dir, "create the directory", error))?;
        append_lines(log, lines).map_err(|error| Error::io(log, "write", error))?;
        self.flush_later(log.to_owned());
        Ok(())
    }
}

/// Adds a receipt; `false` when it was there.
pub(crate) fn insert_receipt(
    tx: &Transaction<'_>,
    url: &str,
    capture: CaptureId,
    ok: bool,
    at: Timestamp,
) -> rusqlite::Result<bool> {
    tx.prepare_cached("INSERT OR IGNORE INTO receipts (url, at, capture, ok) VALUES (?, ?, ?, ?)")?
        .execute(params![url, instant(at), capture.to_string(), ok])
        .map(|n| n > 0)
}

/// Adds the receipts of every log to the database; those of captures that are not there are left out.
///
/// A log that cannot be read is warned of.
pub(crate) fn read_logs(
    db: &mut Connection,
    layout: &Layout,
    warnings: &mut Vec<Warning>,
) -> rusqlite::Result<()> {
    let mut warn = |path: &Path, error: io::Error| {
        let what = format!("cannot be read: {error}");
        warnings.push(Warning::new(path.display().to_string(), what, "check what it is and who may read it"));
    };
    let dir = layout.seen();
    let logs = logs(&dir).unwrap_or_else(|error| {
        warn(&dir, error);
        Vec::new()
    });
    let tx = db.transaction()?;
    for log in logs {
        let mut file = match fs::File::open(&log) {
            Ok(file) => BufReader::new(file),
            Err(error) => {
                warn(&log, error);
                continue;
            }
        };
        loop {
            let mut line = Vec::new();
            match file.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut line) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) => {
                    warn(&log, error);
                    break;
                }
            }
            if let Some((capture, at)) = parse(&line) {
                insert_receipt_of(&tx, capture, at)?;
            }
        }
    }
    tx.commit()
}

/// The logs in `dir`, oldest first; none when there is no such directory.
fn logs(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut logs = match fs::read_dir(dir) {
        Ok(entries) => {
            entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error),
    };
    logs.retain(|log| log.extension().is_some_and(|ext| ext == "log") && log.is_file());
    logs.sort();
    Ok(logs)
}

fn insert_receipt_of(tx: &Transaction<'_>, capture: CaptureId, at: Timestamp) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "INSERT OR IGNORE INTO receipts (url, at, capture, ok) SELECT url, ?2, id, ok FROM captures WHERE id = ?1",
    )?
    .execute(params![capture.to_string(), instant(at)])
    .map(drop)
}

/// The receipt of a line that is whole; a cut one lacks its line break.
fn parse(line: &[u8]) -> Option<(CaptureId, Timestamp)> {
    let line = std::str::from_utf8(line).ok()?.strip_suffix('\n')?;
    let (capture, at) = line.split_once(' ')?;
    Some((capture.parse().ok()?, at.parse().ok()?))
}

/// Appends whole lines, on a line of their own also where a crash cut the last one short.
fn append_lines(log: &Path, lines: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().read(true).append(true).create(true).open(log)?;
    let mut last = [b'\n'];
    if file.seek(SeekFrom::End(0))? > 0 {
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
    }
    let lead = if last == *b"\n" { "" } else { "\n" };
    file.write_all(format!("{lead}{lines}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_line_costs_itself_alone() {
        let dir = tempfile::tempdir().unwrap();
        let log = dir.path().join("2025-11.log");
        let id = CaptureId::of(&[b"x"]);
        let at: Timestamp = "2025-11-01T00:00:00.5Z".parse().unwrap();
        let line = format!("{id} {at}\n");
        append_lines(&log, &line).unwrap();
        for cut in 1..line.len() {
            assert_eq!(parse(&line.as_bytes()[..cut]), None, "{cut}");
        }
        fs::write(&log, format!("{line}{}", &line[..40])).unwrap();
        append_lines(&log, &line).unwrap();
        let text = fs::read_to_string(&log).unwrap();
        let parsed: Vec<_> = text.split_inclusive('\n').map(|line| parse(line.as_bytes())).collect();
        assert_eq!(parsed, [Some((id, at)), None, Some((id, at))]);
    }
}
