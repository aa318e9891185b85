//! What the Japanese words around a date make it the date of.

use hinomi_model::{Slot, Story};
use hinomi_text::{DateMention, Relation};

use crate::actors;
use crate::gate::pattern;
use crate::lexicon::Class;
use crate::scan::{Scan, Sentence};

pattern!(
    ANNOUNCE,
    r"発表|公表|明らかに[しす]|認めた|認め、|お知らせ|説明した|陳謝|謝罪|訂正|公開した|公開し|告知|分かった|わかった|成立し|可決|閣議決定|書簡を送|注意を呼びかけ|呼びかけた|注意喚起|報告した|逮捕|起訴|判決|命じた|追加した|追加し、|提供した|指導|否定|述べた|証言|伝えた|決定|命令|摘発|送検"
);
pattern!(CLAIM, r"声明|リークサイト|犯行|主張|掲載|投稿|名乗");
pattern!(NOTICED_BEFORE, r"(?:気付い|気づい|判明し|発覚し|検知し|確認し|把握し|発見し)たのは(?:、)?$");
pattern!(
    NOTICED,
    r"^(?:\([日月火水木金土]\))?(?:の|に|、)?(?:午前|午後|未明|早朝|深夜|夜|朝|夕方|夕|昼)?[^、。]{0,12}?(?:に|、|ごろ|頃)?(?:、)?[^。]{0,60}?(?:気付|気づ|検知|発覚|不審な[^。]{0,20}(?:確認|検知|発見)|連絡があり|指摘を受け|指摘があり|通報があり|(?:被害|障害|感染|異常|事象|痕跡|侵入|アクセス|不具合|流出|漏えい)[^。、]{0,24}(?:を|が)?(?:確認|発見|検出|把握|判明))"
);
pattern!(CONFIRMED, r"^に(?:確認|検知|発覚|判明|発見)した?");
// Notices end in 確認いたしました: what was found stands before it, over several clauses.
pattern!(
    CONFIRMS,
    r"^、[^。]{0,120}(?:感染|被害|障害|事象|異常|侵入|アクセス|漏えい|流出)[^。]{0,30}確認(?:いたし|し)(?:ました|ております|た)"
);
pattern!(
    ENTER_BEFORE,
    r"(?:侵入|発端|持ち出し|アクセス|侵害|潜伏|開始|形跡|痕跡|兆候)(?:された|した|が始まった|を許した|を開始した)?(?:の)?は(?:、)?(?:早くとも|少なくとも)?$"
);
pattern!(
    ENTER_AFTER,
    r"^(?:ごろ|頃)?(?:に|から|以降)?(?:、)?[^。、]{0,30}?(?:最初に侵入|最初の侵入|初めて侵入|初期侵入|侵入していた|侵入を始め|から侵入|侵入し、|使える状態|アクセスできる状態)"
);
pattern!(OF_EVENT, r"^の(?:[ァ-ヶー一-龠]{0,12})(?:攻撃|障害|感染|被害)(?:で|に|以来|から|によ|を受け)");
pattern!(
    TOOK,
    r"^(?:ごろ|頃)?に(?:受け|発生し|起き|あった)[^。、]{0,12}(?:攻撃|被害|不正アクセス|障害|侵入|感染|流出|事件)"
);
pattern!(
    SINCE,
    r"^(?:\([日月火水木金土]\))?(?:の)?(?:未明|早朝|深夜|朝|夕方|夜)?(?:ごろ|頃)?(?:から|より)(?:、|続|発生|起き|[^。、]{0,40}(?:障害|できない|つながりにく|不安定))"
);
pattern!(
    IMPACT,
    r"^(?:\([日月火水木金土]\))?(?:の|に|、|から|以降)?(?:未明|早朝|深夜|午前|午後|夜|朝|夕方|昼)?[^。]{0,50}?(?:(?:攻撃|被害|不正アクセス)[^。、]{0,6}受け|受けた[^。、]{0,16}(?:攻撃|被害|不正アクセス|侵入)|発生|起き|暗号化|攻撃|止ま|停止し|感染し|障害|不具合|つながりにく|不安定|不正アクセス|不正に|紛失|なくした|失った|盗ま|盗難|流出|欠航|乗っ取|送られ|送信され|持ち出|侵害)"
);
pattern!(RECOVERED, r"^[^。]{0,40}?(?:再開|復旧|復帰|正常化|回復|復元|戻)(?:し|を果た|させ|となっ|した)");
pattern!(AHEAD, r"目指|再開する|していな|しておら|できていな|見込|未定|予定|めど");
pattern!(ALL, r"全面|完全|全て|すべて|全サービス|障害が復旧");
pattern!(DUE, r"^(?:までに|を期限|が期限|までの)[^。]{0,30}(?:対応|適用|修正|更新|対策|実施|完了)");
pattern!(DUE_BEFORE, r"(?:対応|適用|修正|更新|対処|是正)(?:の)?(?:期限|期日)(?:は|を|が)(?:、)?$");
pattern!(FIRST_SEEN, r"^(?:ごろ|頃)?(?:から|以降|には|に)[^。]{0,40}(?:悪用|攻撃を仕掛け|活動|観測|確認)");
pattern!(REPORTED, r"^(?:に|、)[^。、]{0,24}(?:へ|に)(?:報告|届け出|相談|通報|被害届)");
pattern!(AS_OF, r"^の?(?:現在|時点)");
pattern!(DATED, r"^(?:付け?)?(?:の|で)(?:第?[0-9]*報|発表|公表|お知らせ|リリース|文書|資料)");

pattern!(OCCURS, r"(?:発生|起き)(?:し|た)");
pattern!(
    CLOSED,
    r"^[^。、]{0,12}(?:アカウント|通信|接続|回線|ネットワーク|外部との[^。、]{0,6})を(?:停止|遮断|切断|切り離|無効)"
);
pattern!(WRITES, r"^(?:ごろ|頃)?から[^。、]{0,12}(?:書簡|通知|案内|連絡)");

/// The slot that the words around `date` give it.
pub(super) fn slot(scan: &Scan<'_>, sentence: &Sentence, date: &DateMention, story: Story) -> Option<Slot> {
    let before = scan.between(sentence.span.start, date.span.start);
    let after = scan.between(date.span.end, sentence.span.end);
    let clause = scan.between(date.span.end, scan.clause_at(date.span.start).end);
    let is_flaw = story == Story::Vulnerability;
    if sentence.has(&DUE, after) || (date.relation == Relation::By && is_flaw && after.contains("対応")) {
        return Some(Slot::DateDue);
    }
    if sentence.has(&DUE_BEFORE, before) {
        return Some(Slot::DateDue);
    }
    if sentence.has(&NOTICED_BEFORE, before) {
        return Some(Slot::DateDetected);
    }
    // 侵害は5日から9日にかけて発生した: what occurs is the attack, not its first step.
    if story == Story::Incident && before.ends_with("侵害は") && sentence.has(&OCCURS, clause) {
        return Some(Slot::DateImpact);
    }
    if sentence.has(&ENTER_BEFORE, before) {
        return Some(Slot::DateInitialAccess);
    }
    if story == Story::Incident && (sentence.has(&TOOK, after) || sentence.has(&OF_EVENT, after)) {
        return Some(Slot::DateImpact);
    }
    let announces = sentence.find(&ANNOUNCE, after);
    let is_topic = before.is_empty()
        || ["は", "も", "は、", "が", "で、", "本日", "現地時間", "などは"]
            .iter()
            .any(|end| before.trim_end().ends_with(end));
    let by_attacker = scan.terms_in(sentence.span).any(|t| {
        matches!(t.entry.class, Class::Actor | Class::Gang) && actors::counts(scan, t)
            || t.entry.class == Class::Attacker
    }) || clause.contains("犯行");
    let speaks = is_topic && before.contains('は') && announces.is_some();
    if sentence.has(&CLAIM, clause)
        && by_attacker
        && (!speaks || before.ends_with("集団は") || before.ends_with("グループは"))
    {
        return Some(Slot::DateClaimed);
    }
    let is_dated = scan.of(date.span).ends_with('付') || after.starts_with('付');
    if (is_dated && sentence.has(&DATED, after))
        || sentence.has(&AS_OF, after)
        || sentence.has(&WRITES, after)
    {
        return Some(Slot::DateDisclosed);
    }
    if sentence.has(&REPORTED, after) && !before.ends_with('は') {
        return Some(Slot::DateReported);
    }
    let is_since = date.relation == Relation::After
        || after.starts_with("から")
        || after.starts_with("より")
        || sentence.has(&SINCE, after);
    // "Xは19日、…と発表した": the day behind the topic belongs to the last verb of the sentence.
    if let Some(found) = announces.filter(|_| !is_since) {
        let is_direct = after.get(..found.start()).is_some_and(|gap| gap.chars().count() <= 4);
        let is_free =
            after.starts_with(['、', 'に', '(', '午', '夜', '朝', 'ま', '夕', '深', '未', '早', 'ご', '頃']);
        let acts_first = sentence.find(&IMPACT, after).is_some_and(|m| m.end() < found.start());
        let is_other_act = after.starts_with('に') && !is_direct && acts_first;
        if is_direct || (is_topic && is_free && !is_other_act) {
            return Some(Slot::DateDisclosed);
        }
    }
    if story == Story::Incident && sentence.has(&SINCE, after) {
        return Some(Slot::DateImpact);
    }
    if sentence.has(&NOTICED, clause)
        || sentence.has(&CONFIRMED, after)
        || (announces.is_none() && sentence.has(&CONFIRMS, after))
    {
        return Some(Slot::DateDetected);
    }
    if sentence.has(&ENTER_AFTER, clause) {
        return Some(Slot::DateInitialAccess);
    }
    if sentence.has(&RECOVERED, clause) && !sentence.has(&AHEAD, clause) {
        return Some(if sentence.has(&ALL, clause) {
            Slot::DateRecovered
        } else {
            Slot::DateRecoveredPartial
        });
    }
    if matches!(story, Story::Threat | Story::Vulnerability) {
        return sentence.has(&FIRST_SEEN, clause).then_some(Slot::DateFirstSeen);
    }
    if sentence.has(&CLOSED, clause) {
        return None;
    }
    // Inside of a quotation that opens behind the date, what is told is what somebody once said.
    let is_quoted = sentence.find(&IMPACT, clause).is_some_and(|found| {
        let words = found.as_str();
        words.matches('「').count() > words.matches('」').count()
    });
    (matches!(story, Story::Incident | Story::Enforcement) && !is_quoted && sentence.has(&IMPACT, clause))
        .then_some(Slot::DateImpact)
}
