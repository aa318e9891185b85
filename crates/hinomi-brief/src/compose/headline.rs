//! The headline of an item: who, what, and the newest change; verified like any sentence.

use hinomi_model::{Slot, Value};

use super::incident::{
    TITLE_CHARS_MAX, count_of, event_text, event_word, newest_report, report_text, when_of,
};
use super::view::View;
use super::{Desk, quote};
use crate::brief::Line;
use crate::phrase::{Fill, fill};
use crate::sentence::{Cite, Computed, Draft, Piece, Sentence};

/// The headline of `view`; a note only when not even a title can be quoted.
pub fn headline(desk: &Desk<'_>, view: &View<'_>) -> Line {
    let said = named(desk, view).or_else(|| title(desk, view));
    match said {
        Some(sentence) => Line::Said(sentence),
        None => Line::Note(desk.phrases().get("word.event_type.something").to_owned()),
    }
}

fn named(desk: &Desk<'_>, view: &View<'_>) -> Option<Sentence> {
    let victim = view.victim.as_ref()?;
    let event = event_word(desk, view);
    let mut draft = Draft::default();
    draft.cite(victim.cite.clone());
    draft.cites.extend(event.iter().map(|(_, cite)| cite.clone()));
    let mut fills = vec![("who", Fill::Text(victim.text.clone())), ("event", event_text(desk, &event))];
    let changed =
        view.changes().into_iter().find(|c| c.claim.slot == Slot::Count && c.new.fact.status.is_none());
    let count = || view.news(Slot::Count).find(|v| is_telling(v));
    let key = if let Some((number, _)) = newest_report(view) {
        draft.cite(Cite::fact(number.article, &number.fact));
        fills.push(("n", report_text(desk, number).into()));
        "headline.report"
    } else if let Some((text, value)) = changed.as_ref().and_then(|c| Some((count_of(desk, c.new)?, c.new))) {
        draft.cite(Cite::fact(value.article, &value.fact));
        fills.push(("count", text.into()));
        "headline.count"
    } else if let Some((text, value)) = count().and_then(|v| Some((count_of(desk, v)?, v))) {
        draft.cite(Cite::fact(value.article, &value.fact));
        fills.push(("count", text.into()));
        "headline.event_count"
    } else if event.is_some() {
        "headline.event"
    } else {
        return title(desk, view);
    };
    if let Some(said) = dated(desk, view, key, &fills, draft.clone()) {
        return Some(said);
    }
    desk.say_phrase(key, &fills, draft.clone())
        .or_else(|| desk.say_phrase("headline.event", &fills[..2], draft))
}

/// Whether a count may stand in a headline: told plainly, of people or records.
fn is_telling(value: &hinomi_model::ClaimValue) -> bool {
    use hinomi_model::Unit::{Account, Currency, Document, EmailAddress, Person, Record};
    value.fact.status.is_none()
        && matches!(
            value.fact.value.unit(),
            Some(Person | Account | Record | EmailAddress | Document | Currency(_))
        )
}

/// The headline with the day on which it was found or began, for matters already known.
fn dated(
    desk: &Desk<'_>,
    view: &View<'_>,
    key: &str,
    fills: &[(&str, Fill)],
    mut draft: Draft,
) -> Option<Sentence> {
    if view.is_new {
        return None;
    }
    let plain = |slot| view.standing(slot).find(|v| v.fact.status.is_none());
    let (tail, date) = match (plain(Slot::DateDetected), plain(Slot::DateImpact)) {
        (Some(date), _) => ("headline.since_detected", date),
        (None, Some(date)) => ("headline.since_impact", date),
        (None, None) => return None,
    };
    let Value::When(when) = date.fact.value else { return None };
    let n = (desk.today - when.first_day(&desk.input.zone)).get_days() + 1;
    if n < 2 {
        return None;
    }
    let mark = draft.cite(Cite::fact(date.article, &date.fact));
    draft.computed.push(Computed::NthDay(mark));
    let head = fill(desk.phrases().find(key)?, fills);
    let fills =
        [("head", Fill::Pieces(head)), ("date", when_of(desk, date).into()), ("n", n.to_string().into())];
    desk.say_phrase(tail, &fills, draft)
}

/// The article's own title.
fn title(desk: &Desk<'_>, view: &View<'_>) -> Option<Sentence> {
    let article = view.new_articles().next()?;
    let allowed = desk.source_of(article).map_or(usize::MAX, |s| s.quote_chars_max as usize);
    let words = quote(&article.title, article.lang, TITLE_CHARS_MAX.min(allowed))?;
    let mut draft = Draft::default();
    draft.cite(Cite::title(article));
    desk.say_phrase("headline.quote", &[("quote", words.into())], draft)
}

/// A title as a line of a list: quotation, source, mark.
pub fn also(desk: &Desk<'_>, view: &View<'_>) -> Option<Line> {
    let article = view.new_articles().next()?;
    let allowed = desk.source_of(article).map_or(usize::MAX, |s| s.quote_chars_max as usize);
    let words = quote(&article.title, article.lang, TITLE_CHARS_MAX.min(allowed))?;
    let mut draft = Draft::default();
    let mark = draft.cite(Cite::title(article));
    let fills = [
        ("quote", Fill::from(words)),
        ("source", desk.source_name(article).into()),
        ("c", Piece::Cites(vec![mark]).into()),
    ];
    desk.line("also.entry", &fills, draft)
}
