//! CVE ids that belong to another product than the one named.
//!
//! Why it matters: the wrong system is patched. Example: a VPN gateway's id beside a firewall's name. Known are the
//! articles at hand that name the id; where none of the products or makers that a sentence names stands in any of them,
//! and they name others, something is wrong. Misses: ids of which no article is at hand.

use std::collections::BTreeSet;

use hinomi_model::{Lang, Slot, Value};

use crate::check::{Finding, Needs, Rule, Said, Scene, Severity};

/// The rule.
pub const RULE: Rule = Rule {
    id: "cve-product",
    about: Said::new("別の製品の CVE 番号", "CVE ids of another product than the one named"),
    severity: Severity::Error,
    needs: Needs::Catalog,
    run,
};

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for (idx, sentence) in scene.digest.sentences.iter().enumerate() {
        let ids: Vec<_> = scene.reading(idx).ids.iter().filter(|(_, id)| id.starts_with("CVE-")).collect();
        let [(span, id)] = ids.as_slice() else { continue };
        let named: BTreeSet<String> = scene
            .facts()
            .iter()
            .filter(|told| told.sentence == idx && matches!(told.fact.slot, Slot::Product | Slot::Vendor))
            .filter_map(|told| match &told.fact.value {
                Value::Name(name) => Some(name.clone()),
                _ => None,
            })
            .collect();
        let upper = id.to_uppercase();
        let known: Vec<_> = scene
            .context
            .catalog
            .iter()
            .filter(|(_, facts)| {
                facts.facts.iter().any(|f| matches!(&f.value, Value::Id(other) if *other == upper))
            })
            .collect();
        let names_others = known
            .iter()
            .any(|(_, facts)| facts.facts.iter().any(|f| matches!(f.slot, Slot::Product | Slot::Vendor)));
        if named.is_empty() || !names_others {
            continue;
        }
        let is_latin = |name: &str| name.chars().all(|c| c.is_ascii() || !c.is_alphabetic());
        let is_held = |name: &String| {
            let key = hinomi_text::name_key(name);
            known.iter().any(|(article, _)| {
                // A name in kana cannot be looked for in an English article.
                (!is_latin(name) && article.lang != Lang::Ja)
                    || hinomi_text::name_key(&article.text).contains(&key)
                    || key
                        .split_whitespace()
                        .any(|word| word.len() > 3 && article.text.to_lowercase().contains(word))
            })
        };
        if named.iter().any(is_held) {
            continue;
        }
        let others: BTreeSet<String> = known
            .iter()
            .flat_map(|(_, facts)| &facts.facts)
            .filter(|f| matches!(f.slot, Slot::Product | Slot::Vendor))
            .filter_map(|f| match &f.value {
                Value::Name(name) => Some(name.clone()),
                _ => None,
            })
            .take(3)
            .collect();
        let others = others.into_iter().collect::<Vec<_>>().join(", ");
        let written = named.iter().cloned().collect::<Vec<_>>().join(", ");
        let _ = sentence;
        out.push(scene.found_in(
            &RULE,
            idx,
            *span,
            Said::made(
                format!("{id} は {others} の番号として知られ、{written} のものではない"),
                format!("{id} is known as one of {others}, not of {written}"),
            ),
            Said::new("出典で番号と製品を確かめる", "look the id and the product up in the source"),
        ));
    }
}
