//! Whether the feed's text says more than its page: pages without text, walls of consent and of robots' tests, and
//! pages that show less than the feed gave.

use std::collections::BTreeSet;

use hinomi_model::{BlockKind, Entry};

use crate::head::Head;
use crate::title::plain;
use crate::traced::Traced;

/// Characters of body text below which a page is taken to have none.
const BODY_CHARS_MIN: usize = 60;

/// Characters of body text below which a page may be a wall.
const WALL_CHARS_MAX: usize = 500;

/// Share of a feed title's pairs of letters, in percent, that a page's title must hold to be of the same article.
const TITLE_PERCENT_MIN: usize = 30;

/// How many characters of the feed's text are looked for in the page.
const SAMPLE_CHARS: usize = 20;

/// How many times longer than the page's a full text of the feed must be to take its place.
const FULLER_TIMES_MIN: usize = 2;

/// Why the feed's text stands in for the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StandIn {
    /// No article text was found in the page.
    Empty,
    /// The page is about something else: a wall.
    Wall,
    /// The feed gives the full text, the page a part of it.
    Fuller,
}

impl std::fmt::Display for StandIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Empty => "no article text was found in the page",
            Self::Wall => "the page does not show the article, but a notice or a test",
            Self::Fuller => "the page shows less than the feed",
        })
    }
}

impl StandIn {
    /// What the user can do.
    pub(crate) fn remedy(self) -> &'static str {
        match self {
            Self::Empty | Self::Wall => "open the page in a browser",
            Self::Fuller => "",
        }
    }
}

/// Whether `fed`, the entry's blocks, should stand in for `blocks`, the page's; and why.
pub(crate) fn stand_in(
    entry: &Entry,
    entry_title: &str,
    fed: &[(BlockKind, Traced)],
    head: &Head,
    blocks: &[(BlockKind, Traced)],
) -> Option<StandIn> {
    let n_chars = |blocks: &[(BlockKind, Traced)]| -> usize {
        blocks.iter().map(|(_, text)| text.text.chars().count()).sum()
    };
    let (n_fed, n_page) = (n_chars(fed), n_chars(blocks));
    if n_page < BODY_CHARS_MIN && n_fed > n_page {
        return Some(StandIn::Empty);
    }
    let sample: String = fed
        .iter()
        .flat_map(|(_, text)| plain(&text.text).chars().collect::<Vec<_>>())
        .take(SAMPLE_CHARS)
        .collect();
    let holds_sample = || blocks.iter().any(|(_, text)| plain(&text.text).contains(&sample));
    if n_page < WALL_CHARS_MAX
        && n_fed >= BODY_CHARS_MIN
        && !is_like(entry_title, &head.title.text)
        && !holds_sample()
    {
        return Some(StandIn::Wall);
    }
    (entry.is_full && n_page < WALL_CHARS_MAX && n_fed >= n_page * FULLER_TIMES_MIN)
        .then_some(StandIn::Fuller)
}

/// Whether a page's title may be that of the feed's article: it holds a good part of its pairs of letters.
fn is_like(fed: &str, shown: &str) -> bool {
    let pairs = |text: &str| -> BTreeSet<(char, char)> {
        let chars: Vec<char> = plain(text).chars().collect();
        chars.windows(2).map(|two| (two[0], two[1])).collect()
    };
    let (fed, shown) = (pairs(fed), pairs(shown));
    fed.is_empty() || fed.intersection(&shown).count() * 100 >= fed.len() * TITLE_PERCENT_MIN
}

#[cfg(test)]
mod tests {
    use super::*;
    use hinomi_model::CaptureId;

    fn check(title: &str, fed: &str, is_full: bool, page_title: &str, page: &str, expected: Option<StandIn>) {
        let entry = Entry {
            capture: CaptureId::of(&[]),
            source: String::new(),
            url: String::new(),
            guid: String::new(),
            title: title.to_owned(),
            byline: String::new(),
            published: None,
            updated: None,
            lang: None,
            html: String::new(),
            is_full,
        };
        let blocks = |text: &str| vec![(BlockKind::Paragraph, Traced::untraced(text))];
        let head = Head { title: Traced::untraced(page_title), ..Head::default() };
        assert_eq!(stand_in(&entry, title, &blocks(fed), &head, &blocks(page)), expected, "{page}");
    }

    #[test]
    fn walls_and_teasers_give_way() {
        let (title, fed) = (
            "Widget maker says records were copied",
            &"The widget maker said that records were copied. ".repeat(4),
        );
        check(title, fed, false, title, "", Some(StandIn::Empty));
        check(
            title,
            fed,
            false,
            "Just a moment...",
            &"Checking that you are no robot. ".repeat(3),
            Some(StandIn::Wall),
        );
        check(title, fed, false, "Just a moment...", &"Checking that you are no robot. ".repeat(30), None);
        check(
            title,
            fed,
            false,
            "Records copied from widget maker",
            &"More about that in our paper. ".repeat(3),
            None,
        );
        check(title, fed, false, "Another headline", &format!("{fed} And more."), None);
        check(
            title,
            &fed.repeat(3),
            true,
            title,
            &"The start of the story is here. ".repeat(3),
            Some(StandIn::Fuller),
        );
        check(title, &fed.repeat(3), false, title, &"The start of the story is here. ".repeat(3), None);
    }
}
