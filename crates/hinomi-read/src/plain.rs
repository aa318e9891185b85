//! Plain text → blocks.

use hinomi_model::BlockKind;

use crate::space::collapse;

/// Splits plain text into paragraphs: at blank lines where it has any, else at every line.
pub(crate) fn paragraphs(text: &str) -> Vec<(BlockKind, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let has_blank =
        lines.iter().any(|line| line.trim().is_empty()) && lines.iter().any(|line| !line.trim().is_empty());
    let mut out: Vec<(BlockKind, String)> = Vec::new();
    let mut paragraph = String::new();
    let end = |paragraph: &mut String, out: &mut Vec<(BlockKind, String)>| {
        let text = collapse(paragraph);
        if !text.is_empty() {
            out.push((BlockKind::Paragraph, text));
        }
        paragraph.clear();
    };
    let is_parted =
        has_blank && !lines.first().zip(lines.last()).is_some_and(|_| trimmed_has_no_blank(&lines));
    for line in &lines {
        if line.trim().is_empty() || !is_parted {
            end(&mut paragraph, &mut out);
        }
        if !paragraph.is_empty() {
            paragraph.push('\n');
        }
        paragraph.push_str(line);
    }
    end(&mut paragraph, &mut out);
    out
}

/// Whether blank lines stand only at the beginning and the end.
fn trimmed_has_no_blank(lines: &[&str]) -> bool {
    let first = lines.iter().position(|line| !line.trim().is_empty()).unwrap_or(0);
    let last = lines.iter().rposition(|line| !line.trim().is_empty()).unwrap_or(0);
    lines[first..=last].iter().all(|line| !line.trim().is_empty())
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
            let texts: Vec<String> = paragraphs(text).into_iter().map(|(_, text)| text).collect();
            assert_eq!(texts.join("|"), expected);
        }
    }
}
