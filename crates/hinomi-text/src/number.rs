//! Numbers as people write them: `12,345`, 38万7000, 百五十二万, 数十万, `29.8 million`, `two and a half`.
//!
//! Everything here reads folded text (see [`crate::fold()`]) from a given position on, and says only what the
//! digits and number words say; whether it counts anything is for [`crate::quantities`] and
//! [`crate::dates`] to tell.

mod english;
mod fraction;
mod kanji;
mod places;
mod words;

use std::sync::LazyLock;

use hinomi_model::Span;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::fold::{Folded, is_behind};
use crate::scan::{Chars, Scan, Start};

pub(crate) use english::scale_behind as scale_word;
pub(crate) use kanji::{MORE, is_numeral};
pub(crate) use words::{beginnings as number_words, is_number_word};

/// Where `word` ends when it stands at `at` of `lower` and no letter or digit follows on it.
pub(crate) fn word_end(lower: &str, at: usize, word: &str) -> Option<usize> {
    let rest = lower.get(at..)?.strip_prefix(word)?;
    (!rest.starts_with(|c: char| c.is_ascii_alphanumeric())).then_some(at + word.len())
}

/// Digits read at most in one number; longer runs are identifiers.
const DIGITS_MAX: usize = 18;

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Begins with Arabic digits: `12,345`, 38万7000.
    Digits,
    /// Begins with a kanji numeral: 百五十二万, 数十.
    Kanji,
    /// English number words: `four`, `two hundred`, `dozens`.
    Words,
}

/// Decimal places kept of a share in percent.
const SHARE_DECIMALS: u32 = 2;

/// `part` of `whole` in percent, rounded to two places.
pub(crate) fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    let percent = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?;
    Some(percent.round_dp_with_strategy(SHARE_DECIMALS, RoundingStrategy::MidpointAwayFromZero))
}

/// A number where it stands in the folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    /// First byte.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    /// The number; the lower end of a vague one.
    pub(crate) low: Decimal,
    /// The upper end of a vague one (数十, `dozens`).
    pub(crate) high: Option<Decimal>,
    /// How it is written.
    pub(crate) form: Form,
    /// Whether it holds a word or letter for a power of ten: 万, `million`, `k`.
    pub(crate) is_scaled: bool,
    /// Whether its digits are grouped by commas or hold a decimal point.
    pub(crate) is_marked: bool,
    /// Whether it is a share, given in percent: 3分の1, `a fifth`, `half`.
    pub(crate) is_share: bool,
}

/// Reads the number that begins at `at`: a digit, a kanji numeral or the first letter of a word.
///
/// Looks at no more than [`NUMBER_BYTES_MAX`] behind `at`: what a number goes on with is a number again, and a text of
/// nothing else (`1 million 1 million …`) would be read to its end from each of its places, each within the one before.
pub(crate) fn number_at(text: &str, at: usize) -> Option<Number> {
    let text = text.get(..text.floor_char_boundary(at.saturating_add(NUMBER_BYTES_MAX)))?;
    let rest = text.get(at..)?;
    let first = *rest.as_bytes().first()?;
    if first.is_ascii_digit() {
        return digits_first(text, at);
    }
    if first.is_ascii_alphabetic() {
        return english::number_at(text, at).map(|number| twice_written(text, number));
    }
    kanji::number_at(text, at).or_else(|| fraction::sign(text, at))
}

/// Longest number, in bytes: the longest that people write in words have half of that.
const NUMBER_BYTES_MAX: usize = 192;

/// `forty-five (45)`, as contracts and notices write it: the figures behind words that say the same.
fn twice_written(text: &str, number: Number) -> Number {
    let figures = || {
        let rest = text.get(number.end..)?.strip_prefix(" (")?;
        let digits = digits(rest)?;
        rest.get(digits.len..)?.starts_with(')').then_some((digits.value, digits.len + " ()".len()))
    };
    match figures().filter(|(value, _)| *value == number.low && number.high.is_none()) {
        Some((_, len)) => Number { end: number.end + len, ..number },
        None => number,
    }
}

/// Arabic digits at the start of `rest`, with commas and a decimal point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Digits {
    len: usize,
    value: Decimal,
    is_marked: bool,
}

fn digits(rest: &str) -> Option<Digits> {
    let bytes = rest.as_bytes();
    let run =
        |from: usize| bytes.get(from..).unwrap_or_default().iter().take_while(|b| b.is_ascii_digit()).count();
    let mut len = run(0);
    if len == 0 || len > DIGITS_MAX {
        return None;
    }
    // Twenty digits at most: those of the number, and two behind a middle dot.
    let (mut value, mut n_digits, mut scale) = (0_i128, 0, 0);
    let mut take = |from: usize, n: usize| {
        let digits = bytes.get(from..from + n).unwrap_or_default();
        value = digits.iter().fold(value, |sum, digit| sum * 10 + i128::from(digit - b'0'));
        n_digits += n;
        n_digits
    };
    let mut n_taken = take(0, len);
    let mut is_marked = false;
    if len <= 3 {
        while bytes.get(len) == Some(&b',') && run(len + 1) == 3 && n_taken < DIGITS_MAX {
            n_taken = take(len + 1, 3);
            len += 4;
            is_marked = true;
        }
    }
    let n_groups = if len <= 2 { other_groups(bytes, len, run) } else { 0 };
    for _ in 0..n_groups {
        let n = run(len + 1);
        n_taken = take(len + 1, n);
        len += 1 + n;
        is_marked = true;
    }
    let n_decimals = if bytes.get(len) == Some(&b'.') { run(len + 1) } else { 0 };
    // 192.168.1.2 has no decimals.
    let after = len + 1 + n_decimals;
    let is_dotted = n_decimals > 0 && bytes.get(after) == Some(&b'.') && run(after + 1) > 0;
    let n_decimals = if is_dotted { 0 } else { n_decimals };
    if (1..=DIGITS_MAX).contains(&n_decimals) && n_taken + n_decimals <= DIGITS_MAX {
        take(len + 1, n_decimals);
        scale = n_decimals;
        len += 1 + n_decimals;
        is_marked = true;
    } else if let Some(n) = middle_dot_decimals(rest.get(len..)?, bytes.get(..len) == Some(b"0")) {
        take(len + '・'.len_utf8(), n);
        scale = n;
        len += '・'.len_utf8() + n;
        is_marked = true;
    }
    let value = Decimal::try_from_i128_with_scale(value, u32::try_from(scale).ok()?).ok()?;
    Some(Digits { len, value, is_marked })
}

/// How many groups follow the first `len` digits as in `12,34,567` of India or `1 234 567` of the SI; at least two, since
/// one alone is as often another number.
fn other_groups(bytes: &[u8], len: usize, run: impl Fn(usize) -> usize) -> usize {
    let mut at = len;
    let mut groups = [0; GROUPS_MAX];
    let mut n = 0;
    let Some(mark @ (b',' | b' ')) = bytes.get(len) else { return 0 };
    while let Some(group) = groups.get_mut(n).filter(|_| bytes.get(at) == Some(mark)) {
        *group = run(at + 1);
        if *group != 3 && !(*group == 2 && *mark == b',') {
            break;
        }
        at += 1 + *group;
        n += 1;
    }
    let (front, last) =
        (groups.get(..n.saturating_sub(1)).unwrap_or_default(), n.checked_sub(1).map(|n| groups[n]));
    let fits = if *mark == b',' { front.iter().all(|len| *len == 2) } else { true };
    if n >= 2 && fits && last == Some(3) { n } else { 0 }
}

/// Groups of digits read at most behind the first.
const GROUPS_MAX: usize = 5;

/// Digits after a `・` that stands for a decimal point, as in １・５テラバイト: one or two, and then something
/// that a fraction makes sense of, or a zero before it. Between other numbers it is a comma.
fn middle_dot_decimals(rest: &str, is_zero: bool) -> Option<usize> {
    let after = rest.strip_prefix('・')?;
    let n = after.bytes().take_while(u8::is_ascii_digit).count();
    let next = after.get(n..)?.chars().next()?;
    let takes_fractions =
        matches!(next, '万' | '億' | '兆' | '割' | '倍' | '%' | 'テ' | 'ギ' | 'メ' | 'キ' | 'パ')
            || matches!(next, 'K' | 'M' | 'G' | 'T' | 'P');
    ((1..=2).contains(&n) && (takes_fractions || is_zero)).then_some(n)
}

fn digits_first(text: &str, at: usize) -> Option<Number> {
    let rest = text.get(at..)?;
    let before = text.as_bytes().get(..at)?;
    let is_dotted = matches!(before, [.., front, b'.'] if front.is_ascii_digit());
    let whole = rest.bytes().take_while(u8::is_ascii_digit).count();
    // Behind the first of several points there are no decimals either.
    let first = digits(if is_dotted { rest.get(..whole)? } else { rest })?;
    let mut plain = Number {
        start: at,
        end: at + first.len,
        low: first.value,
        high: None,
        form: Form::Digits,
        is_scaled: false,
        is_marked: first.is_marked,
        is_share: false,
    };
    if !first.is_marked && has_leading_point(text, at) {
        let scale = u32::try_from(first.len).ok()?;
        plain.low = Decimal::try_from_i128_with_scale(first.value.mantissa(), scale).ok()?;
        (plain.start, plain.is_marked) = (at - 1, true);
    }
    if let Some(number) = fraction::with_sign(text, plain) {
        return Some(english::scaled(text, number));
    }
    if let Some(number) = english::pointed(text, plain).or_else(|| kanji::continued(text, plain)) {
        return Some(number);
    }
    Some(english::scaled(text, plain))
}

/// Whether the digits at `at` are the decimals of `.25`, with nothing before the point that ends there.
fn has_leading_point(text: &str, at: usize) -> bool {
    let front = text.get(..at).and_then(|before| before.strip_suffix('.'));
    front.is_some_and(|front| front.is_empty() || front.ends_with([' ', '(', '$', '€', '£']))
}

/// The places of a text at which a number may start.
pub(crate) fn scan(folded: &Folded) -> Scan<'_> {
    static NUMERALS: LazyLock<Chars> = LazyLock::new(|| Chars::of(|c| c == '半' || is_numeral(c)));
    Scan::new(folded, &NUMERALS)
}

/// The next number; whoever takes it resumes the scan behind it.
pub(crate) fn next(scan: &mut Scan<'_>, folded: &Folded) -> Option<Number> {
    while let Some((at, start)) = scan.next() {
        let is_word = || folded.lower().get(at..scan.end()).is_some_and(is_number_word);
        if start == Start::Word && !is_word() {
            continue;
        }
        if let Some(number) = number_at(&folded.text, at) {
            return Some(number);
        }
    }
    None
}

/// A number where it stands in a text, whatever it counts or names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberMention {
    /// The digits and number words.
    pub span: Span,
    /// The number; the lower end of a vague one. A share is given in percent, rounded to two places.
    pub low: Decimal,
    /// The upper end of a vague one (数十, `dozens`).
    pub high: Option<Decimal>,
    /// Whether it is a share: 3分の1, `a fifth`, `half`.
    pub is_share: bool,
}

/// Finds every number of a text, in text order, without overlaps: also those that are part of a date, a name or a
/// version. What a number counts, [`crate::quantities`] tells.
pub fn numbers(folded: &Folded) -> Vec<NumberMention> {
    let mut scan = scan(folded);
    let mut out: Vec<NumberMention> = Vec::new();
    while let Some(number) = next(&mut scan, folded) {
        // 人数 and 整数 are words; 数十 and 何千 say how many.
        let is_word = number.high.is_some() && number.form == Form::Kanji && !number.is_scaled;
        if is_word || points_at_one(folded.lower(), &number) {
            continue;
        }
        let number = fraction::written_out(&folded.text, folded.lower(), number);
        scan.resume(number.end);
        let span = folded.source(number.start..number.end);
        if is_behind(out.last().map(|before| before.span), span) {
            let (low, high) = (number.low.normalize(), number.high.map(|high| high.normalize()));
            out.push(NumberMention { span, low, high, is_share: number.is_share });
        }
    }
    out
}

/// Whether `one` stands for a thing named before: `this one`, `the one that`.
fn points_at_one(lower: &str, number: &Number) -> bool {
    const BEFORE: &[&str] = &["the ", "this ", "that ", "which ", "another ", "no ", "each ", "every "];
    lower.get(number.start..number.end) == Some("one")
        && lower.get(..number.start).is_some_and(|before| {
            BEFORE.iter().any(|word| {
                before
                    .strip_suffix(word)
                    .is_some_and(|front| !front.ends_with(|c: char| c.is_ascii_alphanumeric()))
            })
        })
}

#[cfg(test)]
mod tests;
