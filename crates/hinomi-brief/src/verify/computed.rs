//! Values that no source states: reckoned again from the cited facts.

use std::collections::BTreeSet;

use hinomi_model::{Lang, Value, When};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use crate::sentence::{Cite, Computed};

/// Words by which a sentence owns up to having reckoned days, sums and numbers of kinds.
const RECKONED: (&[&str], &[&str]) = (
    &["日付から計算", "日目", "合計", "合わせて", "種類"],
    &["counted from the dates", "day ", "in all", "kinds"],
);
/// Words that say that a number grew.
const ROSE: (&[&str], &[&str]) = (&["に増え"], &[" rose "]);
/// Words that say that a number shrank.
const FELL: (&[&str], &[&str]) = (&["に減"], &[" fell "]);

fn has(text: &str, lang: Lang, words: (&[&str], &[&str])) -> bool {
    let words = if lang == Lang::Ja { words.0 } else { words.1 };
    words.iter().any(|word| text.contains(word))
}

/// Whether `text` says that the value was reckoned.
pub fn is_marked(computed: &Computed, text: &str, lang: Lang) -> bool {
    match computed {
        Computed::Rose(..) => has(text, lang, ROSE),
        Computed::Fell(..) => has(text, lang, FELL),
        _ => has(text, lang, RECKONED),
    }
}

/// Whether `text` says that a number grew or shrank without having reckoned it.
pub fn is_unfounded(computed: &[Computed], text: &str, lang: Lang) -> bool {
    let rises = computed.iter().any(|c| matches!(c, Computed::Rose(..)));
    let falls = computed.iter().any(|c| matches!(c, Computed::Fell(..)));
    (has(text, lang, ROSE) && !rises) || (has(text, lang, FELL) && !falls)
}

/// Reckons a value; `None` when an operand is not there, not of the right kind, or the claim does not hold.
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
    let units_agree = |a: &usize, b: &usize| Some(value(a)?.unit() == value(b)?.unit());
    match computed {
        Computed::DaysBetween(from, to) => Some(Decimal::from((day(to)? - day(from)?).get_days())),
        Computed::NthDay(from) => Some(Decimal::from((today - day(from)?).get_days() + 1)),
        Computed::Sum(parts) => {
            let same =
                parts.iter().all(|idx| parts.first().is_some_and(|f| units_agree(f, idx) == Some(true)));
            same.then_some(())?;
            parts.iter().try_fold(Decimal::ZERO, |sum, idx| sum.checked_add(number(idx)?))
        }
        Computed::HowMany(parts) => {
            let values: Option<BTreeSet<_>> = parts.iter().map(value).collect();
            Some(Decimal::from(values?.len()))
        }
        Computed::Difference(from, less) => number(from)?.checked_sub(number(less)?),
        Computed::Rose(from, to) => Some(number(to)? - number(from)?).filter(|n| *n > Decimal::ZERO),
        Computed::Fell(from, to) => Some(number(from)? - number(to)?).filter(|n| *n > Decimal::ZERO),
    }
}
