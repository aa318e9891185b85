//! Lists that hold another number of items than they are announced with.
//!
//! Why it matters: something was lost or made up. Example: `以下の3点` before a list of four. Misses: lists in running text.

use hinomi_model::Span;

use crate::check::digest::Kind;
use crate::check::{Finding, Needs, Rule, Said, Scene, Severity, pattern};

/// The rule.
pub const RULE: Rule = Rule {
    id: "list-count",
    about: Said::new("予告した数と違う箇条書き", "lists with another number of items than announced"),
    severity: Severity::Error,
    needs: Needs::Nothing,
    run,
};

pattern!(
    JAPANESE,
    r"(?:以下|次|下記)の\s?(\d{1,2}|[一二三四五六七八九十])\s?(?:点|つ|件|項目|種類|種|個|段階|要素|対策|社|分野|カテゴリ|ポイント)"
);
pattern!(
    ENGLISH,
    r"(?i)\b(?:the\s+)?(?:following|these)\s+(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\s+[a-z-]+|\b(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\s+(?:[a-z-]+\s){1,3}?(?:are|were|stand out|follow|include)?\s*(?:as follows|below)?:\s*$"
);

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let blocks = &scene.digest.blocks;
    for (idx, block) in blocks.iter().enumerate() {
        let found = match JAPANESE.captures_iter(&block.text).last() {
            Some(c) => Some(c),
            None => ENGLISH.captures_iter(&block.text).last(),
        };
        let Some(c) = found else { continue };
        let (Some(whole), Some(number)) = (c.get(0), c.get(1).or(c.get(2))) else { continue };
        let Some(announced) = number_of(number.as_str()) else { continue };
        // The list must follow at once, and the words that announce it end the paragraph.
        if block.text[whole.end()..].chars().count() > ENDING_CHARS_MAX {
            continue;
        }
        let is_list = |b: &&crate::check::digest::Block| b.kind == Kind::ListItem;
        let Some(first) = blocks.get(idx + 1).filter(is_list) else { continue };
        let items = blocks[idx + 1..].iter().take_while(is_list);
        let n = items.filter(|b| b.depth == first.depth).count();
        if n == announced || (n < 2 && announced > 9) || block.kind == Kind::ListItem {
            continue;
        }
        let span = Span::from(whole.range());
        out.push(scene.found(
            &RULE,
            idx,
            span,
            Said::made(
                format!("{announced} と予告した箇条書きに {n} 項目ある"),
                format!("{announced} items are announced, and the list holds {n}"),
            ),
            Said::new("数か箇条書きを直す", "mend the number or the list"),
        ));
    }
}

/// Characters that may follow the announcement in its paragraph: "…の3点です。", "… three:".
const ENDING_CHARS_MAX: usize = 24;

fn number_of(word: &str) -> Option<usize> {
    let kanji = "一二三四五六七八九十";
    let english = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    word.parse()
        .ok()
        .or_else(|| kanji.chars().position(|c| word.starts_with(c)).map(|at| at + 1))
        .or_else(|| english.iter().position(|w| w.eq_ignore_ascii_case(word)).map(|at| at + 1))
}
