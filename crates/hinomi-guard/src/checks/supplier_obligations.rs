//! `supplier.obligations`: critical suppliers have security terms, a notice deadline, a contact at any hour and a
//! review within the year.
//!
//! Looks at suppliers of high or critical rank and those with privileged access. A term that is said to be missing, a
//! deadline that is too long and a review that is too old are witnesses; an empty cell is a gap. Misses: what the
//! contract says.

use std::sync::LazyLock;

use crate::judge::Judge;
use crate::pack::Evidence;
use crate::read::lexicon::{Item, Lexicon};
use crate::read::moment::days;
use crate::read::placeholder::{Placeholder, placeholder};
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
    match supplier.contact.as_deref().map_or(Contact::Untold, contact) {
        Contact::AtAnyHour => {}
        Contact::Nobody | Contact::SomeHours => {
            wrong.push(said("24時間の連絡先がない委託先", "a supplier without a 24-hour contact"))
        }
        Contact::Unsure => missing.push(said(
            "連絡先が夜間・休日も応じるか分からない",
            "whether the contact answers at night and on holidays is not told",
        )),
        Contact::Untold => {
            missing.push(said("24時間の連絡先が書かれていない", "the 24-hour contact is not filled in"))
        }
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

/// What a cell for a contact at any hour tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Contact {
    AtAnyHour,
    /// Only in office hours.
    SomeHours,
    /// Hours are named, and what of them is not clear.
    Unsure,
    /// It says that there is none.
    Nobody,
    Untold,
}

/// Words of hours: some of the day or week, the rest of it, all of it; words that deny or put off; and words that change
/// nothing. Of ordinary registers.
static HOURS: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::new(
        "some,平日,平日のみ,日中,営業時間,営業時間内,営業日,業務時間,業務時間内,就業時間,勤務時間,時間内,月-金,月~金,月〜金,月から金,weekday,weekdays,weekdays only,business hours,office hours,working hours,business days,working days,daytime,mon-fri,mon to fri,monday to friday,monday-friday,24x5,8x5\n\
         rest,夜間,休日,祝日,土日,土日祝,夜間休日,night,nights,weekend,weekends,holiday,holidays,after hours,out of hours\n\
         whole,24時間,24 時間,24h,24/7,24x7,24/365,24 hours,24-hour,終日,常時,いつでも,年中無休,around the clock,any time,anytime,any hour,always\n\
         deny,no,not,except,excluding,closed,なし,無し,ない,不可,除く,除き,のぞく,対象外,対応外,休み,以内,within,reply,返信,翌営業日,翌日,next business day,next day,voicemail,留守番電話,留守電,参照,see,記入\n\
         fill,のみ,だけ,only,時,分,から,まで,am,pm,to,と,は,の,対応,受付,電話,tel,phone,call\n",
    )
});

fn contact(cell: &str) -> Contact {
    match placeholder(cell) {
        Some(Placeholder::Nobody) => return Contact::Nobody,
        _ if means(cell, Sense::Nothing) || means(cell, Sense::No) => return Contact::Nobody,
        Some(Placeholder::Later) => return Contact::Untold,
        None => {}
    }
    let items = HOURS.read(cell);
    let has = |class| items.contains(&Item::Known(class));
    // What is not understood may say when else somebody answers.
    let is_understood = items.iter().all(|item| match item {
        Item::Known(_) | Item::Mark(_) => true,
        Item::Unknown(rest) => {
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            matches!(rest, "" | "am" | "pm")
        }
    });
    let (is_some, has_clock) = (has("some"), names_clock(cell));
    match (is_some || has_clock, has("rest") || has("whole"), has("deny")) {
        (true, false, false) if is_understood => Contact::SomeHours,
        (true, true, false) if is_understood && !has("whole") && !has_clock => Contact::AtAnyHour,
        (false, _, false) => Contact::AtAnyHour,
        _ => Contact::Unsure,
    }
}

/// Whether a text names an hour of the clock: `9-17時`, `9:00-17:30`, `9am`; `24時間` is a length, and what runs from
/// midnight to midnight is no hour.
fn names_clock(text: &str) -> bool {
    use unicode_normalization::UnicodeNormalization;
    let all: Vec<char> = text.nfkc().flat_map(char::to_lowercase).collect();
    let is_digit = |at: usize| all.get(at).is_some_and(char::is_ascii_digit);
    let is = |at: usize, c: char| all.get(at) == Some(&c);
    let whole: String = all.iter().collect();
    if ["24:00", "23:59", "24時"].iter().any(|end| whole.contains(end)) {
        return false;
    }
    (0..all.len()).filter(|at| is_digit(*at) && !is_digit(at + 1)).any(|at| {
        (is(at + 1, '時') && !is(at + 2, '間'))
            || (is(at + 1, ':') && is_digit(at + 2) && is_digit(at + 3) && !is_digit(at + 4))
            || ((is(at + 1, 'a') || is(at + 1, 'p'))
                && is(at + 2, 'm')
                && !all.get(at + 3).is_some_and(|c| c.is_alphanumeric()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_of_a_contact_are_read() {
        for (cell, told) in [
            ("+81-3-0000-0000", Contact::AtAnyHour),
            ("noc@vendor.example", Contact::AtAnyHour),
            ("24時間 050-0000-0000", Contact::AtAnyHour),
            ("平日 03-0000-0000 / 夜間休日 090-0000-0000", Contact::AtAnyHour),
            ("平日9-17時のみ", Contact::SomeHours),
            ("weekdays only", Contact::SomeHours),
            ("9:00-17:30 03-0000-0000", Contact::SomeHours),
            ("9am to 5pm", Contact::SomeHours),
            ("夜間は不可 03-0000-0000", Contact::Unsure),
            ("平日9-18時 03-0000-0000、緊急時 090-0000-0000", Contact::Unsure),
            ("営業時間内のみ。時間外はメール", Contact::Unsure),
            ("0:00-24:00", Contact::AtAnyHour),
            ("年中無休 9:00-21:00", Contact::Unsure),
            ("平日24時間", Contact::Unsure),
            ("受付24時間・対応は翌営業日", Contact::Unsure),
            ("契約書参照", Contact::Unsure),
            ("なし", Contact::Nobody),
            ("未定", Contact::Untold),
            ("", Contact::Untold),
        ] {
            assert_eq!(contact(cell), told, "{cell}");
        }
    }
}
