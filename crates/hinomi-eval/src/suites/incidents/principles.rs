//! What joining must and must not do, in invented cases: `data/principles.jsonl`.
//!
//! Collections say what is frequent, these say what is right: another victim of one gang, a vendor's next matter, a
//! twin in another language. A row is a case; it is right when the articles group as written (`a b|c`).

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use hinomi_incidents::Weights;
use hinomi_model::{Fact, FactsOf, Lang, Slot, Span, Story, Value};
use jiff::{Timestamp, ToSpan};
use serde::Deserialize;

use super::documents::escaped;
use super::joined::{Told, article, homes, place};
use super::{Scored, Set, lines};
use crate::table::Table;

/// How much a case counts when weights are tuned.
const CASE_WORTH: f64 = 0.15;

#[derive(Deserialize)]
struct Case {
    case: String,
    groups: String,
    articles: Vec<Written>,
}

#[derive(Deserialize)]
struct Written {
    url: String,
    day: i64,
    title: String,
    body: String,
    story: Option<Story>,
    #[serde(default)]
    facts: Vec<(String, String)>,
}

/// The cases, read.
pub struct Principles {
    cases: Vec<(Case, Vec<Told>)>,
}

impl Principles {
    /// Reads the bundled cases.
    pub fn read() -> Result<Self> {
        let cases: Vec<Case> = lines(include_str!("../../../data/principles.jsonl"))?;
        let told = |case: Case| {
            let told = case.articles.iter().map(told).collect::<Result<_>>()?;
            Ok((case, told))
        };
        Ok(Self { cases: cases.into_iter().map(told).collect::<Result<_>>()? })
    }
}

fn told(written: &Written) -> Result<Told> {
    let start: Timestamp = "2025-01-01T09:00:00Z".parse()?;
    let lang = if written.title.is_ascii() { Lang::En } else { Lang::Ja };
    let html = format!("<p>{}</p>", escaped(&written.body));
    let known_at = start + (24 * written.day).hours();
    let article = article(&written.url, &written.title, html, Some(lang), known_at);
    let mut facts = Vec::new();
    for (at, (slot, text)) in written.facts.iter().enumerate() {
        let slot: Slot = slot.parse().with_context(|| written.title.clone())?;
        let value = match slot {
            _ if slot.is_name() => Value::Name(text.clone()),
            _ if slot.is_date() => Value::When(text.parse()?),
            _ if slot.is_id() => Value::Id(text.clone()),
            Slot::Count => Value::Count { number: text.parse()?, upper: None, unit: None },
            Slot::ReportNo => text.parse().map_or_else(|_| Value::Word(text.clone()), Value::Number),
            _ => Value::Word(text.clone()),
        };
        let at = u32::try_from(at)?;
        let span = Span { start: at, end: at + 1 };
        facts.push(Fact::plain(slot, value, span, span));
    }
    let facts = FactsOf { article: article.id, story: written.story.unwrap_or(Story::Incident), facts };
    Ok(Told::new(article, facts))
}

impl Set for Principles {
    fn score(&self, weights: &Weights) -> Scored {
        let mut table = Table::default();
        let mut n_right = 0.0;
        for (case, told) in &self.cases {
            let homes = homes(&place(told, weights), Timestamp::MAX);
            let mut groups: BTreeMap<&String, Vec<&str>> = BTreeMap::new();
            for (url, home) in &homes {
                groups.entry(home).or_default().push(url);
            }
            let mut groups: Vec<String> = groups.into_values().map(|urls| urls.join(" ")).collect();
            groups.sort();
            let groups = groups.join("|");
            let is_right = groups == case.groups;
            n_right += f64::from(u8::from(is_right));
            table.rows.insert(case.case.replace(',', ""), f64::from(u8::from(is_right)));
            if !is_right {
                table.failures.push(format!("{}: {groups}, not {}", case.case, case.groups));
            }
        }
        let n = self.cases.len() as f64;
        table.summary.push(("right".to_owned(), n_right / f64::max(n, 1.0)));
        Scored { table, goal: CASE_WORTH * n_right, worth: CASE_WORTH * n }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_joining_must_do_it_does() {
        let scored = Principles::read().unwrap().score(&Weights::bundled());
        assert!(scored.table.failures.is_empty(), "{:?}", scored.table.failures);
    }
}
