//! A digest, and the pages that it cites → what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use hinomi_brief::check::evidence::address_key;
use hinomi_brief::check::{Context, Digest, Evidence, Report};
use hinomi_gather::{Answer, Fetch, HttpFetch, Request, Wanted};
use hinomi_model::{Article, Capture, Document, FactsOf, Lang, Origin, Outcome, Stamp, Value, Warning};
use hinomi_store::{Access, Error as StoreError, Store};
use jiff::{Timestamp, ToSpan};

use super::{Talk, Vocabularies, derive, sources};
use crate::cli::place::Place;
use crate::files;

/// Where the cited pages come from.
#[derive(Debug, Clone, Copy)]
pub enum Pages<'a> {
    /// A folder of pages.
    Folder(&'a Path),
    /// The data directory; an error when it holds nothing.
    Store,
    /// The data directory when it holds anything, else nowhere.
    StoreIfAny,
    /// The data directory, and the network for what it does not hold.
    Online,
}

/// Days after the digest's own by which its pages may have been changed since.
const FOLDER_DAYS_LATER: i64 = 31;

/// Most files of a folder that are read.
const FILES_MAX: usize = 5_000;

/// Longest page of a folder, in bytes.
const PAGE_BYTES_MAX: u64 = 16 << 20;

/// Most addresses that one check fetches.
const FETCHES_MAX: usize = 200;

/// Checks `digest` against the pages it cites.
pub fn check(
    digest: &Digest,
    pages: Pages<'_>,
    off: &BTreeSet<String>,
    place: &Place,
    talk: &Talk<'_>,
) -> Result<Report> {
    let vocabularies = Vocabularies::of(place)?;
    let lexicon = &vocabularies.lexicon;
    let find = |article: &Article| hinomi_facts::find(article, lexicon);
    let (evidence, catalog) = match pages {
        Pages::Folder(folder) => {
            // Nobody knows when the pages of a folder were fetched, but it was not before the digest that cites them.
            let after = digest.day.and_then(|day| {
                let later = day.checked_add(FOLDER_DAYS_LATER.days()).ok()?;
                Some(later.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
            });
            let fetched_at = after.map_or(place.now, |after| after.max(place.now));
            let evidence = of_folder(folder, fetched_at, &find, talk)?;
            let catalog = evidence.articles().to_vec();
            (evidence, catalog)
        }
        Pages::Store => of_store(&place.open(Access::Read)?, digest)?,
        Pages::StoreIfAny => match Store::open(&place.data, Access::Read) {
            Ok(store) => of_store(&store, digest)?,
            Err(StoreError::NoStore { .. }) => (Evidence::default(), Vec::new()),
            Err(error) => return Err(error.into()),
        },
        Pages::Online => {
            let store = place.open(Access::Write)?;
            fetch(&store, digest, place, talk)?;
            derive(&store, &vocabularies, talk)?;
            of_store(&store, digest)?
        }
    };
    let outlets: Vec<(String, String)> = outlets(place)?;
    let context = Context {
        evidence: &evidence,
        catalog: &catalog,
        outlets: &outlets,
        read: &|sentence: &str, lang: Lang, anchor: Stamp| {
            hinomi_facts::reading(sentence, lang, anchor, lexicon)
        },
        find: &find,
        off,
    };
    Ok(hinomi_brief::check::check(digest, &context))
}

/// Names of the sources in use and the built-in ones, with their hosts.
fn outlets(place: &Place) -> Result<Vec<(String, String)>> {
    let builtin = hinomi_gather::sources::parse(hinomi_gather::sources::builtin(), "the built-in sources")?;
    let mut known = sources(&place.data, &place.config)?;
    known.extend(super::gather::heard(&place.data));
    known.extend(builtin);
    let named = known.into_iter().filter_map(|source| {
        let host = url::Url::parse(&source.url).ok()?.host_str()?.to_owned();
        let plain = ["www.", "feeds.", "feed.", "rss."].iter().find_map(|label| host.strip_prefix(label));
        let plain = plain.map_or(host.clone(), str::to_owned);
        Some((source.name, plain))
    });
    let named: BTreeSet<(String, String)> = named.collect();
    Ok(named.into_iter().collect())
}

/// The cited articles that the store holds, as far as they could be known on the digest's day; and the articles that name
/// one of its CVE ids.
fn of_store(store: &Store, digest: &Digest) -> Result<(Evidence, Vec<(Article, FactsOf)>)> {
    let until = digest.day.and_then(|day| {
        // The end of that day wherever the digest was written.
        Some(day.checked_add(2.days()).ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
    });
    let mut evidence = Evidence::default();
    for target in &digest.targets {
        let Some(url) = &target.url else { continue };
        let mut revisions: Vec<Article> = Vec::new();
        for spelling in spellings(url) {
            revisions.extend(store.articles_of_url(&spelling)?);
        }
        if let Some(until) = until
            && revisions.iter().any(|article| article.known_at <= until)
        {
            revisions.retain(|article| article.known_at <= until);
        }
        if revisions.iter().any(|article| article.origin == Origin::Page) {
            revisions.retain(|article| article.origin == Origin::Page);
        }
        for article in revisions {
            if let Some(facts) = store.facts(article.id)? {
                evidence.add(article, facts, "");
            }
        }
    }
    Ok((evidence, catalog(store, digest)?))
}

/// Articles that name one of the digest's CVE ids.
fn catalog(store: &Store, digest: &Digest) -> Result<Vec<(Article, FactsOf)>> {
    let upper = digest.source.to_uppercase();
    if !upper.contains("CVE-") {
        return Ok(Vec::new());
    }
    let mut out = Vec::new();
    for facts in store.facts_known(..)? {
        let is_named = facts
            .facts
            .iter()
            .any(|fact| matches!(&fact.value, Value::Id(id) if id.starts_with("CVE-") && upper.contains(id)));
        if is_named && let Some(article) = store.article(facts.article)? {
            out.push((article, facts));
        }
    }
    Ok(out)
}

/// Ways to write one address: what the store calls an article by is what a feed once said.
fn spellings(url: &str) -> BTreeSet<String> {
    let key = address_key(url);
    let bare = url.split('#').next().unwrap_or_default().trim().to_owned();
    let mut out = BTreeSet::from([url.to_owned(), bare]);
    for scheme in ["https://", "http://"] {
        for www in ["", "www."] {
            out.insert(format!("{scheme}{www}{key}"));
            out.insert(format!("{scheme}{www}{key}/"));
        }
    }
    out
}

/// Fetches what is cited and not held; each answer is kept before anything is read from it.
fn fetch(store: &Store, digest: &Digest, place: &Place, talk: &Talk<'_>) -> Result<()> {
    let network = HttpFetch::new(place.config.proxy.as_deref())?;
    let wanted: BTreeMap<String, &str> = digest
        .targets
        .iter()
        .filter_map(|target| target.url.as_deref())
        .filter(|url| url.starts_with("http://") || url.starts_with("https://"))
        .map(|url| (address_key(url), url))
        .collect();
    let mut warnings = Vec::new();
    let bar = talk.bar("fetch", wanted.len());
    for url in wanted.values().take(FETCHES_MAX) {
        let mut is_held = false;
        for spelling in spellings(url) {
            is_held |= !store.articles_of_url(&spelling)?.is_empty();
        }
        if !is_held {
            let request = Request { url, source: "", now: place.now, wanted: Wanted::Page, validators: None };
            if let Answer::Fresh(capture) = network.get(&request) {
                store.put_capture(&capture)?;
                if let Some(failure) = capture.failure() {
                    warnings.push(Warning::new(url, failure, ""));
                }
            }
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    if wanted.len() > FETCHES_MAX {
        let what = format!("only the first {FETCHES_MAX} of {} cited addresses were fetched", wanted.len());
        warnings.push(Warning::new("--online", what, "split the digest"));
    }
    talk.global.warn(&warnings);
    Ok(())
}

/// The pages of a folder: `<host>/<path>` has the address that it spells, others the one that they state themselves.
fn of_folder(
    folder: &Path,
    now: Timestamp,
    find: &dyn Fn(&Article) -> FactsOf,
    talk: &Talk<'_>,
) -> Result<Evidence> {
    let mut evidence = Evidence::default();
    let mut warnings = Vec::new();
    let mut files = files_in(folder)?;
    if files.len() > FILES_MAX {
        let what = format!("holds {} files; only the first {FILES_MAX} are read", files.len());
        warnings.push(Warning::new(folder.display().to_string(), what, "name a smaller folder"));
        files.truncate(FILES_MAX);
    }
    for path in files {
        let name = path.display().to_string();
        let body = match files::read(&path, PAGE_BYTES_MAX) {
            Ok(body) => body,
            Err(error) => {
                warnings.push(Warning::new(&name, format!("{error:#}"), ""));
                continue;
            }
        };
        let relative = path.strip_prefix(folder).unwrap_or(&path);
        let url = url_of(relative).unwrap_or_else(|| format!("file:///{}", relative.display()));
        let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        let headers = match ending.as_str() {
            "txt" | "md" | "markdown" => vec![("content-type".to_owned(), "text/plain".to_owned())],
            _ => Vec::new(),
        };
        let outcome = Outcome::Answered { status: 200 };
        let capture = Capture::new(url.clone(), url, "", now, outcome, headers, body);
        let document =
            Document { url: &capture.url, page: Some(&capture), entry: None, source: "", fetched_at: now };
        let article = hinomi_read::read(&document).drain_into(&mut warnings);
        if article.text.is_empty() {
            continue;
        }
        let facts = find(&article);
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        evidence.add(article, facts, if stem == "index" { "" } else { &stem });
    }
    talk.global.warn(&warnings);
    Ok(evidence)
}

/// Endings of files that are no pages.
const NO_PAGES: &[&str] =
    &["xml", "json", "toml", "css", "js", "png", "jpg", "jpeg", "gif", "svg", "ico", "csv", "zst", "gz"];

/// The files below `folder` that may be pages, sorted.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(dir) = open.pop() {
        let entries = std::fs::read_dir(&dir).with_context(|| {
            format!("cannot read the folder {}; name one that holds pages", dir.display())
        })?;
        for entry in entries {
            let entry = entry.with_context(|| format!("cannot read the folder {}", dir.display()))?;
            // A link may lead round in a circle, and out of the folder.
            let kind =
                entry.file_type().with_context(|| format!("cannot read {}", entry.path().display()))?;
            if kind.is_dir() {
                open.push(entry.path());
            } else if kind.is_file() {
                let ending =
                    entry.path().extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
                if !NO_PAGES.contains(&ending.as_str()) {
                    out.push(entry.path());
                }
            }
        }
        if out.len() > FILES_MAX * 2 {
            break;
        }
    }
    out.sort();
    Ok(out)
}

/// The address that `<host>/<path>` spells; a folder answers with its `index.html`.
fn url_of(relative: &Path) -> Option<String> {
    let parts: Vec<String> = relative.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let host = parts.first().filter(|host| parts.len() > 1 && host.contains('.'))?;
    let path = parts[1..].join("/");
    let path = path.strip_suffix("index.html").unwrap_or(&path);
    Some(format!("https://{host}/{path}"))
}
