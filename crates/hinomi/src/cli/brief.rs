//! `hinomi brief`: the main job.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::ValueEnum;
use hinomi_brief::{Format, Layout};
use hinomi_model::{IncidentId, Lang};
use hinomi_store::Access;
use jiff::civil::Date;

use super::brief_pages::{self, Pages};
use super::place::Place;
use super::{Global, print};
use crate::Surroundings;
use crate::desk::{self, Gathering, ModelUse};
use crate::window::Window;

/// Gathers, reads, joins, and prints the brief of a day.
#[derive(clap::Args)]
pub struct Args {
    /// The day to tell of [default: the time up to now].
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Date>,
    /// How far back from the end of the day: 24h, 7d, 1mo.
    #[arg(long, default_value = "24h", value_name = "LENGTH")]
    window: String,
    /// Language of the brief [default: the configuration's, else ja].
    #[arg(long, value_enum)]
    lang: Option<BriefLang>,
    /// How it is laid out.
    #[arg(long, value_enum, default_value = "day")]
    layout: BriefLayout,
    /// What it is written as.
    #[arg(long, value_enum, default_value = "md")]
    format: BriefFormat,
    /// Say of each matter why it stands where it stands (HTML and JSON always do).
    #[arg(long)]
    why: bool,
    /// Gather from a recorded web in this folder instead of the network.
    #[arg(long, value_name = "DIR")]
    replay: Option<PathBuf>,
    /// The folder of your own exports, with hinomi-posture.toml [default: the configuration's].
    #[arg(long, value_name = "DIR")]
    posture: Option<PathBuf>,
    /// Write pages into this folder instead: the brief as index.html, each incident, and, with your own exports, the
    /// path of each incident here, every finding, and links to the rows that show it.
    #[arg(long, value_name = "DIR", conflicts_with = "format")]
    out: Option<PathBuf>,
    /// Gather nothing: tell from what the data directory holds.
    #[arg(long, conflicts_with = "replay")]
    offline: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum BriefLang {
    /// Japanese.
    Ja,
    /// English.
    En,
}

#[derive(Clone, Copy, ValueEnum)]
enum BriefLayout {
    /// One page for the morning.
    Day,
    /// A longer read.
    Detail,
}

#[derive(Clone, Copy, ValueEnum)]
enum BriefFormat {
    /// Markdown.
    Md,
    /// One self-contained page.
    Html,
    /// For other programs.
    Json,
}

/// A brief of a day that ended longer ago than this gathers nothing: what is fetched now could not be known then.
const GATHER_DAYS_BACK_MAX: i64 = 2;

/// Runs the command.
pub fn run(
    args: &Args,
    global: &Global,
    around: &Surroundings,
    elapsed: &dyn Fn() -> f64,
) -> Result<ExitCode> {
    let place = Place::find(global, around, args.replay.as_deref())?;
    let window = Window::new(args.date, &args.window, place.now, &place.config.zone)?;
    let as_of = global.as_of.unwrap_or(window.end);
    let window = Window { end: window.end.min(as_of), ..window };

    let gathering = match &args.replay {
        Some(dir) => Some(Gathering::replay(dir, as_of)?),
        None if args.offline => None,
        None if (place.now - window.end).get_seconds() > GATHER_DAYS_BACK_MAX * 86_400 => {
            global.say("the day lies in the past: nothing gathered, told from what the data directory holds");
            None
        }
        None => Some(Gathering::network(&place.data, &place.config, None)?),
    };
    let store = place.open(Access::Write)?;
    let talk = desk::Talk { global, shows_progress: around.shows_progress && !global.quiet };
    let gathered =
        gathering.map(|gathering| desk::gather(&store, &gathering, place.now, &talk)).transpose()?;
    let derived = desk::derive(&store, &talk)?;

    let asked = desk::Asked {
        window,
        as_of,
        lang: match args.lang {
            None => place.config.lang,
            Some(BriefLang::Ja) => Lang::Ja,
            Some(BriefLang::En) => Lang::En,
        },
        layout: match args.layout {
            BriefLayout::Day => Layout::Day,
            BriefLayout::Detail => Layout::Detail,
        },
        format: match args.format {
            _ if args.out.is_some() => Format::Html,
            BriefFormat::Md => Format::Md,
            BriefFormat::Html => Format::Html,
            BriefFormat::Json => Format::Json,
        },
        shows_why: args.why,
        model: if args.offline { ModelUse::KeptOnly } else { ModelUse::Ask(around.secret) },
        posture: args.posture.clone(),
        has_pages: args.out.is_some(),
    };
    let told = desk::brief(&store, &place, &asked, gathered.as_ref())?;
    global.say(&format!(
        "{}{} articles read, {} incidents in all; {} sentences, {} refused by the verifier; {:.1} s",
        gathered.map(|g| g.line()).unwrap_or_default(),
        derived.n_articles,
        told.archive.incidents.len(),
        told.n_sentences,
        told.n_refused,
        elapsed(),
    ));
    let Some(out) = &args.out else {
        print::out(&told.text)?;
        return Ok(ExitCode::SUCCESS);
    };
    let of_id = |id: &IncidentId| told.archive.incidents.iter().find(|incident| incident.id == *id);
    let pages = Pages {
        index: &told.text,
        incidents: told.incidents.iter().filter_map(of_id).collect(),
        archive: &told.archive,
        sources: &told.archive.sources(&store, &place)?,
        own: told.own.as_ref(),
        lang: asked.lang,
        zone: &place.config.zone,
        now: place.now,
    };
    let n_pages = brief_pages::write(out, &pages)?;
    print::out(&format!("{}\n", out.join("index.html").display()))?;
    global.say(&format!("{n_pages} pages written"));
    Ok(ExitCode::SUCCESS)
}
