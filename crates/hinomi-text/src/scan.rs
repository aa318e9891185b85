//! Where a number or a time can begin: one pass over the bytes of a folded text.

/// What stands at a place worth looking at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    /// The first of a run of ASCII digits.
    Digit,
    /// The first of a run of ASCII letters.
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

/// Walks over a folded text and stops at digits, words and chosen wide characters.
///
/// Digits and letters glued to a letter or digit before them are not starts: `CVE2025`, `H1`.
#[derive(Debug)]
pub(crate) struct Scan<'t> {
    text: &'t str,
    at: usize,
    wanted: &'t Chars,
}

impl<'t> Scan<'t> {
    /// Starts at the front of `text`; the `wanted` among the wide characters are offered.
    pub(crate) fn new(text: &'t str, wanted: &'t Chars) -> Self {
        Self { text, at: 0, wanted }
    }

    /// Goes on at `at`, which must be a character boundary.
    pub(crate) fn resume(&mut self, at: usize) {
        self.at = self.at.max(at);
    }

    /// Where the run or character ends that [`Scan::next`] stopped at, before any [`Scan::resume`].
    pub(crate) fn end(&self) -> usize {
        self.at
    }

    /// The next start, and its position.
    pub(crate) fn next(&mut self) -> Option<(usize, Start)> {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            let at = self.at;
            match byte {
                b'0'..=b'9' => self.at += run(bytes, at, |b| b.is_ascii_digit()),
                b'A'..=b'Z' | b'a'..=b'z' => self.at += run(bytes, at, |b| b.is_ascii_alphabetic()),
                0..0x80 => {
                    self.at += 1;
                    continue;
                }
                0xe0..=0xef => {
                    self.at += 3;
                    if self.wanted.has(code_of_three(bytes, at)) {
                        return Some((at, Start::Wide));
                    }
                    continue;
                }
                _ => {
                    self.at += if byte < 0xe0 { 2 } else { 4 };
                    continue;
                }
            }
            let is_glued = at > 0 && bytes.get(at - 1).is_some_and(u8::is_ascii_alphanumeric);
            if !is_glued {
                return Some((at, if byte.is_ascii_digit() { Start::Digit } else { Start::Word }));
            }
        }
        None
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
        let mut scan = Scan::new(text, wanted);
        std::iter::from_fn(|| scan.next()).collect()
    }

    #[test]
    fn stops_where_something_can_begin() {
        let found = starts("約12件、CVE2025 三", &Chars::of(|c| c == '三'));
        assert_eq!(found, [(3, Start::Digit), (11, Start::Word), (19, Start::Wide)]);
    }

    proptest! {
        #[test]
        fn stops_at_each_wanted_character_whatever_stands_around_it(text in "[\\PC三ぶ9a]{0,24}") {
            let wanted = Chars::of(|c| matches!(c, '三' | 'ぶ'));
            let found = starts(&text, &wanted).into_iter().filter(|(_, start)| *start == Start::Wide);
            let want = text.char_indices().filter(|(_, c)| matches!(c, '三' | 'ぶ'));
            prop_assert_eq!(found.map(|(at, _)| at).collect::<Vec<_>>(), want.map(|(at, _)| at).collect::<Vec<_>>());
        }
    }
}
