//! Whole organisations, invented for the tests, in `orgs/`: their verdicts; that no loss, ageing or damage of
//! evidence makes an answer better; that secrets of exports come out nowhere; that bad input costs one clear line.
//!
//! Every cell and key that no reader needs holds [`CANARY`] where an export would hold a secret.

mod backups;
mod bad_input;
mod declared;
mod directory;
mod exposed;
mod machines;
mod moves;
mod names;
mod org;
mod people;
mod secrets;
mod small;
mod story;
mod suppliers;
mod verdicts;

/// Stands where exports hold secrets.
pub const CANARY: &str = "CANARY-3b9d";

/// The folders of `orgs/`.
pub const ORGS: [&str; 3] = ["kawabe", "minato", "northquay"];
