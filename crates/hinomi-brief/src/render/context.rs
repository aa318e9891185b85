//! What a layout template is given: the brief in plain maps and lists, every outside string already escaped
//! for the format by the writer that is handed in.

use minijinja::{Value, context};

use crate::brief::{Block, Brief, Item, Line, Section};
use crate::phrase::Phrases;
use crate::sentence::Sentence;

/// Writes sentences and plain texts in one format, escaped.
pub trait Writer {
    /// A verified sentence with its marks.
    fn sentence(&self, sentence: &Sentence) -> Value;
    /// Words that are no sentence: names of sources, reasons, headings.
    fn text(&self, text: &str) -> Value;
}

/// The context of a layout.
pub fn of(brief: &Brief, strings: &Phrases, writer: &dyn Writer) -> Value {
    let sections: Vec<Value> = brief.sections.iter().map(|section| section_value(section, writer)).collect();
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

fn section_value(section: &Section, writer: &dyn Writer) -> Value {
    let blocks: Vec<Value> = section.blocks.iter().map(|block| block_value(block, writer)).collect();
    context! { id => section.id, title => writer.text(&section.title), blocks => blocks }
}

fn line(line: &Line, writer: &dyn Writer) -> Value {
    match line {
        Line::Said(sentence) => writer.sentence(sentence),
        Line::Note(text) => writer.text(text),
    }
}

fn lines(of: &[Line], writer: &dyn Writer) -> Vec<Value> {
    of.iter().map(|l| line(l, writer)).collect()
}

fn block_value(block: &Block, writer: &dyn Writer) -> Value {
    match block {
        Block::Heading(heading) => context! { kind => "heading", text => line(heading, writer) },
        Block::Paragraph(paragraph) => {
            context! { kind => "paragraph", sentences => lines(paragraph, writer) }
        }
        Block::List(entries) => {
            let entries: Vec<Vec<Value>> = entries.iter().map(|entry| lines(entry, writer)).collect();
            context! { kind => "list", entries => entries }
        }
        Block::Item(item) => item_value(item, writer),
        Block::Table { head, rows } => {
            let head: Vec<Value> = head.iter().map(|h| writer.text(h)).collect();
            let cell =
                |cell: &Option<Line>| cell.as_ref().map_or_else(|| writer.text("—"), |l| line(l, writer));
            let rows: Vec<Vec<Value>> = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
            context! { kind => "table", head => head, rows => rows }
        }
        Block::Quotation(sentence) => context! { kind => "quotation", text => writer.sentence(sentence) },
    }
}

fn item_value(item: &Item, writer: &dyn Writer) -> Value {
    let sentences: Vec<Value> = item.sentences.iter().map(|s| writer.sentence(s)).collect();
    let why: Vec<Value> = item
        .why
        .iter()
        .map(|(reason, points)| context! { reason => writer.text(reason), points => points })
        .collect();
    context! {
        kind => "item",
        id => item.incident.to_string(),
        number => item.number,
        headline => line(&item.headline, writer),
        sentences => sentences,
        unknown => item.unknown.as_ref().map(|s| writer.sentence(s)),
        told_by => writer.text(&item.told_by),
        n_voices => item.n_voices,
        why => why,
        points => item.why.iter().map(|(_, points)| points).sum::<i64>(),
    }
}
