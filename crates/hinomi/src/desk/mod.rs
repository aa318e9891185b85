//! The order of the stages: takes what is pending from the store, calls the stage, writes the result.
//!
//! ```text
//! gather.rs   Source → Capture
//! derive.rs   Capture → Entry, Article → Fact → Placement
//! archive.rs  Placement → Incident, as of a moment
//! decisions.rs what a person decided about incidents
//! brief.rs    Incident → Brief → text
//! check.rs    digest, cited pages → Report
//! ```

mod archive;
mod brief;
mod check;
mod decisions;
mod derive;
mod gather;
mod stages;
mod talk;

pub use archive::placements;
pub use archive::{Archive, current, current_of_url};
pub use brief::{Asked, brief};
pub use check::{Pages, check};
pub use decisions::{Decided, decide, decisions};
pub use derive::{derive, place_from};
pub use gather::{Gathering, gather, import, sources};
pub use talk::Talk;
