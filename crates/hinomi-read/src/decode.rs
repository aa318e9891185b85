//! Bytes → text: which encoding a body is really in.
//!
//! What a page declares is a witness, not a fact: many servers announce one charset for everything they
//! hold, and templates outlive the editors that wrote them. So every declaration is tried strictly against
//! the bytes, and one that does not fit gives way to what the bytes look like. The order of trust:
//!
//! 1. a byte order mark;
//! 2. the bytes themselves where they leave no doubt: ISO-2022-JP escapes, UTF-16 zero bytes, and text that
//!    is valid UTF-8 with several characters beyond ASCII (legacy text is that by chance practically never);
//! 3. the HTTP header's charset, then the document's own (`<meta>`, XML declaration), each only if the body
//!    decodes with hardly a malformed sequence and gives no gibberish (half-width katakana, control characters);
//! 4. UTF-8 with a few broken bytes, then the detector's answer (`chardetng`, the one of Firefox), under the same
//!    condition;
//! 5. whichever of these has the fewest malformed characters.
//!
//! Source: WHATWG Encoding Standard (labels, decoders); HTML Standard 13.2.3 "The input byte stream".

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into a body declarations are looked for, in bytes. Browsers stop at 1,024; pages with long
/// comments or scripts in front of their `<meta>` are read rightly with more.
pub const DECLARATION_BYTES_MAX: usize = 8 * 1024;

/// How many bytes the detector is fed, from the first byte beyond ASCII on.
pub const DETECTOR_BYTES_MAX: usize = 256 * 1024;

/// Valid UTF-8 characters beyond ASCII that outweigh another declaration. Two or three EUC-JP characters can
/// be valid UTF-8 by chance; four in a row with nothing else in the page practically cannot.
const UTF8_CHARS_SURE_MIN: usize = 4;

/// Share of odd characters among those beyond ASCII, in percent, from which a decoding is taken for gibberish.
const ODD_PERCENT_MAX: usize = 20;

/// Characters beyond ASCII per malformed sequence that a good decoding has at least: a wrong encoding breaks
/// every few characters, a cut or mended page has a handful of bad bytes in all.
const CHARS_PER_MALFORMED_MIN: usize = 20;

/// What settled the encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// A byte order mark.
    Bom,
    /// The bytes leave no doubt.
    Content,
    /// The `charset` of the HTTP header, and the bytes agree.
    Header,
    /// The document's own declaration, and the bytes agree.
    Declaration,
    /// No declaration fits the bytes: the detector's answer.
    Detected,
    /// Nothing fits: the encoding with the fewest malformed characters, which stand as U+FFFD.
    Least,
}

/// A decoded body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without byte order mark. NUL and other characters are as they came.
    pub text: Cow<'a, str>,
    /// Name of the encoding as the Encoding Standard writes it: `UTF-8`, `Shift_JIS`, `windows-1252`.
    pub encoding: &'static str,
    /// What settled it.
    pub how: How,
    /// Malformed sequences, each shown as U+FFFD in `text`.
    pub n_malformed: usize,
}

/// Decodes `body`; `content_type` is the HTTP header's value where there was one.
///
/// Never fails: bytes that fit no encoding come out as U+FFFD, counted in [`Decoded::n_malformed`].
pub fn decode<'a>(body: &'a [u8], content_type: Option<&str>) -> Decoded<'a> {
    if let Some((encoding, bom_bytes)) = Encoding::for_bom(body) {
        return decoded(encoding, body.get(bom_bytes..).unwrap_or_default(), How::Bom);
    }
    if let Some(encoding) = evident(body) {
        return decoded(encoding, body, How::Content);
    }
    let header = content_type.and_then(charset_of_header);
    let declaration = declared(body);
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(body) {
        let n_wide = || body.iter().filter(|b| **b >= 0xc0).take(UTF8_CHARS_SURE_MIN).count();
        let how = match (header, declaration) {
            (Some(e), _) if e == UTF_8 => Some(How::Header),
            (_, Some(e)) if e == UTF_8 => Some(How::Declaration),
            (None, None) => Some(How::Content),
            _ if matches!(n_wide(), 0 | UTF8_CHARS_SURE_MIN..) => Some(How::Content),
            _ => None,
        };
        if let Some(how) = how {
            return Decoded { text, encoding: UTF_8.name(), how, n_malformed: 0 };
        }
    }
    let guess = detect(body);
    let mut tried: Vec<Decoded<'a>> = Vec::new();
    // A page with a few broken bytes among much valid UTF-8 is UTF-8; the detector gives that up at the first.
    let candidates = [
        (header, How::Header),
        (declaration, How::Declaration),
        (is_mostly_utf8(body).then_some(UTF_8), How::Content),
        (Some(guess), How::Detected),
    ];
    for (encoding, how) in candidates {
        let Some(encoding) = encoding else { continue };
        if tried.iter().any(|seen| seen.encoding == encoding.name()) || overruled(encoding, how, guess) {
            continue;
        }
        let candidate = decoded(encoding, body, how);
        if candidate.is_good() {
            return candidate;
        }
        tried.push(candidate);
    }
    tried.push(decoded(UTF_8, body, How::Least));
    let best = tried.into_iter().min_by_key(|one| (one.n_malformed, is_gibberish(&one.text)));
    best.map_or_else(|| decoded(UTF_8, body, How::Least), |one| Decoded { how: How::Least, ..one })
}

impl Decoded<'_> {
    /// Whether the text reads like one: hardly a malformed sequence, no gibberish.
    fn is_good(&self) -> bool {
        let n_wide = self.text.chars().filter(|c| !c.is_ascii()).count();
        self.n_malformed * CHARS_PER_MALFORMED_MIN <= n_wide && !is_gibberish(&self.text)
    }
}

fn decoded<'a>(encoding: &'static Encoding, body: &'a [u8], how: How) -> Decoded<'a> {
    let (text, had_errors) = encoding.decode_without_bom_handling(body);
    let n_malformed = if had_errors { text.chars().filter(|c| *c == '\u{fffd}').count() } else { 0 };
    Decoded { text, encoding: encoding.name(), how, n_malformed }
}

/// Whether what the detector sees outweighs a declaration before it is tried: a single-byte encoding fits any
/// bytes, and a detector's answer of another sort does not.
fn overruled(declared: &'static Encoding, how: How, guess: &'static Encoding) -> bool {
    // The header's windows-1252 (Latin-1) is often only the server's default, so any other guess beats it.
    let is_default = how == How::Header && declared == WINDOWS_1252 && guess != WINDOWS_1252;
    how != How::Detected && declared.is_single_byte() && (!guess.is_single_byte() || is_default)
}

/// The encoding that the shape of the bytes alone proves, if any.
fn evident(body: &[u8]) -> Option<&'static Encoding> {
    let head = body.get(..DECLARATION_BYTES_MAX).unwrap_or(body);
    let has_zero = head.contains(&0);
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = if has_zero { (zeros(0), zeros(1), head.len() / 2) } else { (0, 0, 0) };
    // Mark-up is ASCII, so in UTF-16 a good part of one half of the bytes is zero, and hardly any of the other.
    if half >= 2 && odd * 4 > half && even * 20 < half {
        return Some(UTF_16LE);
    }
    if half >= 2 && even * 4 > half && odd * 20 < half {
        return Some(UTF_16BE);
    }
    let escapes = |tail: &[u8]| body.windows(3).any(|three| three[0] == 0x1b && &three[1..] == tail);
    (body.is_ascii() && body.contains(&0x1b) && (escapes(b"$B") || escapes(b"$@"))).then_some(ISO_2022_JP)
}

/// The `charset` parameter of a `Content-Type` value.
fn charset_of_header(value: &str) -> Option<&'static Encoding> {
    let lower = value.to_ascii_lowercase();
    let after = lower.split_once("charset")?.1.trim_start().strip_prefix('=')?;
    let label = after.trim_start_matches([' ', '"', '\'']).split(['"', '\'', ';', ' ', ',']).next()?;
    label_of(label.as_bytes())
}

/// The encoding that the document declares about itself: `<?xml encoding=…?>`, `<meta charset=…>`, or the
/// older `<meta http-equiv=… content="…; charset=…">`, whichever comes first.
fn declared(body: &[u8]) -> Option<&'static Encoding> {
    let head = body.get(..DECLARATION_BYTES_MAX).unwrap_or(body);
    let lower: Vec<u8> = head.iter().map(u8::to_ascii_lowercase).collect();
    let xml = lower.trim_ascii_start().starts_with(b"<?xml").then(|| {
        let end = find(&lower, b"?>")?;
        value_after(&lower[..end], b"encoding")
    });
    if let Some(found) = xml.flatten() {
        return Some(found);
    }
    let mut rest = lower.as_slice();
    while let Some(at) = find(rest, b"<meta") {
        rest = rest.get(at + 5..)?;
        let tag = &rest[..rest.iter().position(|b| *b == b'>').unwrap_or(rest.len())];
        if let Some(found) = value_after(tag, b"charset") {
            return Some(found);
        }
    }
    None
}

/// The encoding named after `key` and `=` in `tag`.
fn value_after(tag: &[u8], key: &[u8]) -> Option<&'static Encoding> {
    let rest = tag.get(find(tag, key)? + key.len()..)?.trim_ascii_start().strip_prefix(b"=")?;
    let start = rest.iter().position(|b| !matches!(b, b'"' | b'\'' | b' '))?;
    let label = rest[start..].split(|b| matches!(b, b'"' | b'\'' | b' ' | b';' | b'/' | b'>')).next()?;
    label_of(label)
}

/// The encoding of a label. A document that could be read as far as its own label is not UTF-16, so that is
/// UTF-8 (HTML Standard 13.2.3.2, step 13). Labels that the standard does not list but pages use are mapped.
fn label_of(label: &[u8]) -> Option<&'static Encoding> {
    let encoding = match label {
        b"x-euc-jp" | b"eucjp" | b"euc_jp" | b"cp51932" => EUC_JP,
        b"cp932" | b"ms932" | b"shift-jis" | b"x-ms-cp932" | b"sjis-win" => SHIFT_JIS,
        b"utf8mb4" | b"utf_8" => UTF_8,
        _ => Encoding::for_label_no_replacement(label)?,
    };
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, needle)
}

/// Whether a body is UTF-8 but for a few malformed sequences.
fn is_mostly_utf8(body: &[u8]) -> bool {
    let (mut n_wide, mut n_malformed) = (0, 0);
    for chunk in body.utf8_chunks() {
        n_wide += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
        n_malformed += usize::from(!chunk.invalid().is_empty());
        if n_malformed > MALFORMED_SURE && n_malformed * CHARS_PER_MALFORMED_MIN > n_wide {
            return false;
        }
    }
    n_malformed * CHARS_PER_MALFORMED_MIN <= n_wide
}

/// Malformed sequences after which a body with few characters between them is taken for no UTF-8.
const MALFORMED_SURE: usize = 64;

fn detect(body: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    let start = body.iter().position(|b| !b.is_ascii()).unwrap_or(body.len());
    let tail = body.get(start..).unwrap_or_default();
    let part = tail.get(..DETECTOR_BYTES_MAX).unwrap_or(tail);
    detector.feed(part, part.len() == tail.len());
    detector.guess(None, Utf8Detection::Allow)
}

/// Whether text beyond ASCII is mostly what wrong decoding makes: half-width katakana (EUC-JP read as
/// Shift_JIS), private use and control characters.
fn is_gibberish(text: &str) -> bool {
    let (mut n_wide, mut n_odd) = (0, 0);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        n_wide += 1;
        if matches!(c, '\u{ff61}'..='\u{ff9f}' | '\u{e000}'..='\u{f8ff}' | '\u{80}'..='\u{9f}') {
            n_odd += 1;
        }
    }
    n_odd * 100 > n_wide * ODD_PERCENT_MAX
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::GBK;
    use proptest::prelude::*;

    const TEXT: &str =
        "<p>架空商事は、社内サーバーへの不正アクセスを確認したと発表しました。①の資料はこちらです。</p>";

    /// Encodes a page of `TEXT` whose `<meta>` says `meta`; characters the encoding lacks are left out.
    fn page(meta: &str, encoding: &'static Encoding) -> Vec<u8> {
        let html = if meta.is_empty() {
            format!("<html><head></head><body>{TEXT}</body></html>")
        } else {
            format!("<html><head><meta charset=\"{meta}\"></head><body>{TEXT}</body></html>")
        };
        encoding.encode(&html).0.into_owned()
    }

    #[track_caller]
    fn check(body: &[u8], content_type: Option<&str>, encoding: &str, how: How) {
        let got = decode(body, content_type);
        assert_eq!((got.encoding, got.how, got.n_malformed), (encoding, how, 0), "{}", got.text);
        assert!(got.text.contains("架空商事は、社内サーバー"), "{}", got.text);
    }

    #[test]
    fn right_wrong_and_missing_declarations_of_one_text() {
        let header = |charset: &'static str| Some(charset);
        // Right.
        check(&page("utf-8", UTF_8), None, "UTF-8", How::Declaration);
        check(&page("Shift_JIS", SHIFT_JIS), None, "Shift_JIS", How::Declaration);
        check(&page("x-euc-jp", EUC_JP), None, "EUC-JP", How::Declaration);
        check(&page("", EUC_JP), header("text/html; charset=\"EUC-JP\""), "EUC-JP", How::Header);
        // Missing.
        check(&page("", UTF_8), header("text/html"), "UTF-8", How::Content);
        check(&page("", SHIFT_JIS), None, "Shift_JIS", How::Detected);
        check(&page("", EUC_JP), None, "EUC-JP", How::Detected);
        check(&page("", ISO_2022_JP), None, "ISO-2022-JP", How::Content);
        // Wrong.
        check(&page("utf-8", SHIFT_JIS), header("text/html; charset=utf-8"), "Shift_JIS", How::Detected);
        check(&page("Shift_JIS", EUC_JP), None, "EUC-JP", How::Detected);
        check(&page("EUC-JP", SHIFT_JIS), None, "Shift_JIS", How::Detected);
        check(&page("Shift_JIS", UTF_8), header("text/html; charset=Shift_JIS"), "UTF-8", How::Content);
        check(&page("iso-8859-1", SHIFT_JIS), None, "Shift_JIS", How::Detected);
        check(&page("", UTF_8), header("text/html; charset=ISO-8859-1"), "UTF-8", How::Content);
        check(&page("EUC-JP", EUC_JP), header("text/html; charset=ISO-8859-1"), "EUC-JP", How::Declaration);
        check(&page("utf-16", UTF_8), None, "UTF-8", How::Declaration);
        check(&page("Shift_JIS", ISO_2022_JP), None, "ISO-2022-JP", How::Content);
    }

    #[test]
    fn byte_order_marks_and_utf16() {
        let utf16 = |text: &str, bom: &[u8]| -> Vec<u8> {
            bom.iter().copied().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
        };
        let html = format!("<html><head><meta charset=utf-8></head><body>{TEXT}</body></html>");
        check(&utf16(&html, b"\xff\xfe"), None, "UTF-16LE", How::Bom);
        check(&utf16(&html, b""), Some("text/html; charset=utf-8"), "UTF-16LE", How::Content);
        let big: Vec<u8> = html.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&big, None, "UTF-16BE", How::Content);
        let marked: Vec<u8> = b"\xef\xbb\xbf".iter().chain(html.as_bytes()).copied().collect();
        check(&marked, Some("text/html; charset=Shift_JIS"), "UTF-8", How::Bom);
    }

    #[test]
    fn single_byte_declarations_stand() {
        let got = decode(b"<meta charset=windows-1251>\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0", None);
        assert_eq!((got.encoding, got.text.ends_with("Привет, мир")), ("windows-1251", true));
        let got = decode(b"caf\xe9 d\xe9j\xe0 vu", Some("text/plain; charset=windows-1252"));
        assert_eq!(got.text, "café déjà vu");
    }

    #[test]
    fn xml_declaration_is_read() {
        let xml = "<?xml version='1.0' encoding='Shift_JIS'?><p>社内サーバー</p>";
        let body = SHIFT_JIS.encode(xml).0;
        let got = decode(&body, Some("application/xhtml+xml"));
        assert_eq!((got.encoding, got.how), ("Shift_JIS", How::Declaration));
    }

    #[test]
    fn one_bad_byte_does_not_change_the_encoding() {
        let mut body = page("utf-8", UTF_8);
        body.extend_from_slice(b"\xff");
        let got = decode(&body, None);
        assert_eq!((got.encoding, got.how, got.n_malformed), ("UTF-8", How::Declaration, 1));
        let mut body = page("Shift_JIS", SHIFT_JIS);
        body.extend_from_slice(b"\xfe\xff<p>");
        assert_eq!(decode(&body, None).encoding, "Shift_JIS");
    }

    #[test]
    fn chinese_is_left_to_its_declaration() {
        let body =
            GBK.encode("<meta charset=gb2312><p>公司周一表示，正在调查一起网络攻击事件。</p>").0.into_owned();
        assert_eq!(decode(&body, None).encoding, "GBK");
    }

    proptest! {
        #[test]
        fn no_bytes_panic(body in proptest::collection::vec(any::<u8>(), 0..300), label in "\\PC{0,20}") {
            let _ = decode(&body, Some(&format!("text/html; charset={label}")));
        }

        #[test]
        fn utf8_comes_back_as_it_was(text in "\\PC{0,200}") {
            prop_assume!(!text.starts_with('\u{feff}'));
            prop_assert_eq!(&decode(text.as_bytes(), Some("text/html; charset=utf-8")).text, &text);
        }
    }
}
