//! Values that no source states: reckoned again from the cited facts.

use std::collections::BTreeSet;

use hinomi_model::{Lang, Value, When};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use crate::sentence::{Cite, Computed};

/// Words by which a sentence owns up to having reckoned a value itself.
pub const MARKS_JA: &[&str] = &["日付から計算", "日目", "合計", "合わせて", "種類"];
/// The same in English.
pub const MARKS_EN: &[&str] = &["counted from the dates", "day ", "add up", "in all", "kinds"];

/// Whether `text` says that a value in it was reckoned.
pub fn is_marked(text: &str, lang: Lang) -> bool {
    let marks = if lang == Lang::Ja { MARKS_JA } else { MARKS_EN };
    marks.iter().any(|mark| text.contains(mark))
}

/// Reckons a value; `None` when an operand is not there or not of the right kind.
pub fn reckon(computed: &Computed, cites: &[Cite], today: Date, zone: &TimeZone) -> Option<Decimal> {
    let value = |idx: &usize| cites.get(*idx).and_then(|cite| cite.proof.fact()).map(|fact| &fact.value);
    let day = |idx: &usize| match value(idx)? {
        Value::When(When::Day(day) | When::Days(day, _)) => Some(*day),
        Value::When(when @ When::Instant(_)) => Some(when.first_day(zone)),
        _ => None,
    };
    let number = |idx: &usize| match value(idx)? {
        Value::Count { number, upper: None, .. } => Some(*number),
        _ => None,
    };
    match computed {
        Computed::DaysBetween(from, to) => Some(Decimal::from((day(to)? - day(from)?).get_days())),
        Computed::NthDay(from) => Some(Decimal::from((today - day(from)?).get_days() + 1)),
        Computed::Sum(parts) => {
            parts.iter().try_fold(Decimal::ZERO, |sum, idx| sum.checked_add(number(idx)?))
        }
        Computed::HowMany(parts) => {
            let values: Option<BTreeSet<_>> = parts.iter().map(value).collect();
            Some(Decimal::from(values?.len()))
        }
        Computed::Difference(from, less) => number(from)?.checked_sub(number(less)?),
    }
}
