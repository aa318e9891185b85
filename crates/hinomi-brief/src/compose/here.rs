//! Could it happen to us: the lessons that were handed in, or one honest line.

use hinomi_model::IncidentId;

use super::Desk;
use super::view::View;
use crate::brief::{Block, Line};
use crate::input::Lesson;
use crate::select::Chosen;
use crate::sentence::Draft;

/// Lessons listed at most; the first ones matter most.
const LESSONS_MAX: usize = 10;

/// The section's blocks; never empty.
pub fn blocks(desk: &Desk<'_>, chosen: &Chosen<'_>) -> Vec<Block> {
    let view_of = |id: IncidentId| chosen.all().map(|r| &r.view).find(|view| view.incident.id == id);
    let mut lessons: Vec<(&Lesson, Vec<&View<'_>>)> = Vec::new();
    for lesson in desk.input.lessons {
        let Some(view) = view_of(lesson.incident) else { continue };
        match lessons.iter_mut().find(|(known, _)| known.id == lesson.id) {
            Some((_, views)) => views.push(view),
            None => lessons.push((lesson, vec![view])),
        }
    }
    // What several incidents teach comes first.
    lessons.sort_by_key(|(_, views)| std::cmp::Reverse(views.len()));
    let mut entries: Vec<Vec<Line>> =
        lessons.iter().take(LESSONS_MAX).map(|(lesson, views)| entry(desk, lesson, views)).collect();
    if lessons.len() > LESSONS_MAX {
        entries.push(vec![desk.note("here.more", &[("n", &(lessons.len() - LESSONS_MAX).to_string())])]);
    }
    let mut out = Vec::new();
    let is_empty = entries.is_empty();
    if !is_empty {
        out.push(Block::List(entries));
    }
    let key = match (desk.input.is_checked, is_empty) {
        (true, true) => "here.checked_bare",
        (true, false) => "here.checked",
        (false, true) => "here.none_bare",
        (false, false) => "here.none",
    };
    out.push(Block::Paragraph(vec![desk.note(key, &[])]));
    out
}

/// "HL-001 title (incident, incident)".
pub fn entry(desk: &Desk<'_>, lesson: &Lesson, views: &[&View<'_>]) -> Vec<Line> {
    let fills = [("id", lesson.id.as_str()), ("title", &lesson.title)];
    let mut out = vec![desk.note("here.lesson", &fills)];
    let is_ja = desk.lang == hinomi_model::Lang::Ja;
    let (open, comma, close) = if is_ja { ("（", "、", "）") } else { (" (", ", ", ")") };
    let names: Vec<Line> = views.iter().filter_map(|view| name(desk, view)).collect();
    let n = names.len();
    for (idx, line) in names.into_iter().enumerate() {
        out.push(Line::Note(if idx == 0 { open } else { comma }.to_owned()));
        out.push(line);
    }
    if n > 0 {
        out.push(Line::Note(close.to_owned()));
    }
    if !lesson.answer.is_empty() {
        out.push(Line::Note(if is_ja { "：" } else { ": " }.to_owned()));
        out.push(Line::Answer { text: lesson.answer.clone(), check: lesson.check.clone() });
    }
    out
}

/// The name of a matter as a line.
pub fn name(desk: &Desk<'_>, view: &View<'_>) -> Option<Line> {
    let victim = view.victim.as_ref()?;
    let mut draft = Draft::default();
    draft.cite(victim.cite.clone());
    desk.line("theme.one", &[("who", victim.text.clone().into())], draft)
}
