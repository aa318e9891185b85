//! `hinomi guard`: could it happen to us?

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Subcommand, ValueEnum};
use hinomi_guard::{Catalogue, Format, Links, Naming, Pack, PathFormat, Report, Setting, Story, Verdict};
use hinomi_model::Lang;
use hinomi_store::Access;
use jiff::civil::Date;

use super::place::Place;
use super::{Global, guard_init, print};
use crate::Surroundings;
use crate::config::Config;
use crate::desk;

/// Checks the lessons of incidents on the exports an organisation already has, offline.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
    /// Language for people [default: the configuration's, else ja].
    #[arg(long, global = true, value_enum)]
    lang: Option<GuardLang>,
    /// A file of lessons of your own, beside those that ship; may be given several times.
    #[arg(long, global = true, value_name = "FILE")]
    lessons: Vec<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Answer every check: affected, not affected, or unknown and what is missing. Exits 0 when nothing failed, 1 when
    /// something did, 2 on bad input: a posture that is wrong, or a source of which nothing could be read.
    Check {
        /// Folder with hinomi-posture.toml, or that file.
        #[arg(default_value = ".")]
        dir: PathBuf,
        /// What they are written as.
        #[arg(long, value_enum, default_value = "text")]
        format: GuardFormat,
        #[command(flatten)]
        names: Names,
        /// Exit with 1 also when something is unknown.
        #[arg(long, value_enum)]
        fail_on: Option<FailOn>,
        /// SARIF: also what did not fail. JUnit: unknown is an error.
        #[arg(long, visible_alias = "strict")]
        all: bool,
    },
    /// Lay the steps of an incident against your own evidence: each open, blocked or unknown.
    Path {
        /// Id of an incident (or the start of one), or a file of incident facts.
        incident: String,
        /// Folder with hinomi-posture.toml, or that file.
        #[arg(default_value = ".")]
        dir: PathBuf,
        /// What they are written as.
        #[arg(long, value_enum, default_value = "text")]
        format: PathAs,
        #[command(flatten)]
        names: Names,
    },
    /// Write a first hinomi-posture.toml from a folder of exports: what was recognised and why.
    Init {
        /// The folder.
        #[arg(default_value = ".")]
        dir: PathBuf,
        /// Write over a posture file that is there.
        #[arg(long)]
        force: bool,
    },
    /// Recognise exports and results of other tools (Trivy, Grype, SBOM, SARIF, OCSF, ScubaGear) and print
    /// their `source` tables.
    Import {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Print how to get the evidence that is missing, the most settling first.
    Ask {
        /// Folder with hinomi-posture.toml, or that file.
        #[arg(default_value = ".")]
        dir: PathBuf,
        /// List every kind of evidence instead.
        #[arg(long)]
        kinds: bool,
    },
    /// Compare two outputs of `guard check --format json`: new, persists, resolved, went stale.
    Diff {
        /// The earlier one.
        before: PathBuf,
        /// The later one.
        after: PathBuf,
        /// What the changes are written as.
        #[arg(long, value_enum, default_value = "text")]
        format: DiffFormat,
    },
    /// Make an exercise from an incident, aimed at what your evidence shows as failed or unknown.
    Drill(Box<super::guard_drill::Args>),
    /// List the exceptions with their owner and end date, the next to end first.
    Exceptions {
        /// Folder with hinomi-posture.toml, or that file.
        #[arg(default_value = ".")]
        dir: PathBuf,
        /// Name subjects and owners by a digest with the key in this file; reasons are left out.
        #[arg(long, value_name = "KEYFILE")]
        pseudonymise: Option<PathBuf>,
    },
}

/// How subjects are named.
#[derive(clap::Args)]
struct Names {
    /// Name subjects and files by a digest with the key in this file.
    #[arg(long, value_name = "KEYFILE")]
    pseudonymise: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum DiffFormat {
    /// For people.
    Text,
    /// hinomi.diff/1.
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
enum GuardLang {
    /// Japanese.
    Ja,
    /// English.
    En,
}

#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    /// A fail or an unknown.
    Unknown,
    /// A fail.
    Fail,
}

#[derive(Clone, Copy, ValueEnum)]
enum GuardFormat {
    /// A line a check.
    Text,
    /// hinomi.findings/1.
    Json,
    /// Markdown.
    Md,
    /// One self-contained page.
    Html,
    /// For spreadsheets.
    Csv,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit XML.
    Junit,
    /// OCSF Compliance Findings, a line each.
    Ocsf,
    /// OSCAL assessment results.
    Oscal,
    /// OSCAL plan of action and milestones.
    Poam,
}

/// A path has no shape in the formats that list findings.
#[derive(Clone, Copy, ValueEnum)]
enum PathAs {
    /// A line a step, its checks below.
    Text,
    /// hinomi.path/1.
    Json,
    /// Markdown.
    Md,
    /// One self-contained page.
    Html,
}

impl From<PathAs> for PathFormat {
    fn from(format: PathAs) -> Self {
        match format {
            PathAs::Text => Self::Text,
            PathAs::Json => Self::Json,
            PathAs::Md => Self::Md,
            PathAs::Html => Self::Html,
        }
    }
}

impl From<GuardFormat> for Format {
    fn from(format: GuardFormat) -> Self {
        match format {
            GuardFormat::Text => Self::Text,
            GuardFormat::Json => Self::Json,
            GuardFormat::Md => Self::Md,
            GuardFormat::Html => Self::Html,
            GuardFormat::Csv => Self::Csv,
            GuardFormat::Sarif => Self::Sarif,
            GuardFormat::Junit => Self::Junit,
            GuardFormat::Ocsf => Self::Ocsf,
            GuardFormat::Oscal => Self::Oscal,
            GuardFormat::Poam => Self::Poam,
        }
    }
}

/// What every sub-command needs.
pub(super) struct Desk<'a> {
    global: &'a Global,
    around: &'a Surroundings,
    pub(super) catalogue: Catalogue,
    pub(super) lang: Lang,
    config: Config,
    now: jiff::Timestamp,
}

impl Desk<'_> {
    fn day(&self, at: jiff::Timestamp) -> Date {
        at.to_zoned(self.config.zone.clone()).date()
    }

    pub(super) fn pack(&self, dir: &Path) -> Result<Pack> {
        let as_of = self.global.as_of.map(|at| self.day(at));
        let pack =
            desk::pack(dir, &self.catalogue, as_of, self.day(self.now), &|wrong| self.global.fail(wrong))?;
        self.global.warn(&pack.warnings);
        Ok(pack)
    }

    /// A line of talk on stderr.
    pub(super) fn say(&self, line: &str) {
        self.global.say(line);
    }

    /// The answers on the evidence of `pack`, nobody named.
    pub(super) fn nameless(&self, pack: &Pack) -> Report {
        hinomi_guard::check(pack, &self.catalogue, &Naming::Withheld)
    }

    fn setting<'e>(&self, all: bool, evidence: &'e str) -> Setting<'e> {
        Setting { lang: self.lang, all, now: self.now, links: Links { evidence, ..Links::default() } }
    }
}

impl Names {
    fn naming(&self) -> Result<Naming> {
        naming(self.pseudonymise.as_deref())
    }

    /// Where the links of HTML lead. The whole path of a folder can hold a name too, so pseudonyms go with relative
    /// links.
    fn evidence(&self, dir: &Path) -> String {
        match self.pseudonymise {
            Some(_) => String::new(),
            None => desk::evidence_url(&desk::folder_of(dir), None),
        }
    }
}

/// Names as written, or pseudonyms with the key in a file.
pub(super) fn naming(keyfile: Option<&Path>) -> Result<Naming> {
    let Some(path) = keyfile else { return Ok(Naming::AsWritten) };
    let key = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read the key in {}", path.display()))?;
    let key = key.trim();
    anyhow::ensure!(
        key.len() >= KEY_BYTES_MIN,
        "the key in {} is shorter than {KEY_BYTES_MIN} characters",
        path.display()
    );
    Ok(Naming::Pseudonyms(key.to_owned()))
}

/// A shorter key could be tried out.
const KEY_BYTES_MIN: usize = 16;

/// Runs the command.
pub fn run(args: &Args, global: &Global, around: &Surroundings) -> Result<ExitCode> {
    // The data directory matters only for its configuration here; a machine without one has the defaults.
    let config = match Place::find(global, around, None) {
        Ok(place) => place.config,
        Err(error) if global.data.is_some() || global.config.is_some() => return Err(error),
        Err(_) => Config::load(None, Path::new("."))?,
    };
    let lang = match args.lang {
        None => config.lang,
        Some(GuardLang::Ja) => Lang::Ja,
        Some(GuardLang::En) => Lang::En,
    };
    let now = global.now.unwrap_or(around.now);
    let desk = Desk { global, around, catalogue: desk::catalogue(&args.lessons)?, lang, config, now };
    match &args.command {
        Command::Check { dir, format, names, fail_on, all } => {
            let pack = desk.pack(dir)?;
            let report = hinomi_guard::check(&pack, &desk.catalogue, &names.naming()?);
            let evidence = names.evidence(dir);
            let setting = desk.setting(*all, &evidence);
            print::out(&hinomi_guard::render_report(&report, (*format).into(), &setting))?;
            let unknown_too = matches!(fail_on, Some(FailOn::Unknown));
            let found = report.n(Verdict::Fail) > 0 || (unknown_too && report.n(Verdict::Unknown) > 0);
            Ok(exit(found, &pack))
        }
        Command::Path { incident, dir, format, names } => {
            let story = story(&desk, incident)?;
            let own = desk::Own::new(desk.pack(dir)?, dir, desk.catalogue.clone(), names.naming()?);
            let (path, report) = own.path(&story, lang);
            let evidence = names.evidence(dir);
            let setting = desk.setting(false, &evidence);
            print::out(&hinomi_guard::render_path(&path, &report, (*format).into(), &setting))?;
            let is_open =
                matches!(path.state, hinomi_guard::PathState::Open | hinomi_guard::PathState::OpenSoFar);
            Ok(exit(is_open, own.pack()))
        }
        Command::Init { dir, force } => guard_init::run(dir, *force, desk.day(now), &desk.config, global),
        Command::Import { files } => guard_init::import(files, desk.day(now), global),
        Command::Ask { kinds: true, .. } => {
            print::out(&hinomi_guard::kinds_text(lang))?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Ask { dir, .. } => {
            let report = hinomi_guard::check(&desk.pack(dir)?, &desk.catalogue, &Naming::AsWritten);
            print::out(&hinomi_guard::ask_text(&hinomi_guard::ask(&report), lang))?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Diff { before, after, format } => diff(before, after, *format, &desk),
        Command::Drill(args) => super::guard_drill::run(args, &desk),
        Command::Exceptions { dir, pseudonymise } => {
            super::guard_exceptions::run(&desk.pack(dir)?, &naming(pseudonymise.as_deref())?, lang)
        }
    }
}

/// 1 when something was found; else 2 when nothing could be read of a source that the posture declares: an answer that
/// lacks what it was to rest on is not to be taken for a clean one.
fn exit(is_found: bool, pack: &Pack) -> ExitCode {
    let is_bad = pack.unread().next().is_some();
    ExitCode::from(if is_found { 1 } else { 2 * u8::from(is_bad) })
}

/// A file of facts when there is one of that name, else an incident of the store.
pub(super) fn story(desk: &Desk<'_>, incident: &str) -> Result<Story> {
    let path = Path::new(incident);
    if path.is_file() {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        return Story::parse(&text, incident, &desk.catalogue).map_err(|why| anyhow::anyhow!("{why}"));
    }
    let place = Place::find_filled(desk.global, desk.around)?;
    let archive = desk::Archive::load(&place.open(Access::Read)?, desk.global.as_of)?;
    let found: Vec<_> =
        archive.incidents.iter().filter(|known| known.id.to_string().starts_with(incident)).collect();
    match found.as_slice() {
        [one] => Ok(Story::of_incident(one, archive.title_of(one))),
        [] => bail!("no incident {incident:?} and no such file; `hinomi incidents` lists them"),
        several => bail!("{incident:?} is the start of {} incidents; write more of the id", several.len()),
    }
}

/// Something that fails now and did not before makes exit code 1.
fn diff(before: &Path, after: &Path, format: DiffFormat, desk: &Desk<'_>) -> Result<ExitCode> {
    let read = |path: &Path| {
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
    };
    let changed = hinomi_guard::diff(&read(before)?, &read(after)?, &desk.catalogue, desk.lang)
        .map_err(|why| anyhow::anyhow!("{} or {}: {why}", before.display(), after.display()))?;
    print::out(&match format {
        DiffFormat::Text => hinomi_guard::diff_text(&changed, desk.lang),
        DiffFormat::Json => hinomi_guard::diff_json(&changed),
    })?;
    let is_worse = changed.iter().any(|one| one.change == hinomi_guard::Change::New || !one.added.is_empty());
    Ok(ExitCode::from(u8::from(is_worse)))
}
