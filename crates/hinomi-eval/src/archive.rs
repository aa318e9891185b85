//! News for an archive of any size, as JSON Lines to import: the made-up stream by which joining is measured, at the
//! pace of a busy desk.

use std::io::Write;

use anyhow::{Context, Result};
use jiff::{Timestamp, ToSpan};
use serde_json::json;

use crate::cost::stream::Stream;

/// Seconds between two articles: some two thousand a day.
const PACE_SECONDS: i64 = 43;

/// Writes the first `n` articles, one a line, from `start` on.
pub fn write(n: usize, start: Timestamp, out: impl Write) -> Result<()> {
    let mut out = std::io::BufWriter::new(out);
    for (at, (article, _)) in Stream::new(7).take(n).enumerate() {
        let item = json!({
            "url": article.url,
            "title": article.title,
            "published": (start + (at as i64 * PACE_SECONDS).seconds()).to_string(),
            "source": article.source,
            "lang": article.lang.tag(),
            "text": article.body().trim(),
        });
        writeln!(out, "{item}").context("cannot write the articles")?;
    }
    out.flush().context("cannot write the articles")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_gives_the_same_lines_in_order_of_time() {
        let start: Timestamp = "2024-01-01T00:00:00Z".parse().unwrap();
        let (mut one, mut two) = (Vec::new(), Vec::new());
        write(50, start, &mut one).unwrap();
        write(50, start, &mut two).unwrap();
        assert_eq!(one, two);
        let text = String::from_utf8(one).unwrap();
        let of = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
        let times: Vec<String> = text.lines().map(|line| of(line)["published"].to_string()).collect();
        assert_eq!(times.len(), 50);
        assert!(times.is_sorted());
    }
}
