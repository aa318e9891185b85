//! Whole documents through `read`.

use std::fmt::Write as _;

use hinomi_model::{Article, Capture, CaptureId, Document, Entry, Lang, Origin, Outcome, Stamp, Warned};
use jiff::Timestamp;
use proptest::prelude::*;

use crate::{Rules, read, read_by};

const FETCHED_AT: &str = "2032-01-01T00:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn capture(url: &str, content_type: &str, body: impl Into<Vec<u8>>) -> Capture {
    let headers = vec![("content-type".to_owned(), content_type.to_owned())];
    Capture::new(url, url, "source", at(FETCHED_AT), Outcome::Answered { status: 200 }, headers, body.into())
}

fn entry(title: &str, html: &str) -> Entry {
    Entry {
        capture: CaptureId::of(&[b"feed"]),
        source: "source".to_owned(),
        url: "https://news.example/a".to_owned(),
        guid: String::new(),
        title: title.to_owned(),
        byline: "記者".to_owned(),
        published: Some(Stamp::instant(at("2031-10-19T10:00:00Z"), Some(540))),
        updated: None,
        lang: Some(Lang::Ja),
        html: html.to_owned(),
        is_full: false,
    }
}

fn read_both(page: Option<&Capture>, entry: Option<&Entry>) -> Warned<Article> {
    let url = page.map_or("https://news.example/a", |page| page.url.as_str());
    read(&Document { url, page, entry, source: "source", fetched_at: at(FETCHED_AT) })
}

/// An article as one reads it: what it says about itself, and its blocks.
fn drawn(read: &Warned<Article>) -> String {
    let article = &read.value;
    let stamp = |stamp: Option<Stamp>| stamp.map_or("-".to_owned(), Stamp::to_iso);
    let mut out = format!(
        "title: {}\nby: {} | {}\npublished: {} | updated: {} | known: {}\n{} | {} | {}\n",
        article.title,
        article.byline,
        article.publisher,
        stamp(article.published),
        stamp(article.updated),
        article.known_at,
        article.lang,
        article.origin,
        article.canonical_url,
    );
    for warning in &read.warnings {
        let _ = writeln!(out, "warning: {warning}");
    }
    for block in &article.blocks {
        let _ = writeln!(out, "{:<10} {}", block.kind.word(), article.slice(block.span));
    }
    out
}

macro_rules! pages {
    ($($name:ident = $file:literal at $url:literal;)*) => {$(
        #[test]
        fn $name() {
            let page = capture($url, "text/html", include_bytes!(concat!("../fixtures/", $file)));
            insta::assert_snapshot!(stringify!($name), drawn(&read_both(Some(&page), None)));
        }
    )*};
}

pages! {
    ja_press_release = "ja-press-release.html" at "https://www.kakuu.example/news/2025/0612.html";
    ja_advisory = "ja-advisory.html" at "https://www.cert.example/at/2031/at310007.html";
    ja_blog = "ja-blog.html" at "https://blog.example/entry/2031/05/01/233000";
    ja_old_table = "ja-old-table.html" at "https://mihon.example/s/20310214.html";
    ja_portal = "ja-portal.html" at "https://it.example/articles/2107/01/news001.html";
    en_news = "en-news.html" at "https://www.courier.example/2031/05/07/example-widgets-records?utm=x";
    en_advisory = "en-advisory.html" at "https://agency.example/advisories/31-231-01";
    en_research = "en-research.html" at "https://research.lab.example/papermoth/";
    en_script_only = "en-script-only.html" at "https://wire.example/x/1";
}

#[test]
fn an_entry_alone_is_an_article_of_the_feed() {
    let entry = entry(
        "工場&amp;倉庫で障害 - news.example",
        "<p>工場で障害が起きた。</p><p><a href=x>続きを読む</a></p>",
    );
    let read = read_both(None, Some(&entry));
    assert_eq!((read.value.origin, read.value.capture), (Origin::Entry, entry.capture));
    assert_eq!((read.value.title.as_str(), read.value.body()), ("工場&倉庫で障害", "工場で障害が起きた。"));
    assert_eq!((read.value.published, read.value.byline.as_str()), (entry.published, "記者"));
    assert!(read.warnings.is_empty(), "{:?}", read.warnings);
}

#[test]
fn the_entry_takes_the_place_of_what_cannot_be_read() {
    let entry = entry("題", "工場で障害が起きた。");
    for (content_type, body, what) in [
        ("application/pdf", "%PDF-1.7 …", "PDF was not read: no page could be found in it"),
        ("image/png", "\u{89}PNG", "page is an image"),
        ("application/json", "{}", "page is JSON data"),
        ("text/html", "<html><body><p>同意する</p></body></html>", "no article text was found"),
    ] {
        let page = capture("https://news.example/a", content_type, body);
        let read = read_both(Some(&page), Some(&entry));
        assert_eq!((read.value.origin, read.value.body()), (Origin::Entry, "工場で障害が起きた。"), "{body}");
        assert_eq!(read.warnings.len(), 1, "{:?}", read.warnings);
        assert!(read.warnings[0].what().starts_with(what), "{}", read.warnings[0]);
    }
}

#[test]
fn a_failed_page_gives_way_and_says_why() {
    let page = Capture {
        outcome: Outcome::Answered { status: 403 },
        ..capture("https://a.example/", "text/html", "<p>no")
    };
    let read = read_both(Some(&page), Some(&entry("題", "本文。")));
    assert_eq!(read.value.body(), "本文。");
    assert_eq!(read.warnings[0].what(), "page could not be had (HTTP 403); the feed's text is used");
}

#[test]
fn a_page_that_was_taken_down_leads_home() {
    let home = capture(
        "https://a.example/",
        "text/html",
        "<h1>A</h1><p>All the news of the day, every day, for everybody.</p>",
    );
    let page = Capture { url: "https://a.example/news/1".to_owned(), ..home };
    let read = read_both(Some(&page), Some(&entry("題", "本文。")));
    assert_eq!((read.value.body(), read.warnings.len()), ("本文。", 1));
}

#[test]
fn a_revision_is_known_from_its_change() {
    let html = "<h1>題名</h1><meta property=article:published_time content=2031-01-01T00:00:00Z>
        <meta property=article:modified_time content=2031-01-03T00:00:00Z><p>本文である。</p>";
    let article = read_both(Some(&capture("https://a.example/x", "text/html", html)), None).value;
    assert_eq!(article.known_at, at("2031-01-01T00:00:00Z"));
    assert_eq!(crate::revision_known_at(&article, at("2031-01-09T00:00:00Z")), at("2031-01-03T00:00:00Z"));
    assert_eq!(crate::revision_known_at(&article, at("2031-01-02T00:00:00Z")), at("2031-01-02T00:00:00Z"));
}

#[test]
fn nothing_at_all_is_an_empty_article() {
    let read = read_both(None, None);
    assert_eq!((read.value.text.as_str(), read.value.known_at), ("", at(FETCHED_AT)));
}

#[test]
fn plain_text_becomes_paragraphs() {
    let page = capture(
        "https://a.example/notice.txt",
        "text/plain; charset=utf-8",
        "架空商事より\n\n障害が起き\nました。\n\n以上",
    );
    let read = read_both(Some(&page), None);
    assert_eq!(read.value.text, "架空商事より\n障害が起きました。\n以上");
}

#[test]
fn a_page_of_the_future_is_not_believed() {
    let html =
        "<h1>題名</h1><meta property=article:published_time content=2099-01-01T00:00:00Z><p>本文である。</p>";
    let read = read_both(Some(&capture("https://a.example/x", "text/html", html)), None);
    assert_eq!((read.value.published, read.value.known_at), (None, at(FETCHED_AT)));
    assert_eq!(read.warnings.len(), 1);
}

#[test]
fn a_sidebars_date_is_not_the_pages() {
    let html = "<h1>題名である</h1><p>当社は本日、社内の体制を見直すことを決めましたので、皆様に謹んでお知らせいたします。よろしくお願い申し上げます。</p>
        <aside><p>2031年3月4日</p></aside><div class=news-list><ul><li>2031年3月5日 <a href=/1>別の知らせ</a></li></ul></div>";
    let read = read_both(Some(&capture("https://a.example/x", "text/html", html)), None);
    assert_eq!(read.value.published, None);
}

#[test]
fn the_canonical_address_stays_on_the_site() {
    for (href, expected) in [
        ("/b?id=1#top", "https://www.a.example/b?id=1"),
        ("https://a.example/b", "https://a.example/b"),
        ("https://other.example/b", "https://www.a.example/x"),
        ("https://www.a.example/", "https://www.a.example/x"),
        ("javascript:alert(1)", "https://www.a.example/x"),
        ("", "https://www.a.example/x"),
    ] {
        let html = format!("<link rel=canonical href='{href}'><h1>t</h1><p>text</p>");
        let read = read_both(Some(&capture("https://www.a.example/x", "text/html", html)), None);
        assert_eq!(read.value.canonical_url, expected, "{href}");
    }
}

/// Pages made to hurt: none may overflow the stack or take long, and the text outside the trap is read.
#[test]
fn hostile_pages_are_read_as_text() {
    let story = "<p>Attackers copied the records of a widget maker, the company said on Monday.</p>";
    for (trap, n, is_warned) in [
        ("<div>", 100_000, true),
        ("<table><tr><td>", 100_000, true),
        ("<b><i><font>", 100_000, true),
        ("<a href=x><p>", 50_000, false),
        ("<p><li><span></span>", 40_000, false),
        ("<ruby>x<rt>", 50_000, true),
        ("<!-- ", 100_000, false),
        ("</div></b></p>", 50_000, false),
        ("<", 100_000, false),
        ("&amp;&#x41;", 50_000, false),
        ("<br>", 50_000, false),
        ("<svg><math>", 50_000, true),
    ] {
        let page =
            capture("https://a.example/x", "text/html", format!("<title>t</title>{story}{}", trap.repeat(n)));
        let read = read_both(Some(&page), None);
        assert!(read.value.text.contains("records of a widget maker"), "{trap}");
        assert_eq!(!read.warnings.is_empty(), is_warned, "{trap}: {:?}", read.warnings);
    }
}

#[test]
fn a_hundred_thousand_attributes() {
    let attributes: String = (0..100_000).map(|n| format!(" a{n}=1")).collect();
    let page = capture("https://a.example/x", "text/html", format!("<p{attributes}>widgets were copied</p>"));
    let read = read_both(Some(&page), None);
    assert_eq!((read.value.text.as_str(), read.warnings.len()), ("widgets were copied", 0));
}

#[test]
fn one_line_of_fifty_megabytes() {
    let page =
        capture("https://a.example/x", "text/html", "<p>widgets were copied, ".repeat(50_000_000 / 24));
    let read = read_both(Some(&page), None);
    assert!(read.value.text.len() <= crate::limits::TEXT_BYTES_MAX);
    assert!(read.value.text.starts_with("widgets were copied,"));
    assert!(
        read.warnings.iter().any(|warning| warning.what().starts_with("page has 4999")),
        "{:?}",
        read.warnings
    );
}

/// Blocks stand in order, without overlap, and with what is between them make up the text.
fn is_covered(article: &Article) -> bool {
    let mut end = 0;
    for block in &article.blocks {
        let range = block.span.range();
        let gap = article.text.get(end..range.start);
        if gap != Some(if end == 0 { "" } else { "\n" }) || article.slice(block.span).trim().is_empty() {
            return false;
        }
        end = range.end;
    }
    end == article.text.len()
}

proptest! {
    #[test]
    fn any_bytes_are_read(body in proptest::collection::vec(any::<u8>(), 0..400), kind in "(text/html|text/plain|)") {
        let page = capture("https://a.example/x", &kind, body);
        prop_assert!(is_covered(&read_both(Some(&page), None).value));
    }

    #[test]
    fn any_markup_is_read(
        parts in proptest::collection::vec(
            prop_oneof![
                "</?(p|div|li|ul|table|tr|td|th|dl|dt|dd|h1|h2|a|b|br|pre|blockquote|article|time|sup|ruby|rt|title|script|aside|nav|main|header|svg)( (class|id)=(related|article-body|date|x))?( href=(#|/x))?( datetime=2031-01-0[0-9])?>",
                "[a-c0-9 \n　。年月日あ漢&;<:/-]{0,20}",
                Just("2031年1月2日 更新".to_owned()),
                Just("Attackers copied the records of a widget maker, it said.".to_owned()),
            ],
            0..60,
        )
    ) {
        let html: String = parts.concat();
        let page = capture("https://a.example/x", "text/html", html.clone());
        prop_assert!(is_covered(&read_both(Some(&page), None).value));
        prop_assert!(is_covered(&read_both(None, Some(&entry("題", &html))).value));
    }
}

#[test]
fn what_a_renderer_would_obey_is_in_no_field() {
    let entry = entry("題\u{202e}名", "<p>本文の\u{202e}段落である。</p>");
    let article = read_both(None, Some(&entry)).value;
    assert_eq!(article.title, "題名");
    assert!(!article.text.contains('\u{202e}'), "{}", article.text);
}

/// Every character of `article` that is written in its page, with the bytes that it was written as; and those of
/// which nothing is known.
fn origins(page: &Capture) -> (Vec<(char, String)>, String) {
    let document =
        Document { url: &page.url, page: Some(page), entry: None, source: "", fetched_at: at(FETCHED_AT) };
    let reading = crate::read_with_source(&document, &Rules::default()).value;
    let decoded = crate::decode(&page.body, page.header("content-type"));
    let encoding = encoding_rs::Encoding::for_label(decoded.encoding.as_bytes()).unwrap();
    let (mut known, mut unknown) = (Vec::new(), String::new());
    for (at, c) in reading.article.text.char_indices() {
        match reading.source_map.bytes(hinomi_model::Span::new(at, at + c.len_utf8())) {
            Some(range) => {
                let (written, _) = encoding.decode_without_bom_handling(&page.body[range]);
                known.push((c, written.into_owned()));
            }
            None => unknown.push(c),
        }
    }
    (known, unknown)
}

/// Whether `c` can be what `written` says: the character itself, a reference or an escape to it, white space or
/// mark-up that stands for it.
fn is_written(c: char, written: &str) -> bool {
    let meant = crate::entity::unescaped(written);
    match c {
        ' ' | '\t' => written.is_empty() || written.starts_with('<') || meant.trim().is_empty(),
        _ => written == c.to_string() || meant.contains(c) || written.starts_with(['&', '\\']),
    }
}

#[track_caller]
fn check_origins(page: &Capture, unknown: &str) {
    let (known, got) = origins(page);
    let wrong: Vec<_> = known.iter().filter(|(c, written)| !is_written(*c, written)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(got, unknown);
    assert!(known.iter().any(|(c, written)| *c != ' ' && *written == c.to_string()));
}

#[test]
fn every_character_knows_its_bytes() {
    let html = "<title>Q&amp;A：題名です - 例</title><h1>Q&amp;A：<b>題名</b>です</h1><p>架空商事は&nbsp;\n 本日、
        <a href=/x>社内</a>の<ruby>漏洩<rt>ろうえい</rt></ruby>を&#30906;認した。A\u{ad}B &lt;x&gt;<br>※詳細</p>
        <table><tr><th>件数</th><td>約  120件</td></tr></table><pre>a\r\n  b</pre>";
    let page = |encoding: &'static encoding_rs::Encoding| {
        let html = format!("<meta charset={}>{html}", encoding.name()).replace('\u{ad}', "");
        capture("https://a.example/x", "text/html", encoding.encode(&html).0.into_owned())
    };
    for encoding in [encoding_rs::UTF_8, encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP] {
        check_origins(&page(encoding), "\n\n\n\n");
    }
    check_origins(&capture("https://a.example/x", "text/plain", "架空商事\n\n障害が\n起きた。"), "\n");
}

#[test]
fn text_that_json_states_knows_its_bytes() {
    let body = r"一段落目。\n\n二段落目は\u300c引用\u300dと\ud83d\ude00を含み、これで二百字に届かない。";
    let html = format!(
        r#"<script type="application/ld+json">{{"@type":"NewsArticle","headline":"題\"名\"","articleBody":"{body}"}}</script>"#
    );
    check_origins(&capture("https://a.example/x", "text/html", html), "\n\n");
}

/// A page whose article stands where a reader takes it for furniture, read by rules.
#[test]
fn a_rule_says_where_an_article_stands() {
    let html = "<title>架空商事からのお知らせ</title><h1>架空商事</h1><p class=when>2031.5.7 掲載</p>
        <div class=sidebar><p class=t>倉庫の障害について</p><p>倉庫を止めた。</p><p class=pr>採用中</p></div>
        <div><p>当社は全国に二十の拠点を持ち、創業以来の信頼と実績で皆様の暮らしを支えてまいりました。</p></div>";
    let page = capture("https://www.kakuu.example/n/1", "text/html; charset=utf-8", html);
    let read_with = |rules: &str| {
        let rules = Rules::parse(rules, std::path::Path::new("rules.toml")).unwrap();
        let document = Document {
            url: &page.url,
            page: Some(&page),
            entry: None,
            source: "source",
            fetched_at: at(FETCHED_AT),
        };
        read_by(&document, &rules)
    };
    let rule = "[[site]]\nhost = \"kakuu.example\"\ntitle = \".t\"\ndate = \".when\"\nbody = \".sidebar\"\ndrop = \".pr\"\n";
    let Warned { value: article, warnings } = read_with(rule);
    assert_eq!((article.title.as_str(), article.body()), ("倉庫の障害について", "倉庫を止めた。"));
    assert_eq!(article.published.map(Stamp::to_iso).as_deref(), Some("2031-05-07"));
    assert_eq!(warnings, []);
    // A rule that names nothing is said, and changes nothing.
    let without = read_both(Some(&page), None).value;
    let Warned { value: article, warnings } =
        read_with("[[site]]\nhost = \"kakuu.example\"\nbody = \"#story\"\n");
    assert_eq!(article, without);
    assert!(warnings[0].to_string().contains("the rule for this site names nothing here"), "{warnings:?}");
    // A rule for another site is none.
    assert_eq!(read_with("[[site]]\nhost = \"other.example\"\nbody = \"p\"\n").value, without);
}
