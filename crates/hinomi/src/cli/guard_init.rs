//! `hinomi guard init`: a first posture file from a folder of exports.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use hinomi_guard::rows::Provider;
use hinomi_guard::{FILE_BYTES_MAX, Sniffed};
use hinomi_model::warned::clean;
use jiff::civil::Date;

use super::{Global, print};
use crate::config::Config;

/// Most files of a folder that are looked at.
const FILES_MAX: usize = 1_000;

/// How deep folders are looked into.
const DEPTH_MAX: usize = 4;

/// Writes the file. Every source is proposed as partial: that an export is whole, only people can say.
pub fn run(dir: &Path, force: bool, today: Date, config: &Config, global: &Global) -> Result<ExitCode> {
    let target = dir.join(hinomi_guard::FILE);
    if target.exists() && !force {
        bail!("{} is there already; write over it with --force", target.display());
    }
    let mut found: Vec<(String, Sniffed, Option<Date>)> = Vec::new();
    let mut unplaced: Vec<(String, String)> = Vec::new();
    for path in files(dir)? {
        let name = path.strip_prefix(dir).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let raw = match crate::files::read(&path, FILE_BYTES_MAX) {
            Ok(raw) => raw,
            Err(why) => {
                unplaced.push((name, format!("{why:#}")));
                continue;
            }
        };
        match hinomi_guard::sniff(raw) {
            Ok(sniffed) => {
                let made = std::fs::metadata(&path).and_then(|meta| meta.modified()).ok();
                let made = made.and_then(|at| jiff::Timestamp::try_from(at).ok());
                found.push((name, sniffed, made.map(|at| at.to_zoned(config.zone.clone()).date())));
            }
            Err(why) => unplaced.push((name, why.to_owned())),
        }
    }
    let text = posture(&found, &unplaced, today, config);
    std::fs::write(&target, &text).with_context(|| format!("cannot write {}", target.display()))?;
    let mut out = String::new();
    for (name, sniffed, _) in &found {
        let _ = writeln!(out, "{}\t{}\t{}", sniffed.kind, clean(name), sniffed.because);
    }
    for (name, why) in &unplaced {
        let _ = writeln!(out, "?\t{}\t{}", clean(name), clean(why));
    }
    print::out(&out)?;
    global.say(&format!("wrote {}: {} recognised, {} not", target.display(), found.len(), unplaced.len()));
    Ok(ExitCode::SUCCESS)
}

/// Prints a `[[source]]` for each file that is recognised, to be put into a posture file; exit 1 when one is not.
pub fn import(files: &[PathBuf], today: Date, global: &Global) -> Result<ExitCode> {
    let mut out = String::new();
    let mut n_odd = 0;
    for path in files {
        let raw = crate::files::read(path, FILE_BYTES_MAX)?;
        let name = path.to_string_lossy().replace('\\', "/");
        let sniffed = match hinomi_guard::sniff(raw) {
            Ok(sniffed) => sniffed,
            Err(why) => {
                let remedy = "`hinomi guard ask --kinds` lists the kinds";
                global.fail(&hinomi_model::Warning::new(&name, why, remedy));
                n_odd += 1;
                continue;
            }
        };
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let id: String = stem.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        out.push_str(&source(&id, &name, &sniffed, today));
    }
    print::out(&out)?;
    Ok(ExitCode::from(u8::from(n_odd > 0)))
}

/// One `[[source]]`. That an export is whole, only people can say.
fn source(id: &str, name: &str, sniffed: &Sniffed, collected: Date) -> String {
    let quoted = |text: &str| serde_json::Value::String(text.to_owned()).to_string();
    format!(
        "\n# recognised by: {}\n[[source]]\nid = {}\nkind = \"{}\"\npath = {}\ncollected = {collected} # mend it: the \
         day of the export\nscope = \"partial\"\n",
        sniffed.because,
        quoted(id),
        sniffed.kind,
        quoted(name)
    )
}

/// The files of a folder, by path; hidden ones and posture files left out.
fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut level = vec![dir.to_path_buf()];
    let mut files = Vec::new();
    for _ in 0..DEPTH_MAX {
        let mut next = Vec::new();
        for folder in level {
            let entries = std::fs::read_dir(&folder)
                .with_context(|| format!("cannot read the folder {}", folder.display()))?;
            for entry in entries.flatten() {
                let is_ours = entry.file_name().to_string_lossy().starts_with('.')
                    || entry.file_name() == hinomi_guard::FILE;
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() && !is_ours => next.push(entry.path()),
                    Ok(kind) if kind.is_file() && !is_ours => files.push(entry.path()),
                    _ => {}
                }
            }
        }
        level = next;
    }
    files.sort();
    files.truncate(FILES_MAX);
    Ok(files)
}

fn posture(
    found: &[(String, Sniffed, Option<Date>)],
    unplaced: &[(String, String)],
    today: Date,
    config: &Config,
) -> String {
    let quoted = |text: &str| serde_json::Value::String(text.to_owned()).to_string();
    let mut out =
        String::from("# Which exports exist, and what people declare because no export can show it.\n");
    let _ = writeln!(
        out,
        "schema = \"{}\"\norganisation = \"\"\ntimezone = {}\n",
        hinomi_guard::SCHEMA,
        quoted(config.zone.iana_name().unwrap_or("UTC"))
    );
    let directories: BTreeSet<&str> = found
        .iter()
        .filter_map(|(_, sniffed, _)| hinomi_guard::provider(sniffed.kind))
        .map(Provider::word)
        .collect();
    let _ = writeln!(
        out,
        "# Every directory in which people or programs sign in, those that are not exported too ({}):\ndirectories = {}\n",
        Provider::ALL.map(Provider::word).join(", "),
        serde_json::json!(directories)
    );
    let _ = writeln!(
        out,
        "# Set scope = \"all\" where the export holds everything; only then can it show that nothing is wrong."
    );
    let mut ids: Vec<String> = Vec::new();
    for (name, sniffed, made) in found {
        let base: String = sniffed.kind.replace('.', "-");
        let n = ids.iter().filter(|id| **id == base || id.starts_with(&format!("{base}-"))).count();
        let id = if n == 0 { base } else { format!("{base}-{}", n + 1) };
        out.push_str(&source(&id, name, sniffed, made.unwrap_or(today)));
        ids.push(id);
    }
    for (name, why) in unplaced {
        let _ = writeln!(out, "\n# {}: {}", clean(name), clean(why));
    }
    out.push_str(
        "\n# Systems the business depends on, with the copies of their data:\n# [[system]]\n# id = \"\"\n# critical = true\n# hosts = []\n# rto_hours = 24\n# copies = []\n#\n# [[copy]]\n# id = \"\"\n# listing = \"\"\n# lock = \"\"\n# media = \"object\"\n# delete_authority = \"\"\n",
    );
    out
}
