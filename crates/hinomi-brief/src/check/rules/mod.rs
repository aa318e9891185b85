//! The rules, a file each, all in one list.
//!
//! To add one, copy a neighbour: a file whose doc says what it finds, why it matters, examples and what it misses;
//! a `RULE` and a `run`; and a line in [`RULES`].

mod attacker_claim;
mod broken_link;
mod certainty_raised;
mod cve_product;
mod date_not_in_source;
mod denial_changed;
mod duplicate_reference;
mod duration;
mod empty_citation;
mod future_date;
mod id_not_in_source;
mod leftover_citation;
mod list_count;
mod list_page;
mod malformed_id;
mod name_not_in_source;
mod number_not_in_source;
mod outlet_mismatch;
mod outside_window;
mod quotation_not_in_source;
mod source_without_link;
mod sum;
mod two_values;
mod unresolved_citation;
mod unused_reference;
mod weekday;

use super::{Needs, Rule};

/// Every rule, in the order in which they are explained.
pub const RULES: &[&Rule] = &[
    &empty_citation::RULE,
    &leftover_citation::RULE,
    &unresolved_citation::RULE,
    &source_without_link::RULE,
    &unused_reference::RULE,
    &duplicate_reference::RULE,
    &list_page::RULE,
    &broken_link::RULE,
    &outlet_mismatch::RULE,
    &number_not_in_source::RULE,
    &date_not_in_source::RULE,
    &name_not_in_source::RULE,
    &id_not_in_source::RULE,
    &quotation_not_in_source::RULE,
    &certainty_raised::RULE,
    &denial_changed::RULE,
    &attacker_claim::RULE,
    &two_values::RULE,
    &sum::RULE,
    &duration::RULE,
    &list_count::RULE,
    &weekday::RULE,
    &future_date::RULE,
    &outside_window::RULE,
    &malformed_id::RULE,
    &cve_product::RULE,
];

/// Whether the rule of this name compares with sources.
pub fn needs_sources(id: &str) -> bool {
    RULES.iter().any(|rule| rule.id == id && rule.needs == Needs::Sources)
}
