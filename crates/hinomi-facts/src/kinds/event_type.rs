//! Finds what happened, as a word of a closed list: ransomware, data_breach, ddos, loss …
//!
//! Example: `サーバーがランサムウェアに感染した` → event_type ransomware; `DDoS攻撃の可能性がある` → ddos, possible.
//! Misses: events told without any of the listed words; kinds that the list of values lacks ("outage", "theft of crypto").

use std::collections::BTreeMap;

use hinomi_model::{Fact, SaidBy, Slot, Status, Story, Value};

use crate::gate::Pattern;
use crate::lexicon::{Class, How, Term};
use crate::page::Page;
use crate::scan::Sentence;
use crate::scope;

// What was lost stands in the same sentence as a medium.
crate::gate::pattern!(
    LOST,
    r"(?i)\b(?:lost|misplaced|mislaid) (?:it|them|one|(?:the|an?) [a-z ]{0,16}(?:drive|device|laptop|stick|bag|phone))"
);

/// Kinds told of an incident only where it begins: further down they are background.
const HEAD_ONLY: &[&str] = &["malware", "phishing", "espionage", "exploitation", "fraud", "defacement"];

/// Kinds that say more than that somebody came in or something got out.
const CLOSE: &[&str] = &[
    "ransomware",
    "ddos",
    "loss",
    "misconfiguration",
    "insider",
    "supply_chain",
    "phishing",
    "fraud",
    "defacement",
];

/// Words for signs of an event and not for what it was.
const NO_VALUE: &[&str] = &["none", "attack", "outage", "crypto", "media"];

crate::gate::pattern!(
    THEIRS,
    r"(?i)^(?:[ -](?:as-a-service|extortion|hacking))? ?(?:gangs?|groups?|crews?|operators?|operations?|actors?|affiliates?|strains?|famil(?:y|ies)|collective|cartel|の?(?:攻撃)?(?:集団|グループ|ギャング|攻撃者|犯罪者))"
);
crate::gate::pattern!(
    JA_RULES,
    r"^(?:の|に関する|を?防ぐ|防止の?)(?:記録|管理|ルール|規定|規程|許可|申請|手続|台帳|禁止|対策|体制|訓練|研修)|^す(?:際|場合|とき|時)"
);
crate::gate::pattern!(EN_RULES, r"(?i)^(?:[- ])(?:threats?|risks?|insurance|protection|defen[cs]e|polic(?:y|ies)|training|awareness|drills?)\b");
crate::gate::pattern!(JA_NOT_SO, r"^(?:による)?(?:の)?(?:[ァ-ヶー一-龠]{0,6})(?:ではな|でな[くい]|とは(?:異な|別))");
crate::gate::pattern!(EN_NOT_SO, r"(?i)\b(?:not|no|neither|never|rather than|instead of)(?: (?:an?|the|due to|caused by|related to|linked to|the result of))* $");
crate::gate::pattern!(EN_ENDED, r"(?i)^ (?:is|was|has been|had been|have been) (?:now )?(?:over|contained|ended|stopped|remediated|isolated)\b");
crate::gate::pattern!(
    ADMITS,
    r"(?i)\b(?:confirm(?:s|ed)|admit(?:s|ted)|acknowledge[sd]?|disclose[sd]?|notif(?:y|ies|ied))\b|認め|公表|発表|明らかに"
);

/// Kinds of events that a body owns up to with any word for an attack or a leak.
const OWNED: &[&str] = &["data_breach", "unauthorized_access"];

/// Whether the word stands for rules or risks and not for what happened.
fn names_no_event(page: &Page<'_>, sentence: &Sentence, term: &Term<'_>) -> bool {
    let after = page.scan.between(term.span.end, sentence.span.end);
    sentence.has(&JA_RULES, after) || (!page.scan.is_ja() && sentence.has(&EN_RULES, after))
}

/// The event as the body that was hit tells it, where only the attackers' word was found: "X confirms a breach".
fn admitted(page: &Page<'_>, word: &str) -> Option<Fact> {
    let scan = &page.scan;
    let victim = page.parties.victim()?;
    let fits = |value: &str| value == word || (OWNED.contains(&word) && OWNED.contains(&value));
    let lead = scan.lead().map(|s| s.span).collect::<Vec<_>>();
    let told = victim.mentions.iter().filter_map(|m| scan.sentences.get(m.sentence).map(|s| (m, s)));
    told.filter(|(m, s)| m.speaks || (m.heads && lead.contains(&s.span))).find_map(|(mention, sentence)| {
        let verb = sentence.find(&ADMITS, scan.of(sentence.span))?;
        let verb = sentence.span.start + verb.start() as u32;
        let term = scan.class_in(sentence.span, Class::Event).find(|t| {
            let is_object = scan.is_ja() || (mention.name.span.end <= verb && verb < t.span.start);
            fits(t.entry.value.as_str()) && is_object && scan.clause_at(t.span.start) == scan.clause_at(verb)
        })?;
        if scope::is_denied(scan, term.span) || scope::is_attackers_word(scan, term.span) {
            return None;
        }
        let mut fact = page.plain(Slot::EventType, Value::Word(word.to_owned()), term.span);
        fact.status = Some(Status::Confirmed);
        fact.said_by = Some(SaidBy::Victim);
        Some(fact)
    })
}

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    let mut out: Vec<Fact> = Vec::new();
    if !page.is_security() || page.story == Story::Vulnerability {
        return out;
    }
    let head_end = scan.body().nth(1).map_or(u32::MAX, |s| s.span.end);
    // Of the words for one kind, the one to cite: a name before a description, the body before the title.
    let mut best: BTreeMap<&str, ((bool, bool, bool), Term<'_>)> = BTreeMap::new();
    for sentence in &scan.sentences {
        for term in scan.class_in(sentence.span, Class::Event) {
            let word = term.entry.value.as_str();
            if NO_VALUE.contains(&word) || (HEAD_ONLY.contains(&word) && term.span.start > head_end) {
                continue;
            }
            if names_no_event(page, sentence, term) {
                continue;
            }
            // "the ransomware gang": the word says who they are, and what happened only where nothing else does.
            let is_theirs = sentence.has(&THEIRS, scan.between(term.span.end, sentence.span.end));
            let rank = (term.entry.how == How::Near, is_theirs, sentence.is_title);
            let is_better = best.get(word).is_none_or(|(best, _)| rank < *best);
            if is_better {
                best.insert(word, (rank, *term));
            }
        }
    }
    for (word, (_, term)) in &best {
        let mut fact = fact(page, word, term.span);
        if fact.status == Some(Status::Claimed) {
            fact = admitted(page, word).unwrap_or(fact);
        }
        out.push(fact);
    }
    for sentence in scan.body() {
        let Some(found) = sentence.find(&LOST, scan.of(sentence.span)) else { continue };
        if !best.contains_key("loss") && scan.value_in(sentence.span, Class::Event, "media").next().is_some()
        {
            let start = sentence.span.range().start;
            out.push(fact(page, "loss", hinomi_model::Span::new(start + found.start(), start + found.end())));
        }
    }
    // A leak is what most of the others end in, and unauthorised access what they begin with: they are the event only
    // where nothing closer is told.
    let is = |f: &Fact, words: &[&str]| matches!(&f.value, Value::Word(w) if words.contains(&w.as_str()));
    // A flood of traffic often only follows a break-in.
    let has_plain = out.iter().any(|f| f.status != Some(Status::Denied) && is(f, CLOSE) && !is(f, &["ddos"]));
    if has_plain {
        out.retain(|f| {
            is(f, CLOSE)
                || is(f, &["malware", "espionage", "exploitation"])
                || f.status == Some(Status::Denied)
        });
    } else if out.iter().any(|f| is(f, &["unauthorized_access"])) {
        out.retain(|f| !is(f, &["data_breach"]));
    }
    out
}

fn fact(page: &Page<'_>, word: &str, span: hinomi_model::Span) -> Fact {
    let mut fact = page.plain(Slot::EventType, Value::Word(word.to_owned()), span);
    let scan = &page.scan;
    let clause = scan.clause_at(span.start);
    let (before, after) = (scan.between(clause.start, span.start), scan.between(span.end, clause.end));
    let has = |pattern: &Pattern, words: &str| scan.sentence_at(span.start).is_some_and(|s| s.has(pattern, words));
    let is_not = if scan.is_ja() { has(&JA_NOT_SO, after) } else { has(&EN_NOT_SO, before) };
    // "believes the intrusion is over": what is believed is its end. And an undisclosed number leaves no doubt of what.
    // "unknown attackers" neither.
    let is_open = scan.is_ja() || ["whether ", " if ", "investigat"].iter().any(|w| scan.of(clause).contains(w));
    let status = scope::status(scan, span).filter(|s| {
        let is_vague = matches!(s, Status::Undisclosed | Status::UnderInvestigation);
        (!is_vague || is_open) && !has(&EN_ENDED, after)
    });
    fact.status = if is_not && status.is_none() { Some(Status::Denied) } else { status };
    fact.said_by = scope::said_by(page, span);
    fact
}
