//! One matter: headline, paragraph, what is not known, why it stands here, who tells it.

use super::{Desk, headline, incident, unknown, vulnerability};
use crate::brief::{Block, Item, Line};
use crate::select::{Part, Ranked};
use crate::watch;

/// The item of `ranked`.
pub fn item(desk: &Desk<'_>, ranked: &Ranked<'_>, number: usize) -> Item {
    let view = &ranked.view;
    let (headline, sentences) = if vulnerability::is_fault(view) {
        (vulnerability::headline(desk, view), vulnerability::paragraph(desk, view))
    } else {
        (headline::headline(desk, view), incident::paragraph(desk, view))
    };
    Item {
        incident: view.incident.id,
        number,
        headline,
        sentences,
        unknown: unknown::unknown(desk, view),
        watched: watch::hits(desk.input.watch, view),
        why: ranked.why.clone(),
        n_voices: view.n_outlets().1,
        file: String::new(),
        is_numbered: false,
    }
}

/// A part as blocks: the items, then the lines, then how many more there are.
pub fn part(desk: &Desk<'_>, part: &Part<'_>) -> Vec<Block> {
    let mut out: Vec<Block> =
        part.told.iter().enumerate().map(|(idx, r)| Block::Item(Box::new(item(desk, r, idx + 1)))).collect();
    let lines: Vec<_> =
        part.also.iter().filter_map(|r| headline::also(desk, &r.view)).map(|l| vec![l]).collect();
    if !lines.is_empty() {
        out.push(Block::Heading(desk.note("also.lead", &[])));
        out.push(Block::List(lines));
    }
    out.extend(left_out(desk, part.n_more, part.n_advice));
    out
}

/// How many matters are not listed, and how many of them for what they are.
pub fn left_out(desk: &Desk<'_>, n_more: usize, n_advice: usize) -> Option<Block> {
    let counted = [("also.more", n_more), ("also.advice", n_advice)];
    let lines: Vec<Line> = counted
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(key, n)| {
            desk.note(&format!("{key}{}", if *n == 1 { "_one" } else { "" }), &[("n", &n.to_string())])
        })
        .collect();
    (!lines.is_empty()).then_some(Block::Paragraph(lines))
}
