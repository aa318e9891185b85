//! A feed of any bytes → entries, and each entry → an article: nothing panics.
#![no_main]

use hinomi_model::{Capture, Document, Outcome};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let at = "2032-01-01T00:00:00Z".parse().expect("the time is written right");
    let url = "https://www.sample.example/feed.xml";
    let feed =
        Capture::new(url, url, "fuzz", at, Outcome::Answered { status: 200 }, Vec::new(), body.to_vec());
    for entry in hinomi_gather::entries(&feed, None).value.into_iter().take(8) {
        let document =
            Document { url: &entry.url, page: None, entry: Some(&entry), source: "fuzz", fetched_at: at };
        let _ = hinomi_read::read(&document);
    }
});
