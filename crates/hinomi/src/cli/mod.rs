//! The commands, a file each.
//!
//! Data goes to stdout, talk and progress to stderr. Exit codes: 0 done, 1 something was found
//! (`check`, `sources check`, `guard`), 2 failure.

mod brief;
mod brief_pages;
mod check;
mod explain;
mod facts;
mod gather;
mod guard;
mod guard_drill;
mod guard_drill_keep;
mod guard_exceptions;
mod guard_init;
mod incident;
mod incident_file;
mod incident_here;
mod incident_words;
mod incidents;
pub mod place;
mod print;
mod read;
mod rebuild;
mod sources;
mod stats;
pub mod talk;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use jiff::Timestamp;

use crate::Surroundings;

/// Hinomi 火の見: reads the security news of the day, in Japanese and English, and tells what
/// happened, what changed and how we know, with every sentence cited and checked.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
pub struct Args {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(clap::Args)]
pub struct Global {
    /// Data directory [default: the platform's, e.g. ~/.local/share/hinomi].
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Configuration [default: hinomi.toml in the data directory].
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Answer from what could be known at this moment, e.g. 2025-11-11T19:00+09:00.
    #[arg(long, global = true, value_name = "T", value_parser = moment)]
    as_of: Option<Timestamp>,
    /// The clock, for runs that can be repeated.
    #[arg(long, global = true, value_name = "T", value_parser = moment)]
    now: Option<Timestamp>,
    /// Say less on stderr: failures only.
    #[arg(short, long, global = true)]
    quiet: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Gather, read, join, and print the brief of a day.
    Brief(brief::Args),
    /// Fetch the sources, a recorded web or files, and keep what came.
    Gather(gather::Args),
    /// List, check or export the sources.
    Sources(sources::Args),
    /// Check a digest, anyone's: its citations, its numbers and names against what it cites.
    Check(check::Args),
    /// Print what is read from one page.
    Read(read::Args),
    /// Print the facts of every article.
    Facts(facts::Args),
    /// Print every incident.
    Incidents(incidents::Args),
    /// Check lessons on the organisation's own exports.
    Guard(guard::Args),
    /// Show, explain, merge, split or pin one incident.
    Incident(incident::Args),
    /// Show an article with its facts drawn under the text.
    Explain(explain::Args),
    /// Throw away all that was derived and make it again from the captures.
    Rebuild(rebuild::Args),
    /// Count what the data directory holds.
    Stats(stats::Args),
}

impl Command {
    /// Why the command cannot answer as of a past moment; `None` when it can.
    fn has_no_past(&self) -> Option<&'static str> {
        match self {
            Self::Gather(_) => {
                Some("what was fetched is kept; --until leaves later entries of a recorded web out")
            }
            Self::Sources(_) => Some("the list of sources is as it stands"),
            Self::Read(_) => Some("a page is read as it is given"),
            Self::Check(_) => Some("a digest is checked with what could be known on its own day"),
            Self::Rebuild(_) => Some("everything is made again"),
            Self::Stats(_) => Some("it counts what the data directory holds now"),
            Self::Brief(_)
            | Self::Facts(_)
            | Self::Incidents(_)
            | Self::Guard(_)
            | Self::Incident(_)
            | Self::Explain(_) => None,
        }
    }
}

/// Runs the command; `elapsed` gives seconds since the start, for progress only.
pub fn run(args: &Args, around: &Surroundings, elapsed: &dyn Fn() -> f64) -> Result<ExitCode> {
    let global = &args.global;
    if let (Some(_), Some(why)) = (global.as_of, args.command.has_no_past()) {
        anyhow::bail!("--as-of is not for this command: {why}");
    }
    match &args.command {
        Command::Brief(args) => brief::run(args, global, around, elapsed),
        Command::Gather(args) => gather::run(args, global, around, elapsed),
        Command::Sources(args) => sources::run(args, global, around),
        Command::Check(args) => check::run(args, global, around),
        Command::Read(args) => read::run(args, global, around),
        Command::Facts(args) => facts::run(args, global, around),
        Command::Incidents(args) => incidents::run(args, global, around),
        Command::Guard(args) => guard::run(args, global, around),
        Command::Incident(args) => incident::run(args, global, around),
        Command::Explain(args) => explain::run(args, global, around),
        Command::Rebuild(args) => rebuild::run(args, global, around, elapsed),
        Command::Stats(args) => stats::run(args, global, around),
    }
}

/// Reads a moment: RFC 3339, with seconds or without.
fn moment(text: &str) -> Result<Timestamp, String> {
    let with_seconds = || {
        let (head, zone) = text.split_at(text.len().min("2025-11-11T19:00".len()));
        format!("{head}:00{zone}").parse()
    };
    text.parse::<Timestamp>().or_else(|_| with_seconds()).map_err(|_: jiff::Error| {
        format!("cannot read {text:?} as a moment; write it like 2025-11-11T19:00+09:00")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        use clap::CommandFactory;
        Args::command().debug_assert();
    }

    /// An option of all commands and an argument of one of them under one id make clap panic when both are read, and
    /// `debug_assert` does not see it.
    #[test]
    fn no_argument_takes_the_id_of_an_option_of_all_commands() {
        use clap::CommandFactory;
        fn walk(command: &clap::Command, above: &[String]) {
            let mut all = above.to_vec();
            for arg in command.get_arguments() {
                let id = arg.get_id().to_string();
                assert!(!above.contains(&id), "{id} of `{}`", command.get_name());
                all.extend(arg.is_global_set().then_some(id));
            }
            command.get_subcommands().for_each(|below| walk(below, &all));
        }
        walk(&Args::command(), &[]);
    }

    /// The last commands of every branch, each with the arguments that it cannot do without.
    #[test]
    fn every_command_is_read_with_the_options_of_all() {
        use clap::CommandFactory;
        fn leaves(command: &clap::Command, path: &str, out: &mut Vec<String>) {
            if !path.is_empty() && !command.is_subcommand_required_set() {
                out.push(path.to_owned());
            }
            for below in command.get_subcommands() {
                leaves(below, format!("{path} {}", below.get_name()).trim(), out);
            }
        }
        let needs = [
            ("brief", ""),
            ("gather", ""),
            ("sources list", ""),
            ("sources check", "list.toml"),
            ("sources export", ""),
            ("check", "digest.md"),
            ("read", "page.html"),
            ("facts", ""),
            ("incidents", ""),
            ("guard check", ""),
            ("guard path", "ID"),
            ("guard init", ""),
            ("guard import", "scan.json"),
            ("guard ask", ""),
            ("guard diff", "before.json after.json"),
            ("guard drill", "ID"),
            ("guard drill record", "--id D --date 2025-10-10 --lesson HL-020"),
            ("guard exceptions", ""),
            ("incident show", "ID"),
            ("incident why", "https://x.example/"),
            ("incident merge", "ID ID"),
            ("incident split", "ID https://x.example/"),
            ("incident pin", "ID https://x.example/"),
            ("incident undo", "1"),
            ("incident log", ""),
            ("explain", "page.html"),
            ("rebuild", ""),
            ("stats", ""),
        ];
        let mut all = Vec::new();
        leaves(&Args::command(), "", &mut all);
        assert_eq!(all, needs.map(|(command, _)| command.to_owned()));
        let of_all = "--data d --config c --as-of 2025-11-11T10:00Z --now 2025-11-11T10:00Z -q";
        for (command, needs) in needs {
            let of_guard = if command.starts_with("guard") { "--lang ja --lessons l" } else { "" };
            let line = format!("hinomi {command} {of_all} {of_guard} {needs}");
            if let Err(error) = Args::try_parse_from(line.split_whitespace()) {
                panic!("{line}: {error}");
            }
        }
    }

    #[test]
    fn moments_need_a_zone_and_no_seconds() {
        assert_eq!(moment("2025-11-11T19:00+09:00").unwrap().to_string(), "2025-11-11T10:00:00Z");
        assert_eq!(moment("2025-11-11T10:00:30Z").unwrap().to_string(), "2025-11-11T10:00:30Z");
        for odd in ["2025-11-11", "yesterday", "", "2025-11-11T19:00", "１"] {
            assert!(moment(odd).is_err(), "{odd}");
        }
    }
}
