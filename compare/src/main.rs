//! Hinomi's reader beside others, on the same pages in one run: pages a second on one core, and F1.
//!
//! `cargo run --release --manifest-path compare/Cargo.toml -- ../shared/data/extraction`, for a folder in the form of
//! the public benchmark's half that `hinomi-eval read` measures, by the same rule. Hinomi is given the bytes as
//! received and makes the text with its metadata and the map to its source; the others are given decoded text. Each
//! reads all pages once before it is timed; the fastest of [`ROUNDS`] rounds counts. The Python package is timed within
//! its own process, without its start.

#[allow(dead_code, reason = "the suites ask for more than this does")]
#[path = "../../crates/hinomi-eval/src/suites/runs.rs"]
mod runs;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result};
use dom_smoothie::{Config, Readability, TextMode};
use flate2::read::GzDecoder;
use hinomi_model::{Capture, Document, Outcome};
use hinomi_read::Rules;
use serde::Deserialize;
use trafilatura::{ExtractionFocus, Options};

use crate::runs::{Score, f1};

/// How often the pages are read for the speed.
const ROUNDS: usize = 5;

#[derive(Deserialize)]
struct Truth {
    #[serde(rename = "articleBody")]
    body: String,
    url: String,
}

struct Page {
    gold: String,
    html: String,
    capture: Capture,
}

/// What one reader came to: seconds for all pages, and the texts.
struct Run {
    name: &'static str,
    seconds: f64,
    texts: Vec<String>,
}

fn main() -> Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "../shared/data/extraction".to_owned());
    let pages = pages(Path::new(&folder))?;
    let n_bytes: usize = pages.iter().map(|page| page.html.len()).sum();
    println!("{} pages, {} kB each on average", pages.len(), n_bytes / 1000 / pages.len().max(1));
    let mut runs = vec![
        timed("hinomi", &pages, hinomi),
        timed("dom_smoothie (crate)", &pages, dom_smoothie),
        timed("trafilatura (crate)", &pages, trafilatura_crate),
    ];
    match python(&pages) {
        Ok(run) => runs.push(run),
        Err(why) => println!("trafilatura (Python) was not run: {why:#}"),
    }
    let ours = runs[0].seconds;
    println!("{:24} {:>9} {:>18} {:>7}", "reader", "pages/s", "hinomi is faster", "F1");
    for run in &runs {
        let scores: Vec<Score> = pages
            .iter()
            .zip(&run.texts)
            .map(|(page, text)| Score::of(&page.gold, &text.replace('\u{ad}', "")))
            .collect();
        let rate = pages.len() as f64 / run.seconds;
        println!("{:24} {rate:>9.0} {:>17.1}× {:>7.4}", run.name, run.seconds / ours, f1(&scores).0);
    }
    Ok(())
}

fn pages(folder: &Path) -> Result<Vec<Page>> {
    let path = folder.join("ground-truth.json");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let truths: BTreeMap<String, Truth> = serde_json::from_str(&text)?;
    let read = |(id, truth): (String, Truth)| {
        let path = folder.join("html").join(format!("{id}.html.gz"));
        let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut body = Vec::new();
        GzDecoder::new(bytes.as_slice()).read_to_end(&mut body)?;
        let url = if truth.url.contains("://") { truth.url } else { format!("https://{}", truth.url) };
        let headers = vec![("content-type".to_owned(), "text/html; charset=utf-8".to_owned())];
        let at = "2019-12-31T00:00:00Z".parse()?;
        let html = String::from_utf8_lossy(&body).into_owned();
        let outcome = Outcome::Answered { status: 200 };
        let capture = Capture::new(url.clone(), url, "compare", at, outcome, headers, body);
        Ok(Page { gold: truth.body, html, capture })
    };
    truths.into_iter().map(read).collect()
}

fn timed(name: &'static str, pages: &[Page], read: fn(&Page) -> String) -> Run {
    let texts = pages.iter().map(read).collect();
    let mut seconds = f64::MAX;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for page in pages {
            std::hint::black_box(read(page));
        }
        seconds = seconds.min(start.elapsed().as_secs_f64());
    }
    Run { name, seconds, texts }
}

fn hinomi(page: &Page) -> String {
    let capture = &page.capture;
    let document = Document {
        url: &capture.url,
        page: Some(capture),
        entry: None,
        source: "compare",
        fetched_at: capture.fetched_at,
    };
    hinomi_read::read_with_source(&document, &Rules::default()).value.article.body().to_owned()
}

fn dom_smoothie(page: &Page) -> String {
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let article = Readability::new(page.html.as_str(), None, Some(config)).and_then(|mut page| page.parse());
    article.map(|article| article.text_content.to_string()).unwrap_or_default()
}

fn trafilatura_crate(page: &Page) -> String {
    let options = Options::default().with_fallback(true).with_focus(ExtractionFocus::FavorPrecision);
    trafilatura::extract(&page.html, &options).map(|article| article.content_text).unwrap_or_default()
}

/// Reads a list of file names, reads the files as pages, and prints seconds and texts as JSON.
const SCRIPT: &str = "
import json, sys, time
import trafilatura
pages = [open(path, encoding='utf-8').read() for path in json.load(sys.stdin)]
read = lambda page: trafilatura.extract(page, include_comments=False) or ''
texts = [read(page) for page in pages]
start = time.perf_counter()
for page in pages:
    read(page)
print(json.dumps({'seconds': time.perf_counter() - start, 'texts': texts}))
";

#[derive(Deserialize)]
struct Said {
    seconds: f64,
    texts: Vec<String>,
}

fn python(pages: &[Page]) -> Result<Run> {
    let folder = std::env::temp_dir().join(format!("hinomi-compare-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let said = asked(pages, &folder);
    std::fs::remove_dir_all(&folder)?;
    let said = said?;
    Ok(Run { name: "trafilatura (Python)", seconds: said.seconds, texts: said.texts })
}

fn asked(pages: &[Page], folder: &Path) -> Result<Said> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for (idx, page) in pages.iter().enumerate() {
        paths.push(folder.join(format!("{idx}.html")));
        std::fs::write(&paths[idx], &page.html)?;
    }
    let mut command = Command::new("python3");
    command.args(["-c", SCRIPT]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().context("python3 is not here")?;
    serde_json::to_writer(child.stdin.take().context("python3 takes no input")?, &paths)?;
    let output = child.wait_with_output()?;
    anyhow::ensure!(output.status.success(), "python3 has no trafilatura (pip install trafilatura)");
    serde_json::from_slice(&output.stdout).context("python3 answered strangely")
}
