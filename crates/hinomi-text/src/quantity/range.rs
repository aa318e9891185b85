//! Two numbers that belong together: 10〜20人, `between 3 and 4 million`, 59から69に.

use hinomi_model::Unit;
use rust_decimal::Decimal;

use super::currency::currency_before;
use super::unit::counted;
use crate::number::{Form, Number, number_at};

/// What joins the ends of a range.
const JOINERS: &[&str] = &["から", "〜", "~", "ないし", " to ", "-", "–", "—", "−", " – ", " - ", " ~ "];

/// A second number and how it belongs to the first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Joined {
    /// The second number.
    pub(super) upper: Number,
    /// The first number, brought to the scale of the second (10〜20万).
    pub(super) low: Decimal,
    /// The currency sign before the second number.
    pub(super) money: Option<Unit>,
    /// Whether `between … and …` joins them.
    pub(super) is_between: bool,
    /// Whether both ends are closed in by words (`between 3 and 4.`, 3と4の間), so that they need no unit.
    pub(super) is_enclosed: bool,
    /// Whether に or へ behind the second says so: 59から69に増えた.
    pub(super) is_said: bool,
    /// Whether the second replaces the first (rose from … to …) rather than ending a range.
    pub(super) is_change: bool,
}

/// The number that `first` forms a range or a change with.
pub(super) fn upper(text: &str, lower: &str, first: &Number) -> Option<Joined> {
    if first.is_share || first.high.is_some() {
        return None;
    }
    let before = lower.get(..first.start)?;
    let is_between = before.trim_end_matches(['$', '€', '£', '¥']).ends_with("between ");
    let (joiner_end, joiner) = joiner(text, lower, first, is_between)?;
    let is_from = joiner == "から";
    let (at, money) = sign_at(text, joiner_end);
    let upper = number_at(text, at).filter(|upper| upper.high.is_none() && !upper.is_share)?;
    if upper.form == Form::Words && first.form != Form::Words {
        return None;
    }
    let after = text.get(counted(text, lower, upper.end).map_or(upper.end, |unit| unit.noun.end)..)?;
    if joiner == WITH && !after.starts_with("の間") {
        return None;
    }
    let ends = after.is_empty() || after.starts_with([',', '.', ';', ')', '\n']);
    let is_enclosed = joiner == WITH || (is_between && ends);
    let low = scaled_like(text, first, &upper);
    let from_before = before.trim_end_matches(['$', '€', '£', '¥']).ends_with("from ")
        && !["ranging from ", "range from ", "ranges from ", "anywhere from "]
            .iter()
            .any(|w| before.ends_with(w));
    let is_said = is_from && is_changed_to(text, lower, upper.end);
    let is_change = is_said || from_before;
    (is_change || low < upper.low).then_some(Joined {
        upper,
        low,
        money,
        is_between,
        is_enclosed,
        is_said,
        is_change,
    })
}

/// What joins 3と4の間.
const WITH: &str = "と";

/// Where the joiner behind `first`, or behind its unit, ends; and which it is.
fn joiner(text: &str, lower: &str, first: &Number, is_between: bool) -> Option<(usize, &'static str)> {
    let unit_end = counted(text, lower, first.end).filter(|unit| unit.is_close).map(|unit| unit.noun.end);
    [Some(first.end), unit_end].into_iter().flatten().find_map(|at| {
        let rest = text.get(at..)?;
        if is_between {
            return rest.starts_with(" and ").then_some((at + " and ".len(), " and "));
        }
        JOINERS
            .iter()
            .chain([&WITH])
            .find(|word| rest.starts_with(**word))
            .map(|word| (at + word.len(), *word))
    })
}

/// The currency sign at `at`, if any, and where the number behind it begins.
fn sign_at(text: &str, at: usize) -> (usize, Option<Unit>) {
    let rest = text.get(at..).unwrap_or_default();
    let len = rest.char_indices().find(|(_, c)| c.is_ascii_digit()).map_or(0, |(len, _)| len);
    let sign = rest.get(..len).filter(|sign| (1..=4).contains(&sign.len()));
    match sign.and_then(currency_before) {
        Some((0, unit)) => (at + len, Some(unit)),
        _ => (at, None),
    }
}

/// 10 of 10〜20万 as 100,000: the first number takes the scale of the second when it has none of its own and
/// is the smaller.
fn scaled_like(text: &str, first: &Number, upper: &Number) -> Decimal {
    if first.is_scaled || !upper.is_scaled {
        return first.low;
    }
    let lead = match upper.form {
        Form::Words => {
            const SCALES: &[u64] = &[1_000_000_000_000, 1_000_000_000, 1_000_000, 1_000];
            let scale = SCALES.iter().map(|scale| Decimal::from(*scale)).find(|scale| *scale <= upper.low);
            scale.map_or(upper.low, |scale| upper.low / scale)
        }
        _ => {
            let digits: String = text
                .get(upper.start..upper.end)
                .unwrap_or_default()
                .chars()
                .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
                .filter(|c| *c != ',')
                .collect();
            digits.parse().unwrap_or(upper.low)
        }
    };
    let is_smaller = !lead.is_zero() && first.low < lead;
    let scaled = upper.low.checked_div(lead).and_then(|scale| first.low.checked_mul(scale));
    if is_smaller { scaled.unwrap_or(first.low) } else { first.low }
}

/// Whether に or へ behind the second number says that it replaces the first.
fn is_changed_to(text: &str, lower: &str, at: usize) -> bool {
    let end = counted(text, lower, at).map_or(at, |unit| unit.noun.end);
    text.get(end..).is_some_and(|rest| rest.starts_with(['に', 'へ']))
}
