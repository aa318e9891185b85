//! Finds what became of services: suspended, degraded, partially_resumed, resumed.
//!
//! Example: `「北見マート」の受注を停止している` → service suspended, of 北見マート; `stopped taking orders` → suspended.
//! Misses: the name of the service where it is not in quotation marks.

use hinomi_model::{Fact, Slot, Span, Story};

use crate::lexicon::Class;
use crate::page::Page;
use crate::scan::Sentence;

crate::gate::pattern!(
    JA_SERVICE,
    r"受注|出荷|注文|販売|サービス|サイト|システム|業務|予約|受け付け|受付|通販|ストア|発送|配送|診療|外来|搬出入|作業|ログイン|利用|生産|工場|運行|便|取引|入金|出金|」"
);
crate::gate::pattern!(
    EN_SERVICE,
    r"(?i)orders?|service|site|website|app|apps|systems?|pharmac|payments?|deliver|operations|production|flights|e-mail|email|network|terminals?|store|stores|trading|withdrawals|online|portal|applications|platform|integration|collect|booking|check-in|plants?|factor"
);
crate::gate::pattern!(JA_NAME, r"「([^「」]{2,30})」");
crate::gate::pattern!(
    JA_STILL,
    r"再開の時期[^。]{0,12}(?:決まっていない|未定)|停止したまま|停止が続|止まったまま|再開のめど[^。]{0,8}(?:立って|たって)い?ない"
);
crate::gate::pattern!(
    EN_STILL,
    r"(?i)remains? (?:suspended|down|offline|closed|unavailable)|still (?:down|offline|suspended)|stays? offline"
);

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
        let touches = scan.has_role(*clause, &["stop", "degrade", "resume"]) && service.is_match(words);
        if !touches {
            continue;
        }
        for (role, word) in [("stop", "suspended"), ("degrade", "degraded"), ("resume", "resumed")] {
            let Some(term) = scan.class_in(*clause, Class::Predicate).find(|t| t.entry.value == role) else {
                continue;
            };
            let after = scan.between(term.span.end, clause.end);
            let ahead = ["する", "できる見込", "を目指", "予定", "の時期", "の見通し", "のめど", "まで"]
                .iter()
                .any(|w| after.starts_with(w))
                || after.contains("見込み")
                || after.contains("目指");
            let is_later = scan.dates_in(*clause).any(|d| d.when.first_day(&zone) > today);
            let is_denied = ["していな", "しておらず", "できていな", "できな", "にはな"]
                .iter()
                .any(|w| after.starts_with(w));
            let will = !scan.is_ja()
                && [" will ", " expects ", " plans ", " aims ", " hopes ", " intends ", " to be ", " not "]
                    .iter()
                    .any(|w| words.contains(w));
            if role == "resume"
                && (ahead || is_later || is_denied || will || crate::scope::is_negated(scan, term.span))
            {
                continue;
            }
            let is_part = role == "resume"
                && ["一部", "順次", "段階的", "partially", "some ", "in part"]
                    .iter()
                    .any(|w| words.contains(w));
            let span =
                Span { start: phrase_start(scan.of(*clause), *clause, term.span.start), end: term.span.end };
            out.push(fact(page, if is_part { "partially_resumed" } else { word }, trim(page, span), words));
            break;
        }
    }
    out
}

/// Where the phrase with the verb at `at` begins: behind the last comma, or behind the topic (Xは) before it.
fn phrase_start(words: &str, clause: Span, at: u32) -> u32 {
    let before = words.get(..(at - clause.start) as usize).unwrap_or_default();
    let cut =
        ["、", ", ", "は"].iter().filter_map(|mark| before.rfind(mark).map(|idx| idx + mark.len())).max();
    // What is too short to name a service takes the whole clause.
    cut.filter(|cut| before.len() - cut >= PHRASE_BYTES_MIN)
        .map_or(clause.start, |cut| clause.start + cut as u32)
}

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
