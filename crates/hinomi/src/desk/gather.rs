//! Source → Capture: fetches and keeps.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use hinomi_gather::{
    Fetch, HttpFetch, IMPORT_BYTES_MAX, Memory, PageSeen, Plan, ReplayFetch, SourcePolled, State, Validators,
};
use hinomi_model::{Capture, Outcome, Role, Source, SourceKind, Warning};
use hinomi_store::Store;
use jiff::Timestamp;

use super::Talk;
use crate::config::{Config, SOURCES_FILE};
use crate::files;

/// Captures of an archive that are stored at a time: they share what it costs to be safe on disk.
const BATCH: usize = 64;

/// Where to gather from.
pub struct Gathering {
    sources: Vec<Source>,
    fetch: Box<dyn Fetch>,
    until: Option<Timestamp>,
    n_workers: usize,
}

impl Gathering {
    /// A recorded web in `dir`, as it looked at `until`.
    pub fn replay(dir: &Path, until: Timestamp) -> Result<Self> {
        let fetch = ReplayFetch::open(dir)?;
        let sources = fetch.sources()?;
        anyhow::ensure!(
            !sources.is_empty(),
            "{}: no recorded web: it holds no sources.toml and no <host>/feed.xml; name the folder above the hosts",
            dir.display()
        );
        // One worker: a folder answers at once, and captures then arrive in the order of the sources.
        Ok(Self { sources, fetch: Box::new(fetch), until: Some(until), n_workers: 1 })
    }

    /// The network.
    pub fn network(data: &Path, config: &Config, until: Option<Timestamp>) -> Result<Self> {
        let fetch = HttpFetch::new(config.proxy.as_deref())?;
        Ok(Self {
            sources: sources(data, config)?,
            fetch: Box::new(fetch),
            until,
            n_workers: config.n_workers,
        })
    }
}

/// The sources in use: the configured list, else `sources.toml` in the data directory, else the built-in ones.
pub fn sources(data: &Path, config: &Config) -> Result<Vec<Source>> {
    let own = data.join(SOURCES_FILE);
    let path = config.sources.clone().or_else(|| own.is_file().then_some(own));
    let Some(path) = path else {
        return Ok(hinomi_gather::sources::parse(hinomi_gather::sources::builtin(), "the built-in sources")?);
    };
    let text = std::fs::read_to_string(&path).with_context(|| {
        format!("cannot read {}; `hinomi sources export` prints a list to start from", path.display())
    })?;
    Ok(hinomi_gather::sources::parse(&text, &path.display().to_string())?)
}

/// Name of the file in the data directory that holds the sources last gathered from.
const HEARD_FILE: &str = "heard.json";

/// Keeps what is known of the sources, so that a brief made later, without them at hand, can name them.
fn remember(data: &Path, sources: &[Source]) -> Result<()> {
    let mut all: BTreeMap<String, Source> = heard(data).into_iter().map(|s| (s.id.clone(), s)).collect();
    all.extend(sources.iter().map(|source| (source.id.clone(), source.clone())));
    let path = data.join(HEARD_FILE);
    let fresh = data.join(format!("{HEARD_FILE}.new"));
    let text = serde_json::to_string_pretty(&all.into_values().collect::<Vec<_>>())?;
    std::fs::write(&fresh, text)
        .and_then(|()| std::fs::rename(&fresh, &path))
        .with_context(|| format!("cannot write {}; make room or rights for it", path.display()))
}

/// The sources ever gathered from, by id; none when nothing was gathered, or the file is damaged.
pub fn heard(data: &Path) -> Vec<Source> {
    let text = std::fs::read_to_string(data.join(HEARD_FILE)).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// What came of gathering.
pub struct Gathered {
    /// The sources asked, with what came of each.
    pub sources: Vec<(Source, SourcePolled)>,
    /// Answers that were not held before; a failure is kept as a capture too, but is no news.
    pub n_new: usize,
    /// Files or sources asked.
    pub n_asked: usize,
    /// Those of them that could be read.
    pub n_answered: usize,
}

impl Gathered {
    /// One line for people, ending in a separator.
    pub fn line(&self) -> String {
        format!("{} of {} sources read, {} new captures, ", self.n_answered, self.n_asked, self.n_new)
    }
}

/// Asks every source, keeps each capture before looking into it, and says one line for each failure.
pub fn gather(store: &Store, gathering: &Gathering, now: Timestamp, talk: &Talk<'_>) -> Result<Gathered> {
    let bar = talk.bar("gather", gathering.sources.len());
    let show = |progress: &hinomi_gather::Progress<'_>| {
        bar.set_length(progress.n_total as u64);
        bar.set_position(progress.n_done as u64);
    };
    let plan = Plan { now, until: gathering.until, n_workers: gathering.n_workers, progress: Some(&show) };
    let mut n_new = 0;
    let mut broken = None;
    let is_list = |source: &Source| matches!(source.kind, SourceKind::Feed | SourceKind::Catalog);
    let lists: BTreeSet<&str> =
        gathering.sources.iter().filter(|source| is_list(source)).map(|source| source.url.as_str()).collect();
    let mut keep = |mut capture: Capture| {
        if lists.contains(capture.url.as_str()) {
            capture.role = Role::Feed;
        }
        let is_answer = matches!(capture.outcome, Outcome::Answered { .. });
        match store.put_capture(&capture) {
            Ok(is_new) => {
                n_new += usize::from(is_new && is_answer);
                true
            }
            Err(error) => {
                broken = Some(error);
                false
            }
        }
    };
    let polled =
        hinomi_gather::poll(&gathering.sources, gathering.fetch.as_ref(), &Held(store), &plan, &mut keep);
    bar.finish_and_clear();
    if let Some(error) = broken {
        return Err(error).context("stopped gathering");
    }
    remember(store.dir(), &gathering.sources)?;
    let sources: Vec<_> = gathering.sources.iter().cloned().zip(polled.sources).collect();
    let mut failed = Vec::new();
    let mut warnings = Vec::new();
    for (source, polled) in &sources {
        if let State::Failed(reason) = &polled.state {
            failed.push(Warning::new(&source.id, reason, ""));
        }
        warnings.extend(polled.warnings.iter().cloned());
    }
    talk.global.missed(&failed);
    talk.global.warn(&warnings);
    let n_answered = sources.iter().filter(|(_, polled)| failure(polled).is_none()).count();
    Ok(Gathered { n_asked: sources.len(), n_answered, sources, n_new })
}

/// Why a source could not be read; `None` when it was.
///
/// An answer without entries about which something was strange is no feed.
pub fn failure(polled: &SourcePolled) -> Option<String> {
    match &polled.state {
        State::Failed(reason) => Some(reason.clone()),
        State::Fetched if polled.n_entries == 0 => polled.warnings.first().map(|w| w.what().to_owned()),
        State::Fetched | State::Unchanged | State::Skipped => None,
    }
}

/// Takes in files. A file that cannot be read is said and costs the others nothing, but the command fails.
pub fn import(
    store: &Store,
    files: &[PathBuf],
    url: Option<&str>,
    now: Timestamp,
    talk: &Talk<'_>,
) -> Result<Gathered> {
    let bar = talk.bar("import", files.len());
    let mut warnings = Vec::new();
    let (mut n_new, mut n_answered) = (0, 0);
    for file in files {
        let name = file.display().to_string();
        let captures = files::read(file, IMPORT_BYTES_MAX)
            .and_then(|bytes| Ok(hinomi_gather::import(&name, &bytes, url, now)?));
        match captures {
            Err(error) => {
                let what = format!("{error:#}").replace(&format!("{name}: "), "");
                talk.global.fail(&Warning::new(&name, what, ""));
            }
            Ok(captures) => {
                n_answered += 1;
                for batch in captures.drain_into(&mut warnings).chunks(BATCH) {
                    n_new += store.put_captures(batch)?.into_iter().filter(|is_new| *is_new).count();
                }
            }
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    talk.global.warn(&warnings);
    Ok(Gathered { sources: Vec::new(), n_new, n_asked: files.len(), n_answered })
}

/// What the store holds, as far as gathering needs to know. A page that cannot be looked up counts as
/// never seen: asking once too often loses nothing.
struct Held<'a>(&'a Store);

impl Memory for Held<'_> {
    fn validators(&self, url: &str) -> Option<Validators> {
        let page = self.0.latest_page(url).ok()??;
        let validators = Validators { etag: page.etag, last_modified: page.last_modified };
        (validators != Validators::default()).then_some(validators)
    }

    fn page(&self, url: &str) -> Option<PageSeen> {
        let page = self.0.latest_page(url).ok()??;
        Some(PageSeen { fetched_at: page.fetched_at, ok: page.is_ok() })
    }

    fn held(&self, url: &str) -> Option<Capture> {
        let readable = self.0.latest_page(url).ok()??.readable?;
        self.0.capture(readable).ok()
    }
}
