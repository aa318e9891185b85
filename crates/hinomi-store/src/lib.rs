//! The data directory: captures as files, and a database of what was derived from them.
//!
//! Captures are kept as received and never change; every other row can be thrown away and made again
//! from them ([`Store::rebuild`]). A capture is on the disk before anything is derived from it, so a
//! process that is killed at any instant loses none and leaves none half written:
//!
//! 1. a mark says that rows may lag behind the captures (`gathering`, durable);
//! 2. the capture is written beside its place, flushed, renamed, its directory flushed;
//! 3. its row is written; [`Store::put_capture`] returns;
//! 4. when the database is on disk as well, the mark goes ([`Store::settle`]).
//!
//! Whoever opens a store for writing and finds the mark looks through the captures and adds the rows that
//! are missing. Only this crate writes, only one process at a time, and no SQL stands elsewhere.
//!
//! **Invariant:** what is kept in the database alone is derived. What the user decides goes into files.

mod columns;
mod error;
mod layout;
mod lock;
mod schema;
mod spread;

mod reconcile;
mod store;

mod capture_file;
mod captures;
mod receipts;

mod articles;
mod entries;
mod facts;
mod placements;

mod answers;
mod decisions;

mod stages;
mod stats;

pub use answers::{AnswerStats, KeptAnswer};
pub use capture_file::{BODY_BYTES_MAX, CAPTURE_FORMAT, HEADER_BYTES_MAX};
pub use captures::{CaptureRow, CaptureRows};
pub use decisions::DECISIONS_BYTES_MAX;
pub use error::Error;
pub use placements::PlacementRow;
pub use receipts::{LatestPage, Unread};
pub use schema::SCHEMA_VERSION;
pub use stages::Stage;
pub use stats::Stats;
pub use store::{Access, Store};
