//! Who is who: the bodies that an article names, and which of them it happened to.
//!
//! Every name collects evidence from the words around it (Xに攻撃, `attack on X`, Xは…と発表した). The one that was hit
//! most plainly is the victim, for whom 同社 and `the company` stand; others tied to it are affected parties.

pub(crate) mod english;
pub(crate) mod japanese;

use hinomi_model::Span;
use hinomi_text::name_key;

use crate::gate::pattern;
use crate::lexicon::{Class, Term};
use crate::names_ja::Name;
use crate::scan::{Scan, Sentence};
use crate::shape::is_kanji;
use crate::{actors, names_en, names_ja, story};

/// Evidence that is as good as being told: "attack on X".
const HARM_PLAIN: i32 = 3;
/// Evidence that mostly means it: "leak … of X's".
const HARM_LIKELY: i32 = 2;
/// Evidence that only adds to other evidence.
const HARM_SLIGHT: i32 = 1;
/// Harm a victim needs. With 1, speakers at bystanders became victims in articles about outages.
const HARM_MIN: i32 = 2;
/// Score a victim needs.
const SCORE_MIN: i32 = 3;
/// What a name that stands in the title alone loses against others.
const TITLE_ONLY_COST: i32 = 2;
/// Mentions whose harm is added up, the highest first; more would let long articles outvote plain words.
const HARM_MENTIONS_MAX: usize = 3;

/// Further victims told of in one article; a longer list is a chronicle.
const FELLOWS_MAX: usize = 3;
/// Sentences in which names are looked for; whom it happened to stands in the first few.
const NAME_SENTENCES_MAX: usize = 200;
/// Words that may stand before a name at the head of a headline: "Japanese Beer Giant …".
const HEAD_WORDS_MAX: usize = 3;

/// How a name is tied to another in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// Not at all.
    None,
    /// Unit of another.
    Unit,
    /// Parent of another.
    Parent,
    /// Works for another.
    Supplier,
    /// Lets another work for it.
    Customer,
}

/// What the words around one mention say.
#[derive(Debug, Clone, Copy)]
struct Evidence {
    /// How plainly they say that it was hit.
    harm: i32,
    /// Whether they say it outright.
    is_plain: bool,
    /// Whether it speaks.
    speaks: bool,
    /// Whether it speaks of what happened to itself: admits, denies, tells its customers.
    admits: bool,
    /// Whether it stands at the head of the title.
    heads: bool,
    /// Whether it is the subject of the first sentence of the body.
    leads: bool,
    /// How it is tied to another.
    tie: Tie,
    /// Whether the words make it a body, whatever its letters.
    is_body: bool,
}

/// A name where it stands, and what the words around it say.
#[derive(Debug, Clone)]
pub struct Mention {
    /// The name.
    pub name: Name,
    /// Index of its sentence.
    pub sentence: usize,
    /// How plainly the words say that it was hit.
    pub harm: i32,
    /// Whether they say it outright.
    pub is_plain: bool,
    /// Whether it speaks here.
    pub speaks: bool,
    /// Whether it stands at the head of the title.
    pub heads: bool,
    /// Whether it is the subject of the first sentence of the body.
    pub leads: bool,
    /// Whether it is an authority, maker or researcher that tells of others.
    pub reports: bool,
    /// How it is tied to another in its sentence.
    pub tie: Tie,
}

/// A body, with all its mentions.
#[derive(Debug, Clone, Default)]
pub struct Party {
    /// Comparable forms: of the name and its aliases.
    pub keys: Vec<String>,
    /// Other names given in the text.
    pub aliases: Vec<String>,
    /// Where it stands.
    pub mentions: Vec<Mention>,
    /// Sum of harm.
    pub harm: i32,
    /// Harm and everything else that speaks for it.
    pub score: i32,
}

/// The bodies of an article.
#[derive(Debug, Clone, Default)]
pub struct Parties {
    /// All, by first mention.
    pub all: Vec<Party>,
    /// Indices of those that it happened to, the surest first.
    pub victims: Vec<usize>,
    /// Indices of others touched by it.
    pub affected: Vec<usize>,
}

/// Finds the bodies that `scan` names.
pub fn parties(scan: &Scan<'_>) -> Parties {
    let mut all: Vec<Party> = Vec::new();
    let mut things: Vec<String> = Vec::new();
    let readable = scan.sentences.iter().enumerate().filter(|(_, s)| s.is_readable());
    for (idx, sentence) in readable.take(NAME_SENTENCES_MAX) {
        for name in names(scan, sentence) {
            if !scan.is_ja() && english::is_tool(scan, sentence, &name) {
                things.push(key_of(scan.of(name.span)));
                continue;
            }
            if let Some(mention) = mention(scan, idx, sentence, name) {
                join(&mut all, scan, mention);
            }
        }
    }
    if !scan.is_ja() {
        read_headline(scan, &mut all);
    }
    all.retain(|party| !party.keys.iter().any(|key| things.contains(key)));
    if scan.is_ja() && scan.gates.may(&OWN) && OWN.is_match(&scan.folded.text) {
        speak_for_themselves(&mut all);
    }
    yield_to_others(&mut all);
    find_heads(scan, &mut all);
    all.iter_mut().for_each(weigh);
    let mut parties = Parties { all, ..Parties::default() };
    choose(&mut parties, scan);
    parties
}

/// The candidates of a sentence, in order, by the rules of the text's language.
pub fn names(scan: &Scan<'_>, sentence: &Sentence) -> Vec<Name> {
    if scan.is_ja() { names_ja::names(scan, sentence) } else { names_en::names(scan, sentence) }
}

/// What the words of [`REPORTER`] end in.
const REPORTER_ENDS: [char; 6] = ['業', '社', '手', 'ー', 'の', ' '];

pattern!(OWN, r"当社|弊社|当院|本学|本市|当法人|当会|当行|当校|本校|当協会|当組合");
pattern!(
    REPORTER,
    r"(?:セキュリティ(?:企業|会社|大手|ベンダー)|調査会社|調査企業|分析会社)の?$|(?i)(?:security (?:firm|company|vendor|researchers at|outfit)|research firm|researchers at|threat intelligence firm|analytics firm|according to(?: a report by)?) (?:the )?$"
);

/// What the words around a name say, or `None` where it names somebody who is no body that can be hit.
fn mention(scan: &Scan<'_>, idx: usize, sentence: &Sentence, name: Name) -> Option<Mention> {
    if name.is_quoted
        || is_attacker(scan, sentence, &name)
        || is_person(scan, sentence, &name)
        || is_product(scan, &name)
    {
        return None;
    }
    let before = scan.between(sentence.span.start, name.whole.start);
    let after = scan.between(name.whole.end, sentence.span.end);
    let is_vendor = is_maker(scan, &name);
    let evidence = if scan.is_ja() {
        japanese::evidence(scan, sentence, &name, before, after)
    } else {
        english::evidence(scan, sentence, is_vendor, before, after)
    };
    Some(judged(scan, idx, sentence, name, evidence, before))
}

/// A mention, where makers, authorities and researchers mostly tell of others.
fn judged(
    scan: &Scan<'_>,
    idx: usize,
    sentence: &Sentence,
    mut name: Name,
    mut evidence: Evidence,
    before: &str,
) -> Mention {
    let reports = is_authority(scan, &name)
        || (is_maker(scan, &name) && !evidence.admits)
        || (before.ends_with(REPORTER_ENDS) && sentence.has(&REPORTER, before));
    if reports {
        evidence.speaks = false;
        evidence.heads = false;
        evidence.leads = false;
        evidence.harm = if evidence.harm < HARM_PLAIN { 0 } else { evidence.harm };
    }
    name.is_institution |= evidence.is_body;
    let Evidence { harm, is_plain, speaks, heads, leads, tie, .. } = evidence;
    Mention { name, sentence: idx, harm, is_plain, speaks, heads, leads, reports, tie }
}

/// Whether the name is that of a maker of products or a security company.
fn is_maker(scan: &Scan<'_>, name: &Name) -> bool {
    scan.class_in(name.span, Class::Vendor).any(|t| t.span == name.span)
}

/// Whether the sentence tells of an event.
fn has_event(scan: &Scan<'_>, sentence: &Sentence) -> bool {
    scan.class_in(sentence.span, Class::Event).any(|t| t.entry.value != "none")
}

/// Whether the sentence is the first of the body.
fn is_lead(scan: &Scan<'_>, sentence: &Sentence) -> bool {
    scan.told().next().is_some_and(|first| first.span == sentence.span)
}

/// Whether the name is that of an authority, or ends in one (米CISA, 岡山県警).
fn is_authority(scan: &Scan<'_>, name: &Name) -> bool {
    scan.class_in(name.whole, Class::Authority).any(|t| {
        t.span.overlaps(name.span) && t.span.len() * 2 >= name.span.len() && t.span.end >= name.span.end
    }) || is_department(scan.of(name.span))
        || ["県警", "府警", "道警", "警察署", "地検", "地裁", "高裁"]
            .iter()
            .any(|end| scan.of(name.span).ends_with(end))
}

/// Whether the name is that of a department, of the United States or another.
fn is_department(name: &str) -> bool {
    let name = name.strip_prefix("U.S. ").unwrap_or(name);
    let name = name.strip_prefix("US ").unwrap_or(name);
    name.starts_with("Department of ")
}

/// Whether the name is an attacker's: known as one, or introduced as one.
fn is_attacker(scan: &Scan<'_>, sentence: &Sentence, name: &Name) -> bool {
    let known = scan.terms_in(sentence.span).any(|t| {
        matches!(t.entry.class, Class::Actor | Class::Gang | Class::Malware)
            && t.span.overlaps(name.span)
            && actors::counts(scan, t)
    });
    known || actors::introduced(scan, sentence).iter().any(|span| span.overlaps(name.span))
}

/// Whether the name is a person's.
fn is_person(scan: &Scan<'_>, sentence: &Sentence, name: &Name) -> bool {
    let before = scan.between(sentence.span.start, name.whole.start);
    let after = scan.between(name.whole.end, sentence.span.end);
    if scan.is_ja() {
        const POSTS: &[&str] =
            &["氏", "被告", "容疑者", "さん", "社長", "会長", "市長", "知事", "教授", "CEO", "受刑者"];
        return POSTS.iter().any(|w| after.starts_with(w));
    }
    let is_title = |word: &str| {
        scan.lexicon.listed(Class::CommonEn, word.trim_end_matches(',')).is_some_and(|e| e.value == "title")
    };
    let last = before.trim_end_matches([' ', ',']).rsplit(' ').next().unwrap_or_default();
    const BEHIND: &[&str] =
        &[", chief", ", the chief", ", president", ", director", ", head of", ", a lawyer"];
    let has_age = after.strip_prefix(", ").is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit()) && rest.chars().nth(2) == Some(',')
    });
    if is_title(last) || has_age || after.starts_with(", a 1") || BEHIND.iter().any(|w| after.starts_with(w))
    {
        return true;
    }
    // A surname alone, after the full name behind a title.
    let word = scan.of(name.span);
    !word.contains(' ') && {
        let tail = format!(" {word}");
        let opening = scan.opening();
        memchr::memmem::find_iter(opening.as_bytes(), tail.as_bytes()).any(|at| {
            let lead = opening.get(..at).unwrap_or_default();
            let mut words = lead.rsplit(' ');
            let first = words.next().unwrap_or_default();
            first.starts_with(char::is_uppercase) && words.next().is_some_and(is_title)
        })
    }
}

/// Whether the name is a product's: listed, or a maker's name with a product's behind it.
fn is_product(scan: &Scan<'_>, name: &Name) -> bool {
    let ends_with = |t: &Term<'_>| t.span.end == name.span.end;
    scan.class_in(name.span, Class::Product).any(ends_with)
}

/// Adds a mention to the party that it names.
fn join(all: &mut Vec<Party>, scan: &Scan<'_>, mention: Mention) {
    let mut keys = vec![key_of(scan.of(mention.name.span))];
    keys.extend(mention.name.aliases.iter().map(|a| key_of(a)));
    keys.retain(|k| k.chars().count() >= 2);
    if keys.is_empty() {
        return;
    }
    let same = all.iter().position(|p| p.keys.iter().any(|k| keys.contains(k)));
    let same = same.or_else(|| {
        all.iter().position(|p| p.keys.iter().any(|k| keys.iter().any(|own| is_short_form(k, own))))
    });
    let own = scan.of(mention.name.span);
    let same = same.or_else(|| {
        all.iter().position(|p| p.mentions.iter().any(|m| are_initials(scan.of(m.name.span), own)))
    });
    let idx = same.unwrap_or_else(|| {
        all.push(Party::default());
        all.len() - 1
    });
    let Some(party) = all.get_mut(idx) else { return };
    for key in keys {
        if !party.keys.contains(&key) {
            party.keys.push(key);
        }
    }
    for alias in &mention.name.aliases {
        if !party.aliases.contains(alias) {
            party.aliases.push(alias.clone());
        }
    }
    party.mentions.push(mention);
}

/// The comparable form of a name, with the abbreviations of Japanese holding companies written out.
fn key_of(name: &str) -> String {
    let key = name_key(name);
    match key.strip_suffix("ghd") {
        Some(stem) if !stem.is_empty() => format!("{stem}グループホールディングス"),
        _ => match key.strip_suffix("hd") {
            Some(stem) if !stem.is_empty() => format!("{stem}ホールディングス"),
            _ => key,
        },
    }
}

/// Whether one name is the beginning of the other: 北見食品 and 北見食品ホールディングス, Acme and Acme Systems.
fn is_short_form(a: &str, b: &str) -> bool {
    const TAILS: &[&str] = &[
        "ホールディングス",
        "グループ",
        "グループホールディングス",
        "社",
        "市役所",
        "group",
        "holdings",
        "groupholdings",
        "systems",
        "ltd",
        "co",
        "company",
    ];
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.chars().count() >= 2 && long.strip_prefix(short).is_some_and(|tail| TAILS.contains(&tail))
}

/// Whether one name is the initials of the other: B&W and Birch & Wren, NHA and North Harbor Authority.
fn are_initials(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if !short.bytes().all(|b| b.is_ascii_uppercase() || b == b'&') {
        return false;
    }
    let letters: String = short.chars().filter(|c| c.is_ascii_uppercase()).collect();
    let initials: String =
        long.split(' ').filter_map(|w| w.chars().next()).filter(char::is_ascii_uppercase).collect();
    letters.len() >= 2 && letters == initials
}

/// Takes the harm of a speaker away where its sentence tells of another's: 委託先のXが受けた攻撃により.
fn yield_to_others(all: &mut [Party]) {
    let plain: Vec<(usize, usize)> = all
        .iter()
        .enumerate()
        .flat_map(|(idx, party)| party.mentions.iter().map(move |m| (idx, m)))
        .filter(|(_, m)| m.is_plain || (m.tie == Tie::Unit && m.harm > HARM_LIKELY))
        .map(|(idx, m)| (idx, m.sentence))
        .collect();
    for (idx, party) in all.iter_mut().enumerate() {
        for mention in &mut party.mentions {
            let other = plain.iter().any(|(other, sentence)| *other != idx && *sentence == mention.sentence);
            if other && !mention.is_plain && mention.tie != Tie::Unit {
                mention.harm = 0;
            }
        }
    }
}

/// Weighs the words of a headline in capitals around the names that the body has.
fn read_headline(scan: &Scan<'_>, all: &mut [Party]) {
    let mut titles = scan.sentences.iter().enumerate().filter(|(_, s)| s.is_title);
    let Some((idx, sentence)) = titles.next().filter(|(_, s)| names_en::is_title_case(scan.of(s.span)))
    else {
        return;
    };
    let title = scan.of(sentence.span);
    let lower = title.to_ascii_lowercase();
    for party in all.iter_mut() {
        let Some(first) = party.mentions.first().filter(|m| m.sentence != idx) else { continue };
        let words = scan.of(first.name.span);
        let edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        let place = title.match_indices(words).map(|(at, _)| (at, at + words.len())).find(|(at, end)| {
            edge(title.get(..*at).and_then(|t| t.chars().next_back()))
                && edge(title.get(*end..).and_then(|t| t.chars().next()))
        });
        let Some((at, end)) = place else { continue };
        let start = sentence.span.start;
        let span = Span { start: start + at as u32, end: start + end as u32 };
        let name = Name { span, whole: span, aliases: Vec::new(), ..first.name.clone() };
        let (Some(before), Some(after)) = (lower.get(..at), lower.get(end..)) else { continue };
        let evidence = english::evidence(scan, sentence, is_maker(scan, &name), before, after);
        party.mentions.push(judged(scan, idx, sentence, name, evidence, before));
    }
}

/// In a headline where every word has a capital names cannot be told; those of the body that stand at its front head it.
fn find_heads(scan: &Scan<'_>, all: &mut [Party]) {
    let Some(title) = scan.sentences.iter().find(|s| s.is_title).map(|s| scan.of(s.span)) else { return };
    if scan.is_ja() || !names_en::is_title_case(title) {
        return;
    }
    for mention in all.iter_mut().filter_map(|party| party.mentions.first_mut()) {
        let before = title.find(scan.of(mention.name.span)).and_then(|at| title.get(..at));
        let is_early = before.is_some_and(|words| words.split_whitespace().count() <= HEAD_WORDS_MAX);
        mention.heads |= is_early && !mention.reports;
    }
}

/// In a notice in the first person, whoever signs with a legal form tells of itself.
fn speak_for_themselves(all: &mut [Party]) {
    for mention in all.iter_mut().flat_map(|party| &mut party.mentions) {
        if mention.name.has_legal_form && mention.speaks && mention.tie == Tie::None {
            mention.harm = mention.harm.max(HARM_LIKELY);
        }
    }
}

fn weigh(party: &mut Party) {
    let mut harms: Vec<i32> = party.mentions.iter().map(|m| m.harm).collect();
    harms.sort_unstable_by(|a, b| b.cmp(a));
    party.harm = harms.iter().take(HARM_MENTIONS_MAX).sum();
    let any = |test: fn(&Mention) -> bool| i32::from(party.mentions.iter().any(test));
    let is_body = any(is_body);
    party.score = party.harm + any(|m| m.speaks) + any(|m| m.heads) + any(|m| m.leads) + is_body;
}

/// Whether the words say that the name is that of a body.
fn is_body(mention: &Mention) -> bool {
    mention.name.has_legal_form || mention.name.is_institution || mention.name.has_role
}

/// Whether the name is written in other letters than kanji alone, which may be any noun.
fn is_proper(scan: &Scan<'_>, mention: &Mention) -> bool {
    !scan.of(mention.name.span).chars().all(is_kanji)
}

/// Whether title and lead are about a flaw, and the title tells of nothing that came of it.
fn is_about_flaw(scan: &Scan<'_>) -> bool {
    let came_of_it = |s: &Sentence| {
        scan.class_in(s.span, Class::Event).any(|t| {
            !matches!(t.entry.value.as_str(), "none" | "attack" | "exploitation" | "malware" | "espionage")
        })
    };
    let is_told = scan.lead().any(|s| scan.value_in(s.span, Class::Topic, "vulnerability").next().is_some());
    is_told
        && !scan.sentences.iter().any(|s| s.is_title && (came_of_it(s) || story::tells_of_deed(scan, s.span)))
}

/// Chooses victims and affected parties.
fn choose(parties: &mut Parties, scan: &Scan<'_>) {
    let tells_event = scan.lead().any(|sentence| story::tells_event(scan, sentence.span));
    let is_flaw = is_about_flaw(scan);
    // Who stands at the head of an article about an event, and speaks of it or acts in it, is the one it happened to.
    let fits = |party: &Party| {
        let any = |test: &dyn Fn(&Mention) -> bool| party.mentions.iter().any(test);
        let heads = any(&|m| m.heads) && any(&|m| m.leads || m.speaks);
        let is_main = heads || (any(&|m| m.leads && m.speaks) && any(&|m| is_body(m) || is_proper(scan, m)));
        // English headlines put all sorts of names first: it must be the event that is spoken of.
        let leads = any(&|m| m.leads && m.speaks);
        let has_come_of_it = any(&|m| m.leads) && scan.lead().any(|s| story::tells_aftermath(scan, s));
        let tells = |m: &Mention| {
            m.harm > 0
                || (m.heads && has_come_of_it)
                || (m.speaks || (m.heads && leads))
                    && scan.sentences.get(m.sentence).is_some_and(|s| story::tells_event(scan, s.span))
        };
        let is_main = is_main && tells_event && !is_flaw && (scan.is_ja() || any(&tells));
        (party.harm >= HARM_MIN && party.score >= SCORE_MIN) || is_main
    };
    let is_title = |m: &Mention| scan.sentences.get(m.sentence).is_some_and(|s| s.is_title);
    let rank = |idx: usize| {
        parties.all.get(idx).map_or((false, 0, 0), |p| {
            let fits = fits(p) && !p.mentions.iter().any(|m| m.tie == Tie::Parent);
            // A name that only the title has may be cut wrongly: whoever leads and speaks in the body goes first.
            let is_told = p.mentions.iter().any(|m| !is_title(m));
            (fits, p.score - if is_told { 0 } else { TITLE_ONLY_COST }, p.harm)
        })
    };
    let mut order: Vec<usize> = (0..parties.all.len()).collect();
    order.sort_by_key(|idx| (std::cmp::Reverse(rank(*idx)), *idx));
    let Some(best) = order.first().copied() else { return };
    let Some(victim) = parties.all.get(best).filter(|p| fits(p)) else { return };
    let victim_sentences: Vec<usize> = victim.mentions.iter().map(|m| m.sentence).collect();
    let mut affected = Vec::new();
    for idx in order.into_iter().skip(1) {
        let Some(party) = parties.all.get(idx) else { continue };
        let any = |test: &dyn Fn(&Mention) -> bool| party.mentions.iter().any(test);
        let shares = any(&|m| victim_sentences.contains(&m.sentence));
        let in_body = any(&|m| !is_title(m));
        let is_tied = any(&|m| m.tie != Tie::None) || any(&|m| m.speaks && (m.leads || shares));
        if is_tied && in_body && !any(&|m| m.reports) {
            affected.push(idx);
        }
    }
    affected.sort_unstable();
    let mut victims = vec![best];
    victims.extend(fellow_victims(parties, scan, best, &affected));
    parties.victims = victims;
    parties.affected = affected;
}

/// Others that the body says outright were hit too (にも, `also`). Without that word they are mostly looked back on.
fn fellow_victims(parties: &Parties, scan: &Scan<'_>, best: usize, affected: &[usize]) -> Vec<usize> {
    let says_too = |m: &Mention| {
        scan.sentences.get(m.sentence).is_some_and(|s| {
            !s.is_title && ["にも", " also "].iter().any(|word| scan.of(s.span).contains(word))
        })
    };
    let is_plain = |party: &Party| party.mentions.iter().any(|m| m.is_plain && m.tie == Tie::None);
    if !parties.all.get(best).is_some_and(is_plain) {
        return Vec::new();
    }
    let is_fellow = |party: &Party| {
        is_plain(party)
            && party.mentions.iter().any(says_too)
            && !party.mentions.iter().any(|m| m.reports || m.speaks)
    };
    let others = parties.all.iter().enumerate().filter(|(idx, _)| *idx != best && !affected.contains(idx));
    others.filter(|(_, party)| is_fellow(party)).map(|(idx, _)| idx).take(FELLOWS_MAX).collect()
}

impl Parties {
    /// The body that it happened to, where one is named.
    pub fn victim(&self) -> Option<&Party> {
        self.all.get(*self.victims.first()?)
    }

    /// Everybody that it happened to, the surest first.
    pub fn hit(&self) -> impl Iterator<Item = &Party> {
        self.victims.iter().filter_map(|idx| self.all.get(*idx))
    }

    /// The others touched by it.
    pub fn touched(&self) -> impl Iterator<Item = &Party> {
        self.affected.iter().filter_map(|idx| self.all.get(*idx))
    }
}

impl Party {
    /// Every way in which the text names it but `name`, sorted.
    pub fn other_names(&self, scan: &Scan<'_>, name: &str) -> Vec<String> {
        let written = self.mentions.iter().map(|m| scan.written(m.name.span));
        let mut names: Vec<&str> = self.aliases.iter().map(String::as_str).chain(written).collect();
        names.sort_unstable();
        names.dedup();
        let own = name_key(name);
        let mut out: Vec<(String, &str)> = names.into_iter().map(|other| (name_key(other), other)).collect();
        out.retain(|(key, _)| *key != own);
        out.dedup_by(|a, b| a.0 == b.0);
        out.into_iter().map(|(_, other)| other.to_owned()).collect()
    }

    /// The mention to cite: the first in the body, else in the title.
    pub fn best_mention(&self, scan: &Scan<'_>) -> Option<&Mention> {
        let is_title = |m: &&Mention| scan.sentences.get(m.sentence).is_some_and(|s| s.is_title);
        self.mentions.iter().find(|m| !is_title(m)).or_else(|| self.mentions.first())
    }
}
