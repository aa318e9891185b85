//! Whole briefs from invented incidents.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod fixture;
mod hostile;
mod mutation;
mod reader;
mod rewrite;
mod snapshots;
