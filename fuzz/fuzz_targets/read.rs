//! A page of any bytes → article and source map: nothing panics, spans lie in the text, sources in the body.
#![no_main]

use hinomi_model::{Capture, Document, Outcome, Span};
use hinomi_read::Rules;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let at = "2032-01-01T00:00:00Z".parse().expect("the time is written right");
    let url = "https://www.sample.example/2031/05/page";
    // The first byte says how the page was served, so that all of its readers are reached.
    let kind = match body.first().map(|b| b % 5) {
        Some(0) => "text/html; charset=shift_jis",
        Some(1) => "application/xhtml+xml",
        Some(2) => "text/plain",
        Some(3) => "text/markdown",
        _ => "text/html",
    };
    let headers = vec![("content-type".to_owned(), kind.to_owned())];
    let body = body.get(1..).unwrap_or_default().to_vec();
    let page = Capture::new(url, url, "fuzz", at, Outcome::Answered { status: 200 }, headers, body);
    let document = Document { url, page: Some(&page), entry: None, source: "fuzz", fetched_at: at };
    let reading = hinomi_read::read_with_source(&document, &Rules::default()).value;
    assert_eq!(reading.article, hinomi_read::read(&document).value, "the same bytes give the same article");
    for (start, c) in reading.article.text.char_indices() {
        if let Some(range) = reading.source_map.bytes(Span::new(start, start + c.len_utf8())) {
            assert!(page.body.get(range).is_some(), "a source lies in the body");
        }
    }
    let _ = hinomi_read::weigh(&page, &Rules::default());
});
