//! A PDF of any bytes → article and source map: nothing panics, and the same bytes give the same article.
#![no_main]

use hinomi_model::{Capture, Document, Outcome, Span};
use hinomi_read::{Place, Rules};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let at = "2032-01-01T00:00:00Z".parse().expect("the time is written right");
    let url = "https://www.sample.example/2031/05/notice.pdf";
    let headers = vec![("content-type".to_owned(), "application/pdf".to_owned())];
    // What begins otherwise is read as another kind, which has a target of its own.
    let body = [b"%PDF-1.7\n", bytes].concat();
    let page = Capture::new(url, url, "fuzz", at, Outcome::Answered { status: 200 }, headers, body);
    let document = Document { url, page: Some(&page), entry: None, source: "fuzz", fetched_at: at };
    let reading = hinomi_read::read_with_source(&document, &Rules::default()).value;
    assert_eq!(reading.article, hinomi_read::read(&document).value, "the same bytes give the same article");
    for (start, c) in reading.article.text.char_indices() {
        let place = reading.source_map.place(Span::new(start, start + c.len_utf8()));
        assert!(!matches!(place, Some(Place::Bytes(_))), "the source of a PDF's text is a page");
    }
});
