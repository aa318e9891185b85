//! The first sentence of an item: what this is about, what is new, who tells it and when.

use hinomi_model::{Article, ClaimValue, Fate, Slot, Stamp, Status, Value, Voice, When};

use super::clause::{Before, Speaker, mood, speaker, through, words};
use super::telling::telling;
use super::view::View;
use super::{Desk, quote};
use crate::phrase::Fill;
use crate::sentence::{Cite, Draft, Piece, Proof, Sentence};
use crate::verify::certainty::{rank, rank_of};
use crate::wording::{join, on_when, ordinal_text};

/// Characters of a title that is quoted, unless the source allows fewer.
pub const TITLE_CHARS_MAX: usize = 200;
/// Sources named in a first sentence.
const SOURCES_MAX: usize = 2;
/// Further sources named at the end of a paragraph.
const ALSO_MAX: usize = 3;

/// The first sentence: a report, or what happened. `None` for a known matter without a new report, which starts
/// with what is new.
pub fn lead(desk: &Desk<'_>, view: &View<'_>) -> Option<Sentence> {
    if view.victim.is_some() {
        let told = || event(desk, view).or_else(|| told_by(desk, view));
        report(desk, view).or_else(|| if view.is_new { told() } else { None })
    } else {
        told_by(desk, view)
    }
}

/// Who speaks in the first sentence, where somebody does and it stands: those concerned in their report, or of what
/// happened.
pub fn speaks(desk: &Desk<'_>, view: &View<'_>) -> Option<Before> {
    view.victim.as_ref()?;
    if report(desk, view).is_some() {
        return Some(Before { said: (Speaker::Victim, None), is_report: true });
    }
    let value = view.event().filter(|_| view.is_new)?;
    let speaker = speaker(desk, view, value);
    event(desk, view).filter(|_| speaker == Speaker::Victim)?;
    Some(Before { said: (speaker, through(desk, speaker, value)), is_report: false })
}

/// "On 13 May, X published its 3rd report on the ransomware attack."
fn report(desk: &Desk<'_>, view: &View<'_>) -> Option<Sentence> {
    let victim = view.victim.as_ref()?;
    let (number, date) = newest_report(view)?;
    let event = event_word(desk, view);
    let mut draft = Draft::default();
    let mut marks = vec![draft.cite(Cite::fact(number.article, &number.fact))];
    draft.cite(victim.cite.clone());
    draft.cites.extend(event.iter().map(|(_, cite)| cite.clone()));
    let mut fills = vec![
        ("who", Fill::Text(victim.text.clone())),
        ("n", report_text(desk, number).into()),
        ("event", event_text(desk, &event)),
    ];
    let key = match date {
        Some(date) => {
            marks.push(draft.cite(Cite::fact(date.article, &date.fact)));
            fills.push(("date", when_of(desk, date).into()));
            "lead.report"
        }
        // The day on which its own notice came out.
        None => match desk.article(number.article).filter(|a| is_official(desk, a)) {
            Some(article) => {
                draft.known.push(marks[0]);
                fills.push(("date", desk.day(article.known_at).into()));
                "lead.report"
            }
            None => "lead.report_undated",
        },
    };
    fills.push(("c", Piece::Cites(marks).into()));
    desk.say_phrase(key, &fills, draft)
}

/// What happened, in the mood of the fact, said by those concerned or told by the press.
fn event(desk: &Desk<'_>, view: &View<'_>) -> Option<Sentence> {
    let victim = view.victim.as_ref()?;
    let value = view.event().filter(|value| !is_past(desk, value))?;
    let Value::Word(word) = &value.fact.value else { return None };
    let article = desk.article(value.article)?;
    let speaker = speaker(desk, view, value);
    let is_own = speaker == Speaker::Victim;
    let mut draft = Draft::default();
    let mut marks = vec![draft.cite(Cite::fact(value.article, &value.fact))];
    draft.cite(victim.cite.clone());
    let mut fills = vec![("who", Fill::Text(victim.text.clone()))];
    // The day of the event, where it is told in the same mood; a frame of its own names the day of telling.
    let date = view.standing(Slot::DateImpact).find(|d| is_day(d) && mood(&d.fact) == mood(&value.fact));
    let table = if is_own { "event_self" } else { "event" };
    let dated = format!("{table}_dated.{word}");
    let (key, date) = match date.filter(|_| desk.phrases().find(&dated).is_some()) {
        Some(date) => (dated, Some(date)),
        None => (format!("{table}.{word}"), None),
    };
    if let Some(date) = date {
        marks.push(draft.cite(Cite::fact(date.article, &date.fact)));
        fills.push(("date", when_of(desk, date).into()));
    }
    // "S reported that it was reported" says it once too often.
    let mood = if mood(&value.fact) == "attributed" && !is_own { "plain" } else { mood(&value.fact) };
    let p = words(desk, &key, mood, &fills)?;
    let mut fills = vec![("p", Fill::Pieces(p)), ("who", victim.text.clone().into())];
    let through = through(desk, speaker, value).filter(|_| is_own);
    fills.extend(through.iter().map(|source| ("source", Fill::from(source.as_str()))));
    let frame = if is_own {
        match view.values(Slot::DateDisclosed).find(|d| d.article == value.article && is_day(d)) {
            Some(day) => {
                marks.push(draft.cite(Cite::fact(day.article, &day.fact)));
                fills.push(("date", when_of(desk, day).into()));
                if through.is_some() { "frame.victim_dated_told" } else { "frame.victim_dated" }
            }
            None if through.is_some() => "frame.victim_told",
            None => "frame.victim",
        }
    } else {
        fills.push(("source", sources(desk, view, (article, value), &mut draft, &mut marks).into()));
        draft.known.push(marks[0]);
        fills.push(("date", desk.day(article.known_at).into()));
        if speaker == Speaker::Attacker { "lead.claimed" } else { "lead.told" }
    };
    fills.push(("c", Piece::Cites(marks).into()));
    desk.say_phrase(frame, &fills, draft)
}

/// Days after which an event that its own sentence dates is no longer told as if it were new.
const PAST_DAYS_MIN: i32 = 30;
/// Sentences of a body in which the time of what its title tells is looked for.
const DATING_SENTENCES_MAX: usize = 2;

/// Whether the sentence that tells an event puts it into the past: it names a time, and none of late; for a title that
/// names no time, the first sentences below it. What is dated by a fact of its own is told with that date; this is of
/// "an attack in April", told in June.
fn is_past(desk: &Desk<'_>, value: &ClaimValue) -> bool {
    let Some(article) = desk.article(value.article) else { return false };
    let stamp = article.published.unwrap_or(Stamp::instant(article.known_at, None));
    let zone = &desk.input.zone;
    let told = article.known_at.to_zoned(zone.clone()).date();
    let whens = |words: &str| -> Vec<When> {
        (desk.input.read)(words, article.lang, stamp).whens.iter().map(|(_, when)| *when).collect()
    };
    let mut named = whens(article.slice(value.fact.sentence));
    let is_title = article.blocks.first().is_some_and(|title| title.span.contains(value.fact.span));
    if named.is_empty() && is_title {
        let body = article.body();
        let first = hinomi_text::sentences(body).into_iter().take(DATING_SENTENCES_MAX);
        named = first.filter_map(|span| body.get(span.range())).flat_map(whens).collect();
    }
    let age = |when: &When| (told - when.last_day(zone)).get_days();
    !named.is_empty() && named.iter().all(|when| age(when) > PAST_DAYS_MIN)
}

/// The names of the first sources of the window that say `value`, that of `first` leading; their titles are cited.
fn sources(
    desk: &Desk<'_>,
    view: &View<'_>,
    (first, value): (&Article, &ClaimValue),
    draft: &mut Draft,
    marks: &mut Vec<usize>,
) -> String {
    let mut names = vec![desk.source_name(first)];
    for article in view.new_articles().filter(|a| value.said_in.iter().any(|(id, _)| *id == a.id)) {
        let name = desk.source_name(article);
        if names.len() < SOURCES_MAX && !names.contains(&name) && article.known_at >= first.known_at {
            names.push(name);
            marks.push(draft.cite(Cite::title(article)));
        }
    }
    join(&names, desk.lang)
}

/// "A and B reported it as well": the outlets of the window that the sentences so far do not cite.
pub fn also_told(desk: &Desk<'_>, view: &View<'_>, told: &[Sentence]) -> Option<Sentence> {
    let cited: Vec<String> = told
        .iter()
        .flat_map(Sentence::cites)
        .filter_map(|cite| desk.article(cite.article))
        .map(|article| desk.source_name(article))
        .collect();
    let mut draft = Draft::default();
    let mut names: Vec<String> = Vec::new();
    let mut marks = Vec::new();
    for article in view.new_articles() {
        let name = desk.source_name(article);
        if names.len() < ALSO_MAX && !names.contains(&name) && !cited.contains(&name) {
            names.push(name);
            marks.push(draft.cite(Cite::title(article)));
        }
    }
    if names.is_empty() || told.is_empty() {
        return None;
    }
    let fills = [("source", Fill::Text(join(&names, desk.lang))), ("c", Piece::Cites(marks).into())];
    desk.say_phrase("lead.also", &fills, draft)
}

/// "On 13 May, S had more on the ransomware attack at X": with the title of the article, unless that stands above.
pub fn followup(desk: &Desk<'_>, view: &View<'_>, has_title: bool) -> Option<Sentence> {
    let victim = view.victim.as_ref()?;
    let article = view.leading()?;
    let event = event_word(desk, view);
    let mut draft = Draft::default();
    let mark = draft.cite(Cite::title(article));
    draft.known.push(mark);
    draft.cite(victim.cite.clone());
    // A doubted event is called so by the article that doubts it, which then has a mark.
    let mut marks = vec![mark];
    if let Some((_, cite)) = &event {
        let event_mark = draft.cite(cite.clone());
        if view
            .event()
            .is_some_and(|v| mood(&v.fact) != "plain" || rank_of(&v.fact) < rank(Status::Confirmed))
        {
            marks.push(event_mark);
        }
    }
    let key = match (is_official(desk, article), has_title) {
        (true, true) => "lead.update",
        (true, false) => "lead.update_bare",
        (false, true) => "lead.followup",
        (false, false) => "lead.followup_bare",
    };
    let mut fills = vec![
        ("who", Fill::Text(victim.text.clone())),
        ("event", event_text(desk, &event)),
        ("source", desk.source_name(article).into()),
        ("date", desk.day(article.known_at).into()),
        ("c", Piece::Cites(marks).into()),
    ];
    if has_title {
        fills.push(("quote", title_words(desk, article)?.into()));
    }
    desk.say_phrase(key, &fills, draft)
}

/// Whether an article is a notice of those concerned.
fn is_official(desk: &Desk<'_>, article: &Article) -> bool {
    desk.source_of(article).is_some_and(|s| s.voice == Voice::Official)
}

/// Who tells it, when, and the sentence that tells most: for what no fact names. Its title stands above as a
/// quotation, or here, where the text says no more.
pub fn told_by(desk: &Desk<'_>, view: &View<'_>) -> Option<Sentence> {
    let article = view.leading()?;
    let mut draft = Draft::default();
    let told = telling(desk, view, article);
    let (key, words, mark) = match told {
        Some((words, span)) => {
            let cite = Cite { article: article.id, proof: Proof::Words(span) };
            ("lead.title", Some(words), draft.cite(cite))
        }
        None => ("lead.source", None, draft.cite(Cite::title(article))),
    };
    draft.known.push(mark);
    let mut fills = vec![
        ("source", Fill::Text(desk.source_name(article))),
        ("date", desk.day(article.known_at).into()),
        ("c", Piece::Cites(vec![mark]).into()),
    ];
    fills.extend(words.map(|words| ("quote", Fill::from(words))));
    desk.say_phrase(key, &fills, draft)
}

/// The title of the leading article of the window, quoted, with source and day.
pub fn title(desk: &Desk<'_>, view: &View<'_>) -> Option<Sentence> {
    let article = view.leading()?;
    let words = title_words(desk, article)?;
    let mut draft = Draft::default();
    let mark = draft.cite(Cite::title(article));
    draft.known.push(mark);
    let fills = [
        ("quote", Fill::from(words)),
        ("source", desk.source_name(article).into()),
        ("date", desk.day(article.known_at).into()),
        ("c", Piece::Cites(vec![mark]).into()),
    ];
    desk.say_phrase("lead.title", &fills, draft)
}

/// The sentence of the leading article that tells most, quoted.
pub fn excerpt(desk: &Desk<'_>, view: &View<'_>) -> Option<Sentence> {
    let article = view.leading()?;
    let (words, span) = telling(desk, view, article)?;
    let mut draft = Draft::default();
    let mark = draft.cite(Cite { article: article.id, proof: Proof::Words(span) });
    let fills = [("quote", Fill::from(words)), ("c", Piece::Cites(vec![mark]).into())];
    desk.say_phrase("lead.excerpt", &fills, draft)
}

/// An article's title as a quotation, no longer than its source allows.
pub fn title_words(desk: &Desk<'_>, article: &Article) -> Option<Piece> {
    quote(&article.title, article.lang, TITLE_CHARS_MAX.min(desk.quote_chars_max(article)))
}

fn is_day(value: &ClaimValue) -> bool {
    matches!(value.fact.value, Value::When(When::Day(_) | When::Instant(_)))
}

/// The newest numbered report of the window, and the day on which its article says it was published.
pub fn newest_report<'a>(view: &View<'a>) -> Option<(&'a ClaimValue, Option<&'a ClaimValue>)> {
    let number_of = |v: &ClaimValue| if let Value::Number(n) = v.fact.value { Some(n) } else { None };
    let number = view.news(Slot::ReportNo).filter(|v| number_of(v).is_some()).max_by_key(|v| number_of(v))?;
    let date =
        view.values(Slot::DateDisclosed).find(|v| v.article == number.article && v.fate != Fate::Withdrawn);
    Some((number, date.filter(|d| is_day(d))))
}

/// 第7報, 7th.
pub fn report_text(desk: &Desk<'_>, value: &ClaimValue) -> String {
    match value.fact.value {
        Value::Number(n) => ordinal_text(n, desk.lang),
        _ => String::new(),
    }
}

/// The word for the kind of event, with its proof.
pub fn event_word(desk: &Desk<'_>, view: &View<'_>) -> Option<(String, Cite)> {
    let value = view.event()?;
    let phrases = desk.phrases();
    let word = phrases.find(&format!("word.event_type.{}", value.fact.value.to_text()))?;
    let mood = if rank_of(&value.fact) == rank(Status::Claimed) { "claimed" } else { mood(&value.fact) };
    let word = match mood {
        "plain" => word.to_owned(),
        mood => phrases
            .find(&format!("word.mood.{mood}"))
            .map(|_| phrases.text(&format!("word.mood.{mood}"), &[("p", word)]))?,
    };
    Some((word, Cite::fact(value.article, &value.fact)))
}

/// The word for the kind of event, or "incident".
pub fn event_text(desk: &Desk<'_>, event: &Option<(String, Cite)>) -> Fill {
    match event {
        Some((word, _)) => word.as_str().into(),
        None => desk.phrases().get("word.event_type.something").into(),
    }
}

/// A time with the word that puts a statement there: "on 5 June", "in June".
pub fn on_of(desk: &Desk<'_>, value: &ClaimValue) -> String {
    match value.fact.value {
        Value::When(when) => on_when(when, desk.today, &desk.input.zone, desk.lang),
        _ => String::new(),
    }
}

/// A time as it is told.
pub fn when_of(desk: &Desk<'_>, value: &ClaimValue) -> String {
    match value.fact.value {
        Value::When(when) => desk.when(when),
        _ => String::new(),
    }
}
