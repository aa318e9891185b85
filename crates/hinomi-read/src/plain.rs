//! Plain text → blocks.

use hinomi_model::BlockKind;

use crate::space::collapsed;
use crate::traced::Traced;

/// Splits plain text into paragraphs: at blank lines where it has any, else at every line.
pub(crate) fn paragraphs(text: &Traced) -> Vec<(BlockKind, Traced)> {
    let lines: Vec<&str> = text.text.split_inclusive('\n').collect();
    let is_parted = !trimmed_has_no_blank(&lines);
    let mut out: Vec<(BlockKind, Traced)> = Vec::new();
    let end = |start: usize, end: usize, out: &mut Vec<(BlockKind, Traced)>| {
        let paragraph = collapsed(&text.slice(start..end));
        if !paragraph.text.is_empty() {
            out.push((BlockKind::Paragraph, paragraph));
        }
    };
    let (mut start, mut at) = (0, 0);
    for line in &lines {
        if line.trim().is_empty() || !is_parted {
            end(start, at, &mut out);
            start = at;
        }
        at += line.len();
    }
    end(start, at, &mut out);
    out
}

/// Whether blank lines stand only at the beginning and the end.
fn trimmed_has_no_blank(lines: &[&str]) -> bool {
    let first = lines.iter().position(|line| !line.trim().is_empty()).unwrap_or(0);
    let last = lines.iter().rposition(|line| !line.trim().is_empty()).unwrap_or(0);
    lines.get(first..=last).unwrap_or_default().iter().all(|line| !line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_part_paragraphs_else_every_line() {
        for (text, expected) in [
            ("a\nb\n\nc", "a b|c"),
            ("a\nb\n", "a|b"),
            ("\n\na\nb\n\n", "a|b"),
            ("情報が\n流出\n\n以上", "情報が流出|以上"),
            ("", ""),
        ] {
            let texts: Vec<String> =
                paragraphs(&Traced::verbatim(text, 0)).into_iter().map(|(_, text)| text.text).collect();
            assert_eq!(texts.join("|"), expected);
        }
    }
}
