//! `hinomi brief`: the main job.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::ValueEnum;
use hinomi_brief::Format;
use hinomi_facts::Lexicon;
use hinomi_model::{IncidentId, Lang};
use hinomi_store::Access;
use jiff::civil::Date;

use super::brief_pages::{self, Pages};
use super::place::Place;
use super::{Global, print};
use crate::Surroundings;
use crate::desk::{self, Gathering, ModelUse};
use crate::window::Window;

/// Gathers, reads, joins, and prints the brief of a day.
#[derive(clap::Args)]
pub struct Args {
    /// The day to tell of [default: the time up to now].
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Date>,
    /// How far back from the end of the day: 24h, 7d, 1mo.
    #[arg(long, default_value = "24h", value_name = "LENGTH")]
    window: String,
    /// Language of the brief [default: the configuration's, else ja].
    #[arg(long, value_enum)]
    lang: Option<BriefLang>,
    /// How it is laid out: `day` (one page for the morning), `detail` (a longer read), or a template FILE of your own
    /// (.md or .html; one whose name begins with `detail` is given the sections of that layout).
    #[arg(long, default_value = "day", value_name = "day|detail|FILE")]
    layout: String,
    /// What it is written as.
    #[arg(long, value_enum, default_value = "md")]
    format: BriefFormat,
    /// Say of each matter why it stands where it stands (HTML and JSON always do).
    #[arg(long)]
    why: bool,
    /// Gather from a recorded web in this folder instead of the network.
    #[arg(long, value_name = "DIR")]
    replay: Option<PathBuf>,
    /// The folder of your own exports, with hinomi-posture.toml [default: the configuration's].
    #[arg(long, value_name = "DIR")]
    posture: Option<PathBuf>,
    /// Write pages into this folder instead: the brief as index.html, each incident, and, with your own exports, the
    /// path of each incident here, every finding, and links to the rows that show it.
    #[arg(long, value_name = "DIR", conflicts_with = "format")]
    out: Option<PathBuf>,
    /// List the days that the data directory can tell of, with what is known of each.
    #[arg(long, conflicts_with_all = ["date", "why", "diff"])]
    list: bool,
    /// What is new, changed and gone from one day's brief to another's.
    #[arg(long, num_args = 2, value_names = ["DAY", "DAY"], conflicts_with_all = ["date", "why"])]
    diff: Option<Vec<Date>>,
    /// Gather nothing: tell from what the data directory holds.
    #[arg(long, conflicts_with = "replay")]
    offline: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum BriefLang {
    /// Japanese.
    Ja,
    /// English.
    En,
}

#[derive(Clone, Copy, ValueEnum)]
enum BriefFormat {
    /// Markdown.
    Md,
    /// One self-contained page.
    Html,
    /// For other programs.
    Json,
}

/// A brief of a day that ended longer ago than this gathers nothing: what is fetched now could not be known then.
const GATHER_DAYS_BACK_MAX: i64 = 2;

/// Runs the command.
pub fn run(
    args: &Args,
    global: &Global,
    around: &Surroundings,
    elapsed: &dyn Fn() -> f64,
) -> Result<ExitCode> {
    let place = Place::find(global, around, args.replay.as_deref())?;
    let templates = desk::Templating::of(&args.layout, &place)?;
    if args.list {
        return list(args, global, &place);
    }
    if let Some([before, after]) = args.diff.as_deref() {
        return diff(args, global, &place, &templates, [*before, *after]);
    }
    let window = Window::new(args.date, &args.window, place.now, &place.config.zone)?;
    let as_of = global.as_of.unwrap_or(window.end);
    let window = Window { end: window.end.min(as_of), ..window };

    let gathering = match &args.replay {
        Some(dir) => Some(Gathering::replay(dir, as_of)?),
        None if args.offline => None,
        None if (place.now - window.end).get_seconds() > GATHER_DAYS_BACK_MAX * 86_400 => {
            global.say("the day lies in the past: nothing gathered, told from what the data directory holds");
            None
        }
        None => Some(Gathering::network(&place.data, &place.config, None)?),
    };
    let vocabularies = desk::Vocabularies::of(&place)?;
    let store = place.open(Access::Write)?;
    let talk = desk::Talk { global, shows_progress: around.shows_progress && !global.quiet };
    let gathered =
        gathering.map(|gathering| desk::gather(&store, &gathering, place.now, &talk)).transpose()?;
    let derived = desk::derive(&store, &vocabularies, &talk)?;

    let model = if args.offline { ModelUse::KeptOnly } else { ModelUse::Ask(around.secret) };
    let asked = asked(args, &place, &vocabularies.lexicon, &templates, window, as_of, model);
    let told = desk::brief(&store, &place, &asked, gathered.as_ref())?;
    let text = hinomi_brief::render(&told.brief, asked.format, &templates.templates)?;
    global.say(&format!(
        "{}{} articles read, {} incidents with news; {} sentences, {} refused by the verifier; {:.1} s",
        gathered.map(|g| g.line()).unwrap_or_default(),
        derived.n_articles,
        told.n_incidents,
        told.brief.stats.n_verified,
        told.brief.stats.refused.values().sum::<usize>(),
        elapsed(),
    ));
    let Some(out) = &args.out else {
        print::out(&text)?;
        return Ok(ExitCode::SUCCESS);
    };
    let told_of = told.brief.told();
    let of_id = |id: &IncidentId| told.archive.incidents.iter().find(|incident| incident.id == *id);
    let pages = Pages {
        index: &text,
        incidents: told_of.iter().filter_map(of_id).collect(),
        archive: &told.archive,
        sources: &told.archive.sources(&store, &place)?,
        own: told.own.as_ref(),
        lang: asked.lang,
        zone: &place.config.zone,
        now: place.now,
    };
    let n_pages = brief_pages::write(out, &pages)?;
    print::out(&format!("{}\n", out.join("index.html").display()))?;
    global.say(&format!("{n_pages} pages written"));
    Ok(ExitCode::SUCCESS)
}

fn asked<'a>(
    args: &Args,
    place: &Place,
    lexicon: &'a Lexicon,
    templates: &'a desk::Templating,
    window: Window,
    as_of: jiff::Timestamp,
    model: ModelUse,
) -> desk::Asked<'a> {
    desk::Asked {
        window,
        as_of,
        lang: match args.lang {
            None => place.config.lang,
            Some(BriefLang::Ja) => Lang::Ja,
            Some(BriefLang::En) => Lang::En,
        },
        layout: templates.layout,
        format: match args.format {
            _ if args.out.is_some() => Format::Html,
            BriefFormat::Md => Format::Md,
            BriefFormat::Html => Format::Html,
            BriefFormat::Json => Format::Json,
        },
        lexicon,
        templates: &templates.templates,
        shows_why: args.why,
        model,
        posture: args.posture.clone(),
        has_pages: args.out.is_some(),
    }
}

/// `--list`: a line for each day.
fn list(args: &Args, global: &Global, place: &Place) -> Result<ExitCode> {
    let store = place.open(Access::Read)?;
    let days = desk::days(&store, place, global.as_of.unwrap_or(place.now))?;
    match args.format {
        BriefFormat::Json => print::out(&(serde_json::to_string_pretty(&desk::days_json(&days))? + "\n"))?,
        BriefFormat::Md | BriefFormat::Html => {
            for (day, known) in &days {
                let line = format!(
                    "{day}  {:>5} articles  {:>5} matters, {} of them new\n",
                    known.n_articles, known.n_matters, known.n_new
                );
                print::out(&line)?;
            }
            global.say(&format!("{} days; hinomi brief --date DAY tells of one", days.len()));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// `--diff`: two briefs, matter by matter. Exit code 0 whether they differ or not, as for a brief that has news.
fn diff(
    args: &Args,
    global: &Global,
    place: &Place,
    templates: &desk::Templating,
    days: [Date; 2],
) -> Result<ExitCode> {
    let lexicon = desk::Vocabularies::of(place)?.lexicon;
    let store = place.open(Access::Read)?;
    let tell = |day: Date| -> Result<hinomi_brief::Brief> {
        let window = Window::new(Some(day), &args.window, place.now, &place.config.zone)?;
        let as_of = global.as_of.map_or(window.end, |as_of| as_of.min(window.end));
        let window = Window { end: window.end.min(as_of), ..window };
        Ok(desk::brief(
            &store,
            place,
            &asked(args, place, &lexicon, templates, window, as_of, ModelUse::KeptOnly),
            None,
        )?
        .brief)
    };
    let (before, after) = (tell(days[0])?, tell(days[1])?);
    let diff = hinomi_brief::diff(&before, &after);
    let text = match args.format {
        BriefFormat::Json => hinomi_brief::diff::to_json(&diff)?,
        BriefFormat::Md | BriefFormat::Html => {
            hinomi_brief::diff::to_text(&diff, templates.templates.strings(after.lang))
        }
    };
    print::out(&text)?;
    Ok(ExitCode::SUCCESS)
}
