//! How fast captures go to the disk and come back, and how fast a database is made again.
//!
//! A run of putting starts with an empty directory; it waits for the disk, so its figure is the disk's too.

#![allow(clippy::unwrap_used)]

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use hinomi_model::{Article, BlockKind, Capture, Lang, Origin, Outcome};
use hinomi_store::{Access, Store};
use jiff::Timestamp;
use tempfile::TempDir;

/// Captures of a run.
const N_CAPTURES: usize = 500;

/// Captures put in one call, as a gather does.
const N_EACH: usize = 32;

fn main() {
    divan::main();
}

/// Pages of 60 kB each that pack about as real ones do: mark-up that repeats, words that do not.
fn pages() -> Vec<Capture> {
    let mut state = 42_u64;
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        format!("{:x}", state >> 44)
    };
    (0..N_CAPTURES)
        .map(|n| {
            let mut body = String::from("<!doctype html><html><head><title>news</title></head><body>");
            while body.len() < 60_000 {
                body.push_str(&format!(
                    "<div class=\"story\"><p>{} {} {}</p></div>\n",
                    word(),
                    word(),
                    word()
                ));
            }
            let url = format!("https://a.example/{n}");
            let outcome = Outcome::Answered { status: 200 };
            Capture::new(&url, &url, "a", Timestamp::UNIX_EPOCH, outcome, vec![], body.into_bytes())
        })
        .collect()
}

fn article(capture: &Capture) -> Article {
    let (text, blocks) = Article::compose("題", &[(BlockKind::Paragraph, "本文。".repeat(300))]);
    Article {
        id: Article::id_of(&capture.url, capture.id),
        capture: capture.id,
        url: capture.url.clone(),
        canonical_url: capture.url.clone(),
        source: "a".to_owned(),
        origin: Origin::Page,
        title: "題".to_owned(),
        byline: String::new(),
        publisher: String::new(),
        published: None,
        updated: None,
        lang: Lang::Ja,
        text,
        blocks,
        known_at: capture.fetched_at,
    }
}

fn empty() -> (TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), Access::Write).unwrap();
    (dir, store)
}

fn filled(pages: &[Capture]) -> (TempDir, Store) {
    let (dir, store) = empty();
    store.put_captures(pages).unwrap();
    (dir, store)
}

#[divan::bench(sample_count = 5)]
fn put_captures_one_by_one(bencher: Bencher<'_, '_>) {
    let pages = pages();
    bencher.counter(ItemsCount::new(N_CAPTURES)).with_inputs(empty).bench_refs(|(_, store)| {
        let n_new = pages.iter().filter(|page| store.put_capture(page).unwrap()).count();
        assert_eq!(n_new, N_CAPTURES);
    });
}

#[divan::bench(sample_count = 5)]
fn put_captures_in_batches(bencher: Bencher<'_, '_>) {
    let pages = pages();
    bencher.counter(ItemsCount::new(N_CAPTURES)).with_inputs(empty).bench_refs(|(_, store)| {
        let new = pages.chunks(N_EACH).flat_map(|batch| store.put_captures(batch).unwrap());
        assert_eq!(new.filter(|new| *new).count(), N_CAPTURES);
    });
}

#[divan::bench(sample_count = 5)]
fn put_known_captures(bencher: Bencher<'_, '_>) {
    let pages = pages();
    let (_dir, store) = filled(&pages);
    bencher.counter(ItemsCount::new(N_CAPTURES)).bench_local(|| {
        let new = pages.chunks(N_EACH).flat_map(|batch| store.put_captures(batch).unwrap());
        assert_eq!(new.filter(|new| *new).count(), 0);
    });
}

#[divan::bench(sample_count = 5)]
fn get_captures(bencher: Bencher<'_, '_>) {
    let pages = pages();
    let (_dir, store) = filled(&pages);
    bencher.counter(ItemsCount::new(N_CAPTURES)).bench_local(|| {
        for page in &pages {
            assert_eq!(black_box(store.capture(page.id).unwrap()).body.len(), page.body.len());
        }
    });
}

#[divan::bench(sample_count = 5)]
fn rebuild(bencher: Bencher<'_, '_>) {
    let pages = pages();
    let (dir, store) = filled(&pages);
    drop(store);
    bencher.counter(ItemsCount::new(N_CAPTURES)).bench_local(|| {
        let store = Store::rebuild(dir.path()).unwrap();
        assert_eq!(store.captures().count(), N_CAPTURES);
    });
}

#[divan::bench(sample_count = 5)]
fn put_articles(bencher: Bencher<'_, '_>) {
    let pages = pages();
    let articles: Vec<Article> = pages.iter().map(article).collect();
    let input = || filled(&pages);
    bencher.counter(ItemsCount::new(N_CAPTURES)).with_inputs(input).bench_refs(|(_, store)| {
        articles.chunks(N_EACH).for_each(|batch| store.put_articles(batch, &[]).unwrap());
    });
}

#[divan::bench(sample_count = 5)]
fn get_articles(bencher: Bencher<'_, '_>) {
    let pages = pages();
    let articles: Vec<Article> = pages.iter().map(article).collect();
    let (_dir, store) = filled(&pages);
    store.put_articles(&articles, &[]).unwrap();
    bencher.counter(ItemsCount::new(N_CAPTURES)).bench_local(|| {
        assert_eq!(store.articles_known(..).unwrap().len(), N_CAPTURES);
    });
}
