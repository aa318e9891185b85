//! Times that news seldom names.

use super::*;

/// All times of `text`, drawn as `words=time`, as published on Thursday 2026-03-12 at 10:00 in Japan.
fn check(text: &str, lang: Lang, want: &[&str]) {
    let at: jiff::Timestamp = "2026-03-12T01:00:00Z".parse().unwrap();
    let found = times(&crate::fold(text), lang, Stamp::instant(at, Some(540)));
    let drawn: Vec<_> = found
        .iter()
        .map(|d| {
            let time = d.time.map(|time| format!("T{time}")).unwrap_or_default();
            let relation =
                if d.relation == Relation::On { String::new() } else { format!(" {:?}", d.relation) };
            format!("{}={}{time}{relation}", d.span.of(text).unwrap(), d.when)
        })
        .collect();
    assert_eq!(drawn, want, "{text}");
}

#[test]
fn times_of_day_without_a_day() {
    check("17時40分に集合", Lang::Ja, &["17時40分=2026-03-12T17:40:00"]);
    check("夜の9時ごろ", Lang::Ja, &["夜の9時=2026-03-12T21:00:00 Around"]);
    check("早朝6時", Lang::Ja, &["早朝6時=2026-03-12T06:00:00"]);
    check("7時間の会議", Lang::Ja, &[]);
    check("a call at 4:40 pm", Lang::En, &["4:40 pm=2026-03-12T16:40:00"]);
    check("version 4:4, 12 amps, 10 to 12 people, 5 after 3 tries", Lang::En, &[]);
    check("a quarter past 4 pm", Lang::En, &["a quarter past 4 pm=2026-03-12T16:15:00"]);
    check(
        "half past nine, 20 to noon",
        Lang::En,
        &["half past nine=2026-03-12T09:30:00", "20 to noon=2026-03-12T11:40:00"],
    );
    check("nine in the evening", Lang::En, &["nine in the evening=2026-03-12T21:00:00"]);
    check("since 4pm, 18h40", Lang::En, &["4pm=2026-03-12T16:00:00 After", "18h40=2026-03-12T18:40:00"]);
}

#[test]
fn distances_from_now() {
    check("90分後に", Lang::Ja, &["90分後=2026-03-12T11:30:00"]);
    check("2年ほど前", Lang::Ja, &["2年ほど前=2024-03-12 Around"]);
    check("3週間半後", Lang::Ja, &["3週間半後=2026-04-05"]);
    check("半年前", Lang::Ja, &["半年前=2025-09"]);
    check("5分前後、一時的に", Lang::Ja, &[]);
    check(
        "in three weeks, 40 minutes ago",
        Lang::En,
        &["in three weeks=2026-04-02", "40 minutes ago=2026-03-12T09:20:00"],
    );
    check("half an hour from now", Lang::En, &["half an hour from now=2026-03-12T10:30:00"]);
    check("in 3 weeks of work", Lang::En, &[]);
}

#[test]
fn stretches() {
    check("4月から6月まで", Lang::Ja, &["4月から6月まで=2025-04-01/2025-06-30"]);
    check("2024年〜2025年", Lang::Ja, &["2024年〜2025年=2024-01-01/2025-12-31"]);
    check("2025/04/05から", Lang::Ja, &["2025/04/05から=2025-04-05 After"]);
    check("2024年またはその前", Lang::Ja, &["2024年またはその前=2024 Before"]);
    check("from May 2025 to July 2025", Lang::En, &["May 2025 to July 2025=2025-05-01/2025-07-31"]);
    check("the next 4 days", Lang::En, &["next 4 days=2026-03-13/2026-03-16"]);
    check("over the past two months", Lang::En, &["past two months=2026-01-12/2026-03-11"]);
    check("the next quarter", Lang::En, &["next quarter=2026-04-01/2026-06-30"]);
}

#[test]
fn stretches_from_now() {
    check("within the next 5 days", Lang::En, &["within the next 5 days=2026-03-12/2026-03-17"]);
    check("in 4 upcoming weeks", Lang::En, &["4 upcoming weeks=2026-03-13/2026-04-09"]);
    check("the next 2 business days", Lang::En, &["next 2 business days=2026-03-13/2026-03-16"]);
    check("the previous two quarters", Lang::En, &["previous two quarters=2025-07-01/2025-12-31"]);
    check("the last 2 months and 3 days", Lang::En, &["last 2 months and 3 days=2026-01-09/2026-03-11"]);
    check(
        "今後3年間、過去2週間",
        Lang::Ja,
        &["今後3年間=2026-03-13/2029-03-12", "過去2週間=2026-02-26/2026-03-11"],
    );
    check("10日以内に、3営業日前", Lang::Ja, &["10日以内=2026-03-12/2026-03-22", "3営業日前=2026-03-09"]);
}

#[test]
fn times_reckoned_from_a_day_beside_them() {
    check("3 weeks after February 4", Lang::En, &["3 weeks after February 4=2026-02-25"]);
    check("for 4 days from March 2", Lang::En, &["4 days from March 2=2026-03-02/2026-03-05"]);
    check("2 days starting on March 9", Lang::En, &["2 days starting on March 9=2026-03-09/2026-03-10"]);
    check("between now and June 3", Lang::En, &["between now and June 3=2026-03-12/2026-06-03"]);
    check("the week of March 4", Lang::En, &["the week of March 4=2026-03-02/2026-03-08"]);
    check("3日の週", Lang::Ja, &["3日の週=2026-03-02/2026-03-08"]);
}

#[test]
fn weeks_and_days_by_their_number() {
    check(
        "week 12 and week 3 of 2025",
        Lang::En,
        &["week 12=2026-03-16/2026-03-22", "week 3 of 2025=2025-01-13/2025-01-19"],
    );
    check("2月の第2火曜日", Lang::Ja, &["2月の第2火曜日=2026-02-10"]);
    check("sample 20251016", Lang::En, &["20251016=2025-10-16"]);
    check("4月の第3週", Lang::Ja, &["4月の第3週=2025-04-14/2025-04-20"]);
    check("2025年4月の最終週", Lang::Ja, &["2025年4月の最終週=2025-04-21/2025-04-27"]);
    check("the last week of April 2025", Lang::En, &["the last week of April 2025=2025-04-21/2025-04-27"]);
    check("the second Monday of June 2025", Lang::En, &["the second Monday of June 2025=2025-06-09"]);
    check("last Friday in August 2025", Lang::En, &["last Friday in August 2025=2025-08-29"]);
    check("3/9 and 23/2, 4/9/x, 13/14", Lang::En, &["3/9=2026-03-09", "23/2=2026-02-23"]);
    check("2021 to 2023", Lang::En, &["2021 to 2023=2021-01-01/2023-12-31"]);
    check("this quarter", Lang::En, &["this quarter=2026-01-01/2026-03-31"]);
}
