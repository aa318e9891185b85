//! Exercises: our own records, and minutes of earlier ones.
//!
//! A record (`hinomi.drill/1`) carries who took part, what was measured and what was found; minutes only say
//! that something took place.

use serde_json::Value;

use crate::read::context::Context;
use crate::read::moment;
use crate::read::table::each_row;
use crate::read::tree::{at, each_element, list, text, texts, yes};
use crate::read::words::{Sense, means};
use crate::records::{Exercise, HighFinding, OtherVerdict, Records};

/// Office hours of an ordinary week, from and to this hour.
const OFFICE_HOURS: std::ops::Range<i8> = 8..19;

/// A record of `hinomi guard drill record`.
pub fn drill(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_element(input, &[], context, |found, row, context| {
        if text(found, "schema") != "hinomi.drill/1" {
            context.damage_row(row, "is no hinomi.drill/1", "write it with hinomi guard drill record");
            return;
        }
        let told = [text(found, "started_at"), text(found, "at"), text(found, "date")];
        let told = told.into_iter().find(|told| !told.is_empty()).unwrap_or_default();
        let participants = list(found, "participants");
        let hours = at(found, "measures.rto_hours").and_then(Value::as_object);
        let acks: Vec<&Value> = ["alert_ack_min", "time_to_ack_min", "time_to_acknowledge_min", "ack_min"]
            .iter()
            .filter_map(|key| at(found, &format!("measures.{key}")))
            .collect();
        let ratings = at(found, "objectives").and_then(Value::as_object).into_iter().flatten();
        records.exercises.push(Exercise {
            id: text(found, "id").to_owned(),
            day: context.day(text(found, "date")).or_else(|| context.day(told)),
            kind: text(found, "type").to_owned(),
            lessons: texts(found, "scenario.lessons").into_iter().map(str::to_owned).collect(),
            roles: participants
                .iter()
                .filter(|p| text(p, "supplier").is_empty())
                .map(|p| text(p, "role").to_owned())
                .collect(),
            has_supplier: participants.iter().any(|p| !text(p, "supplier").is_empty()),
            ack_min: acks.iter().find_map(|told| told.as_f64()),
            was_unanswered: acks.iter().any(|told| is_never(told)),
            ratings: ratings.filter_map(|(id, told)| Some((id.clone(), rating(told)?))).collect(),
            out_of_hours: yes(found, "out_of_hours")
                .or_else(|| yes(found, "scenario.out_of_hours"))
                .or_else(|| out_of_hours(told, context)),
            recovery_hours: hours
                .into_iter()
                .flatten()
                .filter_map(|(id, h)| Some((id.clone(), h.as_f64()?)))
                .collect(),
            high_findings: list(found, "findings")
                .iter()
                .filter_map(|finding| high(finding, context))
                .collect(),
            is_only_told: false,
            row,
        });
    });
}

/// Whether a measure says that it never came about.
fn is_never(told: &Value) -> bool {
    match told {
        Value::Bool(answered) => !answered,
        Value::String(word) => {
            let word = word.trim().to_lowercase();
            matches!(
                word.as_str(),
                "never" | "unanswered" | "not answered" | "no answer" | "応答なし" | "無応答" | "なし"
            )
        }
        _ => false,
    }
}

/// The first letter of a rating of the Homeland Security Exercise and Evaluation Program.
fn rating(told: &Value) -> Option<char> {
    let letter = told.as_str()?.trim().chars().next()?.to_ascii_uppercase();
    matches!(letter, 'P' | 'S' | 'M' | 'U').then_some(letter)
}

fn high(finding: &Value, context: &Context<'_>) -> Option<HighFinding> {
    let severity = text(finding, "severity");
    if !means(severity, Sense::High) && !means(severity, Sense::Critical) {
        return None;
    }
    let day = |key| context.day(text(finding, key));
    Some(HighFinding { id: text(finding, "id").to_owned(), due: day("due"), closed: day("closed") })
}

/// Whether a moment lies outside office hours; a bare day is outside only at the weekend.
fn out_of_hours(told: &str, context: &Context<'_>) -> Option<bool> {
    use jiff::civil::Weekday::{Saturday, Sunday};
    let day = context.day(told)?;
    if matches!(day.weekday(), Saturday | Sunday) {
        return Some(true);
    }
    let at = moment::wall_instant(told, context.zone)?;
    let zone = context.zone.cloned().unwrap_or(jiff::tz::TimeZone::UTC);
    Some(!OFFICE_HOURS.contains(&at.to_zoned(zone).hour()))
}

/// Minutes of exercises, as Markdown tables (`| Date | 2025-09-15 |`), headings or lines with a date.
pub fn log(input: &str, context: &mut Context<'_>, records: &mut Records) {
    for (line, row) in input.lines().zip(1..) {
        let cells: Vec<&str> =
            line.split(['|', ':', '：', ',']).map(str::trim).filter(|cell| !cell.is_empty()).collect();
        let [label, rest @ ..] = cells.as_slice() else { continue };
        let names_day = matches!(
            label.trim_matches('*').to_lowercase().as_str(),
            "date" | "日付" | "実施日" | "開催日" | "日時"
        );
        let Some(day) = rest.first().and_then(|cell| context.day(cell)).filter(|_| names_day) else {
            continue;
        };
        records.exercises.push(Exercise {
            id: day.to_string(),
            day: Some(day),
            is_only_told: true,
            row,
            ..Exercise::default()
        });
    }
    if records.exercises.is_empty() {
        context.damage("names no date of an exercise", "write a line \"Date: 2025-09-15\" for each");
    }
}

/// A register of incidents: that incidents are written down. No check passes by it.
pub fn incidents(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_row(input, "incidents", &["status"], context, |cells, _| {
        records.others.push(OtherVerdict { rule: "incident".to_owned(), is_met: None, row: cells.row() });
    });
}
