//! Reading: article text of 79 news pages against what people marked, `extraction`, or of another folder of that form.
//!
//! A page's row is the smaller of its precision and recall over runs of four words, by the scoring rule of the
//! collection's README. The summary has the figures that other extractors are compared by: the means of
//! precision and recall over pages, F1 of these means, and the share of pages whose words are all right.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use hinomi_model::{Capture, Document, Outcome, Span};
use jiff::Timestamp;
use serde::Deserialize;

use super::runs::{Score, f1, mean};
use crate::table::Table;

/// How often the pages are read for the speed; the fastest round counts.
const ROUNDS: usize = 3;

/// When the pages were fetched, as far as the collection says.
const FETCHED_AT: &str = "2019-12-31T00:00:00Z";

#[derive(Deserialize)]
struct Truth {
    #[serde(rename = "articleBody")]
    body: String,
    url: String,
}

/// Reads every page and compares its text.
pub fn run(data: &Path) -> Result<Table> {
    let (folder, truths) = truths(data)?;
    let pages = truths.iter().map(|(id, truth)| Ok((id, truth, page(&folder, id, &truth.url)?)));
    let pages: Vec<(&String, &Truth, Capture)> = pages.collect::<Result<_>>()?;
    let mut table = Table::default();
    let (mut scores, mut letters) = (Vec::new(), Vec::new());
    for (id, truth, page) in &pages {
        let score = Score::of(&truth.body, &read(page));
        table.rows.insert((*id).clone(), score.precision.unwrap_or(1.0).min(score.recall.unwrap_or(1.0)));
        scores.push(score);
        letters.push(five_letters(&truth.body, &read(page)));
    }
    let (f1, precision, recall) = f1(&scores);
    table.summary = vec![
        ("f1".to_owned(), f1),
        ("precision".to_owned(), precision),
        ("recall".to_owned(), recall),
        ("five_letters".to_owned(), mean(letters.into_iter())),
        ("traced".to_owned(), traced(&pages)),
        ("accuracy".to_owned(), mean(scores.iter().map(|score| f64::from(u8::from(score.is_exact))))),
    ];
    table.notes.push(speed(&pages));
    Ok(table)
}

/// The collection's folder, and its pages by id. A folder of the same form may be named itself.
fn truths(data: &Path) -> Result<(PathBuf, BTreeMap<String, Truth>)> {
    let folder =
        if data.join("ground-truth.json").is_file() { data.to_owned() } else { data.join("extraction") };
    let path = folder.join("ground-truth.json");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok((folder, serde_json::from_str(&text)?))
}

/// Every page with the text that people marked, in the order of their ids.
pub(super) fn labelled_pages(data: &Path) -> Result<Vec<(String, Capture)>> {
    let (folder, truths) = truths(data)?;
    truths.into_iter().map(|(id, truth)| Ok((truth.body, page(&folder, &id, &truth.url)?))).collect()
}

fn page(folder: &Path, id: &str, url: &str) -> Result<Capture> {
    let path = folder.join("html").join(format!("{id}.html.gz"));
    let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut body = Vec::new();
    GzDecoder::new(bytes.as_slice()).read_to_end(&mut body)?;
    let url = if url.contains("://") { url.to_owned() } else { format!("https://{url}") };
    let headers = vec![("content-type".to_owned(), "text/html; charset=utf-8".to_owned())];
    let at: Timestamp = FETCHED_AT.parse()?;
    Ok(Capture::new(url.clone(), url, "extraction", at, Outcome::Answered { status: 200 }, headers, body))
}

/// The body that is read from a page, soft hyphens taken out.
fn read(page: &Capture) -> String {
    let fetched_at = page.fetched_at;
    let document =
        Document { url: &page.url, page: Some(page), entry: None, source: "extraction", fetched_at };
    hinomi_read::read(&document).value.body().replace('\u{ad}', "")
}

/// F1 over runs of five characters, white space left out: for languages that do not part words.
fn five_letters(gold: &str, got: &str) -> f64 {
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<Vec<char>>();
    let (gold, got) = (letters(gold), letters(got));
    let count = |text: &[char]| {
        let mut runs: BTreeMap<Vec<char>, usize> = BTreeMap::new();
        for run in text.windows(5) {
            *runs.entry(run.to_vec()).or_default() += 1;
        }
        runs
    };
    let (gold, got) = (count(&gold), count(&got));
    let right: usize = got.iter().map(|(run, n)| (*n).min(gold.get(run).copied().unwrap_or(0))).sum();
    let all = gold.values().sum::<usize>() + got.values().sum::<usize>();
    if all == 0 { 1.0 } else { 2.0 * right as f64 / all as f64 }
}

/// Share of the articles' characters whose bytes in the page decode to the same character, or to the reference or
/// white space that it stands for. Line feeds between blocks are ours.
fn traced(pages: &[(&String, &Truth, Capture)]) -> f64 {
    let (mut n, mut n_right) = (0_u32, 0_u32);
    for (_, _, page) in pages {
        let document = Document {
            url: &page.url,
            page: Some(page),
            entry: None,
            source: "",
            fetched_at: page.fetched_at,
        };
        let reading = hinomi_read::read_with_source(&document, &hinomi_read::Rules::default()).value;
        let decoded = hinomi_read::decode(&page.body, page.header("content-type"));
        // The collection is in UTF-8; the tests of the reader look at the other encodings.
        if decoded.encoding != "UTF-8" {
            continue;
        }
        for (at, c) in reading.article.text.char_indices().filter(|(_, c)| *c != '\n') {
            let range = reading.source_map.bytes(Span::new(at, at + c.len_utf8()));
            let written = range.and_then(|range| page.body.get(range)).map(String::from_utf8_lossy);
            let is_right = written.is_some_and(|written| {
                written == c.encode_utf8(&mut [0; 4]) as &str
                    || written.starts_with(['&', '\\'])
                    || (c.is_whitespace() && (written.trim().is_empty() || written.starts_with('<')))
            });
            n += 1;
            n_right += u32::from(is_right);
        }
    }
    f64::from(n_right) / f64::from(n.max(1))
}

/// Pages per second on one core over all pages, and the slowest page.
fn speed(pages: &[(&String, &Truth, Capture)]) -> String {
    let mut best = Duration::MAX;
    let mut slowest = Duration::ZERO;
    for _ in 0..ROUNDS {
        let start = clock();
        for (_, _, page) in pages {
            let one = clock();
            std::hint::black_box(read(page));
            slowest = slowest.max(one.elapsed());
        }
        best = best.min(start.elapsed());
    }
    let rate = pages.len() as f64 / best.as_secs_f64();
    format!("speed {rate:.0} pages/s on one core, slowest page {} ms", slowest.as_millis())
}

#[expect(clippy::disallowed_methods, reason = "a suite measures time; what it measures does not see it")]
fn clock() -> Instant {
    Instant::now()
}
