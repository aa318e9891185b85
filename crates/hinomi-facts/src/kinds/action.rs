//! Finds what authorities did: arrest, charge, sentence, seizure, takedown, sanction, order, guidance.
//!
//! Example: `県警は男を逮捕した` → action arrest; `was charged with conspiracy` → action charge.
//! Misses: what is only planned is told like what is done.

use hinomi_model::{Fact, Slot, Span};

use crate::page::Page;

crate::gate::pattern!(
    JA,
    r"(?P<arrest>(?:再)?逮捕(?:し|され|した)[^。、]{0,2})|(?P<charge>(?:追)?起訴(?:し|され)[^。、]{0,2}|書類送検[^。、]{0,3}|送検した)|(?P<sentence>(?:禁錮|懲役|拘禁刑)[\d一二三四五六七八九十]+年|有罪判決|実刑判決)|(?P<seizure>(?:押収|差し押さえ)(?:し|た|られ)[^。、]{0,2})|(?P<takedown>(?:テイクダウン|閉鎖|摘発)(?:し|され)[^。、]{0,2})|(?P<sanction>制裁(?:を科|対象|リスト)[^。、]{0,6}|制裁金)|(?P<order>(?:業務改善命令|是正命令|措置命令|停止命令)[^。、]{0,6})|(?P<guidance>(?:行政)?指導(?:を|した|し、)[^。、]{0,4}|勧告(?:を|した)[^。、]{0,3})"
);
crate::gate::pattern!(
    EN,
    r"(?i)(?P<arrest>arrest(?:ed|s)[^.;,]{0,30}|(?:was|were) arrested[^.;,]{0,20}|detained)|(?P<charge>(?:was|were|been) charged[^.;,]{0,20}|charges? (?:against|with)|indict(?:ed|ment)|(?:will |to )?plead(?:s|ed)? guilty|unsealed)|(?P<sentence>sentenced[^.;,]{0,30}|years in prison for)|(?P<seizure>seized[^.;,]{0,40}|seizure notice|seizure of)|(?P<takedown>took down|taken down by|takedown|dismantled|disrupted the)|(?P<sanction>sanctioned|imposed sanctions|sanctions (?:on|against)|fined)|(?P<order>ordered (?:the )?[^.;,]{0,30})|(?P<guidance>issued guidance[^.;,]{0,20})"
);

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    let mut out = Vec::new();
    if !page.is_security() {
        return out;
    }
    let pattern = if scan.is_ja() { &JA } else { &EN };
    for sentence in scan.body().filter(|s| s.may(pattern)) {
        for (word, found) in pattern.named(scan.of(sentence.span)) {
            let start = sentence.span.range().start;
            out.push(page.word(Slot::Action, word, Span::new(start + found.start(), start + found.end())));
        }
    }
    out
}
