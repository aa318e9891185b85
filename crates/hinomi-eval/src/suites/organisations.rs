//! Organisations: names of bodies in sentences of the Japanese Wikipedia, `ner-ja-wikipedia`.
//!
//! The sentences are no security news, so it is not facts that are measured but the reader of names beneath them
//! ([`hinomi_facts::reading::bodies`]): the names of a sentence that it takes for bodies by their own letters and the
//! words beside them. The collection's 法人名, 政治的組織名 and その他の組織名 are one type here; a name is right when its span is
//! exactly the collection's. The second figure leaves out the last of the three (teams, bands, leagues), which news of
//! incidents hardly names: those neither count as wanted nor as found.
//!
//! A row is the F1 of the sentences with ids that begin alike, a hundred or so.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;
use hinomi_facts::{Lexicon, reading::bodies};
use hinomi_model::{Lang, Span};
use rayon::prelude::*;
use serde::Deserialize;

use super::{Hits, lines};
use crate::table::Table;

#[derive(Deserialize)]
struct Case {
    id: String,
    text: String,
    entities: Vec<Entity>,
}

#[derive(Deserialize)]
struct Entity {
    span: (usize, usize),
    #[serde(rename = "type")]
    kind: String,
}

/// Sentences whose numbers are the same but for so much are one row.
const ROW_SENTENCES: usize = 200;

/// Reads every sentence.
pub fn run(data: &Path) -> Result<Table> {
    let cases: Vec<Case> = lines(&data.join("ner-ja-wikipedia/sentences.dev.jsonl.zst"))?;
    let lexicon = Lexicon::bundled();
    let read: Vec<BTreeSet<Span>> =
        cases.par_iter().map(|case| bodies(&case.text, Lang::Ja, &lexicon).into_iter().collect()).collect();
    let mut table = Table::default();
    let mut rows: BTreeMap<usize, Hits> = BTreeMap::new();
    let (mut all, mut core) = (Hits::default(), Hits::default());
    for (case, found) in cases.iter().zip(&read) {
        let wanted = |kinds: &[&str]| -> BTreeSet<Span> {
            let named = case.entities.iter().filter(|entity| kinds.contains(&entity.kind.as_str()));
            named.map(|entity| bytes(&case.text, entity.span)).collect()
        };
        let (bodies, others) = (wanted(&["法人名", "政治的組織名"]), wanted(&["その他の組織名"]));
        let both = &bodies | &others;
        let hits = Hits::of(found, &both);
        all.add(hits);
        core.add(Hits::of(&(found - &others), &bodies));
        let number: usize =
            case.id.split(':').next().and_then(|number| number.parse().ok()).unwrap_or_default();
        rows.entry(number / ROW_SENTENCES).or_default().add(hits);
        for (what, spans) in [("missed", &both - found), ("besides", found - &both)] {
            let names: Vec<&str> = spans.iter().filter_map(|span| span.of(&case.text)).collect();
            if !names.is_empty() {
                table.failures.push(format!("{} {what} {names:?} in {}", case.id, case.text));
            }
        }
    }
    table.summary = vec![("f1".to_owned(), all.f1()), ("f1 without teams and bands".to_owned(), core.f1())];
    table.notes = vec![all.note("all"), core.note("without teams and bands")];
    table.rows = rows.into_iter().map(|(row, hits)| (format!("{row:03}"), hits.f1())).collect();
    Ok(table)
}

/// Code points to bytes.
fn bytes(text: &str, span: (usize, usize)) -> Span {
    let byte = |chars: usize| text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at);
    Span::new(byte(span.0), byte(span.1))
}
