//! `hinomi explain`: an article with its facts drawn under the text.

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use hinomi_facts::Lexicon;
use hinomi_model::Warning;
use hinomi_model::warned::clean;
use hinomi_store::Access;

use super::place::Place;
use super::{Global, print, read};
use crate::Surroundings;
use crate::desk;

/// Shows an article with its facts drawn under the text: from the data directory, or read from a file.
#[derive(clap::Args)]
pub struct Args {
    /// URL of an article that was read, or a file.
    #[arg(value_name = "URL|FILE")]
    what: String,
    /// The URL that the file came from.
    #[arg(long, value_name = "URL")]
    url: Option<String>,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global, around: &Surroundings) -> Result<ExitCode> {
    let is_url = args.what.starts_with("https://") || args.what.starts_with("http://");
    let (article, found) = if is_url {
        let place = Place::find_filled(global, around)?;
        let store = place.open(Access::Read)?;
        let known = desk::current_of_url(&store, &args.what, global.as_of)?;
        known.with_context(|| {
            format!("{}: not among the articles read; gather it, or give a file", clean(&args.what))
        })?
    } else {
        let now = global.now.unwrap_or(around.now);
        let article = read::article_of(&args.what, args.url.as_deref(), None, now, global)?;
        let found = hinomi_facts::find(&article, &Lexicon::bundled());
        (article, found)
    };
    if article.text.is_empty() {
        bail!("{}", Warning::new(&args.what, "no text was found in it", "look at the page itself"));
    }
    let published = article.published.map_or("no date stated".to_owned(), hinomi_model::Stamp::to_iso);
    let head = format!(
        "{}\n{} · {} · {} · story: {} · {} facts\n\n",
        article.url,
        published,
        article.lang,
        article.origin,
        found.story,
        found.facts.len()
    );
    print::out(&(head + &hinomi_facts::draw(&article, &found)))?;
    Ok(ExitCode::SUCCESS)
}
