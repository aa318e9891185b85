//! Lessons, and whether what happened to others could happen to us.
//!
//! ```text
//! Article → taught_by → Taught (lesson, span)
//! posture file, exports → Posture::parse, Pack::load → check → Report (finding for each check)
//! ```
//!
//! The catalogue of lessons is data (`data/lessons.toml`): an article teaches a lesson when it uses one of the
//! lesson's trigger terms in its own language. The checks of the lessons are answered on the exports an
//! organisation already has, in three values: a pass needs complete and fresh evidence with a denominator, one
//! witness is a fail, everything else is unknown and says what is missing. Only whitelisted fields of an export
//! are read, and findings hold path, row and digest, never the row.

mod ask;
mod catalogue;
mod checks;
mod diff;
mod directory;
mod drill;
mod facts;
mod hidden;
mod judge;
mod kinds;
mod pack;
mod path;
mod posture;
mod product;
mod read;
mod records;
mod render;
mod said;
mod sniff;
mod story;
mod taught;
mod verdict;

pub use ask::{Ask, Asks, ask, kinds_text, text as ask_text};
pub use catalogue::{Catalogue, Check, Condition, Error, Lesson};
pub use checks::{ExceptionState, check, check_story, exception_state, is_of_story};
pub use diff::{Change, Changed, diff, json as diff_json, text as diff_text};
pub use directory::{Directory, Met};
pub use drill::{
    Cause, Drill, Found, Inject, Measures, Participant, Reader, Record, Scenario, drill, page as drill_page,
    sheet as drill_sheet,
};
pub use judge::Naming;
pub use kinds::{Kind, provider};
pub use pack::{Evidence, Files, Pack, Standing};
pub use path::{Path, PathState, PathStep, StepState, of_lesson, path};
pub use posture::{
    Artefact, CLAIMS, ClaimType, Copy, DECLARATION_DAYS_MAX, Declaration, Declared, FILE, Posture, SCHEMA,
    Source, System,
};
pub use product::{Named, Scheme, Statement, Status, Until};
pub use read::limits::FILE_BYTES_MAX;
pub use render::{
    Format, Links, PathFormat, Setting, path as render_path, path_value, place, report as render_report,
};
pub use said::Said;
pub use sniff::{Sniffed, sniff};
pub use story::{Facts, Step, Story};
pub use taught::{Taught, taught_by};
pub use verdict::{Finding, Missing, Report, RowRef, Strength, Verdict};

/// What exports are turned into.
pub mod rows {
    pub use crate::records::*;
}

/// Every kind of evidence that is known, in the order of `data/kinds.toml`.
pub fn kinds() -> &'static [Kind] {
    kinds::all()
}
