//! Finds how many: people, records, files, bytes, money, with qualifier and what is counted; and that a number is withheld.
//!
//! Example: `顧客約12万件が流出した恐れがある` → count 120000 record, approx, possible; `did not say how many` → count unknown.
//! Misses: what a number counts where it stands in another clause.

use hinomi_model::{Fact, Qualifier, Slot, Span, Status, Unit, Value};
use hinomi_text::Quantity;

use crate::page::Page;

crate::gate::pattern!(
    JA_UNKNOWN,
    r"(?:件数|人数|規模|被害額|対象者数|項目)[^。、]{0,24}?(?:明らかにしてい?ない|公表してい?ない|明かしてい?ない|不明|調査中|調査を続け|調べている|特定できて|分かって)[^。]{0,6}?"
);
crate::gate::pattern!(
    EN_UNKNOWN,
    r"(?i)(?:did not|has not|would not|declined to|have not|not|does not|hasn't|didn't) (?:say|said|disclose|disclosed|specify|specified|reveal|given?|know|known|clear|confirm)[^.;]{0,30}(?:how many|how much|the number|a number|a total|number of|a figure)[^.;]{0,40}"
);

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    let mut out: Vec<Fact> =
        scan.quantities.iter().filter(|q| is_told(page, q)).map(|q| fact(page, q)).collect();
    if page.is_security() {
        let pattern = if scan.is_ja() { &JA_UNKNOWN } else { &EN_UNKNOWN };
        for sentence in scan.body().filter(|s| s.may(pattern)) {
            for found in pattern.find_iter(scan.of(sentence.span)) {
                let start = sentence.span.range().start;
                let mut fact = page.plain(
                    Slot::Count,
                    Value::Unknown,
                    Span::new(start + found.start(), start + found.end()),
                );
                let is_open = ["調査", "調べ", "特定", "分かって", "known", "clear"]
                    .iter()
                    .any(|w| found.as_str().contains(w));
                fact.status = Some(if is_open { Status::UnderInvestigation } else { Status::Undisclosed });
                out.push(fact);
            }
        }
    }
    out
}

/// Longest date, in bytes: one that starts farther before a number does not hold it.
const DATE_BYTES: u32 = 64;
/// How far before a number the word that makes it a CVSS score may stand, in bytes.
const SCORE_BYTES: u32 = 36;

/// Whether a quantity tells of the matter: not part of a name or of another mention.
fn is_told(page: &Page<'_>, quantity: &Quantity) -> bool {
    let scan = &page.scan;
    let before =
        scan.between(quantity.number_span.start.saturating_sub(SCORE_BYTES), quantity.number_span.start);
    let is_score = quantity.unit.is_none()
        && ["CVSS", "スコア", "score", "基本値"].iter().any(|word| before.contains(word));
    !is_score
        && !scan
            .dates_in(Span { start: quantity.span.start.saturating_sub(DATE_BYTES), end: quantity.span.end })
            .any(|d| d.span.overlaps(quantity.number_span))
        && !scan
            .terms_in(page.scan.sentence_at(quantity.span.start).map_or(quantity.span, |s| s.span))
            .any(|t| t.span.contains(quantity.span) && t.entry.class != crate::lexicon::Class::Data)
}

fn fact(page: &Page<'_>, quantity: &Quantity) -> Fact {
    let of = of(page, quantity);
    let unit = unit(page, quantity, &of);
    let value = Value::Count { number: quantity.number, upper: quantity.upper, unit };
    let mut fact = page.fact(Slot::Count, value, quantity.span);
    fact.qualifier = (quantity.qualifier != Qualifier::Exact).then_some(quantity.qualifier);
    fact.of = of;
    fact
}

/// What nouns count, by their ending, for numbers without a unit and for 件, which counts anything.
const NOUN_UNITS: &[(&str, &str)] = &[
    ("文書", "document"),
    ("書類", "document"),
    ("ファイル", "file"),
    ("メールアドレス", "email_address"),
    ("アカウント", "account"),
    ("組織", "organization"),
    ("企業", "organization"),
    ("企業や自治体", "organization"),
    ("自治体", "organization"),
    ("団体", "organization"),
    ("機関", "organization"),
    ("イーサリアム", "ETH"),
    ("ビットコイン", "BTC"),
    ("organizations", "organization"),
    ("organisations", "organization"),
    ("companies", "organization"),
    ("victims", "organization"),
    ("customers", "person"),
    ("people", "person"),
    ("documents", "document"),
    ("files", "file"),
    ("accounts", "account"),
];

/// The unit: the quantity's own, else that of the noun before it, else that of the count before it in the sentence.
fn unit(page: &Page<'_>, quantity: &Quantity, of: &str) -> Option<Unit> {
    let scan = &page.scan;
    let noun_unit = |noun: &str| {
        let noun = noun.trim_end_matches('数');
        let found = NOUN_UNITS.iter().filter(|(end, _)| noun.ends_with(end)).max_by_key(|(end, _)| end.len());
        found.and_then(|(_, unit)| unit.parse::<Unit>().ok())
    };
    let is_loose = scan.is_ja() && quantity.unit == Some(Unit::Record);
    if quantity.unit.is_some() && !is_loose {
        return quantity.unit;
    }
    if let Some(unit) = noun_unit(of).filter(|_| scan.is_ja()) {
        return Some(unit);
    }
    if quantity.unit.is_some() || !scan.of(quantity.noun_span).trim().is_empty() {
        return quantity.unit;
    }
    let sentence = scan.sentence_at(quantity.span.start).filter(|sentence| sentence.is_readable())?;
    let before = scan.between(sentence.span.start, quantity.span.start);
    if !scan.is_ja() {
        // "the number of companies, at over 300"
        let named = before.rsplit_once("number of ").and_then(|(_, tail)| tail.split([' ', ',']).next());
        if let Some(unit) = named.and_then(noun_unit) {
            return Some(unit);
        }
    }
    let counts = |q: &&Quantity| {
        q.span.end <= quantity.span.start
            && matches!(
                q.unit,
                Some(
                    Unit::Person
                        | Unit::Record
                        | Unit::Organization
                        | Unit::Account
                        | Unit::Device
                        | Unit::Document
                        | Unit::File
                )
            )
    };
    scan.quantities_in(sentence.span).filter(counts).last().and_then(|q| q.unit)
}

/// What is counted: the noun behind an English number, the noun before a Japanese one.
fn of(page: &Page<'_>, quantity: &Quantity) -> String {
    let scan = &page.scan;
    let noun = scan.of(quantity.noun_span).trim();
    if !scan.is_ja() {
        return noun.trim_start_matches("of ").to_owned();
    }
    let after = scan.between(quantity.span.end, scan.clause_at(quantity.span.start).end);
    if let Some(rest) = after.strip_prefix('の') {
        let noun: String = rest
            .chars()
            .take_while(|c| crate::shape::is_kanji(*c) || crate::shape::is_katakana(*c))
            .collect();
        if noun.chars().count() >= 2 {
            return noun;
        }
    }
    let before = scan.between(scan.clause_at(quantity.span.start).start, quantity.span.start);
    let before = before.trim_end_matches(['が', 'は', 'も', 'を', 'の']).trim_end_matches("など");
    let tail: Vec<char> = before
        .chars()
        .rev()
        .take_while(|c| crate::shape::is_kanji(*c) || crate::shape::is_katakana(*c))
        .take(12)
        .collect();
    tail.into_iter().rev().collect()
}
