//! From a capture's bytes to a clean article.
//!
//! ```text
//! bytes → text (decode) → tree (gate, tree) → what the page says of itself (head, title, times)
//!                                           → blocks (clean, extract, blocks) → Article
//! ```
//!
//! A page that cannot be had or read gives way to the feed's entry. Foreign mark-up ends here: above this crate
//! there is only text. Nothing here fails or panics on any bytes: what is strange about a page is said in
//! warnings, and every limit has a name in [`limits`].

pub mod decode;
mod kind;

mod gate;
mod space;
mod strip;
mod tags;
mod tree;

mod beside;
mod canonical;
mod head;
mod json_ld;
mod signed;
mod stamp;
mod times;
mod title;

mod blocks;
mod clean;
mod extract;
mod furniture;
mod pick;
mod tidy;

mod entry;
mod page;
mod plain;
mod stand_in;
mod tail;

use hinomi_model::article::plain;
use hinomi_model::{Article, BlockKind, Capture, CaptureId, Document, Entry, Lang, Origin, Warned, Warning};
use url::Url;

pub use decode::{Decoded, How, decode};
pub use times::{known_at, revision_known_at};

use crate::head::Head;
use crate::kind::Sort;
use crate::stand_in::{StandIn, stand_in};

/// The limits that foreign bytes are held to.
pub mod limits {
    pub use crate::blocks::BLOCKS_MAX;
    pub use crate::decode::{DECLARATION_BYTES_MAX, DETECTOR_BYTES_MAX};
    pub use crate::gate::{ATTRIBUTES_MAX, DEPTH_MAX, FORMATTING_OPEN_MAX, PAGE_BYTES_MAX, TAGS_MAX};
    pub use crate::json_ld::JSON_LD_BYTES_MAX;
    pub use crate::title::TITLE_CHARS_MAX;

    /// Longest text of an article, in bytes; the rest of a longer one is not kept. A novel has less.
    pub const TEXT_BYTES_MAX: usize = 1024 * 1024;

    /// Most bytes of a body that are decoded: UTF-16 needs two for each byte that is parsed.
    pub const BODY_BYTES_MAX: usize = 2 * PAGE_BYTES_MAX;
}

/// Version of this stage; raising it makes every page be read anew.
pub const VERSION: u32 = 1;

/// Reads an article from a page, or from the feed's entry alone where the page has none.
///
/// Never fails. The entry takes the page's place when there is no page, when it answered with a failure, when
/// it is no text (PDF, image), or when no article stands in it; every such case but the first is warned of.
pub fn read(document: &Document<'_>) -> Warned<Article> {
    let mut warnings = Vec::new();
    let url = Url::parse(document.url).ok();
    let base = document.page.and_then(|page| Url::parse(&page.final_url).ok()).or(url);
    let entry_title =
        document.entry.map(|entry| head::entry_title(&entry.title, base.as_ref())).unwrap_or_default();
    let of_page =
        document.page.and_then(|page| read_page(page, base.as_ref(), &entry_title, document, &mut warnings));
    let fed = document.entry.map(|entry| entry::entry_blocks(&entry.html, &entry_title)).unwrap_or_default();
    let entry_capture = document.entry.map(|entry| entry.capture);
    let value = match of_page {
        Some((page, (head, blocks))) => {
            let stand_in =
                document.entry.and_then(|entry| stand_in(entry, &entry_title, &fed, &head, &blocks));
            match stand_in {
                None => article(document, page.id, Origin::Page, head, blocks, &mut warnings),
                Some(why) => {
                    warnings.push(Warning::new(
                        document.url,
                        format!("{why}; the feed's text is used"),
                        why.remedy(),
                    ));
                    let head = if why == StandIn::Wall { Head::default() } else { head };
                    article(
                        document,
                        entry_capture.unwrap_or(page.id),
                        Origin::Entry,
                        head,
                        fed,
                        &mut warnings,
                    )
                }
            }
        }
        None => {
            let capture = entry_capture.or(document.page.map(|page| page.id));
            let capture = capture.unwrap_or_else(|| CaptureId::of(&[document.url.as_bytes()]));
            article(document, capture, Origin::Entry, Head::default(), fed, &mut warnings)
        }
    };
    Warned { value, warnings }
}

/// What a page says about itself, and its blocks.
type Parts = (Head, Vec<(BlockKind, String)>);

fn read_page<'a>(
    page: &'a Capture,
    base: Option<&Url>,
    entry_title: &str,
    document: &Document<'_>,
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
    let body = page.body.get(..limits::BODY_BYTES_MAX).unwrap_or(&page.body);
    let decoded = decode(body, content_type);
    let text = gate::head(&decoded.text, limits::PAGE_BYTES_MAX);
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
    let parts: Parts = match sort {
        Sort::Plain => (Head::default(), plain::paragraphs(text)),
        _ => page::page(text, base, entry_title, document.url, warnings),
    };
    Some((page, parts))
}

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
    mut blocks: Vec<(BlockKind, String)>,
    warnings: &mut Vec<Warning>,
) -> Article {
    let entry = document.entry;
    let base = Url::parse(document.url).ok();
    let title = [
        head.title.clone(),
        entry.map(|entry| head::entry_title(&entry.title, base.as_ref())).unwrap_or_default(),
    ];
    let title = title.into_iter().find(|title| !title.is_empty()).unwrap_or_default();
    let title = plain(&title).into_owned();
    if cut(&mut blocks) {
        let what = format!("text is longer than {} bytes and was cut", limits::TEXT_BYTES_MAX);
        warnings.push(Warning::new(document.url, what, "read the page itself for the rest"));
    }
    let (text, blocks) = Article::compose(&title, &blocks);
    // Too little text to tell: what the feed says of itself is the next best.
    let lang = match (hinomi_text::lang_of(&text), entry.and_then(|entry| entry.lang)) {
        (Lang::Other, Some(stated)) => stated,
        (lang, _) => lang,
    };
    let times = times::times(&head, entry, document.url, lang, document.fetched_at);
    if times.was_ahead {
        let what = "a stated time lies after the capture and was not believed";
        warnings.push(Warning::new(document.url, what, ""));
    }
    let byline = Some(head.byline).filter(|name| !name.is_empty());
    Article {
        id: Article::id_of(document.url, capture),
        capture,
        url: document.url.to_owned(),
        canonical_url: head.canonical.unwrap_or_else(|| document.url.to_owned()),
        source: document.source.to_owned(),
        origin,
        title: title.trim().replace('\n', " "),
        byline: plain(
            &byline.or_else(|| entry.map(|entry: &Entry| entry.byline.clone())).unwrap_or_default(),
        )
        .into_owned(),
        publisher: plain(&head.publisher).into_owned(),
        published: times.published,
        updated: times.updated,
        lang,
        text,
        blocks,
        known_at: known_at(times.published, times.updated, lang, document.fetched_at),
    }
}

/// Drops what stands beyond [`limits::TEXT_BYTES_MAX`]; whether there was any.
fn cut(blocks: &mut Vec<(BlockKind, String)>) -> bool {
    let mut left = limits::TEXT_BYTES_MAX;
    for (idx, (_, text)) in blocks.iter_mut().enumerate() {
        if text.len() >= left {
            *text = gate::head(text, left).to_owned();
            blocks.truncate(idx + 1);
            return true;
        }
        left -= text.len() + 1;
    }
    false
}

#[cfg(test)]
mod tests;
