//! Sentences proposed by somebody else: what says the same passes, and nothing else does.

use std::collections::BTreeMap;

use hinomi_brief::rewrite::{Grounds, Tally, questions, rewrite};
use hinomi_brief::{Brief, Layout, Sentence};
use hinomi_model::{Article, ArticleId, Lang, Source};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::fixture::{World, world, zone};
use crate::reader;

/// The brief with what `change` makes of each sentence proposed, and what became of it.
fn proposed(
    world: &World,
    lang: Lang,
    layout: Layout,
    change: impl Fn(&str) -> Option<String>,
) -> (Brief, Brief, Tally) {
    let articles: BTreeMap<ArticleId, &Article> = world.articles.iter().map(|(id, a)| (*id, a)).collect();
    let sources: BTreeMap<&str, &Source> = world.sources.iter().map(|s| (s.id.as_str(), s)).collect();
    let zone = zone();
    let grounds = Grounds { articles: &articles, sources: &sources, zone: &zone, read: &reader::read };
    let before = world.brief(lang, layout);
    let mut brief = before.clone();
    let mut all = Tally::default();
    let asked = questions(&brief, &grounds);
    assert!(!asked.is_empty());
    for question in asked {
        let content = question.messages[1]["content"].as_str().unwrap();
        let inner = content.strip_prefix("UNTRUSTED\n").unwrap().strip_suffix("\nEND").unwrap();
        let inner: Value = serde_json::from_str(inner).unwrap();
        let sentences = inner["sentences"].as_array().unwrap().iter();
        let said = sentences
            .filter_map(|s| Some(json!({"from": [s["n"]], "text": change(s["text"].as_str().unwrap())?})));
        let content = json!({"sentences": said.collect::<Vec<_>>()}).to_string();
        let answer = json!({"choices": [{"message": {"content": content}}]}).to_string();
        let tally = rewrite(&mut brief, &question, answer.as_bytes(), &grounds).unwrap();
        all.n_kept += tally.n_kept;
        for (why, n) in tally.refused {
            *all.refused.entry(why).or_default() += n;
        }
    }
    (before, brief, all)
}

fn texts(brief: &Brief) -> Vec<String> {
    brief.sentences().into_iter().map(Sentence::text).collect()
}

#[test]
fn a_joining_word_passes_and_keeps_proofs_and_references() {
    let world = world();
    for (lang, word) in [(Lang::Ja, "なお、"), (Lang::En, "Also, ")] {
        for layout in [Layout::Day, Layout::Detail] {
            let (before, after, tally) = proposed(&world, lang, layout, |text| Some(format!("{word}{text}")));
            assert!(tally.n_kept >= 4, "{tally:?}");
            assert_eq!(before.references, after.references);
            for (old, new) in before.sentences().iter().zip(after.sentences()) {
                assert!(new.text() == old.text() || new.text() == format!("{word}{}", old.text()));
                assert_eq!(old.cites().len(), new.cites().len());
            }
        }
    }
}

#[test]
fn what_says_something_else_is_refused() {
    type Change = fn(&str) -> Option<String>;
    let changes: &[(Lang, Change)] = &[
        (Lang::Ja, |t| t.contains("可能性がある").then(|| t.replace("可能性がある", "という"))),
        (Lang::Ja, |t| t.contains("ていない").then(|| t.replace("ていない", "ている"))),
        (Lang::Ja, |t| t.contains('万').then(|| t.replace('万', "億"))),
        (Lang::Ja, |t| t.contains("は、").then(|| t.replacen("は、", "を、", 1))),
        (Lang::Ja, |t| Some(t.replace('。', "、全社が停止した。"))),
        (Lang::Ja, |t| Some(t.trim_end_matches('。').to_owned())),
        (Lang::Ja, |_| Some("。".to_owned())),
        (Lang::En, |_| Some(".".to_owned())),
        (Lang::En, |t| t.split_once(" and that ").map(|(told, _)| format!("{told}."))),
        (Lang::En, |t| t.contains("may have").then(|| t.replace("may have", "have"))),
        (Lang::En, |t| t.contains("not ").then(|| t.replacen("not ", "", 1))),
        (Lang::En, |t| Some(t.replacen('.', " and more were hit.", 1))),
        (Lang::En, |t| Some(format!("See https://evil.example/ {t}"))),
        (Lang::En, |t| Some(format!("{t}\n# News"))),
        (Lang::En, |t| Some(format!("[x](y) {t}"))),
    ];
    let world = world();
    for (idx, (lang, change)) in changes.iter().enumerate() {
        let (before, after, tally) = proposed(&world, *lang, Layout::Day, change);
        assert_eq!(texts(&before), texts(&after), "change {idx}: {tally:?}");
    }
}

#[test]
fn a_dropped_number_or_date_is_refused() {
    let world = world();
    let without_digits = |text: &str| {
        let bare: String = text.chars().filter(|c| !c.is_ascii_digit()).collect();
        (bare != text).then_some(bare)
    };
    for lang in [Lang::Ja, Lang::En] {
        let (before, after, tally) = proposed(&world, lang, Layout::Detail, without_digits);
        assert_eq!(texts(&before), texts(&after), "{tally:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_answer_panics_or_changes_an_unproved_word(bytes in prop::collection::vec(any::<u8>(), 0..200), text in ".{0,80}") {
        let world = world();
        let (before, after, _) = proposed(&world, Lang::En, Layout::Day, |_| Some(text.clone()));
        prop_assert_eq!(texts(&before), texts(&after));
        let articles: BTreeMap<ArticleId, &Article> = world.articles.iter().map(|(id, a)| (*id, a)).collect();
        let sources: BTreeMap<&str, &Source> = BTreeMap::new();
        let zone = zone();
        let grounds = Grounds { articles: &articles, sources: &sources, zone: &zone, read: &reader::read };
        let mut brief = before.clone();
        let asked = questions(&brief, &grounds);
        prop_assert!(rewrite(&mut brief, &asked[0], &bytes, &grounds).is_err());
    }
}
