//! What changed between two revisions of a page, word by word.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Most words of a text that are compared; what is longer is told as changed without saying where.
pub const WORDS_MAX: usize = 6000;

/// A stretch of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// In the older alone.
    Gone(String),
    /// In the newer alone.
    New(String),
}

/// Compares two texts; the pieces of the older, and those of the newer, joined give each text whole.
///
/// A word is a run of letters or digits of one kind; a kanji or a kana by itself is one too. Texts of more than
/// [`WORDS_MAX`] words are one piece gone and one piece new.
pub fn compare(older: &str, newer: &str) -> Vec<Piece> {
    let (old, new) = (words(older), words(newer));
    if old.len().max(new.len()) > WORDS_MAX {
        return vec![Piece::Gone(older.to_owned()), Piece::New(newer.to_owned())];
    }
    let mut pieces = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (a, b) = (op.old_range(), op.new_range());
        match op {
            DiffOp::Equal { .. } => pieces.push(Piece::Same(old[a].concat())),
            DiffOp::Delete { .. } => pieces.push(Piece::Gone(old[a].concat())),
            DiffOp::Insert { .. } => pieces.push(Piece::New(new[b].concat())),
            DiffOp::Replace { .. } => {
                pieces.push(Piece::Gone(old[a].concat()));
                pieces.push(Piece::New(new[b].concat()));
            }
        }
    }
    pieces
}

fn words(text: &str) -> Vec<&str> {
    let kind = |c: char| match c {
        c if c.is_ascii_digit() || matches!(c, ',' | '.') => 1,
        c if c.is_alphabetic() && (c as u32) < 0x3000 => 2,
        'ァ'..='ヺ' | 'ー' => 3,
        c if c.is_whitespace() => 4,
        _ => 0,
    };
    let mut words = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, c) in text.char_indices() {
        let own = kind(c);
        if at > start && (own == 0 || before != Some(own)) {
            words.push(&text[start..at]);
            start = at;
        }
        before = Some(own);
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(older: &str, newer: &str) -> String {
        let piece = |piece: Piece| match piece {
            Piece::Same(text) => text,
            Piece::Gone(text) => format!("[-{text}-]"),
            Piece::New(text) => format!("{{+{text}+}}"),
        };
        compare(older, newer).into_iter().map(piece).collect()
    }

    #[test]
    fn numbers_change_whole() {
        assert_eq!(check("約12,000件が流出", "約15,300件が流出"), "約[-12,000-]{+15,300+}件が流出");
        assert_eq!(check("It took 12 files.", "It took 12 more files."), "It took 12 {+more +}files.");
        assert_eq!(check("same", "same"), "same");
        assert_eq!(check("", "new"), "{+new+}");
    }

    proptest! {
        #[test]
        fn pieces_joined_give_both_texts(a in "[a-c 一二ア1-3,.]{0,40}", b in "[a-c 一二ア1-3,.]{0,40}") {
            let pieces = compare(&a, &b);
            let side = |is_old: bool| -> String {
                pieces.iter().filter_map(|piece| match piece {
                    Piece::Same(text) => Some(text.as_str()),
                    Piece::Gone(text) => is_old.then_some(text.as_str()),
                    Piece::New(text) => (!is_old).then_some(text.as_str()),
                }).collect()
            };
            prop_assert_eq!(side(true), a);
            prop_assert_eq!(side(false), b);
        }
    }
}
