//! The file of an incident as JSON, and as a page of sections: text, Markdown, HTML.

use std::collections::BTreeMap;

use super::incident_here::{Cell, Here, section as here_section};
use super::incident_words::{Both, days, decided, in_lang, named};
use hinomi_incidents::file::{Relation, changes, relations, spans, timeline, titles, unknowns, value_text};
use hinomi_incidents::revisions::{Piece, compare};
use hinomi_model::warned::tame;
use hinomi_model::{ArticleId, Claim, ClaimValue, FactId, Fate, Incident, Lang, Slot, Source};
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::desk::Archive;

/// Characters of unchanged text that are shown around a change.
const AROUND_CHARS: usize = 16;

/// An incident with what is needed to tell of it.
pub struct File<'a> {
    pub incident: &'a Incident,
    pub archive: &'a Archive,
    pub sources: &'a BTreeMap<String, Source>,
    pub zone: &'a TimeZone,
    /// What one's own evidence says of it; none where no exports are configured.
    pub here: Option<Here<'a>>,
    /// Language of everything but what sources wrote.
    pub lang: Lang,
    /// The page that the file was reached from; empty for none.
    pub up: &'a str,
}

/// A part of the file: a heading, the names of columns, and rows. Cells are foreign text.
struct Section {
    heading: &'static str,
    columns: Vec<&'static str>,
    rows: Vec<Vec<Cell>>,
}

impl File<'_> {
    fn day(&self, at: jiff::Timestamp) -> String {
        at.to_zoned(self.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
    }

    fn titles(&self) -> BTreeMap<Lang, &str> {
        titles(self.incident, &|id| self.archive.candidate(id))
    }

    /// Whose voice speaks in an article, and the source's name.
    fn voice(&self, article: ArticleId) -> (String, String) {
        let Some((article, _)) = self.archive.articles.get(&article) else { return Default::default() };
        match self.sources.get(&article.source) {
            Some(source) => (source.voice.to_string(), source.name.clone()),
            None => ("unknown".to_owned(), article.source.clone()),
        }
    }

    fn others(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for value in self.incident.claims_of(Slot::AffectedParty).iter().flat_map(Claim::standing) {
            let name = value.fact.value.to_text();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Revisions of pages: URL, both times, and what changed.
    fn revisions(&self) -> Vec<(String, String, String, Vec<Piece>)> {
        let mut by_url: BTreeMap<&str, Vec<ArticleId>> = BTreeMap::new();
        for member in &self.incident.members {
            by_url.entry(&member.url).or_default().push(member.article);
        }
        let mut found = Vec::new();
        for (url, articles) in by_url {
            let known: Vec<_> = articles.iter().filter_map(|id| self.archive.articles.get(id)).collect();
            for pair in known.windows(2) {
                let ((older, _), (newer, _)) = (pair[0], pair[1]);
                let pieces = compare(&older.text, &newer.text);
                found.push((url.to_owned(), self.day(older.known_at), self.day(newer.known_at), pieces));
            }
        }
        found
    }

    fn related(&self) -> Vec<(Relation, &Incident)> {
        let all = relations(&self.archive.incidents);
        let own = all.get(&self.incident.id).into_iter().flatten();
        let named = |(relation, id): &(Relation, _)| {
            let other = self.archive.incidents.iter().find(|other| other.id == *id)?;
            Some((*relation, other))
        };
        own.filter_map(named).collect()
    }
}

/// Who says a value, in one word; the source's voice where the text does not tell.
fn said_by(file: &File<'_>, value: &ClaimValue) -> String {
    value.fact.said_by.map_or_else(|| file.voice(value.article).0, |voice| voice.to_string())
}

/// The value that a rule decided against.
fn against(claim: &Claim, by: Option<FactId>) -> Option<String> {
    let by = by?;
    claim.values.iter().find(|value| value.fact.id(value.article) == by).map(value_text)
}

/// The shape of `hinomi incident show --format json`: a promise.
pub fn json(file: &File<'_>) -> Value {
    let incident = file.incident;
    let value = |claim: &Claim, value: &ClaimValue| {
        json!({
            "value": value.fact.value.to_text(),
            "unit": value.fact.value.unit(),
            "qualifier": value.fact.qualifier,
            "status": value.fact.status,
            "said_by": said_by(file, value),
            "known_at": value.known_at,
            "said_in": value.said_in.len(),
            "quote": file.archive.articles.get(&value.article).map(|(article, _)| value.fact.quote(article)),
            "url": file.archive.articles.get(&value.article).map(|(article, _)| article.url.as_str()),
            "fate": value.fate,
            "rule": value.decided.map(|(rule, _)| rule),
            "against": value.decided.and_then(|(_, by)| against(claim, by)),
        })
    };
    let ledger: Vec<Value> = incident
        .claims
        .values()
        .flatten()
        .map(|claim| {
            let values: Vec<Value> = claim.values.iter().map(|one| value(claim, one)).collect();
            json!({"slot": claim.slot, "key": claim.key, "values": values})
        })
        .collect();
    let members: Vec<Value> = incident
        .members
        .iter()
        .map(|member| {
            let (voice, source) = file.voice(member.article);
            let title = file.archive.articles.get(&member.article).map(|(article, _)| article.title.as_str());
            json!({
                "url": member.url, "title": title, "known_at": member.known_at, "source": source, "voice": voice,
                "independent": member.copy_of.is_none(), "because": member.because,
            })
        })
        .collect();
    let pieces = |pieces: &[Piece]| -> Vec<Value> {
        let piece = |piece: &Piece| match piece {
            Piece::Same(text) => json!({"same": text}),
            Piece::Gone(text) => json!({"gone": text}),
            Piece::New(text) => json!({"new": text}),
        };
        pieces.iter().map(piece).collect()
    };
    let titles: BTreeMap<String, &str> =
        file.titles().into_iter().map(|(lang, title)| (lang.to_string(), title)).collect();
    json!({
        "version": 1,
        "id": incident.id,
        "titles": titles,
        "story": incident.story,
        "status": incident.life,
        "victims": incident.victims,
        "others": file.others(),
        "n_voices": incident.n_voices(),
        "timeline": timeline(incident).iter().map(|event| json!({
            "when": event.when, "what": event.slot, "known_at": event.known_at, "fate": event.fate,
        })).collect::<Vec<_>>(),
        "durations": spans(incident).iter().map(|span| json!({
            "what": span.slot, "computed_days": span.computed_days, "said": span.said,
        })).collect::<Vec<_>>(),
        "ledger": ledger,
        "unknown": unknowns(incident).iter().map(|(slot, key, status)| json!({
            "slot": slot, "key": key, "status": status,
        })).collect::<Vec<_>>(),
        "members": members,
        "revisions": file.revisions().iter().map(|(url, from, to, changed)| json!({
            "url": url, "from": from, "to": to, "pieces": pieces(changed),
        })).collect::<Vec<_>>(),
        "changes": changes(incident, file.zone).iter().map(|(day, change)| json!({
            "day": day.to_string(),
            "articles": change.articles.len(),
            "said": change.said.iter().map(|(slot, key, value)| json!({
                "slot": slot, "key": key, "value": value,
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "related": file.related().iter().map(|(relation, other)| json!({
            "relation": relation.word(), "id": other.id, "title": file.archive.title_of(other),
        })).collect::<Vec<_>>(),
        "guard": file.here.as_ref().map(|here| hinomi_guard::path_value(&here.path, file.lang)),
    })
}

fn sections(file: &File<'_>) -> Vec<Section> {
    let incident = file.incident;
    let lang = file.lang;
    let say = |word: &str| named(word, lang).to_owned();
    let own = |ja: &'static str, en: &'static str| in_lang((ja, en), lang).to_owned();
    let between = in_lang(("、", ", "), lang);
    let mut head = vec![
        vec![own("ID", "id"), incident.id.to_string()],
        vec![own("種類", "story"), say(incident.story.word())],
        vec![own("状態", "state"), say(incident.life.word())],
        vec![own("被害組織", "victims"), incident.victims.join(between)],
        vec![own("影響を受けた他の組織", "others touched"), file.others().join(between)],
        vec![own("独立した情報源の数", "independent voices"), incident.n_voices().to_string()],
    ];
    head.extend(
        file.titles()
            .into_iter()
            .map(|(of, title)| vec![format!("{} {of}", own("見出し", "title")), title.to_owned()]),
    );
    head.retain(|row| row.iter().all(|cell| !cell.is_empty()));
    let fate = |claim: &Claim, value: &ClaimValue| match value.decided {
        None => say(value.fate.word()),
        Some((rule, by)) => decided(value.fate.word(), rule.word(), against(claim, by).as_deref(), lang),
    };
    let ledger = incident.claims.values().flatten().filter(|claim| !claim.slot.is_date()).flat_map(|claim| {
        claim.values.iter().map(|value| {
            let (_, source) = file.voice(value.article);
            vec![
                format!("{} {}", say(claim.slot.word()), claim.key).trim_end().to_owned(),
                [value.fact.qualifier.map(|word| say(word.word())), Some(value_text(value))]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" "),
                say(&said_by(file, value)),
                file.day(value.known_at),
                source,
                fate(claim, value),
            ]
        })
    });
    let members = incident.members.iter().map(|member| {
        let (voice, source) = file.voice(member.article);
        let standing =
            if member.copy_of.is_none() { own("独立", "independent") } else { own("転載", "copy") };
        vec![file.day(member.known_at), say(&voice), source, standing, member.url.clone()]
    });
    let revisions =
        file.revisions().into_iter().map(|(url, from, to, pieces)| vec![url, from, to, drawn(&pieces)]);
    let changed = changes(incident, file.zone).into_iter().map(|(day, change)| {
        let said: Vec<String> = change
            .said
            .iter()
            .map(|(slot, key, value)| format!("{} {key} {value}", say(slot.word())).replace("  ", " "))
            .collect();
        vec![day.to_string(), change.articles.len().to_string(), said.join(in_lang(("；", "; "), lang))]
    });
    let spans = spans(incident).into_iter().map(|span| {
        let computed = match span.computed_days {
            Some((fewest, most)) => days(fewest, most, lang),
            None => String::new(),
        };
        vec![say(span.slot.word()), computed, span.said.join(between)]
    });
    let dated = timeline(incident).into_iter().map(|event| {
        let fate = if event.fate == Fate::Stands { String::new() } else { say(event.fate.word()) };
        vec![event.when, say(event.slot.word()), file.day(event.known_at), fate]
    });
    let unknown =
        unknowns(incident).into_iter().map(|(slot, key, status)| vec![say(slot.word()), key, say(status)]);
    let related = file.related().into_iter().map(|(relation, other)| {
        vec![say(relation.word()), other.id.to_string(), file.archive.title_of(other).to_owned()]
    });
    let plain = |rows: Vec<Vec<String>>| -> Vec<Vec<Cell>> {
        rows.into_iter().map(|row| row.into_iter().map(Cell::from).collect()).collect()
    };
    let section = |heading: Both, columns: &[Both], rows: Vec<Vec<String>>| Section {
        heading: in_lang(heading, lang),
        columns: columns.iter().map(|column| in_lang(*column, lang)).collect(),
        rows: plain(rows),
    };
    let all = [
        section(("インシデント", "Incident"), &[("", ""), ("", "")], head),
        {
            let (heading, columns, rows) = here_section(file.here.as_ref(), lang);
            Section { heading, columns: columns.to_vec(), rows }
        },
        section(
            ("時系列", "Timeline"),
            &[("いつ", "when"), ("何が", "what"), ("知った日時", "known"), ("", "")],
            dated.collect(),
        ),
        section(
            ("期間", "Durations"),
            &[("何が", "what"), ("計算", "computed"), ("言われた値", "said")],
            spans.collect(),
        ),
        section(
            ("主張の記録", "Ledger"),
            &[
                ("項目", "claim"),
                ("値", "value"),
                ("誰の言葉か", "said by"),
                ("知った日時", "known"),
                ("出典", "source"),
                ("扱い", "fate"),
            ],
            ledger.collect(),
        ),
        section(
            ("分かっていないこと", "Not known"),
            &[("何が", "what"), ("", ""), ("状態", "status")],
            unknown.collect(),
        ),
        section(
            ("記事", "Members"),
            &[
                ("知った日時", "known"),
                ("立場", "voice"),
                ("出典", "source"),
                ("", ""),
                ("アドレス", "address"),
            ],
            members.collect(),
        ),
        section(
            ("ページの改版", "Revisions"),
            &[("ページ", "page"), ("前", "from"), ("後", "to"), ("変わった所", "changed")],
            revisions.collect(),
        ),
        section(
            ("日ごとの変化", "Changes by day"),
            &[("日", "day"), ("記事数", "articles"), ("初めて言われたこと", "first said")],
            changed.collect(),
        ),
        section(
            ("関連するインシデント", "Related"),
            &[("関係", "how"), ("インシデント", "incident"), ("見出し", "title")],
            related.collect(),
        ),
    ];
    all.into_iter().filter(|section| !section.rows.is_empty()).collect()
}

/// A comparison in one line: what stayed only around what changed.
fn drawn(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Gone(text) => out.push_str(&format!("[-{text}-]")),
            Piece::New(text) => out.push_str(&format!("{{+{text}+}}")),
            Piece::Same(text) => {
                let chars: Vec<char> = text.chars().collect();
                if chars.len() <= 2 * AROUND_CHARS {
                    out.push_str(text);
                    continue;
                }
                if at > 0 {
                    out.extend(&chars[..AROUND_CHARS]);
                }
                out.push('…');
                if at + 1 < pieces.len() {
                    out.extend(&chars[chars.len() - AROUND_CHARS..]);
                }
            }
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// For a terminal: a heading, then a line a row.
pub fn text(file: &File<'_>) -> String {
    let mut out = String::new();
    for section in sections(file) {
        out.push_str(&format!("{}\n", section.heading.to_uppercase()));
        for row in section.rows {
            let cells: Vec<String> =
                row.iter().map(|cell| tame(&cell.text())).filter(|cell| !cell.is_empty()).collect();
            out.push_str(&format!("  {}\n", cells.join(" · ")));
        }
        out.push('\n');
    }
    out
}

/// Markdown: a table a section.
pub fn markdown(file: &File<'_>) -> String {
    let cell = |text: &str| {
        let mut out = String::new();
        for c in tame(text).chars() {
            if matches!(c, '|' | '<' | '>' | '[' | ']' | '*' | '_' | '`' | '\\' | '&' | '!' | '#') {
                out.push('\\');
            }
            out.push(c);
        }
        out
    };
    let mut out = format!("# {}\n", cell(file.archive.title_of(file.incident)));
    for section in sections(file) {
        out.push_str(&format!("\n## {}\n\n", section.heading));
        out.push_str(&format!("| {} |\n", section.columns.join(" | ")));
        out.push_str(&format!("|{}\n", "---|".repeat(section.columns.len())));
        for row in section.rows {
            let cells: Vec<String> = row.iter().map(|one| cell(&one.text())).collect();
            out.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
    }
    out
}

/// One page without scripts, styles from elsewhere or links that were not read.
pub fn html(file: &File<'_>) -> String {
    let escape = |text: &str| {
        let text = tame(text);
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
    };
    let cell = |cell: &Cell| {
        let part = |(text, href): &(String, String)| match href.as_str() {
            "" => escape(text),
            href => format!("<a href=\"{}\">{}</a>", escape(href), escape(text)),
        };
        cell.0.iter().map(part).collect::<Vec<_>>().join(", ")
    };
    let title = escape(file.archive.title_of(file.incident));
    let founder = file.incident.members.first().and_then(|member| file.archive.articles.get(&member.article));
    let lang = founder.map_or("en", |(article, _)| article.lang.tag());
    let own = file.lang.tag();
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{own}\"><head><meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>\
         :root{{color-scheme:light dark;--ground:#fff;--text:#1a1a1a;--link:#0645ad}}\
         @media(prefers-color-scheme:dark){{:root{{--ground:#141414;--text:#e8e8e8;--link:#9ec1ff}}}}\
         a{{color:var(--link)}}body{{background:var(--ground);color:var(--text);font-family:sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}}\
         table{{border-collapse:collapse}}td,th{{text-align:left;vertical-align:top;padding:.2rem .8rem .2rem 0;\
         border-bottom:1px solid #8888}}td:last-child{{overflow-wrap:anywhere}}</style></head>\n<body>\n"
    );
    if !file.up.is_empty() {
        let words = in_lang(("ブリーフへ", "To the brief"), file.lang);
        out.push_str(&format!(
            "<nav aria-label=\"{words}\"><a href=\"{}\">{words}</a></nav>\n",
            escape(file.up)
        ));
    }
    out.push_str(&format!("<main>\n<h1 lang=\"{lang}\">{title}</h1>\n"));
    for section in sections(file) {
        out.push_str(&format!("<h2>{}</h2>\n<table>\n", section.heading));
        if section.columns.iter().any(|column| !column.is_empty()) {
            out.push_str("<tr>");
            for column in section.columns {
                // A head without words would be read out as an empty one.
                out.push_str(&match column {
                    "" => "<td></td>".to_owned(),
                    words => format!("<th scope=\"col\">{words}</th>"),
                });
            }
            out.push_str("</tr>\n");
        }
        for row in section.rows {
            let cells: String = row.iter().map(|one| format!("<td>{}</td>", cell(one))).collect();
            out.push_str(&format!("<tr>{cells}</tr>\n"));
        }
        out.push_str("</table>\n");
    }
    out + "</main>\n</body></html>\n"
}
