//! Takes furniture out of a tree: menus, sidebars, related links, adverts, share bars, cookie notices, forms.
//!
//! Elements go by what they are (`<nav>`, `<aside>`), by role, by being hidden, by the words of their class and
//! id, and by the heading that they stand under. Nothing goes that holds the headline or most of the page's
//! text: class names are written for looks, and `<body class="has-sidebar">` is no sidebar.

use crate::furniture::{Says, is_furniture_heading};
use crate::scan::place;
use crate::tag::{Key, Tag};
use crate::tree::{Gone, Tree};

/// Share of a page's text, in percent, that no element may hold and be taken for furniture by its class.
const KEPT_PERCENT_MIN: usize = 40;

/// The same where the name is sure: long discussions outweigh short articles.
const KEPT_SURE_PERCENT_MIN: usize = 90;

/// Marks furniture in `tree` as gone. `headline` is the index of the headline's element, if it was found.
pub(crate) fn clean(tree: &mut Tree<'_>, headline: Option<usize>) {
    let prose = prose_sums(tree);
    let total = prose.last().copied().unwrap_or(0) as usize;
    let holds = |tree: &Tree<'_>, idx: usize| (prose[tree.nodes[idx].end()] - prose[idx]) as usize;
    let mut idx = 0;
    while idx < tree.nodes.len() {
        let node = &tree.nodes[idx];
        let end = node.end();
        let holds_headline = headline.is_some_and(|at| idx <= at && at < end);
        let percent = |max: usize| holds(tree, idx) * 100 > total * max;
        let goes = match verdict(tree, idx) {
            _ if holds_headline => None,
            Verdict::Never => None,
            Verdict::Always(why) => Some(why),
            Verdict::UnlessMost(why) => (!percent(KEPT_PERCENT_MIN)).then_some(why),
            Verdict::UnlessAll(why) => (!percent(KEPT_SURE_PERCENT_MIN)).then_some(why),
        };
        if let Some(why) = goes {
            tree.remove(idx, why);
            idx = end;
        } else {
            idx += 1;
        }
    }
    clean_sections(tree, headline, &prose, total);
    clean_before(tree, headline, &prose, total);
    clean_teasers(tree, headline);
}

enum Verdict {
    Never,
    UnlessMost(Gone),
    UnlessAll(Gone),
    Always(Gone),
}

fn verdict(tree: &Tree<'_>, idx: usize) -> Verdict {
    use Tag::*;
    use Verdict::{Always, Never, UnlessAll, UnlessMost};
    let node = &tree.nodes[idx];
    let is_hidden = node.tag != Text && node.is_flagged;
    match node.tag {
        Span if is_card(tree, idx) => return Always(Gone::Element),
        Text | Html | Body | Head | Main | A | B | I | Em | Strong | Span | H1 | H2 | H3 | H4 | H5 | H6 => {
            return if is_hidden { UnlessMost(Gone::Hidden) } else { Never };
        }
        Script | Style | Noscript | Template | Iframe | Svg | Select | Button | Textarea | Dialog => {
            return Always(Gone::Element);
        }
        Nav | Aside | Footer | Form | Menu | Search => return UnlessMost(Gone::Element),
        // A page's own header, not an article's, which holds lead and date.
        Header if !tree.is_in(idx, &[Article, Main]) => return UnlessMost(Gone::Element),
        Article if !is_hidden => return Never,
        _ => {}
    }
    let role = tree.attr(idx, Key::Role).unwrap_or_default();
    let is_role =
        ["navigation", "complementary", "banner", "contentinfo", "search", "dialog"].contains(&role.as_ref());
    match node.says {
        _ if is_role || is_hidden => UnlessMost(Gone::Hidden),
        Says::Nothing => Never,
        _ if node.is_body => Never,
        Says::Furniture => UnlessMost(Gone::Class),
        Says::Surely => UnlessAll(Gone::Class),
    }
}

/// Whether a span within a paragraph is a card that shows itself when something is pointed at: a picture, and behind it
/// two or more links and nothing else.
fn is_card(tree: &Tree<'_>, idx: usize) -> bool {
    let below = tree.below(idx);
    if below.len() > CARD_NODES_MAX {
        return false;
    }
    let (mut has_picture, mut n_links) = (false, 0);
    for at in below {
        match tree.tag(at) {
            Tag::Img => has_picture = true,
            Tag::A => n_links += 1,
            Tag::Text if tree.n_chars(at) > 0 && !(has_picture && tree.nodes[at].in_link) => return false,
            _ => {}
        }
    }
    has_picture && n_links >= CARD_LINKS_MIN && tree.is_in(idx, &[Tag::P])
}

/// Most nodes of such a card, and the fewest links.
const CARD_NODES_MAX: usize = 64;
const CARD_LINKS_MIN: usize = 2;

/// Removes headings such as 関連記事 with what they stand over: everything up to the next heading of the same
/// or a higher rank among their siblings, or their whole parent if it holds little else.
fn clean_sections(tree: &mut Tree<'_>, headline: Option<usize>, prose: &[u32], total: usize) {
    for at in 0..tree.headings.len() {
        let idx = tree.headings[at] as usize;
        let rank = tree.tag(idx).rank();
        if headline == Some(idx) || tree.is_gone(idx) || !is_furniture_heading(&tree.text(idx)) {
            continue;
        }
        let parent = tree.nodes[idx].parent();
        let mut at = idx;
        while at < tree.nodes[parent].end() {
            let node = &tree.nodes[at];
            let holds_headline = headline.is_some_and(|up| at <= up && up < node.end());
            let is_next = at != idx && (1..=rank).contains(&node.tag.rank());
            let holds_most = (prose[node.end()] - prose[at]) as usize * 100 > total * KEPT_PERCENT_MIN;
            if is_next || holds_headline || holds_most {
                break;
            }
            let end = node.end();
            tree.remove(at, Gone::Section);
            at = end;
        }
    }
}

/// Removes what stands before the headline, if most of the prose stands behind it.
fn clean_before(tree: &mut Tree<'_>, headline: Option<usize>, prose: &[u32], total: usize) {
    let Some(headline) = headline.filter(|at| prose[*at] as usize * 2 < total) else { return };
    let mut idx = 0;
    while idx < headline {
        let end = tree.nodes[idx].end();
        if end <= headline {
            tree.remove(idx, Gone::Before);
            idx = end;
        } else {
            idx += 1;
        }
    }
}

/// Fewest elements of a kind that make a list of teasers.
const TEASERS_MIN: usize = 3;

/// Longest text of a teaser beside its linked heading, in characters.
const TEASER_CHARS_MAX: usize = 400;

/// Removes lists of teasers: three or more elements beside each other that are alike in name and class, and each
/// hold a heading that is a link to another page, and little else.
fn clean_teasers(tree: &mut Tree<'_>, headline: Option<usize>) {
    let mut teasers: Vec<(usize, usize)> = Vec::new();
    for idx in tree.headings() {
        if headline != Some(idx) && is_linked(tree, idx) {
            // The heading's nearest ancestor that has others like it beside it.
            let card = tree.ancestors(idx).take(TEASER_DEPTH_MAX).find(|up| has_likes(tree, *up));
            teasers.extend(card.map(|card| (tree.nodes[card].parent(), card)));
        }
    }
    teasers.sort_unstable();
    teasers.dedup();
    for group in teasers.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() >= TEASERS_MIN) {
        for (_, card) in group {
            let end = tree.nodes[*card].end();
            let holds_headline = headline.is_some_and(|at| (*card..end).contains(&at));
            if !holds_headline && tree.text(*card).chars().count() <= TEASER_CHARS_MAX {
                tree.remove(*card, Gone::Teaser);
            }
        }
    }
}

/// How far above its heading a teaser's own element stands at most.
const TEASER_DEPTH_MAX: usize = 5;

/// Whether a heading holds, or stands in, a link to another page.
fn is_linked(tree: &Tree<'_>, heading: usize) -> bool {
    let leads_away = |idx: usize| {
        let node = &tree.nodes[idx];
        node.tag == Tag::A && tree.attr(idx, Key::Href).is_some_and(|href| !href.starts_with('#'))
    };
    tree.below(heading).any(leads_away) || tree.ancestors(heading).take(3).any(leads_away)
}

/// Whether an element has a sibling of the same name and class next to it, text apart.
fn has_likes(tree: &Tree<'_>, idx: usize) -> bool {
    let node = &tree.nodes[idx];
    if !matches!(node.tag, Tag::Li | Tag::Div | Tag::Article | Tag::Section | Tag::Td | Tag::A | Tag::Figure)
    {
        return false;
    }
    let class = tree.attr(idx, Key::Class);
    let is_like = |other: &usize| {
        tree.tag(*other) == node.tag
            && is_same_class(class.as_deref(), tree.attr(*other, Key::Class).as_deref())
    };
    let parent = node.parent();
    let is_between = |at: usize| tree.is_gone(at) || matches!(tree.tag(at), Tag::Text | Tag::Hr | Tag::Br);
    let mut next = node.end();
    for _ in 0..BETWEEN_MAX {
        if next < tree.nodes[parent].end() && is_between(next) {
            next = tree.nodes[next].end();
        }
    }
    if next < tree.nodes[parent].end() && is_like(&next) {
        return true;
    }
    // The one before: up from the node just before to the child of the same parent.
    let mut before = idx;
    for _ in 0..BETWEEN_MAX {
        if before <= parent + 1 {
            break;
        }
        before -= 1;
        while tree.nodes[before].parent() != parent && before > parent {
            before = tree.nodes[before].parent();
        }
        if !is_between(before) {
            return before > parent && is_like(&before);
        }
    }
    false
}

/// How many texts and removed elements may stand between two teasers.
const BETWEEN_MAX: usize = 16;

/// Whether two classes are the same but for numbers: `card post-12`, `card post-13`.
fn is_same_class(a: Option<&str>, b: Option<&str>) -> bool {
    fn bare(class: Option<&str>) -> impl Iterator<Item = u8> + '_ {
        class.unwrap_or_default().bytes().filter(|b| !b.is_ascii_digit())
    }
    a == b || bare(a).eq(bare(b))
}

/// Characters of prose before each node: sums over text in paragraphs, cells and the like that is not in links.
fn prose_sums(tree: &Tree<'_>) -> Vec<u32> {
    let mut sums = Vec::with_capacity(tree.nodes.len() + 1);
    let (mut sum, mut skip_end) = (0, 0);
    for (idx, node) in tree.nodes.iter().enumerate() {
        sums.push(place(sum));
        if matches!(
            node.tag,
            Tag::A
                | Tag::Script
                | Tag::Style
                | Tag::Noscript
                | Tag::Template
                | Tag::Select
                | Tag::Title
                | Tag::Svg
        ) {
            skip_end = skip_end.max(node.end());
        }
        if idx >= skip_end {
            sum += tree.n_chars(idx);
        }
    }
    sums.push(place(sum));
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::blocks;
    use crate::construct::tree;

    fn check(body: &str, expected: &str) {
        let html = format!("<body>{body}<p>{}</p></body>", "本文。".repeat(20));
        let mut tree = tree(&html);
        let headline = tree.nodes.iter().position(|node| node.tag == Tag::H1);
        clean(&mut tree, headline);
        let drafts = blocks(&tree);
        let texts: Vec<&str> = drafts.iter().map(|draft| draft.text()).collect();
        assert_eq!(texts[..texts.len() - 1].join("|"), expected, "{body}");
    }

    #[test]
    fn furniture_goes_and_text_stays() {
        check("<nav><a>x</a></nav><h1>題</h1><aside>y</aside>", "題");
        check("<header><nav>x</nav><h1>題</h1></header>", "題");
        check("<div class='l-related'>x</div><p>a</p><div aria-hidden=true>y</div>", "a");
        check("<div style='display: none'>x</div><p style='color:red'>a</p>", "a");
        check("<p>a</p><h3>関連記事</h3><ul><li>x</ul><h3>経緯</h3>", "a|経緯");
        check(
            "<p>a <span><a href=1>b</a><span><img><a href=1>b</a><a href=2>c</a></span></span> d</p>",
            "a b d",
        );
        check("<form>x</form><footer>y</footer><p>a</p>", "a");
    }

    #[test]
    fn what_holds_most_of_the_text_stays() {
        let html = format!("<body><div class=sidebar><p>{}</p></div></body>", "本文。".repeat(9));
        let mut tree = tree(&html);
        clean(&mut tree, None);
        assert_eq!(blocks(&tree).len(), 1);
    }
}
