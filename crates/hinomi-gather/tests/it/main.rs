//! The gatherer against a real HTTP server on this machine.

mod http;
mod round;
mod server;
