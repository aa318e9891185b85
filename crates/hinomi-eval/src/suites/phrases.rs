//! Phrases: quantities, dates and report numbers with spans and values, `facts-phrases`.
//!
//! A row is 1 when every quantity, date and report number of the sentence is found with exact span, value and
//! qualifier (for dates: relation), and nothing else is taken for one. Units are not scored.
//!
//! The collection takes the 分 of 人分 in at one place and not at another, and leaves out a noun behind の that ours
//! takes in (数百の組織): rows, and the figures of each kind, take a span for right without them too. Two figures over
//! all sentences say what that makes: `right` asks for the very spans of the collection, `right with spans as the
//! collection varies them` does not.
//!
//! Where the collection says more than our types do, the nearest is asked for: `nearly` is approx, `several` is a
//! range, a week is its days, an `approx-atmost` is at most. Dates given as distances from an event in another sentence
//! (`REL+…`) have no value here and count as missed.
//! Durations and certainty cues are counted in the summary alone.

use std::path::Path;

use anyhow::{Context, Result};
use hinomi_model::{Lang, Qualifier, Span, Stamp, Status, Unit, When};
use hinomi_text::{Cue, CueKind, DateMention, Quantity, Relation, ReportNo};
use jiff::civil::Date;
use serde::Deserialize;

use super::lines;
use crate::table::Table;

#[derive(Deserialize)]
struct Case {
    id: String,
    lang: Lang,
    published: String,
    text: String,
    facts: Vec<Wanted>,
}

#[derive(Deserialize)]
struct Wanted {
    kind: String,
    start: usize,
    end: usize,
    #[serde(default)]
    value: String,
    #[serde(default)]
    qualifier: String,
    #[serde(default)]
    rel: String,
}

/// Right and all of one kind, by what is asked.
#[derive(Default)]
struct Tally {
    span: usize,
    value: usize,
    all: usize,
    n: usize,
    extra: usize,
}

/// How one wanted mention was met.
#[derive(Clone, Copy, Default)]
struct Met {
    span: bool,
    value: bool,
    qualifier: bool,
}

impl Met {
    fn all(self) -> bool {
        self.span && self.value && self.qualifier
    }
}

impl Tally {
    fn add(&mut self, met: Met) {
        self.span += usize::from(met.span);
        self.value += usize::from(met.value);
        self.all += usize::from(met.all());
        self.n += 1;
    }

    fn report(&self, name: &str, table: &mut Table) {
        let share = |n: usize| if self.n == 0 { 1.0 } else { n as f64 / self.n as f64 };
        for (what, n) in [("span", self.span), ("value", self.value), ("right", self.all)] {
            table.summary.push((format!("{name}_{what}"), share(n)));
        }
        table.notes.push(format!("{name}: {} wanted, {} found besides", self.n, self.extra));
    }
}

/// Measures it.
pub fn run(data: &Path) -> Result<Table> {
    let path = data.join("facts-phrases/dev.jsonl");
    let mut table = Table::default();
    let mut tallies: [Tally; 5] = Default::default();
    let (mut n_exact, mut n_right) = (0, 0);
    for case in lines::<Case>(&path)? {
        if let Some(score) = judge(&case, &mut tallies, &mut table.notes)? {
            n_exact += usize::from(score.is_exact);
            n_right += usize::from(score.is_right);
            table.rows.insert(case.id, f64::from(u8::from(score.is_right)));
        }
    }
    let share = |n: usize| n as f64 / table.rows.len().max(1) as f64;
    table.summary = vec![
        ("right".to_owned(), share(n_exact)),
        ("right with spans as the collection varies them".to_owned(), share(n_right)),
    ];
    for (tally, name) in tallies.iter().zip(["quantity", "date", "report_no", "duration", "cue"]) {
        tally.report(name, &mut table);
    }
    Ok(table)
}

/// How a sentence was met.
struct Score {
    /// All is right, but for spans that the collection varies.
    is_right: bool,
    /// All is right, and every span is that of the collection.
    is_exact: bool,
}

/// The sentence's score; `None` where it holds nothing of what rows are about.
fn judge(case: &Case, tallies: &mut [Tally; 5], notes: &mut Vec<String>) -> Result<Option<Score>> {
    let text = &case.text;
    let at: jiff::Timestamp = case.published.parse().with_context(|| format!("{}: published", case.id))?;
    let anchor = Stamp::instant(at, Some(540));
    let folded = hinomi_text::fold(text);
    let quantities = hinomi_text::quantities(&folded);
    let dates = hinomi_text::dates(&folded, case.lang, anchor);
    let reports = hinomi_text::report_nos(&folded);
    let durations = hinomi_text::durations(&folded);
    let cues = hinomi_text::cues(&folded);
    let mut is_right = true;
    let mut is_exact = true;
    let mut holds = false;
    let mut met = [0usize; 5];
    for wanted in &case.facts {
        let span = span_of(text, wanted);
        let (kind, found) = match wanted.kind.as_str() {
            "quantity" => {
                is_exact &= quantities.iter().any(|q| q.span == span);
                (
                    0,
                    meet(
                        &quantities,
                        |q| if q.span == span { span } else { without_noun(text, q) },
                        span,
                        |q| (same_number(q, wanted), same_qualifier(q.qualifier, wanted)),
                    ),
                )
            }
            "date" => {
                (1, meet(&dates, |d| d.span, span, |d| (same_time(d, wanted), same_relation(d, wanted))))
            }
            "report_ordinal" => (2, meet(&reports, |r| r.span, span, |r| (same_report(r, wanted), true))),
            "duration" => (
                3,
                meet(
                    &durations,
                    |d| d.span,
                    span,
                    |d| (d.iso == wanted.value, same_qualifier(d.qualifier, wanted)),
                ),
            ),
            "modality" => (4, meet(&cues, |c| c.span, span, |c| (same_cue(c, wanted), true))),
            _ => continue,
        };
        tallies[kind].add(found);
        met[kind] += usize::from(found.span);
        if kind < 3 {
            holds = true;
            is_right &= found.all();
        }
        if !found.all() {
            let words = span.of(text).unwrap_or_default();
            notes.push(format!(
                "{} {} {words:?} {} {}{}: span {} value {} qualifier {}",
                case.id,
                wanted.kind,
                wanted.value,
                wanted.qualifier,
                wanted.rel,
                found.span,
                found.value,
                found.qualifier
            ));
        }
    }
    let found = [quantities.len(), dates.len(), reports.len(), durations.len(), cues.len()];
    for (kind, (tally, (found, met))) in tallies.iter_mut().zip(found.iter().zip(met)).enumerate() {
        let extra = found.saturating_sub(met);
        tally.extra += extra;
        if extra > 0 && kind < 3 {
            is_right = false;
            let spans = quantities.iter().map(|q| q.span).chain(dates.iter().map(|d| d.span));
            let words: Vec<_> = spans.filter_map(|span| span.of(text)).collect();
            notes.push(format!("{} found besides: {words:?}", case.id));
        }
    }
    Ok(holds.then_some(Score { is_right, is_exact: is_right && is_exact }))
}

/// Code points to bytes.
fn span_of(text: &str, wanted: &Wanted) -> Span {
    let byte = |chars: usize| text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at);
    Span::new(byte(wanted.start), byte(wanted.end))
}

/// The found mention with the wanted span, else the first that overlaps it.
fn meet<T>(found: &[T], span_of: impl Fn(&T) -> Span, want: Span, judge: impl Fn(&T) -> (bool, bool)) -> Met {
    let exact = found.iter().find(|one| span_of(one) == want);
    match exact.or_else(|| found.iter().find(|one| span_of(one).overlaps(want))) {
        Some(one) => {
            let (value, qualifier) = judge(one);
            Met { span: exact.is_some(), value, qualifier }
        }
        None => Met::default(),
    }
}

/// The span of a quantity without the 分 of 人分, and without the noun behind a の that it ends with.
fn without_noun(text: &str, found: &Quantity) -> Span {
    let start = found.span.start as usize;
    let words = found.span.of(text).unwrap_or_default();
    if let Some(rest) = words.strip_suffix("人分") {
        return Span::new(start, start + rest.len() + "人".len());
    }
    let number_end = found.number_span.end as usize;
    let between = text.get(number_end..found.noun_span.start as usize);
    let is_behind = between == Some("の") && found.noun_span.end == found.span.end;
    if is_behind { Span::new(start, number_end) } else { found.span }
}

fn same_number(found: &Quantity, wanted: &Wanted) -> bool {
    let (low, high) = match wanted.value.split_once("..") {
        Some((low, high)) => (low, Some(high)),
        None => (wanted.value.as_str(), None),
    };
    let (Ok(low), high) = (low.parse::<f64>(), high.and_then(|high| high.parse::<f64>().ok())) else {
        return false;
    };
    // The collection keeps the number as written; ours is in bytes and percent.
    let factors: &[f64] = match found.unit {
        Some(Unit::Byte) => &[1.0, 1e3, 1e6, 1e9, 1e12, 1e15],
        Some(Unit::Percent) => &[1.0, 10.0, 100.0],
        _ => &[1.0],
    };
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-6 * b.abs().max(1.0);
    factors.iter().any(|factor| {
        near(plain(&found.number), low * factor)
            && match (found.upper, high) {
                (None, None) => true,
                (Some(upper), Some(high)) => near(plain(&upper), high * factor),
                _ => false,
            }
    })
}

/// A decimal as a float; exact for the numbers of the collection.
fn plain(decimal: &impl ToString) -> f64 {
    decimal.to_string().parse().unwrap_or(f64::NAN)
}

fn same_qualifier(found: Qualifier, wanted: &Wanted) -> bool {
    let want = match wanted.qualifier.as_str() {
        "approx" | "nearly" => Qualifier::Approx,
        "atleast" => Qualifier::AtLeast,
        "morethan" => Qualifier::MoreThan,
        "atmost" | "approx-atmost" => Qualifier::AtMost,
        "lessthan" => Qualifier::LessThan,
        "range" | "several" => Qualifier::Range,
        _ => Qualifier::Exact,
    };
    found == want
}

fn same_time(found: &DateMention, wanted: &Wanted) -> bool {
    if let Some(time) = found.time {
        let minutes = format!("{}T{:02}:{:02}", found.when, time.hour(), time.minute());
        let hours = format!("{}T{:02}", found.when, time.hour());
        if wanted.value == minutes || (wanted.value == hours && time.minute() == 0) {
            return true;
        }
    }
    if let Some((year, week)) = wanted.value.split_once("-W") {
        let monday = year.parse().ok().zip(week.parse().ok()).and_then(|(year, week)| {
            jiff::civil::ISOWeekDate::new(year, week, jiff::civil::Weekday::Monday).ok().map(Date::from)
        });
        return matches!((found.when, monday), (When::Days(first, _), Some(monday)) if first == monday);
    }
    if let Some((low, high)) = wanted.value.split_once("..") {
        let zone = jiff::tz::TimeZone::UTC;
        let ends = low.parse::<When>().ok().zip(high.parse::<When>().ok());
        return ends
            .is_some_and(|(low, high)| found.when == When::days(low.first_day(&zone), high.last_day(&zone)));
    }
    found.when.to_string() == wanted.value
}

fn same_relation(found: &DateMention, wanted: &Wanted) -> bool {
    match wanted.rel.as_str() {
        "before" => matches!(found.relation, Relation::Before | Relation::By),
        "after" => found.relation == Relation::After,
        "approx" => found.relation == Relation::Around,
        _ => matches!(found.relation, Relation::On | Relation::By),
    }
}

fn same_report(found: &ReportNo, wanted: &Wanted) -> bool {
    match (found.number, found.word) {
        (Some(number), _) => number.to_string() == wanted.value,
        (None, Some("続報")) => wanted.value == "follow-up",
        (None, Some(_)) => wanted.value == "final",
        _ => false,
    }
}

fn same_cue(found: &Cue, wanted: &Wanted) -> bool {
    use Status::*;
    match wanted.value.as_str() {
        "confirmed" => found.kind == CueKind::Hedge(Confirmed),
        "possible" => matches!(found.kind, CueKind::Hedge(Possible | Suspected)),
        "unlikely" => found.kind == CueKind::Unlikely,
        "denied" => found.kind == CueKind::Hedge(Denied),
        "unconfirmed" => {
            matches!(found.kind, CueKind::Hedge(NotConfirmed | UnderInvestigation | Undisclosed))
        }
        "attributed" => matches!(found.kind, CueKind::Hedge(Attributed | Claimed)),
        "planned" => found.kind == CueKind::Planned,
        "negated" => found.kind == CueKind::Negation,
        "conditional" => found.kind == CueKind::Conditional,
        _ => false,
    }
}
