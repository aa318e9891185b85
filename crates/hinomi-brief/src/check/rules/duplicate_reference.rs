//! The same page under two numbers, or one number for two pages.
//!
//! Why it matters: two numbers look like two independent sources. Examples: `[1]` and `[3]` with one address (campaign
//! marks and `www.` aside), `[2]` twice in one list. Misses: copies of an article at another address.

use std::collections::BTreeMap;

use crate::check::evidence::address_key;
use crate::check::{Finding, Needs, Rule, Said, Scene, Severity};

/// The rule.
pub const RULE: Rule = Rule {
    id: "duplicate-reference",
    about: Said::new("重複した参考文献", "references that stand twice"),
    severity: Severity::Warning,
    needs: Needs::Nothing,
    run,
};

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let mut addresses: BTreeMap<(usize, String), usize> = BTreeMap::new();
    let mut numbers: BTreeMap<(usize, u32), usize> = BTreeMap::new();
    for (idx, reference) in scene.digest.references.iter().enumerate() {
        let name = |idx: usize| {
            let reference = &scene.digest.references[idx];
            reference.number.map_or(reference.label.clone(), |n| n.to_string())
        };
        let same_number = reference.number.and_then(|n| numbers.insert((reference.list, n), idx));
        let key = reference.url.as_deref().map(address_key).filter(|key| !key.is_empty());
        let same_address = key.and_then(|key| match addresses.get(&(reference.list, key.clone())) {
            Some(first) => Some(*first),
            None => {
                addresses.insert((reference.list, key), idx);
                None
            }
        });
        let (message, hint) = match (same_number, same_address) {
            (Some(_), _) => (
                Said::made(
                    format!("参考文献の番号 {} が二度使われている", name(idx)),
                    format!("the number {} stands for two references", name(idx)),
                ),
                Said::new("番号を振り直す", "number them anew"),
            ),
            (None, Some(first)) => (
                Said::made(
                    format!("参考文献 {} は {} と同じページである", name(idx), name(first)),
                    format!("reference {} is the same page as {}", name(idx), name(first)),
                ),
                Said::new("一つにまとめる", "make them one"),
            ),
            (None, None) => continue,
        };
        out.push(Finding { rule: RULE.id, severity: RULE.severity, span: reference.written, message, hint });
    }
}
