//! From incidents to a brief in which every sentence is proved.
//!
//! ```text
//! incidents → select (which, where) → rank (what comes first) → compose (sentences) → verify → Brief → md | html | json
//! ```
//!
//! [`compose()`] takes plain values and gives a plain value; [`render()`] writes it. Nothing here opens a
//! file, reads a clock or knows how facts are found: the reader of sentences is handed in.
//!
//! **Invariant:** a [`Sentence`] is made by [`verify()`] alone. What it refuses is not printed and
//! is counted in [`Stats`].

pub mod error;
pub mod input;

pub mod phrase;

pub mod overlay;
pub mod templates;
pub mod wording;

pub mod advice;
pub mod home;
pub mod rank;
pub mod sector;
pub mod select;
pub mod watch;

pub mod sentence;
pub mod verify;

pub mod brief;
pub mod compose;
pub mod references;

pub mod diff;
pub mod render;

pub mod rewrite;

pub mod check;

pub use brief::{Block, Brief, Item, Line, Section, Stats};
pub use compose::compose;
pub use diff::diff;
pub use error::Error;
pub use input::{Input, Layout, Lesson, Style, Unread, UnreadKind, Window};
pub use references::Reference;
pub use render::{Format, render};
pub use sentence::{Cite, Computed, Draft, Piece, Proof, Sentence};
pub use templates::{Override, Templates};
pub use verify::{CiteContext, Refused, verify};
pub use watch::{Watch, WatchKind};
