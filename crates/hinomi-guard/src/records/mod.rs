//! What exports are turned into: rows of known fields, and nothing else of the file.

mod accounts;
mod backups;
mod machines;
mod people;
mod rules;
mod software;
mod suppliers;

use jiff::Timestamp;

pub use accounts::*;
pub use backups::*;
pub use machines::*;
pub use people::*;
pub use rules::*;
pub use software::*;
pub use suppliers::*;

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

/// All that one file gave.
#[derive(Debug, Clone, Default)]
pub struct Records {
    /// Accounts.
    pub accounts: Vec<Account>,
    /// Sign-ins with one factor.
    pub sign_ins: Vec<OneFactorSignIn>,
    /// How many sign-ins of any kind the log holds.
    pub n_sign_ins: u64,
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
