//! What changed in matters already told: before and now, side by side.

use super::Desk;
use super::clause::mood;
use super::counts::{value_text, what_of};
use crate::brief::{Block, Line};
use crate::phrase::Fill;
use crate::select::Chosen;
use crate::sentence::{Cite, Draft, Piece};
use crate::verify::certainty::{rank, rank_of};
use hinomi_model::{ClaimValue, Status, Value};

/// The table of changes; `None` when nothing changed.
pub fn table(desk: &Desk<'_>, chosen: &Chosen<'_>) -> Option<Block> {
    let mut rows = Vec::new();
    for ranked in chosen.all() {
        let view = &ranked.view;
        let Some(victim) = &view.victim else { continue };
        for change in view.changes() {
            let (Some(old), Some(new)) = (cell(desk, change.old), cell(desk, change.new)) else { continue };
            let mut draft = Draft::default();
            draft.cite(victim.cite.clone());
            let who = desk.line("theme.one", &[("who", Fill::Text(victim.text.clone()))], draft);
            rows.push(vec![who, Some(Line::Note(what_of(desk, change.new))), Some(old), Some(new)]);
        }
    }
    let head = ["incident", "what", "before", "now"];
    let head = head.iter().map(|key| desk.string(&format!("column.{key}"), &[])).collect();
    (!rows.is_empty()).then_some(Block::Table { head, rows })
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
