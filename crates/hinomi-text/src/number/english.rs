//! Numbers in English words, and words and letters that scale digits: `four`, `half a million`, `29.8 million`.

use rust_decimal::Decimal;

use super::words::{Word, is_number_word, meaning, next_is, next_word, word_at};
use super::{Form, Number, number_at as any_number_at, percent};

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
            Word::Unit(_) | Word::Ten(_) => cardinal(text, at),
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

/// So many parts of a whole, and where the words for it end.
#[derive(Debug, Clone, Copy)]
struct Fraction {
    parts: u64,
    whole: u32,
    end: usize,
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
fn is_part_of(word: &str, parts: u64) -> bool {
    parts == 1 || word.ends_with('s') || matches!(word, "third" | "quarter")
}

/// The share that `fraction` is, or the part of a scale word behind it: `three quarters`, `a quarter of a million`.
fn share(text: &str, start: usize, fraction: Fraction) -> Option<Number> {
    if let Some(number) = part_of_scale(text, fraction) {
        return Some(Number { start, ..number });
    }
    let low = percent(Decimal::from(fraction.parts), Decimal::from(fraction.whole))?;
    Some(Number { is_share: true, ..new(start, fraction.end, low) })
}

/// `quarter million`, `a quarter of a million`: what the fraction is of the scale word behind it.
fn part_of_scale(text: &str, fraction: Fraction) -> Option<Number> {
    let of_a = next_is(text, fraction.end, "of").and_then(|of| next_is(text, of, "a"));
    let (word, end) = next_word(text, of_a.unwrap_or(fraction.end))?;
    let Word::Scale(scale) = meaning(word.as_str()).filter(|_| fraction.parts < u64::from(fraction.whole))?
    else {
        return None;
    };
    Some(Number { is_scaled: true, ..new(fraction.end, end, fraction.of(scale)?) })
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

/// Adds the half of `two and a half`, the third of `two and a third`; behind a scale word it is that part of the
/// scale: `a million and a half`.
///
/// `scale` is the last scale word of the number, 1 where it has none.
fn with_part(text: &str, number: Number, scale: u64) -> Number {
    let and =
        next_is(text, number.end, "and").filter(|end| matches!(text.as_bytes().get(*end), Some(b' ' | b'-')));
    let Some(part) = and.and_then(|end| fraction(text, end + 1)) else { return number };
    // `a billion and a half million` says of what the part is.
    let said = next_word(text, part.end).and_then(|(word, end)| match meaning(word.as_str())? {
        Word::Scale(own) if own < scale => Some((own, end)),
        _ => None,
    });
    // `five million and a third of them` adds nothing.
    let is_of = next_is(text, part.end, "of").is_some();
    if part.parts >= u64::from(part.whole) || (is_of && said.is_none()) {
        return number;
    }
    let (of, end) = said.unwrap_or((scale, part.end));
    match part.of(of).and_then(|part| number.low.checked_add(part)) {
        Some(low) => Number { end, low, ..number },
        None => number,
    }
}

/// Adds the two thirds of `one hundred and three and two thirds`.
fn with_fraction(text: &str, number: Number) -> Number {
    if number.is_marked { number } else { with_part(text, number, 1) }
}

/// Adds the number below `scale` that `and` joins: `two thousand and twelve`, `six crore and two hundred`; not the two of
/// `three million and two firms`.
fn with_rest(text: &str, number: Number, scale: u64) -> Number {
    let Some(at) = next_is(text, number.end, "and").map(|end| end + 1) else { return number };
    let rest =
        any_number_at(text, at).filter(|rest| !rest.is_share && rest.high.is_none() && !rest.is_marked);
    let Some(rest) = rest.filter(|rest| rest.low < Decimal::from(scale)) else { return number };
    let is_part =
        scale <= 1_000 && rest.low > Decimal::ZERO || rest.low >= Decimal::ONE_HUNDRED && rest.is_scaled;
    match number.low.checked_add(rest.low).filter(|_| is_part) {
        Some(low) => Number { end: rest.end, low, ..number },
        None => number,
    }
}

/// Multiplies by a scale word that follows: `a hundred thousand`, `2.5 million`, `3 dozen`.
fn scaled_on(text: &str, number: Number) -> Number {
    match scale_behind(text, number.end)
        .and_then(|(scale, end)| Some((number.low.checked_mul(Decimal::from(scale))?, end)))
    {
        Some((low, end)) => Number { end, low, is_scaled: true, ..number },
        None => number,
    }
}

/// The scale word behind `end`; in the plural only where it ends the number: `12 lakhs`, not `7 hundreds of`.
pub(crate) fn scale_behind(text: &str, end: usize) -> Option<(u64, usize)> {
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
pub(super) fn scaled(text: &str, number: Number) -> Number {
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
    let next = next.and_then(|rest| any_number_at(text, text.len() - rest.len()));
    // `4 thousand 3 hundred`, each in digits with its own word.
    match next.filter(|next| next.is_scaled && next.high.is_none() && next.low < Decimal::from(scale)) {
        Some(next) => match scaled.low.checked_add(next.low) {
            Some(low) => Number { end: next.end, low, ..scaled },
            None => scaled,
        },
        None => with_rest(text, scaled, scale),
    }
}

/// `7 and a half`, `7 and a half million`.
fn scaled_half(text: &str, number: Number) -> Number {
    let part = with_part(text, number, 1);
    if part.end == number.end { number } else { scaled_on(text, part) }
}
