//! `continuity.manual`: the business can run without the system, and has tried to.
//!
//! Each critical system needs a declared manual procedure that was tried (a drill as evidence) within the limit,
//! and a measured recovery that is not longer than its target. Misses: whether the procedure would carry a full
//! day's volume.

use crate::judge::Judge;
use crate::pack::Standing;
use crate::posture::System;
use crate::read::moment::days;
use crate::said::said;

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    for system in judge.critical_systems() {
        look_at_procedure(judge, system);
        look_at_recovery(judge, system);
    }
}

fn look_at_procedure(judge: &mut Judge<'_>, system: &System) {
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

fn look_at_recovery(judge: &mut Judge<'_>, system: &System) {
    let pack = judge.pack;
    let records = pack
        .of_kinds(&["hinomi.drill"])
        .flat_map(|one| one.records.exercises.iter().map(move |exercise| (one, exercise)));
    let as_of = judge.as_of();
    let measured = records
        .filter(|(one, exercise)| exercise.day.is_some_and(|day| day <= as_of && one.can_know(day, as_of)))
        .filter_map(|(one, exercise)| {
            let (_, hours) = exercise.recovery_hours.iter().find(|(id, _)| *id == system.id)?;
            Some((exercise.day, *hours, one, one.place(exercise.row)))
        })
        .max_by_key(|(day, _, one, place)| (*day, one.index, *place));
    match (measured, system.rto_hours) {
        (Some((_, hours, _, place)), Some(target)) if hours > target => {
            let why =
                said("実測した復旧時間が目標を超える", "the measured recovery takes longer than the target");
            judge.fail_by_absence(&["hinomi.drill"], &system.id, why, [place]);
        }
        (Some((_, _, one, _)), Some(_)) => judge.rely(one),
        (Some(_), None) => judge.gap_of(
            &system.id,
            said("復旧の目標時間がない", "there is no target for the time to recover"),
            &["posture.system"],
        ),
        (None, _) => judge.gap_of(
            &system.id,
            said("復旧時間を測った演習がない", "no drill measured the time to recover"),
            &["hinomi.drill"],
        ),
    }
}
