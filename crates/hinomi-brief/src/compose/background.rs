//! What came before: the dated events of a matter, by event time.

use hinomi_model::{ClaimValue, Fate, Slot, Value};

use super::Desk;
use super::clause::mood;
use super::incident::{report_text, when_of};
use super::view::View;
use crate::brief::Line;
use crate::phrase::Fill;
use crate::sentence::{Cite, Draft, Piece};

/// An event of a timeline.
pub struct Event<'a> {
    /// Its fact.
    pub value: &'a ClaimValue,
    /// "19 October".
    pub date: Line,
    /// "detected [1]".
    pub what: Line,
}

/// Slots that make events, in the order in which they are told on one day.
const SLOTS: &[(Slot, &str)] = &[
    (Slot::DateInitialAccess, "initial_access"),
    (Slot::DateImpact, "impact"),
    (Slot::DateDetected, "detected"),
    (Slot::DateClaimed, "claimed"),
    (Slot::DateReported, "reported"),
    (Slot::DateDisclosed, "disclosed"),
    (Slot::DateFirstSeen, "first_seen"),
    (Slot::DateRecoveredPartial, "recovered_partial"),
    (Slot::DateRecovered, "recovered"),
];

/// The events of `view` by event date; each day and kind once, told by whoever told it first.
pub fn timeline<'a>(desk: &Desk<'_>, view: &View<'a>) -> Vec<Event<'a>> {
    let mut found: Vec<(jiff::civil::Date, usize, &str, &ClaimValue)> = Vec::new();
    for (order, (slot, key)) in SLOTS.iter().enumerate() {
        for value in view.values(*slot).filter(|v| matches!(v.fate, Fate::Stands | Fate::Alleged)) {
            let Value::When(when) = value.fact.value else { continue };
            let day = when.first_day(&desk.input.zone);
            let is_known = found.iter().any(|(d, o, ..)| *d == day && *o == order);
            if !is_known && mood(&value.fact) == "plain" {
                found.push((day, order, key, value));
            }
        }
    }
    found.sort_by_key(|(day, order, ..)| (*day, *order));
    found.into_iter().filter_map(|(_, _, key, value)| event(desk, view, key, value)).collect()
}

fn event<'a>(desk: &Desk<'_>, view: &View<'a>, key: &str, value: &'a ClaimValue) -> Option<Event<'a>> {
    let mut draft = Draft::default();
    let mark = draft.cite(Cite::fact(value.article, &value.fact));
    let date = desk.line("timeline.day", &[("date", Fill::Text(when_of(desk, value)))], draft.clone())?;
    let report = view.values(Slot::ReportNo).find(|v| v.article == value.article);
    let report = report.filter(|v| key == "disclosed" && matches!(v.fact.value, Value::Number(_)));
    let mut marks = vec![mark];
    let mut fills = Vec::new();
    let mut key = format!("timeline.{key}");
    if let Some(report) = report {
        marks.push(draft.cite(Cite::fact(report.article, &report.fact)));
        fills.push(("n", Fill::Text(report_text(desk, report))));
        key = "timeline.report".to_owned();
    }
    fills.push(("c", Piece::Cites(marks).into()));
    let what = desk.line(&key, &fills, draft)?;
    Some(Event { value, date, what })
}

/// The past of a matter in list entries: "19 October: detected [1]".
pub fn entries(desk: &Desk<'_>, view: &View<'_>) -> Vec<Vec<Line>> {
    let separator = if desk.lang == hinomi_model::Lang::Ja { "：" } else { ": " };
    timeline(desk, view)
        .into_iter()
        .filter(|event| event.value.known_at <= desk.input.window.start)
        .map(|event| vec![event.date, Line::Note(separator.to_owned()), event.what])
        .collect()
}
