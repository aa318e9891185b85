//! The whole way, from a recorded web to the brief: the binary on the bundled example, data directory and all.

use std::path::Path;
use std::process::{Command, Output};

use divan::counter::ItemsCount;

/// Articles in the bundled example: its feeds' items.
const N_ARTICLES: usize = 79;

fn main() {
    divan::main();
}

fn hinomi(data: &Path, args: &[&str]) -> Output {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/autumn-2025");
    let output = Command::new(env!("CARGO_BIN_EXE_hinomi"))
        .args(args)
        .arg("--replay")
        .arg(example)
        .arg("--data")
        .arg(data)
        .output()
        .expect("the binary starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

/// Everything from nothing: each capture synced to disk, read, placed.
#[divan::bench]
fn gather_from_nothing(bencher: divan::Bencher<'_, '_>) {
    bencher
        .counter(ItemsCount::new(N_ARTICLES))
        .with_inputs(|| tempfile::tempdir().expect("a folder for the data"))
        .bench_values(|dir| {
            let output = hinomi(dir.path(), &["gather", "--until", "2025-12-31T00:00Z"]);
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(said.contains(&format!("{N_ARTICLES} articles read")), "{said}");
            dir
        });
}

/// The brief of a day when everything is there: ask the sources again, find nothing new, tell.
#[divan::bench]
fn brief_of_a_day(bencher: divan::Bencher<'_, '_>) {
    let dir = tempfile::tempdir().expect("a folder for the data");
    hinomi(dir.path(), &["gather", "--until", "2025-12-31T00:00Z"]);
    bencher.bench_local(|| {
        let output = hinomi(dir.path(), &["brief", "--date", "2025-11-11", "--lang", "ja"]);
        assert!(String::from_utf8_lossy(&output.stdout).contains("2025-11-11"));
    });
}
