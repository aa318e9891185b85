//! Record counts: how many records an incident's summary tells of, `vcdb`.
//!
//! The summary is read as an article without a title, and the count that says how many were touched
//! ([`hinomi_facts::extent`], as `hinomi explain` and `hinomi facts` show it) is compared with the number that people
//! coded (`data_total`, which they took from the cited articles, so that a summary may show another or none).
//! Incidents with a summary and a coded number are measured, in two sets:
//!
//! - **shown**: the summary has the number, in figures or in words: right when that number is chosen;
//! - **not shown**: it has not: false when a number is chosen that is another than the coded one. Not counted as false
//!   is a bound or a range that holds for the coded number, and a number within a tenth of it: the count of another
//!   day. The last figure counts every number told here as false.
//!
//! A row is the share of a hundred incidents that were told right, by the first digits of their id.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use hinomi_facts::extent::touched;
use hinomi_facts::{Lexicon, find};
use hinomi_model::{Article, Fact, Lang, Qualifier, Value};
use rayon::prelude::*;
use serde::Deserialize;

use super::{article, lines};
use crate::table::Table;

/// Letters of an id by which incidents are gathered to rows.
const ROW_LETTERS: usize = 2;
/// How far an estimate may lie from the number, as a share of it.
const ESTIMATE_SHARE: f64 = 0.1;
/// Figures below count as shown only where they count something: dates and lists are full of them.
const BARE_MIN: f64 = 32.0;

#[derive(Deserialize)]
struct Incident {
    incident_id: String,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    attribute: Attribute,
}

#[derive(Deserialize, Default)]
struct Attribute {
    confidentiality: Option<Confidentiality>,
}

#[derive(Deserialize)]
struct Confidentiality {
    data_total: Option<f64>,
}

/// Reads every summary.
pub fn run(data: &Path) -> Result<Table> {
    let incidents: Vec<Incident> = lines(&data.join("vcdb/incidents.dev.jsonl.zst"))?;
    let lexicon = Lexicon::bundled();
    let coded = incidents.iter().filter(|incident| !incident.summary.trim().is_empty());
    let coded: Vec<(&Incident, f64)> = coded.filter_map(|one| Some((one, total(one)?))).collect();
    let told: Vec<Told> =
        coded.par_iter().map(|(incident, total)| told(incident, *total, &lexicon)).collect();
    let mut table = Table::default();
    let mut rows: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let (mut shown, mut hidden) = ((0, 0), (0, 0));
    let mut n_other = 0;
    for ((incident, total), told) in coded.iter().zip(&told) {
        let is_right = told.is_right(*total);
        let set = if told.is_shown { &mut shown } else { &mut hidden };
        let row = incident.incident_id.get(..ROW_LETTERS).unwrap_or_default().to_lowercase();
        for count in [set, rows.entry(row).or_default()] {
            count.0 += usize::from(is_right);
            count.1 += 1;
        }
        n_other += usize::from(!told.is_shown && told.chosen.is_some());
        if !is_right {
            let chosen = told.chosen.map(|chosen| chosen.number);
            let kind = if told.is_shown { "shown" } else { "not shown" };
            table.failures.push(format!(
                "{kind} {total}, told {chosen:?}: {}",
                incident.summary.replace(char::is_whitespace, " ")
            ));
        }
    }
    let share = |(right, all): (usize, usize)| right as f64 / all.max(1) as f64;
    table.summary = vec![
        ("shown and right".to_owned(), share(shown)),
        ("not shown and nothing false".to_owned(), share(hidden)),
        ("not shown and nothing told".to_owned(), 1.0 - n_other as f64 / hidden.1.max(1) as f64),
    ];
    table.notes = vec![format!(
        "{} show the number; of {} others {n_other} have some number told of, {} a false one",
        shown.1,
        hidden.1,
        hidden.1 - hidden.0
    )];
    table.rows = rows.into_iter().map(|(row, count)| (row, share(count))).collect();
    Ok(table)
}

fn total(incident: &Incident) -> Option<f64> {
    incident.attribute.confidentiality.as_ref()?.data_total
}

/// What is told of one incident.
struct Told {
    is_shown: bool,
    chosen: Option<Chosen>,
}

/// The count that `hinomi explain` and `hinomi facts` show ([`touched`]); a brief does not tell it.
#[derive(Clone, Copy)]
struct Chosen {
    number: f64,
    upper: Option<f64>,
    qualifier: Qualifier,
}

impl Told {
    /// Whether the coded number is told, or none where the summary has it not.
    fn is_right(&self, total: f64) -> bool {
        match (&self.chosen, self.is_shown) {
            (Some(chosen), true) => chosen.number == total || chosen.upper == Some(total),
            (Some(chosen), false) => chosen.holds(total),
            (None, is_shown) => !is_shown,
        }
    }
}

impl Chosen {
    /// Whether the coded number is what a bound, range or estimate says.
    fn holds(&self, total: f64) -> bool {
        let is_bound = match self.qualifier {
            Qualifier::AtLeast | Qualifier::MoreThan => self.number <= total,
            Qualifier::AtMost | Qualifier::LessThan => self.number >= total,
            Qualifier::Range => self.upper.is_some_and(|upper| self.number <= total && total <= upper),
            Qualifier::Approx | Qualifier::Exact => false,
        };
        is_bound || (self.number - total).abs() <= total * ESTIMATE_SHARE
    }
}

fn told(incident: &Incident, total: f64, lexicon: &Lexicon) -> Told {
    let paragraphs: Vec<String> = incident.summary.lines().map(|line| line.trim().to_owned()).collect();
    let article = article(&incident.incident_id, "", &paragraphs, Lang::En);
    let facts = find(&article, lexicon).facts;
    Told { is_shown: shows(&article.text, total), chosen: chosen(&article, &facts) }
}

/// Whether the text has the number, in figures or in words, and not as part of another or of a time.
fn shows(text: &str, total: f64) -> bool {
    let folded = hinomi_text::fold(text);
    let is_counted = hinomi_text::quantities(&folded).iter().any(|q| plain(&q.number) == total);
    let is_part =
        |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | ':' | '-' | '#' | '.'));
    let digits = |c: char| c.is_ascii_digit() || c == ',';
    is_counted
        || total >= BARE_MIN
            && folded.text.split(|c: char| !digits(c)).any(|run| {
                let run = run.trim_matches(',');
                let at = run.as_ptr() as usize - folded.text.as_ptr() as usize;
                run.replace(',', "").parse() == Ok(total)
                    && !is_part(folded.text.get(..at).and_then(|t| t.chars().next_back()))
                    && !is_part(
                        folded
                            .text
                            .get(at + run.len()..)
                            .and_then(|t| t.chars().next())
                            .filter(|c| *c != '.'),
                    )
            })
}

/// The count that says how many were touched.
fn chosen(article: &Article, facts: &[Fact]) -> Option<Chosen> {
    let fact = touched(article, facts)?;
    let Value::Count { number, upper, .. } = &fact.value else { return None };
    Some(Chosen {
        number: plain(number),
        upper: upper.as_ref().map(plain),
        qualifier: fact.qualifier.unwrap_or(Qualifier::Exact),
    })
}

/// A decimal as a float; exact for counts.
fn plain(decimal: &impl ToString) -> f64 {
    decimal.to_string().parse().unwrap_or(f64::NAN)
}
