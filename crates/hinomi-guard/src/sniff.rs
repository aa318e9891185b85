//! Which kind of evidence a file is, told from its content: for writing a first posture file.
//!
//! A guess is a proposal to a person, never evidence: it says why, and what it cannot place it says too.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::kinds;
use crate::read::context::Context;
use crate::read::tree::{at, get};
use crate::read::{bytes, sheet, table};

/// What a file seems to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sniffed {
    /// The kind.
    pub kind: &'static str,
    /// What it was recognised by, in a few words.
    pub because: String,
}

/// Tables by their columns: kind, table of the alias data, least columns known.
const TABLES: [(&str, &str, usize); 19] = [
    ("entra.signins", "signins", 4),
    ("aws.credential-report", "aws", 8),
    ("google.admin-users-csv", "google", 5),
    ("ad.users-csv", "ad", 4),
    ("entra.portal-registration-csv", "registration", 3),
    ("suppliers.register", "suppliers", 5),
    ("edr.devices", "edr", 4),
    ("assets.exposed-services", "services", 4),
    ("entra.users", "users", 4),
    ("assets.inventory", "assets", 4),
    ("training.records", "training", 4),
    ("vuln.register", "register", 3),
    ("exceptions.register", "exceptions", 4),
    ("incident.register", "incidents", 4),
    ("recovery.register", "recovery", 3),
    ("siem.retention", "retention", 3),
    ("veeam.sessions", "veeam_sessions", 3),
    ("prowler.csv", "prowler", 4),
    ("scubagear.results", "scuba", 3),
];

/// A table that lacks this column is not of that kind, however many of its others are known: settings of a backup
/// product have names, states and times too.
const NEEDED: [(&str, &str); 1] = [("veeam.sessions", "job")];

/// What is known and read by no check: columns or keys that all stand in the file, and what it is.
const UNREAD: [(&[&str], &str); 9] = [
    (
        &["MoRefID", "vCenter"],
        "a list of machines, which no check reads; export session reports (veeam.sessions)",
    ),
    (
        &["RepoName", "RepoID"],
        "a list of backup files, which no check reads; export session reports (veeam.sessions)",
    ),
    (
        &["RepoName", "JobType"],
        "settings of backup jobs, which no check reads; export session reports (veeam.sessions)",
    ),
    (
        &["VersionOfCreation", "MountHostId"],
        "settings of repositories, which no check reads; export the analyser's results (veeam.security-compliance)",
    ),
    (
        &["CapacityExtent", "PolicyType"],
        "settings of repositories, which no check reads; export the analyser's results (veeam.security-compliance)",
    ),
    (
        &["PhysHostId", "ProxyServicesCreds"],
        "settings of backup servers, which no check reads; export the analyser's results (veeam.security-compliance)",
    ),
    (&["oscal-version"], "an OSCAL document; they are written here, not read"),
    (
        &["ProductArn", "GeneratorId"],
        "findings in ASFF; export them as SARIF, OCSF or the scanner's own JSON",
    ),
    (&["<testsuite"], "JUnit results; export them as SARIF, OCSF or the scanner's own JSON"),
];

/// Bytes from the start of a file in which the words of [`UNREAD`] are looked for.
const UNREAD_BYTES_MAX: usize = 8 << 10;

/// Guesses the kind of a file. Fails in words when nothing fits.
pub fn sniff(raw: Vec<u8>) -> Result<Sniffed, &'static str> {
    let text = text(raw).ok_or("not recognised: it cannot be read as text or as a spreadsheet")?;
    of_text(&text).ok_or_else(|| {
        let head = text.get(..text.floor_char_boundary(UNREAD_BYTES_MAX)).unwrap_or_default();
        let unread = UNREAD.iter().find(|(words, _)| words.iter().all(|word| head.contains(word)));
        unread.map_or("not recognised", |(_, what)| what)
    })
}

fn text(raw: Vec<u8>) -> Option<String> {
    let raw = bytes::unpack(raw).ok()?;
    if sheet::is_sheet(&raw) {
        return sheet::to_csv(&raw).ok();
    }
    Some(bytes::decode(&raw, None).ok()?.0.into_owned())
}

fn of_text(text: &str) -> Option<Sniffed> {
    let trimmed = text.trim_start();
    // A section of settings starts with a bracket too, and is no JSON.
    if trimmed.starts_with(['{', '[']) && first_value(trimmed).is_some() {
        return of_json(trimmed);
    }
    if text.contains("ObjectLockConfigurationNotFoundError") {
        return Some(Sniffed {
            kind: "s3.object-lock",
            because: "the error that says there is no object lock".to_owned(),
        });
    }
    if text.contains("append_only =") {
        return Some(Sniffed { kind: "borg.config", because: "a borg repository's settings".to_owned() });
    }
    if text.lines().next().is_some_and(|line| line.starts_with("ii ") && line.contains('\t')) {
        return Some(Sniffed { kind: "dpkg.list", because: "dpkg's list of packages".to_owned() });
    }
    if text.contains("no errors were found") && text.contains("check snapshots") {
        return Some(Sniffed { kind: "restic.check", because: "the output of a check".to_owned() });
    }
    let analyser = text.contains("ImmutableOrOfflineMediaPresence");
    if analyser {
        return Some(Sniffed {
            kind: "veeam.security-compliance",
            because: "items of Veeam's analyser".to_owned(),
        });
    }
    let best = TABLES
        .iter()
        .map(|(kind, name, least)| (table::known_columns(text, name), *least, *kind))
        .filter(|(columns, least, kind)| {
            let has = |column: &str| columns.contains(column);
            columns.len() >= *least && NEEDED.iter().all(|(of, column)| of != kind || has(column))
        })
        .map(|(columns, least, kind)| (columns.len(), least, kind))
        .max_by_key(|(n, least, kind)| (n * 100 / least, *n, std::cmp::Reverse(*kind)));
    if let Some((n, _, kind)) = best {
        return Some(Sniffed { kind, because: format!("{n} of its columns are known") });
    }
    is_log(text).then(|| Sniffed {
        kind: "exercise.log",
        because: "a date under a heading that names an exercise".to_owned(),
    })
}

/// Whether a text is minutes of exercises: a line with a date, under a heading (or a first line) that names one.
fn is_log(text: &str) -> bool {
    let map = BTreeMap::new();
    let dated = kinds::read("exercise.log", text, &mut Context::new("", None, &map)).exercises;
    dated.iter().any(|exercise| {
        let above = text.lines().take(exercise.row as usize).filter(|line| !line.trim().is_empty());
        let lines: Vec<&str> = above.collect();
        let heading = lines.iter().rev().find(|line| line.starts_with('#')).or(lines.first());
        let heading = heading.map(|line| line.to_lowercase()).unwrap_or_default();
        EXERCISES.iter().any(|word| heading.contains(word))
    })
}

/// Words that name an exercise.
const EXERCISES: [&str; 5] = ["exercise", "drill", "tabletop", "演習", "訓練"];

/// Of JSON lines the first is enough.
fn first_value(text: &str) -> Option<Value> {
    serde_json::Deserializer::from_str(text).into_iter().next()?.ok()
}

fn of_json(text: &str) -> Option<Sniffed> {
    let value = first_value(text)?;
    let first = |value: &Value, keys: &[&str]| -> Option<Value> {
        match value {
            Value::Array(list) => list.first().cloned(),
            Value::Object(map) => keys.iter().find_map(|key| get(map, key)).and_then(|list| match list {
                Value::Array(list) => list.first().cloned(),
                one => Some(one.clone()),
            }),
            _ => None,
        }
        // JSON lines: the line itself is the element.
        .or_else(|| value.is_object().then(|| value.clone()))
    };
    let has = |value: &Value, path: &str| at(value, path).is_some();
    let is = |kind: &'static str, because: &str| Some(Sniffed { kind, because: because.to_owned() });
    let whole: &[(&str, &'static str, &str)] = &[
        ("ObjectLockConfiguration", "s3.object-lock", "an object lock configuration"),
        ("VaultType", "aws.backup.vault", "a backup vault"),
        ("RecoveryPoints", "aws.backup.recovery-points", "recovery points"),
        ("RestoreJobs", "aws.backup.restore-jobs", "restore jobs"),
        ("immutabilityPeriodSinceCreationInDays", "azure.immutability", "an immutability policy"),
        ("contentFormat", "kopia.repository-status", "a kopia repository's status"),
        ("chunker_polynomial", "rustic.config", "a restic-format repository's configuration"),
        ("MFADelete", "s3.versioning", "a bucket's versioning"),
        ("archives", "borg.list", "borg archives"),
        ("SchemaVersion", "trivy.json", "a Trivy report"),
        ("matches", "grype.json", "Grype matches"),
        ("PkgSource", "osv-scanner.json", "a vulnerability of OSV-Scanner with its packages"),
        ("runs", "sarif", "SARIF runs"),
        ("spdxVersion", "spdx", "an SPDX document"),
        ("catalogVersion", "cisa.kev", "the known-exploited list"),
        ("realm", "keycloak.realm", "a Keycloak realm"),
        ("trailList", "cloudtrail.trails", "trails"),
        ("installations", "github.installations", "installed applications"),
        ("conditional_access_policies", "entra.conditional-access", "policies in ScubaGear's export"),
        ("cveMetadata", "cve.record", "a CVE record"),
        ("WinGetVersion", "winget.export", "a winget export"),
    ];
    if value.is_object()
        && let Some((_, kind, because)) = whole.iter().find(|(key, _, _)| has(&value, key))
    {
        return is(kind, because);
    }
    if at(&value, "bomFormat").and_then(Value::as_str) == Some("CycloneDX") {
        return is("cyclonedx", "a CycloneDX document");
    }
    if at(&value, "schema").and_then(Value::as_str) == Some("hinomi.drill/1") {
        return is("hinomi.drill", "a drill record");
    }
    let element = first(&value, &["value", "users", "results", "Tests", "items"])?;
    let keyed: &[(&str, &'static str, &str)] = &[
        ("isMfaCapable", "entra.user-registration-details", "registration details"),
        ("grantControls", "entra.conditional-access", "policies with grant controls"),
        ("authenticationRequirement", "entra.signins", "sign-ins"),
        ("accountEnabled", "entra.users", "directory users"),
        ("appOwnerOrganizationId", "entra.service-principals", "service principals"),
        ("passwordCredentials", "entra.app-credentials", "application secrets"),
        ("factors", "okta.factors", "factors by user"),
        ("roles", "okta.roles", "roles by user"),
        ("profile.login", "okta.users", "Okta users"),
        ("primaryEmail", "google.directory-users", "directory users of Google"),
        ("state", "gitlab.users", "GitLab users"),
        ("site_admin", "github.members", "members"),
        ("backup-time", "pbs.snapshots", "Proxmox snapshots"),
        ("backup", "pgbackrest.info", "pgBackRest stanzas"),
        ("group_key", "rustic.snapshots", "grouped snapshots"),
        ("source.host", "kopia.snapshots", "kopia snapshots"),
        ("packages", "osv-scanner.json", "OSV-Scanner results"),
        ("PolicyId", "scubagear.results", "results by policy"),
        ("finding_info", "ocsf", "OCSF findings"),
        ("num_errors", "restic.check", "the summary of a check"),
    ];
    if has(&element, "message_type") && text.contains("\"num_errors\"") {
        return is("restic.check", "the messages and the summary of a check");
    }
    // A run of Pester as Maester writes it: before the single keys, because tests have many.
    if has(&element, "Result") && has(&element, "ScriptBlock") && has(&element, "ResultDetail") {
        return is("maester.results", "test results of Maester");
    }
    if has(&element, "Vulnerability") && has(&element, "Package") && has(&element, "Source") {
        return is("osv-scanner.json", "vulnerabilities of OSV-Scanner, one by one");
    }
    if has(&element, "time") && has(&element, "paths") {
        let is_rustic =
            at(&element, "program_version").and_then(Value::as_str).is_some_and(|v| v.starts_with("rustic"));
        return is(if is_rustic { "rustic.snapshots" } else { "restic.snapshots" }, "snapshots with paths");
    }
    if let Some((_, kind, because)) = keyed.iter().find(|(key, _, _)| has(&element, key)) {
        return is(kind, because);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&str, &str>) {
        let found = sniff(text.as_bytes().to_vec());
        match (&found, expected) {
            (Ok(sniffed), Ok(kind)) => assert_eq!(sniffed.kind, kind, "{text}"),
            (Err(why), Err(word)) => assert!(why.contains(word), "{why}: {text}"),
            _ => panic!("{found:?}: {text}"),
        }
    }

    #[test]
    fn a_file_is_known_by_what_it_holds() {
        let test = r#"{"Id":"T-1","Result":"Failed","ScriptBlock":"","ResultDetail":{}}"#;
        check(&format!(r#"{{"Result":"Failed","PassedCount":0,"Tests":[{test}]}}"#), Ok("maester.results"));
        check(&format!("[{test}]"), Ok("maester.results"));
        check(r#"{"Tests":[{"Id":"T-1","Result":"Failed"}]}"#, Err("not recognised"));
        check(r#"[{"Source":{},"Package":{},"Vulnerability":{"id":"GO-1"}}]"#, Ok("osv-scanner.json"));
        check(r#"{"DisplayID":"CVE-2021-1","PkgSource":[]}"#, Ok("osv-scanner.json"));
        check("ID,Title,Severity,Reported At,Detected By,Resolved At,Status\n", Ok("incident.register"));
        check("[repository]\nversion = 1\nappend_only = 1\n", Ok("borg.config"));
        let lines = "{\"message_type\":\"error\"}\n{\"message_type\":\"summary\",\"num_errors\":1}\n";
        check(lines, Ok("restic.check"));
        check("[half", Err("not recognised"));
        check("番号,報告日時,検知者,封じ込め日時,状態\n", Ok("incident.register"));
    }

    #[test]
    fn minutes_need_a_date_under_a_heading_that_names_an_exercise() {
        check(
            "# Log\n\n## Exercise 3\n\n| Field | Value |\n|---|---|\n| Date | 2025-09-15 |\n",
            Ok("exercise.log"),
        );
        check("避難と復旧の訓練\n実施日：2025-09-15\n", Ok("exercise.log"));
        check("# Contract\nDate: 2025-09-15\nOnce a year there is an exercise.\n", Err("not recognised"));
        check("# Exercise\nno day\n", Err("not recognised"));
    }

    #[test]
    fn what_no_check_reads_is_named() {
        check("\"Name\",\"MoRefID\",\"Uuid\",\"Path\",\"vCenter\"\n", Err("a list of machines"));
        check(
            "Info,Name,MountHostId,CreationTime,Status,VersionOfCreation\n",
            Err("settings of repositories"),
        );
        check("<?xml version=\"1.0\"?>\n<testsuites></testsuites>", Err("JUnit"));
        check("", Err("not recognised"));
    }
}
