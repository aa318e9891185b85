//! Machines, their sensors, and what faces the internet.

use jiff::civil::Date;

/// A machine as a detection product knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Name as written.
    pub host: String,
    /// Its domain; empty when not told.
    pub domain: String,
    /// The sensor is installed.
    pub onboarded: Option<bool>,
    /// The sensor says that it works.
    pub healthy: Option<bool>,
    /// When it was last heard of.
    pub last_seen: Option<Date>,
    /// It resists being switched off.
    pub tamper: Option<bool>,
    /// Where it stands.
    pub row: u32,
}

/// How much depends on something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Normal or lower.
    Normal,
    /// High.
    High,
    /// Critical.
    Critical,
}

/// A machine of the inventory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Name as written.
    pub host: String,
    /// Network gear, which carries no sensor.
    pub is_network: bool,
    /// No longer in use.
    pub is_retired: bool,
    /// How much depends on it.
    pub rank: Option<Rank>,
    /// Where it stands.
    pub row: u32,
}

/// Something that faces the internet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Name as written.
    pub host: String,
    /// Address; empty when not told.
    pub ip: String,
    /// Port.
    pub port: Option<u32>,
    /// What it is, as written.
    pub service: String,
    /// Product with version, as written.
    pub product: String,
    /// How one signs in, as written.
    pub authentication: String,
    /// Who owns it; `None` when the table has no such column.
    pub owner: Option<String>,
    /// Where it stands.
    pub row: u32,
}
