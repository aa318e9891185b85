//! Clauses: how far a negation or a hedge reaches.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use hinomi_model::{Lang, Span};

/// Endings of Japanese verbs before 、 that close a clause; a noun before 、 only lists.
const JA_CLOSERS: &[&str] = &[
    "て",
    "で",
    "し",
    "り",
    "ず",
    "れ",
    "め",
    "き",
    "け",
    "み",
    "ち",
    "え",
    "せ",
    "く",
    "ほか",
    "ため",
    "ば",
    "たが",
    "るが",
    "いが",
    "だが",
    "ぬが",
    "ますが",
    "ものの",
    "ながら",
];

/// Words that end in a closer and close nothing.
const JA_OPEN: &[&str] = &[
    "により",
    "あたり",
    "とおり",
    "通り",
    "にて",
    "として",
    "について",
    "において",
    "に対し",
    "に対して",
    "にかけて",
    "とみて",
    "に関し",
    "に関して",
    "これを受け",
    "ただし",
    "よる",
    "ともに",
    "初めて",
    "改めて",
    "あわせて",
    "併せて",
    "合わせて",
    "おそらく",
    "くれ",
    "あげて",
    "かけ",
    "よりますと",
    "いずれ",
    "までで",
    "らで",
    "時点で",
    "現在で",
    "すべて",
    "全て",
    "含め",
    "通じて",
];

/// What starts a new clause in English.
const EN_OPENERS: &[&str] = &[
    "; ",
    ", but ",
    " but ",
    ", while ",
    " while ",
    ", although ",
    ", though ",
    ", which ",
    ", who ",
    ", where ",
    " because ",
    " although ",
    ", so ",
    ", and it ",
    ", and the ",
    ", and he ",
    ", and she ",
    ", and they ",
    ", and no ",
    ", and that ",
    ", and its ",
    ", and his ",
    ", and a ",
    ", and there ",
    ", and an ",
    ", and had ",
    ", and has ",
    ", and was ",
    " and had not ",
    " and has not ",
    " and did not ",
    " and will not ",
    " and was not ",
    " and were not ",
    ", not ",
    ", adding that ",
    " — ",
    " – ",
    ": ",
    ", nor ",
    ", yet ",
    " and said ",
    " and says ",
    ", however",
];

/// Splits the sentence at `span` into clauses that cover it, in order.
pub fn clauses(text: &str, span: Span, lang: Lang) -> Vec<Span> {
    let Some(sentence) = span.of(text) else { return vec![span] };
    let cuts = if lang == Lang::Ja { cuts_ja(sentence) } else { cuts_en(sentence) };
    let mut out = Vec::new();
    let mut start = 0;
    for cut in cuts {
        if cut > start && cut < sentence.len() {
            out.push(Span::new(span.range().start + start, span.range().start + cut));
            start = cut;
        }
    }
    out.push(Span::new(span.range().start + start, span.range().end));
    out
}

fn cuts_ja(sentence: &str) -> Vec<usize> {
    let closes = |before: &str| {
        JA_CLOSERS.iter().any(|end| before.ends_with(end)) && !JA_OPEN.iter().any(|end| before.ends_with(end))
    };
    let comma = '、'.len_utf8();
    sentence
        .match_indices('、')
        .filter(|(at, _)| sentence.get(..*at).is_some_and(closes))
        .map(|(at, _)| at + comma)
        .collect()
}

fn cuts_en(sentence: &str) -> Vec<usize> {
    static OPENERS: LazyLock<AhoCorasick> = LazyLock::new(|| {
        let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).to_owned();
        builder.build(EN_OPENERS).expect("the openers make an automaton")
    });
    // The comma stays with what it closes.
    let cut = |at: usize| if sentence.as_bytes().get(at) == Some(&b' ') { at } else { at + 1 };
    OPENERS.find_iter(sentence).map(|found| cut(found.start())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, lang: Lang, expected: &[&str]) {
        let found = clauses(text, Span::new(0, text.len()), lang);
        let found: Vec<&str> = found.iter().map(|span| span.of(text).unwrap()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_verb_before_the_comma_closes_and_a_noun_lists() {
        check(
            "氏名、住所が漏れたが、番号は含まれない。",
            Lang::Ja,
            &["氏名、住所が漏れたが、", "番号は含まれない。"],
        );
        check("攻撃により、社内の端末が止まった。", Lang::Ja, &["攻撃により、社内の端末が止まった。"]);
    }

    #[test]
    fn but_and_semicolons_close() {
        check("Names leaked, but cards did not.", Lang::En, &["Names leaked,", " but cards did not."]);
        check("", Lang::En, &[""]);
    }
}
