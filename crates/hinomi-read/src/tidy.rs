//! Last look at the blocks: what is still furniture goes.

use hinomi_model::{BlockKind, Lang};

use crate::blocks::Draft;
use crate::furniture::{has_furniture_lead, is_furniture_heading, is_furniture_line};
use crate::times::{dateline, is_date_label, is_publish_label, is_update_label};
use crate::title::plain;

/// Characters from which a block is taken for the beginning of the text itself.
const TEXT_CHARS_MIN: usize = 60;

/// Longest block that goes by how it begins, in characters.
const LEAD_CHARS_MAX: usize = 160;

/// Drops what is still furniture from the blocks: lines of words that mean nothing by themselves, the title said
/// again, links that stand alone, sections under furniture headings, and date lines and bylines before the text
/// begins or after it ends.
pub(crate) fn tidy(drafts: Vec<Draft>, title: &str) -> Vec<(BlockKind, String)> {
    let title = plain(title);
    let mut kept = Vec::with_capacity(drafts.len());
    let mut in_section = false;
    for (idx, draft) in drafts.iter().enumerate() {
        let n_chars = draft.n_chars;
        let is_own = n_chars >= TEXT_CHARS_MIN && !draft.is_link_only();
        if n_chars < TEXT_CHARS_MIN && is_furniture_heading(&draft.text) && !is_label(&drafts, idx) {
            in_section = true;
            continue;
        }
        in_section &= !is_own && draft.kind != BlockKind::Heading;
        let is_said_again = draft.kind != BlockKind::ListItem && plain(&draft.text) == title;
        let is_furniture = is_furniture_line(&draft.text)
            || (n_chars <= LEAD_CHARS_MAX && has_furniture_lead(&draft.text))
            || (draft.is_link_only() && is_loose(&drafts, idx))
            || is_caption(&draft.text)
            || (n_chars <= LEAD_CHARS_MAX
                && draft.kind != BlockKind::ListItem
                && is_labelled_dateline(&draft.text));
        if !in_section && !is_said_again && !is_furniture {
            kept.push(draft);
        }
    }
    let is_text = |draft: &&Draft| draft.n_chars >= TEXT_CHARS_MIN;
    let is_edge = |draft: &Draft| {
        draft.kind != BlockKind::ListItem
            && (dateline(&draft.text, Lang::Ja).is_some()
                || is_date_label(&draft.text)
                || is_byline(&draft.text))
    };
    let first = kept.iter().position(is_text).unwrap_or(kept.len());
    let last = kept.iter().rposition(is_text).unwrap_or(first);
    let inner = kept.iter().enumerate().filter(|(at, draft)| (first..=last).contains(at) || !is_edge(draft));
    let mut blocks: Vec<(BlockKind, String)> =
        inner.map(|(_, draft)| (draft.kind, draft.text.clone())).collect();
    while blocks.pop_if(|(kind, _)| *kind == BlockKind::Heading).is_some() {}
    blocks
}

/// Whether a block says when the page was published or changed, and no more; such lines stand anywhere.
fn is_labelled_dateline(text: &str) -> bool {
    let lower = text.to_lowercase();
    (is_update_label(&lower) || is_publish_label(&lower)) && dateline(text, Lang::Ja).is_some()
}

/// Whether what follows a furniture heading is the article's own prose: then it is a label of the text, such as
/// 特集 over a feature.
fn is_label(drafts: &[Draft], idx: usize) -> bool {
    drafts
        .get(idx + 1)
        .is_some_and(|next| next.n_chars >= TEXT_CHARS_MIN && next.n_link_chars * 2 < next.n_chars)
}

/// Whether a block of links is no part of a list that holds text as well.
fn is_loose(drafts: &[Draft], idx: usize) -> bool {
    let draft = &drafts[idx];
    let is_item = |other: Option<&Draft>| {
        other.is_some_and(|other| other.kind == BlockKind::ListItem && !other.is_link_only())
    };
    draft.kind != BlockKind::TableRow
        && !(draft.kind == BlockKind::ListItem
            && (is_item(drafts.get(idx + 1))
                || idx.checked_sub(1).is_some_and(|before| is_item(drafts.get(before)))))
}

/// Whether a block is a picture's caption by the credit at its end: `(Image: Agency)`, `（写真：通信社）`.
fn is_caption(text: &str) -> bool {
    let Some(inner) = text.trim_end().strip_suffix([')', '）']) else { return false };
    let Some(open) = inner.rfind(['(', '（']) else { return false };
    let credit = inner[open..].trim_start_matches(['(', '（']).to_lowercase();
    text.chars().count() <= LEAD_CHARS_MAX
        && [
            "image:",
            "photo:",
            "picture:",
            "credit:",
            "photo by",
            "image credit",
            "写真：",
            "写真:",
            "画像：",
            "撮影：",
        ]
        .iter()
        .any(|lead| credit.starts_with(lead))
}

/// Whether a line is "By Somebody" and no more.
fn is_byline(text: &str) -> bool {
    let name =
        text.strip_prefix("By ").or_else(|| text.strip_prefix("by ")).or_else(|| text.strip_prefix("BY "));
    name.is_some_and(|name| {
        name.split_whitespace().count() <= BYLINE_WORDS_MAX && !name.ends_with(['.', ':', ','])
    })
}

/// Most words of a byline.
const BYLINE_WORDS_MAX: usize = 8;
