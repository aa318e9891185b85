//! `supplier.obligations`: critical suppliers have security terms, a notice deadline, a contact at any hour and a
//! review within the year.
//!
//! Looks at suppliers of high or critical rank and those with privileged access. A term that is said to be missing, a
//! deadline that is too long and a review that is too old are witnesses; an empty cell is a gap. Misses: what the
//! contract says.

use crate::judge::Judge;
use crate::pack::Evidence;
use crate::read::moment::days;
use crate::read::words::{Sense, means};
use crate::records::{Rank, Supplier};
use crate::said::{Said, said};

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    let pack = judge.pack;
    if !judge.rely_on_kinds(&["suppliers.register"]) {
        judge.gap_no_evidence();
        return;
    }
    for one in pack.of_kinds(&["suppliers.register"]) {
        if one.records.suppliers.is_empty() {
            judge.gap(said("委託先が一件もない", "the register lists no supplier"), &["suppliers.register"]);
        }
        for supplier in &one.records.suppliers {
            match (supplier.rank, supplier.privileged) {
                (Some(Rank::High | Rank::Critical), _) | (_, Some(true)) => look_at(judge, one, supplier),
                (Some(Rank::Normal), Some(false)) => {}
                _ => judge.gap_of(
                    &supplier.id,
                    said(
                        "委託先の重要度か特権の有無が分からない",
                        "a supplier's rank or privileged access is not told",
                    ),
                    &["suppliers.register"],
                ),
            }
        }
    }
}

fn look_at(judge: &mut Judge<'_>, one: &Evidence, supplier: &Supplier) {
    let (hours_max, review_max, as_of) =
        (judge.param("notice_hours", 72.0), judge.days("review_days", 365.0), judge.as_of());
    let place = one.place(supplier.row);
    let mut wrong: Vec<Said> = Vec::new();
    let mut missing: Vec<Said> = Vec::new();
    match supplier.clause {
        Some(true) => {}
        Some(false) => {
            wrong.push(said("安全条項がない重要な委託先", "an important supplier without a security clause"))
        }
        None => missing.push(said(
            "安全条項の有無が書かれていない",
            "whether there is a security clause is not filled in",
        )),
    }
    match supplier.notify_hours {
        Some(hours) if hours > hours_max => wrong.push(said(
            format!("事故通知の期限が{hours_max}時間を超える委託先"),
            format!("a supplier whose notice deadline is longer than {hours_max} hours"),
        )),
        Some(_) => {}
        None => missing.push(said("事故通知の期限が書かれていない", "the notice deadline is not filled in")),
    }
    match supplier.contact.as_deref() {
        Some(contact) if means(contact, Sense::Nothing) || means(contact, Sense::No) => {
            wrong.push(said("24時間の連絡先がない委託先", "a supplier without a 24-hour contact"))
        }
        Some(contact) if !contact.is_empty() => {}
        _ => missing.push(said("24時間の連絡先が書かれていない", "the 24-hour contact is not filled in")),
    }
    match supplier.reviewed_on {
        Some(day) if day > as_of || !one.can_know(day, as_of) => {
            missing.push(said("点検日が基準日より後", "the review is dated after the day asked about"))
        }
        Some(day) if days(day, as_of) > review_max => wrong.push(said(
            format!("点検が{review_max}日より前の委託先"),
            format!("a supplier reviewed more than {review_max} days ago"),
        )),
        Some(_) => {}
        None => missing.push(said("点検日が書かれていない", "the day of the last review is not filled in")),
    }
    wrong.into_iter().for_each(|why| judge.fail(&supplier.id, why, [place]));
    missing.into_iter().for_each(|what| judge.gap_of(&supplier.id, what, &["suppliers.register"]));
}
