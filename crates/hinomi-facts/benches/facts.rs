//! Speed of finding facts in mixed news, on corpora of our own.
//!
//! `mixed_news` are six short pieces that are as dense in facts as notices get; `example` are the 79 articles of
//! `examples/autumn-2025`; `indicators_alone` is a report of nothing else; `one_article` shows that time is linear in the length of one text.

use divan::counter::BytesCount;
use hinomi_facts::{Lexicon, find};
use hinomi_model::{Article, ArticleId, BlockKind, CaptureId, Lang, Origin, Stamp};

/// Title, paragraphs: Japanese news, English news, off-topic news in both.
const CORPUS: &[(Lang, &str, &[&str])] = &[
    (
        Lang::Ja,
        "北見物産、ランサムウェア被害で個人情報約12万件が流出した恐れ",
        &[
            "水産加工の北見物産は3日、1月20日に受けたランサムウェア攻撃により、顧客の個人情報約12万3000件が外部に流出した可能性があると発表した。氏名、住所、電話番号が含まれるが、クレジットカード情報は含まれない。",
            "攻撃グループ「黒曜団」が闇サイトに犯行声明を出し、1.2テラバイトのデータを盗んだと主張している。同社は身代金を支払っておらず、攻撃者との交渉にも応じていない。",
            "侵入の経路は調査中で、VPN機器の脆弱性が悪用されたとみられる。バックアップも暗号化され、受注システムの復旧は2月中旬になる見通し。警察と個人情報保護委員会に報告した。流出した情報の悪用は確認されていない。",
        ],
    ),
    (
        Lang::Ja,
        "「ミナモ・ゲート」に深刻な脆弱性、悪用を確認",
        &[
            "ミナモ電子は2月2日、リモートアクセス製品「ミナモ・ゲート」の脆弱性「CVE-2026-12345」を修正するアップデートを公開した。共通脆弱性評価システムCVSSv3.1のベーススコアは「9.8」。",
            "すでに悪用が確認されており、同社は早急な更新を求めている。バージョン「4.2.1」以前が影響を受け、「4.2.2」で修正した。",
        ],
    ),
    (
        Lang::Ja,
        "北見物産、新しい缶詰を発売",
        &[
            "水産加工の北見物産は3日、地元の昆布を使った新しい缶詰を発売すると発表した。価格は税込み480円で、全国の百貨店など約200店舗で扱う。初年度は10万個の販売を目指す。",
        ],
    ),
    (
        Lang::En,
        "Harbor Foods says hackers took data on 1.2 million customers",
        &[
            "Harbor Foods, a grocery chain in the Pacific Northwest, said on Tuesday that attackers broke into its network on January 20 and stole records of about 1.2 million customers, including names, addresses and phone numbers. Passwords and payment details were not taken.",
            "The GloomHeron ransomware gang claimed the attack on its leak site last week and said it copied 1.4TB of data. The company did not say whether a ransom was demanded. Online orders remain suspended, and stores accept cash only.",
            "According to a filing, the intruders used stolen credentials of a contractor to log in to a VPN that did not require multi-factor authentication. The company has notified the FBI and said it is not aware of any misuse of the information.",
        ],
    ),
    (
        Lang::En,
        "Minamo patches gateway flaw used in attacks",
        &[
            "Minamo released a fix on Monday for CVE-2026-12345, a command injection flaw in its remote access gateway with a CVSS score of 9.8. The bug has been exploited in the wild since mid-January, and CISA added it to its Known Exploited Vulnerabilities catalog with a due date of February 24.",
        ],
    ),
    (
        Lang::En,
        "Harbor Foods to open ten stores",
        &[
            "Harbor Foods said on Tuesday that it will open ten stores in three states this year and hire 1,500 people. Sales rose 4% in the last quarter to $1.2 billion, helped by private-label products and a milder winter than forecast.",
        ],
    ),
];

fn main() {
    divan::main();
}

/// The example's articles, as text.
const EXAMPLE: &str = include_str!("news.txt");

fn articles() -> Vec<Article> {
    let of = |(lang, title, body): &(Lang, &str, &[&str])| {
        let body: Vec<_> = body.iter().map(|p| (BlockKind::Paragraph, (*p).to_owned())).collect();
        article(*lang, title, &body)
    };
    CORPUS.iter().map(of).collect()
}

fn example() -> Vec<Article> {
    let of = |part: &str| {
        let (lang, text) = part.split_once('\n').expect("a language");
        let (title, body) = text.split_once('\n').unwrap_or((text, ""));
        let body: Vec<_> = body.lines().map(|p| (BlockKind::Paragraph, p.to_owned())).collect();
        article(if lang == "ja" { Lang::Ja } else { Lang::En }, title, &body)
    };
    EXAMPLE.split("\n= ").skip(1).map(of).collect()
}

fn article(lang: Lang, title: &str, body: &[(BlockKind, String)]) -> Article {
    let at: jiff::Timestamp = "2026-02-04T03:00:00Z".parse().expect("a time");
    let (text, blocks) = Article::compose(title, body);
    Article {
        id: ArticleId::of(&[title.as_bytes()]),
        capture: CaptureId::of(&[]),
        url: String::new(),
        canonical_url: String::new(),
        source: String::new(),
        origin: Origin::Page,
        title: title.to_owned(),
        byline: String::new(),
        publisher: String::new(),
        published: Some(Stamp::instant(at, Some(0))),
        updated: None,
        lang,
        text,
        blocks,
        known_at: at,
    }
}

fn n_bytes(articles: &[Article]) -> usize {
    articles.iter().map(|a| a.text.len()).sum()
}

#[divan::bench]
fn mixed_news(bencher: divan::Bencher<'_, '_>) {
    let lexicon = Lexicon::bundled();
    let articles = articles();
    bencher.counter(BytesCount::new(n_bytes(&articles))).bench(|| {
        let n_facts: usize = articles.iter().map(|a| find(divan::black_box(a), &lexicon).facts.len()).sum();
        assert!(n_facts >= 60, "only {n_facts} facts");
        n_facts
    });
}

#[divan::bench]
fn example_news(bencher: divan::Bencher<'_, '_>) {
    let lexicon = Lexicon::bundled();
    let articles = example();
    bencher.counter(BytesCount::new(n_bytes(&articles))).bench(|| {
        let n_facts: usize = articles.iter().map(|a| find(divan::black_box(a), &lexicon).facts.len()).sum();
        assert!(n_facts >= 700, "only {n_facts} facts");
        n_facts
    });
}

/// One article of so many megabytes, made of the example's paragraphs in both languages.
#[divan::bench(args = [1, 10, 50], sample_count = 2, sample_size = 1)]
fn one_article(bencher: divan::Bencher<'_, '_>, n_megabytes: usize) {
    let lexicon = Lexicon::bundled();
    let paragraphs: Vec<_> = EXAMPLE
        .lines()
        .filter(|l| !l.starts_with("= "))
        .map(|l| (BlockKind::Paragraph, l.to_owned()))
        .collect();
    let once: usize = paragraphs.iter().map(|(_, p)| p.len() + 1).sum();
    let n = paragraphs.len() * (n_megabytes * 1_000_000 / once);
    let long: Vec<_> = paragraphs.into_iter().cycle().take(n).collect();
    let article = article(Lang::Ja, "北見物産、ランサムウェア被害で個人情報が流出", &long);
    bencher.counter(BytesCount::new(article.text.len())).bench(|| {
        let n_facts = find(divan::black_box(&article), &lexicon).facts.len();
        assert!(n_facts >= 100, "only {n_facts} facts");
        n_facts
    });
}

/// A report of indicators alone, one a line, made by a linear congruential generator from a fixed seed.
fn indicator_report() -> String {
    let mut seed: u64 = 20_260_204;
    let mut next = |n: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % n
    };
    let mut out = String::new();
    for _ in 0..INDICATORS / 4 {
        let (a, b, c) = (next(1 << 31), next(1 << 31), next(256));
        out.push_str(&format!("203.0[.]113[.]{c}\n"));
        out.push_str(&format!("cdn-{a:x}[.]update-{b:x}[.]example\n"));
        out.push_str(&format!("hxxps://login-{b:x}[.]example/{a:x}/index.php?id={c}\n"));
        // A run of digits alone is a number and no hash.
        out.push_str(&format!("f{a:015x}{b:016x}{a:016x}{b:016x}\n"));
    }
    out
}

/// Indicators in the report.
const INDICATORS: usize = 20_000;

#[divan::bench]
fn indicators_alone(bencher: divan::Bencher<'_, '_>) {
    let text = indicator_report();
    bencher.counter(BytesCount::new(text.len())).bench(|| {
        let found = hinomi_facts::indicators::indicators(divan::black_box(&text));
        // The host of a link is found beside it.
        let n = found.iter().filter(|one| one.within.is_none()).count();
        assert_eq!(n, INDICATORS);
        n
    });
}

#[divan::bench]
fn vocabularies() -> Lexicon {
    Lexicon::bundled()
}
