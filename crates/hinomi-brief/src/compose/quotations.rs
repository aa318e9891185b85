//! Key quotations: short, verbatim, in their own language, each with its source.

use std::collections::BTreeSet;

use hinomi_model::{ArticleId, BlockKind, ClaimValue, SaidBy, Slot, Span, Voice};

use super::counts::is_worth_telling;
use super::role::role;
use super::view::View;
use super::{Desk, quote};
use crate::brief::Block;
use crate::phrase::Fill;
use crate::select::Ranked;
use crate::sentence::{Cite, Draft, Piece, Proof, Sentence};

/// Quotations at most.
const QUOTATIONS_MAX: usize = 5;
/// Shortest sentence worth quoting, in characters.
const QUOTATION_CHARS_MIN: usize = 30;
/// Slots whose sentence is worth quoting, the most telling first.
const SLOTS: &[Slot] = &[
    Slot::RootCause,
    Slot::Backup,
    Slot::DataExposed,
    Slot::Count,
    Slot::Misuse,
    Slot::Ransom,
    Slot::Exploited,
];

/// One quotation for each of the first matters that has one which is not among `quoted`.
pub fn blocks(desk: &Desk<'_>, told: &[&Ranked<'_>], quoted: &BTreeSet<(ArticleId, Span)>) -> Vec<Block> {
    let quotations = told.iter().filter_map(|ranked| quotation(desk, &ranked.view, quoted));
    quotations.take(QUOTATIONS_MAX).map(Block::Quotation).collect()
}

fn quotation(desk: &Desk<'_>, view: &View<'_>, quoted: &BTreeSet<(ArticleId, Span)>) -> Option<Sentence> {
    // Those concerned and authorities are quoted before anybody else.
    let strength = |value: &ClaimValue| {
        let voice = desk.article(value.article).and_then(|a| desk.source_of(a)).map(|s| s.voice);
        let is_official = matches!(voice, Some(Voice::Official | Voice::Authority));
        let is_first_hand = matches!(value.fact.said_by, Some(SaidBy::Victim | SaidBy::Authority));
        u8::from(is_official) * 2 + u8::from(is_first_hand)
    };
    // A number that is told nowhere else makes no sentence worth quoting.
    let is_telling = |v: &&ClaimValue| v.fact.slot != Slot::Count || is_worth_telling(role(desk, v), v);
    let mut values: Vec<(usize, &ClaimValue)> = Vec::new();
    for (idx, slot) in SLOTS.iter().enumerate() {
        values.extend(view.news(*slot).filter(is_telling).map(|v| (idx, v)));
    }
    values.sort_by_key(|(idx, value)| (std::cmp::Reverse(strength(value)), *idx));
    values.iter().find_map(|(_, value)| {
        let article = desk.article(value.article)?;
        let words = article.slice(value.fact.sentence);
        // Only a whole sentence is quoted here, and no headline.
        let is_fit = (QUOTATION_CHARS_MIN..=desk.quote_chars_max(article)).contains(&words.chars().count());
        let is_prose = article.blocks.iter().any(|block| {
            matches!(block.kind, BlockKind::Paragraph | BlockKind::Quote)
                && block.span.contains(value.fact.sentence)
        });
        if quoted.iter().any(|(id, span)| *id == article.id && span.contains(value.fact.span)) {
            return None;
        }
        let is_whole = words.trim_end().ends_with(['。', '.', '!', '?', '」', '”', '"']);
        let words = quote(words, article.lang, usize::MAX).filter(|_| is_fit && is_prose && is_whole)?;
        let mut draft = Draft::default();
        let mark = draft.cite(Cite { article: article.id, proof: Proof::Words(value.fact.sentence) });
        let fills = [
            ("quote", Fill::from(words)),
            ("source", desk.source_name(article).into()),
            ("c", Piece::Cites(vec![mark]).into()),
        ];
        desk.say_phrase("quotation.line", &fills, draft)
    })
}
