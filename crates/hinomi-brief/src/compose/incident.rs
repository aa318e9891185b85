//! The paragraph of an incident: the newest change first, then what is known, each with who says it and how sure.

use std::collections::BTreeMap;

use hinomi_model::{ClaimValue, Fate, Slot, Unit, Value, When};

use super::clause::{Flow, Speaker, clause, mood, name_of, speaker, tell};
use super::view::{Change, View};
use super::{Desk, quote};
use crate::phrase::Fill;
use crate::sentence::{Cite, Computed, Draft, Piece, Sentence};
use crate::wording::{clean, count_text, is_in_script, join, ordinal_text};

/// Sentences of an item's paragraph at most; what is left out is in the incident's file.
pub const SENTENCES_MAX: usize = 9;
/// Names or kinds of data in one sentence at most.
const LIST_MAX: usize = 8;
/// Counts told in one paragraph at most.
const COUNTS_MAX: usize = 4;
/// Characters of a title that is quoted, unless the source allows fewer.
pub const TITLE_CHARS_MAX: usize = 200;

/// The paragraph of `view`.
pub fn paragraph(desk: &Desk<'_>, view: &View<'_>) -> Vec<Sentence> {
    let mut out = Vec::new();
    let mut flow = Flow::default();
    lead(desk, view, &mut flow, &mut out);
    for change in view.changes() {
        out.extend(change_sentence(desk, &change));
    }
    counts(desk, view, &mut flow, &mut out);
    words_list(desk, view, Slot::DataExposed, &mut flow, &mut out);
    words_list(desk, view, Slot::DataNotExposed, &mut flow, &mut out);
    services(desk, view, &mut flow, &mut out);
    for slot in [Slot::RootCause, Slot::Backup, Slot::Ransom, Slot::Misuse, Slot::Action] {
        each_word(desk, view, slot, &mut flow, &mut out);
    }
    for slot in [Slot::Actor, Slot::Malware, Slot::AffectedParty, Slot::ReportedTo] {
        names_list(desk, view, slot, &mut flow, &mut out);
    }
    dates(desk, view, &mut flow, &mut out);
    out.extend(contradictions(desk, view));
    if out.is_empty() {
        out.extend(title_sentence(desk, view));
    }
    out.truncate(SENTENCES_MAX);
    out
}

/// The sentence that says what this is about and what is new.
fn lead(desk: &Desk<'_>, view: &View<'_>, flow: &mut Flow, out: &mut Vec<Sentence>) {
    let Some(victim) = &view.victim else {
        out.extend(title_sentence(desk, view));
        return;
    };
    let event = event_word(desk, view);
    let who = || ("who", Fill::Text(victim.text.clone()));
    if let Some((number, date)) = newest_report(view) {
        let mut draft = Draft::default();
        let mark = draft.cite(Cite::fact(number.article, &number.fact));
        draft.cite(victim.cite.clone());
        draft.cites.extend(event.iter().map(|(_, cite)| cite.clone()));
        let mut fills = vec![who(), ("n", report_text(desk, number).into())];
        fills.push(("event", event_text(desk, &event)));
        let mut marks = vec![mark];
        let key = match date {
            Some(date) => {
                marks.push(draft.cite(Cite::fact(date.article, &date.fact)));
                fills.push(("date", when_of(desk, date).into()));
                "lead.report"
            }
            None => "lead.report_undated",
        };
        fills.push(("c", Piece::Cites(marks).into()));
        out.extend(desk.say_phrase(key, &fills, draft));
    }
    if view.is_new || out.is_empty() {
        if let (true, Some(value)) = (view.is_new, view.event()) {
            out.extend(event_sentence(desk, view, value, flow));
        }
    }
    if out.is_empty() {
        out.extend(followup(desk, view, &event));
    }
}

/// "X was hit by ransomware on 19 October", in the mood of the fact.
fn event_sentence(desk: &Desk<'_>, view: &View<'_>, value: &ClaimValue, flow: &mut Flow) -> Option<Sentence> {
    let victim = view.victim.as_ref()?;
    let Value::Word(word) = &value.fact.value else { return None };
    let mut draft = Draft::default();
    draft.cite(Cite::fact(value.article, &value.fact));
    draft.cite(victim.cite.clone());
    let date = view.standing(Slot::DateImpact).chain(view.standing(Slot::DateDetected)).find(|date| {
        date.fact.slot == Slot::DateImpact && is_plain_day(date) && mood(&date.fact) == mood(&value.fact)
    });
    let mut fills = vec![("who", Fill::Text(victim.text.clone()))];
    let dated = format!("event_dated.{word}");
    if let Some(date) = date.filter(|_| desk.phrases().find(&dated).is_some()) {
        fills.push(("date", when_of(desk, date).into()));
        let text = clause(desk, &dated, mood(&value.fact), &fills)?;
        let said = tell(desk, view, &mut Flow::default(), &[value, date], text, draft.clone());
        if said.is_some() {
            return said;
        }
    }
    let text = clause(desk, &format!("event.{word}"), mood(&value.fact), &fills)?;
    // A victim that says of itself "X said that X was hit" is told without the frame.
    let _ = flow;
    let mut told = value.clone();
    if speaker(&told.fact) == Speaker::Victim {
        told.fact.said_by = None;
    }
    tell(desk, view, &mut Flow::default(), &[value], text.clone(), draft.clone())
        .or_else(|| tell(desk, view, &mut Flow::default(), &[&told], text, draft))
}

fn is_plain_day(value: &ClaimValue) -> bool {
    matches!(value.fact.value, Value::When(When::Day(_) | When::Instant(_)))
}

/// The newest numbered report of the window, and the day on which its article says it was published.
pub fn newest_report<'a>(view: &View<'a>) -> Option<(&'a ClaimValue, Option<&'a ClaimValue>)> {
    let number = view.news(Slot::ReportNo).filter(|v| matches!(v.fact.value, Value::Number(_))).max_by_key(
        |v| match v.fact.value {
            Value::Number(n) => n,
            _ => 0,
        },
    )?;
    let date =
        view.values(Slot::DateDisclosed).find(|v| v.article == number.article && v.fate != Fate::Withdrawn);
    Some((number, date))
}

/// 第7報, 7th.
pub fn report_text(desk: &Desk<'_>, value: &ClaimValue) -> String {
    match value.fact.value {
        Value::Number(n) => ordinal_text(n, desk.lang),
        _ => String::new(),
    }
}

fn followup(desk: &Desk<'_>, view: &View<'_>, event: &Option<(String, Cite)>) -> Option<Sentence> {
    let victim = view.victim.as_ref()?;
    let article = view.new_articles().last()?;
    let mut draft = Draft::default();
    let mark = draft.cite(Cite::title(article));
    draft.cite(victim.cite.clone());
    draft.cites.extend(event.iter().map(|(_, cite)| cite.clone()));
    let fills = [
        ("who", Fill::Text(victim.text.clone())),
        ("event", event_text(desk, event)),
        ("source", desk.source_name(article).into()),
        ("date", desk.day(article.known_at).into()),
        ("c", Piece::Cites(vec![mark]).into()),
    ];
    let key = if view.is_new && event.is_none() { "lead.no_event" } else { "lead.followup" };
    desk.say_phrase(key, &fills, draft)
}

/// The article's own title as a quotation: for what hardly a fact is known of.
pub fn title_sentence(desk: &Desk<'_>, view: &View<'_>) -> Option<Sentence> {
    let article = view.new_articles().next()?;
    let allowed = desk.source_of(article).map_or(usize::MAX, |s| s.quote_chars_max as usize);
    let words = quote(&article.title, article.lang, TITLE_CHARS_MAX.min(allowed))?;
    let mut draft = Draft::default();
    let mark = draft.cite(Cite::title(article));
    let fills = [
        ("quote", Fill::from(words)),
        ("source", desk.source_name(article).into()),
        ("date", desk.day(article.known_at).into()),
        ("c", Piece::Cites(vec![mark]).into()),
    ];
    desk.say_phrase("lead.title", &fills, draft)
}

/// The word for the kind of event, with its proof.
pub fn event_word(desk: &Desk<'_>, view: &View<'_>) -> Option<(String, Cite)> {
    let value = view.event()?;
    let word = desk.phrases().find(&format!("word.event_type.{}", value.fact.value.to_text()))?;
    Some((word.to_owned(), Cite::fact(value.article, &value.fact)))
}

pub(crate) fn event_text(desk: &Desk<'_>, event: &Option<(String, Cite)>) -> Fill {
    match event {
        Some((word, _)) => word.as_str().into(),
        None => desk.phrases().get("word.event_type.something").into(),
    }
}

pub(crate) fn when_of(desk: &Desk<'_>, value: &ClaimValue) -> String {
    match value.fact.value {
        Value::When(when) => desk.when(when),
        _ => String::new(),
    }
}

/// A count as it is told, or `None` for one that cannot be told in words.
pub fn count_of(desk: &Desk<'_>, value: &ClaimValue) -> Option<String> {
    count_text(&value.fact.value, value.fact.qualifier, &clean(&value.fact.of), desk.lang)
}

/// What a claim is called: the number of people, the amount of data.
pub fn what_of(desk: &Desk<'_>, value: &ClaimValue) -> String {
    let by_unit = match value.fact.value.unit() {
        Some(Unit::Record | Unit::Document | Unit::File | Unit::EmailAddress) => "record",
        Some(Unit::Person) => "person",
        Some(Unit::Account) => "account",
        Some(Unit::Byte) => "byte",
        Some(Unit::Currency(_)) => "currency",
        _ => "other",
    };
    let key = if value.fact.slot == Slot::Count { by_unit } else { value.fact.slot.word() };
    desk.phrases().get(&format!("word.slot.{key}")).to_owned()
}

/// A value as it is told in a cell or in "from … to …".
pub fn value_text(desk: &Desk<'_>, value: &ClaimValue) -> Option<String> {
    let word = value.fact.value.to_text();
    match value.fact.slot {
        Slot::Count => count_of(desk, value),
        Slot::Service => desk.phrases().find(&format!("word.service.{word}")).map(str::to_owned),
        _ => None,
    }
}

fn change_sentence(desk: &Desk<'_>, change: &Change<'_>) -> Option<Sentence> {
    if mood(&change.old.fact) != "plain" || mood(&change.new.fact) != "plain" {
        return None;
    }
    let mut draft = Draft::default();
    let old = draft.cite(Cite::fact(change.old.article, &change.old.fact));
    let new = draft.cite(Cite::fact(change.new.article, &change.new.fact));
    let fills = [
        ("what", Fill::Text(what_of(desk, change.new))),
        ("old", value_text(desk, change.old)?.into()),
        ("old_date", desk.day(change.old.known_at).into()),
        ("old_c", Piece::Cites(vec![old]).into()),
        ("new", value_text(desk, change.new)?.into()),
        ("new_date", desk.day(change.new.known_at).into()),
        ("c", Piece::Cites(vec![new]).into()),
    ];
    desk.say_phrase("change.count", &fills, draft)
}

fn counts(desk: &Desk<'_>, view: &View<'_>, flow: &mut Flow, out: &mut Vec<Sentence>) {
    let changed: Vec<&ClaimValue> = view.changes().iter().map(|change| change.new).collect();
    let mut n_told = 0;
    for value in view.news(Slot::Count) {
        if n_told >= COUNTS_MAX || changed.iter().any(|c| std::ptr::eq(*c, value)) {
            continue;
        }
        let (key, fills) = if value.fact.value == Value::Unknown {
            ("say.count.undisclosed".to_owned(), Vec::new())
        } else {
            let Some(text) = count_of(desk, value) else { continue };
            let key = match value.fact.value.unit() {
                Some(Unit::Byte) => "byte",
                Some(Unit::Currency(_)) => "currency",
                Some(Unit::Country) => "country",
                Some(Unit::Percent) => continue,
                _ if is_beside_exposure(view, value) => "leaked",
                Some(Unit::Person | Unit::Account | Unit::Organization | Unit::Device | Unit::Store) => {
                    "affected"
                }
                _ => "other",
            };
            (format!("say.count.{key}"), vec![("count", Fill::Text(text))])
        };
        let mood = if value.fact.value == Value::Unknown { "plain" } else { mood(&value.fact) };
        let Some(text) = clause(desk, &key, mood, &fills) else { continue };
        if let Some(said) = tell(desk, view, flow, &[value], text, Draft::default()) {
            out.push(said);
            n_told += 1;
        }
    }
}

/// Whether the sentence of a count also says that data got out: then the count is of what got out.
fn is_beside_exposure(view: &View<'_>, value: &ClaimValue) -> bool {
    view.values(Slot::DataExposed).any(|other| {
        other.article == value.article
            && other.fact.sentence == value.fact.sentence
            && other.fact.status == value.fact.status
    })
}

/// Values told in one breath: same mood, same speaker. In the order in which they were first met.
fn grouped<'a>(values: impl Iterator<Item = &'a ClaimValue>) -> Vec<Vec<&'a ClaimValue>> {
    let mut keys = Vec::new();
    let mut groups: BTreeMap<usize, Vec<&ClaimValue>> = BTreeMap::new();
    for value in values {
        let key = (mood(&value.fact), speaker(&value.fact));
        let idx = keys.iter().position(|k| *k == key).unwrap_or_else(|| {
            keys.push(key);
            keys.len() - 1
        });
        groups.entry(idx).or_default().push(value);
    }
    groups.into_values().collect()
}

fn words_list(desk: &Desk<'_>, view: &View<'_>, slot: Slot, flow: &mut Flow, out: &mut Vec<Sentence>) {
    for group in grouped(view.news(slot)) {
        let mut words = Vec::new();
        let mut said = Vec::new();
        for value in group {
            let word = desk.phrases().find(&format!("word.data.{}", value.fact.value.to_text()));
            let Some(word) = word.map(str::to_owned) else { continue };
            if !words.contains(&word) && words.len() < LIST_MAX {
                words.push(word);
                said.push(value);
            }
        }
        let Some(first) = said.first() else { continue };
        let key = format!("say.{}", slot.word());
        let is_not_exposed = slot == Slot::DataNotExposed;
        let mood = if is_not_exposed { "plain" } else { mood(&first.fact) };
        let Some(text) = clause(desk, &key, mood, &[("what", join(&words, desk.lang).into())]) else {
            continue;
        };
        out.extend(tell(desk, view, flow, &said, text, Draft::default()));
    }
}

fn services(desk: &Desk<'_>, view: &View<'_>, flow: &mut Flow, out: &mut Vec<Sentence>) {
    for value in view.news(Slot::Service) {
        let name = clean(&value.fact.of);
        let what = if is_in_script(&name, desk.lang) || name.is_ascii() && !name.is_empty() {
            name
        } else {
            desk.phrases().get("say.service.something").to_owned()
        };
        let key = format!("say.service.{}", value.fact.value.to_text());
        let Some(text) = clause(desk, &key, mood(&value.fact), &[("what", what.into())]) else { continue };
        out.extend(tell(desk, view, flow, &[value], text, Draft::default()));
    }
}

fn each_word(desk: &Desk<'_>, view: &View<'_>, slot: Slot, flow: &mut Flow, out: &mut Vec<Sentence>) {
    for value in view.news(slot) {
        let word = value.fact.value.to_text();
        let key = format!("say.{}.{word}", slot.word());
        let mut mood = mood(&value.fact);
        // The word itself says no (not_paid, unknown): the status does not say it once more.
        if super::super::verify::certainty::is_negative(&value.fact)
            && desk.phrases().find(&format!("{key}_{mood}")).is_none()
        {
            mood = "plain";
        }
        let Some(text) = clause(desk, &key, mood, &[]) else { continue };
        out.extend(tell(desk, view, flow, &[value], text, Draft::default()));
    }
}

fn names_list(desk: &Desk<'_>, view: &View<'_>, slot: Slot, flow: &mut Flow, out: &mut Vec<Sentence>) {
    for group in grouped(view.news(slot)) {
        let mut names: Vec<String> = Vec::new();
        let mut said = Vec::new();
        for value in group {
            let Some((name, _)) = name_of(desk, value) else { continue };
            if !names.contains(&name) && names.len() < LIST_MAX {
                names.push(name);
                said.push(value);
            }
        }
        let Some(first) = said.first() else { continue };
        let fills = [("what", Fill::Text(join(&names, desk.lang)))];
        let key = format!("say.{}", slot.word());
        let is_claim = slot == Slot::Actor && speaker(&first.fact) == Speaker::Attacker;
        let mood = if is_claim { "claimed" } else { mood(&first.fact) };
        let Some(text) = clause(desk, &key, mood, &fills) else { continue };
        if is_claim {
            // "X claims the attack" needs no frame that says so once more.
            let mut draft = Draft::default();
            let marks = said.iter().map(|v| draft.cite(Cite::fact(v.article, &v.fact))).collect();
            let fills = [("p", text.into()), ("c", Fill::from(Piece::Cites(marks)))];
            out.extend(desk.say_phrase("frame.none", &fills, draft));
        } else {
            out.extend(tell(desk, view, flow, &said, text, Draft::default()));
        }
    }
}

/// First access with the days to the impact, reckoned; else the dates by themselves.
fn dates(desk: &Desk<'_>, view: &View<'_>, flow: &mut Flow, out: &mut Vec<Sentence>) {
    let day = |slot| view.standing(slot).find(|v| is_plain_day(v) && mood(&v.fact) == "plain");
    let impact = day(Slot::DateImpact);
    for (key, from, to) in [
        ("say.date.dwell", day(Slot::DateInitialAccess), impact),
        ("say.date.outage", impact, day(Slot::DateRecovered)),
    ] {
        if let (Some(from), Some(to)) = (from, to) {
            let is_news = |v: &ClaimValue| desk.input.window.holds(v.known_at);
            if is_news(from) || is_news(to) {
                out.extend(between(desk, key, from, to));
            }
        }
    }
    let has_dwell = day(Slot::DateInitialAccess).is_some() && impact.is_some();
    for (slot, key) in [
        (Slot::DateInitialAccess, "say.date.initial_access"),
        (Slot::DateDetected, "say.date.detected"),
        (Slot::DateRecoveredPartial, "say.date.recovered_partial"),
        (Slot::DateRecovered, "say.date.recovered"),
    ] {
        if slot == Slot::DateInitialAccess && has_dwell {
            continue;
        }
        let Some(value) = view.news(slot).next() else { continue };
        let fills = [("date", Fill::Text(when_of(desk, value)))];
        let Some(text) = clause(desk, key, mood(&value.fact), &fills) else { continue };
        out.extend(tell(desk, view, flow, &[value], text, Draft::default()));
    }
}

/// "from A to B lie n days (counted from the dates)".
pub fn between(desk: &Desk<'_>, key: &str, from: &ClaimValue, to: &ClaimValue) -> Option<Sentence> {
    let (Value::When(a), Value::When(b)) = (&from.fact.value, &to.fact.value) else { return None };
    let n = (b.first_day(&desk.input.zone) - a.first_day(&desk.input.zone)).get_days();
    if n <= 0 {
        return None;
    }
    let mut draft = Draft::default();
    let first = draft.cite(Cite::fact(from.article, &from.fact));
    let last = draft.cite(Cite::fact(to.article, &to.fact));
    draft.computed.push(Computed::DaysBetween(first, last));
    let fills = [
        ("date", Fill::Text(when_of(desk, from))),
        ("end", when_of(desk, to).into()),
        ("n", n.to_string().into()),
    ];
    let text = clause(desk, key, "plain", &fills)?;
    let fills = [("p", text.into()), ("c", Fill::from(Piece::Cites(vec![first, last])))];
    desk.say_phrase("frame.none", &fills, draft)
}

fn contradictions(desk: &Desk<'_>, view: &View<'_>) -> Vec<Sentence> {
    let mut out = Vec::new();
    for (a, b) in view.contradictions() {
        if mood(&a.fact) != "plain" || mood(&b.fact) != "plain" {
            continue;
        }
        let (Some(a_text), Some(b_text)) = (count_of(desk, a), count_of(desk, b)) else { continue };
        let mut draft = Draft::default();
        let a_mark = draft.cite(Cite::fact(a.article, &a.fact));
        let b_mark = draft.cite(Cite::fact(b.article, &b.fact));
        let fills = [
            ("a", Fill::Text(a_text)),
            ("a_c", Piece::Cites(vec![a_mark]).into()),
            ("b", b_text.into()),
            ("b_c", Piece::Cites(vec![b_mark]).into()),
        ];
        out.extend(desk.say_phrase("change.contradiction", &fills, draft));
    }
    out
}
