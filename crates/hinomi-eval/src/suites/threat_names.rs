//! Threat names: malware and actors in reports of six vendors (`annoctr`) and in sentences about malware (`cti-ner`).
//!
//! What is measured is what `find` gives for an article: every name of its facts `malware` and `actor`, with the other
//! names that they carry, is looked for in the article, and each place where it stands as a word is a found mention. A
//! mention is right when its span is exactly that of the collection.
//!
//! - `annoctr`: the reports with the layer of names (`official_split`), GROUP for actors and MALWARE. Tokens are put
//!   together with the spaces of the report's text. A row is a report: F1 of both kinds together.
//! - `cti-ner`: only every other sentence of the original documents is there and where a document ends is not marked,
//!   so each fifty sentences in a row of one file are read as an article, "Malware report". Malware alone: the
//!   collection has no actors. A row is such an article.
//!
//! Conventions that differ from ours and count as misses: a name with the word behind it (`Poison Ivy RAT`, `the X
//! campaign`), families named by what they are (`Android infostealer`), agencies as groups.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;
use hinomi_facts::{Lexicon, find};
use hinomi_model::{Article, Fact, Lang, Slot, Span, Value};
use rayon::prelude::*;
use serde::Deserialize;

use super::{Hits, article, lines};
use crate::table::Table;

#[derive(Deserialize)]
struct Report {
    id: String,
    official_split: Option<String>,
    text: String,
    ner_tokens: Vec<String>,
    ner_breaks: Vec<usize>,
    ner_tags: Vec<(usize, usize, String)>,
}

#[derive(Deserialize)]
struct Sentence {
    id: String,
    tokens: Vec<String>,
    tags: Vec<String>,
}

/// A text to be read, with what is to be found in it.
struct Case {
    row: String,
    article: Article,
    malware: BTreeSet<Span>,
    actors: Option<BTreeSet<Span>>,
}

/// The column of the tags for malware and groups.
const COLUMN_NAMES: usize = 3;
/// Sentences of `cti-ner` that are read as one article.
const SENTENCES: usize = 50;
/// How far a token may stand behind the one before it in the report's text, in bytes: marks of links lie between.
const GAP_BYTES_MAX: usize = 400;

/// Reads both collections.
pub fn run(data: &Path) -> Result<Table> {
    let mut table = Table::default();
    let lexicon = Lexicon::bundled();
    let reports: Vec<Case> = lines::<Report>(&data.join("annoctr/docs.dev.jsonl.zst"))?
        .into_iter()
        .filter(|report| report.official_split.is_some())
        .map(|report| of_report(&report))
        .collect();
    let sentences: Vec<Sentence> = lines(&data.join("cti-ner/cyner.dev.jsonl.zst"))?;
    let file = |sentence: &Sentence| sentence.id.split('#').next().unwrap_or_default().to_owned();
    let files = sentences.chunk_by(|a, b| file(a) == file(b));
    let stretches: Vec<Case> =
        files.flat_map(|file| file.chunks(SENTENCES)).filter_map(of_sentences).collect();
    for (name, cases) in [("annoctr", reports), ("cti-ner", stretches)] {
        measure(name, &cases, &lexicon, &mut table);
    }
    Ok(table)
}

fn measure(name: &str, cases: &[Case], lexicon: &Lexicon, table: &mut Table) {
    let (mut malware, mut actors) = (Hits::default(), Hits::default());
    let read: Vec<(BTreeSet<Span>, BTreeSet<Span>)> = cases
        .par_iter()
        .map(|case| {
            let facts = find(&case.article, lexicon).facts;
            mentions(&case.article, &facts)
        })
        .collect();
    for (case, (own_malware, own_actors)) in cases.iter().zip(&read) {
        let mut both = Hits::of(own_malware, &case.malware);
        malware.add(both);
        report(case, "malware", own_malware, &case.malware, table);
        if let Some(wanted) = &case.actors {
            let hits = Hits::of(own_actors, wanted);
            report(case, "actor", own_actors, wanted, table);
            actors.add(hits);
            both.add(hits);
        }
        table.rows.insert(format!("{name}/{}", case.row), both.f1());
    }
    table.summary.push((format!("{name} malware f1"), malware.f1()));
    table.notes.push(malware.note(&format!("{name} malware")));
    if actors.wanted > 0 {
        table.summary.push((format!("{name} actor f1"), actors.f1()));
        table.notes.push(actors.note(&format!("{name} actor")));
        actors.add(malware);
        table.summary.push((format!("{name} f1"), actors.f1()));
    }
}

/// Tells people what was missed and what was found besides.
fn report(case: &Case, kind: &str, found: &BTreeSet<Span>, wanted: &BTreeSet<Span>, table: &mut Table) {
    for (what, spans) in [("missed", wanted - found), ("besides", found - wanted)] {
        let of = |span: &Span| span.of(&case.article.text).unwrap_or_default().to_owned();
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        spans.iter().for_each(|span| *names.entry(of(span)).or_default() += 1);
        if !names.is_empty() {
            table.failures.push(format!("{} {kind} {what}: {names:?}", case.row));
        }
    }
}

/// Every place where a name of a fact stands as a word: of malware, and of actors. The longest where two overlap, and
/// malware where both are the same.
fn mentions(article: &Article, facts: &[Fact]) -> (BTreeSet<Span>, BTreeSet<Span>) {
    let mut found: Vec<(Span, Slot)> = Vec::new();
    let text = article.text.as_str();
    let lower = text.to_ascii_lowercase();
    for fact in facts.iter().filter(|fact| matches!(fact.slot, Slot::Malware | Slot::Actor)) {
        let Value::Name(name) = &fact.value else { continue };
        let names: BTreeSet<&String> = std::iter::once(name).chain(&fact.aliases).collect();
        found.extend(names.iter().flat_map(|name| places(text, &lower, name)).map(|span| (span, fact.slot)));
    }
    found.sort_by_key(|(span, slot)| (span.start, std::cmp::Reverse(span.end), *slot != Slot::Malware));
    let mut end = 0;
    found.retain(|(span, _)| {
        let is_first = span.start >= end;
        end = end.max(span.end);
        is_first
    });
    let of = |kind: Slot| found.iter().filter(|(_, slot)| *slot == kind).map(|(span, _)| *span).collect();
    (of(Slot::Malware), of(Slot::Actor))
}

/// Where `name` stands in `text` as a word with a capital, whatever the case of its other letters.
fn places(text: &str, lower: &str, name: &str) -> Vec<Span> {
    // Compounds are tokens of their own, parts of a path are not.
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '@' | '=');
    let is_edge = |c: Option<char>| !c.is_some_and(joins);
    let name = name.to_ascii_lowercase();
    let whole = lower.match_indices(name.as_str()).filter(|(at, _)| {
        let form = text.get(*at..at + name.len()).unwrap_or_default();
        form.contains(|c: char| c.is_uppercase() || c.is_ascii_digit())
            && is_edge(text.get(..*at).and_then(|t| t.chars().next_back()))
            && is_edge(text.get(at + name.len()..).and_then(|t| t.chars().next()))
    });
    whole.map(|(at, form)| Span::new(at, at + form.len())).collect()
}

fn of_report(report: &Report) -> Case {
    let mut pieces: Vec<Vec<(usize, &str, bool)>> = vec![Vec::new()];
    let mut at = 0;
    for (idx, token) in report.ner_tokens.iter().enumerate().skip(1) {
        let rest = report.text.get(at..).unwrap_or_default();
        let gap = rest.find(token.as_str()).filter(|gap| *gap < GAP_BYTES_MAX);
        let is_spaced = gap.is_none_or(|gap| gap > 0);
        at += gap.map_or(0, |gap| gap + token.len());
        if report.ner_breaks.contains(&idx) {
            pieces.push(Vec::new());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push((idx, token, is_spaced));
        }
    }
    let tags = |kind: &str| {
        let mut tags: Vec<(usize, bool)> = Vec::new();
        for (idx, column, tag) in &report.ner_tags {
            if *column == COLUMN_NAMES && tag.get(2..) == Some(kind) {
                tags.push((*idx, tag.starts_with('B')));
            }
        }
        tags.sort_unstable();
        tags
    };
    let (article, spans) = put_together(&report.id, &pieces, true);
    let malware = joined(&spans, &tags("MALWARE"));
    let actors = Some(joined(&spans, &tags("GROUP")));
    Case { row: report.id.clone(), article, malware, actors }
}

fn of_sentences(sentences: &[Sentence]) -> Option<Case> {
    let mut pieces = Vec::new();
    let mut tags = Vec::new();
    let mut idx = 1;
    for sentence in sentences {
        let mut piece = Vec::new();
        let mut before = "";
        for (token, tag) in sentence.tokens.iter().zip(&sentence.tags) {
            let is_glued =
                matches!(token.as_str(), "." | "," | ";" | ":" | "?" | "!" | ")" | "%" | "’" | "'")
                    || (token == "s" && matches!(before, "’" | "'"))
                    || before == "(";
            piece.push((idx, token.as_str(), !is_glued));
            if tag.get(2..) == Some("Malware") {
                tags.push((idx, tag.starts_with('B')));
            }
            before = token;
            idx += 1;
        }
        pieces.push(piece);
    }
    let row = sentences.first()?.id.replace('#', "-");
    pieces.insert(0, vec![(0, "Malware", false), (0, "report", true)]);
    let (article, spans) = put_together(&row, &pieces, true);
    Some(Case { row, article, malware: joined(&spans, &tags), actors: None })
}

/// An article whose paragraphs are made of tokens (number, letters, whether a space stands before it), and the span of
/// each token in it.
fn put_together(id: &str, pieces: &[Vec<(usize, &str, bool)>], has_title: bool) -> (Article, Vec<Span>) {
    let mut spans = Vec::new();
    let mut paragraphs = Vec::new();
    let mut start = 0;
    for piece in pieces.iter().filter(|piece| !piece.is_empty()) {
        let mut text = String::new();
        let mut is_blank = false;
        for (idx, token, is_spaced) in piece {
            spans.resize(idx + 1, Span::new(0, 0));
            // What a reader would not see either.
            let token = token.replace(|c: char| c.is_control() || is_direction(c), "");
            let token = token.replace(char::is_whitespace, " ");
            let token = token.trim();
            if token.is_empty() {
                is_blank = true;
                continue;
            }
            if (*is_spaced || is_blank) && !text.is_empty() {
                text.push(' ');
            }
            is_blank = false;
            if let Some(span) = spans.get_mut(*idx) {
                *span = Span::new(start + text.len(), start + text.len() + token.len());
            }
            text.push_str(token);
        }
        if text.is_empty() {
            continue;
        }
        start += text.len() + 1;
        paragraphs.push(text);
    }
    let (title, body) = match paragraphs.split_first() {
        Some((first, rest)) if has_title => (first.as_str(), rest),
        _ => ("", paragraphs.as_slice()),
    };
    (article(id, title, body, Lang::En), spans)
}

/// Marks of the direction of writing, which reading takes out.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The spans of names by the tags of their tokens (number, whether a name begins there).
fn joined(spans: &[Span], tags: &[(usize, bool)]) -> BTreeSet<Span> {
    let mut names: Vec<(usize, usize)> = Vec::new();
    for (idx, is_first) in tags {
        match names.last_mut() {
            Some((_, last)) if !is_first && *last + 1 == *idx => *last = *idx,
            _ => names.push((*idx, *idx)),
        }
    }
    let span = |(first, last): (usize, usize)| {
        Some(Span { start: spans.get(first)?.start, end: spans.get(last)?.end })
    };
    names.into_iter().filter_map(span).collect()
}
