//! `detect.24x7`: somebody sees alerts and acts on them at night and on holidays.
//!
//! Hours of cover are in no export: a current declaration with a contract or roster as evidence is needed, and an
//! alert test outside office hours that was answered in time. Misses: whether who answers may isolate.

use crate::judge::Judge;
use crate::pack::Standing;
use crate::read::moment::days;
use crate::read::names::fold;
use crate::said::said;

/// The lesson whose objective an alert test is.
const LESSON: &str = "HL-010";

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    let pack = judge.pack;
    let mut is_declared = false;
    for (declaration, standing) in pack.declared("monitoring.24x7") {
        is_declared = true;
        match standing {
            Standing::Stands(_) => {
                judge.rely_on_declaration(declaration);
                if !declaration.evidence.iter().any(|artefact| is_contract_or_roster(&artefact.kind)) {
                    judge.gap(
                        said(
                            "契約書や当番表が証跡にない",
                            "no contract or roster is among the evidence of the declaration",
                        ),
                        &["declaration"],
                    );
                }
            }
            Standing::SaysNo => {
                let why = said(
                    "夜間・休日は監視していないと宣言されている",
                    "declared not to be watched around the clock",
                );
                judge.fail(&declaration.id, why, [pack.posture_line(declaration.line)]);
            }
            other => judge.gap_of_standing(declaration, other),
        }
    }
    if !is_declared {
        judge.gap(
            said("24時間監視の宣言がない", "no declaration of watching around the clock"),
            &["declaration"],
        );
    }
    look_at_tests(judge);
}

/// What shows who watches and when.
fn is_contract_or_roster(kind: &str) -> bool {
    const KINDS: [&str; 18] = [
        "contract",
        "agreement",
        "sla",
        "statement of work",
        "roster",
        "rota",
        "shift plan",
        "shift schedule",
        "on-call schedule",
        "schedule",
        "契約",
        "契約書",
        "仕様書",
        "当番表",
        "シフト表",
        "勤務表",
        "体制表",
        "輪番表",
    ];
    KINDS.iter().any(|known| fold(known) == fold(kind))
}

fn look_at_tests(judge: &mut Judge<'_>) {
    let pack = judge.pack;
    let (limit, ack_max, as_of) =
        (judge.days("alert_test_days", 180.0), judge.param("alert_ack_min", 30.0), judge.as_of());
    let tests = pack
        .of_kinds(&["hinomi.drill"])
        .flat_map(|one| one.records.exercises.iter().map(move |exercise| (one, exercise)));
    let last = tests
        .filter(|(one, exercise)| {
            exercise.kind == "alert-test"
                && exercise.day.is_some_and(|day| day <= as_of && one.can_know(day, as_of))
        })
        .max_by_key(|(one, exercise)| (exercise.day, one.index, exercise.row));
    let none = said("時間外の警報試験の記録がない", "no out-of-hours alert test is on record");
    let Some((one, test)) = last else {
        judge.gap(none, &["hinomi.drill"]);
        return;
    };
    judge.rely(one);
    // Unable to be performed, or without an answer on record as such.
    let was_unanswered =
        test.was_unanswered || test.ratings.iter().any(|(lesson, rating)| lesson == LESSON && *rating == 'U');
    match test.ack_min {
        None if was_unanswered => {
            let why = said("直近の警報試験に応答がなかった", "nobody answered the last alert test");
            judge.fail_by_absence(&["hinomi.drill"], &test.id, why, [one.place(test.row)]);
        }
        Some(minutes) if minutes > ack_max => {
            let why = said(
                format!("直近の警報試験への応答が{ack_max}分を超えた"),
                format!("the last alert test was not answered within {ack_max} minutes"),
            );
            judge.fail_by_absence(&["hinomi.drill"], &test.id, why, [one.place(test.row)]);
        }
        Some(_) => {}
        None => judge.gap(
            said(
                "警報試験の応答時間が記録されていない",
                "how fast the alert test was answered is not recorded",
            ),
            &["hinomi.drill"],
        ),
    }
    if test.day.is_none_or(|day| days(day, as_of) > limit) {
        judge.gap(
            said(
                format!("直近の警報試験が{limit}日より前"),
                format!("the last alert test is more than {limit} days old"),
            ),
            &["hinomi.drill"],
        );
    }
    if test.out_of_hours != Some(true) {
        judge.gap(none, &["hinomi.drill"]);
    }
}
