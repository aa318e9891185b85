//! Articles joined per second, on a made-up stream with a seed: names and numbers drawn from syllables, matters of
//! a few articles each that live for days or months, two languages.
//!
//! ```text
//! cargo bench -p hinomi-incidents
//! ```

use divan::Bencher;
use divan::counter::ItemsCount;
use hinomi_incidents::{Candidate, Index, advance};

mod stream;

fn main() {
    divan::main();
}

/// Articles placed in one measured batch.
const BATCH: usize = 1000;

/// Joins a batch into an index that holds so many articles already.
#[divan::bench(args = [0, 10_000, 100_000], sample_count = 5, sample_size = 1)]
fn join(bencher: Bencher<'_, '_>, n_before: usize) {
    let told: Vec<_> = stream::Stream::new(7).take(n_before + BATCH).collect();
    let batch: Vec<Candidate<'_>> =
        told.iter().map(|(article, facts)| Candidate { article, facts }).collect();
    bencher
        .counter(ItemsCount::new(BATCH))
        .with_inputs(|| {
            let mut index = Index::default();
            advance(&mut index, &batch[..n_before]);
            index
        })
        .bench_local_values(|mut index| {
            let placed = advance(&mut index, &batch[n_before..]);
            let n_founded = placed.iter().filter(|placement| placement.because.is_empty()).count();
            assert_eq!(placed.len(), BATCH);
            assert!((BATCH / 10..BATCH / 2).contains(&n_founded), "{n_founded} founders of {BATCH}");
            index
        });
}
