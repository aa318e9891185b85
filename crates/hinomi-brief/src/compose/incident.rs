//! The paragraph of an incident: the newest change first, then what is known, each with who says it and how sure.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::{ClaimValue, Slot, Status, Unit, Value, When};

use super::Desk;
use super::clause::{Clause, Speaker, mood, name_of, sentences, speaker, words};
use super::lead::{excerpt, followup, lead, on_of, when_of};
use super::role::{Role, role};
use super::view::{Change, View};
use crate::phrase::Fill;
use crate::sentence::{Cite, Computed, Draft, Piece, Sentence};
use crate::verify::certainty::is_negative;
use crate::wording::{clean, count_text, is_in_script, join};

/// Sentences of an item's paragraph at most; what is left out is in the incident's file.
pub const SENTENCES_MAX: usize = 8;
/// Names or kinds of data in one sentence at most.
const LIST_MAX: usize = 8;
/// Counts told in one paragraph at most.
const COUNTS_MAX: usize = 3;

/// The paragraph of `view`.
pub fn paragraph(desk: &Desk<'_>, view: &View<'_>) -> Vec<Sentence> {
    let mut out: Vec<Sentence> = lead(desk, view).into_iter().collect();
    let mut told = Told::default();
    for change in view.changes() {
        if let Some(sentence) = change_sentence(desk, &change) {
            told.values.push(change.new);
            out.push(sentence);
        }
    }
    let differing = contradictions(desk, view, &mut told);
    let mut clauses = Vec::new();
    counts(desk, view, &mut told, &mut clauses);
    data(desk, view, Slot::DataExposed, &mut told, &mut clauses);
    data(desk, view, Slot::DataNotExposed, &mut told, &mut clauses);
    services(desk, view, &mut clauses);
    dates(desk, view, &mut clauses);
    for slot in [Slot::RootCause, Slot::Backup, Slot::Ransom, Slot::Misuse, Slot::Action] {
        each_word(desk, view, slot, &mut clauses);
    }
    for slot in [Slot::Malware, Slot::Actor, Slot::AffectedParty, Slot::ReportedTo] {
        names(desk, view, slot, &mut told, &mut clauses);
    }
    let clauses = sentences(desk, view, clauses);
    let n_free = SENTENCES_MAX.saturating_sub(out.len() + differing.len());
    out.extend(clauses.into_iter().take(n_free));
    out.extend(differing);
    // A paragraph that names nobody starts with whose matter it is.
    if view.victim.as_ref().is_some_and(|victim| !out.iter().any(|s| s.text().contains(&victim.text))) {
        if let Some(first) = followup(desk, view) {
            out.insert(0, first);
        }
    }
    if out.len() <= 1 {
        out.extend(excerpt(desk, view));
    }
    out
}

/// What was told already, so that it is not told twice.
#[derive(Default)]
struct Told<'a> {
    values: Vec<&'a ClaimValue>,
    /// Whether the attacker was let speak: then "X claims the attack" goes without saying.
    has_attacker: bool,
}

impl Told<'_> {
    fn has(&self, value: &ClaimValue) -> bool {
        self.values.iter().any(|known| std::ptr::eq(*known, value))
    }
}

/// A count as it is told, or `None` for one that cannot be told in words.
pub fn count_of(desk: &Desk<'_>, value: &ClaimValue) -> Option<String> {
    count_text(&value.fact.value, value.fact.qualifier, &clean(&value.fact.of), desk.lang)
}

/// What a claim is called: the number of people, the amount of data.
pub fn what_of(desk: &Desk<'_>, value: &ClaimValue) -> String {
    let by_unit = match value.fact.value.unit() {
        Some(Unit::Document) => "document",
        Some(Unit::Record | Unit::File | Unit::EmailAddress) => "record",
        Some(Unit::Person) => "person",
        Some(Unit::Account) => "account",
        Some(Unit::Byte) => "byte",
        Some(Unit::Currency(_)) => "currency",
        _ => "other",
    };
    if value.fact.slot != Slot::Count {
        return desk.phrases().get(&format!("word.slot.{}", value.fact.slot.word())).to_owned();
    }
    let of_role = format!("word.slot.{by_unit}_{}", role(desk, value).word());
    let phrases = desk.phrases();
    phrases.find(&of_role).unwrap_or_else(|| phrases.get(&format!("word.slot.{by_unit}"))).to_owned()
}

/// A value as it is told in a cell or in "from … to …".
pub fn value_text(desk: &Desk<'_>, value: &ClaimValue) -> Option<String> {
    let word = value.fact.value.to_text();
    let slot = value.fact.slot;
    match slot {
        Slot::Count => count_of(desk, value),
        Slot::Service => desk.phrases().find(&format!("word.service.{word}")).map(str::to_owned),
        _ => desk.phrases().find(&format!("word.{}.{word}", slot.word())).map(str::to_owned),
    }
}

/// "The number of people rose from A (7 May) to B (13 May)."
fn change_sentence(desk: &Desk<'_>, change: &Change<'_>) -> Option<Sentence> {
    let (old, new) = (change.old, change.new);
    let is_told = old.fact.slot == Slot::Count && mood(&new.fact) == "plain";
    if !is_told {
        return None;
    }
    let mut draft = Draft::default();
    let old_mark = draft.cite(Cite::fact(old.article, &old.fact));
    let new_mark = draft.cite(Cite::fact(new.article, &new.fact));
    draft.known.extend([old_mark, new_mark]);
    let key = match (&old.fact.value, &new.fact.value) {
        (Value::Unknown, Value::Count { .. }) => "change.disclosed",
        _ if mood(&old.fact) != "plain" => return None,
        (Value::Count { number: a, .. }, Value::Count { number: b, .. }) if b > a => {
            draft.computed.push(Computed::Rose(old_mark, new_mark));
            "change.rose"
        }
        (Value::Count { number: a, .. }, Value::Count { number: b, .. }) if b < a => {
            draft.computed.push(Computed::Fell(old_mark, new_mark));
            "change.fell"
        }
        (Value::Count { .. }, Value::Count { .. }) => "change.changed",
        _ => return None,
    };
    let fills = [
        ("what", Fill::Text(what_of(desk, new))),
        ("old", value_text(desk, old).unwrap_or_default().into()),
        ("old_date", desk.day(old.known_at).into()),
        ("old_c", Piece::Cites(vec![old_mark]).into()),
        ("new", value_text(desk, new)?.into()),
        ("new_date", desk.day(new.known_at).into()),
        ("c", Piece::Cites(vec![new_mark]).into()),
    ];
    desk.say_phrase(key, &fills, draft)
}

/// Units that count people or what is kept about them: a number of one is often retold as a number of another.
pub fn is_of_people(unit: Option<Unit>) -> bool {
    matches!(unit, Some(Unit::Person | Unit::Account | Unit::Record | Unit::EmailAddress))
}

/// How far a rounded number may lie from what it rounds, in percent: "some two million" for 1,914,000.
const ROUNDING_PERCENT_MAX: i64 = 6;

/// Whether `b` says in other words what `a` says: the same number, or one rounded from it.
fn is_retelling(a: &ClaimValue, b: &ClaimValue) -> bool {
    let (Value::Count { number: x, unit: u, .. }, Value::Count { number: y, unit: v, .. }) =
        (&a.fact.value, &b.fact.value)
    else {
        return false;
    };
    let is_one_thing =
        u == v || (is_of_people(*u) && is_of_people(*v)) || (units_of_papers(*u) && units_of_papers(*v));
    let gap = (*x - *y).abs().checked_mul(rust_decimal::Decimal::ONE_HUNDRED);
    let bound = (*x).max(*y).checked_mul(rust_decimal::Decimal::from(ROUNDING_PERCENT_MAX));
    is_one_thing && gap.zip(bound).is_some_and(|(gap, bound)| gap <= bound)
}

fn units_of_papers(unit: Option<Unit>) -> bool {
    matches!(unit, Some(Unit::Record | Unit::Document | Unit::File))
}

/// Numbers below this say nothing by themselves where the sentence does not say what they are about.
const UNSAID_MIN: u32 = 1000;
/// Numbers below this are mostly ordinals and shares ("one in five") that were read as counts.
const TOLD_MIN: u32 = 10;

/// Whether a count is worth a sentence or a milestone.
pub fn is_worth_telling(role: Role, value: &ClaimValue) -> bool {
    let Value::Count { number, unit, .. } = &value.fact.value else { return false };
    let is_big = |min: u32| *number >= rust_decimal::Decimal::from(min);
    match role {
        Role::Unsaid => {
            matches!(unit, Some(Unit::Byte))
                || (is_of_people(*unit) || units_of_papers(*unit)) && is_big(UNSAID_MIN)
        }
        Role::Ransom | Role::Loss | Role::Fine => true,
        _ => is_big(TOLD_MIN) || matches!(unit, Some(Unit::Organization | Unit::Store | Unit::Device)),
    }
}

/// People and records first, then sizes and money; the largest of each first.
fn count_order(value: &ClaimValue, role: Role) -> (Role, std::cmp::Reverse<rust_decimal::Decimal>) {
    let number = match value.fact.value {
        Value::Count { number, .. } => number,
        _ => rust_decimal::Decimal::MAX,
    };
    (role, std::cmp::Reverse(number))
}

fn counts<'a>(desk: &Desk<'_>, view: &View<'a>, told: &mut Told<'a>, out: &mut Vec<Clause<'a>>) {
    let mut values: Vec<(Role, &ClaimValue)> = view
        .news(Slot::Count)
        .filter(|v| v.fact.value != Value::Unknown && v.fact.status != Some(Status::Undisclosed))
        .filter(|v| v.fact.value.unit() != Some(Unit::Percent) && !told.has(v))
        .map(|v| (role(desk, v), v))
        .collect();
    values.sort_by_key(|(role, value)| count_order(value, *role));
    let mut chosen: Vec<(Role, &ClaimValue)> = Vec::new();
    for (role, value) in values {
        let is_known =
            chosen.iter().map(|(_, v)| *v).chain(told.values.iter().copied()).any(|v| is_retelling(v, value));
        // A number of which nothing is said but itself stands in where there is no other.
        let is_filler = role == Role::Unsaid && !(chosen.is_empty() && told.values.is_empty());
        if is_worth_telling(role, value) && !is_known && !is_filler && chosen.len() < COUNTS_MAX {
            chosen.push((role, value));
        }
    }
    for (role, value) in chosen {
        let Some(count) = count_of(desk, value) else { continue };
        let of_people =
            matches!(value.fact.value.unit(), Some(Unit::Person | Unit::Account | Unit::Organization));
        let mut said = vec![value];
        let mut fills = vec![("count", Fill::Text(count))];
        let key = match (role, value.fact.value.unit()) {
            (Role::Leaked, Some(Unit::Byte)) => "leaked_bytes",
            (Role::Leaked, _) if of_people => {
                let (kinds, of) = data_beside(desk, view, value);
                if kinds.is_empty() {
                    "leaked_of"
                } else {
                    said.extend(of);
                    fills.push(("what", join(&kinds, desk.lang).into()));
                    "leaked_kinds"
                }
            }
            (Role::Leaked, _) => "leaked",
            (_, Some(Unit::Byte)) => "byte",
            (Role::Ransom, _) => "ransom",
            (Role::Loss, _) => "loss",
            (Role::Fine, _) => "fine",
            (_, Some(Unit::Currency(_))) => "currency",
            (Role::Target, _) => "target",
            (Role::Affected, _) => "affected",
            (Role::Unsaid, _) => "unsaid",
        };
        let Some(pieces) = words(desk, &format!("say.count.{key}"), mood(&value.fact), &fills) else {
            continue;
        };
        if speaker(desk, view, value) == Speaker::Attacker {
            told.has_attacker = true;
        }
        told.values.extend(&said);
        out.extend(Clause::new(desk, view, said, pieces));
    }
}

/// Kinds of data told in the same sentence and mood as a count: they are what the count is of.
fn data_beside<'a>(
    desk: &Desk<'_>,
    view: &View<'a>,
    count: &ClaimValue,
) -> (Vec<String>, Vec<&'a ClaimValue>) {
    let mut kinds = Vec::new();
    let mut said = Vec::new();
    for value in view.news(Slot::DataExposed) {
        let is_beside = value.article == count.article
            && value.fact.sentence == count.fact.sentence
            && mood(&value.fact) == mood(&count.fact);
        if let Some(kind) = data_word(desk, value).filter(|_| is_beside && kinds.len() < LIST_MAX) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
            said.push(value);
        }
    }
    (kinds, said)
}

fn data_word(desk: &Desk<'_>, value: &ClaimValue) -> Option<String> {
    desk.phrases().find(&format!("word.data.{}", value.fact.value.to_text())).map(str::to_owned)
}

/// Values told in one breath: same mood, same speaker. In the order in which they were first met.
fn grouped<'a>(
    desk: &Desk<'_>,
    view: &View<'a>,
    values: impl Iterator<Item = &'a ClaimValue>,
) -> Vec<Vec<&'a ClaimValue>> {
    let mut keys = Vec::new();
    let mut groups: BTreeMap<usize, Vec<&ClaimValue>> = BTreeMap::new();
    for value in values {
        let key = (mood(&value.fact), speaker(desk, view, value));
        let idx = keys.iter().position(|k| *k == key).unwrap_or_else(|| {
            keys.push(key);
            keys.len() - 1
        });
        groups.entry(idx).or_default().push(value);
    }
    groups.into_values().collect()
}

fn data<'a>(desk: &Desk<'_>, view: &View<'a>, slot: Slot, told: &mut Told<'a>, out: &mut Vec<Clause<'a>>) {
    let fresh: Vec<&ClaimValue> = view.news(slot).filter(|v| !told.has(v)).collect();
    // "Personal data" beside names and addresses says nothing more.
    let is_vague = |v: &&ClaimValue| v.fact.value == Value::Word("unspecified".to_owned());
    let has_kinds = view.standing(slot).any(|v| !is_vague(&v));
    // A kind that is said to have got out is not said to be safe in the same breath.
    let is_disputed = |v: &&ClaimValue| {
        slot == Slot::DataNotExposed
            && view.standing(Slot::DataExposed).any(|other| other.fact.value == v.fact.value)
    };
    for group in
        grouped(desk, view, fresh.into_iter().filter(|v| !(has_kinds && is_vague(v)) && !is_disputed(v)))
    {
        let mut kinds = Vec::new();
        let mut said = Vec::new();
        for value in group {
            let Some(kind) = data_word(desk, value) else { continue };
            if !kinds.contains(&kind) && kinds.len() < LIST_MAX {
                kinds.push(kind);
                said.push(value);
            }
        }
        let Some(first) = said.first() else { continue };
        let mood = if slot == Slot::DataNotExposed { "plain" } else { mood(&first.fact) };
        let fills = [("what", Fill::Text(join(&kinds, desk.lang)))];
        let Some(pieces) = words(desk, &format!("say.{}", slot.word()), mood, &fills) else { continue };
        out.extend(Clause::new(desk, view, said, pieces));
    }
}

fn services<'a>(desk: &Desk<'_>, view: &View<'a>, out: &mut Vec<Clause<'a>>) {
    for value in view.news(Slot::Service) {
        let name = clean(&value.fact.of);
        let is_usable = is_in_script(&name, desk.lang) || (name.is_ascii() && !name.is_empty());
        let what = if is_usable { name } else { desk.phrases().get("say.service.something").to_owned() };
        let mut fills = vec![("what", Fill::Text(what))];
        let mut said = vec![value];
        let mut key = format!("say.service.{}", value.fact.value.to_text());
        let dates = [Slot::DateRecoveredPartial, Slot::DateRecovered, Slot::DateImpact];
        let beside = dates.iter().flat_map(|slot| view.standing(*slot)).find(|d| {
            d.article == value.article
                && d.fact.sentence == value.fact.sentence
                && is_day(d)
                && mood(&d.fact) == mood(&value.fact)
        });
        let is_known = desk.phrases().find(&format!("{key}_dated")).is_some();
        if let Some(date) = beside.filter(|_| is_known && mood(&value.fact) == "plain") {
            key.push_str("_dated");
            fills.push(("date", when_of(desk, date).into()));
            fills.push(("on", on_of(desk, date).into()));
            said.push(date);
        }
        let Some(pieces) = words(desk, &key, mood(&value.fact), &fills) else { continue };
        out.extend(Clause::new(desk, view, said, pieces));
    }
}

fn each_word<'a>(desk: &Desk<'_>, view: &View<'a>, slot: Slot, out: &mut Vec<Clause<'a>>) {
    for value in view.news(slot) {
        let word = value.fact.value.to_text();
        // What is not known is told in a line of its own.
        let is_unknown = word == "unknown" || value.fact.status == Some(Status::Undisclosed);
        if is_unknown {
            continue;
        }
        let key = format!("say.{}.{word}", slot.word());
        let mut mood = mood(&value.fact);
        // The word itself says no (not_paid): the status does not say it once more.
        if is_negative(&value.fact) && desk.phrases().find(&format!("{key}_{mood}")).is_none() {
            mood = "plain";
        }
        let Some(pieces) = words(desk, &key, mood, &[]) else { continue };
        out.extend(Clause::new(desk, view, vec![value], pieces));
    }
}

fn names<'a>(desk: &Desk<'_>, view: &View<'a>, slot: Slot, told: &mut Told<'a>, out: &mut Vec<Clause<'a>>) {
    for group in grouped(desk, view, view.news(slot)) {
        let mut names: Vec<String> = Vec::new();
        let mut said = Vec::new();
        let mut seen = BTreeSet::new();
        for value in group {
            let Some((name, _)) = name_of(desk, value) else { continue };
            if seen.insert(hinomi_text::name_key(&name)) && names.len() < LIST_MAX {
                names.push(name);
                said.push(value);
            }
        }
        let Some(first) = said.first().copied() else { continue };
        let key = format!("say.{}", slot.word());
        let is_claim = slot == Slot::Actor && speaker(desk, view, first) == Speaker::Attacker;
        if is_claim && told.has_attacker {
            continue;
        }
        let mood = if is_claim { "claimed" } else { mood(&first.fact) };
        let fills = [("what", Fill::Text(join(&names, desk.lang)))];
        let Some(pieces) = words(desk, &key, mood, &fills) else { continue };
        if let Some(mut clause) = Clause::new(desk, view, said, pieces) {
            // "X claims the attack" needs no frame that says so once more.
            clause.speaker = if is_claim { Speaker::Nobody } else { clause.speaker };
            out.push(clause);
        }
    }
}

fn is_day(value: &ClaimValue) -> bool {
    matches!(value.fact.value, Value::When(When::Day(_) | When::Instant(_)))
}

/// First access with the days to the impact, reckoned; else the dates by themselves.
fn dates<'a>(desk: &Desk<'_>, view: &View<'a>, out: &mut Vec<Clause<'a>>) {
    let day = |slot| view.standing(slot).find(|v| is_day(v) && mood(&v.fact) == "plain");
    let (access, impact, recovered) =
        (day(Slot::DateInitialAccess), day(Slot::DateImpact), day(Slot::DateRecovered));
    let is_news = |v: &ClaimValue| desk.input.window.holds(v.known_at);
    let mut done = Vec::new();
    for (key, from, to) in [("say.date.dwell", access, impact), ("say.date.outage", impact, recovered)] {
        let (Some(from), Some(to)) = (from, to) else { continue };
        if is_news(from) || is_news(to) {
            if let Some(clause) = between(desk, view, key, from, to) {
                done.extend([from, to]);
                out.push(clause);
            }
        }
    }
    for (slot, key) in [
        (Slot::DateInitialAccess, "say.date.initial_access"),
        (Slot::DateDetected, "say.date.detected"),
        (Slot::DateRecoveredPartial, "say.date.recovered_partial"),
        (Slot::DateRecovered, "say.date.recovered"),
    ] {
        let Some(value) = view.news(slot).find(|v| matches!(v.fact.value, Value::When(_))) else { continue };
        let is_told = |v: &ClaimValue| {
            done.iter().any(|d| std::ptr::eq(*d, v))
                || out.iter().any(|c| c.said.iter().any(|s| std::ptr::eq(*s, v)))
        };
        if is_told(value) {
            continue;
        }
        let fills = [("date", Fill::Text(when_of(desk, value))), ("on", on_of(desk, value).into())];
        let Some(pieces) = words(desk, key, mood(&value.fact), &fills) else { continue };
        out.extend(Clause::new(desk, view, vec![value], pieces));
    }
}

/// "from A to B lie n days (counted from the dates)".
pub fn between<'a>(
    desk: &Desk<'_>,
    view: &View<'a>,
    key: &str,
    from: &'a ClaimValue,
    to: &'a ClaimValue,
) -> Option<Clause<'a>> {
    let (Value::When(a), Value::When(b)) = (&from.fact.value, &to.fact.value) else { return None };
    let n = (b.first_day(&desk.input.zone) - a.first_day(&desk.input.zone)).get_days();
    if n <= 0 {
        return None;
    }
    let fills = [
        ("date", Fill::Text(when_of(desk, from))),
        ("end", when_of(desk, to).into()),
        ("n", n.to_string().into()),
    ];
    let pieces = words(desk, key, "plain", &fills)?;
    let mut clause = Clause::new(desk, view, vec![from, to], pieces)?;
    clause.is_days_between = true;
    clause.speaker = Speaker::Nobody;
    Some(clause)
}

/// Values that disagree, side by side, each with its source.
fn contradictions<'a>(desk: &Desk<'_>, view: &View<'a>, told: &mut Told<'a>) -> Vec<Sentence> {
    let mut out = Vec::new();
    for (a, b) in view.contradictions() {
        if mood(&a.fact) != "plain" || mood(&b.fact) != "plain" {
            continue;
        }
        let (Some(a_text), Some(b_text)) = (count_of(desk, a), count_of(desk, b)) else { continue };
        let source = |v: &ClaimValue| desk.article(v.article).map(|article| desk.source_name(article));
        let (Some(a_source), Some(b_source)) = (source(a), source(b)) else { continue };
        let mut draft = Draft::default();
        let a_mark = draft.cite(Cite::fact(a.article, &a.fact));
        let b_mark = draft.cite(Cite::fact(b.article, &b.fact));
        let fills = [
            ("what", Fill::Text(what_of(desk, a))),
            ("a", a_text.into()),
            ("a_source", a_source.into()),
            ("a_c", Piece::Cites(vec![a_mark]).into()),
            ("b", b_text.into()),
            ("b_source", b_source.into()),
            ("b_c", Piece::Cites(vec![b_mark]).into()),
        ];
        if let Some(sentence) = desk.say_phrase("change.contradiction", &fills, draft) {
            told.values.extend([a, b]);
            out.push(sentence);
        }
    }
    out
}
