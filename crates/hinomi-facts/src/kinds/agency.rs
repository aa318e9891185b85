//! Finds police, regulators and CERTs that act or warn, and those to whom the matter was reported.
//!
//! Example: `個人情報保護委員会に報告した` → reported_to 個人情報保護委員会; `Police in Osaka arrested` → agency.
//! Misses: bodies that the list of authorities lacks.

use hinomi_model::{Fact, Slot, Span, Value};

use crate::gate::Pattern;
use crate::lexicon::Class;
use crate::page::Page;

crate::gate::pattern!(
    JA_REPORTED,
    r"^(?:\([^()]{1,12}\))?(?:など)?(?:へ|に|には|にも)(?:[^。、]{0,12})?(?:報告|届け出|届出|相談|通報|被害届)"
);
crate::gate::pattern!(JA_CONSULTED, r"相談を受けた$|届け出を受けた$|報告を受けた$|通報を受けた$");
crate::gate::pattern!(
    EN_REPORTED,
    r"(?i)(?:reported (?:the )?(?:\w+ )?(?:matter |incident |breach |attack )?to|notified|informed|alerted|filed .{0,30}with|contacted|reported it to|working with|told) (?:the )?$"
);
crate::gate::pattern!(POLICE, r"[一-龠]{2,4}(?:県警|府警|道警)|[A-Z][a-z]+(?: [A-Z][a-z]+)? [Pp]olice\b");

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    let mut out = Vec::new();
    if !page.is_security() {
        return out;
    }
    for sentence in scan.sentences.iter().filter(|s| s.is_readable()) {
        let mut spans: Vec<Span> = scan.class_in(sentence.span, Class::Authority).map(|t| t.span).collect();
        let start = sentence.span.range().start;
        let police = sentence.may(&POLICE).then(|| scan.of(sentence.span));
        for found in police.iter().flat_map(|text| POLICE.find_iter(text)) {
            let span = Span::new(start + found.start(), start + found.end());
            spans.retain(|s| !s.overlaps(span));
            spans.push(span);
        }
        spans.sort_unstable();
        spans.dedup();
        for span in spans {
            let name = Value::Name(scan.written(span).to_owned());
            let after = scan.between(span.end, sentence.span.end);
            let before = scan.between(sentence.span.start, span.start);
            let is = |pattern: &Pattern, words: &str| sentence.may(pattern) && pattern.is_match(words);
            let reported = is(&JA_REPORTED, after)
                || is(&JA_CONSULTED, before)
                || !scan.is_ja() && is(&EN_REPORTED, before);
            let known = aliases(page, scan.of(span));
            if reported {
                let mut fact = page.plain(Slot::ReportedTo, name.clone(), span);
                fact.aliases = known.clone();
                out.push(fact);
            }
            if is_named(scan.of(span)) {
                let mut fact = page.plain(Slot::Agency, name, span);
                fact.aliases = known;
                out.push(fact);
            }
        }
    }
    out
}

/// Other names of an authority, in both languages, sorted.
fn aliases(page: &Page<'_>, name: &str) -> Vec<String> {
    let lexicon = page.scan.lexicon;
    let main = lexicon.listed(Class::AgencyName, name).map_or(name, |entry| entry.value.as_str());
    let same =
        lexicon.list(Class::AgencyName).filter(|entry| entry.value == main).map(|entry| entry.term.clone());
    let mut out: Vec<String> = same.collect();
    if !out.is_empty() {
        out.push(main.to_owned());
    }
    out.retain(|other| other != name);
    out.sort();
    out.dedup();
    out
}

/// Whether the word names one body and not the police or courts at large.
fn is_named(word: &str) -> bool {
    !matches!(
        word,
        "警察"
            | "検察"
            | "裁判所"
            | "政府"
            | "県警"
            | "府警"
            | "警察署"
            | "地裁"
            | "高裁"
            | "police"
            | "Police"
            | "prosecutors"
            | "Prosecutors"
            | "court"
            | "judge"
            | "jury"
            | "Court"
            | "監督官庁"
            | "所管官庁"
            | "federal court"
            | "district court"
    )
}
