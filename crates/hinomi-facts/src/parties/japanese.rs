//! What Japanese words around a name say of it.

use super::{Evidence, HARM_LIKELY, HARM_PLAIN, HARM_SLIGHT, Tie, has_event, is_lead};
use crate::gate::{Pattern, pattern};
use crate::lexicon::Class;
use crate::names_ja::Name;
use crate::scan::{Scan, Sentence};
use crate::shape::is_kanji;

pattern!(
    TARGET,
    r"^(?:へ|に|への|に対する|を狙った|を標的とした)(?:の)?「?(?:大規模な|大量の|新たな|激しい)?(?:[ァ-ヶー一-龠A-Za-z]{0,12})?(?:サイバー攻撃|攻撃|不正アクセス|不正に?ログイン|不正侵入|侵入|ハッキング)"
);
pattern!(
    SOURCE,
    r"^から(?:の|も)?[^。]{0,60}?(?:流出|漏えい|漏洩|漏れ|盗ま|盗み|盗ん|持ち出|窃取|抜き取|届け出)"
);
pattern!(
    OF,
    r"^の[^。、は]{0,36}?(?:流出|漏えい|漏洩|紛失|障害|感染|漏れ|持ち出し|不正アクセス|改ざん|乗っ取|不正ログイン)"
);
pattern!(
    AT,
    r"^(?:で|でも|にて|において|では)[^。]{0,60}?(?:障害|流出|漏えい|漏洩|感染|不正アクセス|攻撃|漏れ|侵入|持ち出|紛失|改ざん)"
);
pattern!(
    GUIDED,
    r"^に(?:対し|対して|対する|[ァ-ヶ一-龠]{0,5}(?:が|から))?、?[^。]{0,40}?(?:行政指導|指導|是正勧告|業務改善命令|立ち入り|制裁金|課徴金)"
);
pattern!(
    TOOK,
    r"^(?:の?グループ|の子会社|など|側)?が[^。、]{0,24}?(?:受けた|遭った)[^。、]{0,16}?(?:攻撃|被害|不正アクセス|侵入|侵害)"
);
pattern!(
    HIT,
    r"(?:攻撃|被害|不正アクセス|不正ログイン|侵入|感染|侵害)(?:を受け|に遭|にあ[っい]|され|し(?:、|た|て))|暗号化され|乗っ取られ|盗まれ|紛失|なくした|誤送信|誤って|改ざんされ|流出した|流出し|漏えいした|漏えいし|漏れた|不正アクセスが|不正アクセスの|障害が|できなくな|送り込まれ|不正に(?:アクセス|ログイン|取得)"
);
pattern!(
    RELATIVE,
    r"(?:攻撃|被害|不正アクセス|侵入|感染|侵害|漏えい|流出)(?:を受けた|を受けている|に遭った|した|された|があった|が発生した|を起こした|被害を受けた)$"
);
pattern!(
    ANNOUNCE,
    r"発表|公表|明らかに|認め|お知らせ|説明|報告|謝罪|陳謝|訂正|確認いたし|確認し|判明|否定|通知|としている|という。|分かった|わかった|送り|公開し"
);
// Of two subjects the first: XとYは.
pattern!(PAIR, r"^と[^、。はが]{2,30}(?:は|が)");
// The body speaks by its head: Xの…社長は.
pattern!(
    CHIEF,
    r"^の[^。、は]{0,16}(?:社長|会長|代表|頭取|CEO|理事長|学長|総長|院長|市長|町長|村長|知事|最高経営責任者)(?:は|が)"
);
pattern!(RUNS, r"(?:システム|サービス|サイト|アプリ)を(?:運用|運営|管理)する$");
pattern!(ACCORDING, r"^によると、[^。、]{0,10}(?:侵害|不正アクセス|被害|攻撃|障害|流出)は");
pattern!(SPEAKER, r"^(?:は|が)、?(?:\d{1,2}月)?\d{1,2}日(?:、|に|午|夜|まで|付)");
pattern!(ADMITS, r"認め|否定|通知|書簡|謝罪|陳謝|お詫び|伝えて");

/// Weighs the words before and after a name in its sentence.
pub(super) fn evidence(
    scan: &Scan<'_>,
    sentence: &Sentence,
    name: &Name,
    before: &str,
    after: &str,
) -> Evidence {
    let is = |pattern: &Pattern, words: &str| sentence.has(pattern, words);
    let is_subject = after.starts_with(['は', 'が', 'も', '、'])
        || (after.starts_with('と') && is(&PAIR, after))
        || is(&CHIEF, after);
    let is_first = !before.contains('は') && !before.contains("が、");
    let tie = tie(scan.between(sentence.span.start, name.span.start));
    let told = has_event(scan, sentence);
    let is_loss = scan.class_in(sentence.span, Class::Event).any(|t| t.entry.value == "loss");
    let mut harm = particle(sentence, after);
    if RELATIVE_ENDS.iter().any(|end| before.ends_with(end)) && is(&RELATIVE, before) {
        harm = HARM_PLAIN;
    }
    let is_run = tie != Tie::None || before.ends_with("する");
    if harm == 0
        && ((is_subject && is_first && is(&HIT, after))
            || (is_run && is(&RUNS, before))
            || (tie == Tie::Supplier && is(&ACCORDING, after)))
    {
        harm = HARM_LIKELY;
    }
    let is_plain = harm == HARM_PLAIN;
    // Kanji alone may be any noun: only what speaks, or ends like the name of a body, can be hit.
    let is_noun = scan.of(name.span).chars().all(is_kanji)
        && !name.has_legal_form
        && !name.is_institution
        && !name.has_role;
    let speaks = is_subject && is_first && is(&ANNOUNCE, after);
    // "Xは18日、…と発表した": only bodies speak so.
    let is_speaker = speaks && is_lead(scan, sentence) && is(&SPEAKER, after);
    let is_noun = is_noun && !is_speaker;
    let leads = is_subject && is_first && is_lead(scan, sentence);
    if is_noun && !leads && tie == Tie::None {
        harm = 0;
    }
    // What a contractor lost is its customer's; what was broken into at a contractor is the contractor's.
    if tie == Tie::Supplier && is_loss {
        harm = 0;
    } else if matches!(tie, Tie::Unit | Tie::Supplier) && told {
        harm += HARM_SLIGHT;
    }
    let heads = sentence.is_title
        && before.chars().count() <= 12
        && !before.contains(['、', '。'])
        && after.starts_with(['、', ' ', 'が', 'で', 'に', 'の', 'へ', 'か', 'は', 'も', ':']);
    Evidence {
        harm,
        is_plain: is_plain && harm > 0,
        speaks,
        admits: speaks && is(&ADMITS, after),
        heads: heads && !is_noun,
        leads,
        tie,
        is_body: is_speaker,
    }
}

/// Endings of the relative clauses of [`RELATIVE`].
const RELATIVE_ENDS: &[&str] = &["た", "ている"];

/// The harm that the particle behind a name and what follows it tell; the particle says which pattern can match.
fn particle(sentence: &Sentence, after: &str) -> i32 {
    let plain: &[&Pattern] = match after.chars().next() {
        Some('へ' | 'を') => &[&TARGET],
        Some('に') => &[&TARGET],
        Some('か') => &[&SOURCE],
        Some('が' | 'な' | '側') => &[&TOOK],
        Some('の') => &[&TOOK],
        _ => &[],
    };
    if plain.iter().any(|pattern| sentence.has(pattern, after)) {
        return HARM_PLAIN;
    }
    let likely: &[&Pattern] = match after.chars().next() {
        Some('の') => &[&OF],
        Some('で') => &[&AT],
        Some('に') => &[&AT, &GUIDED],
        _ => &[],
    };
    if likely.iter().any(|pattern| sentence.has(pattern, after)) { HARM_LIKELY } else { 0 }
}

fn tie(before: &str) -> Tie {
    let near = before.trim_end_matches('の').trim_end_matches('、');
    let ends = |words: &[&str]| words.iter().any(|w| near.ends_with(w));
    if ends(&["子会社", "傘下", "グループ会社", "関連会社", "系列"]) {
        Tie::Unit
    } else if ends(&["親会社"]) {
        Tie::Parent
    } else if ends(&[
        "委託先",
        "委託していた",
        "委託した",
        "請け負う",
        "請け負った",
        "委託を受けた",
        "受託した",
        "提供元",
        "利用していた",
        "利用している",
        "を提供する",
    ]) {
        Tie::Supplier
    } else if ends(&["委託元", "委託している", "顧客企業"]) {
        Tie::Customer
    } else {
        Tie::None
    }
}
