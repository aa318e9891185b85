//! How a check comes to its verdict. The rule stands here once, and no check can go round it:
//!
//! - one witness is a fail;
//! - a pass needs no witness, no gap, and at least one whole and fresh source (or a standing declaration)
//!   relied on; relying on a source that is partial, stale, damaged or undated is itself a gap;
//! - everything else is unknown, and says what is missing.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::catalogue::Check;
use crate::kinds;
use crate::pack::{Evidence, Pack, Standing, days_max, digest};
use crate::posture::{Declaration, System};
use crate::product::Named;
use crate::records::{Place, Provider};
use crate::said::{Said, said};
use crate::verdict::{Missing, RowRef, Strength, Verdict};

/// What brought a fail.
#[derive(Debug, Clone)]
struct Witness {
    subject: String,
    why: Said,
    places: Vec<Place>,
}

/// What keeps from a pass.
#[derive(Debug, Clone, Default)]
struct Gap {
    n_subjects: usize,
    examples: Vec<String>,
    kinds: BTreeSet<String>,
}

/// Subjects named as examples of a gap.
const EXAMPLES_MAX: usize = 3;

/// Reasons for a fail that are put into words; subjects are all listed.
const REASONS_MAX: usize = 3;

/// Collects what a check sees, and gives the verdict.
pub struct Judge<'p> {
    /// The evidence.
    pub pack: &'p Pack,
    check: &'p Check,
    witnesses: Vec<Witness>,
    gaps: BTreeMap<Said, Gap>,
    notes: BTreeSet<Said>,
    relied: BTreeSet<usize>,
    declared: BTreeSet<u32>,
    is_bare: bool,
    is_confirmed: bool,
    naming: &'p Naming,
    /// Products and flaws of the story; empty when the whole organisation is checked.
    pub named: &'p [Named],
}

/// How subjects are called in findings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Naming {
    /// As their export writes them.
    #[default]
    AsWritten,
    /// By a digest with this key: the same subject has the same name under the same key, and nobody without the key
    /// can find out whose it is.
    Pseudonyms(String),
    /// Not at all: for what is handed round.
    Withheld,
}

impl Naming {
    /// What a subject is called.
    pub fn call(&self, subject: &str) -> String {
        match self {
            Self::Withheld => String::new(),
            Self::Pseudonyms(key) if !subject.is_empty() => {
                let inner = digest(format!("{key}\0{subject}").as_bytes());
                format!("p-{}", &digest(format!("{key}\0{inner}").as_bytes())[..12])
            }
            _ => subject.to_owned(),
        }
    }
}

/// The outcome of one check.
pub(crate) struct Outcome {
    pub verdict: Verdict,
    pub subjects: Vec<String>,
    pub rows: Vec<RowRef>,
    pub reason: Said,
    pub missing: Vec<Missing>,
    pub notes: Vec<Said>,
    pub strength: Strength,
    pub dated: Option<Date>,
    pub expires: Option<Date>,
}

impl<'p> Judge<'p> {
    pub(crate) fn new(pack: &'p Pack, check: &'p Check, naming: &'p Naming, named: &'p [Named]) -> Self {
        Self {
            pack,
            check,
            witnesses: Vec::new(),
            gaps: BTreeMap::new(),
            notes: BTreeSet::new(),
            relied: BTreeSet::new(),
            declared: BTreeSet::new(),
            is_bare: false,
            is_confirmed: false,
            naming,
            named,
        }
    }

    /// The day asked about.
    pub fn as_of(&self) -> Date {
        self.pack.as_of
    }

    /// A threshold: the organisation's, else the catalogue's, else `default`.
    pub fn param(&self, name: &str, default: f64) -> f64 {
        let own = self.pack.posture.policy.get(name).or_else(|| self.check.params.get(name));
        own.copied().unwrap_or(default)
    }

    /// A threshold in whole days.
    pub fn days(&self, name: &str, default: f64) -> i64 {
        self.param(name, default) as i64
    }

    /// Says that `subject` is affected.
    pub fn fail(&mut self, subject: impl Into<String>, why: Said, places: impl IntoIterator<Item = Place>) {
        self.witnesses.push(Witness {
            subject: self.naming.call(&subject.into()),
            why,
            places: places.into_iter().collect(),
        });
    }

    /// Says that `subject` is affected because something stands nowhere in the sources of `kinds`, or nothing later
    /// does. Only lists that are whole show that; where one is not, it is a gap.
    pub fn fail_by_absence(
        &mut self,
        of_kinds: &[&str],
        subject: &str,
        why: Said,
        places: impl IntoIterator<Item = Place>,
    ) {
        if self.pack.of_kinds(of_kinds).all(|one| one.is_whole) {
            self.fail(subject, why, places);
            return;
        }
        let what = said(
            format!("{}：ただし一覧が完全でない", why.ja),
            format!("{}, but the list is not whole", why.en),
        );
        self.gap_of(subject, what, of_kinds);
    }

    /// Says that something is not shown, and which kinds would show it.
    pub fn gap(&mut self, what: Said, kinds: &[&str]) {
        self.gaps.entry(what).or_default().kinds.extend(kinds.iter().map(|kind| (*kind).to_owned()));
    }

    /// Says that something is not shown of `subject`; the same of others is told together.
    pub fn gap_of(&mut self, subject: &str, what: Said, kinds: &[&str]) {
        let gap = self.gaps.entry(what).or_default();
        gap.n_subjects += 1;
        let called = self.naming.call(subject);
        // One name may be that of an account in each of several directories.
        if gap.examples.len() < EXAMPLES_MAX && !gap.examples.contains(&called) {
            gap.examples.push(called);
        }
        if gap.kinds.is_empty() {
            gap.kinds.extend(kinds.iter().map(|kind| (*kind).to_owned()));
        }
    }

    /// Says what a pass does not show.
    pub fn note(&mut self, what: Said) {
        self.notes.insert(what);
    }

    /// Lets a pass rest on a source; what is doubtful about it is a gap.
    pub fn rely(&mut self, one: &Evidence) {
        if self.relied.insert(one.index) {
            for doubt in &one.doubts {
                self.gap(doubt.clone(), &[one.source.kind.as_str()]);
            }
        }
    }

    /// Lets a pass rest on every source of these kinds; gives whether there is one.
    ///
    /// A directory that the posture declares and of which none of these kinds tells is a gap: what is not exported
    /// must not make an answer better.
    pub fn rely_on_kinds(&mut self, of_kinds: &[&str]) -> bool {
        let found: Vec<&Evidence> = self.pack.of_kinds(of_kinds).collect();
        found.iter().for_each(|one| self.rely(one));
        let mut asked: BTreeMap<Provider, Vec<&str>> = BTreeMap::new();
        for kind in of_kinds {
            if let Some(directory) = kinds::provider(kind) {
                asked.entry(directory).or_default().push(kind);
            }
        }
        if !asked.is_empty() && self.pack.posture.directories.is_empty() {
            self.note(said(
                "書き出されたディレクトリについての判定。ほかにないことは宣言されていない（directories）",
                "of the directories that were exported; that there is no other is not declared (directories)",
            ));
        }
        for (directory, missing) in asked {
            let is_told = found.iter().any(|one| kinds::provider(&one.source.kind) == Some(directory));
            if self.pack.posture.directories.contains(&directory) && !is_told {
                let name = directory.name();
                self.gap(
                    said(
                        format!("宣言されたディレクトリ {name} の証拠がない"),
                        format!("there is no evidence of {name}, which is a declared directory"),
                    ),
                    &missing,
                );
            }
        }
        !found.is_empty()
    }

    /// Lets a pass rest on a declaration that stands.
    pub fn rely_on_declaration(&mut self, declaration: &Declaration) {
        self.declared.insert(declaration.line);
    }

    /// Lets a pass rest on a line of the posture file.
    pub fn rely_on_line(&mut self, line: u32) {
        self.declared.insert(line);
    }

    /// Says that a second source confirms what the pass rests on.
    pub fn confirm(&mut self) {
        self.is_confirmed = true;
    }

    /// Says that something was declared that counts for nothing.
    pub fn bare(&mut self) {
        self.is_bare = true;
    }

    /// Says that there is no evidence at all of what is needed, naming the first alternative.
    pub fn gap_no_evidence(&mut self) {
        let kinds = self.check.kinds();
        self.gap(said("証拠がない", "there is no evidence"), &kinds);
    }

    /// The critical systems. None declared is a gap: a rule over nothing is not kept.
    pub fn critical_systems(&mut self) -> Vec<&'p System> {
        let systems: Vec<&System> =
            self.pack.posture.systems.iter().filter(|system| system.is_critical).collect();
        if systems.is_empty() {
            self.gap(
                said("重要システムが宣言されていない", "no critical system is declared"),
                &["posture.system"],
            );
        }
        systems
    }

    /// How a declaration that does not stand is told; a no is the caller's to tell.
    pub fn gap_of_standing(&mut self, declaration: &Declaration, standing: Standing) {
        let id = &declaration.id;
        let what = match standing {
            Standing::Stands(_) | Standing::SaysNo => return,
            Standing::Expired(days) => said(
                format!("宣言 {id} は{days}日前に期限切れ"),
                format!("declaration {id} ended {days} days ago"),
            ),
            Standing::Bare => said(
                format!("宣言 {id} に日付のある証跡がない"),
                format!("declaration {id} has no dated evidence"),
            ),
            Standing::Aged => said(
                format!("宣言 {id} の証跡が古い"),
                format!("the evidence of declaration {id} is too old"),
            ),
            Standing::Broken => said(
                format!("宣言 {id} の証跡が宣言時のものと違う"),
                format!("the evidence of declaration {id} is not what was declared"),
            ),
            Standing::Unfit => said(
                format!("宣言 {id} に宣言者・日付・期限が揃っていない"),
                format!("declaration {id} lacks who, when or until when"),
            ),
        };
        self.bare();
        self.gap(what, &["declaration"]);
    }

    pub(crate) fn verdict(mut self) -> Outcome {
        let has_basis = !self.relied.is_empty() || !self.declared.is_empty();
        if self.witnesses.is_empty() && self.gaps.is_empty() && !has_basis {
            self.gap_no_evidence();
        }
        let verdict = match (self.witnesses.is_empty(), self.gaps.is_empty()) {
            (false, _) => Verdict::Fail,
            (true, true) => Verdict::Pass,
            (true, false) => Verdict::Unknown,
        };
        let rows = self.rows(verdict);
        Outcome {
            verdict,
            subjects: self.subjects(),
            reason: self.reason(verdict),
            missing: if verdict == Verdict::Pass { Vec::new() } else { self.missing() },
            notes: self.notes.iter().cloned().collect(),
            strength: self.strength(verdict),
            dated: self.dated(),
            expires: self.expires(),
            rows,
        }
    }

    fn subjects(&self) -> Vec<String> {
        let all: BTreeSet<&str> = self.witnesses.iter().map(|witness| witness.subject.as_str()).collect();
        all.into_iter().filter(|subject| !subject.is_empty()).map(str::to_owned).collect()
    }

    fn rows(&self, verdict: Verdict) -> Vec<RowRef> {
        let mut places: Vec<Place> = match verdict {
            Verdict::Fail => self.witnesses.iter().flat_map(|witness| witness.places.clone()).collect(),
            _ => {
                let files = self.relied.iter().map(|index| Place { source: *index as u16, row: 0 });
                let lines = self.declared.iter().map(|line| Place { source: Place::POSTURE, row: *line });
                files.chain(lines).collect()
            }
        };
        places.sort_unstable();
        places.dedup();
        let row = |place: Place| {
            let (file, sha256) = self.pack.file_of(place);
            RowRef { file: file.to_owned(), row: place.row, sha256: sha256.to_owned() }
        };
        places.into_iter().map(row).collect()
    }

    fn reason(&self, verdict: Verdict) -> Said {
        let mut lines: Vec<(Said, Vec<String>)> = Vec::new();
        match verdict {
            Verdict::Pass => {
                let n = self.relied.len() + self.declared.len();
                let pieces =
                    if n == 1 { "1 piece of evidence is" } else { &format!("{n} pieces of evidence are") };
                return said(
                    format!("{n}点の証拠がそろい、反する行はない"),
                    format!("{pieces} whole and current, and no row says otherwise"),
                );
            }
            Verdict::Fail => {
                let mut whys: Vec<&Said> = Vec::new();
                for witness in &self.witnesses {
                    if !whys.contains(&&witness.why) {
                        whys.push(&witness.why);
                    }
                }
                lines.extend(whys.into_iter().map(|why| (why.clone(), self.subjects_of(why))));
            }
            Verdict::Unknown => {
                lines.extend(self.gaps.iter().map(|(what, gap)| (what.clone(), gap.examples.clone())));
            }
        }
        let n_more = lines.len().saturating_sub(REASONS_MAX);
        let join = |pick: fn(&Said) -> &str, is_ja: bool, stop: &str, more: String| {
            let told: Vec<String> = lines
                .iter()
                .take(REASONS_MAX)
                .map(|(why, subjects)| with_subjects(pick(why), subjects, is_ja))
                .collect();
            let mut out = told.join(stop);
            if n_more > 0 {
                out.push_str(&more);
            }
            out
        };
        said(
            join(|s| &s.ja, true, "。", format!("。ほか{n_more}件")),
            join(|s| &s.en, false, "; ", format!("; and {n_more} more")),
        )
    }

    /// The subjects of one reason, each once: a name that several directories have stands with their names.
    fn subjects_of(&self, why: &Said) -> Vec<String> {
        let mut found: Vec<(&str, BTreeSet<&str>)> = Vec::new();
        for witness in self.witnesses.iter().filter(|witness| witness.why == *why) {
            let evidence =
                witness.places.iter().filter_map(|place| self.pack.evidence.get(usize::from(place.source)));
            let directories =
                evidence.filter_map(|one| kinds::provider(&one.source.kind)).map(Provider::name);
            match found.iter_mut().find(|(subject, _)| *subject == witness.subject) {
                Some((_, all)) => all.extend(directories),
                None => found.push((&witness.subject, directories.collect())),
            }
        }
        let told = |(subject, directories): (&str, BTreeSet<&str>)| match directories.len() {
            0 | 1 => subject.to_owned(),
            _ => format!("{subject} [{}]", directories.into_iter().collect::<Vec<_>>().join(", ")),
        };
        found.into_iter().map(told).collect()
    }

    fn missing(&self) -> Vec<Missing> {
        let one = |(what, gap): (&Said, &Gap)| Missing {
            what: Said {
                ja: with_subjects(&what.ja, &gap.examples, true),
                en: with_subjects(&what.en, &gap.examples, false),
            },
            n_subjects: gap.n_subjects,
            kinds: gap.kinds.iter().cloned().collect(),
        };
        self.gaps.iter().map(one).collect()
    }

    fn strength(&self, verdict: Verdict) -> Strength {
        let from_posture =
            |witness: &Witness| witness.places.iter().all(|place| place.source == Place::POSTURE);
        match verdict {
            Verdict::Fail if self.witnesses.iter().all(from_posture) => Strength::E2,
            Verdict::Fail => Strength::E3,
            Verdict::Pass if self.relied.is_empty() => Strength::E2,
            Verdict::Pass if self.is_confirmed => Strength::E4,
            Verdict::Pass => Strength::E3,
            Verdict::Unknown if self.used().any(|one| one.is_read) => Strength::E3,
            Verdict::Unknown if !self.declared.is_empty() => Strength::E2,
            Verdict::Unknown if self.is_bare => Strength::E1,
            Verdict::Unknown => Strength::E0,
        }
    }

    /// The sources that the verdict rests on.
    fn used(&self) -> impl Iterator<Item = &Evidence> {
        let witnessed =
            self.witnesses.iter().flat_map(|witness| &witness.places).map(|place| usize::from(place.source));
        let used: BTreeSet<usize> = self.relied.iter().copied().chain(witnessed).collect();
        used.into_iter().filter_map(|index| self.pack.evidence.get(index))
    }

    fn dated(&self) -> Option<Date> {
        self.used().filter_map(|one| one.source.collected).min()
    }

    /// The last day on which everything that the verdict rests on still counts.
    fn expires(&self) -> Option<Date> {
        let sources = self.used().filter_map(|one| {
            let days_max = days_max(&one.source.kind, &self.pack.posture);
            one.source.collected?.checked_add(jiff::Span::new().try_days(days_max).ok()?).ok()
        });
        let declared = self.pack.posture.declarations.iter();
        let declared = declared.filter(|one| self.declared.contains(&one.line)).filter_map(|one| one.expires);
        sources.chain(declared).min()
    }
}

fn with_subjects<S: AsRef<str>>(line: &str, subjects: &[S], is_ja: bool) -> String {
    let named: Vec<&str> =
        subjects.iter().map(AsRef::as_ref).filter(|subject| !subject.is_empty()).take(EXAMPLES_MAX).collect();
    if named.is_empty() {
        return line.to_owned();
    }
    let more = subjects.len().saturating_sub(named.len());
    match (is_ja, more) {
        (true, 0) => format!("{line}（{}）", named.join("、")),
        (true, _) => format!("{line}（{}、ほか{more}）", named.join("、")),
        (false, 0) => format!("{line} ({})", named.join(", ")),
        (false, _) => format!("{line} ({}, +{more})", named.join(", ")),
    }
}
