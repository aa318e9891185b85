//! Whole briefs, to be read like code.

use hinomi_brief::{Format, Layout, render};
use hinomi_model::Lang;

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
fn a_large_day_lists_what_it_cannot_tell() {
    let world = crate::fixture::many(40);
    let brief = world.brief(Lang::En, Layout::Day);
    assert_eq!(brief.stats.refused_texts, []);
    assert_eq!(brief.stats.n_incidents, 4 * 40);
    let text = render(&brief, Format::Md, &world.templates).unwrap();
    assert!(text.contains("more."), "what is not listed is counted");
    assert_eq!(text, render(&world.brief(Lang::En, Layout::Day), Format::Md, &world.templates).unwrap());
}
