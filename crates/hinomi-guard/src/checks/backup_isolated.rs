//! `backup.isolated`: each critical system has a copy that ransomware cannot reach.
//!
//! A copy is out of reach when its storage is locked so that nobody can shorten it (S3 compliance mode, a locked
//! Azure policy, an AWS vault in compliance mode or logically air-gapped, kopia's compliance mode) for long
//! enough, or when a dated declaration with evidence says that it is offline. Governance mode, unlocked policies
//! and append-only flags do not count. A system fails when every copy of it is shown not to be out of reach.
//! Misses: locks on single objects; whether an air gap is real (no export can show one).

use crate::judge::Judge;
use crate::pack::{Evidence, Standing};
use crate::posture::{Copy, Declared, System};
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
    let mut is_out = matches!(whole, Some(true));
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
    if is_out {
        return;
    }
    if unknown.is_empty() {
        let why = within.first().map_or_else(Said::default, |(why, _)| why.clone());
        let why = said(
            format!("どの控えも書き換え・削除から守られていない（{}）", why.ja),
            format!("no copy is locked or offline ({})", why.en),
        );
        judge.fail(&system.id, why, within.into_iter().flat_map(|(_, rows)| rows));
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
    let declared_immutable = pack
        .declared("backup.immutable")
        .find(|(d, s)| d.subject == copy.id && matches!(s, Standing::Stands(_)));
    if let (Reach::Within(why, rows), Some((declaration, _))) = (&by_export, declared_immutable) {
        let why = said(
            format!("変更できないと宣言されているが、出力はそうでない（{}）", why.ja),
            format!("declared immutable, but the export says otherwise ({})", why.en),
        );
        let rows = rows.iter().copied().chain([pack.posture_line(declaration.line)]);
        judge.fail(&copy.id, why, rows);
    }
    if matches!(by_export, Reach::Out) {
        return by_export;
    }
    match (declared(judge, &copy.id), by_export) {
        (Some(true), _) => Reach::Out,
        (_, Reach::Within(why, rows)) => Reach::Within(why, rows),
        (Some(false), _) => {
            let lines = pack
                .posture
                .declarations
                .iter()
                .filter(|d| d.subject == copy.id && d.value == Declared::YesNo(false));
            let rows = lines.map(|d| pack.posture_line(d.line)).collect();
            Reach::Within(said("届かないところにないと宣言されている", "declared to be within reach"), rows)
        }
        (None, other) => other,
    }
}

/// Whether `subject` is declared out of reach; a standing yes outweighs a no of the other claim.
fn declared(judge: &mut Judge<'_>, subject: &str) -> Option<bool> {
    let pack = judge.pack;
    let mut said_no = false;
    let mut said_yes = false;
    for claim in ["backup.offline", "backup.immutable"] {
        for (declaration, standing) in
            pack.declared(claim).filter(|(declaration, _)| declaration.subject == subject)
        {
            match standing {
                Standing::Stands(_) => {
                    judge.rely_on_declaration(declaration);
                    said_yes = true;
                }
                Standing::SaysNo => said_no = true,
                other => judge_bare(judge, declaration, other),
            }
        }
    }
    if said_yes { Some(true) } else { said_no.then_some(false) }
}

/// A declaration that does not stand is told only where nothing better is there: as a note, since another copy
/// may be out of reach.
fn judge_bare(judge: &mut Judge<'_>, declaration: &crate::posture::Declaration, standing: Standing) {
    judge.bare();
    let (ja, en) = match standing {
        Standing::Expired(_) => ("期限切れ", "has ended"),
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
