//! What kind of matter an article is about.

use hinomi_model::{Span, Story};

use crate::actors;
use crate::lexicon::{Class, How, Term};
use crate::parties::Parties;
use crate::scan::{Scan, Sentence};
use crate::threats;

/// Sentences of the body that tell what an article is about; what it is about stands at its head.
const HEAD_SENTENCES: usize = 2;

crate::gate::pattern!(CVE, r"CVE-\d{4}-\d{4,7}");

/// Harm from which an article that gives a CVE is still about the one it hit; below, vendors' warnings became incidents.
const HARM_DESPITE_CVE_MIN: i32 = 5;

/// Words for groups of attackers that also stand for other groups.
const VAGUE: &[&str] = &["gang", "gangs", "crew", "collective", "集団", "state group", "state groups"];

// Headlines of advice, offers, round-ups and talks: they speak of attacks that are not their matter.
crate::gate::pattern!(
    ADVICE,
    r"(?i)^(?:top |the )?\d+ (?:\w+ ){0,2}(?:ways|tips|steps|reasons|things|best|takeaways|lessons|mistakes|questions|trends|predictions|myths|signs)(?-u:\b)|(?-u:\b)how to(?-u:\b)|(?-u:\b)webinars?(?-u:\b)|(?-u:\b)newsletter(?-u:\b)|(?-u:\b)podcast(?-u:\b)|(?-u:\b)best practices(?-u:\b)|^choosing |(?-u:\b)buyer's guide(?-u:\b)|(?-u:\b)guide to(?-u:\b)|^what (?:is|are) |^why |^how |^when |^inside |(?-u:\b)magic quadrant(?-u:\b)|(?-u:\b)round-?up(?-u:\b)|(?-u:\b)recap(?-u:\b)|(?-u:\b)week in (?:review|security)(?-u:\b)|(?-u:\b)in review(?-u:\b)|(?-u:\b)weekly (?:update|recap|digest|brief|report)|(?-u:\b)live session(?-u:\b)|(?-u:\b)white ?paper(?-u:\b)|(?-u:\b)e-?book(?-u:\b)|(?-u:\b)cheat ?sheet(?-u:\b)|(?-u:\b)(?:lessons|takeaways) (?:learned|from)(?-u:\b)|(?-u:\b)threat (?:assessment|landscape|report)(?-u:\b)|(?-u:\b)predictions for(?-u:\b)|(?-u:\b)(?:swn|ep|episode|esw|psw|asw) #?\d+"
);
crate::gate::pattern!(
    ADVICE_JA,
    r"解説|セミナー|ウェビナー|ウェブセミナー|カンファレンス|まとめ(?:$|[)】」])|週刊|ポッドキャスト|コラム|連載|特集|入門|徹底|とは(?:$|[?？、])|の基本|備え(?:$|る)|対策(?:ポイント|方法|のコツ|ガイド)|チェックリスト|ランキング|ホワイトペーパー|インタビュー|[0-9]+選(?:$|[)】」])"
);
// Those among them that tell of many matters, however plainly.
crate::gate::pattern!(
    ROUNDUP,
    r"(?i)(?-u:\b)(?:recap|round-?up|week in (?:review|security)|weekly (?:update|recap|digest|brief|report)|newsletter|podcast|webinar)(?-u:\b)|週刊|まとめ(?:$|[)】」])|ポッドキャスト"
);
// First sentences of the same.
crate::gate::pattern!(
    ADVICE_BODY,
    r"(?i)(?-u:\b)(?:this (?:week's )?(?:newsletter|episode|webinar|podcast|guide|blog|blog post|article)|this week's (?:newsletter|episode|edition)|register now|sign up (?:now|for)|coupon code|discount code|join us|we (?:explore|explain|discuss|break down)|learn how|get our|download (?:the|our))(?-u:\b)"
);
// Headlines of products, deals and posts.
crate::gate::pattern!(
    OFFER,
    r"(?i)(?-u:\b)(?:launch(?:es|ed)?|unveils?|acquires?|to acquire|acquisition of|introduces?|rolls out|releases (?:free|new|open)|released with|expands|partners with|raises \$|now available|available for free|beefs up|adds new|gets new|enhances?|integrates|appoints|named a leader|debuts|upgrades)(?-u:\b)"
);

crate::gate::pattern!(
    OFFER_JA,
    r"提供(?:を)?開始|提供を始め|発売|新製品|新サービス|新機能|導入事例|を採用|を導入|を強化|業務提携|を買収|販売(?:を)?開始"
);
// An outage that somebody says was no attack.
crate::gate::pattern!(
    NO_ATTACK,
    r"(?i)not (?:caused by|the result of|due to|related to) (?:a |an |any )?(?:security|cyber)|サイバー攻撃(?:による(?:もの)?では|では)(?:ない|なく|なかった|ありません)"
);

// The subject by its name.
crate::gate::pattern!(SECURITY, r"セキュリティ|サイバー|[Cc]ybersecurity");

/// Head of an article: title and the first sentences.
fn head<'s>(scan: &'s Scan<'_>) -> impl Iterator<Item = hinomi_model::Span> + 's {
    head_sentences(scan).map(|s| s.span)
}

fn head_sentences<'s>(scan: &'s Scan<'_>) -> impl Iterator<Item = &'s Sentence> + 's {
    let title = scan.sentences.iter().filter(|s| s.is_title);
    title.chain(scan.told().take(HEAD_SENTENCES))
}

fn title<'s>(scan: &'s Scan<'_>) -> impl Iterator<Item = hinomi_model::Span> + 's {
    scan.sentences.iter().filter(|s| s.is_title).map(|s| s.span)
}

/// Whether title or first sentences speak of attacks, leaks, flaws or those behind them, or the text is about malware
/// and has two names that are nothing else.
pub fn is_security(scan: &Scan<'_>) -> bool {
    head_sentences(scan).any(|sentence| {
        let span = sentence.span;
        sentence.has(&CVE, scan.of(span))
            || scan.terms_in(span).any(|t| match t.entry.class {
                Class::Event => !matches!(t.entry.value.as_str(), "none" | "media"),
                // A flaw alone may be one of character.
                Class::Topic => {
                    t.entry.value == "vulnerability"
                        && (!t.entry.term.starts_with("flaw") || scan.folded.text.contains("CVE-"))
                }
                Class::Actor | Class::Gang => actors::counts(scan, t),
                Class::Attacker => t.entry.value == "group" && !VAGUE.contains(&t.entry.term.as_str()),
                _ => false,
            })
            || tells_of_loss(scan, span)
            || tells_of_deed(scan, span)
            || sentence.has(&SECURITY, scan.of(span))
    }) || names_threats(scan)
}

/// Different names of attackers and malware that make a text one about security, wherever they stand.
const THREATS_MIN: usize = 2;

fn names_threats(scan: &Scan<'_>) -> bool {
    if !threats::is_about_malware(scan) {
        return false;
    }
    let is_name = |t: &&Term<'_>| {
        matches!(t.entry.class, Class::Actor | Class::Gang | Class::Malware) && t.entry.how == How::Plain
    };
    let mut names = std::collections::BTreeSet::new();
    scan.terms.iter().filter(is_name).any(|t| {
        names.insert(t.entry.term.as_str());
        names.len() >= THREATS_MIN
    })
}

/// Whether a sentence tells that data of people got away, or a medium that holds some.
fn tells_of_loss(scan: &Scan<'_>, span: hinomi_model::Span) -> bool {
    const VAGUE_DATA: &[&str] =
        &["data", "information", "records", "files", "情報", "データ", "names", "name", "orders"];
    let got_away = [
        "stolen",
        "stole",
        "theft",
        "leaked",
        "leak",
        "taken",
        "copied",
        "exfiltrated",
        "exposed",
        "盗まれ",
        "盗み",
        "盗んだ",
        "流出",
        "漏れ",
        "窃取",
        "持ち出",
    ];
    let has_data = scan
        .class_in(span, Class::Data)
        .any(|t| t.entry.value != "none" && !VAGUE_DATA.contains(&t.entry.term.to_lowercase().as_str()));
    let leaks = scan.class_in(span, Class::Predicate).any(|t| got_away.contains(&t.entry.term.as_str()));
    has_data && (leaks || scan.value_in(span, Class::Event, "media").next().is_some())
}

/// Whether a sentence tells of an event, by name or by what became of data.
pub fn tells_event(scan: &Scan<'_>, span: hinomi_model::Span) -> bool {
    scan.class_in(span, Class::Event).any(|t| !matches!(t.entry.value.as_str(), "none" | "media"))
        || tells_of_loss(scan, span)
        || tells_of_deed(scan, span)
}

/// Whether a sentence tells what attackers did: hackers accessed, 攻撃者が侵入.
pub fn tells_of_deed(scan: &Scan<'_>, span: hinomi_model::Span) -> bool {
    const ATTACKERS: &[&str] = &[
        "hacker",
        "hackers",
        "attacker",
        "attackers",
        "cybercriminal",
        "cybercriminals",
        "intruders",
        "ハッカー",
        "攻撃者",
    ];
    let has_attacker =
        scan.class_in(span, Class::Attacker).any(|t| ATTACKERS.contains(&t.entry.term.as_str()));
    has_attacker && scan.has_role(span, &["leak", "suffer", "enter", "encrypt"])
}

/// The kind of matter of an article that speaks of security.
pub fn of(scan: &Scan<'_>, parties: &Parties) -> Story {
    let topic = |value: &str, span| scan.value_in(span, Class::Topic, value).next().is_some();
    let in_title = |value: &str| title(scan).any(|s| topic(value, s));
    let in_head = |value: &str| head(scan).any(|s| topic(value, s));
    let has_cve = head_sentences(scan).any(|s| s.has(&CVE, scan.of(s.span)));
    let events = |span| {
        scan.class_in(span, Class::Event)
            .map(|t| t.entry.value.clone())
            .filter(|v| !matches!(v.as_str(), "none"))
            .collect::<Vec<_>>()
    };
    let has_event = head(scan).any(|s| tells_event(scan, s));
    let victim = parties.victim();
    let is_hit = |harm_min: i32| victim.is_some_and(|v| v.harm >= harm_min);
    // Advice and offers speak of attacks that happened to nobody.
    let in_title_is = |pattern| scan.sentences.iter().any(|s| s.is_title && s.has(pattern, scan.of(s.span)));
    if head_sentences(scan).any(|s| s.has(&NO_ATTACK, scan.of(s.span))) && !is_hit(HARM_DESPITE_CVE_MIN) {
        return Story::Other;
    }
    let is_advice = in_title_is(if scan.is_ja() { &ADVICE_JA } else { &ADVICE })
        || scan.told().take(HEAD_SENTENCES).any(|s| s.has(&ADVICE_BODY, scan.of(s.span)));
    if in_title_is(&ROUNDUP) || is_advice && !is_hit(HARM_DESPITE_CVE_MIN) {
        return Story::Report;
    }
    // A flaw with an id is a matter of its own, unless the article tells again and again whom it hit.
    if has_cve && !is_hit(HARM_DESPITE_CVE_MIN) || in_title("vulnerability") && victim.is_none() {
        return Story::Vulnerability;
    }
    let is_offer = in_title_is(if scan.is_ja() { &OFFER_JA } else { &OFFER });
    if is_offer && !is_hit(HARM_DESPITE_CVE_MIN) && !title(scan).any(|s| tells_of_loss(scan, s)) {
        return Story::Other;
    }
    if victim.is_some() {
        return Story::Incident;
    }
    let has_authority = head(scan).any(|s| scan.class_in(s, Class::Authority).next().is_some());
    if in_title("enforcement") || in_head("enforcement") && has_authority {
        return Story::Enforcement;
    }
    let has_product =
        title(scan).any(|s| scan.class_in(s, Class::Product).any(|t| t.entry.how == How::Plain));
    if in_head("vulnerability") && has_product {
        return Story::Vulnerability;
    }
    if in_head("report") {
        return Story::Report;
    }
    if in_head("policy") && !head(scan).any(|s| events(s).iter().any(|e| e != "attack" && e != "data_breach"))
    {
        return Story::Policy;
    }
    let has_actor = scan.sentences.iter().filter(|s| head(scan).any(|h| h == s.span)).any(|s| {
        let known = |t: &Term<'_>| t.entry.class == Class::Actor && actors::counts(scan, t);
        !actors::introduced(scan, s).is_empty() || scan.terms_in(s.span).any(known)
    });
    if has_actor || in_head("threat") && !has_loss(scan) {
        return Story::Threat;
    }
    if in_head("vulnerability") && scan.folded.text.contains("CVE-") {
        return Story::Vulnerability;
    }
    if has_event {
        return if is_wave(scan) { Story::Threat } else { Story::Incident };
    }
    if in_head("policy") {
        Story::Policy
    } else if in_head("vulnerability") {
        Story::Vulnerability
    } else if names_threats(scan) {
        Story::Threat
    } else {
        Story::Other
    }
}

// What somebody copes with: "sales fall after cyberattack".
crate::gate::pattern!(
    AFTERMATH,
    r"(?i)(?-u:\b)(?:after|following|since|in the wake of) (?:(?:a|an|the|its|their|recent|massive|major|last|this|week's|month's|year's|[a-z]+day's|costly|suspected) ){0,4}(?:cyber-?attack|cyber attack|data breach|breach|hack|ransomware attack|security incident|cyber incident|cybersecurity incident)(?-u:\b)"
);

/// Whether a sentence tells of what came after an attack that befell somebody.
pub fn tells_aftermath(scan: &Scan<'_>, sentence: &Sentence) -> bool {
    sentence.has(&AFTERMATH, scan.of(sentence.span))
}

// Warnings of what goes round.
crate::gate::pattern!(WARNS_JA, r"注意|急増|増加|増え|多発|横行|相次|かたる|騙る|装う|呼びかけ");

/// Whether what is told is a campaign, a tool or a trend and not one event that hit somebody.
fn is_wave(scan: &Scan<'_>) -> bool {
    if scan.is_ja() {
        return !has_loss_but_fraud(scan)
            && title(scan).next().is_some()
            && head_sentences(scan).any(|s| s.has(&WARNS_JA, scan.of(s.span)));
    }
    if head_sentences(scan).any(|s| tells_aftermath(scan, s)) {
        return false;
    }
    let has = |roles: &[&str]| head(scan).any(|s| scan.has_role(s, roles));
    if !has(&["suffer", "encrypt", "stop", "leak", "enter"]) {
        return true;
    }
    let is_tool = |t: &Term<'_>| matches!(t.entry.value.as_str(), "malware" | "phishing" | "supply_chain");
    let names_tool = title(scan).any(|s| scan.class_in(s, Class::Event).any(is_tool));
    !has_loss_but_fraud(scan) && (names_tool || !has(&["announce"]))
}

/// Events by which somebody loses something.
const LOSSES: [&str; 8] = [
    "ransomware",
    "data_breach",
    "loss",
    "misconfiguration",
    "insider",
    "unauthorized_access",
    "ddos",
    "outage",
];

/// Whether `span` names one of [`LOSSES`], or one of `others`.
fn names_loss(scan: &Scan<'_>, span: Span, others: &[&str]) -> bool {
    scan.class_in(span, Class::Event).any(|t| {
        let value = t.entry.value.as_str();
        LOSSES.contains(&value) || others.contains(&value)
    })
}

/// Whether the head tells of an event that happens to somebody, other than being lied to.
fn has_loss_but_fraud(scan: &Scan<'_>) -> bool {
    head(scan).any(|s| names_loss(scan, s, &["defacement"]) || tells_of_loss(scan, s))
}

/// Whether somebody, named or not, lost something or was hit.
fn has_loss(scan: &Scan<'_>) -> bool {
    head(scan).any(|s| names_loss(scan, s, &["fraud", "phishing"]))
}
