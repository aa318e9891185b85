//! Which language a text is in, by its script first.
//!
//! Three language-detection crates call every Japanese name that is written in kanji alone Chinese; what tells
//! the two apart here are characters that only one of them writes, and without such a character how common each is
//! in words of the one and of the other (`han`).

use std::borrow::Cow;
use std::sync::LazyLock;

use hinomi_model::Lang;
use rustc_hash::FxHashMap;

use crate::han;
use crate::vocabulary::rows;

/// Characters looked at: more do not change the answer.
const CHARS_MAX: usize = 4000;

/// Latin letters that one kana or kanji outweighs: Japanese headlines are full of product names.
const LETTERS_PER_CJK: usize = 8;

/// Kanji that one kana outweighs: Chinese texts quote a Japanese name at times.
const HAN_PER_KANA: usize = 6;

/// Half points from which on kanji are taken for Chinese: one old form (慶應) is not enough.
const CHINESE_MIN: i32 = 2;

/// Function words of other languages that it takes: one may be an English word or a name.
const FOREIGN_WORDS_MIN: usize = 2;

/// Words from which on a text in Latin letters is judged by its function words.
const WORDS_MIN: usize = 4;

/// What a character says, in half points: positive for Chinese, negative for Japanese.
static WEIGHTS: LazyLock<Vec<(char, i32)>> = LazyLock::new(|| {
    let mut weights: Vec<(char, i32)> = rows(include_str!("../data/han.csv"))
        .filter_map(|row| Some((*row.first()?, *row.get(1)?)))
        .flat_map(|(kind, chars)| {
            // A character of one script alone counts fully; old forms stand in Japanese names too (慶應義塾),
            // and particles are weighed so that two of them outweigh one such form.
            let weight = match kind {
                "simplified" | "traditional" => 4,
                "particle" => 2,
                "old" => 1,
                "japanese" => -4,
                _ => 0,
            };
            chars.chars().map(move |c| (c, weight))
        })
        .collect();
    // The heaviest meaning of a character comes first and is the one found.
    weights.sort_by_key(|(c, weight)| (*c, std::cmp::Reverse(weight.abs())));
    weights.dedup_by_key(|(c, _)| *c);
    weights
});

/// Function words with whether they are English; words of both are English.
static WORDS: LazyLock<FxHashMap<&'static str, bool>> = LazyLock::new(|| {
    let mut words = FxHashMap::default();
    for row in rows(include_str!("../data/function-words.csv")) {
        let [language, list] = row.as_slice() else { continue };
        for word in list.split(' ') {
            *words.entry(word).or_insert(false) |= *language == "english";
        }
    }
    words
});

/// Letters of a text by script.
#[derive(Debug, Default)]
struct Scripts {
    kana: usize,
    han: usize,
    ascii: usize,
    latin: usize,
    other: usize,
    /// Half points for Chinese.
    chinese: i32,
}

/// Tells the language of `text`.
///
/// Kana make it Japanese; kanji alone are Japanese unless their characters say Chinese; Latin letters are English
/// unless function words or accents say otherwise. [`Lang::Other`] for any other script and for no letters.
pub fn lang_of(text: &str) -> Lang {
    let scripts = scripts(text);
    let cjk = scripts.kana + scripts.han;
    if cjk == 0 || cjk * LETTERS_PER_CJK < scripts.ascii + scripts.latin {
        return latin(text, &scripts);
    }
    if scripts.other > cjk {
        return Lang::Other;
    }
    if scripts.kana > 0 && scripts.kana * HAN_PER_KANA >= scripts.han {
        return Lang::Ja;
    }
    let kana = i32::try_from(scripts.kana).unwrap_or(i32::MAX / 8);
    let is_chinese = scripts.chinese >= CHINESE_MIN + 6 * kana || (kana == 0 && han::is_chinese(head(text)));
    if is_chinese { Lang::Zh } else { Lang::Ja }
}

/// The part of a text that is looked at.
fn head(text: &str) -> &str {
    let end = text.char_indices().nth(CHARS_MAX).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

fn scripts(text: &str) -> Scripts {
    let mut scripts = Scripts::default();
    let (mut rest, mut left) = (text, CHARS_MAX);
    while left > 0 && !rest.is_empty() {
        let part = rest.as_bytes();
        let part = &part[..part.len().min(left).min(PART_BYTES)];
        if part.is_ascii() {
            scripts.ascii += part.iter().filter(|b| b.is_ascii_alphabetic()).count();
            left -= part.len();
            rest = rest.get(part.len()..).unwrap_or_default();
            continue;
        }
        for c in rest.chars().take(part.len()) {
            scripts.add(c);
            left -= 1;
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    scripts
}

/// Bytes that are counted together where all are of ASCII.
const PART_BYTES: usize = 64;

impl Scripts {
    fn add(&mut self, c: char) {
        if c.is_ascii() {
            self.ascii += usize::from(c.is_ascii_alphabetic());
            return;
        }
        match c {
            'ー' | '・' => {}
            // Japanese writes 、 and lists names without this comma.
            '，' => self.chinese += 2,
            '\u{3041}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}' => self.kana += 1,
            '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '々' => {
                self.han += 1;
                if let Ok(idx) = WEIGHTS.binary_search_by_key(&c, |(c, _)| *c) {
                    self.chinese += WEIGHTS[idx].1;
                }
            }
            '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => self.latin += 1,
            '\u{ff21}'..='\u{ff5a}' => self.ascii += 1,
            c if is_mark(c) => {}
            _ if c.is_alphabetic() => self.other += 1,
            _ => {}
        }
    }
}

/// Whether a character is one of the dashes and quotation marks, none of which is a letter. That is far cheaper than to
/// ask the tables of letters, and these are what English text has beyond ASCII.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{2000}'..='\u{206f}')
}

fn latin(text: &str, scripts: &Scripts) -> Lang {
    let letters = scripts.ascii + scripts.latin;
    if letters == 0 || scripts.other > letters {
        return Lang::Other;
    }
    let (mut n_words, mut english, mut other) = (0, 0, 0);
    let mut chars_left = CHARS_MAX;
    let is_letter = |c: char| c.is_ascii_alphabetic() || !(c.is_ascii() || is_mark(c)) && c.is_alphabetic();
    for word in text.split(|c: char| !is_letter(c)).filter(|word| !word.is_empty()) {
        chars_left = chars_left.saturating_sub(word.len());
        if chars_left == 0 {
            break;
        }
        n_words += 1;
        let is_lower = word.bytes().all(|b| b.is_ascii_lowercase());
        let lower = if is_lower { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) };
        match WORDS.get(lower.as_ref()) {
            Some(true) => english += 1,
            Some(false) => other += 1,
            None => {}
        }
    }
    let is_foreign = if n_words < WORDS_MIN {
        english == 0 && scripts.latin * 2 > n_words.max(1)
    } else {
        other > english.max(FOREIGN_WORDS_MIN - 1) || (english == 0 && scripts.latin > 0)
    };
    if is_foreign { Lang::Other } else { Lang::En }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn languages_by_script_and_telling_characters() {
        for (text, want) in [
            ("不正アクセスについて", Lang::Ja),
            ("Apache Struts の脆弱性", Lang::Ja),
            ("日本銀行", Lang::Ja),
            ("独立行政法人情報処理推進機構", Lang::Ja),
            ("慶應義塾大学", Lang::Ja),
            ("個人情報漏洩", Lang::Ja),
            ("网络安全公告", Lang::Zh),
            ("我們發現了這個漏洞", Lang::Zh),
            ("数据泄露事件的影响", Lang::Zh),
            ("Data breach", Lang::En),
            ("The maker 東芝 said on Monday that its servers were down", Lang::En),
            ("Der Angriff wird von der Polizei untersucht", Lang::Other),
            ("La société est victime d'une attaque", Lang::Other),
            ("보안 사고", Lang::Other),
            ("Утечка данных", Lang::Other),
            ("12345 --", Lang::Other),
            ("", Lang::Other),
        ] {
            assert_eq!(lang_of(text), want, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,60}") {
            let _ = lang_of(&text);
        }
    }
}
