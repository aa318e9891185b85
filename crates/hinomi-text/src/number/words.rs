//! The English words that numbers are made of, and how they are read one by one.

use std::sync::LazyLock;

use crate::vocabulary::Exact;

/// What a number word does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
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
    ("nought", Word::Unit(0)),
    ("naught", Word::Unit(0)),
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
    ("lakhs", Word::Plural(100_000)),
    ("crores", Word::Plural(10_000_000)),
    ("millions", Word::Plural(1_000_000)),
    ("billions", Word::Plural(1_000_000_000)),
    ("trillions", Word::Plural(1_000_000_000_000)),
    ("third", Word::Part(3)),
    ("thirds", Word::Part(3)),
    ("quarter", Word::Part(4)),
    ("quarters", Word::Part(4)),
    ("fourth", Word::Part(4)),
    ("fourths", Word::Part(4)),
    ("fifth", Word::Part(5)),
    ("fifths", Word::Part(5)),
    ("sixth", Word::Part(6)),
    ("sixths", Word::Part(6)),
    ("seventh", Word::Part(7)),
    ("sevenths", Word::Part(7)),
    ("eighth", Word::Part(8)),
    ("eighths", Word::Part(8)),
    ("ninth", Word::Part(9)),
    ("ninths", Word::Part(9)),
    ("tenth", Word::Part(10)),
    ("tenths", Word::Part(10)),
    ("twelfth", Word::Part(12)),
    ("twelfths", Word::Part(12)),
    ("twentieth", Word::Part(20)),
    ("twentieths", Word::Part(20)),
    ("hundredth", Word::Part(100)),
    ("hundredths", Word::Part(100)),
    ("thousandth", Word::Part(1_000)),
    ("thousandths", Word::Part(1_000)),
];

/// Words that begin a number and have no meaning of their own.
const OPENERS: &[&str] = &["a", "an", "half", "quarter", "several"];

/// Letters of the longest of [`WORDS`].
const LETTERS_MAX: usize = 11;

static MEANINGS: LazyLock<Exact<Word>> = LazyLock::new(|| Exact::of(WORDS.iter().copied()));
static BEGINNINGS: LazyLock<Exact<()>> = LazyLock::new(|| Exact::of(beginnings().map(|word| (word, ()))));

/// What `word`, in lower case, does in a number.
pub(super) fn meaning(word: &str) -> Option<Word> {
    MEANINGS.get(word)
}

/// The words that a number can begin with.
pub(crate) fn beginnings() -> impl Iterator<Item = &'static str> {
    let words = WORDS.iter().filter(|(_, word)| !matches!(word, Word::Part(_))).map(|(word, _)| *word);
    words.chain(OPENERS.iter().copied())
}

/// Whether a number can begin with the lower-case `word`.
pub(crate) fn is_number_word(word: &str) -> bool {
    BEGINNINGS.get(word).is_some()
}

/// A word of at most [`LETTERS_MAX`] letters in lower case.
#[derive(Debug, Clone, Copy)]
pub(super) struct Short {
    letters: [u8; LETTERS_MAX],
    len: usize,
}

impl Short {
    pub(super) fn as_str(&self) -> &str {
        self.letters.get(..self.len).and_then(|letters| std::str::from_utf8(letters).ok()).unwrap_or_default()
    }
}

/// The word at `at`, in lower case, and where it ends.
pub(super) fn word_at(text: &str, at: usize) -> Option<(Short, usize)> {
    let rest = text.as_bytes().get(at..)?;
    let len = rest.iter().take(LETTERS_MAX + 1).take_while(|b| b.is_ascii_alphabetic()).count();
    let mut letters = [0; LETTERS_MAX];
    let word = letters.get_mut(..len).filter(|word| !word.is_empty())?;
    word.copy_from_slice(rest.get(..len)?);
    word.make_ascii_lowercase();
    Some((Short { letters, len }, at + len))
}

/// The word after a hyphen, or after one or two spaces, behind `at`.
pub(super) fn next_word(text: &str, at: usize) -> Option<(Short, usize)> {
    let next = match text.as_bytes().get(at..)? {
        [b' ', b' ', ..] => at + 2,
        [b' ' | b'-', ..] => at + 1,
        _ => return None,
    };
    word_at(text, next)
}

/// The word after one space or hyphen, when it is `want`: where it ends.
pub(super) fn next_is(text: &str, at: usize, want: &str) -> Option<usize> {
    next_word(text, at).filter(|(word, _)| word.as_str() == want).map(|(_, end)| end)
}
