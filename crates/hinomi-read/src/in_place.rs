//! Whether a page was changed where it stands, as its own words say: 追記, 【更新】, "Updated:", "This story has been
//! updated". A newer time in mark-up says no such thing: software writes one for a mended comma.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use hinomi_model::{BlockKind, Lang, Stamp};
use regex::Regex;

use crate::space::head;
use crate::stamp::first_stamp;
use crate::traced::Traced;

/// How much of a block is looked at, in bytes: marks stand at its beginning, notes are short.
const MARK_BYTES_MAX: usize = 400;

/// Longest block that may be a note about the page, in bytes.
const NOTE_BYTES_MAX: usize = 600;

macro_rules! regex {
    ($name:ident, $pattern:expr) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($pattern).expect("the pattern is valid"));
    };
}

// A date that stands before or behind the word of a mark: 3月8日, 2031年3月8日 15時30分, 2031/03/08 15:30.
regex!(
    JAPANESE,
    r"(?x) ^ [\s※＊*■●◆▼◇・]* [【\[［（(〔＜<]? \s*
      (?: (?: (?:\d{4}|令和(?:\d{1,2}|元)) \s? 年 \s? )? \d{1,2} \s? 月 \s? \d{1,2} \s? 日
          (?: [\s　]? (?:午前|午後)? \d{1,2} (?: 時 (?: \d{1,2} 分 )? | [:：] \d{2} ) )? \s*
        | \d{4}[/.-]\d{1,2}[/.-]\d{1,2} (?: \s \d{1,2}:\d{2} )? \s* )?
      [にを]? (?:内容|一部)? (?:を)?
      (?: (?:追記|更新|訂正|加筆) (?:あり|しました|いたしました|済み?)? \d{0,2} \s* (?: [】\]］）)〕＞>：:。] | $ )
        | 追記 (?:あり)? [\s　（(\d] )"
);
regex!(
    ENGLISH,
    r"(?x) ^ [\s*\[(【]* (?: UPDATED? | Updated? | CORRECTION | Correction | CLARIFICATION | Clarification )
      (?: \s \#?\d{1,2} )? (?: \s? [:\])】–—] | \s - \s | \s? \(
        | ,? \s (?:on\s)? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \s \d )"
);
regex!(
    NOTE,
    r"(?xi) (?: 本 | 当 | この ) (?: 記事 | ページ | 稿 | お知らせ | 発表 ) [^。]{0,40} (?: 追記 | 更新 | 訂正 | 加筆 ) (?: し | いた )
      | \b (?: this | the ) \s (?: news\s|blog\s|security\s )? (?: story | article | post | page | advisory | report | notice | bulletin )
        \s (?: was | has \s been | is ) \s (?: last \s )? (?: updated | corrected | amended | revised )"
);
regex!(
    TITLE,
    r"(?xi) [【\[［（(] [^】\]］）)]{0,20} (?: 更新 | 追記 ) (?:あり|版)? [】\]］）)] | [\[(] updated? [\])] | ^ updated? \s? [:–—]"
);

/// Parts of words without which no note is one; they are looked for much faster.
static NOTE_WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    // No part has an `s` or a `k`, which the pattern also finds in letters beyond ASCII.
    let parts = ["追記", "更新", "訂正", "加筆", "updated", "corrected", "amended", "revi"];
    let built = AhoCorasick::builder().ascii_case_insensitive(true).build(parts);
    built.expect("the parts are few and short")
});

/// A change that a page says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Change {
    /// The latest time that a mark states in full; `None` where none does.
    pub at: Option<Stamp>,
}

/// What a page says of being changed where it stands: in its title, in marks at the beginning of blocks, in short
/// notes. `None` where it says nothing.
pub(crate) fn change(title: &str, blocks: &[(BlockKind, Traced)], lang: Lang) -> Option<Change> {
    let mut found = TITLE.is_match(head(title, MARK_BYTES_MAX)).then_some(Change { at: None });
    for (_, text) in blocks {
        let start = head(&text.text, MARK_BYTES_MAX);
        let is_mark = JAPANESE.is_match(start) || ENGLISH.is_match(start);
        let is_note = || {
            text.text.len() <= NOTE_BYTES_MAX && NOTE_WORDS.is_match(&text.text) && NOTE.is_match(&text.text)
        };
        if !is_mark && !is_note() {
            continue;
        }
        // The date of a mark stands in its first words; that of an event told behind it does not.
        let near = if is_mark { head(start, DATE_BYTES_MAX) } else { start };
        let at = first_stamp(near, lang).map(|(_, stamp)| stamp);
        let best = found.and_then(|change| change.at);
        let later = match (best, at) {
            (Some(a), Some(b)) => Some(if b.known_from(lang) > a.known_from(lang) { b } else { a }),
            (a, b) => a.or(b),
        };
        found = Some(Change { at: later });
    }
    found
}

/// Within how many bytes of a mark's beginning its own date stands.
const DATE_BYTES_MAX: usize = 75;

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a block is a mark, and the time that it states.
    #[track_caller]
    fn check(text: &str, expected: Option<Option<&str>>) {
        let lang = if text.is_ascii() { Lang::En } else { Lang::Ja };
        let got = change("題名", &[(BlockKind::Paragraph, Traced::untraced(text))], lang);
        let got = got.map(|change| change.at.map(Stamp::to_iso));
        assert_eq!(got, expected.map(|at| at.map(str::to_owned)), "{text}");
    }

    #[test]
    fn marks_are_known_by_their_form() {
        check("【追記】復旧しました。", Some(None));
        check("追記", Some(None));
        check("追記（2031年3月8日 15時30分）：窓口を設けました。", Some(Some("2031-03-08T06:30:00Z")));
        check("【2031年3月8日更新】一部を再開しました。", Some(Some("2031-03-08")));
        check("※3月8日追記：件数を改めました。", Some(None));
        check("2031/03/08 更新：対象を追加しました。", Some(Some("2031-03-08")));
        check("本記事は2031年3月9日に追記しました。", Some(Some("2031-03-09")));
        check("Update: systems are back.", Some(None));
        check("UPDATE (March 8, 2031): systems are back.", Some(Some("2031-03-08")));
        check("Updated on March 8, 2031, with the number of records.", Some(Some("2031-03-08")));
        check("Correction: an earlier version named another firm.", Some(None));
        check("Editor's note: This story has been updated to add a statement.", Some(None));
    }

    #[test]
    fn other_words_are_no_marks() {
        for text in [
            "更新プログラムを適用してください。",
            "更新 プログラムの適用",
            "更新履歴",
            "追記すべき事項はありません。",
            "最新版へ更新してください。",
            "Update 5.2.9 fixes the flaw.",
            "Update to the latest version.",
            "Updates: see below.",
            "Updated versions are available.",
            "The firmware was updated in March.",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn titles_and_the_latest_of_many() {
        assert!(change("【更新】倉庫の障害について", &[], Lang::Ja).is_some());
        assert!(change("倉庫の障害について（3月8日更新）", &[], Lang::Ja).is_some());
        assert!(change("Widget maker hacked [Updated]", &[], Lang::En).is_some());
        assert!(change("システム更新のお知らせ", &[], Lang::Ja).is_none());
        let block = |text: &str| (BlockKind::Paragraph, Traced::untraced(text));
        let all = [block("【2031年3月9日追記】二つ目"), block("【2031年3月8日追記】一つ目")];
        let at = change("", &all, Lang::Ja).and_then(|change| change.at).map(Stamp::to_iso);
        assert_eq!(at.as_deref(), Some("2031-03-09"));
    }
}
