//! Feeds as they are written, before they become entries.

pub mod date;
pub mod lines;
