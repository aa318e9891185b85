//! The words of an incident's file for people: what machine words are called in each language.

use hinomi_model::Lang;

/// Words in Japanese and in English.
pub type Both = (&'static str, &'static str);

/// The words in one of the two languages.
pub fn in_lang((ja, en): Both, lang: Lang) -> &'static str {
    if lang == Lang::Ja { ja } else { en }
}

/// What the machine word `word` is called; itself where the table has no other name for it.
///
/// Words of vocabularies that stand as values (`ransomware`, `paid`) are kept, as in JSON.
pub fn named(word: &str, lang: Lang) -> &str {
    WORDS.iter().find(|(machine, _)| *machine == word).map_or(word, |(_, words)| in_lang(*words, lang))
}

/// `n` days, or a range of days.
pub fn days(fewest: i32, most: i32, lang: Lang) -> String {
    match (lang, fewest == most) {
        (Lang::Ja, true) => format!("{fewest}日"),
        (Lang::Ja, false) => format!("{fewest}〜{most}日"),
        (_, true) if fewest == 1 => "1 day".to_owned(),
        (_, true) => format!("{fewest} days"),
        (_, false) => format!("{fewest} to {most} days"),
    }
}

/// A value's fate with the rule that decided it and the value it was decided for.
pub fn decided(fate: &str, rule: &str, against: Option<&str>, lang: Lang) -> String {
    let (fate, rule) = (named(fate, lang), named(rule, lang));
    match (lang, against) {
        (Lang::Ja, Some(other)) => format!("{fate}（{rule}。もう一方は{other}）"),
        (Lang::Ja, None) => format!("{fate}（{rule}）"),
        (_, Some(other)) => format!("{fate} ({rule}; against {other})"),
        (_, None) => format!("{fate} ({rule})"),
    }
}

/// Machine word, and what it is called.
const WORDS: &[(&str, Both)] = &[
    // Kinds of matter and states.
    ("incident", ("インシデント", "incident")),
    ("vulnerability", ("脆弱性", "vulnerability")),
    ("threat", ("脅威", "threat")),
    ("enforcement", ("摘発・処分", "enforcement")),
    ("policy", ("制度", "policy")),
    ("report", ("調査報告", "report")),
    ("other", ("その他", "other")),
    ("open", ("継続中", "open")),
    ("growing", ("拡大中", "growing")),
    ("reopened", ("再開", "reopened")),
    ("quiet", ("動きなし", "quiet")),
    ("closed", ("終結", "closed")),
    // Fates and the rules that decide them.
    ("stands", ("有効", "stands")),
    ("superseded", ("更新された", "superseded")),
    ("contradicts", ("食い違い", "contradicts")),
    ("alleged", ("主張のみ", "alleged")),
    ("withdrawn", ("撤回", "withdrawn")),
    (
        "later_voice_at_least_as_strong",
        ("同等以上の立場からの後の発表による", "a later voice at least as strong"),
    ),
    ("said_more_exactly", ("より正確な値による", "said more exactly")),
    ("known_by_another", ("他の情報源が知っている", "known by another")),
    ("weaker_voice", ("立場の弱い情報源のため", "a weaker voice")),
    ("attackers_word", ("攻撃者の言葉のため", "the attackers' word")),
    // How exact a value is.
    ("exact", ("ちょうど", "exactly")),
    ("approx", ("約", "about")),
    ("at_least", ("少なくとも", "at least")),
    ("at_most", ("最大", "at most")),
    ("more_than", ("超", "more than")),
    ("less_than", ("未満", "less than")),
    ("range", ("範囲", "range")),
    // Certainty and voices.
    ("confirmed", ("確認済み", "confirmed")),
    ("possible", ("可能性", "possible")),
    ("suspected", ("疑い", "suspected")),
    ("claimed", ("主張", "claimed")),
    ("attributed", ("伝聞", "attributed")),
    ("estimated", ("推計", "estimated")),
    ("denied", ("否定", "denied")),
    ("not_confirmed", ("未確認", "not confirmed")),
    ("undisclosed", ("非公表", "not disclosed")),
    ("under_investigation", ("調査中", "under investigation")),
    ("unknown", ("不明", "unknown")),
    ("official", ("公式発表", "official")),
    ("authority", ("当局", "authority")),
    ("press", ("報道", "press")),
    ("vendor", ("ベンダー", "vendor")),
    ("aggregator", ("集約サイト", "aggregator")),
    ("attacker", ("攻撃者", "attacker")),
    ("victim", ("被害組織", "victim")),
    ("third_party", ("第三者", "third party")),
    // Relations.
    ("used_vulnerability", ("悪用された脆弱性", "used the vulnerability")),
    ("used_in", ("悪用されたインシデント", "used in")),
    ("supplier", ("取引先・委託先", "supplier")),
    ("customer", ("影響を受けた顧客企業", "customer")),
    ("campaign", ("キャンペーン", "campaign")),
    ("campaign_victim", ("キャンペーンの被害組織", "victim of the campaign")),
    ("claim", ("攻撃者の主張", "claim")),
    ("confirmation", ("被害組織の確認", "confirmation")),
    // Slots.
    ("affected_party", ("影響を受けた組織", "affected party")),
    ("actor", ("攻撃者", "actor")),
    ("malware", ("マルウェア", "malware")),
    ("product", ("製品", "product")),
    ("agency", ("機関", "agency")),
    ("reported_to", ("報告先", "reported to")),
    ("event_type", ("事象", "event")),
    ("date.initial_access", ("最初の侵入", "initial access")),
    ("date.detected", ("検知", "detected")),
    ("date.impact", ("実害の発生", "took effect")),
    ("date.disclosed", ("公表", "disclosed")),
    ("date.claimed", ("犯行声明", "claimed by the attackers")),
    ("date.reported", ("当局への報告", "reported to an authority")),
    ("date.recovered_partial", ("一部復旧", "partly recovered")),
    ("date.recovered", ("復旧", "recovered")),
    ("date.first_seen", ("最初の観測", "first seen")),
    ("date.due", ("対応期限", "due")),
    ("duration.dwell", ("潜伏期間", "dwell time")),
    ("duration.outage", ("停止期間", "outage")),
    ("count", ("件数", "count")),
    ("data_exposed", ("流出したデータ", "data exposed")),
    ("data_not_exposed", ("流出していないデータ", "data not exposed")),
    ("service", ("サービス", "service")),
    ("root_cause", ("原因", "root cause")),
    ("backup", ("バックアップ", "backups")),
    ("ransom", ("身代金", "ransom")),
    ("misuse", ("悪用・二次被害", "misuse")),
    ("report_no", ("報告の番号", "report number")),
    ("cve", ("CVE", "CVE")),
    ("jvn", ("JVN", "JVN")),
    ("cwe", ("CWE", "CWE")),
    ("cvss", ("CVSS", "CVSS")),
    ("fixed_version", ("修正版", "fixed version")),
    ("affected_version", ("影響を受ける版", "affected version")),
    ("exploited", ("攻撃での悪用", "exploited")),
    ("kev", ("CISAの悪用確認済みカタログ", "CISA KEV")),
    ("patch", ("修正プログラム", "patch")),
    ("technique", ("ATT&CKの技術", "ATT&CK technique")),
    ("advice", ("勧められた対応", "advice")),
    ("action", ("当局の措置", "action")),
    ("indicator.ip", ("IPアドレス", "IP address")),
    ("indicator.domain", ("ドメイン名", "domain name")),
    ("indicator.url", ("URL", "URL")),
    ("indicator.hash", ("ハッシュ値", "hash")),
    ("indicator.email", ("メールアドレス", "mail address")),
    ("indicator.path", ("ファイルパス", "file path")),
    ("indicator.wallet", ("ウォレット", "wallet")),
];

#[cfg(test)]
mod tests {
    use hinomi_model::{Fate, Life, Qualifier, Rule, SaidBy, Slot, Status, Story, Voice};

    use super::*;

    #[test]
    fn every_word_of_the_file_has_a_name_in_japanese() {
        let words = Slot::ALL
            .iter()
            .map(|word| word.word())
            .chain(Fate::ALL.iter().map(|word| word.word()))
            .chain(Life::ALL.iter().map(|word| word.word()))
            .chain(Qualifier::ALL.iter().map(|word| word.word()))
            .chain(Rule::ALL.iter().map(|word| word.word()))
            .chain(SaidBy::ALL.iter().map(|word| word.word()))
            .chain(Status::ALL.iter().map(|word| word.word()))
            .chain(Story::ALL.iter().map(|word| word.word()))
            .chain(Voice::ALL.iter().map(|word| word.word()));
        for word in words {
            assert!(WORDS.iter().any(|(machine, _)| *machine == word), "no name for {word}");
        }
    }

    #[test]
    fn a_word_stands_once() {
        for (idx, (word, _)) in WORDS.iter().enumerate() {
            assert!(!WORDS.iter().skip(idx + 1).any(|(other, _)| other == word), "{word} stands twice");
        }
    }
}
