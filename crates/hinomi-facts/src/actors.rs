//! Names of attackers: from the lists where the sentence lets them count, and by how they are introduced.

use hinomi_model::Span;

use crate::lexicon::{Class, How, Term};
use crate::scan::{Scan, Sentence};

crate::gate::pattern!(
    CODE,
    r"(?-u:\b)(?:(?:UNC|UAT|APT|TA|FIN|CL|TAG|UTA|DEV|Storm|STORM|CTA|UAC|TGR|STAC|CIRT|UTG|Hive|HIVE)-?[A-Z]*-?\d{1,5}|APT-[CQ]-\d{1,3}|APT \d{1,2})(?-u:\b)"
);
crate::gate::pattern!(
    FAMILY,
    r"(?-u:\b)[A-Z][a-z]+ (?:Typhoon|Blizzard|Sandstorm|Sleet|Tempest|Tsunami|Flood|Hail|Dust|Spider|Panda|Bear|Kitten|Chollima|Jackal|Buffalo|Wolf|Libra|Taurus|Ursa|Serpens|Scorpius)(?-u:\b)"
);
crate::gate::pattern!(
    JA_INTRODUCED,
    r"(?:集団|グループ|ハッカー|攻撃者|組織|アクター|一味)(?:の|である|、)?「([^「」]{2,30})」|「([^「」]{2,30})」(?:を|と)(?:名乗|呼ばれる[^。、「」]{0,16}(?:集団|グループ|ハッカー|組織|攻撃者)|称する[^。、「」]{0,12}(?:集団|グループ|ハッカー|組織|攻撃者))|「([^「」]{2,30})」(?:が|から)?(?:犯行声明|声明|の犯行|の関与)|(?:攻撃|脅迫|活動|犯行)(?:を|者を|主体を|グループを)「([^「」]{2,30})」と(?:呼|名付)|(?:犯行|攻撃|関与)を(?:主張|自称)し(?:ている|た)のは「([^「」]{2,30})」"
);
crate::gate::pattern!(
    EN_INTRODUCED,
    r#"(?:gang|group|crew|collective|actor|cluster|operation|hackers?|hacktivists?|criminals|attackers|user|seller|persona|threat actor|people who say they used the|team)(?:,)? (?:that )?(?:which )?(?:it |they |he |she |we |researchers |Microsoft |Google )?(?:previously |first |also |have |has |had |internally )?(?:calls?|call|calling|called|known as|named|dubbed|tracks? as|tracked as|identified as|going by|styling itself|self-styled|themselves|identifying as|tracked under the name)(?: itself| themselves| himself| herself)?(?: as| by)?(?: the)?(?: name| handle| alias)?(?: of)? ["“']?([A-Za-z0-9][\w\-.]*(?: (?:[A-Z][\w\-]*|\d+)){0,3})|(?:calls itself|call themselves|calling itself|calling themselves|goes by|it tracks as|it calls|which it tracks as|called the activity|tracked as|blamed on|pins? .{0,60} on (?:[A-Z]\w+ )*[A-Z]\w+['’]s) ["“']?([A-Z0-9][\w\-]*(?: (?:[A-Z][\w\-]*|\d+)){0,3})|(?-u:\b)(?:the |by |The |By )?([A-Z0-9][\w\-]*(?: [A-Z][\w\-]*)?) (?:(?:ransomware|extortion|hacking|cybercrime|cybercriminal|hacktivist|data extortion) )+(?:gang|group|operation|crew|operators|outfit|collective|service)|(?:ransomware|extortion|hacking|cybercrime) (?:gang|group|crew|operation),? ([A-Z0-9][\w\-]*(?: [A-Z][\w\-]*)?)|\b[Tt]he ([A-Z][\w\-]+) (?:threat (?:actors?|group)|APT group|(?:cyber ?)?espionage group)|(?:gang|group|crew|collective|cluster|actor)(?: as)? ["“]([A-Z0-9][\w\-.]*(?: [A-Z][\w\-]*){0,2})"#
);

/// Constellations among the family names, which are words of their own.
const SIGNS: &[&str] = &["Libra", "Taurus", "Ursa", "Serpens", "Scorpius"];

/// Whether a name from a list counts where it stands.
pub fn counts(scan: &Scan<'_>, term: &Term<'_>) -> bool {
    let Some(sentence) = scan.sentence_at(term.span.start) else { return false };
    match term.entry.how {
        How::Plain | How::Strong => true,
        How::Sentence => {
            is_quoted(scan, term.span)
                || scan.class_in(sentence.span, Class::Attacker).any(|t| !t.span.overlaps(term.span))
                || scan
                    .class_in(sentence.span, Class::Actor)
                    .any(|t| t.entry.how == How::Plain && t.span != term.span)
        }
        How::Near => is_near_attacker(scan, sentence, term.span),
    }
}

/// Whether a word for attackers or malware stands beside `span`.
pub fn is_near_attacker(scan: &Scan<'_>, sentence: &Sentence, span: Span) -> bool {
    scan.class_in(sentence.span, Class::Attacker).any(|t| {
        if t.span.overlaps(span) || t.entry.value == "person" {
            return false;
        }
        let (from, to) =
            if t.span.end <= span.start { (t.span.end, span.start) } else { (span.end, t.span.start) };
        let gap = scan.between(from, to).trim_matches([' ', '「', '」', '"', '“', '”', '(', ')', ',']);
        gap.is_empty() || gap == "の"
    })
}

/// Whether the words beside a name of malware or of a gang make it one who acts, not a tool. A gang acts in any
/// sentence about groups, and in the story of one attack so does malware: it is called by the name of its gang there.
pub fn acts(scan: &Scan<'_>, term: &Term<'_>, is_attack: bool) -> bool {
    let span = term.span;
    let Some(sentence) = scan.sentence_at(span.start) else { return false };
    let after = scan.between(span.end, sentence.span.end);
    let before = scan.between(sentence.span.start, span.start);
    let has_group = scan.value_in(sentence.span, Class::Attacker, "group").next().is_some();
    let is_gang = term.entry.class == Class::Gang;
    let is_group = if is_gang || is_attack { has_group } else { is_called_group(scan, sentence, span) };
    let verbs = [" claim", " says", " said", " has ", " lists", " posted", " took", " stole", ", a "];
    let ja = ["」が", "」の関与", "」を名乗", "」と名乗", "」による犯行", "が", "を名乗", "の関与"];
    // What malware "has" it need not have done.
    let may_act = is_gang || is_attack || has_group;
    is_group
        || (may_act && verbs.iter().any(|v| after.starts_with(v)))
        || ja.iter().any(|v| after.starts_with(v))
        || before.ends_with("themselves ")
}

/// Whether a word for a group stands beside `span`.
fn is_called_group(scan: &Scan<'_>, sentence: &Sentence, span: Span) -> bool {
    scan.value_in(sentence.span, Class::Attacker, "group").any(|t| {
        let behind = scan.between(span.end, t.span.start).trim_matches([' ', '」', '"', '”']);
        let before = scan.between(t.span.end, span.start).trim_matches([' ', '「', '"', '“', ',']);
        (t.span.start >= span.end && behind.is_empty()) || (t.span.end <= span.start && before.is_empty())
    })
}

/// Whether `span` fills Japanese quotation marks.
pub fn is_quoted(scan: &Scan<'_>, span: Span) -> bool {
    scan.between(0, span.start).ends_with('「')
        && scan.folded.text.get(span.end as usize..).is_some_and(|t| t.starts_with('」'))
}

/// Spans of names that the sentence introduces as attackers, listed or not, in order.
pub fn introduced<'s>(scan: &Scan<'_>, sentence: &'s Sentence) -> &'s [Span] {
    sentence.introduced.get_or_init(|| find_introduced(scan, sentence))
}

fn find_introduced(scan: &Scan<'_>, sentence: &Sentence) -> Vec<Span> {
    let has_word = scan.class_in(sentence.span, Class::Attacker).next().is_some()
        || scan.has_role(sentence.span, &["claim"]);
    let text = scan.of(sentence.span);
    let mut out = Vec::new();
    let mut push = |start: usize, end: usize| {
        let end = if text.get(start..end).is_some_and(|name| name.ends_with('.')) { end - 1 } else { end };
        let span = Span::new(sentence.span.range().start + start, sentence.span.range().start + end);
        let word = scan.of(span);
        if word.starts_with("CVE-") {
            return;
        }
        let is_common = scan.lexicon.listed(Class::CommonEn, word).is_some()
            || scan.lexicon.listed(Class::Common, word).is_some();
        let is_term = scan.terms_in(span).any(|t| {
            t.span == span
                && matches!(
                    t.entry.class,
                    Class::Event
                        | Class::Data
                        | Class::Authority
                        | Class::Attacker
                        | Class::Vendor
                        | Class::Product
                )
        });
        if !is_common && !is_term && !out.iter().any(|o: &Span| o.overlaps(span)) {
            out.push(span);
        }
    };
    let is_lead = |at: usize| text.as_bytes().get(at).is_some_and(|b| b.is_ascii_uppercase() || *b == b'-');
    let is_code = |(at, byte): (usize, u8)| byte.is_ascii_digit() && at > 0 && is_lead(at - 1);
    if text.bytes().enumerate().any(is_code) || text.contains("APT ") {
        CODE.find_iter(text).for_each(|found| push(found.start(), found.end()));
    }
    if sentence.may(&FAMILY) {
        // "The Taurus", "Encrypted Libra": what is named is a thing.
        let is_name = |found: &regex::Match<'_>| {
            let first = found.as_str().split(' ').next().unwrap_or_default();
            let is_sign = SIGNS.iter().any(|sign| found.as_str().ends_with(sign));
            !(is_sign && first.ends_with("ed")) && scan.lexicon.listed(Class::CommonEn, first).is_none()
        };
        FAMILY.find_iter(text).filter(is_name).for_each(|found| push(found.start(), found.end()));
    }
    if has_word && scan.is_ja() && sentence.may(&JA_INTRODUCED) {
        JA_INTRODUCED.quoted(text).for_each(|name| push(name.start, name.end));
    }
    if has_word && !scan.is_ja() && sentence.may(&EN_INTRODUCED) {
        for captures in EN_INTRODUCED.captures_iter(text) {
            for group in captures.iter().skip(1).flatten() {
                push(group.start(), group.end());
            }
        }
    }
    out.sort_unstable();
    out
}
