//! Bytes → text, never with silent garbage.
//!
//! In order: gzip is unpacked; a byte order mark settles the encoding; zero bytes in a pattern are UTF-16
//! without one; valid UTF-8 is UTF-8; anything else must be CP932, declared or detected, and decode without
//! one malformed sequence.

use std::borrow::Cow;
use std::io::Read;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

use super::limits::UNPACKED_BYTES_MAX;

/// Bytes looked at to tell UTF-16 without a mark from text.
const PATTERN_BYTES: usize = 64;

/// Unpacks gzip; other bytes come back as they are. Fails with the reason when the content is too long or broken.
pub fn unpack(bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut out = Vec::new();
    let reader = flate2::read::MultiGzDecoder::new(bytes.as_slice());
    reader
        .take(UNPACKED_BYTES_MAX + 1)
        .read_to_end(&mut out)
        .map_err(|error| format!("the gzip content is broken: {error}"))?;
    if out.len() as u64 > UNPACKED_BYTES_MAX {
        return Err(format!("unpacks to more than {} MiB", UNPACKED_BYTES_MAX >> 20));
    }
    Ok(out)
}

/// The text of `bytes`, and what was odd about its encoding. `declared` is the label of the posture file.
///
/// Fails with the reason when the bytes are no text: a wrong guess would change names, and names are joined on.
pub fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Result<(Cow<'a, str>, Option<String>), String> {
    let (encoding, body) = match Encoding::for_bom(bytes) {
        Some((encoding, n)) => (encoding, &bytes[n..]),
        None => (settle(bytes, declared)?, bytes),
    };
    let (text, malformed) = encoding.decode_without_bom_handling(body);
    if malformed {
        return Err(format!("is not valid {}", encoding.name()));
    }
    if text.contains('\0') {
        return Err("holds zero bytes: it is no text file".to_owned());
    }
    let told = declared.and_then(label).filter(|declared| *declared != encoding);
    let note = told.map(|declared| format!("is declared as {} but is {}", declared.name(), encoding.name()));
    Ok((text, note))
}

/// An encoding by the names people use.
pub fn label(name: &str) -> Option<&'static Encoding> {
    let plain: String =
        name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    match plain.as_str() {
        "cp932" | "ms932" | "windows31j" => Some(SHIFT_JIS),
        "utf8" | "utf8bom" | "utf8sig" => Some(UTF_8),
        "utf16" => Some(UTF_16LE),
        _ => Encoding::for_label(name.as_bytes()),
    }
}

fn settle(bytes: &[u8], declared: Option<&str>) -> Result<&'static Encoding, String> {
    if let Some(encoding) = zero_pattern(bytes) {
        return Ok(encoding);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Ok(UTF_8);
    }
    if let Some(encoding) = declared.and_then(label) {
        return Ok(encoding);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    let guess = detector.guess(Some(b"jp"), Utf8Detection::Deny);
    if guess == SHIFT_JIS {
        return Ok(guess);
    }
    Err("is neither UTF-8 nor Japanese text in CP932; name its encoding in the posture file".to_owned())
}

/// UTF-16 of mostly Latin text has a zero in every other byte.
fn zero_pattern(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(PATTERN_BYTES) & !1];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let half = head.len() / 2;
    let (even, odd) = (zeros(0), zeros(1));
    match half {
        0..2 => None,
        _ if odd * 2 > half && even == 0 => Some(UTF_16LE),
        _ if even * 2 > half && odd == 0 => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], declared: Option<&str>, expected: Result<&str, &str>) {
        match (decode(bytes, declared), expected) {
            (Ok((text, _)), Ok(expected)) => assert_eq!(text, expected),
            (Err(error), Err(expected)) => assert!(error.contains(expected), "{error}"),
            (got, _) => panic!("{got:?}"),
        }
    }

    #[test]
    fn encodings_are_settled_or_refused() {
        let cp932 =
            SHIFT_JIS.encode("氏名,部署,担当者\r\n山本 花,総務部,情報システム部の鈴木\r\n").0.into_owned();
        check(b"\xef\xbb\xbfa,b", None, Ok("a,b"));
        check(b"\xff\xfea\0,\0b\0", None, Ok("a,b"));
        check(b"n\0a\0m\0e\0,\0x\0", None, Ok("name,x"));
        check(&cp932, None, Ok("氏名,部署,担当者\r\n山本 花,総務部,情報システム部の鈴木\r\n"));
        check(&cp932, Some("cp932"), Ok("氏名,部署,担当者\r\n山本 花,総務部,情報システム部の鈴木\r\n"));
        check("氏名".as_bytes(), Some("cp932"), Ok("氏名"));
        check(b"caf\xe9,na\xefve", None, Err("name its encoding"));
        check(b"a,b\0c", None, Err("zero bytes"));
        check(&[0x82, 0xff, 0x00], Some("cp932"), Err("not valid"));
    }

    #[test]
    fn a_wrong_declaration_is_told() {
        let (_, note) = decode("氏名".as_bytes(), Some("cp932")).unwrap();
        assert_eq!(note.unwrap(), "is declared as Shift_JIS but is UTF-8");
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            let _ = decode(&bytes, None).map(|(text, _)| text.len());
            let _ = unpack(bytes);
        }
    }
}
