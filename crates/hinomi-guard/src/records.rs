//! What exports are turned into: rows of known fields, and nothing else of the file.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::product::Named;

/// Which directory an account lives in. Exports of one product describe one directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Provider {
    /// Microsoft Entra ID.
    Entra,
    /// AWS IAM.
    Aws,
    /// Okta.
    Okta,
    /// Google Workspace.
    Google,
    /// Keycloak.
    Keycloak,
    /// A GitHub organisation.
    GitHub,
    /// GitLab.
    GitLab,
    /// Active Directory.
    ActiveDirectory,
}

impl Provider {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Entra,
        Self::Aws,
        Self::Okta,
        Self::Google,
        Self::Keycloak,
        Self::GitHub,
        Self::GitLab,
        Self::ActiveDirectory,
    ];

    /// The word that starts the kinds of its exports and that `directories` of a posture file lists.
    pub fn word(self) -> &'static str {
        match self {
            Self::Entra => "entra",
            Self::Aws => "aws",
            Self::Okta => "okta",
            Self::Google => "google",
            Self::Keycloak => "keycloak",
            Self::GitHub => "github",
            Self::GitLab => "gitlab",
            Self::ActiveDirectory => "ad",
        }
    }

    /// The one with that word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|provider| provider.word() == word)
    }

    /// Its name as people write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Entra => "Entra ID",
            Self::Aws => "AWS IAM",
            Self::Okta => "Okta",
            Self::Google => "Google Workspace",
            Self::Keycloak => "Keycloak",
            Self::GitHub => "GitHub",
            Self::GitLab => "GitLab",
            Self::ActiveDirectory => "Active Directory",
        }
    }
}

/// Whose account it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Belongs {
    /// Staff.
    Employee,
    /// Works for a supplier.
    Contractor,
    /// A guest from another directory.
    Guest,
    /// From outside; the export does not say more.
    External,
    /// No person.
    Service,
}

impl Belongs {
    /// Whether the account belongs to somebody outside the organisation.
    pub fn is_external(self) -> bool {
        matches!(self, Self::Contractor | Self::Guest | Self::External)
    }
}

/// The last successful sign-in, as far as the export tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedIn {
    /// The export says that there was none.
    Never,
    /// On this day, or up to `slack_days` later (a directory that replicates it late).
    On {
        /// The day told.
        day: Date,
        /// How much later it may really have been.
        slack_days: i64,
    },
}

/// When an account ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// Never.
    Never,
    /// On this day.
    On(Date),
}

/// Which methods are registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Methods {
    /// One that resists phishing.
    pub resistant: bool,
    /// A call or text.
    pub telephone: bool,
}

/// A long-lived key of an account or application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessKey {
    /// When it was made or last rotated.
    pub rotated: Option<Date>,
    /// When it was last used.
    pub used: Option<Used>,
    /// When it ends; `None` where the export does not say.
    pub ends: Option<Date>,
}

/// When a key or grant was last used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Used {
    /// Never, the export says.
    Never,
    /// On this day.
    On(Date),
}

/// A place in evidence: which file of the pack, and which row of it (as a spreadsheet or a JSON list counts).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Index of the source in the posture file; [`Place::POSTURE`] for the posture file itself.
    pub source: u16,
    /// Row from 1; the line in the posture file; 0 for the file as a whole.
    pub row: u32,
}

impl Place {
    /// The posture file itself.
    pub const POSTURE: u16 = u16::MAX;
}

/// One account, as one export tells of it. `None` where the export has no such field or says nothing clear.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// Which directory.
    pub provider: Provider,
    /// The directory's own id; empty when the export has none.
    pub id: Box<str>,
    /// Sign-in name as written.
    pub principal: Box<str>,
    /// Display name; joined on, never printed.
    pub name: Box<str>,
    /// Whose it is.
    pub belongs: Option<Belongs>,
    /// Whether it can sign in.
    pub enabled: Option<bool>,
    /// Whether it administers something.
    pub privileged: Option<bool>,
    /// Whether a second factor is registered and permitted.
    pub mfa: Option<bool>,
    /// Whether the directory demands it of this account.
    pub mfa_enforced: Option<bool>,
    /// Registered methods.
    pub methods: Option<Methods>,
    /// Last sign-in.
    pub last_sign_in: Option<SignedIn>,
    /// When it was made.
    pub created: Option<Date>,
    /// When it ends.
    pub ends: Option<Ends>,
    /// The supplier it is said to belong to; empty when none.
    pub supplier: Box<str>,
    /// Kept for emergencies, the export says.
    pub is_break_glass: bool,
    /// Long-lived keys.
    pub keys: Vec<AccessKey>,
    /// Where it stands; more than one place once exports of a directory are merged.
    pub places: Vec<Place>,
}

impl Account {
    /// An account of which nothing is known but its names.
    pub fn new(provider: Provider, principal: &str, row: u32) -> Self {
        Self {
            provider,
            id: "".into(),
            principal: principal.into(),
            name: "".into(),
            belongs: None,
            enabled: None,
            privileged: None,
            mfa: None,
            mfa_enforced: None,
            methods: None,
            last_sign_in: None,
            created: None,
            ends: None,
            supplier: "".into(),
            is_break_glass: false,
            keys: Vec::new(),
            places: vec![Place { source: 0, row }],
        }
    }
}

/// A successful sign-in that one factor was enough for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneFactorSignIn {
    /// Sign-in name as written.
    pub principal: Box<str>,
    /// The day, where it can be read.
    pub day: Option<Date>,
    /// Where it stands.
    pub row: u32,
}

/// What a policy on sign-in demands, of whom, with which exclusions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policy {
    /// Its name.
    pub name: String,
    /// In force (not off, not report-only).
    pub is_enabled: bool,
    /// Access is granted only with a second factor.
    pub demands_mfa: bool,
    /// Holds for all users.
    pub all_users: bool,
    /// Holds for all applications.
    pub all_apps: bool,
    /// Conditions narrow it so that it does not hold for every sign-in, and how in a word.
    pub narrowed_by: Vec<&'static str>,
    /// Conditions may let sign-ins by (named locations), and which in a word.
    pub doubts: Vec<&'static str>,
    /// Ids of users that it names.
    pub include_users: Vec<String>,
    /// Ids of excluded users.
    pub exclude_users: Vec<String>,
    /// Ids of excluded groups.
    pub exclude_groups: Vec<String>,
    /// Ids of excluded roles.
    pub exclude_roles: Vec<String>,
    /// Guests are excluded.
    pub excludes_guests: bool,
    /// Where it stands.
    pub row: u32,
}

/// A moment to which something can be restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestorePoint {
    /// The day.
    pub day: Date,
    /// Whether the day could be another because the listing has no time zone.
    pub is_day_sure: bool,
    /// The machine or resource it is of; empty when the listing does not say.
    pub of: String,
    /// Path, stanza or part of it.
    pub part: String,
    /// Where it stands.
    pub row: u32,
}

/// How a place of storage protects what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// Whether nobody can shorten it; `None` when the export cannot tell.
    pub is_locked: Option<bool>,
    /// For how many days; `None` when not told.
    pub days: Option<i64>,
    /// From when on the lock can no longer be removed.
    pub since: Option<Date>,
    /// In a word what was found: `compliance`, `governance`, `no rule`.
    pub how: &'static str,
    /// Where it stands.
    pub row: u32,
}

/// A restore that was tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Restore {
    /// System or resource as written; empty when the source is given to one copy.
    pub of: String,
    /// The day it ended.
    pub day: Date,
    /// Whether it worked and somebody checked; `None` when nobody checked.
    pub worked: Option<bool>,
    /// How long it took, in hours.
    pub hours: Option<f64>,
    /// The target named beside it, in hours.
    pub target_hours: Option<f64>,
    /// Where it stands.
    pub row: u32,
}

/// One line of a backup product's own analyser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Analysed {
    /// Which setting.
    pub item: String,
    /// Whether it is met; `None` for a word that is not known, and for suppressed items.
    pub is_met: Option<bool>,
    /// Where it stands.
    pub row: u32,
}

/// A machine as a detection product knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Name as written.
    pub host: String,
    /// Its domain; empty when not told.
    pub domain: String,
    /// The sensor is installed.
    pub onboarded: Option<bool>,
    /// The sensor says that it works.
    pub healthy: Option<bool>,
    /// When it was last heard of.
    pub last_seen: Option<Date>,
    /// It resists being switched off.
    pub tamper: Option<bool>,
    /// Where it stands.
    pub row: u32,
}

/// How much depends on something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Normal or lower.
    Normal,
    /// High.
    High,
    /// Critical.
    Critical,
}

/// A machine of the inventory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Name as written.
    pub host: String,
    /// Network gear, which carries no sensor.
    pub is_network: bool,
    /// No longer in use.
    pub is_retired: bool,
    /// How much depends on it.
    pub rank: Option<Rank>,
    /// Where it stands.
    pub row: u32,
}

/// Something that faces the internet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Name as written.
    pub host: String,
    /// Address; empty when not told.
    pub ip: String,
    /// Port.
    pub port: Option<u32>,
    /// What it is, as written.
    pub service: String,
    /// Product with version, as written.
    pub product: String,
    /// How one signs in, as written.
    pub authentication: String,
    /// Who owns it; `None` when the table has no such column.
    pub owner: Option<String>,
    /// Where it stands.
    pub row: u32,
}

/// A supplier of the register. `None` where the table has no such column; empty where the cell is empty.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Supplier {
    /// Id as written, else the name.
    pub id: String,
    /// Name.
    pub name: String,
    /// What it does for us.
    pub service: Option<String>,
    /// What the data is for.
    pub purpose: Option<String>,
    /// How much depends on it.
    pub rank: Option<Rank>,
    /// Has privileged access.
    pub privileged: Option<bool>,
    /// Accounts given to it.
    pub accounts: Vec<String>,
    /// Whether the table says who has which account.
    pub has_accounts: bool,
    /// Data it was given.
    pub data: Option<String>,
    /// Number of records.
    pub records: Option<String>,
    /// End of the contract.
    pub contract_end: Option<Date>,
    /// Contract has security terms.
    pub clause: Option<bool>,
    /// Hours within which it must tell us of an incident.
    pub notify_hours: Option<f64>,
    /// Last review.
    pub reviewed_on: Option<Date>,
    /// A contact at any hour: its cell.
    pub contact: Option<String>,
    /// Where it stands.
    pub row: u32,
}

/// One line of training records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Training {
    /// Who, as written.
    pub person: String,
    /// When it was finished; `None` when it was not.
    pub completed_on: Option<Date>,
    /// There is something in the cell that is no date.
    pub is_unclear: bool,
    /// Where it stands.
    pub row: u32,
}

/// A vulnerability that a scan or register says is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vulnerability {
    /// Ids under which it is known: CVE first.
    pub ids: Vec<String>,
    /// Machine or artefact.
    pub asset: String,
    /// Package.
    pub package: String,
    /// Whether a fix exists; `None` when the report does not say.
    pub has_fix: Option<bool>,
    /// When the fix came out, where told.
    pub fixed_on: Option<Date>,
    /// Closed: suppressed, not affected by a VEX statement, or done with.
    pub is_closed: bool,
    /// Where it stands.
    pub row: u32,
}

/// One scan of one machine or artefact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// What was scanned.
    pub asset: String,
    /// When.
    pub day: Option<Date>,
}

/// Software that is present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// Name.
    pub name: String,
    /// Version as written; empty when not told.
    pub version: String,
    /// Package URL; empty when not told.
    pub purl: String,
    /// CPE name; empty when not told.
    pub cpe: String,
    /// Who makes it; empty when not told.
    pub vendor: String,
    /// Where it stands.
    pub row: u32,
}

/// A product that an advisory names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advised {
    /// The product, with what is said of its versions.
    pub named: Named,
    /// Where it stands.
    pub row: u32,
}

/// An entry of the list of known-exploited vulnerabilities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exploited {
    /// CVE id.
    pub cve: String,
    /// When it was listed.
    pub added: Option<Date>,
    /// Vendor as the list names it.
    pub vendor: String,
    /// Product as the list names it.
    pub product: String,
    /// Where it stands.
    pub row: u32,
}

/// An exercise that took place.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Exercise {
    /// Id as written.
    pub id: String,
    /// The day.
    pub day: Option<Date>,
    /// tabletop, functional, restore, alert-test.
    pub kind: String,
    /// Lessons it was made from.
    pub lessons: Vec<String>,
    /// Roles of those who took part.
    pub roles: Vec<String>,
    /// Somebody of a supplier took part.
    pub has_supplier: bool,
    /// Minutes until the alert was answered.
    pub ack_min: Option<f64>,
    /// Whether it took place out of office hours.
    pub out_of_hours: Option<bool>,
    /// Hours that recovery took, by system.
    pub recovery_hours: Vec<(String, f64)>,
    /// Ids of findings of high severity, each with its due day and whether it was closed and when.
    pub high_findings: Vec<HighFinding>,
    /// Only said to have taken place: minutes, not a record with measures.
    pub is_only_told: bool,
    /// Where it stands.
    pub row: u32,
}

/// A finding of high severity that an exercise left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HighFinding {
    /// Id as written.
    pub id: String,
    /// When it should be closed.
    pub due: Option<Date>,
    /// When it was.
    pub closed: Option<Date>,
}

/// Where and how long one kind of log is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Retention {
    /// Which log, as written.
    pub source: String,
    /// Off the host.
    pub off_host: Option<bool>,
    /// For how many days.
    pub days: Option<f64>,
    /// Where it stands.
    pub row: u32,
}

/// A right that an outside application has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Name of the application.
    pub app: String,
    /// Its publisher; empty when not told.
    pub publisher: String,
    /// Whether it is ours; `None` when the export cannot tell.
    pub is_own: Option<bool>,
    /// It reaches mail, files or customer data; `None` when the rights are not told.
    pub reaches_data: Option<bool>,
    /// When it was last used.
    pub used: Option<Used>,
    /// Where it stands.
    pub row: u32,
}

/// A key of an application, which belongs to no account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppKey {
    /// The application.
    pub app: String,
    /// The key.
    pub key: AccessKey,
    /// Where it stands.
    pub row: u32,
}

/// A data set and who holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataSet {
    /// Which.
    pub name: String,
    /// What kind of data; empty when not told.
    pub kind: String,
    /// How many records; empty when not told.
    pub records: String,
    /// Who holds it.
    pub holder: String,
    /// What for; empty when not told.
    pub purpose: String,
    /// Last review.
    pub reviewed_on: Option<Date>,
    /// Where it stands.
    pub row: u32,
}

/// The verdict of another tool on one of its own rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherVerdict {
    /// The tool's id of the rule.
    pub rule: String,
    /// Met, not met, or neither.
    pub is_met: Option<bool>,
    /// Where it stands.
    pub row: u32,
}

/// An entry of the register of exceptions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exception {
    /// Id as written.
    pub id: String,
    /// What it is an exception from.
    pub control: String,
    /// For whom or what.
    pub subject: String,
    /// Why.
    pub reason: String,
    /// Who approved it; empty when nobody did.
    pub approved_by: String,
    /// From when.
    pub granted: Option<Date>,
    /// Until when.
    pub expires: Option<Date>,
    /// What is done instead.
    pub compensating: Vec<String>,
    /// Where it stands.
    pub place: Option<Place>,
}

/// All that one file gave.
#[derive(Debug, Clone, Default)]
pub struct Records {
    /// Accounts.
    pub accounts: Vec<Account>,
    /// Sign-ins with one factor.
    pub sign_ins: Vec<OneFactorSignIn>,
    /// Policies on sign-in.
    pub policies: Vec<Policy>,
    /// Restore points.
    pub points: Vec<RestorePoint>,
    /// Locks on storage.
    pub locks: Vec<Lock>,
    /// Restores tried.
    pub restores: Vec<Restore>,
    /// Lines of a backup product's analyser.
    pub analysed: Vec<Analysed>,
    /// Machines with sensors.
    pub devices: Vec<Device>,
    /// Inventory.
    pub assets: Vec<Asset>,
    /// Machines a directory knows.
    pub computers: Vec<Asset>,
    /// What faces the internet.
    pub services: Vec<Service>,
    /// Suppliers.
    pub suppliers: Vec<Supplier>,
    /// Training.
    pub training: Vec<Training>,
    /// Vulnerabilities.
    pub vulnerabilities: Vec<Vulnerability>,
    /// What was scanned.
    pub scans: Vec<Scan>,
    /// Software present.
    pub components: Vec<Component>,
    /// The machine or artefact whose software is listed; empty when the list does not say.
    pub listed_for: String,
    /// The list says that it is of a whole machine, and not of something on it.
    pub is_of_machine: bool,
    /// Products that advisories name.
    pub advised: Vec<Advised>,
    /// Known-exploited list.
    pub exploited: Vec<Exploited>,
    /// Exercises.
    pub exercises: Vec<Exercise>,
    /// Retention of logs.
    pub retention: Vec<Retention>,
    /// Grants to outside applications.
    pub grants: Vec<Grant>,
    /// Keys of applications.
    pub app_keys: Vec<AppKey>,
    /// Data sets.
    pub data_sets: Vec<DataSet>,
    /// Verdicts of other tools.
    pub others: Vec<OtherVerdict>,
    /// Exceptions.
    pub exceptions: Vec<Exception>,
    /// The list says for whom it stands: a set of accounts without a second factor (GitHub's filter).
    pub is_without_second_factor: bool,
    /// When the file says that it was made.
    pub made: Option<Timestamp>,
}

impl Records {
    /// How many rows were read in all.
    pub fn n_rows(&self) -> usize {
        self.accounts.len()
            + self.sign_ins.len()
            + self.policies.len()
            + self.points.len()
            + self.locks.len()
            + self.restores.len()
            + self.analysed.len()
            + self.devices.len()
            + self.assets.len()
            + self.computers.len()
            + self.services.len()
            + self.suppliers.len()
            + self.training.len()
            + self.vulnerabilities.len()
            + self.components.len()
            + self.advised.len()
            + self.exploited.len()
            + self.exercises.len()
            + self.retention.len()
            + self.grants.len()
            + self.app_keys.len()
            + self.data_sets.len()
            + self.others.len()
            + self.exceptions.len()
    }
}
