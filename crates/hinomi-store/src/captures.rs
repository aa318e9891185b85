//! Captures: put, get, and walk through.

use std::collections::{BTreeMap, VecDeque};

use hinomi_model::{Capture, CaptureId};
use rusqlite::{OptionalExtension, Row, Transaction, params};

use crate::columns::{instant, json, number, of_json, of_number};
use crate::receipts::insert_receipt;
use crate::{Error, Store, capture_file};

/// Rows read at a time while walking; what is written meanwhile is seen or not, but nothing twice.
const PAGE_ROWS: i64 = 256;

const COLUMNS: &str = "SELECT seq, header, body_bytes, stored_bytes FROM captures";

/// A capture without its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaptureRow {
    /// Its place in the order in which this database learnt of captures, from 1.
    pub seq: u64,
    /// The capture; its body is empty here, whatever was received.
    pub capture: Capture,
    /// Bytes of the body.
    pub body_bytes: u64,
    /// Bytes of the file.
    pub stored_bytes: u64,
}

impl Store {
    /// Stores a capture; `false` when it was there. It outlasts the process and the power when this returns.
    ///
    /// A capture that came before at another time is noted as received again. Errors: [`Error::DiskFull`],
    /// [`Error::Refused`] for a wrong id or beyond the size limits, and what the file system says.
    pub fn put_capture(&self, capture: &Capture) -> Result<bool, Error> {
        self.put_captures(std::slice::from_ref(capture)).map(|new| new.first().copied().unwrap_or_default())
    }

    /// Stores captures, each as [`Store::put_capture`] does, and faster; results stand in their order.
    ///
    /// After an error, some may be stored and some not; putting them again is safe.
    pub fn put_captures(&self, captures: &[Capture]) -> Result<Vec<bool>, Error> {
        self.mark_gathering()?;
        let first: BTreeMap<CaptureId, usize> =
            captures.iter().enumerate().rev().map(|(idx, capture)| (capture.id, idx)).collect();
        let missing = self.query("look captures up in", |db| {
            let mut is_known = db.prepare_cached("SELECT 1 FROM captures WHERE id = ?")?;
            let mut missing = Vec::new();
            for (idx, capture) in captures.iter().enumerate() {
                let is_first = first.get(&capture.id) == Some(&idx);
                if is_first
                    && !(is_known.exists([capture.id.to_string()])?
                        && self.layout.capture(capture.id).exists())
                {
                    missing.push(capture);
                }
            }
            Ok(missing)
        })?;

        let written = capture_file::write_all(&self.layout, &missing);
        let mut failed = None;
        let mut rows = Vec::new();
        for (capture, result) in missing.into_iter().zip(written) {
            match result {
                Ok(stored_bytes) => rows.push((capture, stored_bytes)),
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        let stored = self.change("write to", |tx| {
            let mut new = vec![false; captures.len()];
            for (capture, stored_bytes) in rows {
                let is_new = insert_capture(tx, capture, capture.body.len() as u64, stored_bytes)?;
                if let (true, Some(idx)) = (is_new, first.get(&capture.id)) {
                    new[*idx] = true;
                }
            }
            Ok(new)
        })?;
        if let Some(error) = failed {
            return Err(error);
        }
        let again: Vec<_> = captures
            .iter()
            .zip(&stored)
            .filter(|(_, is_new)| !**is_new)
            .map(|(capture, _)| (&*capture.url, capture.id, capture.is_readable(), capture.fetched_at))
            .collect();
        self.put_receipts(&again)?;
        Ok(stored)
    }

    /// The capture `id` with its body, its content held against the id.
    ///
    /// Errors: [`Error::NoCapture`] when its file is missing, [`Error::Corrupt`] and [`Error::TooNew`], which
    /// name the file.
    pub fn capture(&self, id: CaptureId) -> Result<Capture, Error> {
        capture_file::read(&self.layout, id).map(|(capture, _)| capture)
    }

    /// What was received with the capture `id`, without its body; `None` when there is none.
    pub fn capture_row(&self, id: CaptureId) -> Result<Option<CaptureRow>, Error> {
        self.query("read", |db| {
            db.prepare_cached(&format!("{COLUMNS} WHERE id = ?"))?
                .query_row([id.to_string()], capture_row)
                .optional()
        })
    }

    /// Every capture, without body, by the time at which it was first received, then id: an order that
    /// a rebuild does not change.
    pub fn captures(&self) -> CaptureRows<'_> {
        CaptureRows::new(self, Walk::ByTime(String::new(), String::new()))
    }

    /// Captures, without body, of which this database learnt after the one with `seq` (0: all), in that order.
    ///
    /// The numbers are the database's own: a rebuild gives new ones, in the order of [`Store::captures`].
    pub fn captures_after(&self, seq: u64) -> CaptureRows<'_> {
        CaptureRows::new(self, Walk::BySeq(seq))
    }

    /// The captures of one URL, without body, oldest first: its revisions, and the failures between them.
    pub fn captures_of_url(&self, url: &str) -> Result<Vec<CaptureRow>, Error> {
        self.query("read", |db| {
            db.prepare_cached(&format!("{COLUMNS} WHERE url = ? ORDER BY fetched_at, id"))?
                .query_map([url], capture_row)?
                .collect()
        })
    }
}

/// Captures without body, read a few at a time. An error is given once, and ends it.
#[derive(Debug)]
pub struct CaptureRows<'a> {
    store: &'a Store,
    /// `None` when there is no more to read.
    walk: Option<Walk>,
    page: VecDeque<CaptureRow>,
}

/// Where a walk goes on: behind the row with these columns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Walk {
    ByTime(String, String),
    BySeq(u64),
}

impl<'a> CaptureRows<'a> {
    fn new(store: &'a Store, walk: Walk) -> Self {
        Self { store, walk: Some(walk), page: VecDeque::new() }
    }

    /// The rows behind `walk`, and where to go on; the latter is `None` when there are no more.
    fn next_page(&self, walk: &Walk) -> Result<(VecDeque<CaptureRow>, Option<Walk>), Error> {
        const BY_TIME: &str = "SELECT seq, header, body_bytes, stored_bytes, fetched_at, id FROM captures
             WHERE (fetched_at, id) > (?, ?) ORDER BY fetched_at, id LIMIT ?";
        const BY_SEQ: &str = "SELECT seq, header, body_bytes, stored_bytes FROM captures
             WHERE seq > ? ORDER BY seq LIMIT ?";
        let (rows, last) = self.store.query("read", |db| {
            let mut rows = VecDeque::new();
            let mut last = None;
            match walk {
                Walk::ByTime(at, id) => {
                    let mut page = db.prepare_cached(BY_TIME)?;
                    let mut page = page.query(params![at, id, PAGE_ROWS])?;
                    while let Some(row) = page.next()? {
                        rows.push_back(capture_row(row)?);
                        last = Some(Walk::ByTime(row.get(4)?, row.get(5)?));
                    }
                }
                Walk::BySeq(seq) => {
                    let mut page = db.prepare_cached(BY_SEQ)?;
                    let mut page = page.query(params![number(*seq), PAGE_ROWS])?;
                    while let Some(row) = page.next()? {
                        rows.push_back(capture_row(row)?);
                        last = Some(Walk::BySeq(of_number(row, 0)?));
                    }
                }
            }
            Ok((rows, last))
        })?;
        // The index of a damaged database may lead back to where it came from, and a walk would never end.
        match &last {
            Some(last) if last <= walk => {
                Err(Error::damaged(&self.store.layout.db(), "captures out of order"))
            }
            _ => Ok((rows, last)),
        }
    }
}

impl Iterator for CaptureRows<'_> {
    type Item = Result<CaptureRow, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.page.is_empty()
            && let Some(walk) = self.walk.take()
        {
            match self.next_page(&walk) {
                Ok((page, walk)) => (self.page, self.walk) = (page, walk),
                Err(error) => return Some(Err(error)),
            }
        }
        self.page.pop_front().map(Ok)
    }
}

/// Adds the row of a capture that is on disk, and its first receipt; `false` when the row was there.
pub(crate) fn insert_capture(
    tx: &Transaction<'_>,
    capture: &Capture,
    body_bytes: u64,
    stored_bytes: u64,
) -> rusqlite::Result<bool> {
    let ok = capture.is_readable();
    let is_new =
        tx.prepare_cached(
            "INSERT OR IGNORE INTO captures (id, url, fetched_at, ok, body_bytes, stored_bytes, header)
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            capture.id.to_string(),
            capture.url,
            instant(capture.fetched_at),
            ok,
            number(body_bytes),
            number(stored_bytes),
            json(capture)?,
        ])? > 0;
    if is_new {
        insert_receipt(tx, &capture.url, capture.id, ok, capture.fetched_at)?;
    }
    Ok(is_new)
}

fn capture_row(row: &Row<'_>) -> rusqlite::Result<CaptureRow> {
    Ok(CaptureRow {
        seq: of_number(row, 0)?,
        capture: of_json(row, 1)?,
        body_bytes: of_number(row, 2)?,
        stored_bytes: of_number(row, 3)?,
    })
}
