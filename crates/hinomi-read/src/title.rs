//! The headline: without the site's name, and where in the page it stands.

use crate::blocks::Draft;
use crate::signed::sender;
use crate::space::collapse;
use crate::tag::Tag;
use crate::tree::Tree;

/// Longest title kept, in characters.
pub const TITLE_CHARS_MAX: usize = 500;

/// Longest line that may be a headline without being marked as a heading, in characters.
const LINE_CHARS_MAX: usize = 120;

/// What stands between a headline and the site's name.
const SEPARATORS: [&str; 14] =
    [" | ", "｜", " ｜ ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " : ", "：", "|", " / "];

/// The page's headline, and the index of the element that shows it.
///
/// The visible heading that agrees with what the page says elsewhere (`og:title`, JSON-LD, `<title>`, the feed)
/// wins: it is written for readers and bears no site name. Else the first of these, less the site's name.
pub(crate) fn title_of(
    tree: &Tree<'_>,
    drafts: &[Draft],
    og: &str,
    stated: &str,
    page: &str,
    entry: &str,
    sites: &[String],
) -> (String, Option<usize>) {
    let told: Vec<String> =
        [og, stated, page, entry].iter().map(|text| collapse(text)).filter(|t| !t.is_empty()).collect();
    let headings: Vec<(usize, String)> = tree
        .headings()
        .filter(|idx| matches!(tree.tag(*idx), Tag::H1 | Tag::H2 | Tag::H3))
        .map(|idx| (idx, tree.text(idx)))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let sites_plainly: Vec<String> = sites.iter().map(|site| plain(site)).collect();
    let is_site = |text: &str| sites_plainly.iter().any(|site| is_plainly(text, site));
    let plainly: Vec<String> = told.iter().map(|told| plain(told)).collect();
    let agrees = |text: &str| {
        // Most lines of a page share neither end with what it says elsewhere.
        let (first, last) = plain_ends(text);
        if !plainly.iter().any(|told| told.chars().next() == first || told.chars().next_back() == last) {
            return false;
        }
        let text = plain(text);
        let is_part = |told: &String| told.starts_with(&text) || told.ends_with(&text);
        plainly.iter().any(|told| *told == text || (is_part(told) && text.len() * 2 >= told.len()))
    };
    let shown = headings
        .iter()
        .filter(|(_, text)| agrees(text) && !is_site(text))
        .max_by_key(|(idx, text)| (plain(text).len(), tree.nodes[*idx].tag == Tag::H1, usize::MAX - idx));
    if let Some((idx, text)) = shown {
        return (cut(text), Some(*idx));
    }
    // Old pages have no headings: a line of its own will do.
    let is_line =
        |draft: &&Draft| draft.n_chars <= LINE_CHARS_MAX && !draft.is_link_only() && agrees(draft.text());
    if let Some(line) = drafts.iter().find(is_line).filter(|line| !is_site(line.text())) {
        return (cut(line.text()), Some(line.at));
    }
    let texts: Vec<&str> = headings.iter().map(|(_, text)| text.as_str()).collect();
    let best = told.first().map(|first| bare(first, sites, &texts)).filter(|title| !title.is_empty());
    if let Some(title) = best {
        // A heading that says nearly the same (a shortened title, another quotation mark) is where it stands.
        let near = headings.iter().find(|(_, text)| alike(text, &title)).or_else(|| {
            let mut ones =
                headings.iter().filter(|(idx, text)| tree.nodes[*idx].tag == Tag::H1 && !is_site(text));
            ones.next().filter(|_| ones.next().is_none())
        });
        // `<title>` often says an advisory's number alone, and the only great heading what it is about.
        let begins = |(_, text): &&(usize, String)| {
            let number = SEPARATORS
                .iter()
                .filter_map(|mark| title.find(mark))
                .min()
                .map(|at| &title[..at])
                .map(plain)
                .unwrap_or_default();
            number.len() >= NUMBER_BYTES_MIN
                && number.contains(|c: char| c.is_ascii_digit())
                && plain(text).starts_with(&number)
        };
        if let Some((idx, text)) = near.filter(begins) {
            return (cut(text), Some(*idx));
        }
        return (cut(&title), near.map(|(idx, _)| *idx));
    }
    let first = headings.iter().find(|(idx, text)| tree.nodes[*idx].tag == Tag::H1 && !is_site(text));
    first.map_or((String::new(), None), |(idx, text)| (cut(text), Some(*idx)))
}

/// Letters and digits from which the beginning of a title is an advisory's number.
const NUMBER_BYTES_MIN: usize = 6;

fn cut(title: &str) -> String {
    title.chars().take(TITLE_CHARS_MAX).collect()
}

/// Whether `text` is `plainly` when made [`plain`]; told at the first letter that differs.
pub(crate) fn is_plainly(text: &str, plainly: &str) -> bool {
    if text.is_ascii() {
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
        return letters.map(|b| b.to_ascii_lowercase()).eq(plainly.bytes());
    }
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).eq(plainly.chars())
}

/// Letters and digits alone, lower case: for comparing titles.
pub(crate) fn plain(text: &str) -> String {
    if text.is_ascii() {
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
        return letters.map(|b| char::from(b.to_ascii_lowercase())).collect();
    }
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The first and the last character of a text when made [`plain`].
fn plain_ends(text: &str) -> (Option<char>, Option<char>) {
    let first = text.chars().find(|c| c.is_alphanumeric()).and_then(|c| c.to_lowercase().next());
    let last = text.chars().rfind(|c| c.is_alphanumeric()).and_then(|c| c.to_lowercase().last());
    (first, last)
}

/// Whether one of two texts begins with the other, for the most part.
fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (plain(a), plain(b));
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    !short.is_empty() && short.len() * 2 >= long.len() && long.starts_with(&short)
}

/// `title` without a site name behind (or before) a separator.
///
/// A piece goes if it is one of `sites`, or if a heading of the page is what remains, or if it stands behind a
/// bar, which headlines themselves hardly use.
pub(crate) fn bare(title: &str, sites: &[String], headings: &[&str]) -> String {
    let is_site = |piece: &str| {
        // 株式会社見本 behind a bar is who speaks.
        if !piece.is_empty() && sender(&[piece.to_owned()]) == piece {
            return true;
        }
        let piece = plain(piece);
        !piece.is_empty()
            && sites.iter().map(|site| plain(site)).any(|site| {
                site == piece || (site.len() > 3 && piece.contains(&site) && piece.len() <= site.len() * 2)
            })
    };
    let is_longer = |a: &str, b: &str| plain(a).len() >= plain(b).len();
    let shown = |rest: &str| {
        let rest = plain(rest);
        headings.iter().any(|heading| is_plainly(heading, &rest))
    };
    let mut title = title.trim().to_owned();
    for _ in 0..3 {
        let behind = SEPARATORS.iter().filter_map(|mark| title.rfind(mark).map(|at| (at, mark.len()))).max();
        let Some((at, len)) = behind else { break };
        let (rest, piece) = (title[..at].trim(), title[at + len..].trim());
        let is_bar =
            title[at..at + len].contains(['|', '｜', '»']) && plain(piece).len() <= plain(rest).len();
        if rest.is_empty() || !(is_site(piece) || (shown(rest) && is_longer(rest, piece)) || is_bar) {
            break;
        }
        title = rest.to_owned();
    }
    let before = SEPARATORS.iter().filter_map(|mark| title.find(mark).map(|at| (at, mark.len()))).min();
    if let Some((at, len)) = before
        && (is_site(&title[..at])
            || (shown(&title[at + len..]) && is_longer(&title[at + len..], &title[..at])))
        && !title[at + len..].trim().is_empty()
    {
        title = title[at + len..].trim().to_owned();
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::blocks;
    use crate::construct::tree;

    #[test]
    fn site_names_go() {
        let sites = ["架空新聞".to_owned(), "news.example".to_owned(), "Example News".to_owned()];
        for (title, expected) in [
            ("情報が流出 - 架空新聞", "情報が流出"),
            ("情報が流出：架空新聞デジタル", "情報が流出"),
            ("Hospital hit by ransomware | Security | Example News", "Hospital hit by ransomware"),
            ("Example News: Hospital hit", "Example News: Hospital hit"),
            ("Zero-day - what we know", "Zero-day - what we know"),
            ("A | B and much more than before", "A | B and much more than before"),
            ("Breach at news.example", "Breach at news.example"),
            ("", ""),
        ] {
            assert_eq!(bare(title, &sites, &[]), expected);
        }
        assert_eq!(bare("Outage over - The Daily", &[], &["Outage over"]), "Outage over");
    }

    #[test]
    fn the_visible_heading_wins() {
        let check = |html: &str, expected: &str, at: Option<&str>| {
            let tree = tree(html);
            let page = tree
                .nodes
                .iter()
                .position(|n| n.tag == Tag::Title)
                .map(|idx| tree.text(idx))
                .unwrap_or_default();
            let (title, idx) = title_of(&tree, &blocks(&tree), "", "", &page, "", &["架空新聞".to_owned()]);
            assert_eq!((title.as_str(), idx.map(|idx| tree.tag(idx).name())), (expected, at), "{html}");
        };
        check("<title>題名です | 架空新聞</title><h1>架空新聞</h1><h2>題名です</h2>", "題名です", Some("h2"));
        check("<title>題名です</title><h1>架空新聞</h1>", "題名です", None);
        check("<title>月刊：題名です</title><h2>月刊</h2><h1>題名です</h1>", "題名です", Some("h1"));
        check("<title>月刊：題名です</title><p><b>題名です</b></p><p>本文。</p>", "題名です", Some("p"));
        check("<h1>題名です</h1>", "題名です", Some("h1"));
        check("<p>x", "", None);
    }
}
