//! The overview: how much there is, and the first things.

use std::collections::BTreeSet;

use hinomi_model::Lang;

use super::{Desk, incident};
use crate::brief::{Block, Line};
use crate::select::Chosen;

/// Matters named in the overview.
const NAMED_MAX: usize = 3;
/// Tags at most.
const TAGS_MAX: usize = 6;

/// Tags for the front matter: the kinds of events told.
pub fn tags(desk: &Desk<'_>, chosen: &Chosen<'_>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for value in chosen.all().filter_map(|r| r.view.event()) {
        let word = value.fact.value.to_text();
        if !seen.insert(word.clone()) || out.len() >= TAGS_MAX {
            continue;
        }
        match desk.lang {
            Lang::Ja => {
                out.extend(desk.phrases().find(&format!("word.event_type.{word}")).map(str::to_owned))
            }
            _ => out.push(word.replace('_', "-")),
        }
    }
    out
}

/// Counts, then the lead of the first matters.
pub fn blocks(desk: &Desk<'_>, chosen: &Chosen<'_>) -> Vec<Block> {
    let all: Vec<_> =
        [&chosen.home, &chosen.abroad].iter().flat_map(|p| p.told.iter().chain(&p.also)).collect();
    let n_more: usize = chosen.home.n_more + chosen.abroad.n_more;
    let n_new = all.iter().filter(|r| r.view.is_new).count() + n_more;
    let n_grown = all.iter().filter(|r| !r.view.is_new).count();
    let vulnerabilities = &chosen.vulnerabilities;
    let n_vulnerabilities = vulnerabilities.told.len() + vulnerabilities.also.len() + vulnerabilities.n_more;
    if n_new + n_grown + n_vulnerabilities == 0 {
        return vec![Block::Paragraph(vec![Line::Note(desk.phrases().get("overview.empty").to_owned())])];
    }
    let counts = desk.phrases().text(
        "overview.counts",
        &[
            ("n_new", &n_new.to_string()),
            ("n_grown", &n_grown.to_string()),
            ("n_vulnerabilities", &n_vulnerabilities.to_string()),
        ],
    );
    let mut lines = vec![Line::Note(counts)];
    let firsts =
        chosen.home.told.iter().take(NAMED_MAX - 1).chain(chosen.abroad.told.iter().take(NAMED_MAX - 1));
    for ranked in firsts.take(NAMED_MAX) {
        lines.extend(incident::paragraph(desk, &ranked.view).into_iter().next().map(Line::Said));
    }
    vec![Block::Paragraph(lines)]
}
