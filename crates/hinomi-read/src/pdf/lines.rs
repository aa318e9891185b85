//! Characters of a page → its lines.
//!
//! A line is what stands on one base line; what stands apart on it by more than a word's space is a cell of its
//! own. Columns are read one after the other where the page draws them so.

use super::glyphs::{Glyph, Sheet};

/// Parts of a font's height. A space between words takes a quarter; what stands further apart than a character and
/// a half is a cell; Latin letters beside Japanese ones are set apart by up to two fifths; base lines that differ by less are one.
const SPACE_MIN: f32 = 0.18;
const SET_MAX: f32 = 0.4;
const CELL_MIN: f32 = 1.6;
const BASE_LINE_MAX: f32 = 0.45;

/// A line of a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Page, from 1.
    pub page: u32,
    /// Column of its page, from 0, in order of drawing.
    pub column: usize,
    pub cells: Vec<Cell>,
    pub y: f32,
    /// Height of its largest font.
    pub size: f32,
    /// Of its page.
    pub page_width: f32,
    pub page_height: f32,
}

/// Characters that stand together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    pub text: String,
    pub x: f32,
    pub end: f32,
}

impl Line {
    pub fn x(&self) -> f32 {
        self.cells.first().map_or(0.0, |cell| cell.x)
    }

    pub fn end(&self) -> f32 {
        self.cells.last().map_or(0.0, |cell| cell.end)
    }

    /// Its cells with a space between.
    pub fn text(&self) -> String {
        let texts: Vec<&str> = self.cells.iter().map(|cell| cell.text.as_str()).collect();
        texts.join(" ")
    }
}

/// The lines of a page, from its top, column by column.
pub(super) fn lines(page: u32, sheet: &Sheet) -> Vec<Line> {
    let mut out = Vec::new();
    for (column, drawn) in columns(&sheet.glyphs, sheet.width).into_iter().enumerate() {
        let mut glyphs: Vec<&Glyph> = drawn.iter().filter(|g| is_placed(g, sheet)).collect();
        // Where floats cannot be ordered the order of drawing stands.
        glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
        let mut row: Vec<&Glyph> = Vec::new();
        for glyph in glyphs {
            let fits = row
                .first()
                .is_none_or(|first| glyph.y - first.y <= BASE_LINE_MAX * first.size.max(glyph.size).max(1.0));
            if !fits {
                out.extend(line((page, column), sheet, std::mem::take(&mut row)));
            }
            row.push(glyph);
        }
        out.extend(line((page, column), sheet, row));
    }
    out
}

/// Whether a character stands on the page, where a reader sees it.
fn is_placed(glyph: &Glyph, sheet: &Sheet) -> bool {
    let (x, y) = (glyph.x, glyph.y);
    let is_finite = x.is_finite() && y.is_finite() && glyph.end.is_finite() && glyph.size.is_finite();
    let (long, margin) = (sheet.width.max(sheet.height), 0.5);
    is_finite && glyph.size > margin && x > -margin && y > -margin && x < long + margin && y < long + margin
}

/// Stretches of characters, in order of drawing, each a column: where drawing goes up by some lines, and to the right of
/// all that was drawn from that height on, the next column begins. What stands above it, such as a headline over all
/// columns, may reach further.
fn columns(glyphs: &[Glyph], width: f32) -> Vec<&[Glyph]> {
    let height = glyphs.iter().map(|g| g.y).filter(|y| y.is_finite()).fold(1.0, f32::max);
    let band = |y: f32| (y / height * BANDS as f32).clamp(0.0, BANDS as f32 - 1.0) as usize;
    let mut out = Vec::new();
    // How far to the right was drawn in each band of the page's height.
    let mut right = [f32::MIN; BANDS];
    let (mut start, mut low) = (0, f32::MIN);
    for (at, glyph) in glyphs.iter().enumerate() {
        let goes_up = low - glyph.y > COLUMN_LINES_MIN * glyph.size;
        if at > start && goes_up && glyph.x > width * 0.3 {
            let below = right[band(glyph.y - glyph.size)..].iter().copied().fold(f32::MIN, f32::max);
            if glyph.x > below {
                out.push(&glyphs[start..at]);
                (start, right, low) = (at, [f32::MIN; BANDS], f32::MIN);
            }
        }
        let band = &mut right[band(glyph.y)];
        (*band, low) = (band.max(glyph.end), low.max(glyph.y));
    }
    out.push(&glyphs[start..]);
    out
}

/// Lines from which a stretch is a column. A table drawn column by column is more often shorter.
const COLUMN_LINES_MIN: f32 = 6.0;

/// Bands of a page's height: finer than lines are.
const BANDS: usize = 256;

fn line((page, column): (u32, usize), sheet: &Sheet, mut glyphs: Vec<&Glyph>) -> Option<Line> {
    glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
    let size = glyphs.iter().map(|g| g.size).fold(0.0, f32::max);
    let y = glyphs.iter().map(|g| g.y).fold(f32::MIN, f32::max);
    let mut cells: Vec<Cell> = Vec::new();
    let mut last: Option<&Glyph> = None;
    for glyph in glyphs {
        // Bold is often drawn as the same character twice, a little apart.
        let is_again = |last: &Glyph| last.text == glyph.text && glyph.x - last.x < 0.2 * glyph.size;
        if last.is_some_and(is_again) {
            continue;
        }
        let is_blank = glyph.text.trim().is_empty();
        match cells.last_mut() {
            Some(cell) if glyph.x - cell.end <= CELL_MIN * glyph.size => {
                let is_apart = glyph.x - cell.end > SPACE_MIN * glyph.size;
                if is_blank {
                    // White space gives no width: what follows tells how far it reaches.
                    if !cell.text.ends_with([' ', '\u{3000}']) {
                        cell.text.push_str(if glyph.text == "\u{3000}" { "\u{3000}" } else { " " });
                    }
                    cell.end = cell.end.max(glyph.end);
                } else {
                    let is_wide = |c: Option<char>| c.is_some_and(crate::space::is_wide);
                    let (left, right) = (cell.text.chars().next_back(), glyph.text.chars().next());
                    // Word processors set Latin letters a quarter apart from Japanese ones; nobody wrote a space there.
                    let is_set =
                        glyph.x - cell.end <= SET_MAX * glyph.size && (is_wide(left) || is_wide(right));
                    let joins = is_set || (is_wide(left) && is_wide(right));
                    if is_apart && !joins && !cell.text.ends_with([' ', '\u{3000}']) {
                        cell.text.push(' ');
                    }
                    cell.text.push_str(&glyph.text);
                    cell.end = cell.end.max(glyph.end);
                }
            }
            _ if is_blank => {}
            _ => cells.push(Cell { text: glyph.text.clone(), x: glyph.x, end: glyph.end }),
        }
        last = Some(glyph);
    }
    for cell in &mut cells {
        let trimmed = cell.text.trim_end().len();
        cell.text.truncate(trimmed);
    }
    cells.retain(|cell| !cell.text.is_empty());
    let (page_width, page_height) = (sheet.width, sheet.height);
    (!cells.is_empty()).then_some(Line { page, column, cells, y, size, page_width, page_height })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Characters of 10 points from each place on, one each 10 points.
    fn sheet(texts: &[(f32, f32, &str)]) -> Sheet {
        let glyphs = texts.iter().flat_map(|(x, y, text)| {
            text.chars().enumerate().map(move |(n, c)| {
                let x = x + 10.0 * n as f32;
                Glyph { text: c.to_string(), x, end: x + 10.0, y: *y, size: 10.0 }
            })
        });
        Sheet { width: 600.0, height: 800.0, glyphs: glyphs.collect(), ..Sheet::default() }
    }

    #[track_caller]
    fn check(texts: &[(f32, f32, &str)], expected: &[&str]) {
        let got: Vec<String> = lines(1, &sheet(texts))
            .iter()
            .map(|line| line.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|"))
            .collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn what_stands_on_a_base_line_is_a_line() {
        check(&[(50.0, 120.0, "二行目"), (50.0, 100.0, "一行"), (70.0, 101.0, "目")], &["一行目", "二行目"]);
        check(&[(50.0, 100.0, "ab"), (73.0, 100.0, "cd")], &["ab cd"]);
        check(&[(50.0, 100.0, "件数"), (150.0, 100.0, "120 件")], &["件数|120 件"]);
        check(&[(50.0, 100.0, "太"), (50.5, 100.0, "太"), (60.0, 100.0, "字")], &["太字"]);
        check(&[(50.0, f32::NAN, "x"), (f32::INFINITY, 1.0, "y"), (50.0, -90.0, "z")], &[]);
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        let rows: Vec<(f32, f32)> = (0..20).map(|n| (50.0, 100.0 + 15.0 * n as f32)).collect();
        let left = rows.iter().map(|(x, y)| (*x, *y, "left"));
        let right = rows.iter().map(|(x, y)| (x + 250.0, *y, "right"));
        let texts: Vec<_> = left.chain(right).collect();
        check(&texts, &[["left"; 20], ["right"; 20]].concat());
        let under_headline: Vec<_> =
            std::iter::once((50.0, 60.0, "a headline that reaches over both of them")).chain(texts).collect();
        let expected =
            [vec!["a headline that reaches over both of them"], vec!["left"; 20], vec!["right"; 20]];
        check(&under_headline, &expected.concat());
    }
}
