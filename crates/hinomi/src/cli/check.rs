//! `hinomi check`: the verifier turned on any digest.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::ValueEnum;
use hinomi_brief::check::print::Format;
use hinomi_brief::check::{self, RULES};
use hinomi_model::Lang;
use hinomi_model::warned::clean;

use super::place::Place;
use super::{Global, print};
use crate::Surroundings;
use crate::desk;
use crate::files;

/// Checks a digest, anyone's: its citations, its numbers, dates and names against what it cites, and itself against
/// itself. Exits with 1 when something was found.
#[derive(clap::Args)]
pub struct Args {
    /// The digest: Markdown or plain text, Japanese or English.
    #[arg(value_name = "FILE", required_unless_present = "rules")]
    file: Option<PathBuf>,
    /// Compare with the pages in this folder: found by their address, by `<host>/<path>`, or by name.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["store", "online"])]
    sources: Option<PathBuf>,
    /// Compare with the articles in the data directory [default: when it holds any].
    #[arg(long)]
    store: bool,
    /// Fetch what is cited and not held, and keep it in the data directory.
    #[arg(long)]
    online: bool,
    /// How to print what was found.
    #[arg(long, value_enum, default_value = "text")]
    format: CheckFormat,
    /// Rules to turn off, by name.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    off: Vec<String>,
    /// List the rules: name, severity, what it finds.
    #[arg(long)]
    rules: bool,
    /// Language of the findings [default: the configuration's, else ja].
    #[arg(long, value_enum)]
    lang: Option<CheckLang>,
}

#[derive(Clone, Copy, ValueEnum)]
enum CheckFormat {
    /// For people, as compilers do.
    Text,
    /// One object.
    Json,
    /// SARIF 2.1.0, for editors and code hosts.
    Sarif,
}

#[derive(Clone, Copy, ValueEnum)]
enum CheckLang {
    /// Japanese.
    Ja,
    /// English.
    En,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global, around: &Surroundings) -> Result<ExitCode> {
    let place = Place::find_filled(global, around)?;
    let lang = match args.lang {
        None => place.config.lang,
        Some(CheckLang::Ja) => Lang::Ja,
        Some(CheckLang::En) => Lang::En,
    };
    let Some(file) = args.file.as_ref().filter(|_| !args.rules) else {
        let line = |rule: &&check::Rule| {
            format!("{:24} {:8} {}\n", rule.id, rule.severity.word(), rule.about.in_lang(lang))
        };
        print::out(&RULES.iter().map(line).collect::<String>())?;
        return Ok(ExitCode::SUCCESS);
    };
    let off: BTreeSet<String> = args.off.iter().map(|name| name.trim().to_owned()).collect();
    if let Some(unknown) = off.iter().find(|name| !RULES.iter().any(|rule| rule.id == name.as_str())) {
        bail!("no rule is called {unknown:?}; `hinomi check --rules` lists them");
    }
    let name = clean(&file.display().to_string());
    let bytes = files::read(file, check::digest::DIGEST_BYTES_MAX as u64)?;
    let digest = match check::Digest::read(&bytes) {
        Ok(digest) => digest,
        Err(error) => bail!("{name} {error}"),
    };
    let pages = match (&args.sources, args.online) {
        (Some(folder), _) => desk::Pages::Folder(folder),
        (None, true) => desk::Pages::Online,
        (None, false) if args.store => desk::Pages::Store,
        (None, false) => desk::Pages::StoreIfAny,
    };
    let talk = desk::Talk { global, shows_progress: around.shows_progress && !global.quiet };
    let report = desk::check(&digest, pages, &off, &place, &talk)?;
    let format = match args.format {
        CheckFormat::Text => Format::Text,
        CheckFormat::Json => Format::Json,
        CheckFormat::Sarif => Format::Sarif,
    };
    print::out(&check::print::print(&digest, &report, &name, lang, format))?;
    Ok(if report.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
