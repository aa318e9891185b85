//! Finds CVSS base scores and vectors.
//!
//! Example: `CVSSv3.1のベーススコアは「9.8」` → cvss 9.8; `CVSS score of 10.0` → cvss 10.0.
//! Misses: a severity without a number. Source: CVSS v3.1 and v4.0, first.org.

use hinomi_model::{Fact, Slot, Span, Value};

use crate::page::Page;

crate::gate::pattern!(
    SCORE,
    r"(?i)CVSS(?:[ :]?v?\s?[234](?:\.[01])?)?(?:基本値|スコア|ベーススコア|値|の|base|score|severity|rating|scores|scored|of|is|at|ば|は|が|で|rated|a|,|、|:|：|=|「|\(|\s|/|with|評価)*(?P<score>(?:10(?:\.0)?|\d\.\d))(?-u:\b)|(?:ベーススコア|基本値|スコア)(?:は|が|で|の|:|「|\s)*(?P<score2>(?:10(?:\.0)?|\d\.\d))(?-u:\b)|(?P<vector>CVSS:[34]\.\d/[A-Z:/]+|AV:[NAL]/AC:[HML]/Au:[NSM]/C:[NPC]/I:[NPC]/A:[NPC])"
);

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    let mut out = Vec::new();
    let text = &scan.folded.text;
    if !scan.gates.may(&SCORE) {
        return out;
    }
    if !text.contains("CVSS") && !text.contains("スコア") && !text.contains("基本値") && !text.contains("/Au:") {
        return out;
    }
    for captures in SCORE.captures_iter(text) {
        let found = ["score", "score2", "vector"].iter().find_map(|g| captures.name(g));
        if let Some(found) = found {
            let whole = captures.get(0).map_or(found.range(), |m| m.range());
            out.push(page.plain(
                Slot::Cvss,
                Value::Id(found.as_str().to_owned()),
                Span::new(whole.start, found.end()),
            ));
        }
    }
    out
}
