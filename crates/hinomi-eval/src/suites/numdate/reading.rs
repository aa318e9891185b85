//! What Hinomi reads in the text of a case, and how spans and values are compared.

use hinomi_model::{Lang, Span, Stamp, When};
use hinomi_text::{DateMention, Duration, NumberMention, Quantity};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// All numbers and times of a text.
pub struct Reading {
    pub text: String,
    pub numbers: Vec<NumberMention>,
    pub quantities: Vec<Quantity>,
    pub dates: Vec<DateMention>,
    pub durations: Vec<Duration>,
}

impl Reading {
    /// Reads `text` as published at `at`, on the clock of a writer `offset_minutes` ahead of UTC.
    pub fn of(text: &str, lang: Lang, at: DateTime, offset_minutes: i16) -> Self {
        let zone = TimeZone::fixed(
            jiff::tz::Offset::from_seconds(i32::from(offset_minutes) * 60).unwrap_or(jiff::tz::Offset::UTC),
        );
        let instant = zone.to_timestamp(at).unwrap_or_default();
        let folded = hinomi_text::fold(text);
        let anchor = Stamp::instant(instant, Some(offset_minutes));
        let dates = hinomi_text::times(&folded, lang, anchor);
        // Peers take `in two weeks` for a time alone.
        let mut durations = hinomi_text::durations(&folded);
        durations.retain(|length| !dates.iter().any(|time| time.span.overlaps(length.span)));
        Self {
            text: text.to_owned(),
            numbers: hinomi_text::numbers(&folded),
            quantities: hinomi_text::quantities(&folded),
            dates,
            durations,
        }
    }

    /// The core of a span of this text.
    pub fn core(&self, span: Span) -> Span {
        core(&self.text, span)
    }

    /// What was found, for people.
    pub fn drawn(&self) -> String {
        let words = |span: Span| span.of(&self.text).unwrap_or_default().to_owned();
        let mut out: Vec<String> = Vec::new();
        out.extend(self.dates.iter().map(|d| {
            let time = d.time.map(|time| format!("T{time}")).unwrap_or_default();
            format!("date {:?}={}{time} {:?}", words(d.span), d.when, d.relation)
        }));
        out.extend(self.durations.iter().map(|d| format!("length {:?}={}", words(d.span), d.iso)));
        out.extend(self.quantities.iter().map(|q| {
            let unit = q.unit.map(|unit| unit.word().to_owned()).unwrap_or_default();
            format!("{:?}={}..{:?} {} {unit}", words(q.span), q.number, q.upper, q.qualifier)
        }));
        out.extend(self.numbers.iter().map(|n| format!("{:?}={}", words(n.span), n.low)));
        out.join("; ")
    }
}

/// Small words at the front of a time or number that belong to its span by some conventions only.
const FRONT: &[&str] = &[
    "on ",
    "in ",
    "at ",
    "by ",
    "the ",
    "since ",
    "from ",
    "for ",
    "during ",
    "between ",
    "of ",
    "after ",
    "before ",
    "until ",
    "till ",
    "about ",
    "around ",
    "within ",
    "through ",
    "over ",
    "as of ",
    "starting ",
    "beginning ",
    "no later than ",
    "later than ",
    "prior to ",
    "more than ",
    "less than ",
    "at least ",
    "at most ",
    "up to ",
    "approximately ",
    "an estimated ",
    "estimated ",
    "nearly ",
    "almost ",
    "exactly ",
    "precisely ",
    "only ",
    "an ",
    "a ",
    "約",
    "およそ",
    "、",
    "「",
    "(",
    " ",
];

/// The same behind it.
const BACK: &[&str] = &[
    "までに",
    "まで",
    "以降に",
    "以降",
    "以前に",
    "以前",
    "以後",
    "以内に",
    "以内",
    "からの",
    "から",
    "より",
    "の間に",
    "の間",
    "間",
    "に",
    "で",
    "の",
    "は",
    "ごろ",
    "頃",
    "くらい",
    "ぐらい",
    "前後",
    "、",
    ",",
    ".",
    "」",
    ")",
    " of",
    " ",
];

/// `span` without the small words around it.
pub fn core(text: &str, span: Span) -> Span {
    let (mut start, mut end) = (span.start as usize, span.end as usize);
    let lower = text.to_ascii_lowercase();
    while let Some(now) = lower.get(start..end) {
        let front = FRONT.iter().find(|word| now.len() > word.len() && now.starts_with(**word));
        let back = BACK.iter().find(|word| now.len() > word.len() && now.ends_with(**word));
        match (front, back) {
            (Some(word), _) => start += word.len(),
            (None, Some(word)) => end -= word.len(),
            (None, None) => break,
        }
    }
    Span::new(start, end)
}

/// Whether the words of a time, in lower case, name a part of a week, month or year without saying how long it is.
/// Whole words count: neither `nearly` nor `weekend of` nor 週末 does, and `later than` compares.
pub fn names_part(lower: &str) -> bool {
    const ENGLISH: &[&str] = &[
        "early ",
        "late ",
        "later ",
        "earlier ",
        "mid-",
        "mid ",
        "middle of ",
        "beginning of ",
        "start of ",
        "end of ",
    ];
    const JAPANESE: &[&str] =
        &["初め", "終わり", "上旬", "中旬", "下旬", "前半", "後半", "早く", "半ば", "末"];
    let stands = |word: &str, is_whole: &dyn Fn(&str, &str) -> bool| {
        lower.match_indices(word).any(|(at, _)| is_whole(&lower[..at], &lower[at + word.len()..]))
    };
    ENGLISH.iter().any(|word| {
        stands(word, &|before, behind| {
            !before.ends_with(|c: char| c.is_alphanumeric()) && !behind.starts_with("than ")
        })
    }) || JAPANESE.iter().any(|word| stands(word, &|before, _| !(*word == "末" && before.ends_with('週'))))
}

/// Code points or, where `is_utf16`, UTF-16 units to bytes.
pub fn span_of(text: &str, start: usize, end: usize, is_utf16: bool) -> Span {
    let byte = |wanted: usize| {
        let mut units = 0;
        for (at, c) in text.char_indices() {
            if units >= wanted {
                return at;
            }
            units += if is_utf16 { c.len_utf16() } else { 1 };
        }
        text.len()
    };
    Span::new(byte(start), byte(end))
}

/// Whether two numbers are the same, as far as a share in percent of two places tells.
pub fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * b.abs().max(1.0)
}

/// A decimal as a float.
pub fn plain(decimal: impl ToString) -> f64 {
    decimal.to_string().parse().unwrap_or(f64::NAN)
}

/// The value of a number as peers give it: a share as a fraction.
pub fn value(number: &NumberMention, want: f64) -> bool {
    let own = plain(number.low);
    if number.is_share {
        (own / 100.0 - want).abs() <= 6e-5
    } else {
        near(own, want) && number.high.is_none()
    }
}

/// First and last day.
pub fn ends(when: When) -> (Date, Date) {
    (when.first_day(&TimeZone::UTC), when.last_day(&TimeZone::UTC))
}

/// Seconds of an ISO 8601 duration; a month is 30 days, a year 365.
pub fn seconds(iso: &str) -> Option<f64> {
    let mut rest = iso.strip_prefix('P')?;
    let (mut sum, mut in_time) = (0.0, false);
    while !rest.is_empty() {
        if let Some(behind) = rest.strip_prefix('T') {
            (rest, in_time) = (behind, true);
            continue;
        }
        let len = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let amount: f64 = rest.get(..len)?.parse().ok()?;
        let unit = match (rest.as_bytes().get(len)?, in_time) {
            (b'Y', _) => 365.0 * 86_400.0,
            (b'M', false) => 30.0 * 86_400.0,
            (b'W', _) => 7.0 * 86_400.0,
            (b'D', _) => 86_400.0,
            (b'H', _) => 3_600.0,
            (b'M', true) => 60.0,
            (b'S', _) => 1.0,
            _ => return None,
        };
        sum += amount * unit;
        rest = rest.get(len + 1..)?;
    }
    Some(sum)
}

/// Whether two lengths of time are the same; half a year may be 182 days or six months.
pub fn same_length(a: f64, b: f64) -> bool {
    (a - b).abs() <= 0.02 * b.abs()
}
