//! The overview: how much there is, and the first things.

use std::collections::BTreeSet;

use hinomi_model::{Lang, Story};

use super::Desk;
use super::incident::paragraph;
use super::lead::{followup, lead, title};
use super::view::View;
use crate::brief::{Block, Line};
use crate::select::Chosen;
use crate::sentence::{Piece, Sentence};
use crate::wording::first_upper;

/// Matters of one part named in the overview.
const NAMED_MAX: usize = 2;
/// Tags at most.
const TAGS_MAX: usize = 6;

/// Tags for the front matter: the kinds of events told without doubt.
pub fn tags(desk: &Desk<'_>, chosen: &Chosen<'_>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for value in chosen.all().filter_map(|r| r.view.sure_event()) {
        let word = value.fact.value.to_text();
        if !seen.insert(word.clone()) || out.len() >= TAGS_MAX {
            continue;
        }
        match desk.lang {
            Lang::Ja => {
                out.extend(desk.phrases().find(&format!("word.event_type.{word}")).map(str::to_owned))
            }
            _ => out.push(word.replace('_', "-")),
        }
    }
    out
}

/// Counts, then the lead of the first matters.
pub fn blocks(desk: &Desk<'_>, chosen: &Chosen<'_>) -> Vec<Block> {
    let n = tally(chosen);
    if n.iter().all(|(_, n)| *n == 0) {
        return vec![Block::Paragraph(vec![Line::Note(desk.phrases().get("overview.empty").to_owned())])];
    }
    let phrases = desk.phrases();
    let told: Vec<String> = n
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(name, n)| phrases.text(&format!("overview.{name}"), &[("n", &n.to_string())]))
        .collect();
    let counts = first_upper(&told.join(phrases.get("overview.comma"))) + phrases.get("overview.end");
    let counts = Line::Note(counts);
    let gap = if desk.lang == Lang::Ja { "" } else { " " };
    let mut entries = Vec::new();
    for (part, key) in [(&chosen.home, "overview.home"), (&chosen.abroad, "overview.abroad")] {
        let mut entry = Vec::new();
        for ranked in part.told.iter().take(NAMED_MAX) {
            let Some(first) = summary(desk, &ranked.view) else { continue };
            let before = if entry.is_empty() { desk.phrases().get(key) } else { gap };
            entry.push(Line::Note(before.to_owned()));
            entry.push(Line::Said(first));
        }
        if !entry.is_empty() {
            entries.push(entry);
        }
    }
    let mut out = vec![Block::Paragraph(vec![counts])];
    if !entries.is_empty() {
        out.push(Block::List(entries));
    }
    out
}

/// How much there is of each kind: new incidents, follow-ups, vulnerabilities, other reports.
fn tally(chosen: &Chosen<'_>) -> [(&'static str, usize); 4] {
    let is_incident = |view: &View<'_>| view.incident.story == Story::Incident;
    let all =
        || [&chosen.home, &chosen.abroad].into_iter().flat_map(|part| part.told.iter().chain(&part.also));
    let n_new = all().filter(|r| r.view.is_new && is_incident(&r.view)).count();
    let n_grown = all().filter(|r| !r.view.is_new).count();
    let n_listed = all().count();
    let n_more = chosen.home.n_more + chosen.abroad.n_more;
    let v = &chosen.vulnerabilities;
    [
        ("n_new", n_new),
        ("n_grown", n_grown),
        ("n_vulnerabilities", v.told.len() + v.also.len() + v.n_more),
        ("n_other", n_listed - n_new - n_grown + n_more),
    ]
}

/// One sentence on a matter: its first one, or its title where the first one would not say what it is about.
fn summary(desk: &Desk<'_>, view: &View<'_>) -> Option<Sentence> {
    if view.victim.is_none() {
        return title(desk, view);
    }
    lead(desk, view)
        .or_else(|| paragraph(desk, view).into_iter().find(|s| says_name(view, s)))
        .or_else(|| followup(desk, view))
}

/// Whether a sentence names the victim, so that it can stand alone.
fn says_name(view: &View<'_>, sentence: &Sentence) -> bool {
    let Some(victim) = &view.victim else { return false };
    let is_named = |piece: &Piece| matches!(piece, Piece::Own(text) | Piece::Strong(text) if text.contains(&victim.text));
    sentence.pieces().iter().any(is_named)
}
