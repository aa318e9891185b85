//! What stands beside the headline: lines and `<time>` elements that may say when a page was published.

use std::borrow::Cow;

use hinomi_model::{BlockKind, Lang};

use crate::blocks::Draft;
use crate::furniture::Says;
use crate::space::head;
use crate::stamp::{first_stamp, may_hold_date};
use crate::tag::{Key, Tag};
use crate::times::{is_publish_label, is_update_label};
use crate::tree::Tree;

/// Blocks before and after the headline that may hold the page's date.
const DATELINE_BLOCKS_MAX: usize = 8;

/// Longest block that may be a date line, in characters.
const DATELINE_CHARS_MAX: usize = 120;

/// Characters from which a block behind the headline is body text, where the search for a date line ends.
const BODY_CHARS_MIN: usize = 40;

/// `<time>` elements beside the headline that are looked at.
const TIMES_MAX: usize = 30;

/// What stands beside a headline.
#[derive(Debug, Default)]
pub(crate) struct Beside {
    /// Short blocks, those behind the headline first.
    pub lines: Vec<String>,
    /// Values of `<time>` elements, and whether each is of a change.
    pub times: Vec<(bool, String)>,
}

/// The short lines and the times beside the headline; nothing where there is none. `drafts` are all blocks of
/// `tree`.
pub(crate) fn beside(tree: &Tree<'_>, drafts: &[Draft], headline: Option<usize>) -> Beside {
    let Some(headline) = headline else { return Beside::default() };
    let end = tree.nodes[headline].end();
    let Some(at) = drafts.iter().position(|draft| (headline..end).contains(&draft.at)) else {
        return Beside::default();
    };
    let is_line = |draft: &&Draft| {
        // An item with a link is a line of a list of other pages.
        draft.text().chars().count() <= DATELINE_CHARS_MAX
            && (draft.kind != BlockKind::ListItem || draft.n_link_chars == 0)
            && !in_furniture(tree, draft.at)
    };
    let is_body = |draft: &Draft| draft.n_chars >= BODY_CHARS_MIN && draft.n_link_chars * 2 < draft.n_chars;
    let behind: Vec<&Draft> = drafts[at + 1..]
        .iter()
        .take_while(|d| !is_body(d))
        .filter(|d| !d.is_link_only())
        .take(DATELINE_BLOCKS_MAX)
        .collect();
    let before: Vec<&Draft> = drafts[..at]
        .iter()
        .rev()
        .take_while(|d| !is_body(d))
        .filter(|d| !d.is_link_only())
        .take(DATELINE_BLOCKS_MAX / 2)
        .collect();
    let first = before.last().map_or(headline, |draft| draft.at);
    // A time in the headline's own header is the article's, also where it is a link.
    let header = tree.ancestors(headline).find(|up| matches!(tree.tag(*up), Tag::Header | Tag::Hgroup));
    let first = header.map_or(first, |header| first.min(header));
    let last = drafts[at + 1..].iter().find(|d| is_body(d)).map_or(tree.nodes.len(), |draft| draft.at);
    let is_own = |idx: &usize| !in_furniture(tree, *idx) && !is_in_linked_item(tree, *idx);
    let all = (first..last).filter(|idx| tree.tag(*idx) == Tag::Time).take(TIMES_MAX);
    let times = all.filter(is_own).map(|idx| {
        let value = tree.attr(idx, Key::Datetime).filter(|value| !value.is_empty());
        let around = tree.text(tree.nodes[idx].parent()).to_lowercase();
        let is_update = tree.attr(idx, Key::Itemprop).as_deref() == Some("dateModified")
            || tree.attr(idx, Key::Class).is_some_and(|class| {
                ["updated", "modified"].iter().any(|w| class.contains(w)) && !class.contains("published")
            })
            || (is_update_label(&around) && !is_publish_label(&around));
        (is_update, value.map_or_else(|| tree.text(idx), Cow::into_owned))
    });
    let lines = behind.into_iter().chain(before).filter(is_line).map(|draft| draft.text().to_owned());
    Beside { lines: lines.collect(), times: times.collect() }
}

/// The line of a revision history that names the first version. Advisories end with one, and often show only
/// the last change above.
pub(crate) fn first_version(drafts: &[Draft]) -> String {
    const LABELS: [&str; 6] = ["初版", "公開", "新規", "initial", "first published", "original"];
    let is_first = |text: &str| {
        // A date begins with a digit, an era or a month.
        let begins = |c: char| c.is_numeric() || c.is_ascii_alphabetic() || matches!(c, '令' | '平');
        let head = head(text, DATELINE_CHARS_MAX);
        if !text.starts_with(begins) || !may_hold_date(head) {
            return false;
        }
        let head = head.to_lowercase();
        let is_labelled = LABELS.iter().any(|label| head.contains(label));
        let date =
            is_labelled.then(|| first_stamp(&head, Lang::Ja)).flatten().filter(|(range, _)| range.start == 0);
        date.is_some_and(|(range, _)| {
            let label = head[range.end..].trim_start_matches(|c: char| !c.is_alphanumeric());
            LABELS.iter().any(|first| label.starts_with(first))
        })
    };
    let line = drafts.iter().rev().find(|draft| draft.kind != BlockKind::Heading && is_first(draft.text()));
    line.map(|draft| draft.text().to_owned()).unwrap_or_default()
}

/// Whether `idx` stands in furniture that lists other pages; `entry-meta` and `byline` are furniture too, but
/// hold the page's date.
pub(crate) fn in_furniture(tree: &Tree<'_>, idx: usize) -> bool {
    const HOLDS_DATE: [&str; 7] = ["meta", "byline", "author", "date", "share", "sns", "social"];
    tree.ancestors(idx).any(|up| {
        let node = &tree.nodes[up];
        let is_list = || {
            let classes = [Key::Class, Key::Id].into_iter().filter_map(|key| tree.attr(up, key));
            let classes = classes.map(|class| class.to_ascii_lowercase());
            !classes.into_iter().any(|class| HOLDS_DATE.iter().any(|word| class.contains(word)))
        };
        matches!(node.tag, Tag::Nav | Tag::Aside | Tag::Footer | Tag::Form)
            || (node.says != Says::Nothing && is_list())
    })
}

/// Whether `idx` stands in a list item or card that holds a link: one of a list of other pages.
fn is_in_linked_item(tree: &Tree<'_>, idx: usize) -> bool {
    let item = tree.ancestors(idx).find(|up| tree.nodes[*up].tag == Tag::Li);
    item.is_some_and(|item| tree.below(item).any(|below| tree.nodes[below].tag == Tag::A))
}
