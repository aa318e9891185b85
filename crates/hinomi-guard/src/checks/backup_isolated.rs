//! `backup.isolated`: each critical system has a copy that ransomware cannot reach.
//!
//! A copy is out of reach when its storage is locked so that nobody can shorten it (S3 compliance mode, a locked
//! Azure policy, an AWS vault in compliance mode or logically air-gapped, kopia's compliance mode) for long
//! enough, or when a dated declaration with evidence says that it is offline. Governance mode, unlocked policies
//! and append-only flags do not count. A system fails when every copy of it is shown not to be out of reach.
//! Misses: locks on single objects; whether an air gap is real (no export can show one).

use crate::judge::Judge;
use crate::pack::{Evidence, Standing};
use crate::posture::{Copy, Declaration, System};
use crate::read::phrases::in_japanese;
use crate::records::{Lock, Place};
use crate::said::{Said, said};

/// Shortest lock that counts, in days, unless the catalogue or the policy says otherwise.
const LOCK_DAYS_MIN: f64 = 30.0;

/// What is shown of one copy.
enum Reach {
    /// Out of reach.
    Out,
    /// Shown to be within reach.
    Within(Said, Vec<Place>),
    /// Not shown.
    Unknown(Said, Vec<&'static str>),
}

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    for system in judge.critical_systems() {
        if system.copies.is_empty() {
            judge.gap_of(&system.id, said("控えが登録されていない", "no copy is listed"), &["posture.copy"]);
            continue;
        }
        look_at(judge, system);
    }
}

fn look_at(judge: &mut Judge<'_>, system: &System) {
    let pack = judge.pack;
    let whole = declared(judge, &system.id);
    let mut is_out = whole.yes("backup.offline").is_some();
    let mut within: Vec<(Said, Vec<Place>)> = Vec::new();
    let mut unknown: Vec<(&str, Said, Vec<&'static str>)> = Vec::new();
    for id in &system.copies {
        let Some(copy) = pack.posture.copy(id) else { continue };
        match reach(judge, copy) {
            Reach::Out => is_out = true,
            Reach::Within(why, rows) => within.push((why, rows)),
            Reach::Unknown(why, kinds) => unknown.push((id, why, kinds)),
        }
    }
    let immutable = whole.yes("backup.immutable");
    if is_out || (immutable.is_some() && !unknown.is_empty()) {
        return;
    }
    if unknown.is_empty() {
        let why = within.first().map_or_else(Said::default, |(why, _)| why.clone());
        let rows: Vec<Place> = within.into_iter().flat_map(|(_, rows)| rows).collect();
        if let Some(declaration) = immutable {
            contradicted(judge, &system.id, &why, rows, declaration);
            return;
        }
        let why = said(
            format!("どの控えも書き換え・削除から守られていない（{}）", why.ja),
            format!("no copy is locked or offline ({})", why.en),
        );
        judge.fail(&system.id, why, rows);
        return;
    }
    for (id, why, kinds) in unknown {
        judge.gap_of(id, why, &kinds);
    }
}

/// The copy by its exports first, then by what is declared of it. An export that shows a lock to be missing
/// outweighs a declaration that there is one: that is a fail of its own.
fn reach(judge: &mut Judge<'_>, copy: &Copy) -> Reach {
    let pack = judge.pack;
    let by_export = exported(judge, copy);
    let word = declared(judge, &copy.id);
    if let (Reach::Within(why, rows), Some(declaration)) = (&by_export, word.yes("backup.immutable")) {
        contradicted(judge, &copy.id, why, rows.clone(), declaration);
    }
    match by_export {
        Reach::Out => Reach::Out,
        _ if !word.yes.is_empty() => Reach::Out,
        Reach::Within(..) => by_export,
        Reach::Unknown(..) if !word.no.is_empty() => {
            let rows = word.no.iter().map(|no| pack.posture_line(no.line)).collect();
            Reach::Within(said("届かないところにないと宣言されている", "declared to be within reach"), rows)
        }
        Reach::Unknown(..) => by_export,
    }
}

/// A declaration of something immutable, and the export that says otherwise.
fn contradicted(
    judge: &mut Judge<'_>,
    subject: &str,
    why: &Said,
    rows: Vec<Place>,
    declaration: &Declaration,
) {
    let why = said(
        format!("変更できないと宣言されているが、出力はそうでない（{}）", why.ja),
        format!("declared immutable, but the export says otherwise ({})", why.en),
    );
    let line = judge.pack.posture_line(declaration.line);
    judge.fail(subject, why, rows.into_iter().chain([line]));
}

/// What is declared of a system or a copy.
#[derive(Default)]
struct Word<'p> {
    yes: Vec<&'p Declaration>,
    no: Vec<&'p Declaration>,
}

impl<'p> Word<'p> {
    fn yes(&self, claim: &str) -> Option<&'p Declaration> {
        self.yes.iter().copied().find(|declaration| declaration.claim == claim)
    }
}

/// Whether `subject` is declared out of reach. A standing yes outweighs a no of the other claim; a yes and a no of one
/// claim contradict each other, and that is a fail.
fn declared<'p>(judge: &mut Judge<'p>, subject: &str) -> Word<'p> {
    let pack = judge.pack;
    let mut word = Word::default();
    for claim in ["backup.offline", "backup.immutable"] {
        for (declaration, standing) in
            pack.declared(claim).filter(|(declaration, _)| declaration.subject == subject)
        {
            match standing {
                Standing::Stands(_) => {
                    judge.rely_on_declaration(declaration);
                    word.yes.push(declaration);
                }
                Standing::SaysNo => word.no.push(declaration),
                other => judge_bare(judge, declaration, other),
            }
        }
        let of_claim = |all: &[&'p Declaration]| all.iter().copied().find(|one| one.claim == claim);
        if let (Some(yes), Some(no)) = (of_claim(&word.yes), of_claim(&word.no)) {
            let why = said("宣言どうしが食い違う", "two declarations contradict each other");
            judge.fail(subject, why, [pack.posture_line(yes.line), pack.posture_line(no.line)]);
        }
    }
    word
}

/// A declaration that does not stand is told only where nothing better is there: as a note, since another copy
/// may be out of reach.
fn judge_bare(judge: &mut Judge<'_>, declaration: &Declaration, standing: Standing) {
    judge.bare();
    let (ja, en) = match standing {
        Standing::Expired(_) => ("期限切れ", "has ended"),
        Standing::Aged => ("証跡が古い", "has evidence that is too old"),
        Standing::Broken => ("証跡が宣言時と違う", "has evidence that is not what was declared"),
        _ => ("証跡がない", "has no dated evidence"),
    };
    judge.note(said(
        format!("宣言 {} は{ja}", declaration.id),
        format!("declaration {} {en}", declaration.id),
    ));
}

/// How a copy is locked, or is not.
fn how(lock: &Lock) -> Said {
    said(in_japanese(lock.how), lock.how)
}

fn exported(judge: &mut Judge<'_>, copy: &Copy) -> Reach {
    let pack = judge.pack;
    let days_min = judge.param("min_lock_days", LOCK_DAYS_MIN) as i64;
    let as_of = judge.as_of();
    let sources: Vec<&Evidence> =
        [&copy.lock, &copy.vault].into_iter().flatten().filter_map(|id| pack.source(id)).collect();
    let mut within = None;
    let mut doubt = None;
    for one in sources {
        for lock in &one.records.locks {
            let has_begun = lock.since.is_none_or(|day| day <= one.seen_on(as_of));
            let is_long = lock.days.is_some_and(|days| days >= days_min);
            match lock.is_locked {
                Some(true) if has_begun && is_long => {
                    if one.doubts.is_empty() {
                        judge.rely(one);
                        return Reach::Out;
                    }
                    doubt = one.doubts.first().cloned();
                }
                Some(true) if lock.days.is_none() => {
                    doubt = Some(said("ロックの期間が分からない", "for how long it is locked is not told"))
                }
                Some(true) => {
                    within = Some((
                        said("ロックが短いか、まだ外せる", "the lock is too short or can still be removed"),
                        one.place(lock.row),
                    ))
                }
                Some(false) => within = Some((how(lock), one.place(lock.row))),
                None => doubt = Some(how(lock)),
            }
        }
        if one.records.locks.is_empty() {
            doubt = one.doubts.first().cloned().or(doubt);
        }
    }
    match (doubt, within) {
        (Some(doubt), _) => {
            Reach::Unknown(doubt, vec!["s3.object-lock", "azure.immutability", "aws.backup.vault"])
        }
        (None, Some((how, place))) => Reach::Within(how, vec![place]),
        (None, None) => analysed(judge, copy),
    }
}

/// A backup product's own verdict that nothing is immutable or offline holds for each copy it makes; that
/// something is, does not say of which system.
fn analysed(judge: &mut Judge<'_>, copy: &Copy) -> Reach {
    let unknown = Reach::Unknown(
        said("ロックの出力も宣言もない控えがある", "a copy has neither a lock export nor a declaration"),
        vec!["s3.object-lock", "azure.immutability", "aws.backup.vault", "declaration"],
    );
    // Tape and other media are not seen by the analyser of a disk product.
    if matches!(copy.media.as_str(), "tape" | "removable" | "vault" | "saas") {
        return unknown;
    }
    for one in judge.pack.of_kinds(&["veeam.security-compliance"]) {
        let of_copy =
            [&copy.lock, &copy.vault, &copy.listing].into_iter().flatten().any(|id| *id == one.source.id);
        for item in one.records.analysed.iter().filter(|item| item.item == "ImmutableOrOfflineMediaPresence")
        {
            // A posture that names the analyser as a copy's lock says that it is about this copy.
            if item.is_met == Some(true)
                && copy.lock.as_ref() == Some(&one.source.id)
                && one.doubts.is_empty()
            {
                judge.rely(one);
                return Reach::Out;
            }
            if item.is_met == Some(false) && of_copy {
                return Reach::Within(
                    said(
                        "製品の診断に変更不可・オフラインの媒体なしとある",
                        "the product's analyser finds no immutable or offline media",
                    ),
                    vec![one.place(item.row)],
                );
            }
        }
    }
    unknown
}
