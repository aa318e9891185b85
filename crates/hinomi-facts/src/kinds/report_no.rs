//! Finds which report of a series the article is about: 第7報, 続報, 最終報.
//!
//! Example: `障害について（第2報）` → report_no 2.
//! Misses: series that number otherwise ("update 3").

use hinomi_model::{Fact, Slot, Value};

use crate::page::Page;

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    let reports = hinomi_text::report_nos(&scan.plain);
    let mut out: Vec<Fact> = Vec::new();
    for report in reports {
        // Earlier reports are only looked back on: 10月31日の第5報から広がった.
        let after = scan.folded.text.get(report.span.range().end..).unwrap_or_default();
        if ["から", "まで", "に続", "以降", "の時点", "時点", "で発表した", "で公表した"]
            .iter()
            .any(|w| after.starts_with(w))
        {
            continue;
        }
        let value = match (report.number, report.word) {
            (Some(number), _) => Value::Number(number),
            (None, Some(word)) => Value::Word(word.to_owned()),
            (None, None) => continue,
        };
        out.push(page.plain(Slot::ReportNo, value, report.span));
    }
    out
}
