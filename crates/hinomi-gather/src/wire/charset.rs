//! From the bytes of a feed to text.
//!
//! The byte order mark decides; then what the server says; then what the document says of itself;
//! then UTF-8 if the bytes are; then a guess from the bytes. Servers and documents are often wrong
//! about each other, so an encoding that cannot be is passed over: bytes that are not ASCII and
//! still decode without a fault as UTF-8, Shift_JIS, EUC-JP or the like are strong evidence, while
//! the one-byte encodings fit anything and prove nothing.
//! Source: RFC 7303 (2014), section 3; XML 1.0, appendix F.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes at the beginning in which an XML declaration must stand.
const DECLARATION_BYTES_MAX: usize = 512;

/// Text, and the encoding that it was in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without a byte order mark.
    pub text: Cow<'a, str>,
    /// Name of the encoding as in the WHATWG Encoding standard, in lower case; `utf-32be` and `utf-32le` besides.
    pub encoding: String,
    /// Whether some bytes did not fit it and stand as U+FFFD.
    pub is_damaged: bool,
}

/// Decodes the bytes of an XML or JSON document that was sent with `content_type`.
pub fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Decoded<'a> {
    if let Some(decoded) = utf_32(bytes) {
        return decoded;
    }
    if let Some((encoding, bom_bytes)) = Encoding::for_bom(bytes) {
        return decoded(encoding, &bytes[bom_bytes..]);
    }
    if let Some(encoding) = wide_without_bom(bytes) {
        return decoded(encoding, bytes);
    }
    let label =
        |label: &str| Encoding::for_label_no_replacement(label.trim_matches(['"', '\'', ' ']).as_bytes());
    let stated = content_type.and_then(charset_of).and_then(|name| label(&name));
    // A document that was read this far as ASCII cannot be UTF-16, whatever it declares.
    let declared = declared(bytes).and_then(|name| label(&name)).filter(|e| *e != UTF_16BE && *e != UTF_16LE);
    let candidates = [stated, declared, Some(UTF_8)];
    if bytes.is_ascii() && !bytes.contains(&0x1b) {
        return decoded(candidates.into_iter().flatten().next().unwrap_or(UTF_8), bytes);
    }
    let proven = candidates
        .into_iter()
        .flatten()
        .filter(|encoding| !encoding.is_single_byte())
        .find(|encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes).is_some());
    let assumed = candidates.into_iter().flatten().find(|encoding| encoding.is_single_byte());
    decoded(proven.or(assumed).unwrap_or_else(|| guess(bytes)), bytes)
}

fn decoded<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    let (text, is_damaged) = encoding.decode_without_bom_handling(bytes);
    Decoded { text, encoding: encoding.name().to_ascii_lowercase(), is_damaged }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Allow);
    // A few broken bytes in UTF-8 make a detector answer with a one-byte encoding. In such an encoding nearly every
    // byte above ASCII is a fault to UTF-8; in damaged UTF-8 most of them are not.
    let n_faults = String::from_utf8_lossy(bytes).matches('\u{fffd}').count();
    let n_wide = bytes.iter().filter(|byte| **byte >= 0x80).count();
    if encoding.is_single_byte() && n_faults * 2 < n_wide { UTF_8 } else { encoding }
}

/// The `charset` parameter of a content type. Source: RFC 9110, 8.3.
pub fn charset_of(content_type: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'', ' ']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_ascii_lowercase())
    })
}

/// The name under which the WHATWG Encoding standard knows a label, in lower case; the label itself where it knows none.
pub fn canonical(label: &str) -> String {
    Encoding::for_label(label.as_bytes()).map_or(label, |encoding| encoding.name()).to_ascii_lowercase()
}

/// The `encoding` of the XML declaration.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(DECLARATION_BYTES_MAX)];
    let start = head.windows(5).position(|window| window == b"<?xml")?;
    let end = start + head[start..].windows(2).position(|window| window == b"?>")?;
    let declaration = String::from_utf8_lossy(&head[start..end]);
    let after = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    after[1..].split(quote).next().map(str::to_owned)
}

/// UTF-16 shows itself by the zero bytes around its first `<` or `{`.
fn wide_without_bom(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0, b'<' | b'{' | b' ' | b'\n' | b'\r', 0, _, ..] => Some(UTF_16BE),
        [b'<' | b'{' | b' ' | b'\n' | b'\r', 0, _, 0, ..] => Some(UTF_16LE),
        _ => None,
    }
}

/// UTF-32, which the Encoding standard leaves out.
fn utf_32(bytes: &[u8]) -> Option<Decoded<'static>> {
    let (is_big, skip) = match bytes {
        [0, 0, 0xfe, 0xff, ..] => (true, 4),
        [0xff, 0xfe, 0, 0, ..] => (false, 4),
        [0, 0, 0, b'<', ..] => (true, 0),
        [b'<', 0, 0, 0, ..] => (false, 0),
        _ => return None,
    };
    let unit = |quad: &[u8]| {
        let quad: [u8; 4] = quad.try_into().unwrap_or_default();
        if is_big { u32::from_be_bytes(quad) } else { u32::from_le_bytes(quad) }
    };
    let text: String =
        bytes[skip..].chunks(4).map(|quad| char::from_u32(unit(quad)).unwrap_or('\u{fffd}')).collect();
    let is_damaged = text.contains('\u{fffd}');
    let encoding = if is_big { "utf-32be" } else { "utf-32le" };
    Some(Decoded { text: Cow::Owned(text), encoding: encoding.to_owned(), is_damaged })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_way_to_say_the_encoding_is_heard() {
        let check = |bytes: &[u8], content_type: Option<&str>, encoding: &str, text: &str| {
            let decoded = decode(bytes, content_type);
            assert_eq!(
                (decoded.encoding.as_str(), decoded.text.contains(text)),
                (encoding, true),
                "{decoded:?}"
            );
        };
        let (sjis, _, _) = encoding_rs::SHIFT_JIS.encode("<t>脆弱性の情報</t>");
        let (euc, _, _) = encoding_rs::EUC_JP.encode("<t>脆弱性の情報</t>");
        let (jis, _, _) = encoding_rs::ISO_2022_JP.encode("<t>脆弱性の情報</t>");
        let with = |name: &str, body: &[u8]| {
            [format!("<?xml version='1.0' encoding='{name}'?>").as_bytes(), body].concat()
        };
        check(&sjis, Some("text/xml; charset=Shift_JIS"), "shift_jis", "脆弱性");
        check(&with("Shift_JIS", &sjis), Some("text/xml"), "shift_jis", "脆弱性");
        // The server's default charset and the document's own word are both wrong somewhere.
        check(&with("EUC-JP", &euc), Some("text/xml; charset=iso-8859-1"), "euc-jp", "脆弱性");
        check(&with("UTF-8", &euc), Some("text/xml; charset=euc-jp"), "euc-jp", "脆弱性");
        check(&with("UTF-8", &sjis), None, "shift_jis", "脆弱性");
        check(&with("iso-2022-jp", &jis), None, "iso-2022-jp", "脆弱性");
        check(
            &with("Shift_JIS", "<t>脆弱性</t>".as_bytes()),
            Some("text/xml; charset=utf-8"),
            "utf-8",
            "脆弱性",
        );
        check(&with("utf-16", "<t>脆弱性</t>".as_bytes()), None, "utf-8", "脆弱性");
        check("\u{feff}<t>é</t>".as_bytes(), Some("text/xml; charset=us-ascii"), "utf-8", "<t>é");
        check(b"<t>caf\xe9</t>", Some("text/xml; charset=iso-8859-1"), "windows-1252", "café");
        check(b"\xff\xfe<\0t\0>\0", None, "utf-16le", "<t>");
        check(b"\0<\0t\0>\0\xe9", None, "utf-16be", "<t>é");
        check(b"\0\0\0<\0\0\0t", None, "utf-32be", "<t");
        check(
            "日本語と".repeat(9).into_bytes().into_iter().chain([0xff]).collect::<Vec<u8>>().as_slice(),
            None,
            "utf-8",
            "日本語",
        );
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64), kind in "\\PC{0,20}") {
            decode(&bytes, Some(&kind));
        }
    }
}
