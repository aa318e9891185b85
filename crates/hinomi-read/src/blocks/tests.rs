//! Mark-up → blocks as one reads them.

use super::*;
use crate::construct::tree;

#[track_caller]
fn check(html: &str, expected: &str) {
    let tree = tree(html);
    let drafts = blocks(&tree);
    let drawn: Vec<String> = drafts.iter().map(|draft| format!("{}: {}", draft.kind, draft.text())).collect();
    assert_eq!(drawn.join("\n"), expected);
}

#[test]
fn kinds_follow_the_elements() {
    check(
        "<h2>A</h2><p>b <b>c</b>\n d<ul><li>e<li><p>f</p></ul><blockquote><p>g</p></blockquote><pre>h\n  i</pre>j",
        "heading: A\nparagraph: b c d\nlist_item: e\nlist_item: f\nquote: g\ncode: h\n  i\nparagraph: j",
    );
}

#[test]
fn rows_keep_their_cells() {
    check(
        "<table><tr><th>件数</th><td><p>120 件</p></td></tr><tr><td>a</td><td></td><td> b </td></tr></table>",
        "table_row: 件数\t120 件\ntable_row: a\t\tb",
    );
    check(
        "<table><tr><td>menu<ul><li>x</ul></td><td><p>y</p></td></tr></table>",
        "paragraph: menu\nlist_item: x\nparagraph: y",
    );
}

#[test]
fn terms_stand_with_their_descriptions() {
    check(
        "<dl><dt>件数</dt> <dd>120件</dd><dt>公表</dt><dd>a</dd><dd>b</dd></dl>",
        "table_row: 件数\t120件\ntable_row: 公表\ta\nlist_item: b",
    );
    check("<dl><dt>対象</dt><dd><ul><li>a</ul></dd></dl>", "list_item: 対象\nlist_item: a");
}

#[test]
fn ruby_readings_and_captions_are_dropped() {
    check("<p><ruby>漏洩<rp>（</rp><rt>ろうえい</rt><rp>）</rp></ruby>した</p>", "paragraph: 漏洩した");
    check("<p>判明した。<a href=x><sup>[1]</sup></a> 10<sup>6</sup></p>", "paragraph: 判明した。 106");
    check("<figure><img><figcaption>写真</figcaption></figure><p>本文</p>", "paragraph: 本文");
}

#[test]
fn a_letter_in_preformatted_text_is_prose() {
    let letter = "  架空商事の社内サーバーに対して不正なアクセスがあり、情報の一部が外部に流出\nした可能性があることが分かりました。\n\n";
    let html = format!("<pre>各位\n\n{}</pre>", letter.repeat(4));
    let drafts = blocks(&tree(&html));
    assert_eq!((drafts.len(), drafts[0].text()), (5, "各位"));
    assert!(drafts[1].text().contains("外部に流出した可能性"));
}

#[test]
fn line_breaks() {
    check(
        "<p>一行目。<br>二行目。<br><br>三行目</p>",
        "paragraph: 一行目。\nparagraph: 二行目。\nparagraph: 三行目",
    );
    check(
        "<p>対象は次のとおり<br>・氏名<br>・住所</p>",
        "paragraph: 対象は次のとおり\nparagraph: ・氏名\nparagraph: ・住所",
    );
    check(
        "<p>1. 一つ<br>2. 二つ<br>（3）三つ<br>2031-01-02 初版</p>",
        "paragraph: 1. 一つ\nparagraph: 2. 二つ\nparagraph: （3）三つ\nparagraph: 2031-01-02 初版",
    );
    check("<p>合計で<br>12万件</p>", "paragraph: 合計で 12万件");
    check("<p>one line<br>and the next</p>", "paragraph: one line and the next");
    check(
        "<p>当社の社内サーバーに対して外部からの不正なアクセスがあり情報が<br>流出した可能性</p>",
        "paragraph: 当社の社内サーバーに対して外部からの不正なアクセスがあり情報が流出した可能性",
    );
}
