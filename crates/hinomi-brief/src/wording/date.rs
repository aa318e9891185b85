//! Dates and durations as the language writes them: 12月17日, 17 December.

use hinomi_model::{Lang, When};
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month_name(month: i8) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|idx| MONTHS.get(idx)).copied().unwrap_or_default()
}

/// Days before `today` that are written without their year: 11 months, so that a yearless date is
/// never read as the same day of another year.
const YEARLESS_DAYS_MAX: i32 = 334;

/// Whether the year of `day` goes without saying in a text of `today`.
fn is_yearless(day: Date, today: Date) -> bool {
    let age = (today - day).get_days();
    (0..=YEARLESS_DAYS_MAX).contains(&age)
}

/// A day: 12月17日, 17 December; with its year when it is far from `today` or after it.
pub fn day_text(day: Date, today: Date, lang: Lang) -> String {
    let is_short = is_yearless(day, today);
    match (lang, is_short) {
        (Lang::Ja, true) => format!("{}月{}日", day.month(), day.day()),
        (Lang::Ja, false) => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        (_, true) => format!("{} {}", day.day(), month_name(day.month())),
        (_, false) => format!("{} {} {}", day.day(), month_name(day.month()), day.year()),
    }
}

/// A day with year and weekday, for titles and due dates: 2025年12月17日（水）, Wednesday 17 December 2025.
pub fn day_with_weekday(day: Date, lang: Lang) -> String {
    if lang == Lang::Ja {
        let weekday = match day.weekday() {
            Weekday::Monday => '月',
            Weekday::Tuesday => '火',
            Weekday::Wednesday => '水',
            Weekday::Thursday => '木',
            Weekday::Friday => '金',
            Weekday::Saturday => '土',
            Weekday::Sunday => '日',
        };
        format!("{}年{}月{}日（{weekday}）", day.year(), day.month(), day.day())
    } else {
        let weekday = match day.weekday() {
            Weekday::Monday => "Monday",
            Weekday::Tuesday => "Tuesday",
            Weekday::Wednesday => "Wednesday",
            Weekday::Thursday => "Thursday",
            Weekday::Friday => "Friday",
            Weekday::Saturday => "Saturday",
            Weekday::Sunday => "Sunday",
        };
        format!("{weekday} {} {} {}", day.day(), month_name(day.month()), day.year())
    }
}

/// A time at the precision known; an instant is told by its day in `zone`.
pub fn when_text(when: When, today: Date, zone: &TimeZone, lang: Lang) -> String {
    let is_ja = lang == Lang::Ja;
    match when {
        When::Instant(_) | When::Day(_) => day_text(when.first_day(zone), today, lang),
        When::Month(year, month) => {
            let is_short = Date::new(year, month, 1).is_ok_and(|day| is_yearless(day, today));
            match (is_ja, is_short) {
                (true, true) => format!("{month}月"),
                (true, false) => format!("{year}年{month}月"),
                (false, true) => month_name(month).to_owned(),
                (false, false) => format!("{} {year}", month_name(month)),
            }
        }
        When::Year(year) if is_ja => format!("{year}年"),
        When::Year(year) => format!("{year}"),
        When::Days(first, last) => {
            let (first, last) = (day_text(first, today, lang), day_text(last, today, lang));
            if is_ja { format!("{first}から{last}") } else { format!("{first} to {last}") }
        }
    }
}

/// A time with the word that puts a statement there: on 5 June, in June, in 2023; Japanese as [`when_text`].
pub fn on_when(when: When, today: Date, zone: &TimeZone, lang: Lang) -> String {
    let text = when_text(when, today, zone, lang);
    match when {
        _ if lang == Lang::Ja => text,
        When::Instant(_) | When::Day(_) => format!("on {text}"),
        When::Month(..) | When::Year(_) => format!("in {text}"),
        When::Days(..) => format!("from {text}"),
    }
}

/// An ISO 8601 duration of one or two parts: P2M → 2カ月, two months; `None` for what is no such thing.
pub fn duration_text(iso: &str, lang: Lang) -> Option<String> {
    let mut rest = iso.strip_prefix('P')?;
    let mut is_time = false;
    let mut out: Vec<String> = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('T') {
            is_time = true;
            rest = after;
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        let (digits, tail) = rest.split_at(end);
        let unit = tail.chars().next()?;
        let n: u32 = digits.parse().ok()?;
        let (ja, en) = match (unit, is_time) {
            ('Y', false) => ("年", "year"),
            ('M', false) => ("カ月", "month"),
            ('W', false) => ("週間", "week"),
            ('D', false) => ("日間", "day"),
            ('H', true) => ("時間", "hour"),
            ('M', true) => ("分間", "minute"),
            ('S', true) => ("秒間", "second"),
            _ => return None,
        };
        out.push(if lang == Lang::Ja {
            format!("{n}{ja}")
        } else {
            format!("{n} {en}{}", if n == 1 { "" } else { "s" })
        });
        rest = &tail[unit.len_utf8()..];
    }
    if out.is_empty() { None } else { Some(out.join(if lang == Lang::Ja { "" } else { " and " })) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(when: &str, ja: &str, en: &str) {
        let today: Date = "2025-12-18".parse().unwrap();
        let when: When = when.parse().unwrap();
        assert_eq!(when_text(when, today, &TimeZone::UTC, Lang::Ja), ja);
        assert_eq!(when_text(when, today, &TimeZone::UTC, Lang::En), en);
    }

    #[test]
    fn dates_read_as_each_language_writes_them() {
        check("2025-12-17", "12月17日", "17 December");
        check("2025-12-18", "12月18日", "18 December");
        check("2025-12-24", "2025年12月24日", "24 December 2025");
        check("2024-12-30", "2024年12月30日", "30 December 2024");
        check("2025-06", "6月", "June");
        check("2023-09", "2023年9月", "September 2023");
        check("2022", "2022年", "2022");
        check("2025-08-08/2025-08-18", "8月8日から8月18日", "8 August to 18 August");
        check("2025-12-17T22:30:00Z", "12月17日", "17 December");
    }

    #[test]
    fn a_month_is_not_a_day() {
        let today: Date = "2025-12-18".parse().unwrap();
        for (when, ja, en) in [("2025-12-17", "12月17日", "on 17 December"), ("2025-06", "6月", "in June")]
        {
            let when: When = when.parse().unwrap();
            assert_eq!(on_when(when, today, &TimeZone::UTC, Lang::Ja), ja);
            assert_eq!(on_when(when, today, &TimeZone::UTC, Lang::En), en);
        }
    }

    #[test]
    fn a_title_has_its_weekday() {
        let day: Date = "2025-12-17".parse().unwrap();
        assert_eq!(day_with_weekday(day, Lang::Ja), "2025年12月17日（水）");
        assert_eq!(day_with_weekday(day, Lang::En), "Wednesday 17 December 2025");
    }

    #[test]
    fn durations_read_as_each_language_writes_them() {
        for (iso, ja, en) in [
            ("P2M", "2カ月", "2 months"),
            ("P1D", "1日間", "1 day"),
            ("PT36H", "36時間", "36 hours"),
            ("P1Y6M", "1年6カ月", "1 year and 6 months"),
        ] {
            assert_eq!(duration_text(iso, Lang::Ja).as_deref(), Some(ja));
            assert_eq!(duration_text(iso, Lang::En).as_deref(), Some(en));
        }
        for wrong in ["", "P", "2M", "PX", "P1H", "P99999999999D"] {
            assert_eq!(duration_text(wrong, Lang::En), None, "{wrong}");
        }
    }
}
