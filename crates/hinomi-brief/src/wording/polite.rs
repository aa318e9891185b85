//! Japanese sentences in the polite style: 流出した → 流出しました.
//!
//! The templates are written in the plain style (である). A brief in the polite style (です・ます) turns the predicate that
//! ends a sentence, and none within it: what somebody said stays as it is in 「…と公表しました」. Only the endings that the
//! templates use are known; a sentence with another ending stays plain.

/// Plain endings and their polite forms, longest first. Source: school grammar (丁寧語).
const ENDINGS: &[(&str, &str)] = &[
    ("ていなかった", "ていませんでした"),
    ("でいなかった", "でいませんでした"),
    ("れなかった", "れませんでした"),
    ("はなかった", "はありませんでした"),
    ("分からない", "分かりません"),
    ("答えられない", "答えられません"),
    ("していない", "していません"),
    ("ていない", "ていません"),
    ("でいない", "でいません"),
    ("まだない", "まだありません"),
    ("始まった", "始まりました"),
    ("加わった", "加わりました"),
    ("支払った", "支払いました"),
    ("変わった", "変わりました"),
    ("含まれる", "含まれます"),
    ("られる", "られます"),
    ("はない", "はありません"),
    ("なった", "なりました"),
    ("あった", "ありました"),
    ("である", "です"),
    ("だった", "でした"),
    ("及んだ", "及びました"),
    ("読んだ", "読みました"),
    ("異なる", "異なります"),
    ("に当たる", "に当たります"),
    ("当たらない", "当たりません"),
    ("描いた", "描きました"),
    ("示す", "示します"),
    ("増えた", "増えました"),
    ("減った", "減りました"),
    ("伝えた", "伝えました"),
    ("受けた", "受けました"),
    ("かけた", "かけました"),
    ("られた", "られました"),
    ("された", "されました"),
    ("われた", "われました"),
    ("かれた", "かれました"),
    ("書いた", "書きました"),
    ("かった", "かったです"),
    ("がある", "があります"),
    ("日ある", "日あります"),
    ("件ある", "件あります"),
    ("による", "によります"),
    ("に上る", "に上ります"),
    ("挙げる", "挙げます"),
    ("になる", "になります"),
    ("という", "ということです"),
    ("ている", "ています"),
    ("でいる", "でいます"),
    ("及ぶ", "及びます"),
    ("出た", "出ました"),
    ("した", "しました"),
    // A clause that itself ends in brackets: 〜ある（日付から計算）.
    ("ある（日付から計算）", "あります（日付から計算）"),
    ("なる（合計は計算）", "なります（合計は計算）"),
];

/// How polite predicates end.
const POLITE: [&str; 4] = ["ました", "でした", "です", "ます"];

/// `text` with its last predicate in the polite form; as it is where the ending is not known, or polite already.
pub fn polite_end(text: &str) -> String {
    if POLITE.iter().any(|ending| text.ends_with(ending)) {
        return text.to_owned();
    }
    match ENDINGS.iter().find(|(plain, _)| text.ends_with(plain)) {
        Some((plain, polite)) => format!("{}{polite}", &text[..text.len() - plain.len()]),
        None => text.to_owned(),
    }
}

/// `text` with every predicate that stands before 。 or ： in the polite form.
pub fn polite(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['。', '：']) {
        let stop = rest[at..].chars().next().map_or(0, char::len_utf8);
        out.push_str(&polite_end(&rest[..at]));
        out.push_str(&rest[at..at + stop]);
        rest = &rest[at + stop..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(plain: &str, expected: &str) {
        assert_eq!(polite(plain), expected);
        assert_eq!(polite(expected), expected, "polite words stay");
    }

    #[test]
    fn the_predicate_that_ends_a_sentence_turns_and_none_within_it() {
        check("みのりは、情報が流出したと公表した。", "みのりは、情報が流出したと公表しました。");
        check(
            "悪用は確認されていない。修正版はまだない。",
            "悪用は確認されていません。修正版はまだありません。",
        );
        check("流出した可能性がある。", "流出した可能性があります。");
        check("期限は5月31日である。", "期限は5月31日です。");
        check("続報を伝えた：「ある題」。", "続報を伝えました：「ある題」。");
        check("12日ある（日付から計算）。", "12日あります（日付から計算）。");
        check("目次", "目次");
        check("", "");
    }

    #[test]
    fn longer_endings_come_before_those_they_end_in() {
        for (idx, (ending, _)) in ENDINGS.iter().enumerate() {
            let hides = ENDINGS[..idx].iter().find(|(earlier, _)| ending.ends_with(earlier));
            assert!(hides.is_none(), "{ending} is never reached, behind {hides:?}");
        }
    }

    #[test]
    fn every_sentence_of_the_templates_has_a_known_ending() {
        let phrases = include_str!("../../templates/phrases/ja.toml");
        let strings = include_str!("../../templates/strings/ja.toml");
        for line in phrases.lines().chain(strings.lines()).filter(|line| !line.starts_with('#')) {
            for part in line.split_inclusive('。').filter(|part| part.ends_with('。')) {
                let words = part.trim_end_matches('。').trim_end_matches("{c}").trim_end_matches("**");
                // What ends in a gap, a noun or a bracket has no predicate of its own.
                let has_predicate = words.ends_with(|c: char| "たるいただうく".contains(c));
                assert!(!has_predicate || polite_end(words) != words, "{part}");
            }
        }
    }
}
