//! Listings of backups: which restore points exist, of what, since when.
//!
//! Sources: the `--json` output of restic, rustic, borg 1.x, kopia, Proxmox Backup Server, pgBackRest, and the
//! AWS Backup API. A retention policy is a promise; these lists are the fact. What is incomplete, failed or not
//! finished is no restore point.

use serde_json::Value;

use crate::read::context::Context;
use crate::read::moment;
use crate::read::tree::{at, each_element, list, text, texts, whole, yes};
use crate::records::{OtherVerdict, Records, RestorePoint};

fn point(time: &str, of: &str, part: String, row: u32, context: &mut Context<'_>, records: &mut Records) {
    let is_day_sure = moment::instant(time).is_some() || context.zone.is_some();
    match context.day(time) {
        Some(day) => records.points.push(RestorePoint { day, is_day_sure, of: of.to_owned(), part, row }),
        None => context.damage_row(row, "has no time that can be read", "export it again"),
    }
}

fn paths(value: &Value) -> String {
    texts(value, "paths").join(":")
}

/// `restic snapshots --json`. The time is the client's and can be set by it.
pub fn restic(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_element(input, &[], context, |snapshot, row, context| {
        // `--group-by` wraps the snapshots in groups.
        let grouped = list(snapshot, "snapshots");
        if grouped.is_empty() {
            point(text(snapshot, "time"), text(snapshot, "hostname"), paths(snapshot), row, context, records);
        }
        for inner in grouped {
            point(text(inner, "time"), text(inner, "hostname"), paths(inner), row, context, records);
        }
    });
}

/// `rustic snapshots --json`: grouped, or bare when grouping is off.
pub fn rustic(input: &str, context: &mut Context<'_>, records: &mut Records) {
    restic(input, context, records);
}

/// `borg list --json`. Times are local without offset. Archives carry no host: they are told apart by the
/// repository, and a name's leading part is no promise.
pub fn borg(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_element(input, &["archives"], context, |archive, row, context| {
        let time = [text(archive, "start"), text(archive, "time")].into_iter().find(|time| !time.is_empty());
        point(time.unwrap_or_default(), text(archive, "hostname"), String::new(), row, context, records);
    });
}

/// `kopia snapshot list --all --json`. One that says why it is incomplete is no restore point.
pub fn kopia(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_element(input, &[], context, |snapshot, row, context| {
        if text(snapshot, "incomplete").is_empty() {
            let part = text(snapshot, "source.path").to_owned();
            point(text(snapshot, "startTime"), text(snapshot, "source.host"), part, row, context, records);
        }
    });
}

/// `proxmox-backup-client snapshot list --output-format json`. One whose verification failed is no restore point.
pub fn pbs(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_element(input, &["data"], context, |snapshot, row, context| {
        if text(snapshot, "verification.state") == "failed" {
            return;
        }
        match whole(snapshot, "backup-time").and_then(|seconds| moment::of_epoch(seconds, context.zone)) {
            Some(day) => {
                let (of, part) =
                    (text(snapshot, "backup-id").to_owned(), text(snapshot, "backup-type").to_owned());
                records.points.push(RestorePoint { day, is_day_sure: true, of, part, row });
            }
            None => context.damage_row(row, "has no backup-time", "export it again"),
        }
    });
}

/// `pgbackrest info --output=json`. A stanza's repositories are told apart; a backup with errors is none.
pub fn pgbackrest(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_element(input, &[], context, |stanza, row, context| {
        let name = text(stanza, "name");
        for backup in list(stanza, "backup") {
            if yes(backup, "error") == Some(true) {
                continue;
            }
            let stop = whole(backup, "timestamp.stop").or_else(|| whole(backup, "timestamp.start"));
            match stop.and_then(|seconds| moment::of_epoch(seconds, context.zone)) {
                Some(day) => {
                    let part = format!("{name}/repo{}", whole(backup, "database.repo-key").unwrap_or(1));
                    records.points.push(RestorePoint {
                        day,
                        is_day_sure: true,
                        of: String::new(),
                        part,
                        row,
                    });
                }
                None => context.damage_row(row, "has a backup without time", "export it again"),
            }
        }
        // 0 ok; 4 means that the repositories differ, and each tells of itself.
        let is_ok = |code: Option<i64>| code.is_none_or(|code| code == 0);
        let repos_ok = list(stanza, "repo").iter().all(|repo| is_ok(whole(repo, "status.code")));
        if !repos_ok || !matches!(whole(stanza, "status.code"), None | Some(0 | 4)) {
            context.damage_row(row, "has a repository that reports an error", "look at pgbackrest info");
        }
    });
}

/// `aws backup list-recovery-points-by-backup-vault`. Only finished points count.
pub fn aws_recovery_points(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_element(input, &["RecoveryPoints"], context, |found, row, context| {
        if matches!(text(found, "Status"), "COMPLETED" | "AVAILABLE") {
            let time = at(found, "CreationDate");
            // The CLI writes ISO 8601 or, by its settings, seconds.
            let seconds = time.and_then(Value::as_f64).map(|seconds| seconds as i64);
            let of = text(found, "ResourceArn").to_owned();
            match seconds.and_then(|seconds| moment::of_epoch(seconds, context.zone)) {
                Some(day) => {
                    records.points.push(RestorePoint { day, is_day_sure: true, of, part: String::new(), row })
                }
                None => point(text(found, "CreationDate"), &of, String::new(), row, context, records),
            }
        }
    });
}

/// `restic check`, as JSON lines or text: whether the repository is whole. No restore, so no check passes by it.
pub fn integrity(input: &str, context: &mut Context<'_>, records: &mut Records) {
    let mut is_met = None;
    if input.trim_start().starts_with('{') {
        each_element(input, &[], context, |line, _, _| {
            if text(line, "message_type") == "summary" {
                is_met = whole(line, "num_errors").map(|errors| errors == 0);
            }
        });
    } else if input.contains("no errors were found") {
        is_met = Some(true);
    } else if input.to_lowercase().contains("error") {
        is_met = Some(false);
    }
    records.others.push(OtherVerdict { rule: "integrity".to_owned(), is_met, row: 1 });
}
