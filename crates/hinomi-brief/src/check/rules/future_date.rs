//! Days after the document's own that are told as past.
//!
//! Why it matters: nobody can have known. Example: `12月25日に公表した` in a digest of 18 December. What is planned, due
//! or starts later is left alone. Misses: dates to the month.

use hinomi_model::{Lang, When};
use hinomi_text::{CueKind, DateKind, Relation};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::check::{Finding, Needs, Rule, Said, Scene, Severity, pattern};

/// The rule.
pub const RULE: Rule = Rule {
    id: "future-date",
    about: Said::new(
        "文書の日付より後の日を過去として述べている",
        "days after the document's own told as past",
    ),
    severity: Severity::Error,
    needs: Needs::Day,
    run,
};

/// Days by which a writer's calendar may be ahead of the digest's.
const AHEAD_DAYS: i64 = 1;

/// A day without a year that lies this many days ahead is taken for this year's.
const YEARLESS_AHEAD_DAYS_MAX: i64 = 60;

pattern!(
    JA_AHEAD,
    r"予定|まで|期限|見込|見通し|方針|計画|開催|施行|締切|締め切り|以降|から(?:適用|施行|順次|開始)|終了する|開始する|実施する|再開する|サポート終了|有効期限|配信予定|来年|来月|来週|今後|迎える|控え"
);
pattern!(
    JA_PAST,
    r"(?:た|だった|でいた|ていた)\s*(?:[。、」）)]|$|と(?:の|い|さ|み|報|発|伝|述|説|明|主)|こと|ため|際|が、|もの|後|ところ)"
);
pattern!(
    JA_FUTURE,
    r"[うくぐすつぬぶむる]\s*(?:[。、」）)]|$|と(?:発|述|報|し|説|伝|明|公)|予定|方針|見|こと|ため)"
);
pattern!(
    EN_AHEAD,
    r"(?i)\b(?:will|shall|would|plans?|planned|scheduled|due|deadline|by|until|till|before|expires?|expected|expects|set to|going to|upcoming|starting|effective|from|ends?|later this|next|must|required|to be|slated|takes? effect|through)\b"
);
pattern!(
    EN_PAST,
    r"(?i)\b(?:was|were|had|did|said|told|took|stole|found|began|became|hit|fell|struck|made|got|saw|[a-z]{2,}ed)\b"
);
pattern!(YEAR_SAID, r"(?i)昨年|前年|去年|一昨年|last year|a year (?:ago|earlier)|the previous year");

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let Some(own) = scene.digest.day else { return };
    for (idx, sentence) in scene.digest.sentences.iter().enumerate() {
        let lang = crate::check::scene::lang_of(&sentence.text, scene.digest.lang);
        let text = sentence.text.as_str();
        let dates = crate::check::words::dates(text, lang, scene.anchor());
        for date in dates {
            if matches!(date.relation, Relation::By | Relation::After | Relation::Before) {
                continue;
            }
            let Some(day) = told_day(date.when, date.kind, own, text) else { continue };
            if (day - own).get_days() <= AHEAD_DAYS as i32 || !is_past(text, date.span.range(), lang) {
                continue;
            }
            out.push(scene.found_in(
                &RULE,
                idx,
                date.span,
                Said::made(
                    format!("{day} は、この文書の日付 {own} より後なのに、過去のこととして述べられている"),
                    format!("{day} is after the day of this document, {own}, and is told as past"),
                ),
                Said::new("出典で日付を確かめる", "look the date up in the source"),
            ));
        }
    }
}

/// The day meant. One without a year was read as the latest before the document; where the same day of the document's
/// own year lies shortly ahead, and no other year is spoken of, that is what the words say.
fn told_day(when: When, kind: DateKind, own: Date, text: &str) -> Option<Date> {
    let When::Day(day) = when else {
        let first = when.first_day(&TimeZone::UTC);
        return (kind == DateKind::Absolute && matches!(when, When::Month(..) | When::Year(_)))
            .then_some(first);
    };
    if kind == DateKind::Absolute {
        return Some(day);
    }
    let next = day.checked_add(1.year()).ok()?;
    let ahead = i64::from((next - own).get_days());
    let is_meant = day < own && (1..=YEARLESS_AHEAD_DAYS_MAX).contains(&ahead) && !YEAR_SAID.is_match(text);
    is_meant.then_some(next)
}

fn is_past(text: &str, date: std::ops::Range<usize>, lang: Lang) -> bool {
    let is_meant_later = crate::check::words::cues(text)
        .iter()
        .any(|cue| matches!(cue.kind, CueKind::Planned | CueKind::Conditional));
    if is_meant_later {
        return false;
    }
    if lang == Lang::Ja {
        let behind = &text[date.end..];
        if JA_AHEAD.is_match(text) {
            return false;
        }
        let past = JA_PAST.find(behind).map(|m| m.start());
        let future = JA_FUTURE.find(behind).map(|m| m.start());
        return match (past, future) {
            (Some(past), Some(future)) => past < future,
            (Some(_), None) => true,
            _ => false,
        };
    }
    let around = text[..date.start].rsplit([',', ';']).next().unwrap_or_default().len();
    let clause = &text[date.start - around..];
    !EN_AHEAD.is_match(text) && EN_PAST.is_match(clause)
}
