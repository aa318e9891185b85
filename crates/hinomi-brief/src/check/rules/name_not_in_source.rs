//! Names that the cited pages do not hold.
//!
//! Why it matters: a wrong name accuses somebody. Example: the page names one group and the digest another. A name is
//! held when any of its words is. Between languages only names in Latin letters are compared, and only where the page is
//! in English: 北見物産 and Kitami Bussan cannot be told apart by letters. Misses: another name of the same page.

use hinomi_model::{Lang, Span};

use crate::check::digest::Form;
use crate::check::{Finding, Needs, Rule, Said, Scene, Severity};

/// The rule.
pub const RULE: Rule = Rule {
    id: "name-not-in-source",
    about: Said::new("出典にない名前", "names that are not in the cited source"),
    severity: Severity::Error,
    needs: Needs::Sources,
    run,
};

/// Longest words of a link that are the name of an outlet and no part of what is told, in bytes.
const OUTLET_BYTES_MAX: usize = 48;

/// Shortest name that is compared, in characters of its key.
const NAME_CHARS_MIN: usize = 3;

/// Words of names that say nothing by themselves.
const COMMON: &[&str] = &[
    "the",
    "and",
    "inc",
    "corp",
    "group",
    "security",
    "company",
    "ltd",
    "for",
    "of",
    "co",
    "llc",
    "team",
    "center",
    "centre",
    "national",
    "agency",
    "services",
    "service",
    "systems",
    "holdings",
    "ransomware",
];

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for idx in scene.compared() {
        let pages = scene.pages_of(idx);
        let sentence = &scene.digest.sentences[idx];
        let lang = crate::check::scene::lang_of(&sentence.text, scene.digest.lang);
        let has_japanese = pages.iter().any(|page| page.lang == Some(Lang::Ja));
        let has_english = pages.iter().any(|page| page.lang == Some(Lang::En));
        for (span, name) in &scene.reading(idx).names {
            let key = hinomi_text::name_key(name);
            let is_latin = name.chars().any(|c| c.is_ascii_alphabetic())
                && name.chars().all(|c| c.is_ascii() || !c.is_alphabetic());
            // What a page in the other language calls it is not known.
            let is_comparable = match (is_latin, lang) {
                (true, Lang::Ja) => true,
                (true, _) => has_english || !has_japanese,
                (false, _) => has_japanese && !has_english,
            };
            if !is_name(scene, idx, *span, name, &key)
                || !is_comparable
                || pages.iter().any(|page| holds(page, name, &key))
            {
                continue;
            }
            // Names of the outlets and of the document itself are no claims.
            let link = scene.digest.marks_in(sentence.block).iter().find(|mark| {
                let at = hinomi_model::Span {
                    start: mark.span.start.saturating_sub(sentence.span.start),
                    end: mark.span.end.saturating_sub(sentence.span.start),
                };
                mark.form == Form::Link && mark.span.start >= sentence.span.start && at.contains(*span)
            });
            if link.is_some_and(|mark| mark.span.len() <= OUTLET_BYTES_MAX) {
                continue;
            }
            if is_told_by_itself(scene, sentence.block, &key) {
                continue;
            }
            out.push(scene.found_in(
                &RULE,
                idx,
                *span,
                Said::made(format!("「{name}」は出典にない"), format!("{name:?} is not in the cited source")),
                Said::new("出典で名前を確かめる", "look the name up in the source"),
            ));
        }
    }
}

/// Endings of short Japanese names that say what they are.
const ENDINGS: &[char] =
    &['庁', '省', '署', '県', '府', '市', '町', '村', '社', '院', '会', '局', '大', '銀', '党', '軍', '校'];

/// Endings of words for kinds of bodies and people, which name nobody.
const COMMON_ENDINGS: &[&str] = &[
    "組織",
    "企業",
    "団体",
    "機関",
    "業者",
    "部門",
    "部署",
    "担当者",
    "関係者",
    "利用者",
    "事務局",
    "被害者",
    "攻撃者",
    "ニュース",
    "トピック",
    "レポート",
    "サマリー",
    "ダイジェスト",
    "セキュリティ",
];

/// Kanji from which on a Japanese name without such an ending is no everyday word.
const KANJI_MIN: usize = 4;

/// Whether what was read as a name is one: everyday words and terms of the trade are read as names too.
fn is_name(scene: &Scene<'_>, idx: usize, span: Span, name: &str, key: &str) -> bool {
    if key.chars().count() < NAME_CHARS_MIN || TERMS.contains(&key) {
        return false;
    }
    let is_latin = name.chars().any(|c| c.is_ascii_alphabetic());
    let is_shouted = name.contains(' ') && !name.chars().any(|c| c.is_lowercase());
    let is_number = name.starts_with(|c: char| c.is_numeric()) && !is_latin;
    if is_shouted || is_number {
        return false;
    }
    if !is_latin {
        if COMMON_ENDINGS.iter().any(|ending| name.ends_with(ending)) {
            return false;
        }
        let has_kana = name.chars().any(|c| ('\u{30a1}'..='\u{30fa}').contains(&c));
        return has_kana || name.chars().count() >= KANJI_MIN || name.ends_with(ENDINGS);
    }
    // The first word of a sentence, and of what follows a colon, is written large whatever it is.
    let text = &scene.digest.sentences[idx].text;
    let before = text.get(..span.range().start).unwrap_or_default().trim_end();
    let opens = before.is_empty()
        || before.ends_with([':', '.', '|', '“', '"', '('])
        || !before.contains(char::is_alphanumeric);
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.skip(usize::from(opens)).any(|word| word.starts_with(|c: char| c.is_ascii_uppercase()))
        || name.chars().skip(1).any(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}

/// Terms of the trade, which name nobody.
const TERMS: &[&str] = &[
    "kev", "cvss", "cve", "cwe", "vpn", "rdp", "mfa", "edr", "xdr", "soc", "csirt", "saas", "iot", "api",
    "sso", "ddos", "apt", "rce", "poc", "ioc", "dns", "tls", "ssl", "ssh", "smb", "http", "https", "ftp",
    "sql", "xss", "ot", "it", "ai", "llm", "pc", "url", "pdf", "usb", "nas", "otp", "sms", "ceo", "ciso",
    "cio", "raas", "c2", "ttp", "ttps", "epss", "ssvc", "sbom",
];

fn holds(page: &crate::check::carried::Page, name: &str, key: &str) -> bool {
    if page.key.contains(key) {
        return true;
    }
    if name.chars().any(|c| !c.is_ascii() && c.is_alphanumeric()) {
        // A Japanese name may be cut differently: its longest part of one script counts.
        return parts(name).iter().any(|part| page.key.contains(&hinomi_text::name_key(part)));
    }
    if is_another(page, name) {
        return false;
    }
    name.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() >= NAME_CHARS_MIN && !COMMON.contains(&word.to_lowercase().as_str()))
        .any(|word| page.key.contains(&word.to_lowercase()))
}

/// Whether the page has the second word of a name of two only behind another first one: Ines Carvalho is not Pedro
/// Carvalho.
fn is_another(page: &crate::check::carried::Page, name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let [first, second] = words.as_slice() else { return false };
    let is_proper = |word: &&str| {
        word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.chars().skip(1).all(|c| c.is_ascii_lowercase())
    };
    let is_common = |word: &str| {
        COMMON.contains(&word.to_lowercase().as_str()) || TITLES.contains(&word.to_lowercase().as_str())
    };
    if ![first, second].into_iter().all(&is_proper) || is_common(first) || is_common(second) {
        return false;
    }
    if page.key.contains(&first.to_lowercase()) {
        return false;
    }
    let mut n_other = 0;
    for line in &page.sentences {
        let written: Vec<&str> =
            line.text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        for (at, _) in written.iter().enumerate().filter(|(_, word)| *word == second) {
            match at.checked_sub(1).and_then(|before| written.get(before)) {
                Some(before) if is_proper(before) && !is_common(before) => n_other += 1,
                _ => {}
            }
        }
    }
    n_other > 0
}

/// Words before a name that say what somebody is.
const TITLES: &[&str] = &[
    "mr",
    "ms",
    "mrs",
    "dr",
    "chief",
    "president",
    "minister",
    "secretary",
    "director",
    "professor",
    "officer",
    "judge",
    "operation",
    "project",
    "campaign",
    "city",
    "university",
    "ministry",
    "department",
    "japanese",
    "american",
    "british",
    "chinese",
    "russian",
    "german",
    "french",
    "korean",
    "north",
    "south",
    "east",
    "west",
    "new",
    "former",
    "senior",
    "researcher",
    "analyst",
    "spokesperson",
];

/// Runs of kanji, of katakana and of Latin letters in a Japanese name, three characters and longer.
fn parts(name: &str) -> Vec<String> {
    let kind = |c: char| match c {
        '\u{30a1}'..='\u{30fc}' => 1,
        '\u{4e00}'..='\u{9fff}' | '々' => 2,
        c if c.is_ascii_alphanumeric() => 3,
        _ => 0,
    };
    let mut out: Vec<String> = Vec::new();
    let mut last = 0;
    for c in name.chars() {
        match kind(c) {
            0 => {}
            same if same == last => out.last_mut().into_iter().for_each(|run| run.push(c)),
            _ => out.push(c.to_string()),
        }
        last = kind(c);
    }
    out.retain(|run| run.chars().count() >= 3);
    out
}

fn is_told_by_itself(scene: &Scene<'_>, block: usize, key: &str) -> bool {
    let digest = scene.digest;
    let in_reference = digest.targets.iter().any(|target| hinomi_text::name_key(&target.title).contains(key));
    let in_label = digest.labels.iter().any(|label| label.block == block);
    let is_outlet = scene.context.outlets.iter().any(|(name, _)| hinomi_text::name_key(name).contains(key));
    (in_reference && in_label) || is_outlet
}
