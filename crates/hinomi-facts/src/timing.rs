//! What a date is the date of: speaking, noticing, breaking in, taking effect, claiming, recovering.

use std::sync::LazyLock;

use hinomi_model::{Slot, Span, Story};
use hinomi_text::{DateMention, Relation};
use regex::Regex;

use crate::lexicon::Class;
use crate::scan::{Scan, Sentence};

/// What a date is the date of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// The slot: one of `date.*`.
    pub slot: Slot,
}

/// What each date of the scan is the date of, in the order of the dates.
pub fn timings(scan: &Scan<'_>, story: Story) -> Vec<Option<Timing>> {
    scan.dates
        .iter()
        .map(|date| {
            let sentence = scan.sentence_at(date.span.start)?;
            let slot =
                if scan.is_ja() { ja(scan, sentence, date, story) } else { en(scan, sentence, date, story) };
            slot.map(|slot| Timing { slot })
        })
        .collect()
}

macro_rules! pattern {
    ($name:ident, $pattern:expr) => {
        static $name: LazyLock<Regex> =
            LazyLock::new(|| Regex::new($pattern).expect("the pattern is tested"));
    };
}

pattern!(
    JA_ANNOUNCE,
    r"発表|公表|明らかに[しす]|認めた|認め、|お知らせ|説明した|陳謝|謝罪|訂正|公開した|公開し|告知|分かった|わかった|判明した|書簡を送|注意を呼びかけ|呼びかけた|注意喚起|報告した|逮捕|起訴|判決|命じた|追加した|追加し、|提供した|指導|否定|述べた|証言|伝えた|決定|命令|摘発|送検"
);
pattern!(JA_CLAIM, r"声明|リークサイト|犯行|主張|掲載|投稿|名乗");
pattern!(JA_NOTICED_BEFORE, r"(?:気付い|気づい|判明し|発覚し|検知し|確認し|把握し|発見し)たのは(?:、)?$");
pattern!(
    JA_NOTICED,
    r"^(?:\([日月火水木金土]\))?(?:の|に|、)?(?:午前|午後|未明|早朝|深夜|夜|朝|夕方|夕|昼)?[^、。]{0,12}?(?:に|、|ごろ|頃)?(?:、)?[^。]{0,60}?(?:気付|気づ|検知|発覚|不審な[^。]{0,20}(?:確認|検知|発見)|連絡があり|指摘を受け|指摘があり|通報があり|(?:被害|障害|感染|異常|事象|痕跡|侵入|アクセス|不具合|流出|漏えい)[^。、]{0,24}(?:を|が)?(?:確認|発見|検出|把握|判明))"
);
pattern!(JA_CONFIRMED_HIT, r"^に(?:確認|検知|発覚|判明|発見)した?");
pattern!(
    JA_ENTER_BEFORE,
    r"(?:侵入|発端|持ち出し|アクセス|侵害|潜伏|開始)(?:された|した|が始まった|を許した|を開始した)?(?:の)?は(?:、)?(?:早くとも|少なくとも)?$"
);
pattern!(
    JA_ENTER_AFTER,
    r"^(?:ごろ|頃)?(?:に|から|以降)?(?:、)?[^。、]{0,30}?(?:最初に侵入|最初の侵入|初めて侵入|初期侵入|侵入していた|侵入を始め|から侵入|侵入し、|使える状態|アクセスできる状態)"
);
pattern!(
    JA_IMPACT_AFTER,
    r"^(?:\([日月火水木金土]\))?(?:の|に|、|から|以降)?(?:未明|早朝|深夜|午前|午後|夜|朝|夕方|昼)?[^。]{0,50}?(?:受けた|受け、|発生|起き|暗号化|攻撃|止ま|停止し|感染し|障害|不具合|つながりにく|不安定|不正アクセス|不正に|紛失|なくした|失った|盗ま|盗難|流出|欠航|乗っ取|送られ|送信され|持ち出|侵害|被害に遭)"
);
pattern!(JA_RECOVERED, r"^[^。]{0,40}?(?:再開|復旧|復帰|正常化|回復|復元)(?:し|を果た|させ|となっ|した)");
pattern!(JA_DUE, r"^(?:までに|を期限|が期限|までの)[^。]{0,30}(?:対応|適用|修正|更新|対策|実施|完了)");
pattern!(JA_FIRST_SEEN, r"^(?:ごろ|頃)?(?:から|以降|には|に)[^。]{0,40}(?:悪用|攻撃を仕掛け|活動|観測|確認)");
pattern!(JA_REPORTED, r"^(?:に|、)[^。、]{0,24}(?:へ|に)(?:報告|届け出|相談|通報|被害届)");
pattern!(JA_AS_OF, r"^(?:現在|時点)");

fn ja(scan: &Scan<'_>, sentence: &Sentence, date: &DateMention, story: Story) -> Option<Slot> {
    let before = scan.between(sentence.span.start, date.span.start);
    let after = scan.between(date.span.end, sentence.span.end);
    let clause = scan.clause_at(date.span.start);
    let clause_after = scan.between(date.span.end, clause.end);
    if JA_DUE.is_match(after)
        || date.relation == Relation::By && story == Story::Vulnerability && after.contains("対応")
    {
        return Some(Slot::DateDue);
    }
    if JA_NOTICED_BEFORE.is_match(before) {
        return Some(Slot::DateDetected);
    }
    if JA_ENTER_BEFORE.is_match(before) {
        return Some(Slot::DateInitialAccess);
    }
    // "Xは19日、…と発表した": the day behind the topic belongs to the last verb of the sentence.
    let is_topic = before.trim_end().ends_with(['は', 'も'])
        || before.ends_with("は、")
        || before.is_empty()
        || before.ends_with("などは")
        || before.ends_with("本日")
        || before.ends_with("現地時間")
        || before.ends_with("で、")
        || before.ends_with("が");
    let stands_free = after.starts_with('、')
        || after.starts_with('に')
        || after.starts_with(['(', '午', '夜', '朝', 'ま', '夕', '深', '未', '早', 'ご', '頃']);
    let announces = JA_ANNOUNCE.find(after);
    if JA_CLAIM.is_match(clause_after)
        && scan
            .terms_in(sentence.span)
            .any(|t| matches!(t.entry.class, Class::Attacker | Class::Actor | Class::Gang))
        && !(is_topic && before.contains('は') && announces.is_some())
    {
        return Some(Slot::DateClaimed);
    }
    if JA_AS_OF.is_match(after) {
        return Some(Slot::DateDisclosed);
    }
    if JA_REPORTED.is_match(after) && !is_topic_of_speech(before) {
        return Some(Slot::DateReported);
    }
    if let Some(found) = announces {
        let direct = after.get(..found.start()).is_some_and(|gap| gap.chars().count() <= 4);
        if direct || is_topic && stands_free && !after.starts_with("に受け") {
            let is_effect = date.relation == Relation::After || after.starts_with("から");
            let acts_first = JA_IMPACT_AFTER.find(after).is_some_and(|m| m.end() < found.start());
            let is_other_act = after.starts_with('に') && !direct && acts_first;
            if !is_effect && !is_other_act {
                return Some(Slot::DateDisclosed);
            }
        }
    }
    if JA_NOTICED.is_match(clause_after) || JA_CONFIRMED_HIT.is_match(after) {
        return Some(Slot::DateDetected);
    }
    if JA_ENTER_AFTER.is_match(clause_after) {
        return Some(Slot::DateInitialAccess);
    }
    if JA_RECOVERED.is_match(clause_after)
        && !clause_after.contains("目指")
        && !clause_after.contains("再開する")
        && !clause_after.contains("見込")
        && !clause_after.contains("未定")
        && !clause_after.contains("予定")
    {
        let is_all = ["全面", "完全", "全て", "すべて", "全サービス", "障害が復旧"]
            .iter()
            .any(|w| clause_after.contains(w));
        return Some(if is_all { Slot::DateRecovered } else { Slot::DateRecoveredPartial });
    }
    if matches!(story, Story::Threat | Story::Vulnerability) {
        return JA_FIRST_SEEN.is_match(clause_after).then_some(Slot::DateFirstSeen);
    }
    if story == Story::Incident && JA_IMPACT_AFTER.is_match(clause_after) {
        return Some(Slot::DateImpact);
    }
    None
}

fn is_topic_of_speech(before: &str) -> bool {
    before.ends_with('は')
}

pattern!(
    EN_EVENT_AFTER,
    r"^(?:'s|’s)? (?:[a-z\-]+ ){0,2}?(?:cyberattack|cyber attack|ransomware attack|attack|breach|hack|intrusion|incident|theft|heist|outage|leak)\b"
);
pattern!(
    EN_EVENT_BEFORE,
    r"(?i)(?:cyberattack|cyber attack|ransomware attack|attack|breach|hack|intrusion|incident|theft|outage)(?: (?:on|in|of|early on|late on|late|early|over the|over|during|this|from|that began on|that began in|that began|discovered))? (?:the )?$"
);
pattern!(EN_DUE, r"(?i)(?:due date (?:of|is)|until|by|deadline (?:of|is)|no later than) (?:the )?$");
pattern!(
    EN_SINCE,
    r"(?i)(?:since|since as early as|since at least|as early as|began in|dating back to|began on|between|from) (?:early |mid-|late )?$"
);
pattern!(EN_AFTER_ACT, r"(?i)^[^.;]{0,80}\b(?:exploit|seen|observed|attacks?|active|intrusions)");

/// What verbs of each role make a date the date of.
fn slot_of_role(role: &str) -> Option<Slot> {
    match role {
        "announce" => Some(Slot::DateDisclosed),
        "claim" => Some(Slot::DateClaimed),
        "detect" => Some(Slot::DateDetected),
        "enter" => Some(Slot::DateInitialAccess),
        "encrypt" | "suffer" | "stop" | "degrade" | "occur" | "leak" => Some(Slot::DateImpact),
        "resume" => Some(Slot::DateRecoveredPartial),
        "report" => Some(Slot::DateReported),
        _ => None,
    }
}

fn en(scan: &Scan<'_>, sentence: &Sentence, date: &DateMention, story: Story) -> Option<Slot> {
    let before = scan.between(sentence.span.start, date.span.start);
    let after = scan.between(date.span.end, sentence.span.end);
    let is_flaw = story == Story::Vulnerability;
    if (date.relation == Relation::By || EN_DUE.is_match(before))
        && (is_flaw || before.contains("agencies") || before.contains("due date"))
    {
        return Some(Slot::DateDue);
    }
    if (date.relation == Relation::After || EN_SINCE.is_match(before))
        && matches!(story, Story::Vulnerability | Story::Threat)
    {
        let speaks = before.contains("exploit")
            || before.contains("seen")
            || before.contains("attack")
            || EN_AFTER_ACT.is_match(after);
        return speaks.then_some(Slot::DateFirstSeen);
    }
    if EN_EVENT_AFTER.is_match(after) || EN_EVENT_BEFORE.is_match(before) {
        return (story == Story::Incident).then_some(Slot::DateImpact);
    }
    let slot = governing_verb(scan, sentence, date)?;
    let fits = match slot {
        Slot::DateImpact => story == Story::Incident,
        Slot::DateInitialAccess | Slot::DateClaimed => matches!(story, Story::Incident | Story::Enforcement),
        _ => true,
    };
    fits.then_some(slot)
}

/// The slot of the verb that a date belongs to: the nearest before it in its clause, else the first behind it.
fn governing_verb(scan: &Scan<'_>, sentence: &Sentence, date: &DateMention) -> Option<Slot> {
    let clause = scan.clause_at(date.span.start);
    let verbs = |within: Span| {
        scan.class_in(within, Class::Predicate)
            .filter(|t| slot_of_role(&t.entry.value).is_some())
            .collect::<Vec<_>>()
    };
    let before = verbs(Span { start: clause.start, end: date.span.start });
    let nearest = before.iter().map(|t| t.span).next_back();
    let (span, roles): (Span, Vec<&str>) = match nearest {
        Some(span) => {
            (span, before.iter().filter(|t| t.span == span).map(|t| t.entry.value.as_str()).collect())
        }
        None => {
            let behind = verbs(Span { start: date.span.end, end: clause.end });
            let span = behind.first()?.span;
            (span, behind.iter().filter(|t| t.span == span).map(|t| t.entry.value.as_str()).collect())
        }
    };
    let subject = Span { start: sentence.span.start, end: span.start };
    let is_attacker = scan.terms_in(subject).any(|t| {
        matches!(t.entry.class, Class::Actor | Class::Gang) && crate::actors::counts(scan, t)
            || t.entry.class == Class::Attacker && t.entry.value != "malware"
    });
    let pick = |role: &str| roles.contains(&role);
    let role = if is_attacker && pick("claim") {
        "claim"
    } else if !is_attacker && pick("announce") {
        "announce"
    } else {
        roles.iter().copied().find(|r| *r != "claim" || is_attacker).unwrap_or_default()
    };
    slot_of_role(role)
}
