//! hinomi-facts
