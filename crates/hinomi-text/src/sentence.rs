//! Where sentences end.

use hinomi_model::Span;

/// Splits `text` into sentences, both languages alike: trimmed, in order, never empty.
pub fn sentences(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(['\n', '。']) {
        let body = line.trim();
        if !body.is_empty() {
            let lead = line.len() - line.trim_start().len();
            out.push(Span::new(start + lead, start + lead + body.len()));
        }
        start += line.len();
    }
    out
}
