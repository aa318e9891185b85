//! `hinomi stats`: what the data directory holds.

use std::process::ExitCode;

use anyhow::Result;
use hinomi_store::Access;

use super::place::Place;
use super::{Global, print};
use crate::Surroundings;

/// Counts what the data directory holds.
#[derive(clap::Args)]
pub struct Args {
    /// One JSON object instead of lines.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global, around: &Surroundings) -> Result<ExitCode> {
    let place = Place::find_filled(global, around)?;
    let store = place.open(Access::Read)?;
    let all = All { store: store.stats()?, model: store.answer_stats()? };
    if args.json {
        print::out(&format!("{}\n", serde_json::to_string_pretty(&all)?))?;
    } else {
        print::out(&lines(&all))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What is counted.
#[derive(serde::Serialize)]
struct All {
    #[serde(flatten)]
    store: hinomi_store::Stats,
    model: hinomi_store::AnswerStats,
}

fn lines(all: &All) -> String {
    let stats = &all.store;
    let model = &all.model;
    let refused: Vec<String> = model.refused.iter().map(|(why, n)| format!("{why} {n}")).collect();
    let why = if refused.is_empty() { String::new() } else { format!(" ({})", refused.join(", ")) };
    let langs: Vec<String> = stats.articles_by_lang.iter().map(|(lang, n)| format!("{lang} {n}")).collect();
    let moment = |at: Option<jiff::Timestamp>| at.map_or("never".to_owned(), |at| at.to_string());
    let rows = [
        ("captures", format!("{} ({} failures)", stats.n_captures, stats.n_failures)),
        (
            "on disk",
            format!("{} bytes of captures, {} bytes of database", stats.captures_bytes, stats.db_bytes),
        ),
        ("entries", stats.n_entries.to_string()),
        ("articles", format!("{} ({})", stats.n_articles, langs.join(", "))),
        ("facts", stats.n_facts.to_string()),
        ("incidents", stats.n_incidents.to_string()),
        (
            "model",
            format!(
                "{} answers: {} sentences used, {} refused{why}",
                model.n_answers, model.n_kept, model.n_refused
            ),
        ),
        ("known from", moment(stats.first_known_at)),
        ("known to", moment(stats.last_known_at)),
    ];
    rows.iter().map(|(name, value)| format!("{name:12}{value}\n")).collect()
}
