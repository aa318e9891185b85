//! How sure, and who says it: which cues govern the words at a span.

use hinomi_model::{SaidBy, Span, Status};
use hinomi_text::CueKind;

use crate::gate::pattern;
use crate::lexicon::Class;
use crate::page::Page;
use crate::parties::{Mention, Parties, Party};
use crate::scan::{Scan, Sentence};

/// Whether something in the clause turns round what is said at `span`.
///
/// Japanese: a negation behind it in its clause. English: one anywhere in its clause.
pub fn is_negated(scan: &Scan<'_>, span: Span) -> bool {
    let clause = scan.clause_at(span.start);
    scan.cues_in(clause).any(|cue| {
        cue.kind == CueKind::Negation
            && !cue.span.overlaps(span)
            && (!scan.is_ja() || cue.span.start >= span.end)
    })
}

/// Whether the rest of the clause denies what is said at `span` or says that nothing is known of it.
pub fn is_denied(scan: &Scan<'_>, span: Span) -> bool {
    let clause = scan.clause_at(span.start);
    let from = if scan.is_ja() { span.end.min(clause.end) } else { clause.start };
    scan.cues_in(Span { start: from, end: clause.end }).any(|cue| {
        matches!(cue.kind, CueKind::Negation | CueKind::Hedge(Status::Denied | Status::NotConfirmed))
    })
}

/// The status that the words around `span` give it; `None` where it is told plainly.
pub fn status(scan: &Scan<'_>, span: Span) -> Option<Status> {
    let sentence = scan.sentence_at(span.start).filter(|s| s.is_readable())?;
    if is_attackers_word(scan, span) {
        return Some(Status::Claimed);
    }
    let clause = scan.clause_at(span.start);
    let hedge = |within: Span| {
        let found = scan.cues_in(within).filter(|c| !c.span.overlaps(span) || c.span.start > span.start);
        let found = found.filter_map(|cue| match cue.kind {
            CueKind::Hedge(status) => Some((cue.span, status)),
            _ => None,
        });
        // Who says so tells less than how sure it is: "may have leaked, X said".
        let all: Vec<(Span, Status)> = found.collect();
        all.iter().find(|(_, status)| *status != Status::Attributed).or(all.first()).copied()
    };
    if scan.is_ja() {
        let behind = Span { start: span.end.min(clause.end), end: clause.end };
        if let Some((_, status)) = hedge(behind) {
            return Some(status);
        }
        let before = Span { start: clause.start, end: span.start.max(clause.start) };
        // 流出した恐れのあるX件: a hedge before the number belongs to it too, unless it is another's relative clause.
        return hedge(before).map(|(_, status)| status).filter(|s| matches!(s, Status::Possible)).or_else(
            || {
                let rest = Span { start: clause.end, end: sentence.span.end };
                hedge(rest)
                    .map(|(_, status)| status)
                    .filter(|s| matches!(s, Status::Possible | Status::Claimed))
            },
        );
    }
    // Who speaks, and that it is confirmed, holds for the whole; and what is only supposed is supposed with its
    // circumstances: "probably got in after somebody lost a password".
    let whole = || {
        hedge(clause).filter(|(at, s)| match s {
            Status::Attributed | Status::Confirmed => true,
            Status::Suspected | Status::Undisclosed => at.start < span.start,
            _ => false,
        })
    };
    // Most clauses have no hedge at all, and need not be cut into parts.
    let is_hedged = scan.cues_in(clause.cover(span)).any(|cue| matches!(cue.kind, CueKind::Hedge(_)));
    is_hedged.then(|| hedge(part_at(scan, clause, span)).or_else(whole).map(|(_, status)| status)).flatten()
}

/// Words that begin a part of an English clause whose hedges are its own: "confirms a breach after an alleged attack".
const EN_PARTS: &[&str] =
    &[" after ", " before ", " following ", " when ", " once ", " since ", " and that "];

/// The part of an English clause around `span` that the words of [`EN_PARTS`] leave.
fn part_at(scan: &Scan<'_>, clause: Span, span: Span) -> Span {
    let (before, behind) = (scan.between(clause.start, span.start), scan.between(span.end, clause.end));
    // All of the words begin with a space.
    let begins = |text: &str, at: usize| {
        text.get(at..).is_some_and(|rest| EN_PARTS.iter().any(|word| rest.starts_with(word)))
    };
    let mut spaces = memchr::memrchr_iter(b' ', before.as_bytes());
    let start = spaces.find(|at| begins(before, *at)).unwrap_or_default();
    let mut spaces = memchr::memchr_iter(b' ', behind.as_bytes());
    let end = spaces.find(|at| begins(behind, *at)).unwrap_or(behind.len());
    Span { start: clause.start + start as u32, end: span.end.max(clause.start) + end as u32 }
}

/// Whether a sentence tells of what happened to a body that this matter has nothing to do with.
pub fn is_of_others(scan: &Scan<'_>, parties: &Parties, sentence: &Sentence) -> bool {
    if parties.victims.is_empty() {
        return false;
    }
    let idx = scan.sentences.partition_point(|s| s.span.start < sentence.span.start);
    let is_told = |m: &Mention| m.sentence == idx && m.is_plain && m.harm > 0;
    if !parties.all.iter().any(|party| party.mentions.iter().any(is_told)) {
        return false;
    }
    // A name may be cut otherwise here, inside a longer one.
    let words = scan.of(sentence.span);
    let stands = |party: &Party| {
        party.mentions.iter().any(|m| m.sentence == idx || words.contains(scan.of(m.name.span)))
    };
    !parties.hit().chain(parties.touched()).any(stands)
}

/// Words that give the floor to the attackers, behind a word for them.
const JA_CLAIMS: &[&str] = &["主張", "声明", "名乗", "予告", "としている", "投稿"];
/// How far behind the word for attackers such a word may stand, in bytes: some forty characters.
const CLAIM_BYTES: u32 = 130;

/// Whether somebody else than the attackers is the subject and closes the sentence with a verb of speaking: the claim
/// is then only what it speaks of.
fn reports_of_claim(scan: &Scan<'_>, sentence: &Sentence) -> bool {
    let text = scan.of(sentence.span);
    let Some(topic) = text.find('は') else { return false };
    let subject = Span { start: sentence.span.start, end: sentence.span.start + topic as u32 };
    let is_attacker =
        |t: &crate::lexicon::Term<'_>| matches!(t.entry.class, Class::Attacker | Class::Actor | Class::Gang);
    if scan.terms_in(subject).any(is_attacker) || scan.of(subject).ends_with('」') {
        return false;
    }
    let end = text.trim_end_matches(['。', '」']);
    let tail: String = end.chars().rev().take(TAIL_CHARS).collect();
    let last = |word: &str| tail.contains(&word.chars().rev().collect::<String>());
    ["公表", "発表", "明らかに", "認め", "説明", "報告"].iter().any(|word| last(word))
}

/// Characters at the end of a Japanese sentence that hold its last verb.
const TAIL_CHARS: usize = 8;

/// Whether a Japanese sentence tells what attackers say: 攻撃グループは…と主張した, 「X」が犯行声明.
fn claims_ja(scan: &Scan<'_>, sentence: &Sentence) -> bool {
    let text = scan.of(sentence.span);
    if reports_of_claim(scan, sentence) || !JA_CLAIMS.iter().any(|word| text.contains(word)) {
        return false;
    }
    let speaks = |at: u32| {
        let mut end = (at + CLAIM_BYTES).min(sentence.span.end);
        while !scan.folded.text.is_char_boundary(end as usize) {
            end -= 1;
        }
        JA_CLAIMS.iter().any(|word| scan.between(at, end).contains(word))
    };
    let by_word = scan.class_in(sentence.span, Class::Attacker).any(|t| {
        let rest = scan.between(t.span.end, sentence.span.end);
        let acts = rest.starts_with(['は', 'が', 'も', '側', '「', '」', 'を']);
        acts && t.entry.value != "malware" && scan.of(t.span) != "第三者" && speaks(t.span.end)
    });
    let by_name = |(at, quote): (usize, &str)| {
        let end = sentence.span.start + (at + quote.len()) as u32;
        let rest = scan.between(end, sentence.span.end);
        rest.starts_with(['が', 'は']) && ["声明", "主張"].iter().any(|w| rest.contains(w)) && speaks(end)
    };
    by_word || text.match_indices('」').any(by_name)
}

pattern!(CLAIMED_BY, r"claimed by ");
pattern!(
    SAYS,
    r"^[^.;]{0,70}\b(?:claims?|claimed|claiming|says|said|boasted|posted|told|offers|put up for sale|alleges|alleged|lists)\b"
);

/// Words from the front of an English sentence to the attackers who speak in it, at most.
const SUBJECT_WORDS_MAX: usize = 8;

/// Whether the sentence gives the attackers' words: their claim, not what is known.
pub fn is_attackers_word(scan: &Scan<'_>, span: Span) -> bool {
    let Some(sentence) = scan.sentence_at(span.start) else { return false };
    if scan.is_ja() {
        return *sentence.claims.get_or_init(|| claims_ja(scan, sentence));
    }
    // "1.1TB claimed by the gang": what stands before is theirs.
    let text = scan.of(sentence.span);
    if let Some(found) = sentence.find(&CLAIMED_BY, text) {
        let end = sentence.span.start + found.start() as u32;
        let by = Span { start: end, end: sentence.span.end };
        let is_theirs =
            scan.terms_in(by).any(|t| matches!(t.entry.class, Class::Actor | Class::Gang | Class::Attacker));
        if is_theirs && span.end <= end && scan.clause_at(span.start) == scan.clause_at(end) {
            return true;
        }
    }
    let attacker = scan.terms_in(sentence.span).find(|t| {
        matches!(t.entry.class, Class::Actor | Class::Gang) && crate::actors::counts(scan, t)
            || t.entry.class == Class::Attacker && t.entry.value != "malware"
    });
    let Some(attacker) = attacker else { return false };
    let rest = scan.between(attacker.span.end, sentence.span.end);
    let before = scan.between(sentence.span.start, attacker.span.start);
    let starts_early = before.bytes().filter(|b| *b == b' ').count() < SUBJECT_WORDS_MAX;
    starts_early
        && sentence.find(&SAYS, rest).is_some_and(|found| {
            attacker.span.end + found.end() as u32 <= span.start.max(attacker.span.end + found.end() as u32)
                && span.start >= attacker.span.end
        })
}

/// Who says what stands at `span`, where the sentence tells.
pub fn said_by(page: &Page<'_>, span: Span) -> Option<SaidBy> {
    let scan = &page.scan;
    let sentence = scan.sentence_at(span.start).filter(|s| s.is_readable())?;
    if is_attackers_word(scan, span) {
        return Some(SaidBy::Attacker);
    }
    if !scan.has_role(sentence.span, &["announce", "report"]) {
        return None;
    }
    let subject =
        Span { start: sentence.span.start, end: sentence.span.start + (sentence.span.len() as u32) / 2 };
    let first = scan.terms_in(subject).find(|t| matches!(t.entry.class, Class::Authority | Class::Vendor));
    let victim = page
        .parties
        .victim()
        .is_some_and(|v| v.mentions.iter().any(|m| m.speaks && sentence.span.contains(m.name.span)));
    let text = scan.of(sentence.span);
    let pronoun = || {
        ["同社", "同市", "同大", "同県", "当社", "The company", "the company", "The retailer", "The firm"]
            .iter()
            .any(|w| text.contains(w))
    };
    match first {
        _ if victim || first.is_none() && pronoun() => Some(SaidBy::Victim),
        Some(term) if term.entry.class == Class::Authority => Some(SaidBy::Authority),
        Some(_) => Some(SaidBy::Vendor),
        None if text.contains("報道") || text.contains("reported by") || text.contains("メディア") => {
            Some(SaidBy::Press)
        }
        None => None,
    }
}
