//! WARC files: one capture per HTTP response. Source: ISO 28500:2017 (WARC 1.1).

use hinomi_model::{Capture, Outcome, Warned, Warning};
use jiff::Timestamp;

use crate::Error;
use crate::fetch::unpack::{LAYERS_MAX, Packing, UNPACKED_BYTES_MAX, unpack};

/// Most header lines read of one record or response.
const HEADER_LINES_MAX: usize = 500;

/// Reads every `response` record (and `resource`, a document without HTTP around it).
pub(super) fn captures(name: &str, bytes: &[u8], now: Timestamp) -> Result<Warned<Vec<Capture>>, Error> {
    let mut warnings = Vec::new();
    let mut captures = Vec::new();
    let mut rest = bytes;
    let mut n_records = 0_usize;
    while !rest.trim_ascii_start().is_empty() {
        n_records += 1;
        let place = format!("{name}: record {n_records}");
        let Some((record, tail)) = record(rest) else {
            if captures.is_empty() {
                let reason = format!(
                    "record {n_records} is broken off or not WARC; nothing to import; get the file again"
                );
                return Err(Error::Import { name: name.to_owned(), reason });
            }
            warnings.push(Warning::new(
                place,
                "is broken off or not WARC; the rest of the file was not read",
                "get the file again",
            ));
            break;
        };
        rest = tail;
        match capture(&record, now) {
            Ok(capture) => captures.extend(capture),
            Err(what) => warnings.push(Warning::new(place, what, "left out")),
        }
    }
    if captures.is_empty() && warnings.is_empty() {
        warnings.push(Warning::new(name, "holds no response record", ""));
    }
    Ok(Warned { value: captures, warnings })
}

/// Header lines in order, names in lower case.
type Headers = Vec<(String, String)>;

struct Record<'a> {
    headers: Headers,
    block: &'a [u8],
}

impl Record<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        value_of(&self.headers, name)
    }
}

fn value_of<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

fn record(bytes: &[u8]) -> Option<(Record<'_>, &[u8])> {
    let bytes = bytes.trim_ascii_start();
    if !bytes.starts_with(b"WARC/") {
        return None;
    }
    let (headers, body) = head(bytes)?;
    let length: usize = value_of(&headers, "content-length")?.parse().ok()?;
    let block = body.get(..length)?;
    Some((Record { headers, block }, &body[length..]))
}

/// The header lines after the first line, with lower-case names, and what follows the empty line.
fn head(bytes: &[u8]) -> Option<(Headers, &[u8])> {
    let mut headers: Headers = Vec::new();
    let mut rest = bytes;
    for line_idx in 0..HEADER_LINES_MAX {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let line = String::from_utf8_lossy(&rest[..end]);
        rest = &rest[end + 1..];
        let line = line.trim_end_matches('\r');
        if line.is_empty() {
            return Some((headers, rest));
        }
        if line_idx == 0 {
            continue;
        }
        match (line.starts_with([' ', '\t']), line.split_once(':'), headers.last_mut()) {
            // A folded line goes on with the one before. Source: ISO 28500, 4.
            (true, _, Some((_, value))) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (_, Some((key, value)), _) => {
                headers.push((key.trim().to_ascii_lowercase(), value.trim().to_owned()))
            }
            _ => {}
        }
    }
    None
}

fn capture(record: &Record<'_>, now: Timestamp) -> Result<Option<Capture>, String> {
    let kind = record.header("warc-type").unwrap_or_default();
    if !matches!(kind, "response" | "resource") {
        return Ok(None);
    }
    let url = record.header("warc-target-uri").unwrap_or_default().trim_matches(['<', '>']).to_owned();
    if !(url.starts_with("http://") || url.starts_with("https://")) {
        return if kind == "response" && url.is_empty() {
            Err("has no WARC-Target-URI".to_owned())
        } else {
            Ok(None)
        };
    }
    let at: Timestamp = record.header("warc-date").and_then(|date| date.parse().ok()).unwrap_or(now).min(now);
    if kind == "resource" {
        let content_type = record.header("content-type").unwrap_or("application/octet-stream").to_owned();
        let headers = vec![("content-type".to_owned(), content_type)];
        let outcome = Outcome::Answered { status: 200 };
        return Ok(Some(Capture::new(url.clone(), url, "", at, outcome, headers, record.block.to_vec())));
    }
    let line_end = record.block.iter().position(|byte| *byte == b'\n').ok_or("holds no HTTP response")?;
    let first = String::from_utf8_lossy(&record.block[..line_end]);
    let status = first.split_whitespace().nth(1).and_then(|status| status.parse().ok());
    let status: u16 = status.filter(|_| first.starts_with("HTTP/")).ok_or("holds no HTTP response")?;
    let (headers, body) = head(record.block).ok_or("holds an HTTP response without an end to its headers")?;
    let body = decoded(&headers, body)?;
    let headers = headers
        .into_iter()
        .filter(|(key, _)| !matches!(key.as_str(), "set-cookie" | "set-cookie2"))
        .collect();
    Ok(Some(Capture::new(url.clone(), url, "", at, Outcome::Answered { status }, headers, body)))
}

/// Undoes transfer coding and content coding where the record still has them.
fn decoded(headers: &[(String, String)], body: &[u8]) -> Result<Vec<u8>, String> {
    let is_chunked =
        value_of(headers, "transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked"));
    // Many writers store the body decoded and leave the header; then it is not chunked and read as it is.
    let mut body = if is_chunked { dechunked(body).unwrap_or_else(|| body.to_vec()) } else { body.to_vec() };
    let codings = value_of(headers, "content-encoding").unwrap_or_default();
    let layers: Vec<Packing> = codings.split(',').filter_map(Packing::of_word).take(LAYERS_MAX).collect();
    for packing in layers.into_iter().rev() {
        match unpack(packing, &body, UNPACKED_BYTES_MAX) {
            Ok(plain) => body = plain,
            Err(crate::fetch::unpack::Unpackable::TooLarge) => {
                return Err(format!("unpacks to more than {} MB", UNPACKED_BYTES_MAX >> 20));
            }
            Err(crate::fetch::unpack::Unpackable::Broken(_)) => {}
        }
    }
    Ok(body)
}

/// Source: RFC 9112, 7.1.
fn dechunked(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let length = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[end + 1..];
        if length == 0 {
            return Some(out);
        }
        out.extend_from_slice(rest.get(..length)?);
        rest = rest.get(length..)?;
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    }
}
