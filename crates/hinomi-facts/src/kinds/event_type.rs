//! Finds what happened, as a word of a closed list: ransomware, data_breach, ddos, loss …
//!
//! Example: `サーバーがランサムウェアに感染した` → event_type ransomware; `DDoS攻撃の可能性がある` → ddos, possible.
//! Misses: events told without any of the listed words; kinds that the list of values lacks ("outage", "theft of crypto").

use std::collections::BTreeMap;

use hinomi_model::{Fact, Slot, Status, Story, Value};

use crate::lexicon::{Class, How, Term};
use crate::page::Page;
use crate::scope;

// What was lost stands in the same sentence as a medium.
crate::gate::pattern!(
    LOST,
    r"(?i)\b(?:lost|misplaced|mislaid) (?:it|them|one|(?:the|an?) [a-z ]{0,16}(?:drive|device|laptop|stick|bag|phone))"
);

/// Kinds told of an incident only where it begins: further down they are background.
const HEAD_ONLY: &[&str] = &["malware", "phishing", "espionage", "exploitation", "fraud", "defacement"];

/// Kinds that say more than that somebody came in or something got out.
const CLOSE: &[&str] = &[
    "ransomware",
    "ddos",
    "loss",
    "misconfiguration",
    "insider",
    "supply_chain",
    "phishing",
    "fraud",
    "defacement",
];

/// Words for signs of an event and not for what it was.
const NO_VALUE: &[&str] = &["none", "attack", "outage", "crypto", "media"];

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    let mut out: Vec<Fact> = Vec::new();
    if !page.is_security() || page.story == Story::Vulnerability {
        return out;
    }
    let head_end = scan.body().nth(1).map_or(u32::MAX, |s| s.span.end);
    // Of the words for one kind, the one to cite: a name before a description, the body before the title.
    let mut best: BTreeMap<&str, (bool, bool, Term<'_>)> = BTreeMap::new();
    for sentence in &scan.sentences {
        for term in scan.class_in(sentence.span, Class::Event) {
            let word = term.entry.value.as_str();
            if NO_VALUE.contains(&word) || (HEAD_ONLY.contains(&word) && term.span.start > head_end) {
                continue;
            }
            let rank = (term.entry.how == How::Near, sentence.is_title);
            let is_better = best.get(word).is_none_or(|(near, title, _)| rank < (*near, *title));
            if is_better {
                best.insert(word, (rank.0, rank.1, *term));
            }
        }
    }
    for (word, (_, _, term)) in &best {
        out.push(fact(page, word, term.span));
    }
    for sentence in scan.body() {
        let Some(found) = sentence.find(&LOST, scan.of(sentence.span)) else { continue };
        if !best.contains_key("loss") && scan.value_in(sentence.span, Class::Event, "media").next().is_some()
        {
            let start = sentence.span.range().start;
            out.push(fact(page, "loss", hinomi_model::Span::new(start + found.start(), start + found.end())));
        }
    }
    // A leak is what most of the others end in, and unauthorised access what they begin with: they are the event only
    // where nothing closer is told.
    let is = |f: &Fact, words: &[&str]| matches!(&f.value, Value::Word(w) if words.contains(&w.as_str()));
    // A flood of traffic often only follows a break-in.
    let has_plain = out.iter().any(|f| f.status != Some(Status::Denied) && is(f, CLOSE) && !is(f, &["ddos"]));
    if has_plain {
        out.retain(|f| {
            is(f, CLOSE)
                || is(f, &["malware", "espionage", "exploitation"])
                || f.status == Some(Status::Denied)
        });
    } else if out.iter().any(|f| is(f, &["unauthorized_access"])) {
        out.retain(|f| !is(f, &["data_breach"]));
    }
    out
}

fn fact(page: &Page<'_>, word: &str, span: hinomi_model::Span) -> Fact {
    let mut fact = page.plain(Slot::EventType, Value::Word(word.to_owned()), span);
    fact.status = scope::status(&page.scan, span);
    fact.said_by = scope::said_by(page, span);
    fact
}
