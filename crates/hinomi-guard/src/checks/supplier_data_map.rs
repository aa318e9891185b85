//! `supplier.data_map`: you can say at once which supplier holds how many records.
//!
//! A supplier that was given data without its number being filled in is a witness. A pass needs kind, number, purpose
//! and a review within the year for each. Misses: whether the numbers are right, and data given without being noted.

use crate::judge::Judge;
use crate::pack::Pack;
use crate::read::moment::days;
use crate::read::names::fold;
use crate::read::names::tokens;
use crate::read::placeholder::is_placeholder;
use crate::read::table::number;
use crate::read::words::{Sense, means};
use crate::records::Supplier;
use crate::said::said;

const KINDS: [&str; 2] = ["suppliers.register", "data.map"];

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    let pack = judge.pack;
    let (limit, as_of) = (judge.days("review_days", 365.0), judge.as_of());
    if !judge.rely_on_kinds(&KINDS) {
        judge.gap_no_evidence();
        return;
    }
    for one in pack.of_kinds(&["suppliers.register"]) {
        for supplier in &one.records.suppliers {
            let who = &supplier.id;
            let Some(data) = supplier.data.as_deref() else {
                judge.gap_of(
                    who,
                    said("渡したデータの欄がない", "the register does not tell what data was given"),
                    &KINDS,
                );
                continue;
            };
            let is_none = means(data, Sense::Nothing) || means(data, Sense::No);
            if is_placeholder(data) && !is_none {
                judge.gap_of(
                    who,
                    said("渡したデータの欄が空", "what data was given is not filled in"),
                    &KINDS,
                );
                continue;
            }
            if is_none {
                continue;
            }
            // "個人情報なし" may be all that is said, or that of one kind there is none.
            if denies(data) {
                judge.gap_of(
                    who,
                    said("渡したデータがあるのか分からない", "whether data was given is not clear"),
                    &KINDS,
                );
                continue;
            }
            // "Yes" is no kind of data.
            if means(data, Sense::Yes) && !has_kind(pack, supplier) {
                judge.fail(
                    who,
                    said(
                        "データを渡しているのに種類が分からない委託先",
                        "a supplier holds data and its kind is missing",
                    ),
                    [one.place(supplier.row)],
                );
            }
            match supplier.records.as_deref() {
                Some(cell) if number(cell).is_some() => {}
                Some(cell) if is_filled(cell) => judge.gap_of(
                    who,
                    said("件数が数として読めない", "the number of records cannot be read"),
                    &KINDS,
                ),
                Some(_) => judge.fail(
                    who,
                    said(
                        "データを渡しているのに件数が分からない委託先",
                        "a supplier holds data and the number of records is missing",
                    ),
                    [one.place(supplier.row)],
                ),
                None => judge.gap_of(
                    who,
                    said("件数の欄がない", "the register does not tell numbers of records"),
                    &KINDS,
                ),
            }
            let purpose = supplier.purpose.as_deref().or(supplier.service.as_deref());
            if !purpose.is_some_and(is_filled) {
                judge.gap_of(
                    who,
                    said("目的が書かれていない", "what the data is for is not filled in"),
                    &KINDS,
                );
            }
            if !supplier.reviewed_on.is_some_and(|day| one.can_know(day, as_of) && days(day, as_of) <= limit)
            {
                judge.gap_of(
                    who,
                    said(
                        format!("{limit}日以内の見直しが示されていない"),
                        format!("no review within {limit} days is shown"),
                    ),
                    &KINDS,
                );
            }
        }
    }
    let mut n_suppliers =
        pack.of_kinds(&["suppliers.register"]).flat_map(|one| &one.records.suppliers).count();
    for one in pack.of_kinds(&["data.map"]) {
        for set in &one.records.data_sets {
            // What is in our own hands is no supplier's.
            if is_own(&set.holder, &pack.posture.organisation) {
                continue;
            }
            n_suppliers += 1;
            if !is_filled(&set.holder) {
                judge.gap_of(
                    &set.name,
                    said("だれが持つか書かれていないデータがある", "who holds a data set is not filled in"),
                    &KINDS,
                );
                continue;
            }
            let who = if set.name.is_empty() { &set.holder } else { &set.name };
            if !is_filled(&set.kind) || !is_filled(&set.records) {
                judge.fail(
                    who,
                    said("種類か件数のないデータがある", "a data set without kind or number of records"),
                    [one.place(set.row)],
                );
            }
            let is_reviewed =
                set.reviewed_on.is_some_and(|day| one.can_know(day, as_of) && days(day, as_of) <= limit);
            if !is_filled(&set.purpose) || !is_reviewed {
                judge.gap_of(
                    who,
                    said("目的か見直しが書かれていない", "purpose or review is not filled in"),
                    &KINDS,
                );
            }
        }
    }
    if n_suppliers == 0 {
        judge.gap(
            said("委託先が一件も載っていない", "no supplier is listed, so none was looked at"),
            &["suppliers.register"],
        );
    }
}

fn is_filled(cell: &str) -> bool {
    !is_placeholder(cell) && !means(cell, Sense::Nothing)
}

/// Whether the map of data names the kind of what the supplier holds.
fn has_kind(pack: &Pack, supplier: &Supplier) -> bool {
    let sets = pack.of_kinds(&["data.map"]).flat_map(|one| &one.records.data_sets);
    let names = [fold(&supplier.name), fold(&supplier.id)];
    let mut own = sets.filter(|set| names.contains(&fold(&set.holder))).peekable();
    own.peek().is_some() && own.all(|set| is_filled(&set.kind))
}

/// Whether a holder is the organisation itself.
fn is_own(holder: &str, organisation: &str) -> bool {
    const OWN: [&str; 13] = [
        "自社",
        "自組織",
        "当社",
        "弊社",
        "本社",
        "社内",
        "自社内",
        "own",
        "ourselves",
        "self",
        "in-house",
        "internal",
        "us",
    ];
    let holder = fold(holder);
    OWN.iter().any(|word| fold(word) == holder) || (!holder.is_empty() && holder == fold(organisation))
}

/// Whether a cell on data says of some that there is none.
fn denies(data: &str) -> bool {
    const WORDS: [&str; 4] = ["no", "none", "not", "without"];
    const PARTS: [&str; 6] = ["なし", "無し", "ない", "含まず", "対象外", "不可"];
    let words = tokens(data);
    words.iter().any(|word| WORDS.contains(&word.as_str()) || PARTS.iter().any(|part| word.contains(part)))
}
