//! XLSX → the text of a delimited table, so that one reader serves both.
//!
//! The file is unpacked once against a limit before the spreadsheet crate sees it: a few kilobytes can unpack
//! to gigabytes.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};

use super::limits::{UNPACKED_BYTES_MAX, XLSX_PARTS_MAX};

/// Whether the bytes are a ZIP file, as every XLSX is.
pub fn is_sheet(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// The first sheet that holds something, as comma-separated text; row numbers stay those of the sheet.
///
/// Fails with the reason when the file is no spreadsheet or unpacks beyond the limit.
pub fn to_csv(bytes: &[u8]) -> Result<String, String> {
    bounded(bytes)?;
    let broken = |error: calamine::XlsxError| format!("is no spreadsheet that can be read: {error}");
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(broken)?;
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(broken)?;
        if range.is_empty() {
            continue;
        }
        let (first_row, _) = range.start().unwrap_or_default();
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        let wrote = (0..first_row)
            .try_for_each(|_| writer.write_record([""]))
            .and_then(|()| range.rows().try_for_each(|row| writer.write_record(row.iter().map(cell))));
        let out =
            wrote.map_err(|e| e.to_string()).and_then(|()| writer.into_inner().map_err(|e| e.to_string()))?;
        return String::from_utf8(out).map_err(|error| error.to_string());
    }
    Err("holds no sheet with rows".to_owned())
}

fn cell(data: &Data) -> String {
    match data {
        Data::DateTime(at) => match at.to_ymd_hms_milli() {
            (y, m, d, 0, 0, 0, _) => format!("{y:04}-{m:02}-{d:02}"),
            (y, m, d, h, min, s, _) => format!("{y:04}-{m:02}-{d:02}T{h:02}:{min:02}:{s:02}"),
        },
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        Data::Error(_) => String::new(),
        other => other.to_string(),
    }
}

/// Unpacks every part and counts, so that what the directory of the archive claims does not matter.
fn bounded(bytes: &[u8]) -> Result<(), String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| format!("is no ZIP file: {e}"))?;
    if archive.len() > XLSX_PARTS_MAX {
        return Err(format!("holds more than {XLSX_PARTS_MAX} parts"));
    }
    let mut left = UNPACKED_BYTES_MAX;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|e| format!("has a part that cannot be read: {e}"))?;
        let n = std::io::copy(&mut part.take(left + 1), &mut std::io::sink())
            .map_err(|e| format!("has a part that cannot be read: {e}"))?;
        left = left
            .checked_sub(n)
            .ok_or_else(|| format!("unpacks to more than {} MiB", UNPACKED_BYTES_MAX >> 20))?;
    }
    Ok(())
}
