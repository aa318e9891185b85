//! Which sentence of an article tells most: for matters of which more is written than was read as facts.
//!
//! The lead is not always it: feeds begin with greetings, and a second sentence often holds who and how many. Sentences
//! are weighed by what can be read in them; what repeats the title, leans on a sentence before it, or was cut off
//! by the feed weighs less.

use std::collections::BTreeSet;

use hinomi_model::{Article, Lang, Reading, Span, Stamp, Value};
use hinomi_text::name_key;

use super::view::View;
use super::{Desk, ENDS, quote};
use crate::advice::is_furniture;
use crate::sentence::Piece;
use crate::wording::clean;

/// Sentences of a body that are looked at: what comes later is seldom the news.
const SENTENCES_MAX: usize = 10;
/// Shortest sentence that tells something, in characters: Japanese, other.
const CHARS_MIN: (usize, usize) = (15, 40);
/// Share of a title's words that a sentence holds when it says no more than the title, in percent.
const RETOLD_PERCENT_MIN: usize = 75;

/// A sentence of facts of the incident, names and numbers; each counts once or twice.
const FACT_POINTS: usize = 3;
const NAME_POINTS: usize = 2;
const COUNT_POINTS: usize = 3;
const ID_POINTS: usize = 3;
const WHEN_POINTS: usize = 1;
/// Things of one kind that count.
const KIND_MAX: usize = 2;
/// The first sentence of a body is the likelier one where nothing tells them apart.
const FIRST_POINTS: usize = 3;
/// A sentence that is whole.
const WHOLE_POINTS: usize = 4;
/// A sentence that can stand alone.
const ALONE_POINTS: usize = 4;
/// A sentence that speaks of others, not to its reader.
const OTHERS_POINTS: usize = 4;
/// A sentence that says what happened, not what something is.
const NEWS_POINTS: usize = 5;
/// A sentence that can be quoted without being cut.
const FITS_POINTS: usize = 5;

/// Words at the beginning of a sentence that point at one before it.
const LEANING_EN: [&str; 22] = [
    "this",
    "these",
    "those",
    "it",
    "its",
    "they",
    "their",
    "he",
    "she",
    "but",
    "and",
    "however",
    "also",
    "while",
    "so",
    "then",
    "instead",
    "meanwhile",
    "according",
    "that",
    "here",
    "such",
];
const LEANING_AFTER_THE: [&str; 9] =
    ["same", "former", "latter", "other", "second", "incident", "attack", "company", "breach"];
const LEANING_JA: [&str; 16] = [
    "これ",
    "この",
    "それ",
    "その",
    "また",
    "しかし",
    "なお",
    "同社",
    "同氏",
    "同",
    "一方",
    "そこで",
    "さらに",
    "ただ",
    "だが",
    "こうした",
];

/// Words by which a sentence points at a list behind it, which a quotation would leave out.
const AHEAD_EN: [&str; 4] = ["the following", "as follows", "listed below", "details below"];
const AHEAD_JA: [&str; 8] =
    ["次の", "以下の", "以下に", "下記", "以下を", "次に挙げる", "次に示す", "以下、"];

/// The words of the telling sentence and where they stand; `None` where the body says no more than the title.
pub fn telling(desk: &Desk<'_>, view: &View<'_>, article: &Article) -> Option<(Piece, Span)> {
    let chars_min = if article.lang == Lang::Ja { CHARS_MIN.0 } else { CHARS_MIN.1 };
    let body_start = article.text.len() - article.body().len();
    let facts: Vec<Span> = view
        .incident
        .claims
        .values()
        .flatten()
        .flat_map(|claim| &claim.values)
        .filter(|value| value.article == article.id)
        .map(|value| value.fact.span)
        .collect();
    let stamp = article.published.unwrap_or(Stamp::instant(article.known_at, None));
    let mut best: Option<(usize, Span)> = None;
    for (idx, span) in hinomi_text::sentences(article.body()).into_iter().take(SENTENCES_MAX).enumerate() {
        let start = body_start + span.range().start;
        let words = &article.text[start..body_start + span.range().end];
        let start = start + len_of_credit(words).max(len_of_dateline(words));
        let span = Span::new(start, body_start + span.range().end);
        let span = Span::new(start, start + without_ellipsis(article.slice(span)).len());
        let words = article.slice(span);
        let is_short = words.chars().count() < chars_min;
        let is_call = words.trim_end().ends_with(['?', '？', '!', '！']);
        if is_short
            || is_call
            || is_form(words)
            || is_furniture(words)
            || is_retold(&article.title, words, article.lang)
        {
            continue;
        }
        let reading = (desk.input.read)(words, article.lang, stamp);
        let n_facts = facts.iter().filter(|fact| span.contains(**fact)).count();
        let mut points = weigh(&reading) + FACT_POINTS * n_facts.min(KIND_MAX);
        points += if idx == 0 { FIRST_POINTS } else { 0 };
        points += if is_whole(words) { WHOLE_POINTS } else { 0 };
        points += if leans(words, article.lang) { 0 } else { ALONE_POINTS };
        points += if is_to_reader(words) { 0 } else { OTHERS_POINTS };
        points += if defines(words, article.lang) { 0 } else { NEWS_POINTS };
        points += if words.chars().count() <= desk.quote_chars_max(article) { FITS_POINTS } else { 0 };
        if best.is_none_or(|(most, _)| points > most) {
            best = Some((points, span));
        }
    }
    let (_, span) = best?;
    Some((quote(article.slice(span), article.lang, desk.quote_chars_max(article))?, span))
}

fn weigh(reading: &Reading) -> usize {
    let n_counts = reading.counts.iter().filter(|(_, value, _)| matches!(value, Value::Count { .. })).count();
    NAME_POINTS * reading.names.len().min(KIND_MAX)
        + COUNT_POINTS * n_counts.min(KIND_MAX)
        + ID_POINTS * reading.ids.len().min(1)
        + WHEN_POINTS * reading.whens.len().min(1)
}

/// Colons that make a stretch of text a form that was filled in, not a sentence.
const FORM_COLONS_MIN: usize = 3;

/// Whether a stretch of text is a form ("Vendor: X Equipment: Y") or begins with a heading in capitals.
fn is_form(words: &str) -> bool {
    let is_heading = |word: &str| word.len() > 3 && word.chars().all(|c| c.is_ascii_uppercase());
    let n_colons = words.matches([':', '：']).count();
    n_colons >= FORM_COLONS_MIN || words.split_whitespace().take(4).filter(|w| is_heading(w)).count() > 1
}

/// Characters within which a sentence that explains a name comes to its "is".
const DEFINED_CHARS_MAX: usize = 40;

/// Whether a sentence explains a name ("X is a …"), which is no news.
fn defines(words: &str, lang: Lang) -> bool {
    let head: String = words.chars().take(DEFINED_CHARS_MAX).collect();
    if lang == Lang::Ja {
        return head.contains("とは、") || head.contains("とは何");
    }
    let is_article = |rest: &str| ["a ", "an ", "the ", "one of "].iter().any(|word| rest.starts_with(word));
    let is_named = head.chars().next().is_some_and(char::is_uppercase);
    is_named && head.find(" is ").is_some_and(|at| is_article(&words[at + " is ".len()..]))
}

/// Words in the credit of a retold piece at most: "Jane Q. Doe of Alpha reports:".
const CREDIT_WORDS_MAX: usize = 7;

/// Bytes of the credit with which an outlet begins what another wrote: "Jane Doe reports: "; nought where there is none.
fn len_of_credit(words: &str) -> usize {
    let end = ["reports:", "writes:", "reported:"]
        .iter()
        .filter_map(|word| Some(words.find(word)? + word.len()))
        .min();
    let Some(end) = end.filter(|end| words[..*end].split_whitespace().count() <= CREDIT_WORDS_MAX) else {
        return 0;
    };
    end + (words[end..].len() - words[end..].trim_start().len())
}

/// Whether a sentence speaks to its reader: advice, an invitation.
fn is_to_reader(words: &str) -> bool {
    let lower = words.to_lowercase();
    lower.split(|c: char| !c.is_alphabetic()).any(|word| matches!(word, "you" | "your" | "yourself"))
}

/// A sentence without the mark by which a feed says that more follows: "… in 2031. [...]", of which the end of the
/// sentence may have taken a part.
fn without_ellipsis(words: &str) -> &str {
    let bare = words.trim_end_matches(['.', '…', ']', ' ']);
    bare.strip_suffix('[').map_or(words, str::trim_end)
}

/// Bytes within which a dateline comes to its dash.
const DATELINE_BYTES_MAX: usize = 60;

/// Bytes of the place, in capitals, and agency with which a wire begins its first sentence: "LONDON (Wire) - "; nought
/// where there is none.
fn len_of_dateline(words: &str) -> usize {
    let dash = [" - ", " – ", " — "].iter().filter_map(|dash| Some((words.find(dash)?, dash.len()))).min();
    let Some((at, len)) = dash.filter(|(at, _)| *at <= DATELINE_BYTES_MAX) else { return 0 };
    let place = words[..at].split('(').next().unwrap_or_default();
    let is_place = place.chars().any(char::is_alphabetic) && !place.chars().any(char::is_lowercase);
    if is_place && place.is_ascii() { at + len } else { 0 }
}

/// Whether a sentence ends as sentences do, and was not cut off.
fn is_whole(words: &str) -> bool {
    let words = words.trim_end();
    words.ends_with(ENDS) && !words.ends_with("...") && !words.ends_with('…')
}

/// Whether a sentence points at one before it, or at a list behind it.
fn leans(words: &str, lang: Lang) -> bool {
    if words.starts_with(['"', '“', '「', '\'', '‘']) {
        return true;
    }
    if lang == Lang::Ja {
        return LEANING_JA.iter().any(|word| words.starts_with(word))
            || AHEAD_JA.iter().any(|word| words.contains(word));
    }
    let lower = words.to_lowercase();
    if AHEAD_EN.iter().any(|words| lower.contains(words)) || lower.trim_end().ends_with(':') {
        return true;
    }
    let mut words = lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    LEANING_EN.contains(&first) || (first == "the" && LEANING_AFTER_THE.contains(&second))
}

/// Whether `words` says no more than `title`.
fn is_retold(title: &str, words: &str, lang: Lang) -> bool {
    if lang == Lang::Ja {
        let (title, words) = (name_key(&clean(title)), name_key(&clean(words)));
        return !title.is_empty() && (title.contains(&words) || words.contains(&title));
    }
    let words_of =
        |text: &str| text.split_whitespace().map(name_key).filter(|w| w.len() > 3).collect::<BTreeSet<_>>();
    let (title, words) = (words_of(title), words_of(words));
    let n_shared = title.intersection(&words).count();
    n_shared * 100 >= title.len() * RETOLD_PERCENT_MIN && words.len() <= title.len() * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_points_back_leans() {
        assert!(leans("This allowed attackers in.", Lang::En));
        assert!(leans("The same list names 80 targets.", Lang::En));
        assert!(!leans("The city of Amberton said so.", Lang::En));
        assert!(leans("同社は調査している。", Lang::Ja));
        assert!(!leans("Amber Mills said so.", Lang::En));
        assert!(!leans("みのりフーズは公表した。", Lang::Ja));
    }

    #[test]
    fn a_cut_sentence_is_not_whole() {
        assert!(is_whole("Amber Mills said so."));
        assert!(!is_whole("Amber Mills said that the..."));
        assert!(!is_whole("みのりフーズは公"));
    }

    #[test]
    fn what_explains_a_name_and_who_wrote_it_are_no_news() {
        assert!(defines("AmberOS is the operating system of Amber pumps.", Lang::En));
        assert!(defines("ランサムウェアとは、金銭を求めるものである。", Lang::Ja));
        assert!(!defines("Amber Mills is warning customers of a breach.", Lang::En));
        let words = "Jane Doe reports: Amber Mills lost data.";
        assert_eq!(&words[len_of_credit(words)..], "Amber Mills lost data.");
        assert_eq!(len_of_credit("Amber Mills lost data."), 0);
    }

    #[test]
    fn what_a_feed_or_wire_lays_around_a_sentence_is_left_out() {
        let check = |words: &str, rest: &str| assert_eq!(&words[len_of_dateline(words)..], rest);
        check("AMBERTON (Wire) - The mill lost data.", "The mill lost data.");
        check("AMBERTON, Wales – The mill lost data.", "AMBERTON, Wales – The mill lost data.");
        check("The mill - of Amberton - lost data.", "The mill - of Amberton - lost data.");
        check("CVE-2031-1001 is used.", "CVE-2031-1001 is used.");
        assert_eq!(without_ellipsis("The mill lost data. [.."), "The mill lost data.");
        assert_eq!(without_ellipsis("The mill lost data. [...]"), "The mill lost data.");
        assert_eq!(without_ellipsis("The mill lost data..."), "The mill lost data...");
        assert!(is_to_reader("Looking to level up your skills"));
        assert!(!is_to_reader("The young mill lost data."));
    }

    #[test]
    fn a_form_is_no_sentence() {
        assert!(is_form("EXECUTIVE SUMMARY of the matter"));
        assert!(is_form("Vendor : Amber Equipment : Pump Fault : Overflow"));
        assert!(!is_form("Amber Mills said: names leaked."));
        assert!(!is_form("RCE and XSS flaws in AMBER pumps are used in attacks."));
    }

    #[test]
    fn the_title_once_more_is_retold() {
        assert!(is_retold(
            "Amber Mills loses customer data",
            "Amber Mills loses customer data again.",
            Lang::En
        ));
        assert!(!is_retold(
            "Amber Mills loses customer data",
            "Names of 31,000 people leaked on Monday.",
            Lang::En
        ));
    }
}
