//! hinomi-gather
