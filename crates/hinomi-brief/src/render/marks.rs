//! Which numbers a mark shows.

use crate::brief::Brief;
use crate::sentence::{Piece, Sentence};

/// The reference numbers that the mark at piece `idx` shows, sorted: none where the next mark of the sentence
/// shows the same, so that "\[1\] … \[1\]" is told once at the end.
pub fn shown(brief: &Brief, sentence: &Sentence, idx: usize) -> Vec<usize> {
    let pieces = sentence.pieces();
    let numbers = |piece: &Piece| match piece {
        Piece::Cites(marks) => Some(numbers_of(brief, sentence, marks)),
        _ => None,
    };
    let Some(own) = pieces.get(idx).and_then(numbers) else { return Vec::new() };
    let next = pieces[idx + 1..].iter().find_map(numbers);
    if next.as_ref() == Some(&own) { Vec::new() } else { own }
}

fn numbers_of(brief: &Brief, sentence: &Sentence, marks: &[usize]) -> Vec<usize> {
    let mut out: Vec<usize> = marks
        .iter()
        .filter_map(|idx| sentence.cites().get(*idx))
        .filter_map(|cite| brief.number_of(cite.article))
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}
