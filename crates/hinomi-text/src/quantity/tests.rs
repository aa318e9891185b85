use super::*;

/// Draws what is found: brackets around each span, then `{number[..upper] unit qualifier}`.
fn draw(text: &str) -> String {
    let (mut out, mut at) = (String::new(), 0);
    for found in quantities(&crate::fold(text)) {
        let range = found.span.range();
        let upper = found.upper.map(|upper| format!("..{upper}")).unwrap_or_default();
        let unit = found.unit.map_or("-".to_owned(), String::from);
        let noun = found.noun_span.of(text).unwrap();
        assert!(found.span.contains(found.number_span), "{text}");
        let noun = if found.unit.is_none() && !noun.is_empty() { format!("({noun})") } else { String::new() };
        out += &format!(
            "{}⟦{}⟧{{{}{upper} {unit}{noun} {}}}",
            &text[at..range.start],
            &text[range.clone()],
            found.number,
            found.qualifier
        );
        at = range.end;
    }
    out + &text[at..]
}

/// `want` is drawn as by [`draw`]; the text is what stands outside `{…}` without the brackets.
fn check(want: &str) {
    let (mut text, mut depth) = (String::new(), 0);
    for c in want.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            '⟦' | '⟧' => {}
            _ if depth == 0 => text.push(c),
            _ => {}
        }
    }
    assert_eq!(draw(&text), want);
}

#[test]
fn japanese_counts() {
    check("流出は⟦約1万2,345件⟧{12345 record approx}だった");
    check("⟦百五十二万人⟧{1520000 person exact}が対象");
    check("⟦三千二百人分⟧{3200 person exact}の氏名");
    check("⟦2.8億円⟧{280000000 JPY exact}相");
    check("⟦数十万件⟧{100000..999999 record range}の記録");
    check("⟦３０７万６４７７人分⟧{3076477 person exact}");
    check("⟦最大で191万4000件⟧{1914000 record at_most}");
    check("⟦最大約２万人⟧{20000 person at_most}");
    check("⟦少なくとも59社⟧{59 organization at_least}");
    check("⟦12,000件以上⟧{12000 record at_least}に上る");
    check("⟦1,000人未満⟧{1000 person less_than}");
    check("⟦1800件を超えた⟧{1800 record more_than}");
    check("⟦700を超える組織⟧{700 organization more_than}に");
    check("⟦2割⟧{20 percent exact}と⟦3分の1⟧{33.33 percent exact}");
    check("⟦26の国と地域⟧{26 country exact}");
    check("⟦2万4241の重要機関⟧{24241 organization exact}");
    check("⟦約6862億パケット⟧{686200000000 -(パケット) approx}");
    check("⟦１・５テラバイト⟧{1500000000000 byte exact}");
    check("⟦27ギガバイト⟧{27000000000 byte exact}");
    check("⟦7,000万ドル⟧{70000000 USD exact}");
    check("⟦10〜20人⟧{10..20 person range}の担当者");
    check("⟦100万から200万件⟧{1000000..2000000 record range}の記録");
    check("⟦59⟧{59 organization exact}から⟦69社⟧{69 organization exact}に増えた");
    check("⟦数百の組織⟧{100..999 organization range}");
    check("⟦1日あたり約4,000件⟧{4000 -(件) approx}の攻撃");
    check("影響を受けた企業や自治体は⟦少なくとも59⟧{59 organization at_least}に上る");
    check("スコアは⟦9.8⟧{9.8 - exact}と");
}

#[test]
fn english_counts() {
    check("stole ⟦more than 12,000 internal documents⟧{12000 document more_than}.");
    check("⟦29.8 million accounts⟧{29800000 account exact} were exposed");
    check("⟦some 140 million people⟧{140000000 person approx}");
    check("⟦a fifth⟧{20 percent exact} of them");
    check("⟦between 3,000 and 4,000 users⟧{3000..4000 person range}");
    check("⟦$16 million⟧{16000000 USD exact} in losses");
    check("⟦about £300 million⟧{300000000 GBP approx}");
    check("⟦1.5TB⟧{1500000000000 byte exact} of data");
    check("⟦about 27 gigabytes⟧{27000000000 byte approx} of data");
    check("⟦four people⟧{4 person exact} were arrested");
    check("⟦dozens of companies⟧{24..99 organization range}");
    check("⟦no more than 50 devices⟧{50 device at_most}");
    check("⟦fewer than 100 organizations⟧{100 organization less_than}");
    check("all ⟦460,000 or so residents⟧{460000 person approx}");
    check("⟦about 51.4 billion yen⟧{51400000000 JPY approx}");
    check("⟦9.28 million customer records⟧{9280000 record exact}");
    check("⟦104 of its own API tokens⟧{104 item exact}");
    check("⟦85 compromised servers⟧{85 device exact}");
    check("⟦between 10 and 20 GB⟧{10000000000..20000000000 byte range}");
    check("⟦$10-20 million⟧{10000000..20000000 USD range}");
    check("from ⟦12⟧{12 organization exact} to ⟦30 companies⟧{30 organization exact}");
    check(
        "fell ⟦37%⟧{37 percent exact} to ⟦562⟧{562 - exact}, spread over ⟦seven brokers⟧{7 organization exact}",
    );
    check("⟦59⟧{59 - exact}から⟦69⟧{69 - exact}に増えた");
    check("Hackers Hit ⟦136 Companies⟧{136 organization exact}");
    check("⟦Rs 5 crore⟧{50000000 INR exact}, ⟦$ 40,000⟧{40000 USD exact}, ⟦20 €⟧{20 EUR exact}");
    check("⟦about one in five⟧{20 percent approx} people, ⟦1 in 3⟧{33.33 percent exact} Americans");
    check("⟦5人に1人⟧{20 percent exact}が");
    check("a drop of ⟦14%⟧{14 percent exact}");
    check("⟦4,000 attacks a day⟧{4000 -(attacks) exact}");
    check("⟦1,000+ customers⟧{1000 person at_least}");
}

#[test]
fn money_of_many_countries() {
    check("⟦AUD450⟧{450 AUD exact}, ⟦Rs35⟧{35 INR exact}, ⟦7 SEK⟧{7 SEK exact}");
    check("⟦80 polish zloty⟧{80 PLN exact}, ⟦600 lebanese pounds⟧{600 LBP exact}, ⟦hkd$ 70⟧{70 HKD exact}");
    check("⟦30バーツ⟧{30 THB exact}と⟦90トルコリラ⟧{90 TRY exact}");
    check("⟦65 EUR million⟧{65000000 EUR exact}");
    check("⟦90 $⟧{90 USD exact} and ⟦$ 80⟧{80 USD exact}, ⟦$ 70 dollars⟧{70 USD exact}");
    check("a ⟦90-million-dollar⟧{90000000 USD exact} theft, a ⟦70-euro⟧{70 EUR exact} fee");
}

#[test]
fn small_change() {
    check("⟦350円25銭⟧{350.25 JPY exact}、⟦8ドル7セント⟧{8.07 USD exact}");
    check("⟦30 dollars and 65 cents⟧{30.65 USD exact}, ⟦80 dollars 95⟧{80.95 USD exact}.");
    check("⟦80 dollars⟧{80 USD exact} and ⟦30 files⟧{30 file exact}");
    check("⟦80 dollars⟧{80 USD exact}, 2024");
}

#[test]
fn two_bounds_of_one_number() {
    check("⟦600件以上900件未満⟧{600..900 record range}の");
    check("⟦60より大きく90以下⟧{60..90 - range}の");
    check("⟦more than 60 and less than 90 files⟧{60..90 file range}");
    check("⟦60と90の間⟧{60..90 - range}");
    check("a score ⟦between 60 and 90⟧{60..90 - range}. In between 1960 and 1990.");
    check("⟦少なくとも60人⟧{60 person at_least}、⟦70件以下⟧{70 record at_most}");
}

#[test]
fn bounds_and_shares_in_other_words() {
    check("⟦十余万人⟧{100000 person more_than}が");
    check("⟦半数以上⟧{50 percent at_least}の企業");
    check("⟦less than or equal to 60⟧{60 - at_most}");
    check("⟦at least ten⟧{10 - at_least}");
    check("同⟦六％⟧{6 percent exact}減");
    check("https://a.example/?q=a%2560%20b");
}

#[test]
fn shares_and_money_in_other_places() {
    check("lost ⟦¾⟧{75 percent exact} of it, and ½ pumpkin");
    check("sank ⟦by more than half⟧{50 percent more_than}.".replace("⟦by ", "by ⟦").as_str());
    check("paid ⟦ringgit 70⟧{70 MYR exact}");
    check("⟦thirty-two (32) servers⟧{32 device exact}");
}

#[test]
fn numbers_that_are_no_quantities() {
    for text in [
        "2025年10月19日午前7時",
        "24時間365日",
        "第7報によると",
        "within four business days",
        "10日から13日に実施",
        "1店当たりの",
        "1位になった",
        "Zero Disco' Attacks and a 4K camera",
        "in the first half of 2025",
        "SMA 100 Series appliances",
        "apps. 1 These cyber actors",
        "Microsoft 365 users",
        "複数のサーバー",
        "百貨店の件数人気",
        "one of the few accounts",
        "CVE-2025-1234",
        "バージョン7.4.2",
        "version 3.1",
        "Windows 11 devices",
        "03-1234-5678",
        "0120-345-678",
        "〒100-0001",
        "1. はじめに",
        "(2) 対応",
        "35歳の男",
        "a 5-year plan",
        "in 2023",
        "two days later",
        "10:30",
        "at about 7 a.m.",
        "二要素認証",
        "一部の利用者",
        "第三者委員会",
        "千葉県",
        "十分な対策",
        "192.168.0.1",
        "a third party",
        "one of the largest",
        "Section 5",
        "3回目",
        "四半期",
        "HTTP 404",
        "the 2019 breach",
        "iOS 18",
        "https://a.example/12/34",
    ] {
        assert_eq!(draw(text), text);
    }
}
