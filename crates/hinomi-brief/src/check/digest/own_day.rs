//! The day that a digest is of, and the window that it claims.

use hinomi_model::{Lang, Stamp, When};
use hinomi_text::DateKind;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Digest, Kind};
use crate::check::pattern;

/// Blocks at the front in which the digest's own day is looked for.
const FRONT_BLOCKS: usize = 4;

/// Characters of a line that may state the digest's day: more is running text.
const DAY_LINE_CHARS_MAX: usize = 80;

pattern!(
    HOURS,
    r"(?i)(?:過去|直近|この|ここ|最新)\s?(24|48|72)\s?時間|(?:past|last|previous|latest|preceding)\s(24|48|72)[\s-]hours?"
);
pattern!(
    WEEK,
    r"(?i)(?:過去|直近|この|ここ)\s?(?:1|１|一)?\s?週間|(?:過去|直近)\s?(?:7|７)\s?日間?|(?:past|last|previous)\s(?:week|7\sdays|seven\sdays)"
);
pattern!(KEY, r#"(?m)^(date|window|period|published|title)\s*:\s*["']?([^"'\n]+)"#);

pub(super) fn find(digest: &mut Digest, front: &str) {
    let any = Stamp { when: When::Day(Date::constant(2000, 1, 1)), offset_minutes: None };
    let mut window = None;
    for c in KEY.captures_iter(front) {
        let (Some(key), Some(value)) = (c.get(1), c.get(2)) else { continue };
        let value = value.as_str().trim();
        match key.as_str() {
            "date" | "published" | "title" => {
                digest.day = digest.day.or_else(|| day_in(value, digest.lang, any))
            }
            _ => window = value.split_once('/').and_then(|(start, _)| day_in(start, digest.lang, any)),
        }
    }
    if digest.day.is_none() {
        let front = digest.blocks.iter().take(FRONT_BLOCKS);
        let lines = front.flat_map(|block| {
            let is_short = matches!(block.kind, Kind::Heading(_))
                || block.text.split('\n').all(|line| line.chars().count() <= DAY_LINE_CHARS_MAX);
            block.text.split('\n').filter(move |_| is_short)
        });
        digest.day = lines.into_iter().find_map(|line| day_in(line, digest.lang, any));
    }
    digest.window_start = window.or_else(|| claimed(digest));
}

/// The last full date in a line: a range ends with the digest's day.
fn day_in(line: &str, lang: Lang, anchor: Stamp) -> Option<Date> {
    let dates = crate::check::words::dates(line, lang, anchor);
    let full = dates.iter().filter(|date| date.kind == DateKind::Absolute);
    full.filter_map(|date| match date.when {
        When::Day(_) | When::Days(..) | When::Instant(_) => Some(date.when.last_day(&TimeZone::UTC)),
        _ => None,
    })
    .next_back()
}

/// The first day of the window that the front of the digest says it covers.
fn claimed(digest: &Digest) -> Option<Date> {
    let day = digest.day?;
    // What follows the first items speaks of them, not of the digest.
    let front = digest.blocks.iter().take(FRONT_BLOCKS + 2);
    for block in front {
        if let Some(c) = HOURS.captures(&block.text) {
            let hours: i64 = c.get(1).or(c.get(2))?.as_str().parse().ok()?;
            return day.checked_sub((hours / 24).days()).ok();
        }
        if WEEK.is_match(&block.text) {
            return day.checked_sub(7.days()).ok();
        }
    }
    None
}
