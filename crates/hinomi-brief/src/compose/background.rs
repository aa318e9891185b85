//! What came before: the dated events of a matter, by event time.

use hinomi_model::{ClaimValue, Fate, Slot, Status, Value, When};
use jiff::civil::Date;

use super::Desk;
use super::clause::mood;
use super::counts::{count_of, is_of_people, is_worth_telling, what_of};
use super::lead::{event_text, event_word, report_text, when_of};
use super::role::role;
use super::view::View;
use crate::brief::Line;
use crate::phrase::Fill;
use crate::sentence::{Cite, Draft, Piece};

/// An event of a timeline.
pub struct Event<'a> {
    /// Its fact.
    pub value: &'a ClaimValue,
    /// Its day; the first of it where it is known no better.
    pub day: Date,
    /// When it happened, as told.
    pub date: Line,
    /// What happened, with marks.
    pub what: Line,
    /// When it became known.
    pub known: Line,
}

/// Slots that make events, in the order in which they are told on one day.
const SLOTS: &[(Slot, &str)] = &[
    (Slot::DateInitialAccess, "initial_access"),
    (Slot::DateImpact, "impact"),
    (Slot::DateDetected, "detected"),
    (Slot::DateClaimed, "claimed"),
    (Slot::DateReported, "reported"),
    (Slot::DateDisclosed, "disclosed"),
    (Slot::Count, "count"),
    (Slot::DateFirstSeen, "first_seen"),
    (Slot::DateRecoveredPartial, "recovered_partial"),
    (Slot::DateRecovered, "recovered"),
];

/// Days that make a past worth telling.
const DAYS_MIN: usize = 2;

/// Events of one timeline at most, the latest known kept.
const EVENTS_MAX: usize = 14;

/// The events of `view` by event date; each day and kind once, told by whoever told it first.
pub fn timeline<'a>(desk: &Desk<'_>, view: &View<'a>) -> Vec<Event<'a>> {
    let mut found: Vec<(Date, usize, &str, &ClaimValue)> = Vec::new();
    for (order, (slot, key)) in SLOTS.iter().enumerate() {
        // What happens once is told once, by its one day.
        let is_once = matches!(slot, Slot::DateInitialAccess | Slot::DateImpact | Slot::DateDetected);
        let mut values: Vec<&ClaimValue> = match view.day_of(*slot) {
            Some((_, value)) if is_once => vec![value],
            _ => view.values(*slot).collect(),
        };
        // The largest number of a day is its total.
        values.sort_by(|a, b| match slot {
            Slot::Count => b.fact.value.cmp(&a.fact.value),
            _ => first_day(desk, a).cmp(&first_day(desk, b)),
        });
        for value in values {
            let is_told = match value.fact.value {
                Value::When(_) => is_once || matches!(value.fate, Fate::Stands | Fate::Alleged),
                // Every number that was ever given as it stood then is an event.
                Value::Count { .. } => matches!(value.fate, Fate::Stands | Fate::Superseded),
                _ => false,
            };
            let day = first_day(desk, value);
            let is_known = found.iter().any(|(d, o, ..)| *o == order && (is_once || *d == day));
            // Only numbers of people and records are milestones; a notice without a number is one only at first.
            let is_milestone = match value.fact.slot {
                Slot::Count => {
                    is_of_people(value.fact.value.unit()) && is_worth_telling(role(desk, value), value)
                }
                Slot::DateDisclosed => {
                    numbered(view, value).is_some() || !found.iter().any(|(.., key, _)| *key == "disclosed")
                }
                _ => true,
            };
            let is_plain =
                is_milestone && matches!(value.fact.status, None | Some(Status::Confirmed | Status::Claimed));
            if is_told && !is_known && is_plain && mood(&value.fact) == "plain" {
                found.push((day, order, key, value));
            }
        }
    }
    // "2025: detected" beside days of that year tells nothing; the first access may be known no better.
    let is_vague = |v: &ClaimValue| matches!(v.fact.value, Value::When(When::Year(_)));
    found.retain(|(.., value)| !is_vague(value) || value.fact.slot == Slot::DateInitialAccess);
    found.sort_by_key(|(day, order, ..)| (*day, *order));
    let mut events: Vec<Event<'_>> =
        found.into_iter().filter_map(|(_, _, key, value)| event(desk, view, key, value)).collect();
    if events.len() > EVENTS_MAX {
        events.drain(1..=events.len() - EVENTS_MAX);
    }
    events
}

/// The day of a value: its own, or that on which it became known.
fn first_day(desk: &Desk<'_>, value: &ClaimValue) -> Date {
    match value.fact.value {
        Value::When(when) => when.first_day(&desk.input.zone),
        _ => value.known_at.to_zoned(desk.input.zone.clone()).date(),
    }
}

fn event<'a>(desk: &Desk<'_>, view: &View<'a>, key: &str, value: &'a ClaimValue) -> Option<Event<'a>> {
    let mut draft = Draft::default();
    let mark = draft.cite(Cite::fact(value.article, &value.fact));
    let known_text = desk.day(value.known_at);
    let date_text = if value.fact.slot == Slot::Count { known_text.clone() } else { when_of(desk, value) };

    let mut told = draft.clone();
    told.known.push(mark);
    let known = desk.line("timeline.known", &[("date", Fill::Text(known_text))], told.clone())?;
    // A number has no day of its own but the one on which it was given.
    let dated = if value.fact.slot == Slot::Count { told } else { draft.clone() };
    let date = desk.line("timeline.day", &[("date", Fill::Text(date_text))], dated)?;
    let mut marks = vec![mark];
    let mut fills = Vec::new();
    let mut key = format!("timeline.{key}");
    match value.fact.slot {
        Slot::DateDisclosed => {
            if let Some(report) = numbered(view, value) {
                marks.push(draft.cite(Cite::fact(report.article, &report.fact)));
                fills.push(("n", Fill::Text(report_text(desk, report))));
                key = "timeline.report".to_owned();
            }
        }
        Slot::DateImpact => {
            // What is doubted is dated without its name.
            let is_sure = view.sure_event().is_some();
            let event = event_word(desk, view).filter(|_| is_sure);
            draft.cites.extend(event.iter().map(|(_, cite)| cite.clone()));
            fills.push(("event", event_text(desk, &event)));
        }
        Slot::Count => {
            fills.push(("what", what_of(desk, value).into()));
            fills.push(("count", count_of(desk, value)?.into()));
        }
        _ => {}
    }
    fills.push(("c", Piece::Cites(marks).into()));
    let what = desk.line(&key, &fills, draft)?;
    Some(Event { value, day: first_day(desk, value), date, what, known })
}

/// The numbered report in the article of a date, which is then the report's day.
fn numbered<'a>(view: &View<'a>, date: &ClaimValue) -> Option<&'a ClaimValue> {
    view.values(Slot::ReportNo)
        .find(|v| v.article == date.article && matches!(v.fact.value, Value::Number(_)))
}

/// The past of a matter as list entries, one a day: "2 May: detected \[1\]; the ransomware attack takes effect \[1\]".
pub fn entries(desk: &Desk<'_>, view: &View<'_>) -> Vec<Vec<Line>> {
    let is_ja = desk.lang == hinomi_model::Lang::Ja;
    let (colon, comma) = if is_ja { ("：", "、") } else { (": ", "; ") };
    let mut out: Vec<(Line, Vec<Line>)> = Vec::new();
    for event in timeline(desk, view) {
        if event.value.known_at > desk.input.window.start {
            continue;
        }
        match out.last_mut() {
            Some((date, lines)) if date.text() == event.date.text() => {
                lines.push(Line::Note(comma.to_owned()));
                lines.push(event.what);
            }
            _ => {
                let lines = vec![event.date.clone(), Line::Note(colon.to_owned()), event.what];
                out.push((event.date, lines));
            }
        }
    }
    // One day alone is no past worth a section.
    if out.len() < DAYS_MIN {
        return Vec::new();
    }
    out.into_iter().map(|(_, lines)| lines).collect()
}
