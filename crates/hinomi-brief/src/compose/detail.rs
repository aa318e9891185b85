//! The detail layout: key points, themes, numbered news, a closer look, terms, what to watch, quotations.

use std::collections::BTreeSet;

use hinomi_model::{ArticleId, Lang, Span};

use super::view::View;
use super::{
    Desk, changed, closer, edition, headline, here, item, overview, quotations, terms, themes, unknown,
    unread, vulnerability,
};
use crate::brief::{Block, Line, Section};
use crate::select::{Chosen, Ranked};
use crate::sentence::Proof;

/// Key points.
const KEY_POINTS: usize = 3;
/// Matters told in full.
const NEWS_MAX: usize = 12;
/// Matters listed by a line.
const ALSO_MAX: usize = 20;

/// The sections of the detail layout, in order.
pub fn sections(desk: &Desk<'_>, chosen: &Chosen<'_>) -> Vec<Section> {
    let mut ranked: Vec<&Ranked<'_>> = chosen.parts().iter().flat_map(|part| &part.told).collect();
    ranked.sort_by_key(|r| (std::cmp::Reverse(r.points), r.view.incident.id));
    let told: Vec<&Ranked<'_>> = ranked.iter().copied().take(NEWS_MAX).collect();
    let mut rest: Vec<&Ranked<'_>> = ranked.into_iter().skip(NEWS_MAX).collect();
    rest.extend(chosen.parts().iter().flat_map(|part| &part.also));

    let mut out: Vec<Section> = Vec::new();
    let mut add = |section: Option<Section>| out.extend(section);
    add(desk.section("keypoints", key_points(desk, &told)));
    add(desk.section("numbers", edition::blocks(desk, chosen)));
    add(desk.section("themes", themes::blocks(desk, &told)));
    add(desk.section("news", news(desk, &told, &rest, chosen)));
    add(desk.section(
        "vulnerabilities",
        vulnerability::table(desk, &chosen.vulnerabilities).into_iter().collect(),
    ));
    add(desk.section("changed", changed::table(desk, chosen).into_iter().collect()));
    add(closer::section(desk, &told));
    let glossary = terms::block(desk, &out);
    out.extend(desk.section("terms", glossary.into_iter().collect()));
    out.extend(desk.section("watch", watch(desk, &told)));
    out.extend(desk.section("conclusion", conclusion(desk, chosen)));
    let quoted = quoted(&out);
    out.extend(desk.section("quotations", quotations::blocks(desk, &told, &quoted)));
    out.extend(desk.section("here", here::blocks(desk, chosen)));
    out.extend(desk.section("unread", unread::blocks(desk, chosen)));
    out
}

/// What the sections so far quote.
fn quoted(sections: &[Section]) -> BTreeSet<(ArticleId, Span)> {
    let cites = sections.iter().flat_map(Section::sentences).flat_map(|sentence| sentence.cites());
    cites.filter(|cite| matches!(cite.proof, Proof::Words(_))).map(|c| (c.article, c.proof.span())).collect()
}

/// The first matters, each in a sentence or two.
fn key_points(desk: &Desk<'_>, told: &[&Ranked<'_>]) -> Vec<Block> {
    let gap = if desk.lang == Lang::Ja { "" } else { " " };
    let mut entries = Vec::new();
    for ranked in told.iter().take(KEY_POINTS) {
        let mut lines = Vec::new();
        for sentence in overview::summary(desk, &ranked.view) {
            if !lines.is_empty() {
                lines.push(Line::Note(gap.to_owned()));
            }
            lines.push(Line::Said(sentence));
        }
        if !lines.is_empty() {
            entries.push(lines);
        }
    }
    if entries.is_empty() {
        let text = desk.own(overview::silence(desk), &[]);
        return vec![Block::Paragraph(vec![Line::Note(text)])];
    }
    vec![Block::List(entries)]
}

fn news(desk: &Desk<'_>, told: &[&Ranked<'_>], rest: &[&Ranked<'_>], chosen: &Chosen<'_>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for (idx, ranked) in told.iter().enumerate() {
        let mut item = item::item(desk, ranked, idx + 1);
        item.is_numbered = true;
        item.file = file(desk, &ranked.view);
        out.push(Block::Item(Box::new(item)));
    }
    let lines: Vec<Vec<Line>> = rest
        .iter()
        .take(ALSO_MAX)
        .filter_map(|r| headline::also(desk, &r.view))
        .map(|line| vec![line])
        .collect();
    let n_more =
        rest.len().saturating_sub(ALSO_MAX) + chosen.parts().iter().map(|part| part.n_more).sum::<usize>();
    if !lines.is_empty() {
        out.push(Block::Heading(desk.note("also.lead", &[])));
        out.push(Block::List(lines));
    }
    let n_advice = chosen.parts().iter().map(|part| part.n_advice).sum();
    out.extend(item::left_out(desk, n_more, n_advice));
    out
}

/// "(incident file: 9 reports, 5 outlets, since 19 October)"; empty for a matter told by one article.
fn file(desk: &Desk<'_>, view: &View<'_>) -> String {
    let end = desk.input.window.end;
    let members: Vec<_> = view.incident.members.iter().filter(|m| m.known_at <= end).collect();
    let Some(first) = members.iter().map(|m| m.known_at).min().filter(|_| members.len() > 1) else {
        return String::new();
    };
    let mut outlets: Vec<&str> =
        members.iter().filter_map(|m| desk.article(m.article)).map(|a| a.source.as_str()).collect();
    outlets.sort_unstable();
    outlets.dedup();
    let fills = [
        ("n_members", members.len().to_string()),
        ("n_outlets", outlets.len().to_string()),
        ("date", desk.day(first)),
    ];
    let fills: Vec<(&str, &str)> = fills.iter().map(|(name, text)| (*name, text.as_str())).collect();
    desk.string("told.file", &fills)
}

/// What is not known of each matter.
fn watch(desk: &Desk<'_>, told: &[&Ranked<'_>]) -> Vec<Block> {
    let entries: Vec<Vec<Line>> =
        told.iter().filter_map(|r| unknown::watch(desk, &r.view)).map(|s| vec![Line::Said(s)]).collect();
    if entries.is_empty() { Vec::new() } else { vec![Block::List(entries)] }
}

/// Counts only.
fn conclusion(desk: &Desk<'_>, chosen: &Chosen<'_>) -> Vec<Block> {
    let n_of = |part: &crate::select::Part<'_>| part.told.len() + part.also.len() + part.n_more;
    let [home, abroad, vulnerabilities] = chosen.parts().map(n_of);
    if home + abroad + vulnerabilities == 0 {
        return Vec::new();
    }
    let fills = [
        ("n", (home + abroad + vulnerabilities).to_string()),
        ("n_home", home.to_string()),
        ("n_abroad", abroad.to_string()),
        ("n_vulnerabilities", vulnerabilities.to_string()),
    ];
    let fills: Vec<(&str, &str)> = fills.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let numbered = |key: &str, n: usize| format!("conclusion.{key}{}", if n == 1 { "_one" } else { "" });
    let mut lines = vec![desk.note(&numbered("counts", home + abroad + vulnerabilities), &fills)];
    let mut kinds: Vec<(&str, usize)> = chosen
        .tally
        .kinds
        .iter()
        .filter_map(|(word, n)| Some((desk.phrases().find(&format!("word.event_type.{word}"))?, *n)))
        .collect();
    kinds.sort_by_key(|(word, n)| (std::cmp::Reverse(*n), *word));
    if !kinds.is_empty() {
        let words: Vec<String> = kinds
            .iter()
            .map(|(word, n)| desk.string("conclusion.kind", &[("name", word), ("n", &n.to_string())]))
            .collect();
        let list = words.join(if desk.lang == Lang::Ja { "、" } else { ", " });
        lines.push(desk.note("conclusion.kinds", &[("kinds", &list)]));
    }
    let n_changed = chosen.all().filter(|r| !r.view.is_new && r.view.is_changed()).count();
    if n_changed > 0 {
        lines.push(desk.note(&numbered("changed", n_changed), &[("n", &n_changed.to_string())]));
    }
    vec![Block::Paragraph(lines)]
}
