//! Identifiers that the cited pages do not hold: CVE, JVN, CWE, ATT&CK.
//!
//! Why it matters: one wrong digit is another flaw. Example: `CVE-2031-10204` where the page has `CVE-2031-10203`.

use crate::check::{Finding, Needs, Rule, Said, Scene, Severity};

/// The rule.
pub const RULE: Rule = Rule {
    id: "id-not-in-source",
    about: Said::new("出典にない識別番号", "identifiers that are not in the cited source"),
    severity: Severity::Error,
    needs: Needs::Sources,
    run,
};

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for idx in scene.compared() {
        let pages = scene.pages_of(idx);
        for (span, id) in &scene.reading(idx).ids {
            let lower = id.to_lowercase();
            if pages.iter().any(|page| page.ids.contains(&id.to_uppercase()) || page.text.contains(&lower)) {
                continue;
            }
            out.push(scene.found_in(
                &RULE,
                idx,
                *span,
                Said::made(format!("{id} は出典にない"), format!("{id} is not in the cited source")),
                Said::new("出典で番号を確かめる", "look the id up in the source"),
            ));
        }
    }
}
