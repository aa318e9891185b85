//! `hinomi guard drill`: an exercise from an incident, and the record of one that took place.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Subcommand, ValueEnum};
use hinomi_guard::{Found, Measures, Participant, Reader, Record, Scenario, System};
use hinomi_model::Lang;
use jiff::civil::Date;

use super::{guard, guard_drill_keep, print};

/// Makes an exercise, or records one.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// Id of an incident (or the start of one), or a file of incident facts.
    #[arg(required = true)]
    incident: Option<String>,
    /// Folder with hinomi-posture.toml, or that file.
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Whose sheets are printed.
    #[arg(long = "for", value_enum, default_value = "facilitator")]
    reader: Who,
    /// What they are written as.
    #[arg(long, value_enum, default_value = "md")]
    format: SheetFormat,
}

#[derive(Clone, Copy, ValueEnum)]
enum Who {
    /// With expected actions and what the injects aim at.
    Facilitator,
    /// Events and questions only.
    Participants,
}

#[derive(Clone, Copy, ValueEnum)]
enum SheetFormat {
    /// Markdown.
    Md,
    /// One self-contained page.
    Html,
}

#[derive(Subcommand)]
enum Command {
    /// Print what was measured as hinomi.drill/1; with DIR also keep it there as drills/ID.json and name it in the
    /// posture file: evidence from then on.
    Record(Measured),
}

/// What was measured.
#[derive(clap::Args)]
struct Measured {
    /// Folder with hinomi-posture.toml, or that file: the record is kept there, with the targets beside what was measured.
    dir: Option<PathBuf>,
    /// Its id, which names its file.
    #[arg(long, value_parser = guard_drill_keep::id)]
    id: String,
    /// The day.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Date,
    /// tabletop, functional, restore or alert-test.
    #[arg(long = "type", value_enum, default_value = "tabletop")]
    kind: Kind,
    /// Id of the incident that it was made from.
    #[arg(long, default_value = "")]
    incident: String,
    /// A lesson that it was aimed at; may be given several times.
    #[arg(long = "lesson", value_name = "ID")]
    aimed_at: Vec<String>,
    /// A role that took part, with =SUPPLIER when of a supplier; may be given several times.
    #[arg(long = "participant", value_name = "ROLE[=SUPPLIER]")]
    participants: Vec<String>,
    /// It took place outside office hours.
    #[arg(long)]
    out_of_hours: bool,
    /// Minutes until it was detected.
    #[arg(long, value_name = "MIN", value_parser = number)]
    detect: Option<f64>,
    /// Minutes until it was declared.
    #[arg(long, value_name = "MIN", value_parser = number)]
    declare: Option<f64>,
    /// Minutes until machines were isolated.
    #[arg(long, value_name = "MIN", value_parser = number)]
    isolate: Option<f64>,
    /// Minutes until the decision was made.
    #[arg(long, value_name = "MIN", value_parser = number)]
    decide: Option<f64>,
    /// Hours until the authority was told.
    #[arg(long, value_name = "HOURS", value_parser = number)]
    notify: Option<f64>,
    /// Minutes until an alert was answered.
    #[arg(long, value_name = "MIN", value_parser = number)]
    ack: Option<f64>,
    /// Hours that a system took to recover; may be given several times.
    #[arg(long, value_name = "SYSTEM=HOURS", value_parser = hours)]
    rto: Vec<(String, f64)>,
    /// Hours of data that a system lost; may be given several times.
    #[arg(long, value_name = "SYSTEM=HOURS", value_parser = hours)]
    rpo: Vec<(String, f64)>,
    /// Hours until the first public statement.
    #[arg(long, value_name = "HOURS", value_parser = number)]
    statement: Option<f64>,
    /// Decisions for which nobody was responsible.
    #[arg(long, value_name = "N")]
    unowned: Option<u32>,
    /// How an objective was met: P performed, S some challenges, M major challenges, U unable; may be given several
    /// times.
    #[arg(long = "objective", value_name = "LESSON=P|S|M|U", value_parser = objective)]
    objectives: Vec<(String, char)>,
    /// What was found: severity, text, owner, due day and, once mended, the day; separated by |; may be given several
    /// times.
    #[arg(long = "finding", value_name = "SEVERITY|TEXT|OWNER|DUE[|CLOSED]", value_parser = finding)]
    findings: Vec<Found>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// Talked through.
    Tabletop,
    /// Done for real in part.
    Functional,
    /// A restore.
    Restore,
    /// A test alert.
    AlertTest,
}

fn hours(text: &str) -> Result<(String, f64), String> {
    let wrong = || format!("{text:?} is not SYSTEM=HOURS");
    let (system, hours) = text.split_once('=').ok_or_else(wrong)?;
    let hours: f64 = hours.parse().map_err(|_| wrong())?;
    if hours.is_finite() && hours >= 0.0 { Ok((system.to_owned(), hours)) } else { Err(wrong()) }
}

fn number(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| format!("{text:?} is no number"))?;
    if number.is_finite() && number >= 0.0 { Ok(number) } else { Err(format!("{text:?} is no time")) }
}

fn objective(text: &str) -> Result<(String, char), String> {
    let wrong = || format!("{text:?} is not LESSON=P, S, M or U");
    match text.split_once('=') {
        Some((lesson, rating @ ("P" | "S" | "M" | "U"))) => {
            Ok((lesson.to_owned(), rating.chars().next().ok_or_else(wrong)?))
        }
        _ => Err(wrong()),
    }
}

fn finding(text: &str) -> Result<Found, String> {
    let wrong = || format!("{text:?} is not SEVERITY|TEXT|OWNER|DUE or SEVERITY|TEXT|OWNER|DUE|CLOSED");
    let cells: Vec<&str> = text.split('|').map(str::trim).collect();
    let (severity, what, owner, due, closed) = match cells.as_slice() {
        [severity, what, owner, due] => (severity, what, owner, due, None),
        [severity, what, owner, due, closed] => (severity, what, owner, due, Some(closed)),
        _ => return Err(wrong()),
    };
    let day = |text: &str| text.parse::<Date>().map_err(|_| wrong());
    let due = day(due)?;
    let closed = closed.map(|closed| day(closed)).transpose()?.map(|day| day.to_string());
    if !matches!(*severity, "critical" | "high" | "medium" | "low") {
        return Err(wrong());
    }
    let plain = |text: &str| text.to_owned();
    Ok(Found {
        id: String::new(),
        severity: plain(severity),
        text: plain(what),
        owner: plain(owner),
        due: due.to_string(),
        closed,
    })
}

/// Runs the command.
pub(super) fn run(args: &Args, desk: &guard::Desk<'_>) -> Result<ExitCode> {
    if let Some(Command::Record(measured)) = &args.command {
        let own = match &measured.dir {
            Some(dir) => Some((dir, desk.pack(dir)?)),
            None => None,
        };
        let record = record(measured, own.as_ref().map(|(_, pack)| pack.posture.systems.as_slice()))?;
        match &own {
            Some((dir, pack)) => {
                let kept = guard_drill_keep::keep(&record, dir, pack, &desk.catalogue)?;
                let posture = crate::desk::posture_file(dir);
                desk.say(&format!("kept as {}, named in {}", kept.display(), posture.display()));
            }
            None => desk.say("not kept: name the folder of your posture file to make it evidence"),
        }
        print::out(&record.to_json())?;
        for (system, what, measured, target) in record.against_targets() {
            desk.say(&against(&system, what, measured, target, desk.lang == Lang::Ja));
        }
        return Ok(ExitCode::SUCCESS);
    }
    let incident = args.incident.as_deref().context("name an incident or a file of facts")?;
    let story = guard::story(desk, incident)?;
    let pack = desk.pack(&args.dir)?;
    let drill = hinomi_guard::drill(&story, &desk.nameless(&pack), &pack.posture.systems);
    let reader = match args.reader {
        Who::Facilitator => Reader::Facilitator,
        Who::Participants => Reader::Participants,
    };
    print::out(&match args.format {
        SheetFormat::Md => hinomi_guard::drill_sheet(&drill, reader, desk.lang),
        SheetFormat::Html => hinomi_guard::drill_page(&drill, reader, desk.lang),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// One line on a measured time and its target.
fn against(system: &str, what: &str, measured: f64, target: Option<f64>, is_ja: bool) -> String {
    match (target, is_ja) {
        (None, true) => format!("{system} {what}：{measured}時間。目標は決まっていない"),
        (None, false) => format!("{system} {what}: {measured} h; no target is set"),
        (Some(target), true) => {
            let kept = if measured <= target { "達した" } else { "達しなかった" };
            format!("{system} {what}：{measured}時間、目標 {target}時間に{kept}")
        }
        (Some(target), false) => {
            let kept = if measured <= target { "met" } else { "missed" };
            format!("{system} {what}: {measured} h, target {target} h: {kept}")
        }
    }
}

/// Targets come from the posture, where one is named; a system that it does not know is an error.
fn record(measured: &Measured, systems: Option<&[System]>) -> Result<Record> {
    let targets = |list: &[(String, f64)], of: fn(&System) -> Option<f64>| {
        let mut out = BTreeMap::new();
        let Some(systems) = systems else { return Ok(out) };
        for (id, _) in list {
            let system = systems.iter().find(|system| system.id == *id).with_context(|| {
                let known: Vec<&str> = systems.iter().map(|system| system.id.as_str()).collect();
                format!("the posture has no system {id:?}; it has {}", known.join(", "))
            })?;
            out.extend(of(system).map(|hours| (id.clone(), hours)));
        }
        anyhow::Ok(out)
    };
    let rto_target_hours = targets(&measured.rto, |system| system.rto_hours)?;
    let rpo_target_hours = targets(&measured.rpo, |system| system.rpo_hours)?;
    let participants = measured.participants.iter().map(|text| match text.split_once('=') {
        Some((role, supplier)) => Participant { role: role.to_owned(), supplier: Some(supplier.to_owned()) },
        None => Participant { role: text.clone(), supplier: None },
    });
    let findings =
        measured.findings.iter().zip(1..).map(|(found, n)| Found { id: format!("F{n}"), ..found.clone() });
    let by_system = |list: &[(String, f64)]| list.iter().cloned().collect::<BTreeMap<_, _>>();
    let kind = match measured.kind {
        Kind::Tabletop => "tabletop",
        Kind::Functional => "functional",
        Kind::Restore => "restore",
        Kind::AlertTest => "alert-test",
    };
    Ok(Record {
        schema: "hinomi.drill/1",
        id: measured.id.clone(),
        kind: kind.to_owned(),
        date: measured.date.to_string(),
        out_of_hours: measured.out_of_hours.then_some(true),
        scenario: Scenario { incident: measured.incident.clone(), lessons: measured.aimed_at.clone() },
        participants: participants.collect(),
        measures: Measures {
            time_to_detect_min: measured.detect,
            time_to_declare_min: measured.declare,
            time_to_isolate_min: measured.isolate,
            time_to_decide_min: measured.decide,
            time_to_notify_authority_h: measured.notify,
            alert_ack_min: measured.ack,
            rto_hours: by_system(&measured.rto),
            rpo_hours: by_system(&measured.rpo),
            time_to_first_statement_h: measured.statement,
            rto_target_hours,
            rpo_target_hours,
            n_decisions_without_owner: measured.unowned,
        },
        findings: findings.collect(),
        objectives: measured.objectives.iter().cloned().collect(),
    })
}
