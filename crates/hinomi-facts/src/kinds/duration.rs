//! Finds how long intruders were inside (duration.dwell) and how long a service was down (duration.outage).
//!
//! Example: `約2カ月ぶりに再開した` → duration.outage P2M; `launched the ransomware 136 days later` → duration.dwell P136D.
//! Misses: lengths that must be reckoned from two dates.

use hinomi_model::{Fact, Slot, Story, Value};

use crate::page::Page;

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    let mut out = Vec::new();
    if page.story != Story::Incident {
        return out;
    }
    for duration in &scan.durations() {
        let Some(sentence) = scan.sentence_at(duration.span.start) else { continue };
        let after = scan.between(duration.span.end, sentence.span.end);
        let is_outage = scan.of(duration.span).contains("ぶり")
            || after.starts_with("ぶり")
            || scan.has_role(sentence.span, &["resume"])
            || scan.has_role(sentence.span, &["stop"]);
        let is_dwell = after.starts_with(" later") && scan.has_role(sentence.span, &["encrypt"])
            || after.contains("潜伏")
            || scan.between(sentence.span.start, duration.span.start).contains("inside for");
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
