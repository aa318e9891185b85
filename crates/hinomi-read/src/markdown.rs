//! Markdown → title and blocks. Source: CommonMark 0.31, as far as it tells blocks apart; what is inside a line
//! loses its emphasis marks, and links keep their words.

use hinomi_model::BlockKind;

use crate::space::collapsed;
use crate::traced::Traced;

/// The first heading where nothing stands before it, and the blocks.
pub(crate) fn markdown(text: &Traced) -> (Traced, Vec<(BlockKind, Traced)>) {
    let mut out: Vec<(BlockKind, Traced)> = Vec::new();
    // The open block: its kind, and where its content lies.
    let mut open: Option<(BlockKind, Vec<(usize, usize)>)> = None;
    let mut is_fenced = false;
    let mut at = 0;
    for line in text.text.split_inclusive('\n') {
        let (start, end) = (at, at + line.len());
        at = end;
        let trimmed = line.trim();
        let is_fence = trimmed.starts_with("```") || trimmed.starts_with("~~~");
        if is_fence || is_fenced {
            if is_fence {
                close(text, &mut open, &mut out);
                is_fenced = !is_fenced;
            } else {
                open.get_or_insert((BlockKind::Code, Vec::new())).1.push((start, end));
            }
            continue;
        }
        let (kind, mark_bytes) = match marked(trimmed) {
            Some((kind, mark_bytes)) => (Some(kind), mark_bytes),
            None => (None, 0),
        };
        let is_rule = trimmed.len() >= 3
            && trimmed.chars().all(|c| matches!(c, '-' | '*' | '_' | '=' | '|' | ':' | ' '));
        let content = start + line.find(trimmed).unwrap_or(0) + mark_bytes;
        if trimmed.is_empty() || is_rule {
            close(text, &mut open, &mut out);
        } else if let (Some((BlockKind::Quote, parts)), Some(BlockKind::Quote)) = (&mut open, kind) {
            parts.push((content, end));
        } else if let (Some((_, parts)), None) = (&mut open, kind) {
            parts.push((content, end));
        } else {
            close(text, &mut open, &mut out);
            let kind = kind.unwrap_or(BlockKind::Paragraph);
            open = Some((kind, vec![(content, end)]));
            if matches!(kind, BlockKind::Heading | BlockKind::TableRow) {
                close(text, &mut open, &mut out);
            }
        }
    }
    close(text, &mut open, &mut out);
    let is_titled = out.first().is_some_and(|(kind, _)| *kind == BlockKind::Heading);
    let title = if is_titled { out.remove(0).1 } else { Traced::default() };
    (title, out)
}

/// What kind of block a line begins by its mark, and how long the mark is.
fn marked(line: &str) -> Option<(BlockKind, usize)> {
    let n_hashes = line.bytes().take_while(|b| *b == b'#').count();
    let spaced = |mark: usize| line.as_bytes().get(mark) == Some(&b' ');
    let n_digits = line.bytes().take_while(u8::is_ascii_digit).count();
    match line.as_bytes().first()? {
        b'#' if n_hashes <= 6 && spaced(n_hashes) => Some((BlockKind::Heading, n_hashes + 1)),
        b'>' => Some((BlockKind::Quote, 1)),
        b'-' | b'*' | b'+' if spaced(1) => Some((BlockKind::ListItem, 2)),
        b'|' => Some((BlockKind::TableRow, 1)),
        b'0'..=b'9'
            if n_digits <= 9
                && matches!(line.as_bytes().get(n_digits), Some(b'.' | b')'))
                && spaced(n_digits + 1) =>
        {
            Some((BlockKind::ListItem, n_digits + 2))
        }
        _ => None,
    }
}

fn close(
    text: &Traced,
    open: &mut Option<(BlockKind, Vec<(usize, usize)>)>,
    out: &mut Vec<(BlockKind, Traced)>,
) {
    let Some((kind, parts)) = open.take() else { return };
    let mut whole = Traced::default();
    for (start, end) in parts {
        whole.push_traced(&text.slice(start..end));
    }
    let block = match kind {
        BlockKind::Code => whole.trimmed(|c| c == '\n'),
        BlockKind::TableRow => {
            let mut cells = whole.trimmed(|c| c.is_whitespace() || c == '|');
            cells.text = cells.text.replace('|', "\t");
            cells
        }
        _ => collapsed(&inline(&whole)),
    };
    if !block.text.trim().is_empty() {
        out.push((kind, block));
    }
}

/// A line without marks of emphasis and code; of links the words, of pictures nothing.
fn inline(text: &Traced) -> Traced {
    let mut out = Traced::default();
    let raw = text.text.as_str();
    let (mut at, mut start) = (0, 0);
    while let Some(n) = raw[at..].find(['*', '`', '[', '!']) {
        at += n;
        let rest = &raw[at..];
        let is_picture = rest.starts_with("![");
        let (skip, words) = if let Some((words, len)) = link(&rest[usize::from(is_picture)..]) {
            (len + usize::from(is_picture), if is_picture { None } else { Some((at + 1, at + 1 + words)) })
        } else if rest.starts_with("**") {
            (2, None)
        } else if rest.starts_with('`') {
            (1, None)
        } else {
            at += 1;
            continue;
        };
        out.push_traced(&text.slice(start..at));
        if let Some((from, to)) = words {
            out.push_traced(&text.slice(from..to));
        }
        at += skip;
        start = at;
    }
    out.push_traced(&text.slice(start..raw.len()));
    out
}

/// Longest link that is looked at, in bytes.
const LINK_BYTES_MAX: usize = 2_000;

/// The length of the words of the link `[words](address)` that `text` begins with, and of the whole.
fn link(text: &str) -> Option<(usize, usize)> {
    let text = crate::space::head(text, LINK_BYTES_MAX);
    let words = text.strip_prefix('[')?.find(']')?;
    let rest = text.get(words + 2..)?;
    let address = rest.strip_prefix('(')?.find(')')?;
    Some((words, words + 2 + address + 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn blocks_are_told_apart() {
        let text = "# 題名です\n\n架空商事は**本日**、\n[資料](https://a.example/)を公開した。\n\n## 経緯\n- 一つ\n- `二つ`\n1. 三つ\n\n> 引用の\n> 続き\n\n| 件数 | 120 |\n|---|---|\n\n```\na  b\n```\n![図](x.png)終わり\n";
        let (title, blocks) = markdown(&Traced::verbatim(text, 0));
        let drawn: Vec<String> = blocks.iter().map(|(kind, text)| format!("{kind}: {}", text.text)).collect();
        assert_eq!(title.text, "題名です");
        assert_eq!(
            drawn,
            [
                "paragraph: 架空商事は本日、資料を公開した。",
                "heading: 経緯",
                "list_item: 一つ",
                "list_item: 二つ",
                "list_item: 三つ",
                "quote: 引用の続き",
                "table_row: 件数 \t 120",
                "code: a  b",
                "paragraph: 終わり",
            ]
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "([#>*`|\\[\\]()!-]|[a\n あ1.]){0,60}") {
            let _ = markdown(&Traced::verbatim(&text, 0));
        }
    }
}
