//! Which language a text is in, by its script first.

use hinomi_model::Lang;

/// Tells the language of `text`.
///
/// Kana make it Japanese; kanji alone are Japanese unless characters say Chinese; Latin letters are English
/// or another language.
pub fn lang_of(text: &str) -> Lang {
    let (mut kana, mut han, mut latin) = (0usize, 0usize, 0usize);
    for c in text.chars() {
        match c {
            '\u{3041}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9d}' => kana += 1,
            '\u{4e00}'..='\u{9fff}' | '々' => han += 1,
            _ if c.is_alphabetic() => latin += 1,
            _ => {}
        }
    }
    match (kana + han, latin) {
        (0, 0) => Lang::Other,
        (0, _) => Lang::En,
        _ => Lang::Ja,
    }
}
