//! Which report of a series this is: 第7報, 続報, 最終報.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use hinomi_model::Span;
use rust_decimal::prelude::ToPrimitive;

use crate::fold::Folded;
use crate::number::number_at;

/// A report's place in its series, where it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportNo {
    /// The words.
    pub span: Span,
    /// The n of 第n報.
    pub number: Option<u32>,
    /// 続報 or 最終報 where the place is a word.
    pub word: Option<&'static str>,
}

/// What is looked for, and the word that it stands for; 第 needs a number and 報 behind it.
const MARKS: &[(&str, Option<&str>)] = &[
    ("第", None),
    ("続報", Some("続報")),
    ("最終報告書", None),
    ("最終報告", Some("最終報")),
    ("最終報", Some("最終報")),
    ("永続報", None),
    ("連続報", None),
    ("継続報", None),
];

/// Numbers beyond this are no reports of one matter.
const NUMBER_MAX: u32 = 999;

static FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(MARKS.iter().map(|(mark, _)| mark))
        .expect("the list is far below the automaton's limits")
});

/// Finds what says which report of a series this is, in text order, without overlaps.
pub fn report_nos(folded: &Folded) -> Vec<ReportNo> {
    let found = FINDER.find_iter(&folded.text).filter_map(|found| {
        let (mark, word) = MARKS.get(found.pattern().as_usize())?;
        let (end, number) = match (*mark, word) {
            ("第", _) => {
                let (end, number) = numbered(&folded.text, found.end())?;
                (end, Some(number))
            }
            (_, Some(_)) => (found.end(), None),
            _ => return None,
        };
        Some(ReportNo { span: folded.source(found.start()..end), number, word: *word })
    });
    found.collect()
}

/// The n of 第n報 behind 第, and where 報 ends; not 第7報告書.
fn numbered(text: &str, at: usize) -> Option<(usize, u32)> {
    let at = at + usize::from(text.get(at..)?.starts_with(' '));
    let number = number_at(text, at).filter(|number| number.high.is_none())?;
    let rest = text.get(number.end..)?;
    let rest = rest.strip_prefix(' ').unwrap_or(rest).strip_prefix('報')?;
    let is_other = rest.starts_with("告書") || rest.starts_with("道");
    let n = number.low.to_u32().filter(|n| (1..=NUMBER_MAX).contains(n))?;
    (!is_other).then_some((text.len() - rest.len(), n))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &[(&str, Option<u32>, Option<&str>)]) {
        let found: Vec<_> = report_nos(&crate::fold(text))
            .into_iter()
            .map(|r| (r.span.of(text).unwrap(), r.number, r.word))
            .collect();
        assert_eq!(found, want, "{text}");
    }

    #[test]
    fn numbers_and_words() {
        check("不正アクセスについて（第７報）", &[("第７報", Some(7), None)]);
        check("第十二報を公表", &[("第十二報", Some(12), None)]);
        check("続報を公表。最終報告", &[("続報", None, Some("続報")), ("最終報告", None, Some("最終報"))]);
        check("第3回の報道、第三者、継続報告", &[]);
    }
}
