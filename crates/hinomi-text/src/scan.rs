//! Where a number or a time can begin: one pass over the bytes of a folded text.

use std::sync::LazyLock;

use crate::date;
use crate::fold::Folded;
use crate::quantity::is_after_code;

/// What stands at a place worth looking at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    /// The first of a run of ASCII digits.
    Digit,
    /// The first of a run of ASCII letters that a number or a time may begin with.
    Word,
    /// A character outside ASCII that the caller asked for.
    Wide,
}

/// First character that a set of [`Chars`] can hold: before it there are neither kana nor Chinese characters.
const CHARS_FIRST: u32 = 0x3000;
/// Characters from the first to the last that such a set can hold, U+9FFF.
const CHARS_COUNT: u32 = 0x7000;

/// A set of kana and Chinese characters, told by one look-up each.
#[derive(Debug)]
pub(crate) struct Chars([u64; (CHARS_COUNT / 64) as usize]);

impl Chars {
    /// The characters of the kana and Chinese blocks for which `is_in` holds; it must hold for no other.
    pub(crate) fn of(is_in: impl Fn(char) -> bool) -> Self {
        let mut bits = [0; (CHARS_COUNT / 64) as usize];
        for n in 0..CHARS_COUNT {
            if let (true, Some(word)) =
                (char::from_u32(CHARS_FIRST + n).is_some_and(&is_in), bits.get_mut(n as usize / 64))
            {
                *word |= 1 << (n % 64);
            }
        }
        Self(bits)
    }

    fn has(&self, code: u32) -> bool {
        let Some(n) = code.checked_sub(CHARS_FIRST) else { return false };
        self.0.get(n as usize / 64).is_some_and(|word| word >> (n % 64) & 1 == 1)
    }
}

/// A place where a number or a time can begin, and where its run or character ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stop {
    at: u32,
    end: u32,
    start: Start,
}

/// The places of folded `text` where a number or a time can begin, in order; `lower` is the same in lower case.
///
/// Made once for a text and walked by each reader, since few bytes can begin anything. Digits and letters glued to a
/// letter or digit before them begin nothing: `CVE2025`, `H1`; but digits behind a currency do: `USD115`.
pub(crate) fn stops(text: &str, lower: &str) -> Vec<Stop> {
    static WIDE: LazyLock<Chars> = LazyLock::new(|| Chars::of(|c| c == '半' || date::begins_with(c)));
    let wide: &Chars = &WIDE;
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(text.len() / BYTES_FOR_A_STOP);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let (len, start) = match byte {
            b'0'..=b'9' => (run(bytes, at, |b| b.is_ascii_digit()), Some(Start::Digit)),
            b'A'..=b'Z' | b'a'..=b'z' => {
                let len = run(bytes, at, |b| b.is_ascii_alphabetic());
                let begins = lower.get(at..at + len).is_some_and(date::begins_with_word);
                let is_era = len == 1 && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
                (len, (begins || is_era).then_some(Start::Word))
            }
            0..0x80 => (1, None),
            // ¼ ½ ¾ and ⅓ to ⅞.
            0xc2 => (2, matches!(bytes.get(at + 1), Some(0xbc..=0xbe)).then_some(Start::Digit)),
            0xe2 => {
                let is_fraction = matches!(bytes.get(at + 1..at + 3), Some([0x85, 0x93..=0x9e]));
                (3, is_fraction.then_some(Start::Digit))
            }
            0xe0..=0xef => (3, wide.has(code_of_three(bytes, at)).then_some(Start::Wide)),
            _ => (if byte < 0xe0 { 2 } else { 4 }, None),
        };
        let is_glued = byte < 0x80 && at > 0 && bytes.get(at - 1).is_some_and(u8::is_ascii_alphanumeric);
        let is_money = || start == Some(Start::Digit) && text.get(..at).is_some_and(is_after_code);
        if let Some(start) = start.filter(|_| !is_glued || is_money()) {
            out.push(Stop { at: at as u32, end: (at + len) as u32, start });
        }
        at += len;
    }
    out
}

/// Bytes of text for one stop, about as few as news has.
const BYTES_FOR_A_STOP: usize = 16;

/// Walks over the stops of a folded text: digits, words and chosen wide characters.
#[derive(Debug)]
pub(crate) struct Scan<'t> {
    text: &'t str,
    stops: std::slice::Iter<'t, Stop>,
    floor: usize,
    end: usize,
    wanted: &'t Chars,
}

impl<'t> Scan<'t> {
    /// Starts at the front of `folded`; the `wanted` among the wide characters are offered.
    pub(crate) fn new(folded: &'t Folded, wanted: &'t Chars) -> Self {
        Self { text: &folded.text, stops: folded.stops().iter(), floor: 0, end: 0, wanted }
    }

    /// Goes on at `at`, which must be a character boundary.
    pub(crate) fn resume(&mut self, at: usize) {
        self.floor = self.floor.max(at);
    }

    /// Where the run or character ends that [`Scan::next`] stopped at.
    pub(crate) fn end(&self) -> usize {
        self.end
    }

    /// The next start, and its position.
    pub(crate) fn next(&mut self) -> Option<(usize, Start)> {
        let (bytes, floor, wanted) = (self.text.as_bytes(), self.floor, self.wanted);
        let stop = self.stops.find(|stop| {
            let at = stop.at as usize;
            at >= floor && (stop.start != Start::Wide || wanted.has(code_of_three(bytes, at)))
        })?;
        self.end = stop.end as usize;
        Some((stop.at as usize, stop.start))
    }
}

/// The character that the three bytes of UTF-8 from `at` on encode.
fn code_of_three(bytes: &[u8], at: usize) -> u32 {
    let part = |n: usize, mask: u8| u32::from(bytes.get(at + n).map_or(0, |b| b & mask));
    part(0, 0x0f) << 12 | part(1, 0x3f) << 6 | part(2, 0x3f)
}

fn run(bytes: &[u8], from: usize, is_in: impl Fn(u8) -> bool) -> usize {
    bytes.get(from..).unwrap_or_default().iter().take_while(|b| is_in(**b)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn starts(text: &str, wanted: &Chars) -> Vec<(usize, Start)> {
        let folded = Folded::already(text.to_owned());
        let mut scan = Scan::new(&folded, wanted);
        std::iter::from_fn(|| scan.next()).collect()
    }

    #[test]
    fn stops_where_something_can_begin() {
        let found = starts("約12件、May2025 三", &Chars::of(|c| c == '三'));
        assert_eq!(found, [(3, Start::Digit), (11, Start::Word), (19, Start::Wide)]);
    }

    proptest! {
        #[test]
        fn stops_at_each_wanted_character_whatever_stands_around_it(text in "[\\PC三半9a]{0,24}") {
            let wanted = Chars::of(|c| matches!(c, '三' | '半'));
            let found = starts(&text, &wanted).into_iter().filter(|(_, start)| *start == Start::Wide);
            let want = text.char_indices().filter(|(_, c)| matches!(c, '三' | '半'));
            prop_assert_eq!(found.map(|(at, _)| at).collect::<Vec<_>>(), want.map(|(at, _)| at).collect::<Vec<_>>());
        }
    }
}
