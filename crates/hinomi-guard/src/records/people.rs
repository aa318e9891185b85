//! Training and exercises.

use jiff::civil::Date;

/// One line of training records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Training {
    /// Who, as written.
    pub person: String,
    /// Which course, as written; `None` when the table has no such column.
    pub course: Option<String>,
    /// When it was finished; `None` when it was not.
    pub completed_on: Option<Date>,
    /// There is something in the cell that is no date.
    pub is_unclear: bool,
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
    /// Roles of those who took part and are of the organisation itself.
    pub roles: Vec<String>,
    /// Somebody of a supplier took part.
    pub has_supplier: bool,
    /// Minutes until the alert was answered.
    pub ack_min: Option<f64>,
    /// The record says that nobody answered the alert.
    pub was_unanswered: bool,
    /// How the objective of a lesson was met, by its id: P, S, M, or U for unable to be performed.
    pub ratings: Vec<(String, char)>,
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
