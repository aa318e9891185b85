//! Lines and columns of a text.

use hinomi_model::Span;

/// Where each line of a text starts.
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

/// A place as people count: both from 1; columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

impl<'a> Lines<'a> {
    /// Of `text`.
    pub fn of(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// The place of a byte.
    pub fn place(&self, at: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= at).max(1);
        let start = self.starts[line - 1];
        let column = self.text.get(start..at).map_or(0, |before| before.chars().count());
        Place { line, column: column + 1 }
    }

    /// The words at `span` that stand on its first line, and that line with where they start in it.
    pub fn line_of(&self, span: Span) -> (&'a str, usize, &'a str) {
        let range = span.range();
        let idx = self.starts.partition_point(|start| *start <= range.start).max(1) - 1;
        let start = self.starts[idx];
        let line =
            self.text.get(start..).and_then(|rest| rest.split(['\n', '\r']).next()).unwrap_or_default();
        let end = range.end.min(start + line.len());
        let words = self.text.get(range.start..end.max(range.start)).unwrap_or_default();
        (line, range.start - start, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let lines = Lines::of("ab\n漢字,。\n");
        assert_eq!(lines.place(3), Place { line: 2, column: 1 });
        assert_eq!(lines.place(9), Place { line: 2, column: 3 });
        assert_eq!(lines.line_of(Span::new(9, 10)), ("漢字,。", 6, ","));
    }
}
