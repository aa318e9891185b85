//! Dates as feeds write them.
//!
//! RFC 3339 and RFC 822 are what the formats ask for; what is found besides: seconds left out, `/` or
//! `.` for `-`, months in full, zones by name or wrong, two-digit years, weekdays that do not fit,
//! Japanese dates with and without era. What cannot be told for sure (`10/11/2025`) is no date.

use hinomi_model::{Lang, Stamp, When};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp, ToSpan};

/// A time further ahead of the clock than this, in days, is a mistake or an announcement, and not when something was published.
pub const FUTURE_DAYS_MAX: i64 = 2;

/// Longest text read as a date, in bytes.
const DATE_BYTES_MAX: usize = 100;

/// Minutes east of UTC of Japan, where dates without zone in Japanese feeds are written.
const JAPAN_MINUTES: i16 = 540;

/// Two-digit years up to this are of this century. Source: POSIX `strptime`, `%y`.
const THIS_CENTURY_MAX: i16 = 68;

/// Whether `stamp` lies before `now` plus [`FUTURE_DAYS_MAX`].
pub fn is_past(stamp: Stamp, now: Timestamp) -> bool {
    let latest = now.saturating_add(SignedDuration::from_hours(24 * FUTURE_DAYS_MAX)).unwrap_or(now);
    stamp.known_from(Lang::Other).is_some_and(|at| at <= latest)
}

/// Reads a date; `None` when it is none for sure.
///
/// A time without zone is one of Japan when `lang` is Japanese, else of UTC. A zone of zero (`Z`, `GMT`, `+0000`)
/// is what machines write for want of a zone, so it gives no offset: the days of such a stamp are those of its language.
pub fn parse(text: &str, lang: Lang) -> Option<Stamp> {
    if text.len() > DATE_BYTES_MAX {
        return None;
    }
    let text = folded(text);
    let parts = parts(&text);
    japanese(&parts).or_else(|| numeric(&parts)).or_else(|| with_month_name(&parts))?.stamp(lang)
}

/// Full-width digits, letters and signs as ASCII; every run of white space as one space.
fn folded(text: &str) -> String {
    let narrow = text.chars().map(|c| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{2212}' | '\u{2013}' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    });
    narrow.collect::<String>().trim().to_owned()
}

/// A piece of a date: a number with its digits counted, a word in lower case, or a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Number(i64, usize),
    Word(String),
    Sign(char),
}

fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let class = |c: char| (c.is_ascii_digit(), c.is_alphabetic() && !is_counter(c));
        let end = rest.find(|other: char| class(other) != class(c)).unwrap_or(rest.len());
        let run = &rest[..end];
        match class(c) {
            // 18 digits fit; a longer run is no date.
            (true, _) => parts.push(Part::Number(run.parse().unwrap_or(i64::MAX), run.len())),
            (_, true) => parts.push(Part::Word(run.to_lowercase())),
            _ => {
                parts.push(Part::Sign(c));
                rest = &rest[c.len_utf8()..];
                continue;
            }
        }
        rest = &rest[end..];
    }
    parts
}

/// The Japanese words behind the numbers of a date, each a sign of its own.
fn is_counter(c: char) -> bool {
    matches!(c, '年' | '月' | '日' | '時' | '分' | '秒')
}

/// What was found of a date.
#[derive(Debug, Clone, Copy)]
struct Found {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
    time: Option<(Time, i64)>,
    zone_minutes: Option<i16>,
}

impl Found {
    fn stamp(self, lang: Lang) -> Option<Stamp> {
        if !(1900..=9000).contains(&self.year) {
            return None;
        }
        let offset_minutes = self.zone_minutes.filter(|minutes| *minutes != 0);
        let when = match (self.month, self.day, self.time) {
            (Some(month), Some(day), Some((time, extra_days))) => {
                let date = Date::new(self.year, month, day).ok()?.checked_add(extra_days.days()).ok()?;
                let home = if lang == Lang::Ja { JAPAN_MINUTES } else { 0 };
                let minutes = self.zone_minutes.unwrap_or(home);
                let offset = Offset::from_seconds(i32::from(minutes) * 60).ok()?;
                When::Instant(offset.to_timestamp(DateTime::from_parts(date, time)).ok()?)
            }
            (Some(month), Some(day), None) => When::Day(Date::new(self.year, month, day).ok()?),
            (Some(month), None, _) => When::month(self.year, month)?,
            (None, ..) => When::Year(self.year),
        };
        // A day is of its writer's calendar; without a time an offset says nothing.
        let offset_minutes = if matches!(when, When::Instant(_)) { offset_minutes } else { None };
        Some(Stamp { when, offset_minutes })
    }
}

/// `2025年11月10日(月) 15時30分`, `令和7年11月10日`, `午後3:05`.
fn japanese(parts: &[Part]) -> Option<Found> {
    let at = parts.iter().position(|part| *part == Part::Sign('年'))?;
    let (era, year_at) = match parts.get(at.checked_sub(1)?)? {
        Part::Number(..) => (at.checked_sub(2).and_then(|era| parts.get(era)), at - 1),
        // 令和元年
        Part::Word(word) if word.ends_with('元') => (parts.get(at - 1), at - 1),
        _ => return None,
    };
    let number = match &parts[year_at] {
        Part::Number(number, _) => i16::try_from(*number).ok()?,
        _ => 1,
    };
    let base: i16 = match era {
        Some(Part::Word(word)) => match word.trim_end_matches('元') {
            "令和" => 2018,
            "平成" => 1988,
            "昭和" => 1925,
            _ => 0,
        },
        _ => 0,
    };
    let before = |sign: char| {
        let at = parts.iter().position(|part| *part == Part::Sign(sign))?;
        match parts.get(at.checked_sub(1)?)? {
            Part::Number(number, _) => i8::try_from(*number).ok(),
            _ => None,
        }
    };
    let month = before('月');
    let day = before('日').filter(|_| month.is_some());
    let is_afternoon = parts.contains(&Part::Word("午後".to_owned()));
    let clock = match before('時') {
        Some(hour) => {
            time_of(hour.into(), before('分').unwrap_or(0).into(), before('秒').unwrap_or(0).into())
        }
        None => {
            let day_at = parts.iter().position(|part| *part == Part::Sign('日')).unwrap_or(parts.len());
            clock(&parts[day_at..]).map(|(time, _)| time)
        }
    };
    let time =
        clock.map(
            |(time, days)| {
                if is_afternoon && time.hour() < 12 { (time + 12.hours(), days) } else { (time, days) }
            },
        );
    let zone_minutes = time.and(zone_at_end(parts));
    Some(Found {
        year: base.checked_add(number)?,
        month,
        day,
        time: time.filter(|_| day.is_some()),
        zone_minutes,
    })
}

/// `2025-11-10T09:00:00+09:00` and its relatives, `20251110`, `31.12.2025`, seconds since 1970.
fn numeric(parts: &[Part]) -> Option<Found> {
    let found = |year: i64, month: Option<i64>, day: Option<i64>| {
        let small = |number: Option<i64>| number.map(i8::try_from).transpose().ok();
        Some(Found {
            year: i16::try_from(year).ok()?,
            month: small(month)?,
            day: small(day)?,
            time: None,
            zone_minutes: None,
        })
    };
    use Part::{Number, Sign};
    let parts = match parts {
        // A weekday in front says nothing.
        [Part::Word(_), Sign(','), Sign(' '), rest @ ..] => rest,
        parts => parts,
    };
    let (mut date, rest) = match parts {
        [
            Number(year, 4),
            Sign(a @ ('-' | '/' | '.')),
            Number(month, _),
            Sign(b),
            Number(day, _),
            rest @ ..,
        ] if a == b => (found(*year, Some(*month), Some(*day))?, rest),
        [Number(day, _), Sign('.'), Number(month, _), Sign('.'), Number(year, 4), rest @ ..] => {
            (found(*year, Some(*month), Some(*day))?, rest)
        }
        // The order of day and month shows only when one of them cannot be a month.
        [Number(a, _), Sign('/'), Number(b, _), Sign('/'), Number(year, 4), rest @ ..]
            if *a > 12 || *b > 12 =>
        {
            let (month, day) = if *a > 12 { (b, a) } else { (a, b) };
            (found(*year, Some(*month), Some(*day))?, rest)
        }
        [Number(all, 8), rest @ ..] => (found(all / 10_000, Some(all / 100 % 100), Some(all % 100))?, rest),
        [Number(all, 14)] => {
            let date =
                found(all / 10_000_000_000, Some(all / 100_000_000 % 100), Some(all / 1_000_000 % 100))?;
            let time = time_of(all / 10_000 % 100, all / 100 % 100, all % 100)?;
            return Some(Found { time: Some(time), ..date });
        }
        [Number(seconds, 10)] => return since_1970(*seconds),
        [Number(millis, 13)] => return since_1970(millis / 1000),
        [Number(year, 4), Sign('-' | '/'), Number(month, 1..=2)] => {
            (found(*year, Some(*month), None)?, &[][..])
        }
        [Number(year, 4)] => (found(*year, None, None)?, &[][..]),
        _ => return None,
    };
    if let Some((time, behind)) = clock(rest) {
        date.time = Some(time);
        date.zone_minutes = zone_at_end(behind);
    }
    Some(date)
}

fn since_1970(seconds: i64) -> Option<Found> {
    let at = Offset::UTC.to_datetime(Timestamp::from_second(seconds).ok()?);
    Some(Found {
        year: at.year(),
        month: Some(at.month()),
        day: Some(at.day()),
        time: Some((at.time(), 0)),
        zone_minutes: Some(0),
    })
}

/// `Mon, 10 Nov 2025 09:00:00 +0900`, `Nov 10, 2025 9:00 am`, `Mon Nov 10 09:00:00 JST 2025`.
fn with_month_name(parts: &[Part]) -> Option<Found> {
    let (month_at, month) = parts.iter().enumerate().find_map(|(at, part)| match part {
        Part::Word(word) => month_of(word).map(|month| (at, month)),
        _ => None,
    })?;
    let number = |at: usize| match parts.get(at) {
        Some(Part::Number(number, digits)) => Some((at, *number, *digits)),
        _ => None,
    };
    // Between day, month and year stands one space, `-`, `.`, `,` or two of them.
    let near = |from: usize, step: isize| {
        (1..=3).find_map(|distance: isize| {
            let at = from.checked_add_signed(step * distance)?;
            number(at)
                .filter(|_| (1..distance).all(|d| is_gap(parts.get(from.saturating_add_signed(step * d)))))
        })
    };
    let is_clock = |at: usize| parts.get(at + 1) == Some(&Part::Sign(':'));
    let before = near(month_at, -1);
    let after = near(month_at, 1).filter(|(at, ..)| !is_clock(*at));
    let (day, year) = match (before, after) {
        // 10 Nov 2025
        (Some(day), Some(year)) if day.2 <= 2 => (Some(day), Some(year)),
        // 2025 Nov 10
        (Some(year), Some(day)) if year.2 == 4 => (Some(day), Some(year)),
        // Nov 10, 2025
        (None, Some(day)) if day.2 <= 2 => (Some(day), near_year(parts, day.0)),
        // November 2025
        (None, Some(year)) if year.2 == 4 => (None, Some(year)),
        // 10 Nov 09:00:00 2025
        (Some(day), None) => (Some(day), near_year(parts, day.0)),
        _ => return None,
    };
    let (_, year, digits) = year?;
    let year = i16::try_from(year).ok()?;
    let year = match digits {
        // `Nov 10 103`: years since 1900, as C's `tm_year` has them.
        3 => year + 1900,
        ..=2 if year <= THIS_CENTURY_MAX => year + 2000,
        ..=2 => year + 1900,
        _ => year,
    };
    let day = day.map(|(_, day, _)| i8::try_from(day)).transpose().ok()?;
    let clock = clock(&parts[month_at..]).or_else(|| clock(parts));
    let zone_minutes = clock.and_then(|(_, behind)| zone_at_end(behind));
    Some(Found {
        year,
        month: Some(month),
        day,
        time: clock.map(|(time, _)| time).filter(|_| day.is_some()),
        zone_minutes,
    })
}

fn is_gap(part: Option<&Part>) -> bool {
    match part {
        Some(Part::Sign(c)) => matches!(c, ' ' | '-' | '.' | ',' | '/'),
        Some(Part::Word(word)) => matches!(word.as_str(), "st" | "nd" | "rd" | "th" | "of"),
        _ => false,
    }
}

/// The first number behind `at` that is a year by its four digits, or by being the last one and no part of a clock.
fn near_year(parts: &[Part], at: usize) -> Option<(usize, i64, usize)> {
    let numbers = || {
        parts.iter().enumerate().skip(at + 1).filter_map(|(at, part)| match part {
            Part::Number(number, digits) => Some((at, *number, *digits)),
            _ => None,
        })
    };
    let is_apart = |at: usize| {
        let touches = |part: Option<&Part>| matches!(part, Some(Part::Sign(':' | '+' | '-')));
        !touches(parts.get(at - 1)) && !touches(parts.get(at + 1))
    };
    numbers().find(|(at, _, digits)| *digits == 4 && is_apart(*at))
}

fn month_of(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let is_of = |month: &str| {
        word.len() >= 3 && (month.starts_with(word) || (word == "sept" && month.starts_with("sept")))
    };
    MONTHS.iter().position(|month| is_of(month)).and_then(|at| i8::try_from(at + 1).ok())
}

/// The first clock time in `parts`, with days to be added to its date, and the parts behind it.
fn clock(parts: &[Part]) -> Option<((Time, i64), &[Part])> {
    use Part::{Number, Sign, Word};
    for at in 0..parts.len() {
        let (hour, minute, second, behind) = match &parts[at..] {
            [Number(h, 1..=2), Sign(':'), Number(m, 1..=2), Sign(':'), Number(s, 1..=2), rest @ ..] => {
                (*h, *m, *s, rest)
            }
            [Number(h, 1..=2), Sign(':'), Number(m, 1..=2), rest @ ..] => (*h, *m, 0, rest),
            // `20251110T090000`
            [Word(t), Number(all, 6), rest @ ..] if t == "t" => {
                (all / 10_000, all / 100 % 100, all % 100, rest)
            }
            [Word(t), Number(all, 4), rest @ ..] if t == "t" => (all / 100, all % 100, 0, rest),
            _ => continue,
        };
        let behind = match behind {
            [Sign('.' | ','), Number(..), rest @ ..] => rest,
            rest => rest,
        };
        let half = behind.iter().find_map(|part| match part {
            Word(word) if word == "am" || word == "pm" => Some(word.as_str()),
            _ => None,
        });
        let hour = match half {
            Some("am") if hour == 12 => 0,
            Some("pm") if hour < 12 => hour + 12,
            _ => hour,
        };
        return time_of(hour, minute, second).map(|time| (time, behind));
    }
    None
}

/// 24:00 is the next day's 0:00, and a leap second the second before it.
fn time_of(hour: i64, minute: i64, second: i64) -> Option<(Time, i64)> {
    let (hour, days) = if hour == 24 && minute == 0 && second == 0 { (0, 1) } else { (hour, 0) };
    let small = |number: i64| i8::try_from(number).ok();
    let time = Time::new(small(hour)?, small(minute)?, small(second.min(59))?, 0).ok()?;
    Some((time, days))
}

/// The zone in what stands behind a clock time, in minutes east of UTC; `None` when there is none or it is unknown.
fn zone_at_end(parts: &[Part]) -> Option<i16> {
    use Part::{Number, Sign, Word};
    for at in 0..parts.len() {
        let minutes = match &parts[at..] {
            [Sign(sign @ ('+' | '-')), Number(h, 1..=2), Sign(':'), Number(m, 2), ..] => {
                Some((sign, h * 60 + m))
            }
            [Sign(sign @ ('+' | '-')), Number(all, 4), ..] => Some((sign, all / 100 * 60 + all % 100)),
            [Sign(sign @ ('+' | '-')), Number(h, 1..=2), ..] => Some((sign, h * 60)),
            _ => None,
        };
        if let Some((sign, minutes)) = minutes {
            let minutes = i16::try_from(minutes).ok().filter(|minutes| *minutes <= 14 * 60)?;
            return Some(if *sign == '-' { -minutes } else { minutes });
        }
        if let Word(word) = &parts[at]
            && let Some(minutes) = zone_of(word)
        {
            // `GMT+9` says more than `GMT`.
            let is_more = matches!(parts.get(at + 1), Some(Sign('+' | '-')));
            if !is_more {
                return Some(minutes);
            }
        }
    }
    None
}

/// Minutes east of UTC. Source: RFC 822 section 5 and RFC 2822 section 4.3 for the American ones; IANA tzdata 2025 for the others,
/// without those that several countries use for different zones (IST, BST as Bangladesh, CST as China).
fn zone_of(word: &str) -> Option<i16> {
    Some(match word {
        "z" | "ut" | "utc" | "gmt" | "wet" => 0,
        "est" => -300,
        "edt" | "ast" => -240,
        "cst" => -360,
        "cdt" => -300,
        "mst" => -420,
        "mdt" => -360,
        "pst" => -480,
        "pdt" => -420,
        "akst" => -540,
        "akdt" => -480,
        "hst" => -600,
        "bst" | "cet" | "met" | "west" => 60,
        "cest" | "mest" | "eet" | "sast" => 120,
        "eest" | "msk" => 180,
        "hkt" | "sgt" | "awst" => 480,
        "jst" | "kst" => JAPAN_MINUTES,
        "aest" => 600,
        "aedt" => 660,
        "nzst" => 720,
        "nzdt" => 780,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_as_they_are_written() {
        let check = |text: &str, iso: &str| {
            let found = parse(text, Lang::En).map_or("none".to_owned(), Stamp::to_iso);
            assert_eq!(found, iso, "{text}");
        };
        // RFC 3339 and W3C-DTF
        check("2025-11-10T09:00:00+09:00", "2025-11-10T09:00:00+09:00");
        check("2023-11-02T11:57+09:00", "2023-11-02T11:57:00+09:00");
        check("2025-11-10T09:00:00.123Z", "2025-11-10T09:00:00Z");
        check("2025-11-10 09:00:00", "2025-11-10T09:00:00Z");
        check("2025-11-10 09:00:00 +0900", "2025-11-10T09:00:00+09:00");
        check("2025-11-10T09:00:00-05", "2025-11-10T09:00:00-05:00");
        check("2025/11/10 9:05", "2025-11-10T09:05:00Z");
        check("2025.11.10", "2025-11-10");
        check("2025-11-10", "2025-11-10");
        check("2025-11", "2025-11");
        check("2025", "2025");
        check("20251110T090000Z", "2025-11-10T09:00:00Z");
        check("20251110", "2025-11-10");
        check("20251110090000", "2025-11-10T09:00:00Z");
        check("31.12.2025", "2025-12-31");
        check("12/31/2025", "2025-12-31");
        check("1762733000", "2025-11-10T00:03:20Z");
        // RFC 822
        check("Mon, 10 Nov 2025 09:00:00 +0900", "2025-11-10T09:00:00+09:00");
        check("Tue, 10 Nov 2025 09:00:00 GMT", "2025-11-10T09:00:00Z");
        check("10 Nov 25 09:00 EST", "2025-11-10T09:00:00-05:00");
        check("10 Nov 99 09:00 XYZ", "1999-11-10T09:00:00Z");
        check("Mon, 10 November 2025 09:00:00 JST", "2025-11-10T09:00:00+09:00");
        check("Mon,10 Nov 2025 09:00:00+0900", "2025-11-10T09:00:00+09:00");
        check("Mon, 10 Nov 2025 24:00:00 GMT", "2025-11-11T00:00:00Z");
        check("Mon, 10 Nov 2025 09:00:60 GMT", "2025-11-10T09:00:59Z");
        check("Mon, 10 Nov 2025 09:00:00 GMT+9", "2025-11-10T09:00:00+09:00");
        check("Mon, 10-Nov-2025 09:00:00 GMT", "2025-11-10T09:00:00Z");
        check("Mon Nov 10 09:00:00 JST 2025", "2025-11-10T09:00:00+09:00");
        check("Mon Nov 10 09:00:00 2025", "2025-11-10T09:00:00Z");
        check("Nov 10, 2025 9:05 pm", "2025-11-10T21:05:00Z");
        check("November 10th, 2025", "2025-11-10");
        check("Sept 3, 2025", "2025-09-03");
        check("10 November 2025", "2025-11-10");
        check("November 2025", "2025-11");
        check("Mon, 2025-11-10 09:00:00 +0000", "2025-11-10T09:00:00Z");
        // Japanese
        check("2025年11月10日", "2025-11-10");
        check("２０２５年１１月１０日（月）　１５時３０分", "2025-11-10T15:30:00Z");
        check("2025年11月10日 15:30", "2025-11-10T15:30:00Z");
        check("令和7年11月10日 午後3時5分", "2025-11-10T15:05:00Z");
        check("令和元年5月1日", "2019-05-01");
        check("2025年11月", "2025-11");
        // None for sure
        for text in [
            "",
            "yesterday",
            "10/11/2025",
            "2025-13-01",
            "2025-02-30",
            "11:30",
            "99999999999999999999",
            "Nov",
            "0000-00-00T00:00:00Z",
        ] {
            check(text, "none");
        }
    }

    #[test]
    fn a_time_without_zone_is_of_the_place_of_its_language() {
        let stamp = parse("2025-11-10 09:00", Lang::Ja).unwrap();
        assert_eq!(stamp.to_iso(), "2025-11-10T00:00:00Z");
        assert_eq!(stamp.offset_minutes, None);
        assert_eq!(stamp.day(Lang::Ja).to_string(), "2025-11-10");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[0-9:+T年月日 NovMon\\-/.,\\PC]{0,40}") {
            parse(&text, Lang::Ja);
        }

        #[test]
        fn printed_then_parsed_gives_it_back(seconds in 0_i64..4_000_000_000, hours in -12_i16..14) {
            let stamp = Stamp::instant(Timestamp::from_second(seconds).unwrap(), Some(hours * 60).filter(|m| *m != 0));
            prop_assert_eq!(parse(&stamp.to_iso(), Lang::Ja), Some(stamp));
        }
    }
}
