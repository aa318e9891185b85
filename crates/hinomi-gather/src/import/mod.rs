//! From the bytes of a file to captures.
//!
//! What a file is, is found in its bytes and never in its name: gzip, zstd, WARC, RSS, Atom, JSON
//! Feed, JSON Lines of items, or HTML.

mod html;
mod warc;

use hinomi_model::{Capture, Outcome, Warned};
use jiff::Timestamp;

use crate::Error;
use crate::fetch::unpack::{LAYERS_MAX, Packing, Unpackable, unpack};
use crate::kind::Kind;
use crate::wire::lines;

/// Most bytes that an imported file may hold, packed or unpacked: 1 GiB, months of news in JSON Lines.
pub const IMPORT_BYTES_MAX: u64 = 1 << 30;

/// Turns the bytes of a file into captures, one per document.
///
/// `name` is what the user calls the file and stands in warnings and, where the file itself names no
/// address, in a `file:` URL. `url` names the address of a page or feed. Feed files, pages and JSON Lines are
/// one capture each, which [`crate::entries`] reads; a WARC file is one capture per response.
///
/// Fails when the bytes are none of the known kinds, or unpack to more than [`IMPORT_BYTES_MAX`].
pub fn import(
    name: &str,
    bytes: &[u8],
    url: Option<&str>,
    now: Timestamp,
) -> Result<Warned<Vec<Capture>>, Error> {
    let wrong = |reason: String| Error::Import { name: name.to_owned(), reason };
    let mut unpacked: Option<Vec<u8>> = None;
    for _ in 0..LAYERS_MAX {
        let bytes = unpacked.as_deref().unwrap_or(bytes);
        let Some(packing) = Packing::of_bytes(bytes) else { break };
        let plain = unpack(packing, bytes, IMPORT_BYTES_MAX).map_err(|error| match error {
            Unpackable::TooLarge => wrong(format!(
                "unpacks to more than {} MB; split it and import the parts",
                IMPORT_BYTES_MAX >> 20
            )),
            Unpackable::Broken(why) => {
                wrong(format!("the compressed data is broken ({why}); get the file again"))
            }
        })?;
        unpacked = Some(plain);
    }
    let bytes = unpacked.unwrap_or_else(|| bytes.to_vec());
    if bytes.len() as u64 > IMPORT_BYTES_MAX {
        let reason = format!("is larger than {} MB; split it and import the parts", IMPORT_BYTES_MAX >> 20);
        return Err(wrong(reason));
    }
    let address = || url.map_or_else(|| file_url(name), str::to_owned);
    let one = |url: String, kind: &str, bytes: Vec<u8>| {
        let headers = vec![("content-type".to_owned(), kind.to_owned())];
        let outcome = Outcome::Answered { status: 200 };
        Warned::fine(vec![Capture::new(url.clone(), url, "", now, outcome, headers, bytes)])
    };
    match Kind::of(&bytes) {
        Kind::Warc => warc::captures(name, &bytes, now),
        Kind::Feed => Ok(one(address(), "application/xml", bytes)),
        Kind::JsonFeed => Ok(one(address(), "application/feed+json", bytes)),
        Kind::Lines => Ok(one(address(), lines::CONTENT_TYPE, bytes)),
        Kind::Html => {
            let url =
                url.map(str::to_owned).or_else(|| html::own_url(&bytes)).unwrap_or_else(|| file_url(name));
            Ok(one(url, "text/html", bytes))
        }
        Kind::Pdf => Ok(one(address(), "application/pdf", bytes)),
        Kind::Empty => Err(wrong("is empty; nothing to import".to_owned())),
        Kind::Unknown => Err(wrong(
            "is neither a feed, a page, JSON Lines of items nor WARC (also gzip or zstd); nothing to import"
                .to_owned(),
        )),
    }
}

/// `file:///name`, the address of a document that names none.
fn file_url(name: &str) -> String {
    let mut url = url::Url::parse("file:///").expect("a constant address");
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    url.set_path(base);
    url.into()
}

#[cfg(test)]
mod tests;
