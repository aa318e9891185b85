//! Duckling: a short text that is one expression, with the value as its tests write it.

use std::path::Path;

use anyhow::Result;
use hinomi_model::{Lang, Qualifier, Span, Unit, When};
use hinomi_text::{DateMention, Quantity, Relation};
use jiff::civil::DateTime;
use serde::Deserialize;

use super::reading::{Reading, ends, names_part, near, plain, same_length, seconds, value};
use super::{Case, Judged, Outside, lines};

#[derive(Deserialize)]
struct Line {
    dimension: String,
    #[serde(alias = "input")]
    text: String,
    #[serde(default)]
    expect: String,
    #[serde(default)]
    negative: bool,
}

/// The reference time of its usual tests: a Tuesday, two hours behind UTC.
const NOW: DateTime = DateTime::constant(2013, 2, 12, 4, 30, 0, 0);
const OFFSET_MINUTES: i16 = -120;

/// Judges all cases of a file.
pub fn cases(path: &Path, name: &str) -> Result<Vec<Case>> {
    let lang = if name.ends_with("ja") { Lang::Ja } else { Lang::En };
    let all = lines::<Line>(path)?.into_iter().enumerate();
    Ok(all
        .map(|(idx, line)| Case {
            group: format!("{name} {}", if line.dimension == "Time" { "time" } else { "amounts" }),
            id: format!("{name}#{idx}"),
            judged: judge(&line, lang),
            text: line.text,
        })
        .collect())
}

fn judge(line: &Line, lang: Lang) -> Judged {
    let reading = Reading::of(&line.text, lang, NOW, OFFSET_MINUTES);
    let told = || format!("{} — {}", if line.negative { "nothing" } else { &line.expect }, reading.drawn());
    match line.dimension.as_str() {
        "Time" if line.negative => Judged::of(reading.dates.is_empty(), told),
        "Duration" if line.negative => Judged::of(reading.durations.is_empty(), told),
        "AmountOfMoney" if line.negative => Judged::of(money(&reading).next().is_none(), told),
        "Time" => time(line, &reading, told),
        "Duration" => {
            let want = length(&line.expect);
            let is_right = whole(&reading, reading.durations.iter().map(|d| (d.span, d)))
                .is_some_and(|d| seconds(&d.iso).zip(want).is_some_and(|(own, want)| same_length(own, want)));
            Judged::of(is_right, told)
        }
        "Numeral" => {
            let want: Option<f64> = line.expect.split(' ').nth(1).and_then(|n| n.parse().ok());
            match want {
                Some(want) if want >= 0.0 && !line.expect.contains("(-") => {
                    let one = whole(&reading, reading.numbers.iter().map(|n| (n.span, n)));
                    Judged::of(one.is_some_and(|n| value(n, want)), told)
                }
                _ => Judged::Outside(Outside::Signed),
            }
        }
        "AmountOfMoney" => amount(line, &reading, told),
        "Ordinal" => Judged::Outside(Outside::Rank),
        "Email" => Judged::Outside(Outside::Address),
        _ => Judged::Outside(Outside::Measure),
    }
}

/// What was found, when it is one and covers the whole text but for small words.
fn whole<'r, T>(reading: &Reading, mut found: impl Iterator<Item = (Span, &'r T)>) -> Option<&'r T> {
    let (span, one) = found.next()?;
    let all = Span::new(0, reading.text.len());
    (found.next().is_none() && reading.core(span) == reading.core(all)).then_some(one)
}

fn money(reading: &Reading) -> impl Iterator<Item = (Span, &Quantity)> {
    reading.quantities.iter().filter(|q| matches!(q.unit, Some(Unit::Currency(_)))).map(|q| (q.span, q))
}

fn amount(line: &Line, reading: &Reading, told: impl FnOnce() -> String) -> Judged {
    let mut words = line.expect.splitn(3, ' ');
    let (form, unit) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let figures: Vec<f64> = words
        .next()
        .unwrap_or_default()
        .split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | 'e')))
        .filter_map(|n| n.parse().ok())
        .collect();
    let code = match unit {
        "Dollar" => "USD",
        "Pound" => "GBP",
        "Yen" => "JPY",
        code if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) => code,
        _ => return Judged::Outside(Outside::NoUnit),
    };
    let same = |q: &Quantity| {
        let is_unit = q.unit.is_some_and(|unit| unit.word() == code);
        let upper = q.upper.map(plain);
        is_unit
            && figures.first().is_some_and(|low| near(plain(q.number), *low))
            && match form {
                "between" => upper.zip(figures.get(1)).is_some_and(|(own, want)| near(own, *want)),
                "above" => matches!(q.qualifier, Qualifier::AtLeast | Qualifier::MoreThan),
                "under" => matches!(q.qualifier, Qualifier::AtMost | Qualifier::LessThan),
                _ => upper.is_none(),
            }
    };
    Judged::of(whole(reading, money(reading)).is_some_and(same), told)
}

/// Seconds of `DurationData 75 Minute`.
fn length(expect: &str) -> Option<f64> {
    let mut words = expect.split(' ').skip(1);
    let n: f64 = words.next()?.parse().ok()?;
    let day = 86_400.0;
    let unit = match words.next()? {
        "Second" => 1.0,
        "Minute" => 60.0,
        "Hour" => 3_600.0,
        "Day" => day,
        "Week" => 7.0 * day,
        "Month" => 30.0 * day,
        "Quarter" => 90.0 * day,
        "Year" => 365.0 * day,
        _ => return None,
    };
    Some(n * unit)
}

/// The moments written in `expect`, and the grain behind them.
fn moments(expect: &str) -> (Vec<DateTime>, &str) {
    let mut out = Vec::new();
    for part in expect.split('(').filter_map(|part| part.split(')').next()) {
        let n: Vec<i16> = part.split(',').filter_map(|n| n.trim().split('.').next()?.parse().ok()).collect();
        let small = |n: i16| i8::try_from(n).unwrap_or(-1);
        if let [year, month, day, hour, minute, second] = n[..] {
            out.extend(
                DateTime::new(year, small(month), small(day), small(hour), small(minute), small(second), 0)
                    .ok(),
            );
        }
    }
    let tail = expect.rsplit(')').next().unwrap_or_default();
    (out, tail.split_whitespace().next().unwrap_or_default())
}

fn time(line: &Line, reading: &Reading, told: impl FnOnce() -> String) -> Judged {
    let (moments, grain) = moments(&line.expect);
    let form = line.expect.split([' ', '(']).next().unwrap_or_default();
    if form.ends_with("Holiday") {
        return Judged::Outside(Outside::Holiday);
    }
    let is_clock = matches!(grain, "Hour" | "Minute" | "Second");
    if form == "datetimeInterval" && is_clock {
        return Judged::Outside(Outside::ClockSpan);
    }
    let years = |a: &DateTime, b: &DateTime| b.year() - a.year();
    if let ("datetimeInterval", [start, end]) = (form, &moments[..])
        && years(start, end) >= 10
    {
        return Judged::Outside(Outside::Era);
    }
    if !is_clock && names_part(&line.text.to_lowercase()) {
        return Judged::Outside(Outside::PartOf);
    }
    let found = whole(reading, reading.dates.iter().map(|d| (d.span, d)));
    let Some(found) = found else { return Judged::of(false, told) };
    let Some(start) = moments.first() else { return Judged::of(false, told) };
    let (first, last) = ends(found.when);
    let is_right = match (form, moments.get(1)) {
        ("datetimeInterval", Some(end)) => {
            first == start.date() && last.tomorrow().is_ok_and(|next| next == end.date())
        }
        ("datetimeOpenInterval", _) => {
            let is_side = if line.expect.contains("After") {
                found.relation == Relation::After
            } else {
                matches!(found.relation, Relation::Before | Relation::By)
            };
            is_side && is_at(found, start, is_clock) && first == start.date()
        }
        _ if is_clock => first == start.date() && last == first && is_at(found, start, true),
        _ => first == start.date() && found_grain(found.when) == grain,
    };
    if !is_right && is_next_one(&line.text, found, start, grain, is_clock) {
        return Judged::Outside(Outside::NextOne);
    }
    if !is_right && is_stretch_from_now(found) {
        return Judged::Outside(Outside::Calendar);
    }
    Judged::of(is_right, told)
}

/// Whether what was found is a stretch that begins tomorrow or ended yesterday.
fn is_stretch_from_now(found: &DateMention) -> bool {
    let (first, last) = ends(found.when);
    let today = NOW.date();
    let is_beside =
        today.tomorrow().is_ok_and(|day| day == first) || today.yesterday().is_ok_and(|day| day == last);
    first != last && is_beside
}

/// Whether the clock agrees: one that is not said must be that of the reference time, which the peer then keeps.
fn is_at(found: &DateMention, want: &DateTime, is_clock: bool) -> bool {
    match found.time {
        Some(time) => time.hour() == want.hour() && time.minute() == want.minute(),
        None => !is_clock || want.hour() == NOW.hour(),
    }
}

fn days_of(when: When) -> i32 {
    let (first, last) = ends(when);
    (last - first).get_days() + 1
}

/// Whether the text names a weekday, in full or short: `Tuesdays`, `Tues.`, 火曜.
fn names_weekday(text: &str) -> bool {
    const DAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    const SHORT: &[&str] =
        &["mon", "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri", "sat", "sun"];
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_ascii_alphabetic());
    lower.contains('曜')
        || words.any(|word| SHORT.contains(&word) || DAYS.contains(&word.strip_suffix('s').unwrap_or(word)))
}

fn found_grain(when: When) -> &'static str {
    match when {
        When::Instant(_) => "Second",
        When::Day(_) => "Day",
        When::Month(..) => "Month",
        When::Year(_) => "Year",
        When::Days(first, last) => match (last - first).get_days() {
            6 => "Week",
            _ => "Quarter",
        },
    }
}

/// Whether the peer means the same weekday, date, days or clock, only the next one: a clock of twelve hours comes twice
/// a day.
fn is_next_one(text: &str, found: &DateMention, want: &DateTime, grain: &str, is_clock: bool) -> bool {
    let (first, last) = ends(found.when);
    if let (Some(time), true) = (found.time, is_clock) {
        let is_half_on = want.date() == first && want.hour() == time.hour() + 12;
        if is_half_on && want.minute() == time.minute() {
            return true;
        }
    }
    if first != last && want.date().year() == first.year() + 1 {
        return want.date().month() == first.month() && want.date().day() == first.day();
    }
    let same_grain = if is_clock {
        is_at(found, want, true) && found.time.is_some()
    } else {
        found_grain(found.when) == grain
    };
    let want = want.date();
    let days = (want - first).get_days();
    // A weekday or week counted in a month moves by some days from year to year: `first Tuesday of October`.
    let is_same_month = want.month() == first.month() && want.year() == first.year() + 1;
    let moves = (first == last && names_weekday(text)) || days_of(found.when) == 7;
    if is_same_month && moves && (days - 365).abs() <= 7 {
        return true;
    }
    let is_year_on =
        want.month() == first.month() && want.day() == first.day() && want.year() == first.year() + 1;
    let is_month_on = want.day() == first.day() && (28..=31).contains(&days);
    same_grain && (days == 7 || is_year_on || is_month_on || (is_clock && days == 1))
}
