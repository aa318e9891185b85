//! Logs, exceptions, and the verdicts of other tools.

use jiff::civil::Date;

use super::Place;

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
