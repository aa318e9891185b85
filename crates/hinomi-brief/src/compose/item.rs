//! One matter: headline, paragraph, what is not known, why it stands here, who tells it.

use super::{Desk, headline, incident, unknown, vulnerability};
use crate::brief::{Block, Item};
use crate::select::{Part, Ranked};
use hinomi_model::Story;

/// The item of `ranked`.
pub fn item(desk: &Desk<'_>, ranked: &Ranked<'_>, number: usize) -> Item {
    let view = &ranked.view;
    let sentences = match view.incident.story {
        Story::Vulnerability => vulnerability::paragraph(desk, view),
        _ => incident::paragraph(desk, view),
    };
    let headline = match view.incident.story {
        Story::Vulnerability => vulnerability::headline(desk, view),
        _ => headline::headline(desk, view),
    };
    Item {
        incident: view.incident.id,
        number,
        headline,
        sentences,
        unknown: unknown::unknown(desk, view),
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
    if part.n_more > 0 {
        out.push(Block::Paragraph(vec![desk.note("also.more", &[("n", &part.n_more.to_string())])]));
    }
    out
}
