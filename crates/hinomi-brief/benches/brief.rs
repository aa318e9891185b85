//! Composing and writing a brief.
#![allow(clippy::unwrap_used, reason = "a bench stops at the first surprise")]
#![allow(missing_docs, dead_code, reason = "the fixture is shared with the tests")]

#[path = "../tests/it/fixture.rs"]
mod fixture;
#[path = "../tests/it/reader.rs"]
mod reader;

use divan::Bencher;
use hinomi_brief::{Format, Layout, render};
use hinomi_model::Lang;

fn main() {
    divan::main();
}

/// The world of the snapshots, many times over: each copy has its own articles and incidents.
fn large(n: usize) -> fixture::World {
    fixture::many(n)
}

#[divan::bench(args = [1, 100, 500])]
fn compose(bencher: Bencher<'_, '_>, n: usize) {
    let world = large(n);
    bencher.bench_local(|| {
        let brief = world.brief(Lang::Ja, Layout::Day);
        assert!(brief.stats.refused.is_empty() && !brief.references.is_empty());
        brief
    });
}

#[divan::bench(args = ["md", "html", "json"])]
fn write(bencher: Bencher<'_, '_>, format: &str) {
    let world = large(20);
    let brief = world.brief(Lang::En, Layout::Detail);
    let format = match format {
        "md" => Format::Md,
        "html" => Format::Html,
        _ => Format::Json,
    };
    bencher.bench_local(|| {
        let text = render(&brief, format, &world.templates).unwrap();
        assert!(text.len() > 1000);
        text
    });
}
