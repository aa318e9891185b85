//! How lines and preformatted text look that people wrote: items of lists, letters.

/// Whether a line begins like an item of a list: a bullet, a number with its mark, a date.
pub(crate) fn starts_item(line: &str) -> bool {
    const BULLETS: [char; 16] =
        ['・', '※', '■', '□', '◆', '●', '○', '◎', '▼', '【', '•', '–', '＜', '*', '-', '＊'];
    let mut chars = line.chars();
    let first = chars.next().unwrap_or(' ');
    let rest = chars.as_str().trim_start_matches(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
    match first {
        '*' | '-' => rest.starts_with(' '),
        '①'..='⑳' => true,
        '(' | '（' => rest.len() < line.len() - first.len_utf8() && rest.starts_with([')', '）']),
        '0'..='9' | '０'..='９' => {
            let is_year = line.len() - rest.len() >= 4 && rest.starts_with(['-', '/', '年']);
            is_year || rest.starts_with(['．', ')', '）', '：']) || rest.starts_with(". ")
        }
        _ => BULLETS.contains(&first),
    }
}

/// How many characters of a line tell whether it begins like an item.
pub(super) const ITEM_CHARS_MAX: usize = 16;

/// Characters from which preformatted text may be prose.
const WRITTEN_CHARS_MIN: usize = 200;

/// Share of hiragana, in percent, from which preformatted text is Japanese prose; code has them in comments alone.
const WRITTEN_KANA_PERCENT_MIN: usize = 5;

/// Share of letters, in percent, from which it is prose in another language; code is full of other signs.
const WRITTEN_LETTER_PERCENT_MIN: usize = 90;

/// Whether preformatted text is a letter or notice, wrapped by hand, and no code.
pub(super) fn is_written(text: &str) -> bool {
    let (mut n_chars, mut n_kana, mut n_letters) = (0, 0, 0);
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        n_chars += 1;
        n_kana += usize::from(matches!(c, '\u{3041}'..='\u{309f}'));
        n_letters += usize::from(c.is_alphabetic() || matches!(c, '.' | ',' | '\''));
    }
    n_chars >= WRITTEN_CHARS_MIN
        && (n_kana * 100 >= n_chars * WRITTEN_KANA_PERCENT_MIN
            || n_letters * 100 >= n_chars * WRITTEN_LETTER_PERCENT_MIN)
}
