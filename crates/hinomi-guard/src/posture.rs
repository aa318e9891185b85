//! The posture file: which exports exist, what people declare, what is excepted (`hinomi.posture/1`).
//!
//! A typo must not become silence: an unknown key, kind, claim or reference is an error with its line, and
//! nothing is checked until it is mended.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::Warning;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use toml::Spanned;

use crate::catalogue::Catalogue;
use crate::kinds;
use crate::read::bytes::label;
use crate::read::moment;
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

mod wire {
    use super::*;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct File {
        pub schema: Spanned<String>,
        #[serde(default)]
        pub organisation: String,
        pub as_of: Option<Spanned<Day>>,
        pub timezone: Option<Spanned<String>>,
        #[serde(default)]
        pub directories: Vec<Spanned<String>>,
        #[serde(default)]
        pub policy: toml::Table,
        #[serde(default)]
        pub source: Vec<Spanned<Source>>,
        #[serde(default)]
        pub system: Vec<Spanned<System>>,
        #[serde(default)]
        pub copy: Vec<Spanned<Copy>>,
        #[serde(default)]
        pub declaration: Vec<Spanned<Declaration>>,
        #[serde(default)]
        pub exception: Vec<Spanned<Exception>>,
    }

    /// A TOML date, or a text that is one.
    #[derive(Deserialize)]
    #[serde(untagged)]
    pub enum Day {
        Date(toml::value::Datetime),
        Text(String),
    }

    impl Day {
        pub fn date(&self) -> Option<Date> {
            match self {
                Self::Date(at) => {
                    moment::day(&at.date.map(|date| date.to_string())?, None, moment::Order::Unknown)
                }
                Self::Text(text) => moment::day(text, None, moment::Order::Unknown),
            }
        }
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Source {
        pub id: Spanned<String>,
        pub kind: Spanned<String>,
        pub path: Spanned<String>,
        pub collected: Option<Spanned<Day>>,
        pub scope: Option<Spanned<String>>,
        pub covers: Option<Covers>,
        pub encoding: Option<Spanned<String>>,
        #[serde(default)]
        pub map: BTreeMap<String, String>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Covers {
        pub from: Spanned<Day>,
        pub to: Spanned<Day>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct System {
        pub id: Spanned<String>,
        #[serde(default)]
        pub name: String,
        #[serde(default)]
        pub critical: bool,
        #[serde(default)]
        pub hosts: Vec<String>,
        pub rto_hours: Option<f64>,
        pub rpo_hours: Option<f64>,
        #[serde(default)]
        pub copies: Vec<Spanned<String>>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Copy {
        pub id: Spanned<String>,
        pub system: Option<Spanned<String>>,
        pub listing: Option<Spanned<String>>,
        pub lock: Option<Spanned<String>>,
        pub vault: Option<Spanned<String>>,
        pub restores: Option<Spanned<String>>,
        #[serde(default)]
        pub media: String,
        pub delete_authority: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(untagged)]
    pub enum Value {
        YesNo(bool),
        Number(f64),
        Other(serde::de::IgnoredAny),
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Declaration {
        pub id: Spanned<String>,
        pub claim: Spanned<String>,
        #[serde(default)]
        pub subject: String,
        pub value: Spanned<Value>,
        #[serde(default)]
        #[allow(dead_code, reason = "people's own words: accepted, never read")]
        pub statement: String,
        #[serde(default)]
        pub declared_by: String,
        pub declared_on: Option<Spanned<Day>>,
        pub expires: Option<Spanned<Day>>,
        #[serde(default)]
        pub evidence: Vec<Artefact>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Artefact {
        #[serde(default)]
        pub kind: String,
        pub path: Option<Spanned<String>>,
        #[serde(default, rename = "ref")]
        pub reference: String,
        pub sha256: Option<Spanned<String>>,
        pub dated: Option<Spanned<Day>>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Exception {
        #[serde(default)]
        pub id: String,
        #[serde(default)]
        pub control: String,
        pub subject: Spanned<String>,
        #[serde(default)]
        pub reason: String,
        #[serde(default)]
        pub approved_by: String,
        pub granted: Option<Spanned<Day>>,
        pub expires: Option<Spanned<Day>>,
        #[serde(default)]
        pub compensating: OneOrMany,
    }

    #[derive(Deserialize, Default)]
    #[serde(untagged)]
    pub enum OneOrMany {
        #[default]
        None,
        One(String),
        Many(Vec<String>),
    }
}

/// Reads the file while collecting what is wrong, each with its line.
struct Reading<'a> {
    text: &'a str,
    file: &'a str,
    errors: Vec<Warning>,
    warnings: Vec<Warning>,
}

impl Reading<'_> {
    fn line(&self, offset: usize) -> u32 {
        let before = &self.text.as_bytes()[..offset.min(self.text.len())];
        before.iter().filter(|b| **b == b'\n').count() as u32 + 1
    }

    fn place(&self, offset: usize) -> String {
        format!("{} line {}", self.file, self.line(offset))
    }

    fn error<T>(&mut self, at: &Spanned<T>, what: String, remedy: &str) {
        let place = self.place(at.span().start);
        self.errors.push(Warning::new(place, what, remedy));
    }

    fn warn<T>(&mut self, at: &Spanned<T>, what: String, remedy: &str) {
        let place = self.place(at.span().start);
        self.warnings.push(Warning::new(place, what, remedy));
    }

    fn day(&mut self, day: Option<&Spanned<wire::Day>>) -> Option<Date> {
        let day = day?;
        let date = day.get_ref().date();
        if date.is_none() {
            self.error(day, "is no date".to_owned(), "write it like 2025-10-17");
        }
        date
    }

    fn path(&mut self, path: &Spanned<String>) -> String {
        let told = path.get_ref();
        let odd = told.starts_with(['/', '\\', '~'])
            || told.contains(':')
            || told.split(['/', '\\']).any(|part| part == "..");
        if odd || told.is_empty() {
            self.error(
                path,
                format!("path {told:?} leads out of the folder"),
                "keep exports beside or below the posture file",
            );
        }
        told.clone()
    }
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
        let sources: Vec<Source> =
            wire.source.iter().map(|source| self::source(&mut reading, source)).collect();
        let copies: Vec<Copy> = wire.copy.iter().map(|copy| self::copy(&mut reading, copy)).collect();
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

fn malformed(reading: &Reading<'_>, error: &toml::de::Error) -> Warning {
    let place = error.span().map_or_else(|| reading.file.to_owned(), |span| reading.place(span.start));
    Warning::new(
        place,
        error.message().replace('\n', " "),
        "mend it; a key that is not known is never ignored",
    )
}

/// Thresholds are those that checks name as parameters.
fn policy(
    reading: &mut Reading<'_>,
    table: &toml::Table,
    catalogue: &Catalogue,
) -> (BTreeMap<String, f64>, Vec<String>) {
    let spans = toml::de::DeTable::parse(reading.text).ok();
    let spans = spans.as_ref().and_then(|table| table.get_ref().get("policy")?.get_ref().as_table());
    let known: BTreeSet<&str> =
        catalogue.checks().flat_map(|(_, check)| check.params.keys().map(String::as_str)).collect();
    let mut out = BTreeMap::new();
    let mut realms = Vec::new();
    for (key, value) in table {
        let start = spans
            .and_then(|spans| spans.iter().find(|(name, _)| name.get_ref() == key))
            .map_or(0, |(name, _)| name.span().start);
        let number = value.as_float().or_else(|| value.as_integer().map(|n| n as f64));
        let place = reading.place(start);
        match (key.as_str(), number, value.as_array()) {
            ("production_realms", _, Some(list)) => {
                realms = list.iter().filter_map(|realm| realm.as_str().map(str::to_owned)).collect();
            }
            (key, Some(number), _) if known.contains(key) && number.is_finite() && number >= 0.0 => {
                out.insert(key.to_owned(), number);
            }
            (key, _, _) if known.contains(key) || key == "production_realms" => {
                reading.errors.push(Warning::new(
                    place,
                    format!("{key} has a value of the wrong type"),
                    "write a number that is not negative",
                ));
            }
            (key, _, _) => {
                let names: Vec<&str> = known.iter().copied().collect();
                reading.errors.push(Warning::new(
                    place,
                    format!("unknown threshold {key:?}"),
                    format!("known are {}", names.join(", ")),
                ));
            }
        }
    }
    (out, realms)
}

fn directories(reading: &mut Reading<'_>, words: &[Spanned<String>]) -> BTreeSet<Provider> {
    let mut out = BTreeSet::new();
    for word in words {
        match Provider::of_word(word.get_ref()) {
            Some(provider) => {
                out.insert(provider);
            }
            None => reading.error(
                word,
                format!("unknown directory {:?}", word.get_ref()),
                &format!("known are {}", Provider::ALL.map(Provider::word).join(", ")),
            ),
        }
    }
    out
}

fn source(reading: &mut Reading<'_>, at: &Spanned<wire::Source>) -> Source {
    let wire = at.get_ref();
    if kinds::kind(wire.kind.get_ref()).is_none() {
        reading.error(
            &wire.kind,
            format!("unknown kind {:?}", wire.kind.get_ref()),
            "`hinomi guard ask --kinds` lists them",
        );
    }
    let is_all = match wire.scope.as_ref().map(|scope| (scope, scope.get_ref().as_str())) {
        Some((_, "all")) => true,
        Some((_, "partial")) => false,
        Some((scope, other)) => {
            reading.error(scope, format!("scope is {other:?}"), "write \"all\" or \"partial\"");
            false
        }
        None => false,
    };
    if let Some(encoding) = &wire.encoding
        && label(encoding.get_ref()).is_none()
    {
        reading.error(
            encoding,
            format!("unknown encoding {:?}", encoding.get_ref()),
            "write one like \"cp932\", \"utf-8\" or \"utf-16le\"",
        );
    }
    let covers = wire
        .covers
        .as_ref()
        .and_then(|covers| Some((reading.day(Some(&covers.from))?, reading.day(Some(&covers.to))?)));
    Source {
        id: wire.id.get_ref().clone(),
        kind: wire.kind.get_ref().clone(),
        path: reading.path(&wire.path),
        collected: reading.day(wire.collected.as_ref()),
        is_all,
        covers,
        encoding: wire.encoding.as_ref().map(|encoding| encoding.get_ref().clone()),
        map: wire.map.clone(),
        line: reading.line(at.span().start),
    }
}

fn copy(reading: &mut Reading<'_>, at: &Spanned<wire::Copy>) -> Copy {
    let wire = at.get_ref();
    let plain = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.get_ref().clone());
    Copy {
        id: wire.id.get_ref().clone(),
        listing: plain(&wire.listing),
        lock: plain(&wire.lock),
        vault: plain(&wire.vault),
        restores: plain(&wire.restores),
        media: wire.media.clone(),
        delete_authority: wire.delete_authority.clone().filter(|realm| !realm.trim().is_empty()),
        line: reading.line(at.span().start),
    }
}

fn systems(reading: &mut Reading<'_>, wire: &wire::File, copies: &[Copy]) -> Vec<System> {
    let mut out = Vec::new();
    for at in &wire.system {
        let system = at.get_ref();
        let mut named: Vec<String> = Vec::new();
        for copy in &system.copies {
            if !copies.iter().any(|known| known.id == *copy.get_ref()) {
                reading.error(
                    copy,
                    format!(
                        "system {} names copy {:?}, which is not there",
                        system.id.get_ref(),
                        copy.get_ref()
                    ),
                    "add [[copy]] or mend the name",
                );
            }
            named.push(copy.get_ref().clone());
        }
        for copy in &wire.copy {
            let of = copy.get_ref().system.as_ref().map(Spanned::get_ref);
            if of == Some(system.id.get_ref()) && !named.contains(copy.get_ref().id.get_ref()) {
                named.push(copy.get_ref().id.get_ref().clone());
            }
        }
        out.push(System {
            id: system.id.get_ref().clone(),
            name: if system.name.is_empty() { system.id.get_ref().clone() } else { system.name.clone() },
            is_critical: system.critical,
            hosts: system.hosts.clone(),
            rto_hours: system.rto_hours,
            rpo_hours: system.rpo_hours,
            copies: named,
            line: reading.line(at.span().start),
        });
    }
    out
}

/// Ids stand once, and what is referred to is there.
fn references(reading: &mut Reading<'_>, wire: &wire::File) {
    let mut seen: BTreeMap<(&str, &str), ()> = BTreeMap::new();
    let ids = wire
        .source
        .iter()
        .map(|s| ("source", &s.get_ref().id))
        .chain(wire.system.iter().map(|s| ("system", &s.get_ref().id)))
        .chain(wire.copy.iter().map(|c| ("copy", &c.get_ref().id)))
        .chain(wire.declaration.iter().map(|d| ("declaration", &d.get_ref().id)));
    for (what, id) in ids {
        if seen.insert((what, id.get_ref()), ()).is_some() {
            reading.error(
                id,
                format!("{what} {:?} stands twice", id.get_ref()),
                "give one of them another id",
            );
        }
    }
    for copy in &wire.copy {
        let copy = copy.get_ref();
        for (key, reference) in [
            ("listing", &copy.listing),
            ("lock", &copy.lock),
            ("vault", &copy.vault),
            ("restores", &copy.restores),
        ] {
            let Some(reference) = reference else { continue };
            if !wire.source.iter().any(|source| source.get_ref().id.get_ref() == reference.get_ref()) {
                reading.error(
                    reference,
                    format!("{key} names source {:?}, which is not there", reference.get_ref()),
                    "add [[source]] or mend the name",
                );
            }
        }
        if let Some(system) = &copy.system
            && !wire.system.iter().any(|known| known.get_ref().id.get_ref() == system.get_ref())
        {
            reading.error(
                system,
                format!("copy names system {:?}, which is not there", system.get_ref()),
                "add [[system]] or mend the name",
            );
        }
    }
}

fn declaration(reading: &mut Reading<'_>, at: &Spanned<wire::Declaration>) -> Option<Declaration> {
    let wire = at.get_ref();
    let claim = wire.claim.get_ref();
    let Some((_, of_type)) = CLAIMS.iter().find(|(name, _)| name == claim) else {
        let names: Vec<&str> = CLAIMS.iter().map(|(name, _)| *name).collect();
        reading.error(
            &wire.claim,
            format!("unknown claim {claim:?}"),
            &format!("known are {}", names.join(", ")),
        );
        return None;
    };
    let value = match (wire.value.get_ref(), of_type) {
        (wire::Value::YesNo(yes), _) if *of_type == ClaimType::YesNo || !yes => Declared::YesNo(*yes),
        (wire::Value::Number(number), ClaimType::Number) if number.is_finite() => Declared::Number(*number),
        _ => {
            let remedy =
                if *of_type == ClaimType::YesNo { "write true or false" } else { "write a number of days" };
            reading.error(&wire.value, format!("{claim} has a value of the wrong type"), remedy);
            return None;
        }
    };
    let declared_on = reading.day(wire.declared_on.as_ref());
    let expires = reading.day(wire.expires.as_ref());
    if expires.is_none() {
        reading.warn(
            &wire.id,
            format!("declaration {:?} has no end date and counts as not made", wire.id.get_ref()),
            "add expires, at most a year after declared_on",
        );
    }
    let mut evidence = Vec::new();
    for artefact in &wire.evidence {
        evidence.push(Artefact {
            kind: artefact.kind.clone(),
            path: artefact.path.as_ref().map(|path| reading.path(path)),
            reference: artefact.reference.clone(),
            sha256: artefact.sha256.as_ref().map(|digest| digest.get_ref().to_ascii_lowercase()),
            dated: reading.day(artefact.dated.as_ref()),
        });
    }
    Some(Declaration {
        id: wire.id.get_ref().clone(),
        claim: claim.clone(),
        subject: wire.subject.clone(),
        value,
        declared_by: wire.declared_by.clone(),
        declared_on,
        expires,
        evidence,
        line: reading.line(at.span().start),
    })
}

fn exception(reading: &mut Reading<'_>, at: &Spanned<wire::Exception>) -> crate::records::Exception {
    let wire = at.get_ref();
    let line = reading.line(at.span().start);
    crate::records::Exception {
        id: if wire.id.is_empty() { format!("line {line}") } else { wire.id.clone() },
        control: wire.control.clone(),
        subject: wire.subject.get_ref().clone(),
        reason: wire.reason.clone(),
        approved_by: wire.approved_by.clone(),
        granted: reading.day(wire.granted.as_ref()),
        expires: reading.day(wire.expires.as_ref()),
        compensating: match &wire.compensating {
            wire::OneOrMany::None => Vec::new(),
            wire::OneOrMany::One(one) => vec![one.clone()],
            wire::OneOrMany::Many(many) => many.clone(),
        },
        place: Some(crate::records::Place { source: crate::records::Place::POSTURE, row: line }),
    }
}

/// A declaration about a copy or system that is not there says nothing; that is told.
fn known_subjects(reading: &mut Reading<'_>, wire: &wire::File) {
    let known = |subject: &str| {
        wire.system.iter().any(|system| system.get_ref().id.get_ref() == subject)
            || wire.copy.iter().any(|copy| copy.get_ref().id.get_ref() == subject)
    };
    for at in &wire.declaration {
        let declaration = at.get_ref();
        let claim = declaration.claim.get_ref();
        let of_system = claim.starts_with("backup.") || claim.starts_with("continuity.");
        if of_system && !declaration.subject.is_empty() && !known(&declaration.subject) {
            let what = format!(
                "declaration {:?} is about {:?}, which is no system and no copy",
                declaration.id.get_ref(),
                declaration.subject
            );
            reading.warn(&declaration.id, what, "mend its subject");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "schema = \"hinomi.posture/1\"\nas_of = 2025-10-18\ntimezone = \"Asia/Tokyo\"\n";

    fn check(body: &str, expected: &[&str]) {
        let got = match Posture::parse(&format!("{HEAD}{body}"), "p.toml", &Catalogue::bundled()) {
            Ok(_) => Vec::new(),
            Err(errors) => errors.iter().map(ToString::to_string).collect(),
        };
        assert_eq!(got.len(), expected.len(), "{got:?}");
        for (got, expected) in got.iter().zip(expected) {
            assert!(got.contains(expected), "{got}");
        }
    }

    const SOURCE: &str = "[[source]]\nid = \"a\"\nkind = \"gitlab.users\"\npath = \"a.json\"\n";

    #[test]
    fn a_typo_is_an_error_with_its_line() {
        check(SOURCE, &[]);
        check(&format!("{SOURCE}colected = 2025-10-17\n"), &["p.toml line 8"]);
        check(
            "[[source]]\nid = \"a\"\nkind = \"gitlab.user\"\npath = \"a.json\"\n",
            &["p.toml line 6: unknown kind \"gitlab.user\""],
        );
        check(
            "[[source]]\nid = \"a\"\nkind = \"gitlab.users\"\npath = \"../a.json\"\n",
            &["p.toml line 7: path \"../a.json\" leads out"],
        );
        check(
            &format!("{SOURCE}scope = \"most\"\n{SOURCE}"),
            &["line 8: scope is \"most\"", "line 10: source \"a\" stands twice"],
        );
        check("[policy]\ndwell_days = 3\n", &["p.toml line 5: unknown threshold \"dwell_days\""]);
        check(
            "[policy]\ndwell_cover_days = \"long\"\n",
            &["line 5: dwell_cover_days has a value of the wrong type"],
        );
        check(
            "[[declaration]]\nid = \"d\"\nclaim = \"ir.plna\"\nvalue = true\n",
            &["line 6: unknown claim \"ir.plna\""],
        );
        check(
            "[[declaration]]\nid = \"d\"\nclaim = \"ir.plan\"\nvalue = \"yes\"\n",
            &["line 7: ir.plan has a value of the wrong type"],
        );
        check("[[system]]\nid = \"s\"\ncopies = [\"c\"]\n", &["line 6: system s names copy \"c\""]);
        check(
            "[[copy]]\nid = \"c\"\nlisting = \"x\"\nsystem = \"s\"\n",
            &["line 6: listing names source \"x\"", "line 7: copy names system \"s\""],
        );
        check("directories = [\"entra\", \"azure\"]\n", &["line 4: unknown directory \"azure\""]);
        check("[[source\n", &["line 4"]);
        check("collected = 1\n", &["line 4"]);
    }

    #[test]
    fn dates_are_dates_or_texts() {
        let text = format!(
            "{HEAD}{SOURCE}collected = \"2025-10-17\"\ncovers = {{ from = 2025-10-01, to = 2025-10-17 }}\n"
        );
        let posture = Posture::parse(&text, "p.toml", &Catalogue::bundled()).unwrap();
        assert_eq!(posture.sources[0].collected.unwrap().to_string(), "2025-10-17");
        assert_eq!(posture.sources[0].covers.unwrap().0.to_string(), "2025-10-01");
        check(&format!("{SOURCE}collected = \"soon\"\n"), &["line 8: is no date"]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(body in "[\\[\\]a-z=\"0-9\n .{}]{0,80}") {
            let _ = Posture::parse(&format!("{HEAD}{body}"), "p", &Catalogue::bundled());
        }
    }
}
