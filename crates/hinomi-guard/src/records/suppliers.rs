//! Suppliers, the data they hold, the applications that reach ours.

use jiff::civil::Date;

use super::accounts::{AccessKey, Used};
use super::machines::Rank;

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

/// A right that an outside application has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Name of the application, which others may share.
    pub app: String,
    /// Its id in the export; empty when not told.
    pub id: String,
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
