//! What English words around a name say of it.

use super::{Evidence, HARM_LIKELY, HARM_PLAIN, HARM_SLIGHT, Tie, has_event, is_lead};
use crate::gate::{Pattern, pattern};
use crate::lexicon::Class;
use crate::names_ja::Name;
use crate::scan::{Scan, Sentence};

pattern!(
    SAYS,
    r"^(?:,[^,]{1,90},)?(?: also| later| itself)?(?: has| have| had| is| are)?(?: since| also| not| now)? (?:(?:said|says|told|tells|confirmed|confirms|disclosed|discloses|announced|announces|admitted|admits|acknowledged|revealed|reveals|reported|notified|notifies|notifying|informed|informs|declined|denied|denies|put a number|expects)\b|reports (?:that its?|an? (?:[a-z\-]+ ){0,2}(?:breach|attack|cyberattack|incident|intrusion|leak|outage)|data breach|breach)\b|warn(?:s|ed|ing)\b[^.;]*\b(?:breach|security incident|cyberattack|its systems|it suffered)\b)"
);
pattern!(
    ADMITS,
    r"^(?:,[^,]{1,90},)?(?: has| have| had)? (?:admits?|admitted|confirms?|confirmed|denies|denied|discloses?|disclosed|notif\w+|tells|told (?:\w+ ){0,3}(?:customers|hospitals|districts|users|clients|patients|schools)|acknowledge\w*|apologi[sz]\w+|said [^.;]{0,80}(?:access to its|accessed its|into its|broke into its|breached its|stole [^.;]{0,30}from its))\b"
);
pattern!(
    HIT,
    r"^(?:,[^,]{1,90},)?(?: has| have| had)?(?: was| were| is| been| has been| have been| being| recently| also)*(?: by)? (?:experienced|had a (?:data )?breach|hit by|hit with|hit in|struck by|hacked|breached|the victim of|a victim of|victim of|targeted|suffered|suffers|suffering|attacked|drained|crippled|knocked offline|loses|lost|losing|compromised|infected|fell victim|falls victim|was emptied)\b|^, (?:which|who|that) (?:has |had )?(?:recently |also )?(?:suffered|experienced|(?:was|were) (?:hit|hacked|breached))\b|^ over (?:its |the |an? )?(?:[a-z0-9]+ )?(?:data )?breach\b"
);
// What victims do; others do it too.
pattern!(
    COPES,
    r"^(?:,[^,]{1,90},)?(?: has| have| had)?(?: was| were| is| are| been| being| recently| also)* (?:notifying|alerted|investigating|reported a|halts|halted|stopped taking|shut down|shuts down|takes systems|took its|took systems|disconnected|forced|managing|pauses|paused|suspends|suspended|reopened|still recovering|detected|discovered|learned|restored|go offline|goes offline|denies breach)\b"
);
// Without 's, "X attack" is as often the attack called X, and "X ransomware" is a gang's.
pattern!(
    NOUN,
    r"^(?:(?:'s|’s|'|’) (?:[a-z\-]+ ){0,2}?(?:data )?(?:(?:files|records|documents|emails|accounts) (?:leak|leaked|stolen|exposed)|breach|hack|cyberattack|attack|leak|theft|heist|outage|intrusion|ransomware attack|data theft|break-in|cyber incident|incident|hackers|hacker|victims|token theft|ransom)| (?:(?:data|massive|major|huge|recent|latest|alleged|reported|suspected|customer|cloud|email|insider|crypto|network|website|payroll|third-party|supply-chain|(?:19|20)\d\d) ){0,2}(?:(?:files|records|documents|emails) (?:leak|leaked|stolen|exposed)|breach|hack|cyberattack|cyber attack|leak|theft|heist|outage|intrusion|data theft|break-in|cyber incident|token theft))\b"
);
pattern!(
    OF,
    r"^(?:'s|’s|'|’) (?:[A-Za-z\-]+ ){0,3}?(?:network|systems|servers|data|customers|records|tokens|accounts?|website|database|environment|internal|integration)\b"
);
pattern!(
    TARGET,
    r"(?i)(?:attacks?|cyberattacks?|cyber-attacks?|breach|breaches|hack|hacks|hacking|intrusions?|leak|break-in|incident|break-ins|heist|theft|exploit|strike|assault|ddos|break in)(?: [a-z]+){0,3}? (?:on|at|against|of|from|into|hitting|targeting)(?: the)?(?: [A-Z][a-z]+)?(?: [a-z'\-]+){0,6} ?(?:, )?$"
);
pattern!(
    ACT,
    r"(?i)(?:broke into|broken into|breaking into|break into|breached|hacked|hacking|crippled|compromised|attacked|hit|targeted|extorted|infiltrated|stolen from|stole from|taken from|leaked from|documents from|records from|data from|files from|guidance to|fined|used against|logged in to)(?: the| its)?(?: [A-Z][a-z]+)?(?: [a-z'\-]+){0,4} ?$"
);
// What is done to the maker itself and not to those who use what it makes.
pattern!(
    BROKEN_INTO,
    r"(?i)(?:broke into|broken into|breaking into|break into|breached|breach|hacked|infiltrated|compromised|stolen from|stole from|taken from|leaked from|(?:breach|hack|intrusion|leak|theft|heist) (?:at|of))(?: the| its)?(?: [a-z'\-]+){0,4} ?$"
);
pattern!(
    CLAIM,
    r"(?i)\b(?:lists|claims|claimed|added|listed|named|posted the name of)(?: the| an?)?(?: [A-Z][a-z]+)?(?: [a-z'\-]+){0,3} ?$"
);
pattern!(
    FROM,
    r"(?i)\b(?:stolen|stole|taken|took|copied|leaked|exfiltrated|theft|stealing|steals|exported)\b[^.;]{0,80}\bfrom (?:the )?(?:[A-Za-z'\-]+ ){0,5}$"
);
pattern!(
    INSIDE,
    r"(?i)(?:worker|employee|contractor|insider|administrator)\b[^.;,]{0,60} (?:at|of) (?:the )?$"
);
pattern!(
    AT,
    r"(?i)(?:worker|employee|contractor|insider|administrator|systems|servers?|staff|residents|customers|patients|students|members|users|data|records)[^.;,]{0,60} (?:at|of) (?:the )?$"
);
pattern!(
    PRODUCT,
    r"(?i)^(?:'s|’s)?(?: [a-z]+)? (?:integration|platform|app|plugin|zero-day|zero-days|flaw|flaws|vulnerability|vulnerabilities|bug|bugs|sites|devices|repositories|repository|extensions?|vpn|phishing|malware|exploits?|software|tokens?|instances?|tenants?|appliances?|product|wallets?|firewalls?|gateways?|environment)\b|^ (?:accounts?|repos?|organization|packages?|plugins?|librar(?:y|ies)|browser|client|credentials?|ransomware|botnet|rootkit|backdoor|stealer|infostealer|trojan|spyware|worm|loader|campaigns?|gang|tool|toolkit|framework|technique|tactics?|kit|ads|chats?)\b"
);

// What attackers use, and what attacks are called by: "malware dubbed X", "X rootkit", "the X campaign".
pattern!(
    TOOL_BEFORE,
    r"(?i)\b(?:malware|campaigns?|attacks?|technique|method|trojan|stealer|infostealer|spyware|botnet|backdoor|rootkit|ransomware|tool|toolkit|kit|framework|operation|loader|worm|implant|variant|family|strain|exploit|scheme|scam|rat|phishing-as-a-service|platform|flaws?|vulnerabilit(?:y|ies)|bugs?)\b[^.;]{0,60}\b(?:called|dubbed|named|nicknamed|codenamed|code-named|known as|tracked as|referred to as)(?: as)? (?:the )?$"
);
pattern!(
    TOOL_AFTER,
    r#"^(?:'|’|"|”)?(?: (?:android|banking|linux|windows|macos|new|malicious|phishing|mobile|go-based|remote access))* (?:malware|trojan|botnet|backdoor|rootkit|stealer|infostealer|spyware|worm|loader|wiper|dropper|implant|rat|campaigns?|kit|toolkit|exploit kit|technique|tactics|variants?|vulnerabilit(?:y|ies)|flaws?|attack chain|phishing|phaas|ransomware(?:-as-a-service)?(?: (?:gang|group|operation|operators?|affiliates?|variant|payload|strain|actors?|crew|family|encryptor|admin|member|hackers?|uses?|used|behind|auctions?|leaks?|claims?|as)\b|[,.:]|$))"#
);

/// Whether the name is that of a tool, a technique or a wave of attacks, by the words right beside it.
pub(super) fn is_tool(scan: &Scan<'_>, sentence: &Sentence, name: &Name) -> bool {
    let before = scan.between(sentence.span.start, name.span.start).trim_end_matches(['"', '\'', '“', '‘']);
    let after = scan.between(name.span.end, sentence.span.end);
    sentence.has(&TOOL_BEFORE, before) || sentence.has(&TOOL_AFTER, after.to_ascii_lowercase().as_str())
}

/// Words from the last comma to the subject of a clause, at most.
const FIRST_WORDS_MAX: usize = 8;
/// Words before a name that stands at the front of its sentence, at most.
const EARLY_WORDS_MAX: usize = 5;

/// Weighs the words before and after a name in its sentence. "Attacks on" a maker of products are mostly on those
/// products.
pub(super) fn evidence(
    scan: &Scan<'_>,
    sentence: &Sentence,
    is_maker: bool,
    before: &str,
    after: &str,
) -> Evidence {
    let is = |pattern: &Pattern, words: &str| sentence.has(pattern, words);
    let n_spaces = |words: &str| words.bytes().filter(|b| *b == b' ').count();
    let is_first = before.rsplit(", ").next().is_some_and(|part| n_spaces(part) < FIRST_WORDS_MAX);
    let is_early = n_spaces(before) < EARLY_WORDS_MAX && !before.contains("'s ");
    let is_thing = is(&PRODUCT, after);
    let tie = tie(before, after);
    let event = has_event(scan, sentence);
    let told = event || scan.has_role(sentence.span, &["leak", "encrypt"]);
    let is_subject = !is_oblique(before);
    let mut harm = 0;
    let is_made = is_maker && !is(&BROKEN_INTO, before) && !is(&HIT, after) && !is(&ADMITS, after);
    if is_thing || is_made {
        harm = 0;
    } else if (sentence.may(&TARGET) && !is_maker && is_target(before))
        || (is(&CLAIM, before) && has_attacker(scan, sentence))
        || (is(&ACT, before) && is_object(before) && is_deed(scan, sentence))
        || is(&FROM, before)
        || (is(&INSIDE, before) && scan.has_role(sentence.span, &["leak"]))
    {
        harm = HARM_PLAIN;
    } else if is(&HIT, after) && is_first {
        harm = if told { HARM_PLAIN } else { HARM_LIKELY };
    } else if (is(&COPES, after) && is_first)
        || is(&NOUN, after)
        || (told && is(&AT, before) && !before.contains("seiz"))
    {
        harm = HARM_LIKELY;
    } else if is(&OF, after) {
        harm = HARM_SLIGHT;
    }
    let is_plain = harm == HARM_PLAIN;
    if tie == Tie::Unit && event {
        harm += HARM_SLIGHT;
    }
    Evidence {
        harm,
        is_plain,
        speaks: (is_subject || before.ends_with(" and ")) && is(&SAYS, after),
        admits: is(&ADMITS, after),
        heads: sentence.is_title && is_early && !before.contains(',') && !is_thing,
        leads: is_lead(scan, sentence) && is_early && is_subject && !is_thing,
        tie,
        is_body: false,
    }
}

/// Whether a preposition, or `and`, stands before a name.
fn is_oblique(before: &str) -> bool {
    const WORDS: &[&str] =
        &["of", "for", "at", "by", "from", "with", "to", "in", "against", "on", "into", "and"];
    let cut = before.len().saturating_sub("the ".len());
    let is_the = before.get(cut..).is_some_and(|tail| tail.eq_ignore_ascii_case("the "));
    let Some(words) = if is_the { before.get(..cut) } else { Some(before) }.and_then(|w| w.strip_suffix(' '))
    else {
        return false;
    };
    let last = words.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    WORDS.iter().any(|word| last.eq_ignore_ascii_case(word))
}

/// Whether the words before a name make it what an attack was on: no other phrase may stand between.
fn is_target(before: &str) -> bool {
    const BETWEEN: &[&str] = &[
        "in", "by", "via", "with", "using", "after", "through", "that", "who", "which", "as", "when", "to",
        "and",
    ];
    TARGET.find(before).is_some_and(|found| {
        !found.as_str().split_whitespace().any(|word| BETWEEN.contains(&word.trim_end_matches(',')))
    })
}

/// Whether the words from the last verb of attacking to the name are one phrase: not "targeted as X warns".
fn is_object(before: &str) -> bool {
    const BETWEEN: &[&str] =
        &["as", "by", "via", "after", "when", "while", "that", "who", "which", "because", "where"];
    ACT.find(before).is_some_and(|found| {
        !found.as_str().split_whitespace().any(|word| BETWEEN.contains(&word.trim_end_matches(',')))
    })
}

/// Whether the sentence names attackers, by word or by name.
fn has_attacker(scan: &Scan<'_>, sentence: &Sentence) -> bool {
    scan.terms_in(sentence.span)
        .any(|t| matches!(t.entry.class, Class::Attacker | Class::Actor | Class::Gang))
}

/// Whether the sentence tells of an attack, those behind it, or a claim.
fn is_deed(scan: &Scan<'_>, sentence: &Sentence) -> bool {
    has_event(scan, sentence)
        || scan.class_in(sentence.span, Class::Attacker).next().is_some()
        || scan.has_role(sentence.span, &["claim", "leak"])
}

fn tie(before: &str, after: &str) -> Tie {
    let lower = before.to_lowercase();
    let near = lower.trim_end_matches([' ', ',']);
    let ends = |words: &[&str]| words.iter().any(|w| near.ends_with(w));
    let says = |words: &[&str]| words.iter().any(|w| after.starts_with(w));
    if ends(&[" subsidiary", " unit", " affiliate"]) || says(&[" unit", " subsidiary", " division"]) {
        Tie::Unit
    } else if ends(&["parent", "parent company", "owner", "owned by"]) || says(&[" unit that"]) {
        Tie::Parent
    } else if ends(&["contractor", "supplier", "vendor", "provider"])
        || says(&[", the contractor", ", a contractor", ", a supplier", ", its supplier"])
    {
        Tie::Supplier
    } else {
        Tie::None
    }
}
