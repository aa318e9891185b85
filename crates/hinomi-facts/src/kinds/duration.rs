//! Finds how long intruders were inside (duration.dwell) and how long a service was down (duration.outage).
//!
//! Example: `約2カ月ぶりに再開した` → duration.outage P2M; `launched the ransomware 136 days later` → duration.dwell P136D.
//! Misses: lengths that must be reckoned from two dates.

use hinomi_model::{Fact, Slot, Story, Value};

use crate::lexicon::Class;
use crate::page::Page;
use crate::scan::Scan;

/// Words that make a length of time one of an outage or of a stay.
const OUTAGE: &str = "ぶり";
const STAY_JA: &str = "潜伏";
const STAY_EN: &str = "inside for";

/// Whether any length of time in the text can count: most texts have none of the words for it, and are not searched.
fn tells_of_time(scan: &Scan<'_>) -> bool {
    let has = |word: &str| memchr::memmem::find(scan.folded.text.as_bytes(), word.as_bytes()).is_some();
    scan.terms.iter().any(|t| {
        t.entry.class == Class::Predicate && matches!(t.entry.value.as_str(), "resume" | "stop" | "encrypt")
    }) || [OUTAGE, STAY_JA, STAY_EN].into_iter().any(has)
}

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    let mut out = Vec::new();
    if page.story != Story::Incident {
        return out;
    }
    if !tells_of_time(scan) {
        return out;
    }
    for duration in &scan.durations() {
        let Some(sentence) = scan.sentence_at(duration.span.start) else { continue };
        let after = scan.between(duration.span.end, sentence.span.end);
        let is_outage = scan.of(duration.span).contains(OUTAGE)
            || after.starts_with(OUTAGE)
            || scan.has_role(sentence.span, &["resume"])
            || scan.has_role(sentence.span, &["stop"]);
        let is_dwell = after.starts_with(" later") && scan.has_role(sentence.span, &["encrypt"])
            || after.contains(STAY_JA)
            || scan.between(sentence.span.start, duration.span.start).contains(STAY_EN);
        let slot = if is_dwell {
            Slot::DurationDwell
        } else if is_outage {
            Slot::DurationOutage
        } else {
            continue;
        };
        let mut fact = page.plain(slot, Value::Duration(duration.iso.clone()), duration.span);
        fact.qualifier = (duration.qualifier != hinomi_model::Qualifier::Exact).then_some(duration.qualifier);
        out.push(fact);
    }
    out
}
