//! Finds whom it happened to, the name that the whole incident goes by.
//!
//! Example: `北見物産は3日、不正アクセスを受けたと発表した` → victim 北見物産; `Attackers hit Acme Foods` → victim Acme Foods.
//! Misses: bodies known only by kind ("ある自治体", "a town"), on purpose; names in hiragana without a legal form;
//! a second victim of the same matter.

use hinomi_model::{Fact, Slot, Span, Value};

use crate::page::Page;
use crate::parties::Party;

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    page.parties.hit().filter_map(|victim| fact(page, victim)).collect()
}

fn fact(page: &Page<'_>, victim: &Party) -> Option<Fact> {
    let mention = victim.best_mention(&page.scan)?;
    let name = page.scan.written(mention.name.span).to_owned();
    // Brackets with another name belong to the proof.
    let span = if mention.name.aliases.is_empty() {
        mention.name.span
    } else {
        Span { start: mention.name.span.start, end: mention.name.whole.end }
    };
    let mut fact = page.plain(Slot::Victim, Value::Name(name.clone()), span);
    fact.aliases = victim.other_names(&page.scan, &name);
    Some(fact)
}
