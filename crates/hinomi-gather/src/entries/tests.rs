use super::*;
use hinomi_model::{Outcome, Reliability, SourceKind, Tlp, Voice};
use proptest::prelude::*;

fn capture(body: impl AsRef<[u8]>, content_type: &str) -> Capture {
    let headers = vec![("content-type".to_owned(), content_type.to_owned())];
    let at = "2025-11-12T00:00:00Z".parse().unwrap();
    let url = "https://a.example/feed.xml";
    Capture::new(url, url, "a", at, Outcome::Answered { status: 200 }, headers, body.as_ref().to_vec())
}

fn source(lang: Lang) -> Source {
    Source {
        id: "s".into(),
        name: "S".into(),
        url: "https://a.example/feed.xml".into(),
        kind: SourceKind::Feed,
        lang,
        country: String::new(),
        voice: Voice::Press,
        reliability: Reliability::F,
        tlp: Tlp::Clear,
        interval_minutes: 60,
        quote_chars_max: 200,
        last_known_bad: String::new(),
    }
}

/// Each entry on a line: address | title | published | updated | language | whether full, text; then the warnings.
fn read(body: impl AsRef<[u8]>, content_type: &str, source: Option<&Source>) -> String {
    let read = entries(&capture(body, content_type), source);
    let stamp = |stamp: Option<Stamp>| stamp.map_or("-".to_owned(), Stamp::to_iso);
    let lines = read.value.iter().map(|e| {
        let lang = e.lang.map_or("-", Lang::tag);
        let full = if e.is_full { "full " } else { "" };
        format!(
            "{} | {} | {} | {} | {lang} | {full}{}",
            e.url,
            e.title,
            stamp(e.published),
            stamp(e.updated),
            e.html
        )
    });
    lines.chain(read.warnings.iter().map(|warning| format!("! {warning}"))).collect::<Vec<_>>().join("\n")
}

#[test]
fn rss_2() {
    let feed = r#"
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>News</title><link>https://a.example/</link><language>ja</language>
<item><title>A社、情報漏えいの可能性 &amp;amp; 続報</title><link> /news/1?x=1&amp;y=2 </link>
 <guid isPermaLink="false">n1</guid><pubDate>Mon, 10 Nov 2025 09:00:00 +0900</pubDate>
 <description>短い要約</description><content:encoded><![CDATA[<p>全文 <a href="/n">n</a></p>]]></content:encoded></item>
<item><title>Permalink only</title><guid>https://a.example/news/2</guid><pubDate>2025年11月11日 9:30</pubDate></item>
<item><title>Nowhere</title></item>
<item><title>From tomorrow</title><link>https://a.example/3</link><pubDate>Thu, 01 Jan 2099 00:00:00 GMT</pubDate></item>
<item><title>Dateless</title><link>https://a.example/4</link><pubDate>soon</pubDate></item>
</channel></rss>"#;
    insta::assert_snapshot!(read(feed, "application/rss+xml", Some(&source(Lang::Ja))), @r#"
    https://a.example/news/1?x=1&y=2 | A社、情報漏えいの可能性 & 続報 | 2025-11-10T09:00:00+09:00 | - | ja | full <p>全文 <a href="https://a.example/n">n</a></p>
    https://a.example/news/2 | Permalink only | 2025-11-11T00:30:00Z | - | ja | 
    https://a.example/3 | From tomorrow | 2099-01-01T00:00:00Z | - | ja | 
    https://a.example/4 | Dateless | - | - | ja | 
    ! https://a.example/feed.xml: the item "Nowhere" has no address of its own; left out
    ! https://a.example/4: the date "soon" is not understood
    "#);
}

#[test]
fn rss_1_with_its_two_dates() {
    let feed = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xml:lang="ja">
<channel rdf:about="https://a.example/feed.xml"><title>T</title><link>https://a.example/</link></channel>
<item rdf:about="https://a.example/a.html"><title>更新された記事</title><link>https://a.example/a.html</link>
 <description>説明&#13;
二行目</description><dc:date>2025-11-10T11:57+09:00</dc:date><dcterms:issued>2025-10-01T10:00+09:00</dcterms:issued></item>
<item rdf:about="https://a.example/b.html"><title>新着</title><dc:date>2025-11-09</dc:date></item>
</rdf:RDF>"#;
    insta::assert_snapshot!(read(feed, "text/xml", None), @r"
    https://a.example/a.html | 更新された記事 | 2025-10-01T10:00:00+09:00 | 2025-11-10T11:57:00+09:00 | ja | <p>説明<br>二行目</p>
    https://a.example/b.html | 新着 | 2025-11-09 | 2025-11-09 | ja |
    ");
}

#[test]
fn atom() {
    let feed = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://b.example/blog/">
<title>T</title><updated>2025-11-10T00:00:00Z</updated>
<entry><title type="html">A &amp;lt;b&amp;gt; &lt;i&gt;tag&lt;/i&gt;</title><link rel="edit" href="/edit/1"/><link href="one"/>
 <id>urn:1</id><published>2025-11-10T09:00:00-05:00</published><updated>2025-11-11T09:00:00-05:00</updated>
 <summary>Short</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Full <b>text</b> &amp; more</p></div></content></entry>
<entry xml:lang="ja"><title>Only updated</title><link rel="alternate" type="text/html" href="https://b.example/2"/><updated>2025-11-11T00:00:00Z</updated>
 <summary>a &lt; b</summary></entry>
</feed>"#;
    insta::assert_snapshot!(read(feed, "application/atom+xml", None), @r"
    https://b.example/blog/one | A tag | 2025-11-10T09:00:00-05:00 | 2025-11-11T09:00:00-05:00 | en | full <p>Full <b>text</b> &amp; more</p>
    https://b.example/2 | Only updated | 2025-11-11T00:00:00Z | 2025-11-11T00:00:00Z | ja | <p>a &lt; b</p>
    ");
}

#[test]
fn json_feed() {
    let feed = r#"{"version":"https://jsonfeed.org/version/1.1","title":"T","language":"en","items":[
 {"id":7,"url":"/7","title":"Seven & more","content_text":"one\n\ntwo","date_published":"2025-11-10T00:00:00Z","authors":[{"name":"A"},{"name":"B"}]},
 {"id":"https://a.example/8","content_html":"<p><img src='i.png'></p>","date_published":"2025-11-10"}]}"#;
    insta::assert_snapshot!(read(feed, "application/feed+json", None), @r"
    https://a.example/7 | Seven & more | 2025-11-10T00:00:00Z | - | en | full <p>one</p><p>two</p>
    https://a.example/8 |  | 2025-11-10 | - | en | full <p><img src='https://a.example/i.png'></p>
    ");
}

#[test]
fn what_is_no_feed_is_told_in_one_line() {
    let check = |body: &str, told: &str| assert_eq!(read(body, "text/html", None), told, "{body}");
    check("", "! https://a.example/feed.xml: is empty, not a feed; check the address if this lasts");
    check(" \n ", "! https://a.example/feed.xml: is empty, not a feed; check the address if this lasts");
    check(
        "<!doctype html><html><head><link rel='alternate' type='application/rss+xml' href='/rss'></head><body>Hi</body></html>",
        "! https://a.example/feed.xml: is a page (HTML), not a feed; the page names its feed: https://a.example/rss",
    );
    check(
        "<html><body>Not found</body></html>",
        "! https://a.example/feed.xml: is a page (HTML), not a feed; look up the address of the feed, or set kind = \"page\"",
    );
    check(
        "<sitemap/>",
        "! https://a.example/feed.xml: is not a feed but an XML document of another kind (<sitemap>); check the address",
    );
    check(
        "{\"a\":1}",
        "! https://a.example/feed.xml: is not a feed but JSON, but no JSON Feed: it has no \"items\"; check the address",
    );
    check(
        "%PDF-1.7",
        "! https://a.example/feed.xml: is not a feed but neither XML nor JSON; check the address",
    );
    check(
        "<rss version='2.0'><channel><title>T</title></channel></rss>",
        "! https://a.example/feed.xml: is a feed without entries; check the address if this lasts",
    );
}

#[test]
fn an_ill_formed_feed_gives_what_can_be_had() {
    let feed = "<rss version='2.0'><channel>\n<item><title>R&D &nbsp;one & two<link>https://a.example/1</link><description><p>x<br>y</description>\n\
        <item><title>two</title><link>https://a.example/2</link></item><item><title>three</title><link>https://a.example/3";
    insta::assert_snapshot!(read(feed, "text/xml", None), @r"
    https://a.example/1 | R&D one & two | - | - | - | <p>x<br />y</p>
    https://a.example/2 | two | - | - | - | 
    https://a.example/3 | three | - | - | - | 
    ! https://a.example/feed.xml:1: is ill-formed (an element without end); 3 entries were read all the same
    ");
}

#[test]
fn a_bomb_of_entities_is_not_set_off() {
    let mut feed = "<!DOCTYPE lolz [<!ENTITY lol 'lol'>".to_owned();
    for i in 1..=9 {
        let before = if i == 1 { "lol".to_owned() } else { format!("lol{}", i - 1) };
        feed += &format!("<!ENTITY lol{i} '{}'>", format!("&{before};").repeat(10));
    }
    feed += "]><rss version='2.0'><channel><item><title>&lol9;</title><link>https://a.example/1</link></item></channel></rss>";
    let read = entries(&capture(&feed, "text/xml"), None);
    assert_eq!(read.value.len(), 1);
    assert!(read.value[0].title.len() < 1_000_000, "{}", read.value[0].title.len());
    assert!(read.warnings.iter().any(|warning| warning.what().contains("entities")), "{:?}", read.warnings);
}

#[test]
fn broken_bytes_cost_their_character_only() {
    let feed = b"<rss version='2.0'><channel><item><title>caf\xc3\xa9 \xff\xfe\xe6\x97\xa5\xe6\x9c\xac</title><link>https://a.example/1</link></item></channel></rss>";
    let read = entries(&capture(feed, "text/xml; charset=utf-8"), None);
    assert!(
        read.value[0].title.starts_with("café") && read.value[0].title.ends_with("日本"),
        "{}",
        read.value[0].title
    );
    assert_eq!(read.warnings.len(), 1, "{:?}", read.warnings);
}

#[test]
fn dates_without_zone_are_of_the_place_of_the_feeds_language() {
    let feed = |lang: &str| {
        format!(
            "<rss><channel>{lang}<item><link>https://a.example/1</link><pubDate>2025-11-10 09:00</pubDate></item></channel></rss>"
        )
    };
    let published = |feed: String, source: &Source| {
        entries(&capture(feed, "text/xml"), Some(source)).value[0].published.unwrap().to_iso()
    };
    assert_eq!(published(feed("<language>ja</language>"), &source(Lang::Other)), "2025-11-10T00:00:00Z");
    assert_eq!(published(feed(""), &source(Lang::Ja)), "2025-11-10T00:00:00Z");
    assert_eq!(published(feed("<language>en-us</language>"), &source(Lang::Ja)), "2025-11-10T09:00:00Z");
}

#[test]
fn a_feed_as_large_as_may_come_is_read_in_linear_time() {
    // Each of these took square time in some parser.
    for unit in [
        "<a b=\"",
        "<!--",
        "<![CDATA[",
        "<item>",
        "</item>",
        "<!DOCTYPE [",
        "&",
        "&lt;",
        "<?x",
        "<a b='>\"",
        "<item><title>",
    ] {
        let feed = format!("<rss><channel>{}", unit.repeat(2_000_000 / unit.len()));
        entries(&capture(feed, "text/xml"), None);
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), kind in "\\PC{0,20}") {
        entries(&capture(bytes, &kind), None);
    }

    #[test]
    fn no_mark_up_panics(text in "(<(item|entry|title|link|rss|feed|a:b|!\\[CDATA\\[|!--|\\?xml)[ /]?(x='&[a-z];')?>|</(item|title)>|&#?[a-z0-9]{0,4};|[a-z日本<>&\"']{0,3}){0,40}") {
        let read = entries(&capture(text, "text/xml"), None);
        for entry in read.value {
            prop_assert!(entry.url.starts_with("http"));
        }
    }
}
