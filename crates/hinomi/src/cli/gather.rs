//! `hinomi gather`: fetch and keep.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use hinomi_store::Access;
use jiff::Timestamp;

use super::Global;
use super::place::Place;
use crate::Surroundings;
use crate::desk::{self, Gathering};

/// Fetches the sources, a recorded web or files, keeps what came, and reads it.
#[derive(clap::Args)]
pub struct Args {
    /// Gather from a recorded web in this folder instead of the network.
    #[arg(long, value_name = "DIR", conflicts_with = "import")]
    replay: Option<PathBuf>,
    /// Take in files: feeds, HTML, JSON Lines of items, WARC; also gzip or zstd.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    import: Vec<PathBuf>,
    /// The URL that an imported HTML file came from.
    #[arg(long, value_name = "URL", requires = "import")]
    url: Option<String>,
    /// Leave for later what the sources published after this moment.
    #[arg(long, value_name = "T", value_parser = super::moment)]
    until: Option<Timestamp>,
    /// Use this list of sources.
    #[arg(long, value_name = "FILE")]
    sources: Option<PathBuf>,
}

/// Runs the command.
pub fn run(
    args: &Args,
    global: &Global,
    around: &Surroundings,
    elapsed: &dyn Fn() -> f64,
) -> Result<ExitCode> {
    let mut place = Place::find(global, around, args.replay.as_deref())?;
    if let Some(sources) = &args.sources {
        place.config.sources = Some(sources.clone());
    }
    let vocabularies = desk::Vocabularies::of(&place)?;
    let talk = desk::Talk { global, shows_progress: around.shows_progress && !global.quiet };
    let gathered = if args.import.is_empty() {
        let gathering = match &args.replay {
            Some(dir) => Gathering::replay(dir, args.until.unwrap_or(place.now))?,
            None => Gathering::network(&place.data, &place.config, args.until)?,
        };
        let store = place.open(Access::Write)?;
        let gathered = desk::gather(&store, &gathering, place.now, &talk)?;
        (store, gathered)
    } else {
        let store = place.open(Access::Write)?;
        let gathered = desk::import(&store, &args.import, args.url.as_deref(), place.now, &talk)?;
        (store, gathered)
    };
    let (store, gathered) = gathered;
    let derived = desk::derive(&store, &vocabularies, &talk)?;
    global.say(&format!("{}{} articles read; {:.1} s", gathered.line(), derived.n_articles, elapsed()));
    // A source that fails is a day like any other; a file that the user named and that cannot be read is a failure.
    let failed = !args.import.is_empty() && gathered.n_answered < gathered.n_asked;
    Ok(if failed { ExitCode::from(2) } else { ExitCode::SUCCESS })
}
