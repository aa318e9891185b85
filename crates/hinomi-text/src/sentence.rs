//! Where sentences end, in Japanese and English.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use hinomi_model::Span;

use crate::vocabulary::rows;

/// Bytes of a quotation inside which a sentence does not end; a longer one is split like other text.
const QUOTE_BYTES_MAX: usize = 900;

/// Brackets inside which a sentence does not end.
const BRACKETS: &[(char, char)] = &[
    ('「', '」'),
    ('『', '』'),
    ('（', '）'),
    ('(', ')'),
    ('“', '”'),
    ('【', '】'),
    ('〈', '〉'),
    ('《', '》'),
    ('〔', '〕'),
    ('［', '］'),
    ('[', ']'),
];

/// What an entry of the list does at the end or front of a sentence.
static WORDS: LazyLock<BTreeMap<&'static str, Role>> = LazyLock::new(|| {
    let read = |row: Vec<&'static str>| {
        let role = match *row.get(1)? {
            "never" => Role::NeverEnds,
            "maybe" => Role::MayEnd,
            _ => Role::Opens,
        };
        Some((*row.first()?, role))
    };
    rows(include_str!("../data/abbreviations-en.csv")).filter_map(read).collect()
});

/// See the list's header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    NeverEnds,
    MayEnd,
    Opens,
}

/// Splits `text` into sentences, both languages alike: trimmed, in order, never empty.
///
/// A line break always ends one. A full stop inside quotation marks or brackets that are closed on the line
/// does not, nor do abbreviations, initials, decimals and addresses; a quotation that ends with 。 ends the
/// sentence unless particles follow.
pub fn sentences(text: &str) -> Vec<Span> {
    let (mut out, mut marks) = (Vec::new(), Vec::new());
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        split_line(line, start, &mut marks, &mut out);
        start += line.len();
    }
    out
}

fn split_line(line: &str, offset: usize, marks: &mut Vec<(usize, char)>, out: &mut Vec<Span>) {
    marks.clear();
    marks.extend(marks_in(line));
    let shelters = shelters(marks);
    let mut next_shelter = 0;
    let mut start = 0;
    for &(at, c) in marks.iter() {
        // What has been taken in is not looked at.
        if at < start || !matches!(c, '。' | '.' | '．' | '!' | '?' | '！' | '？') {
            continue;
        }
        while shelters.get(next_shelter).is_some_and(|(_, end)| *end <= at) {
            next_shelter += 1;
        }
        let end = match shelters.get(next_shelter) {
            Some((open, close)) if *open <= at => {
                // The last stop in a quotation may end the sentence that it closes.
                let after_stop = at + c.len_utf8();
                if *close > after_stop + MARK_BYTES_MAX || !is_end_of_quote(line, after_stop, *close) {
                    continue;
                }
                *close
            }
            _ => match end_at(line, at, c) {
                Some(end) => end,
                None => continue,
            },
        };
        push(line, start..end, offset, out);
        start = end;
    }
    push(line, start..line.len(), offset, out);
}

/// Bytes that a closing mark takes at most.
const MARK_BYTES_MAX: usize = 3;

fn push(line: &str, range: std::ops::Range<usize>, offset: usize, out: &mut Vec<Span>) {
    let Some(piece) = line.get(range.clone()) else { return };
    let body = piece.trim();
    if !body.is_empty() {
        let lead = piece.len() - piece.trim_start().len();
        let start = offset + range.start + lead;
        out.push(Span::new(start, start + body.len()));
    }
}

/// The stops and brackets of `line`, and what shares their first bytes, in order.
fn marks_in(line: &str) -> impl Iterator<Item = (usize, char)> {
    let bytes = line.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += bytes.get(at..)?.iter().position(|b| MARK_STARTS[usize::from(*b)])?;
            let here = at;
            let c = match bytes.get(at)? {
                byte if byte.is_ascii() => char::from(*byte),
                // Most of what begins like 。 and 「 is kana: U+3040 and above.
                0xe3 if bytes.get(at + 1) != Some(&0x80) => {
                    at += 3;
                    continue;
                }
                _ => line.get(at..)?.chars().next()?,
            };
            at += c.len_utf8();
            return Some((here, c));
        }
    })
}

/// The first bytes of stops and brackets in UTF-8: those of ASCII, and those of the blocks that hold the others.
const MARK_STARTS: [bool; 256] = {
    let mut starts = [false; 256];
    let marks = [b'.', b'!', b'?', b'(', b')', b'[', b']', 0xe2, 0xe3, 0xef];
    let mut idx = 0;
    while idx < marks.len() {
        starts[marks[idx] as usize] = true;
        idx += 1;
    }
    starts
};

/// The outermost closed brackets among `marks`: where they open, and where they end, in order.
fn shelters(marks: &[(usize, char)]) -> Vec<(usize, usize)> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut out: Vec<(usize, usize)> = Vec::new();
    for &(at, c) in marks {
        if matches!(c, '.' | '。' | '!' | '?') {
            continue;
        }
        if let Some((_, close)) = BRACKETS.iter().find(|(left, _)| *left == c) {
            open.push((*close, at));
        } else if let Some(depth) = open.iter().rposition(|(close, _)| *close == c) {
            let start = open[depth].1;
            open.truncate(depth);
            let end = at + c.len_utf8();
            if end - start <= QUOTE_BYTES_MAX {
                while out.last().is_some_and(|(inner, _)| *inner > start) {
                    out.pop();
                }
                out.push((start, end));
            }
        }
        // Deep nesting is no prose; what is open stays open.
        if open.len() > 32 {
            open.clear();
        }
    }
    out
}

/// Whether a sentence ends with the quotation whose last stop ends at `after_stop` and which ends at `close`.
fn is_end_of_quote(line: &str, after_stop: usize, close: usize) -> bool {
    const GOES_ON: &[char] = &[
        'と', 'な', 'を', 'が', 'は', 'に', 'も', 'で', 'の', 'へ', 'や', 'か', '、', '。', '」', '』', '）',
        ')', ',', ';', ':', '，', '”', '.', '-', '—', '–',
    ];
    let is_last = line.get(after_stop..close).is_some_and(|rest| rest.chars().count() == 1);
    let rest = line.get(close..).unwrap_or_default();
    let next = rest.trim_start().chars().next();
    let is_bracket = line.get(..close).is_some_and(|text| text.ends_with([')', '）', ']', '］']));
    // `(U.S.)` goes on unless a sentence opens behind it.
    let opens = next.is_none_or(|c| c.is_uppercase() || !c.is_ascii());
    is_last && !is_bracket && opens && next.is_none_or(|c| !GOES_ON.contains(&c))
}

/// Where the sentence ends whose stop `c` stands at `at`; `None` when it goes on.
fn end_at(line: &str, at: usize, c: char) -> Option<usize> {
    let after = at + c.len_utf8();
    let before = line.get(..at).unwrap_or_default();
    let rest = line.get(after..).unwrap_or_default();
    let stops = rest.len() - rest.trim_start_matches(['。', '！', '？', '!', '?', '．']).len();
    match c {
        '。' => Some(closing(line, after + stops)),
        '！' | '？' | '!' | '?' => {
            let end = closing(line, after + stops);
            let next = line.get(end..).and_then(|rest| rest.chars().next());
            // `Yahoo!ニュース` goes on; so does `…？」と聞いた`, which the brackets catch.
            let is_name = before.ends_with(|c: char| c.is_ascii_alphanumeric())
                && next.is_some_and(|c| !c.is_whitespace());
            (!is_name && !matches!(next, Some('と' | 'の'))).then_some(end)
        }
        '．' => {
            let is_word = before.ends_with(|c: char| !c.is_ascii() && c.is_alphabetic());
            let next_is_digit = rest.starts_with(|c: char| c.is_numeric());
            (is_word && !next_is_digit).then_some(after)
        }
        _ => full_stop(line, before, after, rest),
    }
}

/// Takes in closing quotation marks behind a stop.
fn closing(line: &str, end: usize) -> usize {
    let rest = line.get(end..).unwrap_or_default();
    end + rest.len() - rest.trim_start_matches(['"', '”', '’', '\'']).len()
}

/// Judges a full stop.
fn full_stop(line: &str, before: &str, after: usize, rest: &str) -> Option<usize> {
    if before.ends_with('.') && rest.starts_with('.') {
        return None;
    }
    let end = closing(line, after);
    let tail = line.get(end..).unwrap_or_default();
    let end = end + (tail.len() - tail.trim_start_matches([')', ']']).len());
    let tail = line.get(end..).unwrap_or_default();
    let next = tail.trim_start();
    if next.is_empty() {
        return Some(end);
    }
    let is_wide_before = before.ends_with(|c: char| !c.is_ascii() && c.is_alphabetic());
    if is_wide_before && !next.starts_with(|c: char| c.is_ascii()) {
        return Some(end);
    }
    if !tail.starts_with(char::is_whitespace) {
        return None;
    }
    let opener: &str = next.trim_start_matches(['"', '“', '‘', '\'', '(', '[', '「', '『']);
    let starts = opener.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || !c.is_ascii());
    if !starts {
        return None;
    }
    let word = last_word(before);
    let first =
        opener.split(|c: char| !c.is_alphanumeric() && c != '\'').next().unwrap_or_default().to_lowercase();
    let can_open = WORDS.get(first.as_str()) == Some(&Role::Opens);
    match WORDS.get(word.to_lowercase().as_str()) {
        Some(Role::NeverEnds) if word.eq_ignore_ascii_case("no") => {
            (!opener.starts_with(|c: char| c.is_ascii_digit())).then_some(end)
        }
        // `in Dec.`, `on Sat.` can end a sentence too, when one clearly opens.
        Some(Role::NeverEnds) => None,
        Some(Role::MayEnd) => can_open.then_some(end),
        // J. Smith, but not `plan B. The`.
        None if word.len() == 1 && word.starts_with(char::is_uppercase) => can_open.then_some(end),
        None | Some(Role::Opens) => Some(end),
    }
}

/// The word that ends `text`, with inner full stops: `u.s`.
fn last_word(text: &str) -> &str {
    let len = text.bytes().rev().take_while(|b| b.is_ascii_alphanumeric() || *b == b'.').count();
    text[text.len() - len..].trim_start_matches('.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `|` stands where a sentence ends.
    fn check(want: &str) {
        let text = want.replace('|', "");
        let parts: Vec<_> = sentences(&text).into_iter().map(|span| span.of(&text).unwrap()).collect();
        let wanted: Vec<_> = want.split(['|', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect();
        assert_eq!(parts, wanted);
    }

    #[test]
    fn japanese_sentences() {
        check("流出を確認した。|件数は調査中。");
        check("同社は「遺憾だ。再発を防ぐ。」と述べた。|以上。");
        check("「再発を防ぐ。」|同社は謝罪した。");
        check("見出し\n本文（注。参照）の続き。");
        check("なぜか？|それは！！|続き");
        check("Yahoo!ニュースで3.5倍。|約1.5TB。");
        check("開いたまま「閉じない。|次の文。");
        check("「本当か？」と聞いた。");
    }

    #[test]
    fn english_sentences() {
        check("It leaked. |The U.S. agency said so. |See e.g. Fig. 3 for more.");
        check("Mr. J. Smith paid $3.5 million on Oct. 19. |He left.");
        check("Acme Corp. said so. |It works at Acme Inc. |The end.");
        check("\"We were hit.\" |The firm said no more.");
        check("“We were hit. It hurt,” he said. |Done.");
        check("Visit a.example.com for more. |Version 1.2.3 is out.");
        check("See report No. 5 and vol. 2. |The answer is no. |That was it.");
        check("Really? |Yes! |OK...");
        check("At 5 p.m. the site fell. |It rose at 6 p.m. |The rest held.");
        check("one\ntwo\n\nthree");
    }

    proptest! {
        #[test]
        fn sentences_are_trimmed_sorted_and_cover_all_but_space(text in "[\\PC\\n。「」（）.!? a-zA-Z]{0,80}") {
            let spans = sentences(&text);
            let mut at = 0;
            for span in &spans {
                let piece = span.of(&text).unwrap();
                prop_assert_eq!(piece.trim(), piece);
                prop_assert!(!piece.is_empty() && at <= span.range().start);
                prop_assert!(text[at..span.range().start].trim().is_empty());
                at = span.range().end;
            }
            prop_assert!(text[at..].trim().is_empty());
        }
    }
}
