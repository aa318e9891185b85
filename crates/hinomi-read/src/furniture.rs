//! Which words of a page say that something is furniture: menus, related links, adverts, share bars.
//!
//! The words stand in `data/furniture.csv`. Class names are compared word by word (`share-bar`, `shareBar` →
//! share, bar), never as substrings: `head` is not in `header`, `ad` not in `download`.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rustc_hash::FxHashMap;

/// Longest class or id attribute that is looked at, in characters; generated ones beyond it say nothing.
const CLASS_CHARS_MAX: usize = 400;

struct Furniture {
    /// By their bytes in lower case.
    words: FxHashMap<&'static [u8], Word>,
    /// For each first and last letter a bit for each length of the words that have them, without those that only turn
    /// the next one around: most names are told apart by that.
    shapes: [[u32; LETTERS]; LETTERS],
    /// By their first byte.
    leads: FxHashMap<u8, Vec<&'static str>>,
    calls: AhoCorasick,
    heading: BTreeSet<&'static str>,
    line: BTreeSet<&'static str>,
    /// Bytes of the longest line.
    longest: usize,
}

/// What a word of a class name says: by itself, and as the first of a run of words.
#[derive(Default)]
struct Word {
    alone: Sayings,
    runs: Vec<(Vec<&'static [u8]>, Sayings)>,
    is_modifier: bool,
}

/// Which kinds of the table a name hits.
#[derive(Debug, Default, Clone, Copy)]
struct Sayings {
    class: bool,
    strong: bool,
    body: bool,
}

impl Sayings {
    fn add(&mut self, other: Self) {
        self.class |= other.class;
        self.strong |= other.strong;
        self.body |= other.body;
    }
}

/// The rows of the table: kind and text.
fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = include_str!("../data/furniture.csv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|row| row.split_once(','))
}

fn calls() -> AhoCorasick {
    let phrases = rows().filter(|(kind, _)| *kind == "call").map(|(_, phrase)| phrase);
    let built =
        AhoCorasick::builder().ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).build(phrases);
    built.expect("the phrases are few and short")
}

static FURNITURE: LazyLock<Furniture> = LazyLock::new(|| {
    let mut all = Furniture {
        words: FxHashMap::default(),
        shapes: [[0; LETTERS]; LETTERS],
        leads: FxHashMap::default(),
        calls: calls(),
        heading: BTreeSet::new(),
        line: BTreeSet::new(),
        longest: 0,
    };
    for (kind, text) in rows() {
        let sayings = Sayings { class: kind == "class", strong: kind == "strong", body: kind == "body" };
        match kind {
            "class" | "strong" | "body" => {
                let run: Vec<&[u8]> = text.split('+').map(str::as_bytes).collect();
                let word = all.words.entry(run[0]).or_default();
                if run.len() > 1 { word.runs.push((run, sayings)) } else { word.alone.add(sayings) }
            }
            "lead" => {
                let first = text.as_bytes().first().copied().unwrap_or_default();
                all.leads.entry(first).or_default().push(text);
            }
            "call" => {}
            "heading" => _ = all.heading.insert(text),
            _ => _ = all.line.insert(text),
        }
    }
    all.longest = all.line.iter().map(|text| text.len()).max().unwrap_or_default();
    let mut words: Vec<&[u8]> = all.words.keys().copied().collect();
    words.sort_unstable();
    for word in words {
        if let [first, .., last] = *word {
            all.shapes[letter(first)][letter(last)] |= length_bit(word.len());
        }
    }
    for modifier in MODIFIERS {
        all.words.entry(modifier.as_bytes()).or_default().is_modifier = true;
    }
    all
});

/// Places for letters, of which the last five bits tell which it is.
const LETTERS: usize = 32;

fn letter(b: u8) -> usize {
    usize::from(b) % LETTERS
}

/// The bit that stands for a length; those from 31 on have one together.
fn length_bit(n: usize) -> u32 {
    1 << n.min(31)
}

/// What a byte is to the words of a name of ASCII.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Mark,
    Small,
    Capital,
}

const SORTS: [Sort; 256] = {
    let mut sorts = [Sort::Mark; 256];
    let mut b = 0;
    while b < 26 {
        sorts[b'a' as usize + b] = Sort::Small;
        sorts[b'A' as usize + b] = Sort::Capital;
        b += 1;
    }
    sorts
};

impl Furniture {
    /// Whether any word of a name has the shape of one that says something.
    fn may_say(&self, name: &str) -> bool {
        if !is_short(name) {
            return true;
        }
        let bytes = name.as_bytes();
        let is_shape = |start: usize, end: usize| {
            end > start + 1
                && self.shapes[letter(bytes[start])][letter(bytes[end - 1])] & length_bit(end - start) != 0
        };
        let (mut start, mut last) = (0, Sort::Mark);
        for (at, b) in bytes.iter().enumerate() {
            let sort = SORTS[usize::from(*b)];
            if ends_word(last, sort) {
                if is_shape(start, at) {
                    return true;
                }
                start = at + usize::from(sort == Sort::Mark);
            }
            last = sort;
        }
        is_shape(start, bytes.len())
    }

    /// What the words of a name say. A word that follows a modifier says nothing by itself.
    fn sayings(&self, name: &Words) -> Sayings {
        let mut all = Sayings::default();
        let mut is_meant = true;
        for at in 0..name.n {
            let word = self.words.get(name.word(at));
            let Some(word) = word else {
                is_meant = true;
                continue;
            };
            if is_meant {
                all.add(word.alone);
            }
            let is_run = |run: &[&[u8]]| {
                run.len() <= name.n - at && run.iter().enumerate().all(|(n, part)| name.word(at + n) == *part)
            };
            for (_, sayings) in word.runs.iter().filter(|(run, _)| is_run(run)) {
                all.add(*sayings);
            }
            is_meant = !word.is_modifier;
        }
        all
    }
}

/// Words that turn the next one around: `with-sidebar` is beside one, `category-popular` is what a story is about.
const MODIFIERS: [&str; 13] = [
    "with", "has", "no", "non", "without", "hide", "one", "category", "cat", "tag", "topic", "type", "format",
];

/// What a class or id says about its element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Says {
    /// Nothing.
    Nothing,
    /// Likely furniture.
    Furniture,
    /// Nothing but furniture is called so.
    Surely,
}

/// What one name of a class attribute says about its element, and whether it names the element that holds an
/// article's text.
pub(crate) fn class_says(name: &str) -> (Says, bool) {
    if FURNITURE.may_say(name) { says(&Words::of(name)) } else { (Says::Nothing, false) }
}

/// The same for an id. One of many words is no name but the heading's text: `social-engineering-of-suppliers`.
pub(crate) fn id_says(id: &str) -> (Says, bool) {
    if !FURNITURE.may_say(id) {
        return (Says::Nothing, false);
    }
    let words = Words::of(id);
    if words.n > ID_WORDS_MAX { (Says::Nothing, false) } else { says(&words) }
}

/// Most words of an id that is looked at.
const ID_WORDS_MAX: usize = 2;

fn says(words: &Words) -> (Says, bool) {
    let all = FURNITURE.sayings(words);
    let says = match (all.strong, all.class) {
        (true, _) => Says::Surely,
        (false, true) => Says::Furniture,
        (false, false) => Says::Nothing,
    };
    (says, all.body)
}

/// Whether a short block begins like furniture.
pub(crate) fn has_furniture_lead(text: &str) -> bool {
    let mut letters = text.trim_start().chars().take(LEAD_CHARS_MAX).flat_map(char::to_lowercase).peekable();
    let first = letters.peek().map(|c| c.encode_utf8(&mut [0; 4]).as_bytes()[0]);
    let Some(leads) = first.and_then(|first| FURNITURE.leads.get(&first)) else { return false };
    let start: String = letters.collect();
    leads.iter().any(|lead| start.starts_with(lead))
}

/// Longest beginning that is compared, in characters.
const LEAD_CHARS_MAX: usize = 24;

/// How many phrases of a block speak to the reader or about the site: "subscribe", 「会員登録」.
pub(crate) fn n_calls(text: &str) -> usize {
    FURNITURE.calls.find_iter(text).count()
}

/// Whether there is any such phrase.
pub(crate) fn has_call(text: &str) -> bool {
    FURNITURE.calls.is_match(text)
}

/// Whether a heading's section is furniture.
pub(crate) fn is_furniture_heading(text: &str) -> bool {
    let plain = plain(text);
    // "More from this site", "More great stories": whatever the site calls itself.
    let leads_on = plain.strip_prefix("more ").is_some_and(|rest| {
        rest.starts_with("from ")
            || ["stories", "news", "articles", "coverage"].iter().any(|end| rest.ends_with(end))
    });
    leads_on || FURNITURE.heading.contains(plain.as_str())
}

/// Whether a whole block is furniture.
pub(crate) fn is_furniture_line(text: &str) -> bool {
    // Lower case has a third of the bytes at the least.
    let is_sized = text.len() <= LINE_BYTES_MAX && text.trim_matches(is_mark).len() <= 3 * FURNITURE.longest;
    is_sized && FURNITURE.line.contains(plain(text).as_str())
}

/// Lower case, without the marks that are drawn around headings.
fn plain(text: &str) -> String {
    if text.len() > LINE_BYTES_MAX {
        return String::new();
    }
    text.trim_matches(is_mark).to_lowercase()
}

fn is_mark(c: char) -> bool {
    c.is_whitespace() || (!c.is_alphanumeric() && "■□◆◇●○▼▽▲△▶►»›>:：・-–—…|".contains(c))
}

/// Longest heading or line that is compared, in bytes.
const LINE_BYTES_MAX: usize = 400;

/// Whether a name is kept in place: it has few letters, all of ASCII.
fn is_short(name: &str) -> bool {
    name.len() <= SHORT_BYTES_MAX && name.is_ascii()
}

/// Whether a word ends before a byte: a mark, or a capital behind a small letter.
fn ends_word(last: Sort, sort: Sort) -> bool {
    sort == Sort::Mark || (sort == Sort::Capital && last == Sort::Small)
}

/// Words of a name that are looked at; what has more is generated.
const WORDS_MAX: usize = 32;

/// The words of a name in lower case: share, bar, top of `shareBar_top`.
struct Words {
    lower: Lower,
    ranges: [Range<u16>; WORDS_MAX],
    n: usize,
}

/// Letters in lower case: in place where they are few and of ASCII, which nearly all names are.
enum Lower {
    Short([u8; SHORT_BYTES_MAX]),
    Long(String),
}

/// Longest name that is kept in place, in bytes.
const SHORT_BYTES_MAX: usize = 64;

impl Words {
    fn of(name: &str) -> Self {
        let mut words =
            Self { lower: Lower::Short([0; SHORT_BYTES_MAX]), ranges: [const { 0..0 }; WORDS_MAX], n: 0 };
        if is_short(name) {
            let mut lower = [0; SHORT_BYTES_MAX];
            lower[..name.len()].copy_from_slice(name.as_bytes());
            lower.make_ascii_lowercase();
            // Every byte keeps its place, so the ranges are those of the name.
            let (mut start, mut last) = (0, Sort::Mark);
            for (at, b) in name.bytes().enumerate() {
                let sort = SORTS[usize::from(b)];
                if ends_word(last, sort) {
                    words.end(start, at);
                    start = at + usize::from(sort == Sort::Mark);
                }
                last = sort;
            }
            words.end(start, name.len());
            words.lower = Lower::Short(lower);
            return words;
        }
        let mut lower = String::with_capacity(name.len());
        let (mut start, mut was_lower) = (0, false);
        for c in name.chars().take(CLASS_CHARS_MAX) {
            if !c.is_alphabetic() || (c.is_uppercase() && was_lower) {
                words.end(start, lower.len());
                start = lower.len();
            }
            if c.is_alphabetic() {
                lower.extend(c.to_lowercase());
            }
            was_lower = c.is_lowercase();
        }
        words.end(start, lower.len());
        words.lower = Lower::Long(lower);
        words
    }

    /// Adds the word at `start..end`, if there is one.
    fn end(&mut self, start: usize, end: usize) {
        if let (true, Some(range)) = (start < end, self.ranges.get_mut(self.n)) {
            let place = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
            *range = place(start)..place(end);
            self.n += 1;
        }
    }

    fn word(&self, at: usize) -> &[u8] {
        let range = usize::from(self.ranges[at].start)..usize::from(self.ranges[at].end);
        match &self.lower {
            Lower::Short(lower) => lower.get(range).unwrap_or_default(),
            Lower::Long(lower) => lower.as_bytes().get(range).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn class_names_are_compared_word_by_word() {
        for class in ["share-bar", "shareBar", "l-sidebar_2", "mostRead", "ad-300", "p-pan-kuzu"] {
            assert_ne!(class_says(class).0, Says::Nothing, "{class}");
        }
        for class in [
            "download",
            "header",
            "shareholder",
            "address",
            "unrelated",
            "article-most",
            "readmost",
            "content-with-sidebar",
            "elementor-widget-container",
            "overflow-hidden",
            "",
        ] {
            assert_eq!(class_says(class).0, Says::Nothing, "{class}");
        }
        assert!(class_says("js-article-body").1 && class_says("entryBody").1 && !class_says("body").1);
    }

    #[test]
    fn ids_made_of_headings_say_nothing() {
        assert_eq!(id_says("main-menu").0, Says::Furniture);
        assert_eq!(id_says("social-engineering-of-suppliers").0, Says::Nothing);
        assert_eq!(class_says("tag-popular").0, Says::Nothing);
    }

    #[test]
    fn headings_and_lines_are_compared_whole() {
        assert!(is_furniture_heading("■関連記事") && is_furniture_heading(" Related Articles: "));
        assert!(!is_furniture_heading("関連記事が伝えた被害"));
        assert!(is_furniture_line("ツイート") && !is_furniture_line("ツイートは削除された。"));
    }
}
