//! `continuity.manual`: the business can run without the system, and has tried to.
//!
//! Each critical system needs a declared manual procedure that was tried (a drill as evidence) within the limit,
//! and a measured recovery that is not longer than its target. A recovery is measured by a restore or by a drill that
//! restored something; what a tabletop says of it is talk. A last drill that rates this lesson's objective as unable to
//! be performed is a witness. Misses: whether the procedure would carry a full day's volume.

use jiff::civil::Date;

use super::restores::{Tried, tried};
use crate::judge::Judge;
use crate::pack::{Evidence, Standing};
use crate::posture::System;
use crate::read::moment::days;
use crate::records::Place;
use crate::said::said;

const DRILLS: [&str; 1] = ["hinomi.drill"];
const MEASURES: [&str; 4] =
    ["hinomi.drill", "aws.backup.restore-jobs", "recovery.register", "veeam.surebackup"];

/// The lesson whose objective is to run without the system.
const LESSON: &str = "HL-020";

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    let systems = judge.critical_systems();
    for system in &systems {
        look_at_procedure(judge, system, systems.len());
        look_at_recovery(judge, system);
    }
    look_at_tries(judge);
}

/// How the last drill that rates the objective rates it.
fn look_at_tries(judge: &mut Judge<'_>) {
    let (pack, as_of) = (judge.pack, judge.as_of());
    let drills = pack
        .of_kinds(&DRILLS)
        .flat_map(|one| one.records.exercises.iter().map(move |exercise| (one, exercise)))
        .filter(|(one, exercise)| exercise.day.is_some_and(|day| day <= as_of && one.can_know(day, as_of)));
    let rated = drills.filter_map(|(one, exercise)| {
        let (_, rating) = exercise.ratings.iter().find(|(lesson, _)| lesson == LESSON)?;
        Some((one, exercise, *rating))
    });
    // Of one day, the worst: U comes last of the letters.
    let last = rated.max_by_key(|(one, exercise, rating)| (exercise.day, *rating, one.index, exercise.row));
    match last {
        Some((one, exercise, 'U')) => {
            let why = said("代替手順を試して、できなかった", "the manual procedure was tried and failed");
            // What was declared of it stands against what was seen.
            let declared = pack
                .declared("continuity.manual_procedure")
                .filter(|(_, standing)| matches!(standing, Standing::Stands(_)));
            let lines: Vec<Place> = declared.map(|(d, _)| pack.posture_line(d.line)).collect();
            let places = [one.place(exercise.row)].into_iter().chain(lines);
            judge.fail_by_absence(&DRILLS, &exercise.id, why, places);
        }
        Some((.., 'M')) => judge.note(said(
            "直近の試行では代替手順に大きな支障があった",
            "the last try of the manual procedure met major challenges",
        )),
        _ => {}
    }
}

fn look_at_procedure(judge: &mut Judge<'_>, system: &System, n_systems: usize) {
    let pack = judge.pack;
    let limit = judge.days("manual_days", 365.0);
    let as_of = judge.as_of();
    let mut is_declared = false;
    for (declaration, standing) in pack.declared("continuity.manual_procedure") {
        if declaration.subject != system.id && !declaration.subject.is_empty() {
            continue;
        }
        is_declared = true;
        match standing {
            Standing::Stands(_) => {
                judge.rely_on_declaration(declaration);
                if declaration.subject.is_empty() && n_systems > 1 {
                    judge.gap_of(
                        &system.id,
                        said(
                            "代替手順の宣言がどのシステムのものか書かれていない",
                            "the declaration of a manual procedure does not say of which system",
                        ),
                        &["declaration"],
                    );
                }
                let tries = declaration.evidence.iter().filter(|artefact| {
                    matches!(
                        artefact.kind.to_lowercase().as_str(),
                        "drill" | "exercise" | "test" | "訓練" | "演習" | "試行"
                    )
                });
                let tried =
                    tries.filter_map(|artefact| artefact.dated).filter(|day| *day <= pack.written_on()).max();
                if tried.is_none_or(|day| days(day, as_of) > limit) {
                    judge.gap_of(
                        &system.id,
                        said(
                            "代替手順を試した記録がない",
                            "the manual procedure was never tried, or too long ago",
                        ),
                        &["hinomi.drill"],
                    );
                }
            }
            Standing::SaysNo => {
                let why = said(
                    "システムなしでは業務を続けられないと宣言されている",
                    "declared not to be able to run without the system",
                );
                judge.fail(&system.id, why, [pack.posture_line(declaration.line)]);
            }
            other => judge.gap_of_standing(declaration, other),
        }
    }
    if !is_declared {
        judge.gap_of(
            &system.id,
            said("代替手順の宣言がない", "no manual procedure is declared"),
            &["declaration"],
        );
    }
}

/// A time to recover that was measured.
struct Measured<'p> {
    day: Date,
    hours: f64,
    one: &'p Evidence,
    place: Place,
}

/// The last measured recovery of a system: by a restore of it that worked, or by a drill that restored it; of one day,
/// the slowest.
fn measured<'p>(judge: &Judge<'p>, system: &System) -> Option<Measured<'p>> {
    let worked = tried(judge, system).into_iter().filter(|tried| tried.worked == Some(true));
    worked
        .filter_map(|Tried { day, hours, one, place, .. }| Some(Measured { day, hours: hours?, one, place }))
        .max_by(|a, b| a.day.cmp(&b.day).then(a.hours.total_cmp(&b.hours)).then(a.place.cmp(&b.place)))
}

fn look_at_recovery(judge: &mut Judge<'_>, system: &System) {
    match (measured(judge, system), system.rto_hours) {
        (Some(last), Some(target)) if last.hours > target => {
            let why =
                said("実測した復旧時間が目標を超える", "the measured recovery takes longer than the target");
            judge.fail_by_absence(&MEASURES, &system.id, why, [last.place]);
        }
        (Some(last), Some(_)) => judge.rely(last.one),
        (Some(_), None) => judge.gap_of(
            &system.id,
            said("復旧の目標時間がない", "there is no target for the time to recover"),
            &["posture.system"],
        ),
        (None, _) => judge.gap_of(
            &system.id,
            said("復旧時間を測った演習や復元がない", "no drill or restore measured the time to recover"),
            &MEASURES,
        ),
    }
}
