//! Two values for one thing.
//!
//! Why it matters: the document contradicts itself. Examples: 約2,800万アカウント above and 約2,900万アカウント below; one
//! CVE with two CVSS scores; two days for one first intrusion; a heading with one CVE over a text with another. Compared
//! are sentences of one section, or with a name in common, that tell the same kind of thing in the same unit. Where a
//! sentence speaks of a change, of another source, of a part or of a claim, its numbers may differ. Misses: two values
//! without units.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::{Lang, Qualifier, Slot, Span, Unit, Value, When};
use hinomi_text::Quantity;
use jiff::tz::TimeZone;
use rust_decimal::prelude::ToPrimitive;

use crate::check::digest::Kind;
use crate::check::scene::lang_of;
use crate::check::{Finding, Needs, Rule, Said, Scene, Severity, pattern};

/// The rule.
pub const RULE: Rule = Rule {
    id: "two-values",
    about: Said::new("同じ事柄に二つの値", "two values for one thing"),
    severity: Severity::Error,
    needs: Needs::Nothing,
    run,
};

const HINT: Said = Said::new("出典でどちらが正しいかを確かめる", "look up in the source which is right");

/// Most mentions of one kind that are compared with one another.
const MENTIONS_MAX: usize = 200;

pattern!(
    VARIES,
    r"(?i)\d[^。、]{0,8}から|当初|前回|これまで|以前|その後|訂正|修正|更新|増|減|拡大|上方|一方|別の|異なる|食い違|主張|犯行|うち|内訳|含む|含め|加え|さらに|それぞれ|合わせ|合計|あと|もう|最大で?\d+万?|前年|前期|昨年|推定|見積|によれば|\b(?:initially|earlier|previously|revised|correct|updat|ris|rose|grew|increas|decreas|fell|drop|down|while|whereas|other|another|differ|claim|alleg|including|of which|among|additional|further|combined|respectively|each|last year|year[- ]over|estimate|according|separately|up to|more were)\w*"
);

/// What happened to what was counted, as words of both languages.
const DEEDS: &[(&str, &str)] = &[
    (
        "leak",
        r"(?i)流出|漏えい|漏洩|窃取|盗|持ち出|公開され|leak|stole|stolen|theft|exfiltrat|expos|breach|taken|compromis|dump",
    ),
    ("affect", r"(?i)影響|被害|対象|受け|affect|impact|victim|hit\b|notif"),
    ("demand", r"(?i)身代金|要求|支払|ransom|demand|paid|payment|extort"),
    ("loss", r"(?i)損失|損害|被害額|特別損失|cost|loss|damage"),
    ("open", r"(?i)未適用|脆弱な|公開状態|露出|unpatched|vulnerable|exposed (?:online|to the internet)"),
    ("fine", r"(?i)制裁金|課徴金|罰金|fine|penalt|settle"),
];

struct Mention {
    sentence: usize,
    span: Span,
    amount: Quantity,
    noun: String,
}

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    counts(scene, out);
    scores(scene, out);
    days(scene, out);
    ids(scene, out);
}

/// Whether two sentences speak of one matter: one section, or a name in common.
fn is_same_matter(scene: &Scene<'_>, a: usize, b: usize) -> bool {
    let ids =
        |idx: usize| -> BTreeSet<&str> { scene.reading(idx).ids.iter().map(|(_, id)| id.as_str()).collect() };
    let (mine, theirs) = (ids(a), ids(b));
    if !mine.is_empty() && !theirs.is_empty() && mine.is_disjoint(&theirs) {
        return false;
    }
    let section = |idx: usize| scene.digest.section_of[scene.digest.sentences[idx].block];
    let heads = |idx: usize| scene.digest.sections[section(idx)].level;
    if section(a) == section(b) {
        // A section that lists many matters tells nothing by itself.
        let is_list =
            |idx: usize| scene.digest.blocks[scene.digest.sentences[idx].block].kind == Kind::ListItem;
        let is_apart =
            is_list(a) && is_list(b) && scene.digest.sentences[a].block != scene.digest.sentences[b].block;
        if heads(a) >= 3 && !is_apart {
            return true;
        }
    }
    let names = |idx: usize| -> BTreeSet<String> {
        let keys = scene.reading(idx).names.iter().map(|(_, name)| hinomi_text::name_key(name));
        let mut keys: BTreeSet<String> = keys.filter(|key| key.chars().count() >= 3).collect();
        let heading = hinomi_text::name_key(scene.digest.heading_of(section(idx)));
        // A name of the heading stands for 同社 below it.
        keys.extend((!heading.is_empty()).then(|| format!("#{heading}")));
        keys
    };
    let (mine, theirs) = (names(a), names(b));
    mine.iter().any(|key| {
        theirs.iter().any(|other| match (key.strip_prefix('#'), other.strip_prefix('#')) {
            (None, None) => key == other,
            (Some(heading), None) => heading.contains(other.as_str()),
            (None, Some(heading)) => heading.contains(key.as_str()),
            (Some(_), Some(_)) => false,
        })
    })
}

fn counts(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let deeds: Vec<(&str, regex::Regex)> =
        DEEDS.iter().filter_map(|(name, words)| Some((*name, regex::Regex::new(words).ok()?))).collect();
    let mut groups: BTreeMap<(Option<Unit>, &str), Vec<Mention>> = BTreeMap::new();
    for (idx, sentence) in scene.digest.sentences.iter().enumerate() {
        if VARIES.is_match(&sentence.text) || scene.digest.blocks[sentence.block].kind == Kind::TableRow {
            continue;
        }
        let amounts = crate::check::words::quantities(&sentence.text);
        let done: Vec<&str> =
            deeds.iter().filter(|(_, words)| words.is_match(&sentence.text)).map(|(name, _)| *name).collect();
        for amount in &amounts {
            // One number of its unit in the sentence: more are a list or a comparison.
            let alike = amounts.iter().filter(|other| other.unit == amount.unit).count();
            if alike > 1 || amount.unit.is_none() || amount.number < rust_decimal::Decimal::from(10) {
                continue;
            }
            let [deed] = done.as_slice() else { continue };
            let noun = amount.noun_span.of(&sentence.text).unwrap_or_default().to_lowercase();
            let group = groups.entry((amount.unit, deed)).or_default();
            if group.len() < MENTIONS_MAX {
                group.push(Mention { sentence: idx, span: amount.span, amount: amount.clone(), noun });
            }
        }
    }
    for mentions in groups.values() {
        for (at, later) in mentions.iter().enumerate() {
            let other = mentions[..at].iter().find(|earlier| {
                !agree(&earlier.amount, &later.amount)
                    && (earlier.noun == later.noun || lang_differs(scene, earlier.sentence, later.sentence))
                    && what_of(scene, earlier) == what_of(scene, later)
                    && is_same_matter(scene, earlier.sentence, later.sentence)
            });
            if let Some(earlier) = other {
                let words = |m: &Mention| {
                    m.span.of(&scene.digest.sentences[m.sentence].text).unwrap_or_default().to_owned()
                };
                let (first, second) = (words(earlier), words(later));
                out.push(scene.found_in(
                    &RULE,
                    later.sentence,
                    later.span,
                    Said::made(
                        format!("ここでは「{second}」、前では「{first}」とある"),
                        format!("{second:?} here, {first:?} before"),
                    ),
                    HINT,
                ));
            }
        }
    }
}

fn lang_differs(scene: &Scene<'_>, a: usize, b: usize) -> bool {
    let lang = |idx: usize| -> Lang { lang_of(&scene.digest.sentences[idx].text, scene.digest.lang) };
    lang(a) != lang(b)
}

/// What is counted, by the word before a bare counter in Japanese: 顧客情報の…件 counts other things than 文書の…件.
fn what_of(scene: &Scene<'_>, mention: &Mention) -> String {
    let text = &scene.digest.sentences[mention.sentence].text;
    let before = &text[..mention.span.range().start];
    let word: String = before
        .trim_end_matches(['の', 'が', 'は', '約', ' '])
        .chars()
        .rev()
        .take_while(|c| ('\u{4e00}'..='\u{9fff}').contains(c) || ('\u{30a1}'..='\u{30fc}').contains(c))
        .collect();
    let word: String = word.chars().rev().collect();
    // Only words for things that are counted tell counts apart; 件数 and the like do not.
    match [
        "顧客",
        "従業員",
        "社員",
        "取引先",
        "会員",
        "利用者",
        "患者",
        "学生",
        "生徒",
        "文書",
        "ファイル",
        "カード",
        "口座",
        "法人",
        "個人",
    ]
    .iter()
    .find(|known| word.contains(**known))
    {
        Some(known) => (*known).to_owned(),
        None => String::new(),
    }
}

/// Whether two amounts may be one: equal, one the rounding of the other, or limits that hold.
fn agree(a: &Quantity, b: &Quantity) -> bool {
    if a.number == b.number || a.upper.is_some() || b.upper.is_some() {
        return true;
    }
    let (Some(x), Some(y)) = (a.number.to_f64(), b.number.to_f64()) else { return true };
    let holds = |limit: &Quantity, limit_value: f64, value: f64| match limit.qualifier {
        Qualifier::AtLeast | Qualifier::MoreThan => value >= limit_value && value <= limit_value * 1.25,
        Qualifier::AtMost | Qualifier::LessThan => value <= limit_value && value >= limit_value * 0.75,
        _ => false,
    };
    let place = |number: &Quantity| {
        let digits = number.number.normalize().to_string();
        let zeros = digits.len() - digits.trim_end_matches('0').len();
        10f64.powi(i32::try_from(zeros).unwrap_or(0))
    };
    let coarse = place(a).max(place(b));
    let is_rounding = (x - y).abs() <= coarse * 0.5 && place(a) != place(b);
    holds(a, x, y) || holds(b, y, x) || is_rounding
}

/// One CVE with two scores.
fn scores(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    pattern!(VERSIONS, r"(?i)v[234]\b|NVD|ベンダ|vendor|暫定|環境|temporal|スコアは.*引き");
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for (idx, sentence) in scene.digest.sentences.iter().enumerate() {
        let ids: Vec<_> = scene.reading(idx).ids.iter().filter(|(_, id)| id.starts_with("CVE-")).collect();
        let [(_, id)] = ids.as_slice() else { continue };
        let scores: Vec<_> = scene
            .facts()
            .iter()
            .filter(|told| told.sentence == idx && told.fact.slot == Slot::Cvss)
            .filter_map(|told| match &told.fact.value {
                Value::Id(score) if score.parse::<f32>().is_ok() => Some((told.fact.span, score.clone())),
                _ => None,
            })
            .collect();
        let [(span, score)] = scores.as_slice() else { continue };
        if VERSIONS.is_match(&sentence.text) {
            continue;
        }
        match known.get(id) {
            Some(first) if first != score => out.push(scene.found(
                &RULE,
                sentence.block,
                *span,
                Said::made(
                    format!("{id} の CVSS がここでは {score}、前では {first} とある"),
                    format!("{id} has CVSS {score} here and {first} before"),
                ),
                HINT,
            )),
            Some(_) => {}
            None => {
                known.insert(id.clone(), score.clone());
            }
        }
    }
}

/// Two days for one event of one matter.
fn days(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    use Slot::{DateDetected, DateImpact, DateInitialAccess};
    let mut told: BTreeMap<Slot, Vec<(usize, Span, When)>> = BTreeMap::new();
    for fact in scene.facts() {
        let slot = fact.fact.slot;
        let Value::When(when) = fact.fact.value else { continue };
        if !matches!(slot, DateInitialAccess | DateDetected | DateImpact) || fact.fact.status.is_some() {
            continue;
        }
        let list = told.entry(slot).or_default();
        if list.len() < MENTIONS_MAX && matches!(when, When::Day(_)) {
            list.push((fact.sentence, fact.fact.span, when));
        }
    }
    for list in told.values() {
        for (at, (sentence, span, when)) in list.iter().enumerate() {
            let earlier = list[..at].iter().find(|(other, _, first)| {
                other != sentence
                    && !first.agrees_with(*when, &TimeZone::UTC)
                    && is_same_matter(scene, *other, *sentence)
                    && !VARIES.is_match(&scene.digest.sentences[*other].text)
                    && is_alike(scene, *other, *sentence)
            });
            if let Some((_, _, first)) =
                earlier.filter(|_| !VARIES.is_match(&scene.digest.sentences[*sentence].text))
            {
                out.push(scene.found(
                    &RULE,
                    scene.digest.sentences[*sentence].block,
                    *span,
                    Said::made(
                        format!("ここでは {when}、前では {first} とある"),
                        format!("{when} here, {first} before"),
                    ),
                    HINT,
                ));
            }
        }
    }
}

/// Whether two sentences share enough words to tell one event.
fn is_alike(scene: &Scene<'_>, a: usize, b: usize) -> bool {
    use crate::check::carried::{held, pieces};
    let of = |idx: usize| {
        let text = &scene.digest.sentences[idx].text;
        pieces(text, lang_of(text, scene.digest.lang))
    };
    let (a, b) = (of(a), of(b));
    held(&a, &b).max(held(&b, &a)) >= EVENT_LIKENESS_MIN
}

/// Share of words in common from which on two dated sentences tell one event.
const EVENT_LIKENESS_MIN: f64 = 0.3;

/// A heading that names one CVE over a text that names another and not that one.
fn ids(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    pattern!(CVE, r"CVE-\d{4}-\d{4,7}");
    let digest = scene.digest;
    for (section, heading) in digest.sections.iter().enumerate().filter_map(|(at, s)| Some((at, s.heading?)))
    {
        let in_heading: BTreeSet<&str> =
            CVE.find_iter(&digest.blocks[heading].text).map(|m| m.as_str()).collect();
        let mut below: BTreeMap<&str, (usize, Span)> = BTreeMap::new();
        for (block, of) in digest.section_of.iter().enumerate() {
            if *of == section && block != heading && digest.is_told(block) {
                for m in CVE.find_iter(&digest.blocks[block].text) {
                    below.entry(m.as_str()).or_insert((block, Span::from(m.range())));
                }
            }
        }
        let in_heading: Vec<&str> = in_heading.into_iter().collect();
        let below: Vec<(&str, (usize, Span))> = below.into_iter().collect();
        let ([one], [(other, (block, span))]) = (in_heading.as_slice(), below.as_slice()) else { continue };
        if one != other {
            out.push(scene.found(
                &RULE,
                *block,
                *span,
                Said::made(
                    format!("見出しは {one}、本文は {other} である"),
                    format!("{other} here, {one} in the heading"),
                ),
                HINT,
            ));
        }
    }
}
