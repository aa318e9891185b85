//! Any bytes under any declaration → text: nothing panics, and the same bytes give the same text.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Option<&str>, &[u8])| {
    let (content_type, body) = input;
    let decoded = hinomi_read::decode(body, content_type);
    assert_eq!(decoded.text, hinomi_read::decode(body, content_type).text);
    // No decoder makes more than three bytes of one.
    assert!(decoded.text.len() <= 3 * body.len() + 3);
});
