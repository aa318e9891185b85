//! A closer look at one incident: the one of which most is known; timeline, ledgers, what it teaches.

use hinomi_model::{ClaimValue, Fate, Slot, Story, Value};

use super::background::{self, timeline};
use super::changed::cell;
use super::clause::{Clause, mood, sentences, words};
use super::counts::what_of;
use super::here;
use super::incident::between;
use super::view::{View, is_vaguer};
use super::{Desk, unknown};
use crate::brief::{Block, Event, Line, Section};
use crate::phrase::Fill;
use crate::select::Ranked;
use crate::sentence::Sentence;
use crate::wording::duration_text;

/// Dated events that make an incident worth a closer look.
const EVENTS_MIN: usize = 3;
/// A number that became known within this time of a larger one is a part of it.
const PART_APART_MAX: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);
/// Dwell times shorter than this, in days, are fast; slow ones lie in a range; ultra-slow ones are as long or longer. By
/// the classes that teachers of incident response use: hours, weeks, months.
const FAST_DAYS: f64 = 0.5;
const SLOW_DAYS: std::ops::RangeInclusive<f64> = 14.0..=21.0;
const ULTRA_SLOW_DAYS: f64 = 120.0;
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
        let events = timeline(desk, view);
        let ledgers = ledgers(desk, view);
        let is_rich = events.len() >= EVENTS_MIN || !ledgers.is_empty();
        is_rich.then(|| {
            let drawn = drawing(desk, &events);
            (view, drawn.into_iter().chain(table(desk, events)).chain(ledgers).collect::<Vec<Block>>())
        })
    })?;
    for (key, lines) in [("ledger.dwell", dwell(desk, view)), ("ledger.causes", causes(desk, view))] {
        if !lines.is_empty() {
            blocks.push(Block::Heading(desk.note(key, &[])));
            blocks.push(Block::Paragraph(lines));
        }
    }
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

/// The events on a line of time; `None` where they do not span one.
fn drawing(desk: &Desk<'_>, events: &[background::Event<'_>]) -> Option<Block> {
    let events: Vec<Event> = events
        .iter()
        .map(|event| Event { day: event.day, date: event.date.text(), what: event.what.text() })
        .collect();
    let (first, last) = (events.first()?, events.last()?);
    if first.day == last.day {
        return None;
    }
    let title = desk.string("ledger.drawn", &[("from", &first.date), ("to", &last.date)]);
    Some(Block::Timeline { title, events })
}

/// How long the attackers were inside, and which class of dwell time that is.
fn dwell(desk: &Desk<'_>, view: &View<'_>) -> Vec<Line> {
    let (sentence, days) = match by_dates(desk, view).or_else(|| as_said(desk, view)) {
        Some(found) => found,
        None => return Vec::new(),
    };
    let class = if days < FAST_DAYS {
        "fast"
    } else if SLOW_DAYS.contains(&days) {
        "slow"
    } else if days >= ULTRA_SLOW_DAYS {
        "ultra_slow"
    } else {
        "between"
    };
    vec![Line::Said(sentence), desk.note(&format!("dwell.{class}"), &[])]
}

/// The dwell time reckoned from the days of first access and effect, and in days.
fn by_dates(desk: &Desk<'_>, view: &View<'_>) -> Option<(Sentence, f64)> {
    let ((began, access), (took, impact)) =
        (view.day_of(Slot::DateInitialAccess)?, view.day_of(Slot::DateImpact)?);
    let clause = between(desk, view, "say.date.dwell", access, impact)?;
    let sentence = sentences(desk, view, vec![clause]).into_iter().next()?;
    Some((sentence, f64::from((took - began).get_days())))
}

/// The dwell time as somebody states it.
fn as_said(desk: &Desk<'_>, view: &View<'_>) -> Option<(Sentence, f64)> {
    let value = view.standing(Slot::DurationDwell).find(|v| mood(&v.fact) == "plain")?;
    let iso = value.fact.value.to_text();
    let span: jiff::Span = iso.parse().ok()?;
    let hours = span.total((jiff::Unit::Hour, jiff::SpanRelativeTo::days_are_24_hours()));
    // Months and years need a day to be counted from; any will do for a class.
    let hours = hours.or_else(|_| span.total((jiff::Unit::Hour, desk.today))).ok()?;
    let fills = [("x", Fill::Text(duration_text(&iso, desk.lang)?))];
    let pieces = words(desk, "say.date.dwell_said", "plain", &fills)?;
    let clause = Clause::new(desk, view, vec![value], pieces)?;
    let sentence = sentences(desk, view, vec![clause]).into_iter().next()?;
    Some((sentence, hours / 24.0))
}

/// How they got in, and what became of the backups.
fn causes(desk: &Desk<'_>, view: &View<'_>) -> Vec<Line> {
    let mut clauses = Vec::new();
    for slot in [Slot::RootCause, Slot::Backup] {
        for value in view.standing(slot).filter(|v| v.fact.value != Value::Word("unknown".to_owned())) {
            let key = format!("say.{}.{}", slot.word(), value.fact.value.to_text());
            let pieces = words(desk, &key, mood(&value.fact), &[]);
            clauses.extend(pieces.and_then(|pieces| Clause::new(desk, view, vec![value], pieces)));
        }
    }
    sentences(desk, view, clauses).into_iter().map(Line::Said).collect()
}

/// date | event | known since.
fn table(desk: &Desk<'_>, events: Vec<background::Event<'_>>) -> Option<Block> {
    let rows: Vec<Vec<Option<Line>>> =
        events.into_iter().map(|event| vec![Some(event.date), Some(event.what), Some(event.known)]).collect();
    let head = ["date", "event", "known"].map(|key| desk.string(&format!("column.{key}"), &[])).to_vec();
    (!rows.is_empty()).then_some(Block::Table { head, rows })
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
        let mut values: Vec<&ClaimValue> = claim.values.iter().filter(is_told).collect();
        values.dedup_by(|new, old| is_vaguer(&old.fact.value, &new.fact.value));
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
