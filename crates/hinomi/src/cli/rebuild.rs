//! `hinomi rebuild`: everything derived, made again.

use std::process::ExitCode;

use anyhow::Result;
use hinomi_store::Store;

use super::Global;
use super::place::Place;
use crate::Surroundings;
use crate::desk;

/// Throws away all that was derived and makes it again from the captures.
///
/// Rules for sites (site-rules.toml) and vocabularies (vocabularies/*.csv) of the data directory count.
#[derive(clap::Args)]
pub struct Args {}

/// Runs the command.
pub fn run(_: &Args, global: &Global, around: &Surroundings, elapsed: &dyn Fn() -> f64) -> Result<ExitCode> {
    let place = Place::find_filled(global, around)?;
    let talk = desk::Talk { global, shows_progress: around.shows_progress && !global.quiet };
    // A mistake in a vocabulary is told before anything is thrown away.
    let vocabularies = desk::Vocabularies::of(&place)?;
    let store = Store::rebuild(&place.data)?;
    let derived = desk::derive(&store, &vocabularies, &talk)?;
    global.say(&format!("{} articles read again; {:.1} s", derived.n_articles, elapsed()));
    Ok(ExitCode::SUCCESS)
}
