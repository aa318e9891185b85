//! `backup.restore_tested`: each critical system was restored, in time, within the last months.
//!
//! The last restore decides: failed or slower than the target is a witness, and so is a record whose tests are
//! all too old. A restore that nobody validated, and an integrity check, are no test. Misses: whether the
//! business could work with what came back.

use std::collections::BTreeSet;

use super::restores::tried;
use crate::judge::Judge;
use crate::pack::Standing;
use crate::posture::System;
use crate::read::moment::days;
use crate::said::said;

const KINDS: [&str; 3] = ["aws.backup.restore-jobs", "hinomi.drill", "recovery.register"];

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    for system in judge.critical_systems() {
        look_at(judge, system);
    }
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
