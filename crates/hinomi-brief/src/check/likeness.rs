//! Which sentences of the cited pages say what a sentence of the digest says.
//!
//! Within a language by shared pieces, across languages by facts of the same slot and value.

use std::rc::Rc;

use hinomi_model::{Fact, Lang, SaidBy, Slot, Status, Value};

use super::Scene;
use super::carried::{Page, Tone, held, pieces};
use super::digest::Kind;
use crate::verify::certainty::is_negative;

/// Share of a digest sentence's pieces from which on a sentence of a page says the same.
const LIKENESS_MIN: f64 = 0.5;

/// How far behind the likest a sentence may lie and still count.
const BEHIND_MAX: f64 = 0.12;

/// Fewest pieces by which sentences are compared.
const PIECES_MIN: usize = 5;

/// Fewest pieces of a short sentence, and how alike it must be.
const SHORT_PIECES_MIN: usize = 3;
const SHORT_LIKENESS_MIN: f64 = 0.9;

/// Share of a page's sentence that the digest's must hold in turn: a long sentence may hedge something else.
const HELD_BACK_MIN: f64 = 0.4;

/// The sentences of the pages that are like a digest's, the likest first. Empty where the languages differ or nothing
/// is like it.
pub struct Like {
    /// The sentences.
    pub lines: Vec<Alike>,
}

/// A sentence of a page that is like one of a digest.
pub struct Alike {
    /// How it sounds.
    pub tone: Tone,
    /// Its words.
    pub text: String,
    /// Share of the digest's sentence that it holds.
    pub holds: f64,
    /// Share of it that the digest's sentence holds.
    pub is_held: f64,
}

impl Like {
    /// Looks `idx` up in the pages that it cites.
    pub fn of(scene: &Scene<'_>, idx: usize) -> Self {
        let sentence = &scene.digest.sentences[idx];
        let lang = super::scene::lang_of(&sentence.text, scene.digest.lang);
        let mine = pieces(&sentence.text, lang);
        let mut lines: Vec<Alike> = Vec::new();
        let is_row = scene.digest.blocks[sentence.block].kind == Kind::TableRow;
        // Short sentences must be nearly the same.
        let (holds_min, is_held_min) = match mine.len() {
            0..SHORT_PIECES_MIN => return Self { lines: Vec::new() },
            SHORT_PIECES_MIN..PIECES_MIN => (SHORT_LIKENESS_MIN, SHORT_LIKENESS_MIN),
            _ => (LIKENESS_MIN, HELD_BACK_MIN),
        };
        if !is_row {
            let pages: Vec<Rc<Page>> = scene.pages_of(idx);
            for page in pages.iter().filter(|page| page.lang == Some(lang)) {
                for line in &page.sentences {
                    let (holds, is_held) = (held(&mine, &line.pieces), held(&line.pieces, &mine));
                    if holds >= holds_min && is_held >= is_held_min {
                        lines.push(Alike { tone: line.tone, text: line.text.clone(), holds, is_held });
                    }
                }
            }
        }
        let best = lines.iter().map(|line| line.holds).fold(0.0, f64::max);
        lines.retain(|line| line.holds >= best - BEHIND_MAX);
        lines.sort_by(|a, b| b.holds.total_cmp(&a.holds).then_with(|| a.text.cmp(&b.text)));
        Self { lines }
    }

    /// Whether there are such sentences and all of them are so.
    pub fn all(&self, is: impl Fn(&Tone) -> bool) -> bool {
        !self.lines.is_empty() && self.lines.iter().all(|line| is(&line.tone))
    }
}

/// How a fact stands: the same three questions as a sentence's tone.
fn stand(fact: &Fact) -> Tone {
    Tone {
        // A count near "suspected" is often one of suspects, and what is exploited is told with other flaws.
        is_possible: match fact.slot {
            Slot::Count => fact.status == Some(Status::Possible),
            Slot::Exploited => false,
            _ => matches!(fact.status, Some(Status::Possible | Status::Suspected)),
        },
        is_claimed: fact.status == Some(Status::Claimed) || fact.said_by == Some(SaidBy::Attacker),
        is_negative: is_negative(fact),
    }
}

/// What the cited pages say on what a sentence of the digest tells as a fact: the digest's fact and how the pages' facts
/// of the same slot and value stand. Only slots whose values mean the same everywhere.
pub fn facts_alike(scene: &Scene<'_>, idx: usize) -> Vec<(Fact, Tone, Vec<Tone>)> {
    let sources = scene.sources_of(idx).unwrap_or_default();
    let mut out = Vec::new();
    for told in scene.facts().iter().filter(|told| told.sentence == idx) {
        let mine = &told.fact;
        if !is_comparable(mine) {
            continue;
        }
        let same: Vec<Tone> = sources
            .iter()
            .flat_map(|(_, facts)| &facts.facts)
            .filter(|fact| is_same_matter(mine, fact))
            .map(|fact| {
                let mut tone = stand(fact);
                // Data that is said not to be exposed, and the other word of a pair, say no to the digest's.
                tone.is_negative |= fact.slot != mine.slot || is_opposite(&mine.value, &fact.value);
                tone
            })
            .collect();
        if !same.is_empty() {
            out.push((mine.clone(), stand(mine), same));
        }
    }
    out
}

fn is_comparable(fact: &Fact) -> bool {
    use Slot::*;
    // "Information" without a kind is in everything that is said to have leaked, or not to have.
    let is_vague = matches!(&fact.value, Value::Word(word) if word == "unspecified");
    match fact.slot {
        DataExposed | DataNotExposed if is_vague => false,
        Misuse | Ransom | Exploited | DataExposed | DataNotExposed | RootCause | Backup => true,
        Count => {
            matches!(&fact.value, Value::Count { number, .. } if *number >= rust_decimal::Decimal::from(10))
        }
        _ => false,
    }
}

fn is_same_matter(mine: &Fact, other: &Fact) -> bool {
    use Slot::*;
    match (mine.slot, other.slot) {
        (DataExposed, DataNotExposed) => mine.value == other.value,
        (a, b) if a != b => false,
        (Misuse | Ransom | Exploited, _) => {
            mine.value == other.value || is_opposite(&mine.value, &other.value)
        }
        (Count, _) => match (&mine.value, &other.value) {
            (Value::Count { number: a, unit: ua, .. }, Value::Count { number: b, unit: ub, .. }) => {
                a == b && ua == ub
            }
            _ => false,
        },
        _ => mine.value == other.value,
    }
}

fn is_opposite(a: &Value, b: &Value) -> bool {
    let (Value::Word(a), Value::Word(b)) = (a, b) else { return false };
    let pairs = [
        ("confirmed", "not_confirmed"),
        ("paid", "not_paid"),
        ("demanded", "not_demanded"),
        ("negotiating", "not_negotiating"),
        ("yes", "no"),
    ];
    pairs.iter().any(|(x, y)| (a == x && b == y) || (a == y && b == x))
}

/// The tone of a digest's own sentence.
pub fn tone_of(scene: &Scene<'_>, idx: usize) -> Tone {
    let text = &scene.digest.sentences[idx].text;
    let lang: Lang = super::scene::lang_of(text, scene.digest.lang);
    Tone::of(text, lang)
}
