//! One round over the sources: feeds first, then the pages that their entries name.
//!
//! Feeds are all read before the first page is asked for, so that a page named by two feeds is
//! fetched once and always for the same source, however the threads run. Work is grouped by host:
//! one host is one thread's work, and is never asked twice at once.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

use hinomi_model::{Capture, Entry, Lang, Outcome, Source, SourceKind, Warning};
use jiff::{SignedDuration, Timestamp};
use url::Url;

use crate::fetch::{Answer, Fetch, Request, Validators, Wanted};
use crate::wire::date;

/// A page is looked at again when its last copy is older than this, in hours.
pub const RECHECK_HOURS: i64 = 20;

/// Only pages published in the last so many days are looked at again: corrections and further
/// notices under the same address come within the first days.
pub const RECHECK_DAYS: i64 = 7;

/// A page that could not be had is asked for again after this, in hours.
pub const RETRY_HOURS: i64 = 24;

/// What is already held, as far as a round needs to know.
pub trait Memory: Sync {
    /// What the server said about the copy of `url` that we hold.
    fn validators(&self, url: &str) -> Option<Validators>;

    /// When `url` was last asked for, and whether something readable came; `None` when never.
    ///
    /// An attempt that brought the same bytes again counts: its time is the time to give.
    fn page(&self, url: &str) -> Option<PageSeen>;

    /// The newest readable capture of `url`; asked for a feed that is unchanged, so that pages of it that are still
    /// missing (the last round was cut short, or a page failed) are not forgotten. `None` leaves them for later.
    fn held(&self, _url: &str) -> Option<Capture> {
        None
    }
}

/// The last attempt at a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageSeen {
    /// When it was.
    pub fetched_at: Timestamp,
    /// Whether something readable came.
    pub ok: bool,
}

/// What a round is to do.
#[derive(Clone, Copy)]
pub struct Plan<'a> {
    /// The clock.
    pub now: Timestamp,
    /// Entries published after this are left for later; `None` takes all.
    pub until: Option<Timestamp>,
    /// Threads that fetch; at least one is used.
    pub n_workers: usize,
    /// Called after each source and each page.
    pub progress: Option<&'a dyn Fn(&Progress<'_>)>,
}

/// How far a round has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress<'a> {
    /// What is being fetched.
    pub wanted: Wanted,
    /// Id of the source just worked on.
    pub source: &'a str,
    /// Feeds or pages dealt with.
    pub n_done: usize,
    /// Feeds or pages to deal with.
    pub n_total: usize,
    /// Captures handed over so far.
    pub n_captured: usize,
}

/// What came of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Polled {
    /// One report per source, in the order in which the sources were given.
    pub sources: Vec<SourcePolled>,
    /// Captures handed over, failures included.
    pub n_captured: usize,
    /// Whether the caller stopped the round (its sink said `false`).
    pub stopped: bool,
}

/// What came of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcePolled {
    /// Id of the source.
    pub source: String,
    /// What came of its own address.
    pub state: State,
    /// Entries in its feed.
    pub n_entries: usize,
    /// Captures handed over for it, failures included.
    pub n_captured: usize,
    /// Pages of it that could not be had.
    pub n_pages_failed: usize,
    /// What was strange: in the feed, then one line for each page that could not be had.
    pub warnings: Vec<Warning>,
}

/// What came of a source's own address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It was fetched.
    Fetched,
    /// The copy we hold is still the newest; its entries were not looked at.
    Unchanged,
    /// It could not be had: what, why, what to do.
    Failed(String),
    /// The round was stopped before its turn.
    Skipped,
}

/// Fetches each source and the pages that its entries name, and hands every capture to `sink`
/// before anything is read from it.
///
/// A page is fetched when it was never asked for, when its entry was updated since, when its last copy is
/// [`RECHECK_HOURS`] old and its entry younger than [`RECHECK_DAYS`], or when it failed [`RETRY_HOURS`] ago.
/// `sink` runs on the calling thread; `false` from it (the store failed) ends the round. One source's failure
/// costs no other source anything.
pub fn poll(
    sources: &[Source],
    fetch: &dyn Fetch,
    memory: &dyn Memory,
    plan: &Plan<'_>,
    sink: &mut dyn FnMut(Capture) -> bool,
) -> Polled {
    let round = Round { sources, fetch, memory, plan };
    let mut done = Polled {
        sources: sources.iter().map(SourcePolled::skipped).collect(),
        n_captured: 0,
        stopped: false,
    };
    let feeds: Vec<Job> =
        sources.iter().enumerate().map(|(idx, source)| Job::new(idx, source.url.clone())).collect();
    let mut pages = Vec::new();
    for read in round.run(&feeds, Wanted::Feed, &mut done, sink) {
        pages.extend(read.pages);
    }
    if !done.stopped {
        let mut taken = BTreeSet::new();
        pages.sort_by_key(|page| page.source_idx);
        pages.retain(|page| taken.insert(page.url.clone()));
        round.run(&pages, Wanted::Page, &mut done, sink);
    }
    for source in &mut done.sources {
        source.warnings.dedup();
    }
    done
}

impl SourcePolled {
    fn skipped(source: &Source) -> Self {
        Self {
            source: source.id.clone(),
            state: State::Skipped,
            n_entries: 0,
            n_captured: 0,
            n_pages_failed: 0,
            warnings: Vec::new(),
        }
    }
}

/// One URL to ask for.
#[derive(Debug, Clone)]
struct Job {
    source_idx: usize,
    url: String,
    host: String,
}

impl Job {
    fn new(source_idx: usize, url: String) -> Self {
        let host =
            Url::parse(&url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
        Self { source_idx, url, host }
    }
}

/// What one job found out.
#[derive(Default)]
struct Read {
    state: Option<State>,
    n_entries: usize,
    pages: Vec<Job>,
    warnings: Vec<Warning>,
}

enum Message {
    /// A capture to be kept; the worker waits for the answer.
    Keep(Capture, SyncSender<bool>),
    /// Job `usize` is dealt with.
    Done(usize, Read),
}

struct Round<'a> {
    sources: &'a [Source],
    fetch: &'a dyn Fetch,
    memory: &'a dyn Memory,
    plan: &'a Plan<'a>,
}

impl Round<'_> {
    /// Deals with `jobs` on the plan's threads; gives what each found out, in job order.
    fn run(
        &self,
        jobs: &[Job],
        wanted: Wanted,
        done: &mut Polled,
        sink: &mut dyn FnMut(Capture) -> bool,
    ) -> Vec<Read> {
        let groups = by_host(jobs);
        let next = AtomicUsize::new(0);
        let stop = AtomicBool::new(false);
        let work = Work {
            round: Shared {
                sources: self.sources,
                fetch: self.fetch,
                memory: self.memory,
                now: self.plan.now,
                until: self.plan.until,
            },
            jobs,
            wanted,
            groups: &groups,
            next: &next,
            stop: &stop,
        };
        std::thread::scope(|scope| {
            let (post, inbox) = channel();
            for _ in 0..self.plan.n_workers.clamp(1, groups.len().max(1)) {
                let post = post.clone();
                let work = &work;
                scope.spawn(move || work.run(&post));
            }
            drop(post);
            self.receive(&inbox, jobs, wanted, &stop, done, sink)
        })
    }

    fn receive(
        &self,
        inbox: &Receiver<Message>,
        jobs: &[Job],
        wanted: Wanted,
        stop: &AtomicBool,
        done: &mut Polled,
        sink: &mut dyn FnMut(Capture) -> bool,
    ) -> Vec<Read> {
        let mut reads: Vec<Option<Read>> = jobs.iter().map(|_| None).collect();
        let mut n_done = 0;
        for message in inbox {
            match message {
                Message::Keep(capture, reply) => {
                    let kept = !done.stopped && sink(capture);
                    done.n_captured += usize::from(kept);
                    if !kept {
                        done.stopped = true;
                        stop.store(true, Ordering::Relaxed);
                    }
                    // A worker that is gone needs no answer.
                    let _ = reply.send(kept);
                }
                Message::Done(job_idx, read) => {
                    n_done += 1;
                    let source_idx = jobs[job_idx].source_idx;
                    reads[job_idx] = Some(read);
                    if let Some(progress) = self.plan.progress {
                        let source = self.sources[source_idx].id.as_str();
                        let n_captured = done.n_captured;
                        progress(&Progress { wanted, source, n_done, n_total: jobs.len(), n_captured });
                    }
                }
            }
        }
        // Reports are made in job order, not in the order in which the threads came home.
        for (job, read) in jobs.iter().zip(&mut reads) {
            if let Some(read) = read {
                report(&mut done.sources[job.source_idx], read, wanted);
            }
        }
        reads.into_iter().flatten().collect()
    }
}

fn report(source: &mut SourcePolled, read: &mut Read, wanted: Wanted) {
    source.n_entries += read.n_entries;
    source.warnings.append(&mut read.warnings);
    match (wanted, read.state.take()) {
        (Wanted::Feed, Some(state)) => {
            source.n_captured += usize::from(matches!(state, State::Fetched | State::Failed(_)));
            source.state = state;
        }
        (Wanted::Page, Some(state)) => {
            source.n_captured += usize::from(matches!(state, State::Fetched | State::Failed(_)));
            source.n_pages_failed += usize::from(matches!(state, State::Failed(_)));
        }
        (_, None) => {}
    }
}

/// Indices of jobs by host, hosts in the order of their first job.
fn by_host(jobs: &[Job]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut group_of: BTreeMap<&str, usize> = BTreeMap::new();
    for (job_idx, job) in jobs.iter().enumerate() {
        let group = *group_of.entry(&job.host).or_insert(groups.len());
        if group == groups.len() {
            groups.push(Vec::new());
        }
        groups[group].push(job_idx);
    }
    groups
}

/// What the threads share; the progress callback is not among it, so it need not be `Sync`.
#[derive(Clone, Copy)]
struct Shared<'a> {
    sources: &'a [Source],
    fetch: &'a dyn Fetch,
    memory: &'a dyn Memory,
    now: Timestamp,
    until: Option<Timestamp>,
}

struct Work<'a> {
    round: Shared<'a>,
    jobs: &'a [Job],
    wanted: Wanted,
    groups: &'a [Vec<usize>],
    next: &'a AtomicUsize,
    stop: &'a AtomicBool,
}

impl Work<'_> {
    fn run(&self, post: &Sender<Message>) {
        while let Some(group) = self.groups.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            for &job_idx in group {
                if self.stop.load(Ordering::Relaxed) {
                    return;
                }
                let job = &self.jobs[job_idx];
                // A panic is a fault of ours; it must not cost the other sources their round.
                let read = catch_unwind(AssertUnwindSafe(|| match self.wanted {
                    Wanted::Feed => self.round.feed(job, post),
                    Wanted::Page => self.round.page(job, post),
                }));
                let read = read.unwrap_or_else(|_| Read {
                    state: Some(State::Failed(
                        "hinomi failed on this input; please report the address".to_owned(),
                    )),
                    ..Read::default()
                });
                if post.send(Message::Done(job_idx, read)).is_err() {
                    return;
                }
            }
        }
    }
}

impl Shared<'_> {
    fn feed(&self, job: &Job, post: &Sender<Message>) -> Read {
        let source = &self.sources[job.source_idx];
        let wanted = if source.kind == SourceKind::Feed { Wanted::Feed } else { Wanted::Page };
        let mut read = Read::default();
        let capture = match self.ask(job, source, wanted, &mut read) {
            Some(capture) if keep(post, capture.clone()) => Some(capture),
            Some(_) => None,
            None => self.memory.held(&job.url),
        };
        let Some(capture) = capture.filter(|capture| wanted == Wanted::Feed && capture.is_readable()) else {
            return read;
        };
        let entries = crate::entries(&capture, Some(source));
        let entries = match read.state {
            // What was strange in it was said when it was new.
            Some(State::Unchanged) => entries.value,
            _ => entries.drain_into(&mut read.warnings),
        };
        read.n_entries = entries.len();
        if read.state == Some(State::Fetched) {
            read.warnings.extend(self.future(&entries, source));
        }
        let mut due: Vec<&Entry> = entries.iter().filter(|entry| self.is_due(entry, source.lang)).collect();
        let n_max = self.fetch.pages_per_source_max();
        if due.len() > n_max {
            let what = format!("names {} pages not yet read; the newest {n_max} are fetched now", due.len());
            read.warnings.push(Warning::new(&source.id, what, "gather again for the rest"));
            let published = |entry: &Entry| entry.published.and_then(|stamp| stamp.known_from(source.lang));
            due.sort_by_key(|entry| Reverse(published(entry)));
            due.truncate(n_max);
        }
        let pages = due.into_iter().map(|entry| Job::new(job.source_idx, entry.url.clone()));
        read.pages = pages.collect();
        read
    }

    /// One line about the entries that are dated further ahead than clocks go wrong.
    fn future(&self, entries: &[Entry], source: &Source) -> Option<Warning> {
        let is_ahead = |entry: &&Entry| entry.published.is_some_and(|stamp| !date::is_past(stamp, self.now));
        let ahead: Vec<&Entry> = entries.iter().filter(is_ahead).collect();
        let (first, stamp) = ahead.first().and_then(|first| Some((&first.url, first.published?)))?;
        let noun = if ahead.len() == 1 { "entry" } else { "entries" };
        let what = format!("dates {} {noun} in the future, as {first} on {}", ahead.len(), stamp.to_iso());
        let then =
            if self.until.is_some() { "it is read when that day comes" } else { "the date is not trusted" };
        Some(Warning::new(&source.id, what, then))
    }

    fn page(&self, job: &Job, post: &Sender<Message>) -> Read {
        let source = &self.sources[job.source_idx];
        let mut read = Read::default();
        if let Some(capture) = self.ask(job, source, Wanted::Page, &mut read) {
            if let Some(State::Failed(reason)) = &read.state {
                read.warnings.push(Warning::new(&capture.url, reason, ""));
            }
            keep(post, capture);
        }
        read
    }

    fn ask(&self, job: &Job, source: &Source, wanted: Wanted, read: &mut Read) -> Option<Capture> {
        let validators = self.memory.validators(&job.url);
        let request = Request {
            url: &job.url,
            source: &source.id,
            now: self.now,
            wanted,
            validators: validators.as_ref(),
        };
        match self.fetch.get(&request) {
            Answer::Unchanged => {
                read.state = Some(State::Unchanged);
                None
            }
            Answer::Fresh(capture) => {
                read.state = Some(in_words(&capture).map_or(State::Fetched, State::Failed));
                Some(capture)
            }
        }
    }

    fn is_due(&self, entry: &Entry, lang: Lang) -> bool {
        if !(entry.url.starts_with("https://") || entry.url.starts_with("http://")) {
            return false;
        }
        let lang = entry.lang.unwrap_or(lang);
        let published = entry.published.or(entry.updated).and_then(|stamp| stamp.known_from(lang));
        if published.zip(self.until).is_some_and(|(published, until)| published > until) {
            return false;
        }
        let Some(seen) = self.memory.page(&entry.url) else { return true };
        let age = self.now.duration_since(seen.fetched_at);
        if !seen.ok {
            return age >= SignedDuration::from_hours(RETRY_HOURS);
        }
        let updated = entry.updated.and_then(|stamp| stamp.known_from(lang));
        let is_young = published.is_some_and(|published| {
            self.now.duration_since(published) <= SignedDuration::from_hours(24 * RECHECK_DAYS)
        });
        updated.is_some_and(|updated| updated > seen.fetched_at && updated <= self.now)
            || is_young && age >= SignedDuration::from_hours(RECHECK_HOURS)
    }
}

/// What came instead of a document: what, why, what to do; `None` when a document came.
fn in_words(capture: &Capture) -> Option<String> {
    let remedy = match &capture.outcome {
        Outcome::Answered { status } => match status {
            200..=299 => return None,
            401 | 407 => "it asks for a login; Hinomi has none",
            403 | 451 => "it refuses programs or this place; open it in a browser",
            404 | 410 => "there is nothing at this address; correct it",
            429 => "it was asked too often; it will be tried again later",
            500..=599 => "the server has a fault of its own; it will be tried again",
            300..=399 => "it leads elsewhere without saying where; open it in a browser",
            _ => "open it in a browser",
        },
        Outcome::Failed { reason } => return Some(reason.clone()),
    };
    capture.failure().map(|failure| format!("{failure}: {remedy}"))
}

/// Hands a capture over and waits until it is kept.
fn keep(post: &Sender<Message>, capture: Capture) -> bool {
    let (reply, kept) = sync_channel(1);
    post.send(Message::Keep(capture, reply)).is_ok() && kept.recv().unwrap_or(false)
}

#[cfg(test)]
mod tests;
