//! A clause and its frame: what is said, how sure, and who says it.
//!
//! The clause comes from `say.*`, its mood from the status of its facts (`mood.*`, or a phrase of its own such
//! as `say.data_exposed.possible`), and the frame names the speaker (`frame.*`).

use hinomi_model::{ClaimValue, Fact, SaidBy, Slot, Status, Value};

use super::Desk;
use super::view::View;
use crate::phrase::{Fill, fill};
use crate::sentence::{Cite, Draft, Piece, Sentence};
use crate::wording::{clean, in_script};

/// Who speaks, as far as sentences tell speakers apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Speaker {
    /// Nobody in particular: told in the source's own voice.
    Nobody,
    /// Whoever it happened to.
    Victim,
    /// Police, regulator, CERT.
    Authority,
    /// Security companies.
    Vendor,
    /// Somebody else.
    ThirdParty,
    /// Whoever did it, or says so.
    Attacker,
}

/// Who speaks in a fact.
pub fn speaker(fact: &Fact) -> Speaker {
    if fact.status == Some(Status::Claimed) {
        return Speaker::Attacker;
    }
    match fact.said_by {
        Some(SaidBy::Victim) => Speaker::Victim,
        Some(SaidBy::Authority) => Speaker::Authority,
        Some(SaidBy::Vendor) => Speaker::Vendor,
        Some(SaidBy::Attacker) => Speaker::Attacker,
        Some(SaidBy::ThirdParty) => Speaker::ThirdParty,
        Some(SaidBy::Press) | None => Speaker::Nobody,
    }
}

/// What a paragraph remembers, so that it does not introduce the same speaker twice.
#[derive(Debug, Default)]
pub struct Flow {
    last: Option<Speaker>,
    has_victim_spoken: bool,
}

/// The word for a status in phrase keys; plain statements have none.
pub fn mood(fact: &Fact) -> &'static str {
    match fact.status {
        None | Some(Status::Confirmed | Status::Claimed) => "plain",
        Some(status) => status.word(),
    }
}

/// The clause of `key` in `mood`: its own phrase for that mood, else its plain phrase in the general mood.
///
/// `None` where neither is there: then it is better not said.
pub fn clause(desk: &Desk<'_>, key: &str, mood: &str, fills: &[(&str, Fill)]) -> Option<Vec<Piece>> {
    let phrases = desk.phrases();
    let plain = || phrases.find(&format!("{key}.plain")).or_else(|| phrases.find(key));
    if mood == "plain" {
        return Some(fill(plain()?, fills));
    }
    let own = phrases.find(&format!("{key}.{mood}")).or_else(|| phrases.find(&format!("{key}_{mood}")));
    if let Some(own) = own {
        return Some(fill(own, fills));
    }
    let general = phrases.find(&format!("mood.{mood}"))?;
    Some(fill(general, &[("p", Fill::Pieces(fill(plain()?, fills)))]))
}

/// Puts a clause into the mouth of whoever says it, and verifies the sentence.
///
/// `said` are the facts that it tells; all have the same status and speaker.
pub fn tell(
    desk: &Desk<'_>,
    view: &View<'_>,
    flow: &mut Flow,
    said: &[&ClaimValue],
    clause: Vec<Piece>,
    mut draft: Draft,
) -> Option<Sentence> {
    let first = said.first()?;
    for value in said {
        draft.cite(Cite::fact(value.article, &value.fact));
    }
    let marks: Vec<usize> =
        said.iter().map(|value| draft.cite(Cite::fact(value.article, &value.fact))).collect();
    let speaker = speaker(&first.fact);
    let mut fills: Vec<(&str, Fill)> = vec![("p", clause.into()), ("c", Piece::Cites(marks).into())];
    let frame = match speaker {
        Speaker::Nobody => "frame.none",
        Speaker::Vendor => "frame.vendor",
        Speaker::ThirdParty => "frame.third_party",
        Speaker::Victim => match &view.victim {
            Some(_) if flow.last == Some(Speaker::Victim) => "frame.victim_again",
            Some(victim) => {
                draft.cite(victim.cite.clone());
                fills.push(("who", victim.text.clone().into()));
                "frame.victim"
            }
            None => "frame.none",
        },
        Speaker::Authority => match name_in(desk, view, Slot::Agency, first) {
            Some((name, cite)) => {
                draft.cite(cite);
                fills.push(("who", name.into()));
                if flow.last == Some(Speaker::Authority) {
                    "frame.authority_again"
                } else {
                    "frame.authority"
                }
            }
            None => "frame.authority_unnamed",
        },
        Speaker::Attacker => match name_in(desk, view, Slot::Actor, first) {
            Some((name, cite)) => {
                draft.cite(cite);
                fills.push(("who", name.into()));
                "frame.attacker"
            }
            None => "frame.attacker_unnamed",
        },
    };
    let sentence = desk.say_phrase(frame, &fills, draft);
    if sentence.is_some() {
        flow.last = Some(speaker);
        flow.has_victim_spoken |= speaker == Speaker::Victim;
    }
    sentence
}

/// The name in `slot` that the article of `value` gives, where it gives exactly one.
fn name_in(desk: &Desk<'_>, view: &View<'_>, slot: Slot, value: &ClaimValue) -> Option<(String, Cite)> {
    let mut found: Vec<&ClaimValue> = view
        .values(slot)
        .filter(|v| v.said_in.iter().any(|(article, _)| *article == value.article))
        .collect();
    found.retain(|v| matches!(v.fact.value, Value::Name(_)));
    let [one] = found.as_slice() else { return None };
    let (name, cite) = name_of(desk, one)?;
    Some((name, cite))
}

/// The name of a value in the brief's script where known, and the cite that carries it.
pub fn name_of(desk: &Desk<'_>, value: &ClaimValue) -> Option<(String, Cite)> {
    let Value::Name(own) = &value.fact.value else { return None };
    let names: Vec<&str> =
        std::iter::once(own.as_str()).chain(value.fact.aliases.iter().map(String::as_str)).collect();
    let name = clean(in_script(&names, desk.lang)?);
    (!name.is_empty()).then(|| (name, Cite::fact(value.article, &value.fact)))
}
