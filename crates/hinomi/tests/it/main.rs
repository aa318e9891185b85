//! End to end: the binary as a user runs it, on the bundled example and on bad input.

mod arrows;
mod bad_input;
mod brief;
mod killed;
mod run;
