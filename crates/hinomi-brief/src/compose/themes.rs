//! Themes: what several matters, or a matter and its cause, have in common.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::{ClaimValue, Slot, Value};

use super::Desk;
use super::clause::{Clause, mood, sentences, words};
use super::here::name;
use super::incident::between;
use super::lead::event_word;
use super::view::View;
use crate::brief::{Block, Line};
use crate::select::Ranked;
use crate::sentence::{Cite, Draft, Piece};
use crate::wording::first_upper;

/// Themes at most.
const THEMES_MAX: usize = 5;
/// Matters named under one kind of event.
const NAMES_MAX: usize = 8;
/// Matters that make a kind of event a theme.
const SHARED_MIN: usize = 2;

/// Causes first, for they teach; then kinds of events that several matters share.
pub fn blocks(desk: &Desk<'_>, told: &[&Ranked<'_>]) -> Vec<Block> {
    let mut out = causes(desk, told);
    out.truncate(THEMES_MAX);
    let n_free = THEMES_MAX - out.len();
    out.extend(events(desk, told).into_iter().take(n_free));
    out.into_iter().flat_map(|(heading, body)| [heading, body]).collect()
}

fn causes(desk: &Desk<'_>, told: &[&Ranked<'_>]) -> Vec<(Block, Block)> {
    let mut by_cause: BTreeMap<String, Vec<(&View<'_>, &ClaimValue)>> = BTreeMap::new();
    for ranked in told {
        for value in ranked.view.standing(Slot::RootCause) {
            let Value::Word(word) = &value.fact.value else { continue };
            if word != "unknown" && mood(&value.fact) == "plain" {
                by_cause.entry(word.clone()).or_default().push((&ranked.view, value));
            }
        }
    }
    let mut out: Vec<(usize, Block, Block)> = Vec::new();
    let mut dwelt = BTreeSet::new();
    for (word, values) in by_cause {
        let Some(title) = desk.phrases().find(&format!("word.root_cause.{word}")) else { continue };
        let mut lines = Vec::new();
        for (view, value) in &values {
            let is_first = dwelt.insert(view.incident.id);
            lines.extend(sentence(desk, view, value, &word, is_first));
        }
        if !lines.is_empty() {
            let heading = Block::Heading(Line::Note(first_upper(title)));
            out.push((values.len(), heading, Block::Paragraph(lines)));
        }
    }
    out.sort_by_key(|(n, ..)| std::cmp::Reverse(*n));
    out.into_iter().map(|(_, heading, body)| (heading, body)).collect()
}

/// "At X: a contractor's account was used to get in", and the days from first access to effect.
fn sentence(desk: &Desk<'_>, view: &View<'_>, value: &ClaimValue, word: &str, has_dwell: bool) -> Vec<Line> {
    let Some(victim) = &view.victim else { return Vec::new() };
    let Some(p) = words(desk, &format!("say.root_cause.{word}"), "plain", &[]) else { return Vec::new() };
    let mut draft = Draft::default();
    let mark = draft.cite(Cite::fact(value.article, &value.fact));
    draft.cite(victim.cite.clone());
    let fills =
        [("who", victim.text.clone().into()), ("p", p.into()), ("c", Piece::Cites(vec![mark]).into())];
    let mut out: Vec<Line> = desk.line("theme.cause", &fills, draft).into_iter().collect();
    let plain = |slot| view.day_of(slot).map(|(_, value)| value).filter(|_| has_dwell);
    if let (Some(access), Some(impact)) = (plain(Slot::DateInitialAccess), plain(Slot::DateImpact)) {
        let clause: Option<Clause<'_>> = between(desk, view, "say.date.dwell", access, impact);
        out.extend(sentences(desk, view, clause.into_iter().collect()).into_iter().map(Line::Said));
    }
    out
}

fn events(desk: &Desk<'_>, told: &[&Ranked<'_>]) -> Vec<(Block, Block)> {
    let mut by_event: BTreeMap<String, Vec<&View<'_>>> = BTreeMap::new();
    for ranked in told {
        if let Some((word, _)) = event_word(desk, &ranked.view) {
            by_event.entry(word).or_default().push(&ranked.view);
        }
    }
    let comma = if desk.lang == hinomi_model::Lang::Ja { "、" } else { ", " };
    let mut out: Vec<(usize, Block, Block)> = Vec::new();
    for (word, views) in by_event {
        let mut lines: Vec<Line> = Vec::new();
        let mut n = 0;
        for view in views.iter().take(NAMES_MAX) {
            let Some(line) = named_event(desk, view).or_else(|| name(desk, view)) else { continue };
            if n > 0 {
                lines.push(Line::Note(comma.to_owned()));
            }
            lines.push(line);
            n += 1;
        }
        if n >= SHARED_MIN {
            let heading = desk
                .string("theme.shared", &[("name", &first_upper(&word)), ("n", &views.len().to_string())]);
            out.push((views.len(), Block::Heading(Line::Note(heading)), Block::List(vec![lines])));
        }
    }
    out.sort_by_key(|(n, ..)| std::cmp::Reverse(*n));
    out.into_iter().map(|(_, heading, body)| (heading, body)).collect()
}

/// A name with the mark of the fact that says what happened.
fn named_event(desk: &Desk<'_>, view: &View<'_>) -> Option<Line> {
    let victim = view.victim.as_ref()?;
    let value = view.event()?;
    // A bare name under the heading of an event must not sound surer than the fact.
    if mood(&value.fact) != "plain" {
        return None;
    }
    let mut draft = Draft::default();
    let mark = draft.cite(Cite::fact(value.article, &value.fact));
    draft.cite(victim.cite.clone());
    let fills = [("names", victim.text.clone().into()), ("c", Piece::Cites(vec![mark]).into())];
    desk.line("theme.line", &fills, draft)
}
