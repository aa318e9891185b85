//! What a page says about itself: title, byline, publisher, canonical URL, and the texts in which its times
//! stand.
//!
//! Times, in order of trust: JSON-LD `datePublished` and `dateModified`; `<meta>` such as
//! `article:published_time`, and microdata; `<time datetime>` beside the headline; a line beside the headline
//! that is a date and little else; the first version in a revision history. What stands in a sidebar, a list or a paragraph is never taken. The order
//! goes on in [`crate::times`] with the feed and the address.

use hinomi_model::{BlockKind, Lang};
use url::Url;

use crate::blocks::{Draft, blocks};
use crate::furniture::Says;
use crate::json_ld::{Stated, stated};
use crate::stamp::first_stamp;
use crate::title::{bare, plain, title_of};
use crate::tree::Tree;

/// Longest byline or publisher kept, in characters; what is longer is no name.
const NAME_CHARS_MAX: usize = 120;

/// Blocks before and after the headline that may hold the page's date.
const DATELINE_BLOCKS_MAX: usize = 8;

/// Longest block that may be a date line, in characters.
const DATELINE_CHARS_MAX: usize = 120;

/// Characters from which a block behind the headline is body text, where the search for a date line ends.
const BODY_CHARS_MIN: usize = 40;

/// What a page says about itself; empty strings where it says nothing.
#[derive(Debug, Default)]
pub(crate) struct Head {
    pub title: String,
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
    pub body: String,
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

/// Reads the head and the surroundings of the headline. `tree` must not be cleaned yet: dates often stand in
/// what is furniture otherwise.
pub(crate) fn head(tree: &Tree, url: Option<&Url>, entry_title: &str) -> Head {
    let metas: Vec<(String, &str)> = tree
        .nodes
        .iter()
        .filter(|node| node.name == "meta")
        .filter_map(|node| {
            let name =
                node.attr("property").or_else(|| node.attr("name")).or_else(|| node.attr("itemprop"))?;
            Some((name.trim().to_ascii_lowercase(), node.attr("content")?.trim()))
        })
        .collect();
    let meta = |name: &str| {
        metas.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| *value)
    };
    let first = |names: &[&str]| names.iter().find_map(|name| meta(name)).unwrap_or_default().to_owned();
    let page_title = tree.nodes.iter().position(|node| node.name == "title" && !tree.is_in_svg(node.parent));
    let page_title = page_title.map(|idx| tree.text(idx)).unwrap_or_default();
    let og_title = crate::space::collapse(&first(&["og:title", "twitter:title", "dc.title"]));
    let drafts = blocks(tree, 0);
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
        title_of(tree, &drafts, &og_title, &stated.headline, &page_title, entry_title, &sites);
    let (lines, times) = surroundings(tree, &drafts, headline);
    let publisher = if publisher.is_empty() { sender(&lines) } else { publisher };
    let byline = byline(
        tree,
        &stated,
        &first(&["author", "article:author", "parsely-author", "dc.creator", "twitter:data1"]),
    );
    let collect = |names: &[&str], stated: &str, props: &str, times: &[(bool, String)], is_update: bool| {
        let mut all = vec![stated.to_owned()];
        all.extend(names.iter().filter_map(|name| meta(name)).map(str::to_owned));
        all.extend(microdata(tree, props));
        all.extend(times.iter().filter(|(update, _)| *update == is_update).map(|(_, text)| text.clone()));
        all.retain(|text| !text.is_empty());
        all
    };
    Head {
        canonical: canonical(tree, meta("og:url"), url),
        published: collect(&PUBLISHED, &stated.published, "datePublished", &times, false),
        updated: collect(&UPDATED, &stated.modified, "dateModified", &times, true),
        title,
        byline,
        publisher,
        lines,
        first_version: first_version(&drafts),
        headline,
        body: stated.body,
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= NAME_CHARS_MAX && !text.contains("://")
}

/// Names under which the site may sign its titles: publisher, host, and the host's telling labels.
fn site_names(publisher: &str, site: &str, url: Option<&Url>) -> Vec<String> {
    let host = url.and_then(Url::host_str).unwrap_or_default().trim_start_matches("www.");
    let mut names = vec![publisher.to_owned(), site.to_owned(), host.to_owned()];
    names.extend(host.split('.').filter(|label| label.len() > 3).map(str::to_owned));
    names.retain(|name| !plain(name).is_empty());
    names
}

fn microdata(tree: &Tree, prop: &str) -> Vec<String> {
    let nodes = tree.nodes.iter().enumerate().filter(|(idx, node)| {
        node.name != "meta" && node.attr("itemprop") == Some(prop) && !in_furniture(tree, *idx)
    });
    let values = nodes.map(|(idx, node)| {
        let value = node.attr("datetime").or_else(|| node.attr("content")).map(str::to_owned);
        value.unwrap_or_else(|| tree.text(idx))
    });
    let mut values: Vec<String> = values.collect();
    // Lists of other articles state a date for each; then none is known to be the page's.
    if values.iter().any(|value| *value != values[0]) {
        values.clear();
    }
    values.truncate(1);
    values
}

/// Whether `idx` stands in furniture that lists other pages; `entry-meta` and `byline` are furniture too, but
/// hold the page's date.
fn in_furniture(tree: &Tree, idx: usize) -> bool {
    const HOLDS_DATE: [&str; 7] = ["meta", "byline", "author", "date", "share", "sns", "social"];
    tree.ancestors(idx).any(|up| {
        let node = &tree.nodes[up];
        let is_list = || {
            let classes =
                ["class", "id"].iter().filter_map(|key| node.attr(key)).map(str::to_ascii_lowercase);
            !classes.into_iter().any(|class| HOLDS_DATE.iter().any(|word| class.contains(word)))
        };
        matches!(node.name, "nav" | "aside" | "footer" | "form") || (node.says != Says::Nothing && is_list())
    })
}

/// The date lines and `<time>` elements beside the headline: (texts of lines, (is an update, time)).
fn surroundings(
    tree: &Tree,
    drafts: &[Draft],
    headline: Option<usize>,
) -> (Vec<String>, Vec<(bool, String)>) {
    let Some(headline) = headline else { return (Vec::new(), Vec::new()) };
    let end = tree.nodes[headline].end;
    let Some(at) = drafts.iter().position(|draft| (headline..end).contains(&draft.at)) else {
        return (Vec::new(), Vec::new());
    };
    let is_line = |draft: &&Draft| {
        // An item with a link is a line of a list of other pages.
        draft.text.chars().count() <= DATELINE_CHARS_MAX
            && (draft.kind != BlockKind::ListItem || draft.n_link_chars == 0)
            && !in_furniture(tree, draft.at)
    };
    let is_body = |draft: &Draft| draft.n_chars >= BODY_CHARS_MIN && draft.n_link_chars * 2 < draft.n_chars;
    let behind: Vec<&Draft> = drafts[at + 1..]
        .iter()
        .take_while(|d| !is_body(d))
        .filter(|d| !d.is_link_only())
        .take(DATELINE_BLOCKS_MAX)
        .collect();
    let before: Vec<&Draft> = drafts[..at]
        .iter()
        .rev()
        .take_while(|d| !is_body(d))
        .filter(|d| !d.is_link_only())
        .take(DATELINE_BLOCKS_MAX / 2)
        .collect();
    let first = before.last().map_or(headline, |draft| draft.at);
    let last = drafts[at + 1..].iter().find(|d| is_body(d)).map_or(tree.nodes.len(), |draft| draft.at);
    let is_own = |idx: &usize| {
        tree.nodes[*idx].name == "time" && !in_furniture(tree, *idx) && !is_in_linked_item(tree, *idx)
    };
    let times = (first..last).filter(is_own).map(|idx| {
        let node = &tree.nodes[idx];
        let value = node.attr("datetime").map(str::to_owned).filter(|value| !value.is_empty());
        let around = tree.text(node.parent).to_lowercase();
        let is_update = node.attr("itemprop") == Some("dateModified")
            || node.attr("class").is_some_and(|class| {
                ["updated", "modified"].iter().any(|w| class.contains(w)) && !class.contains("published")
            })
            || (crate::times::is_update_label(&around) && !crate::times::is_publish_label(&around));
        (is_update, value.unwrap_or_else(|| tree.text(idx)))
    });
    let lines = behind.into_iter().chain(before).filter(is_line).map(|draft| draft.text.clone());
    (lines.collect(), times.collect())
}

/// The line of a revision history that names the first version. Advisories end with one, and often show only
/// the last change above.
fn first_version(drafts: &[Draft]) -> String {
    const LABELS: [&str; 6] = ["初版", "公開", "新規", "initial", "first published", "original"];
    let is_first = |text: &str| {
        let head = crate::gate::head(text, DATELINE_CHARS_MAX).to_lowercase();
        let is_labelled = LABELS.iter().any(|label| head.contains(label));
        let date =
            is_labelled.then(|| first_stamp(&head, Lang::Ja)).flatten().filter(|(range, _)| range.start == 0);
        date.is_some_and(|(range, _)| {
            let label = head[range.end..].trim_start_matches(|c: char| !c.is_alphanumeric());
            LABELS.iter().any(|first| label.starts_with(first))
        })
    };
    let line = drafts.iter().rev().find(|draft| draft.kind != BlockKind::Heading && is_first(&draft.text));
    line.map(|draft| draft.text.clone()).unwrap_or_default()
}

/// Whether `idx` stands in a list item or card that holds a link: one of a list of other pages.
fn is_in_linked_item(tree: &Tree, idx: usize) -> bool {
    let item = tree.ancestors(idx).find(|up| tree.nodes[*up].name == "li");
    item.is_some_and(|item| tree.below(item).any(|below| tree.nodes[below].name == "a"))
}

/// Forms of Japanese organisations. Source: National Tax Agency, kinds of corporations in the Corporate Number
/// register (国税庁 法人番号公表サイト), 2025.
const FORMS: [&str; 14] = [
    "株式会社",
    "有限会社",
    "合同会社",
    "合資会社",
    "独立行政法人",
    "一般社団法人",
    "公益社団法人",
    "一般財団法人",
    "公益財団法人",
    "国立大学法人",
    "学校法人",
    "医療法人",
    "社会福祉法人",
    "協同組合",
];

/// Who signs a notice: the word beside the headline that has the form of an organisation's name.
fn sender(lines: &[String]) -> String {
    let words = lines.iter().flat_map(|line| line.split_whitespace());
    let mut named =
        words.filter(|word| FORMS.iter().any(|form| word.contains(form) && word.len() > form.len()));
    named.find(|word| is_name(word) && !word.contains(['。', '、', '（'])).unwrap_or_default().to_owned()
}

/// Longest name beside a headline, in characters; what is longer is a profile.
const BYLINE_CHARS_MAX: usize = 60;

/// Whether a class ends in a word for a writer: `entry-author`, `p-byline`.
fn is_byline_class(class: &str) -> bool {
    let last = class.rsplit(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    matches!(last.as_str(), "byline" | "author" | "writer" | "reporter" | "authors")
}

fn byline(tree: &Tree, stated: &Stated, meta: &str) -> String {
    let marked = tree.nodes.iter().enumerate().find_map(|(idx, node)| {
        let is_author = node.attr("rel") == Some("author")
            || node.attr("itemprop") == Some("author")
            || node.attr("class").is_some_and(|class| class.split_ascii_whitespace().any(is_byline_class));
        (is_author && node.name != "meta" && !tree.is_in(idx, &["nav", "aside", "footer"]))
            .then(|| tree.text(idx))
            .filter(|name| name.chars().count() <= BYLINE_CHARS_MAX)
    });
    let candidates = [stated.byline.clone(), meta.to_owned(), marked.unwrap_or_default()];
    let clean = |name: String| {
        let name = crate::space::collapse(&name);
        let lower = name.to_ascii_lowercase();
        let cut = [
            "by ",
            "written by ",
            "by: ",
            "author: ",
            "記者　",
            "記者：",
            "文：",
            "文＝",
            "著者：",
            "執筆：",
        ]
        .iter()
        .find(|lead| lower.starts_with(**lead))
        .map_or(0, |lead| lead.len());
        name.get(cut..).unwrap_or_default().trim().to_owned()
    };
    candidates.into_iter().map(clean).find(|name| is_name(name)).unwrap_or_default()
}

/// The canonical URL, if the page states one that can be its own: absolute or made so, `http(s)`, on the same
/// site, and not the site's front page for a page below it.
fn canonical(tree: &Tree, og_url: Option<&str>, url: Option<&Url>) -> Option<String> {
    let url = url?;
    let link = tree.nodes.iter().find(|node| {
        node.name == "link"
            && node
                .attr("rel")
                .is_some_and(|rel| rel.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case("canonical")))
    });
    let stated = [link.and_then(|node| node.attr("href")), og_url];
    stated.into_iter().flatten().filter(|href| !href.trim().is_empty()).find_map(|href| {
        let mut joined = url.join(href.trim()).ok()?;
        joined.set_fragment(None);
        let is_web = matches!(joined.scheme(), "http" | "https");
        let is_front = joined.path() == "/" && joined.query().is_none() && url.path() != "/";
        (is_web && !is_front && same_site(&joined, url)).then(|| joined.to_string())
    })
}

/// Whether two hosts belong together: equal but for `www.` and the like, or one below the other.
fn same_site(a: &Url, b: &Url) -> bool {
    let bare = |url: &Url| {
        let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
        ["www.", "m.", "amp.", "sp."]
            .iter()
            .find_map(|lead| host.strip_prefix(lead))
            .map(str::to_owned)
            .unwrap_or(host)
    };
    let (a, b) = (bare(a), bare(b));
    let below =
        |a: &str, b: &str| b.contains('.') && a.strip_suffix(b).is_some_and(|rest| rest.ends_with('.'));
    !a.is_empty() && (a == b || below(&a, &b) || below(&b, &a))
}

/// The title without the site's name, for entries; feeds often escape it once too often.
pub(crate) fn entry_title(title: &str, url: Option<&Url>) -> String {
    bare(&crate::space::collapse(&crate::strip::unescaped(title)), &site_names("", "", url), &[])
}
