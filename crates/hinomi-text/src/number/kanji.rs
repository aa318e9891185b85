//! Kanji numerals, alone and behind Arabic digits: 百五十二万, 14億6千万, 数十.

mod decimals;

use rust_decimal::Decimal;

use self::decimals::{with_decimals, with_point};
use super::places::is_place;
use super::{Digits, Form, Number, digits, percent};

/// Whether a number can begin with `c`.
pub(crate) fn is_numeral(c: char) -> bool {
    matches!(
        c,
        '〇' | '一'
            | '壱'
            | '弐'
            | '叁'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '零'
            | '十'
            | '百'
            | '千'
            | '万'
            | '億'
            | '兆'
            | '数'
            | '何'
            | '幾'
    )
}

fn digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' => 0,
        '一' | '壱' => 1,
        '二' | '弐' => 2,
        '三' | '叁' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn small_power(c: char) -> Option<u32> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    }
}

fn large_power(c: char) -> Option<u64> {
    match c {
        '万' => Some(10_000),
        '億' => Some(100_000_000),
        '兆' => Some(1_000_000_000_000),
        _ => None,
    }
}

/// What says, inside of a number, that it is more: 十余万.
pub(crate) const MORE: &[&str] = &["余り", "余", "あまり"];

/// A number and its upper end; equal unless it is vague.
#[derive(Debug, Clone, Copy)]
struct Ends {
    low: Decimal,
    high: Decimal,
}

impl Ends {
    const ZERO: Self = Self { low: Decimal::ZERO, high: Decimal::ZERO };

    fn plus(self, other: Self) -> Option<Self> {
        Some(Self { low: self.low.checked_add(other.low)?, high: self.high.checked_add(other.high)? })
    }

    /// Times a power of ten; the upper end of a vague number stays just below the next.
    fn times(self, power: Decimal) -> Option<Self> {
        let low = self.low.checked_mul(power)?;
        if self.low == self.high {
            return Some(Self { low, high: low });
        }
        let high = self.high.checked_add(Decimal::ONE)?.checked_mul(power)?.checked_sub(Decimal::ONE)?;
        Some(Self { low, high })
    }
}

/// What stands before a power of ten, or alone: 38, 三, 数, or nothing.
enum Lead {
    Exact(Decimal),
    Vague,
    Nothing,
}

/// The part of a numeral below 10,000, from the start of `rest`: its length and value.
fn section(rest: &str) -> Option<(usize, Ends, Option<Digits>)> {
    let (mut len, mut sum, mut below) = (0, Ends::ZERO, 10_000);
    let mut first_digits = None;
    loop {
        let here = rest.get(len..)?;
        let (lead_len, lead) = lead(here, &mut first_digits);
        let power =
            here.get(lead_len..)?.chars().next().filter(|c| small_power(*c).is_some_and(|p| p < below));
        let part = match (&lead, power.and_then(small_power)) {
            (Lead::Nothing, None) => break,
            (Lead::Nothing, Some(power)) => exact(Decimal::from(power)),
            (Lead::Exact(value), None) if *value < Decimal::from(below) || len == 0 => exact(*value),
            (Lead::Exact(value), Some(power)) => exact(value.checked_mul(Decimal::from(power))?),
            (Lead::Vague, Some(power)) => {
                Ends { low: Decimal::from(power), high: Decimal::from(10 * power - 1) }
            }
            // 数 alone counts from 2 (数人); behind a power it fills up to the next one (十数人).
            (Lead::Vague, None) if len == 0 => Ends { low: Decimal::TWO, high: Decimal::from(9) },
            (Lead::Vague, None) if below == 10 => Ends { low: Decimal::ONE, high: Decimal::from(9) },
            _ => break,
        };
        sum = sum.plus(part)?;
        len += lead_len + power.map_or(0, char::len_utf8);
        match power.and_then(small_power) {
            Some(power) => below = power,
            None => break,
        }
    }
    (len > 0).then_some((len, sum, first_digits))
}

fn exact(value: Decimal) -> Ends {
    Ends { low: value, high: value }
}

fn lead(rest: &str, first_digits: &mut Option<Digits>) -> (usize, Lead) {
    let mut chars = rest.chars();
    match chars.next() {
        Some('数') => ('数'.len_utf8(), Lead::Vague),
        // 何 and 幾 ask unless a power of ten follows: 何人, but 何千人もの.
        Some(c @ ('何' | '幾'))
            if chars.next().is_some_and(|c| small_power(c).is_some() || large_power(c).is_some()) =>
        {
            (c.len_utf8(), Lead::Vague)
        }
        Some(c) if c.is_ascii_digit() => match digits(rest) {
            Some(digits) => {
                *first_digits = first_digits.or(Some(digits));
                (digits.len, Lead::Exact(digits.value))
            }
            None => (0, Lead::Nothing),
        },
        Some(c) if digit(c).is_some() => {
            let run: Vec<u32> = rest.chars().map_while(digit).take(super::DIGITS_MAX).collect();
            let value = run.iter().fold(0u64, |sum, n| sum * 10 + u64::from(*n));
            (run.len() * '一'.len_utf8(), Lead::Exact(Decimal::from(value)))
        }
        _ => (0, Lead::Nothing),
    }
}

/// The kanji numeral at `at`.
pub(super) fn number_at(text: &str, at: usize) -> Option<Number> {
    if text.get(at..)?.starts_with("半数") {
        return Some(half(at));
    }
    if is_place(text, at) {
        return None;
    }
    let number = whole(text, at)?;
    let number = with_decimals(text, number).unwrap_or(number);
    share(text, number).or_else(|| Some(mixed(text, dozens(text, number))))
}

/// 半数 as half, given in percent.
fn half(at: usize) -> Number {
    Number {
        start: at,
        end: at + "半数".len(),
        low: Decimal::from(50),
        high: None,
        form: Form::Kanji,
        is_scaled: false,
        is_marked: false,
        is_share: true,
    }
}

/// 3ダース as 36.
fn dozens(text: &str, number: Number) -> Number {
    const DOZEN: &str = "ダース";
    let is_dozen =
        text.get(number.end..).is_some_and(|rest| rest.starts_with(DOZEN)) && number.high.is_none();
    match number.low.checked_mul(Decimal::from(12)).filter(|_| is_dozen) {
        Some(low) => Number { end: number.end + DOZEN.len(), low, is_scaled: true, ..number },
        None => number,
    }
}

/// Adds the fraction of 2と3分の1.
fn mixed(text: &str, number: Number) -> Number {
    let part = || {
        let rest = text.get(number.end..)?;
        let word = ["と", "又", "・"].into_iter().find(|word| rest.starts_with(word))?;
        let at = number.end + word.len();
        let below =
            whole(text, at).filter(|below| below.high.is_none()).map(|below| (below.end, below.low))?;
        let after = text.get(below.0..)?.strip_prefix("分の")?;
        let above = whole(text, text.len() - after.len()).filter(|above| above.high.is_none())?;
        let part = above.low.checked_div(below.1).filter(|_| above.low < below.1)?;
        Some((number.low.checked_add(part.round_dp(9))?, above.end))
    };
    match part().filter(|_| number.high.is_none() && !number.is_share) {
        Some((low, end)) => Number { end, low, is_marked: true, ..number },
        None => number,
    }
}

/// What `first`, read as Arabic digits, becomes with the kanji behind it; `None` when there are none.
pub(super) fn continued(text: &str, first: Number) -> Option<Number> {
    let next = text.get(first.end..)?.chars().next()?;
    if next.is_ascii() {
        // 12 万件 and 2 億円: one space may stand between, as texts made from PDF have it.
        let after = text.get(first.end..)?.strip_prefix(' ')?.chars().next()?;
        let power = Decimal::from(large_power(after)?);
        let low = first.low.checked_mul(power)?;
        return Some(Number { low, end: first.end + 1 + after.len_utf8(), is_scaled: true, ..first });
    }
    if next == '分' {
        return share(text, first);
    }
    if next == '点' {
        return with_point(text, first);
    }
    if matches!(next, 'と' | '又' | '・' | 'ダ') {
        let number = mixed(text, dozens(text, first));
        return (number != first).then_some(number);
    }
    if small_power(next).is_none() && large_power(next).is_none() && !matches!(next, '余' | 'あ') {
        return None;
    }
    let at = first.end.checked_sub(text.get(first.start..first.end)?.trim_start_matches('.').len())?;
    let number = whole(text, at).filter(|number| number.end > first.end && first.start == at)?;
    Some(mixed(text, dozens(text, number)))
}

/// The length of the 余 of 十余万, which stands before a large power.
fn more_before_power(rest: &str) -> usize {
    let len = MORE.iter().find(|word| rest.starts_with(**word)).map_or(0, |word| word.len());
    let behind = rest.get(len..).and_then(|rest| rest.chars().next());
    if behind.is_some_and(|c| large_power(c).is_some()) { len } else { 0 }
}

fn whole(text: &str, at: usize) -> Option<Number> {
    let rest = text.get(at..)?;
    let (mut len, mut sum, mut is_scaled) = (0, Ends::ZERO, false);
    let (mut below, mut first_digits) = (u64::MAX, None);
    loop {
        let here = rest.get(len..)?;
        let Some((part_len, part, digits)) = section(here) else { break };
        if len > 0 && part.high >= Decimal::from(below) {
            break;
        }
        first_digits = first_digits.or(digits);
        let gap = more_before_power(here.get(part_len..)?);
        let power =
            here.get(part_len + gap..)?.chars().next().filter(|c| large_power(*c).is_some_and(|p| p < below));
        let Some((c, value)) = power.and_then(|c| Some((c, large_power(c)?))) else {
            sum = sum.plus(part)?;
            len += part_len;
            break;
        };
        sum = sum.plus(part.times(Decimal::from(value))?)?;
        len += part_len + gap + c.len_utf8();
        below = value;
        is_scaled = true;
    }
    // 1万億: all before is multiplied once more.
    if let Some((c, power)) = rest.get(len..)?.chars().next().and_then(|c| Some((c, large_power(c)?)))
        && is_scaled
        && sum.low < Decimal::from(power)
    {
        sum = sum.times(Decimal::from(power))?;
        len += c.len_utf8();
    }
    let first = rest.chars().next()?;
    Some(Number {
        start: at,
        end: at + len,
        low: sum.low,
        high: (sum.low != sum.high).then_some(sum.high),
        form: if first.is_ascii_digit() { Form::Digits } else { Form::Kanji },
        is_scaled: is_scaled || rest.get(..len)?.contains(['十', '百', '千']),
        is_marked: first_digits.is_some_and(|digits| digits.is_marked),
        is_share: false,
    })
    .filter(|_| len > 0)
}

/// 3分の1 in percent, when `below` is followed by 分の and a number.
fn share(text: &str, below: Number) -> Option<Number> {
    let after = text.get(below.end..)?.strip_prefix("分の")?;
    let above = whole(text, text.len() - after.len())?;
    let low = percent(above.low, below.low)?;
    Some(Number { end: above.end, low, high: None, is_scaled: false, is_share: true, ..below })
}
