//! `supplier.grants`: outside applications with access to data belong to a known supplier and are in use.
//!
//! Joins lists of grants with the supplier register by the name of the application or its publisher. One of no
//! supplier, or idle, is a witness. A right that is not known may reach data. Misses: last use where the export has none (GitHub).

use std::collections::BTreeMap;

use crate::judge::Judge;
use crate::pack::Evidence;
use crate::read::moment::days;
use crate::read::names::{fold, tokens};
use crate::records::{Grant, Used};
use crate::said::said;

const KINDS: [&str; 3] = ["entra.service-principals", "google.token-report", "github.installations"];

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    let pack = judge.pack;
    if !judge.rely_on_kinds(&KINDS) {
        judge.gap_no_evidence();
        return;
    }
    if !judge.rely_on_kinds(&["suppliers.register"]) {
        judge.gap(
            said(
                "連携アプリの持ち主を確かめる台帳がない",
                "there is no register to find an application's supplier in",
            ),
            &["suppliers.register"],
        );
    }
    let suppliers: Vec<Vec<String>> = pack
        .of_kinds(&["suppliers.register"])
        .flat_map(|one| &one.records.suppliers)
        .flat_map(|supplier| [Some(&supplier.name), supplier.service.as_ref()])
        .flatten()
        .map(|name| tokens(name).into_iter().filter(|word| is_telling(word)).collect())
        .collect();
    for one in pack.of_kinds(&KINDS) {
        for grant in applications(one) {
            look_at(judge, one, &grant, &suppliers);
        }
    }
}

/// Words that tell one company from another: no legal forms.
fn is_telling(word: &str) -> bool {
    const LEGAL: [&str; 18] = [
        "inc",
        "corp",
        "corporation",
        "company",
        "ltd",
        "llc",
        "limited",
        "gmbh",
        "the",
        "and",
        "for",
        "japan",
        "group",
        "株式会社",
        "有限会社",
        "合同会社",
        "日本",
        "グループ",
    ];
    word.len() > 2 && !LEGAL.contains(&word)
}

/// Each application once. A log names one each time it was used: its last use counts, and all rights that it ever had.
/// An inventory names each once, so what shares a name there is another; only the same id is the same.
fn applications(one: &Evidence) -> Vec<Grant> {
    let is_log = one.source.kind == "google.token-report";
    let mut out: BTreeMap<String, Grant> = BTreeMap::new();
    for grant in &one.records.grants {
        let key = match (grant.id.as_str(), is_log) {
            ("", false) => format!("row {}", grant.row),
            ("", true) => format!("name {}", fold(&grant.app)),
            (id, _) => format!("id {id}"),
        };
        let Some(known) = out.get_mut(&key) else {
            out.insert(key, grant.clone());
            continue;
        };
        let reaches_data = match (known.reaches_data, grant.reaches_data) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        };
        if day(grant) > day(known) {
            *known = grant.clone();
        }
        known.reaches_data = reaches_data;
    }
    let mut all: Vec<Grant> = out.into_values().collect();
    all.sort_by_key(|grant| grant.row);
    all
}

fn day(grant: &Grant) -> Option<jiff::civil::Date> {
    match grant.used {
        Some(Used::On(day)) => Some(day),
        _ => None,
    }
}

fn look_at(judge: &mut Judge<'_>, one: &Evidence, grant: &Grant, suppliers: &[Vec<String>]) {
    let (limit, as_of) = (judge.days("grant_idle_days", 90.0), judge.as_of());
    if grant.is_own == Some(true) || grant.reaches_data == Some(false) {
        return;
    }
    if grant.reaches_data.is_none() {
        judge.gap_of(
            &grant.app,
            said("連携アプリの権限が分からない", "what an application may reach is not told"),
            &KINDS,
        );
        return;
    }
    let words: Vec<String> = [&grant.app, &grant.publisher]
        .into_iter()
        .flat_map(|name| tokens(name))
        .filter(|w| is_telling(w))
        .collect();
    // All words of the supplier, or all of the publisher: one word in common may be another company's.
    let publisher: Vec<String> = tokens(&grant.publisher).into_iter().filter(|w| is_telling(w)).collect();
    let is_of = |supplier: &&Vec<String>| {
        let all_of =
            |all: &[String], among: &[String]| !all.is_empty() && all.iter().all(|word| among.contains(word));
        all_of(supplier, &words) || all_of(&publisher, supplier)
    };
    // Named like a supplier by a publisher who shares nothing with it: perhaps somebody who poses as one.
    let is_foreign = |supplier: &&Vec<String>| {
        !publisher.is_empty() && !publisher.iter().any(|word| supplier.contains(word))
    };
    let may_be_of = |supplier: &&Vec<String>| supplier.first().is_some_and(|first| words.contains(first));
    let place = one.place(grant.row);
    let mut of = suppliers.iter().filter(is_of).peekable();
    if of.peek().is_some() && of.all(|supplier| is_foreign(&supplier)) {
        judge.gap_of(
            &grant.app,
            said(
                "委託先の名をもつ連携アプリの発行元が、その委託先と分からない",
                "an application is named like a supplier, and its publisher is not known to be that supplier",
            ),
            &["suppliers.register"],
        );
    }
    if suppliers.iter().filter(is_of).count() == 0 {
        if suppliers.iter().any(|supplier| may_be_of(&supplier)) {
            judge.gap_of(
                &grant.app,
                said(
                    "連携アプリの名前が委託先の一部としか合わない",
                    "an application shares only a word with a registered supplier",
                ),
                &["suppliers.register"],
            );
        } else if judge.pack.of_kinds(&["suppliers.register"]).next().is_some() {
            let why = said(
                "台帳のどの委託先にも属さない連携アプリ",
                "an application with access to data that belongs to no registered supplier",
            );
            judge.fail_by_absence(&["suppliers.register"], &grant.app, why, [place]);
        }
    }
    match grant.used {
        Some(Used::On(day)) if days(day, one.seen_on(as_of)) > limit => {
            judge.fail(
                &grant.app,
                said(
                    format!("{limit}日を超えて使われていない連携アプリ"),
                    format!("an application unused for more than {limit} days"),
                ),
                [place],
            );
        }
        Some(Used::On(day)) if days(day, as_of) <= limit && one.can_know(day, as_of) => {}
        _ => judge.gap_of(
            &grant.app,
            said("連携アプリがいつ使われたか分からない", "when an application was last used is not told"),
            &KINDS[..1],
        ),
    }
}
