//! A small reader of sentences for tests: numbers, dates, ids, negations and hedges in the forms that briefs use.
//!
//! It stands in for the real one, which lives a floor that this crate may not use.

use hinomi_model::{Lang, Qualifier, Reading, Span, Stamp, Status, Unit, Value, When};
use rust_decimal::Decimal;

/// Reads `text`.
pub fn read(text: &str, lang: Lang, anchor: Stamp) -> Reading {
    let mut out = Reading::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < text.len() {
        if !text.is_char_boundary(at) {
            at += 1;
            continue;
        }
        let rest = &text[at..];
        if let Some(n) = id(rest) {
            out.ids.push((Span::new(at, at + n), rest[..n].to_uppercase()));
            at += n;
            continue;
        }
        let is_inside_word = at > 0 && bytes[at - 1].is_ascii_alphanumeric();
        if bytes[at].is_ascii_digit() && !is_inside_word {
            if let Some((n, when)) = date(rest, lang, anchor) {
                out.whens.push((Span::new(at, at + n), when));
                at += n;
                continue;
            }
            if let Some((n, number)) = number(rest) {
                at = count(text, at, n, number, lang, &mut out);
                continue;
            }
        }
        at += rest.chars().next().map_or(1, char::len_utf8);
    }
    let lower = text.to_lowercase();
    let (no, hedge): (&[&str], &[(&str, Status)]) = if lang == Lang::Ja {
        (
            &["ていない", "なかった", "はない"],
            &[
                ("可能性", Status::Possible),
                ("主張", Status::Claimed),
                ("調査中", Status::UnderInvestigation),
            ],
        )
    } else {
        (
            &["not ", "no "],
            &[
                (" may ", Status::Possible),
                ("claims", Status::Claimed),
                ("investigation", Status::UnderInvestigation),
            ],
        )
    };
    for word in no {
        out.negations.extend(lower.match_indices(word).map(|(i, w)| Span::new(i, i + w.len())));
    }
    for (word, status) in hedge {
        out.hedges.extend(lower.match_indices(word).map(|(i, w)| (Span::new(i, i + w.len()), *status)));
    }
    out
}

fn id(rest: &str) -> Option<usize> {
    let tail = rest.strip_prefix("CVE-")?;
    Some(4 + tail.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(tail.len()))
}

/// Digits with commas and a point, then 万/億 groups or million/billion.
fn number(rest: &str) -> Option<(usize, Decimal)> {
    let plain = |text: &str| -> Option<(usize, Decimal)> {
        let mut n = 0;
        let bytes = text.as_bytes();
        while n < bytes.len()
            && (bytes[n].is_ascii_digit()
                || (matches!(bytes[n], b',' | b'.') && bytes.get(n + 1).is_some_and(u8::is_ascii_digit)))
        {
            n += 1;
        }
        Some((n, text[..n].replace(',', "").parse().ok()?))
    };
    let (mut n, mut value) = plain(rest)?;
    let mut total = Decimal::ZERO;
    let mut has_myriad = false;
    for (sign, size) in [("兆", 1_000_000_000_000_u64), ("億", 100_000_000), ("万", 10_000)] {
        if rest[n..].starts_with(sign) {
            total += value * Decimal::from(size);
            n += sign.len();
            has_myriad = true;
            value = Decimal::ZERO;
            if let Some((more, next)) = plain(&rest[n..]).filter(|(more, _)| *more > 0) {
                n += more;
                value = next;
            }
        }
    }
    if has_myriad {
        return Some((n, total + value));
    }
    for (word, size) in
        [(" trillion", 1_000_000_000_000_u64), (" billion", 1_000_000_000), (" million", 1_000_000)]
    {
        if rest[n..].starts_with(word) {
            return Some((n + word.len(), value * Decimal::from(size)));
        }
    }
    Some((n, value))
}

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

fn date(rest: &str, lang: Lang, anchor: Stamp) -> Option<(usize, When)> {
    let today = anchor.day(lang);
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let latest = |month: i8, day: i8| {
        let this = jiff::civil::Date::new(today.year(), month, day).ok()?;
        Some(if this > today { jiff::civil::Date::new(today.year() - 1, month, day).ok()? } else { this })
    };
    let n = digits(rest);
    let first: i16 = rest[..n].parse().ok()?;
    let tail = &rest[n..];
    if let Some(tail) = tail.strip_prefix('年') {
        let m = digits(tail);
        let month: i8 = tail[..m].parse().ok()?;
        let tail = tail[m..].strip_prefix('月')?;
        let d = digits(tail);
        if d == 0 {
            return Some((n + 3 + m + 3, When::Month(first, month)));
        }
        tail[d..].strip_prefix('日')?;
        let day = jiff::civil::Date::new(first, month, tail[..d].parse().ok()?).ok()?;
        return Some((n + 3 + m + 3 + d + 3, When::Day(day)));
    }
    if let Some(tail) = tail.strip_prefix('月') {
        let d = digits(tail);
        let month = i8::try_from(first).ok()?;
        if d == 0 || !tail[d..].starts_with('日') {
            return Some((n + 3, When::Month(today.year(), month)));
        }
        return Some((n + 3 + d + 3, When::Day(latest(month, tail[..d].parse().ok()?)?)));
    }
    let tail = tail.strip_prefix(' ')?;
    let (idx, name) = MONTHS.iter().enumerate().find(|(_, name)| tail.starts_with(**name))?;
    let month = i8::try_from(idx + 1).ok()?;
    let day = i8::try_from(first).ok()?;
    let after = &tail[name.len()..];
    let year = after.strip_prefix(' ').filter(|y| digits(y) == 4).and_then(|y| y[..4].parse::<i16>().ok());
    match year {
        Some(year) => {
            Some((n + 1 + name.len() + 5, When::Day(jiff::civil::Date::new(year, month, day).ok()?)))
        }
        None => Some((n + 1 + name.len(), When::Day(latest(month, day)?))),
    }
}

/// Words before and after a number that make it a count.
fn count(text: &str, at: usize, n: usize, number: Decimal, lang: Lang, out: &mut Reading) -> usize {
    let (before, after) = (&text[..at], &text[at + n..]);
    let units: &[(&str, Unit)] = if lang == Lang::Ja {
        &[
            ("人", Unit::Person),
            ("件の文書", Unit::Document),
            ("件", Unit::Record),
            ("アカウント", Unit::Account),
            ("TB", Unit::Byte),
        ]
    } else {
        &[
            (" people", Unit::Person),
            (" documents", Unit::Document),
            (" internal documents", Unit::Document),
            (" records", Unit::Record),
            (" accounts", Unit::Account),
            (" TB", Unit::Byte),
        ]
    };
    let Some((word, unit)) = units.iter().find(|(word, _)| after.starts_with(word)) else {
        out.numbers.push((Span::new(at, at + n), number.normalize().to_string()));
        return at + n;
    };
    let number = if *unit == Unit::Byte { number * Decimal::from(1_000_000_000_000_u64) } else { number };
    let leads: &[(&str, Qualifier)] = &[
        ("約", Qualifier::Approx),
        ("最大", Qualifier::AtMost),
        ("about ", Qualifier::Approx),
        ("at least ", Qualifier::AtLeast),
        ("more than ", Qualifier::MoreThan),
        ("up to ", Qualifier::AtMost),
    ];
    let tails: &[(&str, Qualifier)] =
        &[("以上", Qualifier::AtLeast), ("超", Qualifier::MoreThan), ("未満", Qualifier::LessThan)];
    let lower = before.to_lowercase();
    let lead = leads.iter().find(|(lead, _)| lower.ends_with(lead));
    let plain_end = at + n + word.len();
    let tail = tails.iter().find(|(tail, _)| {
        text[plain_end..].starts_with(tail)
            || after.strip_prefix('件').is_some_and(|rest| rest.starts_with(tail))
    });
    let value = Value::Count { number, upper: None, unit: Some(*unit) };
    let qualifier = lead.map(|l| l.1).or(tail.map(|t| t.1));
    out.counts.push((Span::new(at - lead.map_or(0, |l| l.0.len()), plain_end), value, qualifier));
    plain_end
}
