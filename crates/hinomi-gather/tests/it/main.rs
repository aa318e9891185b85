//! The gatherer against a real HTTP server on this machine.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod http;
mod round;
mod server;
