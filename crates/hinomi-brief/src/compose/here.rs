//! Could it happen to us: the lessons that were handed in, or one honest line.

use super::Desk;
use crate::brief::{Block, Line};
use crate::select::Chosen;

/// The section's blocks; never empty.
pub fn blocks(desk: &Desk<'_>, chosen: &Chosen<'_>) -> Vec<Block> {
    let told = |id| chosen.all().any(|r| r.view.incident.id == id);
    let entries: Vec<Vec<Line>> = desk
        .input
        .lessons
        .iter()
        .filter(|lesson| told(lesson.incident))
        .map(|lesson| {
            let key = if lesson.finding.is_empty() { "here.lesson_bare" } else { "here.lesson" };
            let fills = [("id", lesson.id.as_str()), ("title", &lesson.title), ("finding", &lesson.finding)];
            vec![desk.note(key, &fills)]
        })
        .collect();
    let mut out = Vec::new();
    let is_empty = entries.is_empty();
    if !is_empty {
        out.push(Block::List(entries));
    }
    if !desk.input.has_evidence {
        out.push(Block::Paragraph(vec![desk.note("here.none", &[])]));
    } else if is_empty {
        out.push(Block::Paragraph(vec![desk.note("here.no_lessons", &[])]));
    }
    out
}
