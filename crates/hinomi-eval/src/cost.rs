//! What joining an article costs as the archive grows: a table and a curve, from a made-up stream with a seed.
//!
//! Times are of this machine and not compared; what must hold is that the last point costs at most twice the one at
//! ten thousand.

use std::fmt::Write;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use hinomi_incidents::{Candidate, Index, advance};

use self::stream::Stream;

#[path = "../../hinomi-incidents/benches/stream/mod.rs"]
pub mod stream;

/// Sizes of the archive at which is measured.
const SIZES: &[usize] = &[1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000];

/// Articles placed at a time, and articles over which a point is measured.
const BATCH: usize = 500;
const MEASURED: usize = 3_000;

/// A point of the curve.
struct Point {
    n: usize,
    microseconds: f64,
    megabytes: f64,
}

/// Measures up to `most` articles and writes `joining-cost.csv` and `joining-cost.svg` into `folder`.
pub fn run(folder: &Path, most: usize) -> Result<()> {
    let mut index = Index::default();
    let mut stream = Stream::new(7);
    let mut points = Vec::new();
    let before = resident_mb();
    for size in SIZES.iter().filter(|size| **size <= most) {
        let mut seconds = 0.0;
        let measured_from = size.saturating_sub(MEASURED.min(size / 2));
        let mut n_measured = 0;
        while index.n_articles() < *size {
            let told: Vec<_> = stream.by_ref().take(BATCH).collect();
            let batch: Vec<Candidate<'_>> =
                told.iter().map(|(article, facts)| Candidate { article, facts }).collect();
            let is_measured = index.n_articles() >= measured_from;
            #[allow(clippy::disallowed_methods, reason = "speed is what is measured")]
            let start = Instant::now();
            advance(&mut index, &batch);
            if is_measured {
                seconds += start.elapsed().as_secs_f64();
                n_measured += batch.len();
            }
        }
        let microseconds = seconds * 1e6 / n_measured.max(1) as f64;
        let point = Point { n: *size, microseconds, megabytes: resident_mb() - before };
        eprintln!("{:>9} articles: {:.0} µs each, {:.0} MB", point.n, point.microseconds, point.megabytes);
        points.push(point);
    }
    let write = |name: &str, text: String| {
        let path = folder.join(name);
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    };
    write("joining-cost.csv", table(&points))?;
    write("joining-cost.svg", curve(&points))
}

/// Memory of the process in megabytes, where the system tells; else 0.
fn resident_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kb: Option<f64> = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    kb.unwrap_or_default() / 1024.0
}

fn table(points: &[Point]) -> String {
    let mut out = String::from("articles,microseconds_each,articles_a_second,megabytes\n");
    for point in points {
        let a_second = 1e6 / point.microseconds.max(f64::MIN_POSITIVE);
        let _ = writeln!(out, "{},{:.1},{a_second:.0},{:.0}", point.n, point.microseconds, point.megabytes);
    }
    out
}

/// The curve, the number of articles on a logarithmic axis.
fn curve(points: &[Point]) -> String {
    let most = points.iter().map(|point| point.microseconds).fold(1.0, f64::max) * 1.1;
    let x = |n: usize| 60.0 + ((n as f64).log10() - 3.0) / 3.0 * 500.0;
    let y = |microseconds: f64| 260.0 - microseconds / most * 220.0;
    let line: Vec<String> =
        points.iter().map(|point| format!("{:.0},{:.0}", x(point.n), y(point.microseconds))).collect();
    let mut out = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 620 310\" font-family=\"sans-serif\" font-size=\"11\">\n\
         <rect width=\"620\" height=\"310\" fill=\"white\"/>\n\
         <text x=\"60\" y=\"20\">Joining one article, microseconds, by articles in the index</text>\n\
         <path d=\"M60 30V260H570\" fill=\"none\" stroke=\"#888\"/>\n",
    );
    let _ = writeln!(
        out,
        "<polyline points=\"{}\" fill=\"none\" stroke=\"#b30\" stroke-width=\"2\"/>",
        line.join(" ")
    );
    for point in points {
        let (px, py) = (x(point.n), y(point.microseconds));
        let _ = writeln!(out, "<circle cx=\"{px:.0}\" cy=\"{py:.0}\" r=\"3\" fill=\"#b30\"/>");
        let _ = writeln!(
            out,
            "<text x=\"{px:.0}\" y=\"{:.0}\" text-anchor=\"middle\">{:.0}</text>",
            py - 8.0,
            point.microseconds
        );
        let _ = writeln!(out, "<text x=\"{px:.0}\" y=\"276\" text-anchor=\"middle\">{}</text>", point.n);
    }
    out + "</svg>\n"
}
