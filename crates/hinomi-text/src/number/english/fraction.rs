//! Parts of a whole in English words: `half`, `three quarters`, `a quarter of a million`, `two and a third`.

use rust_decimal::Decimal;

use super::new;
use crate::number::words::{Word, meaning, next_is, next_word, word_at};
use crate::number::{Number, percent};

/// So many parts of a whole, and where the words for it end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fraction {
    pub(super) parts: u64,
    pub(super) whole: u32,
    pub(super) end: usize,
}

impl Fraction {
    /// Of `scale`, rounded to a whole number where it does not come out even.
    fn of(self, scale: u64) -> Option<Decimal> {
        let parts = Decimal::from(scale).checked_mul(Decimal::from(self.parts))?;
        let value = parts.checked_div(Decimal::from(self.whole))?;
        Some(if scale >= 1_000 { value.round_dp(0) } else { value.round_dp(9) })
    }
}

/// `half`, `a third`, `three quarters` at `at`.
fn fraction(text: &str, at: usize) -> Option<Fraction> {
    let (word, end) = word_at(text, at)?;
    let parts = match word.as_str() {
        "half" => return Some(Fraction { parts: 1, whole: 2, end }),
        "a" | "one" => 1,
        own => match meaning(own)? {
            Word::Part(4) if own == "quarter" => return Some(Fraction { parts: 1, whole: 4, end }),
            Word::Unit(n) if n > 1 => u64::from(n),
            Word::Ten(n) => u64::from(n),
            _ => return None,
        },
    };
    let (mut word, mut end) = next_word(text, end)?;
    let mut parts = parts;
    if let Some(Word::Unit(n)) = meaning(word.as_str())
        && parts >= 20
        && (1..10).contains(&n)
    {
        parts += u64::from(n);
        (word, end) = next_word(text, end)?;
    }
    if parts == 1 && word.as_str() == "half" {
        return Some(Fraction { parts, whole: 2, end });
    }
    match meaning(word.as_str())? {
        Word::Part(whole) if is_part_of(word.as_str(), parts) => Some(Fraction { parts, whole, end }),
        _ => None,
    }
}

/// Whether the word for a part fits so many: `two fifths`, and `two third` as some write it; not `two fourth graders`.
pub(super) fn is_part_of(word: &str, parts: u64) -> bool {
    parts == 1 || word.ends_with('s') || matches!(word, "third" | "quarter")
}

/// The share that `fraction` is, or the part of a scale word behind it: `three quarters`, `a quarter of a million`.
pub(super) fn share(text: &str, start: usize, fraction: Fraction) -> Option<Number> {
    if let Some(number) = part_of_scale(text, fraction) {
        return Some(Number { start, ..number });
    }
    let low = percent(Decimal::from(fraction.parts), Decimal::from(fraction.whole))?;
    Some(Number { is_share: true, ..new(start, fraction.end, low) })
}

/// `quarter million`, `a quarter of a million`: what the fraction is of the scale word behind it.
pub(super) fn part_of_scale(text: &str, fraction: Fraction) -> Option<Number> {
    let of_a = next_is(text, fraction.end, "of").and_then(|of| next_is(text, of, "a"));
    let (word, end) = next_word(text, of_a.unwrap_or(fraction.end))?;
    let Word::Scale(scale) = meaning(word.as_str()).filter(|_| fraction.parts < u64::from(fraction.whole))?
    else {
        return None;
    };
    Some(Number { is_scaled: true, ..new(fraction.end, end, fraction.of(scale)?) })
}
/// Adds the half of `two and a half`, the third of `two and a third`; behind a scale word it is that part of the
/// scale: `a million and a half`.
///
/// `scale` is the last scale word of the number, 1 where it has none.
pub(super) fn with_part(text: &str, number: Number, scale: u64) -> Number {
    let and =
        next_is(text, number.end, "and").filter(|end| matches!(text.as_bytes().get(*end), Some(b' ' | b'-')));
    let Some(part) = and.and_then(|end| fraction(text, end + 1)) else { return number };
    // `a billion and a half million` says of what the part is.
    let said = next_word(text, part.end).and_then(|(word, end)| match meaning(word.as_str())? {
        Word::Scale(own) if own < scale => Some((own, end)),
        _ => None,
    });
    // `five million and a third of them` adds nothing.
    let is_of = next_is(text, part.end, "of").is_some_and(|of| !is_time_unit(text, of));
    if part.parts >= u64::from(part.whole) || (is_of && said.is_none()) {
        return number;
    }
    let (of, end) = said.unwrap_or((scale, part.end));
    match part.of(of).and_then(|part| number.low.checked_add(part)) {
        Some(low) => Number { end, low, ..number },
        None => number,
    }
}

/// Whether a unit of time stands behind `of`: `one and a quarter of an hour`.
fn is_time_unit(text: &str, of: usize) -> bool {
    let at = next_is(text, of, "an").or_else(|| next_is(text, of, "a")).unwrap_or(of);
    next_word(text, at).is_some_and(|(word, _)| {
        matches!(word.as_str().trim_end_matches('s'), "hour" | "day" | "week" | "month" | "year" | "minute")
    })
}

/// Adds the two thirds of `one hundred and three and two thirds`.
pub(super) fn with_fraction(text: &str, number: Number) -> Number {
    if number.is_marked { number } else { with_part(text, number, 1) }
}
