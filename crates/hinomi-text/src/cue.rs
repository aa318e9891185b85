//! Words that turn a statement round, lower its certainty, or give it to somebody else.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use hinomi_model::{Span, Status};

use crate::fold::{Folded, is_behind};
use crate::vocabulary::{Words, rows};

/// What a cue does to the statement around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CueKind {
    /// Turns it round: 支払っていない, `did not`.
    Negation,
    /// Gives it this status: おそれがある, `allegedly`, `confirmed`.
    Hedge(Status),
    /// Says that it is hardly so: 可能性は低い, `unlikely`.
    Unlikely,
    /// Says that it is meant to happen: 予定, `plans to`.
    Planned,
    /// Says that it holds only if something else does: 場合, `if`.
    Conditional,
}

/// A cue where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cue {
    /// The words.
    pub span: Span,
    /// What they do.
    pub kind: CueKind,
}

/// Kanji of a verb taken in before a negative ending, at most.
const VERB_KANJI_MAX: usize = 4;

/// Kana of a verb taken in between its kanji and a negative ending, at most.
const VERB_KANA_MAX: usize = 5;

/// What an entry of the lists says; `None` says nothing and shields the shorter entries inside it.
#[derive(Debug, Clone, Copy)]
struct Entry {
    plain: Option<CueKind>,
    negated: Option<CueKind>,
    shape: Shape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// A Japanese word, which an ending may follow.
    Stem,
    /// A negative ending, which a verb stands before.
    Negative,
    /// An English word or phrase.
    Phrase,
}

/// What the ending of a Japanese verb does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Affirms,
    Negates,
    /// Asks for it rather than telling it: 確認してください.
    Asks,
}

const AFFIRMING: &[&str] = &[
    "た",
    "て",
    "ている",
    "ていた",
    "ています",
    "ていました",
    "ており",
    "ております",
    "ておりました",
    "てきた",
    "たという",
    "ました",
    "ます",
    "る",
    "い",
    "いる",
    "いた",
    "います",
    "いました",
    "おり",
    "られる",
    "られた",
    "られている",
    "れる",
    "れた",
    "れている",
    "れました",
    "れています",
    "れており",
    "んだ",
    "んでいる",
    "いでいる",
    "っている",
    "っていた",
    "っています",
    "った",
];

const NEGATING: &[&str] = &[
    "ない",
    "なかった",
    "なく",
    "ず",
    "ていない",
    "ていなかった",
    "ていません",
    "ていませんでした",
    "ておらず",
    "ておりません",
    "ておりませんでした",
    "てない",
    "ません",
    "ませんでした",
    "いない",
    "いません",
    "おらず",
    "おりません",
    "られない",
    "られず",
    "られていない",
    "れていない",
    "れておらず",
    "れておりません",
    "れていません",
    "れなかった",
    "れず",
];

const ASKING: &[&str] = &[
    "てください",
    "て下さい",
    "てほしい",
    "ていただき",
    "て頂き",
    "てもらう",
    "てもらい",
    "たい",
    "よう",
    "たら",
    "ても",
    "てから",
];

/// Negative endings that stand behind any verb; longer forms shield their parts.
const NEGATIVES: &[&str] = &[
    "ていない",
    "ていなかった",
    "ていません",
    "ていませんでした",
    "ておらず",
    "ておりません",
    "ておりませんでした",
    "ない",
    "なかった",
    "ません",
    "ませんでした",
    "せずに",
    "せず",
    "されず",
    "できず",
    "られず",
    "れず",
    "わず",
    "おらず",
    "ではなく",
    "なく、",
    "でない",
    "ではない",
    "ではありません",
    "ではなかった",
];

static ENDINGS: LazyLock<Words<Ending>> = LazyLock::new(|| {
    let with =
        |list: &'static [&'static str], ending| list.iter().map(move |word| ((*word).to_owned(), ending));
    Words::at_front(
        with(AFFIRMING, Ending::Affirms)
            .chain(with(NEGATING, Ending::Negates))
            .chain(with(ASKING, Ending::Asks)),
    )
});

static CUES: LazyLock<(Vec<String>, Vec<Entry>)> = LazyLock::new(|| {
    let japanese = rows(include_str!("../data/cues-ja.csv")).map(|row| {
        let field = |idx: usize| row.get(idx).copied().unwrap_or_default();
        let negated = if field(2).is_empty() { Some(CueKind::Negation) } else { kind(field(2)) };
        (field(0), Entry { plain: kind(field(1)), negated, shape: Shape::Stem })
    });
    let english = rows(include_str!("../data/cues-en.csv")).map(|row| {
        let field = |idx: usize| row.get(idx).copied().unwrap_or_default();
        (field(0), Entry { plain: kind(field(1)), negated: None, shape: Shape::Phrase })
    });
    let negative = Entry { plain: Some(CueKind::Negation), negated: None, shape: Shape::Negative };
    let negatives = NEGATIVES.iter().map(|word| (*word, negative));
    japanese.chain(english).chain(negatives).map(|(word, entry)| (word.to_ascii_lowercase(), entry)).unzip()
});

fn kind(word: &str) -> Option<CueKind> {
    match word {
        "none" => None,
        "negation" => Some(CueKind::Negation),
        "unlikely" => Some(CueKind::Unlikely),
        "planned" => Some(CueKind::Planned),
        "conditional" => Some(CueKind::Conditional),
        status => status.parse().ok().map(CueKind::Hedge),
    }
}

/// The words of all cues in lower case, for those who look for them together with words of their own.
pub fn cue_words() -> &'static [String] {
    &CUES.0
}

/// Finds the certainty cues of a text, in text order, without overlaps.
///
/// A Japanese cue takes in the ending of its verb, and the ending decides: 確認された is confirmed,
/// 確認されていない is not. A plain negation takes in the verb that it negates. Cues of both languages are
/// found: an English name or quotation may stand in a Japanese text.
pub fn cues(folded: &Folded) -> Vec<Cue> {
    static AUTOMATON: LazyLock<AhoCorasick> = LazyLock::new(|| {
        AhoCorasick::new(cue_words()).expect("the lists are far below the automaton's limits")
    });
    let hits = AUTOMATON.find_overlapping_iter(folded.lower());
    cues_among(
        folded,
        hits.map(|hit| (Span::new(hit.start(), hit.end()), hit.pattern().as_usize())).collect(),
    )
}

/// As [`cues`], where the words are already found: each place in the folded text that holds one of [`cue_words`], with
/// its index, in any order.
pub fn cues_among(folded: &Folded, mut words: Vec<(Span, usize)>) -> Vec<Cue> {
    let text = folded.text.as_str();
    // Of words that start at one place the longest counts, and of two entries for one word the first.
    words.sort_unstable_by_key(|(span, idx)| (span.start, std::cmp::Reverse(span.end), *idx));
    let (mut out, mut at, mut floor): (Vec<Cue>, usize, usize) = (Vec::new(), 0, 0);
    for (found, idx) in words {
        let found = found.range();
        if found.start < at {
            continue;
        }
        at = found.end;
        let Some(entry) = CUES.1.get(idx) else { continue };
        let Some((start, end, kind)) = read(text, *entry, found.start, found.end, floor) else {
            continue;
        };
        at = at.max(end);
        let span = folded.source(start..end);
        if let Some(kind) = kind.filter(|_| is_behind(out.last().map(|before| before.span), span)) {
            out.push(Cue { span, kind });
            floor = end;
        }
    }
    out
}

/// Where the cue begins and ends, and what it says (`None`: nothing); `None` when it is part of another word.
fn read(
    text: &str,
    entry: Entry,
    start: usize,
    end: usize,
    floor: usize,
) -> Option<(usize, usize, Option<CueKind>)> {
    match entry.shape {
        Shape::Phrase => {
            let is_letter = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
            let bytes = text.as_bytes();
            let is_part = (start > 0 && is_letter(bytes.get(start - 1))) || is_letter(bytes.get(end));
            let is_month = text[start..end] == *"May" && !is_first_word(text, start);
            let is_hyphened =
                start > 0 && bytes.get(start - 1) == Some(&b'-') || bytes.get(end) == Some(&b'-');
            (!is_part && !is_month && !is_hyphened).then_some((start, end, entry.plain))
        }
        Shape::Negative => Some((verb_start(text, start, floor), end, entry.plain)),
        Shape::Stem => {
            let ending = text.get(end..).and_then(|rest| ENDINGS.find(rest));
            match ending {
                Some((len, Ending::Negates)) => Some((start, end + len, entry.negated)),
                Some((len, Ending::Asks)) => Some((start, end + len, None)),
                Some((len, Ending::Affirms)) => Some((start, end + len, entry.plain)),
                None => Some((start, end, entry.plain)),
            }
        }
    }
}

/// `May` at the front of a sentence is taken for the word, elsewhere for the month.
fn is_first_word(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default().trim_end();
    before.is_empty() || before.ends_with(['.', '!', '?', '\n'])
}

/// Where the verb before a negative ending begins: its kana, then its kanji.
fn verb_start(text: &str, at: usize, floor: usize) -> usize {
    let before = text.get(floor..at).unwrap_or_default();
    let kana = |c: char| ('ぁ'..='ん').contains(&c) && !"はがをもへとで".contains(c);
    let kana_len: usize =
        before.chars().rev().take(VERB_KANA_MAX).take_while(|c| kana(*c)).map(char::len_utf8).sum();
    let rest = &before[..before.len() - kana_len];
    let kanji = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) || c == '々';
    let kanji_len: usize =
        rest.chars().rev().take(VERB_KANJI_MAX).take_while(|c| kanji(*c)).map(char::len_utf8).sum();
    if kanji_len == 0 {
        // Kana alone are as often a particle's neighbour as a verb: いない, のない.
        return at;
    }
    at - kana_len - kanji_len
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(text: &str) -> String {
        let (mut out, mut at) = (String::new(), 0);
        for cue in cues(&crate::fold(text)) {
            let kind = match cue.kind {
                CueKind::Hedge(status) => status.word().to_owned(),
                other => format!("{other:?}").to_lowercase(),
            };
            let range = cue.span.range();
            out += &format!("{}⟦{}⟧{{{kind}}}", &text[at..range.start], &text[range.clone()]);
            at = range.end;
        }
        out + &text[at..]
    }

    fn check(want: &str) {
        let (mut text, mut depth) = (String::new(), 0);
        for c in want.chars() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                '⟦' | '⟧' => {}
                _ if depth == 0 => text.push(c),
                _ => {}
            }
        }
        assert_eq!(draw(&text), want);
    }

    #[test]
    fn japanese_cues() {
        for line in [
            "流出の⟦可能性がある⟧{possible}",
            "閲覧された⟦恐れがある⟧{possible}と発表した",
            "侵入した⟦とみられる⟧{suspected}",
            "流出は⟦確認された⟧{confirmed}",
            "流出は⟦確認されていない⟧{not_confirmed}",
            "流出は⟦確認されておりません⟧{not_confirmed}",
            "件数は⟦明らかにしていない⟧{undisclosed}",
            "件数を明らかにした",
            "原因は⟦分かっておらず⟧{under_investigation}",
            "影響は⟦調査中⟧{under_investigation}だ",
            "流出を⟦否定した⟧{denied}",
            "流出した⟦事実はない⟧{denied}",
            "身代金を⟦支払っていない⟧{negation}",
            "情報は⟦含まれていない⟧{negation}",
            "盗んだと⟦主張した⟧{claimed}",
            "被害は少ない",
            "対応しなければならない",
            "⟦悪用されかねない⟧{possible}".replace("⟦悪用されかねない⟧", "悪用され⟦かねない⟧").as_str(),
            "設定を確認してください",
            "悪用の⟦可能性は低い⟧{unlikely}",
            "再開の⟦見通し⟧{planned}",
            "異常が⟦なかった⟧{negation}",
            "⟦関係者によると⟧{attributed}、",
            "漏えいは⟦認められなかった⟧{not_confirmed}",
            "流出を⟦認めた⟧{confirmed}",
        ] {
            check(line);
        }
    }

    #[test]
    fn english_cues() {
        for line in [
            "It ⟦may have⟧{possible} exposed data.",
            "In May it was shut.",
            "The gang ⟦claims⟧{claimed} it.",
            "There is ⟦no evidence that⟧{not_confirmed} data leaked.",
            "It did ⟦not⟧{negation} pay.",
            "It ⟦did not say⟧{undisclosed} whether it paid.",
            "It is ⟦unclear⟧{under_investigation} how.",
            "It doesn’t".replace("doesn’t", "⟦doesn’t⟧{negation} know").as_str(),
            "He ⟦denied⟧{denied} it.",
            "a denial-of-service attack",
            "not only this",
            "the notion of mayhem",
            "No. 1 of no more than 3",
        ] {
            check(line);
        }
    }
}
