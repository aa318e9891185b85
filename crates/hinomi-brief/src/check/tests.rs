//! Rules without sources, on the smallest digests that show them.

use super::*;

fn read_nothing(_: &str, _: Lang, _: Stamp) -> Reading {
    Reading::default()
}

fn find_nothing(article: &Article) -> FactsOf {
    FactsOf { article: article.id, story: hinomi_model::Story::Other, facts: Vec::new() }
}

/// `line: rule` of every finding.
pub(crate) fn findings(text: &str) -> Vec<String> {
    let digest = Digest::read(text.as_bytes()).unwrap();
    let context = Context {
        evidence: &Evidence::default(),
        catalog: &[],
        outlets: &[("Harbour Wire".to_owned(), "harbourwire.example".to_owned())],
        read: &read_nothing,
        find: &find_nothing,
        off: &BTreeSet::new(),
    };
    let report = check(&digest, &context);
    let line = |span: hinomi_model::Span| digest.source[..span.range().start].matches('\n').count() + 1;
    report.findings.iter().map(|finding| format!("{}: {}", line(finding.span), finding.rule)).collect()
}

#[track_caller]
fn finds(text: &str, expected: &[&str]) {
    assert_eq!(findings(text), expected, "{text}");
}

#[test]
fn empty_marks() {
    finds(
        "窃取された,,,。再開した,。再開は未定である,,",
        &["1: empty-citation", "1: empty-citation", "1: empty-citation"],
    );
    finds(
        "言及しているように,、次の点が要る（）。引用「あ」()",
        &["1: empty-citation", "1: empty-citation", "1: empty-citation"],
    );
    finds(
        "Data was taken ,,. It was sold, . See [].",
        &["1: empty-citation", "1: empty-citation", "1: empty-citation"],
    );
    finds(
        "It calls malloc() and `f()`. 氏名、住所、電話番号など。Names, mails, and phones. 1,200, 3,400.",
        &[],
    );
    finds("- [ ] open\n- [x] done", &[]);
}

#[test]
fn tool_leftovers() {
    finds("流出した [cite: 19, 20]。", &["1: leftover-citation"]);
    finds("It leaked 【4†source】 and turn0search1.", &["1: leftover-citation", "1: leftover-citation"]);
    finds("It leaked :contentReference[oaicite:0]{index=0}.", &["1: leftover-citation"]);
    finds("It leaked [citation needed].", &["1: leftover-citation"]);
}

const REFERENCES: &str =
    "\n\n## 参考文献\n[1] 題 https://a.example/2031/1\n[2] 題二 https://b.example/2031/2\n";

#[test]
fn marks_and_references() {
    finds(&format!("漏れた[1]。止まった[2]。{REFERENCES}"), &[]);
    finds(&format!("漏れた[1][2]。止まった[3]。{REFERENCES}"), &["1: unresolved-citation"]);
    finds(&format!("漏れた[1]。{REFERENCES}"), &["5: unused-reference"]);
    finds(&format!("漏れた[1-2]。{REFERENCES}"), &[]);
    finds("It leaked [1-3]. It stopped [2].", &["1: unresolved-citation", "1: unresolved-citation"]);
    finds("It leaked[^a].\n\n[^a]: https://a.example/x/1", &[]);
    finds("It leaked[^b].\n\nMore[^a].\n\n[^a]: https://a.example/x/1", &["1: unresolved-citation"]);
    finds(
        "It leaked [1]. It stopped [2].\n\n## References\n1. [A](https://a.example/x/1)\n2. [B](http://www.a.example/x/1?utm_source=f)\n",
        &["5: duplicate-reference"],
    );
    finds("It leaked [1].\n\nReferences:\n[1] A https://a.example/news/\n", &["4: list-page"]);
}

#[test]
fn sources_without_links() {
    finds("漏れた。\n[出典: 題 - 媒体]", &["2: source-without-link"]);
    finds("It leaked.\n\nSource: Harbour Wire", &["3: source-without-link"]);
    finds("It leaked.\n\nSource: [Harbour Wire](https://harbourwire.example/2031/leak)", &[]);
    finds("漏れた（出典：https://a.example/x/12）。", &[]);
    finds(&format!("漏れた[1]。止まった[2]。\n\n出典：[1]（報道）[2]{REFERENCES}"), &[]);
}

#[test]
fn links_and_outlets() {
    finds("See [this](). And [that](https://example.com/x/y).", &["1: broken-link", "1: broken-link"]);
    finds("[Leak at a port - Harbour Wire](https://other.example/2031/leak-port)", &["1: outlet-mismatch"]);
    finds("[Leak at a port - Harbour Wire](https://www.harbourwire.example/2031/leak-port)", &[]);
    finds("[harbourwire.example](https://other.example/2031/leak)", &["1: outlet-mismatch"]);
}

#[test]
fn ids() {
    for wrong in [
        "CVE-2031-123",
        "CVE-20311-1234",
        "CVE-1998-1234",
        "CVE-2031-XXXX",
        "CVE-2031-012345",
        "CVE-31-12345",
        "CEV-2031-12345",
        "JVN#1234567",
        "CVSS 11.2",
    ] {
        finds(&format!("The flaw {wrong} is used."), &["1: malformed-id"]);
    }
    for right in [
        "CVE-2031-1234",
        "CVE-2031-1234567",
        "CVEs",
        "CVE 2031",
        "JVN#12345678",
        "CVSS 10.0",
        "CVSS v3.1 9.8",
        "CVE-ID",
    ] {
        finds(&format!("The flaw {right} is used."), &[]);
    }
}

#[test]
fn days() {
    finds("# 2031年5月14日（水）\n5月13日（火）に公表した。5月13日(水)に公表した。", &["2: weekday"]);
    finds(
        "# Brief, 14 May 2031\n\nOn Tuesday, May 13, it said so. On Monday 13 May it said so.",
        &["3: weekday"],
    );
    finds("2031年2月30日に漏れた。", &["1: weekday"]);
    finds(
        "# 2031年5月14日\n\n5月20日に公表した。5月20日に再開すると発表した。5月30日まで続く予定だ。",
        &["3: future-date"],
    );
    finds(
        "# Brief, 14 May 2031\n\nIt was disclosed on 20 May 2031. Patches are due by 30 May 2031.",
        &["3: future-date"],
    );
    finds(
        "# 2031年5月14日\n\n過去24時間の動き。\n\n### あ\n4月2日に公表した。\n\n### い\n4月2日に漏れ、5月13日に公表した。",
        &["6: outside-window"],
    );
}

#[test]
fn arithmetic() {
    finds("合計74万件（法人59万件、個人23万件）が漏れた。", &["1: sum"]);
    finds("合計74万件（法人51万件、個人23万件）が漏れた。", &[]);
    finds("約74万件が漏れた。内訳は法人が約51万件、個人が約13万件である。", &["1: sum"]);
    finds(
        "約74万件が漏れた。内訳は法人が約59万件、個人が約13万2000件、取引先が約1万5000件、社員が約2700件。",
        &[],
    );
    finds("利用者1億4,000万人の20%にあたる4,800万人。", &["1: sum"]);
    finds("利用者1億4,000万人の20%にあたる2,800万人。", &[]);
    finds("It touches 20% of 140 million users, or 48 million users.", &["1: sum"]);
    finds("6月5日の侵入から8月19日まで約4か月。", &["1: duration"]);
    finds("6月5日の侵入から10月19日まで4か月以上。", &[]);
    finds("From 5 June to 19 August 2031, four months later.", &["1: duration"]);
    finds("| 種類 | 件 |\n|---|---|\n| あ | 3 |\n| い | 4 |\n| 合計 | 8 |\n", &["5: sum"]);
    finds("以下の3点です。\n\n- あ\n- い\n- う\n- え\n", &["1: list-count"]);
    finds("以下の3点です。\n\n- あ\n- い\n- う\n", &[]);
}

#[test]
fn bad_files_are_told() {
    assert_eq!(Digest::read(b"").unwrap_err(), NotADigest::Empty);
    assert_eq!(Digest::read(b"ab\xff").unwrap_err(), NotADigest::NotText(2));
    assert_eq!(Digest::read(&vec![b'a'; digest::DIGEST_BYTES_MAX + 1]).unwrap_err(), NotADigest::TooLong);
}

#[test]
fn every_rule_has_a_name_of_its_own() {
    let names: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(names.len(), RULES.len());
    assert!(names.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "([\\PC\n]{0,120}|(\\[1\\]|,,。|\\(\\)|出典: |https?://a\\.example/|CVE-20|5月40日|\\*\\*|# |- |\\| |「|」|12万|20%|\n){0,40})") {
        if !text.trim().is_empty() {
            findings(&text);
        }
    }
}

#[test]
fn a_long_digest_takes_no_longer_than_its_length() {
    for piece in [
        "あ[1]。\n\n",
        "- a [2]\n",
        "(source: ",
        "[[[[((((",
        "**a** ",
        "出典: ",
        "| 1 | 2 |\n",
        "「",
        "12万件、",
    ] {
        let text = piece.repeat(40_000 / piece.len());
        findings(&text);
    }
}
