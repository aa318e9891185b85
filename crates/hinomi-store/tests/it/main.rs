//! The store from outside: what its users see of it.

// Samples stand outside of #[test] functions, where clippy.toml does not reach.
#![allow(clippy::unwrap_used)]

mod odd;
mod rebuild;
mod samples;
mod tables;
