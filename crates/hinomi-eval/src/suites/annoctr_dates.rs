//! Dates of threat reports in English, `annoctr`: TIMEX3 spans with their normalised values.
//!
//! A row is the F1 of one report: a date counts where its span and its value are those of the annotators. Spans are
//! compared without the preposition or article before them and without marks around them; every date that Hinomi finds
//! besides is wrong. The publication day is the annotators' own (DCT). What is counted as a difference, by how the
//! collection was made: `earlier this year` stands there without its first word, and weekdays, weeks and stretches of
//! days are not annotated at all.

use std::path::Path;

use anyhow::{Context, Result};
use hinomi_model::{Lang, Span, Stamp, When};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::lines;
use crate::table::Table;

#[derive(Deserialize)]
struct Line {
    id: String,
    timeml: String,
}

/// A date of a report: its trimmed span and its value in ISO 8601.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Dated {
    span: Span,
    value: String,
}

/// The text of a report, the day it was published, and the dates that its annotators saw.
struct Report {
    text: String,
    published: Date,
    wanted: Vec<Dated>,
}

/// Right, wanted and found dates, and those with the right span.
#[derive(Default, Clone, Copy)]
struct Tally {
    right: usize,
    spans: usize,
    wanted: usize,
    found: usize,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.spans += other.spans;
        self.wanted += other.wanted;
        self.found += other.found;
    }
}

/// Twice what is met of all that is wanted or found; nothing wanted and nothing found is right.
fn f1(met: usize, tally: Tally) -> f64 {
    let all = tally.wanted + tally.found;
    if all == 0 { 1.0 } else { 2.0 * met as f64 / all as f64 }
}

/// Measures it.
pub fn run(data: &Path) -> Result<Table> {
    let mut table = Table::default();
    let mut all = Tally::default();
    for line in lines::<Line>(&data.join("annoctr/docs.dev.jsonl.zst"))? {
        let report = read(&line.timeml).with_context(|| format!("{}: no TimeML that we know", line.id))?;
        let tally = judge(&line.id, &report, &mut table.failures)?;
        all.add(tally);
        table.rows.insert(line.id.replace(',', "_"), f1(tally.right, tally));
    }
    let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
    table.summary = vec![
        ("f1".to_owned(), f1(all.right, all)),
        ("precision".to_owned(), share(all.right, all.found)),
        ("recall".to_owned(), share(all.right, all.wanted)),
        ("span_f1".to_owned(), f1(all.spans, all)),
        ("value_where_span".to_owned(), share(all.right, all.spans)),
    ];
    table.notes.push(format!("{} dates wanted, {} found, {} right", all.wanted, all.found, all.right));
    Ok(table)
}

fn judge(id: &str, report: &Report, failures: &mut Vec<String>) -> Result<Tally> {
    let at = report.published.to_zoned(TimeZone::UTC)?.timestamp();
    let folded = hinomi_text::fold(&report.text);
    let found: Vec<Dated> = hinomi_text::dates(&folded, Lang::En, Stamp::instant(at, Some(0)))
        .iter()
        .map(|date| Dated { span: trimmed(&report.text, date.span), value: value(date.when) })
        .collect();
    let told = |what: &str, dated: &Dated| {
        let (start, end) = (dated.span.start as usize, dated.span.end as usize);
        let edge = |at: usize| report.text.floor_char_boundary(at);
        let around = report.text.get(edge(start.saturating_sub(40))..edge(end + 40)).unwrap_or_default();
        let words = report.text.get(start..end).unwrap_or_default();
        format!("{id} {what} {words:?} {} in {around:?}", dated.value)
    };
    let has_span = |dated: &&Dated| report.wanted.iter().any(|own| own.span == dated.span);
    failures.extend(report.wanted.iter().filter(|d| !found.contains(d)).map(|d| told("missed", d)));
    failures.extend(found.iter().filter(|d| !report.wanted.contains(d)).map(|d| told("besides", d)));
    Ok(Tally {
        right: found.iter().filter(|dated| report.wanted.contains(dated)).count(),
        spans: found.iter().filter(has_span).count(),
        wanted: report.wanted.len(),
        found: found.len(),
    })
}

/// The value as TIMEX3 writes it; a stretch, which it has no value for, as both its ends.
fn value(when: When) -> String {
    match when {
        When::Instant(_) => when.first_day(&TimeZone::UTC).to_string(),
        _ => when.to_string(),
    }
}

/// Reads a TimeML document: the tags go, the text and their places stay.
fn read(timeml: &str) -> Option<Report> {
    let (head, rest) = timeml.split_once("<TEXT>")?;
    let (body, _) = rest.split_once("</TEXT>")?;
    let published = attribute(head.get(head.find("<TIMEX3")?..)?, "value")?.parse().ok()?;
    let (mut text, mut spans, mut open) = (String::new(), Vec::new(), None);
    let mut rest = body;
    // Other angle brackets are text: the addresses of links.
    while let Some(at) = [rest.find("<TIMEX3 "), rest.find("</TIMEX3>")].into_iter().flatten().min() {
        let (before, behind) = rest.split_at(at);
        push_unescaped(&mut text, before);
        let (tag, behind) = behind.split_once('>')?;
        match open.take() {
            Some((start, value)) => spans.push((Span::new(start, text.len()), value)),
            None => open = Some((text.len(), attribute(tag, "value")?.to_owned())),
        }
        rest = behind;
    }
    push_unescaped(&mut text, rest);
    let wanted =
        spans.into_iter().map(|(span, value)| Dated { span: trimmed(&text, span), value: padded(&value) });
    Some(Report { published, wanted: wanted.collect(), text })
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

fn push_unescaped(out: &mut String, text: &str) {
    const ENTITIES: &[(&str, &str)] =
        &[("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    let plain = ENTITIES.iter().fold(text.to_owned(), |text, (entity, plain)| text.replace(entity, plain));
    out.push_str(&plain);
}

/// `2022-1-23` as `2022-01-23`, which some annotations leave short.
fn padded(value: &str) -> String {
    value.split('-').map(|part| format!("{part:0>2}")).collect::<Vec<_>>().join("-")
}

/// `span` without a leading preposition or article, and without spaces and marks around it.
fn trimmed(text: &str, span: Span) -> Span {
    const LEADING: &[&str] = &[
        "on",
        "in",
        "at",
        "the",
        "since",
        "of",
        "over",
        "during",
        "from",
        "by",
        "until",
        "till",
        "throughout",
        "before",
        "after",
        "around",
        "between",
    ];
    let (mut start, mut end) = (span.start as usize, span.end as usize);
    let is_mark = |c: char| c.is_whitespace() || matches!(c, ',' | ':' | '.' | ';' | '(' | ')');
    while let Some(now) = text.get(start..end) {
        let front = now.trim_start_matches(is_mark);
        let word = front.split(char::is_whitespace).next().unwrap_or_default();
        let is_leading = word.len() < front.len() && LEADING.contains(&word.to_lowercase().as_str());
        let cut = now.len() - front.len() + if is_leading { word.len() } else { 0 };
        if cut == 0 {
            end = start + now.trim_end_matches(is_mark).len();
            break;
        }
        start += cut;
    }
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timeml_becomes_text_and_places() {
        let report = read(
            "<TimeML><DCT><TIMEX3 tid=\"t0\" value=\"2021-02-03\">x</TIMEX3></DCT><TEXT>A &amp; B: <TIMEX3 tid=\"t1\" \
             value=\"2020-1-09\">On January 9, 2020,</TIMEX3> it</TEXT></TimeML>",
        )
        .unwrap();
        assert_eq!(report.text, "A & B: On January 9, 2020, it");
        let words: Vec<_> =
            report.wanted.iter().map(|d| (d.span.of(&report.text).unwrap(), d.value.as_str())).collect();
        assert_eq!(words, [("January 9, 2020", "2020-01-09")]);
        assert_eq!(report.published, Date::constant(2021, 2, 3));
    }
}
