//! Words that fill a cell without naming anybody or anything: "TBD", "未定", "なし". Data: `data/placeholders.csv`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::names::fold;

const DATA: &str = include_str!("../../data/placeholders.csv");

/// How a cell names nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Placeholder {
    /// It says that there is none.
    Nobody,
    /// It says that it is not known yet, or is empty.
    Later,
}

static WORDS: LazyLock<BTreeMap<String, Placeholder>> = LazyLock::new(|| {
    let lines = DATA.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .flat_map(|line| {
            let mut cells = line.split(',');
            let class = if cells.next() == Some("nobody") { Placeholder::Nobody } else { Placeholder::Later };
            cells.map(move |word| (fold(word), class))
        })
        .collect()
});

/// How `text` names nothing; `None` when it may name somebody or something.
///
/// Every part of it must be such a word: `未定（調整中）` names nobody, `山田（調整中）` somebody.
pub fn placeholder(text: &str) -> Option<Placeholder> {
    if !text.chars().any(char::is_alphanumeric) {
        return Some(Placeholder::Later);
    }
    if let Some(class) = WORDS.get(&fold(text)) {
        return Some(*class);
    }
    let is_mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && c != 'ー';
    let parts = text.split(is_mark).filter(|part| !part.trim().is_empty());
    let classes: Option<Vec<Placeholder>> = parts.map(|part| WORDS.get(&fold(part)).copied()).collect();
    classes?.into_iter().max()
}

/// Whether `text` is empty or only fills its cell.
pub fn is_placeholder(text: &str) -> bool {
    placeholder(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_name_nothing_are_told_from_names() {
        for text in ["なし", "none", "N/A", "担当者なし", "（なし）"] {
            assert_eq!(placeholder(text), Some(Placeholder::Nobody), "{text}");
        }
        for text in [
            "",
            " ",
            "-",
            "？",
            "TBD",
            "未定（調整中）",
            "不明",
            "to be confirmed",
            "未定/TBD",
            "なし（調整中）",
        ] {
            assert_eq!(placeholder(text), Some(Placeholder::Later), "{text}");
        }
        for text in
            ["情報システム課", "山田（調整中）", "soc@vendor.example", "+81-0", "Pending Ltd owner", "無線課"]
        {
            assert_eq!(placeholder(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            let _ = placeholder(&text);
        }
    }
}
