//! Whether a title promises advice, marketing or a digest rather than news, and which sentences are a feed's furniture:
//! by the words of `data/advice.toml`.
//!
//! A brief has no room for "5 ways to stay safe"; how many such titles there were is told. A title that names a victim
//! or a number of people is never judged here (`select` asks first).
//!
//! Misses: advice under a title that reads like news; asks nothing of the text below the title.

use std::sync::LazyLock;

use hinomi_model::Lang;
use serde::Deserialize;

#[derive(Deserialize)]
struct Words {
    lists: Vec<String>,
    anywhere: Vec<String>,
    starts: Vec<String>,
    ends: Vec<String>,
    parts: Vec<String>,
    explains: Vec<String>,
    surveys: Vec<String>,
    consumer: Vec<String>,
    trade: Vec<String>,
}

#[derive(Deserialize)]
struct Furniture {
    anywhere: Vec<String>,
}

#[derive(Deserialize)]
struct Table {
    en: Words,
    ja: Words,
    furniture: Furniture,
}

static WORDS: LazyLock<Table> = LazyLock::new(|| {
    toml::from_str(include_str!("../data/advice.toml")).expect("advice.toml holds the lists that Table names")
});

/// Numbers of a list in words.
const NUMBERS_EN: [&str; 11] =
    ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
/// Words between the number of a list and its noun: "5 Essential Cloud Security Tips".
const LIST_WORDS_MAX: usize = 4;

/// Whether `title` promises advice, marketing or a digest.
pub fn is_advice(title: &str, lang: Lang) -> bool {
    let title = title.trim().to_lowercase().replace('’', "'");
    if lang == Lang::Ja { is_advice_ja(&title) } else { is_advice_en(&title) }
}

fn is_advice_en(title: &str) -> bool {
    let words = &WORDS.en;
    let padded = format!(" {} ", split(title).join(" "));
    let starts = |phrase: &String| padded.trim_start().starts_with(&format!("{} ", split(phrase).join(" ")));
    holds(title, &words.anywhere)
        || is_digest(title)
        || words.starts.iter().any(starts)
        || begins_part(title, &words.parts)
        || is_list_en(title, &words.lists)
}

/// Items that a digest names at least in its title.
const DIGEST_COMMAS_MIN: usize = 2;

/// "Thursday bulletin: one thing, another thing and a third": many matters under one title.
fn is_digest(title: &str) -> bool {
    let is_called_so =
        split(title).iter().any(|word| matches!(*word, "bulletin" | "digest" | "edition" | "headlines"));
    is_called_so && title.matches(", ").count() >= DIGEST_COMMAS_MIN
}

/// Whether a title, or what follows a colon or dash in it, begins with one of `phrases`.
fn begins_part(title: &str, phrases: &[String]) -> bool {
    title.split([':', '|', '—', '–', '：', '―']).any(|part| {
        let part = format!("{} ", split(part).join(" "));
        phrases.iter().any(|phrase| part.starts_with(&format!("{phrase} ")))
    })
}

/// Whether `title` is that of a piece that explains rather than reports.
pub fn explains(title: &str, lang: Lang) -> bool {
    let title = title.trim().to_lowercase();
    if lang == Lang::Ja {
        return title.ends_with(['？', '?'])
            || WORDS.ja.surveys.iter().any(|word| title.contains(word.as_str()))
            || WORDS.ja.explains.iter().any(|word| title.starts_with(word.as_str()));
    }
    // News speaks of others; who says "you" gives advice.
    let is_to_reader = split(&title).iter().any(|word| matches!(*word, "you" | "your" | "you're" | "we"));
    is_to_reader
        || title.ends_with('?')
        || begins_part(&title, &WORDS.en.explains)
        || holds(&title, &WORDS.en.surveys)
}

/// "5 ways", "Three Cloud Security Mistakes".
fn is_list_en(title: &str, nouns: &[String]) -> bool {
    let words = split(title);
    let is_number = |word: &str| {
        NUMBERS_EN.contains(&word) || (word.len() < 4 && word.chars().all(|c| c.is_ascii_digit()))
    };
    words.iter().enumerate().filter(|(_, word)| is_number(word)).any(|(at, _)| {
        let after = words[at + 1..].iter().take(LIST_WORDS_MAX);
        // A number that begins a title or a part of it counts the list; "hit 5 apps" is news.
        let begins = at == 0
            || title.split([':', '?', '!', '—', '–']).any(|part| split(part).first() == words.get(at));
        begins && after.into_iter().any(|word| nouns.iter().any(|noun| noun == word))
    })
}

fn split(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '&')).filter(|w| !w.is_empty()).collect()
}

fn is_advice_ja(title: &str) -> bool {
    let words = &WORDS.ja;
    let is_list = |noun: &String| {
        title.match_indices(noun.as_str()).any(|(at, _)| {
            let before = title[..at].chars().next_back();
            before.is_some_and(|c| c.is_numeric() || "一二三四五六七八九十".contains(c))
        })
    };
    words.anywhere.iter().any(|word| title.contains(word.as_str()))
        || words.starts.iter().any(|word| title.starts_with(word.as_str()))
        || words.ends.iter().any(|word| title.ends_with(word.as_str()))
        || words.lists.iter().any(is_list)
}

/// Whether `title` is news of the trade: products, money, contests.
pub fn is_trade(title: &str, lang: Lang) -> bool {
    let title = title.to_lowercase();
    if lang == Lang::Ja {
        return WORDS.ja.trade.iter().any(|word| title.contains(word.as_str()));
    }
    holds(&title, &WORDS.en.trade)
}

/// Whether `title` is of what is aimed at shoppers, savers and players.
pub fn is_consumer(title: &str, lang: Lang) -> bool {
    let title = title.to_lowercase();
    if lang == Lang::Ja {
        return WORDS.ja.consumer.iter().any(|word| title.contains(word.as_str()));
    }
    holds(&title, &WORDS.en.consumer)
}

/// Whether a title in lower case holds one of `phrases`, word by word.
fn holds(title: &str, phrases: &[String]) -> bool {
    let padded = format!(" {} ", split(title).join(" "));
    phrases.iter().any(|phrase| padded.contains(&format!(" {} ", split(phrase).join(" "))))
}

/// Whether a sentence is what a feed lays around an article.
pub fn is_furniture(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    WORDS.furniture.anywhere.iter().any(|words| lower.contains(words.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(title: &str, expected: bool) {
        let lang = if title.is_ascii() { Lang::En } else { Lang::Ja };
        assert_eq!(is_advice(title, lang), expected, "{title}");
    }

    #[test]
    fn lists_guides_and_invitations_are_advice() {
        check("5 Essential Cloud Security Tips", true);
        check("Shopping season: seven ways to keep your money", true);
        check("How to harden a mail server", true);
        check("What Is a Passkey?", true);
        check("Webinar: the year in phishing", true);
        check("Best password managers, tested", true);
        check("Is your doorbell part of a botnet?", true);
        check("Redefining trust with AI", true);
        check("Quarter close: aligning security and business", true);
        check("News of the week: a worm in a registry, a botnet falls, a hacker named", true);
        check("Gatehouse and others: patches of the month", true);
        check("Amber Mills breach: what you need to change", true);
        check("Friday Bulletin: worm in a registry, a botnet falls, and new stealers", true);
        check("多要素認証を強くする五つの方法", true);
        check("パスキーとは？", true);
        check("経営者のためのセキュリティ入門", true);
        check("無料ウェビナーのご案内", true);
        check("情シスが選ぶツール10選", true);
    }

    #[test]
    fn news_is_not() {
        check("Amber Mills loses 31,000 customer records", false);
        check("Attackers hit 5 apps of Amber Mills", false);
        check("Gatehouse patches three zero-days", false);
        check("Police arrest two over bank fraud", false);
        check("Security Bulletin: flaw in Gatehouse VPN", false);
        check("Hospital of Amber Mills starts its second week of outage", false);
        check("みのりフーズ、3万人分の情報が流出", false);
        check("ゲートハウスの3件の脆弱性に悪用を確認", false);
        check("市立病院、電子カルテが停止", false);
        check("", false);
    }

    #[test]
    fn a_question_and_a_how_explain() {
        assert!(explains("Streamers in the crosshairs: how crooks aim at them", Lang::En));
        assert!(explains("なぜ暗号化は破られたのか", Lang::Ja));
        assert!(!explains("Hinoki says how many records leaked", Lang::En));
        assert!(!explains("みのりフーズ、情報流出", Lang::Ja));
        assert!(is_trade("Gatehouse launches a scanner for open-source packages", Lang::En));
        assert!(is_trade("ゲートハウス、同業を買収", Lang::Ja));
        assert!(!is_trade("Ransomware hits Amber Mills", Lang::En));
        assert!(explains("Four in ten firms lost data, survey finds", Lang::En));
        assert!(explains("中小企業の4割が被害、アンケートで", Lang::Ja));
        assert!(is_consumer("Holiday shoppers targeted with fake gift cards", Lang::En));
        assert!(is_consumer("フリマの利用者を狙う手口", Lang::Ja));
        assert!(!is_consumer("Ransomware hits Amber Mills", Lang::En));
    }

    #[test]
    fn what_a_feed_adds_is_furniture() {
        assert!(is_furniture("The post Amber Mills breached appeared first on Alpha."));
        assert!(is_furniture("続きを読む"));
        assert!(!is_furniture("Amber Mills said that names leaked."));
    }
}
