//! `hinomi read`: what is read from one page.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::ValueEnum;
use hinomi_gather::{Answer, Fetch, HttpFetch, Request, Wanted};
use hinomi_model::{Article, BlockKind, Capture, Document, Outcome};
use hinomi_read::{Reading, Rules};
use jiff::Timestamp;

use super::{Global, print};
use crate::Surroundings;
use crate::{desk, files};

/// Prints what is read from a file or URL. Nothing is stored.
#[derive(clap::Args)]
pub struct Args {
    /// A file, or a URL to fetch.
    #[arg(value_name = "FILE|URL")]
    what: String,
    /// The URL that the file came from; relative links and dates in the path are read with it.
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// The Content-Type that the file was served with.
    #[arg(long, value_name = "TYPE")]
    content_type: Option<String>,
    /// Rules for sites that are hard to read, as in site-rules.toml of the data directory.
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// How to print it.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Title, a blank line, the body.
    Text,
    /// One object.
    Json,
    /// Markdown.
    Md,
}

/// Longest file taken, in bytes. Of a longer page than the reader's own limit the beginning is read.
const PAGE_BYTES_MAX: u64 = 256 << 20;

/// Runs the command.
pub fn run(args: &Args, global: &Global, around: &Surroundings) -> Result<ExitCode> {
    let now = global.now.unwrap_or(around.now);
    let capture = capture_of(&args.what, args.url.as_deref(), args.content_type.as_deref(), now)?;
    if hinomi_gather::lists_entries(&capture) {
        let n_entries = hinomi_gather::entries(&capture, None).value.len();
        bail!(
            "{}: a feed of {n_entries} entries and no page; take it in with `hinomi gather --import FILE`, or \
             name its address in sources.toml",
            args.what
        );
    }
    let rules = args.rules.as_deref().map(desk::rules).transpose()?.unwrap_or_default();
    let reading = reading_of(&capture, &rules, now, global)?;
    let article = &reading.article;
    if article.body().is_empty() {
        bail!("{}: no article found; it may be an index, an empty page or not HTML", args.what);
    }
    match args.format {
        Format::Text => print::out(&format!("{}\n\n{}\n", article.title, article.body()))?,
        Format::Json => {
            print::out(&format!("{}\n", serde_json::to_string_pretty(&print::reading(&reading))?))?
        }
        Format::Md => print::out(&markdown(article))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The capture of a URL that is fetched, or of a file that came from `url`.
pub fn capture_of(
    what: &str,
    url: Option<&str>,
    content_type: Option<&str>,
    now: Timestamp,
) -> Result<Capture> {
    let is_url = what.starts_with("https://") || what.starts_with("http://");
    let capture = if is_url { fetched(what, now)? } else { from_file(what, url, content_type, now)? };
    match capture.failure() {
        Some(failure) => bail!("{what}: {failure}"),
        None => Ok(capture),
    }
}

/// Reads a capture into an article, and says what was strange.
///
/// Fails where there is no text at all, with the one line that says why.
pub fn reading_of(capture: &Capture, rules: &Rules, now: Timestamp, global: &Global) -> Result<Reading> {
    let document =
        Document { url: &capture.url, page: Some(capture), entry: None, source: "", fetched_at: now };
    let mut warnings = Vec::new();
    let reading = hinomi_read::read_with_source(&document, rules).drain_into(&mut warnings);
    let why = if reading.article.text.is_empty() { warnings.pop() } else { None };
    global.warn(&warnings);
    match why {
        Some(why) => bail!("{why}"),
        None => Ok(reading),
    }
}

fn fetched(url: &str, now: Timestamp) -> Result<Capture> {
    let request = Request { url, source: "", now, wanted: Wanted::Page, validators: None };
    match HttpFetch::new(None)?.get(&request) {
        Answer::Fresh(capture) => Ok(capture),
        Answer::Unchanged => bail!("{url}: the server says that nothing changed, though it was not asked"),
    }
}

fn from_file(path: &str, url: Option<&str>, content_type: Option<&str>, now: Timestamp) -> Result<Capture> {
    let body = files::read(Path::new(path), PAGE_BYTES_MAX)?;
    let absolute = || std::path::absolute(path).map_or_else(|_| path.to_owned(), |p| p.display().to_string());
    let url = url.map_or_else(|| format!("file://{}", absolute()), ToOwned::to_owned);
    // Nothing but its name tells Markdown from plain text.
    let is_markdown = [".md", ".markdown"].iter().any(|ending| path.to_ascii_lowercase().ends_with(ending));
    let content_type = content_type.or(is_markdown.then_some("text/markdown"));
    let content_type = content_type.map(|value| ("content-type".to_owned(), value.to_owned()));
    let headers = content_type.into_iter().collect();
    Ok(Capture::new(url.clone(), url, "", now, Outcome::Answered { status: 200 }, headers, body))
}

fn markdown(article: &Article) -> String {
    let mut out = String::new();
    for block in &article.blocks {
        let text = article.slice(block.span);
        out.push_str(&match block.kind {
            BlockKind::Title => format!("# {text}\n\n"),
            BlockKind::Heading => format!("## {text}\n\n"),
            BlockKind::ListItem => format!("- {text}\n"),
            BlockKind::TableRow => format!("| {} |\n", text.replace('|', "\\|").replace('\t', " | ")),
            BlockKind::Quote => format!("> {text}\n\n"),
            BlockKind::Code => format!("```\n{text}\n```\n\n"),
            BlockKind::Paragraph => format!("{text}\n\n"),
        });
    }
    out
}
