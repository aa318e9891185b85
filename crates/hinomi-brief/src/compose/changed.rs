//! What changed in matters already told: before and now, side by side.

use super::Desk;
use super::clause::mood;
use super::counts::{value_text, what_of};
use super::incident::{LIST_MAX, data_word};
use crate::brief::{Block, Line};
use crate::phrase::Fill;
use crate::select::Chosen;
use crate::sentence::{Cite, Draft, Piece};
use crate::verify::certainty::{rank, rank_of};
use crate::wording::join;
use hinomi_model::{ClaimValue, Status, Value};

/// The table of changes; `None` when nothing changed.
pub fn table(desk: &Desk<'_>, chosen: &Chosen<'_>) -> Option<Block> {
    let mut rows = Vec::new();
    for ranked in chosen.all() {
        let view = &ranked.view;
        let Some(victim) = &view.victim else { continue };
        let mut add = |of: &ClaimValue, old: Option<Line>, new: Option<Line>| {
            if new.is_none() {
                return;
            }
            let mut draft = Draft::default();
            draft.cite(victim.cite.clone());
            let who = desk.line("theme.one", &[("who", Fill::Text(victim.text.clone()))], draft);
            rows.push(vec![who, Some(Line::Note(what_of(desk, of))), old, new]);
        };
        if let Some((old, new)) = view.reports() {
            add(new, cell(desk, old), cell(desk, new));
        }
        for change in view.changes() {
            if let Some(old) = cell(desk, change.old) {
                add(change.new, Some(old), cell(desk, change.new));
            }
        }
        if let Some((old, new)) = view.kinds_of_data() {
            let key = if old.is_empty() { "cell.kinds" } else { "cell.kinds_added" };
            add(new[0], kinds_cell(desk, &old, "cell.kinds"), kinds_cell(desk, &new, key));
        }
    }
    let head = ["incident", "what", "before", "now"];
    let head = head.iter().map(|key| desk.string(&format!("column.{key}"), &[])).collect();
    (!rows.is_empty()).then_some(Block::Table { head, rows })
}

/// Kinds of data, listed.
fn kinds_cell(desk: &Desk<'_>, values: &[&ClaimValue], key: &str) -> Option<Line> {
    let mut draft = Draft::default();
    let mut kinds: Vec<String> = Vec::new();
    let mut marks = Vec::new();
    for value in values {
        let Some(kind) = data_word(desk, value).filter(|_| kinds.len() < LIST_MAX) else { continue };
        if !kinds.contains(&kind) {
            kinds.push(kind);
            marks.push(draft.cite(Cite::fact(value.article, &value.fact)));
        }
    }
    let fills = [("x", Fill::Text(join(&kinds, desk.lang))), ("c", Piece::Cites(marks).into())];
    if kinds.is_empty() { None } else { desk.line(key, &fills, draft) }
}

/// A value with the day on which it became known.
pub fn cell(desk: &Desk<'_>, value: &ClaimValue) -> Option<Line> {
    let mut draft = Draft::default();
    let mark = draft.cite(Cite::fact(value.article, &value.fact));
    draft.known.push(mark);
    let mut fills =
        vec![("date", Fill::Text(desk.day(value.known_at))), ("c", Piece::Cites(vec![mark]).into())];
    if value.fact.value == Value::Unknown {
        return desk.line("cell.undisclosed", &fills, draft);
    }
    let is_claim = rank_of(&value.fact) <= rank(Status::Claimed) && mood(&value.fact) == "plain";
    let key = if is_claim { "cell.claimed".to_owned() } else { format!("cell.{}", mood(&value.fact)) };
    let key = if desk.phrases().find(&key).is_some() { key } else { "cell.was".to_owned() };
    fills.push(("x", value_text(desk, value)?.into()));
    desk.line(&key, &fills, draft)
}
