//! Finds what happened, as a word of a closed list: ransomware, data_breach, ddos, loss …
//!
//! Example: `サーバーがランサムウェアに感染した` → event_type ransomware; `DDoS攻撃の可能性がある` → ddos, possible.
//! Misses: events told without any of the listed words; kinds that the list of values lacks ("outage", "theft of crypto").

use std::collections::BTreeSet;

use hinomi_model::{Fact, Slot, Story, Value};

use crate::lexicon::Class;
use crate::page::Page;
use crate::scope;

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    let mut out: Vec<Fact> = Vec::new();
    if !page.is_security() || page.story == Story::Vulnerability {
        return out;
    }
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let ordered = scan.sentences.iter().filter(|s| !s.is_title).chain(scan.sentences.iter().filter(|s| s.is_title));
    for sentence in ordered {
        for term in scan.class_in(sentence.span, Class::Event) {
            let word = term.entry.value.as_str();
            if matches!(word, "none" | "attack" | "outage" | "crypto") || !seen.insert(word) {
                continue;
            }
            let mut fact = page.plain(Slot::EventType, Value::Word(word.to_owned()), term.span);
            fact.status = scope::status(scan, term.span);
            fact.said_by = scope::said_by(page, term.span);
            out.push(fact);
        }
    }
    // A leak is what ransomware, loss and the like end in: told as an event only where nothing else is.
    let has_other = out.iter().any(|f| !matches!(&f.value, Value::Word(w) if w == "data_breach"));
    if has_other {
        out.retain(|f| !matches!(&f.value, Value::Word(w) if w == "data_breach") );
    }
    out
}
