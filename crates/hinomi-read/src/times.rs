//! Which of the times that a page, its feed and its address state is its publication, and which its last change.
//!
//! This is the whole order of trust. For both: JSON-LD `datePublished`, `dateModified`; `<meta>` such as
//! `article:published_time`; microdata; `<time datetime>` beside the headline ([`crate::head`] gathers these);
//! a visible line beside the headline that is a date and little else, by its label ([`crate::beside`]). Then
//!
//! - for publication: the first version in a revision history, the feed's time, a day in the address
//!   (`/2025/11/11/`);
//! - for the last change: the latest mark of a change in the text, 追記（2025年11月12日） ([`crate::in_place`]), the
//!   feed's time.
//!
//! A user's rule for the site stands above all of them. What stands in a sidebar, a list or a paragraph is never
//! taken. Where the most trusted gives only a day and another an instant on that day, the instant is taken; a
//! midnight counts as a day. A time after the capture is not believed; a change before publication is none. What
//! is left is `None`, never a guess.

use std::sync::LazyLock;

use hinomi_model::{Entry, Lang, Stamp, When};
use jiff::civil::Time;
use jiff::{Span, Timestamp};
use regex::Regex;

use crate::head::Head;
use crate::stamp::{first_stamp, stamp_of};

/// How far after its capture a stated time may lie and still be believed, in hours: clocks and zones are wrong
/// by that much, and embargoed notices carry tomorrow's date.
const AHEAD_HOURS_MAX: i64 = 36;

/// Letters that a date line may hold beside the date and its labels: a place, a name, a notice number.
const DATELINE_REST_CHARS_MAX: usize = 40;

/// Publication and last change.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Times {
    pub published: Option<Stamp>,
    pub updated: Option<Stamp>,
    /// A visible line beside the headline names a change after publication.
    pub has_update_line: bool,
    /// A stated time lay after the capture and was not believed.
    pub was_ahead: bool,
}

/// Decides both times. `address` is the article's URL; `changed_at` the time of the last mark of a change.
pub(crate) fn times(
    head: &Head,
    entry: Option<&Entry>,
    address: &str,
    changed_at: Option<Stamp>,
    lang: Lang,
    fetched_at: Timestamp,
) -> Times {
    let limit = fetched_at.checked_add(Span::new().hours(AHEAD_HOURS_MAX)).unwrap_or(fetched_at);
    let mut was_ahead = false;
    let mut believed = |stamp: Stamp| {
        let fits = stamp.known_from(lang).is_some_and(|at| at <= limit);
        was_ahead |= !fits;
        fits.then(|| without_midnight(stamp, lang))
    };
    let lines = datelines(&head.lines, lang);
    let mut first = |texts: &[String], line: Option<Stamp>, fed: Option<Stamp>| {
        let stated = texts.iter().filter_map(|text| stamp_of(text, lang)).chain(line).chain(fed);
        let mut stated = stated.filter_map(&mut believed).collect::<Vec<Stamp>>().into_iter();
        stated.next().map(|first| stated.fold(first, |best, other| finer(best, other, lang)))
    };
    let line = lines.0.or_else(|| stamp_of(&head.first_version, lang));
    let published = first(&head.published, line, entry.and_then(|entry| entry.published));
    let updated = first(&head.updated, lines.1.or(changed_at), entry.and_then(|entry| entry.updated));
    let published = published.or_else(|| day_in(address).and_then(believed));
    let is_later =
        |updated: &Stamp| match (updated.known_from(lang), published.and_then(|p| p.known_from(lang))) {
            (Some(updated), Some(published)) => updated >= published,
            _ => true,
        };
    let updated = updated.filter(is_later);
    let is_after = |line: Stamp| published.is_some_and(|p| line.day(lang) > p.day(lang));
    let has_update_line = updated.is_some() && lines.1.is_some_and(is_after);
    Times { published, updated, has_update_line, was_ahead }
}

/// The first moment at which an article could be known: its publication (or its last change, if it states only
/// that), or its capture where it states none or a later one. A page read again after a change is known from [`revision_known_at`] on instead.
pub fn known_at(
    published: Option<Stamp>,
    updated: Option<Stamp>,
    lang: Lang,
    fetched_at: Timestamp,
) -> Timestamp {
    published.or(updated).and_then(|stamp| stamp.known_from(lang)).map_or(fetched_at, |at| at.min(fetched_at))
}

/// The first moment at which a revision could be known: the stated change if it lies after publication and not
/// after the capture, else the capture. For pages whose bytes changed, which one capture alone cannot show.
pub fn revision_known_at(article: &hinomi_model::Article, fetched_at: Timestamp) -> Timestamp {
    let from = |stamp: Option<Stamp>| stamp.and_then(|stamp| stamp.known_from(article.lang));
    match (from(article.updated), from(article.published)) {
        (Some(updated), Some(published)) if updated > published => updated.min(fetched_at),
        (Some(updated), None) => updated.min(fetched_at),
        _ => fetched_at,
    }
}

/// `other` where it is an instant on the day that `stated` names, else `stated`. Feeds often count in UTC what
/// the page dates at home, so an instant written in UTC is dated in the home zone of the page's language.
fn finer(stated: Stamp, other: Stamp, lang: Lang) -> Stamp {
    let at_home = Stamp { offset_minutes: other.offset_minutes.filter(|minutes| *minutes != 0), ..other };
    match (stated.when, other.when) {
        (When::Day(day), When::Instant(_)) if at_home.day(lang) == day => other,
        _ => stated,
    }
}

/// A midnight as the day that it begins: software writes one where it knows no more than the day. On a Japanese
/// page a midnight in UTC is nine in the morning, an hour at which offices do publish, and is left.
fn without_midnight(stamp: Stamp, lang: Lang) -> Stamp {
    let is_home = stamp.offset_minutes.is_none_or(|minutes| minutes != 0) || lang != Lang::Ja;
    match stamp.when {
        When::Instant(at) if is_home && at.to_zoned(stamp.zone(lang)).time() == Time::midnight() => {
            Stamp { when: When::Day(stamp.day(lang)), ..stamp }
        }
        _ => stamp,
    }
}

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix) 公開日?時? | 掲載日?時? | 発表日?時? | 発行日?時? | 配信日?時? | 投稿日?時? | 登録日?時? | 作成日?時? | 初版 | 最終 | 更新日?時? | 改訂日?時? | 日時 | 日付
            | \b(?: published | posted | updated | modified | revised | last | date | on | at | by | first | original | release | released | created | issued )\b
            | [月火水木金土日]曜日? | \b(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b",
    )
    .expect("the pattern is valid")
});

/// Whether lower-case text labels the time of a change.
pub(crate) fn is_update_label(text: &str) -> bool {
    ["更新", "改訂", "改定", "updated", "modified", "revised", "last update"]
        .iter()
        .any(|label| text.contains(label))
}

/// Whether lower-case text labels the time of publication.
pub(crate) fn is_publish_label(text: &str) -> bool {
    ["公開", "掲載", "発表", "発行", "配信", "投稿", "初版", "published", "posted", "released", "issued"]
        .iter()
        .any(|label| text.contains(label))
}

/// Whether a line is the label of a date without the date: 公開日, Release Date.
pub(crate) fn is_date_label(line: &str) -> bool {
    line.len() <= LABEL_BYTES_MAX
        && LABEL.is_match(line)
        && !LABEL.replace_all(line, " ").contains(|c: char| c.is_alphanumeric())
}

/// Longest label of a date, in bytes.
const LABEL_BYTES_MAX: usize = 60;

/// Publication and change as date lines say them: the first line that is a date and little else, for each.
fn datelines(lines: &[String], lang: Lang) -> (Option<Stamp>, Option<Stamp>) {
    let (mut published, mut updated) = (None, None);
    for line in lines {
        let Some(dates) = dateline(line, lang) else { continue };
        for (label, stamp) in dates {
            if is_update_label(&label) && !is_publish_label(&label) {
                updated = updated.or(Some(stamp));
            } else {
                published = published.or(Some(stamp));
            }
        }
    }
    (published, updated)
}

/// The times of a line that holds times and little else, each with its label in lower case (empty where it
/// has none); `None` for any other line.
pub(crate) fn dateline(line: &str, lang: Lang) -> Option<Vec<(String, Stamp)>> {
    let mut found: Vec<Stamp> = Vec::new();
    // The text before the first time, between times, and behind the last.
    let mut between = vec![String::new()];
    let mut rest = line;
    while let Some((range, stamp)) = first_stamp(rest, lang) {
        if found.len() == DATES_MAX {
            return None;
        }
        between[found.len()].push_str(rest.get(..range.start)?);
        between.push(String::new());
        found.push(stamp);
        rest = rest.get(range.end..)?;
    }
    between[found.len()].push_str(rest);
    let all = between.join(" ");
    let n_letters = LABEL.replace_all(&all, " ").chars().filter(|c| c.is_alphanumeric()).count();
    let is_sentence = all.contains('。') || all.trim_end().ends_with('.');
    if found.is_empty() || n_letters > DATELINE_REST_CHARS_MAX || is_sentence {
        return None;
    }
    // 「2025年10月19日 公開 2025年10月20日 更新」: where nothing stands before the first time, labels follow.
    let follows = usize::from(!LABEL.is_match(&between[0]));
    Some(
        found
            .into_iter()
            .enumerate()
            .map(|(at, stamp)| (between[at + follows].to_lowercase(), stamp))
            .collect(),
    )
}

/// Most times that a date line may hold.
const DATES_MAX: usize = 3;

static DAY_PATH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"/(?:((?:19|20)\d\d)[/-](\d{2})[/-](\d{2})|((?:20)\d\d)(\d{2})(\d{2}))(?:[/_.-]|$)")
        .expect("the pattern is valid")
});

/// The day that an address holds as a path: `/2025/11/11/`, `/2025-11-11-`, `/20251111/`.
fn day_in(address: &str) -> Option<Stamp> {
    let found = DAY_PATH.captures(crate::space::head(address, 2_000))?;
    let part = |a: usize, b: usize| found.get(a).or_else(|| found.get(b)).map(|part| part.as_str());
    stamp_of(&format!("{}-{}-{}", part(1, 4)?, part(2, 5)?, part(3, 6)?), Lang::Other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day_of(text: &str) -> Stamp {
        stamp_of(text, Lang::Ja).unwrap()
    }

    #[test]
    fn date_lines_are_dates_and_little_else() {
        for (line, expected) in [
            ("2025年10月19日", Some(1)),
            ("公開日：2025年10月19日　最終更新日：2025年10月20日", Some(2)),
            ("2025年10月19日　架空商事株式会社", Some(1)),
            ("By Jane Doe, Published December 17, 2025 12:05 PM EST", Some(1)),
            ("当社は2025年10月19日に不正アクセスを確認しました。", None),
            ("The company said on December 17, 2025, that systems were down.", None),
            ("関連資料", None),
        ] {
            assert_eq!(dateline(line, Lang::Ja).map(|dates| dates.len()), expected, "{line}");
        }
    }

    #[test]
    fn labels_stand_before_or_behind() {
        for (line, published, updated) in [
            ("公開日：2031年7月1日　更新日：2031年7月2日", Some("2031-07-01"), Some("2031-07-02")),
            ("2031年7月1日 公開　2031年7月2日 更新", Some("2031-07-01"), Some("2031-07-02")),
            ("2031/07/02 更新", None, Some("2031-07-02")),
            ("2031/07/01", Some("2031-07-01"), None),
            ("Last updated: July 2, 2031 | Published: July 1, 2031", Some("2031-07-01"), Some("2031-07-02")),
        ] {
            let got = datelines(&[line.to_owned()], Lang::Ja);
            let iso = |stamp: Option<Stamp>| stamp.map(Stamp::to_iso);
            assert_eq!((iso(got.0).as_deref(), iso(got.1).as_deref()), (published, updated), "{line}");
        }
    }

    #[test]
    fn addresses_give_days() {
        for (address, expected) in [
            ("https://a.example/2025/11/11/title/", Some("2025-11-11")),
            ("https://a.example/news/20251111.html", Some("2025-11-11")),
            ("https://a.example/2025/13/11/", None),
            ("https://a.example/id/20251111001", None),
            ("https://a.example/2025/11/", None),
        ] {
            assert_eq!(day_in(address).map(Stamp::to_iso).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn the_order_of_trust() {
        let fetched: Timestamp = "2025-12-01T00:00:00Z".parse().unwrap();
        let check =
            |published: &[&str], lines: &[&str], address: &str, expected: Option<&str>, ahead: bool| {
                let own = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect();
                let head = Head { published: own(published), lines: own(lines), ..Head::default() };
                let got = times(&head, None, address, None, Lang::Ja, fetched);
                assert_eq!((got.published.map(Stamp::to_iso).as_deref(), got.was_ahead), (expected, ahead));
            };
        check(&["2025-10-01", "2025-10-02"], &["2025年10月3日"], "/2025/10/04/", Some("2025-10-01"), false);
        check(&["soon"], &["x", "2025年10月3日"], "/2025/10/04/", Some("2025-10-03"), false);
        check(&["2025-10-03"], &["2025/10/03 12:00"], "/", Some("2025-10-03T03:00:00Z"), false);
        check(&["2025-10-03T00:00:00+09:00"], &[], "/", Some("2025-10-03"), false);
        check(&["2025-10-03T00:00:00Z"], &[], "/", Some("2025-10-03T00:00:00+00:00"), false);
        check(&[], &["2025年10月3日に発表した。"], "/2025/10/04/", Some("2025-10-04"), false);
        check(&["2099-01-01"], &[], "/", None, true);
        check(&["2099-01-01"], &["2025年10月3日"], "/", Some("2025-10-03"), true);
    }

    #[test]
    fn a_day_gives_way_to_an_instant_on_it() {
        let fed = day_of("2025-10-18T23:30:00Z");
        assert_eq!(finer(day_of("2025-10-19"), fed, Lang::Ja), fed);
        assert_eq!(finer(day_of("2025-10-18"), fed, Lang::Ja), day_of("2025-10-18"));
    }

    #[test]
    fn knowledge_is_never_later_than_the_capture() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let fetched = at("2025-10-19T03:00:00Z");
        assert_eq!(known_at(None, None, Lang::Ja, fetched), fetched);
        assert_eq!(known_at(Some(day_of("2025-10-19")), None, Lang::Ja, fetched), at("2025-10-18T15:00:00Z"));
        assert_eq!(known_at(None, Some(day_of("2025-10-20")), Lang::Ja, fetched), fetched);
    }
}
