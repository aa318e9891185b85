//! Names and other foreign words, made fit to stand in a line, and the scripts that they are written in.

use hinomi_model::Lang;

/// Longest foreign line kept, in characters; titles and names are far shorter.
pub const LINE_CHARS_MAX: usize = 400;

/// One line without control characters, bidirectional overrides, or runs of spaces; cut at a named length.
///
/// Private-use and zero-width characters go too: they have no business in a name.
pub fn clean(text: &str) -> String {
    let mut out = String::new();
    let mut was_space = true;
    for (n, c) in text.chars().enumerate() {
        if n >= LINE_CHARS_MAX {
            out.push('…');
            break;
        }
        let is_hidden = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e000}'..='\u{f8ff}');
        if c.is_whitespace() || c.is_control() {
            if !was_space {
                out.push(' ');
            }
            was_space = true;
        } else if !is_hidden {
            out.push(c);
            was_space = false;
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The text with its first letter as a capital.
pub fn first_upper(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}')
}

/// Whether `text` can stand as a word in a text of `lang`: no Japanese letters in English; some in Japanese.
pub fn is_in_script(text: &str, lang: Lang) -> bool {
    let has_japanese = text.chars().any(is_japanese);
    !text.trim().is_empty() && if lang == Lang::Ja { has_japanese } else { !has_japanese }
}

/// The first of `names` that is written in the script of `lang`, else the first.
pub fn in_script<'a>(names: &[&'a str], lang: Lang) -> Option<&'a str> {
    names.iter().find(|name| is_in_script(name, lang)).or(names.first()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_line() {
        assert_eq!(clean(" a\n\tb\u{202e} c\u{7} "), "a b c");
        assert_eq!(clean("\u{e000}x"), "x");
        assert_eq!(clean(&"あ".repeat(1000)).chars().count(), LINE_CHARS_MAX + 1);
    }

    #[test]
    fn a_name_in_the_script_of_the_text_is_preferred() {
        assert_eq!(in_script(&["Example Foods", "例示食品"], Lang::Ja), Some("例示食品"));
        assert_eq!(in_script(&["例示食品", "Example Foods"], Lang::En), Some("Example Foods"));
        assert_eq!(in_script(&["Example Foods"], Lang::Ja), Some("Example Foods"));
        assert_eq!(in_script(&[], Lang::Ja), None);
    }
}
