//! Any text → its dates, quantities and sentences: nothing panics, every range lies on character boundaries.
#![no_main]

use hinomi_model::{Lang, Stamp};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let anchor = Stamp::instant("2032-01-01T00:00:00Z".parse().expect("the time is written right"), None);
    let folded = hinomi_text::fold(text);
    for lang in [Lang::Ja, Lang::En, Lang::Other] {
        let all = hinomi_text::times(&folded, lang, anchor);
        for date in hinomi_text::dates(&folded, lang, anchor).into_iter().chain(all) {
            assert!(text.get(date.span.range()).is_some());
        }
    }
    for sentence in hinomi_text::sentences(text) {
        assert!(text.get(sentence.range()).is_some());
    }
});
