//! Finds whether a flaw can be mended: available, none, planned.
//!
//! Example: `修正プログラムを公開した` → patch available; `There is no patch yet` → patch none.
//! Misses: workarounds.

use hinomi_model::{Fact, Slot, Span, Story};

use crate::page::Page;

crate::gate::pattern!(
    JA,
    r"(?P<none>(?:修正プログラム|パッチ|修正版|更新プログラム|アップデート)(?:は|が)[^。、]{0,10}(?:提供されていな|公開されていな|存在しな|未提供|ない)|未修正)|(?P<planned>(?:修正プログラム|パッチ|修正版|更新プログラム|アップデート)[^。、]{0,16}(?:予定|準備|開発中))|(?P<available>(?:修正プログラム|パッチ|修正版|更新プログラム|セキュリティ更新|セキュリティアップデート|アップデート|ホットフィックス|最新版|対策版)[^。]{0,40}?(?:公開|提供|リリース|配布|配信)(?:し|され|を)[^。、]{0,4}|[^。、]{0,14}(?:で|にて|以降で|などで)修正(?:されて|した|済み|され)[^。、]{0,4})"
);
crate::gate::pattern!(
    EN,
    r"(?i)(?P<none>no (?:patch|fix|update)(?: is| was)?(?: available)?(?: yet)?|had no patch|unpatched|without a (?:patch|fix)|patch is not yet available)|(?P<planned>(?:patch|fix|update) (?:is |are )?(?:expected|planned|due|scheduled|coming))|(?P<available>(?:released?|issued|published|shipped|pushed)[^.;]{0,24}(?:hotfix(?:es)?|patch(?:es)?|fix(?:es)?|updates?)|contains? the fix|(?:is|are|was|were|has been) (?:fixed|patched|addressed) in[^.;,]{0,30}|fix(?:es)? the (?:problem|flaw|bug|issue))"
);

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    let mut out = Vec::new();
    if page.story != Story::Vulnerability {
        return out;
    }
    let pattern = if scan.is_ja() { &JA } else { &EN };
    for sentence in scan.body().filter(|s| s.may(pattern)) {
        for (word, found) in pattern.named(scan.of(sentence.span)) {
            let start = sentence.span.range().start;
            out.push(page.word(Slot::Patch, word, Span::new(start + found.start(), start + found.end())));
        }
    }
    out
}
