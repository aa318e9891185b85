//! PDFs written by hand, as small as they can be. Source of the syntax: ISO 32000-1.

use std::fmt::Write as _;

/// How the characters of a font are coded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Font {
    /// One of the standard fonts, in Latin letters.
    Helvetica,
    /// Predefined map from UTF-16.
    UniJis,
    /// Predefined map from Shift_JIS.
    Rksj,
    /// Codes that mean nothing but by the font's own table.
    Identity,
    /// The same without the table.
    Untold,
}

/// A text at a place: points from the lower left corner of an A4 page, and the size of its font.
pub type Text<'a> = (f32, f32, f32, &'a str);

/// A file of numbered objects.
#[derive(Default)]
pub struct Book {
    objects: Vec<Vec<u8>>,
}

impl Book {
    /// Adds an object; its number.
    pub fn add(&mut self, object: impl Into<Vec<u8>>) -> usize {
        self.objects.push(object.into());
        self.objects.len()
    }

    pub fn stream(&mut self, entries: &str, data: &[u8]) -> usize {
        let head = format!("<< {entries} /Length {} >>\nstream\n", data.len());
        self.add([head.as_bytes(), data, b"\nendstream"].concat())
    }

    /// The file, whose catalogue is object `root`.
    pub fn written(&self, root: usize, trailer: &str) -> Vec<u8> {
        let mut out = b"%PDF-1.7\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", self.objects.len() + 1);
        for (n, object) in self.objects.iter().enumerate() {
            let _ = writeln!(table, "{:010} 00000 n ", out.len());
            out.extend(format!("{} 0 obj\n", n + 1).bytes());
            out.extend(object);
            out.extend(b"\nendobj\n");
        }
        let start = out.len();
        let n = self.objects.len() + 1;
        out.extend(table.bytes());
        out.extend(
            format!("trailer\n<< /Size {n} /Root {root} 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n")
                .bytes(),
        );
        out
    }
}

fn hex(bytes: impl IntoIterator<Item = u8>) -> String {
    bytes.into_iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Codes of a text in a font. The identity font counts the characters of all texts.
fn coded(font: Font, text: &str, table: &mut Vec<char>) -> String {
    match font {
        Font::Helvetica => hex(text.bytes()),
        Font::UniJis => hex(text.encode_utf16().flat_map(u16::to_be_bytes)),
        Font::Rksj => hex(encoding_rs::SHIFT_JIS.encode(text).0.iter().copied()),
        Font::Identity | Font::Untold => hex(text.chars().flat_map(|c| {
            let at = table.iter().position(|known| *known == c).unwrap_or_else(|| {
                table.push(c);
                table.len() - 1
            });
            u16::try_from(at + 3).unwrap_or_default().to_be_bytes()
        })),
    }
}

/// A file of pages that show texts.
pub fn pdf(font: Font, pages: &[Vec<Text<'_>>], title: &str) -> Vec<u8> {
    let mut book = Book::default();
    let mut table = Vec::new();
    let mut contents = Vec::new();
    for page in pages {
        let mut drawn = String::new();
        for (x, y, size, text) in page {
            let codes = coded(font, text, &mut table);
            let _ = writeln!(drawn, "BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{codes}> Tj ET");
        }
        contents.push(book.stream("", drawn.as_bytes()));
    }
    let system = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 6 >>";
    let composite = |book: &mut Book, encoding: &str, system: &str, rest: &str| {
        let child = book.add(format!(
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /MihonMincho {system} /DW 1000 >>"
        ));
        book.add(format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /MihonMincho /Encoding /{encoding} /DescendantFonts [{child} 0 R] {rest} >>"
        ))
    };
    let identity = system.replace("Japan1", "Identity");
    let font = match font {
        Font::Helvetica => {
            book.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
        }
        Font::UniJis => composite(&mut book, "UniJIS-UCS2-H", system, ""),
        Font::Rksj => composite(&mut book, "90ms-RKSJ-H", system, ""),
        Font::Untold => composite(&mut book, "Identity-H", &identity, ""),
        Font::Identity => {
            let mut map = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n1 begincodespacerange <0000> <ffff> endcodespacerange\n".to_owned();
            for part in table.iter().enumerate().collect::<Vec<_>>().chunks(100) {
                let _ = writeln!(map, "{} beginbfchar", part.len());
                for (at, c) in part {
                    let meant = hex(c.to_string().encode_utf16().flat_map(u16::to_be_bytes));
                    let _ = writeln!(map, "<{:04x}> <{meant}>", at + 3);
                }
                map.push_str("endbfchar\n");
            }
            map.push_str("endcmap end end");
            let map = book.stream("", map.as_bytes());
            composite(&mut book, "Identity-H", &identity, &format!("/ToUnicode {map} 0 R"))
        }
    };
    let tree = book.objects.len() + pages.len() + 1;
    let kids: Vec<String> = contents
        .iter()
        .map(|content| {
            let page = book.add(format!(
                "<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 {font} 0 R >> >> /Contents {content} 0 R >>"
            ));
            format!("{page} 0 R")
        })
        .collect();
    book.add(format!("<< /Type /Pages /Count {} /Kids [{}] >>", kids.len(), kids.join(" ")));
    let root = book.add(format!("<< /Type /Catalog /Pages {tree} 0 R >>"));
    let title = hex([0xfe, 0xff].into_iter().chain(title.encode_utf16().flat_map(u16::to_be_bytes)));
    let info = book.add(format!("<< /Title <{title}> >>"));
    book.written(root, &format!("/Info {info} 0 R"))
}
