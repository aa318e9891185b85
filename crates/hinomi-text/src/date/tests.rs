use super::*;

/// A Tuesday in Tokyo.
const PUBLISHED: &str = "2025-11-18T10:00:00+09:00";

/// Draws what is found: brackets around each span, then `{when[Ttime][ relation]}`.
fn draw(text: &str, lang: Lang) -> String {
    let at = PUBLISHED.parse().unwrap();
    let (mut out, mut done) = (String::new(), 0);
    for found in dates(&crate::fold(text), lang, Stamp::instant(at, Some(540))) {
        let range = found.span.range();
        let time =
            found.time.map(|time| format!("T{:02}:{:02}", time.hour(), time.minute())).unwrap_or_default();
        let relation = if found.relation == Relation::On {
            String::new()
        } else {
            format!(" {}", format!("{:?}", found.relation).to_lowercase())
        };
        out += &format!(
            "{}⟦{}⟧{{{}{time}{relation}}}",
            &text[done..range.start],
            &text[range.clone()],
            found.when
        );
        done = range.end;
    }
    out + &text[done..]
}

/// `want` is drawn as by [`draw`]; the text is what stands outside `{…}` without the brackets.
fn check(lang: Lang, want: &str) {
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
    assert_eq!(draw(&text, lang), want);
}

#[test]
fn japanese_dates() {
    for line in [
        "⟦2023年9月⟧{2023-09}に",
        "⟦令和5年7月4日⟧{2023-07-04}に",
        "⟦R5.7.4⟧{2023-07-04}付け",
        "⟦平成元年⟧{1989}の",
        "⟦二〇二五年十月十九日⟧{2025-10-19}",
        "⟦２０２５年１０月１９日⟧{2025-10-19}",
        "⟦11日⟧{2025-11-11}に検知した",
        "⟦19日⟧{2025-10-19}に検知した",
        "⟦20日⟧{2025-11-20 by}までに復旧する予定だ",
        "⟦10月下旬⟧{2025-10}から",
        "⟦先月29日⟧{2025-10-29}に",
        "⟦昨年12月⟧{2024-12}から⟦今年5月⟧{2025-05}にかけて",
        "⟦11月12日夜⟧{2025-11-12}に",
        "⟦9月29日午前7時⟧{2025-09-29T07:00}ごろ"
            .replace("⟧{2025-09-29T07:00}ごろ", "ごろ⟧{2025-09-29T07:00 around}")
            .as_str(),
        "⟦8月8日から18日にかけて⟧{2025-08-08/2025-08-18}",
        "⟦8月8日〜9月2日⟧{2025-08-08/2025-09-02}に",
        "⟦10月19日（日）未明⟧{2025-10-19}に",
        "⟦10月19日⟧{2025-10-19}に発生し、⟦同日⟧{2025-10-19}停止、⟦翌日⟧{2025-10-20}に公表した",
        "⟦11月5日⟧{2025-11-05}、⟦6月8日⟧{2025-06-08}に受けた攻撃を公表した。⟦同日⟧{2025-11-05}に再開した",
        "⟦10月3日⟧{2025-10-03}に受けた。⟦同日⟧{2025-10-03}に止めた",
        "⟦20日⟧{2025-11-20}から対象を広げる",
        "⟦18日⟧{2025-11-18}、⟦8月9日⟧{2025-08-09}の侵入を公表した。米国の機関は⟦同日⟧{2025-11-18}、指示した",
        "⟦10月9日⟧{2025-10-09}に受けた。同社は⟦同日⟧{2025-10-09}、停止した",
        "⟦10月9日⟧{2025-10-09}に受けた。⟦6月⟧{2025-06}の更新で防げた。⟦同日⟧{2025-10-09}に止めた",
        "⟦10日から13日にかけて⟧{2025-11-10/2025-11-13}実施",
        "⟦今年半ば⟧{2025 around}から、⟦年明け以降⟧{2026-01 after}",
        "障害の3日前に、2日から7日程度かかる",
        "⟦2021年後半⟧{2021-07-01/2021-12-31}、⟦2025/07⟧{2025-07}",
        "⟦今夜9時⟧{2025-11-18T21:00}、⟦半年前⟧{2025-05}",
        "⟦10日-12日⟧{2025-11-10/2025-11-12}",
        "侵入は⟦6月⟧{2025-06}、認証なく",
        "⟦6月8日⟧{2025-06-08}に受けた攻撃で、⟦来月⟧{2025-12}に再開する予定だ",
        "⟦12月17日⟧{2025-12-17}に開かれる行事",
        "⟦10月19日⟧{2025-10-19}に発生し、⟦21日⟧{2025-10-21}に再開した",
        "⟦10月19日⟧{2025-10-19}の攻撃について⟦18日⟧{2025-11-18}に公表した",
        "⟦2024年4月⟧{2024-04}に侵入され、⟦6月⟧{2024-06}に暗号化された",
        "⟦2024年12月⟧{2024-12}に侵入され、⟦2月⟧{2025-02}に暗号化された",
        "⟦12月1日⟧{2025-12-01}に再開する予定だ",
        "⟦明日⟧{2025-11-19}⟦11月19日⟧{2025-11-19}より、受付の範囲を拡大いたします",
        "⟦11月19日⟧{2024-11-19}に受け付けを終えていた",
        "⟦12月1日⟧{2024-12-01}に再開した",
        "⟦12月24日⟧{2025-12-24 by}までに修正するよう求めた",
        "⟦11月2日⟧{2025-11-02 by}までに公表した",
        "⟦先週金曜日⟧{2025-11-14}に",
        "⟦金曜日⟧{2025-11-14}に",
        "⟦10月31日の金曜日⟧{2025-10-31}に",
        "⟦5日⟧{2025-11-05}に判明し、⟦翌週の火曜日⟧{2025-11-11}に",
        "⟦来週⟧{2025-11-24/2025-11-30}に",
        "⟦2025年度⟧{2025-04-01/2026-03-31}の",
        "⟦26年7月期⟧{2025-08-01/2026-07-31}の",
        "⟦2026年第2四半期⟧{2026-04-01/2026-06-30}に",
        "⟦去年の秋⟧{2024-09-01/2024-11-30 around}に",
        "⟦8月末⟧{2025-08-31 around}に",
        "⟦15日付⟧{2025-11-15}で",
        "⟦今月5日⟧{2025-11-05}、",
        "⟦3日前⟧{2025-11-15}に",
        "⟦4月以降⟧{2025-04 after}、",
        "⟦令和元年ごろ⟧{2019 around}から",
        "⟦5日⟧{2025-11-05}に判明し、⟦翌6日⟧{2025-11-06}に",
        "⟦10/19(日) 14:30⟧{2025-10-19T14:30}に",
        "⟦2025/12/17⟧{2025-12-17}、⟦2025-10-19⟧{2025-10-19}",
        "⟦正午⟧{2025-11-18T12:00 around}から",
        "⟦18日午後1時20分⟧{2025-11-18T13:20}に",
        "⟦10 月 19 日⟧{2025-10-19}に",
        "⟦4〜6月期⟧{2025-04-01/2025-06-30}の",
        "⟦10月21日、火曜日⟧{2025-10-21}に",
        "⟦2025/04/09以降⟧{2025-04-09 after}に",
        // The weekday tells the month or year: the 24th of December 2025 is a Wednesday, that of 2024 is not.
        "⟦12月24日（水）⟧{2025-12-24}に開く",
        "⟦31日（日）⟧{2025-08-31}に起きた",
        "⟦12月24日（土）⟧{2024-12-24}の行事",
        "⟦来週半ば⟧{2025-11-24/2025-11-30 around}と⟦今週後半⟧{2025-11-17/2025-11-23 around}",
        "⟦来月頭⟧{2025-12}に、⟦今年の終わりごろ⟧{2025-12 around}に",
        "⟦週明け⟧{2025-11-24 around}に再開し、週明けの⟦17日⟧{2025-11-17}に",
        "⟦次の木曜日⟧{2025-11-20}に",
        "⟦2015年前⟧{2015 before}に",
        "⟦今週の金曜日（11月21日）⟧{2025-11-21}に",
        "⟦2025/10/1-2025/10/5⟧{2025-10-01/2025-10-05}の",
        "⟦2025/7⟧{2025-07}に",
    ] {
        check(Lang::Ja, line);
    }
}

#[test]
fn english_dates() {
    for line in [
        "On ⟦October 19⟧{2025-10-19}, it",
        "⟦Oct. 19, 2025⟧{2025-10-19}",
        "⟦19 October 2025⟧{2025-10-19}",
        "on ⟦the 3rd of March⟧{2025-03-03}",
        "said ⟦on Monday⟧{2025-11-17} that",
        "said ⟦on Tuesday⟧{2025-11-18} that",
        "dated ⟦17-Sep-24⟧{2024-09-17}, ⟦2023/Apr/09⟧{2023-04-09}, ⟦2023-Apr-10⟧{2023-04-10}",
        "⟦the first of July⟧{2025-07-01}, ⟦July twenty-third⟧{2025-07-23}, ⟦the 9th of last month⟧{2025-10-09}",
        "⟦july 23⟧{2025-07-23}, on ⟦may 9th⟧{2025-05-09}; they may 9 times march 9 miles",
        "⟦Oct. 19 at 6.40pm⟧{2025-10-19T18:40}",
        "⟦last Friday⟧{2025-11-14}",
        "⟦late on Friday⟧{2025-11-14 around}",
        "⟦earlier this month⟧{2025-11}",
        "⟦last month⟧{2025-10}",
        "⟦last May⟧{2025-05}",
        "in ⟦September of this year⟧{2025-09}".replace("in ⟦", "⟦in ").as_str(),
        "⟦in February⟧{2025-02}",
        "⟦yesterday⟧{2025-11-17}",
        "⟦May 3⟧{2025-05-03} and ⟦the following day⟧{2025-05-04}",
        "⟦May 3⟧{2025-05-03}, and ⟦two days later⟧{2025-05-05} it",
        "⟦May 3⟧{2025-05-03}, as it said ⟦on Monday⟧{2025-11-17}, and ⟦nine days later⟧{2025-05-12}",
        "⟦on Monday⟧{2025-11-17}, three days later, it",
        "between ⟦December 2019⟧{2019-12} and ⟦last June⟧{2025-06}",
        "will replace what was stolen on ⟦January 5⟧{2025-01-05}",
        "Four days after one zero-day",
        "the fair at the Venetian, ⟦December 1-5⟧{2025-12-01/2025-12-05}",
        "On ⟦December 3⟧{2024-12-03}, the company was hit",
        "its December attack".replace("December", "⟦December⟧{2024-12}").as_str(),
        "Operations resumed two days later.",
        "⟦2025-10-19⟧{2025-10-19} and ⟦2025/12/17⟧{2025-12-17}",
        "⟦2025-10-19T10:00:00Z⟧{2025-10-19T10:00:00Z}",
        "⟦Aug 8 to 18⟧{2025-08-08/2025-08-18}",
        "⟦between May 1 and 5⟧{2025-05-01/2025-05-05}",
        "⟦August 12-17⟧{2025-08-12/2025-08-17}",
        "was seen from ⟦December 28 to January 3⟧{2024-12-28/2025-01-03}",
        "must patch by ⟦December 24⟧{2025-12-24 by}",
        "the outage ended by ⟦Thursday evening⟧{2025-11-20 by}",
        "⟦In Q2 2026⟧{2026-04-01/2026-06-30}, incidents",
        "⟦3:20 p.m. on Friday⟧{2025-11-14T15:20}",
        "⟦Friday, November 14⟧{2025-11-14}",
        "⟦Friday, November 14, 2025, at 9 a.m. ET⟧{2025-11-14T09:00}",
        "⟦in 2023⟧{2023}, and the ⟦2019⟧{2019} breach",
        "since ⟦December 2019⟧{2019-12 after}",
        "⟦early October⟧{2025-10}",
        "⟦three weeks ago⟧{2025-10-28}",
        "at ⟦the end of August⟧{2025-08-31 around}",
        "⟦this summer⟧{2025-06-01/2025-08-31 around}",
        "⟦Wednesday of last week⟧{2025-11-12}",
        "between ⟦November⟧{2024-11} and ⟦March 2025⟧{2025-03}",
        "the last week of ⟦July⟧{2025-07}",
        "⟦over the weekend⟧{2025-11-15/2025-11-16}",
        "after ⟦January 22⟧{2025-01-22 after}",
        "on ⟦Wednesday, December 24⟧{2025-12-24}",
        "met on ⟦Thursday the thirteenth⟧{2025-11-13} and ⟦Tue 18th⟧{2025-11-18}",
        "⟦on Monday⟧{2025-11-17} 21 people met",
        "by ⟦end of June⟧{2025-06-30 by}; ⟦the beginning of 2024⟧{2024-01 around}",
        "⟦end of last week⟧{2025-11-10/2025-11-16 around}",
        "was active ⟦2019-2023⟧{2019-01-01/2023-12-31}",
        "⟦in mid-2024⟧{2024}, seen since at least ⟦2018⟧{2018}, ⟦in 2023⟧{2023}/⟦2024⟧{2024}",
        "⟦2025 Q1⟧{2025-01-01/2025-03-31} and ⟦Q2-2025⟧{2025-04-01/2025-06-30}",
        "⟦2024 June⟧{2024-06}, ⟦May of 94⟧{1994-05}",
        "found guilty ⟦in May⟧{2025-05} of 11 thefts",
        "⟦1H 2024⟧{2024-01-01/2024-06-30} and ⟦3Q 2025⟧{2025-07-01/2025-09-30}",
        "on ⟦June 3 nineteen ninety-one⟧{1991-06-03}, ⟦March twenty twenty-one⟧{2021-03}",
        "on ⟦23/4/24⟧{2024-04-23} and Windows 8/10/11",
        "on ⟦14.04.2025 13:20⟧{2025-04-14T13:20}",
        "⟦last week Tuesday⟧{2025-11-11}, ⟦Monday of the following week⟧{2025-11-17}",
        "at ⟦tonight at 8⟧{2025-11-18T20:00}, ⟦Friday evening at 9:30⟧{2025-11-14T21:30}",
        "⟦Sunday at 11:20p⟧{2025-11-16T23:20}, ⟦yesterday at 1025 a.m.⟧{2025-11-17T10:25}",
        "was seen ⟦April 3 through the ninth⟧{2025-04-03/2025-04-09}",
        "from ⟦the 3rd to the 9th of April⟧{2025-04-03/2025-04-09}"
            .replace("the 3rd", "3rd")
            .replace("from ⟦", "from the ⟦")
            .as_str(),
        "in April and ⟦in May⟧{2025-05}".replace("in April", "⟦in April⟧{2025-04}").as_str(),
    ] {
        check(Lang::En, line);
    }
}

#[test]
fn texts_without_dates() {
    for text in [
        "3日間にわたり24時間365日",
        "約10日かかる",
        "2カ月ぶりに",
        "10月号の表紙",
        "前年比1.5倍",
        "バージョン2025.10.1",
        "「2025.1.1」に更新",
        "第3回の1日目",
        "It may have been the sun.",
        "They march on Patch Tuesday.",
        "Windows Server 2019 and Office 2016",
        "a two-day event every Monday",
        "192.168.10.19",
        "part 10/19 of 20",
        "more than 2,025 files and $2025",
        "毎週月曜日午後4時と第2火曜日",
        "一日も早い復旧",
        "土木工事の月額",
        "This may be the end of it all.",
        "today's world, example[.]today/x, USA Today",
        "over 2000 residents, like it's 1999",
        "Figure%2010.png, ports (4433, 1986), a 2048-bit key",
    ] {
        let lang = crate::lang_of(text);
        assert_eq!(draw(text, lang), text);
    }
}
