//! Markdown or plain text → blocks of text that know where each of their bytes was written.
//!
//! The mark-up is `pulldown-cmark`'s; an indented block is read as text, since plain-text digests indent.

use hinomi_model::Span;
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A heading of this level, 1 to 6; bold lines and lines that open with ■ count as level 6.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A row of a table, cells joined by tabs.
    TableRow,
    /// A quotation.
    Quote,
}

/// A link in a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its words in the block's text.
    pub span: Span,
    /// Where it leads, as written.
    pub url: String,
    /// Label of a reference-style link (`[1]` defined elsewhere); empty for others.
    pub label: String,
    /// The whole link as written, in the source.
    pub source: Span,
}

/// A stretch of a block's text and where it was written.
#[derive(Debug, Clone, Copy)]
struct Piece {
    at: u32,
    source: Span,
    is_copy: bool,
}

/// A block of a digest, mark-up taken off.
#[derive(Debug, Clone)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// Its text; lines that belong apart are separated by `\n`.
    pub text: String,
    /// Its links.
    pub links: Vec<Link>,
    /// Inline code, in which nothing is a citation.
    pub code: Vec<Span>,
    /// Raised text (`<sup>`).
    pub raised: Vec<Span>,
    /// Stressed text.
    pub strong: Vec<Span>,
    /// Number in an ordered list.
    pub number: Option<u64>,
    /// How deep in lists; 0 outside.
    pub depth: usize,
    /// Label of the footnote that it belongs to.
    pub footnote: Option<String>,
    /// Where it was written.
    pub source: Span,
    pieces: Vec<Piece>,
}

impl Block {
    fn new(kind: Kind, at: usize) -> Self {
        Self {
            kind,
            text: String::new(),
            links: Vec::new(),
            code: Vec::new(),
            raised: Vec::new(),
            strong: Vec::new(),
            number: None,
            depth: 0,
            footnote: None,
            source: Span::new(at, at),
            pieces: Vec::new(),
        }
    }

    fn push(&mut self, text: &str, source: Span, is_copy: bool) {
        self.pieces.push(Piece { at: u32::try_from(self.text.len()).unwrap_or(u32::MAX), source, is_copy });
        self.text.push_str(text);
        self.source = if self.source.is_empty() { source } else { self.source.cover(source) };
    }

    /// Where the block is two: a heading in bold and what it heads, or items of a list behind bullets that are no Markdown
    /// (mail, chat).
    fn first_break(&self) -> Option<usize> {
        if !matches!(self.kind, Kind::Paragraph | Kind::ListItem) {
            return None;
        }
        let first = self.text.find('\n')?;
        let line = self.text[..first].trim();
        let is_bold = self.kind == Kind::Paragraph
            && !line.ends_with(['。', '.'])
            && self.strong.iter().any(|span| span.of(&self.text).is_some_and(|words| words.trim() == line));
        if is_bold || super::references::is_heading(line) {
            return Some(first);
        }
        let mut breaks = self.text.match_indices('\n').map(|(at, _)| at);
        breaks.find(|at| self.text[at + 1..].trim_start().starts_with(BULLETS))
    }

    /// The block in two, at the line break at `at`.
    fn split(self, at: usize) -> (Self, Self) {
        let cut = u32::try_from(at).unwrap_or(u32::MAX);
        let behind = |span: Span| span.start > cut;
        let moved = |span: Span| Span {
            start: span.start.saturating_sub(cut + 1),
            end: span.end.saturating_sub(cut + 1),
        };
        let halves = |spans: &[Span]| -> (Vec<Span>, Vec<Span>) {
            let (second, first): (Vec<Span>, Vec<Span>) = spans.iter().partition(|span| behind(**span));
            (first, second.into_iter().map(moved).collect())
        };
        let mut second = Self::new(self.kind, self.written(Span::new(at + 1, self.text.len())).range().start);
        second.source = self.written(Span::new(at + 1, self.text.len()));
        let mut first = self;
        second.text = first.text.split_off(at + 1);
        first.text.truncate(at);
        if second.text.trim_start().starts_with(BULLETS) {
            second.kind = Kind::ListItem;
        }
        (second.depth, second.footnote) = (first.depth, first.footnote.clone());
        (first.code, second.code) = halves(&first.code);
        (first.raised, second.raised) = halves(&first.raised);
        (first.strong, second.strong) = halves(&first.strong);
        let (links, kept): (Vec<Link>, Vec<Link>) = first.links.drain(..).partition(|link| behind(link.span));
        first.links = kept;
        second.links = links.into_iter().map(|link| Link { span: moved(link.span), ..link }).collect();
        for piece in std::mem::take(&mut first.pieces) {
            if piece.at > cut {
                second.pieces.push(Piece { at: piece.at - cut - 1, ..piece });
                continue;
            }
            // A piece that reaches over the break goes on behind it.
            let over = cut + 1 - piece.at;
            if piece.is_copy && piece.source.start + over < piece.source.end {
                let source = Span { start: piece.source.start + over, end: piece.source.end };
                second.pieces.push(Piece { at: 0, source, is_copy: true });
            }
            first.pieces.push(piece);
        }
        (first, second)
    }

    /// Where `span` of the text was written.
    pub fn written(&self, span: Span) -> Span {
        let at = |position: u32, is_end: bool| -> usize {
            let looked_for = if is_end { position.saturating_sub(1) } else { position };
            let idx = self.pieces.partition_point(|piece| piece.at <= looked_for).saturating_sub(1);
            match self.pieces.get(idx) {
                Some(piece) if piece.is_copy => {
                    ((piece.source.start + position.saturating_sub(piece.at)).min(piece.source.end)) as usize
                }
                Some(piece) if is_end => piece.source.end as usize,
                Some(piece) => piece.source.start as usize,
                None => self.source.start as usize,
            }
        };
        if span.is_empty() {
            let start = at(span.start, false);
            return Span::new(start, start);
        }
        Span::new(at(span.start, false), at(span.end, true))
    }
}

/// What a document says before its text.
#[derive(Debug, Clone, Default)]
pub struct Parsed {
    /// Front matter, as written.
    pub front: String,
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
    /// Definitions of reference-style links: label, address, place.
    pub definitions: Vec<(String, String, Span)>,
}

/// Marks that open an item of a list outside Markdown.
const BULLETS: [char; 8] = ['•', '・', '◦', '▪', '■', '◆', '●', '○'];

/// Columns from which on a line that ends without a stop goes on in the next.
const WRAPPED_COLUMNS_MIN: usize = 48;

/// Parses `source`. Never fails: what is no mark-up is text.
pub fn parse(source: &str) -> Parsed {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let parser = Parser::new_ext(source, options);
    let mut definitions: Vec<(String, String, Span)> = parser
        .reference_definitions()
        .iter()
        .map(|(label, def)| (label.to_owned(), def.dest.to_string(), Span::from(def.span.clone())))
        .collect();
    definitions.sort_by_key(|(_, _, span)| *span);
    let mut reader = Reader { source, ..Reader::default() };
    for (event, range) in parser.into_offset_iter() {
        reader.read(event, Span::from(range));
    }
    reader.flush();
    Parsed { front: reader.front, blocks: reader.blocks, definitions }
}

#[derive(Default)]
struct Reader<'a> {
    source: &'a str,
    front: String,
    blocks: Vec<Block>,
    open: Option<Block>,
    lists: Vec<Option<u64>>,
    quotes: usize,
    footnote: Option<String>,
    links: Vec<(u32, String, String, Span)>,
    images: usize,
    raised_from: Option<u32>,
    strong_from: Vec<u32>,
    is_front: bool,
    is_skipped: bool,
}

impl Reader<'_> {
    fn read(&mut self, event: Event<'_>, range: Span) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) if self.is_front => self.front.push_str(&text),
            Event::Text(_) | Event::Code(_) if self.is_skipped || self.images > 0 => {}
            Event::Text(text) => self.text(&text, range),
            Event::Code(text) => {
                let from = self.length();
                self.text(&text, range);
                let to = self.length();
                self.block(range).code.push(Span { start: from, end: to });
            }
            Event::FootnoteReference(label) => self.text(&format!("[^{label}]"), range),
            Event::SoftBreak | Event::HardBreak => self.text("\n", range),
            Event::InlineHtml(html) => match html.to_ascii_lowercase().as_str() {
                "<sup>" => self.raised_from = Some(self.length()),
                "</sup>" => {
                    let to = self.length();
                    if let Some(from) = self.raised_from.take() {
                        self.block(range).raised.push(Span { start: from, end: to.max(from) });
                    }
                }
                "<br>" | "<br/>" | "<br />" => self.text("\n", range),
                _ => {}
            },
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Span) {
        match tag {
            // The text of a loose list item stands in a paragraph of its own.
            Tag::Paragraph
                if self.open.as_ref().is_some_and(|b| b.kind == Kind::ListItem && b.text.is_empty()) => {}
            Tag::Paragraph => self.begin(Kind::Paragraph, range),
            Tag::Heading { level, .. } => self.begin(Kind::Heading(level as u8), range),
            Tag::BlockQuote(_) => {
                self.flush();
                self.quotes += 1;
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) | Tag::HtmlBlock => {
                self.flush();
                self.is_skipped = true;
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => self.begin(Kind::Paragraph, range),
            Tag::List(first) => {
                self.flush();
                self.lists.push(first);
            }
            Tag::Item => {
                self.begin(Kind::ListItem, range);
                let number = self.lists.last().copied().flatten();
                if let Some(Some(next)) = self.lists.last_mut() {
                    *next = next.saturating_add(1);
                }
                let depth = self.lists.len();
                let block = self.block(range);
                block.number = number;
                block.depth = depth;
            }
            Tag::TableHead | Tag::TableRow => self.begin(Kind::TableRow, range),
            Tag::TableCell => {
                if self.open.as_ref().is_some_and(|block| !block.pieces.is_empty()) {
                    self.text("\t", Span { start: range.start, end: range.start });
                } else {
                    // An empty first cell still is one.
                    self.text("", Span { start: range.start, end: range.start });
                }
            }
            Tag::Link { link_type, dest_url, id, .. } => {
                let is_labelled = matches!(
                    link_type,
                    LinkType::Reference
                        | LinkType::Collapsed
                        | LinkType::Shortcut
                        | LinkType::ReferenceUnknown
                        | LinkType::CollapsedUnknown
                        | LinkType::ShortcutUnknown
                );
                let label = if is_labelled { id.to_string() } else { String::new() };
                self.links.push((self.length(), dest_url.to_string(), label, range));
            }
            Tag::Image { .. } => self.images += 1,
            Tag::Strong => self.strong_from.push(self.length()),
            Tag::FootnoteDefinition(label) => {
                self.flush();
                self.footnote = Some(label.to_string());
            }
            Tag::MetadataBlock(_) => self.is_front = true,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Span) {
        match tag {
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock => {
                self.flush();
                self.is_skipped = false;
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::Link => {
                let to = self.length();
                if let Some((from, url, label, source)) = self.links.pop() {
                    let link = Link { span: Span { start: from.min(to), end: to }, url, label, source };
                    self.block(range).links.push(link);
                }
            }
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            TagEnd::Strong => {
                let to = self.length();
                if let Some(from) = self.strong_from.pop() {
                    self.block(range).strong.push(Span { start: from.min(to), end: to });
                }
            }
            TagEnd::FootnoteDefinition => {
                self.flush();
                self.footnote = None;
            }
            TagEnd::MetadataBlock(_) => self.is_front = false,
            _ => {}
        }
    }

    fn length(&self) -> u32 {
        self.open.as_ref().map_or(0, |block| u32::try_from(block.text.len()).unwrap_or(u32::MAX))
    }

    fn block(&mut self, at: Span) -> &mut Block {
        let kind = match (self.lists.is_empty(), self.quotes) {
            (false, _) => Kind::ListItem,
            (true, 0) => Kind::Paragraph,
            (true, _) => Kind::Quote,
        };
        let (footnote, depth) = (&self.footnote, self.lists.len());
        self.open.get_or_insert_with(|| {
            let mut block = Block::new(kind, at.range().start);
            block.footnote.clone_from(footnote);
            block.depth = depth;
            block
        })
    }

    fn begin(&mut self, kind: Kind, range: Span) {
        self.flush();
        let kind = if kind == Kind::Paragraph && self.quotes > 0 { Kind::Quote } else { kind };
        let kind = if kind == Kind::Paragraph && !self.lists.is_empty() { Kind::ListItem } else { kind };
        let mut block = Block::new(kind, range.range().start);
        block.footnote.clone_from(&self.footnote);
        block.depth = self.lists.len();
        self.open = Some(block);
    }

    fn text(&mut self, text: &str, range: Span) {
        let is_copy = range.of(self.source) == Some(text);
        self.block(range).push(text, range, is_copy);
    }

    fn flush(&mut self) {
        self.links.clear();
        self.strong_from.clear();
        self.raised_from = None;
        let Some(mut block) = self.open.take() else { return };
        if block.text.trim().is_empty() && block.links.is_empty() {
            return;
        }
        join_wrapped(&mut block.text);
        let mut rest = block;
        while let Some(at) = rest.first_break() {
            let (first, behind) = rest.split(at);
            self.blocks.push(first);
            rest = behind;
        }
        self.blocks.push(rest);
    }
}

/// Lines that were only wrapped become one; a space stands for the break, so that places stay.
fn join_wrapped(text: &mut String) {
    let breaks: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let mut joined = Vec::new();
    for at in breaks {
        let line = text[..at].rsplit('\n').next().unwrap_or_default();
        let next = text[at + 1..].trim_start();
        let columns: usize = line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        let goes_on = !line
            .trim_end()
            .ends_with(['。', '.', '!', '?', '！', '？', '：', ':', '」', ')', '）', ']', '>'])
            && next.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '「' | '(' | '“' | '"'))
            && !starts_item(next);
        if columns >= WRAPPED_COLUMNS_MIN && goes_on {
            joined.push(at);
        }
    }
    for at in joined {
        text.replace_range(at..=at, " ");
    }
}

fn starts_item(line: &str) -> bool {
    let line = line.trim_start_matches(['(', '（', '[', '［']);
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < line.len() && rest.starts_with(['.', ')', '．', '、', ':', '：'])
        || ["http", "出典", "Source", "source", "参考"].iter().any(|word| line.starts_with(word))
}
