//! Whether a sentence that a model wrote may stand for composed ones.
//!
//! The verifier comes first, with the proofs of what is replaced. It lets free wording through as long as nothing that
//! can be read in it is unproved; so what it cannot see is held still here: the words (no content word that the composed
//! sentences do not have, and none of theirs left out), the order of what is told (names, numbers, ids, words that say no
//! or maybe), and the part that each name plays (the particle or preposition beside it).

use std::collections::BTreeSet;

use hinomi_model::{Lang, Reading, Span, Stamp, Value, When};

use super::stop;
use crate::check::carried::{negated_pieces, pieces};
use crate::sentence::{Computed, Draft, Piece, Sentence};
use crate::verify::{CiteContext, Read, verify};

/// How much longer than what it replaces a sentence may be, in characters: connecting words.
const LONGER_CHARS_MAX: usize = 80;

/// Content words that join and say nothing, as pieces of their language.
const JOINING: &[&str] = &[
    "一方", "同社", "同庁", "同市", "同省", "加え", "続い", "また", "さら", "while", "howeve", "meanwh",
    "which", "whose", "accord", "added", "adding", "compan", "both", "when", "where", "there", "these",
    "those", "them",
];

/// Short words that join and say nothing; words of one to three letters are not among the pieces.
const SHORT: &[&str] = &[
    "a", "an", "the", "of", "in", "on", "at", "to", "by", "as", "it", "its", "is", "was", "are", "has",
    "had", "and", "for",
];

/// Words that are no pieces and turn what is said: each must stand as often as before.
const HELD_EN: &[&str] = &[
    "after",
    "into",
    "more",
    "than",
    "about",
    "will",
    "would",
    "could",
    "might",
    "from",
    "with",
    "confirmed",
    "likely",
    "by",
];
const HELD_JA: &[&str] = &[
    "を",
    "すべて",
    "ほぼ",
    "ほとんど",
    "まったく",
    "あらゆる",
    "だけ",
    "のみ",
    "しか",
    "さえ",
    "まで",
    "より",
    "いずれ",
    "たった",
    "わずか",
    "たぶん",
    "おそらく",
    "はず",
    "べき",
    "らし",
    "すでに",
    "まだ",
    "もう",
    "とも",
    "あと",
    "まえ",
    "なく",
    "たら",
    "れば",
];

/// Verifies `text` in the place of `of`, which stand in a row.
///
/// # Errors
/// The reason, as a word for statistics.
pub(super) fn pass(
    of: &[Sentence],
    text: &str,
    lang: Lang,
    context: &CiteContext<'_>,
    read: &Read<'_>,
) -> Result<Sentence, &'static str> {
    let text = text.trim();
    let before: String = of.iter().map(Sentence::text).collect::<Vec<_>>().join(" ");
    if !is_plain(text, lang) || text.chars().count() > before.chars().count() + LONGER_CHARS_MAX {
        return Err("form");
    }
    let draft = draft(of, text, lang).ok_or("quotation")?;
    let sentence = verify(draft, lang, context, read).map_err(|refused| refused.reason.word())?;
    let day = Stamp { when: When::Day(context.today), offset_minutes: None };
    let names = names(of);
    let told = |text: &str| Told::of(text, &names, lang, &read(text, lang, day));
    let (old, new) = (told(&before), told(text));
    if old.whens != new.whens {
        return Err("date");
    }
    if old.marks != new.marks {
        return Err("order");
    }
    if old.parts != new.parts {
        return Err("role");
    }
    let (known, own) = (pieces(&before, lang), pieces(text, lang));
    let says = |piece: &&String| !JOINING.contains(&piece.as_str());
    if own.difference(&known).any(|piece| says(&piece)) || !holds_short_words(&before, text, lang) {
        return Err("word");
    }
    if known.difference(&own).any(|piece| says(&piece)) {
        return Err("dropped");
    }
    // What is denied, and what doubted, stays what it was.
    let is_mixed = new.has_doubt || !negated_pieces(&before, lang).is_empty();
    if negated_pieces(&before, lang) != negated_pieces(text, lang)
        || is_mixed && in_order(&before, &known) != in_order(text, &known)
    {
        return Err("negation");
    }
    Ok(sentence)
}

/// Whether the words that are no pieces are those of the composed sentences, or say nothing.
fn holds_short_words(before: &str, text: &str, lang: Lang) -> bool {
    if lang == Lang::Ja {
        return HELD_JA.iter().all(|word| before.matches(word).count() == text.matches(word).count());
    }
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (old, new) = (words(before), words(text));
    let count = |words: &[String], word: &str| words.iter().filter(|other| *other == word).count();
    HELD_EN.iter().all(|word| count(&old, word) == count(&new, word))
        && new.iter().all(|word| word.len() > 3 || old.contains(word) || SHORT.contains(&word.as_str()))
}

/// One line of plain text that ends as a sentence does; no markup, no address, no mark of citation.
fn is_plain(text: &str, lang: Lang) -> bool {
    let is_odd = |c: char| {
        c.is_control()
            || matches!(
                c,
                '<' | '>' | '[' | ']' | '{' | '}' | '|' | '`' | '*' | '_' | '#' | '\\' | '【' | '】'
            )
            || ('\u{200b}'..='\u{200f}').contains(&c)
            || ('\u{202a}'..='\u{202e}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c)
    };
    let stops = text.matches(stop(lang)).count();
    text.ends_with(stop(lang))
        && (lang != Lang::Ja || stops == 1)
        && !text.contains(is_odd)
        && !text.contains("://")
}

/// The text as a draft with all that the composed sentences cite, quotations as such, the mark before the stop.
fn draft(of: &[Sentence], text: &str, lang: Lang) -> Option<Draft> {
    let mut draft = Draft::default();
    let mut marked = Vec::new();
    for sentence in of {
        let old = sentence.to_draft();
        let at: Vec<usize> = old.cites.into_iter().map(|cite| draft.cite(cite)).collect();
        let moved = |idx: &usize| at.get(*idx).copied();
        draft.computed.extend(old.computed.iter().filter_map(|computed| moved_to(computed, &at)));
        draft.known.extend(old.known.iter().filter_map(moved));
        for piece in &old.pieces {
            if let Piece::Cites(cites) = piece {
                marked.extend(cites.iter().filter_map(moved));
            }
        }
    }
    let mut seen = BTreeSet::new();
    marked.retain(|idx| seen.insert(*idx));
    let (open, close) = if lang == Lang::Ja { ('「', '」') } else { ('“', '”') };
    let mut rest = text.strip_suffix(stop(lang))?;
    for piece in of.iter().flat_map(Sentence::pieces) {
        if let Piece::Quote { text: words, lang } = piece {
            let (before, behind) = rest.split_once(&format!("{open}{words}{close}"))?;
            draft.pieces.push(Piece::Own(before.to_owned()));
            draft.pieces.push(Piece::Quote { text: words.clone(), lang: *lang });
            rest = behind;
        }
    }
    draft.pieces.push(Piece::Own(rest.to_owned()));
    draft.pieces.push(Piece::Cites(marked));
    draft.pieces.push(Piece::Own(stop(lang).to_string()));
    Some(draft)
}

/// The same reckoning with cites at other positions.
fn moved_to(computed: &Computed, at: &[usize]) -> Option<Computed> {
    let moved = |idx: &usize| at.get(*idx).copied();
    let all = |list: &[usize]| list.iter().map(moved).collect::<Option<Vec<_>>>();
    Some(match computed {
        Computed::DaysBetween(a, b) => Computed::DaysBetween(moved(a)?, moved(b)?),
        Computed::NthDay(a) => Computed::NthDay(moved(a)?),
        Computed::Sum(list) => Computed::Sum(all(list)?),
        Computed::HowMany(list) => Computed::HowMany(all(list)?),
        Computed::Difference(a, b) => Computed::Difference(moved(a)?, moved(b)?),
        Computed::Rose(a, b) => Computed::Rose(moved(a)?, moved(b)?),
        Computed::Fell(a, b) => Computed::Fell(moved(a)?, moved(b)?),
    })
}

/// What a text tells, in its order.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    whens: Vec<When>,
    /// Names (the first time each), numbers, ids, and words that say no or maybe.
    marks: Vec<String>,
    /// The part that each name plays.
    parts: Vec<(String, &'static str)>,
    has_doubt: bool,
}

impl Told {
    fn of(text: &str, known: &BTreeSet<String>, lang: Lang, reading: &Reading) -> Self {
        let mut marks: Vec<(Span, String)> = Vec::new();
        let mut parts = Vec::new();
        let mut seen = BTreeSet::new();
        for (span, name) in named(text, known, reading) {
            let key = hinomi_text::name_key(&name);
            if seen.insert(key.clone()) {
                parts.push((key.clone(), part_of(text, span, lang)));
                marks.push((span, key));
            }
        }
        for (span, value, qualifier) in &reading.counts {
            let words = match value {
                Value::Count { number, upper, unit } => format!("{number} {upper:?} {unit:?} {qualifier:?}"),
                other => other.to_text(),
            };
            marks.push((*span, words));
        }
        marks.extend(reading.numbers.iter().map(|(span, number)| (*span, number.clone())));
        marks.extend(reading.ids.iter().map(|(span, id)| (*span, id.clone())));
        marks.extend(reading.negations.iter().map(|span| (*span, "no".to_owned())));
        marks.extend(reading.hedges.iter().map(|(span, status)| (*span, status.word().to_owned())));
        marks.sort();
        Self {
            whens: reading.whens.iter().map(|(_, when)| *when).collect(),
            marks: marks.into_iter().map(|(_, words)| words).collect(),
            parts,
            has_doubt: !reading.hedges.is_empty(),
        }
    }
}

/// The names that the proofs of sentences bring.
fn names(of: &[Sentence]) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for fact in of.iter().flat_map(Sentence::cites).filter_map(|cite| cite.proof.fact()) {
        if fact.slot.is_name() {
            out.insert(fact.value.to_text());
        }
        out.extend(fact.aliases.iter().cloned());
        out.insert(fact.of.clone());
    }
    out.retain(|name| name.chars().count() > 1);
    out
}

/// Names in a text, in its order: those that are known, the longest at each place, and those read beside them.
fn named(text: &str, known: &BTreeSet<String>, reading: &Reading) -> Vec<(Span, String)> {
    let stands = |name: &String| {
        let places = text.match_indices(name.as_str());
        places.map(|(at, name)| (Span::new(at, at + name.len()), name.to_owned())).collect::<Vec<_>>()
    };
    let mut all: Vec<(Span, String)> = known.iter().flat_map(stands).collect();
    all.sort_by_key(|(span, _)| (std::cmp::Reverse(span.len()), span.start));
    all.extend(reading.names.iter().cloned());
    let mut out: Vec<(Span, String)> = Vec::new();
    for (span, name) in all {
        if !out.iter().any(|(other, _)| other.overlaps(span)) {
            out.push((span, name));
        }
    }
    out.sort();
    out
}

/// The part that the name at `span` plays, by the particle behind it in Japanese, by the preposition before it in English.
fn part_of(text: &str, span: Span, lang: Lang) -> &'static str {
    if lang == Lang::Ja {
        let behind = text.get(span.range().end..).unwrap_or_default();
        let behind = behind.trim_start_matches(['」', '』', '）', ' ']);
        let parts = [
            ("から", "from"),
            ("による", "by"),
            ("により", "by"),
            ("によって", "by"),
            ("を", "object"),
            ("に", "to"),
            ("へ", "to"),
            ("の", "of"),
            ("で", "at"),
            ("は", "subject"),
            ("が", "subject"),
            ("も", "subject"),
        ];
        return parts.iter().find(|(particle, _)| behind.starts_with(particle)).map_or("", |(_, part)| part);
    }
    let before = text.get(..span.range().start).unwrap_or_default().to_lowercase();
    let mut words = before.split_whitespace().rev().skip_while(|word| matches!(*word, "the" | "a" | "an"));
    let last = words.next().unwrap_or_default();
    let known = ["by", "of", "from", "to", "against", "at", "in", "on", "for", "with", "than", "via"];
    known.iter().find(|word| **word == last).copied().unwrap_or("")
}

/// The pieces of `known` in the order in which they first stand in `text`.
fn in_order(text: &str, known: &BTreeSet<String>) -> Vec<String> {
    let folded = hinomi_text::fold(text).text.to_lowercase();
    let mut at: Vec<(usize, &String)> =
        known.iter().filter_map(|piece| Some((folded.find(piece.as_str())?, piece))).collect();
    at.sort();
    at.into_iter().map(|(_, piece)| piece.clone()).collect()
}
