//! `hinomi read`: what is read from one page.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::ValueEnum;
use hinomi_gather::{Answer, Fetch, HttpFetch, Request, Wanted};
use hinomi_model::{Article, BlockKind, Capture, Document, Outcome};
use jiff::Timestamp;

use super::{Global, print};
use crate::Surroundings;
use crate::files;

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

/// Longest file read as a page, in bytes: as much as the network may send.
const PAGE_BYTES_MAX: u64 = 16 << 20;

/// Runs the command.
pub fn run(args: &Args, global: &Global, around: &Surroundings) -> Result<ExitCode> {
    let now = global.now.unwrap_or(around.now);
    let article = article_of(&args.what, args.url.as_deref(), args.content_type.as_deref(), now, global)?;
    if article.body().is_empty() {
        bail!("{}: no article found; it may be an index, an empty page or not HTML", args.what);
    }
    match args.format {
        Format::Text => print::out(&format!("{}\n\n{}\n", article.title, article.body()))?,
        Format::Json => {
            print::out(&format!("{}\n", serde_json::to_string_pretty(&print::article(&article))?))?
        }
        Format::Md => print::out(&markdown(&article))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads a file or URL into an article, and says what was strange.
pub fn article_of(
    what: &str,
    url: Option<&str>,
    content_type: Option<&str>,
    now: Timestamp,
    global: &Global,
) -> Result<Article> {
    let is_url = what.starts_with("https://") || what.starts_with("http://");
    let capture = if is_url { fetched(what, now)? } else { from_file(what, url, content_type, now)? };
    if let Some(failure) = capture.failure() {
        bail!("{what}: {failure}");
    }
    let document =
        Document { url: &capture.url, page: Some(&capture), entry: None, source: "", fetched_at: now };
    let mut warnings = Vec::new();
    let article = hinomi_read::read(&document).drain_into(&mut warnings);
    global.warn(&warnings);
    Ok(article)
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
