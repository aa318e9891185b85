//! Whether a capture is a list of entries or a page, told by its content and not by its name.

use hinomi_model::Capture;

use crate::wire::lines;

/// How far into a document its kind must show, in bytes: past an XML declaration, comments and a style sheet.
const HEAD_BYTES: usize = 4096;

/// Whether `capture` is a feed or a file of items, so that [`crate::entries`] reads it; else it is a page.
pub fn lists_entries(capture: &Capture) -> bool {
    if capture.header("content-type").is_some_and(|kind| kind.starts_with(lines::CONTENT_TYPE)) {
        return true;
    }
    let head = &capture.body[..capture.body.len().min(HEAD_BYTES)];
    // Without its NULs, UTF-16 shows its ASCII tags.
    let head: Vec<u8> = head.iter().filter(|byte| **byte != 0).map(u8::to_ascii_lowercase).collect();
    let head = String::from_utf8_lossy(&head);
    let first = |tags: &[&str]| tags.iter().filter_map(|tag| head.find(tag)).min();
    let page = first(&["<!doctype html", "<html", "<body"]);
    match first(&["<rss", "<feed", "<rdf:rdf", "<channel"]) {
        Some(feed) => page.is_none_or(|page| feed < page),
        None if page.is_some() => false,
        None => {
            head.contains("jsonfeed.org/version") || lines::is_lines(&String::from_utf8_lossy(&capture.body))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hinomi_model::Outcome;

    fn check(body: &[u8], expected: bool) {
        let at = jiff::Timestamp::UNIX_EPOCH;
        let ok = Outcome::Answered { status: 200 };
        let capture =
            Capture::new("https://a.example/", "https://a.example/", "", at, ok, vec![], body.to_vec());
        assert_eq!(lists_entries(&capture), expected, "{}", String::from_utf8_lossy(body));
    }

    #[test]
    fn content_tells() {
        check(b"\xef\xbb\xbf<?xml version=\"1.0\"?><!-- x --><rss version=\"2.0\">", true);
        check(b"<feed xmlns=\"http://www.w3.org/2005/Atom\">", true);
        check(b"{\"version\": \"https://jsonfeed.org/version/1.1\"}", true);
        check(b"{\"url\":\"https://a.example/1\",\"title\":\"x\"}\n", true);
        check(b"<!DOCTYPE html><p>How to write <rss> feeds", false);
        check(b"plain words", false);
        check(b"", false);
    }
}
