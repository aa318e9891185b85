//! Which sentences are worth a closer look: one pass for the words without which a pattern cannot match.
//!
//! Some forty patterns over every sentence took half of the time of `find`; most sentences hold none of their words.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

/// A group of patterns that share the words they need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// Backups.
    Backup,
    /// Ransom.
    Ransom,
    /// Misuse of what was taken.
    Misuse,
    /// Exploited flaws.
    Exploit,
    /// Patches.
    Patch,
    /// Acts of authorities.
    Action,
    /// Numbers that are withheld.
    Unknown,
    /// Police forces by place.
    Police,
    /// Statements that data did or did not get out.
    Leak,
    /// Root causes.
    Mfa,
    /// Accounts and credentials.
    Account,
    /// Phishing.
    Phishing,
    /// VPN and remote desktop.
    Remote,
    /// Flaws.
    Flaw,
    /// Settings.
    Setting,
    /// Suppliers.
    Supplier,
    /// People inside.
    Insider,
    /// Lost devices.
    Device,
    /// Causes not known.
    Cause,
    /// Families of names that makers give to groups: Typhoon, Spider.
    Family,
}

/// Words of each gate, Japanese and English; Latin letters in any case.
const WORDS: &[(Gate, &[&str])] = &[
    (Gate::Backup, &["バックアップ", "backup"]),
    (
        Gate::Ransom,
        &[
            "身代金",
            "金銭",
            "交渉",
            "接触",
            "連絡し",
            "仮想通貨",
            "暗号資産",
            "ビットコイン",
            "ransom",
            "paid",
            "pay",
            "negotiat",
            "engage",
            "contact with",
            "demand",
            "extort",
            "threaten",
        ],
    ),
    (
        Gate::Misuse,
        &[
            "悪用",
            "不正利用",
            "不正使用",
            "二次被害",
            "不審な連絡",
            "名簿業者",
            "乗っ取",
            "迷惑メール",
            "勧誘",
            "misuse",
            "fraud",
            "abuse",
            "suspicious activity",
            "identity theft",
            "sold ",
        ],
    ),
    (
        Gate::Exploit,
        &[
            "悪用",
            "突い",
            "突く",
            "攻撃を",
            "攻撃が",
            "攻撃に",
            "exploit",
            "attack",
            "breaking into",
            "abusing",
            "using",
            "chained",
        ],
    ),
    (
        Gate::Patch,
        &[
            "修正",
            "パッチ",
            "更新プログラム",
            "セキュリティ更新",
            "アップデート",
            "ホットフィックス",
            "最新版",
            "対策版",
            "patch",
            "fix",
            "update",
        ],
    ),
    (
        Gate::Action,
        &[
            "逮捕",
            "起訴",
            "送検",
            "禁錮",
            "懲役",
            "拘禁刑",
            "判決",
            "押収",
            "差し押さえ",
            "テイクダウン",
            "閉鎖",
            "摘発",
            "制裁",
            "命令",
            "指導",
            "勧告",
            "arrest",
            "detain",
            "charge",
            "indict",
            "plead",
            "unseal",
            "sentenc",
            "years in prison",
            "seiz",
            "took down",
            "taken down",
            "takedown",
            "dismantl",
            "disrupt",
            "sanction",
            "fined",
            "ordered",
            "guidance",
        ],
    ),
    (
        Gate::Unknown,
        &[
            "件数",
            "人数",
            "規模",
            "被害額",
            "対象者数",
            "項目",
            "how many",
            "how much",
            "number",
            "a total",
            "figure",
        ],
    ),
    (Gate::Police, &["県警", "府警", "道警", "police"]),
    (
        Gate::Leak,
        &["流出", "漏えい", "漏洩", "漏れ", "公開", "アクセス", "閲覧", "窃取", "leak", "no ", "not "],
    ),
    (Gate::Mfa, &["要素認証", "段階認証", "factor", "MFA", "2FA"]),
    (
        Gate::Account,
        &[
            "アカウント",
            "認証情報",
            "パスワード",
            "ログイン情報",
            "credential",
            "login",
            "account",
            "password",
        ],
    ),
    (Gate::Phishing, &["フィッシング", "偽の", "不正な", "なりすまし", "phishing", "vishing"]),
    (
        Gate::Remote,
        &[
            "VPN",
            "リモートデスクトップ",
            "RDP",
            "remote desktop",
            "ネットワーク機器",
            "network device",
            "network equipment",
            "firewall",
            "router",
        ],
    ),
    (Gate::Flaw, &["脆弱性", "flaw", "vulnerabilit", "weakness"]),
    (Gate::Setting, &["設定", "misconfigur", "accessible", "exposed", "open to", "open without"]),
    (
        Gate::Supplier,
        &[
            "委託",
            "外部",
            "連携",
            "取引先",
            "供給元",
            "supplier",
            "vendor",
            "provider",
            "third party",
            "third-party",
            "contractor",
            "stolen from",
            "taken from",
        ],
    ),
    (
        Gate::Insider,
        &[
            "社員",
            "従業員",
            "職員",
            "担当者",
            "不正に持ち出",
            "employee",
            "worker",
            "contractor",
            "staff",
            "insider",
            "who ",
            "administrator",
            "privileged",
        ],
    ),
    (
        Gate::Device,
        &[
            "紛失",
            "なくし",
            "置き忘れ",
            "失く",
            "盗難",
            "盗まれ",
            "lost",
            "misplaced",
            "left",
            "missing",
            "stolen",
        ],
    ),
    (Gate::Cause, &["原因", "経路", "手口", "方法", "how ", "cause", "entry point"]),
    (
        Gate::Family,
        &[
            " typhoon",
            " blizzard",
            " sandstorm",
            " sleet",
            " tempest",
            " tsunami",
            " flood",
            " hail",
            " dust",
            " spider",
            " panda",
            " bear",
            " kitten",
            " chollima",
            " jackal",
            " buffalo",
            " wolf",
            " libra",
            " taurus",
            " ursa",
            " serpens",
            " scorpius",
        ],
    ),
];

/// The gates that a sentence opens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Gates(u32);

impl Gates {
    /// The gates that `text` opens, each with a place where one of its words starts.
    pub fn marks(text: &str) -> Vec<(u32, Gate)> {
        static WORDS_OF: LazyLock<(AhoCorasick, Vec<Gate>)> = LazyLock::new(|| {
            let words: Vec<(&str, Gate)> =
                WORDS.iter().flat_map(|(gate, words)| words.iter().map(|word| (*word, *gate))).collect();
            let automaton = AhoCorasick::builder()
                .kind(Some(AhoCorasickKind::DFA))
                .ascii_case_insensitive(true)
                .build(words.iter().map(|(word, _)| *word))
                .expect("the words of the gates make an automaton");
            (automaton, words.into_iter().map(|(_, gate)| gate).collect())
        });
        let (automaton, gates) = &*WORDS_OF;
        let found = automaton.find_overlapping_iter(text);
        let mut marks: Vec<(u32, Gate)> = found
            .filter_map(|hit| Some((hit.start() as u32, *gates.get(hit.pattern().as_usize())?)))
            .collect();
        marks.sort_unstable();
        marks
    }

    /// The gates of the marks from `start` to `end`.
    pub fn within(marks: &[(u32, Gate)], start: u32, end: u32) -> Self {
        let from = marks.partition_point(|(at, _)| *at < start);
        let inside = marks.get(from..).unwrap_or_default().iter().take_while(|(at, _)| *at < end);
        Self(inside.fold(0, |bits, (_, gate)| bits | 1 << *gate as u32))
    }

    /// Whether `gate` is open.
    pub fn open(self, gate: Gate) -> bool {
        self.0 & (1 << gate as u32) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gate_is_open_where_its_word_stands() {
        let text = "身代金。Backup VPNs";
        let marks = Gates::marks(text);
        let first = Gates::within(&marks, 0, 12);
        let second = Gates::within(&marks, 12, text.len() as u32);
        assert!(first.open(Gate::Ransom) && !first.open(Gate::Backup));
        assert!(second.open(Gate::Backup) && second.open(Gate::Remote) && !second.open(Gate::Ransom));
    }
}
