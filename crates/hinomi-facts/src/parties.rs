//! Who is who: the bodies that an article names, and which of them it happened to.
//!
//! Every name collects evidence from the words around it (Xに攻撃, `attack on X`, Xは…と発表した). The one that was hit
//! most plainly is the victim, for whom 同社 and `the company` stand; others tied to it are affected parties.

use std::sync::LazyLock;

use hinomi_model::Span;
use hinomi_text::name_key;
use regex::Regex;

use crate::lexicon::Class;
use crate::names_ja::Name;
use crate::scan::{Scan, Sentence};
use crate::{names_en, names_ja};

/// Evidence that is as good as being told: "attack on X".
const HARM_PLAIN: i32 = 3;
/// Evidence that mostly means it: "leak … of X's".
const HARM_LIKELY: i32 = 2;
/// Evidence that X speaks of the matter.
const SPEAKS: i32 = 1;
/// Harm a victim needs. With 1, speakers at bystanders became victims in articles about outages.
const HARM_MIN: i32 = 2;
/// Score a victim needs.
const SCORE_MIN: i32 = 3;

/// A name where it stands, and what the words around it say.
#[derive(Debug, Clone)]
pub struct Mention {
    /// The name.
    pub name: Name,
    /// Index of its sentence.
    pub sentence: usize,
    /// How plainly the words say that it was hit.
    pub harm: i32,
    /// Whether it speaks here.
    pub speaks: bool,
    /// Whether it stands at the head of the title.
    pub heads: bool,
    /// Whether a word before it makes it somebody's unit, parent or customer.
    pub tie: Tie,
}

/// How a name is tied to another in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// Not at all.
    None,
    /// Unit of another.
    Unit,
    /// Parent of another.
    Parent,
    /// Works for another.
    Supplier,
    /// Lets another work for it.
    Customer,
}

/// A body, with all its mentions.
#[derive(Debug, Clone)]
pub struct Party {
    /// Comparable forms: of the name and its aliases.
    pub keys: Vec<String>,
    /// Other names given in the text.
    pub aliases: Vec<String>,
    /// Where it stands.
    pub mentions: Vec<Mention>,
    /// Sum of harm, the best three mentions.
    pub harm: i32,
    /// Harm and everything else that speaks for it.
    pub score: i32,
}

/// The bodies of an article.
#[derive(Debug, Clone, Default)]
pub struct Parties {
    /// All, by first mention.
    pub all: Vec<Party>,
    /// Indices of those that it happened to, the surest first.
    pub victims: Vec<usize>,
    /// Indices of others touched by it.
    pub affected: Vec<usize>,
}

/// Finds the bodies that `scan` names. `is_notice`: the article speaks in the first person.
pub fn parties(scan: &Scan<'_>) -> Parties {
    let mut all: Vec<Party> = Vec::new();
    for (idx, sentence) in scan.sentences.iter().enumerate() {
        let names =
            if scan.is_ja() { names_ja::names(scan, sentence) } else { names_en::names(scan, sentence) };
        for name in names {
            if let Some(mention) = mention(scan, idx, sentence, name) {
                join(&mut all, scan, mention);
            }
        }
    }
    let is_notice = scan.is_ja()
        && ["当社", "弊社", "当院", "本学", "本市", "当法人", "当会"]
            .iter()
            .any(|w| scan.folded.text.contains(w));
    for party in &mut all {
        weigh(party, is_notice);
    }
    let mut parties = Parties { all, ..Parties::default() };
    choose(&mut parties, scan);
    parties
}

/// What the words around a name say, or `None` where it names somebody who is no body that can be hit.
fn mention(scan: &Scan<'_>, idx: usize, sentence: &Sentence, name: Name) -> Option<Mention> {
    if name.is_quoted
        || is_attacker(scan, sentence, &name)
        || is_person(scan, sentence, &name)
        || is_product(scan, &name)
    {
        return None;
    }
    let before = scan.between(sentence.span.start, name.whole.start);
    let after = scan.between(name.whole.end, sentence.span.end);
    let evidence = if scan.is_ja() {
        ja(scan, sentence, before, after)
    } else {
        en(scan, sentence, &name, before, after)
    };
    let class = |class| scan.terms_in(name.span).any(|t| t.entry.class == class && t.span == name.span);
    let mut evidence = evidence;
    let is_authority = class(Class::Authority)
        || scan
            .class_in(name.whole, Class::Authority)
            .any(|t| t.span.len() * 2 >= name.span.len() && t.span.end >= name.span.end);
    if is_authority || class(Class::Vendor) {
        evidence.speaks = false;
        if evidence.harm < HARM_PLAIN {
            evidence.harm = 0;
            if is_authority {
                evidence.heads = false
            }
        }
    }
    Some(Mention {
        name,
        sentence: idx,
        harm: evidence.harm,
        speaks: evidence.speaks,
        heads: evidence.heads,
        tie: evidence.tie,
    })
}

/// What one mention says.
struct Evidence {
    harm: i32,
    speaks: bool,
    heads: bool,
    tie: Tie,
}

macro_rules! pattern {
    ($name:ident, $pattern:expr) => {
        static $name: LazyLock<Regex> =
            LazyLock::new(|| Regex::new($pattern).expect("the pattern is tested"));
    };
}

pattern!(
    JA_TARGET,
    r"^(?:へ|に|への|に対する)(?:の)?「?(?:大規模な|大量の|新たな|激しい)?(?:[ァ-ヶー一-龠A-Za-z]{0,12})?(?:サイバー攻撃|攻撃|不正アクセス|不正に?ログイン|不正侵入|侵入|ハッキング)"
);
pattern!(
    JA_SOURCE,
    r"^から(?:の|も)?[^。]{0,60}?(?:流出|漏えい|漏洩|漏れ|盗ま|盗み|盗ん|持ち出|窃取|抜き取)"
);
pattern!(
    JA_OF,
    r"^の[^。、は]{0,30}?(?:流出|漏えい|漏洩|紛失|障害|感染|漏れ|持ち出し|不正アクセス|改ざん|乗っ取|不正ログイン)"
);
pattern!(
    JA_AT,
    r"^(?:で|でも|にて|において|では)[^。]{0,60}?(?:障害|流出|漏えい|漏洩|感染|不正アクセス|攻撃|漏れ|侵入|持ち出|紛失|改ざん)"
);
pattern!(
    JA_GUIDED,
    r"^に(?:対し|対して|対する|[ァ-ヶ一-龠]{0,5}(?:が|から))?、?[^。]{0,40}?(?:行政指導|指導|是正勧告|業務改善命令|立ち入り|制裁金|課徴金)"
);
pattern!(
    JA_HIT,
    r"(?:攻撃|被害|不正アクセス|不正ログイン|侵入|感染|侵害)(?:を受け|に遭|にあ[っい]|され|し(?:、|た|て|、))|感染し|感染した|暗号化され|乗っ取られ|盗まれ|侵入され|侵害され|紛失し|紛失した|なくした|誤送信|誤って|改ざんされ|流出した|流出し|漏えいした|漏えいし|漏れた|不正アクセスが|障害が|できなくな|送り込まれ|不正に(?:アクセス|ログイン|取得)"
);
pattern!(
    JA_RELATIVE,
    r"(?:攻撃|被害|不正アクセス|侵入|感染|侵害|漏えい|流出)(?:を受けた|を受けている|に遭った|した|された|があった|が発生した|を起こした|被害を受けた)$"
);
pattern!(
    JA_ANNOUNCE,
    r"(?:発表|公表|明らかに|認め|お知らせ|説明|報告|謝罪|陳謝|訂正|確認いたし|確認し|判明|否定|通知|としている|という。|分かった|わかった|送り)"
);

fn ja(scan: &Scan<'_>, sentence: &Sentence, before: &str, after: &str) -> Evidence {
    let is_subject = after.starts_with(['は', 'が', 'も', '、']);
    let mut harm = 0;
    if JA_TARGET.is_match(after) || JA_SOURCE.is_match(after) || JA_RELATIVE.is_match(before) {
        harm = HARM_PLAIN;
    } else if JA_OF.is_match(after) || JA_AT.is_match(after) || JA_GUIDED.is_match(after) {
        harm = HARM_LIKELY;
    }
    // X and what happened to it: no other subject may come between.
    if harm < HARM_PLAIN && is_subject && JA_HIT.is_match(after) && !before.contains('は') {
        harm = HARM_LIKELY;
    }
    if before.ends_with("「") {
        harm = 0;
    }
    let speaks = is_subject && !before.contains('は') && JA_ANNOUNCE.is_match(after);
    let heads = sentence.is_title
        && before.chars().count() <= 12
        && !before.contains(['、', '。'])
        && starts_phrase(after);
    let tie = tie_ja(before);
    let has_event =
        scan.class_in(sentence.span, Class::Event).any(|t| !matches!(t.entry.value.as_str(), "none"));
    if matches!(tie, Tie::Unit | Tie::Supplier) && has_event && !sentence.is_title {
        harm += 1;
    }
    Evidence { harm, speaks, heads, tie }
}

fn starts_phrase(after: &str) -> bool {
    after.starts_with(['、', ' ', 'が', 'で', 'に', 'の', 'へ', 'か', 'は', 'も', ':', '：'])
}

fn tie_ja(before: &str) -> Tie {
    let near = before.trim_end_matches('の').trim_end_matches('、');
    let ends = |words: &[&str]| words.iter().any(|w| near.ends_with(w));
    if ends(&["子会社", "傘下", "グループ会社", "関連会社", "系列", "グループ"]) {
        Tie::Unit
    } else if ends(&["親会社"]) {
        Tie::Parent
    } else if ends(&[
        "委託先",
        "委託していた",
        "委託している",
        "委託した",
        "請け負う",
        "請け負った",
        "委託を受けた",
        "受託した",
        "提供元",
        "提供する",
        "利用していた",
        "利用している",
    ]) {
        Tie::Supplier
    } else if ends(&["委託元", "委託している", "顧客企業"]) {
        Tie::Customer
    } else {
        Tie::None
    }
}

pattern!(
    EN_SAYS,
    r"^(?:,[^,]{1,90},)?(?: also| later| itself)?(?: has| have| had)?(?: since| also| not)? (?:said|says|told|tells|confirmed|confirms|disclosed|discloses|announced|announces|admitted|admits|acknowledged|revealed|reveals|reported|reports|warned|warns|notified|notifies|informed|declined|put a number|expects)\b"
);
pattern!(
    EN_HIT,
    r"^(?:,[^,]{1,90},)?(?: has| have| had)?(?: was| were| is| been| has been| have been| being| recently| also)*(?: by)? (?:hit by|hit with|struck by|hacked|breached|the victim of|a victim of|victim of|targeted|suffered|suffers|suffering|attacked|drained|crippled|knocked offline|loses|lost|losing|halts|halted|stopped taking|shut down|shuts down|takes systems|took its|took systems|disconnected|forced|compromised|infected|fell victim|is managing|managing|was emptied|pauses|paused|suspends|suspended|reopened|still recovering|detected|discovered|learned|restored|go offline|goes offline|denies breach)\b"
);
pattern!(
    EN_NOUN,
    r"^(?:'s|’s|'|’)? (?:[a-z\-]+ ){0,2}?(?:data )?(?:breach|hack|cyberattack|attack|leak|theft|heist|outage|intrusion|ransomware attack|data theft|break-in|cyber incident|incident|hackers|hacker|victims|token theft|ransom)\b"
);
pattern!(
    EN_OF,
    r"^(?:'s|’s|'|’) (?:[a-z\-]+ ){0,3}?(?:network|systems|servers|data|customers|records|tokens|accounts?|website|database|environment|internal)\b"
);
pattern!(
    EN_TARGET,
    r"(?i)(?:attacks?|cyberattacks?|cyber-attacks?|breach|breaches|hack|hacks|hacking|intrusions?|leak|break-in|incident|break-ins|heist|theft|exploit|strike|assault|ddos|break in)(?: [a-z]+){0,3}? (?:on|at|against|of|from|into|hitting|targeting)(?: the)?(?: [A-Z][a-z]+)?(?: [a-z'\-]+){0,6} ?(?:, )?$"
);
pattern!(
    EN_ACT,
    r"(?i)(?:broke into|broken into|breaking into|break into|breached|hacked|hacking|crippled|compromised|attacked|hit|targeted|extorted|infiltrated|stolen from|stole from|stolen .{0,60} from|stole .{0,60} from|stealing .{0,60} from|copied .{0,40} from|took .{0,40} from|taken from|taken .{0,40} from|leaked from|theft .{0,60} from|documents from|records from|data from|files from|lists|claims|claimed|added|guidance to|fined|used against|logged in to)(?: the| its)?(?: [A-Z][a-z]+)?(?: [a-z'\-]+){0,4} ?$"
);
pattern!(
    EN_FROM_WIDE,
    r"(?i)\b(?:stolen|stole|taken|copied|leaked|exfiltrated|theft|stealing)\b.{0,80}\bfrom (?:the )?(?:[A-Za-z'\-]+ ){0,5}$"
);

fn en(scan: &Scan<'_>, sentence: &Sentence, name: &Name, before: &str, after: &str) -> Evidence {
    let mut harm = 0;
    let at_start = before.split(", ").last().is_some_and(|part| part.split(' ').count() <= 8);
    let has_event = scan.class_in(sentence.span, Class::Event).any(|t| t.entry.value != "none");
    if EN_TARGET.is_match(before)
        || EN_ACT.is_match(before) && has_event_or_claim(scan, sentence)
        || EN_FROM_WIDE.is_match(before)
    {
        harm = HARM_PLAIN;
    } else if EN_HIT.is_match(after) && at_start {
        harm = if has_event || has_event_nearby(scan, sentence) { HARM_PLAIN } else { HARM_LIKELY };
    } else if EN_NOUN.is_match(after) {
        harm = HARM_LIKELY;
    } else if EN_OF.is_match(after) {
        harm = 1;
    }
    let speaks = EN_SAYS.is_match(after);
    let heads = sentence.is_title && before.split(' ').count() <= 4 && !before.contains(',');
    let tie = tie_en(scan, name, before, after);
    if tie == Tie::Unit && has_event {
        harm += 1
    }
    Evidence { harm, speaks, heads, tie }
}

fn has_event_or_claim(scan: &Scan<'_>, sentence: &Sentence) -> bool {
    scan.class_in(sentence.span, Class::Event).any(|t| t.entry.value != "none")
        || scan.class_in(sentence.span, Class::Attacker).next().is_some()
        || scan.has_role(sentence.span, &["claim", "leak"])
}

fn has_event_nearby(scan: &Scan<'_>, sentence: &Sentence) -> bool {
    scan.has_role(sentence.span, &["leak", "encrypt"])
}

fn tie_en(scan: &Scan<'_>, name: &Name, before: &str, after: &str) -> Tie {
    let _ = (scan, name);
    let lower = before.to_lowercase();
    let near = lower.trim_end_matches([' ', ',']);
    let ends = |words: &[&str]| words.iter().any(|w| near.ends_with(w));
    let says = |words: &[&str]| words.iter().any(|w| after.starts_with(w));
    if ends(&["subsidiary", "its", "unit", "affiliate"])
        && (ends(&["subsidiary", "unit", "affiliate"])
            || says(&[" unit", " subsidiary", " division", " arm", " affiliate"]))
        || says(&[" unit", " subsidiary"])
    {
        Tie::Unit
    } else if ends(&["parent", "parent company", "owner", "owned by"]) {
        Tie::Parent
    } else if ends(&["contractor", "supplier", "vendor", "provider"])
        || says(&[", the contractor", ", a contractor", ", a supplier", ", its supplier"])
    {
        Tie::Supplier
    } else {
        Tie::None
    }
}

/// Whether the name is an attacker's: known as one, or introduced as one.
pub fn is_attacker(scan: &Scan<'_>, sentence: &Sentence, name: &Name) -> bool {
    let known = scan.terms_in(sentence.span).any(|t| {
        matches!(t.entry.class, Class::Actor | Class::Gang | Class::Malware)
            && t.span.overlaps(name.span)
            && crate::actors::counts(scan, t)
    });
    known || crate::actors::introduced(scan, sentence).iter().any(|span| span.overlaps(name.span))
}

/// Whether the name is a person's.
fn is_person(scan: &Scan<'_>, sentence: &Sentence, name: &Name) -> bool {
    let before = scan.between(sentence.span.start, name.whole.start);
    let after = scan.between(name.whole.end, sentence.span.end);
    if scan.is_ja() {
        return ["氏", "被告", "容疑者", "さん", "社長", "会長", "市長", "知事", "教授", "CEO", "受刑者"]
            .iter()
            .any(|w| after.starts_with(w));
    }
    let last = before.trim_end_matches([' ', ',']).rsplit(' ').next().unwrap_or_default();
    let is_titled = scan.lexicon.listed(Class::CommonEn, last).is_some_and(|e| e.value == "title");
    if is_titled
        || [", a 1", ", 1", ", 2", ", 3", ", 4", ", 5", ", chief", ", the chief", ", president", ", director"]
            .iter()
            .any(|w| after.starts_with(w))
    {
        return true;
    }
    // A surname alone, after the full name behind a title.
    let word = scan.of(name.span);
    !word.contains(' ') && {
        let tail = format!(" {word}");
        scan.folded.text.match_indices(tail.as_str()).any(|(at, _)| {
            let lead = scan.folded.text.get(..at).unwrap_or_default();
            let mut words = lead.rsplit(' ');
            let first = words.next().unwrap_or_default();
            let title = words.next().unwrap_or_default().trim_end_matches(',');
            first.starts_with(char::is_uppercase)
                && scan.lexicon.listed(Class::CommonEn, title).is_some_and(|e| e.value == "title")
        })
    }
}

fn is_product(scan: &Scan<'_>, name: &Name) -> bool {
    scan.class_in(name.span, Class::Product).any(|t| t.span == name.span)
}

/// Adds a mention to the party that it names.
fn join(all: &mut Vec<Party>, scan: &Scan<'_>, mention: Mention) {
    let key = name_key(scan.of(mention.name.span));
    let mut keys = vec![key];
    keys.extend(mention.name.aliases.iter().map(|a| name_key(a)));
    keys.retain(|k| k.chars().count() >= 2);
    if keys.is_empty() {
        return;
    }
    let same = all.iter().position(|p| p.keys.iter().any(|k| keys.contains(k)));
    let same = same.or_else(|| {
        all.iter().position(|p| p.keys.iter().any(|k| keys.iter().any(|own| is_short_form(k, own))))
    });
    let idx = same.unwrap_or_else(|| {
        all.push(Party { keys: Vec::new(), aliases: Vec::new(), mentions: Vec::new(), harm: 0, score: 0 });
        all.len() - 1
    });
    let Some(party) = all.get_mut(idx) else { return };
    for key in keys {
        if !party.keys.contains(&key) {
            party.keys.push(key);
        }
    }
    for alias in &mention.name.aliases {
        if !party.aliases.contains(alias) {
            party.aliases.push(alias.clone());
        }
    }
    party.mentions.push(mention);
}

/// Whether one name is the beginning of the other: アサヒ食品 and アサヒ食品ホールディングス.
fn is_short_form(a: &str, b: &str) -> bool {
    const TAILS: &[&str] = &[
        "ホールディングス",
        "hd",
        "ghd",
        "グループ",
        "group",
        "groupholdings",
        "holdings",
        "社",
        "systems",
        "グループホールディングス",
        "市役所",
        "ltd",
        "co",
        "company",
    ];
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.chars().count() >= 2 && long.strip_prefix(short).is_some_and(|tail| TAILS.contains(&tail))
}

fn weigh(party: &mut Party, is_notice: bool) {
    let mut harms: Vec<i32> = party.mentions.iter().map(|m| m.harm).collect();
    harms.sort_unstable_by(|a, b| b.cmp(a));
    party.harm = harms.iter().take(3).sum();
    let speaks = party.mentions.iter().any(|m| m.speaks);
    let heads = party.mentions.iter().any(|m| m.heads);
    let is_body =
        party.mentions.iter().any(|m| m.name.has_legal_form || m.name.is_institution || m.name.has_role);
    let is_own = is_notice && party.mentions.iter().any(|m| m.name.has_legal_form && m.speaks);
    party.harm += if is_own { HARM_PLAIN } else { 0 };
    party.score =
        party.harm + if speaks { SPEAKS } else { 0 } + if heads { 1 } else { 0 } + i32::from(is_body);
}

/// Chooses victims and affected parties.
fn choose(parties: &mut Parties, scan: &Scan<'_>) {
    let mut order: Vec<usize> = (0..parties.all.len()).collect();
    let rank = |idx: &usize| parties.all.get(*idx).map_or((0, 0), |p| (p.score, p.harm));
    order.sort_by_key(|idx| std::cmp::Reverse((rank(idx), std::cmp::Reverse(*idx))));
    let Some(best) = order.first().copied() else { return };
    let fits = |idx: usize| parties.all.get(idx).is_some_and(|p| p.harm >= HARM_MIN && p.score >= SCORE_MIN);
    if !fits(best) {
        return;
    }
    let mut victims = vec![best];
    let mut affected = Vec::new();
    let sentence_of = |idx: usize| {
        parties
            .all
            .get(idx)
            .map(|p| p.mentions.iter().map(|m| m.sentence).collect::<Vec<_>>())
            .unwrap_or_default()
    };
    let victim_sentences = sentence_of(best);
    for idx in order.into_iter().skip(1) {
        let Some(party) = parties.all.get(idx) else { continue };
        let shares = party.mentions.iter().any(|m| victim_sentences.contains(&m.sentence));
        let tied = party.mentions.iter().any(|m| m.tie != Tie::None);
        let spoke = party.mentions.iter().any(|m| m.speaks);
        if (tied || spoke && shares)
            && party.mentions.iter().any(|m| !scan.sentences.get(m.sentence).is_some_and(|s| s.is_title))
        {
            affected.push(idx);
        } else if party.harm >= HARM_PLAIN && party.score > SCORE_MIN && spoke && !shares {
            victims.push(idx);
        }
    }
    victims.truncate(1);
    parties.victims = victims;
    parties.affected = affected;
}

impl Parties {
    /// The body that it happened to, where one is named.
    pub fn victim(&self) -> Option<&Party> {
        self.all.get(*self.victims.first()?)
    }

    /// The others touched by it.
    pub fn touched(&self) -> impl Iterator<Item = &Party> {
        self.affected.iter().filter_map(|idx| self.all.get(*idx))
    }
}

impl Party {
    /// The mention to cite: the first in the body with the most harm, else in the title.
    pub fn best_mention(&self, scan: &Scan<'_>) -> Option<&Mention> {
        let is_title = |m: &Mention| scan.sentences.get(m.sentence).is_some_and(|s| s.is_title);
        self.mentions
            .iter()
            .filter(|m| !is_title(m))
            .chain(self.mentions.iter().filter(|m| is_title(m)))
            .next()
    }

    /// Whether the name stands inside `span`.
    pub fn stands_in(&self, span: Span) -> bool {
        self.mentions.iter().any(|m| span.contains(m.name.span))
    }
}
