//! Pages per second through `read`, on the fixtures and on pages of the weight that news sites have: each fixture
//! with as much script, menu and teaser around it as brings it to some 40 kB.

use std::time::{Duration, Instant};

use divan::Bencher;
use divan::counter::ItemsCount;
use hinomi_model::{Capture, Document, Outcome};

const PAGES: [(&str, &str); 9] = [
    ("en-advisory", include_str!("../fixtures/en-advisory.html")),
    ("en-news", include_str!("../fixtures/en-news.html")),
    ("en-research", include_str!("../fixtures/en-research.html")),
    ("en-script-only", include_str!("../fixtures/en-script-only.html")),
    ("ja-advisory", include_str!("../fixtures/ja-advisory.html")),
    ("ja-blog", include_str!("../fixtures/ja-blog.html")),
    ("ja-portal", include_str!("../fixtures/ja-portal.html")),
    ("ja-press-release", include_str!("../fixtures/ja-press-release.html")),
    ("ja-old-table", ""),
];

/// Bytes that a heavy page has at least.
const HEAVY_BYTES: usize = 40_000;

fn main() {
    divan::main();
}

fn capture(name: &str, body: Vec<u8>) -> Capture {
    let url = format!("https://www.sample.example/2031/05/{name}");
    let headers = vec![("content-type".to_owned(), "text/html".to_owned())];
    let at = "2032-01-01T00:00:00Z".parse().expect("the time is written right");
    Capture::new(url.clone(), url, "bench", at, Outcome::Answered { status: 200 }, headers, body)
}

fn light() -> Vec<Capture> {
    let bytes = |html: &str| match html {
        "" => include_bytes!("../fixtures/ja-old-table.html").to_vec(),
        html => html.as_bytes().to_vec(),
    };
    PAGES.iter().map(|(name, html)| capture(name, bytes(html))).collect()
}

fn heavy() -> Vec<Capture> {
    PAGES
        .iter()
        .filter(|(_, html)| !html.is_empty())
        .map(|(name, html)| capture(name, weighted(html).into_bytes()))
        .collect()
}

/// `html` with menu, scripts and teasers before `</body>` until it is heavy.
fn weighted(html: &str) -> String {
    let mut around = String::new();
    let mut n = 0;
    while html.len() + around.len() < HEAVY_BYTES {
        around.push_str(&format!(
            "<div class=\"card card-{n}\"><a href=\"/{n}\"><img src=\"/{n}.jpg\" srcset=\"/{n}-2.jpg 2x\" alt=\"\"></a>\
             <h3 class=\"card__title\"><a href=\"/{n}\" data-track=\"{n}\">Another story of the day, number {n}</a></h3>\
             <span class=\"card__meta\">July {n}, 2031</span></div>\
             <script>window.q=window.q||[];q.push({{\"slot\":{n},\"size\":[300,250],\"keys\":[\"a\",\"b\"]}});</script>\n"
        ));
        n += 1;
    }
    html.replace("</body>", &format!("<div class=\"river\">{around}</div></body>"))
}

/// Reads every page and says how many blocks came out, so that nothing is fast by being wrong.
fn n_blocks(pages: &[Capture]) -> usize {
    let read = |page| {
        let page: &Capture = page;
        let fetched_at = page.fetched_at;
        hinomi_read::read(&Document {
            url: &page.url,
            page: Some(page),
            entry: None,
            source: "bench",
            fetched_at,
        })
    };
    pages.iter().map(|page| read(page).value.blocks.len()).sum()
}

#[divan::bench]
fn small_pages(bencher: Bencher<'_, '_>) {
    let pages = light();
    assert_eq!(n_blocks(&pages), 86);
    bencher.counter(ItemsCount::new(pages.len())).bench(|| n_blocks(&pages));
}

#[divan::bench]
fn pages_of_40_kb(bencher: Bencher<'_, '_>) {
    let pages = heavy();
    assert_eq!(n_blocks(&pages), 82);
    bencher.counter(ItemsCount::new(pages.len())).bench(|| n_blocks(&pages));
}

#[divan::bench]
fn decode_shift_jis_of_1_mb(bencher: Bencher<'_, '_>) {
    let body = [0x8f_u8, 0xee, 0x95, 0xf1, 0x81, 0x42].repeat(1 << 18);
    assert_eq!(hinomi_read::decode(&body, None).encoding, "Shift_JIS");
    bencher.counter(divan::counter::BytesCount::new(body.len())).bench(|| hinomi_read::decode(&body, None));
}

#[path = "../tests/traps/mod.rs"]
mod traps;

/// The slowest of the pages made to hurt: none may take longer than half a second.
#[divan::bench(sample_count = 1, sample_size = 1)]
fn hostile_pages(bencher: Bencher<'_, '_>) {
    bencher.bench(|| {
        for trap in traps::TRAPS {
            for place in [traps::Place::Before, traps::Place::Behind] {
                let body = trap.page(place);
                let started = clock();
                let n = n_blocks(&[capture("hostile", body)]);
                let took = started.elapsed();
                assert!(
                    n > usize::from(!trap.hides(place)) && took < HOSTILE_MAX,
                    "{} took {} ms",
                    trap.name,
                    took.as_millis()
                );
            }
        }
    });
}

/// Longest time for any page.
const HOSTILE_MAX: Duration = Duration::from_millis(500);

#[expect(clippy::disallowed_methods, reason = "a bench measures time; what it measures does not see it")]
fn clock() -> Instant {
    Instant::now()
}
