//! Whole briefs, to be read like code.

use hinomi_brief::{Format, Layout, render};
use hinomi_model::{Lang, Reliability, Story, Voice};

use crate::fixture::world;

fn check(name: &str, lang: Lang, layout: Layout, format: Format) {
    let world = world();
    let brief = world.brief(lang, layout);
    let text = render(&brief, format, &world.templates).unwrap();
    assert_eq!(brief.stats.refused_texts, [], "an untouched sentence was refused");
    insta::assert_snapshot!(name, text);
}

#[test]
fn a_day_in_japanese() {
    check("day.ja.md", Lang::Ja, Layout::Day, Format::Md);
}

#[test]
fn a_day_in_english() {
    check("day.en.md", Lang::En, Layout::Day, Format::Md);
}

#[test]
fn a_detailed_brief_in_japanese() {
    check("detail.ja.md", Lang::Ja, Layout::Detail, Format::Md);
}

#[test]
fn a_detailed_brief_in_english() {
    check("detail.en.md", Lang::En, Layout::Detail, Format::Md);
}

#[test]
fn a_page() {
    check("day.en.html", Lang::En, Layout::Day, Format::Html);
}

#[test]
fn a_week_is_summed_up() {
    for lang in [Lang::Ja, Lang::En] {
        let world = world();
        let brief = world.brief_back(12 * 24, "2031-05-13T10:00:00Z", lang, Layout::Day);
        assert_eq!(brief.stats.refused_texts, []);
        let text = render(&brief, Format::Md, &world.templates).unwrap();
        insta::assert_snapshot!(format!("week.{lang}.md"), text);
        let html = render(&brief, Format::Html, &world.templates).unwrap();
        assert!(html.contains("<svg") && html.contains("<rect"), "bars are drawn");
    }
}

#[test]
fn a_large_day_lists_what_it_cannot_tell() {
    let world = crate::fixture::many(40);
    let brief = world.brief(Lang::En, Layout::Day);
    assert_eq!(brief.stats.refused_texts, []);
    assert_eq!(brief.stats.n_incidents, 4 * 40);
    let text = render(&brief, Format::Md, &world.templates).unwrap();
    assert!(text.contains("more reports are not listed."), "what is not listed is counted");
    assert_eq!(text, render(&world.brief(Lang::En, Layout::Day), Format::Md, &world.templates).unwrap());
}

#[test]
fn what_is_watched_comes_first_and_says_so() {
    let mut world = world();
    world.watch.products = vec!["Fjord Robotics".to_owned(), "フィヨルド".to_owned()];
    world.shows_why = true;
    for lang in [Lang::Ja, Lang::En] {
        let brief = world.brief(lang, Layout::Detail);
        let text = render(&brief, Format::Md, &world.templates).unwrap();
        let item = text.split("\n### 1. ").nth(1).unwrap().split("\n### ").next().unwrap();
        assert!(item.contains("Fjord Robotics") || item.contains("フィヨルド"), "{item}");
        assert!(
            item.contains(if lang == Lang::Ja { "注視リストの語" } else { "On your watch list" }),
            "{item}"
        );
        assert!(item.contains("+25"), "{item}");
        let json = render(&brief, Format::Json, &world.templates).unwrap();
        assert!(json.contains("\"watched\"") && json.contains("\"product\""));
    }
}

#[test]
fn an_attackers_number_repeated_by_a_paper_stays_a_claim() {
    let mut w = crate::fixture::World::empty();
    w.source("a.example", "Alpha", "GB", Voice::Press, Reliability::B);
    w.source("b.example", "Beta", "GB", Voice::Press, Reliability::B);
    let claim = w.article(
        "a.example",
        "1",
        "2031-05-12T11:00:00Z",
        "Gang claims Amber Mills",
        &["Ransomware hit Amber Mills. The gang claims it stole 1.1 TB."],
    );
    let retold = w.article(
        "b.example",
        "2",
        "2031-05-13T05:00:00Z",
        "Amber Mills loses 1.1 TB",
        &["Amber Mills lost 1.1 TB."],
    );
    for (article, more) in [(claim, vec!["byte", "claimed", "attacker"]), (retold, vec!["byte"])] {
        w.fact(article, "victim", "Amber Mills", "Amber Mills", &[]);
        w.fact(article, "count", "1100000000000", "1.1 TB", &more);
    }
    w.fact(claim, "event_type", "ransomware", "Ransomware", &[]);
    w.incident(Story::Incident, &["Amber Mills"], &[claim, retold]);
    let brief = w.brief(Lang::En, Layout::Day);
    for sentence in brief.sentences().iter().filter(|s| s.text().contains("1.1 TB of data")) {
        assert!(sentence.text().contains("claim"), "{}", sentence.text());
    }
    assert_eq!(brief.stats.refused_texts, []);
}
