//! The fire-watch tower of computer security: gathers, reads, proves, joins and tells.
//!
//! This file is the only one that reads the clock, the environment and the terminal; everything
//! below is given what it needs. `cli` holds a file for each command, `desk` the order of the stages.

mod cli;
mod config;
mod desk;
mod files;
mod window;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Parser;

/// What the process finds around itself.
pub struct Surroundings {
    /// The clock, unless `--now` names another.
    pub now: jiff::Timestamp,
    /// The platform's folder for application data, when it has one.
    pub data_home: Option<std::path::PathBuf>,
    /// Whether stderr is a terminal that can show progress.
    pub shows_progress: bool,
    /// What an environment variable holds: secrets that the configuration names and does not hold.
    pub secret: fn(&str) -> Option<String>,
}

#[allow(clippy::disallowed_methods, reason = "the one place where clock and environment are read")]
fn surroundings() -> Surroundings {
    use etcetera::BaseStrategy;
    Surroundings {
        now: jiff::Timestamp::now(),
        data_home: etcetera::choose_base_strategy().ok().map(|base| base.data_dir()),
        shows_progress: std::io::stderr().is_terminal(),
        secret: |name| std::env::var(name).ok(),
    }
}

fn main() -> ExitCode {
    let started = elapsed();
    let args = match cli::Args::try_parse() {
        Ok(args) => args,
        // Help and version are answers, not errors.
        Err(asked) if !asked.use_stderr() => asked.exit(),
        Err(error) => {
            cli::talk::usage(&error);
            return ExitCode::from(2);
        }
    };
    cli::talk::start(&args.global);
    match cli::run(&args, &surroundings(), &started) {
        Ok(code) => code,
        Err(error) if cli::talk::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            cli::talk::failure(&error);
            ExitCode::from(2)
        }
    }
}

/// A stopwatch for progress lines; nothing derived ever sees it.
#[allow(clippy::disallowed_methods, reason = "progress on stderr only")]
fn elapsed() -> impl Fn() -> f64 {
    let start = std::time::Instant::now();
    move || start.elapsed().as_secs_f64()
}
