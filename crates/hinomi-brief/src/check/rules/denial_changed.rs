//! A denial that was dropped, or one that the pages do not make.
//!
//! Why it matters: `悪用は確認されていない` without its ない is the opposite. Compared are facts of the same value, and
//! sentences that are nearly the same. Misses: denials in sentences rewritten from the ground.

use std::collections::BTreeSet;

use hinomi_model::{Lang, Slot, Span};

use crate::check::carried::{clauses_with, digit_runs, held, is_no, negated_pieces, pieces};
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

/// Fewest pieces of a clause that is compared with denied ones: two where a number stands with them.
const CLAUSE_PIECES_MIN: usize = 3;

/// Words that stand for whom a text is about, as pieces.
const WHOM: &[&str] = &[
    "compan", "firm", "organi", "exchan", "vendor", "also", "well", "too", "already", "alread", "当社",
    "同社",
];

/// Whether a clause of the sentence stands whole within a clause of the pages that says no, and within none that says yes.
fn denied_clause(scene: &Scene<'_>, idx: usize, lang: Lang) -> bool {
    let pages: Vec<_> = scene.pages_of(idx).into_iter().filter(|page| page.lang == Some(lang)).collect();
    let names: BTreeSet<String> =
        scene.reading(idx).names.iter().flat_map(|(_, name)| pieces(name, lang)).collect();
    let text = &scene.digest.sentences[idx].text;
    clauses_with(text, |_| true).into_iter().chain(std::iter::once(0..text.len())).any(|clause| {
        let words = &text[clause];
        let said: BTreeSet<String> =
            pieces(words, lang).into_iter().filter(|piece| !WHOM.contains(&piece.as_str())).collect();
        // Who it is about may stand in another sentence of the page.
        let own: BTreeSet<String> = said.iter().filter(|piece| !names.contains(*piece)).cloned().collect();
        let digits: Vec<&str> = digit_runs(words).iter().filter_map(|span| span.of(words)).collect();
        if own.is_empty() || said.len() < 2 {
            return false;
        }
        let (mut no, mut yes) = (false, false);
        for line in pages.iter().flat_map(|page| &page.sentences) {
            let denied = clauses_with(&line.text, is_no);
            let is_within = |words: &str| {
                let theirs: BTreeSet<String> =
                    pieces(words, lang).into_iter().filter(|piece| !WHOM.contains(&piece.as_str())).collect();
                let n_shared = said.intersection(&theirs).count();
                let n_min = CLAUSE_PIECES_MIN - usize::from(!digits.is_empty() || theirs.is_subset(&said));
                own.is_subset(&theirs) && n_shared >= n_min && digits.iter().all(|run| words.contains(run))
            };
            match denied.is_empty() {
                true => yes |= is_within(&line.text),
                false => no |= denied.into_iter().any(|clause| is_within(&line.text[clause])),
            }
        }
        no && !yes
    })
}

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
        let is_dropped =
            is_dropped || !mine.is_negative && !mine.is_possible && denied_clause(scene, idx, lang);
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
