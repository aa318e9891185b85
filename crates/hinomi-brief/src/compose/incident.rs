//! The paragraph of an incident: the newest change first, then what is known, each with who says it and how sure.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::{ArticleId, ClaimValue, Slot, Span, Status, Unit, Value, Voice, When};

use super::Desk;
use super::clause::{Clause, Speaker, mood, name_of, sentences, sentences_after, speaker, words};
use super::lead::{also_told, excerpt, followup, lead, on_of, speaks, told_by, when_of};
use super::view::View;
use super::{counts, headline};
use crate::phrase::Fill;
use crate::sentence::{Piece, Proof, Sentence};
use crate::verify::certainty::is_negative;
use crate::wording::{body_name, clean, is_in_script, join};

/// Sentences of an item's paragraph at most; what is left out is in the incident's file.
pub const SENTENCES_MAX: usize = 8;
/// Names or kinds of data in one sentence at most.
pub const LIST_MAX: usize = 8;

/// The paragraph of `view`.
pub fn paragraph(desk: &Desk<'_>, view: &View<'_>) -> Vec<Sentence> {
    let Some(victim) = &view.victim else { return nameless(desk, view) };
    let mut out: Vec<Sentence> = lead(desk, view).into_iter().collect();
    let mut told = Told::default();
    for change in view.changes() {
        if let Some(sentence) = counts::change(desk, &change) {
            told.values.push(change.new);
            out.push(sentence);
        }
    }
    let differing = counts::contradictions(desk, view, &mut told);
    let mut clauses = Vec::new();
    counts::clauses(desk, view, &mut told, &mut clauses);
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
    // "It" is whoever spoke in the sentence before, and no number that rose in between.
    let before = if out.len() == 1 { speaks(desk, view) } else { None };
    let clauses = sentences_after(desk, view, clauses, before);
    let parts = counts::parts(desk, view);
    let n_free = SENTENCES_MAX.saturating_sub(out.len() + differing.len() + usize::from(parts.is_some()));
    out.extend(clauses.into_iter().take(n_free));
    out.extend(parts);
    out.extend(differing);
    // A paragraph that names nobody starts with whose matter it is.
    if !out.iter().any(|s| s.text().contains(&victim.text))
        && let Some(first) = followup(desk, view, !headline::is_title(desk, view))
    {
        out.insert(0, first);
    }
    let is_quoted = |s: &Sentence| {
        s.cites()
            .iter()
            .any(|cite| matches!(cite.proof, Proof::Words(span) if !is_title(desk, cite.article, span)))
    };
    // What sentences of our own tell of whoever is named needs no quotation before it that says the same.
    if out.first().is_some_and(is_quoted) && out.iter().skip(1).any(|s| names_victim(view, s)) {
        out.remove(0);
    }
    if out.len() < TOLD_ENOUGH && !out.iter().any(is_quoted) {
        out.extend(excerpt(desk, view).filter(|quote| !is_told_by(desk, &out, quote)));
    }
    out.extend(also_told(desk, view, &out));
    out
}

/// Whether a sentence names the victim in words of our own, so that it can stand alone.
pub fn names_victim(view: &View<'_>, sentence: &Sentence) -> bool {
    let Some(victim) = &view.victim else { return false };
    sentence.pieces().iter().any(|piece| match piece {
        Piece::Own(text) | Piece::Strong(text) => text.contains(&victim.text),
        _ => false,
    })
}

/// Whether words are the title of their article.
fn is_title(desk: &Desk<'_>, article: ArticleId, span: Span) -> bool {
    desk.article(article).and_then(|a| a.blocks.first()).is_some_and(|title| title.span == span)
}

/// Facts that sentences tell from the very words of a quotation, which then says it all once more.
const RETOLD_FACTS_MIN: usize = 2;

/// Whether the reader can read a quotation and was told what stands in it, a number among it, by `told`, of several
/// sentences.
fn is_told_by(desk: &Desk<'_>, told: &[Sentence], quote: &Sentence) -> bool {
    let Some((article, span)) = quote.cites().first().map(|c| (c.article, c.proof.span())) else {
        return false;
    };
    let is_readable = desk.article(article).is_some_and(|a| a.lang == desk.lang);
    let facts = told.iter().flat_map(Sentence::cites).filter(|c| c.article == article);
    let facts: BTreeSet<(Slot, Span)> = facts
        .filter_map(|c| Some((c.proof.fact()?.slot, c.proof.span())))
        .filter(|(slot, fact)| !slot.is_name() && span.contains(*fact))
        .collect();
    let has_count = facts.iter().any(|(slot, _)| *slot == Slot::Count);
    is_readable && told.len() > 1 && has_count && facts.len() >= RETOLD_FACTS_MIN
}

/// Sentences after which no more need be quoted.
const TOLD_ENOUGH: usize = 3;

/// A matter that names nobody: its title stands above; who tells it and the sentence that tells most; then what
/// facts add to that, in the reader's language.
fn nameless(desk: &Desk<'_>, view: &View<'_>) -> Vec<Sentence> {
    let mut out: Vec<Sentence> = told_by(desk, view).into_iter().collect();
    let quoted: Vec<(ArticleId, Span)> = out
        .iter()
        .flat_map(Sentence::cites)
        .filter(|_| view.leading().is_some_and(|article| article.lang == desk.lang))
        .map(|cite| (cite.article, cite.proof.span()))
        .collect();
    let mut told = Told::default();
    let mut clauses = Vec::new();
    counts::clauses(desk, view, &mut told, &mut clauses);
    data(desk, view, Slot::DataExposed, &mut told, &mut clauses);
    each_word(desk, view, Slot::Action, &mut clauses);
    for slot in [Slot::Malware, Slot::Actor, Slot::AffectedParty] {
        names(desk, view, slot, &mut told, &mut clauses);
    }
    // What the reader just read in the source's own words is not told again in ours.
    let is_quoted = |value: &ClaimValue| {
        let title = desk.article(value.article).and_then(|a| a.blocks.first().map(|block| block.span));
        let is_titled = view.leading().is_some_and(|a| a.id == value.article && a.lang == desk.lang)
            && title.is_some_and(|title| title.contains(value.fact.span));
        is_titled || quoted.iter().any(|(id, span)| *id == value.article && span.contains(value.fact.span))
    };
    clauses.retain(|clause| !clause.said.iter().all(|value| is_quoted(value)));
    out.extend(sentences(desk, view, clauses).into_iter().take(NAMELESS_SENTENCES_MAX));
    out.extend(also_told(desk, view, &out));
    out
}

/// Sentences made of facts where nobody is named: without a name they tell little.
const NAMELESS_SENTENCES_MAX: usize = 3;

/// What was told already, so that it is not told twice.
#[derive(Default)]
pub struct Told<'a> {
    /// Values.
    pub values: Vec<&'a ClaimValue>,
    /// Whether the attacker was let speak: then "X claims the attack" goes without saying.
    pub has_attacker: bool,
}

impl Told<'_> {
    /// Whether `value` was told.
    pub fn has(&self, value: &ClaimValue) -> bool {
        self.values.iter().any(|known| std::ptr::eq(*known, value))
    }
}

/// The word for a kind of data.
pub fn data_word(desk: &Desk<'_>, value: &ClaimValue) -> Option<String> {
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
    // A number of documents tells that documents leaked.
    let has_papers = told.values.iter().any(|v| v.fact.value.unit() == Some(Unit::Document));
    let is_told = |v: &ClaimValue| has_papers && v.fact.value == Value::Word("document".to_owned());
    let fresh: Vec<&ClaimValue> = view.news(slot).filter(|v| !told.has(v) && !is_told(v)).collect();
    // "Personal data" beside names and addresses says nothing more.
    let is_vague = |v: &&ClaimValue| v.fact.value == Value::Word("unspecified".to_owned());
    let has_kinds = view.standing(slot).any(|v| !is_vague(&v));
    // A kind that is said to have got out is not said to be safe in the same breath.
    let is_disputed = |v: &&ClaimValue| {
        slot == Slot::DataNotExposed
            && view.standing(Slot::DataExposed).any(|other| other.fact.value == v.fact.value)
    };
    for group in
        grouped(desk, view, fresh.into_iter().filter(|v| !is_disputed(v) && (!has_kinds || !is_vague(v))))
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
    for value in view
        .news(Slot::Service)
        .filter(|v| !is_recap(desk, view, v) && speaker(desk, view, v) != Speaker::Attacker)
    {
        let name = clean(&value.fact.of);
        let is_usable = is_in_script(&name, desk.lang) || (name.is_ascii() && !name.is_empty());
        // "The service stopped" tells something only where it is known whose.
        if !is_usable && view.victim.is_none() {
            continue;
        }
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

/// Whether a trouble is told anew that was told before, or of what had resumed: most often an article that tells the
/// story from the start. Those concerned are believed.
pub fn is_recap(desk: &Desk<'_>, view: &View<'_>, value: &ClaimValue) -> bool {
    // "Disrupted" is no news after "stopped", nor the other way round.
    let order = |value: &ClaimValue| match value.fact.value.to_text().as_str() {
        "partially_resumed" => 1,
        "resumed" => 2,
        _ => 0,
    };
    let is_official = desk
        .article(value.article)
        .and_then(|a| desk.source_of(a))
        .is_some_and(|s| s.voice == Voice::Official);
    let of = hinomi_text::name_key(&value.fact.of);
    let is_told = |v: &ClaimValue| {
        let is_same = of.is_empty() || hinomi_text::name_key(&v.fact.of) == of;
        v.known_at < value.known_at && (order(v) > order(value) || (is_same && order(v) == order(value)))
    };
    !is_official && view.values(Slot::Service).any(is_told)
}

/// Whether the kind of event says how it came about: an insider case, a loss.
fn says_cause(event: &Value, cause: &str) -> bool {
    const SAYING: [(&str, &str); 5] = [
        ("insider", "insider"),
        ("loss", "lost_device"),
        ("misconfiguration", "misconfiguration"),
        ("phishing", "phishing"),
        ("exploitation", "vulnerability"),
    ];
    SAYING.iter().any(|(kind, of)| *of == cause && event.to_text() == *kind)
}

fn each_word<'a>(desk: &Desk<'_>, view: &View<'a>, slot: Slot, out: &mut Vec<Clause<'a>>) {
    for value in view.news(slot) {
        let word = value.fact.value.to_text();
        // What is not known is told in a line of its own.
        let is_unknown = word == "unknown" || value.fact.status == Some(Status::Undisclosed);
        if slot == Slot::RootCause && view.event().is_some_and(|event| says_cause(&event.fact.value, &word)) {
            continue;
        }
        // An attacker is let speak of what was taken and from whom, not of what the victim did.
        if is_unknown || speaker(desk, view, value) == Speaker::Attacker {
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

/// Whether what is named as the attacker is what it was done with, or to whom: "Example Stealer" is malware, and
/// whoever was attacked is not told to have done it.
fn is_named_otherwise(view: &View<'_>, name: &str) -> bool {
    let key = hinomi_text::name_key(name);
    let is_malware =
        view.standing(Slot::Malware).any(|v| hinomi_text::name_key(&v.fact.value.to_text()) == key);
    is_malware || view.victim.as_ref().is_some_and(|victim| hinomi_text::name_key(&victim.text) == key)
}

/// Names of one kind, those of one mood and speaker together.
pub fn names<'a>(
    desk: &Desk<'_>,
    view: &View<'a>,
    slot: Slot,
    told: &mut Told<'a>,
    out: &mut Vec<Clause<'a>>,
) {
    // Told once, in the mood in which it was first met.
    let mut seen = BTreeSet::new();
    for group in grouped(desk, view, view.news(slot)) {
        let mut names: Vec<String> = Vec::new();
        let mut said = Vec::new();
        let mut unnamed = None;
        for value in group {
            let Some((name, _)) = name_of(desk, value) else { continue };
            if slot == Slot::Actor && is_named_otherwise(view, &name) {
                continue;
            }
            let name = if slot == Slot::ReportedTo { body_name(&name, desk.lang) } else { Some(name) };
            let Some(name) = name else {
                unnamed = unnamed.or(Some(value));
                continue;
            };
            if seen.insert(hinomi_text::name_key(&name)) && names.len() < LIST_MAX {
                names.push(name);
                said.push(value);
            }
        }
        let Some(first) = said.first().copied() else {
            let key = format!("say.{}.unnamed", slot.word());
            let pieces =
                unnamed.filter(|v| mood(&v.fact) == "plain").and_then(|_| words(desk, &key, "plain", &[]));
            out.extend(pieces.zip(unnamed).and_then(|(p, value)| Clause::new(desk, view, vec![value], p)));
            continue;
        };
        let many = format!("say.{}_many", slot.word());
        let is_many = names.len() > 1 && desk.phrases().find(&format!("{many}.plain")).is_some();
        let key = if is_many { many } else { format!("say.{}", slot.word()) };
        let is_claim = slot == Slot::Actor && speaker(desk, view, first) == Speaker::Attacker;
        // Whoever was let speak as the attacker need not be named as one.
        let is_alone =
            || said.len() == 1 && view.standing(Slot::Actor).all(|v| v.fact.value == first.fact.value);
        if slot == Slot::Actor && told.has_attacker && (is_claim || is_alone()) {
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

/// Whether a value names one day.
pub fn is_day(value: &ClaimValue) -> bool {
    matches!(value.fact.value, Value::When(When::Day(_) | When::Instant(_)))
}

/// First access with the days to the impact, reckoned; else the dates by themselves.
fn dates<'a>(desk: &Desk<'_>, view: &View<'a>, out: &mut Vec<Clause<'a>>) {
    let day = |slot| view.day_of(slot).map(|(_, value)| value);
    let (access, impact, recovered) =
        (day(Slot::DateInitialAccess), day(Slot::DateImpact), day(Slot::DateRecovered));
    let is_news = |v: &ClaimValue| desk.input.window.holds(v.known_at);
    let mut done = Vec::new();
    for (key, from, to) in [("say.date.dwell", access, impact), ("say.date.outage", impact, recovered)] {
        let (Some(from), Some(to)) = (from, to) else { continue };
        let is_fresh = is_news(from) || is_news(to);
        if let Some(clause) = between(desk, view, key, from, to).filter(|_| is_fresh) {
            done.extend([from, to]);
            out.push(clause);
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
        let within = format!("{key}_within");
        let is_range = matches!(value.fact.value, Value::When(When::Days(..)));
        let key = if is_range && desk.phrases().find(&within).is_some() { within.as_str() } else { key };
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
