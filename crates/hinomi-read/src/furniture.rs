//! Which words of a page say that something is furniture: menus, related links, adverts, share bars.
//!
//! The words stand in `data/furniture.csv`. Class names are compared word by word (`share-bar`, `shareBar` →
//! share, bar), never as substrings: `head` is not in `header`, `ad` not in `download`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Longest class or id attribute that is looked at, in bytes; generated ones beyond it say nothing.
const CLASS_BYTES_MAX: usize = 400;

struct Furniture {
    class: Patterns,
    strong: Patterns,
    lead: Vec<&'static str>,
    body: Patterns,
    heading: BTreeSet<&'static str>,
    line: BTreeSet<&'static str>,
}

#[derive(Default)]
struct Patterns {
    words: BTreeSet<&'static str>,
    /// By their first word.
    runs: BTreeMap<&'static str, Vec<Vec<&'static str>>>,
}

static FURNITURE: LazyLock<Furniture> = LazyLock::new(|| {
    let mut all = Furniture {
        class: Patterns::default(),
        strong: Patterns::default(),
        lead: Vec::new(),
        body: Patterns::default(),
        heading: BTreeSet::new(),
        line: BTreeSet::new(),
    };
    let rows = include_str!("../data/furniture.csv").lines().filter(|line| !line.starts_with('#'));
    for (kind, word) in rows.filter_map(|row| row.split_once(',')) {
        match kind {
            "class" => all.class.add(word),
            "strong" => all.strong.add(word),
            "lead" => all.lead.push(word),
            "body" => all.body.add(word),
            "heading" => drop(all.heading.insert(word)),
            _ => drop(all.line.insert(word)),
        }
    }
    all
});

impl Patterns {
    fn add(&mut self, pattern: &'static str) {
        if pattern.contains('+') {
            let run: Vec<&str> = pattern.split('+').collect();
            self.runs.entry(run[0]).or_default().push(run);
        } else {
            self.words.insert(pattern);
        }
    }

    fn hit(&self, words: &[String]) -> bool {
        let is_meant =
            |at: usize| at.checked_sub(1).is_none_or(|before| !MODIFIERS.contains(&words[before].as_str()));
        let is_run = |at: usize, run: &Vec<&str>| {
            words.get(at..at + run.len()).is_some_and(|part| part == run.as_slice())
        };
        words.iter().enumerate().any(|(at, word)| {
            (self.words.contains(word.as_str()) && is_meant(at))
                || self.runs.get(word.as_str()).is_some_and(|runs| runs.iter().any(|run| is_run(at, run)))
        })
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
    says(&words_of(name))
}

/// The same for an id. One of many words is no name but the heading's text: `social-engineering-of-suppliers`.
pub(crate) fn id_says(id: &str) -> (Says, bool) {
    let words = words_of(id);
    if words.len() > ID_WORDS_MAX { (Says::Nothing, false) } else { says(&words) }
}

/// Most words of an id that is looked at.
const ID_WORDS_MAX: usize = 2;

fn says(words: &[String]) -> (Says, bool) {
    let says = match (FURNITURE.strong.hit(words), FURNITURE.class.hit(words)) {
        (true, _) => Says::Surely,
        (false, true) => Says::Furniture,
        (false, false) => Says::Nothing,
    };
    (says, FURNITURE.body.hit(words))
}

/// Whether a short block begins like furniture.
pub(crate) fn has_furniture_lead(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(LEAD_CHARS_MAX).flat_map(char::to_lowercase).collect();
    FURNITURE.lead.iter().any(|lead| start.starts_with(lead))
}

/// Longest beginning that is compared, in characters.
const LEAD_CHARS_MAX: usize = 24;

/// Whether a heading's section is furniture.
pub(crate) fn is_furniture_heading(text: &str) -> bool {
    FURNITURE.heading.contains(plain(text).as_str())
}

/// Whether a whole block is furniture.
pub(crate) fn is_furniture_line(text: &str) -> bool {
    text.len() <= CLASS_BYTES_MAX && FURNITURE.line.contains(plain(text).as_str())
}

/// Lower case, without the marks that are drawn around headings.
fn plain(text: &str) -> String {
    let marks = |c: char| c.is_whitespace() || "■□◆◇●○▼▽▲△▶►»›>:：・-–—…|".contains(c);
    if text.len() > CLASS_BYTES_MAX {
        return String::new();
    }
    text.trim_matches(marks).to_lowercase()
}

/// Splits `shareBar_top` into share, bar, top.
fn words_of(class: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in class.chars().take(CLASS_BYTES_MAX) {
        if !c.is_alphabetic() || (c.is_uppercase() && was_lower) {
            words.push(String::new());
        }
        if let (true, Some(word)) = (c.is_alphabetic(), words.last_mut()) {
            word.extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
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
