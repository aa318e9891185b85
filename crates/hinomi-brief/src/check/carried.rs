//! What the cited pages carry, whole pages at a time: values that mean the same in every language, and words.

use std::collections::BTreeSet;
use std::rc::Rc;

use hinomi_model::{Article, Lang, Span, Stamp, Unit, Value, When};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use super::Context;

/// Everything that can be read in one page.
#[derive(Debug, Default)]
pub struct Page {
    /// Counts: lower end, upper end, unit.
    pub counts: Vec<(Decimal, Option<Decimal>, Option<Unit>)>,
    /// Small numbers of things that are counted, with the noun's stem.
    pub counted: BTreeSet<(u32, String)>,
    /// Other numbers, as plain decimals.
    pub numbers: BTreeSet<Decimal>,
    /// Times.
    pub whens: Vec<When>,
    /// The days on which the page was published and changed; a reader in another zone may tell the day beside it.
    pub stamped: Vec<Date>,
    /// Lengths of time, ISO 8601.
    pub durations: BTreeSet<String>,
    /// Ids in upper case.
    pub ids: BTreeSet<String>,
    /// The text folded, in lower case.
    pub text: String,
    /// The text as quotations are compared: no marks, no spaces.
    pub bare: String,
    /// The text as one key, letters and digits alone.
    pub key: String,
    /// Sentences of the page with what they sound like.
    pub sentences: Vec<Line>,
    /// Language.
    pub lang: Option<Lang>,
}

/// Hours from UTC between which most readers live: the Pacific coast of America to Japan.
const READERS_HOURS: [i64; 3] = [-8, 0, 9];

/// Most days of a page between which lengths are reckoned.
const DAYS_MAX: usize = 60;

/// A sentence of a page.
#[derive(Debug)]
pub struct Line {
    /// As written.
    pub text: String,
    /// The pieces by which sentences are compared.
    pub pieces: BTreeSet<String>,
    /// How it sounds.
    pub tone: Tone,
}

/// How sure a sentence sounds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tone {
    /// It says that something may be so, or is thought so.
    pub is_possible: bool,
    /// It gives the words of an attacker, or of somebody who claims.
    pub is_claimed: bool,
    /// It says no.
    pub is_negative: bool,
}

impl Page {
    /// Reads a page.
    pub fn of(article: &Article, context: &Context<'_>) -> Rc<Self> {
        let stamp = article.published.unwrap_or(Stamp::instant(article.known_at, None));
        let lang = if article.lang == Lang::Ja { Lang::Ja } else { Lang::En };
        let folded = hinomi_text::fold(&article.text);
        let mut page = Self {
            text: folded.text.to_lowercase(),
            bare: crate::verify::carried::bare(&article.text),
            key: hinomi_text::name_key(&format!("{} {} {}", article.text, article.publisher, article.url)),
            lang: Some(lang),
            ..Self::default()
        };
        for stamp in std::iter::once(stamp).chain(article.updated) {
            page.stamped.push(stamp.day(lang));
            // A reader in another zone tells the day that it was there.
            if let When::Instant(at) = stamp.when {
                page.stamped.extend(READERS_HOURS.iter().filter_map(|hours| {
                    Some(
                        at.checked_add(jiff::SignedDuration::from_hours(*hours))
                            .ok()?
                            .to_zoned(TimeZone::UTC)
                            .date(),
                    )
                }));
            }
        }
        for duration in crate::check::words::durations(&article.text) {
            page.durations.insert(duration.iso);
        }
        // A date without a year counts from the dates before it, so the page is read as a whole too.
        page.whens
            .extend(crate::check::words::dates(&article.text, lang, stamp).into_iter().map(|date| date.when));
        for span in hinomi_text::sentences(&article.text) {
            let text = article.slice(span);
            let reading = (context.read)(text, lang, stamp);
            page.counts.extend(reading.counts.iter().filter_map(|(_, value, _)| match value {
                Value::Count { number, upper, unit } => {
                    Some((number.normalize(), upper.map(|u| u.normalize()), *unit))
                }
                _ => None,
            }));
            page.numbers.extend(
                reading.numbers.iter().filter_map(|(_, n)| n.parse::<Decimal>().ok()).map(|n| n.normalize()),
            );
            page.counted.extend(counted(text, lang).into_iter().map(|(_, n, noun)| (n, noun)));
            page.numbers.extend(spelled(text));
            page.whens.extend(reading.whens.iter().map(|(_, when)| *when));
            page.ids.extend(reading.ids.iter().map(|(_, id)| id.to_uppercase()));
            page.sentences.push(Line {
                text: text.to_owned(),
                pieces: pieces(text, lang),
                tone: Tone::of(text, lang),
            });
        }
        Rc::new(page)
    }

    /// Whether a run of digits stands in the text as a whole number.
    pub fn holds_digits(&self, digits: &str) -> bool {
        holds_run(&self.text, digits) || {
            let plain: String = self.text.chars().filter(|c| *c != ',').collect();
            holds_run(&plain, digits)
        }
    }

    /// Whether a length of whole days, weeks, months or years lies between two of its days, or between one of them and
    /// `day`.
    pub fn reckons(&self, iso: &str, day: Option<Date>) -> bool {
        let unit = match iso.chars().last() {
            Some('Y') => 365.25,
            Some('M') if !iso.contains('T') => 30.44,
            Some('W') => 7.0,
            Some('D') => 1.0,
            _ => return false,
        };
        let Some(number) = iso.get(1..iso.len() - 1).and_then(|n| n.parse::<f64>().ok()) else {
            return false;
        };
        let days: BTreeSet<Date> = self
            .whens
            .iter()
            .flat_map(|when| match when {
                When::Day(day) => vec![*day],
                When::Days(first, last) => vec![*first, *last],
                When::Instant(_) => vec![when.first_day(&TimeZone::UTC)],
                _ => Vec::new(),
            })
            .chain(self.stamped.iter().copied())
            .chain(day)
            .take(DAYS_MAX)
            .collect();
        let slack = if unit > 1.5 { unit * 0.6 } else { 1.0 };
        days.iter()
            .any(|a| days.iter().any(|b| (f64::from((*b - *a).get_days()) - number * unit).abs() <= slack))
    }

    /// Whether it tells of a time: a day as it stands or as an end of a stretch, a stretch by both of its ends, a month or
    /// year by anything within.
    pub fn tells(&self, when: When) -> bool {
        let zone = TimeZone::UTC;
        let day_is_told = |day: Date| {
            self.stamped.contains(&day)
                || self.whens.iter().any(|known| match known {
                    When::Day(other) => *other == day,
                    When::Days(first, last) => *first == day || *last == day,
                    // The writer's calendar may be a day beside ours.
                    When::Instant(_) => (day - known.first_day(&zone)).get_days().abs() <= 1,
                    When::Month(..) | When::Year(_) => false,
                })
        };
        match when {
            When::Day(day) => day_is_told(day),
            When::Days(first, last) => {
                self.whens.contains(&when) || (day_is_told(first) && day_is_told(last))
            }
            When::Instant(_) => day_is_told(when.first_day(&zone)),
            When::Month(..) | When::Year(_) => {
                let within = |known: When| {
                    when.first_day(&zone) <= known.first_day(&zone)
                        && known.last_day(&zone) <= when.last_day(&zone)
                };
                self.whens.iter().any(|known| within(*known))
                    || self.stamped.iter().any(|known| within(When::Day(*known)))
            }
        }
    }
}

fn holds_run(text: &str, digits: &str) -> bool {
    let is_inner = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    text.match_indices(digits).any(|(at, _)| {
        !is_inner(text[..at].chars().next_back()) && !is_inner(text[at + digits.len()..].chars().next())
    })
}

// An alleged administrator is a suspect; claims are what somebody says of his own deeds.
super::pattern!(CLAIMS, r"(?i)主張|犯行声明|名乗|\bclaim(?:s|ed|ing)?\b|\bboast(?:s|ed)?\b");

super::pattern!(SUSPECTS, r"(?i)\bsuspected of\b");

impl Tone {
    /// The tone of a sentence, by the words of the verifier.
    pub fn of(text: &str, lang: Lang) -> Self {
        use hinomi_model::Status;
        // The month of May is no doubt.
        let day = Stamp { when: When::Day(Date::constant(2000, 1, 1)), offset_minutes: None };
        let mut masked = text.to_owned();
        for date in crate::check::words::dates(text, lang, day) {
            masked.replace_range(date.span.range(), &" ".repeat(date.span.len()));
        }
        // Who is suspected of a deed is no doubt about what is told.
        let masked = SUSPECTS.replace_all(&masked, "");
        let text = masked.as_ref();
        let tone = crate::verify::certainty::Tone::of(text, lang);
        let cues = crate::check::words::cues(text);
        let hedged = |wanted: &[Status]| {
            tone.statuses.iter().any(|s| wanted.contains(s))
                || cues
                    .iter()
                    .any(|cue| matches!(cue.kind, hinomi_text::CueKind::Hedge(s) if wanted.contains(&s)))
        };
        let is_unlikely = cues.iter().any(|cue| cue.kind == hinomi_text::CueKind::Unlikely);
        Self {
            is_possible: is_unlikely
                || hedged(&[Status::Possible, Status::Suspected])
                || cues.iter().any(|cue| cue.kind == hinomi_text::CueKind::Conditional),
            is_claimed: CLAIMS.is_match(text),
            is_negative: tone.has_negation
                || hedged(&[Status::Denied, Status::NotConfirmed, Status::Undisclosed])
                || cues.iter().any(|cue| cue.kind == hinomi_text::CueKind::Negation),
        }
    }
}

/// Letters of an English word that are compared: endings go.
const STEM_CHARS: usize = 6;

/// The pieces by which two sentences of one language are compared: pairs of kanji, katakana or Latin characters in
/// Japanese, stems of words of four letters and more in English. Numbers are compared elsewhere.
pub fn pieces(text: &str, lang: Lang) -> BTreeSet<String> {
    let folded = hinomi_text::fold(text).text.to_lowercase();
    let mut out = BTreeSet::new();
    if lang == Lang::Ja {
        let is_content = |c: char| {
            c.is_ascii_alphanumeric()
                || ('\u{30a1}'..='\u{30fc}').contains(&c)
                || ('\u{4e00}'..='\u{9fff}').contains(&c)
                || c == '々'
        };
        for run in folded.split(|c: char| !is_content(c)).filter(|run| !run.is_empty()) {
            // A katakana word is one piece, so that a long name does not outweigh what is said of it.
            for part in by_script(run) {
                let chars: Vec<char> = part.chars().collect();
                match chars.first() {
                    Some(first) if is_kanji(*first) => {
                        out.extend(chars.windows(2).map(|pair| pair.iter().collect::<String>()));
                    }
                    _ if part.chars().all(|c| c.is_ascii_digit()) => {}
                    _ => {
                        out.insert(part);
                    }
                }
            }
        }
        for word in ["可能", "能性", "確認", "主張", "公表", "発表", "明ら", "疑い", "恐れ"]
        {
            out.remove(word);
        }
        return out;
    }
    const FILLERS: &[&str] = &[
        "that", "with", "from", "have", "been", "were", "this", "said", "says", "which", "their", "also",
        "after", "into", "they", "will", "would", "could", "might", "more", "than", "about", "claims",
        "claime", "report", "possib", "potent", "allege", "confir", "announ", "accord", "suspec", "likely",
        "believ",
    ];
    for word in folded.split(|c: char| !c.is_alphanumeric()) {
        let stem: String = word.chars().take(STEM_CHARS).collect();
        if stem.chars().count() >= 4
            && !word.chars().all(|c| c.is_ascii_digit())
            && !FILLERS.contains(&stem.as_str())
        {
            out.insert(stem);
        }
    }
    out
}

fn is_kanji(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c) || c == '々'
}

/// A run of content characters cut where the script changes.
fn by_script(run: &str) -> Vec<String> {
    let script = |c: char| {
        if c.is_ascii() {
            0
        } else if is_kanji(c) {
            1
        } else {
            2
        }
    };
    let mut out: Vec<String> = Vec::new();
    for c in run.chars() {
        match out
            .last_mut()
            .filter(|part| part.chars().next_back().is_some_and(|last| script(last) == script(c)))
        {
            Some(part) => part.push(c),
            None => out.push(c.to_string()),
        }
    }
    out
}

const SPELLED: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

super::pattern!(
    COUNTED_EN,
    r"(?i)\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})(?: of (?:its|the|their|his|her|our) (?:\w+ )?| (?:\w+ ){0,1})([a-z]{4,}s)\b"
);
super::pattern!(
    COUNTED_JA,
    r"(\d{1,2})(?:つの|の)?(工場|拠点|店舗|施設|病院|自治体|サーバー|省庁|機関|校|か国|カ国|ヶ国|カ所|か所)"
);

fn spelled_number(word: &str) -> Option<u32> {
    let spelled = SPELLED.iter().position(|known| known.eq_ignore_ascii_case(word));
    word.parse().ok().or_else(|| u32::try_from(spelled? + 1).ok())
}

/// Numbers that are written as words.
fn spelled(text: &str) -> Vec<Decimal> {
    let words = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 2);
    words.filter_map(spelled_number).map(Decimal::from).collect()
}

/// Small numbers of things, with the stem of what is counted: four plants, 4工場.
pub fn counted(text: &str, lang: Lang) -> Vec<(Span, u32, String)> {
    let pattern = if lang == Lang::Ja { &*COUNTED_JA } else { &*COUNTED_EN };
    let found = pattern.captures_iter(text).filter_map(|c| {
        let (number, noun) = (c.get(1)?, c.get(2)?);
        let stem: String = noun.as_str().to_lowercase().chars().take(STEM_CHARS).collect();
        // Lengths of time are compared as such.
        let is_time =
            ["days", "weeks", "months", "years", "hours", "minute", "second"].contains(&stem.as_str());
        (!is_time).then_some((Span::from(number.range()), spelled_number(number.as_str())?, stem))
    });
    found.collect()
}

/// How much of `a` stands in `b`, from 0 to 1.
pub fn held(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    if a.is_empty() { 0.0 } else { a.intersection(b).count() as f64 / a.len() as f64 }
}

/// Runs of ASCII digits with commas and points inside, in folded text.
pub fn digit_runs(text: &str) -> Vec<Span> {
    crate::verify::digit_runs(text)
}

/// The pieces of the clauses that say no.
pub fn negated_pieces(text: &str, lang: Lang) -> BTreeSet<String> {
    clauses_with(text, is_no).into_iter().flat_map(|clause| pieces(&text[clause], lang)).collect()
}

/// The pieces of the clauses that hold something possible.
pub fn hedged_pieces(text: &str, lang: Lang) -> BTreeSet<String> {
    use hinomi_model::Status::{Possible, Suspected};
    let is_maybe = |kind| match kind {
        hinomi_text::CueKind::Conditional | hinomi_text::CueKind::Unlikely => true,
        hinomi_text::CueKind::Hedge(status) => matches!(status, Possible | Suspected),
        _ => false,
    };
    clauses_with(text, is_maybe).into_iter().flat_map(|clause| pieces(&text[clause], lang)).collect()
}

/// Whether a cue says no.
pub fn is_no(kind: hinomi_text::CueKind) -> bool {
    use hinomi_model::Status::{Denied, NotConfirmed, Undisclosed};
    match kind {
        hinomi_text::CueKind::Negation => true,
        hinomi_text::CueKind::Hedge(status) => matches!(status, Denied | NotConfirmed | Undisclosed),
        _ => false,
    }
}

/// Where the clauses stand that hold a cue of a kind, each once.
pub fn clauses_with(text: &str, is: impl Fn(hinomi_text::CueKind) -> bool) -> Vec<std::ops::Range<usize>> {
    let cues = crate::check::words::cues(text);
    let all = clauses(text);
    let holds = |clause: &std::ops::Range<usize>| {
        cues.iter().any(|cue| {
            is(cue.kind) && clause.start <= cue.span.range().start && cue.span.range().start < clause.end
        })
    };
    all.into_iter().filter(holds).collect()
}

super::pattern!(
    JOINS,
    r"[、,，;；](?:\D|$)|(?i:\s(?:and|but|while|whereas|although|though)\s(?:said|says|has|have|is|are|was|were|it|they|the|not|no)\b)"
);

/// The clauses of a sentence, by marks and by words that join two of them.
fn clauses(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for join in JOINS.find_iter(text) {
        // What a Japanese clause is about goes with what is said of it.
        if text[start..join.start()].ends_with('は') {
            continue;
        }
        out.push(start..join.start());
        start = join.start();
    }
    out.push(start..text.len());
    out
}
