//! Finds versions that are open to a flaw (affected_version) and those that mend it (fixed_version).
//!
//! Example: `8.0.2で修正した` → fixed_version 8.0.2; `2.0.0 through 2.0.4 are affected` → affected_version.
//! Misses: versions of one number, and lists in tables.

use hinomi_model::{Fact, Slot, Span, Story, Value};

use crate::page::Page;

crate::gate::pattern!(
    VERSION,
    r"(?-u:\b)\d+\.\d+(?:\.\d+)*(?:-\d[\w.]*)?(?-u:\b)(?: through \d+\.\d+(?:\.\d+)*(?:-\d[\w.]*)?| to \d+\.\d+(?:\.\d+)+)?"
);
crate::gate::pattern!(
    FIX,
    r"(?i)fix|patched|contain|mend|修正|対策済|update to|upgrade to|アップデート|以降で"
);
crate::gate::pattern!(OPEN, r"(?i)affected|vulnerable|impacted|影響|対象|以前|earlier|prior|and below");

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    let mut out = Vec::new();
    if page.story != Story::Vulnerability {
        return out;
    }
    for sentence in scan.body().filter(|s| s.is_readable()) {
        let mut start = sentence.span.start;
        let text = scan.of(sentence.span);
        if !text.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        // Parts at semicolons and 、 behind a verb each speak of one side.
        for part in text.split_inclusive([';', '、', '。']) {
            let span = Span { start, end: start + part.len() as u32 };
            start = span.end;
            for found in VERSION.find_iter(part) {
                let at = Span::new(span.range().start + found.start(), span.range().start + found.end());
                let before = scan.between(sentence.span.start, at.start);
                let lead = before.trim_end_matches(['「', ' ']);
                let is_score = ["CVSS", "score of", "スコアは", "CVSSv", "基本値", "score"]
                    .iter()
                    .any(|w| lead.ends_with(w))
                    || before.ends_with('v')
                    || before.ends_with("CVSS")
                    || before.ends_with('$')
                    || before.ends_with('T');
                let is_short = !found.as_str().contains('-')
                    && found.as_str().split('.').count() < 3
                    && !found.as_str().contains(' ');
                let after = scan.between(at.end, sentence.span.end);
                let is_measure = after.starts_with(['%', '％', '万', '億'])
                    || after.starts_with(" million")
                    || after.starts_with(" billion");
                if is_score
                    || is_measure
                    || is_short && !lead.ends_with("バージョン") && !lead.ends_with("ersion")
                {
                    continue;
                }
                let slot = if OPEN.is_match(part) && !FIX.is_match(part)
                    || after.starts_with("」以前")
                    || after.starts_with("以前")
                {
                    Slot::AffectedVersion
                } else if FIX.is_match(part) || after.contains("修正") {
                    Slot::FixedVersion
                } else {
                    continue;
                };
                out.push(page.plain(slot, Value::Id(found.as_str().to_owned()), at));
            }
        }
    }
    out
}
