//! hinomi-eval
fn main() {}
