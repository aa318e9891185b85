//! pyNormalizeNumExp: numbers, amounts and times of a text, each with the lower and upper end of its value.

use std::path::Path;

use anyhow::Result;
use hinomi_model::Lang;
use jiff::civil::DateTime;
use serde::Deserialize;
use serde_json::Value;

use super::reading::{Reading, ends, near, plain, same_length, seconds, span_of};
use super::{Case, Judged, Outside, lines};

#[derive(Deserialize)]
struct Line {
    id: String,
    call: String,
    input: String,
    output: Vec<Wanted>,
}

#[derive(Deserialize)]
struct Wanted {
    position_start: usize,
    position_end: usize,
    #[serde(default)]
    value_lower_bound: Value,
    #[serde(default)]
    value_upper_bound: Value,
    #[serde(default)]
    value_lower_bound_rel: Value,
    #[serde(default)]
    counter: String,
}

const NOW: DateTime = DateTime::constant(2021, 7, 18, 0, 0, 0, 0);

/// Judges all cases.
pub fn cases(path: &Path) -> Result<Vec<Case>> {
    let case = |line: Line| Case {
        group: "pynormalizenumexp".to_owned(),
        id: line.id.split(':').next().unwrap_or_default().to_owned(),
        judged: judge(&line),
        text: line.input,
    };
    Ok(lines::<Line>(path)?.into_iter().map(case).collect())
}

fn judge(line: &Line) -> Judged {
    // Counters in Latin letters are those of nature: m, g, m/h.
    let is_measure = |want: &&Wanted| want.counter.starts_with(|c: char| c.is_ascii_lowercase());
    if line.output.iter().any(|want| is_measure(&want)) {
        return Judged::Outside(Outside::Measure);
    }
    if line.output.iter().any(|want| want.value_lower_bound.as_f64().is_some_and(|n| n < 0.0)) {
        return Judged::Outside(Outside::Signed);
    }
    let reading = Reading::of(&line.input, Lang::Ja, NOW, 540);
    let is_met = |want: &Wanted| {
        let span = span_of(&line.input, want.position_start, want.position_end, false);
        let here = |own| own == span || reading.core(own) == reading.core(span);
        if line.call.starts_with("NumberNormalizer") {
            return reading.numbers.iter().any(|n| here(n.span) && is_between(want, plain(n.low)));
        }
        if want.value_lower_bound.is_number() {
            return reading.quantities.iter().any(|q| here(q.span) && is_between(want, plain(q.number)));
        }
        let is_date = reading.dates.iter().any(|d| here(d.span) && same_parts(d, want));
        is_date || reading.durations.iter().any(|d| here(d.span) && same_span(&d.iso, want))
    };
    let missed = line.output.iter().filter(|want| !is_met(want)).count();
    let n_found = match line.call.split('.').next() {
        Some("NumberNormalizer") => reading.numbers.len(),
        Some("NumericalExpressionNormalizer") => reading.quantities.len(),
        Some("NormalizeNumexp") => reading.quantities.len() + reading.dates.len() + reading.durations.len(),
        _ => 0,
    };
    let besides = n_found.saturating_sub(line.output.len());
    Judged::of(missed == 0 && besides == 0, || {
        format!("{missed} missed, {besides} besides — {}", reading.drawn())
    })
}

fn is_between(want: &Wanted, own: f64) -> bool {
    let (low, high) = (want.value_lower_bound.as_f64(), want.value_upper_bound.as_f64());
    let from = low.is_none_or(|low| near(own, low) || own >= low);
    from && high.is_none_or(|high| near(own, high) || own <= high) && (low.is_some() || high.is_some())
}

fn part(of: &Value, name: &str) -> Option<f64> {
    of.get(name)?.as_f64()
}

fn same_parts(found: &hinomi_text::DateMention, want: &Wanted) -> bool {
    let (first, last) = ends(found.when);
    let said =
        |of: &Value| ["year", "month", "day", "hour", "minute"].iter().any(|name| part(of, name).is_some());
    if said(&want.value_lower_bound_rel) {
        let days = [("year", 365.0), ("month", 30.4), ("day", 1.0)];
        let shift: f64 =
            days.iter().filter_map(|(name, n)| Some(part(&want.value_lower_bound_rel, name)? * n)).sum();
        let own = f64::from((first - NOW.date()).get_days());
        return (own - shift).abs() <= 0.02 * shift.abs() + 31.0 * f64::from(u8::from(first != last));
    }
    let end = if said(&want.value_lower_bound) { &want.value_lower_bound } else { &want.value_upper_bound };
    let agrees = |name: &str, own: Option<f64>| part(end, name).is_none_or(|want| own == Some(want));
    let (hour, minute) = (found.time.map(|t| f64::from(t.hour())), found.time.map(|t| f64::from(t.minute())));
    said(end)
        && agrees("year", Some(f64::from(first.year())))
        && agrees("month", Some(f64::from(first.month())))
        && agrees("day", Some(f64::from(first.day())))
        && agrees("hour", hour)
        && agrees("minute", minute)
}

/// A length whose ends, where they differ, lie around it.
fn same_span(iso: &str, want: &Wanted) -> bool {
    let day = 86_400.0;
    let units = [
        ("year", 365.0 * day),
        ("month", 30.0 * day),
        ("day", day),
        ("hour", 3_600.0),
        ("minute", 60.0),
        ("second", 1.0),
    ];
    let total = |of: &Value| -> f64 { units.iter().filter_map(|(name, n)| Some(part(of, name)? * n)).sum() };
    let (low, high) = (total(&want.value_lower_bound), total(&want.value_upper_bound));
    seconds(iso).is_some_and(|own| (low <= own && own <= high) || same_length(own, low.max(high)))
}
