//! End to end: the binary as a user runs it, on the bundled example and on bad input.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod arrows;
mod bad_input;
mod brief;
mod check;
mod guard;
mod guard_pages;
mod incident;
mod killed;
mod model;
mod reading;
mod run;
