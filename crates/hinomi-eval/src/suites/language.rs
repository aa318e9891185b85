//! Language: which language a title is in, `lang-id`.
//!
//! One row per set and language: the share of its texts that were told right. Many a short word is written the same way
//! in Japanese and Chinese, so that no reader could be right about all of them.

pub mod train;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use hinomi_model::Lang;
use serde::Deserialize;

use super::lines;
use crate::table::Table;

#[derive(Deserialize)]
struct Case {
    set: String,
    lang: Lang,
    text: String,
}

/// Measures it.
pub fn run(data: &Path) -> Result<Table> {
    let path = data.join("lang-id/dev.jsonl");
    let mut table = Table::default();
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for case in lines::<Case>(&path)? {
        let count = counts.entry(format!("{}/{}", case.set, case.lang)).or_default();
        let own = hinomi_text::lang_of(&case.text);
        count.0 += usize::from(own == case.lang);
        count.1 += 1;
        if own != case.lang {
            table.failures.push(format!("{}/{} {:?}: {own}", case.set, case.lang, case.text));
        }
    }
    let (right, all) = counts.values().fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
    table.summary.push(("right".to_owned(), right as f64 / all.max(1) as f64));
    table.rows = counts.into_iter().map(|(name, (right, all))| (name, right as f64 / all as f64)).collect();
    Ok(table)
}
