//! Accounts of directories, how they may sign in, and their keys.

use jiff::civil::Date;

use super::Place;

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
    /// A second factor that is none of these and no plain push: codes of an app or token, or one that is not known.
    pub other: bool,
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
