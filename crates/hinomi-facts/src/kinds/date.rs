//! Finds when: disclosed, detected, impact, claimed, initial access, recovered, reported, first seen, due.
//!
//! Example: `北見物産は3日、1日に受けた攻撃について発表した` → date.disclosed 3日, date.impact 1日.
//! `北見空港は3日、午前7時から攻撃を受けたと発表した` → date.disclosed 3日, date.impact 3日: an hour without a day of its own is
//! of the day of the news.
//! Misses: dates whose verb stands in another sentence.

use hinomi_model::{Fact, Slot, Span, Story, Value, When};

use crate::page::Page;

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let dates = page.scan.dates.iter().zip(&page.timings);
    dates
        .filter_map(|(date, timing)| timing.map(|t| page.plain(t.slot, Value::When(t.when), date.span)))
        .chain(hours(page))
        .chain(days_before(page))
        .collect()
}

crate::gate::pattern!(
    JA_HOUR,
    r"^、[^。]{0,80}?(?:(?:午前|午後)\d{1,2}時(?:\d{1,2}分)?(?:ごろ|頃)?|同日(?:朝|未明|早朝|昼|夕方|夜|午前|午後)|未明|早朝)(?:から|に|、)[^。]{0,60}?(?:攻撃|障害|不具合|被害|感染|停止|不正アクセス)[^。]{0,60}?(?:発表|公表|明らかに)"
);
crate::gate::pattern!(JA_BACK, r"同日(?:朝|未明|早朝|昼|夕方|午前|午後)?(?:から|に)[^。]{0,40}?(?:障害|不具合)[^。、]{0,4}復旧したと(?:発表|公表|明らかに)");
crate::gate::pattern!(
    EN_HOUR,
    r"(?i)^ that [^.;]{0,120}\b(?:attack|hackers?|attackers?|intruders?|outage|systems?|network)\b[^.;]{0,80}\b(?:that (?:morning|afternoon|evening|day)|earlier (?:in the|that|the same) day|(?:at|since|from|around) \d{1,2}(?::\d{2})? ?[ap]\.?m\b)"
);

/// The second meaning of the day of an announcement: what it tells of by an hour alone happened on that day.
fn hours(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    if page.story != Story::Incident {
        return Vec::new();
    }
    let zone = scan.anchor.zone(scan.lang);
    // An hour proves no day: where only that was found, the day is cited.
    let mut told: Vec<When> = scan
        .dates
        .iter()
        .zip(&page.timings)
        .filter_map(|(date, timing)| timing.filter(|t| t.slot == Slot::DateImpact).map(|t| (date, t.when)))
        .filter(|(date, _)| ["日", "day", "朝", "夜", "未明", "夕"].iter().any(|word| scan.of(date.span).contains(word)))
        .map(|(_, when)| when)
        .collect();
    told.sort_unstable();
    told.dedup();
    let spoken = scan.dates.iter().zip(&page.timings).filter_map(|(date, timing)| {
        timing.filter(|t| t.slot == Slot::DateDisclosed && matches!(t.when, When::Day(_) | When::Instant(_))).map(|t| (date, t))
    });
    spoken
        .flat_map(|(date, timing)| {
            let sentence = scan.sentence_at(date.span.start).filter(|s| s.is_readable());
            let end = sentence.map_or(date.span.end, |s| s.span.end);
            let after = scan.between(date.span.end, end);
            let pattern = if scan.is_ja() { &JA_HOUR } else { &EN_HOUR };
            // A day of its own between the two says otherwise.
            let is_free = |found: &regex::Match<'_>| {
                let within = Span { start: date.span.end, end: date.span.end + found.end() as u32 };
                scan.dates_in(within).all(|other| other.when.agrees_with(timing.when, &zone))
            };
            let has = |pattern: &crate::gate::Pattern| {
                sentence.is_some_and(|s| s.find(pattern, after).filter(is_free).is_some())
            };
            let is_told = || told.iter().any(|when| when.agrees_with(timing.when, &zone));
            let mut slots = Vec::new();
            slots.extend((has(pattern) && !is_told()).then_some(Slot::DateImpact));
            slots.extend((scan.is_ja() && has(&JA_BACK)).then_some(Slot::DateRecovered));
            slots.into_iter().map(move |slot| page.plain(slot, Value::When(timing.when), date.span))
        })
        .collect()
}

crate::gate::pattern!(
    EN_DAYS_AFTER,
    r"(?i)^,? (?:just |only |about )?(?P<words>(?P<n>\d{1,2}|a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) days? after) (?:[a-z'’\-]+ ){0,5}(?:cyberattack|attack|breach|hack|intrusion|ransomware|theft|heist|outage|leak|lost|stole|hit|stolen|broke in)\b"
);

/// Days from which a length of time is no longer told to the day.
const DAYS_MAX: i64 = 31;

/// The day of an attack told by its distance from another: "on Friday, three days after the attack".
fn days_before(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    if page.story != Story::Incident || scan.is_ja() {
        return Vec::new();
    }
    let told = scan.dates.iter().filter_map(|date| {
        let sentence = scan.sentence_at(date.span.start).filter(|s| s.is_readable() && !s.is_title)?;
        let When::Day(day) = date.when else { return None };
        let found = sentence.may(&EN_DAYS_AFTER).then(|| EN_DAYS_AFTER.captures(scan.between(date.span.end, sentence.span.end)))??;
        const WORDS: &[&str] =
            &["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
        let n = found.name("n")?.as_str().to_lowercase();
        let n: i64 = match WORDS.iter().position(|word| *word == n) {
            Some(idx) => idx as i64 + 1,
            None if n.starts_with('a') => 1,
            None => n.parse().ok()?,
        };
        let when = When::Day(day.checked_sub(jiff::Span::new().days(n)).ok().filter(|_| n <= DAYS_MAX)?);
        let words = found.name("words")?;
        let start = date.span.range().end;
        Some((when, Span::new(start + words.start(), start + words.end())))
    });
    told.map(|(when, span)| page.plain(Slot::DateImpact, Value::When(when), span)).collect()
}
