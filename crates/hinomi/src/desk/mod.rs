//! The order of the stages: takes what is pending from the store, calls the stage, writes the result.
//!
//! ```text
//! gather.rs   Source → Capture
//! derive.rs   Capture → Entry, Article → Fact → Placement
//! archive.rs  Placement → Incident, as of a moment
//! news.rs      which incidents the days asked for tell of
//! decisions.rs what a person decided about incidents
//! why.rs       why an article is where it is
//! brief.rs    Incident → Brief
//! model.rs    sentences in other words, by a language model where one is configured
//! days.rs     which days can be told of
//! templates.rs the words and layouts of a brief, and a user's own over them
//! guard.rs    Posture, exports → Report
//! check.rs    digest, cited pages → Report
//! rules.rs    what a user knows of sites that are hard to read
//! vocabularies.rs the words by which facts are found, and a user's own beside them
//! ```

mod archive;
mod brief;
mod check;
mod days;
mod decisions;
mod derive;
mod gather;
mod guard;
mod model;
mod news;
mod rules;
mod stages;
mod talk;
mod templates;
mod vocabularies;
mod why;

pub use archive::{Archive, current, current_of_url};
pub use brief::{Asked, brief};
pub use check::{Pages, check};
pub use days::{days, days_json};
pub use decisions::{Decided, decide, decisions, find, told};
pub use derive::derive;
pub use gather::{Gathering, gather, import, sources};
pub use guard::{Own, catalogue, evidence_url, folder_of, own, pack, posture_file};
pub use model::ModelUse;
pub use rules::{rules, rules_of};
pub use talk::Talk;
pub use templates::Templating;
pub use vocabularies::Vocabularies;
pub use why::why;
