//! `hinomi incident`: one matter shown in full, and what a person decides about it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Subcommand, ValueEnum};
use hinomi_guard::{Links, Story};
use hinomi_model::Lang;
use hinomi_model::warned::{clean, tame};
use hinomi_store::Access;

use super::incident_file::{File, html, json, markdown, text};
use super::incident_here::Here;
use super::place::Place;
use super::{Global, print};
use crate::Surroundings;
use crate::desk::{self, Decided};

/// Shows an incident, explains it, or changes which articles belong to it.
///
/// An ID is an incident's id, the beginning of one, or the URL of one of its articles. What you decide is kept in
/// decisions.jsonl in the data directory, wins over what was found, survives `rebuild`, and can be undone.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Show everything about one incident.
    Show {
        /// Which.
        #[arg(value_name = "ID")]
        id: String,
        /// How to print it.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
        /// The folder of your own exports, with hinomi-posture.toml [default: the configuration's].
        #[arg(long, value_name = "DIR")]
        posture: Option<PathBuf>,
        /// Language of everything but what sources wrote [default: the configuration's, else ja].
        #[arg(long, value_enum)]
        lang: Option<ShowLang>,
    },
    /// Explain why an article is in its incident, and what the runner-up was.
    Why {
        /// Its URL.
        #[arg(value_name = "URL")]
        url: String,
    },
    /// Make two incidents one.
    Merge {
        /// What stays.
        #[arg(value_name = "A")]
        into: String,
        /// What becomes part of it.
        #[arg(value_name = "B")]
        other: String,
    },
    /// Make articles of an incident a matter of their own.
    Split {
        /// Where they are.
        #[arg(value_name = "ID")]
        id: String,
        /// Which.
        #[arg(value_name = "URL", required = true)]
        urls: Vec<String>,
    },
    /// Say that articles belong to an incident, whatever is found.
    Pin {
        /// To which.
        #[arg(value_name = "ID")]
        id: String,
        /// Which.
        #[arg(value_name = "URL", required = true)]
        urls: Vec<String>,
    },
    /// Take a decision back: the last one that holds, or the one with this number.
    Undo {
        /// Its number in the log.
        #[arg(value_name = "N")]
        n: Option<u32>,
    },
    /// List every decision.
    Log,
}

#[derive(Clone, Copy, ValueEnum)]
enum ShowLang {
    /// Japanese.
    Ja,
    /// English.
    En,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For a terminal.
    Text,
    /// One object.
    Json,
    /// Markdown.
    Md,
    /// One page that needs nothing else.
    Html,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global, around: &Surroundings) -> Result<ExitCode> {
    let place = Place::find_filled(global, around)?;
    let decided = match &args.command {
        Command::Show { id, format, posture, lang } => {
            let lang = match lang {
                None => place.config.lang,
                Some(ShowLang::Ja) => Lang::Ja,
                Some(ShowLang::En) => Lang::En,
            };
            return show(&place, global, id, *format, posture.as_deref(), lang);
        }
        Command::Why { url } => return why(&place, global, url),
        Command::Log => return log(&place, global),
        Command::Merge { into, other } => Decided::Merge(into.clone(), other.clone()),
        Command::Split { id, urls } => Decided::Split(id.clone(), urls.clone()),
        Command::Pin { id, urls } => Decided::Pin(id.clone(), urls.clone()),
        Command::Undo { n } => Decided::Undo(*n),
    };
    let store = place.open(Access::Write)?;
    let told = desk::decide(&store, &decided, place.now)?;
    print::out(&format!("{told}\n"))?;
    Ok(ExitCode::SUCCESS)
}

fn show(
    place: &Place,
    global: &Global,
    id: &str,
    format: Format,
    posture: Option<&Path>,
    lang: Lang,
) -> Result<ExitCode> {
    let store = place.open(Access::Read)?;
    let archive = desk::Archive::load(&store, global.as_of)?;
    let incident = archive.find(id)?;
    let sources = archive.sources(&store, place)?;
    let own = desk::own(place, posture, global.as_of);
    let evidence = own.as_ref().map(|own| desk::evidence_url(&own.folder, None)).unwrap_or_default();
    let here = own.as_ref().map(|own| {
        let story = Story::of_incident(incident, archive.title_of(incident));
        let (path, _) = own.path(&story, lang);
        let links = Links { evidence: &evidence, ..Links::default() };
        Here { path, links, path_page: String::new() }
    });
    let zone = &place.config.zone;
    let file = File { incident, archive: &archive, sources: &sources, zone, here, lang, up: "" };
    let out = match format {
        Format::Text => text(&file),
        Format::Md => markdown(&file),
        Format::Html => html(&file),
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&json(&file))?),
    };
    print::out(&out)?;
    Ok(ExitCode::SUCCESS)
}

fn why(place: &Place, global: &Global, url: &str) -> Result<ExitCode> {
    let store = place.open(Access::Read)?;
    let why = desk::why(&store, url, global.as_of)?;
    let mut out = format!("{}\nin incident {}\n", clean(url), why.home);
    let mut say = |line: String| {
        out.push_str(&tame(&line));
        out.push('\n');
    };
    if let Some(pinned) = why.pinned_to {
        say(format!("pinned to {pinned} by you"));
    }
    if why.home != why.placement.incident {
        say(format!("first placed in {}; later evidence or a decision moved it", why.placement.incident));
    }
    if let Some(original) = why.placement.copy_of {
        say(format!("repeats article {original}: no voice of its own"));
    }
    match &why.placement.because[..] {
        [] => say("founded it: nothing known before was like it enough".to_owned()),
        because => say(format!("shares with it: {}", because.join(" · "))),
    }
    for merged in &why.placement.merged {
        say(format!("pulled in incident {merged}"));
    }
    let mut is_first = true;
    for (incident, weight) in &why.rivals {
        if is_first {
            say("weighed when it came (likeness; the part of names, ids and numbers; shared):".to_owned());
        }
        is_first = false;
        let shared = weight.because.iter().take(4).cloned().collect::<Vec<_>>().join(" · ");
        say(format!("  {incident} {:.2} {:.2} {shared}", weight.total, weight.strong));
    }
    print::out(&out)?;
    Ok(ExitCode::SUCCESS)
}

fn log(place: &Place, global: &Global) -> Result<ExitCode> {
    let store = place.open(Access::Read)?;
    let mut warnings = Vec::new();
    let decisions = desk::decisions(&store)?.drain_into(&mut warnings);
    global.warn(&warnings);
    let as_of = global.as_of.unwrap_or(jiff::Timestamp::MAX);
    let held = hinomi_incidents::in_force(&decisions, as_of);
    let mut out = String::new();
    for decision in decisions.iter().filter(|decision| decision.at <= as_of) {
        let is_held = held.iter().any(|one| one.n == decision.n);
        let is_undo = matches!(decision.act, hinomi_incidents::decisions::Act::Undo { .. });
        let mark = if is_held || is_undo { "" } else { " (undone)" };
        out.push_str(&format!("{}{mark}\n", desk::told(decision)));
    }
    print::out(&out)?;
    Ok(ExitCode::SUCCESS)
}
