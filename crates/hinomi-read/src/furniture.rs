//! Which words of a page say that something is furniture: menus, related links, adverts, share bars.
//!
//! The words stand in `data/furniture.csv`. Class names are compared word by word (`share-bar`, `shareBar` →
//! share, bar), never as substrings: `head` is not in `header`, `ad` not in `download`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Longest class or id attribute that is looked at, in bytes; generated ones beyond it say nothing.
const CLASS_BYTES_MAX: usize = 400;

struct Furniture {
    class: Patterns,
    body: Patterns,
    heading: BTreeSet<&'static str>,
    line: BTreeSet<&'static str>,
}

#[derive(Default)]
struct Patterns {
    words: BTreeSet<&'static str>,
    runs: Vec<Vec<&'static str>>,
}

static FURNITURE: LazyLock<Furniture> = LazyLock::new(|| {
    let mut all = Furniture {
        class: Patterns::default(),
        body: Patterns::default(),
        heading: BTreeSet::new(),
        line: BTreeSet::new(),
    };
    let rows = include_str!("../data/furniture.csv").lines().filter(|line| !line.starts_with('#'));
    for (kind, word) in rows.filter_map(|row| row.split_once(',')) {
        match kind {
            "class" => all.class.add(word),
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
            self.runs.push(pattern.split('+').collect());
        } else {
            self.words.insert(pattern);
        }
    }

    fn hit(&self, words: &[String]) -> bool {
        words.iter().any(|word| self.words.contains(word.as_str()))
            || self.runs.iter().any(|run| words.windows(run.len()).any(|window| window == run.as_slice()))
    }
}

/// Whether a class or id names furniture.
pub(crate) fn is_furniture_class(class: &str) -> bool {
    class.split_ascii_whitespace().any(|one| FURNITURE.class.hit(&words_of(one)))
}

/// Whether a class or id names the element that holds an article's text.
pub(crate) fn is_body_class(class: &str) -> bool {
    class.split_ascii_whitespace().any(|one| FURNITURE.body.hit(&words_of(one)))
}

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
        for class in ["share-bar", "shareBar", "l-sidebar_2", "x related", "mostRead", "ad-300", "p-pan-kuzu"]
        {
            assert!(is_furniture_class(class), "{class}");
        }
        for class in
            ["download", "header", "shareholder", "address", "unrelated", "article-most", "readmost", ""]
        {
            assert!(!is_furniture_class(class), "{class}");
        }
        assert!(is_body_class("js-article-body") && is_body_class("entryBody") && !is_body_class("body"));
    }

    #[test]
    fn headings_and_lines_are_compared_whole() {
        assert!(is_furniture_heading("■関連記事") && is_furniture_heading(" Related Articles: "));
        assert!(!is_furniture_heading("関連記事が伝えた被害"));
        assert!(is_furniture_line("ツイート") && !is_furniture_line("ツイートは削除された。"));
    }
}
