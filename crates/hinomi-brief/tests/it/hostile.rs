//! Outside strings of any kind in every place that takes one: nothing panics, and no structure breaks.

use hinomi_brief::{Format, Layout, Unread, UnreadKind, render};
use hinomi_model::{Lang, Reliability, Slot, Story, Value, Voice};
use proptest::prelude::*;

use crate::fixture::World;

/// Tags that the page itself uses.
const TAGS: &[&str] = &[
    "title",
    "desc",
    "line",
    "circle",
    "!doctype",
    "a",
    "article",
    "blockquote",
    "body",
    "br",
    "cite",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "head",
    "header",
    "html",
    "li",
    "main",
    "mark",
    "meta",
    "nav",
    "ol",
    "p",
    "rect",
    "section",
    "span",
    "strong",
    "style",
    "summary",
    "svg",
    "table",
    "tbody",
    "td",
    "text",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "ul",
];

/// A world in which `bad` stands in names, titles, texts, sources and addresses.
fn world(bad: &str) -> World {
    let mut w = World::empty();
    w.source("press.example", &format!("Press {bad}"), "JP", Voice::Press, Reliability::B);
    let title = format!("{bad} Amber Mills 5,000 people {bad}");
    let body = format!("Amber Mills {bad} was hit by ransomware. About 5,000 people lost {bad} data. {bad}");
    let old = w.article("press.example", "a", "2031-05-10T10:00:00Z", &title, &[&body, bad]);
    let new =
        w.article("press.example", &format!("b?{bad}"), "2031-05-13T05:00:00Z", &title, &[&body, bad, &body]);
    let other = w.article("press.example", "c", "2031-05-13T06:00:00Z", bad, &[bad]);
    for (article, n) in [(old, "5000"), (new, "5001")] {
        w.fact(article, "victim", &format!("Amber Mills {bad}"), "Amber Mills", &[&format!("alias={bad}")]);
        w.fact(article, "event_type", "ransomware", "ransomware", &[]);
        w.fact(article, "count", n, "5,000 people", &["person", "approx", &format!("of={bad}")]);
        w.fact(article, "actor", bad, "hit by", &["claimed", "attacker"]);
        w.fact(article, "service", "suspended", "lost", &[&format!("of={bad}")]);
        w.fact(article, "cve", bad, "was hit", &[]);
        w.fact(article, "product", bad, "was", &[]);
        w.fact(article, "root_cause", bad, "hit", &[]);
    }
    w.incident(Story::Incident, &[bad, "Amber Mills"], &[old, new]);
    w.incident(Story::Vulnerability, &[], &[old, new]);
    w.incident(Story::Report, &[], &[other]);
    w.unread.push(Unread {
        kind: UnreadKind::Page,
        source: bad.to_owned(),
        url: bad.to_owned(),
        title: bad.to_owned(),
        reason: bad.to_owned(),
    });
    w.articles.values_mut().for_each(|article| article.url = format!("{bad}://{bad}"));
    w
}

fn check(bad: &str) {
    let world = world(bad);
    for lang in [Lang::Ja, Lang::En] {
        let week = world.brief_back(7 * 24, "2031-05-13T10:00:00Z", lang, Layout::Day);
        for brief in [world.brief(lang, Layout::Day), world.brief(lang, Layout::Detail), week] {
            check_html(&render(&brief, Format::Html, &world.templates).unwrap(), bad);
            check_md(&render(&brief, Format::Md, &world.templates).unwrap(), bad);
            let json = render(&brief, Format::Json, &world.templates).unwrap();
            serde_json::from_str::<serde_json::Value>(&json).unwrap();
        }
    }
}

fn check_html(html: &str, bad: &str) {
    // What was opened before the style sheet is closed after it.
    let mut depth: Vec<&str> = vec!["html", "head"];
    let (_, body) = html.split_once("</style>").unwrap();
    for part in body.split('<').skip(1) {
        let (tag, _) =
            part.split_once('>').unwrap_or_else(|| panic!("a tag never ends: {part:?} of {bad:?}"));
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or_default();
        assert!(TAGS.contains(&name), "tag {name:?} from {bad:?}");
        let is_handler = |outside: &str| outside.contains(" on");
        assert!(!tag.split('"').step_by(2).any(is_handler), "handler in {tag:?} from {bad:?}");
        for href in tag.match_indices("href=\"").map(|(at, h)| &tag[at + h.len()..]) {
            assert!(href.starts_with('#') || href.starts_with("http"), "{href:?} from {bad:?}");
        }
        if tag.starts_with('/') {
            assert_eq!(depth.pop(), Some(name), "{bad:?}");
        } else if !matches!(name, "meta" | "br") {
            depth.push(name);
        }
    }
    assert!(depth.is_empty(), "{depth:?} from {bad:?}");
}

fn check_md(md: &str, bad: &str) {
    let (_, body) = md.split_once("\n---\n").unwrap();
    let mut n_bars_of_table = None;
    for line in body.lines() {
        let mut is_escaped = false;
        let mut n_bars = 0;
        let bare: String = line
            .chars()
            .filter(|c| {
                let keep = !is_escaped;
                is_escaped = *c == '\\' && !is_escaped;
                keep && *c != '\\'
            })
            .inspect(|c| n_bars += usize::from(*c == '|'))
            .collect();
        assert!(!bare.contains("](") && !bare.contains('`'), "{line:?} from {bad:?}");
        for (at, _) in bare.match_indices('<') {
            assert!(bare[at..].starts_with("<http"), "{line:?} from {bad:?}");
        }
        if bare.starts_with('|') {
            let expected = *n_bars_of_table.get_or_insert(n_bars);
            assert_eq!(n_bars, expected, "a row breaks its table: {line:?} from {bad:?}");
        } else {
            n_bars_of_table = None;
        }
        assert!(!line.chars().any(char::is_control), "{line:?}");
    }
}

#[test]
fn strings_that_break_things_elsewhere_break_nothing() {
    for bad in [
        "",
        " ",
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "]](javascript:alert(1))",
        "a | b | c",
        "`code` *stars* _lines_ ~~x~~",
        "# heading",
        "- list\n\n## heading",
        "{{ 7 * 7 }}{% raw %}",
        "{who}は{p}",
        "javascript:alert(1)",
        "http://a.example/\u{202e}x",
        "\u{0}\u{1b}[31m\u{e000}",
        "</style></details></section>",
        "&lt;b&gt; &amp; & ;",
        "0123456789,.99%",
        "第7報 約5,000人 可能性 ない not may",
        "İ ß ﬁ ǅ",
        "---\ntitle: x\n---",
        "「『“”』」",
        "𠮷野家👨‍👩‍👧‍👦",
    ] {
        check(bad);
    }
    check(&"長い".repeat(3000));
}

#[test]
fn odd_spans_and_numbers_break_nothing() {
    let mut world = world("x");
    for incident in &mut world.incidents {
        for claim in incident.claims.values_mut().flatten() {
            for value in &mut claim.values {
                value.fact.span = hinomi_model::Span::new(1, 1_000_000);
                value.fact.sentence = hinomi_model::Span::new(0, 3);
                if claim.slot == Slot::Count {
                    value.fact.value = Value::Count {
                        number: rust_decimal::Decimal::MAX,
                        upper: Some(rust_decimal::Decimal::MIN),
                        unit: None,
                    };
                }
            }
        }
    }
    for lang in [Lang::Ja, Lang::En] {
        let brief = world.brief(lang, Layout::Detail);
        render(&brief, Format::Html, &world.templates).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_string_breaks_nothing(bad in "\\PC{0,40}|[<>\"'&|`\\[\\]{}()#*_\\\\\n]{0,20}|.{0,20}") {
        check(&bad);
    }

    #[test]
    fn counts_of_any_size_are_written(n in any::<i128>(), scale in 0_u32..20, unit in 0_usize..14) {
        let number = rust_decimal::Decimal::try_from_i128_with_scale(n >> 40, scale).unwrap_or_default();
        let units = ["record", "person", "account", "byte", "percent", "USD", "JPY", "XYZ", "country", "device", "item", "store", "file", "document"];
        let value = Value::Count { number, upper: None, unit: units[unit].parse().ok() };
        for lang in [Lang::Ja, Lang::En] {
            let text = hinomi_brief::wording::count_text(&value, None, "", lang).unwrap();
            prop_assert!(!text.is_empty());
        }
    }
}
