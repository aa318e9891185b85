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

/// Last words of the names of bodies that English puts "the" before. Source: general usage; one-word names and
/// abbreviations (Europol, CISA) go without.
const BODIES_EN: [&str; 24] = [
    "agency",
    "authority",
    "board",
    "bureau",
    "center",
    "centre",
    "command",
    "commission",
    "commissioner",
    "committee",
    "council",
    "court",
    "department",
    "directorate",
    "force",
    "government",
    "inspectorate",
    "institute",
    "ministry",
    "office",
    "police",
    "regulator",
    "secretariat",
    "service",
];

/// The name of a body as a sentence of `lang` tells it: with the article that English asks for. `None` for what is no
/// name there: everyday words of another language (警察, "attorney general"), which are told by what the body is.
pub fn body_name(name: &str, lang: Lang) -> Option<String> {
    let is_everyday = name.starts_with(|c: char| c.is_lowercase());
    if is_everyday || (lang != Lang::Ja && !is_in_script(name, lang)) {
        return None;
    }
    let lower = name.to_lowercase();
    let mut words = lower.split(' ');
    let head = lower.split(" of ").next().and_then(|head| head.rsplit(' ').next()).unwrap_or_default();
    let has_article = matches!(words.next(), Some("the" | "a" | "an"));
    let is_body = words.next().is_some() && BODIES_EN.contains(&head);
    let needs_article = lang != Lang::Ja && is_body && !has_article && !lower.contains("'s ");
    Some(if needs_article { format!("the {name}") } else { name.to_owned() })
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
    fn bodies_are_told_as_the_language_tells_them() {
        for (name, lang, expected) in [
            ("Data Protection Commission", Lang::En, Some("the Data Protection Commission")),
            ("Ministry of Examples", Lang::En, Some("the Ministry of Examples")),
            ("The Example Office", Lang::En, Some("The Example Office")),
            ("Example's Data Office", Lang::En, Some("Example's Data Office")),
            ("CERT", Lang::En, Some("CERT")),
            ("警察", Lang::En, None),
            ("警察", Lang::Ja, Some("警察")),
            ("attorney general", Lang::En, None),
            ("attorney general", Lang::Ja, None),
            ("Data Protection Commission", Lang::Ja, Some("Data Protection Commission")),
            ("", Lang::En, None),
        ] {
            assert_eq!(body_name(name, lang).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn a_name_in_the_script_of_the_text_is_preferred() {
        assert_eq!(in_script(&["Example Foods", "例示食品"], Lang::Ja), Some("例示食品"));
        assert_eq!(in_script(&["例示食品", "Example Foods"], Lang::En), Some("Example Foods"));
        assert_eq!(in_script(&["Example Foods"], Lang::Ja), Some("Example Foods"));
        assert_eq!(in_script(&[], Lang::Ja), None);
    }
}
