//! Words in quotation marks that the cited pages do not have.
//!
//! Why it matters: a quotation is a promise that somebody said just that. Example: one word of a quoted sentence changed.
//! What is left out must be shown with … or [...]. Quotation marks around names and single words are no quotations, and a
//! quotation in another language than the page's is a translation. Misses: words taken out of their context.

use hinomi_model::{Lang, Span};

use crate::check::digest::Kind;
use crate::check::{Finding, Needs, Rule, Said, Scene, Severity, pattern};
use crate::verify::carried::bare;

/// The rule.
pub const RULE: Rule = Rule {
    id: "quotation-not-in-source",
    about: Said::new("出典にない引用文", "quotations that are not in the cited source"),
    severity: Severity::Error,
    needs: Needs::Sources,
    run,
};

/// Shortest quotation, in characters: shorter ones are names and terms.
const JA_CHARS_MIN: usize = 12;

/// Shortest quotation, in words.
const EN_WORDS_MIN: usize = 4;

pattern!(CUT, r"\[\s*(?:\.{3}|…)\s*\]|[（(]\s*(?:中略|略)\s*[）)]|…+|\.{3,}|〔[^〕]*〕|\[[^\]]*\]");

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for idx in scene.compared() {
        let sentence = &scene.digest.sentences[idx];
        let pages = scene.pages_of(idx);
        let reading = scene.reading(idx);
        let mut quotations: Vec<(Span, String)> = reading.quotations.clone();
        if scene.digest.blocks[sentence.block].kind == Kind::Quote && quotations.is_empty() {
            let words = sentence.text.split(['―', '—']).next().unwrap_or_default();
            quotations.push((Span::new(0, words.len()), words.to_owned()));
        }
        for (span, words) in quotations {
            let lang = crate::check::scene::lang_of(&words, Lang::En);
            let is_long = match lang {
                Lang::Ja => words.chars().count() >= JA_CHARS_MIN,
                _ => words.split_whitespace().count() >= EN_WORDS_MIN,
            };
            let comparable: Vec<_> = pages.iter().filter(|page| page.lang == Some(lang)).collect();
            if !is_long || comparable.is_empty() {
                continue;
            }
            let parts: Vec<String> = CUT.split(&words).map(bare).filter(|part| !part.is_empty()).collect();
            let is_held = comparable.iter().any(|page| {
                let lower = page.bare.to_lowercase();
                let mut from = 0;
                parts.iter().all(|part| {
                    let part = part.to_lowercase();
                    let part = part.trim_end_matches(['。', '.', ',', '、']);
                    match lower[from..].find(part) {
                        Some(at) => {
                            from += at + part.len();
                            true
                        }
                        None => false,
                    }
                })
            });
            if !is_held {
                out.push(scene.found_in(
                    &RULE,
                    idx,
                    span,
                    Said::new(
                        "この引用文は出典にこのままの形では載っていない",
                        "these words do not stand in the cited source",
                    ),
                    Said::new(
                        "原文のまま引くか、引用符を外す",
                        "quote word for word, or take the quotation marks off",
                    ),
                ));
            }
        }
    }
}
