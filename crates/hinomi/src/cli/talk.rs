//! What is said on stderr: one line a thing, safe for a terminal.

use anyhow::Error;
use hinomi_model::Warning;
use hinomi_model::warned::clean;

/// Sets up the log: warnings and worse on stderr, errors only with `--quiet`.
pub fn start(global: &super::Global) {
    let level = if global.quiet { tracing::Level::ERROR } else { tracing::Level::WARN };
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr)
        .without_time()
        .with_target(false)
        .init();
}

/// Most warnings of one run that are printed; the rest is counted.
const WARNINGS_SHOWN_MAX: usize = 30;

impl super::Global {
    /// Says one line, unless asked to be quiet.
    pub fn say(&self, line: &str) {
        if !self.quiet {
            eprintln!("{line}");
        }
    }

    /// Says what failed, also when asked to be quiet.
    pub fn fail(&self, warning: &Warning) {
        eprintln!("hinomi: {warning}");
    }

    /// Says each of what the user named and could not be had: a line each, however many.
    pub fn missed(&self, warnings: &[Warning]) {
        for warning in warnings {
            self.say(&format!("warning: {warning}"));
        }
    }

    /// Says each different warning once, a line each, and counts what is too much.
    pub fn warn(&self, warnings: &[Warning]) {
        let mut sorted: Vec<&Warning> = warnings.iter().collect();
        sorted.sort();
        sorted.dedup();
        for warning in sorted.iter().take(WARNINGS_SHOWN_MAX) {
            self.say(&format!("warning: {warning}"));
        }
        if sorted.len() > WARNINGS_SHOWN_MAX {
            self.say(&format!("warning: and {} more like these", sorted.len() - WARNINGS_SHOWN_MAX));
        }
    }
}

/// Says why the command failed, as one line.
pub fn failure(error: &Error) {
    let mut line = String::new();
    for cause in error.chain().map(ToString::to_string) {
        // A cause that its wrapper already quotes adds nothing.
        if !line.contains(&cause) {
            line.push_str(if line.is_empty() { "" } else { ": " });
            line.push_str(&cause.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    eprintln!("hinomi: {}", clean(&line));
}

/// Says what is wrong with the command line, as one line: the error and what to do, without the usage.
pub fn usage(error: &clap::Error) {
    if error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = error.print();
        return;
    }
    let text = error.to_string();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let told: Vec<&str> = lines.take_while(|line| !line.starts_with("Usage:")).collect();
    let told = told.join("; ").replace("For more information, try '--help'.", "");
    let told = told.strip_prefix("error: ").unwrap_or(&told).trim_end_matches([';', ' ']);
    eprintln!("hinomi: {}", clean(&format!("{told}; see --help")));
}

/// Whether the reader of our output went away (`hinomi brief | head`): no failure of ours.
pub fn is_closed_pipe(error: &Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
