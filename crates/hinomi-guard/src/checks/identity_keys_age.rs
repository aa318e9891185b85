//! `identity.keys.age`: no long-lived key is old or idle.
//!
//! A key that was older, or idle longer, than the limit on the day of the report is a witness. Misses: when
//! Entra's application secrets were used, and keys in code.

use jiff::civil::Date;

use super::accounts::called;
use crate::judge::Judge;
use crate::pack::Evidence;
use crate::read::moment::days;
use crate::records::{AccessKey, Place, Provider, Used};
use crate::said::said;

const KINDS: [&str; 2] = ["aws.credential-report", "entra.app-credentials"];

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    let pack = judge.pack;
    if !judge.rely_on_kinds(&KINDS) {
        judge.gap_no_evidence();
    }
    let seen_on = |place: &Place| {
        pack.evidence
            .get(usize::from(place.source))
            .map_or(pack.as_of, |one: &Evidence| one.seen_on(pack.as_of))
    };
    for account in pack.directories.iter().filter(|d| d.provider == Provider::Aws).flat_map(|d| &d.accounts) {
        for key in &account.keys {
            let day = account.places.first().map_or(pack.as_of, seen_on);
            look_at(judge, called(account), *key, day, account.places.clone());
        }
    }
    for one in pack.of_kinds(&["entra.app-credentials", "github.tokens"]) {
        for app in &one.records.app_keys {
            let is_over = app.key.ends.is_some_and(|day| day < one.seen_on(pack.as_of));
            if !is_over {
                look_at(judge, &app.app, app.key, one.seen_on(pack.as_of), vec![one.place(app.row)]);
            }
        }
    }
}

fn look_at(judge: &mut Judge<'_>, who: &str, key: AccessKey, seen_on: Date, rows: Vec<Place>) {
    let (age_max, idle_max) = (judge.days("key_days", 90.0), judge.days("key_idle_days", 45.0));
    let as_of = judge.as_of();
    match key.rotated {
        Some(day) if days(day, seen_on) > age_max => {
            judge.fail(
                who,
                said(
                    format!("{age_max}日を超えて替えていない鍵"),
                    format!("a key not rotated for more than {age_max} days"),
                ),
                rows.clone(),
            );
        }
        Some(day) if days(day, as_of) <= age_max && days(day, seen_on) >= -1 => {}
        _ => judge.gap_of(
            who,
            said("鍵をいつ替えたか分からない", "when a key was last rotated is not told"),
            &KINDS[..1],
        ),
    }
    // A key that was never used is idle since it was made.
    let used = match key.used {
        Some(Used::On(day)) => Some(day),
        Some(Used::Never) => key.rotated,
        None => None,
    };
    match used {
        Some(day) if days(day, seen_on) > idle_max => {
            judge.fail(
                who,
                said(
                    format!("{idle_max}日を超えて使われていない鍵"),
                    format!("a key unused for more than {idle_max} days"),
                ),
                rows,
            );
        }
        Some(day) if days(day, as_of) <= idle_max && days(day, seen_on) >= -1 => {}
        _ => judge.gap_of(
            who,
            said("鍵がいつ使われたか分からない", "when a key was last used is not told"),
            &KINDS[..1],
        ),
    }
}
