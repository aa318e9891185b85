//! Which kind of evidence a file is, told from its content: for writing a first posture file.
//!
//! A guess is a proposal to a person, never evidence: it says why, and what it cannot place it says too.

use serde_json::Value;

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
const TABLES: [(&str, &str, usize); 18] = [
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
    ("recovery.register", "recovery", 3),
    ("siem.retention", "retention", 3),
    ("veeam.sessions", "veeam_sessions", 3),
    ("prowler.csv", "prowler", 4),
    ("scubagear.results", "scuba", 3),
];

/// Guesses the kind of a file; `None` when nothing fits.
pub fn sniff(path: &str, raw: Vec<u8>) -> Option<Sniffed> {
    let raw = bytes::unpack(raw).ok()?;
    let text = if sheet::is_sheet(&raw) {
        sheet::to_csv(&raw).ok()?
    } else {
        bytes::decode(&raw, None).ok()?.0.into_owned()
    };
    let trimmed = text.trim_start();
    if trimmed.starts_with(['{', '[']) {
        return of_json(path, trimmed);
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
        .map(|(kind, name, least)| (table::n_known_columns(&text, name), *least, *kind))
        .filter(|(n, least, _)| n >= least)
        .max_by_key(|(n, least, kind)| (n * 100 / least, *n, std::cmp::Reverse(*kind)))?;
    Some(Sniffed { kind: best.2, because: format!("{} of its columns are known", best.0) })
}

fn of_json(path: &str, text: &str) -> Option<Sniffed> {
    // JSON lines: the first line is enough.
    let value: Value = serde_json::Deserializer::from_str(text).into_iter().next()?.ok()?;
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
    if has(&element, "time") && has(&element, "paths") {
        let is_rustic =
            at(&element, "program_version").and_then(Value::as_str).is_some_and(|v| v.starts_with("rustic"));
        return is(if is_rustic { "rustic.snapshots" } else { "restic.snapshots" }, "snapshots with paths");
    }
    if let Some((_, kind, because)) = keyed.iter().find(|(key, _, _)| has(&element, key)) {
        return is(kind, because);
    }
    if path.to_lowercase().contains("maester") && has(&element, "Result") {
        return is("maester.results", "test results");
    }
    None
}
