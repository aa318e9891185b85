//! `backup.restore_tested`: each critical system was restored, in time, within the last months.
//!
//! The last restore decides: failed or slower than the target is a witness, and so is a record whose tests are
//! all too old. A restore that nobody validated, and an integrity check, are no test. Misses: whether the
//! business could work with what came back.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::judge::Judge;
use crate::pack::{Evidence, Standing};
use crate::posture::System;
use crate::read::moment::days;
use crate::read::names::{fold, tokens};
use crate::records::Place;
use crate::said::said;

const KINDS: [&str; 3] = ["aws.backup.restore-jobs", "hinomi.drill", "recovery.register"];

/// One restore of a system.
struct Tried<'p> {
    day: Date,
    worked: Option<bool>,
    hours: Option<f64>,
    target_hours: Option<f64>,
    /// What was restored, where the posture alone says that it belongs to the system.
    of: Option<&'p str>,
    one: &'p Evidence,
    place: Place,
}

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    for system in judge.critical_systems() {
        look_at(judge, system);
    }
}

/// Whether a name in a register means the system: its id or name, alone or as words of a longer name.
fn names(text: &str, system: &System) -> bool {
    let words = tokens(text);
    [&system.id, &system.name].into_iter().any(|name| {
        let own = tokens(name);
        fold(text) == fold(name) || (!own.is_empty() && words.windows(own.len()).any(|window| window == own))
    })
}

fn tried<'p>(judge: &Judge<'p>, system: &System) -> Vec<Tried<'p>> {
    let pack = judge.pack;
    let mut found = Vec::new();
    for one in &pack.evidence {
        let of_copy = system
            .copies
            .iter()
            .filter_map(|id| pack.posture.copy(id))
            .any(|copy| copy.restores.as_deref() == Some(&one.source.id));
        for restore in one.records.restores.iter().filter(|restore| of_copy || names(&restore.of, system)) {
            found.push(Tried {
                day: restore.day,
                worked: restore.worked,
                hours: restore.hours,
                target_hours: system.rto_hours.or(restore.target_hours),
                of: (!names(&restore.of, system)).then_some(restore.of.as_str()),
                one,
                place: one.place(restore.row),
            });
        }
        // A tabletop's figure is talk; a drill that restored something has measured it.
        for exercise in one
            .records
            .exercises
            .iter()
            .filter(|exercise| matches!(exercise.kind.as_str(), "restore" | "functional"))
        {
            let hours =
                exercise.recovery_hours.iter().find(|(id, _)| *id == system.id).map(|(_, hours)| *hours);
            if let (Some(hours), Some(day)) = (hours, exercise.day) {
                let (target_hours, place) = (system.rto_hours, one.place(exercise.row));
                found.push(Tried {
                    day,
                    worked: Some(true),
                    hours: Some(hours),
                    target_hours,
                    of: None,
                    one,
                    place,
                });
            }
        }
    }
    let as_of = judge.as_of();
    found.retain(|tried| tried.day <= as_of && tried.one.can_know(tried.day, as_of));
    // Where a list names the system, what it does not name there is another's.
    let names_it: BTreeSet<usize> =
        found.iter().filter(|tried| tried.of.is_none()).map(|tried| tried.one.index).collect();
    found.retain(|tried| tried.of.is_none() || !names_it.contains(&tried.one.index));
    // The latest first; of one day, the worst first.
    found.sort_by(|a, b| b.day.cmp(&a.day).then(a.worked.cmp(&b.worked)).then(a.place.cmp(&b.place)));
    found
}

fn look_at(judge: &mut Judge<'_>, system: &System) {
    let limit = judge.days("restore_test_days", 180.0);
    let as_of = judge.as_of();
    let tried = tried(judge, system);
    let id = &system.id;
    look_at_denied(judge, system);
    let Some(last) = tried.iter().find(|tried| tried.worked.is_some()) else {
        if !look_at_declared(judge, system, limit) {
            let what = if tried.is_empty() {
                said("復元試験の記録がない", "no restore test is on record")
            } else {
                said(
                    "復元は行われたが結果を確かめた記録がない",
                    "restores took place, but nobody validated the result",
                )
            };
            judge.gap_of(id, what, &KINDS);
        }
        return;
    };
    let is_late = last.hours.zip(last.target_hours).is_some_and(|(hours, target)| hours > target);
    let is_old = days(last.day, as_of) > limit;
    let wrong = if last.worked == Some(false) {
        Some(said(
            format!("直近の復元試験（{}）が失敗", last.day),
            format!("the last restore test ({}) failed", last.day),
        ))
    } else if is_late {
        Some(said(
            format!("直近の復元（{}）が目標時間を超えた", last.day),
            format!("the last restore ({}) took longer than its target", last.day),
        ))
    } else {
        is_old.then(|| {
            said(
                format!("最後の復元試験が{limit}日より前"),
                format!("the last restore test is more than {limit} days old"),
            )
        })
    };
    // Of several resources in one list, which one is the system's is not told: the worst may be another's.
    let of: BTreeSet<&str> = tried.iter().filter_map(|tried| tried.of).collect();
    if wrong.is_some() && last.of.is_some() && of.len() > 1 {
        let what = said(
            "一覧に複数の資源があり、どれがこのシステムか分からない",
            "the list holds several resources, and which of them is this system is not told",
        );
        judge.gap_of(id, what, &KINDS);
    } else if let Some(why) = wrong {
        judge.fail_by_absence(&KINDS, id, why, [last.place]);
    } else {
        judge.rely(last.one);
        match (last.hours, last.target_hours) {
            (Some(_), Some(_)) => {}
            (None, _) => judge.gap_of(
                id,
                said("復元の所要時間が記録されていない", "how long the restore took is not recorded"),
                &KINDS,
            ),
            (_, None) => judge.gap_of(
                id,
                said("復旧の目標時間がない", "there is no target for the time to recover"),
                &["posture.system"],
            ),
        }
    }
}

/// Declared not to have been tested, whatever is on record: where records say otherwise both are shown.
fn look_at_denied(judge: &mut Judge<'_>, system: &System) {
    let pack = judge.pack;
    for (declaration, standing) in
        pack.declared("backup.restore_test").filter(|(d, _)| is_of(system, &d.subject))
    {
        if standing == Standing::SaysNo {
            let why = said("復元試験をしていないと宣言されている", "declared not to have been tested");
            judge.fail(&system.id, why, [pack.posture_line(declaration.line)]);
        }
    }
}

fn is_of(system: &System, subject: &str) -> bool {
    subject == system.id || system.copies.iter().any(|copy| copy == subject)
}

/// A declared test: a standing yes of the limit's time. Gives whether anything was said.
fn look_at_declared(judge: &mut Judge<'_>, system: &System, limit: i64) -> bool {
    let pack = judge.pack;
    let as_of = judge.as_of();
    let mut said_something = false;
    for (declaration, standing) in
        pack.declared("backup.restore_test").filter(|(d, _)| is_of(system, &d.subject))
    {
        said_something = true;
        let tested = declaration.evidence.iter().filter_map(|artefact| artefact.dated).max();
        match standing {
            Standing::Stands(_) if tested.is_some_and(|day| days(day, as_of) <= limit) => {
                judge.rely_on_declaration(declaration)
            }
            Standing::Stands(_) => judge.gap_of(
                &system.id,
                said("宣言された復元試験が古い", "the declared restore test is too old"),
                &KINDS,
            ),
            // Told already.
            Standing::SaysNo => {}
            other => judge.gap_of_standing(declaration, other),
        }
    }
    said_something
}
