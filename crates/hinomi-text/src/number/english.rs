//! Numbers in English words: `four`, `half a million`, `dozens`; what scales digits stands in `scaled`.

use rust_decimal::Decimal;

mod fraction;
mod scaled;

use self::fraction::{Fraction, is_part_of, part_of_scale, share, with_fraction, with_part};
use self::scaled::{scaled_on, with_rest};
use super::words::{Word, is_number_word, meaning, next_is, next_word, word_at};
use super::{Form, Number};

pub(crate) use self::scaled::scale_behind;
pub(super) use self::scaled::{pointed, scaled};

/// Words read at most in one number.
const WORDS_MAX: usize = 16;

/// Digits read at most behind `point`.
const DECIMALS_MAX: usize = 9;

/// The number written in words at `at`.
pub(super) fn number_at(text: &str, at: usize) -> Option<Number> {
    let (first, end) = word_at(text, at)?;
    if !is_number_word(first.as_str()) {
        return None;
    }
    match first.as_str() {
        "a" | "an" => after_article(text, at, end),
        "half" => Some(half(text, at, end)),
        // `quarter million`, but not the quarter of a year or town.
        "quarter" => {
            part_of_scale(text, Fraction { parts: 1, whole: 4, end }).map(|n| Number { start: at, ..n })
        }
        "several" => Some(several(text, at, end)),
        _ => match meaning(first.as_str())? {
            Word::Plural(power) => Some(plural(text, at, end, power)),
            Word::Unit(_) | Word::Ten(_) => small_parts(text, at).or_else(|| cardinal(text, at)),
            Word::Scale(scale) => scaled_alone(text, at, end, scale),
            Word::Part(_) => None,
        },
    }
}

fn new(start: usize, end: usize, low: Decimal) -> Number {
    Number {
        start,
        end,
        low,
        high: None,
        form: Form::Words,
        is_scaled: false,
        is_marked: false,
        is_share: false,
    }
}

fn vague(start: usize, end: usize, low: u64, high: u64) -> Number {
    Number { high: Some(Decimal::from(high)), is_scaled: true, ..new(start, end, Decimal::from(low)) }
}

/// `hundred thousand`: a scale word alone counts only before a larger one.
fn scaled_alone(text: &str, at: usize, end: usize, scale: u64) -> Option<Number> {
    let (word, _) = next_word(text, end).filter(|_| matches!(scale, 100 | 1_000))?;
    let is_larger = matches!(meaning(word.as_str()), Some(Word::Scale(larger)) if larger > scale);
    is_larger.then(|| scaled_on(text, Number { is_scaled: true, ..new(at, end, Decimal::from(scale)) }))
}

fn after_article(text: &str, at: usize, end: usize) -> Option<Number> {
    let (word, end) = next_word(text, end)?;
    match word.as_str() {
        "few" | "handful" => {
            let few = several(text, at, end);
            Some(Number { start: at, ..few })
        }
        "couple" => Some(new(at, end, Decimal::TWO)),
        "half" => Some(half(text, at, end)),
        _ => match meaning(word.as_str())? {
            Word::Scale(scale) => {
                let one = Number { is_scaled: true, ..new(at, end, Decimal::from(scale)) };
                let whole = scaled_on(text, one);
                Some(if whole.end == end { with_part(text, whole, scale) } else { whole })
            }
            Word::Part(whole) => share(text, at, Fraction { parts: 1, whole, end }),
            _ => None,
        },
    }
}

/// `half`, `half a million`, `half of`.
fn half(text: &str, at: usize, end: usize) -> Number {
    let behind = next_is(text, end, "a").unwrap_or(end);
    match next_word(text, behind).and_then(|(word, end)| Some((meaning(word.as_str())?, end))) {
        Some((Word::Scale(scale), end)) => {
            Number { is_scaled: true, ..new(at, end, Decimal::from(scale) / Decimal::TWO) }
        }
        _ => Number { is_share: true, ..new(at, end, Decimal::from(50)) },
    }
}

/// `several`, `several hundred`, `a few thousand`.
fn several(text: &str, at: usize, end: usize) -> Number {
    match next_word(text, end).and_then(|(word, end)| Some((meaning(word.as_str())?, end))) {
        Some((Word::Scale(scale), end)) => vague(at, end, 2 * scale, 9 * scale),
        _ => Number { is_scaled: false, ..vague(at, end, 2, 9) },
    }
}

/// `dozens`, `hundreds of thousands`: from one power to just below the next.
fn plural(text: &str, at: usize, end: usize, power: u64) -> Number {
    let of = next_is(text, end, "of").and_then(|of| {
        let (word, end) = next_word(text, of)?;
        match meaning(word.as_str())? {
            Word::Plural(larger) if larger >= 1000 && larger > power => Some((larger, end)),
            _ => None,
        }
    });
    match of {
        Some((larger, end)) => {
            let low = power.saturating_mul(larger);
            vague(at, end, low, low.saturating_mul(10).saturating_sub(1))
        }
        None if power == 12 => vague(at, end, 24, 99),
        None if power == 20 => vague(at, end, 20, 99),
        None if power >= 1000 => {
            vague(at, end, power, power.saturating_mul(if power == 1000 { 10 } else { 1000 }) - 1)
        }
        None => vague(at, end, power, power * 10 - 1),
    }
}

/// What a number in words is made of so far.
#[derive(Debug, Clone, Copy)]
struct Sum {
    /// What the scale words before have closed.
    total: u64,
    /// What stands behind the last scale word.
    current: u64,
    /// The last scale word; those that follow must be smaller.
    below: u64,
    end: usize,
    is_scaled: bool,
}

/// `three twenty-firsts`: parts so small that their name is of two words.
fn small_parts(text: &str, at: usize) -> Option<Number> {
    const ORDINALS: &[(&str, u32)] = &[("firsts", 1), ("seconds", 2)];
    let (word, mut end) = word_at(text, at)?;
    let mut parts = match meaning(word.as_str())? {
        Word::Unit(n) | Word::Ten(n) if n > 1 => n,
        _ => return None,
    };
    let (mut word, mut word_end) = next_word(text, end)?;
    if let (Some(Word::Unit(n)), true) = (meaning(word.as_str()), parts >= 20)
        && n < 10
    {
        parts += n;
        end = word_end;
        (word, word_end) = next_word(text, end)?;
    }
    let Some(Word::Ten(tens)) = meaning(word.as_str()) else { return None };
    let (last, last_end) = next_word(text, word_end)?;
    let ordinal = ORDINALS.iter().find(|(name, _)| *name == last.as_str()).map(|(_, n)| *n);
    let unit = ordinal.or_else(|| match meaning(last.as_str()) {
        Some(Word::Part(n)) if n < 10 && last.as_str().ends_with('s') => Some(n),
        _ => None,
    })?;
    share(text, at, Fraction { parts: parts.into(), whole: tens + unit, end: last_end })
}

/// `four`, `twenty-five`, `two hundred and fifty thousand`, `two and a half million`, `two-thirds`, `nine point four`.
fn cardinal(text: &str, at: usize) -> Option<Number> {
    let mut sum = Sum { total: 0, current: 0, below: u64::MAX, end: at, is_scaled: false };
    // The number before an `and`, and what stood behind it: `one hundred and three quarters` is no 103.
    let mut before_and: Option<Sum> = None;
    for idx in 0..WORDS_MAX {
        let and = next_is(text, sum.end, "and")
            .filter(|_| idx > 0 && sum.current > 0 && sum.current.is_multiple_of(100))
            .and_then(|and| next_word(text, and).filter(|(word, _)| word.as_str() != "a"));
        let next = match (idx, and) {
            (0, _) => word_at(text, at),
            (_, Some(word)) => {
                before_and = Some(sum);
                Some(word)
            }
            (_, None) => next_word(text, sum.end),
        };
        let Some((word, word_end)) = next else { break };
        match meaning(word.as_str()) {
            Some(Word::Unit(n)) if idx == 0 || takes_unit(text, sum, n, word_end) => {
                sum.current += u64::from(n)
            }
            Some(Word::Ten(n)) if sum.current.is_multiple_of(100) => sum.current += u64::from(n),
            Some(Word::Scale(100)) if (1..100).contains(&sum.current) => {
                sum.current *= 100;
                sum.is_scaled = true;
            }
            // `two hundred dozens` and `12 lakhs` as some write them.
            Some(Word::Scale(scale) | Word::Plural(scale))
                if sum.current > 0 && !matches!(scale, 10 | 20 | 100) && scale < sum.below =>
            {
                sum.total = sum.total.checked_add(sum.current.checked_mul(scale)?)?;
                (sum.current, sum.below, sum.is_scaled) = (0, scale, true);
            }
            Some(Word::Part(whole)) if sum.current > 0 => {
                let last = before_and.map_or(sum.current, |before| sum.current - before.current);
                if !is_part_of(word.as_str(), last) {
                    break;
                }
                let part = Fraction { parts: last, whole, end: word_end };
                return match before_and {
                    Some(before) => {
                        let number = Number { is_scaled: true, ..new(at, before.end, plain(before)?) };
                        Some(with_part(text, number, 1))
                    }
                    None if sum.total == 0 => share(text, at, part),
                    None => Some(Number { is_scaled: true, ..new(at, sum.end, plain(sum)?) }),
                };
            }
            _ => break,
        }
        sum.end = word_end;
    }
    let number = Number { is_scaled: sum.is_scaled, ..new(at, sum.end, plain(sum)?) };
    Some(match (sum.is_scaled, sum.current) {
        (false, _) => scaled_on(text, with_part(text, with_decimals(text, number), 1)),
        // `two million and a half`, but not the half behind `two million three`.
        (true, 0) => {
            let part = with_part(text, number, sum.below);
            if part.end == number.end { with_rest(text, scaled_on(text, number), sum.below) } else { part }
        }
        (true, _) => {
            let number = scaled_on(text, with_decimals(text, number));
            if sum.total == 0 && sum.current < 1_000 { with_fraction(text, number) } else { number }
        }
    })
}

fn plain(sum: Sum) -> Option<Decimal> {
    Some(Decimal::from(sum.total.checked_add(sum.current)?))
}

/// Whether `n` goes on what is summed up: behind hundreds, tens and scale words, but not `two million one-time codes`.
fn takes_unit(text: &str, sum: Sum, n: u32, end: usize) -> bool {
    match sum.current % 100 {
        0 if sum.current == 0 => sum.total > 0 && text.as_bytes().get(end) != Some(&b'-') && n > 0,
        0 => true,
        tens => tens >= 20 && tens.is_multiple_of(10) && (1..10).contains(&n),
    }
}

/// Adds the digits of `nine point zero four`.
fn with_decimals(text: &str, number: Number) -> Number {
    let Some(mut end) = next_is(text, number.end, "point") else { return number };
    let (mut digits, mut n_digits) = (0_i64, 0);
    while let Some((word, word_end)) = next_word(text, end).filter(|_| n_digits < DECIMALS_MAX) {
        let (n, n_of) = match meaning(word.as_str()) {
            Some(Word::Unit(n)) if n < 10 => (n, 1),
            Some(Word::Unit(n) | Word::Ten(n)) if n_digits == 0 => (n, 2),
            _ => break,
        };
        digits = digits * if n_of == 1 { 10 } else { 100 } + i64::from(n);
        n_digits += n_of;
        end = word_end;
    }
    let decimals = Decimal::new(digits, u32::try_from(n_digits).unwrap_or(0));
    match number.low.checked_add(decimals).filter(|_| n_digits > 0) {
        Some(low) => Number { end, low, is_marked: true, ..number },
        None => number,
    }
}
