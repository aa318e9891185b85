//! Trees drawn in brackets, and compared.

use super::*;
use proptest::prelude::*;

/// The tree in brackets: `div[p["a"]]`; a text in a link has `@` before it.
fn drawn(html: &str) -> String {
    let tree = tree(html);
    let mut out = String::new();
    let mut ends = vec![];
    for idx in 1..tree.nodes.len() {
        while ends.pop_if(|end| *end <= idx).is_some() {
            out.push(']');
        }
        if !out.is_empty() && !out.ends_with('[') {
            out.push(' ');
        }
        let node = &tree.nodes[idx];
        if node.tag == Tag::Text {
            let mark = if node.in_link { "@" } else { "" };
            out.push_str(&format!("{mark}{:?}", tree.raw(idx)));
        } else {
            out.push_str(node.tag.name());
            if node.end() > idx + 1 {
                out.push('[');
                ends.push(node.end());
            }
        }
    }
    out + &"]".repeat(ends.len())
}

#[track_caller]
fn check(html: &str, expected: &str) {
    assert_eq!(drawn(html), expected, "{html}");
}

#[test]
fn ends_are_implied() {
    check("<p>a<p>b<div>c</div>d", "p[\"a\"] p[\"b\"] div[\"c\"] \"d\"");
    check("<ul><li>a<li>b<ul><li>c</ul>d</ul>", "ul[li[\"a\"] li[\"b\" ul[li[\"c\"]] \"d\"]]");
    check("<dl><dt>a<dd>b<p>c<dt>d</dl>", "dl[dt[\"a\"] dd[\"b\" p[\"c\"]] dt[\"d\"]]");
    check("<h2>a<h3>b</h2>c", "h2[\"a\"] h3[\"b\"] \"c\"");
    check("a</p>b</br>c", "\"a\" p \"b\" br \"c\"");
    check("<ruby>漢<rt>かん<rp>)</ruby>字", "ruby[\"漢\" rt[\"かん\"] rp[\")\"]] \"字\"");
}

#[test]
fn heads_end_where_text_begins() {
    check("<html><head><title>t</title><p>a</head>b", "html[head[title[\"t\"]] p[\"a\" \"b\"]]");
    check("<head><title>t</title>a<body>b</body></html>c", "head[title[\"t\"]] \"a\" body[\"b\" \"c\"]");
    check("<body><div><body class=x>a", "body[div[\"a\"]]");
}

#[test]
fn tables() {
    check("<table><tr><td>a<td>b<tr><td>c</table>d", "table[tr[td[\"a\"] td[\"b\"]] tr[td[\"c\"]]] \"d\"");
    check("<table><td>a</table>", "table[tr[td[\"a\"]]]");
    check("<td>a<tr>b", "\"a\" \"b\"");
    check("<!doctype html><p>a<table></table>b", "p[\"a\"] table \"b\"");
    check("<p>a<table></table>b", "p[\"a\" table \"b\"]");
    check("<table><tr><td><div>a</td>b</table></div>c", "table[tr[td[div[\"a\"]] \"b\"]] \"c\"");
    check("<table><tr><table><tr><td>a", "table[tr] table[tr[td[\"a\"]]]");
    check("<div><table><tr><td>a</div>b", "div[table[tr[td[\"a\" \"b\"]]]]");
}

#[test]
fn links_end_where_readers_see_them_end() {
    check("<a href=x>a<a href=y>b</a>c", "a[@\"a\"] a[@\"b\"] \"c\"");
    check("<a href=x><div>a</a>b</div>c", "a[div[@\"a\" \"b\"] \"c\"]");
    check("<p><a href=x>a</p><p>b", "p[a[@\"a\"]] p[\"b\"]");
    check("<a name=x>a<p>b", "a[\"a\" p[\"b\"]]");
    check("<a href=x><table><td>a</td></table>b</a>", "a[table[tr[td[\"a\"]]] @\"b\"]");
    check("<b>a<i>b</b>c</i>d", "b[\"a\" i[\"b\"]] \"c\" \"d\"");
    check("<b><p>a</b>b</p>c", "b[p[\"a\" \"b\"] \"c\"]");
}

#[test]
fn other_worlds() {
    check("<svg><title>a</title><p>b", "svg[title[\"a\"]] p[\"b\"]");
    check("<svg><path/><![CDATA[x<y]]></svg>a", "svg[other \"x<y\"] \"a\"");
    check("<select><option>a<option>b<p>c", "select[option[\"a\"] option[\"b\"]] p[\"c\"]");
    check("<x-a><x-b>a</x-a>b", "other[other[\"a\"]] \"b\"");
    check("<form><div></form>a</div>b<form>c", "form[div[\"a\"] \"b\" form[\"c\"]]");
    check("<template>a</template>b", "template[\"a\"] \"b\"");
    check("<noscript><p>a</noscript>b<plaintext>c<p>", "noscript \"b\" plaintext \"c<p>\"");
}

#[test]
fn what_is_too_deep_stands_side_by_side() {
    let html = format!("{}a{}b", "<div>".repeat(10_000), "</div>".repeat(10_000));
    let built = construct(&html, false);
    let texts: Vec<&str> = (0..built.tree.nodes.len()).map(|idx| built.tree.raw(idx)).collect();
    assert!(built.is_flattened && texts.concat() == "ab");
    assert!((0..built.tree.nodes.len()).all(|idx| built.tree.ancestors(idx).count() <= DEPTH_MAX));
}

proptest! {
    #[test]
    fn trees_are_whole(html in "(</?(p|div|a|b|li|ul|table|tr|td|svg|title|form|select|option|body|head|h2|x-y|template|ruby|rt)( href=x)?/?>|[a<&あ]){0,60}") {
        let tree = tree(&html);
        for (idx, node) in tree.nodes.iter().enumerate() {
            prop_assert!(node.end() > idx && node.end() <= tree.nodes[node.parent()].end());
            prop_assert!(node.parent() <= idx);
        }
    }
}
