//! What a page says about itself: title, byline, publisher, canonical URL, and the texts in which its times
//! stand.
//!
//! Which of the times counts is decided in [`crate::times`].

use std::borrow::Cow;

use url::Url;

use crate::beside::{Beside, beside, first_version, in_furniture};
use crate::blocks::Draft;
use crate::canonical::canonical;
use crate::entity::unescaped;
use crate::json_ld::{Stated, stated, written};
use crate::signed::{byline, is_name, sender, site_names};
use crate::space::{Line, collapse, collapsed};
use crate::tag::{Key, Tag};
use crate::title::{bare, title_of};
use crate::traced::Traced;
use crate::tree::Tree;

/// What a page says about itself; empty strings where it says nothing.
#[derive(Debug, Default)]
pub(crate) struct Head {
    /// The headline without the site's name, and where it was written.
    pub title: Traced,
    pub byline: String,
    pub publisher: String,
    pub canonical: Option<String>,
    /// Texts that may hold the time of publication, most trusted first.
    pub published: Vec<String>,
    /// The same for the last change.
    pub updated: Vec<String>,
    /// Blocks beside the headline that may be date lines, in order.
    pub lines: Vec<String>,
    /// The line of a revision history that names the first version: `2031-03-07 初版`.
    pub first_version: String,
    /// Index of the headline's element.
    pub headline: Option<usize>,
    /// The article's text as JSON-LD states it.
    pub body: Traced,
}

/// `<meta>` names and properties that hold the time of publication. Sources: Open Graph (ogp.me), Dublin Core
/// (DCMI Metadata Terms), and the names that Parse.ly and Sailthru document.
const PUBLISHED: [&str; 16] = [
    "article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "date.published",
    "pubdate",
    "publishdate",
    "publish-date",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "date",
];
const UPDATED: [&str; 7] = [
    "article:modified_time",
    "article:updated_time",
    "og:updated_time",
    "og:modified_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
];

/// Reads the head and the surroundings of the headline. `drafts` are the blocks of `tree` before it is cleaned:
/// dates often stand in what is furniture otherwise.
pub(crate) fn head(tree: &Tree<'_>, drafts: &[Draft], url: Option<&Url>, entry_title: &str) -> Head {
    let metas: Vec<Meta<'_>> = tree.telling().filter_map(|idx| meta_of(tree, idx)).collect();
    let meta = |name: &str| {
        metas
            .iter()
            .find(|meta| meta.name == name && !meta.content.is_empty())
            .map(|meta| meta.content.as_ref())
    };
    let first = |names: &[&str]| names.iter().find_map(|name| meta(name)).unwrap_or_default().to_owned();
    let title_at = tree.telling().find(|idx| tree.tag(*idx) == Tag::Title && !tree.is_in_svg(*idx));
    let page_title = title_at.map(|idx| tree.text(idx)).unwrap_or_default();
    let og_title = collapse(&first(&OG_TITLES));
    let is_own = |other: &str| {
        url.is_some_and(|url| {
            url.join(other).is_ok_and(|other| other.path() == url.path() && other.query() == url.query())
        })
    };
    let titles = [og_title.clone(), page_title.clone(), entry_title.to_owned()];
    let stated: Stated = stated(tree, is_own, &titles);
    let publisher = [stated.publisher.clone(), first(&["og:site_name", "application-name"])];
    let publisher = publisher.into_iter().find(|name| is_name(name)).unwrap_or_default();
    let sites: Vec<String> = site_names(&publisher, &first(&["og:site_name"]), url);
    let (title, headline) =
        title_of(tree, drafts, &og_title, &stated.headline, &page_title, entry_title, &sites);
    let Beside { lines, times } = beside(tree, drafts, headline);
    let publisher = if publisher.is_empty() { sender(&lines) } else { publisher };
    let byline = byline(tree, &stated, &first(&["author", "article:author", "parsely-author", "dc.creator"]));
    let collect = |names: &[&str], stated: &str, props: &str, times: &[(bool, String)], is_update: bool| {
        let mut all = vec![stated.to_owned()];
        all.extend(names.iter().filter_map(|name| meta(name)).map(str::to_owned));
        all.extend(microdata(tree, props));
        all.extend(times.iter().filter(|(update, _)| *update == is_update).map(|(_, text)| text.clone()));
        all.retain(|text| !text.is_empty());
        all
    };
    let title = {
        let shown = headline.map(|idx| tree.traced(idx));
        let named = title_at.map(|idx| tree.traced(idx));
        let metas = OG_TITLES.iter().filter_map(|name| metas.iter().find(|meta| meta.name == *name));
        let metas = metas.map(|meta| traced_value(tree, meta.idx, Key::Content));
        let stated = written(tree, &stated.headline).map(|traced| collapsed(&traced));
        let all = shown.into_iter().chain(named).chain(metas).chain(stated);
        located(all, &title)
    };
    let body = if stated.body.is_empty() { None } else { written(tree, &stated.body) };
    let body = body.unwrap_or_else(|| Traced::untraced(&stated.body));
    Head {
        canonical: canonical(tree, meta("og:url"), url),
        published: collect(&PUBLISHED, &stated.published, "datePublished", &times, false),
        updated: collect(&UPDATED, &stated.modified, "dateModified", &times, true),
        title,
        byline,
        publisher,
        lines,
        first_version: first_version(drafts),
        headline,
        body,
    }
}

/// Names under which a page states its headline. Sources: Open Graph (ogp.me), X Cards, Dublin Core.
const OG_TITLES: [&str; 3] = ["og:title", "twitter:title", "dc.title"];

/// A `<meta>` element.
struct Meta<'a> {
    /// In lower case.
    name: String,
    content: Cow<'a, str>,
    idx: usize,
}

fn meta_of<'a>(tree: &Tree<'a>, idx: usize) -> Option<Meta<'a>> {
    if tree.tag(idx) != Tag::Meta {
        return None;
    }
    let name = [Key::Property, Key::Name, Key::Itemprop].into_iter().find_map(|key| tree.attr(idx, key))?;
    let content = match tree.attr(idx, Key::Content)? {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    };
    Some(Meta { name: name.trim().to_ascii_lowercase(), content, idx })
}

/// An attribute's value, collapsed, with where it was written.
fn traced_value(tree: &Tree<'_>, idx: usize, key: Key) -> Traced {
    let mut line = Line::default();
    if let Some((start, end)) = tree.attr_at(idx, key) {
        line.push(&tree.html[start as usize..end as usize], start, true);
    }
    line.finish()
}

/// `title` as it stands in the first of `candidates` that holds it.
fn located(mut candidates: impl Iterator<Item = Traced>, title: &str) -> Traced {
    let found = candidates.find_map(|candidate| {
        let start = candidate.text.find(title)?;
        Some(candidate.slice(start..start + title.len()))
    });
    found.filter(|_| !title.is_empty()).unwrap_or_else(|| Traced::untraced(title))
}

/// The value of a schema.org property in the page's mark-up, if the page states only one.
fn microdata(tree: &Tree<'_>, prop: &str) -> Vec<String> {
    let is_stated = |idx: &usize| {
        tree.tag(*idx) != Tag::Meta
            && tree.attr(*idx, Key::Itemprop).as_deref() == Some(prop)
            && !in_furniture(tree, *idx)
    };
    let values = tree.telling().filter(is_stated).map(|idx| {
        let value = tree.attr(idx, Key::Datetime).or_else(|| tree.attr(idx, Key::Content));
        value.map_or_else(|| tree.text(idx), Cow::into_owned)
    });
    let mut values: Vec<String> = values.collect();
    // Lists of other articles state a date for each; then none is known to be the page's.
    if values.iter().any(|value| *value != values[0]) {
        values.clear();
    }
    values.truncate(1);
    values
}

/// The title without the site's name, for entries; feeds often escape it once too often.
pub(crate) fn entry_title(title: &str, url: Option<&Url>) -> String {
    bare(&collapse(&unescaped(title)), &site_names("", "", url), &[])
}
