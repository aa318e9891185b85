//! Kills a writer.
fn main() {}
