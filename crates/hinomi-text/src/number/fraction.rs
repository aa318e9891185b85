//! Fractions written as two numbers, `1/3`, `1 3/5`, `one out of three`, `one in 20`, and those that are one sign,
//! `2½`.
//!
//! Two numbers are read only where every number is asked for: in news `3/5` is mostly a date.

use rust_decimal::Decimal;

use super::{Form, Number, number_at, percent};

/// Signs of Unicode's number forms, with the parts and the whole of each.
const SIGNS: &[(char, i64, i64)] = &[
    ('¼', 1, 4),
    ('½', 1, 2),
    ('¾', 3, 4),
    ('⅓', 1, 3),
    ('⅔', 2, 3),
    ('⅕', 1, 5),
    ('⅖', 2, 5),
    ('⅗', 3, 5),
    ('⅘', 4, 5),
    ('⅙', 1, 6),
    ('⅚', 5, 6),
    ('⅛', 1, 8),
    ('⅜', 3, 8),
    ('⅝', 5, 8),
    ('⅞', 7, 8),
];

fn sign_at(text: &str, at: usize) -> Option<(Decimal, Decimal, usize)> {
    let c = text.get(at..)?.chars().next()?;
    let (_, parts, whole) = SIGNS.iter().find(|(sign, ..)| *sign == c)?;
    Some((Decimal::from(*parts), Decimal::from(*whole), at + c.len_utf8()))
}

/// ¾ at `at` as a share; what holds of shares in words holds of it.
pub(super) fn sign(text: &str, at: usize) -> Option<Number> {
    let (parts, whole, end) = sign_at(text, at)?;
    Some(Number {
        start: at,
        end,
        low: percent(parts, whole)?,
        high: None,
        form: Form::Words,
        is_scaled: false,
        is_marked: false,
        is_share: true,
    })
}

/// The half of 2½.
pub(super) fn with_sign(text: &str, first: Number) -> Option<Number> {
    let (parts, whole, end) = sign_at(text, first.end)?;
    let low = first.low.checked_add(parts.checked_div(whole)?.round_dp(9))?;
    (!first.is_marked).then_some(Number { end, low, is_marked: true, ..first })
}

/// Lower numbers of fractions at most.
const BELOW_MAX: i64 = 1_000;

/// `first`, or the fraction that it begins; the value of a mixed number, the share in percent of the others.
pub(super) fn written_out(text: &str, lower: &str, first: Number) -> Number {
    let is_plain = first.high.is_none() && !first.is_share && !first.is_marked;
    let found = if is_plain { mixed(text, &first).or_else(|| share(text, lower, &first)) } else { None };
    found.unwrap_or(first)
}

/// `3/5`, `56.2/100`, `one over twenty`.
fn share(text: &str, lower: &str, first: &Number) -> Option<Number> {
    const JOINERS: &[&str] = &["/", " over ", " out of "];
    let rest = lower.get(first.end..)?;
    let is_one = first.low == Decimal::ONE;
    let joiner = JOINERS.iter().find(|word| rest.starts_with(**word));
    let joiner = joiner.copied().or_else(|| (is_one && rest.starts_with(" in ")).then_some(" in "))?;
    let below = number_at(text, first.end + joiner.len()).filter(is_below)?;
    let is_glued = text.get(..first.start)?.ends_with(['/', '-', '.', '_'])
        || text.get(below.end..)?.starts_with(['/', '-', '_', '年', '月']);
    let is_slash = joiner == "/";
    let fits = if is_slash { first.form == Form::Digits && !is_glued } else { first.low < below.low };
    let low = percent(first.low, below.low).filter(|_| fits)?;
    Some(Number { end: below.end, low, is_share: true, ..*first })
}

/// `1 3/5`.
fn mixed(text: &str, first: &Number) -> Option<Number> {
    let rest = text.get(first.end..)?;
    let gap = rest.len() - rest.trim_start_matches(' ').len();
    let above =
        number_at(text, first.end + gap).filter(|above| is_digits(above) && (1..=2).contains(&gap))?;
    let slash = text.get(above.end..)?.strip_prefix('/')?;
    let below = number_at(text, text.len() - slash.len()).filter(is_below)?;
    let part = above.low.checked_div(below.low).filter(|_| is_digits(first) && above.low < below.low)?;
    let low = first.low.checked_add(part.round_dp(9))?;
    let is_date = text.get(below.end..)?.starts_with('/');
    (!is_date).then_some(Number { end: below.end, low, is_marked: true, ..*first })
}

fn is_digits(number: &Number) -> bool {
    number.form == Form::Digits && !number.is_scaled && !number.is_marked && number.high.is_none()
}

fn is_below(below: &Number) -> bool {
    below.high.is_none()
        && !below.is_share
        && below.low > Decimal::ONE
        && below.low <= Decimal::from(BELOW_MAX)
        && !below.is_marked
}
