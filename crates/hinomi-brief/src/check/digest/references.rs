//! The list of references: which lines are references, and where each leads.

use hinomi_model::Span;

use super::{Digest, Kind, Target};
use crate::check::pattern;

/// A reference.
#[derive(Debug, Clone)]
pub struct Reference {
    /// Its number, where it has one.
    pub number: Option<u32>,
    /// Its label, where that is no number: a footnote's name.
    pub label: String,
    /// Its words without number and address.
    pub title: String,
    /// Where it leads, as written.
    pub url: Option<String>,
    /// Its block; `usize::MAX` for definitions that stand outside the text.
    pub block: usize,
    /// Where it stands in the block's text.
    pub span: Span,
    /// Where it was written.
    pub written: Span,
    /// Which of several lists it belongs to: the block of the list's heading, else the first block of the list.
    pub list: usize,
    /// Whether it is numbered in parentheses, so that `(1)` in the text is a mark.
    pub is_parenthesized: bool,
}

/// Headings of lists of references: whole headings, lower case, numbering and decoration aside.
const HEADINGS: &[&str] = &[
    "参考文献",
    "参考資料",
    "参考リンク",
    "参考情報",
    "参考記事",
    "参考url",
    "参考",
    "参照",
    "参照元",
    "参照リンク",
    "出典",
    "出典一覧",
    "出典リスト",
    "出典・参考",
    "引用元",
    "引用文献",
    "引用・参考文献",
    "情報源",
    "情報源一覧",
    "情報元",
    "ソース",
    "ソース一覧",
    "リンク",
    "リンク集",
    "関連リンク",
    "脚注",
    "注釈",
    "注記",
    "references",
    "reference",
    "reference list",
    "sources",
    "source list",
    "source links",
    "citations",
    "works cited",
    "bibliography",
    "links",
    "further reading",
    "footnotes",
    "endnotes",
    "notes",
    "sources and references",
    "references and sources",
    "sources cited",
    "出典・参考文献",
    "出典・参考リンク",
    "出典リンク",
    "出典および参考",
    "参考・出典",
    "一次情報",
    "記事リンク",
];

/// Whether a heading opens a list of references.
pub fn is_heading(text: &str) -> bool {
    if text.trim().contains('\n') {
        return false;
    }
    let plain = text
        .trim()
        .trim_matches(|c: char| !c.is_alphanumeric() || c.is_ascii_digit() || ('０'..='９').contains(&c));
    let lower = plain.to_lowercase();
    let lower = lower.split(['(', '（', '/', '／']).next().unwrap_or_default().trim();
    HEADINGS.contains(&lower)
}

pattern!(
    NUMBERED,
    r"^\s*(?:[-*・•]\s*)?(?:[\[［【](?:\^|注|#)?(\d{1,3})[\]］】]|(\d{1,3})[.．)）]|[(（](\d{1,3})[)）]|※\s?(\d{1,3})|注(\d{1,3})[)）:：]?|\^(\d{1,3})|([¹²³⁴-⁹⁰]+))[\s:：.]*"
);
pattern!(pub URL, r#"https?://[^\s<>"'`「」『』【】（）、。\[\]|]+"#);

/// The plain digits of raised ones.
pub fn plain_digits(raised: &str) -> Option<u32> {
    let digit = |c: char| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|known| known == c);
    raised.chars().try_fold(0u32, |sum, c| sum.checked_mul(10)?.checked_add(u32::try_from(digit(c)?).ok()?))
}

/// The addresses written out in `text`, closing marks that belong to the sentence taken off.
pub fn addresses(text: &str) -> Vec<(Span, &str)> {
    let mut out = Vec::new();
    for found in URL.find_iter(text) {
        let mut url = found.as_str().trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
        while url.ends_with(')') && url.matches('(').count() < url.matches(')').count() {
            url = url[..url.len() - 1].trim_end_matches(['.', ',']);
        }
        out.push((Span::new(found.start(), found.start() + url.len()), url));
    }
    out
}

pub(super) fn find(digest: &mut Digest, definitions: &[(String, String, Span)]) {
    let mut found: Vec<Reference> = Vec::new();
    for idx in 0..digest.blocks.len() {
        let block = &digest.blocks[idx];
        if matches!(block.kind, Kind::Heading(_)) {
            continue;
        }
        let section = digest.section_of[idx];
        let is_listed = digest.sections[section].is_references;
        let list = digest.sections[section].heading.filter(|_| is_listed).unwrap_or(usize::MAX);
        if let Some(label) = &block.footnote {
            let mut reference = reference_of(digest, idx, Span::new(0, block.text.len()), list);
            reference.number = label.parse().ok();
            reference.label.clone_from(label);
            match found.last_mut() {
                // A footnote of several blocks is one.
                Some(last) if last.label == *label => last.url = last.url.take().or(reference.url),
                _ => found.push(reference),
            }
            continue;
        }
        let mut start = 0;
        for line in block.text.split('\n') {
            let span = Span::new(start, start + line.len());
            start += line.len() + 1;
            if line.trim().is_empty() {
                continue;
            }
            let numbered = NUMBERED.captures(line);
            let is_bracketed =
                numbered.as_ref().is_some_and(|c| c.get(1).or(c.get(4)).or(c.get(6)).or(c.get(7)).is_some());
            let mut reference = reference_of(digest, idx, span, list);
            let has_address = reference.url.is_some();
            // Outside such a list, a line that opens with a mark and leads somewhere, and says nothing more.
            let is_reference = is_listed || (is_bracketed && has_address && !line.contains('。'));
            if !is_reference {
                continue;
            }
            if let Some(c) = &numbered {
                let plain = [1, 2, 3, 4, 5, 6].iter().find_map(|group| c.get(*group));
                reference.number = plain
                    .and_then(|m| m.as_str().parse().ok())
                    .or_else(|| c.get(7).and_then(|m| plain_digits(m.as_str())));
                reference.is_parenthesized = c.get(3).is_some();
            } else {
                reference.number = block.number.and_then(|n| u32::try_from(n).ok());
            }
            let is_more = numbered.is_none() && block.number.is_none();
            match found.last_mut() {
                // An address, or more words, on a line of its own belongs to the reference before it.
                Some(last)
                    if is_more
                        && last.list == list
                        && ((last.block == idx && (last.url.is_none() || !has_address))
                            || (last.url.is_none() && last.number.is_some() && has_address)) =>
                {
                    last.url = last.url.take().or(reference.url);
                    last.written = last.written.cover(reference.written);
                }
                _ => found.push(reference),
            }
        }
    }
    // Words before or after a list are no references of it.
    found
        .retain(|r| r.number.is_some() || !r.label.is_empty() || r.url.is_some() || is_item(digest, r.block));
    for (label, url, span) in definitions {
        found.push(Reference {
            number: label.trim_start_matches('^').parse().ok(),
            label: label.clone(),
            title: String::new(),
            url: Some(url.clone()),
            block: usize::MAX,
            span: *span,
            written: *span,
            list: usize::MAX,
            is_parenthesized: false,
        });
    }
    found.sort_by_key(|r| r.written);
    digest.targets = found
        .iter()
        .map(|r| Target { number: r.number, title: r.title.clone(), url: r.url.clone() })
        .collect();
    digest.references = found;
}

fn is_item(digest: &Digest, block: usize) -> bool {
    digest.blocks.get(block).is_some_and(|b| b.kind == Kind::ListItem)
}

fn reference_of(digest: &Digest, idx: usize, span: Span, list: usize) -> Reference {
    let block = &digest.blocks[idx];
    let line = span.of(&block.text).unwrap_or_default();
    let link = block.links.iter().find(|link| span.contains(link.span));
    let bare = addresses(line);
    let url = link.map(|l| l.url.clone()).or_else(|| bare.first().map(|(_, url)| (*url).to_owned()));
    let mut title = NUMBERED.replace(line, "").into_owned();
    for (_, url) in &bare {
        title = title.replace(url, "");
    }
    let title = title.trim().trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '(' | ')' | '（' | '）' | '<' | '>' | '-' | '—' | ':' | '：')
    });
    Reference {
        number: None,
        label: String::new(),
        title: title.to_owned(),
        url,
        block: idx,
        span,
        written: block.written(span),
        list,
        is_parenthesized: false,
    }
}
