//! What is not known: told as such, in one line, from facts that say so.

use hinomi_model::{ClaimValue, Slot, Status, Value};

use super::Desk;
use super::counts::is_of_people;
use super::view::View;
use crate::phrase::Fill;
use crate::sentence::{Cite, Draft, Piece, Sentence};
use crate::verify::certainty::is_negative;
use crate::wording::join;

/// What of `view` is undisclosed, unknown or under investigation by the end of the window.
pub fn unknown(desk: &Desk<'_>, view: &View<'_>) -> Option<Sentence> {
    let (draft, words, marks) = gather(desk, view);
    if words.is_empty() {
        return None;
    }
    let fills = [("what", Fill::Text(join(&words, desk.lang))), ("c", Piece::Cites(marks).into())];
    desk.say_phrase("unknown.line", &fills, draft)
}

/// The same with the name of the matter, for a list of several.
pub fn watch(desk: &Desk<'_>, view: &View<'_>) -> Option<Sentence> {
    let victim = view.victim.as_ref()?;
    let (mut draft, words, marks) = gather(desk, view);
    if words.is_empty() {
        return None;
    }
    draft.cite(victim.cite.clone());
    let fills = [
        ("who", Fill::Text(victim.text.clone())),
        ("what", join(&words, desk.lang).into()),
        ("c", Piece::Cites(marks).into()),
    ];
    desk.say_phrase("watch.line", &fills, draft)
}

fn gather(desk: &Desk<'_>, view: &View<'_>) -> (Draft, Vec<String>, Vec<usize>) {
    let mut draft = Draft::default();
    let mut words: Vec<String> = Vec::new();
    let mut marks = Vec::new();
    for slot in [Slot::RootCause, Slot::Count, Slot::DataExposed, Slot::Ransom, Slot::DateRecovered] {
        for value in view.standing(slot) {
            let Some(key) = key_of(value).filter(|_| !is_answered(view, value)) else { continue };
            let Some(word) = desk.phrases().find(&format!("unknown.{key}")) else { continue };
            if !words.iter().any(|known| known == word) {
                words.push(word.to_owned());
                marks.push(draft.cite(Cite::fact(value.article, &value.fact)));
            }
        }
    }
    (draft, words, marks)
}

/// Whether what a value calls unknown was told since, by anybody.
fn is_answered(view: &View<'_>, value: &ClaimValue) -> bool {
    view.standing(value.fact.slot).any(|other| {
        // "Not paid" is an answer; "no leak confirmed" is none.
        let tells = other.fact.slot == Slot::Ransom || !is_negative(&other.fact);
        let is_answer = key_of(other).is_none() && tells;
        let is_size = other.fact.slot != Slot::Count || is_of_people(other.fact.value.unit());
        is_answer && is_size && other.known_at >= value.known_at
    })
}

fn key_of(value: &ClaimValue) -> Option<String> {
    let name = match value.fact.slot {
        Slot::DateRecovered => "recovered",
        slot => slot.word(),
    };
    let is_unknown = value.fact.status == Some(Status::Undisclosed)
        || value.fact.value == Value::Unknown
        || matches!(&value.fact.value, Value::Word(word) if word == "unknown");
    match value.fact.status {
        Some(Status::UnderInvestigation) => Some(format!("under_investigation_{name}")),
        _ if is_unknown => Some(name.to_owned()),
        _ => None,
    }
}
