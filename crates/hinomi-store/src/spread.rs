//! Spreads work over threads, with results in the order of the work.

/// Threads used to write and read capture files. Waiting for the disk is most of the work, and the file
/// system joins flushes that wait at the same moment, so more threads than cores pay.
pub(crate) const THREADS: usize = 8;

/// Does `work` on every item, several at a time; results stand in the order of `items`.
pub(crate) fn spread<T: Sync, U: Send>(items: &[T], work: impl Fn(&T) -> U + Sync) -> Vec<U> {
    let n_each = items.len().div_ceil(THREADS);
    if items.len() <= 1 {
        return items.iter().map(work).collect();
    }
    std::thread::scope(|scope| {
        let work = &work;
        let running: Vec<_> = items
            .chunks(n_each)
            .map(|chunk| scope.spawn(move || chunk.iter().map(work).collect::<Vec<U>>()))
            .collect();
        running
            .into_iter()
            .flat_map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn results_keep_the_order() {
        for n in [0, 1, 2, 7, 8, 9, 100] {
            let items: Vec<usize> = (0..n).collect();
            assert_eq!(spread(&items, |i| i * 2), items.iter().map(|i| i * 2).collect::<Vec<_>>());
        }
    }
}
