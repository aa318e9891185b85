//! PDF → what it says of itself, and its blocks; each character's origin is its page.
//!
//! Read: text in any font that says what its characters mean, by its own table or by the predefined Japanese ones.
//! Not read, and said so: scans without text, encrypted files, damaged ones.

mod glyphs;
mod layout;
mod lines;

use hinomi_model::{BlockKind, Warning};

pub use glyphs::{PDF_CHARS_MAX, PDF_INFLATED_BYTES_MAX, PDF_PAGES_MAX, PDF_STEPS_MAX};

use crate::head::Head;
use crate::traced::Traced;

/// Share of characters without a meaning, in percent, from which the rest is no text either.
const UNTOLD_PERCENT_MAX: usize = 20;

/// Reads a PDF; `None` where there is no text in it. `place` is what warnings are about, `instead` what is used then.
pub(crate) fn pdf(
    body: &[u8],
    place: &str,
    instead: &str,
    warnings: &mut Vec<Warning>,
) -> Option<(Head, Vec<(BlockKind, Traced)>)> {
    let refused =
        |why: &str, remedy: &str| Warning::new(place, format!("PDF was not read: {why}; {instead}"), remedy);
    let found = match glyphs::sheets(body) {
        Ok(found) => found,
        Err((why, remedy)) => {
            warnings.push(refused(why, remedy));
            return None;
        }
    };
    let n_told: usize = found.sheets.iter().map(|sheet| sheet.glyphs.len()).sum();
    let n_untold: usize = found.sheets.iter().map(|sheet| sheet.n_untold).sum();
    if n_told == 0 || n_untold * 100 > (n_told + n_untold) * UNTOLD_PERCENT_MAX {
        let why = match (n_untold, found.sheets.iter().any(|sheet| sheet.has_image)) {
            (0, true) => "it holds images and no text (a scan)",
            (0, false) => "there is no text in it",
            _ => "its fonts do not say which characters they draw",
        };
        warnings.push(refused(why, "open it in its own program, or have its text recognised"));
        return None;
    }
    if n_untold > 0 {
        let what = format!("{n_untold} characters of the PDF have no meaning stated and are left out");
        warnings.push(Warning::new(place, what, "look at the PDF itself"));
    }
    if found.is_cut {
        let what = format!(
            "PDF of {} pages was read up to page {} and not to its end",
            found.n_pages,
            found.sheets.len()
        );
        warnings.push(Warning::new(place, what, "read the PDF itself for the rest"));
    }
    let lines: Vec<lines::Line> =
        (1..).zip(&found.sheets).flat_map(|(page, sheet)| lines::lines(page, sheet)).collect();
    let (mut head, blocks) = layout::layout(lines, &found.title);
    if head.title.text.is_empty() && is_title(&found.title) {
        head.title = Traced::untraced(&found.title);
    }
    Some((head, blocks))
}

/// Whether the title that a file states is one for readers, and not that of its draft: `Microsoft Word - 資料.docx`.
fn is_title(stated: &str) -> bool {
    const DRAFTS: [&str; 10] =
        ["microsoft", "untitled", "無題", ".doc", ".xls", ".ppt", ".pdf", ".jtd", ".indd", "名称未設定"];
    let lower = stated.to_lowercase();
    stated.chars().count() >= 5 && !DRAFTS.iter().any(|draft| lower.contains(draft))
}
