//! English number words, and words and letters that scale digits: `four`, `half a million`, `29.8 million`.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::{Form, Number, percent};
use crate::vocabulary::Shapes;

/// Words read at most in one number.
const WORDS_MAX: usize = 12;

/// What a number word does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    /// 0 to 19.
    Unit(u32),
    /// 20, 30 … 90.
    Ten(u32),
    /// `hundred`, `thousand` … : multiplies what stands before.
    Scale(u64),
    /// `dozens`, `hundreds` … : a vague number.
    Plural(u64),
    /// `third`, `fifths`, `quarter`: one part in so many.
    Part(u32),
}

const WORDS: &[(&str, Word)] = &[
    ("zero", Word::Unit(0)),
    ("one", Word::Unit(1)),
    ("two", Word::Unit(2)),
    ("three", Word::Unit(3)),
    ("four", Word::Unit(4)),
    ("five", Word::Unit(5)),
    ("six", Word::Unit(6)),
    ("seven", Word::Unit(7)),
    ("eight", Word::Unit(8)),
    ("nine", Word::Unit(9)),
    ("ten", Word::Unit(10)),
    ("eleven", Word::Unit(11)),
    ("twelve", Word::Unit(12)),
    ("thirteen", Word::Unit(13)),
    ("fourteen", Word::Unit(14)),
    ("fifteen", Word::Unit(15)),
    ("sixteen", Word::Unit(16)),
    ("seventeen", Word::Unit(17)),
    ("eighteen", Word::Unit(18)),
    ("nineteen", Word::Unit(19)),
    ("twenty", Word::Ten(20)),
    ("thirty", Word::Ten(30)),
    ("forty", Word::Ten(40)),
    ("fifty", Word::Ten(50)),
    ("sixty", Word::Ten(60)),
    ("seventy", Word::Ten(70)),
    ("eighty", Word::Ten(80)),
    ("ninety", Word::Ten(90)),
    ("dozen", Word::Scale(12)),
    ("hundred", Word::Scale(100)),
    ("thousand", Word::Scale(1_000)),
    ("lakh", Word::Scale(100_000)),
    ("crore", Word::Scale(10_000_000)),
    ("million", Word::Scale(1_000_000)),
    ("billion", Word::Scale(1_000_000_000)),
    ("trillion", Word::Scale(1_000_000_000_000)),
    ("tens", Word::Plural(10)),
    ("dozens", Word::Plural(12)),
    ("scores", Word::Plural(20)),
    ("hundreds", Word::Plural(100)),
    ("thousands", Word::Plural(1_000)),
    ("millions", Word::Plural(1_000_000)),
    ("billions", Word::Plural(1_000_000_000)),
    ("trillions", Word::Plural(1_000_000_000_000)),
    ("third", Word::Part(3)),
    ("thirds", Word::Part(3)),
    ("quarter", Word::Part(4)),
    ("quarters", Word::Part(4)),
    ("fifth", Word::Part(5)),
    ("fifths", Word::Part(5)),
    ("sixth", Word::Part(6)),
    ("sixths", Word::Part(6)),
    ("seventh", Word::Part(7)),
    ("sevenths", Word::Part(7)),
    ("eighth", Word::Part(8)),
    ("eighths", Word::Part(8)),
    ("tenth", Word::Part(10)),
    ("tenths", Word::Part(10)),
];

/// Words that begin a number and have no meaning of their own.
const OPENERS: &[&str] = &["a", "an", "half", "several"];

static SHAPES: LazyLock<Shapes> = LazyLock::new(|| Shapes::of(WORDS.iter().map(|(word, _)| *word)));
static BEGINNINGS: LazyLock<Shapes> = LazyLock::new(|| Shapes::of(beginnings()));

fn meaning(word: &str) -> Option<Word> {
    let may_be = SHAPES.may_hold(word.as_bytes());
    may_be.then(|| WORDS.iter().find(|(own, _)| *own == word).map(|(_, meaning)| *meaning)).flatten()
}

/// The words that a number can begin with.
pub(crate) fn beginnings() -> impl Iterator<Item = &'static str> {
    let words = WORDS.iter().filter(|(_, word)| !matches!(word, Word::Part(_))).map(|(word, _)| *word);
    words.chain(OPENERS.iter().copied())
}

/// Whether a number can begin with the lower-case `word`.
pub(crate) fn is_number_word(word: &str) -> bool {
    BEGINNINGS.may_hold(word.as_bytes())
        && (OPENERS.contains(&word) || meaning(word).is_some_and(|word| !matches!(word, Word::Part(_))))
}

/// A word of at most nine letters in lower case, as long as the longest of [`WORDS`].
#[derive(Debug, Clone, Copy)]
struct Short {
    letters: [u8; 9],
    len: usize,
}

impl Short {
    fn as_str(&self) -> &str {
        self.letters.get(..self.len).and_then(|letters| std::str::from_utf8(letters).ok()).unwrap_or_default()
    }
}

/// The word at `at`, in lower case, and where it ends.
fn word_at(text: &str, at: usize) -> Option<(Short, usize)> {
    let rest = text.as_bytes().get(at..)?;
    let len = rest.iter().take(10).take_while(|b| b.is_ascii_alphabetic()).count();
    let mut letters = [0; 9];
    let word = letters.get_mut(..len).filter(|word| !word.is_empty())?;
    word.copy_from_slice(rest.get(..len)?);
    word.make_ascii_lowercase();
    Some((Short { letters, len }, at + len))
}

/// The word after one space or hyphen behind `at`.
fn next_word(text: &str, at: usize) -> Option<(Short, usize)> {
    matches!(text.as_bytes().get(at), Some(b' ' | b'-')).then(|| word_at(text, at + 1)).flatten()
}

/// The word after one space or hyphen, when it is `want`: where it ends.
fn next_is(text: &str, at: usize, want: &str) -> Option<usize> {
    next_word(text, at).filter(|(word, _)| word.as_str() == want).map(|(_, end)| end)
}

/// The number written in words at `at`.
pub(super) fn number_at(text: &str, at: usize) -> Option<Number> {
    let (first, end) = word_at(text, at)?;
    if !is_number_word(first.as_str()) {
        return None;
    }
    match first.as_str() {
        "a" | "an" => after_article(text, at, end),
        "half" => Some(half(text, at, end)),
        "several" => Some(several(text, at, end)),
        _ => match meaning(first.as_str())? {
            Word::Plural(power) => Some(plural(text, at, end, power)),
            Word::Unit(_) | Word::Ten(_) => cardinal(text, at),
            Word::Scale(_) | Word::Part(_) => None,
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
                Some(if whole.end == end { with_half(text, whole, scale) } else { whole })
            }
            Word::Part(parts) => share(at, end, 1, parts),
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

/// `parts` of `whole` in percent.
fn share(start: usize, end: usize, parts: u32, whole: u32) -> Option<Number> {
    let low = percent(Decimal::from(parts), Decimal::from(whole))?;
    Some(Number { is_share: true, ..new(start, end, low) })
}

/// `four`, `twenty-five`, `two hundred and fifty thousand`, `two and a half million`, `two-thirds`.
fn cardinal(text: &str, at: usize) -> Option<Number> {
    let (mut total, mut current, mut below) = (0u64, 0u64, u64::MAX);
    let (mut end, mut is_scaled) = (at, false);
    for idx in 0..WORDS_MAX {
        let next = if idx == 0 {
            word_at(text, at)
        } else {
            let and = next_is(text, end, "and").filter(|_| current.is_multiple_of(100) || current == 0);
            and.and_then(|and| next_word(text, and).filter(|(word, _)| word.as_str() != "a"))
                .or_else(|| next_word(text, end))
        };
        let Some((word, word_end)) = next else { break };
        match meaning(word.as_str()) {
            Some(Word::Unit(n)) if idx == 0 || takes_unit(current, n) => current += u64::from(n),
            Some(Word::Ten(n)) if current.is_multiple_of(100) => current += u64::from(n),
            Some(Word::Scale(100)) if (1..100).contains(&current) => {
                current *= 100;
                is_scaled = true;
            }
            Some(Word::Scale(scale)) if current > 0 && scale != 100 && scale < below => {
                total = total.checked_add(current.checked_mul(scale)?)?;
                (current, below, is_scaled) = (0, scale, true);
            }
            Some(Word::Part(parts)) if total == 0 && (1..20).contains(&current) => {
                return share(at, word_end, u32::try_from(current).ok()?, parts);
            }
            _ => break,
        }
        end = word_end;
    }
    let number = Number { is_scaled, ..new(at, end, Decimal::from(total.checked_add(current)?)) };
    Some(match (is_scaled, current) {
        (false, _) => scaled_on(text, with_half(text, number, 1)),
        // `two million and a half`, but not the half behind `two hundred` or `two million three`.
        (true, 0) => {
            let half = with_half(text, number, below);
            if half.end == number.end { scaled_on(text, number) } else { half }
        }
        (true, _) => scaled_on(text, number),
    })
}

fn takes_unit(current: u64, n: u32) -> bool {
    match current % 100 {
        0 => current > 0,
        tens => tens >= 20 && tens.is_multiple_of(10) && (1..10).contains(&n),
    }
}

/// Adds the half of `two and a half`; behind a scale word it is half of that scale: `a million and a half`.
///
/// `scale` is the last scale word of the number, 1 where it has none.
fn with_half(text: &str, number: Number, scale: u64) -> Number {
    let end = next_is(text, number.end, "and")
        .and_then(|end| next_is(text, end, "a"))
        .and_then(|end| next_is(text, end, "half"));
    let Some(end) = end else { return number };
    // `a billion and a half million` says of what the half is.
    let said = next_word(text, end).and_then(|(word, end)| match meaning(word.as_str())? {
        Word::Scale(own) if own < scale => Some((own, end)),
        _ => None,
    });
    let (of, end) = said.unwrap_or((scale, end));
    match number.low.checked_add(Decimal::from(of) / Decimal::TWO) {
        Some(low) => Number { end, low, ..number },
        None => number,
    }
}

/// Multiplies by a scale word that follows: `a hundred thousand`, `2.5 million`.
fn scaled_on(text: &str, number: Number) -> Number {
    let scale = next_word(text, number.end).and_then(|(word, end)| match meaning(word.as_str())? {
        Word::Scale(scale) if scale >= 100 || number.form == Form::Words => Some((scale, end)),
        _ => None,
    });
    match scale.and_then(|(scale, end)| Some((number.low.checked_mul(Decimal::from(scale))?, end))) {
        Some((low, end)) => Number { end, low, is_scaled: true, ..number },
        None => number,
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
        ("bn" | "Bn" | "BN", _) => 1_000_000_000,
        ("mn" | "Mn" | "mln", _) => 1_000_000,
        ("tn", _) => 1_000_000_000_000,
        ("K" | "k", 0) => 1_000,
        ("M", 0) => 1_000_000,
        ("B", 0) => 1_000_000_000,
        ("m", 0) if is_money => 1_000_000,
        ("b", 0) if is_money => 1_000_000_000,
        _ if number.is_marked => return scaled_on(text, number),
        _ => return scaled_on(text, with_half(text, number, 1)),
    };
    match number.low.checked_mul(Decimal::from(scale)) {
        Some(low) => Number { end: number.end + gap + len, low, is_scaled: true, ..number },
        None => number,
    }
}
