//! What a character or word looks like.

/// A Latin letter or digit.
pub fn is_word(c: char) -> bool {
    // Japanese marks are the commonest of what is neither, and the tables of Unicode are slow.
    if matches!(c, '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}') {
        return false;
    }
    c.is_ascii_alphanumeric() || (!c.is_ascii() && !is_wide(c) && c.is_alphanumeric())
}

/// A katakana letter or the long mark.
pub fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー' | 'ヽ' | 'ヾ')
}

/// A hiragana letter.
pub fn is_hiragana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ゝ' | 'ゞ')
}

/// A Chinese character, or a mark that stands for one.
pub fn is_kanji(c: char) -> bool {
    matches!(c, '一'..='鿿' | '㐀'..='䶿' | '々' | '〆' | 'ヶ' | '\u{20000}'..='\u{3134f}')
}

/// A character of a script without spaces between words.
pub fn is_wide(c: char) -> bool {
    is_katakana(c) || is_hiragana(c) || is_kanji(c)
}
