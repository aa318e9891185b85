//! Items older than the window that the digest claims.
//!
//! Why it matters: old news is sold as today's. Example: a digest of "the past 24 hours" of 18 December with an item that
//! was published on 2 November and nothing newer in it. Only an item whose every day is older counts: background is
//! dated too. Misses: items without a day.

use std::collections::BTreeMap;

use hinomi_model::{Lang, When};
use hinomi_text::Relation;
use jiff::ToSpan;
use jiff::civil::Date;

use crate::check::digest::Kind;
use crate::check::scene::lang_of;
use crate::check::{Finding, Needs, Rule, Said, Scene, Severity, pattern};

/// The rule.
pub const RULE: Rule = Rule {
    id: "outside-window",
    about: Said::new("対象期間より古い項目", "items older than the window that is claimed"),
    severity: Severity::Warning,
    needs: Needs::Window,
    run,
};

/// Days before the window that still count: news of the evening before, and writers in other zones.
const SLACK_DAYS: i64 = 2;

pattern!(URL_DAY, r"(20\d{2})[/-]?(\d{2})[/-]?(\d{2})");
pattern!(JA_TOLD, r"公表|発表|公開|報じ|報道|明らかに|伝え|注意喚起|リリース|開示");
pattern!(EN_TOLD, r"(?i)\b(?:announc|disclos|report|publish|releas|reveal|warn|issued|said)\w*");

/// A day of an item: its sentence, place, the day, and whether something was made known on it.
type Dated = (usize, hinomi_model::Span, Date, bool);

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let (Some(start), Some(own)) = (scene.digest.window_start, scene.digest.day) else { return };
    let Ok(oldest) = start.checked_sub(SLACK_DAYS.days()) else { return };
    let digest = scene.digest;
    // An item is a section, or an item of a list outside sections that hold text of their own.
    let mut items: BTreeMap<(usize, usize), Vec<Dated>> = BTreeMap::new();
    for (idx, sentence) in digest.sentences.iter().enumerate() {
        let section = digest.section_of[sentence.block];
        let block = &digest.blocks[sentence.block];
        if block.kind == Kind::TableRow {
            continue;
        }
        let is_list = block.kind == Kind::ListItem
            && !digest.sentences.iter().any(|s| {
                digest.section_of[s.block] == section
                    && digest.blocks[s.block].kind == Kind::Paragraph
                    && s.is_marked
            });
        let item = (section, if is_list { sentence.block } else { usize::MAX });
        let lang = lang_of(&sentence.text, digest.lang);
        let is_told = if lang == Lang::Ja { &JA_TOLD } else { &EN_TOLD }.is_match(&sentence.text);
        let dates = crate::check::words::dates(&sentence.text, lang, scene.anchor());
        // A line that opens with its day is one of a timeline.
        let opening = dates.first().and_then(|date| sentence.text.get(..date.span.range().start));
        if opening.is_some_and(|words| !words.chars().any(char::is_alphanumeric))
            && block.kind == Kind::ListItem
        {
            continue;
        }
        for date in dates {
            let day = match date.when {
                When::Day(day) | When::Days(_, day) => day,
                _ => continue,
            };
            let is_ahead = matches!(date.relation, Relation::By | Relation::After);
            items.entry(item).or_default().push((idx, date.span, day, is_told && !is_ahead));
        }
    }
    for dated in items.into_values() {
        if dated.iter().any(|(idx, ..)| cites_newer(scene, *idx, oldest)) {
            continue;
        }
        if dated.iter().any(|(_, _, day, _)| *day >= oldest) {
            continue;
        }
        let Some((idx, span, day, _)) =
            dated.into_iter().filter(|(_, _, _, is_told)| *is_told).max_by_key(|d| d.2)
        else {
            continue;
        };
        out.push(scene.found_in(
            &RULE,
            idx,
            span,
            Said::made(
                format!("この項目で最も新しい日は {day} で、対象期間（{start} から {own}）より古い"),
                format!("the newest day of this item is {day}, older than the window ({start} to {own})"),
            ),
            Said::new(
                "期間内の出来事かを確かめ、背景ならそう書く",
                "see whether it belongs; say so when it is background",
            ),
        ));
    }
}

/// Whether a reference that the sentence cites is dated within the window: then it is news of an older matter.
fn cites_newer(scene: &Scene<'_>, idx: usize, oldest: Date) -> bool {
    let digest = scene.digest;
    digest.cited_by(idx).unwrap_or_default().iter().any(|target| {
        let target = *target;
        let written =
            digest.references.get(target).and_then(|r| r.written.of(&digest.source)).unwrap_or_default();
        let url = digest.targets.get(target).and_then(|t| t.url.as_deref()).unwrap_or_default();
        let is_newer = |day: Date| day >= oldest;
        let dates = crate::check::words::dates(written, digest.lang, scene.anchor());
        let of_url = URL_DAY.captures(url).and_then(|c| {
            let part = |at: usize| c.get(at).and_then(|m| m.as_str().parse::<i16>().ok());
            Date::new(part(1)?, i8::try_from(part(2)?).ok()?, i8::try_from(part(3)?).ok()?).ok()
        });
        let of_page = scene
            .pages_at(target)
            .into_iter()
            .map(|(article, _)| article.known_at.to_zoned(jiff::tz::TimeZone::UTC).date());
        dates.iter().any(|date| matches!(date.when, When::Day(day) if is_newer(day)))
            || of_url.is_some_and(is_newer)
            || of_page.into_iter().any(is_newer)
    })
}
