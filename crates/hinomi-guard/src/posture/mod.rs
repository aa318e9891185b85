//! The posture file: which exports exist, what people declare, what is excepted (`hinomi.posture/1`).
//!
//! A typo must not become silence: an unknown key, kind, claim or reference is an error with its line, and
//! nothing is checked until it is mended.

mod declared;
mod reading;
mod references;
mod tables;
#[cfg(test)]
mod tests;
mod wire;

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::Warning;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use self::declared::{declaration, exception};
use self::reading::Reading;
use self::references::{known_subjects, references};
use self::tables::{copy, directories, malformed, policy, source, systems};
use crate::catalogue::Catalogue;
use crate::records::Provider;

/// What the file must say under `schema`.
pub const SCHEMA: &str = "hinomi.posture/1";

/// The name of the file in a folder of exports.
pub const FILE: &str = "hinomi-posture.toml";

/// Longest time a declaration may hold, in days.
pub const DECLARATION_DAYS_MAX: i64 = 365;

/// What can be declared, and of which type the value is.
pub const CLAIMS: &[(&str, ClaimType)] = &[
    ("backup.offline", ClaimType::YesNo),
    ("backup.immutable", ClaimType::YesNo),
    ("backup.restore_test", ClaimType::YesNo),
    ("backup.separate_authority", ClaimType::YesNo),
    ("monitoring.24x7", ClaimType::YesNo),
    ("logs.offhost_retention_days", ClaimType::Number),
    ("ir.plan", ClaimType::YesNo),
    ("continuity.manual_procedure", ClaimType::YesNo),
    ("reset.identity_proof", ClaimType::YesNo),
    ("edge.supported", ClaimType::YesNo),
];

/// Of which type the value of a claim is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimType {
    /// true or false.
    YesNo,
    /// A number of days.
    Number,
}

/// One export.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Its id.
    pub id: String,
    /// Its kind, one of `kinds.toml`.
    pub kind: String,
    /// Where it is, relative to the posture file.
    pub path: String,
    /// When it was made.
    pub collected: Option<Date>,
    /// It is declared to hold everything.
    pub is_all: bool,
    /// Which days it covers, where told.
    pub covers: Option<(Date, Date)>,
    /// Its declared encoding.
    pub encoding: Option<String>,
    /// Its column names.
    pub map: BTreeMap<String, String>,
    /// Its line in the file.
    pub line: u32,
}

/// A system of the organisation.
#[derive(Debug, Clone, PartialEq)]
pub struct System {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The business depends on it.
    pub is_critical: bool,
    /// Its machines.
    pub hosts: Vec<String>,
    /// Target for the time to recover, in hours.
    pub rto_hours: Option<f64>,
    /// Target for the data that may be lost, in hours.
    pub rpo_hours: Option<f64>,
    /// Ids of its copies, those that name it included.
    pub copies: Vec<String>,
    /// Its line.
    pub line: u32,
}

/// One copy of a system's data.
#[derive(Debug, Clone, PartialEq)]
pub struct Copy {
    /// Its id.
    pub id: String,
    /// The source that lists its restore points.
    pub listing: Option<String>,
    /// The source that shows its lock.
    pub lock: Option<String>,
    /// The source that shows its vault.
    pub vault: Option<String>,
    /// The source that shows restores from it.
    pub restores: Option<String>,
    /// disk, object, vault, tape, removable, saas.
    pub media: String,
    /// The realm whose administrators can erase it.
    pub delete_authority: Option<String>,
    /// Its line.
    pub line: u32,
}

/// What a declaration says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Declared {
    /// Yes or no.
    YesNo(bool),
    /// A number.
    Number(f64),
}

/// Something that no export can show, said by somebody.
#[derive(Debug, Clone, PartialEq)]
pub struct Declaration {
    /// Its id.
    pub id: String,
    /// What is claimed.
    pub claim: String,
    /// Of what; empty for the whole organisation.
    pub subject: String,
    /// The value.
    pub value: Declared,
    /// Who says it, by role.
    pub declared_by: String,
    /// When.
    pub declared_on: Option<Date>,
    /// Until when it holds.
    pub expires: Option<Date>,
    /// What it rests on.
    pub evidence: Vec<Artefact>,
    /// Its line.
    pub line: u32,
}

/// A document that a declaration rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artefact {
    /// document, log, contract, config, drill.
    pub kind: String,
    /// The file, relative to the posture file.
    pub path: Option<String>,
    /// Or where it can be found.
    pub reference: String,
    /// Its digest in hexadecimal.
    pub sha256: Option<String>,
    /// Of which day it is.
    pub dated: Option<Date>,
}

/// A posture file, checked.
#[derive(Debug, Clone)]
pub struct Posture {
    /// Name of the organisation.
    pub organisation: String,
    /// The day it speaks of.
    pub as_of: Option<Date>,
    /// Zone of times without one.
    pub zone: Option<TimeZone>,
    /// Thresholds that replace those of the catalogue.
    pub policy: BTreeMap<String, f64>,
    /// Realms whose administrators run production.
    pub production_realms: Vec<String>,
    /// The directories in which people and programs of the organisation sign in, all of them; empty when not told.
    pub directories: BTreeSet<Provider>,
    /// Exports.
    pub sources: Vec<Source>,
    /// Systems.
    pub systems: Vec<System>,
    /// Copies.
    pub copies: Vec<Copy>,
    /// Declarations.
    pub declarations: Vec<Declaration>,
    /// Exceptions.
    pub exceptions: Vec<crate::records::Exception>,
    /// What is odd but no error.
    pub warnings: Vec<Warning>,
}

impl Posture {
    /// Reads a posture file; `file` names it in messages.
    ///
    /// Errors come all together, each as one line with file and line: unknown keys, kinds, claims, references,
    /// thresholds, values of the wrong type, paths that lead out of the folder.
    pub fn parse(text: &str, file: &str, catalogue: &Catalogue) -> Result<Self, Vec<Warning>> {
        let mut reading = Reading { text, file, errors: Vec::new(), warnings: Vec::new() };
        let wire: wire::File = toml::from_str(text).map_err(|error| vec![malformed(&reading, &error)])?;
        if wire.schema.get_ref() != SCHEMA {
            let what = format!("schema is {:?}", wire.schema.get_ref());
            reading.error(&wire.schema, what, "write schema = \"hinomi.posture/1\"");
        }
        let zone = wire.timezone.as_ref().and_then(|name| match TimeZone::get(name.get_ref()) {
            Ok(zone) => Some(zone),
            Err(_) => {
                reading.error(
                    name,
                    format!("unknown zone {:?}", name.get_ref()),
                    "write one like \"Asia/Tokyo\"",
                );
                None
            }
        });
        let (policy, production_realms) = policy(&mut reading, &wire.policy, catalogue);
        let directories = directories(&mut reading, &wire.directories);
        let as_of = reading.day(wire.as_of.as_ref());
        let sources: Vec<Source> = wire.source.iter().map(|at| source(&mut reading, at)).collect();
        let copies: Vec<Copy> = wire.copy.iter().map(|at| copy(&mut reading, at)).collect();
        let systems = systems(&mut reading, &wire, &copies);
        references(&mut reading, &wire);
        let declarations = wire.declaration.iter().filter_map(|d| declaration(&mut reading, d)).collect();
        let exceptions = wire.exception.iter().map(|e| exception(&mut reading, e)).collect();
        known_subjects(&mut reading, &wire);
        if !reading.errors.is_empty() {
            return Err(reading.errors);
        }
        Ok(Self {
            organisation: wire.organisation,
            as_of,
            zone,
            policy,
            production_realms,
            directories,
            sources,
            systems,
            copies,
            declarations,
            exceptions,
            warnings: reading.warnings,
        })
    }

    /// The source with that id, with its index.
    pub fn source(&self, id: &str) -> Option<(usize, &Source)> {
        self.sources.iter().enumerate().find(|(_, source)| source.id == id)
    }

    /// The copy with that id.
    pub fn copy(&self, id: &str) -> Option<&Copy> {
        self.copies.iter().find(|copy| copy.id == id)
    }
}
