//! Feeds, pages and imports: from sources to captures.
//!
//! ```text
//! Source → poll → Capture → entries → Entry
//!            ↑ Fetch (HTTP, or a recorded web)
//! file → import → Capture
//! ```
//!
//! [`poll()`] asks the [`Fetch`] it is handed for feeds and for the pages their entries name, and
//! hands every capture to the caller before anything is derived from it. [`entries`] reads a
//! captured feed, without a socket, a clock or a file. [`import`] turns the bytes of a file into
//! captures. Only `fetch/http.rs` opens the network; only `fetch/replay.rs` reads a folder.

pub mod error;

pub mod sources;

pub mod fetch;

pub mod poll;

pub mod wire;

mod kind;

mod entries;

mod import;

pub use entries::entries;
pub use error::Error;
pub use fetch::http::HttpFetch;
pub use fetch::replay::ReplayFetch;
pub use fetch::{Answer, Fetch, Request, Validators, Wanted};
pub use import::{IMPORT_BYTES_MAX, import};
pub use kind::lists_entries;
pub use poll::{Memory, PageSeen, Plan, Polled, Progress, SourcePolled, State, poll};
