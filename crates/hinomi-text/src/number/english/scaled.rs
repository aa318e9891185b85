//! Words and letters that multiply a number: `29.8 million`, `500K`, `$16m`, `4 thousand 3 hundred`.

use rust_decimal::Decimal;

use super::fraction::with_part;
use crate::number::words::{Word, meaning, next_is, next_word};
use crate::number::{Number, number_at};

/// Adds the number below `scale` that `and` joins: `two thousand and twelve`, `six crore and two hundred`; not the two of
/// `three million and two firms`.
pub(super) fn with_rest(text: &str, number: Number, scale: u64) -> Number {
    let Some(at) = next_is(text, number.end, "and").map(|end| end + 1) else { return number };
    let rest = number_at(text, at).filter(|rest| !rest.is_share && rest.high.is_none() && !rest.is_marked);
    let Some(rest) = rest.filter(|rest| rest.low < Decimal::from(scale)) else { return number };
    let is_part =
        scale <= 1_000 && rest.low > Decimal::ZERO || rest.low >= Decimal::ONE_HUNDRED && rest.is_scaled;
    match number.low.checked_add(rest.low).filter(|_| is_part) {
        Some(low) => Number { end: rest.end, low, ..number },
        None => number,
    }
}

/// Multiplies by a scale word that follows: `a hundred thousand`, `2.5 million`, `3 dozen`.
pub(super) fn scaled_on(text: &str, number: Number) -> Number {
    match scale_behind(text, number.end)
        .and_then(|(scale, end)| Some((number.low.checked_mul(Decimal::from(scale))?, end)))
    {
        Some((low, end)) => Number { end, low, is_scaled: true, ..number },
        None => number,
    }
}

/// The scale word behind `end`; in the plural only where it ends the number: `12 lakhs`, not `7 hundreds of`.
pub(crate) fn scale_behind(text: &str, end: usize) -> Option<(u64, usize)> {
    // 300 Cr, as Indian papers shorten the crore.
    if let Some(end) = crate::number::word_end(text, end, " Cr") {
        return Some((10_000_000, end));
    }
    let (word, end) = next_word(text, end)?;
    match meaning(word.as_str())? {
        Word::Scale(scale) => Some((scale, end)),
        Word::Plural(scale) if scale == 12 || scale >= 100_000 => {
            next_is(text, end, "of").is_none().then_some((scale, end))
        }
        _ => None,
    }
}

/// `number`, read as digits, with the scale behind it: `29.8 million`, `16bn`, `500K`, and behind a currency
/// sign `$16m`.
pub(in crate::number) fn scaled(text: &str, number: Number) -> Number {
    let Some(rest) = text.get(number.end..) else { return number };
    let is_money = text.get(..number.start).is_some_and(|before| before.ends_with(['$', '€', '£', '¥']));
    let gap = usize::from(rest.starts_with(' '));
    let letters: &str = rest.get(gap..).unwrap_or_default();
    let len = letters.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let scale: u64 = match (letters.get(..len).unwrap_or_default(), gap) {
        ("bn" | "Bn" | "BN" | "bln", _) => 1_000_000_000,
        ("mn" | "Mn" | "mln" | "mil", _) => 1_000_000,
        ("tn" | "tln" | "trn", _) => 1_000_000_000_000,
        ("K" | "k", 0) => 1_000,
        ("M", 0) => 1_000_000,
        ("B", 0) => 1_000_000_000,
        ("m", 0) if is_money => 1_000_000,
        ("b", 0) if is_money => 1_000_000_000,
        _ => return scaled_by_word(text, number),
    };
    match number.low.checked_mul(Decimal::from(scale)) {
        Some(low) => Number { end: number.end + gap + len, low, is_scaled: true, ..number },
        None => number,
    }
}

/// `29.8 million`, `7 and a half million`, `3 million and a quarter`, `4 thousand 3 hundred and 21`.
fn scaled_by_word(text: &str, number: Number) -> Number {
    let Some((scale, end)) = scale_behind(text, number.end) else {
        return if number.is_marked { number } else { scaled_half(text, number) };
    };
    let Some(low) = number.low.checked_mul(Decimal::from(scale)) else { return number };
    let scaled = Number { end, low, is_scaled: true, ..number };
    if number.is_marked {
        return scaled;
    }
    let part = with_part(text, scaled, scale);
    if part.end > end {
        return part;
    }
    let next = text
        .get(end..)
        .and_then(|rest| rest.strip_prefix(' '))
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let next = next.and_then(|rest| number_at(text, text.len() - rest.len()));
    // `4 thousand 3 hundred`, each in digits with its own word.
    match next.filter(|next| next.is_scaled && next.high.is_none() && next.low < Decimal::from(scale)) {
        Some(next) => match scaled.low.checked_add(next.low) {
            Some(low) => Number { end: next.end, low, ..scaled },
            None => scaled,
        },
        None => with_rest(text, scaled, scale),
    }
}

/// `1 point 5`: figures with the mark in words; not `1 point of contact`.
pub(in crate::number) fn pointed(text: &str, number: Number) -> Option<Number> {
    let rest = text.get(number.end..)?.strip_prefix(" point ").filter(|_| !number.is_marked)?;
    let len = rest.bytes().take_while(u8::is_ascii_digit).count();
    let ends = rest.as_bytes().get(len).is_none_or(|b| !b.is_ascii_alphanumeric());
    let digits: i64 = rest.get(..len).filter(|_| (1..=9).contains(&len) && ends)?.parse().ok()?;
    let low = number.low.checked_add(Decimal::new(digits, u32::try_from(len).ok()?))?;
    Some(Number { end: number.end + " point ".len() + len, low, is_marked: true, ..number })
}

/// `7 and a half`, `7 and a half million`.
fn scaled_half(text: &str, number: Number) -> Number {
    let part = with_part(text, number, 1);
    if part.end == number.end { number } else { scaled_on(text, part) }
}
