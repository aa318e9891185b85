//! hinomi-incidents
