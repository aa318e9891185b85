//! Where a number or a time can begin: one pass over the bytes of a folded text.

/// What stands at a place worth looking at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    /// The first of a run of ASCII digits.
    Digit,
    /// The first of a run of ASCII letters.
    Word,
    /// A character outside ASCII that the caller asked for.
    Wide(char),
}

/// Walks over a folded text and stops at digits, words and chosen wide characters.
///
/// Digits and letters glued to a letter or digit before them are not starts: `CVE2025`, `H1`.
#[derive(Debug)]
pub(crate) struct Scan<'t, F> {
    text: &'t str,
    at: usize,
    is_wanted: F,
}

impl<'t, F: Fn(char) -> bool> Scan<'t, F> {
    /// Starts at the front of `text`; wide characters are offered when `is_wanted`.
    pub(crate) fn new(text: &'t str, is_wanted: F) -> Self {
        Self { text, at: 0, is_wanted }
    }

    /// Goes on at `at`, which must be a character boundary.
    pub(crate) fn resume(&mut self, at: usize) {
        self.at = self.at.max(at);
    }

    /// The next start, and its position.
    pub(crate) fn next(&mut self) -> Option<(usize, Start)> {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            let at = self.at;
            if byte.is_ascii_alphanumeric() {
                let is_digit = byte.is_ascii_digit();
                self.at += run(bytes, at, |b| b.is_ascii_digit() == is_digit && b.is_ascii_alphanumeric());
                let is_glued = at > 0 && bytes.get(at - 1).is_some_and(u8::is_ascii_alphanumeric);
                if !is_glued {
                    return Some((at, if is_digit { Start::Digit } else { Start::Word }));
                }
            } else if byte < 0x80 {
                self.at += 1;
            } else {
                let Some(c) = self.text.get(at..).and_then(|rest| rest.chars().next()) else {
                    self.at += 1;
                    continue;
                };
                self.at += c.len_utf8();
                if (self.is_wanted)(c) {
                    return Some((at, Start::Wide(c)));
                }
            }
        }
        None
    }
}

fn run(bytes: &[u8], from: usize, is_in: impl Fn(u8) -> bool) -> usize {
    bytes.get(from..).unwrap_or_default().iter().take_while(|b| is_in(**b)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_where_something_can_begin() {
        let mut scan = Scan::new("約12件、CVE2025 三", |c| c == '三');
        let mut starts = Vec::new();
        while let Some((at, _)) = scan.next() {
            starts.push(at);
        }
        assert_eq!(starts, [3, 11, 19]);
    }
}
