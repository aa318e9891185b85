//! Facts drawn into small articles.

use hinomi_model::{Article, ArticleId, BlockKind, CaptureId, Lang, Origin, Stamp, Story};
use proptest::prelude::*;

use crate::{Lexicon, draw, find, reading};

/// The bundled vocabularies, made once for all tests.
fn lexicon() -> &'static Lexicon {
    static LEXICON: std::sync::LazyLock<Lexicon> = std::sync::LazyLock::new(Lexicon::bundled);
    &LEXICON
}

/// An article published on Wednesday 2026-02-04, 12:00 in its own zone.
fn article(lang: Lang, title: &str, body: &[&str]) -> Article {
    let body: Vec<(BlockKind, String)> =
        body.iter().map(|p| (BlockKind::Paragraph, (*p).to_owned())).collect();
    let (text, blocks) = Article::compose(title, &body);
    let (at, offset): (jiff::Timestamp, i16) = match lang {
        Lang::Ja => ("2026-02-04T12:00:00+09:00".parse().unwrap(), 540),
        _ => ("2026-02-04T12:00:00Z".parse().unwrap(), 0),
    };
    Article {
        id: ArticleId::of(&[title.as_bytes()]),
        capture: CaptureId::of(&[]),
        url: "https://news.example/1".to_owned(),
        canonical_url: "https://news.example/1".to_owned(),
        source: "news".to_owned(),
        origin: Origin::Page,
        title: title.to_owned(),
        byline: String::new(),
        publisher: String::new(),
        published: Some(Stamp::instant(at, Some(offset))),
        updated: None,
        lang,
        text,
        blocks,
        known_at: at,
    }
}

/// Checks the facts of `slots` as `slot value`, in text order.
#[track_caller]
fn check(lang: Lang, title: &str, body: &[&str], slots: &[&str], expected: &[&str]) {
    let article = article(lang, title, body);
    let facts = find(&article, lexicon());
    let found: Vec<String> = facts
        .facts
        .iter()
        .filter(|f| slots.contains(&f.slot.word()))
        .map(|f| {
            let status = f.status.map(|s| format!(" {s}")).unwrap_or_default();
            format!("{} {}{status}", f.slot, f.value.to_text())
        })
        .collect();
    assert_eq!(found, expected, "\n{}", draw(&article, &facts));
}

#[track_caller]
fn check_story(lang: Lang, title: &str, body: &str, expected: Story) {
    let article = article(lang, title, &[body]);
    assert_eq!(find(&article, lexicon()).story, expected);
}

#[test]
fn what_attackers_use_and_who_only_tells_is_no_victim() {
    let en =
        |title: &str, body: &str, expected: &[&str]| check(Lang::En, title, &[body], &["victim"], expected);
    // Tools, techniques and waves of attacks, by the words beside them.
    en(
        "GrimLantern attack floods registry with packages",
        "A campaign dubbed GrimLantern steals credentials from developers.",
        &[],
    );
    en(
        "Routers hacked with TIDEPOOL rootkit",
        "A threat actor has been deploying a previously unseen malware called TIDEPOOL that hides its files.",
        &[],
    );
    // Who writes, and peoples.
    en(
        "Hospital hit by ransomware attack",
        "Mara Quill reports: A ransomware attack has taken a hospital offline.",
        &[],
    );
    en(
        "Espionage malware found in networks",
        "Suspected Chinese hackers used the malware to steal data from law firms.",
        &[],
    );
    // Attacks "on" a maker are on its products; a break-in is its own.
    en(
        "Hackers target Microsoft accounts",
        "Attackers are targeting Microsoft customers with phishing.",
        &[],
    );
    en(
        "Okta says hackers breached its support system",
        "Okta confirmed that attackers breached its support system and stole customer data.",
        &["victim Okta"],
    );
    // A headline in capitals is read by the names of the body.
    en(
        "Harbor Foods Breach Exposes Data of 70,000 Customers",
        "The records that were stolen from Harbor Foods hold names and addresses.",
        &["victim Harbor Foods"],
    );
    en(
        "Two teens charged over Transport for Norwick hack",
        "The cyberattack on Transport for Norwick exposed customer data.",
        &["victim Transport for Norwick"],
    );
}

#[test]
fn advice_offers_and_waves_are_no_incidents() {
    let en = |title: &str, body: &str, expected| check_story(Lang::En, title, body, expected);
    en(
        "Weekly recap: Harbor Foods breach, botnets and more",
        "Hackers stole data from Harbor Foods this week.",
        Story::Report,
    );
    en(
        "Norwick Labs launches scam defense against phishing",
        "Norwick Labs has launched a tool that blocks phishing and ransomware attacks.",
        Story::Other,
    );
    en(
        "New phishing kit steals bank logins",
        "Researchers describe a phishing kit that is sold on forums.",
        Story::Threat,
    );
    en(
        "Norwick Cloud: outage not caused by cyberattack",
        "Norwick Cloud said the outage was not caused by a cyberattack and that no data was stolen.",
        Story::Other,
    );
    let ja = |title: &str, body: &str, expected| check_story(Lang::Ja, title, body, expected);
    ja(
        "ランサムウェア対策の基本を解説",
        "企業を狙うランサムウェアの被害が後を絶たない。備えを紹介する。",
        Story::Report,
    );
    ja(
        "アカネ社、ランサムウェア対策サービスの提供を開始",
        "アカネ社は3日、ランサムウェア攻撃を検知する新サービスの提供を開始した。",
        Story::Other,
    );
    ja(
        "年末年始に注意、フィッシング詐欺が増加",
        "宅配業者を装うフィッシング詐欺が増えている。",
        Story::Threat,
    );
}

#[test]
fn victims_are_found_by_grammar() {
    let ja =
        |title: &str, body: &str, expected: &[&str]| check(Lang::Ja, title, &[body], &["victim"], expected);
    ja(
        "北見物産、不正アクセスで情報流出",
        "水産加工の北見物産は3日、サーバーが不正アクセスを受けたと発表した。",
        &["victim 北見物産"],
    );
    ja(
        "システム障害のお知らせ",
        "株式会社ミナト流通は、当社のサーバーがランサムウェアに感染したことを確認いたしました。",
        &["victim ミナト流通"],
    );
    ja("ある町でUSB紛失", "県内のある町は3日、児童の名簿が入ったUSBメモリーを紛失したと発表した。", &[]);
    let en =
        |title: &str, body: &str, expected: &[&str]| check(Lang::En, title, &[body], &["victim"], expected);
    en(
        "Harbor Foods hit by ransomware",
        "Harbor Foods, a grocery chain, said on Tuesday that it was hit by a ransomware attack.",
        &["victim Harbor Foods"],
    );
    en(
        "A town loses a USB drive",
        "A town in the north said on Tuesday that a worker lost a USB drive.",
        &[],
    );
}

#[test]
fn what_has_nothing_to_do_with_security_is_other_and_has_no_victim() {
    check_story(
        Lang::Ja,
        "北見物産、新しい缶詰を発売",
        "水産加工の北見物産は3日、新しい缶詰を発売すると発表した。",
        Story::Other,
    );
    check_story(
        Lang::En,
        "Harbor Foods opens ten stores",
        "Harbor Foods said on Tuesday that it will open ten stores.",
        Story::Other,
    );
    check(Lang::En, "Harbor Foods opens stores", &["Harbor Foods said sales rose."], &["victim"], &[]);
}

#[test]
fn stories_are_told_apart() {
    check_story(
        Lang::Ja,
        "「ミナモ・ゲート」に深刻な脆弱性",
        "修正プログラムが公開された。識別番号は「CVE-2026-12345」。",
        Story::Vulnerability,
    );
    check_story(
        Lang::En,
        "Police arrest four over ransomware gang",
        "Police in Osaka arrested four people on Tuesday.",
        Story::Enforcement,
    );
    check_story(
        Lang::Ja,
        "経営者の7割が攻撃を懸念、調査",
        "調査によると、経営者の70％がサイバー攻撃を懸念している。",
        Story::Report,
    );
}

#[test]
fn ids_are_found_once_each() {
    check(
        Lang::En,
        "Gateway flaw cve-2026-12345",
        &["The bug (CVE-2026-12345, CWE-79) was fixed. CVE-2026-12345 is bad. CVSS score of 9.8."],
        &["cve", "cwe", "cvss"],
        &["cve CVE-2026-12345", "cwe CWE-79", "cvss 9.8"],
    );
}

#[test]
fn new_actors_are_found_by_introduction() {
    check(
        Lang::Ja,
        "北見物産への攻撃",
        &["攻撃グループ「黒曜団」が犯行声明を出した。"],
        &["actor"],
        &["actor 黒曜団 claimed"],
    );
    check(
        Lang::En,
        "Harbor Foods hacked",
        &["A group calling itself GloomHeron claimed the attack on Harbor Foods."],
        &["actor"],
        &["actor GloomHeron claimed"],
    );
}

#[test]
fn dates_go_with_their_verbs() {
    let slots =
        ["date.disclosed", "date.detected", "date.impact", "date.claimed", "date.initial_access", "date.due"];
    check(
        Lang::Ja,
        "北見物産に攻撃",
        &[
            "北見物産は3日、1月20日に受けたランサムウェア攻撃について発表した。",
            "最初の侵入は1月5日だった。異常に気付いたのは21日。",
            "1月29日には攻撃グループ「黒曜団」が犯行声明を出していた。",
        ],
        &slots,
        &[
            "date.disclosed 2026-02-03",
            "date.impact 2026-01-20",
            "date.initial_access 2026-01-05",
            "date.detected 2026-01-21",
            "date.claimed 2026-01-29",
        ],
    );
    check(
        Lang::En,
        "Harbor Foods hacked",
        &[
            "Harbor Foods said on Tuesday that it learned of the intrusion on January 20.",
            "The GloomHeron gang claimed the attack on January 28.",
        ],
        &slots,
        &["date.disclosed 2026-02-03", "date.detected 2026-01-20", "date.claimed 2026-01-28"],
    );
}

#[test]
fn a_denial_reaches_as_far_as_its_clause() {
    let slots = ["data_exposed", "data_not_exposed"];
    check(
        Lang::Ja,
        "北見物産で情報流出",
        &["北見物産は3日、氏名や住所が流出した可能性があるが、パスワードは含まれないと発表した。"],
        &slots,
        &["data_exposed name possible", "data_exposed postal_address possible", "data_not_exposed password"],
    );
    check(
        Lang::En,
        "Harbor Foods breach",
        &["Harbor Foods said names and phone numbers were stolen, but payment details were not taken."],
        &slots,
        &["data_exposed name", "data_exposed phone", "data_not_exposed credit_card"],
    );
}

#[test]
fn counts_carry_certainty_and_what_is_withheld() {
    check(
        Lang::Ja,
        "北見物産で情報流出",
        &["北見物産は3日、約12万件の個人情報が流出した恐れがあると発表した。被害額は明らかにしていない。"],
        &["count"],
        &["count 120000 possible", "count unknown undisclosed"],
    );
    check(
        Lang::En,
        "Harbor Foods hacked",
        &[
            "The GloomHeron gang claims to hold 9,000 files of Harbor Foods.",
            "The company did not say how many people are affected.",
        ],
        &["count"],
        &["count 9000 claimed", "count unknown undisclosed"],
    );
}

#[test]
fn ransom_backup_misuse_and_causes_are_words() {
    let slots = ["ransom", "backup", "misuse", "root_cause"];
    check(
        Lang::Ja,
        "北見物産に攻撃",
        &[
            "北見物産がランサムウェア攻撃を受けた。バックアップも暗号化された。身代金は支払っていない。",
            "流出した情報の悪用は確認されていない。VPN機器の脆弱性が悪用された。",
        ],
        &slots,
        &[
            "backup encrypted",
            "ransom not_paid",
            "misuse not_confirmed",
            "root_cause vpn",
            "root_cause vulnerability",
        ],
    );
    check(
        Lang::En,
        "Harbor Foods hacked",
        &[
            "Harbor Foods was hit by ransomware. It declined to say whether a ransom had been paid.",
            "The intruders used stolen credentials. The company is not aware of any misuse.",
        ],
        &slots,
        &["ransom paid undisclosed", "root_cause stolen_credentials", "misuse not_confirmed"],
    );
}

#[test]
fn flaws_have_product_version_score_and_use() {
    check(
        Lang::En,
        "Minamo patches gateway flaw",
        &[
            "Minamo released a fix for CVE-2026-12345, a flaw in Minamo Gateway with a CVSS score of 9.8.",
            "It has been exploited in the wild. Version 4.2.2 fixes the problem.",
            "CISA added it to its Known Exploited Vulnerabilities catalog with a due date of February 24.",
        ],
        &["product", "cvss", "exploited", "fixed_version", "kev", "date.due"],
        &[
            "product Minamo Gateway",
            "cvss 9.8",
            "exploited yes",
            "fixed_version 4.2.2",
            "kev yes",
            "date.due 2026-02-24",
        ],
    );
}

#[test]
fn an_alias_in_brackets_is_kept() {
    let article = article(Lang::Ja, "北見物産に攻撃", &["北見物産（Kitami Bussan）が不正アクセスを受けた。"]);
    let facts = find(&article, lexicon());
    let victim = facts.facts.iter().find(|f| f.slot == hinomi_model::Slot::Victim).unwrap();
    assert_eq!(victim.aliases, ["Kitami Bussan"]);
}

#[test]
fn facts_are_drawn_under_latin_and_inside_wide_text() {
    let latin = article(Lang::En, "Flaw CVE-2026-12345 patched", &[]);
    insta::assert_snapshot!(draw(&latin, &find(&latin, lexicon())), @r"
    Flaw CVE-2026-12345 patched
         ^^^^^^^^^^^^^^ cve CVE-2026-12345
    ");
    let wide = article(Lang::Ja, "脆弱性CVE-2026-12345を公表", &[]);
    insta::assert_snapshot!(draw(&wide, &find(&wide, lexicon())), @"脆弱性⟦CVE-2026-12345⟧{cve CVE-2026-12345}を公表");
}

#[test]
fn a_sentence_is_read_like_a_source() {
    let anchor = Stamp::instant("2026-02-04T12:00:00Z".parse().unwrap(), Some(0));
    let read =
        reading("Harbor Foods said \"we are sorry\" about CVE-2026-12345.", Lang::En, anchor, lexicon());
    assert_eq!(read.ids.iter().map(|(_, id)| id.as_str()).collect::<Vec<_>>(), ["CVE-2026-12345"]);
    assert_eq!(read.quotations.iter().map(|(_, q)| q.as_str()).collect::<Vec<_>>(), ["we are sorry"]);
    assert_eq!(read.names.iter().map(|(_, n)| n.as_str()).collect::<Vec<_>>(), ["Harbor Foods"]);
}

fn check_order(article: &Article) -> Result<(), TestCaseError> {
    let facts = find(article, lexicon()).facts;
    for fact in &facts {
        prop_assert!(fact.span.of(&article.text).is_some_and(|words| !words.is_empty()));
        prop_assert!(fact.sentence.contains(fact.span));
        prop_assert!(fact.sentence.of(&article.text).is_some());
    }
    for pair in facts.windows(2) {
        let key = |f: &hinomi_model::Fact| (f.span.start, f.span.end, f.slot, f.value.clone());
        prop_assert!(key(&pair[0]) <= key(&pair[1]));
        prop_assert_ne!(&pair[0], &pair[1]);
    }
    Ok(())
}

/// Pieces of news, so that random texts reach the rules.
const PIECES: &[&str] = &[
    "株式会社",
    "北見物産",
    "（",
    "）",
    "「",
    "」",
    "、",
    "。",
    "は",
    "が",
    "３日",
    "約1万2000件",
    "流出した",
    "恐れがある",
    "不正アクセスを受け",
    "と発表した",
    "ランサムウェア",
    "氏名",
    "クレジットカード",
    "は含まれない",
    "攻撃グループ",
    "犯行声明",
    "CVE-2026-12345",
    "CVSS",
    "9.8",
    "\n",
    " ",
    "Harbor Foods",
    " said",
    " on Monday",
    " that ",
    "attackers stole ",
    "12,000 records",
    " from ",
    ", but ",
    "passwords were not taken",
    "the gang claims",
    "Inc.",
    "'s",
    "T1566.001",
    "192.0.2[.]44",
    "hxxps://a[.]example",
    "ＮＵＴＳ",
    "が",
    "\u{3099}",
    "é",
    "第７報",
    "身代金を支払っていない",
    "バックアップ",
    "paid a ransom of $2 million",
    "(",
    ")",
    "\"",
    "�",
    "😀",
];

/// Work must not grow with the square of the length: a text of one sentence, and one of one word over and over.
#[test]
fn long_texts_end() {
    for piece in [
        "Harbor Foods said attackers hit 12 servers, ",
        "北見物産は3日、約12件の情報が流出した。",
        "Acme said. ",
        "「",
        "(",
        "約1万件、",
    ] {
        let text = piece.repeat(LONG_TEXT_BYTES / piece.len());
        for lang in [Lang::Ja, Lang::En] {
            find(&article(lang, "Attack on Harbor Foods, 北見物産に攻撃", &[&text]), lexicon());
        }
    }
}

/// Twenty times a long article.
const LONG_TEXT_BYTES: usize = 200_000;

proptest! {
    #[test]
    fn any_text_gives_ordered_facts_with_spans_inside(text in "\\PC{0,200}", ja in any::<bool>()) {
        check_order(&article(if ja { Lang::Ja } else { Lang::En }, &text, &[&text]))?;
    }

    #[test]
    fn any_pieces_of_news_give_ordered_facts_with_spans_inside(picks in proptest::collection::vec(0..PIECES.len(), 0..40), ja in any::<bool>()) {
        let text: String = picks.iter().map(|idx| PIECES[*idx]).collect();
        let article = article(if ja { Lang::Ja } else { Lang::En }, "Attack on 北見物産", &[&text]);
        check_order(&article)?;
        let _ = draw(&article, &find(&article, lexicon()));
    }

    #[test]
    fn any_sentence_is_read_with_spans_inside(picks in proptest::collection::vec(0..PIECES.len(), 0..20), ja in any::<bool>()) {
        let text: String = picks.iter().map(|idx| PIECES[*idx]).collect();
        let anchor = Stamp::instant("2026-02-04T12:00:00Z".parse().unwrap(), Some(0));
        let read = reading(&text, if ja { Lang::Ja } else { Lang::En }, anchor, lexicon());
        let spans = read.names.iter().map(|(s, _)| *s).chain(read.numbers.iter().map(|(s, _)| *s)).chain(read.negations.iter().copied());
        for span in spans {
            prop_assert!(span.of(&text).is_some());
        }
    }
}

#[test]
fn a_cause_is_told_and_not_only_named() {
    let ja = |body: &str, expected: &[&str]| {
        check(
            Lang::Ja,
            "北見物産、不正アクセスで情報流出",
            &["北見物産は3日、不正アクセスを受けたと発表した。", body],
            &["root_cause"],
            expected,
        );
    };
    ja("攻撃者はVPN装置を経由して社内に侵入した。", &["root_cause vpn"]);
    ja("VPN経由の通信が切れる不具合は、設定の見直しによるものだという。", &[]);
    ja("VPN装置を停止し、調べを進めている。", &[]);
    ja("脆弱性を悪用された形跡はない。", &[]);
    ja("脆弱性を悪用されたことに気付かなかった。", &["root_cause vulnerability"]);
    ja("端末がウイルスに感染し、取引先のパスワードが盗まれていた。", &[]);
    ja("ノートパソコン2台が盗まれた。", &["root_cause lost_device"]);
    ja("盗まれたパスワードで不正にログインされた。", &["root_cause stolen_credentials"]);
    ja("利用者には多要素認証を設定していない端末を使わないよう呼びかけている。", &[]);
    let en = |body: &str, expected: &[&str]| {
        check(
            Lang::En,
            "Acme Foods hit by cyberattack",
            &["Acme Foods said on Monday it was hit by a cyberattack.", body],
            &["root_cause"],
            expected,
        );
    };
    en("The intruders came in through a VPN gateway.", &["root_cause vpn"]);
    en("Staff could not work through a VPN gateway.", &[]);
    en("It said it saw no sign that a known vulnerability in its shop had been used.", &[]);
    en("The intruders exploited a vulnerability in its mail server.", &["root_cause vulnerability"]);
    en("The ransomware includes a flaw that lets victims recover files.", &[]);
    en("Some 40% of attacks start with stolen credentials.", &[]);
    en("The hackers logged in with stolen credentials.", &["root_cause stolen_credentials"]);
    en("Names and phone numbers were stolen.", &[]);
    en("A laptop holding payroll files was stolen.", &["root_cause lost_device"]);
    en("Review every account without multi-factor authentication.", &[]);
}

#[test]
fn an_event_has_the_certainty_of_its_own_clause() {
    let slots = &["event_type"];
    check(
        Lang::En,
        "Acme Foods confirms data breach after extortion attack",
        &["The Nightjar gang claims the breach exposed two million files."],
        slots,
        &["event_type data_breach confirmed"],
    );
    check(
        Lang::En,
        "Acme Foods hit by cyberattack",
        &["Acme Foods suffered a data breach after attackers allegedly bribed a clerk."],
        slots,
        &["event_type data_breach"],
    );
    check(
        Lang::Ja,
        "北見物産に不正アクセス",
        &[
            "北見物産は3日、不正アクセスを受けたと発表した。ランサムウェアによる攻撃ではなく、総当たりの手口だった。",
        ],
        slots,
        &["event_type unauthorized_access", "event_type ransomware denied"],
    );
}

#[test]
fn a_service_is_what_its_verb_is_said_of() {
    let en = |body: &str, expected: &[&str]| {
        check(
            Lang::En,
            "Acme Foods hit by cyberattack",
            &["Acme Foods said on Monday it was hit by a cyberattack.", body],
            &["service"],
            expected,
        );
    };
    en("Its website was attacked in a flood meant to take the site offline.", &[]);
    en("Disclosure was delayed with the approval of the regulator.", &[]);
    en(
        "The documents were posted on Sunday to a large public file sharing platform and were taken down.",
        &[],
    );
    en("The attack disrupted its operations in Norway.", &["service suspended"]);
    en("Acme Foods resumed shipments two weeks after ransomware stopped them.", &["service resumed"]);
    let ja = |body: &str, expected: &[&str]| {
        check(
            Lang::Ja,
            "北見物産にサイバー攻撃",
            &["北見物産は3日、サイバー攻撃を受けたと発表した。", body],
            &["service"],
            expected,
        );
    };
    ja("攻撃で止まっていた出荷を再開した。", &["service resumed"]);
    ja("受注の復旧が遅れている。", &[]);
}

#[test]
fn a_day_belongs_to_its_own_act() {
    let slots = &["date.impact", "date.detected", "date.disclosed", "date.reported", "date.initial_access"];
    check(
        Lang::En,
        "Acme Foods hit by cyberattack",
        &[
            "Acme Foods said on Monday that it was hit by a cyberattack.",
            "It found the intrusion on January 5.",
            "It reported the matter to the regulator the same day.",
        ],
        slots,
        &["date.disclosed 2026-02-02", "date.detected 2026-01-05", "date.reported 2026-02-02"],
    );
    check(
        Lang::En,
        "Acme Foods hit by cyberattack",
        &["Acme Foods reopened its stores on Monday, three days after the attack."],
        &["date.impact"],
        &["date.impact 2026-01-30"],
    );
    check(
        Lang::Ja,
        "北見空港にサイバー攻撃",
        &[
            "北見空港は3日、通信機器が午前7時20分からサイバー攻撃を受けたと発表した。同空港は2日に職員のアカウントを停止した。",
        ],
        slots,
        &["date.impact 2026-02-03", "date.disclosed 2026-02-03"],
    );
}

#[test]
fn lists_of_those_touched_are_taken_name_by_name() {
    check(
        Lang::Ja,
        "東雲印刷に不正アクセス、委託元に影響",
        &[
            "東雲印刷は3日、不正アクセスを受けたと発表した。",
            "北見市、青葉大学、カワセミなど9団体が流出を公表した。氏名、住所、電話番号が公表された。",
        ],
        &["affected_party"],
        &["affected_party 北見市", "affected_party 青葉大学", "affected_party カワセミ"],
    );
    check(
        Lang::En,
        "Acme Print hit by cyberattack",
        &[
            "Acme Print was hit by a cyberattack on Monday.",
            "Victims include Borel Bank, Kestrel Air and Lumen Books.",
        ],
        &["affected_party"],
        &["affected_party Borel Bank", "affected_party Kestrel Air", "affected_party Lumen Books"],
    );
}

#[test]
fn malware_is_named_by_verbs_and_by_words_beside_it() {
    let check = |body: &[&str], expected: &[&str]| {
        check(Lang::En, "New malware is going round", body, &["malware", "actor"], expected);
    };
    check(&["The trojan, which we call MoonDoor, was seen in May."], &["malware MoonDoor"]);
    check(&["A loader dubbed by Acme as Gloomfish was seen in May."], &["malware Gloomfish"]);
    check(&["The Gloomfish Android banking trojan steals codes. Gloomfish is sold."], &["malware Gloomfish"]);
    check(&["A malware researcher met a trojan in May. Its victims speak Korean."], &[]);
    check(
        &["We attribute the malware to a group we previously dubbed ReedHeron. ReedHeron uses a backdoor."],
        &["actor ReedHeron"],
    );
    check(
        &["Four trojans and a backdoor were found, malware all. FakeSparrowSpy came first."],
        &["malware FakeSparrowSpy"],
    );
}

#[test]
fn bodies_are_told_with_their_legal_form() {
    let check = |sentence: &str, expected: &[&str]| {
        let spans = reading::bodies(sentence, Lang::Ja, lexicon());
        let found: Vec<&str> = spans.iter().filter_map(|span| span.of(sentence)).collect();
        assert_eq!(found, expected);
    };
    check("株式会社ミレロは北見電力と提携した。", &["株式会社ミレロ", "北見電力"]);
    check("北見市の会社を訪ねた。", &[]);
}

#[test]
fn long_runs_of_counts_are_read_in_linear_time() {
    for piece in
        ["affected 5000 people ", "from 1 ", "from to 2 ", "1 million ", "1 p.m. ", "Acme said 3 files "]
    {
        let body = piece.repeat(200_000 / piece.len());
        let article = article(Lang::En, "Acme Bank breached by hackers", &[&body]);
        let found = find(&article, lexicon());
        let _ = crate::extent::touched(&article, &found.facts);
    }
}
