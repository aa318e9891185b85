//! Writes indicators that were made harmless as a machine would read them, with the way back to what was written.
//!
//! Two passes, each linear: first marks inside a name (`[.]`, `(dot)`, `{@}`, `\.`, ` AT `), then schemes
//! (`hxxp`, `h**ps`, `http//`, `https:// host`). Only marks with something of a name on both sides are rewritten.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use hinomi_model::Span;

use super::scheme::schemes;

/// How plainly a mark says that a name was made harmless.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// It may be a slip or plain words: ` dot `, `).`, `http//`.
    Weak,
    /// It is written for nothing else: `[.]`, `{dot}`, `hxxp`.
    Strong,
}

/// A stretch of a text that is written in another way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// What it replaces.
    pub source: Range<usize>,
    /// By what.
    pub text: &'static str,
    /// How plainly it says so.
    pub mark: Mark,
}

/// A text as a machine would read its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refanged<'t> {
    /// The text.
    pub text: Cow<'t, str>,
    /// What was rewritten, in order: where it stands now, where it stood.
    pieces: Vec<(Range<usize>, Range<usize>, Mark)>,
}

impl<'t> Refanged<'t> {
    /// Rewrites `text`. Never fails; a text without marks is borrowed as it is.
    pub fn of(text: &'t str) -> Self {
        let first = Self { text: Cow::Borrowed(text), pieces: Vec::new() }.with(marks(text));
        let second = schemes(&first.text);
        first.with(second)
    }

    /// Where `range` of the rewritten text was written. A rewritten mark is taken whole.
    pub fn source(&self, range: Range<usize>) -> Span {
        Span::new(self.source_at(range.start, false), self.source_at(range.end, true))
    }

    /// The plainest mark inside `range` of the rewritten text.
    pub fn mark(&self, range: Range<usize>) -> Option<Mark> {
        let from = self.pieces.partition_point(|(now, _, _)| now.end <= range.start);
        let inside = self.pieces.iter().skip(from).take_while(|(now, _, _)| now.start < range.end);
        inside.map(|(_, _, mark)| *mark).max()
    }

    fn source_at(&self, at: usize, is_end: bool) -> usize {
        let n = self.pieces.partition_point(|(now, _, _)| now.start < at || (now.start == at && !is_end));
        match n.checked_sub(1).and_then(|idx| self.pieces.get(idx)) {
            None => at,
            Some((now, was, _)) if at < now.end => {
                if is_end {
                    was.end
                } else {
                    was.start
                }
            }
            Some((now, was, _)) => was.end + (at - now.end),
        }
    }

    /// Rewrites once more; `edits` are places in `self.text`, in order, without overlaps.
    fn with(self, edits: Vec<Edit>) -> Self {
        if edits.is_empty() {
            return self;
        }
        let mut text = String::with_capacity(self.text.len());
        let mut pieces = Vec::with_capacity(self.pieces.len() + edits.len());
        let mut old = self.pieces.iter().peekable();
        let mut copied = 0;
        for edit in &edits {
            let shift =
                |range: &Range<usize>, len: usize| range.start - copied + len..range.end - copied + len;
            while let Some((now, was, mark)) = old.next_if(|(now, _, _)| now.end <= edit.source.start) {
                pieces.push((shift(now, text.len()), was.clone(), *mark));
            }
            let mut mark = edit.mark;
            while let Some((_, _, inner)) = old.next_if(|(now, _, _)| now.start < edit.source.end) {
                mark = mark.max(*inner);
            }
            text.push_str(self.text.get(copied..edit.source.start).unwrap_or_default());
            let start = text.len();
            text.push_str(edit.text);
            let was = self.source(edit.source.clone());
            pieces.push((start..text.len(), was.range(), mark));
            copied = edit.source.end;
        }
        for (now, was, mark) in old {
            pieces.push((now.start - copied + text.len()..now.end - copied + text.len(), was.clone(), *mark));
        }
        text.push_str(self.text.get(copied..).unwrap_or_default());
        Self { text: Cow::Owned(text), pieces }
    }
}

/// Blanks that may stand inside or around a mark: what people type, not a column of a table.
const BLANKS_MAX: usize = 3;

/// Brackets in a row that still are one mark.
const BRACKETS_MAX: usize = 8;

/// How far back or ahead the other bracket of a pair is looked for, in bytes.
const PAIR_BYTES_MAX: usize = 64;

/// Words that ` dot ` follows in plain English ("the dot com boom").
const PLAIN_BEFORE_DOT: &[&str] =
    &["a", "an", "the", "this", "that", "of", "in", "to", "and", "or", "its", "their", "every", "each", "on"];

/// Where a mark may stand.
static HINTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let hints = ["[", "]", "(", ")", "{", "}", "\\", "@", " dot ", " DOT ", " Dot ", "AT"];
    AhoCorasick::new(hints).expect("a dozen short words")
});

/// Whether `text` holds any of the [`HINTS`]: told by the bytes that stand in one of them each and hardly anywhere else
/// in prose, at a fraction of the time of looking for the hints themselves.
fn may_hold_marks(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_sign = |b: &u8| is_bracket(*b) || *b == b'@';
    // Without a branch for each byte, so that many are looked at in one step.
    let has_sign =
        || bytes.chunks(CHUNK_BYTES).any(|chunk| chunk.iter().fold(false, |any, b| any | is_sign(b)));
    let has_word = || {
        [" dot ", " DOT ", " Dot ", "AT"]
            .iter()
            .any(|word| memchr::memmem::find(bytes, word.as_bytes()).is_some())
    };
    has_sign() || has_word()
}

/// Bytes that are looked at before the answer may end the search.
const CHUNK_BYTES: usize = 256;

/// The marks inside names.
fn marks(text: &str) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    if !may_hold_marks(text) {
        return edits;
    }
    for hit in HINTS.find_iter(text) {
        let floor = edits.last().map_or(0, |edit| edit.source.end);
        if hit.start() < floor {
            continue;
        }
        let look = Look { bytes: text.as_bytes(), floor, behind_mark: !edits.is_empty() };
        let edit = match text.get(hit.range()) {
            Some("@") => look.spaced_at(hit.start()),
            Some("AT") => look.word_at(hit.start()),
            Some(words) if words.len() > 1 => look.word_dot(hit.start()),
            _ => look.bracketed(hit.start()),
        };
        edits.extend(edit);
    }
    edits
}

/// A text that is looked at from one place.
struct Look<'t> {
    bytes: &'t [u8],
    /// Nothing before is looked at: it was rewritten already.
    floor: usize,
    /// Whether what stands before the floor is a mark.
    behind_mark: bool,
}

/// What a mark stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Core {
    Dot,
    DotWord,
    At,
    AtWord,
    Colon,
    Slash,
    Dash,
    Separator,
}

impl Core {
    fn text(self) -> &'static str {
        match self {
            Self::Dot | Self::DotWord => ".",
            Self::At | Self::AtWord => "@",
            Self::Colon => ":",
            Self::Slash => "/",
            Self::Dash => "-",
            Self::Separator => "://",
        }
    }
}

impl Look<'_> {
    fn get(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(b'\n')
    }

    /// The byte before `at`; a line feed at the floor, but a part of a name right behind a mark.
    fn before(&self, at: usize) -> u8 {
        if at > self.floor { self.get(at - 1) } else { b'\n' }
    }

    fn blanks_before(&self, at: usize) -> usize {
        (0..BLANKS_MAX).take_while(|n| at > self.floor + n && is_blank(self.get(at - n - 1))).count()
    }

    fn blanks_from(&self, at: usize) -> usize {
        (0..BLANKS_MAX).take_while(|n| is_blank(self.get(at + n))).count()
    }

    fn brackets_from(&self, at: usize) -> usize {
        (0..BRACKETS_MAX).take_while(|n| is_bracket(self.get(at + n))).count()
    }

    /// A mark with a bracket or backslash at `at`.
    fn bracketed(&self, at: usize) -> Option<Edit> {
        let dot = at - self.blanks_before(at);
        let is_dot_first = self.before(dot) == b'.' && self.get(at) != b'\\';
        let begin = if is_dot_first { dot - 1 } else { at };
        let n_left = if is_dot_first { 0 } else { self.brackets_from(at) };
        let core_at = begin + n_left + self.blanks_from(begin + n_left);
        let (core, len) = self.core(core_at)?;
        let after = core_at + len;
        let closing = after + self.blanks_from(after);
        let n_right = self.brackets_from(closing);
        let end = if n_right > 0 { closing + n_right } else { after };
        let of = |from: usize, n: usize| self.bytes.get(from..from + n).unwrap_or_default();
        let brackets = || of(begin, n_left).iter().chain(of(closing, n_right));
        let is_escape = brackets().all(|b| *b == b'\\');
        let is_square = brackets().any(|b| matches!(b, b'[' | b']' | b'{' | b'}'));
        let is_pair = n_left > 0 && n_right > 0;
        let mark = if is_square || (is_pair && !is_escape) { Mark::Strong } else { Mark::Weak };
        let edit = |source: Range<usize>| Some(Edit { source, text: core.text(), mark });
        let is_touching = is_name(self.before(begin)) && is_name(self.get(end));
        match core {
            _ if is_escape => {
                let is_fit = match core {
                    Core::Dot => is_touching && !self.is_in_path(begin),
                    Core::Slash => n_right == 0 && !is_blank(self.before(begin)),
                    _ => false,
                };
                if is_fit { edit(begin..end) } else { None }
            }
            // One pair and no more: `[/][/]` is two marks.
            Core::Colon | Core::Slash | Core::Separator if is_pair && is_square && n_left == 1 => {
                edit(begin..closing + 1)
            }
            Core::Dash if is_pair && is_square && is_touching => edit(begin..end),
            Core::Dot | Core::DotWord | Core::At | Core::AtWord if is_pair => {
                let start = begin - self.blanks_before(begin);
                let stop = end + self.blanks_from(end);
                let is_host = |b: u8| is_name(b) || (core.text() == "@" && b == b'[');
                (is_local(self.before(start)) && is_host(self.get(stop))).then(|| edit(start..stop))?
            }
            Core::Dot | Core::At if is_touching && !self.is_paired(begin, n_left, closing, n_right) => {
                edit(begin..end)
            }
            Core::Dot if self.get(begin) == b'[' && is_name(self.get(end)) && self.is_inside_name(begin) => {
                edit(begin - self.blanks_before(begin)..end)
            }
            _ => None,
        }
    }

    /// Whether a lone round bracket beside a dot belongs to another one of the same word.
    fn is_paired(&self, begin: usize, n_left: usize, closing: usize, n_right: usize) -> bool {
        let is_word = |b: &&u8| !is_blank(**b) && **b != b'\n';
        if n_left > 0 && self.get(begin + n_left - 1) == b')' {
            let before = self.bytes.get(begin.saturating_sub(PAIR_BYTES_MAX)..begin).unwrap_or_default();
            return before.iter().rev().take_while(is_word).any(|b| *b == b'(');
        }
        if n_right > 0 && self.get(closing) == b'(' {
            let end = (closing + PAIR_BYTES_MAX).min(self.bytes.len());
            let behind = self.bytes.get(closing..end).unwrap_or_default();
            return behind.iter().take_while(is_word).any(|b| *b == b')');
        }
        false
    }

    /// Whether the word before `at` stands behind a backslash: what follows is a hidden folder.
    fn is_in_path(&self, at: usize) -> bool {
        let mut from = at;
        while from > self.floor && is_name(self.get(from - 1)) && at - from < PAIR_BYTES_MAX {
            from -= 1;
        }
        from > self.floor && self.get(from - 1) == b'\\'
    }

    /// Whether the word before `at` is a name in the making: it holds a dot, an at sign or a mark.
    fn is_inside_name(&self, at: usize) -> bool {
        let end = at - self.blanks_before(at);
        let mut from = end;
        while from > self.floor && is_name(self.get(from - 1)) && end - from < PAIR_BYTES_MAX {
            from -= 1;
        }
        end > from
            && ((from == self.floor && self.behind_mark)
                || (from > self.floor && matches!(self.get(from - 1), b'.' | b'@')))
    }

    fn core(&self, at: usize) -> Option<(Core, usize)> {
        let rest = self.bytes.get(at..)?;
        let starts = |word: &str| {
            rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()))
        };
        if starts("://") {
            return Some((Core::Separator, 3));
        }
        let sign = match rest.first()? {
            b'.' => Some(Core::Dot),
            b'@' => Some(Core::At),
            b':' => Some(Core::Colon),
            b'/' => Some(Core::Slash),
            b'-' => Some(Core::Dash),
            _ => None,
        };
        if let Some(core) = sign {
            return Some((core, 1));
        }
        // Spanish and German reports write their own words.
        let words = [
            ("dot", Core::DotWord),
            ("punto", Core::DotWord),
            ("punkt", Core::DotWord),
            ("at", Core::AtWord),
            ("et", Core::AtWord),
            ("arroba", Core::AtWord),
        ];
        let (word, core) = words.into_iter().find(|(word, _)| {
            starts(word) && rest.get(word.len()).is_none_or(|b| is_bracket(*b) || is_blank(*b))
        })?;
        Some((core, word.len()))
    }

    /// `name @ host.example`, and `name @host[.]example`.
    fn spaced_at(&self, at: usize) -> Option<Edit> {
        let (left, right) = (self.blanks_before(at), self.blanks_from(at + 1));
        let (start, end) = (at - left, at + 1 + right);
        if left + right == 0 || !is_local(self.before(start)) {
            return None;
        }
        let is_fit = match self.host_from(end)? {
            Mark::Weak => left > 0 && right > 0,
            Mark::Strong => true,
        };
        is_fit.then_some(Edit { source: start..end, text: "@", mark: Mark::Weak })
    }

    /// `name AT host.example`, and `nameAThost.example`.
    fn word_at(&self, at: usize) -> Option<Edit> {
        let (left, right) = (self.blanks_before(at), self.blanks_from(at + 2));
        let (start, end) = (at - left, at + 2 + right);
        let is_low = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        let is_fit = match (left, right) {
            (0, 0) => is_low(self.before(at)) && is_low(self.get(end)),
            (0, _) | (_, 0) => false,
            _ => is_local(self.before(start)),
        };
        let is_fit = is_fit && self.host_from(end).is_some();
        is_fit.then_some(Edit { source: start..end, text: "@", mark: Mark::Weak })
    }

    /// `host dot example`, and `192 dot 0 dot 2 dot 1`.
    fn word_dot(&self, at: usize) -> Option<Edit> {
        let end = at + 5;
        let mut from = at;
        while from > self.floor && is_name(self.get(from - 1)) {
            from -= 1;
        }
        let word = std::str::from_utf8(self.bytes.get(from..at)?).ok()?;
        let is_number = |b: u8| b.is_ascii_digit();
        let is_plain = PLAIN_BEFORE_DOT.iter().any(|plain| word.eq_ignore_ascii_case(plain));
        let is_fit = !word.is_empty() && !is_plain && is_name(self.get(end));
        // A number before a word is no part of a name ("version 2 dot release").
        let is_fit = is_fit && (!word.bytes().all(is_number) || is_number(self.get(end)));
        is_fit.then_some(Edit { source: at..end, text: ".", mark: Mark::Weak })
    }

    /// Whether a host of several labels starts at `at`: strong where its first dot was made harmless.
    fn host_from(&self, at: usize) -> Option<Mark> {
        let mut end = at;
        while is_name(self.get(end)) && end - at < PAIR_BYTES_MAX {
            end += 1;
        }
        if end == at {
            return None;
        }
        if self.get(end) == b'.' && is_name(self.get(end + 1)) {
            return Some(Mark::Weak);
        }
        let mark = end + self.blanks_from(end);
        let is_bracket_dot = is_bracket(self.get(mark)) && {
            let core = mark + self.brackets_from(mark);
            matches!(self.core(core + self.blanks_from(core)), Some((Core::Dot | Core::DotWord, _)))
        };
        let word = self.bytes.get(end..end + 5).unwrap_or_default();
        (is_bracket_dot || word.eq_ignore_ascii_case(b" dot ")).then_some(Mark::Strong)
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

fn is_bracket(byte: u8) -> bool {
    matches!(byte, b'[' | b']' | b'(' | b')' | b'{' | b'}' | b'\\')
}

/// Part of a label: also letters beyond ASCII.
pub(super) fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || byte == b'-'
}

fn is_local(byte: u8) -> bool {
    is_name(byte) || matches!(byte, b'_' | b'+' | b'*')
}
