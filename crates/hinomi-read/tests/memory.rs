//! How much memory reading takes at its peak, in bytes of the page: real layouts, and pages made to hurt.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "japanese/mod.rs"]
#[allow(dead_code, reason = "the other tests ask for more")]
mod japanese;
#[path = "traps/mod.rs"]
#[allow(dead_code, reason = "the other tests ask for more")]
mod traps;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use hinomi_model::{Capture, Document, Outcome};

/// Bytes that are held, and the most that were.
static HELD: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

/// The system's allocator, counting.
struct Counting;

#[expect(unsafe_code, reason = "an allocator that counts cannot be written without")]
// SAFETY: every call is handed on as it came to the system's allocator, which keeps the contract.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let held = HELD.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        PEAK.fetch_max(held, Ordering::Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(pointer, layout) }
    }

    // What grows in place or is moved by the kernel is not held twice.
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, n_bytes: usize) -> *mut u8 {
        let held = HELD.fetch_add(n_bytes, Ordering::Relaxed) + n_bytes - layout.size();
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        PEAK.fetch_max(held, Ordering::Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.realloc(pointer, layout, n_bytes) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// What is held beside the page whatever its size, such as places for class names.
const FIXED_BYTES: usize = 64 * 1024;

/// Bytes held at the peak for each byte of the page.
const TIMES_MAX: usize = 10;

/// What a page made of the smallest elements may take beyond that: each cell of a row of `<td>x` holds twenty times its
/// size. Of the pages made to hurt, all but four stay within ten times their size.
const HOSTILE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Bytes that a page has at least; those of news sites have some 40 kB and more.
const HEAVY_BYTES: usize = 40_000;

/// `html` with teasers before `</body>` until it weighs what pages weigh.
fn weighted(html: &str) -> Vec<u8> {
    let teaser = "<div class=\"card\"><a href=\"/n\"><img src=\"/n.jpg\" alt=\"\"></a><h3><a href=\"/n\">別の日の別の話</a></h3></div>\n";
    let n = HEAVY_BYTES / teaser.len() + 1;
    let at = html.to_ascii_lowercase().rfind("</body>").unwrap_or(html.len());
    format!("{}<div class=\"river\">{}</div>{}", &html[..at], teaser.repeat(n), &html[at..]).into_bytes()
}

/// Reads a page: how many bytes were held at the peak beyond the page itself.
fn peak(body: Vec<u8>) -> usize {
    let at = "2032-01-01T00:00:00Z".parse().unwrap();
    let url = "https://a.example/x";
    let headers = vec![("content-type".to_owned(), "text/html; charset=utf-8".to_owned())];
    let page = Capture::new(url, url, "", at, Outcome::Answered { status: 200 }, headers, body);
    let before = HELD.load(Ordering::Relaxed);
    PEAK.store(before, Ordering::Relaxed);
    let document = Document { url, page: Some(&page), entry: None, source: "", fetched_at: at };
    drop(hinomi_read::read(&document));
    PEAK.load(Ordering::Relaxed) - before
}

// One test, because the count is the process's.
#[test]
fn pages_take_at_most_ten_times_their_size() {
    // What is made once, such as patterns, is not the page's.
    for page in &japanese::pages() {
        peak(page.html.clone().into_bytes());
    }
    let mut over = Vec::new();
    let mut check = |name: &str, body: Vec<u8>, beside: usize| {
        let (n_bytes, n) = (body.len(), peak(body));
        if n > beside + TIMES_MAX * n_bytes {
            over.push(format!("{name}: {n} bytes for {n_bytes}, {:.1} times", n as f64 / n_bytes as f64));
        }
    };
    for page in &japanese::pages() {
        check(&page.name, weighted(&page.html), FIXED_BYTES);
    }
    for trap in traps::TRAPS {
        check(trap.name, trap.page(traps::Place::Behind), HOSTILE_BYTES_MAX);
    }
    assert!(over.is_empty(), "{}", over.join("\n"));
}
