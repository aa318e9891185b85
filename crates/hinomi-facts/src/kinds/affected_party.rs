//! Finds others touched by the matter: units, parents, suppliers and customers that speak or are named with it.
//!
//! Example: `委託先の東雲印刷が攻撃を受け、北見市は3日、…と発表した` → affected_party 北見市.
//! Misses: customers in long lists, and those told of in sentences without the victim.

use hinomi_model::{Fact, Slot, Value};

use crate::page::Page;

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let mut out = Vec::new();
    for party in page.parties.touched() {
        let Some(mention) = party.best_mention(&page.scan) else { continue };
        let name = page.scan.written(mention.name.span).to_owned();
        let mut fact = page.plain(Slot::AffectedParty, Value::Name(name.clone()), mention.name.span);
        fact.aliases = party.other_names(&page.scan, &name);
        out.push(fact);
    }
    out
}
