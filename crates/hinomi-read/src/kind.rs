//! What sort of thing a body is: mark-up, plain text, or nothing to read.
//!
//! The header is a witness here too: what begins like a PDF is one, and what has tags is mark-up.
//! Source for the signatures: WHATWG MIME Sniffing Standard, section 6.

/// How far into a body its sort is looked for, in bytes.
const SNIFF_BYTES_MAX: usize = 4 * 1024;

/// The sort of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// HTML or XHTML.
    Html,
    /// Text without mark-up.
    Plain,
    /// Markdown, which only the header can tell from plain text.
    Markdown,
    /// PDF.
    Pdf,
    /// Something else, named for people.
    Other(&'static str),
}

const SIGNATURES: [(&[u8], &str); 8] = [
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x89PNG", "an image"),
    (b"GIF8", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"RIFF", "a media file"),
    (b"\x00\x00\x01\x00", "an image"),
];

/// Looks at the first bytes and the header's type.
pub(crate) fn sort(body: &[u8], content_type: Option<&str>) -> Sort {
    let bytes = body.get(..SNIFF_BYTES_MAX).unwrap_or(body);
    // Some servers put a line break or a byte order mark before the file.
    let start = bytes.trim_ascii_start();
    if start.starts_with(b"%PDF-")
        || start.strip_prefix(b"\xef\xbb\xbf").is_some_and(|b| b.starts_with(b"%PDF-"))
    {
        return Sort::Pdf;
    }
    if let Some((_, name)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Sort::Other(name);
    }
    let mime =
        content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let start = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    let start = start.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t', '\0']);
    let has = |tags: &[&str]| tags.iter().any(|tag| start.contains(tag));
    let is_feed = has(&["<rss", "<feed", "<rdf:rdf"]) && !has(&["<html", "<body"]);
    if start.starts_with('<') && is_feed {
        return Sort::Other("a feed");
    }
    match mime.as_str() {
        "text/html" | "application/xhtml+xml" => Sort::Html,
        "text/markdown" | "text/x-markdown" => Sort::Markdown,
        _ if start.starts_with("<!doctype html") || start.starts_with("<html") => Sort::Html,
        "" | "text/plain" | "application/octet-stream" | "text/xml" | "application/xml"
            if has(&["<html", "<head", "<body", "<div", "<p>", "<p ", "<br", "<table", "<article"]) =>
        {
            Sort::Html
        }
        "" | "text/plain" => {
            // UTF-16 has a zero in every other byte of mark-up; the decoder knows it, so it is text here.
            let n_odd = bytes.iter().filter(|b| **b < 9 && **b != 0).count();
            if n_odd * 50 > bytes.len() { Sort::Other("a binary file") } else { plain_or_wide(bytes) }
        }
        mime if mime.starts_with("image/") => Sort::Other("an image"),
        mime if mime.starts_with("audio/") || mime.starts_with("video/") => Sort::Other("a media file"),
        "application/pdf" => Sort::Pdf,
        "application/json" | "application/ld+json" | "text/json" => Sort::Other("JSON data"),
        _ => Sort::Other("not a page"),
    }
}

/// Text with zero bytes may be UTF-16 mark-up.
fn plain_or_wide(bytes: &[u8]) -> Sort {
    let narrow: Vec<u8> = bytes.iter().copied().filter(|b| *b != 0).collect();
    let narrow = String::from_utf8_lossy(&narrow).to_ascii_lowercase();
    if narrow.len() < bytes.len() && ["<html", "<body", "<p>", "<div"].iter().any(|tag| narrow.contains(tag))
    {
        Sort::Html
    } else {
        Sort::Plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_outweigh_the_header() {
        for (body, header, expected) in [
            ("%PDF-1.7", Some("text/html"), Sort::Pdf),
            ("<p>x", Some("text/html; charset=utf-8"), Sort::Html),
            ("just words", Some("text/html"), Sort::Html),
            ("<!DOCTYPE html><p>x", Some("text/plain"), Sort::Html),
            ("x <p>y", None, Sort::Html),
            ("words", None, Sort::Plain),
            ("words", Some("text/plain"), Sort::Plain),
            ("# words", Some("text/markdown; charset=utf-8"), Sort::Markdown),
            ("{}", Some("application/json"), Sort::Other("JSON data")),
            ("<?xml version='1.0'?><rss>", Some("text/xml"), Sort::Other("a feed")),
            ("\u{1}\u{2}\u{3}", None, Sort::Other("a binary file")),
            ("x", Some("application/zip"), Sort::Other("not a page")),
        ] {
            assert_eq!(sort(body.as_bytes(), header), expected, "{body} {header:?}");
        }
        let wide: Vec<u8> = "<html><body>x".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(sort(&wide, None), Sort::Html);
    }
}
