//! Finds products and makers beside a flaw.
//!
//! Example: `製品「ミナモ・ゲート」の脆弱性` → product ミナモ・ゲート; `a flaw in Acme Gateway` → product Acme Gateway.
//! Misses: unknown products without quotation marks in Japanese.

use std::collections::BTreeSet;
use std::ops::Range;

use hinomi_model::{Fact, Slot, Span, Story, Value};

use crate::lexicon::{Class, How};
use crate::page::Page;
use crate::scan::{Scan, Sentence};
use crate::scope;

crate::gate::pattern!(
    JA,
    r"「([^「」]{2,60})」(?:シリーズ|など|および「[^「」]+」|、「[^「」]+」)*(?:の|に(?:存在する|見つかった|おける|ある)?)(?:[^。、「」]{0,12})?(?:脆弱性|ゼロデイ|欠陥|深刻な)"
);
crate::gate::pattern!(
    JA_BARE,
    r"([A-Za-z][A-Za-z0-9\-]*(?: [A-Za-z0-9][A-Za-z0-9\-]*){0,4})(?:の|に存在する|における|に)(?:[ァ-ヶー一-龠]{0,8})(?:脆弱性|ゼロデイ)"
);
crate::gate::pattern!(
    EN,
    r"(?:flaws?|bugs?|vulnerabilit(?:y|ies)|zero-days?|weakness) (?:\([^)]*\) )?(?:in|affecting|of|impacting)(?: the)?(?: [a-z\-]+){0,5}?(?: its)? ([A-Z][\w\-]*(?: (?:[A-Z0-9][\w\-]*))*)"
);
crate::gate::pattern!(CVE_IN, r"CVE-\d{4}-\d{4,7}\)? in ([A-Z][\w\-]*(?: (?:[A-Z0-9][\w\-]*))*)");

/// Heads of capitalised phrases that no product is called by: "exploited in Real-World Attacks".
const NO_PRODUCT_HEADS: &[&str] =
    &["Attack", "Attacks", "Campaign", "Campaigns", "Catalog", "Exploits", "Incidents", "Wild"];

/// Products of the list that are named as such wherever they stand; platforms and protocols are mostly where it happened.
fn listed_products<'s>(scan: &'s Scan<'_>, span: Span) -> impl Iterator<Item = Span> + 's {
    scan.class_in(span, Class::Product).filter(|t| t.entry.how == How::Plain).map(|t| t.span)
}

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    let mut out = Vec::new();
    if page.story != Story::Vulnerability && !scan.folded.text.contains("CVE-") {
        return out;
    }
    let mut vendors: BTreeSet<String> = BTreeSet::new();
    for sentence in scan.sentences.iter().filter(|s| s.is_readable()) {
        let text = scan.of(sentence.span);
        let start = sentence.span.range().start;
        let mut spans: Vec<Span> = listed_products(scan, sentence.span).collect();
        for name in named(scan, sentence, text) {
            let span = Span::new(start + name.start, start + name.end);
            let is_id = scan.of(span).starts_with("CVE")
                || scan.class_in(span, Class::Vendor).any(|t| t.span == span);
            if !is_id {
                spans.retain(|s| !span.contains(*s));
                if !spans.iter().any(|s| s.overlaps(span)) {
                    spans.push(span);
                }
            }
        }
        // "no evidence of a flaw in X": X is not what is open.
        spans.retain(|span| {
            scan.is_ja()
                || !scope::is_negated(scan, *span)
                || !scan.of(sentence.span).to_lowercase().contains("no evidence")
        });
        spans.retain(|span| {
            !scan.of(*span).split(' ').next_back().is_some_and(|head| NO_PRODUCT_HEADS.contains(&head))
        });
        spans.sort_unstable();
        for span in spans {
            out.push(page.plain(Slot::Product, Value::Name(scan.written(span).to_owned()), span));
        }
        for term in scan.class_in(sentence.span, Class::Vendor) {
            if vendors.insert(scan.of(term.span).to_owned()) {
                out.push(page.plain(
                    Slot::Vendor,
                    Value::Name(scan.written(term.span).to_owned()),
                    term.span,
                ));
            }
        }
    }
    out
}

/// What the words around a flaw name as its product, in the order of the patterns.
fn named(scan: &Scan<'_>, sentence: &Sentence, text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    if scan.is_ja() {
        if sentence.may(&JA) {
            out.extend(JA.quoted(text));
        }
        if sentence.may(&JA_BARE) {
            // The name is all that the match has in ASCII.
            let latin = |found: regex::Match<'_>| found.as_str().find(|c: char| !c.is_ascii());
            out.extend(JA_BARE.find_iter(text).filter_map(|m| Some(m.start()..m.start() + latin(m)?)));
        }
        return out;
    }
    for pattern in [&EN, &CVE_IN].into_iter().filter(|p| sentence.may(p)) {
        out.extend(pattern.captures_iter(text).filter_map(|c| Some(c.get(1)?.range())));
    }
    out
}
