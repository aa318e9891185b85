//! Whole briefs from invented incidents.

mod fixture;
mod reader;
mod snapshots;
