//! Kinds of evidence, a file for each family, all in one list.
//!
//! A reader takes the text of one export and gives records. It reads whitelisted fields only: what it does not
//! name never leaves the file. To add a kind: a `read` function here, an entry in `data/kinds.toml`, a line in
//! [`READERS`].

mod ad;
mod advisories;
mod apps;
mod assets;
mod aws;
mod backup_lists;
mod edr;
mod entra;
mod exercises;
mod factors;
mod github;
mod gitlab;
mod google;
mod keycloak;
mod locks;
mod logs;
mod okta;
mod osv;
mod restores;
mod results;
mod sbom;
mod scans;
mod suppliers;
mod training;
mod veeam;

use std::sync::LazyLock;

use serde::Deserialize;

use crate::read::context::Context;
use crate::records::{Belongs, Provider, Records};

/// Turns the text of one export into records.
type Read = fn(&str, &mut Context<'_>, &mut Records);

/// Every kind that is read, with its reader.
const READERS: &[(&str, Read)] = &[
    ("entra.user-registration-details", entra::registration),
    ("entra.portal-registration-csv", entra::portal_registration),
    ("entra.users", entra::users),
    ("entra.conditional-access", entra::conditional_access),
    ("entra.signins", entra::sign_ins),
    ("entra.service-principals", apps::service_principals),
    ("entra.app-credentials", apps::app_credentials),
    ("entra.auth-method-policy", apps::auth_method_policy),
    ("aws.credential-report", aws::credential_report),
    ("okta.users", okta::users),
    ("okta.factors", okta::factors),
    ("okta.roles", okta::roles),
    ("google.admin-users-csv", google::admin_csv),
    ("google.directory-users", google::directory),
    ("google.token-report", apps::google_tokens),
    ("keycloak.realm", keycloak::realm),
    ("github.members", github::members),
    ("github.installations", apps::github_installations),
    ("github.tokens", apps::github_tokens),
    ("gitlab.users", gitlab::users),
    ("ad.users-csv", ad::users),
    ("ad.computers-csv", ad::computers),
    ("exceptions.register", suppliers::exceptions),
    ("restic.snapshots", backup_lists::restic),
    ("restic.check", backup_lists::integrity),
    ("borg.list", backup_lists::borg),
    ("borg.config", locks::append_only_text),
    ("kopia.snapshots", backup_lists::kopia),
    ("kopia.repository-status", locks::kopia_status),
    ("rustic.snapshots", backup_lists::rustic),
    ("rustic.config", locks::rustic_config),
    ("pbs.snapshots", backup_lists::pbs),
    ("pgbackrest.info", backup_lists::pgbackrest),
    ("aws.backup.vault", locks::aws_vault),
    ("aws.backup.recovery-points", backup_lists::aws_recovery_points),
    ("aws.backup.restore-jobs", restores::aws_jobs),
    ("s3.object-lock", locks::s3_object_lock),
    ("s3.versioning", locks::s3_versioning),
    ("azure.immutability", locks::azure_immutability),
    ("veeam.security-compliance", veeam::analyser),
    ("veeam.sessions", veeam::sessions),
    ("veeam.surebackup", restores::surebackup),
    ("recovery.register", restores::register),
    ("trivy.json", scans::trivy),
    ("grype.json", scans::grype),
    ("osv-scanner.json", osv::osv),
    ("sarif", scans::sarif),
    ("vuln.register", scans::register),
    ("cisa.kev", scans::kev),
    ("cve.record", advisories::cve),
    ("cyclonedx", sbom::cyclonedx),
    ("spdx", sbom::spdx),
    ("dpkg.list", sbom::dpkg),
    ("rpm.list", sbom::rpm),
    ("winget.export", sbom::winget),
    ("assets.inventory", assets::inventory),
    ("assets.exposed-services", assets::services),
    ("intune.devices", assets::intune),
    ("edr.devices", edr::devices),
    ("siem.retention", logs::retention),
    ("cloudtrail.trails", logs::trails),
    ("m365.audit-config", logs::audit_config),
    ("suppliers.register", suppliers::register),
    ("data.map", suppliers::data_map),
    ("training.records", training::records),
    ("incident.register", exercises::incidents),
    ("hinomi.drill", exercises::drill),
    ("exercise.log", exercises::log),
    ("ocsf", results::ocsf),
    ("scubagear.results", results::scubagear),
    ("prowler.csv", results::prowler_csv),
    ("maester.results", results::maester),
];

/// What is known of a kind beside its reader. Data: `data/kinds.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Kind {
    /// Its name in posture files.
    pub id: String,
    /// The exact command or clicks that give the file.
    pub obtain: String,
    /// The same for people who read Japanese, where it is more than a command; may be empty.
    #[serde(default)]
    pub obtain_ja: String,
    /// How many days after it was collected it still shows how things are.
    pub days_max: i64,
}

#[derive(Deserialize)]
struct Wire {
    kind: Vec<Kind>,
}

static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let wire: Wire =
        toml::from_str(include_str!("../../data/kinds.toml")).expect("the bundled kinds are read by a test");
    wire.kind
});

/// Every kind, in the order of the data.
pub fn all() -> &'static [Kind] {
    &KINDS
}

/// The kind with that name.
pub fn kind(id: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.id == id)
}

/// Reads the text of an export of kind `id`. Gives no records for a kind without a reader.
pub(crate) fn read(id: &str, text: &str, context: &mut Context<'_>) -> Records {
    let mut records = Records::default();
    if let Some((_, read)) = READERS.iter().find(|(name, _)| *name == id) {
        read(text, context, &mut records);
    }
    records
}

/// The directory that exports of this kind describe.
pub fn provider(id: &str) -> Option<Provider> {
    // Backups of AWS are no directory.
    Provider::of_word(id.split('.').next()?).filter(|_| !id.starts_with("aws.backup."))
}

/// Whose account a word says that it is.
pub(crate) fn belongs(word: &str) -> Option<Belongs> {
    use crate::read::words::{Sense, sense};
    let senses = [Sense::Contractor, Sense::External, Sense::Guest, Sense::Service, Sense::Employee];
    Some(match sense(word, &senses)? {
        Sense::Contractor => Belongs::Contractor,
        Sense::External => Belongs::External,
        Sense::Guest => Belongs::Guest,
        Sense::Service => Belongs::Service,
        _ => Belongs::Employee,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_reader_and_every_reader_a_kind() {
        for kind in all() {
            let is_read = READERS.iter().any(|(id, _)| *id == kind.id);
            // These are tables of the posture file, or are hashed and not read.
            let is_other =
                matches!(kind.id.as_str(), "document" | "declaration" | "posture.copy" | "posture.system");
            assert!(is_read != is_other, "{}", kind.id);
            assert!(!kind.obtain.is_empty() && kind.days_max > 0, "{}", kind.id);
        }
        for (id, _) in READERS {
            assert!(kind(id).is_some(), "{id} is missing in data/kinds.toml");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_reader_panics(text in "[\\[\\]{}:,\"a-zA-Z0-9 \n;\t./-]{0,120}") {
            let map = std::collections::BTreeMap::new();
            for (id, _) in READERS {
                let mut context = Context::new("t", None, &map);
                let _ = read(id, &text, &mut context).n_rows();
            }
        }
    }
}
