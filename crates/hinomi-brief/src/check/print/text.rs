//! For people: as compilers do.
//!
//! ```text
//! digest.md:12:34: error[empty-citation]: 引用記号「,,」に中身がない
//!    12 | …公開プロフィールデータが窃取された,,。
//!       |                                   ^^
//!       = 出典の番号かリンクを入れるか、記号を消す
//! ```

use hinomi_model::Lang;
use hinomi_model::warned::clean;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::place::Lines;
use crate::check::{Digest, Report};

/// Columns of the line that are shown before the words and after their start.
const BEFORE_COLUMNS: usize = 36;
const AFTER_COLUMNS: usize = 60;

pub(super) fn print(digest: &Digest, report: &Report, file: &str, lang: Lang) -> String {
    let is_ja = lang == Lang::Ja;
    let lines = Lines::of(&digest.source);
    let mut out = String::new();
    for finding in &report.findings {
        let place = lines.place(finding.span.range().start);
        out.push_str(&format!(
            "{file}:{}:{}: {}[{}]: {}\n",
            place.line,
            place.column,
            finding.severity.word(),
            finding.rule,
            clean(finding.message.in_lang(lang)),
        ));
        let (line, at, words) = lines.line_of(finding.span);
        let before = last_columns(&line[..at], BEFORE_COLUMNS);
        let after = first_columns(&line[at..], AFTER_COLUMNS);
        let shown = first_columns(words, AFTER_COLUMNS);
        let number = format!("{:5}", place.line);
        let open = if before.len() < at { "…" } else { "" };
        let close = if after.len() < line.len() - at { "…" } else { "" };
        let margin = " ".repeat(open.width() + width(before));
        let carets = "^".repeat(width(shown).max(1));
        out.push_str(&format!("{number} | {open}{}{}{close}\n", shown_plain(before), shown_plain(after)));
        out.push_str(&format!("      | {margin}{carets}\n"));
        out.push_str(&format!("      = {}\n", clean(finding.hint.in_lang(lang))));
    }
    let n = report.findings.len();
    let n_used = report.sources.iter().filter(|source| source.n_uses > 0).count();
    let n_numbered = report.sources.len();
    out.push_str(&match (is_ja, n) {
        (true, 0) => format!("{file}: 問題は見つからなかった"),
        (true, n) => format!("{file}: {n}件"),
        (false, 0) => format!("{file}: nothing found"),
        (false, 1) => format!("{file}: 1 finding"),
        (false, n) => format!("{file}: {n} findings"),
    });
    if n_numbered > 0 {
        out.push_str(&match is_ja {
            true => format!("。出典 {n_numbered}件のうち {n_used}件が使われている"),
            false => format!("; {n_used} of {n_numbered} sources are used"),
        });
    }
    if report.n_compared > 0 {
        let (compared, supported) = (report.n_compared, report.n_supported);
        out.push_str(&match is_ja {
            true => format!("。出典と照らした {compared}文のうち {supported}文が裏付けられた"),
            false => {
                format!("; {supported} of {compared} sentences compared with their sources are supported")
            }
        });
    }
    out.push_str(if is_ja { "。\n" } else { ".\n" });
    // Rules that could not run for one reason are told in one line.
    let mut told: Vec<(&str, Vec<&str>)> = Vec::new();
    for not_run in &report.not_run {
        let why = not_run.why.in_lang(lang);
        match told.iter_mut().find(|(known, _)| *known == why) {
            Some((_, rules)) => rules.push(not_run.rule),
            None => told.push((why, vec![not_run.rule])),
        }
    }
    for (why, rules) in told {
        let rules = rules.join(", ");
        out.push_str(&match is_ja {
            true => format!("調べなかった規則: {rules}（{why}）\n"),
            false => format!("not run: {rules} ({why})\n"),
        });
    }
    out
}

fn width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(1)).sum()
}

/// What a terminal would obey, and tabs, shown as something that is one column wide.
fn shown_plain(text: &str) -> String {
    let odd = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if odd(c) { '·' } else { c }).collect()
}

fn first_columns(text: &str, columns: usize) -> &str {
    let mut taken = 0;
    for (at, c) in text.char_indices() {
        taken += c.width().unwrap_or(1);
        if taken > columns {
            return &text[..at];
        }
    }
    text
}

fn last_columns(text: &str, columns: usize) -> &str {
    let mut taken = 0;
    for (at, c) in text.char_indices().rev() {
        taken += c.width().unwrap_or(1);
        if taken > columns {
            return &text[at + c.len_utf8()..];
        }
    }
    text
}
