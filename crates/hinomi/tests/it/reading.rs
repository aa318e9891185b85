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
fn explain_shows_every_time_of_a_text() {
    let desk = Desk::new();
    let page = desk.file(
        "note.md",
        "# 訓練のお知らせ\n\n2031年4月7日から9日まで、夜の8時20分に訓練を行います。開始の2時間前に集まってください。\n",
    );
    let told = desk.out(&["explain", &page, "--times"]);
    let lines: Vec<&str> = told.lines().collect();
    assert!(lines.iter().any(|line| line.starts_with("2031-04-07/2031-04-09 ")), "{told}");
    assert!(lines.iter().any(|line| line.contains(" 20:20 ") && line.ends_with("夜の8時20分")), "{told}");
}

#[test]
fn explain_shows_the_bodies_named_and_how_many_were_touched() {
    let desk = Desk::new();
    let page = desk.file(
        "note.md",
        "# Harbour Bank breached by hackers\n\nHarbour Bank, which serves 9,000,000 customers, said on Monday that \
         hackers stole the personal data of 41,200 customers. It has told the Ministry of Trade.\n",
    );
    let told = desk.out(&["explain", &page, "--bodies"]);
    assert!(told.lines().any(|line| line == "Ministry of Trade"), "{told}");
    let told = desk.out(&["explain", &page]);
    assert!(told.lines().nth(1).is_some_and(|line| line.contains(" · touched: 41,200 customers")), "{told}");
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

#[test]
fn rules_say_how_a_site_is_read() {
    let desk = Desk::new();
    let page = desk.file("page.html", PAGE);
    let rules = desk.file("rules.toml", "[[site]]\nhost = \"kakuu.example\"\nbody = \"ul\"\n");
    let args = ["read", &page, "--url", "https://kakuu.example/news/1"];
    let text = desk.out(&[&args[..], &["--rules", &rules]].concat());
    assert_eq!(text, "倉庫の障害について\n\n出荷：停止\n");
    let wrong = desk.file("wrong.toml", "[[site]]\nhost = \"kakuu.example\"\nbody = \"ul:first-child\"\n");
    let ran = desk.run(&[&args[..], &["--rules", &wrong]].concat());
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("wrong.toml:3: body = ") && ran.stderr.lines().count() == 1,
        "{}",
        ran.stderr
    );
}

#[test]
fn rules_in_the_data_directory_count_on_rebuild() {
    let desk = Desk::new();
    let page = desk.file("page.html", PAGE);
    desk.out(&["gather", "--import", &page, "--url", "https://kakuu.example/news/1"]);
    let explained = |desk: &Desk| desk.out(&["explain", "https://kakuu.example/news/1"]);
    assert!(explained(&desk).contains("A&Bを含む出荷"));
    let rules = desk.data().join("site-rules.toml");
    std::fs::write(&rules, "[[site]]\nhost = \"kakuu.example\"\nbody = \"ul\"\n").unwrap();
    desk.out(&["rebuild"]);
    let told = explained(&desk);
    assert!(told.contains("出荷：停止") && !told.contains("A&Bを含む出荷"), "{told}");
}

#[test]
fn vocabularies_in_the_data_directory_count_and_a_change_makes_facts_anew() {
    const STORY: &str = "<!doctype html><title>Example Foods hit by ransomware</title>
        <h1>Example Foods hit by ransomware</h1><p>2021-05-07</p><p>Example Foods said on May 6 that its servers were
        encrypted in a ransomware attack, and that the Gloom Heron crew claimed responsibility for the attack.</p>";
    let desk = Desk::new();
    let page = desk.file("page.html", STORY);
    let import = ["gather", "--import", &page, "--url", "https://kakuu.example/news/1"];
    desk.out(&import);
    let is_known = |desk: &Desk| desk.out(&["facts"]).contains("\"aliases\":[\"Grey Egret\"]");
    let folder = desk.data().join("vocabularies");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("actors-own.csv"), "term,value,how\nGloom Heron,Grey Egret,\n").unwrap();
    assert!(!is_known(&desk));
    desk.out(&import);
    assert!(is_known(&desk), "{}", desk.out(&["facts"]));

    std::fs::remove_file(folder.join("actors-own.csv")).unwrap();
    desk.out(&["rebuild"]);
    assert!(!is_known(&desk));

    std::fs::write(folder.join("gangs-own.csv"), "term,value,how\nGloom Heron,,\nRook,,always\n").unwrap();
    let ran = desk.run(&["rebuild"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("gangs-own.csv line 3: how must be"), "{}", ran.stderr);
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    assert_eq!(
        desk.out(&["facts"]).lines().count(),
        1,
        "what was derived stays where a vocabulary is refused"
    );
}

#[test]
fn a_folder_of_vocabularies_that_is_named_must_be_there() {
    let desk = Desk::new();
    let config = desk.file("own.toml", "vocabularies = \"nowhere\"\n");
    let ran = desk.run(&["--config", &config, "rebuild"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("nowhere: no such folder"), "{}", ran.stderr);
}

/// A PDF of one page that shows a line of Latin text, or no text at all.
fn pdf(text: &str) -> Vec<u8> {
    let drawn =
        if text.is_empty() { String::new() } else { format!("BT /F1 12 Tf 72 700 Td ({text}) Tj ET") };
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{drawn}\nendstream", drawn.len()),
    ];
    let mut out = "%PDF-1.4\n".to_owned();
    let mut table = String::new();
    for (n, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", out.len());
        out += &format!("{} 0 obj\n{object}\nendobj\n", n + 1);
    }
    let start = out.len();
    out += &format!(
        "xref\n0 5\n0000000000 65535 f \n{table}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    out.into_bytes()
}

#[test]
fn a_pdf_is_read_and_its_blocks_name_their_pages() {
    let desk = Desk::new();
    let page = desk.file("release.pdf", pdf("Meadow Foods said on May 7, 2021 that orders had stopped."));
    let read: Value = serde_json::from_str(&desk.out(&["read", &page, "--format", "json"])).unwrap();
    assert_eq!(read["text"].as_str(), Some("Meadow Foods said on May 7, 2021 that orders had stopped."));
    assert_eq!(read["blocks"][0]["source"]["page"].as_u64(), Some(1));
    assert!(desk.out(&["explain", &page, "--blocks"]).contains("page 1"));

    let empty = desk.file("empty.pdf", pdf(""));
    let ran = desk.run(&["read", &empty]);
    assert_eq!((ran.code, ran.stderr.lines().count()), (2, 1), "{}", ran.stderr);
    assert!(ran.stderr.contains("PDF was not read: there is no text in it"), "{}", ran.stderr);
}

#[test]
fn a_pdf_that_is_gathered_becomes_an_article() {
    let desk = Desk::new();
    let page = desk.file("release.pdf", pdf("Meadow Foods said on May 7, 2021 that orders had stopped."));
    let url = "https://meadow.example/ir/release.pdf";
    desk.out(&["gather", "--import", &page, "--url", url]);
    assert!(desk.out(&["explain", url]).contains("Meadow Foods said on May 7, 2021"));
}

#[test]
fn a_feed_is_no_page_and_markdown_is_known_by_its_name() {
    let desk = Desk::new();
    let feed = desk.file(
        "feed.xml",
        "<rss version=\"2.0\"><channel><title>x</title><link>https://a.example/</link><item><title>y</title><link>https://a.example/1</link></item></channel></rss>",
    );
    let ran = desk.run(&["read", &feed]);
    assert_eq!((ran.code, ran.stderr.lines().count()), (2, 1), "{}", ran.stderr);
    assert!(ran.stderr.contains("a feed of 1 entries and no page"), "{}", ran.stderr);

    let notice = desk.file(
        "notice.md",
        "# 倉庫の障害について\n\n2021年5月7日\n\n- 出荷：**停止**\n\n【更新】受付を再開しました。\n",
    );
    let read: Value = serde_json::from_str(&desk.out(&["read", &notice, "--format", "json"])).unwrap();
    assert_eq!(
        (read["title"].as_str(), read["published"].as_str(), read["updated_in_place"].as_bool()),
        (Some("倉庫の障害について"), Some("2021-05-07"), Some(true))
    );
    assert_eq!(read["blocks"][1]["kind"].as_str(), Some("list_item"));
}
