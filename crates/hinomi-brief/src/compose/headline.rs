//! The headline of an item: who, what, and the newest change; verified like any sentence.

use hinomi_model::{ClaimValue, Slot, Stamp, Value};

use super::Desk;
use super::counts::count_of;
use super::lead::{event_text, event_word, newest_report, report_text, title_words, when_of};
use super::view::View;
use crate::brief::Line;
use crate::phrase::{Fill, fill};
use crate::sentence::{Cite, Computed, Draft, Piece, Sentence};
use crate::wording::first_upper;

/// The headline of `view`; a note only when not even a title can be quoted.
pub fn headline(desk: &Desk<'_>, view: &View<'_>) -> Line {
    match named(desk, view).or_else(|| title(desk, view)) {
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
    let count = changed_count(desk, view);
    let report = newest_report(view);
    if let Some((number, _)) = report {
        draft.cite(Cite::fact(number.article, &number.fact));
        fills.push(("n", report_text(desk, number).into()));
    }
    let is_known_event = event.is_some();
    let mut keys = Vec::new();
    if let Some((value, text)) = &count {
        draft.cite(Cite::fact(value.article, &value.fact));
        fills.push(("count", text.clone().into()));
        let is_changed = view.changes().iter().any(|change| std::ptr::eq(change.new, *value));
        keys.push(match (report.is_some(), is_changed) {
            (true, true) => "headline.report_changed",
            (true, false) => "headline.report_count",
            (false, true) => "headline.count",
            (false, false) => "headline.event_count",
        });
    }
    if report.is_some() {
        keys.push("headline.report");
    }
    // Where nothing but the kind of event is known, an editor's title in the reader's language says more; a long
    // matter is known by its name and its day.
    let has_own_title =
        view.leading().is_some_and(|a| a.lang == desk.lang) && (view.is_new || nth_day(desk, view).is_none());
    if is_known_event && view.is_titled() && !has_own_title {
        keys.push("headline.event");
    }
    keys.iter().find_map(|key| {
        dated(desk, view, key, &fills, draft.clone()).or_else(|| desk.say_phrase(key, &fills, draft.clone()))
    })
}

/// The count that a headline tells: the changed one of a known matter, a telling one of a new one.
fn changed_count<'a>(desk: &Desk<'_>, view: &View<'a>) -> Option<(&'a ClaimValue, String)> {
    let changes = view.changes();
    let changed = changes.iter().map(|change| change.new).find(|value| is_telling(value));
    let new = || {
        if view.is_new { view.news(Slot::Count).filter(is_telling_ref).max_by_key(number_of) } else { None }
    };
    let value = changed.or_else(new)?;
    Some((value, count_of(desk, value)?))
}

fn is_telling_ref(value: &&ClaimValue) -> bool {
    is_telling(value)
}

fn number_of(value: &&ClaimValue) -> rust_decimal::Decimal {
    match value.fact.value {
        Value::Count { number, .. } => number,
        _ => rust_decimal::Decimal::ZERO,
    }
}

/// Whether a count may stand in a headline: told plainly, of people or records.
fn is_telling(value: &ClaimValue) -> bool {
    use hinomi_model::Unit::{Account, Document, EmailAddress, Person, Record};
    matches!(value.fact.status, None | Some(hinomi_model::Status::Confirmed))
        && value.fact.said_by != Some(hinomi_model::SaidBy::Attacker)
        && matches!(value.fact.value.unit(), Some(Person | Account | Record | EmailAddress | Document))
}

/// On which day of a matter the brief is, counted from the day on which it was found or began: the phrase, the number,
/// the fact with that day.
fn nth_day<'a>(desk: &Desk<'_>, view: &View<'a>) -> Option<(&'static str, i32, &'a ClaimValue)> {
    let (tail, day, date) = match (view.day_of(Slot::DateDetected), view.day_of(Slot::DateImpact)) {
        (Some((found, date)), began) if began.is_none_or(|(began, _)| found <= began) => {
            ("headline.since_detected", found, date)
        }
        (_, Some((began, date))) => ("headline.since_impact", began, date),
        _ => return None,
    };
    let n = (desk.today - day).get_days() + 1;
    (n > 1).then_some((tail, n, date))
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
    let (tail, n, date) = nth_day(desk, view)?;
    let mark = draft.cite(Cite::fact(date.article, &date.fact));
    draft.computed.push(Computed::NthDay(mark));
    let head = fill(desk.phrases().find(key)?, fills);
    let fills =
        [("head", Fill::Pieces(head)), ("date", when_of(desk, date).into()), ("n", n.to_string().into())];
    desk.say_phrase(tail, &fills, draft)
}

/// Whether the headline of `view` is the title of its article, so that the paragraph need not quote it again.
pub fn is_title(desk: &Desk<'_>, view: &View<'_>) -> bool {
    named(desk, view).is_none()
}

/// The article's own title; where it is in another language, after the kind of event in the reader's.
fn title(desk: &Desk<'_>, view: &View<'_>) -> Option<Sentence> {
    let article = view.leading()?;
    let mut draft = Draft::default();
    draft.cite(Cite::title(article));
    let (key, fills) = titled(desk, view, article, &mut draft, ["headline.quote", "headline.kind"])?;
    desk.say_phrase(key, &fills, draft)
}

/// A title as a line of a list: quotation, source, mark; how severe it is called, where a score is given.
pub fn also(desk: &Desk<'_>, view: &View<'_>) -> Option<Line> {
    let article = view.leading()?;
    let mut draft = Draft::default();
    let mut marks = vec![draft.cite(Cite::title(article))];
    let score = view.standing(Slot::Cvss).find(|v| v.article == article.id && is_score(v));
    let keys = if score.is_some() { ["also.scored"; 2] } else { ["also.entry", "also.kind"] };
    let (key, mut fills) = titled(desk, view, article, &mut draft, keys)?;
    if let Some(score) = score {
        marks.push(draft.cite(Cite::fact(score.article, &score.fact)));
        fills.push(("score", score.fact.value.to_text().into()));
    }
    fills.push(("source", desk.source_name(article).into()));
    fills.push(("c", Piece::Cites(marks).into()));
    desk.line(key, &fills, draft)
}

fn is_score(value: &ClaimValue) -> bool {
    matches!(&value.fact.value, Value::Id(id) if id.parse::<rust_decimal::Decimal>().is_ok())
}

/// The quoted title, and the kind of event before it where the reader may not read its language; `keys`: the phrase
/// without the kind, and with it.
fn titled<'k>(
    desk: &Desk<'_>,
    view: &View<'_>,
    article: &hinomi_model::Article,
    draft: &mut Draft,
    keys: [&'k str; 2],
) -> Option<(&'k str, Vec<(&'static str, Fill)>)> {
    let mut fills = vec![("quote", Fill::from(title_words(desk, article)?))];
    let is_foreign = article.lang != desk.lang;
    // "X is no breach" is not to stand after the word for a breach.
    let stamp = article.published.unwrap_or(Stamp::instant(article.known_at, None));
    let says_no = || !(desk.input.read)(&article.title, article.lang, stamp).negations.is_empty();
    let kind = view.sure_event().filter(|v| is_foreign && v.said_in.iter().any(|(id, _)| *id == article.id));
    let kind = kind.filter(|_| !says_no());
    let event = kind.and_then(|_| event_word(desk, view));
    if let Some((word, cite)) = &event {
        draft.cite(cite.clone());
        fills.push(("event", first_upper(word).into()));
    }
    Some((keys[usize::from(event.is_some())], fills))
}
