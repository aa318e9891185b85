//! What the pages hold to be possible, told as certain.
//!
//! Why it matters: 可能性 that becomes 確定 on the way is how rumours are made. Example: `流出した` where the page has
//! `流出した可能性がある`. Compared are facts of the same value, and sentences alike in one language. Misses: certainty
//! raised in a sentence that is rewritten from the ground.

use hinomi_model::{Lang, Slot, Span};

use crate::check::carried::{hedged_pieces, held, pieces};
use crate::check::likeness::{Like, facts_alike, tone_of};
use crate::check::scene::lang_of;
use crate::check::{Finding, Needs, Rule, Said, Scene, Severity, pattern};

/// The rule.
pub const RULE: Rule = Rule {
    id: "certainty-raised",
    about: Said::new("出典より確かな言い方", "told as surer than the source does"),
    severity: Severity::Error,
    needs: Needs::Sources,
    run,
};

/// Share of a doubted clause that the sentence must hold.
const DOUBTED_MIN: f64 = 0.5;

// What is told of a count must be that something got out: the same number may be told of those who were informed.
pattern!(
    GOT_OUT,
    r"(?i)流出|漏えい|漏洩|漏れ|窃取|盗|閲覧|影響|被害|\b(?:leak|expos|stol|steal|access|breach|affect|compromis|taken|impact)\w*"
);

// Words by which somebody is held to have done it.
pattern!(
    BLAME,
    r"(?i)攻撃者|犯人|犯行|実行犯|攻撃した|侵入した|盗ん|窃取した|関与した|による(?:攻撃|犯行|もの)|の仕業|が実行|\b(?:attackers?|culprits?|perpetrators?|behind|responsible|stole|hacked|breached|attacked|carried out|conducted|work of|blamed)\b"
);

/// Whether a deed is laid at the door of somebody whom the pages in this language name only as suspected.
fn blames(scene: &Scene<'_>, idx: usize) -> bool {
    let text = &scene.digest.sentences[idx].text;
    let lang = lang_of(text, scene.digest.lang);
    if tone_of(scene, idx).is_negative || !BLAME.is_match(text) {
        return false;
    }
    let pages: Vec<_> = scene.pages_of(idx).into_iter().filter(|page| page.lang == Some(lang)).collect();
    scene.reading(idx).names.iter().any(|(_, name)| {
        let mut lines = pages
            .iter()
            .flat_map(|page| &page.sentences)
            .filter(|line| line.text.contains(name.as_str()))
            .peekable();
        lines.peek().is_some() && lines.all(|line| line.tone.is_possible && BLAMED.is_match(&line.text))
    })
}

// Words by which a page says whom it suspects, and of nothing else.
pattern!(
    BLAMED,
    r"(?i)疑|関与|可能性|みられ|攻撃者|\b(?:suspect|likely|attribut|believ|linked|may be|might be|possibly)\w*"
);

/// Whether a Japanese sentence tells the very thing that the page's doubts: the word before 可能性, おそれ or 疑い.
fn tells_doubted(text: &str, page: &str, lang: Lang) -> bool {
    if lang != Lang::Ja {
        return true;
    }
    pattern!(DOUBT, r"(?:可能性|おそれ|恐れ|疑い|とみられ|と見られ)");
    let deeds: Vec<char> = DOUBT
        .find_iter(page)
        .filter_map(|doubt| {
            page[..doubt.start()].chars().rev().find(|c| !('\u{3041}'..='\u{309f}').contains(c))
        })
        .collect();
    // What got out is told with several words.
    let is_loss = |c: char| "漏出取盗洩".contains(c);
    deeds.is_empty()
        || deeds.iter().any(|deed| text.contains(*deed) || is_loss(*deed) && text.contains(is_loss))
}

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for idx in scene.compared() {
        let mine = tone_of(scene, idx);
        if mine.is_possible || mine.is_claimed {
            continue;
        }
        let mut like = Like::of(scene, idx);
        // What is held possible must be what is told here, not another clause of the page's sentence.
        let lang = lang_of(&scene.digest.sentences[idx].text, scene.digest.lang);
        let own = pieces(&scene.digest.sentences[idx].text, lang);
        like.lines.retain(|line| {
            let maybe = hedged_pieces(&line.text, lang);
            maybe.is_empty()
                || held(&maybe, &own) >= DOUBTED_MIN
                    && tells_doubted(&scene.digest.sentences[idx].text, &line.text, lang)
        });
        let is_raised = like
            .all(|tone| tone.is_possible && !tone.is_claimed && (tone.is_negative || !mine.is_negative))
            || facts_alike(scene, idx).iter().any(|(fact, told, others)| {
                !mine.is_negative
                    && (fact.slot != Slot::Count || GOT_OUT.is_match(&scene.digest.sentences[idx].text))
                    && !told.is_possible
                    && !told.is_claimed
                    && others.iter().all(|other| other.is_possible && !other.is_claimed)
            });
        if is_raised || blames(scene, idx) {
            let sentence = &scene.digest.sentences[idx];
            let hint = match like.lines.first() {
                Some(line) => {
                    Said::made(format!("出典は「{}」", line.text), format!("the source says: {}", line.text))
                }
                None => Said::new("出典の確かさのまま書く", "say it as sure as the source does"),
            };
            out.push(scene.found_in(
                &RULE,
                idx,
                Span::new(0, sentence.text.trim_end().len()),
                Said::new(
                    "出典では可能性や推定なのに、断定している",
                    "the source holds it possible, and this tells it as certain",
                ),
                hint,
            ));
        }
    }
}
