//! Finds who did it: names from the lists, and names introduced as attackers ("a group calling itself X", 集団「X」).
//!
//! Example: `攻撃グループ「黒曜」が犯行声明を出した` → actor 黒曜, claimed; `a group it tracks as UNC0001` → attributed.
//! Misses: names without quotation marks or a word for attackers beside them, and persons accused.

use hinomi_model::{Fact, SaidBy, Slot, Span, Status, Value};

use crate::actors;
use crate::lexicon::Class;
use crate::page::Page;
use crate::scan::Sentence;
use crate::scope;

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    let mut out: Vec<Fact> = Vec::new();
    if !page.is_security() {
        return out;
    }
    for sentence in scan.sentences.iter().filter(|s| s.is_readable()) {
        let introduced = actors::introduced(scan, sentence);
        let mut spans: Vec<Span> = introduced.to_vec();
        for term in scan.terms_in(sentence.span) {
            let counts = match term.entry.class {
                Class::Actor => actors::counts(scan, term),
                // A gang's name is also that of its malware: it is an actor where it acts or is called a group.
                Class::Gang | Class::Malware => actors::counts(scan, term) && actors::acts(scan, term, page.is_attack()),
                _ => false,
            };
            if counts && !spans.iter().any(|s| s.overlaps(term.span)) {
                spans.push(term.span);
            }
        }
        if page.parties.victim().is_some() {
            spans.extend(accused(page, sentence));
        }
        spans.sort_unstable();
        for span in spans {
            if is_malware(page, span) && !introduced.contains(&span) {
                continue;
            }
            out.push(fact(page, span));
        }
    }
    // What another's brackets or "also known as" name is an alias of that one.
    let aliases: Vec<String> = out.iter().flat_map(|f| f.aliases.clone()).collect();
    let starts: Vec<u32> = out.iter().map(|f| f.span.start).collect();
    out.retain(|f| {
        let Value::Name(name) = &f.value else { return true };
        !(aliases.contains(name) && is_alias_place(page, f.span) && starts.iter().any(|s| *s < f.span.start))
    });
    out
}

/// Whether the words before a name make it another name of the one before.
fn is_alias_place(page: &Page<'_>, span: Span) -> bool {
    const LEADS: &[&str] = &[
        "(別名",
        "別名",
        "(別名「",
        "別名「",
        "known as ",
        "aka ",
        "a.k.a. ",
        "(",
        "（",
        "（別名",
        "called ",
    ];
    let before = page.scan.source.get(..span.start as usize).unwrap_or_default();
    LEADS.iter().any(|lead| before.ends_with(lead))
}

crate::gate::pattern!(JA_ACCUSED, r"([ァ-ヶー・一-龠]{2,24})(?:被告|容疑者|受刑者)");
crate::gate::pattern!(
    EN_ACCUSED,
    r"\b([A-Z][a-z]+(?: [A-Z][a-z]+){1,2}),? (?:an? )?(?:\d\d-year-old|\d\d,)[^.;]{0,60}(?:plead|charged|arrested|sentenced|accused|convicted|indicted)"
);

/// Names of persons whom a court or the police hold for it.
fn accused(page: &Page<'_>, sentence: &Sentence) -> Vec<Span> {
    let pattern = if page.scan.is_ja() { &JA_ACCUSED } else { &EN_ACCUSED };
    if !sentence.may(pattern) {
        return Vec::new();
    }
    let start = sentence.span.range().start;
    let found = pattern.captures_iter(page.scan.of(sentence.span)).filter_map(|c| c.get(1));
    found
        .map(|m| {
            // 学生マシュー・… : the post before a foreign name is no part of it.
            let name = m.as_str();
            let cut =
                name.rfind(crate::shape::is_kanji).filter(|_| name.ends_with(crate::shape::is_katakana));
            let from = cut
                .map_or(0, |at| at + name.get(at..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8));
            Span::new(start + m.start() + from, start + m.end())
        })
        .collect()
}

fn is_malware(page: &Page<'_>, span: Span) -> bool {
    let scan = &page.scan;
    let before = scan.between(span.start.saturating_sub(60), span.start);
    let tail = before.trim_end_matches(['「', ' ']);
    ["ランサムウェア", "ランサムウエア", "マルウェア", "ウイルス", "バックドア"]
        .iter()
        .any(|w| tail.ends_with(w))
}

fn fact(page: &Page<'_>, span: Span) -> Fact {
    let scan = &page.scan;
    let written = scan.written(span).to_owned();
    let mut fact = page.plain(Slot::Actor, Value::Name(written.clone()), span);
    let sentence = scan.sentence_at(span.start).map_or(span, |s| s.span);
    let words = scan.of(sentence);
    let is_claim = [
        "声明",
        "主張",
        "名乗",
        "claim",
        "says",
        "leak site",
        "for sale",
        "said it",
        "call themselves",
        "posted",
        "リークサイト",
    ]
    .iter()
    .any(|w| words.contains(w));
    let is_suspicion =
        ["関与が疑われ", "疑う", "とみられ", "疑い", "suspected", "is suspected", "believed", "関わったと"]
            .iter()
            .any(|w| words.contains(w));
    fact.said_by = scope::said_by(page, span);
    let is_laid = ATTRIBUTES.iter().any(|w| words.contains(w));
    let by_others = matches!(fact.said_by, Some(SaidBy::Authority | SaidBy::Vendor));
    fact.status = if is_claim && !by_others {
        Some(Status::Claimed)
    } else if is_suspicion && fact.said_by != Some(SaidBy::Authority) {
        Some(Status::Suspected)
    } else {
        (is_laid || by_others).then_some(Status::Attributed)
    };
    for term in scan.terms_in(span).filter(|t| t.span == span) {
        if matches!(term.entry.class, Class::Actor | Class::Gang) {
            fact.aliases.extend(scan.lexicon.synonyms(term.entry.class, &term.entry.value, &term.entry.term));
        }
    }
    fact.aliases.extend(alias_behind(page, span));
    fact.aliases.retain(|alias| *alias != written);
    fact.aliases.sort();
    fact.aliases.dedup();
    fact
}

/// Words that lay a deed at somebody's door.
const ATTRIBUTES: &[&str] = &[
    "呼び",
    "呼ばれ",
    "名指し",
    "犯行",
    "による",
    "判断",
    "特定",
    "とみて",
    "関与",
    "悪用して",
    "被告",
    "容疑者",
    "逮捕",
    "tracks as",
    "tracked as",
    "attributed",
    "blamed",
    "blames",
    "accused",
    "responsible",
    "linked",
    "ties",
    "pinned",
    "pins",
    "behind",
    "calls",
    "identified",
    "known as",
    "plead",
    "charged",
    "exploiting",
    "called",
    "carried out",
    "suspected of running",
    "stole",
    "compromised",
    "breached",
];

crate::gate::pattern!(
    ALIAS,
    r"^」?(?:\((?:別名)?([^()]{2,30})\)|, (?:also|better|otherwise) known as ([A-Z0-9][\w\-]*(?: [A-Z][\w\-]*){0,2}))"
);

fn alias_behind(page: &Page<'_>, span: Span) -> Option<String> {
    let sentence = page.scan.sentence_at(span.start)?;
    let captures = ALIAS.captures(page.scan.between(span.end, sentence.span.end))?;
    captures.iter().skip(1).flatten().next().map(|found| found.as_str().to_owned())
}
