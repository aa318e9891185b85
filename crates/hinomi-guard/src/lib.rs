//! Lessons: what an incident teaches, each with the words of the article that teach it.
//!
//! ```text
//! Article → taught_by → Taught (lesson, span)
//! ```
//!
//! The catalogue is data (`data/lessons.toml`): an article teaches a lesson when it uses one of the
//! lesson's trigger terms in its own language. Checking lessons on an organisation's own evidence
//! is not part of this version: every question about evidence is answered with *unknown*.

mod catalogue;
mod taught;

pub use catalogue::{Catalogue, Error, Lesson};
pub use taught::{Taught, taught_by};
