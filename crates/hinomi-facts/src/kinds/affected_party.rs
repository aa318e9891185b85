//! Finds others touched by the matter: units, parents, suppliers and customers that speak or are named with it.
//!
//! Example: `委託先の東雲印刷が攻撃を受け、北見市は3日、…と発表した` → affected_party 北見市;
//! `北見市、東雲県、青葉大学など9団体が公表した` → each of the three; `victims include Acme, Beta Foods and Corwin` → each.
//! Misses: those told of in sentences that tie them to nothing.

use hinomi_model::{Fact, Slot, Span, Value};

use crate::lexicon::Class;
use crate::page::Page;
use crate::scan::Sentence;
use crate::shape::{is_hiragana, is_katakana};

// What closes a list of names and the particle behind it; the verb stands apart from it.
crate::gate::pattern!(
    JA_LISTED,
    r"(?:など(?:の)?(?:計|合わせて)?\d*(?:団体|社|自治体|組織|大学|市町村|市町|病院|企業|校|機関|行|法人)?|の\d+(?:団体|社|自治体|組織|大学|市町村|市町|病院|企業|校|機関|行|法人)|)(?:が|は|も)"
);
crate::gate::pattern!(JA_SPEAKS, r"公表|発表|明らかに|認め|通知|被害|影響を受け");
crate::gate::pattern!(
    JA_TIED,
    r"(?:委託元の|を委託している|を委託していた|を委託する)(?P<name>[一-龠々ァ-ヶーA-Za-z0-9&・]{2,20})(?:も|は|が|では|でも)"
);
crate::gate::pattern!(
    EN_INCLUDE,
    r"\b(?:[Vv]ictims|[Cc]ustomers|[Cc]lients|[Oo]rgani[sz]ations|[Cc]ompanies|[Ff]irms|[Ss]chools|[Hh]ospitals|[Aa]uthorities|[Rr]etailers|[Bb]anks)(?: [a-z]+){0,4},? (?:include|included|including|such as|like|among them)(?: the)? (?P<list>[A-Z][\w&'’.-]*(?: [A-Z&][\w&'’.-]*){0,4}(?:, (?:the )?[A-Z][\w&'’.-]*(?: [A-Z&][\w&'’.-]*){0,4})*,? and (?:the )?[A-Z][\w&'’.-]*(?: [A-Z&][\w&'’.-]*){0,4})"
);
crate::gate::pattern!(
    EN_JOINED,
    r"^(?P<list>[A-Z][\w&'’.-]*(?: [A-Z&][\w&'’.-]*){0,4}(?:, (?:the )?[A-Z][\w&'’.-]*(?: [A-Z&][\w&'’.-]*){0,4})+,?(?: and (?:the )?[A-Z][\w&'’.-]*(?: [A-Z&][\w&'’.-]*){0,4})?|[A-Z][\w&'’.-]*(?: [A-Z&][\w&'’.-]*){0,4} and [A-Z][\w&'’.-]*(?: [A-Z&][\w&'’.-]*){0,4})(?: have| has| had| all| also| each| were| are)* (?:(?:join\w*|among|on) [^.;]{0,30}\bvictims\b|(?:confirmed|disclosed|told|said|notified|warned) [^.;]{0,80}\btheir (?:own )?(?:\w+ )?(?:customers|data|systems|networks?|tenants?|accounts?|users|records)\b|(?:affected|hit|breached|impacted)\b)"
);

/// Endings of names of bodies, beside letters that no common noun is written in.
const BODY_ENDS: &[char] = &['市', '県', '府', '都', '町', '村', '区', '会', '社', '院', '庁', '省', '局', '学', '行', '校', '団'];
/// Names a list needs; two things may stand side by side by chance.
const LISTED_MIN: usize = 2;
/// Names taken from one list.
const LISTED_MAX: usize = 30;
/// Longest name in a list, in characters.
const NAME_CHARS_MAX: usize = 20;

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let mut out = Vec::new();
    for party in page.parties.touched() {
        let Some(mention) = party.best_mention(&page.scan) else { continue };
        let name = page.scan.written(mention.name.span).to_owned();
        let mut fact = page.plain(Slot::AffectedParty, Value::Name(name.clone()), mention.name.span);
        fact.aliases = party.other_names(&page.scan, &name);
        out.push(fact);
    }
    if page.story != hinomi_model::Story::Incident {
        return out;
    }
    let tells = |s: &&Sentence| s.is_readable();
    let spans = page.scan.sentences.iter().filter(tells).flat_map(|sentence| {
        if page.scan.is_ja() { japanese(page, sentence) } else { english(page, sentence) }
    });
    for span in spans {
        let name = page.scan.written(span).to_owned();
        let is_known = out.iter().any(|f: &Fact| matches!(&f.value, Value::Name(n) if *n == name) || f.aliases.contains(&name));
        if !is_known && !is_someone_else(page, span) {
            out.push(page.plain(Slot::AffectedParty, Value::Name(name), span));
        }
    }
    out
}

/// Whether the name is the victim's, an authority's, an attacker's or a thing's.
fn is_someone_else(page: &Page<'_>, span: Span) -> bool {
    let scan = &page.scan;
    let words = scan.of(span);
    let key = hinomi_text::name_key(words);
    let is_victim = page.parties.hit().any(|party| {
        party.keys.contains(&key) || party.mentions.iter().any(|m| m.name.span.overlaps(span))
    });
    let is_common = [Class::Common, Class::CommonEn, Class::Role].iter().any(|class| scan.lexicon.listed(*class, words).is_some());
    is_victim
        || is_common
        || scan.terms.iter().filter(|t| t.span == span).any(|t| {
            matches!(t.entry.class, Class::Authority | Class::Actor | Class::Gang | Class::Malware | Class::Data | Class::Event | Class::Product | Class::Attacker | Class::Role)
        })
}

/// Names in a Japanese list whose members speak, and customers and clients by that word.
fn japanese(page: &Page<'_>, sentence: &Sentence) -> Vec<Span> {
    let scan = &page.scan;
    let text = scan.of(sentence.span);
    let start = sentence.span.range().start;
    let mut out: Vec<Span> = Vec::new();
    for end in list_ends(sentence, text) {
        let names = listed(text, end);
        // 氏名、住所が公表: what has only kanji and no ending of a body is no name.
        if names.len() >= LISTED_MIN && names.iter().all(|(_, name)| is_name(name)) {
            out.extend(names.iter().map(|(at, name)| Span::new(start + at, start + at + name.len())));
        }
    }
    let tied = sentence.may(&JA_TIED).then(|| JA_TIED.captures_iter(text)).into_iter().flatten();
    let tied = tied.filter_map(|c| c.name("name"));
    out.extend(tied.map(|m| Span::new(start + m.start(), start + m.end())));
    out
}

/// Longest verb of [`JA_SPEAKS`], in bytes.
const VERB_BYTES_MAX: usize = "影響を受け".len();
/// Characters between the particle behind a list and the verb of its members.
const GAP_CHARS_MAX: usize = 30;

/// Where lists end whose members speak or were hit: at など, at their number, or at the particle.
///
/// One pattern for list, gap and verb would be a machine of thousands of states, made anew for each article.
fn list_ends(sentence: &Sentence, text: &str) -> Vec<usize> {
    let mut out = Vec::new();
    if !sentence.may(&JA_SPEAKS) || !text.contains('、') {
        return out;
    }
    let mut at = 0;
    while let Some(found) = JA_LISTED.find_at(text, at) {
        let rest = text.get(found.end()..).unwrap_or_default();
        match verb_end(rest) {
            Some(end) => {
                out.push(found.start());
                at = found.end() + end;
            }
            None => at = found.end(),
        }
    }
    out
}

/// Where the verb ends that stands behind a particle, in the same words and near enough.
fn verb_end(rest: &str) -> Option<usize> {
    let start = rest.strip_prefix('、').map_or(0, |_| '、'.len_utf8());
    let words = rest.get(start..)?;
    let mut gap = words.char_indices().filter(|(n, _)| *n > 0).map(|(at, _)| at);
    let reach = gap.nth(GAP_CHARS_MAX - 1).unwrap_or(words.len());
    let mut end = (reach + VERB_BYTES_MAX).min(words.len());
    while !words.is_char_boundary(end) {
        end += 1;
    }
    let near = words.get(..end)?;
    let reach = near.find(['。', '「', '」']).map_or(reach, |stop| stop.min(reach));
    let verb = JA_SPEAKS.find(near).filter(|verb| verb.start() <= reach)?;
    Some(start + verb.end())
}

/// The parts between commas that end at `end`, from the last to the first, as long as they may be names.
fn listed(text: &str, end: usize) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut rest = text.get(..end).unwrap_or_default();
    while out.len() < LISTED_MAX {
        let at = rest.rfind(['、', '。', '」', ')', 'は']).map_or(0, |at| at + rest.get(at..).and_then(|r| r.chars().next()).map_or(0, char::len_utf8));
        let name = rest.get(at..).unwrap_or_default();
        let is_part = (2..=NAME_CHARS_MAX).contains(&name.chars().count()) && !name.chars().any(is_hiragana);
        if !is_part {
            break;
        }
        out.push((at, name));
        let Some(before) = rest.get(..at).and_then(|r| r.strip_suffix('、')) else { break };
        rest = before;
    }
    out
}

/// Whether letters or ending make it the name of a body.
fn is_name(word: &str) -> bool {
    let has_letters = word.chars().any(|c| is_katakana(c) || c.is_ascii_alphabetic());
    (has_letters || word.ends_with(BODY_ENDS)) && !word.starts_with(|c: char| c.is_ascii_digit())
}

/// Names in an English list of victims or customers, and of bodies that tell of their own data.
fn english(page: &Page<'_>, sentence: &Sentence) -> Vec<Span> {
    let scan = &page.scan;
    let text = scan.of(sentence.span);
    let start = sentence.span.range().start;
    let is_headline = sentence.is_title && crate::names_en::is_title_case(text);
    let lists = [&EN_INCLUDE, &EN_JOINED].into_iter().filter(|pattern| sentence.may(pattern));
    let lists = lists.flat_map(|pattern| pattern.captures_iter(text)).filter_map(|c| c.name("list"));
    let mut out = Vec::new();
    for list in lists.filter(|_| !is_headline) {
        let mut at = list.start();
        for part in list.as_str().split(", ").flat_map(|p| p.split(" and ")) {
            let name = part.trim_start_matches("and ").trim_start_matches("the ").trim_end_matches([',', '.']);
            let Some(found) = text.get(at..).and_then(|rest| rest.find(name)).filter(|_| !name.is_empty()) else { continue };
            out.push(Span::new(start + at + found, start + at + found + name.len()));
            at += found + name.len();
        }
    }
    out
}
