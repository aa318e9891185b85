//! Dates of threat reports in English, `annoctr`: TIMEX3 spans with their normalised values.
//!
//! A row is the F1 of one report: a date counts where its span and its value are those of the annotators. Spans are
//! compared without the preposition or article before them and without marks around them; every date that Hinomi finds
//! besides is wrong. The publication day is the annotators' own (DCT).
//!
//! Beside that, what differs by convention alone is told by class ([`Difference`]), and the F1 without it.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use hinomi_model::{Lang, Span, Stamp, When};
use hinomi_text::{DateKind, DateMention};
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

/// A difference by convention, and why ours is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Difference {
    /// `early`, a weekday or a time of day belongs to our span; half of the annotators left the first out, all the
    /// others.
    Wider,
    /// Ours is one stretch of days where both its ends are annotated.
    Ends,
    /// Ours is the season, quarter, half or end where the year or month alone is annotated.
    Finer,
    /// Weeks, weekdays, days told from now and stretches are not annotated at all.
    Unmarked,
}

/// Right, wanted and found dates, those with the right span, and what differs by convention on either side.
#[derive(Default, Clone, Copy)]
struct Tally {
    right: usize,
    spans: usize,
    wanted: usize,
    found: usize,
    wanted_aside: usize,
    found_aside: usize,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.spans += other.spans;
        self.wanted += other.wanted;
        self.found += other.found;
        self.wanted_aside += other.wanted_aside;
        self.found_aside += other.found_aside;
    }

    /// Without what differs by convention.
    fn set_aside(self) -> Self {
        Self { wanted: self.wanted - self.wanted_aside, found: self.found - self.found_aside, ..self }
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
    let mut differences: BTreeMap<Difference, usize> = BTreeMap::new();
    for line in lines::<Line>(&data.join("annoctr/docs.dev.jsonl.zst"))? {
        let report = read(&line.timeml).with_context(|| format!("{}: no TimeML that we know", line.id))?;
        let tally = judge(&line.id, &report, &mut table.failures, &mut differences)?;
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
        ("f1_without_differences".to_owned(), f1(all.right, all.set_aside())),
    ];
    table.notes.push(format!("{} dates wanted, {} found, {} right", all.wanted, all.found, all.right));
    table.notes.extend(differences.iter().map(|(class, n)| format!("{n} differ, {class:?}")));
    Ok(table)
}

fn judge(
    id: &str,
    report: &Report,
    failures: &mut Vec<String>,
    differences: &mut BTreeMap<Difference, usize>,
) -> Result<Tally> {
    let at = report.published.to_zoned(TimeZone::UTC)?.timestamp();
    let folded = hinomi_text::fold(&report.text);
    let mentions = hinomi_text::dates(&folded, Lang::En, Stamp::instant(at, Some(0)));
    let dated =
        |date: &DateMention| Dated { span: trimmed(&report.text, date.span), value: value(date.when) };
    let told = |what: &str, dated: &Dated| {
        let (start, end) = (dated.span.start as usize, dated.span.end as usize);
        let edge = |at: usize| report.text.floor_char_boundary(at);
        let around = report.text.get(edge(start.saturating_sub(40))..edge(end + 40)).unwrap_or_default();
        let words = report.text.get(start..end).unwrap_or_default();
        format!("{id} {what} {words:?} {} in {around:?}", dated.value)
    };
    let mut tally = Tally { wanted: report.wanted.len(), found: mentions.len(), ..Tally::default() };
    let mut is_met = vec![false; report.wanted.len()];
    for mention in &mentions {
        let own = dated(mention);
        tally.spans += usize::from(report.wanted.iter().any(|wanted| wanted.span == own.span));
        if let Some(met) = report.wanted.iter().position(|wanted| *wanted == own) {
            tally.right += 1;
            is_met[met] = true;
            continue;
        }
        let within: Vec<usize> =
            (0..report.wanted.len()).filter(|idx| mention.span.overlaps(report.wanted[*idx].span)).collect();
        let wanted: Vec<&Dated> = within.iter().map(|idx| &report.wanted[*idx]).collect();
        match difference(&report.text, mention, &wanted) {
            Some(class) => {
                *differences.entry(class).or_default() += 1;
                tally.found_aside += 1;
                tally.wanted_aside += within.iter().filter(|idx| !is_met[**idx]).count();
                within.into_iter().for_each(|idx| is_met[idx] = true);
            }
            None => failures.push(told("besides", &own)),
        }
    }
    let missed = report.wanted.iter().zip(&is_met).filter(|(_, is_met)| !**is_met);
    failures.extend(missed.map(|(wanted, _)| told("missed", wanted)));
    Ok(tally)
}

/// How `found` differs by convention from the annotated dates that it overlaps.
fn difference(text: &str, found: &DateMention, wanted: &[&Dated]) -> Option<Difference> {
    let words = found.span.of(text)?;
    let period = |dated: &Dated| dated.value.parse::<When>().ok();
    let zone = TimeZone::UTC;
    match wanted {
        [] => {
            let is_stretch = matches!(found.when, When::Days(..));
            let is_in_figures = words.bytes().any(|b| b.is_ascii_digit());
            let is_day = matches!(found.when, When::Day(_)) && found.kind == DateKind::Relative;
            (is_stretch || is_day && !is_in_figures).then_some(Difference::Unmarked)
        }
        [one] if found.span.contains(one.span) => {
            if value(found.when) == one.value {
                return Some(Difference::Wider);
            }
            // A winter begins in its year and ends in the next.
            let first = found.when.first_day(&zone);
            let is_within = |whole: When| whole.first_day(&zone) <= first && first <= whole.last_day(&zone);
            period(one).is_some_and(is_within).then_some(Difference::Finer)
        }
        [first, .., last] => {
            let ends = period(first).zip(period(last))?;
            let own = (found.when.first_day(&zone), found.when.last_day(&zone));
            let is_same = (ends.0.first_day(&zone), ends.1.last_day(&zone)) == own;
            is_same.then_some(Difference::Ends)
        }
        _ => None,
    }
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
