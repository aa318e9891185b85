//! What the English words around a date make it the date of.

use hinomi_model::{Slot, Span, Story};
use hinomi_text::{DateMention, Relation};

use crate::actors;
use crate::gate::pattern;
use crate::lexicon::{Class, Term};
use crate::scan::{Scan, Sentence};

pattern!(
    EVENT_AFTER,
    r"^(?:'s|’s)? (?:(?:ransomware|cyber|data|supply-chain|massive|major|attempted|alleged) )*(?:cyberattack|cyber attack|ransomware attack|attack|breach|hack|intrusion|incident|theft|heist|outage|leak)\b"
);
pattern!(
    EVENT_BEFORE,
    r"(?i)(?:cyberattack|cyber attack|ransomware attack|attack|breach|hack|intrusion|incident|theft|outage)(?: (?:on|in|of|early on|late on|late|early|over the|over|during|this|from|that began on|that began in|that began|that began over))* (?:the )?$"
);
pattern!(
    DUE,
    r"(?i)(?:(?:due date|deadline)(?: [a-z]+){0,4} (?:of|is)|due(?: date)?|until|by|no later than) (?:the )?$"
);
pattern!(
    SINCE,
    r"(?i)(?:since|since as early as|since at least|as early as|began in|dating back to|began on|between|from) (?:early |mid-|late )?$"
);
pattern!(
    EVENT_THEN,
    r"^ (?:an?|the|its|their)? ?(?:[a-z\-]+ ){0,4}?(?:cyberattack|cyber attack|attack|breach|hack|intrusion|incident|theft|heist|outage|leak)\b"
);
pattern!(
    OF_NAME,
    r"(?:cyberattack|attack|breach|hack|intrusion|theft|heist) (?:on|of|at|against) (?:the )?[A-Z][\w&'’.-]*(?: (?:and |of )?[A-Z][\w&'’.-]*){0,4} $"
);
pattern!(
    STOPPED,
    r"(?i)\b(?:kept|down|offline|unable|unavailable|suspended|disrupted|halted|stopped|outages?|struggl\w+|out of service|not been able)\b"
);
pattern!(
    FOUND,
    r"(?i)^ (?:the|an?|its|evidence of|signs of|traces of)? ?(?:[a-z\-]+ ){0,2}?(?:intrusion|breach|attack|malware|ransomware|activity|access|compromise|intruders?)\b"
);
pattern!(
    LOGGED_IN,
    r"(?i)\b(?:intruders?|attackers?|hackers?|thieves|criminals)\b[^.;]{0,40}\bused? [^.;,]{0,40}(?:credentials?|logins?|passwords?|accounts?|tokens?|keys?)\b[^.;,]{0,24}$"
);
pattern!(
    ADJECTIVE,
    r"(?i)\b(?:an?|the|of|some|any|those|these|its|their|more|all|first|other|about|for|with|from|through|via|in|on|by|to|against|into|using) $"
);
pattern!(
    THINGS,
    r"^ (?:\w+ ){0,2}?(?:data|files?|records?|information|documents?|credentials?|tokens?|accounts?|systems?|customers?|users?|companies|devices?|servers?|passwords?|e-?mails?|versions?|organi[sz]ations?)\b"
);
pattern!(
    ATTRIBUTIVE,
    r"^(?:'s|’s)? (?:security |software |firmware |cumulative |monthly )?(?:updates?|patch(?:es)?|releases?|advisor(?:y|ies)|bulletins?|rollups?)\b"
);
pattern!(ACTS_AFTER, r"(?i)^[^.;]{0,80}\b(?:exploit|seen|observed|attacks?|active|intrusions)");

/// Farthest that the verb of a date may stand from it, in bytes of text.
const VERB_BYTES_MAX: u32 = 90;
/// Words that may stand before a date whose verb comes behind it: "Acme on Monday published".
const SUBJECT_WORDS_MAX: usize = 5;

/// What verbs of each role make a date the date of.
fn slot_of_role(role: &str) -> Option<Slot> {
    match role {
        "announce" => Some(Slot::DateDisclosed),
        "claim" => Some(Slot::DateClaimed),
        "detect" => Some(Slot::DateDetected),
        "enter" => Some(Slot::DateInitialAccess),
        "encrypt" | "suffer" | "occur" | "leak" | "stop" => Some(Slot::DateImpact),
        "resume" => Some(Slot::DateRecoveredPartial),
        "report" => Some(Slot::DateReported),
        _ => None,
    }
}

/// The slot that the words around `date` give it.
pub(super) fn slot(scan: &Scan<'_>, sentence: &Sentence, date: &DateMention, story: Story) -> Option<Slot> {
    let before = scan.between(sentence.span.start, date.span.start);
    let after = scan.between(date.span.end, sentence.span.end);
    let is_due = date.relation == Relation::By || sentence.has(&DUE, before);
    if is_due && (story == Story::Vulnerability || before.contains("agencies") || before.contains("due date"))
    {
        return Some(Slot::DateDue);
    }
    let words = scan.of(date.span);
    let is_since =
        date.relation == Relation::After || sentence.has(&SINCE, before) || words.starts_with("since");
    if is_since && matches!(story, Story::Vulnerability | Story::Threat) {
        let is_seen = ["exploit", "seen", "attack"].iter().any(|w| before.contains(w))
            || sentence.has(&ACTS_AFTER, after);
        return is_seen.then_some(Slot::DateFirstSeen);
    }
    let is_incident = story == Story::Incident;
    // "the September updates", "this month's patches": named after the time, not told of it.
    if sentence.has(&ATTRIBUTIVE, after) {
        return None;
    }
    if sentence.has(&LOGGED_IN, before) && matches!(story, Story::Incident | Story::Enforcement) {
        return Some(Slot::DateInitialAccess);
    }
    // "one day after an outage": the day is that of the outage. "in May 2024" behind a named victim is its attack's.
    let then = words.ends_with(" after") && sentence.has(&EVENT_THEN, after);
    let of_name = words.starts_with("in ") && sentence.has(&OF_NAME, before);
    if then || of_name {
        return matches!(story, Story::Incident | Story::Enforcement).then_some(Slot::DateImpact);
    }
    let verb = verb_of(scan, sentence, date);
    if matches!(verb, Some(Slot::DateDetected | Slot::DateClaimed | Slot::DateInitialAccess))
        && story != Story::Other
    {
        return verb;
    }
    if sentence.has(&EVENT_AFTER, after) || sentence.has(&EVENT_BEFORE, before) {
        return is_incident.then_some(Slot::DateImpact);
    }
    let is_stopped = sentence.has(&STOPPED, before);
    let says_since = words.starts_with("since") || before.ends_with("since ");
    if is_incident && says_since && (is_stopped || (words.starts_with("since") && !before.contains(" on "))) {
        return Some(Slot::DateImpact);
    }
    let clause_words = scan.of(scan.clause_at(date.span.start));
    let is_ahead = [" expects ", " expected ", " will ", " plans ", " hopes ", " aims ", " not ", "n't "]
        .iter()
        .any(|w| clause_words.contains(w));
    let verb = verb.filter(|slot| *slot != Slot::DateRecoveredPartial || !is_ahead);
    verb.filter(|slot| *slot != Slot::DateImpact || is_incident)
}

/// The slot of the verb that a date belongs to: the nearest before it in its clause, else the first behind it.
fn verb_of(scan: &Scan<'_>, sentence: &Sentence, date: &DateMention) -> Option<Slot> {
    let clause = scan.clause_at(date.span.start);
    let verbs = |within: Span| -> Vec<&Term<'_>> {
        let is_verb = |t: &&Term<'_>| {
            (t.entry.class == Class::Predicate && slot_of_role(&t.entry.value).is_some()) || is_arrest(t)
        };
        scan.terms_in(within).filter(is_verb).filter(|t| !is_adjective(scan, sentence, clause, t)).collect()
    };
    let before = verbs(Span { start: clause.start, end: date.span.start });
    let near =
        before.iter().map(|t| t.span).next_back().filter(|s| date.span.start - s.end <= VERB_BYTES_MAX);
    let (span, found) = match near {
        Some(span) => (span, before),
        None => {
            let words = scan.between(clause.start, date.span.start).trim_end();
            // "and on Friday published": the verb behind has its subject further before.
            let n_words = if words.ends_with(" and") { 0 } else { words.split_whitespace().count() };
            // "The files surfaced in May": the verb that stands there is none of ours.
            if n_words > SUBJECT_WORDS_MAX || words.ends_with("ed") {
                return None;
            }
            let behind = verbs(Span { start: date.span.end, end: clause.end });
            (behind.first()?.span, behind)
        }
    };
    let meant: Vec<&Term<'_>> = found.into_iter().filter(|t| t.span == span).collect();
    let word = scan.of(span);
    if meant.iter().any(|t| is_arrest(t)) {
        return Some(Slot::DateDisclosed);
    }
    let has = |role: &str| meant.iter().any(|t| t.entry.value == role);
    let subject = Span { start: clause.start.max(sentence.span.start), end: span.start };
    let by_attacker = scan.terms_in(subject).any(|t| {
        (matches!(t.entry.class, Class::Actor | Class::Gang) && actors::counts(scan, t))
            || (t.entry.class == Class::Attacker && t.entry.value != "malware")
    });
    let is_posting = matches!(word, "posted" | "listed" | "put up for sale" | "advertised" | "offered")
        && !has("announce");
    if has("claim") && (by_attacker || is_posting) {
        return Some(Slot::DateClaimed);
    }
    if has("announce") && (!by_attacker || matches!(word, "published" | "released" | "told")) {
        return Some(Slot::DateDisclosed);
    }
    // Found is also said of what was lost; stopping is also what the victim does later.
    if word == "found" && sentence.has(&FOUND, scan.between(span.end, clause.end)) {
        return Some(Slot::DateDetected);
    }
    if word == "found"
        || (has("stop")
            && !matches!(word, "disconnected" | "went down" | "knocked" | "offline" | "outage" | "disrupted"))
    {
        return None;
    }
    meant.iter().map(|t| t.entry.value.as_str()).filter(|r| *r != "claim").find_map(slot_of_role)
}

/// Whether a participle only describes a thing: "a first set of leaked data".
fn is_adjective(scan: &Scan<'_>, sentence: &Sentence, clause: Span, term: &Term<'_>) -> bool {
    matches!(term.entry.value.as_str(), "leak" | "suffer")
        && sentence.has(&ADJECTIVE, scan.between(clause.start, term.span.start))
        && sentence.has(&THINGS, scan.between(term.span.end, clause.end))
}

/// Whether a term tells of an arrest, charge or the like: the day on which it was made known.
fn is_arrest(term: &Term<'_>) -> bool {
    term.entry.class == Class::Topic && term.entry.value == "enforcement"
}
