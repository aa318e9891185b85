//! `hinomi read` and `hinomi explain --blocks`: what is read from one page, and from which bytes.

use serde_json::Value;

use crate::run::Desk;

const PAGE: &str = "<!doctype html><title>倉庫の障害について | 架空商事</title>
    <nav><a href=/>ホーム</a></nav><h1>倉庫の障害について</h1><p>2021年5月7日</p>
    <p>架空商事は、倉庫の管理システムに障害が起きたため、A&amp;Bを含む出荷を止めたと発表した。</p>
    <ul><li>出荷：停止</li></ul><table><tr><th>件数</th><td>120件</td></tr></table>
    <div class=\"related\"><a href=/2>別の記事</a></div>";

#[test]
fn blocks_name_the_bytes_they_were_read_from() {
    let desk = Desk::new();
    let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(PAGE);
    let page = desk.file("page.html", &*bytes);
    let printed = desk.out(&[
        "read",
        &page,
        "--url",
        "https://kakuu.example/news/1",
        "--content-type",
        "text/html; charset=Shift_JIS",
        "--format",
        "json",
    ]);
    let read: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(
        (read["title"].as_str(), read["published"].as_str()),
        (Some("倉庫の障害について"), Some("2021-05-07"))
    );
    let text = read["text"].as_str().unwrap();
    let at = |value: &Value, key: &str| usize::try_from(value[key].as_u64().unwrap()).unwrap();
    let blocks: Vec<(&str, &str, String)> = read["blocks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|block| {
            let source = &bytes[at(&block["source"], "start")..at(&block["source"], "end")];
            let written = encoding_rs::SHIFT_JIS.decode(source).0.into_owned();
            (block["kind"].as_str().unwrap(), &text[at(block, "start")..at(block, "end")], written)
        })
        .collect();
    let kinds: Vec<&str> = blocks.iter().map(|(kind, _, _)| *kind).collect();
    assert_eq!(kinds, ["paragraph", "list_item", "table_row"]);
    assert_eq!(blocks[0].1.replace('&', "&amp;"), blocks[0].2);
    assert_eq!(blocks[1].1, blocks[1].2);
    assert_eq!((blocks[2].1, blocks[2].2.as_str()), ("件数\t120件", "件数</th><td>120件"));
}

#[test]
fn explain_says_why_a_block_is_left_out() {
    let desk = Desk::new();
    let page = desk.file("page.html", PAGE);
    let told = desk.out(&["explain", &page, "--blocks"]);
    let kept: Vec<&str> = told.lines().filter(|line| line.starts_with('+')).collect();
    assert_eq!(kept.len(), 3, "{told}");
    assert!(told.contains("別の記事  (left out: <div> is furniture by its class or id)"), "{told}");
}

#[test]
fn markdown_and_text_show_one_article() {
    let desk = Desk::new();
    let page = desk.file("page.html", PAGE);
    let text = desk.out(&["read", &page]);
    assert!(text.starts_with("倉庫の障害について\n\n架空商事は"), "{text}");
    let md = desk.out(&["read", &page, "--format", "md"]);
    assert!(
        md.contains("# 倉庫の障害について\n")
            && md.contains("- 出荷：停止\n")
            && md.contains("| 件数 | 120件 |"),
        "{md}"
    );
}
