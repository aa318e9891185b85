//! Restore points, locks on storage, restores tried.

use jiff::civil::Date;

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
