//! Properties that hold for every text: no panic, spans in order, apart, on character boundaries.

use hinomi_model::{Lang, Span, Stamp};
use proptest::prelude::*;

/// Pieces that numbers, times and certainty are written with, and some that break them.
const PIECES: &[&str] = &[
    "1",
    "12",
    "3,456",
    "2025",
    "０",
    "９３",
    "・",
    ".",
    ",",
    "-",
    "〜",
    "から",
    "まで",
    "/",
    ":",
    "十",
    "百",
    "千",
    "万",
    "億",
    "数",
    "一",
    "二",
    "〇",
    "年",
    "月",
    "日",
    "時",
    "半",
    "分",
    "の",
    "人",
    "件",
    "以上",
    "約",
    "最大",
    "令和",
    "R5",
    "元",
    "第",
    "報",
    "同日",
    "翌",
    "先月",
    "昨年",
    "上旬",
    "末",
    "(日)",
    "曜日",
    "GB",
    "%",
    "$",
    "million",
    "of",
    "between ",
    " and ",
    "about ",
    "May",
    "October",
    "Mon",
    "day",
    "days",
    " ago",
    " later",
    "last ",
    "the ",
    "Q2",
    "half",
    "dozens",
    "a ",
    " ",
    "\n",
    "。",
    "「",
    "」",
    "’",
    "ない",
    "て",
    "可能性",
    "確認され",
    "no ",
    "not",
    "㈱",
    "ｶﾞ",
    "\u{3099}",
    "e\u{301}",
    "🔥",
    "㌔",
    "½",
    "①",
    "T10:00:00Z",
    "to",
    "\u{200b}",
    "9999999999999999999",
    "年度",
    "期",
    "以降",
    "p.m.",
    "+",
    "〒",
    "{",
    "\\",
    "ß",
    "İ",
    "円",
    "ドル",
    "カ国",
    "間",
    "前",
    "後",
    "半",
    "ダース",
    "分の",
    "・",
    "余",
    " and ",
    " past ",
    "half ",
    "quarter ",
    " of a ",
    "USD",
    "next ",
    " weeks",
    " week of ",
    "last ",
    "/",
    "の第2週",
    "week ",
    "within ",
    " business days",
    "以内",
    "今後",
    "週明け",
    "¾",
    "⅔",
    "end of ",
    "the week of ",
    "noon",
    "'s ",
    "twenty",
    "-firsts",
    " (45)",
    "点",
    "四川",
    " Cr",
    " starting ",
    "between now and ",
    " and now",
    " and a half",
    " hours",
    "nineteen ",
    "20251016",
    "Tue ",
    "13th",
    "後半",
    "営業日",
    "まる",
    "mid-",
    "ringgit ",
    "(水)",
    " at 8",
];

fn anchor() -> Stamp {
    Stamp::instant("2024-02-29T23:30:00Z".parse().expect("a valid instant"), Some(540))
}

fn in_order(text: &str, spans: impl IntoIterator<Item = Span>) -> Result<(), TestCaseError> {
    let mut end = 0;
    for span in spans {
        prop_assert!(span.of(text).is_some(), "{:?} does not fit {:?}", span, text);
        prop_assert!(span.start >= end, "{:?} overlaps the one before in {:?}", span, text);
        prop_assert!(!span.is_empty(), "empty span in {:?}", text);
        end = span.end;
    }
    Ok(())
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let folded = hinomi_text::fold(text);
    for lang in [Lang::Ja, Lang::En] {
        let quantities = hinomi_text::quantities(&folded);
        in_order(text, quantities.iter().map(|found| found.span))?;
        for found in &quantities {
            prop_assert!(found.number_span.of(text).is_some() && found.noun_span.of(text).is_some());
            prop_assert!(found.span.contains(found.number_span), "{:?} in {:?}", found, text);
            prop_assert!(found.span.contains(found.noun_span), "{:?} in {:?}", found, text);
            prop_assert!(found.upper.is_none_or(|upper| upper >= found.number), "{:?} in {:?}", found, text);
        }
        in_order(text, hinomi_text::dates(&folded, lang, anchor()).iter().map(|found| found.span))?;
        in_order(text, hinomi_text::times(&folded, lang, anchor()).iter().map(|found| found.span))?;
        in_order(text, hinomi_text::numbers(&folded).iter().map(|found| found.span))?;
        in_order(text, hinomi_text::durations(&folded).iter().map(|found| found.span))?;
        in_order(text, hinomi_text::cues(&folded).iter().map(|found| found.span))?;
    }
    in_order(text, hinomi_text::report_nos(&folded).iter().map(|found| found.span))?;
    in_order(text, hinomi_text::sentences(text))?;
    let _ = (hinomi_text::lang_of(text), hinomi_text::name_key(text));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn any_text(text in "\\PC{0,60}") {
        check(&text)?;
    }

    #[test]
    fn texts_made_of_the_domains_own_pieces(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..14)) {
        check(&pieces.concat())?;
    }

    #[test]
    fn publication_at_any_time(seconds in -60_000_000_000i64..250_000_000_000, text in prop::sample::select(&[
        "昨日、先月29日、来週、今年度、去年の秋、2月29日まで、31日", "last month, next week, on Monday, two years ago, Feb. 29",
        "9000年後、30分前、2/29、1月の第5週から", "in 9999 years, the next 999 years, next quarter, 3 hours ago, 2/29",
    ][..])) {
        let at = jiff::Timestamp::from_second(seconds).unwrap();
        in_order(text, hinomi_text::dates(&hinomi_text::fold(text), Lang::Ja, Stamp::instant(at, None)).iter().map(|found| found.span))?;
        in_order(text, hinomi_text::times(&hinomi_text::fold(text), Lang::Ja, Stamp::instant(at, None)).iter().map(|found| found.span))?;
    }
}

/// Long runs of what can begin a number or a bracket take time in proportion to their length.
#[test]
fn long_runs_are_read_in_linear_time() {
    for piece in [
        "1",
        "一",
        "1,",
        "第",
        "「",
        "10月",
        "million ",
        "between 1 and ",
        "a",
        "1 ",
        "十",
        "数",
        "ない",
        "from 1 to ",
        "㈱",
        "1人",
        "1-",
        "one and ",
        "1/2 ",
        "半",
        "next 1 ",
        "1 past ",
        "1年後",
        "。",
        "1年",
        "end of ",
        "within 1 ",
        "twenty ",
        "1点",
        "¾",
        "week 1 ",
        "1/1/",
        "1 (1)",
        "next week ",
        "1 day after ",
        "nineteen ninety ",
        "Tue 1 ",
        "以内",
        "4営業日",
        "1 hour and ",
        "yuan ",
        "2014-",
        "1 million ",
        "1 thousand and ",
        "one million and ",
        "half a million ",
        "1 p.m. ",
        "3:20 on ",
        "Mon 5 p.m. ",
        "noon on ",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        let folded = hinomi_text::fold(&text);
        let n = hinomi_text::quantities(&folded).len()
            + hinomi_text::dates(&folded, Lang::En, anchor()).len()
            + hinomi_text::times(&folded, Lang::En, anchor()).len()
            + hinomi_text::numbers(&folded).len()
            + hinomi_text::durations(&folded).len()
            + hinomi_text::cues(&folded).len()
            + hinomi_text::sentences(&text).len()
            + hinomi_text::report_nos(&folded).len()
            + hinomi_text::name_key(&text).len() / text.len();
        assert!(n <= text.len(), "{piece}");
    }
}
