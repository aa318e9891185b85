//! Text that knows where each of its characters was written.

use std::ops::Range;

use crate::scan::place;

/// A stretch of text with one origin: it begins at byte `at` of the text and was written at `from..to`.
///
/// Where both have the same length, byte stands for byte; else (a reference, a run of white space) each of its
/// characters was written by the whole of `from..to`, which is empty for what mark-up alone put there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub at: u32,
    pub from: u32,
    pub to: u32,
}

/// Text, and where it was written. Its runs cover it in order.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Traced {
    pub text: String,
    pub runs: Vec<Run>,
}

impl Traced {
    /// `text` as it stands at `from`.
    pub fn verbatim(text: &str, from: u32) -> Self {
        let mut traced = Self::default();
        traced.push_verbatim(text, from);
        traced
    }

    /// `text` of which nobody knows where it was written.
    pub fn untraced(text: &str) -> Self {
        Self { text: text.to_owned(), runs: Vec::new() }
    }

    /// Appends text that stands at `from` byte for byte.
    pub fn push_verbatim(&mut self, text: &str, from: u32) {
        if text.is_empty() {
            return;
        }
        let to = from + place(text.len());
        let len = place(self.text.len());
        match self.runs.last_mut() {
            Some(run) if run.to == from && len - run.at == run.to - run.from => run.to = to,
            _ => self.runs.push(Run { at: len, from, to }),
        }
        self.text.push_str(text);
    }

    /// Appends characters that were written as `from..to`.
    pub fn push_meant(&mut self, chars: impl Iterator<Item = char>, from: u32, to: u32) {
        let at = place(self.text.len());
        self.text.extend(chars);
        if self.text.len() > at as usize {
            self.runs.push(Run { at, from, to });
        }
    }

    /// Appends other text with its origin.
    pub fn push_traced(&mut self, other: &Self) {
        let len = place(self.text.len());
        self.text.push_str(&other.text);
        self.runs.extend(other.runs.iter().map(|run| Run { at: run.at + len, ..*run }));
    }

    /// Where a part was written: from its first character to its last. `None` where nothing is known of it.
    pub fn origin(&self, range: Range<usize>) -> Option<(u32, u32)> {
        origin(&self.runs, self.text.len(), range)
    }

    /// A part with its origin. `range` must lie on character boundaries.
    pub fn slice(&self, range: Range<usize>) -> Self {
        let (start, end) = (place(range.start), place(range.end));
        let text = self.text.get(range).unwrap_or_default().to_owned();
        let first = self.runs.partition_point(|run| run.at <= start).saturating_sub(1);
        let last = self.runs.partition_point(|run| run.at < end).max(first);
        let mut runs = Vec::with_capacity(last - first);
        for (run, run_end) in ends(&self.runs[first..], self.text.len()).take(last - first) {
            if run_end <= start || run.at >= end {
                continue;
            }
            let is_verbatim = run_end - run.at == run.to - run.from;
            let (cut, left) = (start.saturating_sub(run.at), run_end.saturating_sub(end));
            let (from, to) = if is_verbatim { (run.from + cut, run.to - left) } else { (run.from, run.to) };
            runs.push(Run { at: run.at.max(start) - start, from, to });
        }
        Self { text, runs }
    }

    /// Without the characters at both ends that `is_edge` names.
    pub fn trimmed(self, is_edge: impl Fn(char) -> bool) -> Self {
        let end = self.text.trim_end_matches(&is_edge).len();
        let start = end - self.text[..end].trim_start_matches(&is_edge).len();
        if start == 0 && end == self.text.len() { self } else { self.slice(start..end) }
    }

    /// Without the characters anywhere that `is_odd` names.
    pub fn without(self, is_odd: impl Fn(char) -> bool) -> Self {
        if !self.text.contains(&is_odd) {
            return self;
        }
        let mut out = Self::default();
        let mut start = 0;
        for (at, c) in self.text.char_indices().filter(|(_, c)| is_odd(*c)) {
            out.push_traced(&self.slice(start..at));
            start = at + c.len_utf8();
        }
        out.push_traced(&self.slice(start..self.text.len()));
        out
    }
}

/// Runs with the bytes of the text where each ends.
fn ends(runs: &[Run], len: usize) -> impl Iterator<Item = (Run, u32)> + '_ {
    let next = runs.iter().skip(1).map(|run| run.at).chain(std::iter::once(place(len)));
    runs.iter().copied().zip(next)
}

/// Where the bytes `range` of a text of `len` bytes were written, by its runs.
pub(crate) fn origin(runs: &[Run], len: usize, range: Range<usize>) -> Option<(u32, u32)> {
    let (start, end) = (place(range.start), place(range.end));
    if start >= end || range.end > len {
        return None;
    }
    let run_at = |at: u32| runs.partition_point(|run| run.at <= at).checked_sub(1);
    let (first, last) = (run_at(start)?, run_at(end - 1)?);
    let is_verbatim = |idx: usize| {
        let run = runs[idx];
        let run_end = runs.get(idx + 1).map_or(place(len), |next| next.at);
        run_end - run.at == run.to - run.from
    };
    let from =
        if is_verbatim(first) { runs[first].from + (start - runs[first].at) } else { runs[first].from };
    let to = if is_verbatim(last) { runs[last].from + (end - runs[last].at) } else { runs[last].to };
    Some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a&lt;b  c` as `a<b c`.
    fn sample() -> Traced {
        let mut traced = Traced::verbatim("a", 0);
        traced.push_meant("<".chars(), 1, 5);
        traced.push_verbatim("b", 5);
        traced.push_meant(" ".chars(), 6, 8);
        traced.push_verbatim("cd", 8);
        traced
    }

    #[test]
    fn every_character_has_its_origin() {
        let traced = sample();
        let origins: Vec<_> = (0..traced.text.len()).map(|at| traced.origin(at..at + 1).unwrap()).collect();
        assert_eq!(origins, [(0, 1), (1, 5), (5, 6), (6, 8), (8, 9), (9, 10)]);
        assert_eq!((traced.origin(0..6), traced.origin(5..7)), (Some((0, 10)), None));
        assert_eq!(Traced::untraced("a").origin(0..1), None);
    }

    #[test]
    fn parts_keep_their_origin() {
        let part = sample().slice(1..5);
        assert_eq!(
            (part.text.as_str(), part.origin(0..1), part.origin(3..4)),
            ("<b c", Some((1, 5)), Some((8, 9)))
        );
        let rest = sample().without(|c| c == 'b').trimmed(|c| c == 'a');
        assert_eq!(
            (rest.text.as_str(), rest.origin(1..2), rest.origin(2..4)),
            ("< cd", Some((6, 8)), Some((8, 10)))
        );
    }
}
