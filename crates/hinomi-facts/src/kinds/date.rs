//! Finds when: disclosed, detected, impact, claimed, initial access, recovered, reported, first seen, due.
//!
//! Example: `北見物産は3日、1日に受けた攻撃について発表した` → date.disclosed 3日, date.impact 1日.
//! Misses: dates whose verb stands in another sentence, and the second meaning of a date with two.

use hinomi_model::{Fact, Value};

use crate::page::Page;

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let dates = page.scan.dates.iter().zip(&page.timings);
    dates
        .filter_map(|(date, timing)| timing.map(|t| page.plain(t.slot, Value::When(t.when), date.span)))
        .collect()
}
