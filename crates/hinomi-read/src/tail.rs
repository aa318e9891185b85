//! What feeds leave at the end of an item: "Read more", "[…]", "The post … appeared first on …", and sentences
//! that were cut at a number of characters.

use std::sync::LazyLock;

use hinomi_text::sentences;
use regex::Regex;

/// What feed software puts behind an item, as a block of its own.
static TRACE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix) ^ [\[(]? (?: the\ post\ .+\ (?:first\ )?appeared\ (?:first\ )?on\ .+ | (?:this|the)\ (?:article|post|story|entry)\ .{0,200}(?:first\ (?:appeared|published)|originally\ (?:appeared|published))\ .+
            | (?:read|see|view|learn)\ (?:more (?:\ (?:about|at|on|in|from|here|:)\b.{0,200})? | (?:the\ )?(?:full|rest|original)\b.{0,200}) | continue\ reading.{0,200} | \(?more\)? | comments | source\ ?:?
            | 続きを読む.* | (?:この記事の)?(?:続き|全文|詳細)(?:は|を).{0,20} | もっと読む | 投稿\ .+\ は\ .+\ に最初に表示されました。? ) [\s.…:»→>→\]\[]* $",
    )
    .expect("the pattern is valid")
});

/// The same at the end of a block's text.
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix) (?: \b the\ post\ .{1,300}\ appeared\ first\ on\ .{1,120} | \[?\(? (?:read\ more | continue\ reading (?:\ .{0,200})? | 続きを読む | もっと見る) [\s.…»→>]* \)?\]? [\s.…»→>]* | \[\s*(?:…|\.{3}|more)\s*\] [\s.…]* | \(\s*(?:…|\.{3}|more\ ?…?)\s*\) [\s.…]*
            | (?:…|\.{3}) \s* (?:more|source|continued|read\ on) [\s→»]* ) $",
    )
    .expect("the pattern is valid")
});

/// How much of a block's end is looked at, in bytes.
const TAIL_BYTES_MAX: usize = 600;

/// Whether a block is nothing but a trace of the software that made the feed.
pub(crate) fn is_trace(text: &str) -> bool {
    text.len() <= TAIL_BYTES_MAX && TRACE.is_match(text)
}

/// `text` up to the end of its last whole sentence; `None` if it has only one, and that was cut.
pub(crate) fn whole_end(text: &str) -> Option<String> {
    let (rest, was_cut) = untailed(text);
    if !was_cut {
        return Some(rest.to_owned());
    }
    // A full stop and three dots: the sentence was whole.
    let bare = rest.trim_end_matches(DOTS);
    let n_dots = rest.len() - rest.trim_end_matches('.').len();
    if n_dots > 3 || bare.ends_with(ENDS) {
        return Some(format!("{bare}{}", if n_dots > 3 { "." } else { "" }));
    }
    let sentences = sentences(bare);
    let before = sentences.len().checked_sub(2)?;
    Some(bare.get(..sentences.get(before)?.range().end)?.to_owned())
}

/// `text`, which is one cut sentence, without the word or number that it was cut in.
pub(crate) fn cut_end(text: &str) -> String {
    let bare = untailed(text).0.trim_end_matches(DOTS);
    let is_attached = bare.ends_with(|c: char| c.is_ascii_alphanumeric());
    let words = bare.rfind(' ').filter(|_| is_attached).map_or(bare, |at| &bare[..at]);
    words.trim_end_matches(|c: char| c.is_numeric() || ",，.約百千万億".contains(c)).trim_end().to_owned()
}

const DOTS: [char; 4] = ['.', '…', '‥', '･'];

/// What a whole sentence ends with, quotation marks included.
const ENDS: [char; 9] = ['。', '！', '？', '!', '?', '」', '”', '"', ')'];

/// `text` without what stands behind it, and whether it was cut.
fn untailed(text: &str) -> (&str, bool) {
    let mut rest = text.trim_end();
    let mut was_cut = false;
    loop {
        let from = rest.len().saturating_sub(TAIL_BYTES_MAX);
        let window = (from..rest.len()).find(|at| rest.is_char_boundary(*at)).unwrap_or(rest.len());
        let Some(found) = TAIL.find(&rest[window..]) else { break };
        was_cut |= found.as_str().contains(['[', '(', '…']);
        rest = rest[..window + found.start()].trim_end();
    }
    // Behind a whole sentence, marks of a cut say that more follows, not that this one was cut.
    was_cut &= !rest.ends_with(['.', '。', '！', '？', '!', '?']);
    let is_dotted = rest.ends_with(['…', '‥']) || rest.ends_with("...");
    (rest, was_cut || is_dotted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(whole_end(text).as_deref(), expected, "{text}");
    }

    #[test]
    fn traces_go() {
        for trace in [
            "Read more",
            "Continue reading »",
            "The post A appeared first on B.",
            "続きを読む",
            "Comments",
            "[Read more]",
        ] {
            assert!(is_trace(trace), "{trace}");
        }
        assert!(
            !is_trace("Read more carefully, they were told.") || !is_trace("The post office was closed.")
        );
        check("Body text. Read more", Some("Body text."));
        check("Body text. [Read more…]", Some("Body text."));
        check("Body text. Continue reading Long Title Here →", Some("Body text."));
        check("Body text. The post Title, part 2 appeared first on Some Blog .", Some("Body text."));
        check("Body text. And then… More →", Some("Body text."));
        check("本文です。続きを読む", Some("本文です。"));
    }

    #[test]
    fn cut_text_ends_at_a_sentence() {
        check("First sentence. The second one says 12 […]", Some("First sentence."));
        check("First sentence. The second one says 12...", Some("First sentence."));
        check("Whole sentence. […]", Some("Whole sentence."));
        check("Whole sentence. [...]...", Some("Whole sentence."));
        check("Whole sentence....", Some("Whole sentence."));
        check("一文目。二文目は約1…", Some("一文目。"));
        check("一文目。「引用。」と述べ…", Some("一文目。"));
        check("The U.S. Department of Exam...", None);
        check("The only sentence names 12...", None);
        check("He waited... and left.", Some("He waited... and left."));
        check("", Some(""));
    }

    #[test]
    fn a_cut_word_or_number_goes() {
        for (text, expected) in [
            ("The U.S. Department of Exam...", "The U.S. Department of"),
            ("The only sentence names 12...", "The only sentence names"),
            ("流出したのは約12…", "流出したのは"),
            ("流出したのは約1万 [...]", "流出したのは"),
            ("復旧を急いで…", "復旧を急いで"),
        ] {
            assert_eq!(cut_end(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_looked_at(text in "[a-c .…\\[\\]。「」1あ]{0,40}") {
            let _ = (whole_end(&text), cut_end(&text), is_trace(&text));
        }
    }
}
