//! What a layout template is given: the brief in plain maps and lists, every outside string already escaped
//! for the format by the writer that is handed in.

use minijinja::{Value, context};

use crate::brief::{Block, Brief, Event, Item, Line, Section};
use crate::phrase::Phrases;
use crate::sentence::{Piece, Sentence};

/// Writes sentences and plain texts in one format, escaped.
pub trait Writer {
    /// A verified sentence with its marks.
    fn sentence(&self, sentence: &Sentence) -> Value;
    /// Words that are no sentence: names of sources, reasons, headings.
    fn text(&self, text: &str) -> Value;
    /// An answer of one's own evidence, and the check that gave it.
    fn answer(&self, text: &str, _check: &str) -> Value {
        self.text(text)
    }
    /// Words of our own strings and numbers, with nothing from outside in them.
    fn own(&self, text: &str) -> Value;
}

/// The context of a layout.
pub fn of(brief: &Brief, strings: &Phrases, writer: &dyn Writer) -> Value {
    let looks = Looks { brief, strings };
    let sections: Vec<Value> =
        brief.sections.iter().map(|section| section_value(section, &looks, writer)).collect();
    let labels: std::collections::BTreeMap<String, Value> = strings
        .keys()
        .filter_map(|key| Some((key.replace('.', "_"), writer.text(strings.find(key)?))))
        .collect();
    context! {
        lang => brief.lang.tag(),
        layout => brief.layout.word(),
        title => writer.text(&brief.title),
        date => brief.date.to_string(),
        window => brief.window.clone(),
        as_of => brief.as_of.clone(),
        tlp => brief.tlp.word(),
        tags => brief.tags.clone(),
        sections => sections,
        labels => labels,
    }
}

struct Looks<'a> {
    brief: &'a Brief,
    strings: &'a Phrases,
}

impl Looks<'_> {
    /// Who tells an item: "Source: \[1\] (press, B), \[2\] (authority, A); independent voices: 2".
    fn told_by(&self, item: &Item) -> String {
        let mut numbers: Vec<usize> = item
            .sentences
            .iter()
            .flat_map(|s| s.pieces().iter().map(move |piece| (s, piece)))
            .filter_map(|(s, piece)| if let Piece::Cites(marks) = piece { Some((s, marks)) } else { None })
            .flat_map(|(s, marks)| marks.iter().filter_map(|idx| s.cites().get(*idx)))
            .filter_map(|cite| self.brief.number_of(cite.article))
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        let is_ja = self.brief.lang == hinomi_model::Lang::Ja;
        let sources: Vec<String> = numbers
            .iter()
            .filter_map(|n| Some((n, self.brief.references.get(n - 1)?)))
            .map(|(n, reference)| {
                let key = reference.voice.map_or("unknown", |v| v.word());
                let voice = self.strings.get(&format!("voice.{key}"));
                let reliability = reference.reliability.map_or("F", |r| r.word());
                if is_ja {
                    format!("[{n}]（{voice}、{reliability}）")
                } else {
                    format!("[{n}] ({voice}, {reliability})")
                }
            })
            .collect();
        let sources = sources.join(if is_ja { "" } else { ", " });
        self.strings.text("told.by", &[("sources", &sources), ("n", &item.n_voices.to_string())])
    }
}

impl Looks<'_> {
    /// "On your watch list: …"; `None` for what holds none of its words.
    fn watched(&self, item: &Item) -> Option<String> {
        let words: Vec<&str> = item.watched.iter().map(|(_, word)| word.as_str()).collect();
        let list = words.join(if self.brief.lang == hinomi_model::Lang::Ja { "、" } else { ", " });
        (!words.is_empty()).then(|| self.strings.text("watched.line", &[("words", &list)]))
    }

    /// "Why it stands here, 38 points: … +12, … +8"; `None` unless asked for.
    fn why(&self, item: &Item) -> Option<String> {
        let reason = |(reason, points): &(String, i64)| format!("{reason} {points:+}");
        let reasons: Vec<String> = item.why.iter().map(reason).collect();
        let points: i64 = item.why.iter().map(|(_, points)| points).sum();
        let gap = if self.brief.lang == hinomi_model::Lang::Ja { "、" } else { "; " };
        let fills = [("points", points.to_string()), ("reasons", reasons.join(gap))];
        let fills: Vec<(&str, &str)> = fills.iter().map(|(name, text)| (*name, text.as_str())).collect();
        self.brief.shows_why.then(|| self.strings.text("told.why", &fills))
    }
}

fn section_value(section: &Section, looks: &Looks<'_>, writer: &dyn Writer) -> Value {
    let blocks: Vec<Value> = section.blocks.iter().map(|block| block_value(block, looks, writer)).collect();
    context! { id => section.id, title => writer.text(&section.title), blocks => blocks }
}

fn line(line: &Line, writer: &dyn Writer) -> Value {
    match line {
        Line::Said(sentence) => writer.sentence(sentence),
        Line::Note(text) => writer.text(text),
        Line::Answer { text, check } => writer.answer(text, check),
    }
}

fn lines(of: &[Line], writer: &dyn Writer) -> Vec<Value> {
    of.iter().map(|l| line(l, writer)).collect()
}

fn block_value(block: &Block, looks: &Looks<'_>, writer: &dyn Writer) -> Value {
    match block {
        Block::Heading(heading) => context! { kind => "heading", text => line(heading, writer) },
        Block::Paragraph(paragraph) => {
            context! { kind => "paragraph", sentences => lines(paragraph, writer) }
        }
        Block::List(entries) => {
            let entries: Vec<Vec<Value>> = entries.iter().map(|entry| lines(entry, writer)).collect();
            context! { kind => "list", entries => entries }
        }
        Block::Item(item) => item_value(item, looks, writer),
        Block::Table { head, rows } => {
            let head: Vec<Value> = head.iter().map(|h| writer.text(h)).collect();
            let cell =
                |cell: &Option<Line>| cell.as_ref().map_or_else(|| writer.text("—"), |l| line(l, writer));
            let rows: Vec<Vec<Value>> = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
            context! { kind => "table", head => head, rows => rows }
        }
        Block::Chart { title, bars } => chart_value(title, bars, writer),
        Block::Timeline { title, events } => timeline_value(title, events, writer),
        Block::Terms(terms) => {
            let term = |(name, text): &(String, String)| context! { name => writer.text(name), text => writer.text(text) };
            context! { kind => "definitions", terms => terms.iter().map(term).collect::<Vec<_>>() }
        }
        Block::Quotation(sentence) => context! { kind => "quotation", text => writer.sentence(sentence) },
    }
}

/// Width of the longest bar and height of a row, in units of the drawing.
const BAR_WIDTH_MAX: usize = 360;
const BAR_HEIGHT: usize = 28;
/// Signs of the longest bar in plain text.
const BAR_SIGNS_MAX: usize = 24;

fn chart_value(title: &str, bars: &[(String, usize)], writer: &dyn Writer) -> Value {
    let largest = bars.iter().map(|(_, n)| *n).max().unwrap_or(0).max(1);
    let rows: Vec<Value> = bars
        .iter()
        .enumerate()
        .map(|(idx, (label, n))| {
            context! {
                label => writer.text(label),
                n => n,
                y => idx * BAR_HEIGHT,
                width => (n * BAR_WIDTH_MAX / largest).max(2),
                signs => writer.own(&"▇".repeat((n * BAR_SIGNS_MAX / largest).max(1))),
            }
        })
        .collect();
    let spoken: Vec<String> = bars.iter().map(|(label, n)| format!("{label} {n}")).collect();
    context! {
        kind => "chart",
        title => writer.text(title),
        spoken => writer.text(&spoken.join(", ")),
        height => bars.len() * BAR_HEIGHT,
        bars => rows,
    }
}

/// Width of a line of time, height of a row, and characters of a row's words at most (a Japanese letter is two wide), in
/// units of the drawing.
const LINE_WIDTH: i64 = 600;
const ROW_HEIGHT: usize = 26;
const ROW_CELLS_MAX: usize = 66;

/// Dots on a line by their day, and a row for each below: its number, its date, what happened.
fn timeline_value(title: &str, events: &[Event], writer: &dyn Writer) -> Value {
    let days =
        |event: &Event| events.first().map_or(0, |first| i64::from((event.day - first.day).get_days()));
    let span = events.iter().map(days).max().unwrap_or(0).max(1);
    let rows: Vec<Value> = events
        .iter()
        .enumerate()
        .map(|(idx, event)| {
            context! {
                number => idx + 1,
                x => 20 + days(event) * LINE_WIDTH / span,
                y => 60 + idx * ROW_HEIGHT,
                date => writer.text(&event.date),
                what => writer.text(&cut(&event.what, ROW_CELLS_MAX)),
            }
        })
        .collect();
    let spoken: Vec<String> = events.iter().map(|event| format!("{}: {}", event.date, event.what)).collect();
    context! {
        kind => "timeline",
        title => writer.text(title),
        spoken => writer.text(&spoken.join("; ")),
        height => 60 + events.len() * ROW_HEIGHT,
        events => rows,
    }
}

/// Words that fit into `cells_max` cells, a wide letter taking two.
fn cut(text: &str, cells_max: usize) -> String {
    let mut out = String::new();
    let mut cells = 0;
    for c in text.chars() {
        cells += if c < '\u{2e80}' { 1 } else { 2 };
        if cells > cells_max {
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}

fn item_value(item: &Item, looks: &Looks<'_>, writer: &dyn Writer) -> Value {
    let sentences: Vec<Value> = item.sentences.iter().map(|s| writer.sentence(s)).collect();
    let why: Vec<Value> = item
        .why
        .iter()
        .map(|(reason, points)| context! { reason => writer.text(reason), points => points })
        .collect();
    context! {
        kind => "item",
        id => item.incident.to_string(),
        page => looks.brief.has_pages.then(|| crate::brief::page_of(item.incident)),
        number => item.number,
        headline => line(&item.headline, writer),
        sentences => sentences,
        unknown => item.unknown.as_ref().map(|s| writer.sentence(s)),
        told_by => writer.own(&looks.told_by(item)),
        watched => looks.watched(item).map(|line| writer.text(&line)),
        why_line => looks.why(item).map(|line| writer.text(&line)),
        file => writer.own(&item.file),
        is_numbered => item.is_numbered,
        n_voices => item.n_voices,
        why => why,
        points => item.why.iter().map(|(_, points)| points).sum::<i64>(),
    }
}
