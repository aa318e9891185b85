//! Citation marks in the text: `[1]`, `[1, 2]`, `[1-3]`, 【1】, `[^a]`, ¹, ※1, links, "Source: …".

use hinomi_model::Span;

use super::references::{addresses, plain_digits};
use super::{Digest, Kind, Target};
use crate::check::pattern;

/// How a mark is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A number in brackets, raised, or behind ※ or 注.
    Number,
    /// `[^label]`.
    Footnote,
    /// `[words][label]` whose label nothing defines.
    Label,
    /// A link around words.
    Link,
    /// An address written out.
    Address,
}

/// A citation mark.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Its block.
    pub block: usize,
    /// Where in the block's text.
    pub span: Span,
    /// How it is written.
    pub form: Form,
    /// What it names, as indices into the digest's targets.
    pub targets: Vec<usize>,
    /// Numbers or labels that it names and nothing defines.
    pub missing: Vec<String>,
}

/// A label such as `出典: …` or `(Source: …)`.
#[derive(Debug, Clone)]
pub struct SourceLabel {
    /// Its block.
    pub block: usize,
    /// Label and what it names, brackets included.
    pub span: Span,
    /// What it names.
    pub named: Span,
    /// Whether a mark or link stands in it.
    pub leads_somewhere: bool,
}

/// Most marks of one kind in one block that are looked at: a paragraph has some ten.
const MARKS_OF_BLOCK_MAX: usize = 1_000;

/// Most references that one range such as `[1-30]` may name; a longer one is no mark.
const RANGE_MAX: u32 = 99;

pattern!(
    NUMBERS,
    r"[\[［【](?:\^|注|#|＃|(?i:cite:|ref\.?\s?))?\s*(\d{1,3}(?:\s*(?:[,，、;；・]|[-–—~〜～]|\]\s*[-–—~〜～]\s*\[)\s*\d{1,3})*)\s*[\]］】]"
);
pattern!(PARENTHESIZED, r"[(（](\d{1,2}(?:\s*[,，、]\s*\d{1,2})*)[)）]");
pattern!(RAISED, r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[,⁻˒][⁰¹²³⁴⁵⁶⁷⁸⁹]+)*");
pattern!(NOTE, r"(?:※\s?|[(（]注\s?|\[注\s?)(\d{1,2})[)）\]]?");
pattern!(FOOTNOTE, r"\[\^([^\]\s\[]{1,60})\]");
pattern!(LABELLED, r"\[[^\[\]\n]{2,200}\]\[([^\[\]\n]{1,60})\]");
pattern!(
    SOURCE,
    r"(?i)(?:[\[［【(（]\s*)?(?:出典元?|出所|引用元|情報源|情報元|ソース|参照元?|参考|\b(?:sources?|via|ref(?:erence)?s?|citation))\s*(?:[\]］】]\s*)?[:：]|【出典】|［出典］"
);
pattern!(CHAT_LINK, r"<(https?://[^\s|<>]{1,2000})\|([^<>|\n]{1,300})>");
pattern!(PART, r"\d+|[-–—~〜～]");

pub(super) fn find(digest: &mut Digest) {
    let is_parenthesized = digest.references.iter().any(|r| r.is_parenthesized)
        && !digest.blocks.iter().any(|block| NUMBERS.is_match(&block.text));
    let has_list = digest.references.iter().any(|r| r.number.is_some());
    let mut marks = Vec::new();
    let mut labels = Vec::new();
    for idx in 0..digest.blocks.len() {
        if !digest.is_told(idx) {
            continue;
        }
        let mut here: Vec<Mark> = Vec::new();
        links(digest, idx, &mut here);
        let block = &digest.blocks[idx];
        let text = block.text.as_str();
        let is_free = |here: &[Mark], span: Span| {
            !here.iter().any(|mark| mark.span.overlaps(span))
                && !block.code.iter().any(|code| code.overlaps(span))
        };
        let mut numbered: Vec<(Span, Vec<u32>)> = Vec::new();
        for c in NUMBERS.captures_iter(text) {
            let (Some(whole), Some(inner)) = (c.get(0), c.get(1)) else { continue };
            numbered.push((Span::from(whole.range()), numbers_of(inner.as_str())));
        }
        for c in NOTE.captures_iter(text) {
            let (Some(whole), Some(inner)) = (c.get(0), c.get(1)) else { continue };
            // ※1 at the front of a line is the note itself.
            if !text[..whole.start()].trim_end_matches([' ', '　']).ends_with('\n') && whole.start() > 0 {
                numbered.push((Span::from(whole.range()), numbers_of(inner.as_str())));
            }
        }
        for found in RAISED.find_iter(text) {
            if !is_power(text, found.range()) && found.start() > 0 {
                let parts = found.as_str().split([',', '⁻', '˒']).filter_map(plain_digits).collect();
                numbered.push((Span::from(found.range()), parts));
            }
        }
        for raised in &block.raised {
            let inner = raised.of(text).unwrap_or_default();
            if !inner.is_empty() && inner.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | ' ' | '-'))
            {
                numbered.push((*raised, numbers_of(inner)));
            }
        }
        if is_parenthesized {
            for c in PARENTHESIZED.captures_iter(text) {
                let (Some(whole), Some(inner)) = (c.get(0), c.get(1)) else { continue };
                if whole.start() > 0 {
                    numbered.push((Span::from(whole.range()), numbers_of(inner.as_str())));
                }
            }
        }
        numbered.truncate(MARKS_OF_BLOCK_MAX);
        for (span, numbers) in numbered {
            let is_label = text[..span.range().start].trim().is_empty() && !has_list;
            // In a list of items without references, `[1]` at the front is the item's number.
            if numbers.is_empty() || is_label || !is_free(&here, span) {
                continue;
            }
            let mut mark =
                Mark { block: idx, span, form: Form::Number, targets: Vec::new(), missing: Vec::new() };
            for number in numbers {
                match digest.reference_for(number, idx) {
                    Some(target) => mark.targets.push(target),
                    None => mark.missing.push(number.to_string()),
                }
            }
            here.push(mark);
        }
        for (pattern, form) in [(&FOOTNOTE, Form::Footnote), (&LABELLED, Form::Label)] {
            for c in pattern.captures_iter(text).take(MARKS_OF_BLOCK_MAX) {
                let (Some(whole), Some(label)) = (c.get(0), c.get(1)) else { continue };
                let span = Span::from(whole.range());
                let is_mark = form == Form::Footnote || !label.as_str().bytes().all(|b| b.is_ascii_digit());
                if !is_mark || !is_free(&here, span) {
                    continue;
                }
                let named = |r: &super::Reference| r.label.eq_ignore_ascii_case(label.as_str());
                let target = digest.references.iter().position(named);
                let missing = if target.is_none() { vec![label.as_str().to_owned()] } else { Vec::new() };
                here.push(Mark { block: idx, span, form, targets: target.into_iter().collect(), missing });
            }
        }
        here.sort_by_key(|mark| mark.span);
        source_labels(digest, idx, &here, &mut labels);
        marks.extend(here);
    }
    digest.marks = marks;
    digest.labels = labels;
}

impl Digest {
    /// The reference of this number for a mark in `block`: of the next list behind it, else of any list.
    fn reference_for(&self, number: u32, block: usize) -> Option<usize> {
        let all = || self.references.iter().enumerate().filter(|(_, r)| r.number == Some(number));
        all().find(|(_, r)| r.block > block).or_else(|| all().next()).map(|(idx, _)| idx)
    }
}

/// Links and addresses in the text: each leads somewhere of its own, or to a reference with the same address.
fn links(digest: &mut Digest, idx: usize, here: &mut Vec<Mark>) {
    let block = &digest.blocks[idx];
    let mut found: Vec<(Span, String, String)> = Vec::new();
    for link in &block.links {
        let words = link.span.of(&block.text).unwrap_or_default().to_owned();
        found.push((link.span, link.url.clone(), words));
    }
    // Chat writes a link as <address|words>.
    for c in CHAT_LINK.captures_iter(&block.text).take(MARKS_OF_BLOCK_MAX) {
        if let (Some(whole), Some(url), Some(words)) = (c.get(0), c.get(1), c.get(2)) {
            found.push((Span::from(whole.range()), url.as_str().to_owned(), words.as_str().to_owned()));
        }
    }
    for (span, url) in addresses(&block.text) {
        if !found.iter().any(|(other, ..)| other.overlaps(span)) {
            found.push((span, url.to_owned(), String::new()));
        }
    }
    for (span, url, title) in found.into_iter().take(MARKS_OF_BLOCK_MAX) {
        let known = digest.targets.iter().position(|target| target.url.as_deref() == Some(url.as_str()));
        let target = known.unwrap_or_else(|| {
            digest.targets.push(Target { number: None, title, url: Some(url) });
            digest.targets.len() - 1
        });
        let is_link = digest.blocks[idx].links.iter().any(|link| link.span == span);
        let form = if is_link && !is_address(digest, idx, span) { Form::Link } else { Form::Address };
        here.push(Mark { block: idx, span, form, targets: vec![target], missing: Vec::new() });
    }
}

/// Whether the words of a link are its address.
fn is_address(digest: &Digest, idx: usize, span: Span) -> bool {
    span.of(&digest.blocks[idx].text).is_some_and(|words| words.contains("://"))
}

fn source_labels(digest: &Digest, idx: usize, marks: &[Mark], out: &mut Vec<SourceLabel>) {
    let block = &digest.blocks[idx];
    if matches!(block.kind, Kind::Heading(_)) {
        return;
    }
    let text = block.text.as_str();
    for found in SOURCE.find_iter(text).take(MARKS_OF_BLOCK_MAX) {
        if out.last().is_some_and(|last| last.block == idx && last.span.range().end > found.start()) {
            continue;
        }
        let opens = found.as_str().chars().next().filter(|c| matches!(c, '[' | '［' | '【' | '(' | '（'));
        let rest = &text[found.end()..];
        let line_end = rest.find('\n').unwrap_or(rest.len());
        let is_closed = found.as_str().contains([']', '】', '］']);
        let end = match opens.filter(|_| !is_closed) {
            Some(open) => closing(rest, open).unwrap_or(line_end),
            // A label that stands in running text is one only where a line or sentence begins with it.
            None if starts_line(text, found.start()) => line_end,
            None => continue,
        };
        let named = Span::new(found.end(), found.end() + end);
        let span = Span::new(found.start(), named.range().end);
        let leads_somewhere = marks.iter().any(|mark| mark.span.overlaps(span));
        out.push(SourceLabel { block: idx, span, named, leads_somewhere });
    }
}

fn starts_line(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '　', '-', '・', '*', '—', '―', '→', '>']);
    before.is_empty() || before.ends_with(['\n', '。', '\t']) || text[..at].ends_with(". ")
}

/// Where the bracket that `open` opens is closed in `rest`, on its line.
fn closing(rest: &str, open: char) -> Option<usize> {
    let close: &[char] = match open {
        '[' | '［' => &[']', '］'],
        '【' => &['】'],
        _ => &[')', '）'],
    };
    let mut depth = 1;
    for (at, c) in rest.char_indices() {
        match c {
            '\n' => return None,
            c if close.contains(&c) => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + c.len_utf8());
                }
            }
            '[' | '［' if matches!(open, '[' | '［') => depth += 1,
            '(' | '（' if matches!(open, '(' | '（') => depth += 1,
            _ => {}
        }
    }
    None
}

/// Numbers of a mark, ranges written out. Empty when it is no mark.
fn numbers_of(inner: &str) -> Vec<u32> {
    let mut out: Vec<u32> = Vec::new();
    let mut is_range = false;
    for part in PART.find_iter(inner) {
        match part.as_str().parse::<u32>() {
            Ok(number) => {
                match out.last().copied().filter(|_| is_range) {
                    Some(last) if last < number && number - last <= RANGE_MAX => {
                        out.extend(last + 1..=number)
                    }
                    Some(_) => return Vec::new(),
                    None => out.push(number),
                }
                is_range = false;
            }
            Err(_) => is_range = true,
        }
    }
    if out.contains(&0) { Vec::new() } else { out }
}

/// Whether raised digits are a power (km², 10⁹) and no mark.
fn is_power(text: &str, range: std::ops::Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let unit =
        text[..range.start].trim_end_matches(|c: char| !c.is_whitespace() && c != '/' && !c.is_ascii_digit());
    let word = &text[unit.len()..range.start];
    before.is_some_and(|c| c.is_ascii_digit()) || matches!(word, "m" | "km" | "cm" | "mm" | "ft" | "s")
}
