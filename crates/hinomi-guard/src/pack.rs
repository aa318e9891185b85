//! An organisation's evidence, read: every source with its records, and how far it can be relied on.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use hinomi_model::Warning;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::directory::Directory;
use crate::kinds;
use crate::posture::{DECLARATION_DAYS_MAX, Declaration, Declared, Posture, Source};
use crate::read::context::Context;
use crate::read::phrases::in_japanese;
use crate::read::placeholder::is_placeholder;
use crate::read::{bytes, moment, sheet};
use crate::records::{Exception, Place, Provider, Records};
use crate::said::{Said, said};

/// Hands out the files that a posture names. The binary reads them from the posture's folder.
pub trait Files {
    /// The bytes of the file at `path`, relative to the posture file.
    ///
    /// Fails with the reason in words (missing, too long, not readable) and, after `; `, what to do where that is more
    /// than to name another file.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;
}

/// One source with what it gave.
#[derive(Debug)]
pub struct Evidence {
    /// Its index in the posture.
    pub index: usize,
    /// As the posture names it.
    pub source: Source,
    /// What was read from it.
    pub records: Records,
    /// SHA-256 of the file's bytes, in hexadecimal; empty when it could not be read.
    pub sha256: String,
    /// Something could be read from it.
    pub is_read: bool,
    /// It is declared to hold everything and was read in full, however old it is: what does not stand in it was not
    /// there on its day.
    pub is_whole: bool,
    /// Why it cannot back a pass, a reason each; empty when it can.
    pub doubts: Vec<Said>,
}

impl Evidence {
    /// A row of this source.
    pub fn place(&self, row: u32) -> Place {
        Place { source: self.index as u16, row }
    }

    /// The day up to which it shows how things were; the day it speaks of when it names none.
    pub fn seen_on(&self, as_of: Date) -> Date {
        self.source.collected.unwrap_or(as_of).min(as_of)
    }

    /// Whether it can know of something on `day`: not of what comes after it was made, a day for zones apart. Counted
    /// from the export, because a date from the future must not turn good by waiting.
    pub fn can_know(&self, day: Date, as_of: Date) -> bool {
        moment::days(day, self.seen_on(as_of)) >= -1
    }
}

/// How a declaration stands on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Standing {
    /// Current, with evidence that is there.
    Stands(Declared),
    /// It says no.
    SaysNo,
    /// It ended that many days ago.
    Expired(i64),
    /// It is said without evidence, or the evidence has no date.
    Bare,
    /// Its evidence is older than what it says can be believed for.
    Aged,
    /// Its evidence is not what it was, or is gone.
    Broken,
    /// It lacks who, when or until when, or is dated in the future.
    Unfit,
}

/// Everything that is known of an organisation on a day.
#[derive(Debug)]
pub struct Pack {
    /// The posture file.
    pub posture: Posture,
    /// Name and SHA-256 of the posture file.
    pub file: (String, String),
    /// The day spoken of.
    pub as_of: Date,
    /// The sources, in the order of the posture.
    pub evidence: Vec<Evidence>,
    /// The directories, accounts merged.
    pub directories: Vec<Directory>,
    /// How each declaration stands, in the order of the posture.
    pub standings: Vec<Standing>,
    /// All exceptions, of the posture and of registers.
    pub exceptions: Vec<Exception>,
    /// What was odd.
    pub warnings: Vec<Warning>,
}

/// Most sources of a posture: places hold their index in 16 bits.
const SOURCES_MAX: usize = 4_096;

impl Pack {
    /// Reads every source that `posture` names. `file` and `text` are the posture file itself.
    ///
    /// Never fails: a source that cannot be read gives one warning and doubts about itself alone.
    pub fn load(mut posture: Posture, file: &str, text: &str, as_of: Date, files: &dyn Files) -> Self {
        let mut warnings = std::mem::take(&mut posture.warnings);
        let mut directories: BTreeMap<Provider, Directory> = BTreeMap::new();
        let mut evidence: Vec<Evidence> = Vec::new();
        // Files that leave little behind first: a long log is gone before the accounts fill the memory.
        let mut order: Vec<usize> = (0..posture.sources.len().min(SOURCES_MAX)).collect();
        order.sort_by_key(|index| holds_accounts(&posture.sources[*index].kind));
        for index in order {
            let source = &posture.sources[index];
            let mut one = read_source(index, source, &posture, as_of, files, &mut warnings);
            if let Some(provider) = kinds::provider(&source.kind)
                && source.kind != "ad.computers-csv"
            {
                let directory = directories.entry(provider).or_insert_with(|| Directory::new(provider));
                directory.add(&mut one);
            }
            evidence.push(one);
        }
        evidence.sort_by_key(|one| one.index);
        if posture.sources.len() > SOURCES_MAX {
            warnings.push(Warning::new(
                file,
                format!("more than {SOURCES_MAX} sources; the rest is not read"),
                "split the organisation",
            ));
        }
        let written_on = posture.as_of.unwrap_or(as_of).min(as_of);
        let standings = posture
            .declarations
            .iter()
            .map(|d| standing(d, as_of, written_on, files, file, &mut warnings))
            .collect();
        let mut exceptions = posture.exceptions.clone();
        for one in &mut evidence {
            let index = one.index as u16;
            exceptions.extend(one.records.exceptions.drain(..).map(|mut exception| {
                exception.place = exception.place.map(|place| Place { source: index, ..place });
                exception
            }));
        }
        let mut directories: Vec<Directory> = directories.into_values().collect();
        for directory in &mut directories {
            directory.finish(&evidence);
        }
        let file = (file.to_owned(), digest(text.as_bytes()));
        Self { posture, file, as_of, evidence, directories, standings, exceptions, warnings }
    }

    /// The sources of any of `kinds`.
    pub fn of_kinds<'a>(&'a self, kinds: &'a [&str]) -> impl Iterator<Item = &'a Evidence> {
        self.evidence.iter().filter(|one| kinds.contains(&one.source.kind.as_str()))
    }

    /// The sources of which nothing could be read.
    pub fn unread(&self) -> impl Iterator<Item = &Evidence> {
        self.evidence.iter().filter(|one| !one.is_read)
    }

    /// The source with that id.
    pub fn source(&self, id: &str) -> Option<&Evidence> {
        self.evidence.iter().find(|one| one.source.id == id)
    }

    /// The declarations of `claim`, with how they stand; a no that a later standing word on the same subject replaced
    /// is history and left out.
    pub fn declared<'a>(&'a self, claim: &'a str) -> impl Iterator<Item = (&'a Declaration, Standing)> {
        let of_claim = move || {
            let all = self.posture.declarations.iter().zip(&self.standings);
            all.filter(move |(declaration, _)| declaration.claim == claim).map(|(d, s)| (d, *s))
        };
        let is_replaced = move |no: &Declaration| {
            no.value == Declared::YesNo(false)
                && of_claim().any(|(other, standing)| {
                    matches!(standing, Standing::Stands(_))
                        && other.subject == no.subject
                        && no.declared_on.is_some_and(|day| other.declared_on > Some(day))
                })
        };
        of_claim().filter(move |(declaration, _)| !is_replaced(declaration))
    }

    /// The day up to which the posture file itself can know of things.
    pub fn written_on(&self) -> Date {
        self.posture.as_of.unwrap_or(self.as_of).min(self.as_of)
    }

    /// The place of a line of the posture file.
    pub fn posture_line(&self, line: u32) -> Place {
        Place { source: Place::POSTURE, row: line }
    }

    /// Name and SHA-256 of the file of a place.
    pub fn file_of(&self, place: Place) -> (&str, &str) {
        match self.evidence.get(usize::from(place.source)) {
            Some(one) if place.source != Place::POSTURE => (&one.source.path, &one.sha256),
            _ => (&self.file.0, &self.file.1),
        }
    }
}

/// Kinds that are what others are counted against: an empty one is a filter or a wrong query, and proves nothing.
const LISTS_SOMETHING: [&str; 20] = [
    "entra.user-registration-details",
    "entra.portal-registration-csv",
    "entra.users",
    "aws.credential-report",
    "okta.users",
    "google.admin-users-csv",
    "google.directory-users",
    "keycloak.realm",
    "gitlab.users",
    "ad.users-csv",
    "assets.inventory",
    "assets.exposed-services",
    "edr.devices",
    "suppliers.register",
    "data.map",
    "training.records",
    "cisa.kev",
    "siem.retention",
    "hinomi.drill",
    "exercise.log",
];

/// Whether what is read from a kind stays in memory row by row.
pub(crate) fn holds_accounts(kind: &str) -> bool {
    kinds::provider(kind).is_some() && !matches!(kind, "entra.signins" | "entra.conditional-access")
}

/// SHA-256 in hexadecimal.
pub(crate) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

fn read_source(
    index: usize,
    source: &Source,
    posture: &Posture,
    as_of: Date,
    files: &dyn Files,
    warnings: &mut Vec<Warning>,
) -> Evidence {
    let mut one = Evidence {
        index,
        source: source.clone(),
        records: Records::default(),
        sha256: String::new(),
        is_read: false,
        is_whole: false,
        doubts: Vec::new(),
    };
    let mut context = Context::new(&source.path, posture.zone.as_ref(), &source.map);
    context.collected = source.collected;
    let outcome = files.read(&source.path).and_then(|raw| {
        one.sha256 = digest(&raw);
        let raw = bytes::unpack(raw)?;
        if sheet::is_sheet(&raw) {
            return Ok(kinds::read(&source.kind, &sheet::to_csv(&raw)?, &mut context));
        }
        let (text, note) = bytes::decode(&raw, source.encoding.as_deref())?;
        if let Some(note) = note {
            context.warn(note, "mend its encoding in the posture file");
        }
        Ok(kinds::read(&source.kind, &text, &mut context))
    });
    match outcome {
        Ok(records) => {
            if records.n_rows() == 0
                && LISTS_SOMETHING.contains(&source.kind.as_str())
                && context.damage.is_empty()
            {
                context.damage("lists nothing", "export it again without a filter");
            }
            one.is_read = records.n_rows() > 0 || context.damage.is_empty();
            one.records = records;
        }
        Err(why) => {
            let (what, remedy) = why.split_once("; ").unwrap_or((&why, "name a file that can be read"));
            context.damage(what, remedy);
        }
    }
    context.settle();
    one.is_whole = source.is_all && one.is_read && context.damage.is_empty();
    for what in &context.damage {
        one.doubts.push(said(
            format!("{} は読み切れない（{}）", source.path, in_japanese(what)),
            format!("{} could not be read in full ({what})", source.path),
        ));
    }
    warnings.append(&mut context.warnings);
    doubts(&mut one, posture, as_of, warnings);
    one
}

/// How old a source of a kind may be, in days: the organisation's own limit where there is a setting for it.
pub(crate) fn days_max(kind: &str, posture: &Posture) -> i64 {
    let setting = match kind {
        "assets.exposed-services" => posture.policy.get("exposed_max_age_days"),
        _ => None,
    };
    setting.map_or_else(|| kinds::kind(kind).map_or(0, |kind| kind.days_max), |days| *days as i64)
}

/// What the posture says about a source that keeps it from backing a pass.
fn doubts(one: &mut Evidence, posture: &Posture, as_of: Date, warnings: &mut Vec<Warning>) {
    let source = &one.source;
    let path = &source.path;
    let mut doubt = |ja: String, en: String| one.doubts.push(said(ja, en));
    if !source.is_all {
        doubt(format!("{path} は一部だけ"), format!("{path} is only part of it"));
    }
    match source.collected {
        None => doubt(
            format!("{path} の取得日が書かれていない"),
            format!("{path} does not say when it was collected"),
        ),
        Some(day) if day > as_of => {
            doubt(
                format!("{path} の取得日が {day} で、基準日より後"),
                format!("{path} is dated {day}, after the day asked about"),
            );
            warnings.push(Warning::new(
                path,
                format!("is dated {day}, after the day asked about ({as_of})"),
                "mend collected in the posture file",
            ));
        }
        Some(day) => {
            let age = moment::days(day, as_of);
            let days_max = days_max(&source.kind, posture);
            if age > days_max {
                doubt(
                    format!("{path} は {day} のもので古い（{age}日前、{days_max}日以内が要る）"),
                    format!("{path} is of {day} and too old ({age} days; at most {days_max})"),
                );
            }
        }
    }
}

/// Oldest evidence of a claim about backups, in days: media and tests of years ago say nothing of today's copies.
const BACKUP_EVIDENCE_DAYS_MAX: i64 = 365;

/// How a declaration stands. A no needs no evidence and, while it has neither day nor end, does not age; true needs who,
/// when, until when, and evidence that is there.
fn standing(
    declaration: &Declaration,
    as_of: Date,
    written_on: Date,
    files: &dyn Files,
    file: &str,
    warnings: &mut Vec<Warning>,
) -> Standing {
    let place = format!("{file} line {}", declaration.line);
    let is_no = declaration.value == Declared::YesNo(false);
    if declaration.declared_on.is_some_and(|on| on > written_on)
        || (!is_no && is_placeholder(&declaration.declared_by))
    {
        warnings.push(Warning::new(
            place,
            format!("declaration {:?} is dated in the future or names nobody", declaration.id),
            "say who declares it and when",
        ));
        return Standing::Unfit;
    }
    let longest =
        declaration.declared_on.map(|on| on.saturating_add(jiff::Span::new().days(DECLARATION_DAYS_MAX)));
    let end = declaration.expires.into_iter().chain(longest).min();
    if let Some(end) = end
        && end < as_of
    {
        return Standing::Expired(moment::days(end, as_of));
    }
    if is_no {
        return Standing::SaysNo;
    }
    if declaration.declared_on.is_none() || declaration.expires.is_none() {
        return Standing::Unfit;
    }
    let mut sound = false;
    let mut is_aged = false;
    for artefact in &declaration.evidence {
        let is_told = artefact.path.is_some() || !artefact.reference.trim().is_empty();
        let is_old = |day: Date| moment::days(day, as_of) > BACKUP_EVIDENCE_DAYS_MAX;
        let is_too_old = declaration.claim.starts_with("backup.") && artefact.dated.is_some_and(is_old);
        is_aged |= is_too_old;
        sound |= is_told && !is_too_old && artefact.dated.is_some_and(|day| day <= written_on);
        let Some(path) = &artefact.path else { continue };
        match files.read(path) {
            Ok(bytes) => {
                let found = digest(&bytes);
                if artefact.sha256.as_ref().is_some_and(|told| *told != found) {
                    warnings.push(Warning::new(
                        path,
                        "is not the file that was declared: its SHA-256 differs",
                        format!("look at it, then write sha256 = \"{found}\""),
                    ));
                    return Standing::Broken;
                }
            }
            Err(why) => {
                warnings.push(Warning::new(path, why, "put the declared evidence back or mend its path"));
                return Standing::Broken;
            }
        }
    }
    match (sound, is_aged) {
        (true, _) => Standing::Stands(declaration.value),
        (false, true) => Standing::Aged,
        (false, false) => Standing::Bare,
    }
}
