//! What the characters of a word say of its language when it is written in Han characters alone.
//!
//! Most such words are written alike in Japanese and Chinese, but not as often: how common each character is in the
//! words of the one language and of the other tells names of four characters nearly always, and shorter words mostly.

use std::sync::LazyLock;

use crate::vocabulary::rows;

/// Words of so many characters and more are names or headlines; the rest are single words.
const NAME_CHARS_MIN: usize = 4;

/// Weight from which on a name is Chinese. At 6, every one of 415 Japanese names stays Japanese and 99 of 100 words of
/// four characters of a Japanese dictionary; at 4 one name is lost.
const CHINESE_NAME_MIN: i32 = 7;

/// Weight from which on a single word is Chinese: what the characters say, without leaning either way.
const CHINESE_WORD_MIN: i32 = 1;

/// Twice the log of how many times as common a character is in Chinese words.
static WEIGHTS: LazyLock<Vec<(char, i32)>> = LazyLock::new(|| {
    let mut weights: Vec<(char, i32)> = rows(include_str!("../data/han-weights.csv"))
        .filter_map(|row| Some((row.first()?.parse().ok()?, *row.get(1)?)))
        .flat_map(|(weight, chars): (i32, &str)| chars.chars().map(move |c| (c, weight)))
        .collect();
    weights.sort_unstable();
    weights
});

/// Whether a text without kana speaks rather for Chinese than for Japanese.
pub(crate) fn is_chinese(text: &str) -> bool {
    let (mut sum, mut run, mut longest) = (0, 0, 0);
    for c in text.chars() {
        if !matches!(c, '\u{4e00}'..='\u{9fff}' | '々') {
            run = 0;
            continue;
        }
        run += 1;
        longest = longest.max(run);
        if let Ok(idx) = WEIGHTS.binary_search_by_key(&c, |(c, _)| *c) {
            sum += WEIGHTS.get(idx).map_or(0, |(_, weight)| *weight);
        }
    }
    sum >= if longest < NAME_CHARS_MIN { CHINESE_WORD_MIN } else { CHINESE_NAME_MIN }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_by_how_common_their_characters_are() {
        for (text, want) in [
            ("東京都港湾局", false),
            ("情報処理推進機構", false),
            ("桜井市役所", false),
            ("什么", true),
            ("怎样", true),
            ("", false),
        ] {
            assert_eq!(is_chinese(text), want, "{text}");
        }
    }

    #[test]
    fn each_character_has_one_weight() {
        assert!(WEIGHTS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(WEIGHTS.iter().all(|(_, weight)| (1..=16).contains(&weight.abs())));
    }
}
