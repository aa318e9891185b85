//! Numbers that count nothing: identifiers, versions, model, telephone and list numbers, times, years.

use std::ops::Range;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::currency::{code_start, hyphenated};
use super::unit;
use crate::number::{Form, Number};
use crate::vocabulary::{Words, rows};

/// Years that stand bare in English text; without comma or unit such a number is taken for a year.
const YEARS: Range<i64> = 1900..2100;

/// English words before a number that number something: `version 3`, `port 443`.
static NUMBERED: LazyLock<BTreeSet<&str>> = LazyLock::new(|| list("word-en").collect());
/// The same at the end of a Japanese text.
static NUMBERED_JA: LazyLock<Words<()>> =
    LazyLock::new(|| Words::at_back(list("word-ja").map(|word| (word.to_owned(), ()))));
/// Words that may begin a sentence in upper case right before a count.
static OPENERS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| list("opener").collect());

fn list(kind: &'static str) -> impl Iterator<Item = &'static str> {
    let all = rows(include_str!("../../data/numbered.csv"));
    all.filter_map(move |row| (row.get(1) == Some(&kind)).then(|| row.first().copied()).flatten())
}

/// Whether what stands before `number`, or around it, makes it part of something longer or numbers things.
///
/// `text` is folded.
pub(super) fn is_numbered(text: &str, number: &Number) -> bool {
    let (Some(before), Some(after)) = (text.get(..number.start), text.get(number.end..)) else { return true };
    if number.form == Form::Words {
        return before.ends_with(['-', '/', '_', '@', '.', '\'']);
    }
    is_glued_before(before) || is_list_number(before, after, number) || follows_numbered(before)
}

fn is_glued_before(before: &str) -> bool {
    let mut chars = before.chars().rev();
    let (last, before_last) = (chars.next(), chars.next());
    match last {
        Some(c) if c.is_ascii_alphanumeric() => !is_after_code(before),
        Some('/' | '_' | '@' | '=' | '#' | '\\' | '&' | '*' | '^' | '%' | '※' | '№' | '第') => true,
        Some('-' | '.' | ':' | ',' | '‐' | '‑' | '+') => {
            before_last.is_some_and(|c| c.is_ascii_alphanumeric())
        }
        _ => false,
    }
}

/// Whether a currency stands right before a number: `USD115`, `Rs20`.
pub(crate) fn is_after_code(before: &str) -> bool {
    let is_rupees = || {
        let front = before.strip_suffix("Rs");
        front.is_some_and(|front| !front.ends_with(|c: char| c.is_ascii_alphanumeric()))
    };
    code_start(before).is_some() || is_rupees()
}

/// Whether `number` goes on behind its end: `10:30`, `1.2.3`, `5-year`.
pub(super) fn is_glued_after(text: &str, number: &Number) -> bool {
    let Some(after) = text.get(number.end..) else { return true };
    if hyphenated(text, number.end).is_some() {
        return false;
    }
    let mut chars = after.chars();
    let (first, second) = (chars.next(), chars.next());
    match first {
        Some('-') if number.form == Form::Words => true,
        Some('/' | '_' | '@' | '=' | '\\' | '#') => true,
        Some(':' | '.' | ',') => second.is_some_and(|c| c.is_ascii_digit()),
        Some('-' | '‐' | '‑') => {
            second.is_some_and(|c| c.is_ascii_alphanumeric()) && !after.starts_with("-plus")
        }
        Some('\'') => true,
        Some(c) if c.is_ascii_alphabetic() && number.form == Form::Digits => {
            unit::measure(text, number.end).is_none()
        }
        _ => false,
    }
}

/// Whether `number` is an hour: `7 a.m.`, `11pm`.
pub(super) fn is_hour(lower: &str, number: &Number) -> bool {
    let after = lower.get(number.end..).unwrap_or_default();
    let after = after.strip_prefix(' ').unwrap_or(after);
    ["a.m", "p.m", "am", "pm", "o'clock"].iter().any(|half| {
        after.strip_prefix(half).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    })
}

/// `1.`, `(2)`, `3)` and `[4]` at the front of a line, and numbers alone in brackets or in ranks.
fn is_list_number(before: &str, after: &str, number: &Number) -> bool {
    if number.is_scaled || number.is_marked {
        return false;
    }
    let is_line_start = before.trim_end_matches([' ', '\t', '(', '[', '【', '・', '-']).ends_with('\n')
        || before.trim_matches([' ', '\t', '(', '[', '【', '・', '-']).is_empty();
    let closes = after.starts_with([')', ']', '】']);
    let in_brackets = before.ends_with(['(', '[', '【', '注']) && closes;
    in_brackets || (is_line_start && (closes || after.starts_with(['.', '．', '、', '\t', '\n'])))
}

fn follows_numbered(before: &str) -> bool {
    if NUMBERED_JA.find(before).is_some() {
        return true;
    }
    let Some(near) = before.strip_suffix(' ') else { return false };
    let word = last_word(near);
    word.len() <= 12 && NUMBERED.contains(word.to_ascii_lowercase().as_str())
}

fn last_word(text: &str) -> &str {
    let len = text
        .bytes()
        .rev()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'\''))
        .count();
    &text[text.len() - len..]
}

/// Whether `number` reads like the number of a product: `Windows 11`, `Exchange 2016`.
pub(super) fn is_model_number(text: &str, number: &Number) -> bool {
    if number.form == Form::Words || number.is_scaled {
        return false;
    }
    let Some(near) = text.get(..number.start).and_then(|before| before.strip_suffix(' ')) else {
        return false;
    };
    let word = last_word(near);
    let is_name = word.bytes().any(|b| b.is_ascii_uppercase());
    is_name && !OPENERS.contains(word.to_ascii_lowercase().as_str()) && !word.ends_with('.')
}

/// Whether `number` is larger than the numbers of products are.
pub(super) fn is_above_models(text: &str, number: &Number) -> bool {
    number.low >= Decimal::ONE_HUNDRED && number.low != Decimal::from(365) && !is_year(text, number)
}

/// Whether `number` names the resolution of a screen: `4K`.
pub(super) fn is_resolution(text: &str, number: &Number) -> bool {
    matches!(
        text.get(number.start..number.end),
        Some("2K" | "3K" | "4K" | "5K" | "6K" | "8K" | "2k" | "4k" | "5k" | "8k")
    )
}

/// Whether `half` is one of a year or match: `the first half of 2025`.
pub(super) fn is_period_half(lower: &str, number: &Number) -> bool {
    const WORDS: &[&str] = &["first ", "second ", "latter ", "last ", "other ", "better ", "next "];
    lower.get(..number.start).is_some_and(|before| WORDS.iter().any(|word| before.ends_with(word)))
}

/// Whether `number` reads like a year: four digits without comma, between 1900 and 2099.
pub(super) fn is_year(text: &str, number: &Number) -> bool {
    let is_plain = number.form == Form::Digits && !number.is_marked && !number.is_scaled;
    let digits = text.get(number.start..number.end).map_or(0, str::len);
    is_plain && digits == 4 && YEARS.contains(&i64::try_from(number.low).unwrap_or_default())
}

/// Whether `number` begins with zeros that no count has: `0120`, `007`.
pub(super) fn has_leading_zero(text: &str, number: &Number) -> bool {
    let digits = text.get(number.start..number.end).unwrap_or_default().as_bytes();
    digits.len() > 1 && digits[0] == b'0' && digits[1].is_ascii_digit()
}

/// Whether a bare number, without unit, noun or qualifier, stands where a count or score stands.
pub(super) fn stands_alone(text: &str, number: &Number) -> bool {
    let (Some(before), Some(after)) = (text.get(..number.start), text.get(number.end..)) else {
        return false;
    };
    if number.low < Decimal::ZERO || number.form != Form::Digits {
        return false;
    }
    let particle_before = before.ends_with(['は', 'が', 'を', 'に', 'も', 'と', 'で']);
    let particle_after =
        after.starts_with(['は', 'が', 'を', 'に', 'と', 'で', 'だ', '。', '、', 'へ', 'か', 'ま']);
    if particle_before && particle_after {
        return true;
    }
    const BEFORE: &[&str] = &[
        "to", "from", "was", "were", "is", "are", "reached", "totaled", "totalled", "hit", "of", "scored",
        "at",
    ];
    let Some(near) = before.strip_suffix(' ') else { return false };
    let next = after.strip_prefix(' ').unwrap_or(after);
    let ends = after.is_empty() || after.starts_with([',', '.', ';', ')', '\n', '。', '、']);
    let to = ["to ", "in ", "from ", "on ", "and ", "out of "].iter().any(|word| next.starts_with(word));
    BEFORE.contains(&last_word(near))
        && (ends || to)
        && (number.is_marked || number.low >= Decimal::TEN || to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::number_at;

    fn check(line: &str, want: bool) {
        let at = line.find('⟦').unwrap();
        let text = line.replace('⟦', "");
        let number = number_at(&text, at).unwrap();
        let found = is_numbered(&text, &number)
            || is_glued_after(&text, &number)
            || is_model_number(&text, &number)
            || has_leading_zero(&text, &number);
        assert_eq!(found, want, "{line}");
    }

    #[test]
    fn numbers_that_count_nothing() {
        for line in [
            "第⟦3回",
            "CVE-⟦2025-1234",
            "ver. ⟦2",
            "Windows ⟦11 devices",
            "⟦0120",
            "⟦1. First",
            "(⟦3)",
            "⟦10:30",
            "port ⟦443",
            "03-⟦1234-5678",
            "⟦5-year plan",
            "192.⟦168.0.1",
            "a/⟦12",
            "\n⟦2) Next",
            "図⟦3に",
        ] {
            check(line, true);
        }
    }

    #[test]
    fn numbers_that_count() {
        for line in [
            "約⟦3件",
            "About ⟦12 people",
            "stole ⟦3.5 GB",
            "(⟦3人)",
            "Over ⟦500 files",
            "⟦12人が",
            "⟦1.5 million",
        ] {
            check(line, false);
        }
    }
}
