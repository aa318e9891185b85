//! hinomi-store
