//! The order of the stages: takes what is pending from the store, calls the stage, writes the result.
//!
//! ```text
//! gather.rs   Source → Capture
//! derive.rs   Capture → Entry, Article → Fact → Placement
//! archive.rs  Placement → Incident, as of a moment
//! brief.rs    Incident → Brief → text
//! ```

mod archive;
mod brief;
mod derive;
mod gather;
mod stages;
mod talk;

pub use archive::{Archive, current, current_of_url};
pub use brief::{Asked, brief};
pub use derive::derive;
pub use gather::{Gathering, gather, import, sources};
pub use talk::Talk;
