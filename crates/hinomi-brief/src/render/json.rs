//! JSON, schema `hinomi.brief/1`: every sentence with its proofs, every item with the reasons for its place.

use hinomi_model::{ArticleId, Slot};
use serde::Serialize;

use crate::brief::{Block, Brief, Item, Line};
use crate::error::Error;
use crate::sentence::{Cite, Computed, Piece, Proof, Sentence};

/// Name and version of the shape. A field that is added keeps it; one that changes or goes raises it.
pub const SCHEMA: &str = "hinomi.brief/1";

#[derive(Serialize)]
struct BriefJson<'a> {
    schema: &'static str,
    title: &'a str,
    date: String,
    lang: &'static str,
    layout: &'static str,
    window: &'a str,
    as_of: &'a str,
    tlp: &'static str,
    tags: &'a [String],
    sections: Vec<SectionJson<'a>>,
    references: Vec<ReferenceJson<'a>>,
    stats: StatsJson<'a>,
}

#[derive(Serialize)]
struct SectionJson<'a> {
    id: &'static str,
    title: &'a str,
    blocks: Vec<BlockJson<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum BlockJson<'a> {
    Heading { line: LineJson },
    Paragraph { lines: Vec<LineJson> },
    List { entries: Vec<Vec<LineJson>> },
    Item(ItemJson<'a>),
    Table { head: &'a [String], rows: Vec<Vec<Option<LineJson>>> },
    Quotation { line: LineJson },
    Chart { title: &'a str, bars: Vec<BarJson<'a>> },
    Timeline { title: &'a str, events: Vec<EventJson<'a>> },
    Terms { terms: Vec<TermJson<'a>> },
}

#[derive(Serialize)]
struct ItemJson<'a> {
    incident: String,
    number: usize,
    headline: LineJson,
    sentences: Vec<LineJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<LineJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    watched: Vec<WatchedJson<'a>>,
    why: Vec<WhyJson<'a>>,
    points: i64,
    n_voices: usize,
}

#[derive(Serialize)]
struct TermJson<'a> {
    name: &'a str,
    text: &'a str,
}

#[derive(Serialize)]
struct EventJson<'a> {
    day: String,
    date: &'a str,
    what: &'a str,
}

#[derive(Serialize)]
struct BarJson<'a> {
    label: &'a str,
    n: usize,
}

#[derive(Serialize)]
struct WatchedJson<'a> {
    kind: &'static str,
    word: &'a str,
}

#[derive(Serialize)]
struct WhyJson<'a> {
    reason: &'a str,
    points: i64,
}

#[derive(Serialize)]
struct LineJson {
    text: String,
    /// Proofs; none for a line that the brief says about itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cites: Vec<CiteJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    computed: Vec<ComputedJson>,
}

#[derive(Serialize)]
struct CiteJson {
    /// Number of the reference; absent for a proof of a name that has no mark of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<usize>,
    article: ArticleId,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    slot: Option<Slot>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    qualifier: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    said_by: Option<&'static str>,
    quote: String,
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct ComputedJson {
    how: &'static str,
    of: Vec<usize>,
    value: String,
}

#[derive(Serialize)]
struct ReferenceJson<'a> {
    number: usize,
    article: ArticleId,
    title: &'a str,
    lang: &'static str,
    source: &'a str,
    source_id: &'a str,
    date: &'a str,
    voice: Option<&'static str>,
    reliability: Option<&'static str>,
    url: &'a str,
}

#[derive(Serialize)]
struct StatsJson<'a> {
    n_incidents: usize,
    n_sentences: usize,
    refused: &'a std::collections::BTreeMap<String, usize>,
}

/// Writes `brief` as JSON, two spaces deep, ending in a newline.
///
/// # Errors
/// None in practice: every key is a string and every number finite.
pub fn render(brief: &Brief) -> Result<String, Error> {
    let wire = Wire { brief };
    let json = BriefJson {
        schema: SCHEMA,
        title: &brief.title,
        date: brief.date.to_string(),
        lang: brief.lang.tag(),
        layout: brief.layout.word(),
        window: &brief.window,
        as_of: &brief.as_of,
        tlp: brief.tlp.word(),
        tags: &brief.tags,
        sections: brief
            .sections
            .iter()
            .map(|s| SectionJson {
                id: s.id,
                title: &s.title,
                blocks: s.blocks.iter().map(|b| wire.block(b)).collect(),
            })
            .collect(),
        references: brief
            .references
            .iter()
            .enumerate()
            .map(|(idx, r)| ReferenceJson {
                number: idx + 1,
                article: r.article,
                title: &r.title,
                lang: r.lang.tag(),
                source: &r.source,
                source_id: &r.source_id,
                date: &r.date,
                voice: r.voice.map(|v| v.word()),
                reliability: r.reliability.map(|r| r.word()),
                url: &r.url,
            })
            .collect(),
        stats: StatsJson {
            n_incidents: brief.stats.n_incidents,
            n_sentences: brief.sentences().len(),
            refused: &brief.stats.refused,
        },
    };
    let mut out = serde_json::to_string_pretty(&json)?;
    out.push('\n');
    Ok(out)
}

struct Wire<'a> {
    brief: &'a Brief,
}

impl<'a> Wire<'a> {
    fn block(&self, block: &'a Block) -> BlockJson<'a> {
        let lines = |lines: &[Line]| lines.iter().map(|l| self.line(l)).collect::<Vec<_>>();
        match block {
            Block::Heading(line) => BlockJson::Heading { line: self.line(line) },
            Block::Paragraph(of) => BlockJson::Paragraph { lines: lines(of) },
            Block::List(entries) => BlockJson::List { entries: entries.iter().map(|e| lines(e)).collect() },
            Block::Item(item) => BlockJson::Item(self.item(item)),
            Block::Table { head, rows } => BlockJson::Table {
                head,
                rows: rows
                    .iter()
                    .map(|row| row.iter().map(|cell| cell.as_ref().map(|l| self.line(l))).collect())
                    .collect(),
            },
            Block::Terms(terms) => {
                BlockJson::Terms { terms: terms.iter().map(|(name, text)| TermJson { name, text }).collect() }
            }
            Block::Timeline { title, events } => BlockJson::Timeline {
                title,
                events: events
                    .iter()
                    .map(|e| EventJson { day: e.day.to_string(), date: &e.date, what: &e.what })
                    .collect(),
            },
            Block::Chart { title, bars } => BlockJson::Chart {
                title,
                bars: bars.iter().map(|(label, n)| BarJson { label, n: *n }).collect(),
            },
            Block::Quotation(sentence) => BlockJson::Quotation { line: self.sentence(sentence) },
        }
    }

    fn item(&self, item: &'a Item) -> ItemJson<'a> {
        ItemJson {
            incident: item.incident.to_string(),
            number: item.number,
            headline: self.line(&item.headline),
            sentences: item.sentences.iter().map(|s| self.sentence(s)).collect(),
            unknown: item.unknown.as_ref().map(|s| self.sentence(s)),
            watched: item
                .watched
                .iter()
                .map(|(kind, word)| WatchedJson { kind: kind.word(), word })
                .collect(),
            why: item.why.iter().map(|(reason, points)| WhyJson { reason, points: *points }).collect(),
            points: item.why.iter().map(|(_, points)| points).sum(),
            n_voices: item.n_voices,
        }
    }

    fn line(&self, line: &Line) -> LineJson {
        match line {
            Line::Said(sentence) => self.sentence(sentence),
            Line::Note(text) | Line::Answer { text, .. } => {
                LineJson { text: text.clone(), cites: Vec::new(), computed: Vec::new() }
            }
        }
    }

    fn sentence(&self, sentence: &Sentence) -> LineJson {
        let marked: std::collections::BTreeSet<usize> = sentence
            .pieces()
            .iter()
            .flat_map(|piece| if let Piece::Cites(marks) = piece { marks.as_slice() } else { &[] })
            .copied()
            .collect();
        let cites = sentence.cites().iter().enumerate();
        let computed = sentence.computed().iter().zip(sentence.reckoned());
        LineJson {
            text: sentence.text(),
            cites: cites.map(|(idx, cite)| self.cite(cite, marked.contains(&idx))).collect(),
            computed: computed
                .map(|(how, value)| computed_json(how, value.normalize().to_string()))
                .collect(),
        }
    }

    fn cite(&self, cite: &Cite, is_marked: bool) -> CiteJson {
        let number = self.brief.number_of(cite.article);
        let reference = self.brief.reference_of(cite.article);
        let span = cite.proof.span();
        let fact = match &cite.proof {
            Proof::Fact(fact) => Some(fact),
            Proof::Words(_) => None,
        };
        CiteJson {
            reference: number.filter(|_| is_marked),
            article: cite.article,
            url: reference.map(|r| r.url.clone()).unwrap_or_default(),
            slot: fact.map(|f| f.slot),
            value: fact.map(|f| f.value.to_text()),
            unit: fact.and_then(|f| f.value.unit()).map(String::from),
            qualifier: fact.and_then(|f| f.qualifier).map(|q| q.word()),
            status: fact.and_then(|f| f.status).map(|s| s.word()),
            said_by: fact.and_then(|f| f.said_by).map(|s| s.word()),
            quote: reference.and_then(|r| span.of(&r.text)).unwrap_or_default().to_owned(),
            start: span.start,
            end: span.end,
        }
    }
}

fn computed_json(how: &Computed, value: String) -> ComputedJson {
    let (how, of) = match how {
        Computed::DaysBetween(from, to) => ("days_between", vec![*from, *to]),
        Computed::NthDay(from) => ("nth_day", vec![*from]),
        Computed::Sum(parts) => ("sum", parts.clone()),
        Computed::HowMany(parts) => ("how_many", parts.clone()),
        Computed::Rose(from, to) => ("rose", vec![*from, *to]),
        Computed::Fell(from, to) => ("fell", vec![*from, *to]),
        Computed::Difference(from, less) => ("difference", vec![*from, *less]),
    };
    ComputedJson { how, of, value }
}
