//! A denial that was dropped, or one that the pages do not make.
//!
//! Why it matters: `悪用は確認されていない` without its ない is the opposite. Compared are facts of the same value, and
//! sentences that are nearly the same. Misses: denials in sentences rewritten from the ground.

use hinomi_model::{Slot, Span};

use crate::check::carried::{held, negated_pieces, pieces};
use crate::check::likeness::{Like, facts_alike, tone_of};
use crate::check::scene::lang_of;
use crate::check::{Finding, Needs, Rule, Said, Scene, Severity};

/// The rule.
pub const RULE: Rule = Rule {
    id: "denial-changed",
    about: Said::new("否定が落ちている、または加わっている", "a denial dropped, or added"),
    severity: Severity::Error,
    needs: Needs::Sources,
    run,
};

/// Share of the page's sentence that the digest's must hold for a denial in it to be about the same.
const HELD_BACK_MIN: f64 = 0.6;

/// Share of the digest's sentence that the page's must hold for a denial to have been added: a clause of its own may.
const HELD_MIN: f64 = 0.8;

/// Share of a denied clause that the other sentence must hold.
const DENIED_MIN: f64 = 0.6;

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for idx in scene.compared() {
        let mine = tone_of(scene, idx);
        let sentence = &scene.digest.sentences[idx];
        let mut like = Like::of(scene, idx);
        let lang = lang_of(&sentence.text, scene.digest.lang);
        let own = pieces(&sentence.text, lang);
        let own_no = negated_pieces(&sentence.text, lang);
        // What is denied must be what both speak of, not another clause of either.
        like.lines.retain(|line| {
            let no = negated_pieces(&line.text, lang);
            line.is_held >= HELD_BACK_MIN
                && (no.is_empty() || held(&no, &own) >= DENIED_MIN)
                && (own_no.is_empty() || held(&own_no, &pieces(&line.text, lang)) >= DENIED_MIN)
        });
        let is_nearly = like.lines.first().is_some_and(|line| line.holds >= HELD_MIN);
        let facts = facts_alike(scene, idx);
        let facts = || facts.iter().filter(|(fact, ..)| fact.slot != Slot::Count);
        let is_dropped = (!mine.is_negative && like.all(|tone| tone.is_negative))
            || facts().any(|(_, told, others)| {
                !told.is_negative && !mine.is_negative && others.iter().all(|other| other.is_negative)
            });
        let is_added = (mine.is_negative && is_nearly && like.all(|tone| !tone.is_negative))
            || facts().any(|(_, told, others)| {
                told.is_negative && others.iter().all(|other| !other.is_negative && !other.is_possible)
            });
        let message = match (is_dropped, is_added) {
            (true, _) => {
                Said::new("出典は否定しているのに、肯定している", "the source denies what this tells")
            }
            (_, true) => Said::new("出典にない否定がある", "this denies what the source tells"),
            _ => continue,
        };
        let hint = match like.lines.first() {
            Some(line) => {
                Said::made(format!("出典は「{}」", line.text), format!("the source says: {}", line.text))
            }
            None => Said::new("出典を読み直す", "read the source again"),
        };
        out.push(scene.found_in(&RULE, idx, Span::new(0, sentence.text.trim_end().len()), message, hint));
    }
}
