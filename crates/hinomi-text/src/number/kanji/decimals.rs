//! Decimals behind a mark that is no full stop: 〇・二五, 零点五, 21点2.

use rust_decimal::Decimal;

use super::{digit, large_power};
use crate::number::Number;

/// Digits read at most behind a decimal mark.
const DECIMALS_MAX: usize = 9;

/// 〇・二五 and 零点五: kanji digits behind a mark that can only be a decimal point. 二・三人 is two or three.
pub(super) fn with_decimals(text: &str, number: Number) -> Option<Number> {
    let rest = text.get(number.end..)?;
    let mark = ['・', '点', '、'].into_iter().find(|mark| rest.starts_with(*mark))?;
    let after = rest.get(mark.len_utf8()..)?;
    let run: Vec<u32> = after.chars().map_while(digit).take(DECIMALS_MAX).collect();
    let end = number.end + mark.len_utf8() + run.len() * '一'.len_utf8();
    let takes_fractions =
        text.get(end..)?.starts_with(['倍', '割', '%', '万', '億', '兆', 'ミ', 'キ', 'メ', 'グ', 'リ', 'ト'])
            || text.get(end..)?.starts_with("パーセント");
    let is_point = match mark {
        '点' => number.low.is_zero() || !counts_on(text, end),
        // A list does not go on with two zeros.
        '、' => run.len() > 1 && run.iter().all(|n| *n == 0),
        _ => number.low.is_zero() || run.first() == Some(&0) || run.len() > 1 || takes_fractions,
    };
    if run.is_empty() || !is_point || number.high.is_some() || !number.low.fract().is_zero() {
        return None;
    }
    let digits = run.iter().fold(0_i64, |sum, n| sum * 10 + i64::from(*n));
    let low = number.low.checked_add(Decimal::new(digits, u32::try_from(run.len()).ok()?))?;
    let number = Number { end, low, is_marked: true, ..number };
    let power = text.get(end..)?.chars().next().and_then(|c| Some((large_power(c)?, c.len_utf8())));
    Some(match power {
        Some((power, len)) => {
            let low = low.checked_mul(Decimal::from(power))?;
            Number { end: end + len, low, is_scaled: true, ..number }
        }
        None => number,
    })
}

/// Whether something follows that the number ending at `end` could count: 10点2リバウンド.
fn counts_on(text: &str, end: usize) -> bool {
    let is_noun =
        |c: char| matches!(c, '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}') || c.is_ascii_alphanumeric();
    text.get(end..).is_some_and(|rest| rest.starts_with(is_noun))
}

/// The decimals of 21点2, whose digits are Arabic.
pub(super) fn with_point(text: &str, first: Number) -> Option<Number> {
    let rest = text.get(first.end..)?.strip_prefix('点').filter(|_| !first.is_marked)?;
    let len = rest.bytes().take_while(u8::is_ascii_digit).count();
    let digits: i64 = rest.get(..len).filter(|_| (1..=DECIMALS_MAX).contains(&len))?.parse().ok()?;
    let end = first.end + '点'.len_utf8() + len;
    let low = first.low.checked_add(Decimal::new(digits, u32::try_from(len).ok()?))?;
    (!counts_on(text, end)).then_some(Number { end, low, is_marked: true, ..first })
}
