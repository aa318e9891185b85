//! Finds which kinds of data got out (data_exposed) and which are said not to have (data_not_exposed).
//!
//! Example: `氏名、住所が漏れたが、カード番号は含まれない` → data_exposed name, postal_address; data_not_exposed credit_card.
//! Misses: lists in a table, and kinds that the vocabulary lacks.

use hinomi_model::{Fact, Slot, Span, Status, Story, Value};
use hinomi_text::CueKind;

use crate::lexicon::{Class, Term};
use crate::page::Page;
use crate::scan::Sentence;
use crate::scope;

crate::gate::pattern!(
    JA_NO_LEAK,
    r"(?:情報|データ)?[^。、「」]{0,16}(?:(?:流出|漏えい|漏洩|漏れ)[^。、]{0,24}?(?:ない|なかった|ありません)|(?:流出|漏えい|漏洩|漏れ|公開|アクセス|閲覧)[^。、]{0,24}?(?:確認されてい?な|確認されておりま|確認していな|確認しておりま|認められな|生じていな|発生していな|事実はな|形跡は(?:ない|確認され)|否定し))"
);
crate::gate::pattern!(
    JA_OPEN,
    r"(?:流出|漏えい|漏洩|漏れ)[^。、]{0,24}?(?:有無|かどうか|可能性)[^。]{0,24}?(?:調査|調べ|確認を進め|確認中)"
);
crate::gate::pattern!(
    EN_NO_LEAK,
    r"(?i)\b(?:no (?:\w+ ){0,4}(?:data|information|records)(?: \w+){0,4} (?:leaked|stolen|taken|accessed|lost|compromised|exposed|exfiltrated)|no (?:customer|user|client|patient|member)s? (?:has|have|had) lost [^.;,]{0,24}|no (?:evidence|sign|indication)s? (?:that|of)[^.;]{0,60}(?:data|information)[^.;]{0,40}|no (?:data|customer data|personal data)[^.;]{0,30}leaked|not known whether data[^.;]{0,40}|(?:data|information) (?:was|were|had) not (?:been )?(?:stolen|taken|accessed|leaked|compromised))"
);

/// Kinds of data that make a sentence a list of what got out.
const LISTED_KINDS_MIN: usize = 2;

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    let mut out = Vec::new();
    if !matches!(page.story, Story::Incident | Story::Enforcement) {
        return out;
    }
    let mut leaking = false;
    for sentence in scan.body().filter(|s| s.is_readable()) {
        let leaks = scan.has_role(sentence.span, &["leak"])
            || scan.class_in(sentence.span, Class::Event).any(|t| {
                matches!(t.entry.value.as_str(), "data_breach" | "loss" | "misconfiguration" | "insider")
            });
        let includes = scan.has_role(sentence.span, &["include", "hold"]);
        let terms: Vec<Term<'_>> = scan.class_in(sentence.span, Class::Data).copied().collect();
        // A bare list goes on with what the sentence before said.
        let n_kinds =
            terms.iter().filter(|t| !matches!(t.entry.value.as_str(), "none" | "unspecified")).count();
        if leaks || includes || (leaking && n_kinds >= LISTED_KINDS_MIN) {
            for term in &terms {
                out.extend(fact(page, sentence, term, leaks || leaking || n_kinds >= LISTED_KINDS_MIN));
            }
        }
        leaking |= leaks;
        out.extend(whole(page, sentence));
    }
    if out.is_empty() {
        out.extend(scan.body().filter(|s| s.may(&JA_UNNAMED)).find_map(|sentence| unnamed(page, sentence)));
    }
    out
}

crate::gate::pattern!(
    JA_UNNAMED,
    r"(?:情報|データ)(?:の一部|など)?(?:が|の)[^。、「」]{0,16}?(?:流出|漏えい|漏洩|漏れ|窃取)(?:した)?(?:可能性|おそれ|恐れ|こと)[^。、]{0,8}"
);

/// A leak of which no kind of data is told anywhere.
fn unnamed(page: &Page<'_>, sentence: &Sentence) -> Option<Fact> {
    let scan = &page.scan;
    let found = JA_UNNAMED.find(scan.of(sentence.span))?;
    let start = sentence.span.range().start;
    let span = Span::new(start + found.start(), start + found.end());
    let mut fact = page.word(Slot::DataExposed, "unspecified", span);
    let is_open = ["可能性", "おそれ", "恐れ"].iter().any(|w| found.as_str().contains(w));
    fact.status = Some(if is_open { Status::Possible } else { Status::Confirmed });
    Some(fact)
}

fn fact(page: &Page<'_>, sentence: &Sentence, term: &Term<'_>, leaks: bool) -> Option<Fact> {
    let scan = &page.scan;
    let word = match term.entry.value.as_str() {
        "none" | "unspecified" | "contact" => return None,
        word => word,
    };
    let after = scan.between(term.span.end, sentence.span.end);
    let (denied, cue) = denial(page, term.span);
    if denied {
        let span = cue.map_or(term.span, |cue| term.span.cover(cue));
        return Some(page.plain(Slot::DataNotExposed, Value::Word(word.to_owned()), span));
    }
    // A clause that is turned round by something else than the leak says nothing that can be held on to.
    if cue.is_some() && scan.is_ja() {
        return None;
    }
    let about_means = [
        "を入力",
        "を変更",
        "がかかって",
        "の変更",
        "を設定",
        "を使って",
        " reset",
        " had not been changed",
        " was not changed",
    ]
    .iter()
    .any(|w| after.starts_with(w));
    if !leaks || about_means || is_background(page, term.span) {
        return None;
    }
    let mut fact = page.plain(Slot::DataExposed, Value::Word(word.to_owned()), term.span);
    fact.status = scope::status(scan, term.span);
    fact.said_by = scope::said_by(page, term.span);
    if fact.status == Some(Status::Undisclosed) {
        fact.status = None;
    }
    Some(fact)
}

/// Whether the clause says of what stands at `span` that it did not get out, and the words that say so.
fn denial(page: &Page<'_>, span: Span) -> (bool, Option<Span>) {
    let scan = &page.scan;
    let clause = scan.clause_at(span.start);
    let cues = scan.cues_in(clause).filter(|cue| {
        let denies =
            matches!(cue.kind, CueKind::Negation | CueKind::Hedge(Status::Denied | Status::NotConfirmed));
        denies && !cue.span.overlaps(span) && (!scan.is_ja() || cue.span.start >= span.end)
    });
    let mut cues = cues;
    let Some(cue) = cues.next() else { return denied_behind(page, span, clause) };
    // What is denied must be that the data was held, included or taken.
    let is_role = |t: &&Term<'_>| matches!(t.entry.value.as_str(), "leak" | "include" | "hold" | "misuse");
    if scan.is_ja() {
        let about =
            scan.class_in(clause, Class::Predicate).any(|t| is_role(&t)) || scan.of(clause).contains("影響");
        let (denied, behind) = if about { (true, None) } else { denied_behind(page, span, clause) };
        return (denied, behind.or(Some(cue.span)));
    }
    let behind = Span { start: cue.span.start, end: clause.end };
    let denied = scan.class_in(behind, Class::Predicate).next().is_some_and(|t| is_role(&t));
    (denied, Some(cue.span))
}

crate::gate::pattern!(
    JA_NONE_OUT,
    r"(?:(?:漏れて|漏えいして|漏洩して|流出して|含まれて|盗まれて)(?:い|お)|(?:流出|漏えい|漏洩|漏れ|被害|影響)[^。、]{0,8}(?:対象|範囲)[^。、]{0,6})(?:ない|らず|なく|りません|おらず|おりません)"
);

/// Japanese names the data first and says in the next clause that none of it got out: Xは暗号化されており、漏れていない.
fn denied_behind(page: &Page<'_>, span: Span, clause: Span) -> (bool, Option<Span>) {
    let scan = &page.scan;
    let Some(sentence) = scan.sentence_at(span.start).filter(|_| scan.is_ja()) else { return (false, None) };
    let is_topic = scan.between(span.end, clause.end).starts_with('は');
    let rest = scan.between(clause.end, sentence.span.end);
    let found = JA_NONE_OUT.find(rest).filter(|_| is_topic && !scan.has_role(clause, &["leak"]));
    let start = clause.range().end;
    (found.is_some(), found.map(|m| Span::new(start + m.start(), start + m.end())))
}

/// Whether the clause tells how data is used or protected, not what became of it.
fn is_background(page: &Page<'_>, span: Span) -> bool {
    let scan = &page.scan;
    let words = scan.of(scan.clause_at(span.start));
    [
        "多要素認証",
        "注意を呼びかけ",
        "変更するよう",
        "推測されやすい",
        "warned customers to",
        "urged users",
        "should change",
        "reset their",
    ]
    .iter()
    .any(|w| words.contains(w))
}

/// Statements about data at large: no leak confirmed, under investigation, denied.
fn whole(page: &Page<'_>, sentence: &Sentence) -> Option<Fact> {
    let scan = &page.scan;
    let text = scan.of(sentence.span);
    let start = sentence.span.range().start;
    let (found, status) = if scan.is_ja() {
        if let Some(found) = sentence.find(&JA_OPEN, text) {
            (found, Status::UnderInvestigation)
        } else {
            let found = sentence.find(&JA_NO_LEAK, text)?;
            let words = found.as_str();
            let is_open = ["確認されて", "確認して", "認められ", "形跡"].iter().any(|w| words.contains(w));
            (found, if is_open { Status::NotConfirmed } else { Status::Denied })
        }
    } else {
        let found = sentence.find(&EN_NO_LEAK, text)?;
        let words = found.as_str().to_lowercase();
        let status = if words.contains("not known") {
            Status::UnderInvestigation
        } else if words.contains("evidence") || words.contains("sign") || words.contains("indication") {
            Status::NotConfirmed
        } else {
            Status::Denied
        };
        (found, status)
    };
    let span = Span::new(start + found.start(), start + found.end());
    let mut fact = page.word(Slot::DataExposed, "unspecified", span);
    fact.status = Some(status);
    Some(fact)
}
