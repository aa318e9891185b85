//! Quality figures of Hinomi on labelled collections.
//!
//! `hinomi-eval all` measures every suite and compares with the tables committed under `quality/`;
//! a row that fell makes it fail. `--write` writes the tables anew: read the diff like code.

mod archive;
mod cost;
mod suites;
mod table;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Parser;

use crate::suites::{ALL, Suite};

/// Measures Hinomi's stages on labelled collections and compares with the committed figures.
#[derive(Parser)]
#[command(version)]
struct Args {
    /// Suites to run: `all`, or names; without any, lists them.
    suites: Vec<String>,
    /// Folder that holds the collections.
    #[arg(long, default_value = "../shared/data", value_name = "DIR")]
    data: PathBuf,
    /// Folder of the committed tables.
    #[arg(long, default_value = "quality", value_name = "DIR")]
    quality: PathBuf,
    /// Write the tables instead of comparing with them.
    #[arg(long)]
    write: bool,
    /// Tune the weights of joining in this file on the collections, and write it anew; no suite is run.
    #[arg(long, value_name = "FILE")]
    tune: Option<PathBuf>,
    /// Train the weights of the reader's model on the collections, and write them to this file; no suite is run.
    #[arg(long, value_name = "FILE")]
    train_read: Option<PathBuf>,
    /// Make the weights of Han characters from the word lists of this folder; no suite is run.
    #[arg(long, value_name = "DIR")]
    train_language: Option<PathBuf>,
    /// Measure what joining costs up to so many articles, and write table and curve beside the other tables.
    #[arg(long, value_name = "N")]
    cost: Option<usize>,
    /// Write so many made-up articles as JSON Lines, to import into an archive whose size is to be measured.
    #[arg(long, value_name = "N")]
    archive: Option<usize>,
    /// Print every case that is not fully right.
    #[arg(short, long)]
    verbose: bool,
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("hinomi-eval: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(args: &Args) -> Result<bool> {
    if let Some(most) = args.cost {
        cost::run(&args.quality, most)?;
        return Ok(true);
    }
    if let Some(n) = args.archive {
        let start = "2024-01-01T00:00:00Z".parse().context("a literal instant")?;
        archive::write(n, start, std::io::stdout().lock())?;
        return Ok(true);
    }
    if let Some(weights) = &args.tune {
        suites::tune_joining(&args.data, weights)?;
        return Ok(true);
    }
    if let Some(weights) = &args.train_read {
        suites::train_reading(&args.data, weights)?;
        return Ok(true);
    }
    if let Some(lists) = &args.train_language {
        suites::train_language(lists, Path::new("crates/hinomi-text/data/han-weights.csv"))?;
        return Ok(true);
    }
    if args.suites.is_empty() {
        for suite in ALL {
            println!("{:20} {}", suite.name, suite.about);
        }
        return Ok(true);
    }
    if !args.data.is_dir() {
        bail!("no collections at {}; name their folder with --data DIR", args.data.display());
    }
    let mut fine = true;
    for suite in chosen(&args.suites)? {
        fine &= measure(suite, args).with_context(|| format!("suite {}", suite.name))?;
    }
    Ok(fine)
}

fn chosen(names: &[String]) -> Result<Vec<&'static Suite>> {
    if names.iter().any(|name| name == "all") {
        return Ok(ALL.iter().collect());
    }
    let find = |name: &String| {
        ALL.iter()
            .find(|suite| suite.name == name)
            .with_context(|| format!("no suite {name:?}; without arguments they are listed"))
    };
    names.iter().map(find).collect()
}

fn measure(suite: &Suite, args: &Args) -> Result<bool> {
    let table = (suite.run)(&args.data)?;
    println!("{}: {}", suite.name, suite.about);
    for (name, value) in &table.summary {
        println!("  {name:40} {value:.4}");
    }
    for note in &table.notes {
        println!("  {note}");
    }
    if args.verbose {
        for (case, score) in table.rows.iter().filter(|(_, score)| **score < 1.0) {
            println!("  not right: {case} {score:.4}");
        }
        for failure in &table.failures {
            println!("  {failure}");
        }
    }
    let path = args.quality.join(format!("{}.csv", suite.name));
    if args.write {
        std::fs::create_dir_all(&args.quality)
            .with_context(|| format!("cannot make {}", args.quality.display()))?;
        table.write(&path)?;
        return Ok(true);
    }
    let falls = table.falls(&path)?;
    for fall in &falls {
        let now = fall.now.map_or("gone".to_owned(), |score| format!("{score:.4}"));
        println!("  fell: {} {:.4} → {now}", fall.case, fall.before);
    }
    Ok(falls.is_empty())
}
