//! White space as a browser shows it: runs become one space, none between wide characters.

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

/// Appends `piece` to `line` with its white space collapsed. `pending` carries white space seen at the end of
/// the last piece: 0 none, 1 spaces, 2 with a line break.
pub(crate) fn push_collapsed(line: &mut String, pending: &mut u8, piece: &str) {
    for c in piece.chars() {
        if c == '\u{3000}' {
            // An ideographic space is written on purpose; it stays inside a line, not at its start.
            if !line.is_empty() {
                flush(line, pending, c);
                line.push(c);
            }
        } else if c.is_whitespace() {
            *pending = (*pending).max(if matches!(c, '\n' | '\r') { 2 } else { 1 });
        } else if !is_invisible(c) {
            flush(line, pending, c);
            line.push(c);
        }
    }
}

fn flush(line: &mut String, pending: &mut u8, next: char) {
    if let (true, Some(last)) = (*pending > 0, line.chars().next_back()) {
        let joins = *pending == 2 && is_wide(last) && is_wide(next);
        if !joins && last != '\t' && last != '\n' {
            line.push(' ');
        }
    }
    *pending = 0;
}

/// `text` with its white space collapsed and trimmed.
pub(crate) fn collapse(text: &str) -> String {
    let (mut line, mut pending) = (String::with_capacity(text.len()), 0);
    push_collapsed(&mut line, &mut pending, text);
    let len = line.trim_end().len();
    line.truncate(len);
    line
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
        ] {
            assert_eq!(collapse(text), expected);
        }
    }
}
