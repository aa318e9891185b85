//! A PDF's bytes → the characters of its pages, each with where it stands.
//!
//! The file is interpreted by `hayro` (no `unsafe` of its own, the predefined character maps of ISO 32000-1, 9.7.5.2
//! built in). Its work is bounded from outside: what streams inflate to, pages, drawing steps and characters are
//! counted, and it runs on a thread of its own with a stack of a stated size, where a panic ends that thread alone.

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

use flate2::read::ZlibDecoder;
use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, TransformExt, interpret_page,
};
use memchr::memmem;

/// Pages of a PDF that are read; of a longer one, the first. The longest incident reports have some hundreds.
pub const PDF_PAGES_MAX: usize = 1_000;

/// Characters of a PDF that are read: as many as the longest article can hold.
pub const PDF_CHARS_MAX: usize = crate::limits::TEXT_BYTES_MAX;

/// Steps of drawing that are followed. A page of dense maps has some hundred thousand.
pub const PDF_STEPS_MAX: usize = 1_000_000;

/// Bytes that the compressed streams of a PDF may inflate to, taken together. A report of a hundred pages of
/// diagrams has 30 MB; photographs are compressed otherwise and do not count.
pub const PDF_INFLATED_BYTES_MAX: u64 = 128 << 20;

/// Stack of the thread that interprets. Forms may nest 50 deep; each level takes some ten kilobytes.
const STACK_BYTES: usize = 16 << 20;

/// A character of a page. Its place counts from the upper left corner as the page is shown, in points.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    pub text: String,
    /// Where it begins along its line.
    pub x: f32,
    /// Where the next begins, where nothing is put between.
    pub end: f32,
    /// Its base line: grows from line to line.
    pub y: f32,
    /// Height of its font.
    pub size: f32,
}

/// The characters of one page, in the order in which they are drawn.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Sheet {
    pub width: f32,
    pub height: f32,
    pub glyphs: Vec<Glyph>,
    /// Characters whose font does not say what they mean.
    pub n_untold: usize,
    pub has_image: bool,
}

/// What was read of a PDF.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    pub sheets: Vec<Sheet>,
    /// Pages of the whole.
    pub n_pages: usize,
    /// Whether a limit ended the reading of a page or of the whole.
    pub is_cut: bool,
    /// Title as the file's information dictionary states it.
    pub title: String,
}

/// Reads the characters of a PDF. The error is why there are none, in words, and what to do.
pub(super) fn sheets(body: &[u8]) -> Result<Sheets, (&'static str, &'static str)> {
    if inflates_beyond(body, PDF_INFLATED_BYTES_MAX) {
        return Err(("its streams inflate to more than 128 MiB", "open it in its own program"));
    }
    let broken = ("it is damaged in a way that stops its reader", "open it in its own program");
    thread::scope(|scope| {
        let builder = thread::Builder::new().name("pdf".to_owned()).stack_size(STACK_BYTES);
        let Ok(handle) = builder.spawn_scoped(scope, || interpreted(body)) else {
            return Err(("no thread could be started to read it", "try again with less running beside"));
        };
        // The crates below read every kind of font there is; a panic in them must cost this page alone.
        handle.join().unwrap_or(Err(broken))
    })
}

fn interpreted(body: &[u8]) -> Result<Sheets, (&'static str, &'static str)> {
    let pdf = Pdf::new(body.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => ("it is encrypted", "ask for a copy without a password"),
        LoadPdfError::Invalid => ("no page could be found in it, so it is damaged", "fetch it again"),
    })?;
    let mut out = Sheets {
        n_pages: pdf.pages().len(),
        title: pdf.metadata().title.as_deref().map(pdf_text).unwrap_or_default(),
        ..Sheets::default()
    };
    let cache = InterpreterCache::new();
    let (mut steps, mut chars) = (PDF_STEPS_MAX, PDF_CHARS_MAX);
    for page in pdf.pages().iter().take(PDF_PAGES_MAX) {
        let (width, height) = page.render_dimensions();
        let mut writer = Writer { sheet: Sheet { width, height, ..Sheet::default() }, steps, chars };
        let shown = page.initial_transform(true).to_kurbo();
        let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let done = catch_unwind(AssertUnwindSafe(|| {
            let mut context = Context::new(shown, area, &cache, pdf.xref(), InterpreterSettings::default());
            interpret_page(page, &mut context, &mut writer);
        }));
        (steps, chars) = (writer.steps, writer.chars);
        out.sheets.push(writer.sheet);
        match done {
            Ok(()) => {}
            Err(why) if why.is::<Enough>() => {
                out.is_cut = true;
                return Ok(out);
            }
            // What was read of the page before the bug is as true as before.
            Err(_) => out.is_cut = true,
        }
    }
    out.is_cut |= out.sheets.len() < out.n_pages;
    Ok(out)
}

/// Says, by unwinding, that a limit is reached: the interpreter has no other way to be stopped.
struct Enough;

/// Notes the characters that are drawn.
struct Writer {
    sheet: Sheet,
    /// Steps and characters that are left.
    steps: usize,
    chars: usize,
}

impl Writer {
    fn step(&mut self) {
        match self.steps.checked_sub(1) {
            Some(left) => self.steps = left,
            None => resume_unwind(Box::new(Enough)),
        }
    }
}

impl<'a> Device<'a> for Writer {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.step();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.step();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.step();
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        let is_vertical = run.writing_mode() == WritingMode::Vertical;
        for glyph in run.glyphs() {
            self.step();
            let text = match glyph.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(text)) => text,
                None => String::new(),
            };
            if text.is_empty() || text.contains(['\u{fffd}', '\0']) {
                self.sheet.n_untold += 1;
                continue;
            }
            let text = unligated(text);
            if self.chars < text.len() {
                resume_unwind(Box::new(Enough));
            }
            self.chars -= text.len();
            let advance = match &**glyph {
                hayro_interpret::font::Glyph::Outline(outline) => outline.advance_width(),
                hayro_interpret::font::Glyph::Type3(type3) => type3.advance_width(),
            };
            let place = props.transform * glyph.transform();
            self.sheet.glyphs.push(placed(text, place, advance, is_vertical, self.sheet.width));
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.step();
        self.sheet.has_image = true;
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

/// The letters of a ligature that has a character of its own (U+FB00 to U+FB06): nobody looks for "ﬁrewall".
fn unligated(text: String) -> String {
    let letters = match text.as_str() {
        "\u{fb00}" => "ff",
        "\u{fb01}" => "fi",
        "\u{fb02}" => "fl",
        "\u{fb03}" => "ffi",
        "\u{fb04}" => "ffl",
        "\u{fb05}" | "\u{fb06}" => "st",
        _ => return text,
    };
    letters.to_owned()
}

/// A character with its place. Of vertical text the lines stand side by side, from right to left.
fn placed(text: String, place: Affine, advance: Option<f32>, is_vertical: bool, width: f32) -> Glyph {
    /// Units of a font's em, in which glyphs are drawn.
    const EM: f64 = 1000.0;
    let at = |x: f64, y: f64| place * Point::new(x, y);
    let length = |v: Vec2| v.hypot();
    let origin = at(0.0, 0.0);
    let size = length(at(0.0, EM) - origin);
    let along = length(at(EM, 0.0) - origin);
    if is_vertical {
        let y = f64::from(width) - origin.x;
        let (x, end) = (origin.y, origin.y + size);
        return Glyph { text, x: x as f32, end: end as f32, y: y as f32, size: size as f32 };
    }
    let end = origin.x + along * f64::from(advance.unwrap_or(500.0)) / EM;
    Glyph { text, x: origin.x as f32, end: end as f32, y: origin.y as f32, size: size as f32 }
}

/// A text string of a PDF: UTF-16 or UTF-8 by its mark, else Latin. Source: ISO 32000-1, 7.9.2.2.
fn pdf_text(bytes: &[u8]) -> String {
    let encoding = match bytes {
        [0xfe, 0xff, ..] => encoding_rs::UTF_16BE,
        [0xff, 0xfe, ..] => encoding_rs::UTF_16LE,
        _ if std::str::from_utf8(bytes).is_ok() => encoding_rs::UTF_8,
        _ => encoding_rs::WINDOWS_1252,
    };
    encoding.decode(bytes).0.trim_matches(|c: char| c.is_whitespace() || c.is_control()).to_owned()
}

/// Whether the streams of a PDF inflate to more than `bytes_max`, or one is compressed twice over, which nothing
/// but a trap is.
// LIMIT: streams that are encrypted, or compressed by LZW, are not looked into before they are read.
fn inflates_beyond(body: &[u8], bytes_max: u64) -> bool {
    let mut left = bytes_max;
    for at in memmem::find_iter(body, b"stream") {
        let head = &body[at.saturating_sub(DICTIONARY_BYTES)..at];
        if head.ends_with(b"end") {
            continue;
        }
        let head = &head[memmem::rfind(head, b"<<").unwrap_or(0)..];
        if memmem::find_iter(head, b"/FlateDecode").count() + memmem::find_iter(head, b"/LZWDecode").count()
            > 1
        {
            return true;
        }
        let data = &body[at + b"stream".len()..];
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        let is_zlib = matches!(data, [a, b, ..] if a & 0x0f == 8 && (u16::from(*a) << 8 | u16::from(*b)).is_multiple_of(31));
        if !is_zlib {
            continue;
        }
        let mut decoder = ZlibDecoder::new(data).take(left + 1);
        // A damaged stream counts as far as it goes.
        let n = std::io::copy(&mut decoder, &mut std::io::sink()).unwrap_or(0);
        let n = n.max(decoder.get_ref().total_out()).max(decoder.get_ref().total_in());
        if n > left {
            return true;
        }
        left -= n;
    }
    false
}

/// How far before its data a stream's dictionary is looked for, in bytes.
const DICTIONARY_BYTES: usize = 1024;
