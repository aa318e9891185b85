//! Last look at the blocks: what is still furniture goes.

use hinomi_model::{BlockKind, Lang};

use crate::blocks::Draft;
use crate::features::n_labels;
use crate::furniture::{has_furniture_lead, is_furniture_heading, is_furniture_line};
use crate::space::head;
use crate::stamp::{STAMP_BYTES_MAX, may_hold_date};
use crate::times::{dateline, is_date_label, is_publish_label, is_update_label};
use crate::title::{is_plainly, plain};

/// Characters from which a block is taken for the beginning of the text itself.
pub(crate) const TEXT_CHARS_MIN: usize = 60;

/// Characters from which a block that ends like a sentence is one.
const SENTENCE_CHARS_MIN: usize = 30;

/// Longest block that goes by how it begins, in characters.
const LEAD_CHARS_MAX: usize = 160;

/// How many bytes of marks and spaces a block that says the title again may hold, beside as many as its letters.
const TITLE_MARKS_BYTES_MAX: usize = 64;

/// Why a block is left out of the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Left {
    /// It stands outside the element that holds the article.
    Outside,
    /// It stands under a heading such as "Related articles".
    Section,
    /// It says the title again.
    TitleAgain,
    /// Its words, or its first words, mean nothing by themselves.
    Words,
    /// A link that stands alone.
    Link,
    /// The caption of a picture.
    Caption,
    /// When the page was published or changed.
    Dateline,
    /// A date, a label or a byline before the text begins or after it ends.
    Edge,
    /// A heading with nothing under it.
    LastHeading,
    /// The model says so; none of the rules does.
    Score,
}

/// What is still furniture among the blocks: lines of words that mean nothing by themselves, the title said
/// again, links that stand alone, sections under furniture headings, and date lines and bylines before the text
/// begins or after it ends. One answer for each block; `None` keeps it.
pub(crate) fn tidy(drafts: &[&Draft], title: &str) -> Vec<Option<Left>> {
    let title = plain(title);
    let mut left = vec![None; drafts.len()];
    let (mut in_section, mut is_headed) = (false, false);
    for (idx, draft) in drafts.iter().enumerate() {
        let n_chars = draft.n_chars;
        // Items of a list that lead elsewhere, and lines that are links for the most part, belong to the heading above.
        let n_links_max = if draft.kind == BlockKind::ListItem { 0 } else { n_chars / 2 };
        let is_own = n_chars >= TEXT_CHARS_MIN && draft.n_link_chars <= n_links_max;
        let is_short = n_chars <= LEAD_CHARS_MAX;
        if n_chars < TEXT_CHARS_MIN && is_furniture_heading(draft.text()) && !is_label(drafts, idx) {
            (in_section, is_headed) = (true, draft.kind == BlockKind::Heading);
            left[idx] = Some(Left::Section);
            continue;
        }
        // 広告 in the middle of a text heads no section: the next sentence is the text's again.
        let is_sentence = draft.n_link_chars == 0
            && draft.kind == BlockKind::Paragraph
            && n_chars >= SENTENCE_CHARS_MIN
            && draft.text().ends_with(['。', '.']);
        in_section &= !is_own && draft.kind != BlockKind::Heading && (is_headed || !is_sentence);
        let is_item = draft.kind == BlockKind::ListItem;
        left[idx] = if in_section {
            Some(Left::Section)
        } else if !is_item
            && draft.text().len() <= 2 * title.len() + TITLE_MARKS_BYTES_MAX
            && is_plainly(draft.text(), &title)
        {
            Some(Left::TitleAgain)
        } else if is_furniture_line(draft.text())
            || (is_short && has_furniture_lead(draft.text()))
            || (draft.kind == BlockKind::Paragraph && is_counter(draft.text()))
        {
            Some(Left::Words)
        } else if draft.is_link_only() && is_loose(drafts, idx) {
            Some(Left::Link)
        } else if is_caption(draft.text()) {
            Some(Left::Caption)
        } else if is_short && !is_item && (is_labelled_dateline(draft.text()) || is_entry_line(draft.text()))
        {
            Some(Left::Dateline)
        } else {
            None
        };
    }
    let is_text = |idx: &usize| left[*idx].is_none() && drafts[*idx].n_chars >= TEXT_CHARS_MIN;
    let first = (0..drafts.len()).find(is_text).unwrap_or(drafts.len());
    let last = (0..drafts.len()).rev().find(is_text).unwrap_or(first);
    for (idx, draft) in drafts.iter().enumerate() {
        let is_edge = || {
            !matches!(draft.kind, BlockKind::ListItem | BlockKind::TableRow)
                && (dateline(draft.text(), Lang::Ja).is_some()
                    || is_date_label(draft.text())
                    || is_byline(draft.text())
                    || is_address(draft.text()))
        };
        if !(first..=last).contains(&idx) && left[idx].is_none() && is_edge() {
            left[idx] = Some(Left::Edge);
        }
    }
    let at_end = (0..drafts.len()).rev().filter(|idx| left[*idx].is_none()).take(RIGHTS_BLOCKS_MAX);
    for idx in at_end.collect::<Vec<_>>() {
        if is_rights_notice(drafts[idx]) {
            left[idx] = Some(Left::Words);
        }
    }
    for idx in (0..drafts.len()).rev().filter(|idx| left[*idx].is_none()).collect::<Vec<_>>() {
        if drafts[idx].kind != BlockKind::Heading {
            break;
        }
        left[idx] = Some(Left::LastHeading);
    }
    left
}

/// Whether a block says when the page was published or changed, and no more; such lines stand anywhere.
fn is_labelled_dateline(text: &str) -> bool {
    if !may_hold_date(head(text, STAMP_BYTES_MAX)) {
        return false;
    }
    let lower = text.to_lowercase();
    (is_update_label(&lower) || is_publish_label(&lower)) && dateline(text, Lang::Ja).is_some()
}

/// Whether a line is a number alone: that of a picture, a page, of comments.
fn is_counter(text: &str) -> bool {
    text.len() <= COUNTER_BYTES_MAX && text.bytes().all(|b| b.is_ascii_digit())
}

/// Longest such number.
const COUNTER_BYTES_MAX: usize = 3;

/// Whether a line is what software says of an entry: a day, and behind it labels such as "Posted by: A - Category: B".
fn is_entry_line(text: &str) -> bool {
    let day = text.split_whitespace().next().unwrap_or_default();
    let mut numbers = day.split(['/', '.', '-']);
    numbers.by_ref().take(3).all(|n| (1..=4).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit()))
        && day.matches(['/', '.', '-']).count() == 2
        && n_labels(text) >= ENTRY_LABELS_MIN
}

/// Labels that such a line has at least.
const ENTRY_LABELS_MIN: usize = 2;

/// Whether a block says who may print the text again, and no more.
fn is_rights_notice(draft: &Draft) -> bool {
    const PHRASES: [&str; 20] = [
        "all rights reserved",
        "is subject to copyright",
        "is protected by copyright",
        "may not be reproduced",
        "be reproduced without",
        "may not be published, broadcast",
        "無断転載を禁",
        "無断転載禁止",
        "無断転載はお断り",
        "無断複製を禁",
        "無断での転載を禁",
        "版权所有",
        "무단전재",
        "무단 전재",
        "alle rechte vorbehalten",
        "tous droits réservés",
        "todos los derechos reservados",
        "todos os direitos reservados",
        "tutti i diritti riservati",
        "все права защищены",
    ];
    let is_sized = draft.n_chars <= RIGHTS_CHARS_MAX && draft.kind == BlockKind::Paragraph;
    is_sized && {
        let lower = draft.text().to_lowercase();
        PHRASES.iter().any(|phrase| lower.contains(phrase))
    }
}

/// Longest such notice, in characters without white space.
const RIGHTS_CHARS_MAX: usize = 320;

/// How many blocks at the end of the text may be one.
const RIGHTS_BLOCKS_MAX: usize = 3;

/// Whether what follows a furniture heading is the article's own prose: then it is a label of the text, such as
/// 特集 over a feature.
fn is_label(drafts: &[&Draft], idx: usize) -> bool {
    drafts
        .get(idx + 1)
        .is_some_and(|next| next.n_chars >= TEXT_CHARS_MIN && next.n_link_chars * 2 < next.n_chars)
}

/// Whether a block of links is no part of a list that holds text as well. A list of which most items are links
/// alone is one of links, also where an item has a mark or a word beside its link.
fn is_loose(drafts: &[&Draft], idx: usize) -> bool {
    let kind = drafts[idx].kind;
    if kind != BlockKind::ListItem {
        return kind != BlockKind::TableRow;
    }
    let is_item = |draft: &&&Draft| draft.kind == BlockKind::ListItem;
    let behind = drafts[idx..].iter().take_while(is_item).take(LIST_ITEMS_MAX);
    let before = drafts[..idx].iter().rev().take_while(is_item).take(LIST_ITEMS_MAX);
    let (mut n, mut n_links) = (0, 0);
    for draft in behind.chain(before) {
        n += 1;
        n_links += usize::from(draft.is_link_only());
    }
    n_links * 100 >= n * LINK_ITEMS_PERCENT_MIN
}

/// Items of a list on either side that are looked at.
const LIST_ITEMS_MAX: usize = 50;

/// Share of items that are links alone, in percent, from which a list is one of links.
const LINK_ITEMS_PERCENT_MIN: usize = 70;

/// Whether a block is a picture's caption by the credit at its end: `(Image: Agency)`, `（写真：通信社）`, or by whose
/// picture it is: `photo © Agency`.
fn is_caption(text: &str) -> bool {
    const OWNED: [&str; 6] = ["photo ©", "photos ©", "image ©", "images ©", "写真©", "写真 ©"];
    if text.len() <= 4 * LEAD_CHARS_MAX && text.contains('©') {
        let lower = text.to_lowercase();
        if text.chars().count() <= LEAD_CHARS_MAX && OWNED.iter().any(|mark| lower.contains(mark)) {
            return true;
        }
    }
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

/// Whether a line is a mail address and no more, such as a writer's.
fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        && !text.contains(|c: char| c.is_whitespace() || !c.is_ascii())
}

/// Most words of a byline.
const BYLINE_WORDS_MAX: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traced::Traced;

    fn left(texts: &[&str]) -> Vec<Option<Left>> {
        let draft =
            |(at, text): (usize, &&str)| Draft::new(BlockKind::Paragraph, Traced::untraced(text), 0, at);
        let drafts: Vec<Draft> = texts.iter().enumerate().map(draft).collect();
        tidy(&drafts.iter().collect::<Vec<&Draft>>(), "a title")
    }

    #[test]
    fn numbers_alone_and_what_software_says_of_an_entry_go() {
        let entry = "05/10/2031 - Posted by: A. Writer - Category: Widgets - Tags: gadget";
        assert_eq!(left(&[entry, TEXT, "12", TEXT]), [Some(Left::Dateline), None, Some(Left::Words), None]);
        assert_eq!(left(&["On 05/10/2031: widgets, price: 5", TEXT, "2031"]), [None; 3]);
        assert_eq!(
            left(&[TEXT, "Widgets in a row, photo © A. Writer", TEXT]),
            [None, Some(Left::Caption), None]
        );
    }

    const TEXT: &str =
        "The maker of widgets said that its ordering system has been off the net since Monday night.";

    #[test]
    fn notices_of_rights_go_where_the_text_ends() {
        let rights = "This text is subject to copyright. No part may be reproduced without permission.";
        assert_eq!(left(&[TEXT, rights]), [None, Some(Left::Words)]);
        assert_eq!(left(&[TEXT, "本サイトの記事の無断転載を禁じます。"]), [None, Some(Left::Words)]);
        assert_eq!(left(&[rights, TEXT, TEXT, TEXT]), [None; 4]);
        assert_eq!(left(&[TEXT, "運営者は、無断転載の疑いで逮捕された。"]), [None; 2]);
    }
}
