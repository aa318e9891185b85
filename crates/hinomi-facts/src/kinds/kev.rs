//! Finds that a flaw stands in CISA's catalog of known exploited vulnerabilities.
//!
//! Example: `added it to its Known Exploited Vulnerabilities catalog` → kev yes; `「KEVカタログ」に追加した` → kev yes.
//! Misses: that an entry was taken out again. Source: cisa.gov/known-exploited-vulnerabilities-catalog.

use hinomi_model::{Fact, Slot, Span};

use crate::page::Page;

crate::gate::pattern!(
    KEV,
    r"(?i)(?:悪用が確認された脆弱性(?:の)?カタログ|既知の悪用された脆弱性(?:の)?(?:カタログ|リスト|一覧)?|悪用が確認された脆弱性(?:の)?(?:リスト|一覧))(?:\((?:KEV|Known Exploited Vulnerabilities(?: Catalog)?)\))?|Known Exploited Vulnerabilit(?:ies|y)(?: \(KEV\))?(?: catalog(?:ue)?| list)?|(?-u:\b)KEV ?(?:catalog(?:ue)?|list|カタログ|リスト)"
);

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let text = &page.scan.folded.text;
    if !page.scan.gates.may(&KEV) {
        return Vec::new();
    }
    KEV.find_iter(text)
        .map(|found| page.word(Slot::Kev, "yes", Span::new(found.start(), found.end())))
        .collect()
}
