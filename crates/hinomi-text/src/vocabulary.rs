//! The crate's word lists: read once from `data/*.csv`, looked up by what a text begins or ends with.

use std::collections::{BTreeMap, HashMap};

use rustc_hash::FxBuildHasher;

/// The rows of a list: fields split at commas, without `#` comments, the header line and blank lines.
///
/// The lists hold no quoted fields, so no comma can stand in a word.
pub(crate) fn rows(csv: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = csv.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines.skip(1).map(|line| line.split(',').map(str::trim).collect())
}

/// Words with what they mean, found as the longest that a text begins with or ends with.
#[derive(Debug)]
pub(crate) struct Words<T> {
    /// Words by their first (or last) character, longest first.
    by_char: HashMap<char, Vec<(String, T)>, FxBuildHasher>,
    side: Side,
}

/// Letters in a word of [`Shapes`] at most.
const SHAPE_LETTERS_MAX: usize = 15;

/// Tells of nearly every word that is not in a list, by first letter, last letter and length, that it is not.
#[derive(Debug)]
pub(crate) struct Shapes([u16; 32 * 32]);

impl Shapes {
    /// The shapes of `words`, which are of 1 to 15 ASCII letters in lower case.
    pub(crate) fn of<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut shapes = [0; 32 * 32];
        for word in words {
            debug_assert!(word.len() <= SHAPE_LETTERS_MAX, "{word}");
            if let Some((ends, len)) = shape(word.as_bytes()) {
                shapes[ends] |= len;
            }
        }
        Self(shapes)
    }

    /// Whether the list may hold `word`, which is of ASCII letters in lower case.
    pub(crate) fn may_hold(&self, word: &[u8]) -> bool {
        shape(word).is_some_and(|(ends, len)| self.0[ends] & len != 0)
    }
}

/// First and last letter as one number below 1,024, and a bit for the length; `None` for what is empty or long.
fn shape(word: &[u8]) -> Option<(usize, u16)> {
    let (first, last) = (word.first()?, word.last()?);
    let ends = usize::from(first & 31) << 5 | usize::from(last & 31);
    (word.len() <= SHAPE_LETTERS_MAX).then(|| (ends, 1 << word.len()))
}

/// Words with what they mean, looked up as a whole; most that are not in the list are told apart by their shape.
#[derive(Debug)]
pub(crate) struct Exact<T> {
    shapes: Shapes,
    words: HashMap<&'static str, T, FxBuildHasher>,
}

impl<T: Copy> Exact<T> {
    /// The words of a list, of 1 to 15 ASCII letters in lower case; of a word listed twice the first counts.
    pub(crate) fn of(list: impl IntoIterator<Item = (&'static str, T)>) -> Self {
        let mut words = HashMap::default();
        for (word, meaning) in list {
            words.entry(word).or_insert(meaning);
        }
        Self { shapes: Shapes::of(words.keys().copied()), words }
    }

    /// What `word`, of ASCII letters in lower case, means.
    pub(crate) fn get(&self, word: &str) -> Option<T> {
        if self.shapes.may_hold(word.as_bytes()) { self.words.get(word).copied() } else { None }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Front,
    Back,
}

impl<T> Words<T> {
    /// Words to be found at the front of a text.
    pub(crate) fn at_front(words: impl IntoIterator<Item = (String, T)>) -> Self {
        Self::new(Side::Front, words)
    }

    /// Words to be found at the back of a text.
    pub(crate) fn at_back(words: impl IntoIterator<Item = (String, T)>) -> Self {
        Self::new(Side::Back, words)
    }

    fn new(side: Side, words: impl IntoIterator<Item = (String, T)>) -> Self {
        let mut by_char: BTreeMap<char, Vec<(String, T)>> = BTreeMap::new();
        for (word, meaning) in words {
            let key = match side {
                Side::Front => word.chars().next(),
                Side::Back => word.chars().next_back(),
            };
            if let Some(key) = key {
                by_char.entry(key).or_default().push((word, meaning));
            }
        }
        for bucket in by_char.values_mut() {
            bucket.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        Self { by_char: by_char.into_iter().collect(), side }
    }

    /// The longest word at the front (or back) of `text`: its length in bytes, and what it means.
    pub(crate) fn find(&self, text: &str) -> Option<(usize, &T)> {
        let key = match self.side {
            Side::Front => text.chars().next()?,
            Side::Back => text.chars().next_back()?,
        };
        // The byte beside the character shared by all tells most of them apart before they are compared.
        let second = |word: &str| match self.side {
            Side::Front => word.as_bytes().get(key.len_utf8()).copied(),
            Side::Back => {
                word.len().checked_sub(key.len_utf8() + 1).and_then(|at| word.as_bytes().get(at).copied())
            }
        };
        let beside = second(text);
        let fits = |word: &str| match (second(word), self.side) {
            (Some(byte), _) if Some(byte) != beside => false,
            (_, Side::Front) => text.starts_with(word),
            (_, Side::Back) => text.ends_with(word),
        };
        let bucket = self.by_char.get(&key)?;
        bucket.iter().find(|(word, _)| fits(word)).map(|(word, meaning)| (word.len(), meaning))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_wins_on_either_side() {
        let words = || [("以上".to_owned(), 1), ("上".to_owned(), 2), ("以上だ".to_owned(), 3)];
        assert_eq!(Words::at_front(words()).find("以上の"), Some(("以上".len(), &1)));
        assert_eq!(Words::at_back(words()).find("件以上"), Some(("以上".len(), &1)));
        assert_eq!(Words::at_front(words()).find("件"), None);
    }

    #[test]
    fn a_shape_lets_every_word_of_its_list_through() {
        let shapes = Shapes::of(["one", "a", "seventeen"]);
        for (word, want) in
            [("one", true), ("a", true), ("seventeen", true), ("", false), ("two", false), ("on", false)]
        {
            assert_eq!(shapes.may_hold(word.as_bytes()), want, "{word}");
        }
    }

    #[test]
    fn comments_and_the_header_are_not_rows() {
        let read: Vec<_> = rows("# source\nword,unit\n人, person\n\n").collect();
        assert_eq!(read, [["人", "person"]]);
    }
}
