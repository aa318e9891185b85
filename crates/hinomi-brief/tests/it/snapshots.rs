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
    let mut w = crate::fixture::World::of_one_paper();
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

/// Two matters of one campaign in one incident, and what today's article says.
fn campaign(title: &str, body: &str, facts: &[(&str, &str, &str)]) -> crate::fixture::World {
    let mut w = crate::fixture::World::of_one_paper();
    w.source("b.example", "beta wire", "GB", Voice::Press, Reliability::B);
    let old = w.article(
        "a.example",
        "1",
        "2031-05-10T05:00:00Z",
        "Amber Mills hit by ransomware",
        &["Amber Mills was hit by ransomware. Data of 31,000 people leaked."],
    );
    w.fact(old, "victim", "Amber Mills", "Amber Mills", &[]);
    w.fact(old, "event_type", "ransomware", "ransomware", &[]);
    w.fact(old, "count", "31000", "31,000 people", &["person"]);
    let new = w.article("b.example", "2", "2031-05-13T05:00:00Z", title, &[body]);
    for (slot, value, quote) in facts {
        w.fact(new, slot, value, quote, &[]);
    }
    w.incident(Story::Incident, &["Amber Mills"], &[old, new]);
    w
}

#[test]
fn a_title_never_stands_under_anothers_name() {
    let w = campaign(
        "Cobalt Press says a subsidiary was hit",
        "More than 40 firms are on the list of the gang.",
        &[("event_type", "ransomware", "hit")],
    );
    let text = render(&w.brief(Lang::En, Layout::Day), Format::Md, &w.templates).unwrap();
    let told = text.split("## References").next().unwrap();
    assert!(!told.contains("Amber Mills"), "{told}");
    assert!(told.contains("### “Cobalt Press says a subsidiary was hit”"), "{told}");
    // The name of an outlet keeps its own first letter.
    assert!(told.contains("beta wire reported on 13 May: “More than 40 firms are on the list"), "{told}");
}

#[test]
fn numbers_of_one_victim_are_not_told_of_another() {
    let w = campaign(
        "Cobalt Press hit by ransomware",
        "Cobalt Press was hit by ransomware on Monday, it said.",
        &[("victim", "Cobalt Press", "Cobalt Press"), ("event_type", "ransomware", "ransomware")],
    );
    let text = render(&w.brief(Lang::En, Layout::Detail), Format::Md, &w.templates).unwrap();
    assert!(text.contains("Cobalt Press") && !text.contains("31,000 people"), "{text}");
}

#[test]
fn advice_is_left_out_and_counted() {
    let mut w = crate::fixture::World::of_one_paper();
    let tips =
        w.article("a.example", "1", "2031-05-13T05:00:00Z", "7 ways to stop phishing", &["Think first."]);
    let other =
        w.article("a.example", "2", "2031-05-13T06:00:00Z", "Безопасность почты", &["Письма приходят."]);
    w.fact(tips, "event_type", "phishing", "phishing", &[]);
    w.incident(Story::Incident, &[], &[tips]);
    w.incident(Story::Incident, &[], &[other]);
    for (lang, advice, language) in [
        (Lang::En, "One more item of advice, marketing or digest is not listed.", "another language"),
        (Lang::Ja, "助言・宣伝・まとめの記事1件は載せていない。", "ほかの言語"),
    ] {
        let text = render(&w.brief(lang, Layout::Day), Format::Md, &w.templates).unwrap();
        assert!(text.contains(advice) && text.contains(language), "{text}");
        assert!(!text.contains("7 ways") && !text.contains("почты"), "{text}");
    }
}

#[test]
fn what_somebody_said_is_proved_by_their_notice_or_names_who_reports_it() {
    let mut w = crate::fixture::World::of_one_paper();
    let told = w.article(
        "a.example",
        "1",
        "2031-05-13T05:00:00Z",
        "Amber Mills says it was hit by ransomware",
        &["Amber Mills said it was hit by ransomware. No ransom was paid, the firm said."],
    );
    w.fact(told, "victim", "Amber Mills", "Amber Mills", &[]);
    w.fact(told, "event_type", "ransomware", "ransomware", &["victim"]);
    w.fact(told, "ransom", "not_paid", "No ransom was paid", &["victim"]);
    w.incident(Story::Incident, &["Amber Mills"], &[told]);
    let brief = w.brief(Lang::En, Layout::Day);
    let text = render(&brief, Format::Md, &w.templates).unwrap();
    assert!(text.contains("Amber Mills said that it was hit by ransomware, Alpha reports [1]."), "{text}");
    assert!(text.contains("It also said that no ransom was paid [1]."), "{text}");
    assert_eq!(brief.stats.refused_texts, []);
}

#[test]
fn a_polite_brief_ends_its_sentences_politely_and_is_proved_as_well() {
    let mut world = world();
    world.style = hinomi_brief::Style::Polite;
    for layout in [Layout::Day, Layout::Detail] {
        let brief = world.brief(Lang::Ja, layout);
        assert_eq!(brief.stats.refused_texts, [], "the polite style is refused");
        let text = render(&brief, Format::Md, &world.templates).unwrap();
        insta::assert_snapshot!(format!("polite.{}.md", layout.word()), text);
    }
}

#[test]
fn a_day_on_which_nobody_could_be_asked_is_not_called_calm() {
    let mut world = world();
    world.incidents.clear();
    world.sources.clear();
    for lang in [Lang::Ja, Lang::En] {
        let brief = world.brief(lang, Layout::Day);
        let text = render(&brief, Format::Md, &world.templates).unwrap();
        let (deaf, calm) = if lang == Lang::Ja {
            ("読めなかった", "新しい知らせはない")
        } else {
            ("No source could be read", "Nothing new")
        };
        assert!(text.contains(deaf) && !text.contains(calm), "{text}");
    }
}

#[test]
fn what_attackers_claim_and_who_they_are_is_told_in_one_sentence_each() {
    let mut w = crate::fixture::World::of_one_paper();
    let told = w.article(
        "a.example",
        "1",
        "2031-05-13T05:00:00Z",
        "Amber Mills hit by ransomware",
        &["Amber Mills was hit by ransomware by Velvet Otter with Grey Finch. The gang says it stole 27 GB and \
           9,300 files. It was reported to the Amber Data Commission."],
    );
    w.fact(told, "victim", "Amber Mills", "Amber Mills", &[]);
    w.fact(told, "event_type", "ransomware", "ransomware", &[]);
    w.fact(told, "actor", "Velvet Otter", "Velvet Otter", &[]);
    w.fact(told, "actor", "Grey Finch", "Grey Finch", &[]);
    w.fact(told, "count", "27000000000", "27 GB", &["byte", "claimed", "attacker"]);
    w.fact(told, "count", "9300", "9,300 files", &["file", "claimed", "attacker"]);
    w.fact(told, "reported_to", "Amber Data Commission", "Amber Data Commission", &[]);
    w.incident(Story::Incident, &["Amber Mills"], &[told]);
    for (lang, expected) in [
        (
            Lang::En,
            [
                "**The attackers claim that 27 GB of data leaked and that 9,300 files leaked** [1].",
                "Velvet Otter and Grey Finch are named as the attackers",
                "to the Amber Data Commission",
            ],
        ),
        (
            Lang::Ja,
            [
                "**攻撃者は、流出したデータの量は27GBに上り、9,300件のファイルが流出したと主張している**[1]。",
                "攻撃者としてVelvet Otter、Grey Finchの名が挙がって",
                "Amber Data Commissionに報告した",
            ],
        ),
    ] {
        let brief = w.brief(lang, Layout::Day);
        let text = render(&brief, Format::Md, &w.templates).unwrap();
        for words in expected {
            assert!(text.contains(words), "{words}\n{text}");
        }
        assert_eq!(brief.stats.refused_texts, []);
    }
}

#[test]
fn the_least_rounded_number_is_told_once() {
    let mut w = crate::fixture::World::of_one_paper();
    w.source("b.example", "Beta", "GB", Voice::Press, Reliability::B);
    let told = |w: &mut crate::fixture::World, source: &str, number: &str, quote: &str, more: &[&str]| {
        let body = format!("Data of {quote} leaked from Amber Mills in a breach.");
        let article = w.article(source, "1", "2031-05-13T05:00:00Z", "Amber Mills breached", &[&body]);
        w.fact(article, "victim", "Amber Mills", "Amber Mills", &[]);
        w.fact(article, "event_type", "data_breach", "breach", &[]);
        w.fact(article, "count", number, quote, more);
        article
    };
    let rounded = told(&mut w, "a.example", "2000000", "about 2 million people", &["person", "approx"]);
    let exact = told(&mut w, "b.example", "1914000", "1,914,000 records", &["record"]);
    w.incident(Story::Incident, &["Amber Mills"], &[rounded, exact]);
    let text = render(&w.brief(Lang::En, Layout::Day), Format::Md, &w.templates).unwrap();
    assert!(text.contains("1,914,000 records leaked [1]"), "{text}");
    assert!(!text.contains("Data of about 2 million"), "{text}");
}
