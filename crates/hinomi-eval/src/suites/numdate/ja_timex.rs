//! ja-timex: what each of its taggers makes of a text, as TIMEX3.

use std::path::Path;

use anyhow::Result;
use hinomi_model::{Lang, Span, When};
use hinomi_text::{DateMention, Duration};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use serde::Deserialize;
use serde_json::Value;

use super::reading::{Reading, ends, same_length, seconds, span_of};
use super::{Case, Judged, Outside, lines};

#[derive(Deserialize)]
struct Line {
    id: String,
    call: String,
    input: String,
    reference: Option<String>,
    output: Value,
}

#[derive(Deserialize)]
struct Timex {
    r#type: String,
    value: String,
    span: (usize, usize),
    r#mod: Option<String>,
}

/// Where a test names no time, any will do.
const NOW: DateTime = DateTime::constant(2021, 7, 18, 0, 0, 0, 0);

/// Judges all cases.
pub fn cases(path: &Path) -> Result<Vec<Case>> {
    let all = lines::<Line>(path)?;
    let case = |line: Line| Case {
        group: "ja-timex".to_owned(),
        id: line.id.split(':').next().unwrap_or_default().to_owned(),
        judged: judge(&line),
        text: line.input,
    };
    Ok(all.into_iter().map(case).collect())
}

fn judge(line: &Line) -> Judged {
    let wanted: Vec<Timex> = match &line.output {
        Value::Null => Vec::new(),
        list @ Value::Array(_) => serde_json::from_value(list.clone()).unwrap_or_default(),
        one => serde_json::from_value(one.clone()).into_iter().collect(),
    };
    match line.call.as_str() {
        "SetTagger.parse" => return Judged::Outside(Outside::Recurring),
        "NumberNormalizer.normalize" => return Judged::Outside(Outside::Rewriting),
        _ => {}
    }
    if wanted.iter().any(|timex| timex.r#type == "SET") {
        return Judged::Outside(Outside::Recurring);
    }
    let is_century =
        |timex: &Timex| timex.value.len() == 4 && timex.value.ends_with("XX") && timex.r#type == "DATE";
    if wanted.iter().any(is_century) {
        return Judged::Outside(Outside::Era);
    }
    let at =
        line.reference.as_deref().and_then(|at| at.get(..19)?.replace(' ', "T").parse().ok()).unwrap_or(NOW);
    let reading = Reading::of(&line.input, Lang::Ja, at, 540);
    let mut wrong = Vec::new();
    for timex in &wanted {
        let core = reading.core(span_of(&line.input, timex.span.0, timex.span.1, false));
        let here = |span: Span| reading.core(span) == core;
        let is_date = reading.dates.iter().any(|d| here(d.span) && same_date(d, timex, at.date()));
        let is_length = reading.durations.iter().any(|d| here(d.span) && is_long(d, timex));
        if !is_date && !is_length {
            wrong.push(format!("{} {}", timex.value, timex.r#mod.as_deref().unwrap_or_default()));
        }
    }
    let n_found = match line.call.as_str() {
        "DurationTagger.parse" => reading.durations.len(),
        "AbstimeTagger.parse" => reading.dates.len(),
        _ => reading.dates.len() + reading.durations.len(),
    };
    if n_found > wanted.len() {
        wrong.push(format!("{} found besides", n_found - wanted.len()));
    }
    Judged::of(wrong.is_empty(), || format!("{} — {}", wrong.join(", "), reading.drawn()))
}

fn is_long(found: &Duration, timex: &Timex) -> bool {
    let own = seconds(&found.iso);
    timex.r#type == "DURATION"
        && seconds(&timex.value).zip(own).is_some_and(|(want, own)| same_length(own, want))
}

/// A date or time whose parts are as wanted, as far as they are said; or a length before or after the reference.
fn same_date(found: &DateMention, timex: &Timex, now: Date) -> bool {
    let (first, last) = ends(found.when);
    match timex.r#type.as_str() {
        "TIME" => {
            let mut parts =
                timex.value.trim_start_matches('T').split('-').map(|part| part.parse::<i8>().ok());
            let (hour, minute) = (parts.next().flatten(), parts.next().flatten().unwrap_or(0));
            found
                .time
                .is_some_and(|time| hour.is_some_and(|h| h % 24 == time.hour()) && minute == time.minute())
        }
        "DATE" => {
            let mut parts = timex.value.split('-');
            let year = parts.next().unwrap_or_default();
            let (month, day) = (parts.next().unwrap_or("XX"), parts.next().unwrap_or("XX"));
            if month == "WXX" {
                return day.parse() == Ok(first.weekday().to_monday_one_offset()) && first == last;
            }
            let is_year = year.parse().map_or(year.starts_with('X'), |year: i16| year == first.year());
            let is_part = |want: &str, own: i8| want == "XX" || want.parse() == Ok(own);
            let is_grain = match found.when {
                When::Year(_) => month == "XX" && day == "XX",
                When::Month(..) => day == "XX" && month != "XX",
                When::Day(_) | When::Instant(_) => day != "XX",
                When::Days(..) => false,
            };
            is_year && is_part(month, first.month()) && is_part(day, first.day()) && is_grain
        }
        _ => {
            let Some(want) = seconds(&timex.value) else { return false };
            let sign = match timex.r#mod.as_deref() {
                Some("BEFORE") => -1,
                _ => 1,
            };
            let days = (want / 86_400.0).round() as i64 * sign;
            let Ok(day) = now.checked_add(days.days()) else { return false };
            let is_near =
                |a: Date, b: Date| f64::from((a - b).get_days().abs()) <= 0.02 * want / 86_400.0 + 0.5;
            (first <= day && day <= last) || is_near(first, day) || is_near(last, day)
        }
    }
}
