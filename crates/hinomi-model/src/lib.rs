//! The nouns of Hinomi, and the order and arithmetic that belong to them.
//!
//! Everything else in the workspace speaks in these words. The modules stand in the order in
//! which a piece of news meets them:
//!
//! ```text
//! Source → Capture → Article → Fact → Incident → Brief
//! ```
//!
//! Values here are plain: no file, no clock, no socket, no log. Ids are made from content, so
//! the same input has the same id everywhere. Two times run through all of it: when something
//! *happened* (`When`) and when it could be *known* (`Timestamp` fields named `known_at`).

pub mod warned;

pub mod id;
pub mod span;

pub mod lang;
pub mod stamp;
pub mod when;

pub mod source;

pub mod capture;
pub mod document;
pub mod entry;

pub mod article;

pub mod fact;
pub mod reading;
pub mod words;

pub mod incident;

pub use article::{Article, Block, BlockKind, Origin};
pub use capture::{Capture, Outcome, Role};
pub use document::Document;
pub use entry::Entry;
pub use fact::{Fact, FactsOf, Slot, Value};
pub use id::{ArticleId, CaptureId, FactId, IncidentId};
pub use incident::{Claim, ClaimValue, Fate, Incident, Life, Member, Rule};
pub use lang::Lang;
pub use reading::Reading;
pub use source::{Reliability, Source, SourceKind, Tlp, Voice};
pub use span::Span;
pub use stamp::Stamp;
pub use warned::{Warned, Warning};
pub use when::When;
pub use words::{Qualifier, SaidBy, Status, Story, Unit};
