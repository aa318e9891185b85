//! The overview: how much there is, and the first things.

use std::collections::BTreeSet;

use hinomi_model::{Lang, Slot};

use super::incident::{names_victim, paragraph};
use super::lead::{followup, lead, title};
use super::view::View;
use super::vulnerability;
use super::{Desk, headline};
use crate::brief::{Block, Line};
use crate::select::Chosen;
use crate::sentence::{Computed, Piece, Sentence};
use crate::wording::join;

/// Matters named in the overview.
const NAMED_MAX: usize = 5;
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
    let tally = &chosen.tally;
    let n = [
        ("n_new", tally.n_new),
        ("n_grown", tally.n_grown),
        ("n_vulnerabilities", tally.n_vulnerabilities),
        ("n_other", tally.n_other),
    ];
    if n.iter().all(|(_, n)| *n == 0) {
        return vec![Block::Paragraph(vec![Line::Note(desk.own(silence(desk), &[]))])];
    }
    let phrases = desk.phrases();
    let told: Vec<String> = n
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(name, n)| {
            let one = format!("overview.{name}_one");
            let is_one = *n == 1 && phrases.find(&one).is_some();
            let key = if is_one { one } else { format!("overview.{name}") };
            phrases.text(&key, &[("n", &small(*n, desk.lang))])
        })
        .collect();
    let counts = desk.own("overview.counts", &[("list", &join(&told, desk.lang))]);
    let counts = Line::Note(counts);
    let entries = entries(desk, chosen);
    let mut out = vec![Block::Paragraph(vec![counts])];
    if !entries.is_empty() {
        out.push(Block::List(entries));
    }
    out
}

/// A number as running text writes it: in English in words up to nine.
fn small(n: usize, lang: Lang) -> String {
    const WORDS: [&str; 10] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let word = WORDS.get(n).filter(|_| lang != Lang::Ja);
    word.map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

/// Why there is nothing to tell: calm, or that nobody could be asked. Silence is never mistaken for calm.
pub fn silence(desk: &Desk<'_>) -> &'static str {
    if is_deaf(desk) { "overview.unread" } else { "overview.empty" }
}

/// Whether no source could be read at all.
pub fn is_deaf(desk: &Desk<'_>) -> bool {
    desk.input.n_sources > 0 && desk.input.n_sources_read == 0
}

/// The matters that come first, home before abroad before vulnerabilities, each in a sentence or two.
fn entries(desk: &Desk<'_>, chosen: &Chosen<'_>) -> Vec<Vec<Line>> {
    let gap = if desk.lang == Lang::Ja { "" } else { " " };
    let keys = ["overview.home", "overview.abroad", "overview.vulnerabilities"];
    let mut named: Vec<(usize, usize, i64)> = Vec::new();
    for (part_idx, part) in chosen.parts().iter().enumerate() {
        named.extend(part.told.iter().enumerate().map(|(idx, r)| (part_idx, idx, r.points)));
    }
    // The first of each part stands for it; then the points decide.
    named.sort_by_key(|(part, idx, points)| (*idx > 0, std::cmp::Reverse(*points), *part, *idx));
    named.truncate(NAMED_MAX);
    named.sort_unstable();
    let mut out = Vec::new();
    for (part, idx, _) in named {
        let Some(ranked) = chosen.parts()[part].told.get(idx) else { continue };
        let sentences = summary(desk, &ranked.view);
        if sentences.is_empty() {
            continue;
        }
        let mut entry = vec![Line::Note(desk.phrases().get(keys[part]).to_owned())];
        for (n, sentence) in sentences.into_iter().enumerate() {
            if n > 0 {
                entry.push(Line::Note(gap.to_owned()));
            }
            entry.push(Line::Said(sentence));
        }
        out.push(entry);
    }
    out
}

/// A matter in one or two sentences: what it is, and the number or the step that makes it matter.
pub fn summary(desk: &Desk<'_>, view: &View<'_>) -> Vec<Sentence> {
    if vulnerability::is_fault(view) {
        let is_urgent = |s: &Sentence| {
            let slots = s.cites().iter().filter_map(|c| c.proof.fact()).map(|f| f.slot);
            slots.into_iter().any(|slot| matches!(slot, Slot::Kev | Slot::DateDue | Slot::Exploited))
        };
        let mut sentences = vulnerability::paragraph(desk, view);
        // Without an id, the title says which fault it is.
        if let Some(title) = title(desk, view).filter(|_| !vulnerability::has_id(view)) {
            match sentences.first_mut() {
                Some(first) => *first = title,
                None => sentences.push(title),
            }
        }
        let sentences = sentences.into_iter().enumerate();
        return sentences.filter(|(n, s)| *n == 0 || (*n == 1 && is_urgent(s))).map(|(_, s)| s).collect();
    }
    let told = paragraph(desk, view);
    if view.victim.is_none() {
        // A title in another language is followed by what facts say in the reader's.
        let is_foreign = view.leading().is_some_and(|article| article.lang != desk.lang);
        let fact = told
            .iter()
            .filter(|s| is_foreign && !quotes(s))
            .find(|s| s.cites().iter().any(|c| c.proof.fact().is_some()));
        return title(desk, view).into_iter().chain(fact.cloned()).collect();
    }
    // What stands under an editor's title is told with it where the title does not stand above.
    let titled = || followup(desk, view, true).filter(|_| !view.is_new && headline::is_title(desk, view));
    let is_named = told.iter().any(|s| names_victim(view, s));
    let first = lead(desk, view)
        .filter(|s| !quotes(s) || !is_named)
        .or_else(titled)
        .or_else(|| told.iter().find(|s| names_victim(view, s)).cloned())
        .or_else(|| followup(desk, view, true));
    let Some(first) = first else { return Vec::new() };
    let is_other = |s: &&Sentence| s.text() != first.text();
    let mut more: Vec<&Sentence> = told.iter().filter(is_other).filter(|s| weight(s).is_some()).collect();
    more.sort_by_key(|s| weight(s));
    let second = more.first().map(|s| (*s).clone());
    std::iter::once(first).chain(second).collect()
}

fn quotes(sentence: &Sentence) -> bool {
    sentence.pieces().iter().any(|piece| matches!(piece, Piece::Quote { .. }))
}

/// How much a sentence adds to what a matter is, lower is more: a change, a number, what was taken, what stopped.
fn weight(sentence: &Sentence) -> Option<usize> {
    let is_change = sentence.computed().iter().any(|c| matches!(c, Computed::Rose(..) | Computed::Fell(..)));
    let order = [Slot::Count, Slot::DataExposed, Slot::Service, Slot::RootCause];
    let slots: Vec<Slot> = sentence.cites().iter().filter_map(|c| c.proof.fact()).map(|f| f.slot).collect();
    if is_change { Some(0) } else { order.iter().position(|slot| slots.contains(slot)).map(|at| at + 1) }
}
