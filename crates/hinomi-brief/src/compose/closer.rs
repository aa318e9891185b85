//! A closer look at one incident: the one with the most new evidence; timeline, ledgers, what it teaches.

use hinomi_model::{ClaimValue, Fate, Slot, Story, Value};

use super::background::timeline;
use super::changed::cell;
use super::counts::what_of;
use super::here;
use super::view::View;
use super::{Desk, unknown};
use crate::brief::{Block, Line, Section};
use crate::select::Ranked;

/// New values that make an incident worth a closer look.
const NEW_VALUES_MIN: usize = 3;
/// Values of one ledger at most, the latest kept.
const LEDGER_MAX: usize = 6;

/// The section; `None` when no incident has enough that is new.
pub fn section(desk: &Desk<'_>, told: &[&Ranked<'_>]) -> Option<Section> {
    let n_new = |view: &View<'_>| {
        let values = view.incident.claims.keys().flat_map(|slot| view.news(*slot));
        values.count()
    };
    let is_incident = |r: &&&Ranked<'_>| r.view.incident.story == Story::Incident && r.view.victim.is_some();
    let (_, ranked) = told
        .iter()
        .filter(is_incident)
        .enumerate()
        .filter(|(_, r)| n_new(&r.view) >= NEW_VALUES_MIN)
        .max_by_key(|(idx, r)| (n_new(&r.view), std::cmp::Reverse(*idx)))?;
    let view = &ranked.view;
    let mut blocks: Vec<Block> = table(desk, view).into_iter().collect();
    blocks.extend(ledgers(desk, view));
    blocks.extend(unknown::unknown(desk, view).map(|s| Block::Paragraph(vec![Line::Said(s)])));
    let lessons: Vec<Vec<Line>> = desk
        .input
        .lessons
        .iter()
        .filter(|lesson| lesson.incident == view.incident.id)
        .map(|lesson| here::entry(desk, lesson, &[]))
        .collect();
    if !lessons.is_empty() {
        blocks.push(Block::Heading(desk.note("ledger.lessons", &[])));
        blocks.push(Block::List(lessons));
    }
    if blocks.is_empty() {
        return None;
    }
    let who = view.victim.as_ref().map(|v| v.text.clone()).unwrap_or_default();
    Some(Section { id: "closer", title: desk.string("section.closer", &[("who", &who)]), blocks })
}

/// date | event | known since.
fn table(desk: &Desk<'_>, view: &View<'_>) -> Option<Block> {
    let rows: Vec<Vec<Option<Line>>> = timeline(desk, view)
        .into_iter()
        .map(|event| vec![Some(event.date), Some(event.what), Some(event.known)])
        .collect();
    let head = ["date", "event", "known"].map(|key| desk.string(&format!("column.{key}"), &[])).to_vec();
    (!rows.is_empty()).then_some(Block::Table { head, rows })
}

/// "Ledger: number of people — 28,000 (7 May) \[4\] → 31,000 (13 May) \[1\]", for counts that were told more than once.
fn ledgers(desk: &Desk<'_>, view: &View<'_>) -> Vec<Block> {
    let end = desk.input.window.end;
    let mut out = Vec::new();
    for claim in view.incident.claims_of(Slot::Count) {
        // Of several numbers in one article only the largest is the total; and a ledger is of values that
        // took each other's place.
        let is_total = |v: &ClaimValue| {
            let same = |other: &&ClaimValue| other.article == v.article && other.fact.value > v.fact.value;
            v.fact.value == Value::Unknown || !claim.values.iter().any(|other| same(&other))
        };
        let is_told = |v: &&ClaimValue| {
            v.known_at <= end
                && matches!(v.fate, Fate::Superseded | Fate::Stands | Fate::Alleged)
                && is_total(v)
        };
        let values: Vec<&ClaimValue> = claim.values.iter().filter(is_told).collect();
        if !values.iter().any(|v| v.fate == Fate::Superseded) {
            continue;
        }
        let mut cells: Vec<Line> = Vec::new();
        for value in values.iter().skip(values.len().saturating_sub(LEDGER_MAX)) {
            let Some(line) = cell(desk, value) else { continue };
            if !cells.is_empty() {
                cells.push(Line::Note(" → ".to_owned()));
            }
            cells.push(line);
        }
        // One cell is no ledger.
        let Some(value) = values.last().filter(|_| cells.len() > 1) else { continue };
        let mut lines = vec![desk.note("ledger.title", &[("what", &what_of(desk, value))])];
        lines.extend(cells);
        out.push(Block::List(vec![lines]));
    }
    out
}
