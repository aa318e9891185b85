//! From a capture's bytes to a clean article.
//!
//! ```text
//! bytes → text (decode) → tree (scan, construct) → what the page says of itself (head, title, times)
//!                                           → blocks (clean, extract, blocks) → Article
//! ```
//!
//! A page that cannot be had or read gives way to the feed's entry. Foreign mark-up ends here: above this crate
//! there is only text. Nothing here fails or panics on any bytes: what is strange about a page is said in
//! warnings, and every limit has a name in [`limits`].

pub mod decode;
mod kind;

mod construct;
mod entity;
mod scan;
mod source_map;
mod space;
mod tag;
mod traced;
mod tree;

mod beside;
mod canonical;
mod head;
mod in_place;
mod json_ld;
mod signed;
mod stamp;
mod times;
mod title;

mod blocks;
mod clean;
mod extract;
mod features;
mod furniture;
mod pick;
mod sample;
mod score;
mod tidy;

mod rules;
mod select;

mod entry;
mod markdown;
mod page;
mod pdf;
mod plain;
mod stand_in;
mod tail;
mod weighed;

use hinomi_model::article::{holds_obeyed, is_obeyed, plain};
use hinomi_model::{Article, BlockKind, Capture, CaptureId, Document, Entry, Lang, Origin, Warned, Warning};
use url::Url;

pub use decode::{Decoded, How, decode};
pub use rules::{Rules, RulesError};
pub use sample::{Sample, beside, beside_names, feature_names, samples};
pub use score::Weights;
pub use source_map::{Place, SourceMap};
pub use times::{known_at, revision_known_at};
pub use weighed::{Weighed, Why, weigh};

use crate::head::Head;
use crate::kind::Sort;
use crate::rules::SiteRule;
use crate::source_map::Bytes;
use crate::stand_in::{StandIn, stand_in};
use crate::traced::Traced;

/// The limits that foreign bytes are held to.
pub mod limits {
    pub use crate::blocks::BLOCKS_MAX;
    pub use crate::construct::{DEPTH_MAX, NODES_MAX};
    pub use crate::decode::{DECLARATION_BYTES_MAX, DETECTOR_BYTES_MAX};
    pub use crate::json_ld::JSON_LD_BYTES_MAX;
    pub use crate::pdf::{PDF_CHARS_MAX, PDF_INFLATED_BYTES_MAX, PDF_PAGES_MAX, PDF_STEPS_MAX};
    pub use crate::rules::RULES_MAX;
    pub use crate::title::TITLE_CHARS_MAX;

    /// Bytes of text that are read of a page; the rest of a longer one is not. The longest of 79 benchmark pages
    /// has 1.5 MB, most of it script.
    pub const PAGE_BYTES_MAX: usize = 16 * 1024 * 1024;

    /// Longest text of an article, in bytes; the rest of a longer one is not kept. A novel has less.
    pub const TEXT_BYTES_MAX: usize = 1024 * 1024;

    /// Most bytes of a body that are decoded: UTF-16 needs two for each byte that is parsed.
    pub const BODY_BYTES_MAX: usize = 2 * PAGE_BYTES_MAX;
}

/// Version of this stage; raising it makes every page be read anew.
pub const VERSION: u32 = 4;

/// An article, and where in the body it was read from each of its characters stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The article, as [`read`] gives it.
    pub article: Article,
    /// Its text → bytes of the body of the capture [`Article::capture`], or pages of a PDF. Empty for a feed's item.
    pub source_map: SourceMap,
    /// Whether the page itself says that it was changed where it stands: 追記, 【更新】, "Updated:".
    pub is_updated_in_place: bool,
}

/// Reads an article from a page, or from the feed's entry alone where the page has none.
///
/// Never fails. The entry takes the page's place when there is no page, when it answered with a failure, when
/// it is no text (an image, a scan), or when no article stands in it; every such case but the first is warned of.
pub fn read(document: &Document<'_>) -> Warned<Article> {
    read_by(document, &Rules::default())
}

/// The same by a user's rules for sites, where one fits the page's address.
pub fn read_by(document: &Document<'_>, rules: &Rules) -> Warned<Article> {
    let mut warnings = Vec::new();
    let value = read_composed(document, rules, false, &mut warnings).article;
    Warned { value, warnings }
}

/// The same with the map from the article's text to the bytes, or the pages of a PDF, that it was read from.
///
/// The map is made anew from the capture each time, so nothing has to keep it.
pub fn read_with_source(document: &Document<'_>, rules: &Rules) -> Warned<Reading> {
    let mut warnings = Vec::new();
    let Composed { article, traced, bytes, is_updated_in_place } =
        read_composed(document, rules, true, &mut warnings);
    let source_map = bytes.map(|bytes| SourceMap::new(&article, traced, bytes)).unwrap_or_default();
    Warned { value: Reading { article, source_map, is_updated_in_place }, warnings }
}

/// An article, and its blocks with where they were written.
struct Composed {
    article: Article,
    traced: Vec<Traced>,
    /// The positions of the body that it was read from, where they were asked for.
    bytes: Option<Bytes>,
    is_updated_in_place: bool,
}

/// `is_located` asks for the positions of the body.
fn read_composed(
    document: &Document<'_>,
    rules: &Rules,
    is_located: bool,
    warnings: &mut Vec<Warning>,
) -> Composed {
    let url = Url::parse(document.url).ok();
    let base = document.page.and_then(|page| Url::parse(&page.final_url).ok()).or(url);
    let entry_title =
        document.entry.map(|entry| head::entry_title(&entry.title, base.as_ref())).unwrap_or_default();
    let rule = base.as_ref().and_then(|base| rules.of(base));
    let mut bytes = is_located.then(Bytes::default);
    let of_page = document.page.and_then(|page| {
        read_page(page, base.as_ref(), &entry_title, rule, document, bytes.as_mut(), warnings)
    });
    let fed = document.entry.map(|entry| entry::entry_blocks(&entry.html, &entry_title)).unwrap_or_default();
    let entry_capture = document.entry.map(|entry| entry.capture);
    let Some((page, (head, blocks))) = of_page else {
        let capture = entry_capture.or(document.page.map(|page| page.id));
        let capture = capture.unwrap_or_else(|| CaptureId::of(&[document.url.as_bytes()]));
        return article(document, capture, Origin::Entry, Head::default(), fed, warnings);
    };
    let stand_in = document.entry.and_then(|entry| stand_in(entry, &entry_title, &fed, &head, &blocks));
    let Some(why) = stand_in else {
        let composed = article(document, page.id, Origin::Page, head, blocks, warnings);
        return Composed { bytes, ..composed };
    };
    warnings.push(Warning::new(document.url, format!("{why}; the feed's text is used"), why.remedy()));
    let head = if why == StandIn::Wall { Head::default() } else { head };
    article(document, entry_capture.unwrap_or(page.id), Origin::Entry, head, fed, warnings)
}

/// What a page says about itself, and its blocks.
type Parts = (Head, Vec<(BlockKind, Traced)>);

fn read_page<'a>(
    page: &'a Capture,
    base: Option<&Url>,
    entry_title: &str,
    rule: Option<&SiteRule>,
    document: &Document<'_>,
    bytes: Option<&mut Bytes>,
    warnings: &mut Vec<Warning>,
) -> Option<(&'a Capture, Parts)> {
    let instead = if document.entry.is_some() { "the feed's text is used" } else { "there is no other text" };
    if let Some(reason) = page.failure() {
        warnings.push(Warning::new(document.url, format!("page could not be had ({reason}); {instead}"), ""));
        return None;
    }
    if document.entry.is_some() && is_sent_home(page) {
        let what = "the address leads to the site's front page; the feed's text is used";
        warnings.push(Warning::new(document.url, what, "the article may have been taken down"));
        return None;
    }
    let content_type = page.header("content-type");
    let sort = kind::sort(&page.body, content_type);
    if let Sort::Other(name) = sort {
        let what = format!("page is {name}, which is not read; {instead}");
        warnings.push(Warning::new(document.url, what, "open it in its own program"));
        return None;
    }
    if sort == Sort::Pdf {
        if let Some(bytes) = bytes {
            *bytes = Bytes::Pages;
        }
        let parts = pdf::pdf(&page.body, document.url, instead, warnings)?;
        return Some((page, parts));
    }
    let body = page.body.get(..limits::BODY_BYTES_MAX).unwrap_or(&page.body);
    let decoded = decode(body, content_type);
    if let Some(bytes) = bytes {
        *bytes = Bytes::of_body(body, &decoded);
    }
    let text = space::head(&decoded.text, limits::PAGE_BYTES_MAX);
    let is_cut = body.len() < page.body.len() || text.len() < decoded.text.len();
    if is_cut {
        let what = format!("page has {} bytes, only the first {} are read", page.body.len(), text.len());
        warnings.push(Warning::new(document.url, what, "read the page itself for the rest"));
    }
    if decoded.n_malformed > usize::from(is_cut) {
        let what =
            format!("{} malformed characters in {}, shown as U+FFFD", decoded.n_malformed, decoded.encoding);
        warnings.push(Warning::new(document.url, what, ""));
    }
    let is_xml = content_type.is_some_and(|kind| kind.trim_start().starts_with("application/xhtml"));
    let parts: Parts = match sort {
        Sort::Plain => titled(plain::plain(&Traced::verbatim(text, 0))),
        Sort::Markdown => titled(markdown::markdown(&Traced::verbatim(text, 0))),
        _ => page::page(text, is_xml, base, entry_title, rule, document.url, warnings),
    };
    Some((page, parts))
}

/// A text without mark-up: its first blocks may be date lines, as those beside a headline.
fn titled((title, blocks): (Traced, Vec<(BlockKind, Traced)>)) -> Parts {
    let lines = blocks.iter().take(DATELINES_MAX).map(|(_, text)| text.text.clone()).collect();
    (Head { title, lines, ..Head::default() }, blocks)
}

/// First blocks of a text that may be date lines.
const DATELINES_MAX: usize = 4;

/// Whether a redirect led from a page to a front page.
fn is_sent_home(page: &Capture) -> bool {
    let path = |url: &str| Url::parse(url).map(|url| (url.path().to_owned(), url.query().is_some())).ok();
    match (path(&page.url), path(&page.final_url)) {
        (Some((asked, has_query)), Some((answered, _))) => (asked != "/" || has_query) && answered == "/",
        _ => false,
    }
}

/// Puts the parts together; what the page does not say, the entry may.
fn article(
    document: &Document<'_>,
    capture: CaptureId,
    origin: Origin,
    head: Head,
    mut blocks: Vec<(BlockKind, Traced)>,
    warnings: &mut Vec<Warning>,
) -> Composed {
    let entry = document.entry;
    let base = Url::parse(document.url).ok();
    let fed_title = || entry.map(|entry| head::entry_title(&entry.title, base.as_ref())).unwrap_or_default();
    let title = Some(head.title.clone()).filter(|title| !title.text.is_empty());
    let title = cleaned(BlockKind::Title, title.unwrap_or_else(|| Traced::untraced(&fed_title())));
    if cut(&mut blocks) {
        let what = format!("text is longer than {} bytes and was cut", limits::TEXT_BYTES_MAX);
        warnings.push(Warning::new(document.url, what, "read the page itself for the rest"));
    }
    let blocks = blocks.into_iter().map(|(kind, text)| (kind, cleaned(kind, text)));
    let blocks: Vec<(BlockKind, Traced)> = blocks.filter(|(_, text)| !text.text.is_empty()).collect();
    let texts: Vec<(BlockKind, &str)> =
        blocks.iter().map(|(kind, text)| (*kind, text.text.as_str())).collect();
    let (text, spans) = Article::compose(&title.text, &texts);
    let is_titled = !title.text.is_empty();
    let title_text = title.text.clone();
    let lang_of_text = hinomi_text::lang_of(&text);
    let change = in_place::change(&title_text, &blocks, lang_of_text);
    let traced =
        is_titled.then_some(title).into_iter().chain(blocks.into_iter().map(|(_, text)| text)).collect();
    // Too little text to tell: what the feed says of itself is the next best.
    let lang = match (lang_of_text, entry.and_then(|entry| entry.lang)) {
        (Lang::Other, Some(stated)) => stated,
        (lang, _) => lang,
    };
    let changed_at = change.and_then(|change| change.at);
    let times = times::times(&head, entry, document.url, changed_at, lang, document.fetched_at);
    if times.was_ahead {
        let what = "a stated time lies after the capture and was not believed";
        warnings.push(Warning::new(document.url, what, ""));
    }
    let byline = Some(head.byline).filter(|name| !name.is_empty());
    let article = Article {
        id: Article::id_of(document.url, capture),
        capture,
        url: document.url.to_owned(),
        canonical_url: head.canonical.unwrap_or_else(|| document.url.to_owned()),
        source: document.source.to_owned(),
        origin,
        title: title_text,
        byline: plain(
            &byline.or_else(|| entry.map(|entry: &Entry| entry.byline.clone())).unwrap_or_default(),
        )
        .into_owned(),
        publisher: plain(&head.publisher).into_owned(),
        published: times.published,
        updated: times.updated,
        lang,
        text,
        blocks: spans,
        known_at: known_at(times.published, times.updated, lang, document.fetched_at),
    };
    Composed { article, traced, bytes: None, is_updated_in_place: change.is_some() || times.has_update_line }
}

/// A block as [`Article::compose`] lays it out, so that it keeps its origin: without what a renderer would obey,
/// trimmed, on one line.
fn cleaned(kind: BlockKind, text: Traced) -> Traced {
    let mut text = if holds_obeyed(&text.text) { text.without(is_obeyed) } else { text };
    text = text.trimmed(char::is_whitespace);
    if kind != BlockKind::Code && text.text.contains('\n') {
        text.text = text.text.replace('\n', " ");
    }
    text
}

/// Drops what stands beyond [`limits::TEXT_BYTES_MAX`]; whether there was any.
fn cut(blocks: &mut Vec<(BlockKind, Traced)>) -> bool {
    let mut left = limits::TEXT_BYTES_MAX;
    for (idx, (_, text)) in blocks.iter_mut().enumerate() {
        if text.text.len() >= left {
            *text = text.slice(0..space::head(&text.text, left).len());
            blocks.truncate(idx + 1);
            return true;
        }
        left -= text.text.len() + 1;
    }
    false
}

#[cfg(test)]
mod tests;
