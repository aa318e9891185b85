//! Finds how it could happen: no second factor, a contractor's account, stolen credentials, phishing, a flaw, a VPN …
//!
//! Example: `VPN機器の脆弱性から侵入された` → root_cause vpn, vulnerability; `原因は分かっていない` → root_cause unknown.
//! A negation, an advice, a figure about attacks at large, or a thing that only broke, makes no cause.
//! Misses: causes told over several sentences.

use hinomi_model::{Fact, Slot, Span, Status, Story};
use hinomi_text::CueKind;

use crate::gate::Pattern;
use crate::page::Page;
use crate::scan::Sentence;
use crate::scope;

/// A cause, and what tells of it.
pub(crate) struct Cause {
    value: &'static str,
    /// Pattern for Japanese.
    pub(crate) ja: Pattern,
    /// Pattern for English.
    pub(crate) en: Pattern,
}

const fn cause(value: &'static str, ja: &'static str, en: &'static str) -> Cause {
    Cause { value, ja: Pattern::new(ja), en: Pattern::new(en) }
}

/// Every cause, in the order in which they are looked for.
pub(crate) static CAUSES: [Cause; 13] = [
    cause("mfa_missing", r"(?:多要素認証|二要素認証|２要素認証|2要素認証|二段階認証)[^。]{0,12}?(?:なく|なし|のない|(?:を|は|が)[^。、]{0,6}適用していな|(?:を|は|が)?(?:適用|導入|設定|有効に)(?:されて|して)?いな|が?未設定|未導入)[^。、]{0,30}|(?:多要素認証|二要素認証|2要素認証|二段階認証|MFA)(?:\([A-Z]{3}\))?(?:の|を|から)?(?:対象外|除外|免除|適用外)[^。、]{0,10}", r"(?i)\b(?:did not|didn't|does not|do not|lacked|without|no|not)\b[^.;]{0,24}(?:multi-?factor|two-factor|second factor|MFA|2FA)(?: authentication)?|\bexempt(?:ed)? from (?:multi-?factor|two-factor|MFA|2FA)(?: authentication)?"),
    cause("contractor_account", r"(?:業務)?(?:委託先|委託業者|外部業者|保守業者)[^。、]{0,8}(?:の)?[^。、]{0,8}(?:アカウント|ID|認証情報)[^。、]{0,12}|委託(?:した|している|していた)(?:会社|業者|事業者|企業|先)[^。、]{0,12}(?:アカウント|ID|認証情報)[^。、]{0,12}", r"(?i)(?:account|credentials?|login)s? (?:of|belonging to|(?:(?:that )?(?:had been |was |were ))?(?:given|issued|lent|assigned) to) an? [a-z\- ]{0,20}(?:contractor|partner|supplier|vendor|third party)|used an? (?:contractor|partner|supplier|vendor)'s (?:credentials|account|login)"),
    cause("stolen_credentials", r"(?:アカウント情報|認証情報|ID(?:と|・)パスワード|パスワード|ログイン情報)[^。、]{0,10}(?:盗まれ|窃取され|漏れ|流出し|悪用され|不正に使われ|詐取)|盗まれた(?:ID|認証情報|パスワード|アカウント)", r"(?i)\b(?:with|us(?:ed|es|e|ing)|via|through|by|from|thanks to|abus(?:ed|ing)|obtained|an?)(?: (?:an?|the|some|its|their))? (?:stolen|compromised|leaked)(?: [a-z']+){0,2} (?:credentials?|logins?|passwords?)|\blost (?:(?:an? |his |her |their )?account )?(?:credentials|login|password)s?|\bused an? [a-z']+ credentials|\bused stolen"),
    cause("phishing", r"(?:偽の|不正な|なりすまし)[^。、]{0,8}(?:画面|サイト|ページ|フォーム)に[^。、]{0,24}(?:入力|打ち込)し?|フィッシング(?:」)?(?:メール)?(?:など)?で[^。]{0,24}(?:盗まれ|窃取|詐取|情報)[^。、]{0,8}|フィッシング(?:メール|サイト)?(?:に|が)(?:よる|より|よって|だまされ|起点|原因)", r"(?i)(?:fell for|victim to|through|via|by|after) (?:an? )?(?:voice |targeted )?(?:phishing|spear-phishing|vishing)(?: e-?mail| attack| campaign| message)?"),
    cause("vpn", r"(?:VPN|ＶＰＮ)(?:機器|装置|製品)?[^。、]{0,16}(?:脆弱性|経由|更新(?:を|が)?(?:怠|され|行われ|せ|して|遅|の遅)|侵入|悪用|を通じ|が(?:侵入|攻撃)の?(?:口|経路|起点|入口))[^。、]{0,14}", r"(?i)(?:through|via|in|using|exploit\w*) an? (?:[a-z\-]+ ){0,2}VPN(?: appliance| device| gateway| account)?"),
    cause("vulnerability", r"脆弱性(?:を(?:悪用|突)|が(?:放置|見つかっており|悪用|原因|残)|から侵入|を?修正(?:して|されて)いな|への対応(?:が|を)?[^。、]{0,6}(?:遅れ|怠|漏れ|不十分|されて|していな|できて))[^。、]{0,20}", r"(?i)an? (?:unpatched|known|critical|zero-day)?[a-z\- ]{0,12}?(?:flaw|vulnerability|weakness)(?: in [A-Z][\w ]{2,30})?(?: had (?:probably )?been (?:used|exploited)[^.;]{0,20})?|exploit(?:ed|ing) an? [^.;]{0,40}(?:flaw|vulnerability)"),
    cause("rdp", r"(?:リモートデスクトップ|RDP)[^。、]{0,16}(?:経由|侵入|悪用)", r"(?i)(?:through|via|exposed) (?:an? )?(?:[a-z]+ )?(?:RDP|remote desktop)"),
    cause("network_device", r"ネットワーク機器(?:の脆弱性)?(?:を経由|を通じ|から侵入|経由)[^。、]{0,6}", r"(?i)(?:through|via) (?:an? )?(?:network (?:device|equipment)|firewall|router)"),
    cause("misconfiguration", r"[^。、]{0,14}設定(?:の)?(?:ミス|誤り|不備|を誤った|に不備|が誤って|を誤り)[^。、]{0,6}", r"(?i)misconfigur\w+|(?:left|was|were) (?:publicly )?(?:accessible|exposed|open) (?:without|to (?:anyone|the (?:public|internet|open|web)|public))[^.;]{0,30}"),
    cause("supplier", r"(?:委託先|委託して(?:いた|いる)|外部(?:の)?(?:事業者|委託))[^。]{0,30}?(?:攻撃|不正アクセス|侵害|ランサムウ)[^。、]{0,10}|(?:連携(?:機能|サービス)|取引先|供給元)[^。、]{0,10}から(?:盗まれた|侵入)[^。、]{0,16}", r"(?i)(?:stolen|taken|copied) from (?:an? |its )?(?:third-party|outside|external|software)[a-z\- ]{0,16}(?:provider|supplier|vendor|party)?|through (?:an? )?(?:third party|third-party|supplier|vendor|contractor)|(?:through|with|via|using) (?:[a-z]+ )?(?:tokens|keys|credentials) (?:stolen|taken) from [A-Z][^.;]{0,30}|breach (?:at|of) (?:an? |its )?(?:third-party )?(?:supplier|vendor|provider|contractor)"),
    cause("lost_device", r"(?:USB(?:メモリー?|メモリ)?|ノートパソコン|パソコン|端末|スマートフォン|ハードディスク|HDD|SSD|タブレット)(?:[^。]{0,24}?(?:紛失|なくし|置き忘れ|失く)|[^。、ぁ-ん]{0,8}(?:が|の|を)[^。、がを]{0,8}(?:盗難|盗まれ))[^。、]{0,6}", r"(?i)\b(?:lost|misplaced|left behind|mislaid) (?:[a-z]+ ){0,4}?(?:USB|laptop|hard drive|flash drive|thumb drive|drive|memory stick|tablet|phone)s?(?: (?:stick|drive|key))?\b|\b(?:USB(?: stick| drive| key)?|laptop|hard drive|drive|memory stick|tablet|phone)s?(?: (?:that|which|containing|holding|with|belonging|full|used)[^.;,]{0,60}?)? (?:was|were|went|had been|has been) (?:lost|missing|stolen|mislaid)|\b(?:lost|misplaced|mislaid) (?:it|the (?:drive|device|bag|laptop|stick))\b"),
    cause("insider", r"(?:元?(?:派遣)?社員|元?従業員|元?職員|担当者)[^。、]{0,20}?(?:[^。]{0,24}(?:持ち出|無断|不正に取得|売却)[^。、]{0,8}|による[^。、]{0,10}持ち出し)|(?:顧客|個人)?(?:情報|データ)を不正に持ち出[^。、]{0,4}", r"(?i)(?:former|temporary|rogue|disgruntled|an?) (?:employee|worker|contractor|staff(?: member)?|insider)[^.;]{0,90}(?:copied|stole|took|downloaded|leaked|sold)[^.;]{0,20}|(?:someone|person|developer|employee|insider|engineer|worker) (?:who|that) (?:had |still |had kept |retained )*(?:administrator|admin|privileged|access|rights)[^.;]{0,30}|(?:kept|retained|held)[^.;]{0,20}(?:administrator|admin|privileged) (?:rights|access|privileges)[^.;]{0,16}"),
    cause("unknown", r"(?:原因|経路|手口|方法)(?:は|や[^。、]{0,8}は|が)?(?:、)?(?:現時点で|今のところ|まだ)?[^。、]{0,6}?(?:分かっておらず|分かっていない|わかっていない|特定できていない|特定に至って|不明|調査中|調べている|明らかになって(?:いない|おらず))", r"(?i)how [^.;]{4,60} (?:is|has|was|were)(?: not| n't)[^.;]{0,6}(?:yet )?(?:been )?(?:known|clear|disclosed|determined)|(?:cause|root cause|entry point) (?:is|remains|was) (?:not|still|under|unknown)[^.;]{0,30}|not (?:yet )?(?:clear|known) how[^.;]{0,60}"),
];

// What makes a sentence one about getting in.
crate::gate::pattern!(JA_WAY_IN, r"侵入|不正|攻撃|感染|窃取|悪用|突か|突い|突く|入り込|アクセスされ|怠|放置|遅れ|未適用|未対応|盗|乗っ取|原因|起点");
crate::gate::pattern!(EN_WAY_IN, r"(?i)\b(?:intru\w+|broke in\w*|break(?:ing)? in\w*|got in\w*|get(?:ting)? in\w*|came in\w*|(?:gain|obtain)\w* (?:\w+ ){0,2}(?:access|entry|foothold)|access(?:ed|ing)|enter(?:ed|ing)?|logged (?:in|on)\w*|log(?:ging)? in|hack\w*|breach\w*|compromis\w+|infiltrat\w+|exploit\w*|attack\w*|cyberattack\w*|stole|hijack\w+|export(?:ed)?|copied|foothold|entry point|used|abus\w+|unpatched|steal)\b");
// What makes it one about what broke, or was switched off, for those who use it.
crate::gate::pattern!(JA_BROKE, r"エラー|つなが|接続でき|利用でき|使えな|不具合|停止|止め|止ま|遮断|切断|復旧|再開|障害");
crate::gate::pattern!(EN_BROKE, r"(?i)\b(?:errors?|could not|couldn't|cannot|can't|unable to|outage|fail(?:s|ed|ing)?|switched off|turned off|shut (?:down|off)|disabled|restor\w+|block(?:s|ed|ing))\b");
// What is to be done, and what holds of attacks at large.
crate::gate::pattern!(JA_ADVICE, r"してください|すべき|べきだ|推奨|望まし|求められ|呼び掛け|呼びかけ|徹底|注意喚起|必要がある|必要です|のうち[^。]{0,12}(?:割|%)|(?:割|%)(?:が|は|を)");
crate::gate::pattern!(EN_ADVICE, r"(?i)^(?:[-•*] ?)?(?:list|use|enable|check|ensure|make sure|require|review|avoid|do not|don't|consider|turn on|keep|treat|rotate|patch|apply|limit|monitor|audit|remove|disable|change|set|protect)\b|\b(?:should|must|ought to|recommend\w*|advis\w+|urg(?:ed|es|ing)|best practices?)\b|\b\d+(?:\.\d+)? ?(?:%|percent|per cent|in \d+)(?: of)?(?: all| the| these)?(?: \w+)? (?:breaches|attacks|incidents|cases|organi[sz]ations|companies|intrusions)\b");
// A flaw of the attackers' own tools opens nothing.
crate::gate::pattern!(EN_OWN_FLAW, r"(?i)\b(?:malware|ransomware|binary|encryptor|decryptor|payload|botnet|kit)\b[^.;]{0,40}\b(?:has|had|have|includes?|included|contains?|contained|with)\b[^.;]{0,12}$");
// Of an employee who only speaks, or was deceived, nothing is told as a deed.
crate::gate::pattern!(EN_NO_DEED, r"(?i)\b(?:said|says|told|attackers?|hackers?|intruders?|thieves|criminals|phish\w*|whose|clicked|fell for|trick\w+|'s (?:account|credentials|login|password))\b");
crate::gate::pattern!(EN_NOT_SO, r"(?i)^(?: [a-z]+){0,2} (?:(?:was|were|is|are|had|has|have) (?:been )?(?:not|never)|(?:wasn|weren|isn|aren|hadn|hasn|haven)['’]t|did not play|played no)\b");
crate::gate::pattern!(EN_NOT_MENDED, r"(?i)\b(?:not|n['’]t|never)(?: yet)?(?: been)? (?:patch|updat|appl|fix|install|upgrad)\w*");

/// Causes that are told as something missing, so that a negation belongs to them.
const TOLD_BY_ABSENCE: &[&str] = &["mfa_missing", "unknown"];
/// Causes that are told by the name of a thing, which may stand there for other reasons.
const TOLD_BY_THING: &[&str] = &["vpn", "rdp", "network_device", "vulnerability", "stolen_credentials"];

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    let mut out: Vec<Fact> = Vec::new();
    if page.story != Story::Incident {
        return out;
    }
    for sentence in scan.body() {
        let text = scan.of(sentence.span);
        let start = sentence.span.range().start;
        for cause in &CAUSES {
            let value = cause.value;
            if out.iter().any(|f| is_word(f, value)) {
                continue;
            }
            let Some(found) = sentence.find(if scan.is_ja() { &cause.ja } else { &cause.en }, text) else { continue };
            // What was carried out and lost is a loss.
            if value == "insider" && out.iter().any(|f| is_word(f, "lost_device")) {
                continue;
            }
            let span = Span::new(start + found.start(), start + found.end());
            if !is_told(page, sentence, value, span) {
                continue;
            }
            let mut fact = page.word(Slot::RootCause, value, span);
            fact.status = if value == "unknown" { None } else { scope::status(scan, span).filter(|s| matches!(s, Status::Possible | Status::Suspected)) };
            out.push(fact);
        }
    }
    out
}

/// Whether the words around `span` tell the cause of this matter: not denied, not advised, not told of the thing for
/// another reason, not of another body's matter.
fn is_told(page: &Page<'_>, sentence: &Sentence, value: &str, span: Span) -> bool {
    let scan = &page.scan;
    let clause = scan.clause_at(span.start);
    let words = scan.of(clause);
    let is_advice = if scan.is_ja() { sentence.has(&JA_ADVICE, words) } else { sentence.has(&EN_ADVICE, scan.of(sentence.span)) };
    if is_advice || scope::is_of_others(scan, &page.parties, sentence) {
        return false;
    }
    if !TOLD_BY_ABSENCE.contains(&value) && is_denied(page, sentence, clause, span) {
        return false;
    }
    let found = scan.of(span);
    match value {
        "stolen_credentials" if scan.is_ja() => uses_credentials(scan.between(span.start, sentence.span.end), found),
        _ if TOLD_BY_THING.contains(&value) => is_way_in(page, sentence, clause, span),
        "insider" => scan.is_ja() || !sentence.has(&EN_NO_DEED, found),
        _ => true,
    }
}

/// Whether a cause is denied, or said not to be known: English before it or right behind it, Japanese behind it.
fn is_denied(page: &Page<'_>, sentence: &Sentence, clause: Span, span: Span) -> bool {
    let scan = &page.scan;
    let denies = |within: Span| {
        scan.cues_in(within).any(|cue| {
            matches!(cue.kind, CueKind::Negation | CueKind::Unlikely | CueKind::Hedge(Status::Denied | Status::NotConfirmed))
        })
    };
    if scan.is_ja() {
        // The words that were matched may hold the verb and its negation.
        let words = scan.between(span.start, clause.end);
        // 侵入されたことに気付かなかった, 脆弱性への対応ができておらず: what is not so is the noticing, or the mending.
        let is_other = ["気付", "気づ", "検知", "防げ", "防ぐ", "把握", "修正", "更新", "対応", "適用"]
            .iter()
            .any(|word| words.contains(word));
        let behind = Span { start: span.start, end: clause.end };
        return (!is_other && denies(behind)) || words.contains("ではな");
    }
    let before = scan.between(clause.start, span.start);
    // "had not patched a flaw": that it was not mended is no denial.
    (denies(Span { start: clause.start, end: span.start.max(clause.start) }) && !sentence.has(&EN_NOT_MENDED, before))
        || before.ends_with("rather than ")
        || before.ends_with("instead of ")
        || sentence.has(&EN_NOT_SO, scan.between(span.end, clause.end))
}

/// Whether a thing is told of as the way in, and not as what broke or what is used every day.
fn is_way_in(page: &Page<'_>, sentence: &Sentence, clause: Span, span: Span) -> bool {
    let scan = &page.scan;
    let words = scan.of(clause);
    if scan.is_ja() {
        let enters = ["侵入", "攻撃", "悪用", "突", "不正アクセス", "盗"].iter().any(|word| words.contains(word));
        return sentence.has(&JA_WAY_IN, scan.between(span.start, sentence.span.end)) && (enters || !sentence.has(&JA_BROKE, words));
    }
    let before = scan.between(clause.start, span.start);
    sentence.has(&EN_WAY_IN, scan.of(sentence.span)) && !sentence.has(&EN_BROKE, words) && !sentence.has(&EN_OWN_FLAW, before)
}

/// Whether stolen credentials were used, and are not only what got out: the use stands behind them, or in the words.
fn uses_credentials(from: &str, found: &str) -> bool {
    let behind = from.get(found.len()..).unwrap_or_default();
    let is_use = ["悪用", "不正に使", "盗まれたID", "盗まれた認証", "盗まれたパス", "盗まれたアカ"].iter().any(|word| found.contains(word));
    is_use || ["原因", "侵入", "ログイン", "アクセス", "悪用", "使われ", "使って", "使い", "用い", "起点", "発端"].iter().any(|word| behind.contains(word))
}

fn is_word(fact: &Fact, word: &str) -> bool {
    matches!(&fact.value, hinomi_model::Value::Word(w) if w == word)
}
