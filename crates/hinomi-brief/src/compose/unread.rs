//! What was not read: silence is never mistaken for calm.

use hinomi_model::Lang;

use super::Desk;
use crate::brief::{Block, Line};
use crate::input::{Unread, UnreadKind};
use crate::select::Chosen;
use crate::wording::clean;

/// Sources and pages listed one by one at most.
const LISTED_MAX: usize = 15;

/// The section's blocks; never empty.
pub fn blocks(desk: &Desk<'_>, chosen: &Chosen<'_>) -> Vec<Block> {
    let input = desk.input;
    let mut unread: Vec<&Unread> = input.unread.iter().collect();
    unread.sort();
    unread.dedup();
    let of = |kind| unread.iter().copied().filter(move |u| u.kind == kind);
    let counts = [
        ("n", input.n_sources.to_string()),
        ("n_read", input.n_sources_read.to_string()),
        ("n_pages", of(UnreadKind::Page).count().to_string()),
    ];
    let counts: Vec<(&str, &str)> = counts.iter().map(|(name, n)| (*name, n.as_str())).collect();
    // Imports come from no source that could be asked.
    let of_sources = if input.n_sources == 0 { "unread.imported" } else { "unread.sources" };
    let mut first = vec![desk.note(of_sources, &counts)];
    if chosen.n_unread > 0 {
        let key = if chosen.n_unread == 1 { "unread.language_one" } else { "unread.language" };
        first.push(desk.note(key, &[("n", &chosen.n_unread.to_string())]));
    }
    let n_refused: usize = desk.stats.borrow().refused.values().sum();
    if n_refused > 0 {
        first.push(desk.note("unread.refused", &[("n", &n_refused.to_string())]));
    }
    let mut out = vec![Block::Paragraph(first)];
    let mut entries: Vec<Vec<Line>> = Vec::new();
    let name_of = |u: &Unread| {
        let source = desk.sources.get(u.source.as_str());
        clean(source.map_or(u.source.as_str(), |s| s.name.as_str()))
    };
    let reason_of = |u: &Unread| reason(desk, &u.reason);
    for (kind, key) in [(UnreadKind::SourceFailed, "unread.source"), (UnreadKind::Page, "unread.page")] {
        let n = of(kind).count();
        for u in of(kind).take(LISTED_MAX) {
            let title = if u.title.is_empty() { clean(&u.url) } else { clean(&u.title) };
            let fills = [("name", name_of(u)), ("reason", reason_of(u)), ("title", title)];
            let fills: Vec<(&str, &str)> = fills.iter().map(|(key, text)| (*key, text.as_str())).collect();
            entries.push(vec![desk.note(key, &fills)]);
        }
        if n > LISTED_MAX {
            entries.push(vec![desk.note("unread.more", &[("n", &(n - LISTED_MAX).to_string())])]);
        }
    }
    let never: Vec<String> = of(UnreadKind::SourceNeverTried).map(name_of).collect();
    if !never.is_empty() {
        let mut names = crate::wording::join(&never[..never.len().min(LISTED_MAX)], desk.lang);
        if never.len() > LISTED_MAX {
            names.push('…');
        }
        entries.push(vec![desk.note("unread.never", &[("names", &names)])]);
    }
    if !entries.is_empty() {
        out.push(Block::List(entries));
    }
    out
}

/// Words by which a recorded reason is known, and its wording in the brief's language; the first that fits.
const REASONS: &[(&str, &str)] = &[
    ("not a page", "not_a_page"),
    ("no complete answer", "timeout"),
    (" within ", "timeout"),
    ("no connection", "refused"),
    ("the connection to", "refused"),
    (" not found; check", "refused"),
    ("is larger than", "too_large"),
    ("broke off", "broken"),
];

/// A reason as people read it: in English as it was recorded, in other languages where it is known.
fn reason(desk: &Desk<'_>, recorded: &str) -> String {
    if recorded.is_empty() {
        return desk.string("unread.no_reason", &[]);
    }
    let known = REASONS.iter().find(|(words, _)| recorded.contains(words)).filter(|_| desk.lang == Lang::Ja);
    known.map_or_else(|| clean(recorded), |(_, key)| desk.string(&format!("reason.{key}"), &[]))
}
