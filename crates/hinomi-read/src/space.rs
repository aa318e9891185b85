//! White space as a browser shows it: runs become one space, none between wide characters.

use crate::entity::reference;
use crate::scan::place;
use crate::traced::Traced;

/// Whether `c` belongs to a script that is written without spaces between words (Japanese, Chinese), or is
/// its punctuation. A line break in the source between two of these is no space to the reader.
pub(crate) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

/// Characters that are not shown and would split words: soft hyphen, zero-width space, word joiner, BOM.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{fffe}')
        || (c.is_control() && !c.is_whitespace())
}

/// White space of ASCII.
fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\n' | b'\t' | b'\r' | 0x0c)
}

fn is_shown_in_code(c: char) -> bool {
    c == '\n' || c == '\t' || !c.is_control()
}

/// What a byte of a text is to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// It stands as it was written: letters, digits and marks of ASCII, and what is neither space nor invisible
    /// beyond it.
    Plain,
    /// White space or a control character.
    Space,
    /// It may begin a reference.
    Reference,
    /// It may begin white space or an invisible character beyond ASCII.
    Wide,
}

/// The sort of each byte.
const SORTS: [Sort; 256] = {
    let mut sorts = [Sort::Plain; 256];
    let mut b = 0;
    while b < 256 {
        sorts[b] = match b {
            0x26 => Sort::Reference,
            0xc2 | 0xe1 | 0xe2 | 0xe3 | 0xef => Sort::Wide,
            0x21..=0x7e | 0x80.. => Sort::Plain,
            _ => Sort::Space,
        };
        b += 1;
    }
    sorts
};

/// Bytes that are looked at together.
const EVEN_BYTES: usize = 32;

/// How many bytes at the beginning, in steps of [`EVEN_BYTES`], surely stand as they were written: letters, digits and
/// marks, with single spaces between them. The compiler looks at many at a time.
fn n_even(bytes: &[u8], has_ref: bool) -> usize {
    let is_odd = |b: u8, next: u8| {
        let is_followed = (next > b' ') & (next < 0x7f) & (next != b'&');
        let is_wide = (b == 0xc2) | (b == 0xe1) | (b == 0xe2) | (b == 0xe3) | (b == 0xef);
        (b < b' ') | (b == 0x7f) | ((b == b'&') & has_ref) | is_wide | ((b == b' ') & !is_followed)
    };
    let mut n = 0;
    while let Some(part) = bytes[n..].first_chunk::<{ EVEN_BYTES + 1 }>() {
        let pairs = part.iter().zip(&part[1..]);
        if pairs.fold(false, |odd, (b, next)| odd | is_odd(*b, *next)) {
            break;
        }
        n += EVEN_BYTES;
    }
    n
}

/// White space that was read and not yet written.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// None.
    #[default]
    None,
    /// Spaces.
    Space,
    /// White space with a line break, which is nothing between wide characters.
    Break,
}

/// A line in the making: text whose white space is collapsed as it comes.
#[derive(Debug, Default)]
pub(crate) struct Line {
    pub traced: Traced,
    pub gap: Gap,
    /// Where the white space stands that `gap` is made of.
    gap_at: (u32, u32),
}

impl Line {
    /// Appends text that stands at `from`; its references are read where `has_ref` says that it holds any.
    pub fn push(&mut self, raw: &str, from: u32, has_ref: bool) {
        let bytes = raw.as_bytes();
        let (mut at, mut start) = (0, 0);
        let mut try_at = 0;
        while let Some(&b) = bytes.get(at) {
            if at >= try_at && (b > b' ' || (b == b' ' && at > start)) {
                let n = n_even(&bytes[at..], has_ref);
                (at, try_at) = (at + n, at + n + EVEN_BYTES);
                if n > 0 {
                    continue;
                }
            }
            let is_plain = match SORTS[usize::from(b)] {
                Sort::Plain => true,
                // A single space within a line stays as it is.
                Sort::Space => {
                    b == b' ' && at > start && matches!(bytes.get(at + 1), Some(0x21..=0x25 | 0x27..=0x7e))
                }
                Sort::Reference => !has_ref,
                // Spaces and invisibles beyond ASCII begin with one of these bytes; U+3000 alone with E3 80 80.
                Sort::Wide => b == 0xe3 && bytes.get(at + 1..at + 3) != Some(&[0x80, 0x80]),
            };
            if is_plain {
                at += 1;
                continue;
            }
            self.push_plain(&raw[start..at], from + place(start));
            let rest = &raw[at..];
            if is_space(b) {
                let len = rest.bytes().position(|b| !is_space(b)).unwrap_or(rest.len());
                let breaks = rest.as_bytes()[..len].iter().any(|b| matches!(b, b'\n' | b'\r'));
                self.open(
                    if breaks { Gap::Break } else { Gap::Space },
                    from + place(at),
                    from + place(at + len),
                );
                at += len;
            } else if b == b'&'
                && let Some((meant, len)) = reference(rest, false)
            {
                let (start, end) = (from + place(at), from + place(at + len));
                for c in meant.chars() {
                    self.push_char(c, start, end);
                }
                at += len;
            } else {
                let c = rest.chars().next().unwrap_or(' ');
                let len = c.len_utf8();
                if b == b'&' {
                    self.push_plain(&rest[..1], from + place(at));
                } else {
                    self.push_char(c, from + place(at), from + place(at + len));
                }
                at += len;
            }
            start = at;
        }
        self.push_plain(&raw[start..], from + place(start));
    }

    /// Appends preformatted text: white space stays, `\r` and `\r\n` end lines, other controls go.
    pub fn push_code(&mut self, raw: &str, from: u32, has_ref: bool) {
        let mut at = 0;
        while let Some(c) = raw[at..].chars().next() {
            let rest = &raw[at..];
            let found = if c == '&' && has_ref { reference(rest, false) } else { None };
            let len = found.map_or(c.len_utf8(), |(_, len)| len);
            let (start, end) = (from + place(at), from + place(at + len));
            match found {
                Some((meant, _)) => {
                    self.traced.push_meant(meant.chars().filter(|c| is_shown_in_code(*c)), start, end)
                }
                None if c == '\r' && !rest[1..].starts_with('\n') => self.traced.push_verbatim("\n", start),
                None if is_shown_in_code(c) => self.traced.push_verbatim(&rest[..len], start),
                None => {}
            }
            at += len;
        }
    }

    /// Appends text without white space.
    fn push_plain(&mut self, text: &str, from: u32) {
        if let Some(first) = text.chars().next() {
            self.fill(first);
            self.traced.push_verbatim(text, from);
        }
    }

    /// Appends one character that was written as `from..to`.
    fn push_char(&mut self, c: char, from: u32, to: u32) {
        if c == '\u{3000}' {
            // An ideographic space is written on purpose; it stays inside a line, not at its start.
            if self.traced.text.is_empty() {
                return;
            }
        } else if c.is_whitespace() {
            self.open(if matches!(c, '\n' | '\r') { Gap::Break } else { Gap::Space }, from, to);
            return;
        } else if is_invisible(c) {
            return;
        }
        self.fill(c);
        let mut buffer = [0; 4];
        let text = c.encode_utf8(&mut buffer);
        if text.len() == (to - from) as usize {
            self.traced.push_verbatim(text, from);
        } else {
            self.traced.push_meant(std::iter::once(c), from, to);
        }
    }

    /// Notes white space written as `from..to`, or put there by the mark-up that stands there.
    pub fn open(&mut self, gap: Gap, from: u32, to: u32) {
        self.gap_at = if self.gap == Gap::None { (from, to) } else { (self.gap_at.0, to) };
        self.gap = self.gap.max(gap);
    }

    /// Writes the noted white space where `next` follows.
    fn fill(&mut self, next: char) {
        if self.gap == Gap::None {
            return;
        }
        if let Some(last) = self.traced.text.chars().next_back() {
            let joins = self.gap == Gap::Break && is_wide(last) && is_wide(next);
            if !joins && last != '\t' && last != '\n' {
                let (from, to) = self.gap_at;
                if to - from == 1 {
                    self.traced.push_verbatim(" ", from);
                } else {
                    self.traced.push_meant(std::iter::once(' '), from, to);
                }
            }
        }
        self.gap = Gap::None;
    }

    /// Empties the line; its room stays.
    pub fn clear(&mut self) {
        self.traced.text.clear();
        self.traced.runs.clear();
        (self.gap, self.gap_at) = (Gap::None, (0, 0));
    }

    /// The line, without space at its end.
    pub fn finish(self) -> Traced {
        let end = self.traced.text.trim_end().len();
        if end == self.traced.text.len() { self.traced } else { self.traced.slice(0..end) }
    }
}

/// `text` with its white space collapsed and trimmed.
pub(crate) fn collapse(text: &str) -> String {
    collapsed(&Traced::untraced(text)).text
}

/// The same, with where it was written.
pub(crate) fn collapsed(traced: &Traced) -> Traced {
    let mut line = Line::default();
    if traced.runs.is_empty() {
        line.push(&traced.text, 0, false);
        let mut out = line.finish();
        out.runs.clear();
        return out;
    }
    let ends = traced.runs.iter().skip(1).map(|run| run.at as usize).chain([traced.text.len()]);
    for (run, end) in traced.runs.iter().zip(ends) {
        let text = traced.text.get(run.at as usize..end).unwrap_or_default();
        if text.len() == (run.to - run.from) as usize {
            line.push(text, run.from, false);
        } else {
            text.chars().for_each(|c| line.push_char(c, run.from, run.to));
        }
    }
    line.finish()
}

/// The first `bytes_max` bytes of `text`, less what would cut a character.
pub(crate) fn head(text: &str, bytes_max: usize) -> &str {
    let mut end = bytes_max.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_between_wide_characters_are_no_space() {
        for (text, expected) in [
            ("  a \n b\t ", "a b"),
            ("情報が\n  流出した。", "情報が流出した。"),
            ("情報が 流出", "情報が 流出"),
            ("VPN\n機器", "VPN 機器"),
            ("\u{3000}当社は\u{3000}本日\u{3000}", "当社は\u{3000}本日"),
            ("soft\u{ad}hyphen\u{200b}", "softhyphen"),
            ("a\u{a0}b", "a b"),
            ("a &amp; b", "a &amp; b"),
        ] {
            assert_eq!(collapse(text), expected);
        }
    }

    #[test]
    fn each_character_knows_where_it_was_written() {
        let mut line = Line::default();
        line.push(" a&lt;&nbsp;\n b", 10, true);
        let traced = line.finish();
        let origins: Vec<_> = (0..4).map(|at| traced.origin(at..at + 1).unwrap()).collect();
        assert_eq!(traced.text, "a< b");
        assert_eq!(origins, [(11, 12), (12, 16), (16, 24), (24, 25)]);
    }

    #[test]
    fn a_cut_never_splits_a_character() {
        assert_eq!(head("あい", 4), "あ");
        assert_eq!(head("ab", 9), "ab");
    }
}
