//! Whether a place of storage can be emptied.
//!
//! Sources: S3 Object Lock, Azure immutable blob storage, AWS Backup Vault Lock, kopia and rustic documentation.
//! Locked is what nobody can shorten: governance mode, an unlocked policy, object lock without a rule and a
//! client's append-only flag are not.

use serde_json::Value;

use crate::read::context::Context;
use crate::read::moment;
use crate::read::tree::{at, each_element, get, text, whole, yes};
use crate::records::{Lock, Records};

/// Days of a year in a retention rule.
const YEAR_DAYS: i64 = 365;

/// Nanoseconds of a day.
const DAY_NANOSECONDS: i64 = 86_400_000_000_000;

fn whole_object(input: &str, context: &mut Context<'_>) -> Value {
    let mut found = Value::Null;
    each_element(input, &[], context, |value, _, _| found = value.clone());
    found
}

fn lock(is_locked: Option<bool>, days: Option<i64>, how: &'static str) -> Lock {
    Lock { is_locked, days, since: None, how, row: 0 }
}

/// `aws s3api get-object-lock-configuration`, or the text of its error when there is none.
pub fn s3_object_lock(input: &str, context: &mut Context<'_>, records: &mut Records) {
    if !input.trim_start().starts_with('{') {
        if input.contains("ObjectLockConfigurationNotFoundError") {
            records.locks.push(lock(Some(false), None, "not configured"));
        } else {
            context.damage(
                "is neither the configuration nor the error that says there is none",
                "save the command's output and errors",
            );
        }
        return;
    }
    let found = whole_object(input, context);
    let rule = "ObjectLockConfiguration.Rule.DefaultRetention";
    let days = whole(&found, &format!("{rule}.Days"))
        .or_else(|| whole(&found, &format!("{rule}.Years")).map(|years| years.saturating_mul(YEAR_DAYS)));
    let made = match text(&found, &format!("{rule}.Mode")) {
        "COMPLIANCE" => lock(Some(true), days, "compliance"),
        "GOVERNANCE" => {
            lock(Some(false), days, "governance mode, which a permitted administrator can bypass")
        }
        _ if at(&found, "ObjectLockConfiguration").is_none() => {
            context.damage("holds no ObjectLockConfiguration", "save the command's whole output");
            return;
        }
        _ => lock(Some(false), None, "enabled without a rule, which locks nothing by default"),
    };
    records.locks.push(made);
}

/// `aws s3api get-bucket-versioning`; an empty answer means that it was never set. No lock, but with MFA delete
/// it cannot be said that one stolen administrator can erase everything.
pub fn s3_versioning(input: &str, context: &mut Context<'_>, records: &mut Records) {
    if input.trim().is_empty() {
        records.locks.push(lock(Some(false), None, "versioning was never set"));
        return;
    }
    let found = whole_object(input, context);
    let made = match (text(&found, "Status"), text(&found, "MFADelete")) {
        ("Enabled", "Enabled") => lock(None, None, "versioning with MFA delete"),
        _ => lock(Some(false), None, "versioning only"),
    };
    records.locks.push(made);
}

/// `az storage container immutability-policy show`.
pub fn azure_immutability(input: &str, context: &mut Context<'_>, records: &mut Records) {
    let found = whole_object(input, context);
    let days = whole(&found, "immutabilityPeriodSinceCreationInDays");
    let made = match text(&found, "state") {
        "Locked" => lock(Some(true), days, "locked"),
        "Unlocked" => lock(Some(false), days, "an unlocked policy, which can be deleted at any time"),
        _ => {
            context.damage("does not say whether the policy is locked", "save the command's whole output");
            return;
        }
    };
    records.locks.push(made);
}

/// `aws backup describe-backup-vault`. Locked without a lock date is governance; before the date the lock can go.
pub fn aws_vault(input: &str, context: &mut Context<'_>, records: &mut Records) {
    let found = whole_object(input, context);
    let days = whole(&found, "MinRetentionDays");
    let date = at(&found, "LockDate").and_then(Value::as_f64).map(|seconds| seconds as i64);
    let since = date
        .and_then(|seconds| moment::of_epoch(seconds, context.zone))
        .or_else(|| context.day(text(&found, "LockDate")));
    let is_air_gapped = text(&found, "VaultType") == "LOGICALLY_AIR_GAPPED_BACKUP_VAULT";
    let mut made = match (yes(&found, "Locked"), since) {
        _ if is_air_gapped => lock(Some(true), days, "a logically air-gapped vault"),
        (Some(true), Some(_)) => lock(Some(true), days, "a vault lock in compliance mode"),
        (Some(true), None) => lock(Some(false), days, "a vault lock in governance mode"),
        (Some(false), _) => lock(Some(false), days, "an unlocked vault"),
        (None, _) => {
            context.damage("does not say whether the vault is locked", "save the command's whole output");
            return;
        }
    };
    // An air-gapped vault is locked from the start, whatever its date says.
    made.since = since.filter(|_| !is_air_gapped);
    records.locks.push(made);
}

/// `kopia repository status --json`: the lock that the client asks for.
pub fn kopia_status(input: &str, context: &mut Context<'_>, records: &mut Records) {
    let found = whole_object(input, context);
    let days = whole(&found, "blobRetention.retentionPeriod").map(|period| period / DAY_NANOSECONDS);
    let made = match text(&found, "blobRetention.retentionMode") {
        mode if mode.eq_ignore_ascii_case("COMPLIANCE") || mode.eq_ignore_ascii_case("Locked") => {
            lock(Some(true), days, "compliance mode asked for by the client")
        }
        "" if found.as_object().is_none_or(|map| get(map, "storage").is_none()) => {
            context.damage("is no repository status", "save the command's whole output");
            return;
        }
        "" => lock(Some(false), None, "no retention"),
        _ => lock(Some(false), days, "governance mode"),
    };
    records.locks.push(made);
}

const APPEND_ONLY: &str = "append-only, which the client promises and an administrator can undo";

/// `rustic cat config`.
pub fn rustic_config(input: &str, context: &mut Context<'_>, records: &mut Records) {
    let found = whole_object(input, context);
    let how = if yes(&found, "append_only") == Some(true) { APPEND_ONLY } else { "not even append-only" };
    records.locks.push(lock(Some(false), None, how));
}

/// `borg config --list`, or the server's authorized_keys line.
pub fn append_only_text(input: &str, _: &mut Context<'_>, records: &mut Records) {
    let plain: String = input.chars().filter(|c| !c.is_whitespace()).collect();
    let is_on = plain.contains("append_only=1") || plain.contains("--append-only");
    records.locks.push(lock(Some(false), None, if is_on { APPEND_ONLY } else { "not even append-only" }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn check(read: super::super::Read, input: &str, expected: (Option<bool>, Option<i64>)) {
        let map = BTreeMap::new();
        let mut context = Context::new("t", None, &map);
        let mut records = Records::default();
        read(input, &mut context, &mut records);
        let lock = &records.locks[0];
        assert_eq!((lock.is_locked, lock.days), expected, "{input}");
        // A report tells how a copy is locked where that does not settle it, and tells it in both languages.
        let ja = crate::read::phrases::in_japanese(lock.how);
        assert!(lock.is_locked == Some(true) || !ja.is_ascii(), "{ja}");
    }

    #[test]
    fn only_what_nobody_can_shorten_is_locked() {
        let s3 = |mode: &str| {
            format!(
                r#"{{"ObjectLockConfiguration":{{"ObjectLockEnabled":"Enabled","Rule":{{"DefaultRetention":{{"Mode":"{mode}","Years":1}}}}}}}}"#
            )
        };
        check(s3_object_lock, &s3("COMPLIANCE"), (Some(true), Some(365)));
        check(s3_object_lock, &s3("GOVERNANCE"), (Some(false), Some(365)));
        check(
            s3_object_lock,
            r#"{"ObjectLockConfiguration":{"ObjectLockEnabled":"Enabled"}}"#,
            (Some(false), None),
        );
        check(
            s3_object_lock,
            "An error occurred (ObjectLockConfigurationNotFoundError)",
            (Some(false), None),
        );
        check(
            azure_immutability,
            r#"{"state":"Unlocked","immutabilityPeriodSinceCreationInDays":7}"#,
            (Some(false), Some(7)),
        );
        check(aws_vault, r#"{"Locked":true,"MinRetentionDays":40}"#, (Some(false), Some(40)));
        check(
            aws_vault,
            r#"{"Locked":true,"MinRetentionDays":40,"LockDate":"2024-01-01T00:00:00Z"}"#,
            (Some(true), Some(40)),
        );
        check(
            kopia_status,
            r#"{"storage":{},"blobRetention":{"retentionMode":"COMPLIANCE","retentionPeriod":2592000000000000}}"#,
            (Some(true), Some(30)),
        );
        check(append_only_text, "append_only = 1\n", (Some(false), None));
        check(s3_versioning, "", (Some(false), None));
    }
}
