//! Finds what became of the backups: encrypted, deleted, unusable, intact.
//!
//! Example: `バックアップも暗号化され` → backup encrypted; `restored from offline backups` → backup intact.
//! Misses: backups told of by another word ("copies on tape").

use hinomi_model::{Fact, Slot, Span};

use crate::page::Page;

crate::gate::pattern!(
    JA,
    r"バックアップ[^。]{0,20}?(?:(?P<encrypted>暗号化)|(?P<deleted>消去|削除|消され)|(?P<unusable>ウイルスが検出|使えな|復元できな|利用できな|破損|失われ)|(?P<intact>から(?:の)?復元|から(?:の)?復旧|は無事|は影響を受けて|は被害を受けて|に影響はな))"
);
crate::gate::pattern!(
    EN,
    r"(?i)(?P<encrypted>encrypt\w*[^.;]{0,20}backups?|backups?[^.;]{0,30}(?:encrypted|locked))|(?P<deleted>(?:deleted|wiped|erased|destroyed)[^.;]{0,20}backups?|backups?[^.;]{0,30}(?:deleted|wiped|erased|destroyed))|(?P<unusable>backups?[^.;]{0,30}(?:unusable|corrupted|infected|failed|could not be))|(?P<intact>(?:restor\w+|recover\w+)[^.;]{0,30}from (?:\w+ )?backups?|backups?[^.;]{0,20}(?:intact|unaffected|not affected|were safe))"
);

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    let mut out = Vec::new();
    if !page.is_security() {
        return out;
    }
    let pattern = if scan.is_ja() { &JA } else { &EN };
    for sentence in scan.body().filter(|s| s.may(pattern)) {
        let text = scan.of(sentence.span);
        for captures in pattern.captures_iter(text) {
            for word in ["encrypted", "deleted", "unusable", "intact"] {
                if captures.name(word).is_some() {
                    let found = captures.get(0).map_or(0..0, |m| m.range());
                    let start = sentence.span.range().start;
                    out.push(page.word(
                        Slot::Backup,
                        word,
                        Span::new(start + found.start, start + found.end),
                    ));
                }
            }
        }
    }
    out
}
