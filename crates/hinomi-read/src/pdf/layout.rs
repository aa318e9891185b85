//! Lines of a PDF → what it says of itself, and its blocks.
//!
//! A PDF knows characters and places, no paragraphs. A line goes on in the next one where it is full: where the
//! next word would not have fitted behind it. What stands at the edge of page after page is the paper's, not the
//! text's.

use std::collections::BTreeMap;

use hinomi_model::{BlockKind, Lang};

use super::lines::Line;
use crate::furniture::is_furniture_line;
use crate::head::Head;
use crate::signed::sender;
use crate::space::is_wide;
use crate::times::dateline;
use crate::title::plain;
use crate::traced::Traced;

/// Lines at the top and at the bottom of a page that may be the paper's.
const EDGE_LINES: usize = 3;

/// How much larger than the body's a heading's font is.
const HEADING_SIZE_MIN: f32 = 1.12;

/// Longest heading, in characters.
const HEADING_CHARS_MAX: usize = 120;

/// How far apart base lines of one paragraph are at most, in heights of their font.
const PITCH_MAX: f32 = 2.1;

/// Lines of the first page among which the title stands.
const TOP_LINES: usize = 16;

/// Lines below the title among which the date may stand.
const BELOW_TITLE_LINES: usize = 6;

/// A paragraph that grows line by line.
struct Paragraph {
    kind: BlockKind,
    text: Traced,
    /// Where its first line begins.
    x: f32,
    size: f32,
    is_item: bool,
}

/// Whether a line begins an item of a list. A date does not: of a wrapped text any line may begin with one.
fn is_item(text: &str) -> bool {
    let is_dated = text.chars().take(4).filter(|c| c.is_numeric()).count() == 4;
    !is_dated && crate::plain::is_item(text)
}

/// Joins the lines of all pages. `stated` is the title that the file states, or empty.
pub(super) fn layout(lines: Vec<Line>, stated: &str) -> (Head, Vec<(BlockKind, Traced)>) {
    let lines = without_edges(lines, stated);
    let body = body_size(&lines);
    let (title_at, title) = title(&lines, body, stated);
    // The date stands above the title or right below it; a row below may date what happened.
    let n_top = title_at.end + BELOW_TITLE_LINES;
    let is_row = rows(&lines);
    let top = lines.iter().zip(&is_row).take_while(|(line, _)| line.page == first_page(&lines)).take(n_top);
    let top: Vec<String> = top.filter(|(_, is_row)| !**is_row).map(|(line, _)| line.text()).collect();
    let mut head = Head { publisher: sender(&top), lines: top, ..Head::default() };
    head.title = title;
    let mut out: Vec<(BlockKind, Traced)> = Vec::new();
    let mut open: Option<Paragraph> = None;
    let mut last: Option<&Line> = None;
    let right = right_edges(&lines, body);
    for (at, line) in lines.iter().enumerate() {
        if title_at.contains(&at) {
            close(&mut open, &mut out);
            last = None;
            continue;
        }
        let is_heading =
            line.size >= body * HEADING_SIZE_MIN && line.text().chars().count() <= HEADING_CHARS_MAX;
        let kind = match (is_row[at], is_heading) {
            (true, _) => BlockKind::TableRow,
            (false, true) => BlockKind::Heading,
            (false, false) => BlockKind::Paragraph,
        };
        let edge_of = |line: &Line| right.get(&(line.page, line.column)).copied().unwrap_or(f32::MAX);
        let goes_on = open.as_ref().zip(last).is_some_and(|(open, last)| {
            open.kind == kind && kind != BlockKind::TableRow && goes_on(open, last, line, edge_of(last))
        });
        if let Some(paragraph) = open.as_mut().filter(|_| goes_on) {
            join(&mut paragraph.text, line, &lines);
        } else {
            close(&mut open, &mut out);
            let starts_item = kind == BlockKind::Paragraph && is_item(&line.text());
            let mut text = Traced::default();
            let between = if kind == BlockKind::TableRow { "\t" } else { " " };
            for (n, cell) in line.cells.iter().enumerate() {
                put(&mut text, if n == 0 { "" } else { between }, line.page);
                put(&mut text, &cell.text, line.page);
            }
            open = Some(Paragraph { kind, text, x: line.x(), size: line.size, is_item: starts_item });
        }
        last = Some(line);
    }
    close(&mut open, &mut out);
    // A date above the text is the document's, as on a page; 以上 says no more than that it ends.
    let first = out.iter().position(|(_, text)| text.text.chars().count() >= 40).unwrap_or(out.len());
    let mut at = 0;
    out.retain(|(kind, text)| {
        at += 1;
        !is_furniture_line(&text.text)
            && (at > first || *kind != BlockKind::Paragraph || dateline(&text.text, Lang::Ja).is_none())
    });
    (head, out)
}

fn close(open: &mut Option<Paragraph>, out: &mut Vec<(BlockKind, Traced)>) {
    let Some(paragraph) = open.take() else { return };
    if !paragraph.is_item {
        out.push((paragraph.kind, paragraph.text));
        return;
    }
    // A bullet is drawn and says nothing; a number may be referred to.
    let bare =
        paragraph.text.text.trim_start_matches(['•', '●', '\u{f0b7}', '▪', '◦', ' ', '\u{3000}']).len();
    let len = paragraph.text.text.len();
    let is_bare = bare == len || bare == 0;
    let text = if is_bare { paragraph.text } else { paragraph.text.slice(len - bare..len) };
    out.push((BlockKind::ListItem, text));
}

/// Appends text that stands on a page; the page is its origin.
fn put(text: &mut Traced, more: &str, page: u32) {
    text.push_meant(more.chars(), page, page);
}

/// Whether a line goes on in the next. `edge` is how far the lines of its page reach.
fn goes_on(open: &Paragraph, last: &Line, next: &Line, edge: f32) -> bool {
    let is_near = if last.page == next.page {
        let gap = next.y - last.y;
        gap > 0.0 && gap <= PITCH_MAX * last.size.max(next.size)
    } else {
        last.page + 1 == next.page && !ends_sentence(&open.text.text)
    };
    let size = last.size.max(1.0);
    let is_alike = (next.size - open.size).abs() <= 0.1 * open.size.max(1.0);
    let is_one = last.cells.len() == 1 && next.cells.len() == 1;
    let text = next.text();
    let is_indented = if open.is_item { next.x() < open.x - size } else { next.x() > last.x() + 0.8 * size };
    // A date or a name at the right edge ends there; a paragraph's first line begins a character or two further in.
    let is_set_right = !open.is_item && next.x() < last.x() - 3.0 * size;
    // A heading set in the middle goes on where it may.
    let is_heading = open.kind == BlockKind::Heading;
    is_near
        && is_alike
        && is_one
        && (is_heading || !(is_indented || is_set_right))
        && !is_item(&text)
        && is_full(last, next, edge)
}

/// Whether the first word of `next` would not have fitted behind `last`.
fn is_full(last: &Line, next: &Line, edge: f32) -> bool {
    let text = next.text();
    let n_chars = text.chars().count().max(1);
    let first = text.chars().next().unwrap_or(' ');
    // Japanese breaks between any two characters; what must not begin a line is drawn before or beyond the edge.
    let word = if is_wide(first) {
        2
    } else {
        text.split(|c: char| c.is_whitespace() || is_wide(c)).next().map_or(1, |word| word.chars().count())
            + 1
    };
    let width = (next.end() - next.x()) / n_chars as f32 * word as f32;
    last.end() + width >= edge
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['。', '．', '.', '！', '？', '!', '?', '」', '）', ':', '：'])
}

/// Joins a line to a paragraph: without a space between wide characters, and without the hyphen that breaks a word.
fn join(text: &mut Traced, line: &Line, lines: &[Line]) {
    let next = line.text();
    let (end, first) = (text.text.chars().next_back().unwrap_or(' '), next.chars().next().unwrap_or(' '));
    let is_broken = matches!(end, '-' | '\u{ad}' | '\u{2010}')
        && first.is_lowercase()
        && text.text.chars().rev().nth(1).is_some_and(char::is_alphabetic);
    // "CVE-" and "2031-1234": the hyphen is the identifier's own.
    let is_numbered = end == '-'
        && first.is_ascii_digit()
        && text.text.chars().rev().nth(1).is_some_and(char::is_alphanumeric);
    if is_broken && !is_compound(&text.text, &next, lines) {
        let len = text.text.len() - end.len_utf8();
        *text = text.slice(0..len);
    } else if !(is_broken || is_numbered || is_wide(end) || is_wide(first)) {
        put(text, " ", line.page);
    }
    put(text, &next, line.page);
}

/// Whether the word that a hyphen breaks is written with that hyphen elsewhere: `third-party`.
fn is_compound(before: &str, behind: &str, lines: &[Line]) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '-';
    let start = before.rsplit(|c| !is_part(c)).next().unwrap_or_default();
    let rest = behind.split(|c| !is_part(c)).next().unwrap_or_default();
    let word = format!("{start}{rest}");
    start.len() > 1 && lines.iter().any(|line| line.cells.iter().any(|cell| cell.text.contains(&word)))
}

/// Size of the font in which most characters are set.
fn body_size(lines: &[Line]) -> f32 {
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    for line in lines {
        *sizes.entry((line.size * 4.0).round() as u32).or_default() += line.text().chars().count();
    }
    let most = sizes.into_iter().max_by_key(|(size, n)| (*n, std::cmp::Reverse(*size)));
    most.map_or(0.0, |(size, _)| size as f32 / 4.0)
}

/// How far the long lines of each page's columns reach, headings apart: what is short may be set at the edge, as dates
/// and names are.
fn right_edges(lines: &[Line], body: f32) -> BTreeMap<(u32, usize), f32> {
    let mut spans: BTreeMap<(u32, usize), Vec<(f32, f32)>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.cells.len() == 1) {
        let spans = spans.entry((line.page, line.column)).or_default();
        if line.size < body * HEADING_SIZE_MIN {
            spans.push((line.x(), line.end()));
        }
    }
    let edge = |spans: &mut dyn Iterator<Item = (f32, f32)>| {
        let spans: Vec<(f32, f32)> = spans.collect();
        let widest = spans.iter().map(|(x, end)| end - x).fold(0.0, f32::max);
        let long = spans.iter().filter(|(x, end)| end - x >= 0.5 * widest);
        long.map(|(_, end)| *end).fold(f32::MIN, f32::max)
    };
    // What has few lines has the edge of the whole document.
    let whole = edge(&mut spans.values().flatten().copied());
    let of = |spans: &Vec<(f32, f32)>| if spans.len() < 5 { whole } else { edge(&mut spans.iter().copied()) };
    spans.iter().map(|(place, spans)| (*place, of(spans))).collect()
}

/// Which lines are rows of a table: of several cells, above or below another of as many.
fn rows(lines: &[Line]) -> Vec<bool> {
    let n_cells = |at: Option<usize>| at.and_then(|at| lines.get(at)).map_or(0, |line| line.cells.len());
    (0..lines.len())
        .map(|at| {
            let n = n_cells(Some(at));
            n >= 2 && (n_cells(at.checked_sub(1)) >= 2 || n_cells(Some(at + 1)) >= 2)
        })
        .collect()
}

/// Leaves out what stands at the edge of page after page, and page numbers there.
fn without_edges(lines: Vec<Line>, stated: &str) -> Vec<Line> {
    let n_pages = lines.iter().map(|line| line.page).max().unwrap_or(0) as usize;
    let mut at_edge = vec![false; lines.len()];
    let mut start = 0;
    while start < lines.len() {
        let end = start + lines[start..].iter().take_while(|line| line.page == lines[start].page).count();
        for at in (start..end).filter(|at| at - start < EDGE_LINES || end - at <= EDGE_LINES) {
            at_edge[at] = true;
        }
        start = end;
    }
    // The same words at the same height, numbers apart.
    let key = |line: &Line| {
        let text: String = line.text().chars().map(|c| if c.is_numeric() { '#' } else { c }).collect();
        (plain_key(&text), (line.y / 6.0).round() as i32)
    };
    let mut seen: BTreeMap<(String, i32), usize> = BTreeMap::new();
    for (line, _) in lines.iter().zip(&at_edge).filter(|(_, at_edge)| **at_edge) {
        *seen.entry(key(line)).or_default() += 1;
    }
    let is_paper = |line: &Line| {
        let is_edge = line.y > line.page_height * 0.87 || line.y < line.page_height * 0.13;
        let is_again =
            is_edge && n_pages >= 2 && seen.get(&key(line)).is_some_and(|n| *n >= 2 && n * 2 >= n_pages);
        let is_low = line.y > line.page_height * 0.9 || line.y < line.page_height * 0.08;
        is_again || (is_low && is_page_number(&line.text()))
    };
    let is_out = |line: &Line, at_edge: bool| (at_edge && is_paper(line)) || is_printed(line, stated);
    let kept = lines.into_iter().zip(at_edge).filter(|(line, at_edge)| !is_out(line, *at_edge));
    kept.map(|(line, _)| line).collect()
}

fn plain_key(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether a line is what browsers print around a page: the time of printing and the page's title (`stated`), or the
/// page's address and number.
fn is_printed(line: &Line, stated: &str) -> bool {
    let text = line.text();
    // "11/28/31, 2:03 PM", "2031/11/28 14:03"
    let is_time = |text: &str| {
        let n_digits = text.chars().filter(char::is_ascii_digit).count();
        n_digits >= 6
            && text.contains(':')
            && text.chars().all(|c| c.is_ascii_digit() || "/.-:, APM\u{202f}".contains(c))
    };
    let is_head = || !stated.is_empty() && text.strip_suffix(stated).is_some_and(is_time);
    let is_foot = || {
        let (address, number) = text.rsplit_once(' ').unwrap_or_default();
        ["http://", "https://", "file://"].iter().any(|lead| address.starts_with(lead))
            && number.contains('/')
            && is_page_number(number)
    };
    (line.y < line.page_height * 0.08 && is_head()) || (line.y > line.page_height * 0.92 && is_foot())
}

/// Whether a line is the number of its page: `- 2 -`, `2/5`, `Page 2 of 5`, 2ページ.
fn is_page_number(text: &str) -> bool {
    let lower = text.to_lowercase();
    let rest = ["page", "of", "ページ", "頁", "p."].iter().fold(lower, |text, word| text.replace(word, " "));
    text.chars().count() <= 20
        && rest.contains(|c: char| c.is_numeric())
        && rest.chars().all(|c| c.is_numeric() || c.is_whitespace() || "-–—‐−/／|()（）".contains(c))
}

/// The first page that has text: before it may stand an empty one, or a cover that is a picture.
fn first_page(lines: &[Line]) -> u32 {
    lines.first().map_or(1, |line| line.page)
}

/// The lines of the title, and what it says.
///
/// The first lines of the first page that are set larger than the text; else what the file states, where the page
/// shows it; else the first line that is set in the middle.
fn title(lines: &[Line], body: f32, stated: &str) -> (std::ops::Range<usize>, Traced) {
    let n = lines.iter().take_while(|line| line.page == first_page(lines)).count().min(TOP_LINES);
    let top = &lines[..n];
    let largest = top.iter().map(|line| line.size).fold(0.0, f32::max);
    let is_words =
        |line: &Line| plain(&line.text()).chars().count() >= 4 && dateline(&line.text(), Lang::Ja).is_none();
    if largest >= body * HEADING_SIZE_MIN
        && let Some(start) = top.iter().position(|line| line.size >= largest * 0.97 && is_words(line))
    {
        let rest = top[start..].windows(2).take_while(|two| {
            two[1].size >= largest * 0.97 && two[1].y - two[0].y <= PITCH_MAX * two[1].size
        });
        let end = start + 1 + rest.count();
        return (start..end, titled(&lines[start..end]));
    }
    let said = plain(stated);
    let is_said = |line: &Line| said.chars().count() >= 4 && plain(&line.text()) == said;
    let is_middle = |line: &Line| {
        let (left, right) = (line.x(), line.page_width - line.end());
        line.cells.len() == 1
            && (left - right).abs() <= 0.06 * line.page_width
            && left > 0.12 * line.page_width
            && !ends_sentence(&line.text().replace(['）', '」'], ""))
            && plain(&line.text()).chars().count() >= 6
    };
    let found = top.iter().position(is_said).or_else(|| top.iter().position(|l| is_words(l) && is_middle(l)));
    let Some(start) = found else { return (0..0, Traced::default()) };
    let rest = top[start..].windows(2).take_while(|two| {
        !is_said(&two[0]) && is_middle(&two[1]) && two[1].y - two[0].y <= PITCH_MAX * two[1].size
    });
    let end = start + 1 + rest.count();
    (start..end, titled(&lines[start..end]))
}

fn titled(lines: &[Line]) -> Traced {
    let mut out = Traced::default();
    for line in lines {
        if out.text.is_empty() { put(&mut out, &line.text(), line.page) } else { join(&mut out, line, lines) }
    }
    out
}
