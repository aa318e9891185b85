//! Character references: `&amp;`, `&#x27;`, `&nbsp;`, and those that a document declares itself.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Most bytes that a document's own entities may add to it. A bomb ("billion laughs") multiplies a
/// few bytes by a billion; honest feeds declare a copyright sign.
pub const EXPANDED_BYTES_MAX: usize = 64 << 10;

/// Most entities inside entities followed.
pub const NESTING_MAX: usize = 4;

/// Most entities a document may declare; the rest is not looked at.
const DECLARED_MAX: usize = 256;

/// Longest name of an entity, in bytes; the longest of HTML has 31.
const NAME_BYTES_MAX: usize = 40;

/// The entities that a document declares in its DOCTYPE. External ones are never fetched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entities<'a> {
    declared: BTreeMap<&'a str, &'a str>,
    n_bytes: Cell<usize>,
    is_cut: Cell<bool>,
}

impl<'a> Entities<'a> {
    /// Reads the `<!ENTITY name "value">` declarations of an internal subset.
    pub fn of_doctype(doctype: &'a str) -> Self {
        let mut declared = BTreeMap::new();
        for part in doctype.split("<!ENTITY").skip(1).take(DECLARED_MAX) {
            let part = part.trim_start();
            let Some((name, value)) = part.split_once(|c: char| c.is_whitespace()) else { continue };
            let value = value.trim_start();
            let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
            let Some((value, _)) = value[1..].split_once(quote) else { continue };
            // The first declaration of a name is the one that counts. Source: XML 1.0, 4.2.
            declared.entry(name).or_insert(value);
        }
        Self { declared, ..Self::default() }
    }

    /// Replaces every character reference of `text`, and leaves out what XML does not allow as a character.
    ///
    /// A reference that nothing declares stays as it is written, and so does one whose text would go over
    /// [`EXPANDED_BYTES_MAX`] or [`NESTING_MAX`].
    pub fn expand<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !text.bytes().any(|byte| byte == b'&' || is_suspect(byte)) {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        self.expand_into(text, &mut out, 0);
        Cow::Owned(out)
    }

    /// Whether a reference was left as it was written because of a limit.
    pub fn is_cut(&self) -> bool {
        self.is_cut.get()
    }

    fn expand_into(&self, text: &str, out: &mut String, nesting: usize) {
        let mut rest = text;
        while let Some(at) = rest.find('&') {
            push_clean(out, &rest[..at]);
            rest = &rest[at..];
            let Some(name) = name_at(rest) else {
                out.push('&');
                rest = &rest[1..];
                continue;
            };
            let written = &rest[..name.len() + 2];
            rest = &rest[written.len()..];
            if let Some(value) = self.declared.get(name) {
                let n_bytes = self.n_bytes.get().saturating_add(value.len());
                if nesting < NESTING_MAX && n_bytes <= EXPANDED_BYTES_MAX {
                    self.n_bytes.set(n_bytes);
                    self.expand_into(value, out, nesting + 1);
                } else {
                    self.is_cut.set(true);
                    out.push_str(written);
                }
            } else if !push_reference(out, name) {
                out.push_str(written);
            }
        }
        push_clean(out, rest);
    }
}

/// Replaces the references of HTML in `text`; those that HTML does not know stay.
pub fn unescape(text: &str) -> Cow<'_, str> {
    if text.contains('&') { Entities::default().expand(text) } else { Cow::Borrowed(text) }
}

/// The name between the `&` at the start of `text` and the next `;`.
fn name_at(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let end = bytes.iter().take(NAME_BYTES_MAX + 2).position(|byte| *byte == b';')?;
    let name = text.get(1..end)?;
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '#' | '_' | '-' | '.' | ':');
    (!name.is_empty() && name.chars().all(is_name)).then_some(name)
}

fn push_reference(out: &mut String, name: &str) -> bool {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        let Ok(code) = code else { return false };
        match char_of(code) {
            Some(c) => out.push(c),
            // Not a character: dropped like the control characters that stand in the open.
            None => return code < 0x20 || (0x7f..0xa0).contains(&code),
        }
        return true;
    }
    match named(name) {
        Some(text) => out.push_str(text),
        None => return false,
    }
    true
}

/// The character of a numeric reference; 0x80–0x9F are read as windows-1252, as browsers do.
/// Source: WHATWG HTML, 13.2.5.80 (numeric character reference end state).
fn char_of(code: u32) -> Option<char> {
    if let Some(byte) = u8::try_from(code).ok().filter(|byte| (0x80..0xa0).contains(byte)) {
        let bytes = [byte];
        return encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes).0.chars().next();
    }
    char::from_u32(code).filter(|c| !is_dropped(*c))
}

/// The characters of a name that HTML knows.
fn named(name: &str) -> Option<&'static str> {
    static NAMES: OnceLock<BTreeMap<&'static str, String>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let rows = include_str!("../../data/entities.csv").lines().filter(|line| !line.starts_with('#'));
        rows.filter_map(|row| row.split_once(','))
            .map(|(name, codes)| {
                let chars = codes.split(' ').filter_map(|code| u32::from_str_radix(code, 16).ok());
                (name, chars.filter_map(char::from_u32).collect())
            })
            .collect()
    });
    names.get(name).map(String::as_str)
}

fn push_clean(out: &mut String, text: &str) {
    if text.bytes().any(is_suspect) {
        // U+0080–U+009F in the open are windows-1252 that was taken for ISO 8859-1 on its way.
        out.extend(
            text.chars()
                .filter_map(|c| if ('\u{80}'..'\u{a0}').contains(&c) { char_of(c.into()) } else { Some(c) })
                .filter(|c| !is_dropped(*c)),
        );
    } else {
        out.push_str(text);
    }
}

/// Whether a byte of UTF-8 may begin a character that [`push_clean`] leaves out or replaces.
fn is_suspect(byte: u8) -> bool {
    (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) || matches!(byte, 0xc2 | 0xef)
}

/// Source: XML 1.0, 2.2 (Char).
fn is_dropped(c: char) -> bool {
    (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn references_become_characters() {
        let check = |text: &str, plain: &str| assert_eq!(unescape(text), plain, "{text}");
        check("a &amp; b &lt;c&gt;", "a & b <c>");
        check("&nbsp;&hellip;&aring;", "\u{a0}…å");
        check("&#39;&#x27;&#X3042;", "''あ");
        check("don&#146;t", "don’t");
        check("a &unknown; b & c &; &#xzz; &#99999999;", "a &unknown; b & c &; &#xzz; &#99999999;");
        check("AT&T; R&D", "AT&T; R&D");
        check("&#1;x&#0;", "x");
        assert_eq!(Entities::default().expand("a\u{1}b\u{c}c"), "abc");
        assert_eq!(Entities::default().expand("don\u{92}t"), "don’t");
    }

    #[test]
    fn declared_entities_are_known_and_bombs_are_not_set_off() {
        let doctype = r#"rss [<!ENTITY me "Me &amp; mine"><!ENTITY ext SYSTEM "file:///etc/passwd"><!ENTITY me "other">"#;
        let entities = Entities::of_doctype(doctype);
        assert_eq!(entities.expand("by &me;, &ext;"), "by Me & mine, &ext;");
        let mut bomb = "lol [<!ENTITY a0 'lolololol'>".to_owned();
        for i in 1..30 {
            bomb += &format!("<!ENTITY a{i} '{}'>", format!("&a{};", i - 1).repeat(10));
        }
        let entities = Entities::of_doctype(&bomb);
        for i in [3, 5, 10, 29] {
            let expanded = entities.expand("&a3;").len() + entities.expand(&format!("&a{i};")).len();
            assert!(expanded < 4 * EXPANDED_BYTES_MAX, "{i}: {expanded}");
        }
        assert!(entities.is_cut());
        let circle = Entities::of_doctype("x [<!ENTITY a '&b;&b;'><!ENTITY b '&a;&a;'>");
        circle.expand("&a;");
        assert!(circle.is_cut());
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[&#;a-z0-9x\\PC]{0,40}", doctype in "[<!ENTITY 'a&;\\PC]{0,60}") {
            Entities::of_doctype(&doctype).expand(&text);
        }
    }
}
