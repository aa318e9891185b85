//! Finds whether what was taken has been misused: confirmed, not_confirmed.
//!
//! Example: `悪用は確認されていない` → misuse not_confirmed; `名簿業者に売却していた` → misuse confirmed.
//! Misses: misuse told as a new crime without a word for misuse.

use hinomi_model::{Fact, Slot, Span, Story};

use crate::page::Page;

crate::gate::pattern!(
    JA,
    r"(?P<no>(?:(?:情報|データ|番号|カード)(?:が|の|を|は)[^。、]{0,10})?(?:悪用|不正利用|不正使用|二次被害|不審な連絡)[^。]{0,24}?(?:確認されて(?:い|お)(?:ない|ら|りま)|確認していな|報告は?(?:受けて(?:い|お)(?:ない|りま)|ない|ありません)|事実は(?:確認|ない)|形跡は?(?:ない|確認)|認識は?(?:ない|して)|認められ|受けて(?:い|お)(?:ない|りま)|ない))|(?P<yes>名簿業者[^。、]{0,10}(?:に|へ)[^。、]{0,10}(?:渡し|売)[^。、]{0,8}|(?:情報|データ|番号|カード)(?:が|を)[^。、]{0,10}(?:悪用され|不正利用され)[^。、]{0,4}|(?:口座|アカウント)(?:が|の)乗っ取(?:られ|り)[^。]{0,24}(?:勝手に売買|不正な取引|不正取引|不正送金|不正出金|取引|株[^。]{0,8}売買)[^。、]{0,8}|迷惑メール[^。、]{0,8}(?:が|を)送(?:られ|信)[^。、]{0,4}|勧誘の電話[^。]{0,16}相次い)"
);
crate::gate::pattern!(
    EN,
    r"(?i)(?P<no>(?:not aware of|no evidence of|no sign of|no indication of|no reports? of|has not seen|seen no|not seen)[^.;]{0,24}(?:misuse|fraud|abuse|suspicious activity|identity theft|misused)[^.;]{0,20})|(?P<yes>sold (?:it|them|the data|the records|the information)? ?to [a-z ]{3,30}|(?:data|information|records|credentials) (?:has|have|had|was|were) (?:been )?(?:misused|used fraudulently|abused)|fraudulent (?:trades|transactions|transfers|purchases)[^.;]{0,50}(?:hijacked|stolen|compromised)[^.;]{0,30})"
);

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    let mut out = Vec::new();
    if !matches!(page.story, Story::Incident | Story::Enforcement) {
        return out;
    }
    let pattern = if scan.is_ja() { &JA } else { &EN };
    for sentence in scan.body().filter(|s| s.may(pattern)) {
        let text = scan.of(sentence.span);
        for (word, found) in pattern.named(text) {
            let start = sentence.span.range().start;
            let span = Span::new(start + found.start(), start + found.end());
            // 情報が悪用された被害は確認されていない: the denial may stand further on.
            let is_denied = word == "no" || crate::scope::is_denied(scan, span);
            out.push(page.word(Slot::Misuse, if is_denied { "not_confirmed" } else { "confirmed" }, span));
        }
    }
    out
}
