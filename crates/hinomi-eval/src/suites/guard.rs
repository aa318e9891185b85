//! Guard: the verdicts of three whole organisations, the normal form of twenty identity exports, the restore
//! points of seven backup listings, and which lessons three incidents teach and how they would have gone here.
//!
//! On `posture/synthetic`. A row a check, cell row or listing; the metamorphic suite is `guard_moves`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use hinomi_guard::{Catalogue, Files, Pack, Posture};

use crate::table::Table;

/// The files of a folder.
pub struct Folder(pub PathBuf);

impl Files for Folder {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        std::fs::read(self.0.join(path)).map_err(|error| error.to_string())
    }
}

/// The packs, by name.
pub const PACKS: [&str; 3] = ["exposed", "hardened", "sparse"];

/// Loads a pack from the text of its posture file.
pub fn load(text: &str, files: &dyn Files, as_of: Option<jiff::civil::Date>) -> Result<Pack> {
    let catalogue = Catalogue::bundled();
    let posture =
        Posture::parse(text, hinomi_guard::FILE, &catalogue).map_err(|errors| anyhow!("{}", errors[0]))?;
    let as_of = as_of.or(posture.as_of).context("the pack names no day")?;
    Ok(Pack::load(posture, hinomi_guard::FILE, text, as_of, files))
}

/// Measures.
pub fn run(data: &Path) -> Result<Table> {
    let posture = data.join("posture/synthetic");
    let mut table = Table::default();
    let mut n_right = 0;
    let mut n_all = 0;
    let catalogue = Catalogue::bundled();
    for name in PACKS {
        let dir = posture.join("packs").join(name);
        let text = read(&dir.join(hinomi_guard::FILE))?;
        let pack = load(&text, &Folder(dir.clone()), None)?;
        let report = hinomi_guard::check(&pack, &catalogue, &hinomi_guard::Naming::AsWritten);
        let expected: toml::Table = read(&dir.join("expected.toml"))?.parse()?;
        let verdicts = expected.get("verdict").and_then(toml::Value::as_table).context("no verdicts")?;
        for (check, expected) in verdicts {
            let found = report.finding(check).with_context(|| format!("no finding for {check}"))?;
            let is_right = expected.as_str() == Some(found.verdict.word());
            // A fail names its rows.
            let has_rows = found.verdict != hinomi_guard::Verdict::Fail || !found.rows.is_empty();
            n_right += usize::from(is_right && has_rows);
            n_all += 1;
            table.rows.insert(format!("{name}:{check}"), f64::from(u8::from(is_right && has_rows)));
        }
    }
    table.summary.push(("verdicts".to_owned(), n_right as f64 / n_all as f64));
    table.notes.push(format!("{n_right} of {n_all} verdicts right, with rows"));
    identities(&posture.join("formats/identity"), &mut table)?;
    backups(&posture.join("formats/backup"), &mut table)?;
    incidents(&posture, &mut table)?;
    upstream(&data.join("posture/upstream"), &mut table)?;
    Ok(table)
}

/// Files of other projects that are of a kind, with the kind; the others there are samples of what is written, not read
/// (OSCAL, ASFF, JUnit), parts of policies, registers that no check asks for, and lists and settings of a backup product.
const UPSTREAM: [(&str, &str); 52] = [
    ("cenedril/asset-register.csv", "assets.inventory"),
    ("cenedril/disaster-recovery-register.csv", "recovery.register"),
    ("cenedril/exceptions-register.csv", "exceptions.register"),
    ("cenedril/exercise-test-log.md", "exercise.log"),
    ("cenedril/incident-register.csv", "incident.register"),
    ("cenedril/supplier-register.csv", "suppliers.register"),
    ("cenedril/training-register.csv", "training.records"),
    ("cenedril/vulnerability-register.csv", "vuln.register"),
    ("cyclonedx/obom.json", "cyclonedx"),
    ("cyclonedx/saasbom.json", "cyclonedx"),
    ("cyclonedx/sbom-cern-lhc-vdm-editor.json", "cyclonedx"),
    ("cyclonedx/sbom-laravel-7.12.0.json", "cyclonedx"),
    ("cyclonedx/vex-cisa-case8.json", "cyclonedx"),
    ("cyclonedx/vex.json", "cyclonedx"),
    ("grype/TestCycloneDxPresenterImage.golden", "cyclonedx"),
    ("grype/TestJsonDirsPresenter.golden", "grype.json"),
    ("grype/TestJsonImgsPresenter.golden", "grype.json"),
    ("grype/TestSarifPresenter_image.golden", "sarif"),
    ("keycloak/exported-master-realm-26.5.5.json", "keycloak.realm"),
    ("keycloak/realm-import-with-users.json", "keycloak.realm"),
    ("maester/AD-TestResults.first60.json", "maester.results"),
    ("osv-scanner/flattened_vulns.json.gz", "osv-scanner.json"),
    ("osv-scanner/test-vuln-results-a.json.gz", "osv-scanner.json"),
    ("osv-scanner/vuln-grouped.json.gz", "osv-scanner.json"),
    ("pgbackrest/info-2.json", "pgbackrest.info"),
    ("pgbackrest/info-multirepo.json", "pgbackrest.info"),
    ("prowler/example_output_aws.csv", "prowler.csv"),
    ("prowler/example_output_aws.ocsf.json", "ocsf"),
    ("prowler/example_output_azure.ocsf.json", "ocsf"),
    ("prowler/example_output_kubernetes.ocsf.json", "ocsf"),
    ("scubagear/ActionPlan.csv", "scubagear.results"),
    ("scubagear/ProviderSettingsExport.aad-part.json", "entra.conditional-access"),
    ("scubagear/ScubaResults.csv", "scubagear.results"),
    ("scubagear/TestResults.json", "scubagear.results"),
    ("scubagoggles/ActionPlan.csv", "scubagear.results"),
    ("scubagoggles/TestResults.json", "scubagear.results"),
    ("trivy/almalinux-8.json.golden.gz", "trivy.json"),
    ("trivy/alpine-310.sarif.golden", "sarif"),
    ("trivy/cargo.lock.json.golden", "trivy.json"),
    ("trivy/conda-spdx.json.golden", "spdx"),
    ("trivy/debian-buster.json.golden", "trivy.json"),
    ("trivy/dotnet.json.golden", "trivy.json"),
    ("trivy/gomod-vex.json.golden", "trivy.json"),
    ("trivy/npm-with-suppressed.json.golden", "trivy.json"),
    ("trivy/npm.json.golden", "trivy.json"),
    ("trivy/pom-cyclonedx.json.golden", "cyclonedx"),
    ("trivy/spring4shell-jre8.json.golden", "trivy.json"),
    ("trivy/ubuntu-gp2-x86-vm.json.golden", "trivy.json"),
    ("veeamhub/AHVProtectedVMsReport.csv", "veeam.sessions"),
    ("veeamhub/VeeamAHVBackupSessionReport.csv", "veeam.sessions"),
    ("veeamhub/VeeamBackupSessionReport.csv", "veeam.sessions"),
    ("veeamhub/VeeamSessionReport.first400.csv", "veeam.sessions"),
];

/// Each is taken for its kind by what it holds, and read as that. The export of Keycloak's master realm has no users,
/// which is what its reader is for, so it stays at 0.
fn upstream(dir: &Path, table: &mut Table) -> Result<()> {
    let mut n_right = 0;
    for (file, kind) in UPSTREAM {
        let raw = std::fs::read(dir.join(file)).with_context(|| format!("cannot read {file}"))?;
        let is_known = hinomi_guard::sniff(raw).is_ok_and(|sniffed| sniffed.kind == kind);
        let pack = load(&posture_of(&[(kind, file)]), &Folder(dir.to_path_buf()), None)?;
        let is_right = is_known && pack.unread().next().is_none();
        n_right += usize::from(is_right);
        table.rows.insert(format!("upstream:{file}"), f64::from(u8::from(is_right)));
    }
    table.notes.push(format!("{n_right} of {} upstream files recognised and read", UPSTREAM.len()));
    Ok(())
}

/// Which exports of the identity folder belong together, and their kinds.
const IDENTITIES: [(&str, &[(&str, &str)]); 14] = [
    ("entra-registration", &[("entra.user-registration-details", "entra-user-registration-details.json")]),
    (
        "entra-registration-powershell",
        &[("entra.user-registration-details", "entra-user-registration-details.powershell.json")],
    ),
    (
        "entra-portal-registration",
        &[("entra.portal-registration-csv", "entra-portal-user-registration-details.csv")],
    ),
    ("entra-users", &[("entra.users", "entra-users-signinactivity.json")]),
    ("entra-portal-users", &[("entra.users", "entra-portal-users.csv")]),
    ("aws", &[("aws.credential-report", "aws-credential-report.csv")]),
    (
        "okta",
        &[
            ("okta.users", "okta-users.json"),
            ("okta.factors", "okta-factors.jsonl"),
            ("okta.roles", "okta-admin-roles.json"),
        ],
    ),
    ("google-csv", &[("google.admin-users-csv", "google-admin-users.csv")]),
    ("google-directory", &[("google.directory-users", "google-directory-users.json")]),
    ("keycloak", &[("keycloak.realm", "keycloak-realm-users.json")]),
    (
        "github",
        &[
            ("github.members", "github-org-members.json"),
            ("github.members", "github-org-members.2fa_disabled.json"),
            ("github.members", "github-org-outside-collaborators.json"),
            ("github.members", "github-org-outside-collaborators.2fa_disabled.json"),
        ],
    ),
    ("gitlab", &[("gitlab.users", "gitlab-users.json")]),
    ("ad-export-csv", &[("ad.users-csv", "ad-users.export-csv.cp932.csv")]),
    ("ad-csvde", &[("ad.users-csv", "ad-users.csvde.utf16le.csv")]),
];

/// A posture over exports of one day.
fn posture_of(sources: &[(&str, &str)]) -> String {
    let mut text = String::from("schema = \"hinomi.posture/1\"\nas_of = 2025-10-18\ntimezone = \"UTC\"\n");
    for (index, (kind, path)) in sources.iter().enumerate() {
        text.push_str(&format!("[[source]]\nid = \"s{index}\"\nkind = \"{kind}\"\npath = \"{path}\"\ncollected = 2025-10-18\nscope = \"all\"\n"));
    }
    text
}

/// Each export against the normal form: a cell is right when it is equal or not known. Wrong cells count against the
/// export; a person who is missing does so where the format would hold them.
fn identities(dir: &Path, table: &mut Table) -> Result<()> {
    let mut reader = csv::Reader::from_path(dir.join("expected-normal-form.csv"))?;
    let expected: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>()?;
    let (mut n_right, mut n_known, mut n_cells) = (0, 0, 0);
    for (name, sources) in IDENTITIES {
        let pack = load(&posture_of(sources), &Folder(dir.to_path_buf()), None)?;
        let directory = pack.directories.first().context("no directory")?;
        let (mut right, mut all) = (0, 0);
        for person in &expected {
            let hinomi_guard::Met::One(index) = directory.meet(&person[0]) else { continue };
            let account = &directory.accounts[index];
            for (cell, expected) in normal(account).iter().zip(person.iter().skip(1)) {
                let Some(cell) = cell else {
                    n_cells += 1;
                    continue;
                };
                n_cells += 1;
                n_known += 1;
                all += 1;
                let same =
                    cell == expected || (cell == "external" && matches!(expected, "contractor" | "guest"));
                right += usize::from(same);
            }
        }
        n_right += right;
        anyhow::ensure!(all > 0, "{name} gave nothing");
        table.rows.insert(format!("identity:{name}"), right as f64 / all as f64);
    }
    table.summary.push(("identity cells right of those known".to_owned(), n_right as f64 / n_known as f64));
    table.notes.push(format!("{n_known} of {n_cells} identity cells known, {n_right} of them right"));
    Ok(())
}

/// An account as the normal form writes it; `None` where it is not known.
fn normal(account: &hinomi_guard::rows::Account) -> [Option<String>; 7] {
    use hinomi_guard::rows::{Belongs, SignedIn};
    let truth = |is: Option<bool>| is.map(|is| if is { "True" } else { "False" }.to_owned());
    let kind = account.belongs.map(|belongs| match belongs {
        Belongs::Employee => "employee",
        Belongs::Contractor => "contractor",
        Belongs::Guest => "guest",
        Belongs::External => "external",
        Belongs::Service => "service",
    });
    let last = account.last_sign_in.map(|last| match last {
        SignedIn::On { day, .. } => day.to_string(),
        SignedIn::Never => String::new(),
    });
    [
        kind.map(str::to_owned),
        truth(account.enabled),
        truth(account.privileged),
        truth(account.mfa),
        truth(account.methods.map(|methods| methods.resistant)),
        last,
        (!account.supplier.is_empty()).then(|| account.supplier.to_string()),
    ]
}

/// Listings whose restore points are those of the expected list.
const BACKUPS: [(&str, &str); 7] = [
    ("restic.snapshots", "restic-0.18-snapshots.json"),
    ("rustic.snapshots", "rustic-snapshots.grouped.json"),
    ("borg.list", "borg-1.4-list.json"),
    ("kopia.snapshots", "kopia-snapshot-list.json"),
    ("pbs.snapshots", "pbs-snapshots.json"),
    ("pgbackrest.info", "pgbackrest-info.json"),
    ("aws.backup.recovery-points", "aws-backup-list-recovery-points.json"),
];

fn backups(dir: &Path, table: &mut Table) -> Result<()> {
    let expected: Vec<String> = read(&dir.join("expected.csv"))?.lines().skip(1).map(str::to_owned).collect();
    for (kind, file) in BACKUPS {
        // The listing's own days: those that carry an offset of nine hours are days of that zone.
        let zone = if file.contains("kopia") || file.contains("pbs") || file.contains("pgbackrest") {
            "UTC"
        } else {
            "Asia/Tokyo"
        };
        let text = posture_of(&[(kind, file)]).replace("\"UTC\"", &format!("\"{zone}\""));
        let pack = load(&text, &Folder(dir.to_path_buf()), None)?;
        let mut days: Vec<String> =
            pack.evidence[0].records.points.iter().map(|point| point.day.to_string()).collect();
        days.sort();
        days.dedup();
        table.rows.insert(format!("backup:{kind}"), f64::from(u8::from(days == expected)));
    }
    Ok(())
}

/// Lessons and path of each incident on each pack.
fn incidents(posture: &Path, table: &mut Table) -> Result<()> {
    let catalogue = Catalogue::bundled();
    for entry in std::fs::read_dir(posture.join("incidents"))? {
        let path = entry?.path();
        let text = read(&path)?;
        let story = hinomi_guard::Story::parse(&text, &path.display().to_string(), &catalogue)
            .map_err(|why| anyhow!(why))?;
        let expected: toml::Table = text.parse()?;
        let texts = |value: Option<&toml::Value>| -> Vec<String> {
            value
                .and_then(toml::Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(|v| v.as_str().map(str::to_owned))
                .collect()
        };
        let lessons = texts(expected.get("expected").and_then(|e| e.get("lessons")));
        let found: Vec<String> = story.lessons(&catalogue).iter().map(|lesson| lesson.id.clone()).collect();
        table.rows.insert(format!("lessons:{}", story.id), f64::from(u8::from(found == lessons)));
        for name in PACKS {
            let dir = posture.join("packs").join(name);
            let pack = load(&read(&dir.join(hinomi_guard::FILE))?, &Folder(dir.clone()), None)?;
            let report = hinomi_guard::check(&pack, &catalogue, &hinomi_guard::Naming::AsWritten);
            let gone = hinomi_guard::path(&story, &report, &catalogue, hinomi_model::Lang::Ja);
            let answer = expected.get("answer").and_then(|a| a.get(name)).context("no answer")?;
            let steps: Vec<&str> = gone.steps.iter().map(|step| step.state.word()).collect();
            let is_right = answer.get("path").and_then(toml::Value::as_str) == Some(gone.state.word())
                && texts(answer.get("steps")) == steps;
            table.rows.insert(format!("path:{}:{name}", story.id), f64::from(u8::from(is_right)));
        }
    }
    Ok(())
}

/// Reads a text file, naming it where that fails.
pub fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}
