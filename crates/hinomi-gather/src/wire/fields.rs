//! RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, and CDF: what each element means.

use hinomi_model::Lang;
use url::Url;

use super::text::{Context, Text, TextKind, read};
use super::tree::{Kind, NodeIdx, Ns, ROOT, Tree};
use super::{Dated, Fault, Feed, Link, NoFeed, Person, Record, line_of};

/// Most links, authors and contents kept of one item.
const REPEATED_MAX: usize = 50;

/// Most items kept of one feed.
pub(super) const ITEMS_MAX: usize = 20_000;

/// Reads the XML in `text`.
pub(super) fn feed(text: &str, url: Option<&Url>, lang: Lang) -> Result<Feed, NoFeed> {
    let tree = Tree::of(text);
    let around = Context { base: url.cloned(), lang: None };
    let root = root(&tree, url)?;
    let format = format(&tree, root, text);
    let mut found = Found { tree: &tree, channel: None, items: Vec::new(), is_cut: false };
    found.walk(ROOT, &around);
    let (channel, inside) = found.channel.unwrap_or((root, around.clone()));
    // A feed that states its language may have dates without zone.
    let mut about = record(&tree, channel, &inside, lang, format);
    about.lang = about.lang.or_else(|| inside.inside(&tree, channel).lang);
    let lang = about.lang.as_deref().map_or(lang, Lang::of_tag);
    if about.lang.is_none() {
        about.lang = tree.elements(ROOT).find_map(|(_, _, node)| Context::default().inside(&tree, node).lang);
    }
    let items = found.items.iter().map(|(node, inside)| record(&tree, *node, inside, lang, format)).collect();
    let fault = tree.fault.map(|(at, what)| Fault { line: line_of(text, at), what: what.to_owned() });
    let bomb = "entities that multiply without end were left as they are";
    let long = format!("more than {ITEMS_MAX} items, of which the first were read");
    let fault = if found.is_cut { Some(Fault { line: 0, what: long }) } else { fault };
    let fault = if tree.entities.is_cut() { Some(Fault { line: 0, what: bomb.to_owned() }) } else { fault };
    Ok(Feed { format, encoding: String::new(), about, items, fault })
}

/// The element that makes the document a feed.
fn root(tree: &Tree<'_>, url: Option<&Url>) -> Result<NodeIdx, NoFeed> {
    const ROOTS: &[&str] = &["rss", "feed", "rdf", "channel", "item", "entry"];
    let top = tree.elements(ROOT).next().map(|(_, name, _)| name);
    let mut is_page = matches!(top.as_deref(), Some("title" | "p" | "div" | "meta" | "link" | "script"));
    for node in tree.descendants(ROOT) {
        let Kind::Element { local, .. } = tree.kind(node) else { continue };
        let name = local.to_ascii_lowercase();
        match name.as_str() {
            name if ROOTS.contains(&name) => return Ok(node),
            "html" | "head" | "body" => is_page = true,
            _ => {}
        }
    }
    if is_page {
        return Err(NoFeed::Page(feeds_of_page(tree, url)));
    }
    let first =
        tree.elements(ROOT).next().map(|(_, name, _)| format!("an XML document of another kind (<{name}>)"));
    Err(NoFeed::Other(first.unwrap_or_else(|| "neither XML nor JSON".to_owned())))
}

/// The feeds that a page names in its head. Source: RSS Advisory Board, RSS Autodiscovery 1.0 (2006).
fn feeds_of_page(tree: &Tree<'_>, url: Option<&Url>) -> Vec<String> {
    let around = Context { base: url.cloned(), lang: None };
    let feeds = tree.descendants(ROOT).filter_map(|node| {
        let Kind::Element { local, .. } = tree.kind(node) else { return None };
        let is_feed = local.eq_ignore_ascii_case("link")
            && tree
                .attribute(node, "rel")?
                .to_ascii_lowercase()
                .split_whitespace()
                .any(|rel| rel == "alternate")
            && ["rss", "atom", "feed+json"]
                .iter()
                .any(|kind| tree.attribute(node, "type").is_some_and(|t| t.contains(kind)));
        is_feed.then(|| around.resolve(&tree.attribute(node, "href")?))?
    });
    feeds.map(String::from).take(REPEATED_MAX).collect()
}

fn format(tree: &Tree<'_>, root: NodeIdx, text: &str) -> &'static str {
    let Kind::Element { ns, local, attributes } = tree.kind(root) else { return "" };
    let version = tree.attribute(root, "version").unwrap_or_default();
    let version = version.trim();
    match local.to_ascii_lowercase().as_str() {
        "rss" if version == "0.91" && text.contains("netscape.com/publish/formats/rss-0.91.dtd") => "rss091n",
        "rss" => match version {
            "0.90" | "0.9" => "rss090",
            "0.91" => "rss091u",
            "0.92" => "rss092",
            "0.93" => "rss093",
            "0.94" => "rss094",
            version if version.starts_with('2') => "rss20",
            _ => "rss",
        },
        "rdf" if attributes.contains("netscape.com/rdf/simple/0.9") => "rss090",
        "rdf" if attributes.contains("purl.org/net/rss1.1") => "rss11",
        "rdf" => "rss10",
        "feed" | "entry" if ns == Ns::Atom10 => "atom10",
        "feed" | "entry" => match version {
            "0.1" => "atom01",
            "0.2" => "atom02",
            "0.3" => "atom03",
            _ if ns == Ns::Atom03 => "atom03",
            _ => "atom",
        },
        "channel" if attributes.contains("purl.org/net/rss1.1") => "rss11",
        "channel" if local == "CHANNEL" || tree.attribute(root, "href").is_some() => "cdf",
        _ => "rss",
    }
}

struct Found<'t, 'a> {
    tree: &'t Tree<'a>,
    channel: Option<(NodeIdx, Context)>,
    items: Vec<(NodeIdx, Context)>,
    is_cut: bool,
}

impl Found<'_, '_> {
    /// Collects the channel and the items, each with the context around it. Depth is bounded by the tree's.
    fn walk(&mut self, node: NodeIdx, around: &Context) {
        for child in self.tree.children(node) {
            let Kind::Element { ns, local, .. } = self.tree.kind(child) else { continue };
            if !matches!(ns, Ns::Rss | Ns::Atom10 | Ns::Atom03 | Ns::Rdf | Ns::Xhtml) {
                continue;
            }
            match local.to_ascii_lowercase().as_str() {
                "item" | "entry" => {
                    self.is_cut |= self.items.len() >= ITEMS_MAX;
                    if !self.is_cut {
                        self.items.push((child, around.clone()));
                    }
                    continue;
                }
                "channel" | "feed" if self.channel.is_none() => self.channel = Some((child, around.clone())),
                _ => {}
            }
            self.walk(child, &around.inside(self.tree, child));
        }
    }
}

/// Reads the fields of a feed, an item or a source.
fn record(tree: &Tree<'_>, node: NodeIdx, around: &Context, lang: Lang, format: &str) -> Record {
    let mut reader = Reader {
        tree,
        inside: around.inside(tree, node),
        lang,
        format,
        record: Record::default(),
        fallback: Fallback::default(),
    };
    reader.attributes(node);
    for (ns, name, child) in tree.elements(node) {
        reader.field(ns, &name, child);
    }
    reader.finish()
}

/// What counts only when nothing better is there.
#[derive(Default)]
struct Fallback {
    guid: Option<String>,
    about: Option<String>,
    original: Option<String>,
    title: Option<Text>,
    summary: Option<Text>,
    author: Vec<Person>,
    issued: Option<Dated>,
    dc_date: Option<Dated>,
}

struct Reader<'t, 'a> {
    tree: &'t Tree<'a>,
    inside: Context,
    lang: Lang,
    format: &'t str,
    record: Record,
    fallback: Fallback,
}

impl Reader<'_, '_> {
    fn attributes(&mut self, node: NodeIdx) {
        if let Kind::Element { ns: Ns::Rss | Ns::Rdf, local, attributes } = self.tree.kind(node) {
            if attributes.contains("about") {
                self.fallback.about = self.tree.attribute(node, "rdf:about");
            }
            if self.format == "cdf" {
                let attribute = |name| self.tree.attribute(node, name);
                if let Some(href) = attribute("href") {
                    self.link(Link {
                        href: self.inside.address(&href),
                        rel: "alternate".to_owned(),
                        ..Link::default()
                    });
                }
                self.record.updated = attribute("lastmod").and_then(|date| Dated::of(&date, self.lang));
            } else if local.eq_ignore_ascii_case("source")
                && let Some(href) = self.tree.attribute(node, "url")
            {
                self.record.link = self.inside.address(&href);
                self.record.title = Some(self.text(node, TextKind::Unstated));
            }
        }
    }

    fn field(&mut self, ns: Ns, name: &str, node: NodeIdx) {
        match ns {
            Ns::Rss | Ns::Atom10 | Ns::Atom03 => self.feed_field(ns, name, node),
            Ns::Dc | Ns::DcTerms => self.dublin_core(name, node),
            Ns::Content if name == "encoded" => self.content(node, TextKind::Html),
            Ns::Xhtml if matches!(name, "body" | "div") => self.content(node, TextKind::Xhtml),
            Ns::Feedburner if name == "origlink" => self.fallback.original = Some(self.tree.text(node)),
            Ns::Itunes if name == "author" => self.fallback.author.push(Person::of(&self.tree.text(node))),
            Ns::Itunes if name == "summary" => {
                self.fallback.summary = Some(self.text(node, TextKind::Unstated))
            }
            Ns::Media if name == "title" && self.fallback.title.is_none() => {
                self.fallback.title = Some(self.text(node, TextKind::Unstated));
            }
            Ns::Media if name == "description" && self.fallback.summary.is_none() => {
                self.fallback.summary = Some(self.text(node, TextKind::Unstated));
            }
            _ => {}
        }
    }

    fn feed_field(&mut self, ns: Ns, name: &str, node: NodeIdx) {
        let is_atom = ns != Ns::Rss || self.format.starts_with("atom");
        let usual = if is_atom { TextKind::Plain } else { TextKind::Unstated };
        match name {
            "title" => {
                let text = self.text(node, usual);
                if self.record.title.as_ref().is_none_or(|title| title.value.is_empty()) {
                    self.record.title = Some(text);
                }
            }
            "link" => self.link_element(node),
            "guid" => self.guid(node),
            "id" if is_atom => self.record.id = self.tree.text(node),
            "enclosure" => {
                let href = self.attribute(node, "url");
                let kind = self.attribute(node, "type");
                let length = self.attribute(node, "length");
                let href = self.inside.address(&href);
                self.link(Link { href, rel: "enclosure".to_owned(), kind, length, ..Link::default() });
            }
            "description" | "subtitle" | "tagline" | "abstract" | "summary" => {
                let text = self.text(node, usual);
                if self.record.summary.is_none() {
                    self.record.summary = Some(text);
                } else if !is_atom && self.record.contents.len() < REPEATED_MAX {
                    // `summary` beside `description`: one of them is the content.
                    self.record.contents.push(text);
                }
            }
            "content" => self.content(node, usual),
            "fullitem" | "body" => self.content(node, TextKind::Html),
            "encoded" => self.content(node, TextKind::Html),
            "pubdate" | "published" | "issued" => last(self.date(node), &mut self.record.published),
            "updated" | "modified" | "lastbuilddate" => last(self.date(node), &mut self.record.updated),
            "date" => last(self.date(node), &mut self.fallback.dc_date),
            "created" => last(self.date(node), &mut self.record.created),
            "author" | "managingeditor" => self.author(node),
            "language" => self.language(node),
            "source" => {
                let around = self.inside.clone();
                self.record.source = Some(Box::new(record(self.tree, node, &around, self.lang, self.format)));
            }
            _ => {}
        }
    }

    fn dublin_core(&mut self, name: &str, node: NodeIdx) {
        match name {
            "title" => self.fallback.title = Some(self.text(node, TextKind::Unstated)),
            "description" | "abstract" if self.record.summary.is_none() => {
                self.record.summary = Some(self.text(node, TextKind::Unstated));
            }
            "creator" | "author" => self.author(node),
            "date" => last(self.date(node), &mut self.fallback.dc_date),
            "issued" | "available" => last(self.date(node), &mut self.fallback.issued),
            "created" => last(self.date(node), &mut self.record.created),
            "modified" => last(self.date(node), &mut self.record.updated),
            "language" => self.language(node),
            _ => {}
        }
    }

    fn attribute(&self, node: NodeIdx, name: &str) -> String {
        self.tree.attribute(node, name).unwrap_or_default().trim().to_owned()
    }

    fn text(&self, node: NodeIdx, usual: TextKind) -> Text {
        read(self.tree, node, &self.inside, usual)
    }

    fn content(&mut self, node: NodeIdx, usual: TextKind) {
        if self.record.contents.len() < REPEATED_MAX {
            self.record.contents.push(self.text(node, usual));
        }
    }

    fn date(&self, node: NodeIdx) -> Option<Dated> {
        Dated::of(&self.tree.text(node), self.lang)
    }

    fn language(&mut self, node: NodeIdx) {
        let lang = self.tree.text(node).replace('_', "-");
        if !lang.is_empty() {
            self.record.lang = Some(lang);
        }
    }

    fn author(&mut self, node: NodeIdx) {
        let mut person = Person::default();
        let mut has_parts = false;
        for (_, name, child) in self.tree.elements(node) {
            let text = self.tree.text(child);
            match name.as_str() {
                "name" => person.name = text,
                "email" => person.email = text,
                "uri" | "url" | "homepage" => {
                    person.url = self.inside.inside(self.tree, child).address(&text)
                }
                _ => continue,
            }
            has_parts = true;
        }
        if !has_parts {
            person = Person::of(&self.tree.text(node));
        }
        if !person.is_empty() && self.record.authors.len() < REPEATED_MAX {
            self.record.authors.push(person);
        }
    }

    fn guid(&mut self, node: NodeIdx) {
        let guid = self.tree.text(node);
        let is_link = self
            .tree
            .attribute(node, "isPermaLink")
            .is_none_or(|word| !word.trim().eq_ignore_ascii_case("false"));
        if is_link && (guid.starts_with("http://") || guid.starts_with("https://")) {
            self.fallback.guid = Some(guid.clone());
        }
        self.record.id = guid;
    }

    fn link_element(&mut self, node: NodeIdx) {
        let inside = self.inside.inside(self.tree, node);
        let href = self.attribute(node, "href");
        let text = self.tree.text(node);
        let href = if href.is_empty() { text } else { href };
        let mut rel = self.attribute(node, "rel");
        if rel.is_empty() {
            rel = "alternate".to_owned();
        }
        self.link(Link {
            href: inside.address(&href),
            rel: rel
                .strip_prefix("http://www.iana.org/assignments/relation/")
                .map_or(rel.clone(), str::to_owned),
            kind: self.attribute(node, "type"),
            hreflang: self.attribute(node, "hreflang"),
            title: self.attribute(node, "title"),
            length: self.attribute(node, "length"),
        });
    }

    fn link(&mut self, link: Link) {
        if !link.href.is_empty() && self.record.links.len() < REPEATED_MAX {
            self.record.links.push(link);
        }
    }

    fn finish(mut self) -> Record {
        let Fallback { guid, about, original, title, summary, author, issued, dc_date } = self.fallback;
        let record = &mut self.record;
        record.title = record.title.take().filter(|title| !title.value.is_empty()).or(title);
        record.summary = record.summary.take().or(summary);
        if record.authors.is_empty() {
            record.authors = author.into_iter().filter(|person| !person.is_empty()).collect();
        }
        record.published = record.published.take().or(issued);
        record.updated = record.updated.take().or(dc_date);
        if record.id.is_empty() {
            record.id = about.clone().unwrap_or_default();
        }
        if record.link.is_empty() {
            record.link = page_link(&record.links).unwrap_or_default();
        }
        let web =
            |url: Option<String>| url.filter(|url| url.starts_with("http://") || url.starts_with("https://"));
        // Feedburner puts its own counting address into `link` and the page's own here.
        if let Some(original) = web(original) {
            record.link = original;
        }
        if record.link.is_empty()
            && let Some(guid) = guid.or_else(|| web(about))
        {
            record.link = guid;
            record.is_id_link = true;
        }
        self.record
    }
}

/// The link that leads to the page: `alternate`, of HTML rather than of any other type, the first of them.
fn page_link(links: &[Link]) -> Option<String> {
    let alternates = || links.iter().filter(|link| link.rel.eq_ignore_ascii_case("alternate"));
    let is_page = |link: &&Link| link.kind.is_empty() || link.kind.contains("html");
    alternates().find(is_page).or_else(|| alternates().next()).map(|link| link.href.clone())
}

/// Keeps the last date that is understood: of two, feeds mean the one that they added later.
fn last(found: Option<Dated>, kept: &mut Option<Dated>) {
    let is_better =
        |found: &Dated| found.stamp.is_some() || kept.as_ref().is_none_or(|kept| kept.stamp.is_none());
    if found.as_ref().is_some_and(is_better) {
        *kept = found;
    }
}
