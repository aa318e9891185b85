//! hinomi
fn main() {}
