//! A closer look at one incident: the one of which most is known; timeline, ledgers, what it teaches.

use hinomi_model::{ClaimValue, Fate, Slot, Story, Value};

use super::background::timeline;
use super::changed::cell;
use super::counts::what_of;
use super::here;
use super::view::View;
use super::{Desk, unknown};
use crate::brief::{Block, Line, Section};
use crate::select::Ranked;

/// Dated events that make an incident worth a closer look.
const EVENTS_MIN: usize = 3;
/// A number that became known within this time of a larger one is a part of it.
const PART_APART_MAX: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);
/// Values of one ledger at most, the latest kept.
const LEDGER_MAX: usize = 6;

/// The section; `None` when of no incident enough is known.
pub fn section(desk: &Desk<'_>, told: &[&Ranked<'_>]) -> Option<Section> {
    let mut incidents: Vec<&View<'_>> = told
        .iter()
        .map(|r| &r.view)
        .filter(|view| view.incident.story == Story::Incident && view.victim.is_some())
        .collect();
    incidents.sort_by_key(|view| std::cmp::Reverse(n_known(desk, view)));
    let (view, mut blocks) = incidents.into_iter().find_map(|view| {
        let (n_events, table) = table(desk, view);
        let ledgers = ledgers(desk, view);
        let is_rich = n_events >= EVENTS_MIN || !ledgers.is_empty();
        is_rich.then(|| (view, table.into_iter().chain(ledgers).collect::<Vec<Block>>()))
    })?;
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
    let who = view.victim.as_ref().map(|v| v.text.clone()).unwrap_or_default();
    Some(Section { id: "closer", title: desk.string("section.closer", &[("who", &who)]), blocks })
}

/// How much is known of an incident: articles that are no copies, and values that stand.
fn n_known(desk: &Desk<'_>, view: &View<'_>) -> usize {
    let end = desk.input.window.end;
    let members = view.incident.members.iter().filter(|m| m.known_at <= end && m.copy_of.is_none());
    members.count() + view.incident.claims.keys().flat_map(|slot| view.standing(*slot)).count()
}

/// date | event | known since; and how many events there are.
fn table(desk: &Desk<'_>, view: &View<'_>) -> (usize, Option<Block>) {
    let rows: Vec<Vec<Option<Line>>> = timeline(desk, view)
        .into_iter()
        .map(|event| vec![Some(event.date), Some(event.what), Some(event.known)])
        .collect();
    let head = ["date", "event", "known"].map(|key| desk.string(&format!("column.{key}"), &[])).to_vec();
    (rows.len(), (!rows.is_empty()).then_some(Block::Table { head, rows }))
}

/// "Ledger: number of people — 28,000 (7 May) \[4\] → 31,000 (13 May) \[1\]", for counts that were told more than once.
fn ledgers(desk: &Desk<'_>, view: &View<'_>) -> Vec<Block> {
    let end = desk.input.window.end;
    let mut out = Vec::new();
    for claim in view.incident.claims_of(Slot::Count) {
        // A ledger is of values that took each other's place, not of parts.
        let is_total =
            |v: &ClaimValue| v.fact.value == Value::Unknown || !claim.values.iter().any(|o| is_part(v, o));
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

/// Whether a number is a part of a larger one: known within a day of it, or later and beside it.
fn is_part(part: &ClaimValue, whole: &ClaimValue) -> bool {
    let is_smaller = whole.fact.value != Value::Unknown && part.fact.value < whole.fact.value;
    let lag = part.known_at.duration_since(whole.known_at);
    let is_beside = || part.said_in.iter().any(|(a, _)| whole.said_in.iter().any(|(b, _)| a == b));
    is_smaller && (lag.abs() < PART_APART_MAX || (lag.is_positive() && is_beside()))
}
