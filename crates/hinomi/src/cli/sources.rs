//! `hinomi sources`: where we listen.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Subcommand;
use hinomi_gather::sources;
use hinomi_model::Source;

use super::place::Place;
use super::{Global, print};
use crate::Surroundings;
use crate::desk;

/// Shows the sources, checks a list, or prints the built-in list to start one's own from.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Print the sources in use: id, language, voice, reliability, address, what was last wrong.
    List,
    /// Check a list of sources: exit 1 and one line when something is wrong.
    Check {
        /// The list.
        file: PathBuf,
    },
    /// Print the built-in list; kept as sources.toml in the data directory it replaces it.
    Export,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global, around: &Surroundings) -> Result<ExitCode> {
    match &args.command {
        Command::List => {
            let place = Place::find(global, around, None)?;
            let sources = desk::sources(&place.data, &place.config)?;
            print::out(&sources.iter().map(line).collect::<String>())?;
        }
        Command::Check { file } => {
            let text = std::fs::read_to_string(file)
                .with_context(|| format!("cannot read {}; name a list of sources", file.display()))?;
            match sources::parse(&text, &file.display().to_string()) {
                Ok(sources) => {
                    global.say(&format!("{}: {} sources, nothing wrong", file.display(), sources.len()))
                }
                Err(error) => {
                    print::out(&format!("{error}\n"))?;
                    return Ok(ExitCode::from(1));
                }
            }
        }
        Command::Export => print::out(sources::builtin())?,
    }
    Ok(ExitCode::SUCCESS)
}

fn line(source: &Source) -> String {
    let bad = if source.last_known_bad.is_empty() {
        String::new()
    } else {
        format!("\t! {}", source.last_known_bad)
    };
    format!("{}\t{}\t{}\t{}\t{}{bad}\n", source.id, source.lang, source.voice, source.reliability, source.url)
}
