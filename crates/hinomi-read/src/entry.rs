//! A feed's item alone → blocks: the page could not be had, or was not asked for.
//!
//! Feeds carry HTML, plain text, and HTML escaped once too often; and they end in traces of the software that
//! made them: "Read more", "[…]", "The post … appeared first on …". Text that a feed cut short ends at its last
//! whole sentence where it has one, because half a number is a wrong number.

use std::sync::LazyLock;

use hinomi_model::BlockKind;
use regex::Regex;

use crate::blocks::blocks;
use crate::clean::clean;
use crate::construct::construct;
use crate::entity::unescaped;
use crate::plain::paragraphs;
use crate::space::head;
use crate::tail::{cut_end, is_trace, whole_end};
use crate::tidy::tidy;
use crate::traced::Traced;

/// How often an item may have been escaped too many times.
const ESCAPED_TIMES_MAX: usize = 2;

static TAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)</?(?:p|br|div|a|img|b|i|em|strong|span|ul|ol|li|h[1-6]|blockquote|table|figure|pre|code|font|section|article)\b[^<>]*>")
        .expect("the pattern is valid")
});

static ESCAPED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,4});").expect("the pattern is valid"));

/// The blocks of an item's text. `title` is left out where the text begins with it.
pub(crate) fn entry_blocks(html: &str, title: &str) -> Vec<(BlockKind, Traced)> {
    let mut html = head(html, crate::limits::PAGE_BYTES_MAX).to_owned();
    for _ in 0..ESCAPED_TIMES_MAX {
        if TAG.is_match(&html) || !html.contains("&lt;") {
            break;
        }
        let read = unescaped(&html);
        if !TAG.is_match(&read) && !read.contains("&lt;") {
            break;
        }
        html = read;
    }
    if !TAG.is_match(&html) {
        return finished(paragraphs(&Traced::untraced(&unescaped(&html))));
    }
    // Full texts come with the share bars and related posts of their page.
    let mut tree = construct(&html, false).tree;
    clean(&mut tree, None);
    let drafts = blocks(&tree);
    let left = tidy(&drafts.iter().collect::<Vec<_>>(), title);
    let kept = drafts.into_iter().zip(left).filter(|(_, left)| left.is_none());
    finished(kept.map(|(draft, _)| (draft.kind, draft.into_traced())).collect())
}

/// What was escaped once too often is read, traces of feed software go, and the last sentence is a whole one. The
/// text is the gatherer's reading of a feed, so nothing is known of where in the capture it was written.
fn finished(blocks: Vec<(BlockKind, Traced)>) -> Vec<(BlockKind, Traced)> {
    let mut blocks: Vec<(BlockKind, String)> =
        blocks.into_iter().map(|(kind, text)| (kind, text.text)).collect();
    for (_, text) in &mut blocks {
        if ESCAPED.is_match(text) {
            *text = unescaped(text);
        }
    }
    while blocks.pop_if(|(_, text)| is_trace(text)).is_some() {}
    if let Some((kind, text)) = blocks.pop() {
        let whole = whole_end(&text);
        let rest = whole.or_else(|| blocks.is_empty().then(|| cut_end(&text)));
        blocks.extend(rest.map(|text| (kind, text)));
    }
    blocks.retain(|(_, text)| !text.trim().is_empty());
    blocks.into_iter().map(|(kind, text)| (kind, Traced::untraced(&text))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &[&str]) {
        let got = entry_blocks(html, "題");
        let texts: Vec<&str> = got.iter().map(|(_, text)| text.text.as_str()).collect();
        assert_eq!(texts, expected, "{html}");
    }

    #[test]
    fn html_plain_and_escaped() {
        check("<p>a <b>b</b></p><ul><li>c</ul>", &["a b", "c"]);
        check("架空商事は公表した。\n\n原因は調査中。", &["架空商事は公表した。", "原因は調査中。"]);
        check("&lt;p&gt;a &amp;amp; b&lt;/p&gt;", &["a & b"]);
        check("<p>it&amp;#8217;s AT&amp;amp;T</p>", &["it’s AT&T"]);
        check("5 &lt; 6 and R&amp;D", &["5 < 6 and R&D"]);
        check(
            "<p>架空商事は公表した。</p><div class=sharedaddy><ul><li><a href=x>共有</a></ul></div><h3>関連記事</h3><ul><li><a href=y>別の話</a></ul>",
            &["架空商事は公表した。"],
        );
        check("", &[]);
    }

    #[test]
    fn the_end_of_the_last_block_is_looked_at() {
        check(
            "<p>Body text.</p><p>The post <a>Title</a> appeared first on <a>Site</a>.</p>",
            &["Body text."],
        );
        check("<p>Body text.</p><p>Cut in the mid…</p>", &["Body text."]);
        check("<p>Cut in the middle…</p>", &["Cut in the"]);
        check("<p>本文です。</p><p><a href=x>続きを読む</a></p>", &["本文です。"]);
    }
}
