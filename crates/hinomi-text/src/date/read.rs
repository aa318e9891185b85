//! Small steps through a folded text, shared by the readers of times.

use rust_decimal::prelude::ToPrimitive;

use crate::number::{is_numeral, number_at};

/// Where `word` ends when it stands at `at`.
pub(super) fn lit(text: &str, at: usize, word: &str) -> Option<usize> {
    text.get(at..)?.starts_with(word).then_some(at + word.len())
}

/// `at`, or one past the space that stands there.
pub(super) fn skip_space(text: &str, at: usize) -> usize {
    lit(text, at, " ").unwrap_or(at)
}

/// A whole number of at most four digits at `at`, in Arabic or kanji: its value and end. 元 is 1 for eras only.
pub(super) fn int_at(text: &str, at: usize) -> Option<(u32, usize)> {
    let rest = text.get(at..)?;
    let len = rest.bytes().take_while(u8::is_ascii_digit).count();
    if len > 0 {
        return if len <= 4 { rest[..len].parse().ok().map(|n| (n, at + len)) } else { None };
    }
    let is_whole = |c: char| is_numeral(c) && !matches!(c, '数' | '何' | '幾' | '万' | '億' | '兆');
    rest.chars().next().filter(|c| is_whole(*c))?;
    let number = number_at(text, at).filter(|number| number.high.is_none() && !number.is_share)?;
    number.low.to_u32().filter(|n| *n <= 9999).map(|n| (n, number.end))
}

/// The first of `words` that stands at `at`, and where it ends.
pub(super) fn one_of<'w>(text: &str, at: usize, words: &[&'w str]) -> Option<(&'w str, usize)> {
    words.iter().find_map(|word| lit(text, at, word).map(|end| (*word, end)))
}
