//! Who signs a page: byline, publisher, and the names under which the site signs its titles.

use url::Url;

use crate::json_ld::Stated;
use crate::space::collapse;
use crate::tag::{Key, Tag};
use crate::title::plain;
use crate::tree::Tree;

/// Longest byline or publisher kept, in characters; what is longer is no name.
const NAME_CHARS_MAX: usize = 120;

/// Whether a text can be the name of a person or an organisation.
pub(crate) fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= NAME_CHARS_MAX && !text.contains("://")
}

/// Names under which the site may sign its titles: publisher, host, and the host's telling labels.
pub(crate) fn site_names(publisher: &str, site: &str, url: Option<&Url>) -> Vec<String> {
    let host = url.and_then(Url::host_str).unwrap_or_default().trim_start_matches("www.");
    let mut names = vec![publisher.to_owned(), site.to_owned(), host.to_owned()];
    names.extend(host.split('.').filter(|label| label.len() > 3).map(str::to_owned));
    names.retain(|name| !plain(name).is_empty());
    names
}

/// Forms of Japanese organisations. Source: National Tax Agency, kinds of corporations in the Corporate Number
/// register (国税庁 法人番号公表サイト), 2025.
const FORMS: [&str; 14] = [
    "株式会社",
    "有限会社",
    "合同会社",
    "合資会社",
    "独立行政法人",
    "一般社団法人",
    "公益社団法人",
    "一般財団法人",
    "公益財団法人",
    "国立大学法人",
    "学校法人",
    "医療法人",
    "社会福祉法人",
    "協同組合",
];

/// Who signs a notice: the word beside the headline that has the form of an organisation's name.
pub(crate) fn sender(lines: &[String]) -> String {
    let words = lines.iter().flat_map(|line| line.split_whitespace());
    let mut named =
        words.filter(|word| FORMS.iter().any(|form| word.contains(form) && word.len() > form.len()));
    named.find(|word| is_name(word) && !word.contains(['。', '、', '（'])).unwrap_or_default().to_owned()
}

/// Longest name beside a headline, in characters; what is longer is a profile.
const BYLINE_CHARS_MAX: usize = 60;

/// Whether a class ends in a word for a writer: `entry-author`, `p-byline`.
fn is_byline_class(class: &str) -> bool {
    let last = class.rsplit(['-', '_']).next().unwrap_or_default();
    ["byline", "author", "writer", "reporter", "authors"].iter().any(|word| last.eq_ignore_ascii_case(word))
}

/// What stands before a name in a byline.
const LEADS: [&str; 10] =
    ["by ", "written by ", "by: ", "author: ", "記者　", "記者：", "文：", "文＝", "著者：", "執筆："];

/// The author, as JSON-LD states it, else as `meta` does, else as marked in the page; empty when none.
pub(crate) fn byline(tree: &Tree<'_>, stated: &Stated, meta: &str) -> String {
    let clean = |name: String| {
        let name = collapse(&name);
        let lower = name.to_ascii_lowercase();
        let cut = LEADS.iter().find(|lead| lower.starts_with(**lead)).map_or(0, |lead| lead.len());
        name.get(cut..).unwrap_or_default().trim().to_owned()
    };
    let said = [stated.byline.clone(), meta.to_owned()].into_iter().map(clean).find(|name| is_name(name));
    said.unwrap_or_else(|| Some(clean(marked_byline(tree))).filter(|name| is_name(name)).unwrap_or_default())
}

/// The text of the first element that is marked as the author's name; empty when none is.
fn marked_byline(tree: &Tree<'_>) -> String {
    let marked = (0..tree.nodes.len()).filter(|idx| tree.nodes[*idx].n_attrs > 0).find_map(|idx| {
        let is_author = tree.attrs_of(idx).iter().any(|attr| match attr.key {
            Key::Rel | Key::Itemprop => tree.raw_value(attr) == "author",
            Key::Class => tree.raw_value(attr).split_ascii_whitespace().any(is_byline_class),
            _ => false,
        });
        (is_author && tree.tag(idx) != Tag::Meta && !tree.is_in(idx, &[Tag::Nav, Tag::Aside, Tag::Footer]))
            .then(|| tree.text(idx))
            .filter(|name| name.chars().count() <= BYLINE_CHARS_MAX)
    });
    marked.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::construct::tree;

    #[test]
    fn bylines_are_names() {
        for (html, expected) in [
            ("<a rel=author>Pat Doe</a>", "Pat Doe"),
            ("<p class='entry-byline'>By Pat Doe</p>", "Pat Doe"),
            ("<span class=p-author>記者　仮野名前</span>", "仮野名前"),
            (
                "<div class=post-author>Pat Doe has written about widgets and gadgets for more than ten years.</div>",
                "",
            ),
            ("<footer><a rel=author>Pat Doe</a></footer>", ""),
        ] {
            assert_eq!(byline(&tree(html), &Stated::default(), ""), expected, "{html}");
        }
    }

    #[test]
    fn senders_have_the_form_of_an_organisation() {
        let check = |line: &str, expected: &str| assert_eq!(sender(&[line.to_owned()]), expected);
        check("架空商事株式会社 代表取締役社長　見本　太郎", "架空商事株式会社");
        check("2031年1月1日　学校法人見本学園", "学校法人見本学園");
        check("株式会社", "");
        check("関連会社の株式会社見本は、障害を公表した。", "");
    }
}
