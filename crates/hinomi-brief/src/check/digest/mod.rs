//! A digest as it is checked: blocks, sections, sentences, citation marks, references, its own day and window.
//!
//! ```text
//! text → markdown (blocks) → sections, references, marks → sentences with what they cite
//! ```

pub mod markdown;
mod marks;
mod own_day;
mod references;

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::{Lang, Span};
use jiff::civil::Date;

pub use markdown::{Block, Kind, Link};
pub use marks::{Form, Mark, SourceLabel};
pub use references::Reference;

/// Longest digest that is checked, in bytes: some forty daily briefs.
pub const DIGEST_BYTES_MAX: usize = 1 << 20;

/// Most references that the paragraphs before a list lend to its items.
const LIST_CITES_MAX: usize = 12;

/// Why a file is no digest that can be checked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotADigest {
    /// It is too long.
    #[error("is longer than {} MiB; split it", DIGEST_BYTES_MAX >> 20)]
    TooLong,
    /// It is no text.
    #[error("is not UTF-8 text (byte {0}); save it as UTF-8 Markdown or plain text")]
    NotText(usize),
    /// There is nothing in it.
    #[error("holds no text; name a digest in Markdown or plain text")]
    Empty,
}

/// A heading with what stands under it.
#[derive(Debug, Clone)]
pub struct Section {
    /// Level of its heading; 0 for what stands before the first.
    pub level: u8,
    /// The block of its heading.
    pub heading: Option<usize>,
    /// The section around it.
    pub parent: Option<usize>,
    /// Whether it lists references.
    pub is_references: bool,
}

/// Something that the digest cites: a reference of its list, or where a link in its text leads.
#[derive(Debug, Clone)]
pub struct Target {
    /// Number in the list of references.
    pub number: Option<u32>,
    /// Title, or the words of the link.
    pub title: String,
    /// Address as written.
    pub url: Option<String>,
}

/// A sentence of the digest's own text.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// Its block.
    pub block: usize,
    /// Where in the block's text.
    pub span: Span,
    /// Its text with marks blanked out, byte for byte.
    pub text: String,
    /// Targets that its own marks and links name.
    pub own: Vec<usize>,
    /// Whether it has marks or links of its own, resolved or not.
    pub is_marked: bool,
}

/// A digest.
#[derive(Debug, Clone)]
pub struct Digest {
    /// As it was written.
    pub source: String,
    /// Language of most of it.
    pub lang: Lang,
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
    /// Section of each block.
    pub section_of: Vec<usize>,
    /// Its sections, in order; the first holds what stands before the first heading.
    pub sections: Vec<Section>,
    /// Its references, in order.
    pub references: Vec<Reference>,
    /// Citation marks in its text, in order.
    pub marks: Vec<Mark>,
    /// "Source: …" labels in its text, in order.
    pub labels: Vec<SourceLabel>,
    /// What it cites: its references in their order, then links in its text.
    pub targets: Vec<Target>,
    /// Sentences outside lists of references and headings, in order.
    pub sentences: Vec<Sentence>,
    /// The day that it is of.
    pub day: Option<Date>,
    /// The first day of the window that it claims.
    pub window_start: Option<Date>,
    /// Of each block: whether it is the digest's own text.
    told: Vec<bool>,
    /// Of each sentence: what proves it.
    proved: Vec<Option<Vec<usize>>>,
}

impl Digest {
    /// Reads a digest from the bytes of a file.
    ///
    /// # Errors
    /// [`NotADigest`] when it is too long, no UTF-8 text, or empty.
    pub fn read(bytes: &[u8]) -> Result<Self, NotADigest> {
        if bytes.len() > DIGEST_BYTES_MAX {
            return Err(NotADigest::TooLong);
        }
        let text = std::str::from_utf8(bytes).map_err(|error| NotADigest::NotText(error.valid_up_to()))?;
        if let Some(at) = text.find('\0') {
            return Err(NotADigest::NotText(at));
        }
        // A byte order mark is no text; blanks keep the places.
        let source = match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text.to_owned(),
        };
        if source.trim().is_empty() {
            return Err(NotADigest::Empty);
        }
        Ok(Self::of(source))
    }

    fn of(source: String) -> Self {
        let parsed = markdown::parse(&source);
        let mut blocks = parsed.blocks;
        let (sections, section_of) = sections(&mut blocks);
        let mut digest = Self {
            lang: hinomi_text::lang_of(&source),
            source,
            blocks,
            section_of,
            sections,
            references: Vec::new(),
            marks: Vec::new(),
            labels: Vec::new(),
            targets: Vec::new(),
            sentences: Vec::new(),
            day: None,
            window_start: None,
            told: Vec::new(),
            proved: Vec::new(),
        };
        if digest.lang != Lang::Ja {
            digest.lang = Lang::En;
        }
        references::find(&mut digest, &parsed.definitions);
        digest.tell_apart();
        marks::find(&mut digest);
        digest.sentences();
        digest.prove();
        own_day::find(&mut digest, &parsed.front);
        digest
    }

    /// Whether the block is the digest's own text: no reference.
    pub fn is_told(&self, block: usize) -> bool {
        self.told.get(block).copied().unwrap_or(true)
    }

    /// The marks of a block, in order.
    pub fn marks_in(&self, block: usize) -> &[Mark] {
        let from = self.marks.partition_point(|mark| mark.block < block);
        let to = self.marks.partition_point(|mark| mark.block <= block);
        &self.marks[from..to]
    }

    fn tell_apart(&mut self) {
        let listed: BTreeSet<usize> = self.references.iter().map(|r| r.block).collect();
        let is_told = |(idx, block): (usize, &Block)| {
            let is_listed = self.sections.get(self.section_of[idx]).is_some_and(|s| s.is_references);
            !is_listed && block.footnote.is_none() && !listed.contains(&idx)
        };
        self.told = self.blocks.iter().enumerate().map(is_told).collect();
    }

    /// Whether the block is a heading.
    pub fn is_heading(&self, block: usize) -> bool {
        matches!(self.blocks[block].kind, Kind::Heading(_))
    }

    /// The text of the heading of `section`; empty for the first.
    pub fn heading_of(&self, section: usize) -> &str {
        self.sections[section].heading.map_or("", |block| self.blocks[block].text.as_str())
    }

    /// Whether a section is headed by the digest's own title: the first heading, with nothing told before it.
    pub fn is_own_title(&self, section: usize) -> bool {
        let first = self.sentences.first().map_or(usize::MAX, |sentence| sentence.block);
        section == 1 && self.sections[section].heading.is_some_and(|block| block <= first)
    }

    /// Whether a link stands alone in brackets: it names a source and is no part of the sentence.
    pub fn is_alone_in_brackets(&self, mark: &Mark) -> bool {
        self.blocks.get(mark.block).is_some_and(|block| is_bracketed(&block.text, mark.span))
    }

    /// What proves a sentence: what its own marks name; else the next marks in its block; else what a label of its section
    /// ("Source: …") names; else, for an item of a list, what the paragraphs before the list cite. `None` when nothing
    /// is cited there: what stands beside a citation is not thereby proved by it.
    pub fn cited_by(&self, idx: usize) -> Option<&[usize]> {
        self.proved.get(idx)?.as_deref()
    }

    /// Settles what proves each sentence, in one pass over them.
    fn prove(&mut self) {
        let labelled = self.labelled();
        let mut proved: Vec<Option<Vec<usize>>> = vec![None; self.sentences.len()];
        // From the back: the next marks in the block.
        let mut next: Option<(usize, Vec<usize>)> = None;
        for (idx, sentence) in self.sentences.iter().enumerate().rev() {
            if sentence.is_marked {
                next = Some((sentence.block, sentence.own.clone()));
            }
            proved[idx] =
                next.as_ref().filter(|(block, _)| *block == sentence.block).map(|(_, own)| own.clone());
        }
        // From the front: labels, and what the paragraphs of the section cited so far.
        let mut so_far: (usize, BTreeSet<usize>) = (usize::MAX, BTreeSet::new());
        for (idx, sentence) in self.sentences.iter().enumerate() {
            let section = self.section_of[sentence.block];
            if so_far.0 != section {
                so_far = (section, BTreeSet::new());
            }
            let kind = self.blocks[sentence.block].kind;
            if kind == Kind::Paragraph {
                so_far.1.extend(sentence.own.iter().copied());
            }
            if proved[idx].is_none() {
                proved[idx] = labelled.get(&sentence.block).filter(|targets| !targets.is_empty()).cloned();
            }
            if proved[idx].is_none() && kind == Kind::ListItem && !so_far.1.is_empty() {
                proved[idx] = Some(so_far.1.iter().copied().take(LIST_CITES_MAX).collect());
            }
        }
        self.proved = proved;
    }

    /// Of each block that a label speaks of: what it names. A label speaks of its own block where that says more than the
    /// label; else of the blocks before it, back to the label before, the heading, or the item of a list that it ends. The
    /// only label of a section speaks of all of it.
    fn labelled(&self) -> BTreeMap<usize, Vec<usize>> {
        let leading: Vec<&SourceLabel> = self.labels.iter().filter(|label| label.leads_somewhere).collect();
        let mut out: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (n, label) in leading.iter().enumerate() {
            let named = self.marks_in(label.block).iter().filter(|mark| mark.span.overlaps(label.span));
            let targets: Vec<usize> = named.flat_map(|mark| mark.targets.iter().copied()).collect();
            let section = self.section_of[label.block];
            let is_only = leading.iter().filter(|other| self.section_of[other.block] == section).count() == 1;
            let has_words =
                self.sentences.iter().any(|s| s.block == label.block && !label.span.overlaps(s.span));
            let is_headed = self.sections[section].level >= 2;
            let of_section = |block: &usize| self.section_of[*block] == section;
            let blocks: Vec<usize> =
                if has_words && (!is_headed || !is_only || self.blocks[label.block].kind == Kind::ListItem) {
                    vec![label.block]
                } else if is_only && is_headed {
                    (0..self.blocks.len()).filter(of_section).collect()
                } else {
                    let before = n.checked_sub(1).map_or(0, |at| leading[at].block + 1);
                    let mut blocks: Vec<usize> = (before..=label.block).filter(of_section).collect();
                    // What opens a list, and stands before it, is not the item's.
                    if let Some(item) = blocks.iter().rposition(|block| {
                        self.blocks[*block].kind == Kind::ListItem
                            && self.blocks[*block].depth <= self.blocks[label.block].depth.max(1)
                    }) {
                        blocks.drain(..item);
                    }
                    blocks
                };
            for block in blocks {
                out.entry(block).or_default().extend(targets.iter().copied());
            }
        }
        out.into_iter().map(|(block, targets)| (block, targets.into_iter().collect())).collect()
    }

    /// Lays the sentences out; a mark at the front of one that follows another belongs to the one before.
    fn sentences(&mut self) {
        let mut out: Vec<Sentence> = Vec::new();
        for (idx, block) in self.blocks.iter().enumerate() {
            if !self.is_told(idx) || matches!(block.kind, Kind::Heading(_)) {
                continue;
            }
            let marks: Vec<&Mark> = self.marks_in(idx).iter().collect();
            let first = out.len();
            for span in hinomi_text::sentences(&block.text) {
                let mut span = span;
                // Marks behind the stop of the sentence before.
                let mut taken = Vec::new();
                for mark in &marks {
                    let between = block.text.get(span.range().start..mark.span.range().start);
                    let is_front = mark.span.start >= span.start
                        && mark.span.end <= span.end
                        && between.is_some_and(|words| words.trim().is_empty());
                    if is_front && out.len() > first && mark.form != Form::Link {
                        taken.push(*mark);
                        span.start = mark.span.end;
                    }
                }
                if let Some(before) = out.last_mut().filter(|_| !taken.is_empty()) {
                    before.is_marked = true;
                    before.own.extend(taken.iter().flat_map(|mark| mark.targets.iter().copied()));
                }
                let own = marks.iter().filter(|mark| span.contains(mark.span));
                let own: Vec<&&Mark> = own.collect();
                let text = blanked(&block.text, span, &marks);
                if text.trim().is_empty() || text.chars().all(|c| !c.is_alphanumeric()) {
                    if let Some(before) = out.last_mut() {
                        before.is_marked |= !own.is_empty();
                        before.own.extend(own.iter().flat_map(|mark| mark.targets.iter().copied()));
                    }
                    continue;
                }
                out.push(Sentence {
                    block: idx,
                    span,
                    text,
                    is_marked: !own.is_empty(),
                    own: own.iter().flat_map(|mark| mark.targets.iter().copied()).collect(),
                });
            }
            for sentence in out.iter_mut().skip(first) {
                sentence.own.sort_unstable();
                sentence.own.dedup();
            }
        }
        self.sentences = out;
    }
}

/// The text of `span` with marks that are no links blanked, byte for byte.
fn blanked(text: &str, span: Span, marks: &[&Mark]) -> String {
    let mut out = text.get(span.range()).unwrap_or_default().to_owned();
    let is_cite = |mark: &Mark| mark.form != Form::Link || is_bracketed(text, mark.span);
    for mark in marks.iter().filter(|mark| span.contains(mark.span) && is_cite(mark)) {
        let from = (mark.span.start - span.start) as usize;
        out.replace_range(from..from + mark.span.len(), &" ".repeat(mark.span.len()));
    }
    out
}

/// Whether a link stands alone in brackets: it names a source and is no part of the sentence.
fn is_bracketed(text: &str, link: Span) -> bool {
    let before = text.get(..link.range().start).unwrap_or_default().trim_end();
    let behind = text.get(link.range().end..).unwrap_or_default().trim_start();
    before.ends_with(['(', '（', '[', '［']) && behind.starts_with([')', '）', ']', '］'])
}

/// Sections by headings. Lines in bold alone, and lines that open with ■, are headings too.
fn sections(blocks: &mut [Block]) -> (Vec<Section>, Vec<usize>) {
    let mut sections = vec![Section { level: 0, heading: None, parent: None, is_references: false }];
    let mut section_of = Vec::with_capacity(blocks.len());
    let mut open = 0;
    for (idx, block) in blocks.iter_mut().enumerate() {
        let text = block.text.trim();
        let is_bold = block.kind == Kind::Paragraph
            && !text.is_empty()
            && block.strong.iter().any(|span| span.of(&block.text).is_some_and(|words| words.trim() == text))
            && !text.ends_with(['。', '.']);
        let is_square = block.kind == Kind::Paragraph
            && text.starts_with(['■', '◆', '▼', '□', '◇', '●'])
            && !text.contains(['。', '\n']);
        let is_label = block.kind == Kind::Paragraph && references::is_heading(text);
        if is_bold || is_square || is_label {
            block.kind = Kind::Heading(6);
        }
        if let Kind::Heading(level) = block.kind {
            while sections[open].level >= level {
                match sections[open].parent {
                    Some(parent) => open = parent,
                    None => break,
                }
            }
            let is_references = references::is_heading(text);
            sections.push(Section { level, heading: Some(idx), parent: Some(open), is_references });
            open = sections.len() - 1;
        }
        section_of.push(open);
    }
    for idx in 1..sections.len() {
        let parent = sections[idx].parent.unwrap_or(0);
        sections[idx].is_references |= sections[parent].is_references;
    }
    (sections, section_of)
}
