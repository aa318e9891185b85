//! hinomi-brief
