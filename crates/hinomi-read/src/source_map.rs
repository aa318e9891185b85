//! Text of an article → bytes of the body that it was read from.

use std::fmt;
use std::ops::{Range, RangeInclusive};

use encoding_rs::Encoding;
use hinomi_model::{Article, Span};

use crate::decode::Decoded;
use crate::scan::place;
use crate::traced::{Run, Traced, origin};

/// Where in the body as received each character of an article was written.
///
/// Empty where the text does not come from a page: the gatherer's reading of a feed has no positions.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct SourceMap {
    /// For each block of the article, in order: where it stands in the article's text, and its origin in the
    /// decoded text.
    blocks: Vec<(Range<usize>, Vec<Run>)>,
    bytes: Bytes,
}

impl SourceMap {
    /// The map of `article`, whose blocks were composed of `traced`.
    pub(crate) fn new(article: &Article, traced: Vec<Traced>, bytes: Bytes) -> Self {
        let blocks = article.blocks.iter().zip(traced).map(|(block, traced)| {
            debug_assert_eq!(article.slice(block.span), traced.text);
            (block.span.range(), traced.runs)
        });
        Self { blocks: blocks.collect(), bytes }
    }

    /// The bytes of the body that the text of `span` was written in; `None` for a PDF's text, and as [`Self::place`].
    pub fn bytes(&self, span: Span) -> Option<Range<usize>> {
        match self.place(span)? {
            Place::Bytes(range) => Some(range),
            Place::Pages(_) => None,
        }
    }

    /// Where the text of `span` was written, from its first character to its last.
    ///
    /// A character that stands for a reference (`&amp;`) or a run of white space has all the bytes of it; one
    /// that mark-up alone put there, such as the tab between two cells, has the empty range where that stands.
    /// `None` where the span is empty, lies out of bounds or in no block, or nothing is known of its origin.
    pub fn place(&self, span: Span) -> Option<Place> {
        let range = span.range();
        let first = self.blocks.partition_point(|(block, _)| block.end <= range.start);
        let mut found: Option<(u32, u32)> = None;
        for (block, runs) in self.blocks.get(first..)?.iter().take_while(|(block, _)| block.start < range.end)
        {
            let (start, end) = (range.start.max(block.start), range.end.min(block.end));
            let (from, to) = origin(runs, block.len(), start - block.start..end - block.start)?;
            found = Some(found.map_or((from, to), |(a, b)| (a.min(from), b.max(to))));
        }
        let (from, to) = found?;
        Some(self.bytes.place(from, to))
    }
}

/// Decoded text → bytes as received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Bytes {
    /// Text and bytes are the same but for a byte order mark of this length.
    Shifted(usize),
    /// Stretches of characters that are equally long in text and in bytes.
    Stretches(Vec<Stretch>),
    /// No bytes but pages: an origin is a page of a PDF, from 1.
    Pages,
}

/// Where text was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In these bytes of the body as received.
    Bytes(Range<usize>),
    /// On these pages of a PDF, from the first to the last, counted from 1.
    Pages(RangeInclusive<u32>),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(range) => write!(f, "{}..{}", range.start, range.end),
            Self::Pages(pages) if pages.start() == pages.end() => write!(f, "page {}", pages.start()),
            Self::Pages(pages) => write!(f, "pages {}-{}", pages.start(), pages.end()),
        }
    }
}

impl Default for Bytes {
    fn default() -> Self {
        Self::Shifted(0)
    }
}

/// Characters that take `text_unit` bytes of text and `byte_unit` bytes of the body each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    text: u32,
    byte: u32,
    text_unit: u32,
    byte_unit: u32,
}

impl Bytes {
    /// The positions of a body's text. Decodes it once more, byte by byte, where bytes and text differ.
    pub fn of_body(body: &[u8], decoded: &Decoded<'_>) -> Self {
        let encoding = Encoding::for_label(decoded.encoding.as_bytes()).unwrap_or(encoding_rs::UTF_8);
        let bom_bytes = Encoding::for_bom(body).map_or(0, |(_, len)| len);
        if encoding == encoding_rs::UTF_8 && decoded.n_malformed == 0 {
            return Self::Shifted(bom_bytes);
        }
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let mut stretches = Vec::new();
        let (mut text, mut taken) = (0_usize, bom_bytes);
        let mut buffer = [0_u8; 64];
        for at in bom_bytes..=body.len() {
            let (input, is_last): (&[u8], bool) =
                body.get(at..at + 1).map_or((&[], true), |byte| (byte, false));
            let (_, _, n_written, _) = decoder.decode_to_utf8(input, &mut buffer, is_last);
            let written =
                std::str::from_utf8(buffer.get(..n_written).unwrap_or_default()).unwrap_or_default();
            let mut chars = written.chars().peekable();
            while let Some(c) = chars.next() {
                // A malformed sequence may end with the byte that begins something else.
                let is_followed = chars.peek().is_some_and(char::is_ascii);
                let end = if is_followed { at } else { (at + 1).min(body.len()) };
                push(&mut stretches, text, taken, c.len_utf8(), end.saturating_sub(taken));
                text += c.len_utf8();
                taken = end.max(taken);
            }
        }
        stretches.push(Stretch { text: place(text), byte: place(taken), text_unit: 1, byte_unit: 1 });
        Self::Stretches(stretches)
    }

    /// Where what has the origin `from..to` was written.
    pub fn place(&self, from: u32, to: u32) -> Place {
        match self {
            Self::Pages => Place::Pages(from..=to),
            _ => Place::Bytes(self.of(from)..self.of(to)),
        }
    }

    /// The byte of the body at which the character at `text` begins.
    pub fn of(&self, text: u32) -> usize {
        match self {
            Self::Shifted(n) => text as usize + n,
            Self::Pages => 0,
            Self::Stretches(all) => {
                let at = all.partition_point(|stretch| stretch.text <= text);
                let Some(stretch) = at.checked_sub(1).and_then(|at| all.get(at)) else { return 0 };
                let n = (text - stretch.text) / stretch.text_unit;
                (stretch.byte + n * stretch.byte_unit) as usize
            }
        }
    }
}

/// Adds a character, to the last stretch where it fits.
fn push(stretches: &mut Vec<Stretch>, text: usize, byte: usize, text_unit: usize, byte_unit: usize) {
    let new = Stretch {
        text: place(text),
        byte: place(byte),
        text_unit: place(text_unit.max(1)),
        byte_unit: place(byte_unit),
    };
    let fits = |last: &Stretch| {
        let n = (new.text - last.text) / last.text_unit;
        last.text_unit == new.text_unit
            && last.byte_unit == new.byte_unit
            && last.byte + n * last.byte_unit == new.byte
    };
    if !stretches.last().is_some_and(fits) {
        stretches.push(new);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::decode;

    /// Every character of a decoded body, and whether its bytes decode to it.
    #[track_caller]
    fn check(body: &[u8]) {
        let decoded = decode(body, None);
        let bytes = Bytes::of_body(body, &decoded);
        let encoding = Encoding::for_label(decoded.encoding.as_bytes()).unwrap();
        for (at, c) in decoded.text.char_indices() {
            let range = bytes.of(place(at))..bytes.of(place(at + c.len_utf8()));
            let (got, _) = encoding.decode_without_bom_handling(&body[range.clone()]);
            // Within ISO-2022-JP a character's bytes mean something only behind their escape.
            if decoded.encoding == "ISO-2022-JP" {
                let (until, _) = encoding.decode_without_bom_handling(&body[..range.end]);
                assert_eq!(until.chars().next_back(), Some(c), "{range:?}");
            } else {
                assert_eq!(got, c.to_string(), "{} {range:?}", decoded.encoding);
            }
        }
    }

    #[test]
    fn bytes_decode_to_the_character() {
        let text = "<meta charset=X><p>架空商事は、ABC社のｻｰﾊﾞｰへの不正アクセスを「確認」した。</p>".repeat(3);
        for encoding in
            [encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP, encoding_rs::ISO_2022_JP, encoding_rs::UTF_8]
        {
            let text = if encoding == encoding_rs::ISO_2022_JP {
                text.replace("ｻｰﾊﾞｰ", "機器")
            } else {
                text.clone()
            };
            check(&encoding.encode(&text.replace('X', encoding.name())).0);
        }
        check(&[b"\xef\xbb\xbf", text.as_bytes()].concat());
        check(&text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
        check(&[b"\xff\xfe".to_vec(), text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat());
        check(
            "<meta charset=windows-1252>caf\u{e9}".chars().map(|c| c as u8).collect::<Vec<u8>>().as_slice(),
        );
    }

    #[test]
    fn malformed_bytes_shift_nothing_behind_them() {
        let mut body = "架空商事は、社内サーバーへの不正アクセスを確認した".repeat(4).into_bytes();
        body.insert(3, 0xff);
        body.extend(b"\xe3\x81A");
        let decoded = decode(&body, None);
        let bytes = Bytes::of_body(&body, &decoded);
        for (at, c) in decoded.text.char_indices().filter(|(_, c)| *c != '\u{fffd}') {
            let range = bytes.of(place(at))..bytes.of(place(at + c.len_utf8()));
            assert_eq!(std::str::from_utf8(&body[range]), Ok(c.to_string().as_str()));
        }
    }
}
