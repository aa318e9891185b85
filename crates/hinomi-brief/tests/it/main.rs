//! Whole briefs from invented incidents.

mod fixture;
mod mutation;
mod reader;
mod snapshots;
