//! Which blocks of a page are its article, and why the others are not: what `explain --blocks` shows.

use std::fmt;

use hinomi_model::{Block, BlockKind, Capture, Document};
use url::Url;

use crate::construct::construct;
use crate::kind::Sort;
use crate::page::choose;
use crate::rules::Rules;
use crate::source_map::{Bytes, Place};
use crate::tidy::Left;
use crate::tree::Gone;
use crate::{Reading, decode, kind, limits, read_with_source, space};

/// A block of a page, or an element that was left out whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    /// What the block is; `None` for an element that was left out whole.
    pub kind: Option<BlockKind>,
    /// Its text; of a long element, the beginning.
    pub text: String,
    /// Where it was read from.
    pub source: Option<Place>,
    /// Why it is, or is not, part of the article.
    pub why: Why,
}

/// Why a block is, or is not, part of the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It is part of the article.
    Kept,
    /// It is not, for the reason in these words.
    Left(String),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kept => f.write_str("kept"),
            Self::Left(why) => write!(f, "left out: {why}"),
        }
    }
}

/// The blocks of a captured page, in page order, each with why it is part of the article or not.
///
/// The same steps as [`crate::read_by`] takes, so what is kept here is the article's body; where the text that a
/// page states in JSON-LD or a feed's text takes the page's place, that is not shown. Of what is no mark-up (plain text, Markdown, PDF) every block is kept.
pub fn weigh(page: &Capture, rules: &Rules) -> Vec<Weighed> {
    if kind::sort(&page.body, page.header("content-type")) != Sort::Html {
        return kept(page, rules);
    }
    let body = page.body.get(..limits::BODY_BYTES_MAX).unwrap_or(&page.body);
    let decoded = decode(body, page.header("content-type"));
    let bytes = Bytes::of_body(body, &decoded);
    let html = space::head(&decoded.text, limits::PAGE_BYTES_MAX);
    let mut tree = construct(html, false).tree;
    let url = Url::parse(&page.final_url).ok();
    let rule = url.as_ref().and_then(|url| rules.of(url));
    let chosen = choose(&mut tree, url.as_ref(), "", rule);
    let source = |from: u32, to: u32| bytes.place(from, to);
    let mut out: Vec<(usize, Weighed)> = Vec::new();
    for (draft, left) in chosen.drafts.into_iter().zip(chosen.left) {
        let why = left.map_or(Why::Kept, |left| Why::Left(words(left).to_owned()));
        let (at, kind, traced) = (draft.texts.0, Some(draft.kind), draft.into_traced());
        let source = traced.origin(0..traced.text.len()).map(|(from, to)| source(from, to));
        out.push((at, Weighed { kind, text: traced.text, source, why }));
    }
    let mut idx = 0;
    while idx < tree.nodes.len() {
        let Some(why) = tree.gone[idx] else {
            idx += 1;
            continue;
        };
        let node = tree.nodes[idx];
        let text = tree.text(idx);
        if !text.is_empty() {
            let to = tree.nodes[node.end() - 1].to;
            let why = Why::Left(format!("<{}> {}", node.tag.name(), gone_words(why)));
            out.push((idx, Weighed { kind: None, text, source: Some(source(node.from, to)), why }));
        }
        idx = node.end();
    }
    out.sort_by_key(|(at, _)| *at);
    out.into_iter().map(|(_, weighed)| weighed).collect()
}

/// The blocks of a body that is no mark-up.
fn kept(page: &Capture, rules: &Rules) -> Vec<Weighed> {
    let document = Document {
        url: &page.url,
        page: Some(page),
        entry: None,
        source: &page.source,
        fetched_at: page.fetched_at,
    };
    let Reading { article, source_map, .. } = read_with_source(&document, rules).value;
    let weighed = |block: &Block| Weighed {
        kind: Some(block.kind),
        text: article.slice(block.span).to_owned(),
        source: source_map.place(block.span),
        why: Why::Kept,
    };
    article.blocks.iter().map(weighed).collect()
}

fn words(left: Left) -> &'static str {
    match left {
        Left::Outside => "outside the element that holds the article",
        Left::Section => "under a heading of other matters",
        Left::TitleAgain => "says the title again",
        Left::Words => "words of the site's furniture",
        Left::Link => "a link that stands alone",
        Left::Caption => "caption of a picture",
        Left::Dateline => "says when the page was published or changed",
        Left::Edge => "date or byline beside the text",
        Left::LastHeading => "a heading with nothing under it",
        Left::Score => "weighed with its neighbours, more like furniture than like text",
    }
}

fn gone_words(why: Gone) -> &'static str {
    match why {
        Gone::Element => "is a menu, form, sidebar or the like",
        Gone::Hidden => "is hidden, or has the role of furniture",
        Gone::Class => "is furniture by its class or id",
        Gone::Section => "stands under a heading of other matters",
        Gone::Before => "stands before the headline",
        Gone::Teaser => "is one of a list of teasers",
        Gone::Rule => "is dropped by the rule for this site",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hinomi_model::Outcome;

    #[test]
    fn every_block_says_why() {
        let html = "<nav>Menu</nav><h1>題名である</h1><p>2031年1月2日</p><p>架空商事は、社内のサーバーへの不正アクセスを確認したと発表した。復旧の見通しは立っていないと説明している。</p>
            <div class=share>Tweet</div><h2>関連記事</h2><ul><li><a href=/1>別の話</a></ul>";
        let at = "2032-01-01T00:00:00Z".parse().unwrap();
        let outcome = Outcome::Answered { status: 200 };
        let page = Capture::new(
            "https://a.example/",
            "https://a.example/",
            "",
            at,
            outcome,
            Vec::new(),
            html.into(),
        );
        let told: Vec<String> = weigh(&page, &Rules::default())
            .iter()
            .map(|one| format!("{} | {}", space::head(&one.text, 15), one.why))
            .collect();
        assert_eq!(
            told,
            [
                "Menu | left out: <nav> is a menu, form, sidebar or the like",
                "題名である | left out: says the title again",
                "2031年1月2日 | left out: date or byline beside the text",
                "架空商事は | kept",
                "Tweet | left out: <div> is furniture by its class or id",
                "関連記事 | left out: <h2> stands under a heading of other matters",
                "別の話 | left out: <ul> stands under a heading of other matters",
            ]
        );
        assert!(
            weigh(&page, &Rules::default())
                .iter()
                .all(|one| matches!(&one.source, Some(Place::Bytes(range)) if html[range.clone()].contains(space::head(&one.text, 9))))
        );
    }
}
