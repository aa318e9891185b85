//! Finds what became of services: suspended, degraded, partially_resumed, resumed.
//!
//! Example: `「北見マート」の受注を停止している` → service suspended, of 北見マート; `stopped taking orders` → suspended.
//! Misses: the name of the service where it is not in quotation marks.

use hinomi_model::{Fact, Slot, Span, Story};

use crate::lexicon::{Class, Term};
use crate::page::Page;
use crate::scan::{Scan, Sentence};

crate::gate::pattern!(JA_SERVICE, r"受注|出荷|注文|販売|サービス|サイト|システム|業務|予約|受け付け|受付|通販|ストア|発送|配送|診療|外来|搬出入|作業|ログイン|利用|生産|工場|運行|便|取引|連携|窓口|授業|診察|提供|入金|出金|」");
crate::gate::pattern!(EN_SERVICE, r"(?i)\b(?:orders?|services?|(?:web ?)?sites?|websites?|apps?|systems?|pharmac\w+|payments?|deliver\w*|shipments?|operations|production|flights|e-mail|email|networks?|terminals?|stores?|trading|withdrawals|online|portals?|applications|platforms?|integrations?|collect\w*|bookings?|reservations?|check-in|plants?|factor\w+|servers?|classes|clinics?|appointments?)\b");
// What is stopped or late and is no service: a report, a thing of the attackers, an aim, what the police did.
crate::gate::pattern!(EN_NO_SERVICE, r"(?i)\b(?:disclosure|announcement|publication|notification|report|investigation|files?|posts?|post|listing|leak site|archive|documents|botnet|infrastructure|malware|marketplace|market|forum)\b[^.;,]{0,100}$");
crate::gate::pattern!(EN_AIM, r"(?i)\b(?:meant|intended|designed|trying|tried|attempt\w*|threaten\w*|in order|able|aim\w*|could|would|might|may)(?: [a-z]+){0,4} $");
crate::gate::pattern!(EN_POLICE, r"(?i)\b(?:police|europol|interpol|fbi|authorities|law enforcement|investigators|seiz\w+|takedown)\b");
crate::gate::pattern!(EN_OWN, r"(?i)^ (?:(?:the|its|their|some|all|most|many|several|online|company's) ){0,3}(?:[a-z\-']+ ){0,2}(?:services?|operations|production|orders?|shipments?|systems?|deliver\w+|payments?|flights|websites?|sites?|e-mail|stores?|business|sales)\b|^(?: (?:by|for|since|after|on|at|in|as) |[.,;]?$)");
crate::gate::pattern!(JA_NO_SERVICE, r"(?:アカウント|通信|接続|回線|外部との[^。、]{0,6}|公表|発表|報告|調査|復旧|再開)(?:の|を|が|は|も)[^。、]{0,4}$");
crate::gate::pattern!(JA_NAME, r"「([^「」]{2,30})」");
crate::gate::pattern!(JA_STILL, r"再開の時期[^。]{0,12}(?:決まっていない|未定)|停止したまま|停止が続|止まったまま|再開のめど[^。]{0,8}(?:立って|たって)い?ない");
crate::gate::pattern!(EN_STILL, r"(?i)remains? (?:suspended|down|offline|closed|unavailable)|still (?:down|offline|suspended)|stays? offline");

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    if page.story != Story::Incident {
        return Vec::new();
    }
    page.scan.body().flat_map(|sentence| in_sentence(page, sentence)).collect()
}

fn in_sentence(page: &Page<'_>, sentence: &Sentence) -> Vec<Fact> {
    let scan = &page.scan;
    let mut out = Vec::new();
    let zone = scan.anchor.zone(scan.lang);
    let today = scan.anchor.day(scan.lang);
    let still = if scan.is_ja() { &JA_STILL } else { &EN_STILL };
    for clause in &sentence.clauses {
        let words = scan.of(*clause);
        if let Some(found) = sentence.find(still, words) {
            let end = clause.range().start + found.end();
            out.push(fact(page, "suspended", Span::new(clause.range().start, end), words));
            continue;
        }
        let service = if scan.is_ja() { &JA_SERVICE } else { &EN_SERVICE };
        let touches = scan.has_role(*clause, &["stop", "degrade", "resume"]) && sentence.has(service, words);
        if !touches {
            continue;
        }
        for (role, word) in [("stop", "suspended"), ("degrade", "degraded"), ("resume", "resumed")] {
            let has_role = |t: &&Term<'_>| t.entry.value == role && is_service(page, sentence, *clause, t);
            let Some(term) = scan.class_in(*clause, Class::Predicate).find(has_role) else { continue };
            if role != "resume" && is_over(page, *clause, term.span) {
                continue;
            }
            let after = scan.between(term.span.end, clause.end);
            let ahead = ["する", "できる見込", "を目指", "予定", "の時期", "の見通し", "のめど", "まで", "が遅", "は遅", "の遅", "作業", "に向け", "を急"].iter().any(|w| after.starts_with(w)) || after.contains("見込み") || after.contains("目指");
            let is_later = scan.dates_in(*clause).any(|d| d.when.first_day(&zone) > today);
            let is_denied = ["していな", "しておらず", "できていな", "できな", "にはな"].iter().any(|w| after.starts_with(w));
            let will = !scan.is_ja() && [" will ", " expects ", " plans ", " aims ", " hopes ", " intends ", " to be ", " not "].iter().any(|w| words.contains(w));
            if role == "resume" && (ahead || is_later || is_denied || will || crate::scope::is_negated(scan, term.span)) {
                continue;
            }
            let is_part = role == "resume" && ["一部", "順次", "段階的", "partially", "some ", "in part"].iter().any(|w| words.contains(w));
            let start = phrase_start(scan.of(*clause), *clause, term.span.start);
            let span = Span { start, end: phrase_end(scan, start, term.span, after) };
            out.push(fact(page, if is_part { "partially_resumed" } else { word }, trim(page, span), words));
            break;
        }
    }
    out
}

/// Whether the verb of `term` is said of a service, and not of a report, an aim, or another body.
fn is_service(page: &Page<'_>, sentence: &Sentence, clause: Span, term: &Term<'_>) -> bool {
    let scan = &page.scan;
    let (before, after) = (scan.between(clause.start, term.span.start), scan.between(term.span.end, clause.end));
    if crate::scope::is_of_others(scan, &page.parties, sentence) {
        return false;
    }
    if scan.is_ja() {
        return !sentence.has(&JA_NO_SERVICE, before);
    }
    let word = scan.of(term.span).to_lowercase();
    let is_loose = word.starts_with("disrupt") || word == "down" || word == "delayed" || word == "slow";
    let is_said = !word.starts_with("disrupt") || sentence.has(&EN_OWN, after);
    is_said
        && !sentence.has(&EN_NO_SERVICE, before)
        && !sentence.has(&EN_AIM, before)
        && !(is_loose && (sentence.has(&EN_POLICE, scan.of(sentence.span)) || before.ends_with("taken ") && !EN_SERVICE.is_match(before)))
}

/// Whether what stopped has gone on again in the same clause: 止まっていた受注を再開した, "resumed after ransomware stopped it".
fn is_over(page: &Page<'_>, clause: Span, stop: Span) -> bool {
    let scan = &page.scan;
    let resumes = |t: &&Term<'_>| t.entry.value == "resume" && t.span != stop;
    if scan.is_ja() {
        let Some(resume) = scan.class_in(clause, Class::Predicate).find(|t| resumes(t) && t.span.start >= stop.end) else { return false };
        let between = scan.between(stop.end, resume.span.start);
        let after = scan.between(resume.span.end, clause.end);
        let is_past = between.starts_with("っていた") || between.starts_with("していた") || between.starts_with("ていた");
        return is_past && ["し", "させ", "した", "を果た"].iter().any(|w| after.starts_with(w)) && !after.starts_with("していな") && !after.starts_with("しておら");
    }
    scan.class_in(clause, Class::Predicate).any(|t| resumes(&t) && t.span.end <= stop.start && !scan.between(clause.start, t.span.start).contains(" not "))
        && scan.between(clause.start, stop.start).contains(" after ")
}

/// Where the phrase with the verb at `at` begins: behind the last comma, or behind the topic (Xは) before it.
fn phrase_start(words: &str, clause: Span, at: u32) -> u32 {
    let before = words.get(..(at - clause.start) as usize).unwrap_or_default();
    let cut = ["、", ", ", "は"].iter().filter_map(|mark| before.rfind(mark).map(|idx| idx + mark.len())).max();
    // What is too short to name a service takes the whole clause.
    cut.filter(|cut| before.len() - cut >= PHRASE_BYTES_MIN).map_or(clause.start, |cut| clause.start + cut as u32)
}

/// Where the phrase ends: behind its verb, or in English behind the service that is its object ("resumed shipments").
fn phrase_end(scan: &Scan<'_>, start: u32, verb: Span, after: &str) -> u32 {
    let names_it = scan.is_ja() || EN_SERVICE.is_match(scan.between(start, verb.start));
    let object = EN_SERVICE.find(after).filter(|found| !names_it && found.end() <= OBJECT_BYTES_MAX);
    verb.end + object.map_or(0, |found| found.end() as u32)
}

/// Farthest that the object of a verb ends behind it, in bytes: some six words.
const OBJECT_BYTES_MAX: usize = 40;

/// Shortest phrase that can name a service before its verb, in bytes: two wide characters.
const PHRASE_BYTES_MIN: usize = 6;

/// The span without spaces in front.
fn trim(page: &Page<'_>, span: Span) -> Span {
    let words = page.scan.of(span);
    let lead = words.len() - words.trim_start().len();
    Span { start: span.start + lead as u32, end: span.end }
}

fn fact(page: &Page<'_>, word: &str, span: Span, words: &str) -> Fact {
    let mut fact = page.word(Slot::Service, word, trim(page, span));
    if let Some(name) = JA_NAME.captures(words).and_then(|c| c.get(1)) {
        fact.of = name.as_str().to_owned();
    }
    fact
}
