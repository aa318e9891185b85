//! `hinomi incidents`: every matter, with its articles and claims.

use std::process::ExitCode;

use anyhow::Result;
use clap::ValueEnum;
use hinomi_store::Access;

use super::place::Place;
use super::{Global, print};
use crate::Surroundings;
use crate::desk;

/// Prints every incident as of a moment, one JSON object a line, by id.
#[derive(clap::Args)]
pub struct Args {
    /// How to print them.
    #[arg(long, value_enum, default_value = "jsonl")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// One object a line.
    Jsonl,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global, around: &Surroundings) -> Result<ExitCode> {
    let place = Place::find_filled(global, around)?;
    let store = place.open(Access::Read)?;
    let Format::Jsonl = args.format;
    let archive = desk::Archive::load(&store, global.as_of)?;
    let mut out = String::new();
    for incident in &archive.incidents {
        out.push_str(&serde_json::to_string(&print::incident(incident, archive.title_of(incident)))?);
        out.push('\n');
    }
    print::out(&out)?;
    Ok(ExitCode::SUCCESS)
}
