//! One way to write a character: width and compatibility forms folded, with a map back.
//!
//! Full-width digits and letters become ASCII, half-width kana become full, `㈱` becomes `(株)`,
//! invisible characters go. Case, `①` and superscripts stay: folding them would change what is said.

use std::ops::Range;
use std::sync::OnceLock;

use hinomi_model::Span;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::scan::{Stop, stops};

/// A folded text that remembers where each of its bytes was written.
#[derive(Debug, Clone)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// The same with ASCII letters in lower case, byte for byte at the same places.
    lower: String,
    /// Where stretches of the folded text come from, in order and without gaps; empty: the identity.
    pieces: Vec<Piece>,
    /// Where numbers and times can begin; found when first asked for.
    stops: OnceLock<Vec<Stop>>,
}

/// A stretch of folded text and its source. Copied stretches have equal lengths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    folded: u32,
    source: u32,
    source_end: u32,
    is_copy: bool,
}

impl Folded {
    /// Takes a text that is folded already: spans are those of `text` itself.
    pub fn already(text: String) -> Self {
        Self { lower: text.to_ascii_lowercase(), text, pieces: Vec::new(), stops: OnceLock::new() }
    }

    /// The folded text as one that was never written otherwise: spans are those of the folded text.
    pub fn plain(&self) -> Self {
        Self {
            text: self.text.clone(),
            lower: self.lower.clone(),
            pieces: Vec::new(),
            stops: OnceLock::new(),
        }
    }

    /// The folded text with ASCII letters in lower case; places are the same in both.
    pub fn lower(&self) -> &str {
        &self.lower
    }

    /// Where numbers and times can begin in the folded text.
    pub(crate) fn stops(&self) -> &[Stop] {
        self.stops.get_or_init(|| stops(&self.text, &self.lower))
    }

    /// The stretch of the source text that `range` of the folded text was written as.
    ///
    /// A source character that became several is taken whole. A range outside the text is cut to it.
    pub fn source(&self, range: Range<usize>) -> Span {
        if self.pieces.is_empty() {
            return Span::new(range.start.min(self.text.len()), range.end.min(self.text.len()));
        }
        let start = self.source_at(range.start, false);
        if range.is_empty() {
            return Span::new(start, start);
        }
        Span::new(start, self.source_at(range.end, true))
    }

    /// Source position of folded position `at`; as an end, the position after what stands before `at`.
    fn source_at(&self, at: usize, is_end: bool) -> usize {
        let last_byte = at.saturating_sub(usize::from(is_end));
        let after = self.pieces.partition_point(|piece| piece.folded as usize <= last_byte);
        let Some(piece) = after.checked_sub(1).and_then(|idx| self.pieces.get(idx)) else { return 0 };
        match (piece.is_copy, is_end) {
            (true, _) => {
                (piece.source as usize + (at - piece.folded as usize)).min(piece.source_end as usize)
            }
            (false, true) => piece.source_end as usize,
            (false, false) if at >= self.text.len() => piece.source_end as usize,
            (false, false) => piece.source as usize,
        }
    }
}

/// Folds `text` to one way of writing each character.
///
/// Idempotent. Source of the compatibility forms: Unicode NFKC, kept to single characters with the
/// combining marks that follow them.
pub fn fold(text: &str) -> Folded {
    let mut out = String::new();
    let mut pieces: Vec<Piece> = Vec::new();
    // End of what was folded or looked at last, and of what was copied.
    let (mut at, mut copied) = (0, 0);
    while let Some(odd) = next_odd(text.as_bytes(), at) {
        let mut chars = text.get(odd..).unwrap_or_default().chars();
        let Some(found) = chars.next() else { break };
        // A mark belongs to the character before it, which was passed by as a plain one.
        let base = text.get(at..odd).and_then(|passed| passed.chars().next_back()).filter(|_| is_mark(found));
        let start = odd - base.map_or(0, char::len_utf8);
        let first = base.unwrap_or(found);
        let n_marks: usize = chars.take_while(|c| is_mark(*c)).map(char::len_utf8).sum();
        at = odd + found.len_utf8() + n_marks;
        let written = text.get(start..at).unwrap_or_default();
        let Some(folded) = folded_form(first, written) else { continue };
        if out.capacity() == 0 {
            out.reserve(text.len());
        }
        copy(text, copied..start, &mut out, &mut pieces);
        pieces.push(Piece {
            folded: narrow(out.len()),
            source: narrow(start),
            source_end: narrow(at),
            is_copy: false,
        });
        out.push_str(&folded);
        copied = at;
    }
    if pieces.is_empty() {
        return Folded::already(text.to_owned());
    }
    copy(text, copied..text.len(), &mut out, &mut pieces);
    Folded { lower: out.to_ascii_lowercase(), text: out, pieces, stops: OnceLock::new() }
}

/// The first character from `at` on that may fold to another or be a mark: neither ASCII nor what Japanese text is made
/// of. Told by the first bytes of UTF-8, which is several times as fast as by characters.
fn next_odd(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|b| *b >= 0x80)?;
        let is_plain = match (bytes.get(at)?, bytes.get(at + 1)?, bytes.get(at + 2).unwrap_or(&0)) {
            // U+4E00 to U+9FFF.
            (0xe5..=0xe9, _, _) | (0xe4, 0xb8..=0xbf, _) => true,
            // U+3001 to U+301B, U+3041 to U+3096, U+30A0 to U+30FF.
            (0xe3, 0x80, 0x81..=0x9b) | (0xe3, 0x81, 0x81..=0xbf) | (0xe3, 0x83, _) => true,
            (0xe3, 0x82, third) => !(0x97..=0x9f).contains(third),
            _ => false,
        };
        if !is_plain {
            return Some(at);
        }
        at += 3;
    }
}

/// Whether `span` lies behind `last`: two mentions can meet in one source character that folds to several (㋀).
pub(crate) fn is_behind(last: Option<Span>, span: Span) -> bool {
    last.is_none_or(|last| last.end <= span.start)
}

fn copy(text: &str, range: Range<usize>, out: &mut String, pieces: &mut Vec<Piece>) {
    if range.is_empty() {
        return;
    }
    pieces.push(Piece {
        folded: narrow(out.len()),
        source: narrow(range.start),
        source_end: narrow(range.end),
        is_copy: true,
    });
    out.push_str(text.get(range).unwrap_or_default());
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Combining marks, and the half-width voicing marks that NFKC joins to the kana before them.
fn is_mark(c: char) -> bool {
    // What most text is made of is told at once; the look-up below costs as much as all the rest.
    if matches!(c, '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{30a0}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff9d}')
    {
        return false;
    }
    !c.is_ascii() && (matches!(c, '\u{ff9e}' | '\u{ff9f}') || (c >= '\u{300}' && is_combining_mark(c)))
}

/// What `written` (one character and its marks) is folded to; `None` when it stays.
fn folded_form(first: char, written: &str) -> Option<String> {
    let is_single = written.len() == first.len_utf8();
    if is_single {
        match first {
            '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{3001}'..='\u{301b}' => return None,
            '\u{ff01}'..='\u{ff5e}' => {
                return char::from_u32(u32::from(first) - 0xfee0).map(String::from);
            }
            '\u{2019}' | '\u{2018}' => return Some("'".to_owned()),
            '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' | '\u{2060}' => return Some(String::new()),
            // Circled and other enclosed numbers name list items; superscripts and subscripts change a number.
            '\u{2460}'..='\u{24ff}'
            | '\u{2776}'..='\u{2793}'
            | '\u{3220}'..='\u{3229}'
            | '\u{3251}'..='\u{325f}'
            | '\u{32b1}'..='\u{32bf}'
            | '²'
            | '³'
            | '¹'
            | '\u{2070}'..='\u{209c}' => return None,
            // 2½ would become 21/2.
            '¼'..='¾' | '\u{2150}'..='\u{215f}' | '\u{2189}' => return None,
            // NFKC would split these into a space and a mark, or change what they mean.
            '¨' | '´' | '¯' | '¸' | '…' | '‥' => return None,
            _ => {}
        }
    }
    let folded: String = written.nfkc().collect();
    (folded != written).then_some(folded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(source: &str, want: &str) {
        let folded = fold(source);
        assert_eq!(folded.text, want, "{source}");
        assert_eq!(fold(&folded.text).text, want, "twice: {source}");
    }

    #[test]
    fn width_and_compatibility_forms_fold() {
        check("１２，３４５件", "12,345件");
        check("ＡＢＣ　ｄｅｆ", "ABC def");
        check("ｶﾞｲﾄﾞﾗｲﾝ", "ガイドライン");
        check("㈱見本", "(株)見本");
        check("か\u{3099}", "が");
        check("don’t", "don't");
        check("①第１報、10²", "①第1報、10²");
        check("zero\u{200b}width", "zerowidth");
        check("そのまま。plain", "そのまま。plain");
    }

    #[test]
    fn a_span_of_the_folded_text_names_what_was_written() {
        let source = "計１２件、㈱見本";
        let folded = fold(source);
        let find = |part: &str| {
            let at = folded.text.find(part).unwrap();
            folded.source(at..at + part.len()).of(source).unwrap()
        };
        assert_eq!(find("12"), "１２");
        assert_eq!(find("件、"), "件、");
        assert_eq!(find("株"), "㈱");
        assert_eq!(find("(株)見"), "㈱見");
    }

    proptest! {
        #[test]
        fn any_range_maps_to_character_boundaries(text in "[\\PC１-９ｱ-ﾝﾞ㈱㌔a-c]{0,24}", a in 0usize..80, b in 0usize..80) {
            let folded = fold(&text);
            let (a, b) = (a.min(folded.text.len()), b.min(folded.text.len()));
            if a <= b && folded.text.is_char_boundary(a) && folded.text.is_char_boundary(b) {
                prop_assert!(folded.source(a..b).of(&text).is_some());
            }
            prop_assert_eq!(folded.source(0..folded.text.len()).of(&text).map(str::len).is_some(), true);
        }
    }
}
