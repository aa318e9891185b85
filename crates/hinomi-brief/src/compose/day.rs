//! The day layout: one page for the morning.

use super::{Desk, background, changed, edition, here, item, overview, unread, vulnerability};
use crate::brief::{Block, Section};
use crate::select::Chosen;

/// The sections of the day layout, in order.
pub fn sections(desk: &Desk<'_>, chosen: &Chosen<'_>) -> Vec<Section> {
    let or_empty = |blocks: Vec<Block>, id: &str| {
        if blocks.is_empty() { vec![empty(desk, id)] } else { blocks }
    };
    let mut vulnerabilities: Vec<Block> =
        vulnerability::table(desk, &chosen.vulnerabilities).into_iter().collect();
    // A list of further reports alone does not say that there is nothing to act on.
    if vulnerabilities.is_empty() && chosen.vulnerabilities.told.is_empty() {
        vulnerabilities.push(empty(desk, "vulnerabilities"));
    }
    vulnerabilities.extend(item::part(desk, &chosen.vulnerabilities));
    let background: Vec<Block> = chosen
        .home
        .told
        .iter()
        .chain(&chosen.abroad.told)
        .filter(|ranked| !ranked.view.is_new)
        .flat_map(|ranked| {
            let entries = background::entries(desk, &ranked.view);
            let heading = ranked.view.victim.as_ref().and_then(|victim| {
                let mut draft = crate::sentence::Draft::default();
                draft.cite(victim.cite.clone());
                desk.line("theme.one", &[("who", victim.text.clone().into())], draft)
            });
            match (heading, entries.is_empty()) {
                (Some(heading), false) => vec![Block::Heading(heading), Block::List(entries)],
                _ => Vec::new(),
            }
        })
        .collect();
    let changed: Vec<Block> = changed::table(desk, chosen).into_iter().collect();
    [
        desk.section("overview", overview::blocks(desk, chosen)),
        desk.section("numbers", edition::blocks(desk, chosen)),
        desk.section("home", or_empty(item::part(desk, &chosen.home), "home")),
        desk.section("abroad", or_empty(item::part(desk, &chosen.abroad), "abroad")),
        desk.section("vulnerabilities", vulnerabilities),
        desk.section("changed", changed),
        desk.section("background", background),
        desk.section("here", here::blocks(desk, chosen)),
        desk.section("unread", unread::blocks(desk, chosen)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Says that nothing stands in a section, or that nobody could be asked.
fn empty(desk: &Desk<'_>, id: &str) -> Block {
    let key = if overview::is_deaf(desk) { "empty.unread".to_owned() } else { format!("empty.{id}") };
    Block::Paragraph(vec![desk.note(&key, &[])])
}
