//! Plain text → blocks.

use hinomi_model::{BlockKind, Lang};

use crate::blocks::starts_item;
use crate::space::collapsed;
use crate::times::dateline;
use crate::traced::Traced;

/// Longest first line that is a title, in characters, and the shortest: 各位 is none.
const TITLE_CHARS_MAX: usize = 100;
const TITLE_CHARS_MIN: usize = 6;

/// A page of plain text: its title, which is a short first line that stands alone, and its blocks.
///
/// A line that is underlined is a heading, one that begins like an item of a list is an item; what is indented
/// below an item goes on with it.
pub(crate) fn plain(text: &Traced) -> (Traced, Vec<(BlockKind, Traced)>) {
    let mut out: Vec<(BlockKind, Traced)> = Vec::new();
    let lines: Vec<&str> = text.text.split_inclusive('\n').collect();
    let is_parted = !trimmed_has_no_blank(&lines);
    // The open block: its kind and where it lies.
    let mut open: Option<(BlockKind, usize, usize)> = None;
    let close = |open: &mut Option<(BlockKind, usize, usize)>, out: &mut Vec<(BlockKind, Traced)>| {
        let Some((kind, start, end)) = open.take() else { return };
        let block = collapsed(&text.slice(start..end));
        if !block.text.is_empty() {
            out.push((kind, block));
        }
    };
    let mut at = 0;
    let mut is_alone = true;
    for (n, line) in lines.iter().enumerate() {
        let (start, end) = (at, at + line.len());
        at = end;
        let trimmed = line.trim();
        let is_line = is_underline(trimmed);
        if trimmed.is_empty() {
            close(&mut open, &mut out);
        } else if is_line {
            // What stands right above a line, and alone, is a heading.
            let above =
                n.checked_sub(1).and_then(|n| lines.get(n)).is_some_and(|above| !above.trim().is_empty());
            if let Some((kind, ..)) = open.as_mut().filter(|_| above && is_alone) {
                *kind = BlockKind::Heading;
            }
            close(&mut open, &mut out);
        } else if let Some((_, _, stop)) = open.as_mut().filter(|_| is_parted && !is_item(trimmed)) {
            (*stop, is_alone) = (end, false);
        } else {
            close(&mut open, &mut out);
            let kind = if is_item(trimmed) { BlockKind::ListItem } else { BlockKind::Paragraph };
            (open, is_alone) = (Some((kind, start, end)), true);
        }
    }
    close(&mut open, &mut out);
    let is_title = |(kind, text): &(BlockKind, Traced)| {
        let n_chars = text.text.chars().count();
        *kind == BlockKind::Heading
            || (*kind == BlockKind::Paragraph
                && (TITLE_CHARS_MIN..=TITLE_CHARS_MAX).contains(&n_chars)
                && !text.text.ends_with(['。', '.', '！', '!', '？', '?', '、', ',', '：', ':']))
    };
    let stands_alone =
        lines.iter().skip_while(|line| line.trim().is_empty() || is_underline(line.trim())).nth(1);
    let stands_alone = stands_alone.is_some_and(|line| line.trim().is_empty() || is_underline(line.trim()));
    let has_title = out.len() > 1 && stands_alone && out.first().is_some_and(is_title);
    let title = if has_title { out.remove(0).1 } else { Traced::default() };
    (title, out)
}

/// Whether a line begins like an item of a list; a date alone is none.
pub(crate) fn is_item(line: &str) -> bool {
    starts_item(line) && dateline(line, Lang::Ja).is_none()
}

/// Whether a line is drawn, and no text.
fn is_underline(line: &str) -> bool {
    line.len() >= 3 && line.chars().all(|c| "-=~_*#─━＝‐－—┄".contains(c))
}

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
    fn pages_of_text_have_titles_headings_and_items() {
        let check = |text: &str, title: &str, expected: &[&str]| {
            let (got, blocks) = plain(&Traced::verbatim(text, 0));
            let drawn: Vec<String> =
                blocks.iter().map(|(kind, text)| format!("{kind}: {}", text.text)).collect();
            assert_eq!(
                (got.text.as_str(), drawn),
                (title, expected.iter().map(|s| (*s).to_owned()).collect())
            );
        };
        check(
            "倉庫の障害について\n\n2031年5月7日\n\n倉庫が止ま\nりました。\n・出荷：停止\n・受付：\n  継続\n\n経緯\n----\n調査中です。\n",
            "倉庫の障害について",
            &[
                "paragraph: 2031年5月7日",
                "paragraph: 倉庫が止まりました。",
                "list_item: ・出荷：停止",
                "list_item: ・受付：継続",
                "heading: 経緯",
                "paragraph: 調査中です。",
            ],
        );
        check("=====\nOutage report\n=====\n\nAll is well.\n", "Outage report", &["paragraph: All is well."]);
        check("各位\n\n本文です。\n", "", &["paragraph: 各位", "paragraph: 本文です。"]);
        check("One sentence.\n\nAnother.\n", "", &["paragraph: One sentence.", "paragraph: Another."]);
        check("", "", &[]);
    }

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
