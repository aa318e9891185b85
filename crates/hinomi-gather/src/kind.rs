//! What a document is, told by its bytes and never by its name.

use hinomi_model::Capture;

use crate::wire::lines;

/// Bytes at the beginning in which a document must show what it is: past an XML declaration, comments and style sheets.
const HEAD_BYTES: usize = 8192;

/// What a document turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Web archive.
    Warc,
    /// RSS, Atom, RDF, CDF.
    Feed,
    /// JSON Feed.
    JsonFeed,
    /// JSON Lines of items.
    Lines,
    /// A page.
    Html,
    /// PDF.
    Pdf,
    /// White space at most.
    Empty,
    /// None of these.
    Unknown,
}

impl Kind {
    /// Looks at the beginning of `bytes`.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        if bytes.starts_with(b"WARC/") {
            return Self::Warc;
        }
        if bytes.starts_with(b"%PDF-") {
            return Self::Pdf;
        }
        let head = &bytes[..bytes.len().min(HEAD_BYTES)];
        // Without its NULs, UTF-16 shows its ASCII.
        let head: Vec<u8> = head.iter().filter(|byte| **byte != 0).map(u8::to_ascii_lowercase).collect();
        let head = String::from_utf8_lossy(&head);
        let head =
            head.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{fffd}'));
        match head.chars().next() {
            None => Self::Empty,
            Some('{' | '[') => json(bytes, head),
            Some(_) => markup(head),
        }
    }

    /// Whether [`crate::entries`] finds items in it.
    pub(crate) fn lists_entries(self) -> bool {
        matches!(self, Self::Feed | Self::JsonFeed | Self::Lines)
    }
}

/// Whether `capture` is a feed or a file of items, so that [`crate::entries`] reads it; else it is a page.
pub fn lists_entries(capture: &Capture) -> bool {
    capture.header("content-type").is_some_and(|kind| kind.starts_with(lines::CONTENT_TYPE))
        || Kind::of(&capture.body).lists_entries()
}

fn markup(head: &str) -> Kind {
    let first = |tags: &[&str]| tags.iter().filter_map(|tag| head.find(tag)).min();
    let page = first(&["<!doctype html", "<html", "<body"]);
    let feed = first(&["<rss", "<feed", "<rdf:rdf", "<channel", "<atom:feed"]);
    match (feed, page) {
        (Some(feed), Some(page)) if feed < page => Kind::Feed,
        (Some(_), None) => Kind::Feed,
        (_, Some(_)) => Kind::Html,
        // A page without its outer tags.
        (None, None)
            if !head.starts_with("<?xml")
                && first(&["<head", "<meta", "<title", "<article", "<p", "<div", "<h1"]).is_some() =>
        {
            Kind::Html
        }
        (None, None) => Kind::Unknown,
    }
}

/// JSON Lines when the first line is an item of its own, JSON Feed when the whole is one object with items.
fn json(bytes: &[u8], head: &str) -> Kind {
    let lines = bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let first = lines.into_iter().find(|line| !line.is_empty()).unwrap_or_default();
    if lines::is_item(&String::from_utf8_lossy(first)) {
        Kind::Lines
    } else if head.contains("jsonfeed.org/version") || head.contains("\"items\"") {
        Kind::JsonFeed
    } else if first.ends_with(b"}") && head.contains("\"url\"") {
        // A malformed first item must not cost the others.
        Kind::Lines
    } else {
        Kind::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells() {
        let check =
            |body: &[u8], kind: Kind| assert_eq!(Kind::of(body), kind, "{}", String::from_utf8_lossy(body));
        check(b"\xef\xbb\xbf<?xml version=\"1.0\"?><!-- x --><rss version=\"2.0\">", Kind::Feed);
        check(b"<feed xmlns=\"http://www.w3.org/2005/Atom\">", Kind::Feed);
        check(b"\xff\xfe<\0r\0s\0s\0>\0", Kind::Feed);
        check(b"{\"version\": \"https://jsonfeed.org/version/1.1\"}", Kind::JsonFeed);
        check(b"{\"url\":\"https://a.example/1\",\"title\":\"x\"}\n", Kind::Lines);
        check(b"{\"url\":\"https://a.example/1\",}\n{\"url\":\"https://a.example/2\"}\n", Kind::Lines);
        check(b"<!DOCTYPE html><p>How to write <rss> feeds", Kind::Html);
        check(b"<rss><channel><description><html>", Kind::Feed);
        check(b"<p>a note", Kind::Html);
        check(b"<?xml version='1.0'?><report><title>", Kind::Unknown);
        check(b"%PDF-1.7", Kind::Pdf);
        check(b"WARC/1.1\r\n", Kind::Warc);
        check(b"{\"a\": 1}", Kind::Unknown);
        check(b"plain words", Kind::Unknown);
        check(b" \n", Kind::Empty);
        check(b"", Kind::Empty);
    }
}
