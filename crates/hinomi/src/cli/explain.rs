//! `hinomi explain`: an article with its facts drawn under the text.

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use hinomi_facts::Lexicon;
use hinomi_model::warned::clean;
use hinomi_model::{Article, BlockKind, Capture, Origin, Stamp, Warning};
use hinomi_read::{Rules, Weighed, Why};
use hinomi_store::Access;
use jiff::Timestamp;

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
    /// Show the blocks of the page instead, and why each is part of the article or not.
    #[arg(long)]
    blocks: bool,
    /// Show every time that the text names instead, also those that no fact carries, and what each is reckoned to be.
    #[arg(long, conflicts_with = "blocks")]
    times: bool,
    /// Show every body instead that the text names, also those that the matter does not touch.
    #[arg(long, conflicts_with_all = ["blocks", "times"])]
    bodies: bool,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global, around: &Surroundings) -> Result<ExitCode> {
    let is_url = args.what.starts_with("https://") || args.what.starts_with("http://");
    if args.blocks {
        let (capture, rules) = capture_of(args, is_url, global, around)?;
        return print::out(&weighed(&capture, &rules)).map(|()| ExitCode::SUCCESS);
    }
    let (article, found) = if is_url {
        let place = Place::find_filled(global, around)?;
        let store = place.open(Access::Read)?;
        let known = desk::current_of_url(&store, &args.what, global.as_of)?;
        known.with_context(|| {
            format!("{}: not among the articles read; gather it, or give a file", clean(&args.what))
        })?
    } else {
        let now = global.now.unwrap_or(around.now);
        let capture = read::capture_of(&args.what, args.url.as_deref(), None, now)?;
        let article = read::reading_of(&capture, &Rules::default(), now, global)?.article;
        let found = hinomi_facts::find(&article, &lexicon(global, around)?);
        (article, found)
    };
    if article.text.is_empty() {
        bail!("{}", Warning::new(&args.what, "no text was found in it", "look at the page itself"));
    }
    if args.times {
        let now = global.now.unwrap_or(around.now);
        return print::out(&times(&article, now)).map(|()| ExitCode::SUCCESS);
    }
    if args.bodies {
        return print::out(&bodies(&article, &lexicon(global, around)?)).map(|()| ExitCode::SUCCESS);
    }
    let published = article.published.map_or("no date stated".to_owned(), hinomi_model::Stamp::to_iso);
    let touched = hinomi_facts::extent::touched(&article, &found.facts);
    let touched =
        touched.map(|fact| format!(" · touched: {}", clean(fact.quote(&article)))).unwrap_or_default();
    let head = format!(
        "{}\n{} · {} · {} · story: {} · {} facts{touched}\n\n",
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

/// One line for each time: the words, what they are reckoned to be from publication (without one, from `now`), and how what is
/// told stands to it.
fn times(article: &Article, now: Timestamp) -> String {
    let anchor = article.published.unwrap_or(Stamp::instant(now, None));
    let folded = hinomi_text::fold(&article.text);
    let mut out = String::new();
    for time in hinomi_text::times(&folded, article.lang, anchor) {
        let words = time.span.of(&article.text).unwrap_or_default();
        let clock = time.time.map(|time| time.strftime(" %H:%M").to_string()).unwrap_or_default();
        let relation = format!("{:?}", time.relation).to_lowercase();
        out.push_str(&format!("{:<24} {relation:<8} {}\n", format!("{}{clock}", time.when), clean(words)));
    }
    out
}

/// One line for each name of a body, as often as it stands.
fn bodies(article: &Article, lexicon: &Lexicon) -> String {
    let found = hinomi_facts::reading::bodies(&article.text, article.lang, lexicon);
    found.iter().filter_map(|span| span.of(&article.text)).map(|name| format!("{}\n", clean(name))).collect()
}

/// The vocabularies of the data directory; ours alone for a user who has none.
fn lexicon(global: &Global, around: &Surroundings) -> Result<Lexicon> {
    if global.data.is_none() && around.data_home.is_none() {
        return Ok(Lexicon::bundled());
    }
    Ok(desk::Vocabularies::of(&Place::find(global, around, None)?)?.lexicon)
}

/// The page that an article was read from, with the rules that it was read by; or a file.
fn capture_of(args: &Args, is_url: bool, global: &Global, around: &Surroundings) -> Result<(Capture, Rules)> {
    if !is_url {
        let now = global.now.unwrap_or(around.now);
        return Ok((read::capture_of(&args.what, args.url.as_deref(), None, now)?, Rules::default()));
    }
    let store = Place::find_filled(global, around)?.open(Access::Read)?;
    let known = desk::current_of_url(&store, &args.what, global.as_of)?;
    let (article, _) = known.with_context(|| {
        format!("{}: not among the articles read; gather it, or give a file", clean(&args.what))
    })?;
    if article.origin != Origin::Page {
        bail!("{}: read from a feed's item, which has no blocks to choose from", clean(&args.what));
    }
    Ok((store.capture(article.capture)?, desk::rules_of(store.dir())?))
}

/// One line for each block: `+` or `-`, what it is, the bytes it was read from, why it is left out, its beginning.
fn weighed(page: &Capture, rules: &Rules) -> String {
    let line = |one: &Weighed| {
        let mark = if one.why == Why::Kept { '+' } else { '-' };
        let kind = one.kind.map_or("element", BlockKind::word);
        let source = one.source.as_ref().map_or("?".to_owned(), ToString::to_string);
        let start: String = one.text.chars().take(BEGINNING_CHARS_MAX).collect();
        let rest = if start.len() < one.text.len() { "…" } else { "" };
        let why = if one.why == Why::Kept { String::new() } else { format!("  ({})", one.why) };
        format!("{mark} {kind:<10} {source:>15}  {}{rest}{why}\n", clean(&start))
    };
    hinomi_read::weigh(page, rules).iter().map(line).collect()
}

/// Characters of a block that are shown.
const BEGINNING_CHARS_MAX: usize = 60;
