//! Finds how it could happen: no second factor, a contractor's account, stolen credentials, phishing, a flaw, a VPN …
//!
//! Example: `VPN機器の脆弱性から侵入された` → root_cause vpn, vulnerability; `原因は分かっていない` → root_cause unknown.
//! Misses: causes told over several sentences.

use hinomi_model::{Fact, Slot, Span, Status, Story};

use crate::gate::Pattern;
use crate::page::Page;
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
    cause(
        "mfa_missing",
        r"(?:多要素認証|二要素認証|２要素認証|2要素認証|二段階認証)[^。]{0,12}?(?:なく|なし|のない|(?:を|は|が)[^。、]{0,6}適用していな|(?:を|は|が)?(?:適用|導入|設定|有効に)(?:されて|して)?いな|が?未設定|未導入)[^。、]{0,30}",
        r"(?i)\b(?:did not|didn't|does not|do not|lacked|without|no|not)\b[^.;]{0,24}(?:multi-?factor|two-factor|second factor|MFA|2FA)(?: authentication)?",
    ),
    cause(
        "contractor_account",
        r"(?:業務)?(?:委託先|委託業者|外部業者|保守業者)[^。、]{0,8}(?:の)?[^。、]{0,8}(?:アカウント|ID|認証情報)[^。、]{0,12}",
        r"(?i)(?:account|credentials?|login)s? (?:of|belonging to) an? [a-z\- ]{0,20}(?:contractor|partner|supplier|vendor|third party)|used an? (?:contractor|partner|supplier|vendor)'s (?:credentials|account|login)",
    ),
    cause(
        "stolen_credentials",
        r"(?:アカウント情報|認証情報|ID(?:と|・)パスワード|パスワード|ログイン情報)[^。、]{0,10}(?:盗まれ|窃取され|漏れ|流出し|悪用され|不正に使われ|詐取)|盗まれた(?:ID|認証情報|パスワード|アカウント)",
        r"(?i)(?:stolen|compromised|leaked|lost)(?: [a-z]+)? (?:credentials?|login|password|account credentials)|used an? [a-z']+ credentials|used stolen",
    ),
    cause(
        "phishing",
        r"(?:偽の|不正な|なりすまし)[^。、]{0,8}(?:画面|サイト|ページ|フォーム)に[^。、]{0,24}(?:入力|打ち込)し?|フィッシング(?:」)?(?:メール)?(?:など)?で[^。]{0,24}(?:盗まれ|窃取|詐取|情報)[^。、]{0,8}|フィッシング(?:メール|サイト)?(?:に|が)(?:よる|より|よって|だまされ|起点|原因)",
        r"(?i)(?:fell for|victim to|through|via|by|after) (?:an? )?(?:voice |targeted )?(?:phishing|spear-phishing|vishing)(?: e-?mail| attack| campaign| message)?",
    ),
    cause(
        "vpn",
        r"(?:VPN|ＶＰＮ)(?:機器|装置|製品)?[^。、]{0,16}(?:脆弱性|経由|更新|侵入|悪用|を通じ)[^。、]{0,14}",
        r"(?i)(?:through|via|in|using|exploit\w*) an? (?:[a-z\-]+ ){0,2}VPN(?: appliance| device| gateway| account)?",
    ),
    cause(
        "vulnerability",
        r"脆弱性(?:を(?:悪用|突)|が(?:放置|見つかっており|悪用|原因|残)|から侵入|への対応)[^。、]{0,20}",
        r"(?i)an? (?:unpatched|known|critical|zero-day)?[a-z\- ]{0,12}?(?:flaw|vulnerability|weakness)(?: in [A-Z][\w ]{2,30})?(?: had (?:probably )?been (?:used|exploited)[^.;]{0,20})?|exploit(?:ed|ing) an? [^.;]{0,40}(?:flaw|vulnerability)",
    ),
    cause(
        "rdp",
        r"(?:リモートデスクトップ|RDP)[^。、]{0,16}(?:経由|侵入|悪用)",
        r"(?i)(?:through|via|exposed) (?:an? )?(?:[a-z]+ )?(?:RDP|remote desktop)",
    ),
    cause(
        "network_device",
        r"ネットワーク機器(?:の脆弱性)?(?:を経由|を通じ|から侵入|経由)[^。、]{0,6}",
        r"(?i)(?:through|via) (?:an? )?(?:network (?:device|equipment)|firewall|router)",
    ),
    cause(
        "misconfiguration",
        r"[^。、]{0,14}設定(?:の)?(?:ミス|誤り|不備|を誤った|に不備|が誤って|を誤り)[^。、]{0,6}",
        r"(?i)misconfigur\w+|(?:left|was) (?:publicly )?(?:accessible|exposed|open) (?:without|to)[^.;]{0,30}",
    ),
    cause(
        "supplier",
        r"(?:委託先|委託して(?:いた|いる)|外部(?:の)?(?:事業者|委託))[^。]{0,30}?(?:攻撃|不正アクセス|侵害|ランサムウ)[^。、]{0,10}|(?:連携(?:機能|サービス)|取引先|供給元)[^。、]{0,10}から(?:盗まれた|侵入)[^。、]{0,16}",
        r"(?i)(?:stolen|taken|copied) from (?:an? |its )?(?:third-party|outside|external|software)[a-z\- ]{0,16}(?:provider|supplier|vendor|party)?|through (?:an? )?(?:third party|third-party|supplier|vendor|contractor)|(?:through|with|via|using) (?:[a-z]+ )?(?:tokens|keys|credentials) (?:stolen|taken) from [A-Z][^.;]{0,30}|breach (?:at|of) (?:an? |its )?(?:third-party )?(?:supplier|vendor|provider|contractor)",
    ),
    cause(
        "lost_device",
        r"(?:USB(?:メモリー?|メモリ)?|ノートパソコン|パソコン|端末|スマートフォン|ハードディスク|HDD|SSD|タブレット)[^。]{0,24}?(?:紛失|なくし|置き忘れ|失く|盗難|盗まれ)[^。、]{0,6}",
        r"(?i)(?:lost|misplaced|left)[^.;]{0,20}(?:USB|laptop|drive|device|phone)|(?:USB|laptop|drive|device|phone)[^.;]{0,40}(?:was lost|went missing|was stolen)|(?:lost|misplaced) (?:it|the (?:drive|device|bag|laptop))\b",
    ),
    cause(
        "insider",
        r"(?:元?(?:派遣)?社員|元?従業員|元?職員|担当者)[^。、]{0,20}?(?:[^。]{0,24}(?:持ち出|無断|不正に取得|売却)[^。、]{0,8}|による[^。、]{0,10}持ち出し)|(?:顧客|個人)?(?:情報|データ)を不正に持ち出[^。、]{0,4}",
        r"(?i)(?:former|temporary|rogue|disgruntled|an?) (?:employee|worker|contractor|staff(?: member)?|insider)[^.;]{0,90}(?:copied|stole|took|downloaded|leaked|sold)[^.;]{0,20}|(?:someone|person|developer|employee|insider|engineer|worker) (?:who|that) (?:had |still |had kept |retained )*(?:administrator|admin|privileged|access|rights)[^.;]{0,30}|(?:kept|retained|held)[^.;]{0,20}(?:administrator|admin|privileged) (?:rights|access|privileges)[^.;]{0,16}",
    ),
    cause(
        "unknown",
        r"(?:原因|経路|手口|方法)(?:は|や[^。、]{0,8}は|が)?(?:、)?(?:現時点で|今のところ|まだ)?[^。、]{0,6}?(?:分かっておらず|分かっていない|わかっていない|特定できていない|特定に至って|不明|調査中|調べている|明らかになって(?:いない|おらず))",
        r"(?i)how [^.;]{4,60} (?:is|has|was|were)(?: not| n't)[^.;]{0,6}(?:yet )?(?:been )?(?:known|clear|disclosed|determined)|(?:cause|root cause|entry point) (?:is|remains|was) (?:not|still|under|unknown)[^.;]{0,30}|not (?:yet )?(?:clear|known) how[^.;]{0,60}",
    ),
];

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
            let Some(found) = sentence.find(if scan.is_ja() { &cause.ja } else { &cause.en }, text) else {
                continue;
            };
            // "not a weakness in …"; and what was carried out and lost is a loss.
            let is_denied = text.get(..found.start()).is_some_and(|before| before.ends_with("not "));
            if is_denied || (value == "insider" && out.iter().any(|f| is_word(f, "lost_device"))) {
                continue;
            }
            let span = Span::new(start + found.start(), start + found.end());
            let mut fact = page.word(Slot::RootCause, value, span);
            fact.status = if value == "unknown" {
                None
            } else {
                scope::status(scan, span).filter(|s| matches!(s, Status::Possible | Status::Suspected))
            };
            out.push(fact);
        }
    }
    out
}

fn is_word(fact: &Fact, word: &str) -> bool {
    matches!(&fact.value, hinomi_model::Value::Word(w) if w == word)
}
