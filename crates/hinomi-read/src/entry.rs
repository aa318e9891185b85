//! A feed's item alone → blocks: the page could not be had, or was not asked for.
//!
//! Feeds carry HTML, plain text, and HTML escaped once too often; and they end in traces of the software that
//! made them: "Read more", "[…]", "The post … appeared first on …". Text that a feed cut short ends at its last
//! whole sentence where it has one, because half a number is a wrong number.

use std::sync::LazyLock;

use dom_query::Document;
use hinomi_model::BlockKind;
use regex::Regex;

use crate::blocks::blocks;
use crate::gate::{PAGE_BYTES_MAX, excess, head};
use crate::plain::paragraphs;
use crate::strip::{strip, unescaped};
use crate::tidy::tidy;
use crate::tree::Tree;

/// How often an item may have been escaped too many times.
const ESCAPED_TIMES_MAX: usize = 2;

static TAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)</?(?:p|br|div|a|img|b|i|em|strong|span|ul|ol|li|h[1-6]|blockquote|table|figure|pre|code|font|section|article)\b[^<>]*>")
        .expect("the pattern is valid")
});

static ESCAPED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,4});").expect("the pattern is valid"));

/// What feed software puts behind an item, as a block of its own.
static TRACE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix) ^ (?: the\ post\ .+\ (?:first\ )?appeared\ (?:first\ )?on\ .+ | (?:this|the)\ (?:article|post|story|entry)\ .{0,200}(?:first\ (?:appeared|published)|originally\ (?:appeared|published))\ .+
            | (?:read|continue|see|view|learn)\ (?:more|reading|the\ (?:full|rest|original)\b.*|full\b.*)(?:\ .{0,200})? | \(?more\)? | comments | source\ ?:?
            | 続きを読む.* | (?:この記事の)?(?:続き|全文|詳細)(?:は|を).{0,20} | もっと読む | 投稿\ .+\ は\ .+\ に最初に表示されました。? ) [\s.…:»→>→\]\[]* $",
    )
    .expect("the pattern is valid")
});

/// The same at the end of a block's text.
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix) (?: \[?\(? (?:read\ more | continue\ reading (?:\ .{0,200})? | 続きを読む | もっと見る) \)?\]? [\s.…»→>]* | \[\s*(?:…|\.{3}|more)\s*\] | \(\s*(?:…|\.{3}|more\ ?…?)\s*\) ) $",
    )
    .expect("the pattern is valid")
});

/// The blocks of an item's text. `title` is left out where the text begins with it.
pub(crate) fn entry_blocks(html: &str, title: &str) -> Vec<(BlockKind, String)> {
    let mut html = head(html, PAGE_BYTES_MAX).to_owned();
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
    let drafts = if !TAG.is_match(&html) {
        return finished(paragraphs(&unescaped(&html)), title);
    } else if excess(&html).is_some() {
        strip(&html, PAGE_BYTES_MAX)
    } else {
        blocks(&Tree::of(Document::fragment(html.as_str()).root()), 0)
    };
    finished(tidy(drafts, title), title)
}

fn finished(mut blocks: Vec<(BlockKind, String)>, _title: &str) -> Vec<(BlockKind, String)> {
    for (_, text) in &mut blocks {
        if ESCAPED.is_match(text) {
            *text = unescaped(text);
        }
    }
    while blocks.last().is_some_and(|(_, text)| TRACE.is_match(text)) {
        blocks.pop();
    }
    if let Some((_, text)) = blocks.last_mut() {
        *text = untailed(text);
    }
    blocks.retain(|(_, text)| !text.trim().is_empty());
    blocks
}

/// `text` without a "Read more" behind it, and without a sentence that was cut.
fn untailed(text: &str) -> String {
    let mut rest = text.trim_end();
    let mut was_cut = false;
    while let Some(found) = TAIL.find(rest) {
        was_cut |= found.as_str().contains(['[', '(', '…']);
        rest = rest[..found.start()].trim_end();
    }
    let bare = rest.trim_end_matches(['…', '.', '‥', '･']);
    was_cut |= rest.ends_with('…') || rest.ends_with('‥') || rest.ends_with("...");
    if !was_cut {
        return rest.to_owned();
    }
    let ends = |(at, c): (usize, char)| {
        let after = bare[at + c.len_utf8()..].chars().next();
        let is_end = matches!(c, '。' | '！' | '？')
            || (matches!(c, '.' | '!' | '?') && after.is_none_or(char::is_whitespace));
        is_end.then_some(at + c.len_utf8())
    };
    if rest.ends_with(['。', '！', '？']) {
        return rest.to_owned();
    }
    match bare.char_indices().filter_map(ends).next_back() {
        Some(end) => bare[..end].to_owned(),
        None => {
            bare.trim_end_matches(|c: char| c.is_numeric() || c == ',' || c == '，').trim_end().to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &[&str]) {
        let got = entry_blocks(html, "題");
        let texts: Vec<&str> = got.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(texts, expected, "{html}");
    }

    #[test]
    fn html_plain_and_escaped() {
        check("<p>a <b>b</b></p><ul><li>c</ul>", &["a b", "c"]);
        check("架空商事は公表した。\n\n原因は調査中。", &["架空商事は公表した。", "原因は調査中。"]);
        check("&lt;p&gt;a &amp;amp; b&lt;/p&gt;", &["a & b"]);
        check("<p>it&amp;#8217;s AT&amp;amp;T</p>", &["it’s AT&T"]);
        check("5 &lt; 6 and R&amp;D", &["5 < 6 and R&D"]);
        check("", &[]);
    }

    #[test]
    fn traces_of_the_software_go() {
        check(
            "<p>Body text.</p><p>The post <a>Title</a> appeared first on <a>Site</a>.</p>",
            &["Body text."],
        );
        check("<p>Body text. <a href=x>Read more</a></p>", &["Body text."]);
        check("<p>本文です。</p><p><a href=x>続きを読む</a></p>", &["本文です。"]);
        check("Body text. Continue reading Long Title Here →", &["Body text."]);
        check(
            "<p>Read more carefully, they were told.</p><p>x y.</p>",
            &["Read more carefully, they were told.", "x y."],
        );
    }

    #[test]
    fn cut_text_ends_at_a_sentence() {
        check("First sentence. The second one says 12 [&#8230;]", &["First sentence."]);
        check("一文目。二文目は約1…", &["一文目。"]);
        check("The only sentence names 12...", &["The only sentence names"]);
        check("He waited... and left.", &["He waited... and left."]);
    }
}
