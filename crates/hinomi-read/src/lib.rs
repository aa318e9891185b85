//! hinomi-read
