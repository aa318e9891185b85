//! hinomi-guard
