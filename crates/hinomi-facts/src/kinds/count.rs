//! Finds how many: people, records, files, bytes, money, with qualifier and what is counted; and that a number is withheld.
//!
//! Example: `顧客約12万件が流出した恐れがある` → count 120000 record, approx, possible; `did not say how many` → count unknown.
//! Misses: what a number counts where it stands in another clause.

use hinomi_model::{Fact, Qualifier, Slot, Span, Status, Value};
use hinomi_text::Quantity;

use crate::page::Page;
use crate::scope;

super::pattern!(JA_UNKNOWN, r"(?:件数|人数|規模|被害額|対象者数|項目)[^。、]{0,24}?(?:明らかにしてい?ない|公表してい?ない|明かしてい?ない|不明|調査中|調査を続け|調べている|特定できて|分かって)[^。]{0,6}?");
super::pattern!(EN_UNKNOWN, r"(?i)(?:did not|has not|would not|declined to|have not|not|does not|hasn't|didn't) (?:say|said|disclose|disclosed|specify|specified|reveal|given?|know|known|clear|confirm)[^.;]{0,30}(?:how many|how much|the number|a number|a total|number of|a figure)[^.;]{0,40}");

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    let mut out: Vec<Fact> = scan.quantities.iter().filter(|q| is_told(page, q)).map(|q| fact(page, q)).collect();
    if page.is_security() {
        let pattern = if scan.is_ja() { &*JA_UNKNOWN } else { &*EN_UNKNOWN };
        for sentence in scan.body() {
            for found in pattern.find_iter(scan.of(sentence.span)) {
                let start = sentence.span.range().start;
                let mut fact = page.plain(Slot::Count, Value::Unknown, Span::new(start + found.start(), start + found.end()));
                let is_open = ["調査", "調べ", "特定", "分かって", "known", "clear"].iter().any(|w| found.as_str().contains(w));
                fact.status = Some(if is_open { Status::UnderInvestigation } else { Status::Undisclosed });
                out.push(fact);
            }
        }
    }
    out
}

/// Whether a quantity tells of the matter: not part of a name or of another mention.
fn is_told(page: &Page<'_>, quantity: &Quantity) -> bool {
    let scan = &page.scan;
    !scan.dates.iter().any(|d| d.span.overlaps(quantity.number_span))
        && !scan.terms_in(page.scan.sentence_at(quantity.span.start).map_or(quantity.span, |s| s.span)).any(|t| {
            t.span.contains(quantity.span) && t.entry.class != crate::lexicon::Class::Data
        })
}

fn fact(page: &Page<'_>, quantity: &Quantity) -> Fact {
    let value = Value::Count { number: quantity.number, upper: quantity.upper, unit: quantity.unit };
    let mut fact = page.fact(Slot::Count, value, quantity.span);
    fact.qualifier = (quantity.qualifier != Qualifier::Exact).then_some(quantity.qualifier);
    fact.of = of(page, quantity);
    if fact.status.is_none() && scope::is_negated(&page.scan, quantity.span) {
        fact.status = None;
    }
    fact
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
        let noun: String = rest.chars().take_while(|c| crate::shape::is_kanji(*c) || crate::shape::is_katakana(*c)).collect();
        if noun.chars().count() >= 2 {
            return noun;
        }
    }
    let before = scan.between(scan.clause_at(quantity.span.start).start, quantity.span.start);
    let before = before.trim_end_matches(['が', 'は', 'も', 'を']);
    let tail: Vec<char> = before.chars().rev().take_while(|c| crate::shape::is_kanji(*c) || crate::shape::is_katakana(*c)).take(12).collect();
    tail.into_iter().rev().collect()
}
