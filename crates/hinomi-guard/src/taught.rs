//! Which lessons an article teaches.

use hinomi_model::{Article, Span};

use crate::Catalogue;

/// A lesson, and the words of an article that teach it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Taught {
    /// Id of the lesson.
    pub lesson: String,
    /// The trigger term in [`Article::text`].
    pub span: Span,
}

/// Terms that name a subject rather than teach a lesson ("VPN", パッチ, "exception") need company: this
/// many different terms of one lesson.
const TERMS_MIN: usize = 2;

/// A Japanese term of this many characters says enough alone (バックアップも暗号化, 管理者アカウント); an
/// English one does when it has two words ("admin account").
const TELLING_CHARS_MIN: usize = 7;

fn is_telling(term: &str) -> bool {
    if term.is_ascii() { term.contains(' ') } else { term.chars().count() >= TELLING_CHARS_MIN }
}

/// Finds the lessons that `article` teaches, sorted by id, each with the first term that shows it.
///
/// A lesson counts when the article holds one telling term of it or two different short ones.
/// Latin terms match whole words, whatever their case.
pub fn taught_by(article: &Article, catalogue: &Catalogue) -> Vec<Taught> {
    let text = article.text.to_ascii_lowercase();
    let mut taught = Vec::new();
    for lesson in catalogue.lessons() {
        let terms = lesson.terms(article.lang).iter();
        let found: Vec<(bool, Span)> = terms
            .filter_map(|term| Some((is_telling(term), find_word(&text, &term.to_ascii_lowercase())?)))
            .collect();
        let first = |telling: bool| found.iter().filter(|(t, _)| *t || !telling).map(|(_, s)| *s).min();
        let shown = first(true).or_else(|| first(false).filter(|_| found.len() >= TERMS_MIN));
        taught.extend(shown.map(|span| Taught { lesson: lesson.id.clone(), span }));
    }
    taught
}

fn find_word(text: &str, term: &str) -> Option<Span> {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let starts_as_word = is_word(term.chars().next());
    let ends_as_word = is_word(term.chars().next_back());
    text.match_indices(term).find_map(|(start, found)| {
        let end = start + found.len();
        let inside = (starts_as_word && is_word(text[..start].chars().next_back()))
            || (ends_as_word && is_word(text[end..].chars().next()));
        (!inside && !found.is_empty()).then(|| Span::new(start, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use hinomi_model::{BlockKind, CaptureId, Lang, Origin};

    fn check(lang: Lang, body: &str, expected: &[(&str, &str)]) {
        let (text, blocks) = Article::compose("", &[(BlockKind::Paragraph, body.to_owned())]);
        let capture = CaptureId::of(&[body.as_bytes()]);
        let article = Article {
            id: Article::id_of("https://a.example/", capture),
            capture,
            url: String::new(),
            canonical_url: String::new(),
            source: String::new(),
            origin: Origin::Page,
            title: String::new(),
            byline: String::new(),
            publisher: String::new(),
            published: None,
            updated: None,
            lang,
            text,
            blocks,
            known_at: jiff::Timestamp::UNIX_EPOCH,
        };
        let taught = taught_by(&article, &Catalogue::bundled());
        let got: Vec<_> = taught.iter().map(|t| (t.lesson.as_str(), article.slice(t.span))).collect();
        assert_eq!(got, expected, "{body}");
    }

    #[test]
    fn a_telling_term_is_enough_and_a_short_one_is_not() {
        check(Lang::Ja, "バックアップも暗号化され、復旧が遅れた。", &[("HL-004", "バックアップも暗号化")]);
        check(Lang::Ja, "VPNの利用者向けの案内。", &[]);
        check(Lang::En, "An exception was thrown.", &[]);
        check(Lang::En, "The MDR team saw it at the weekend.", &[("HL-010", "MDR")]);
        check(Lang::En, "The admin accountant left.", &[]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,60}") {
            let _ = find_word(&text.to_ascii_lowercase(), "vpn");
        }
    }
}
