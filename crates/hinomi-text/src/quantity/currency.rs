//! Money: signs and codes before a number, and the small change behind it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use hinomi_model::Unit;
use rust_decimal::Decimal;

use crate::number::{Number, number_at, scale_word};
use crate::vocabulary::rows;

/// Codes that stand before a number as well as behind it: all in the list of measures.
static CODES: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let all = rows(include_str!("../../data/measures.csv"));
    all.filter_map(|row| {
        let word = row.first().copied()?;
        (row.get(1) == Some(&word) && word.len() == CODE_LEN).then_some(word)
    })
    .collect()
});

/// Letters of a currency code.
const CODE_LEN: usize = 3;

/// What stands before a dollar sign for the country.
const DOLLARS: &[(&str, &str)] = &[
    ("US", "USD"),
    ("USD", "USD"),
    ("A", "AUD"),
    ("AU", "AUD"),
    ("AUD", "AUD"),
    ("C", "CAD"),
    ("CA", "CAD"),
    ("CAD", "CAD"),
    ("HK", "HKD"),
    ("HKD", "HKD"),
    ("NT", "TWD"),
    ("NZ", "NZD"),
    ("NZD", "NZD"),
    ("S", "SGD"),
    ("SGD", "SGD"),
    ("R", "BRL"),
    ("MX", "MXN"),
    ("MXN", "MXN"),
];

const SIGNS: &[(char, &str)] = &[
    ('$', "USD"),
    ('€', "EUR"),
    ('£', "GBP"),
    ('¥', "JPY"),
    ('₩', "KRW"),
    ('₹', "INR"),
    ('₽', "RUB"),
    ('₿', "BTC"),
    ('₪', "ILS"),
    ('₴', "UAH"),
    ('₺', "TRY"),
    ('₦', "NGN"),
    ('₱', "PHP"),
    ('₫', "VND"),
    ('฿', "THB"),
];

/// The currency whose sign or code ends `before`: where it begins.
pub(super) fn currency_before(before: &str) -> Option<(usize, Unit)> {
    let trimmed = before.strip_suffix(' ').unwrap_or(before);
    // Most numbers have no currency before them: told by the last character of all the signs and codes.
    let last = trimmed.chars().next_back()?;
    if last.is_ascii_uppercase() {
        let start = code_start(trimmed)?;
        return Unit::currency(trimmed.get(start..)?).map(|unit| (start, unit));
    }
    if last.is_ascii_lowercase()
        && let Some(found) = name_before(trimmed)
    {
        return Some(found);
    }
    if matches!(last, 's' | '.') {
        let front = trimmed.strip_suffix("Rs").or(trimmed.strip_suffix("Rs."))?;
        let is_word = !front.ends_with(|c: char| c.is_ascii_alphanumeric());
        return Unit::currency("INR").filter(|_| is_word).map(|unit| (front.len(), unit));
    }
    let code = SIGNS.iter().find(|(sign, _)| *sign == last).map(|(_, code)| *code)?;
    let front = trimmed.len() - last.len_utf8();
    let country = if last == '$' { country(trimmed.get(..front)?) } else { None };
    let (start, code) = country.unwrap_or((front, code));
    Unit::currency(code).map(|unit| (start, unit))
}

/// The currency whose name ends `before`, as Asian papers write it: `rupiah 900`, `Indian rupees 900`.
fn name_before(before: &str) -> Option<(usize, Unit)> {
    const NAMES: &[(&str, &str)] = &[
        ("malaysian ringgits", "MYR"),
        ("malaysian ringgit", "MYR"),
        ("ringgits", "MYR"),
        ("ringgit", "MYR"),
        ("indian rupees", "INR"),
        ("rupees", "INR"),
        ("rupiah", "IDR"),
        ("renminbi", "CNY"),
        ("yuan", "CNY"),
        ("baht", "THB"),
    ];
    let (start, code) = NAMES.iter().find_map(|(name, code)| {
        let start = before.len().checked_sub(name.len())?;
        before.get(start..).filter(|tail| tail.eq_ignore_ascii_case(name)).map(|_| (start, *code))
    })?;
    let is_word = !before[..start].ends_with(|c: char| c.is_ascii_alphanumeric());
    // `500 yuan 300`: the name belongs to the number before.
    let is_taken = before[..start].trim_end().ends_with(|c: char| c.is_ascii_digit());
    Unit::currency(code).filter(|_| is_word && !is_taken).map(|unit| (start, unit))
}

/// Where the currency code begins that ends `text` and is no part of a longer word.
pub(crate) fn code_start(text: &str) -> Option<usize> {
    let start = text.len().checked_sub(CODE_LEN)?;
    let code = text.get(start..).filter(|code| CODES.contains(code))?;
    let is_word = !text.get(..start)?.ends_with(|c: char| c.is_ascii_alphanumeric());
    (is_word && !code.is_empty()).then_some(start)
}

/// The country before a dollar sign: `US$`, `usd$`, `HK $`; a single letter only in upper case and at the sign.
fn country(before: &str) -> Option<(usize, &'static str)> {
    let near = before.strip_suffix(' ').unwrap_or(before);
    let len = near.bytes().rev().take_while(u8::is_ascii_alphabetic).take(CODE_LEN + 1).count();
    let word = near.get(near.len() - len..)?;
    let front = near.get(..near.len() - len)?;
    let is_told = match len {
        1 => near.len() == before.len() && word.bytes().all(|b| b.is_ascii_uppercase()),
        2 | 3 => true,
        _ => false,
    };
    if !is_told || front.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let own = word.to_ascii_uppercase();
    DOLLARS.iter().find(|(name, _)| *name == own).map(|(_, code)| (front.len(), *code))
}

/// The small change behind an amount of whole money that ends at `end`: 2222円13銭, `20 dollars and 43 cents`, `15 dollars
/// 50.`; as a part of the whole unit, and where it ends.
pub(super) fn change(text: &str, lower: &str, end: usize) -> Option<(Decimal, usize)> {
    const WORDS: &[&str] =
        &["cents", "cent", "pence", "paise", "sens", "sen", "kopecks", "c", "銭", "セント", "ペンス"];
    let rest = lower.get(end..)?;
    let joiner = ["と", " and ", " "].into_iter().find(|word| rest.starts_with(word)).unwrap_or_default();
    let number = small(text, end + joiner.len())?;
    let after = lower.get(number.end..)?;
    let near = after.strip_prefix([' ', '-']).unwrap_or(after);
    let word = WORDS.iter().find(|word| {
        let is_glued = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        near.strip_prefix(**word).is_some_and(|rest| !word.is_ascii() || !is_glued(rest))
    });
    let part = number.low.checked_div(Decimal::ONE_HUNDRED)?;
    match word {
        Some(word) => Some((part, lower.len() - near.len() + word.len())),
        // Two digits at the end of a clause: `15 dollars 50.`
        None => {
            let ends = after.is_empty()
                || after.starts_with([',', '.', ';', ')', '\n'])
                || after.starts_with(" more");
            let goes_on =
                after.starts_with([',', '.']) && after[1..].starts_with(|c: char| c.is_ascii_digit());
            (joiner == " " && number.low >= Decimal::TEN && ends && !goes_on).then_some((part, number.end))
        }
    }
}

/// The name of the money in `10-million-dollar heist`, hyphen first: where it begins and ends, and what it is.
pub(super) fn hyphenated(lower: &str, at: usize) -> Option<(usize, usize, Unit)> {
    const NAMES: &[(&str, &str)] = &[
        ("dollar", "USD"),
        ("euro", "EUR"),
        ("pound", "GBP"),
        ("yen", "JPY"),
        ("yuan", "CNY"),
        ("won", "KRW"),
        ("rupee", "INR"),
    ];
    let rest = lower.get(at..)?.strip_prefix('-')?;
    let (name, code) = NAMES.iter().find(|(name, _)| rest.starts_with(name))?;
    let ends = !rest[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric());
    Unit::currency(code).filter(|_| ends).map(|unit| (at + 1, at + 1 + name.len(), unit))
}

/// A whole number below 100 at `at`.
fn small(text: &str, at: usize) -> Option<Number> {
    number_at(text, at).filter(|number| {
        let is_whole = !number.is_marked && !number.is_scaled && !number.is_share && number.high.is_none();
        is_whole && number.low < Decimal::ONE_HUNDRED
    })
}

/// The scale word behind a code, as in `75 USD million`: what it multiplies by, and where it ends.
pub(super) fn scale_behind(text: &str, end: usize) -> Option<(Decimal, usize)> {
    scale_word(text, end).filter(|(scale, _)| *scale >= 1_000).map(|(scale, end)| (Decimal::from(scale), end))
}
