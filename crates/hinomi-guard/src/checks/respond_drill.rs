//! `respond.drill`: a drill within the year, with management and a supplier, on the loss of backups, and its
//! findings closed.
//!
//! Witnesses: a last drill that is too old, a finding of high severity past its due day. Minutes of an exercise
//! show its day and no more. Misses: how well it went.

use super::deciders::decides;
use crate::judge::Judge;
use crate::read::moment::days;
use crate::records::Exercise;
use crate::said::said;

/// Lessons whose scenario loses backups.
const BACKUP_LESSONS: [&str; 4] = ["HL-004", "HL-005", "HL-006", "HL-007"];

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    let pack = judge.pack;
    let (limit, as_of) = (judge.days("drill_days", 365.0), judge.as_of());
    let kinds = ["hinomi.drill", "exercise.log"];
    if !judge.rely_on_kinds(&kinds) {
        judge.gap_no_evidence();
        return;
    }
    // An alert test or a restore is no exercise of people.
    let is_drill = |exercise: &&Exercise| !matches!(exercise.kind.as_str(), "alert-test" | "restore");
    let all: Vec<_> = pack
        .of_kinds(&kinds)
        .flat_map(|one| one.records.exercises.iter().filter(is_drill).map(move |exercise| (one, exercise)))
        .filter(|(one, exercise)| exercise.day.is_some_and(|day| day <= as_of && one.can_know(day, as_of)))
        .collect();
    let Some((one, last)) = all.iter().max_by_key(|(one, exercise)| (exercise.day, one.index, exercise.row))
    else {
        judge.gap(said("日付のある演習の記録がない", "no drill with a date is on record"), &kinds);
        return;
    };
    if last.day.is_some_and(|day| days(day, as_of) > limit) {
        let why = said(
            format!("直近の演習が{limit}日より前"),
            format!("the last drill is more than {limit} days ago"),
        );
        judge.fail_by_absence(&kinds, &last.id, why, [one.place(last.row)]);
    }
    for (one, exercise) in &all {
        for finding in &exercise.high_findings {
            let is_open = finding.closed.is_none_or(|day| day > as_of);
            match finding.due {
                Some(due) if is_open && due < as_of => {
                    judge.fail(
                        format!("{} {}", exercise.id, finding.id),
                        said("期限を過ぎた重大な指摘が残っている", "a finding of high severity is overdue"),
                        [one.place(exercise.row)],
                    );
                }
                None if is_open => judge.gap_of(
                    &finding.id,
                    said("重大な指摘に期限がない", "a finding of high severity has no due day"),
                    &[],
                ),
                _ => {}
            }
        }
    }
    let within = all.iter().filter(|(_, exercise)| exercise.day.is_some_and(|day| days(day, as_of) <= limit));
    if !within.clone().any(|(_, exercise)| is_full(exercise)) {
        judge.gap(
            said("控えの喪失と委託先を扱い、決定者と委託先が加わった演習の記録がない", "no drill on record covered the loss of backups and a supplier, with a decision maker and a supplier taking part"),
            &["hinomi.drill"],
        );
    }
}

fn is_full(exercise: &Exercise) -> bool {
    !exercise.is_only_told
        && exercise.lessons.iter().any(|lesson| BACKUP_LESSONS.contains(&lesson.as_str()))
        && exercise.has_supplier
        && exercise.roles.iter().any(|role| decides(role))
}
