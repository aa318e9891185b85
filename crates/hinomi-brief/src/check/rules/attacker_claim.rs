//! What an attacker claims, told as fact.
//!
//! Why it matters: it does the attacker's work. Example: `1.1TBが盗まれた` where the page has `1.1TBを盗んだと主張している`.
//! Misses: claims that the page itself tells as fact elsewhere.

use hinomi_model::Span;

use crate::check::likeness::{Like, facts_alike, tone_of};
use crate::check::{Finding, Needs, Rule, Said, Scene, Severity};

/// The rule.
pub const RULE: Rule = Rule {
    id: "attacker-claim",
    about: Said::new("攻撃者の主張を事実として述べている", "an attacker's claim told as fact"),
    severity: Severity::Error,
    needs: Needs::Sources,
    run,
};

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for idx in scene.compared() {
        let mine = tone_of(scene, idx);
        if mine.is_claimed || mine.is_possible || mine.is_negative {
            continue;
        }
        let like = Like::of(scene, idx);
        let is_claim = like.all(|tone| tone.is_claimed)
            || facts_alike(scene, idx)
                .iter()
                .any(|(_, told, others)| !told.is_claimed && others.iter().all(|other| other.is_claimed));
        if is_claim {
            let sentence = &scene.digest.sentences[idx];
            out.push(scene.found_in(
                &RULE,
                idx,
                Span::new(0, sentence.text.trim_end().len()),
                Said::new(
                    "出典では攻撃者の主張なのに、事実として述べている",
                    "the source gives this as the attacker's claim",
                ),
                Said::new("誰の主張かを書く", "say whose claim it is"),
            ));
        }
    }
}
