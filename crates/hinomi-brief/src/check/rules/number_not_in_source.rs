//! Numbers that the cited pages do not carry.
//!
//! Why it matters: it is the commonest slip of a summary, and the one that is passed on. Examples: 2,800万 where the page
//! has 2,600万; 億 for 万; 人 for 社. A rounding of a number of the page is carried. Small counts without a unit (three
//! things) are the writer's own. Misses: the right number of the wrong thing.

use hinomi_model::{Qualifier, Reading, Span, Unit, Value};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::check::carried::{Page, counted, digit_runs};
use crate::check::scene::lang_of;
use crate::check::{Finding, Needs, Rule, Said, Scene, Severity, pattern};

/// The rule.
pub const RULE: Rule = Rule {
    id: "number-not-in-source",
    about: Said::new("出典にない数", "numbers that are not in the cited source"),
    severity: Severity::Error,
    needs: Needs::Sources,
    run,
};

/// Counts up to this one without a unit are the writer's own: "three groups".
const OWN_COUNT_MAX: i64 = 5;

pattern!(RECKONED, r"(?i)合計|合わせて|計算|内訳|\b(?:in total|in all|combined|add up|counted)\b");
pattern!(IDS, r"(?i)\b(?:CVE|JVN\w*|CWE|GHSA|VU)[-#:–]?[\dA-Z]+(?:[-–][\dA-Z]+)*");
pattern!(TIME, r"^\d{1,2}[:：]\d{2}|^\d{1,2}\s?時");

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for idx in scene.compared() {
        let pages = scene.pages_of(idx);
        let sentence = &scene.digest.sentences[idx];
        if RECKONED.is_match(&sentence.text) {
            continue;
        }
        let reading = scene.reading(idx);
        let mut bad: Vec<Span> = small(scene, idx, &pages);
        // An id that is written wrong is told as such.
        let is_in_id =
            |span: &Span| IDS.find_iter(&sentence.text).any(|id| Span::from(id.range()).overlaps(*span));
        for (span, value, qualifier) in &reading.counts {
            let Value::Count { number, upper, unit } = value else { continue };
            if *unit == Some(Unit::Percent) && is_share(*number, reading) {
                continue;
            }
            let is_own = *number <= Decimal::from(OWN_COUNT_MAX) && number.is_integer() && is_loose(*unit);
            if !is_own && !pages.iter().any(|page| carries(page, *number, *upper, *unit, *qualifier)) {
                bad.push(*span);
            }
        }
        for (span, number) in &reading.numbers {
            let is_small = number.parse::<i64>().is_ok_and(|n| n <= OWN_COUNT_MAX);
            let is_time = TIME.is_match(&sentence.text[span.range().start..]);
            let is_known = number.parse::<Decimal>().is_ok_and(|n| {
                pages
                    .iter()
                    .any(|page| page.numbers.contains(&n.normalize()) || page.counts.iter().any(|c| c.0 == n))
            });
            if !is_small && !is_time && !is_known && !pages.iter().any(|page| page.holds_digits(number)) {
                bad.push(*span);
            }
        }
        // Lengths of time: said in the page, or reckoned from its days.
        for duration in crate::check::words::durations(&sentence.text) {
            let digits = digit_runs(duration.span.of(&sentence.text).unwrap_or_default());
            let is_said = pages.iter().any(|page| {
                page.durations.contains(&duration.iso) || page.reckons(&duration.iso, scene.digest.day)
            });
            let is_held = digits.iter().all(|run| {
                let at = duration.span.range().start;
                let words =
                    sentence.text.get(at + run.range().start..at + run.range().end).unwrap_or_default();
                pages.iter().any(|page| page.holds_digits(words))
            });
            if !is_said && !digits.is_empty() && !is_held {
                bad.push(duration.span);
            }
        }
        bad.retain(|span| !is_in_id(span));
        bad.sort();
        bad.dedup_by(|a, b| a.overlaps(*b));
        for span in bad {
            let words = span.of(&sentence.text).unwrap_or_default().trim();
            let elsewhere = scene.other_pages(idx, |page| {
                reading.counts.iter().any(|(at, value, qualifier)| match value {
                    Value::Count { number, upper, unit } if *at == span => {
                        carries(page, *number, *upper, *unit, *qualifier)
                    }
                    _ => false,
                })
            });
            let hint = match elsewhere {
                Some(name) => Said::made(
                    format!("{name} にはこの数がある。引用番号を確かめる"),
                    format!("{name} has it: see whether the mark is right"),
                ),
                None => Said::new("出典で数を確かめる", "look the number up in the source"),
            };
            out.push(scene.found_in(
                &RULE,
                idx,
                span,
                Said::made(
                    format!("「{words}」は出典にない"),
                    format!("{words:?} is not in the cited source"),
                ),
                hint,
            ));
        }
    }
}

/// Whether a percentage is that of two counts beside it, to the percent.
fn is_share(percent: Decimal, reading: &Reading) -> bool {
    let counts: Vec<f64> = reading
        .counts
        .iter()
        .filter_map(|(_, value, _)| match value {
            Value::Count { number, unit, .. } if *unit != Some(Unit::Percent) => number.to_f64(),
            _ => None,
        })
        .collect();
    let percent = percent.to_f64().unwrap_or(-1.0);
    counts.iter().any(|a| counts.iter().any(|b| *b > 0.0 && a < b && (a / b * 100.0 - percent).abs() <= 1.0))
}

/// Small counts of a thing that the pages in this language count, and never so: five of its nine plants, where the page has
/// four.
fn small(scene: &Scene<'_>, idx: usize, pages: &[std::rc::Rc<Page>]) -> Vec<Span> {
    let text = &scene.digest.sentences[idx].text;
    let lang = lang_of(text, scene.digest.lang);
    let pages: Vec<_> = pages.iter().filter(|page| page.lang == Some(lang)).collect();
    let mine = counted(text, lang);
    let is_wrong = |(_, n, noun): &(Span, u32, String)| {
        let mut theirs =
            pages.iter().flat_map(|page| &page.counted).filter(|(_, other)| other == noun).peekable();
        i64::from(*n) <= OWN_COUNT_MAX && theirs.peek().is_some() && theirs.all(|(other, _)| other != n)
    };
    mine.into_iter().filter(is_wrong).map(|(span, ..)| span).collect()
}

fn is_loose(unit: Option<Unit>) -> bool {
    matches!(unit, None | Some(Unit::Record | Unit::Item))
}

/// Kinds of units that are told for one another: people, accounts and records are; people and devices are not.
fn kind_of(unit: Unit) -> u8 {
    match unit {
        Unit::Person
        | Unit::Account
        | Unit::EmailAddress
        | Unit::Record
        | Unit::Item
        | Unit::Document
        | Unit::File => 0,
        Unit::Device => 1,
        Unit::Organization | Unit::Store => 2,
        Unit::Country => 3,
        Unit::Percent => 4,
        Unit::Byte => 5,
        Unit::Currency(_) => 6,
    }
}

/// Whether a unit tells the other: those of one kind, but of currencies the same one.
fn tells(a: Unit, b: Unit) -> bool {
    match (a, b) {
        (Unit::Currency(_), Unit::Currency(_)) => a == b,
        _ => kind_of(a) == kind_of(b),
    }
}

fn carries(
    page: &Page,
    number: Decimal,
    upper: Option<Decimal>,
    unit: Option<Unit>,
    qualifier: Option<Qualifier>,
) -> bool {
    let number = number.normalize();
    let units_agree = |other: Option<Unit>| match (unit, other) {
        (Some(a), Some(b)) => {
            tells(a, b)
                || (kind_of(a) == 0 && kind_of(b) == 2 && a == Unit::Record)
                || (a == Unit::Organization && b == Unit::Record)
        }
        _ => true,
    };
    let is_one = page.counts.iter().any(|(n, u, other)| {
        let is_same = *n == number
            || (upper.is_some() && *u == upper)
            || *u == Some(number)
            || is_rounded(*n, number, qualifier);
        is_same && units_agree(*other)
    });
    is_one
        || (upper.is_none() && page.numbers.contains(&number) && unit != Some(Unit::Byte))
        || page.ids.contains(&number.to_string())
}

/// Whether `told` is `exact` rounded: to fewer digits, and off by no more than half of the last one.
fn is_rounded(exact: Decimal, told: Decimal, qualifier: Option<Qualifier>) -> bool {
    let (Some(exact), Some(value)) = (exact.to_f64(), told.to_f64()) else { return false };
    if value <= 0.0 || exact <= 0.0 {
        return false;
    }
    let text = told.normalize().to_string();
    let zeros = if text.contains('.') { 0 } else { text.len() - text.trim_end_matches('0').len() };
    let place = if let Some((_, fraction)) = text.split_once('.') {
        10f64.powi(-(i32::try_from(fraction.len()).unwrap_or(0)))
    } else {
        10f64.powi(i32::try_from(zeros).unwrap_or(0))
    };
    let is_approx = matches!(
        qualifier,
        Some(
            Qualifier::Approx
                | Qualifier::MoreThan
                | Qualifier::AtLeast
                | Qualifier::LessThan
                | Qualifier::AtMost
        )
    );
    let slack = match qualifier {
        Some(Qualifier::MoreThan | Qualifier::AtLeast | Qualifier::LessThan | Qualifier::AtMost) => place,
        _ => place * 0.5,
    };
    (is_approx || zeros >= 3) && (exact - value).abs() <= slack && (exact - value).abs() <= value * 0.06
}
