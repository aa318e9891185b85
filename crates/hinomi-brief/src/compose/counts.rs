//! Counts: which of them are told, in what words, what they add up to, how they changed, and where sources differ.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use hinomi_model::{ArticleId, ClaimValue, Lang, Qualifier, SaidBy, Slot, Status, Unit, Value, Voice};
use rust_decimal::Decimal;

use super::Desk;
use super::clause::{Clause, Speaker, mood, speaker, words};
use super::incident::{LIST_MAX, Told, data_word};
use super::lead::report_text;
use super::role::{Role, role};
use super::view::{Change, View};
use crate::phrase::Fill;
use crate::sentence::{Cite, Computed, Draft, Piece, Sentence};
use crate::verify::certainty::{rank, rank_of};
use crate::wording::{clean, count_text, counted, join};

/// Counts told in one paragraph at most.
const COUNTS_MAX: usize = 3;

/// A count as it is told, or `None` for one that cannot be told in words.
pub fn count_of(desk: &Desk<'_>, value: &ClaimValue) -> Option<String> {
    count_text(&value.fact.value, value.fact.qualifier, &clean(&value.fact.of), desk.lang)
}

/// What a claim is called: the number of people, the amount of data.
pub fn what_of(desk: &Desk<'_>, value: &ClaimValue) -> String {
    let by_unit = match value.fact.value.unit() {
        Some(Unit::Document) => "document",
        Some(Unit::Record | Unit::File | Unit::EmailAddress) => "record",
        Some(Unit::Person) => "person",
        Some(Unit::Account) => "account",
        Some(Unit::Byte) => "byte",
        Some(Unit::Currency(_)) => "currency",
        _ => "other",
    };
    if value.fact.slot != Slot::Count {
        return desk.phrases().get(&format!("word.slot.{}", value.fact.slot.word())).to_owned();
    }
    let of_role = format!("word.slot.{by_unit}_{}", role(desk, value).word());
    let phrases = desk.phrases();
    phrases.find(&of_role).unwrap_or_else(|| phrases.get(&format!("word.slot.{by_unit}"))).to_owned()
}

/// A value as it is told in a cell or in "from … to …".
pub fn value_text(desk: &Desk<'_>, value: &ClaimValue) -> Option<String> {
    let word = value.fact.value.to_text();
    let slot = value.fact.slot;
    match slot {
        Slot::Count => count_of(desk, value),
        Slot::ReportNo => Some(report_text(desk, value)),
        Slot::Service => desk.phrases().find(&format!("word.service.{word}")).map(str::to_owned),
        _ => desk.phrases().find(&format!("word.{}.{word}", slot.word())).map(str::to_owned),
    }
}

/// "The number of people rose from A (7 May) to B (13 May)."
pub fn change(desk: &Desk<'_>, change: &Change<'_>) -> Option<Sentence> {
    let (old, new) = (change.old, change.new);
    let is_told = old.fact.slot == Slot::Count && mood(&new.fact) == "plain";
    if !is_told {
        return None;
    }
    let mut draft = Draft::default();
    let old_mark = draft.cite(Cite::fact(old.article, &old.fact));
    let new_mark = draft.cite(Cite::fact(new.article, &new.fact));
    draft.known.extend([old_mark, new_mark]);
    let key = match (&old.fact.value, &new.fact.value) {
        (Value::Unknown, Value::Count { .. }) => "change.disclosed",
        _ if mood(&old.fact) != "plain" => return None,
        (Value::Count { number: a, .. }, Value::Count { number: b, .. }) if b > a => {
            draft.computed.push(Computed::Rose(old_mark, new_mark));
            "change.rose"
        }
        (Value::Count { number: a, .. }, Value::Count { number: b, .. }) if b < a => {
            draft.computed.push(Computed::Fell(old_mark, new_mark));
            "change.fell"
        }
        (Value::Count { .. }, Value::Count { .. }) => "change.changed",
        _ => return None,
    };
    let fills = [
        ("what", Fill::Text(what_of(desk, new))),
        ("old", value_text(desk, old).unwrap_or_default().into()),
        ("old_date", desk.day(old.known_at).into()),
        ("old_c", Piece::Cites(vec![old_mark]).into()),
        ("new", value_text(desk, new)?.into()),
        ("new_date", desk.day(new.known_at).into()),
        ("c", Piece::Cites(vec![new_mark]).into()),
    ];
    desk.say_phrase(key, &fills, draft)
}

/// Units that count people or what is kept about them: a number of one is often retold as a number of another.
pub fn is_of_people(unit: Option<Unit>) -> bool {
    matches!(unit, Some(Unit::Person | Unit::Account | Unit::Record | Unit::EmailAddress))
}

/// How far a rounded number may lie from what it rounds, in percent: "some two million" for 1,914,000.
const ROUNDING_PERCENT_MAX: i64 = 6;

/// Whether `b` says in other words what `a` says: the same number, or one rounded from it.
fn is_retelling(a: &ClaimValue, b: &ClaimValue) -> bool {
    let (Value::Count { number: x, unit: u, .. }, Value::Count { number: y, unit: v, .. }) =
        (&a.fact.value, &b.fact.value)
    else {
        return false;
    };
    let is_one_thing =
        u == v || (is_of_people(*u) && is_of_people(*v)) || (units_of_papers(*u) && units_of_papers(*v));
    let gap = (*x - *y).abs().checked_mul(Decimal::ONE_HUNDRED);
    let bound = (*x).max(*y).checked_mul(Decimal::from(ROUNDING_PERCENT_MAX));
    is_one_thing && gap.zip(bound).is_some_and(|(gap, bound)| gap <= bound)
}

fn units_of_papers(unit: Option<Unit>) -> bool {
    matches!(unit, Some(Unit::Record | Unit::Document | Unit::File))
}

/// Numbers below this say nothing by themselves where the sentence does not say what they are about.
const UNSAID_MIN: u32 = 1000;
/// Numbers below this are mostly ordinals and shares ("one in five") that were read as counts.
const TOLD_MIN: u32 = 10;

/// Sums below this are prices, not damage; of whatever currency but coins.
const MONEY_MIN: u32 = 10_000;

fn is_coin(unit: Option<Unit>) -> bool {
    unit.is_some_and(|unit| matches!(unit.word(), "BTC" | "ETH"))
}

/// Whether a count is worth a sentence or a milestone.
pub fn is_worth_telling(role: Role, value: &ClaimValue) -> bool {
    let Value::Count { number, unit, .. } = &value.fact.value else { return false };
    let is_big = |min: u32| *number >= Decimal::from(min);
    match role {
        Role::Unsaid if is_of_events(value) => false,
        Role::Unsaid => {
            matches!(unit, Some(Unit::Byte))
                || (is_of_people(*unit) || units_of_papers(*unit)) && is_big(UNSAID_MIN)
        }
        Role::Ransom | Role::Loss | Role::Fine => is_coin(*unit) || is_big(MONEY_MIN),
        _ => is_big(TOLD_MIN) || matches!(unit, Some(Unit::Organization | Unit::Store | Unit::Device)),
    }
}

/// Whether what is counted is named and none of the things that can be touched: attacks, attempts, installations.
fn is_of_events(value: &ClaimValue) -> bool {
    let of = clean(&value.fact.of);
    let is_item = !matches!(value.fact.value.unit(), Some(Unit::Person | Unit::Account));
    is_item && !of.is_empty() && [Lang::Ja, Lang::En].into_iter().all(|lang| counted(&of, lang).is_empty())
}

/// Digits of a number but for the noughts at its end: 1,914,000 says more than 2,000,000.
fn n_digits(value: &ClaimValue) -> usize {
    number_of(value).map_or(0, |number| {
        let digits = number.normalize().mantissa().unsigned_abs().to_string();
        digits.trim_end_matches('0').len()
    })
}

/// Of the numbers that say what `value` says, no less sure and by no lesser voice, the one that is least rounded.
fn least_rounded<'a>(values: &[(Role, &'a ClaimValue)], value: &'a ClaimValue) -> &'a ClaimValue {
    let is_as_sure = |v: &ClaimValue| rank_of(&v.fact) == rank_of(&value.fact);
    let others = values.iter().map(|(_, v)| *v).filter(|v| is_retelling(value, v) && is_as_sure(v));
    others.fold(value, |best, other| if n_digits(other) > n_digits(best) { other } else { best })
}

/// What leaked first, then who is affected, then the rest; of each what those concerned say first, then the largest.
fn count_order(desk: &Desk<'_>, value: &ClaimValue, role: Role) -> (Role, bool, Reverse<Decimal>) {
    let voice = desk.article(value.article).and_then(|a| desk.source_of(a)).map(|s| s.voice);
    let is_official = matches!(voice, Some(Voice::Official | Voice::Authority));
    (role, !is_official, Reverse(number_of(value).unwrap_or(Decimal::MAX)))
}

fn number_of(value: &ClaimValue) -> Option<Decimal> {
    match value.fact.value {
        Value::Count { number, upper: None, .. } => Some(number),
        _ => None,
    }
}

/// The counts that are news: what leaked, who is affected, sizes and money.
pub fn clauses<'a>(desk: &Desk<'_>, view: &View<'a>, told: &mut Told<'a>, out: &mut Vec<Clause<'a>>) {
    let mut values: Vec<(Role, &ClaimValue)> = view
        .news(Slot::Count)
        .filter(|v| v.fact.value != Value::Unknown && v.fact.status != Some(Status::Undisclosed))
        .filter(|v| v.fact.value.unit() != Some(Unit::Percent) && !told.has(v))
        .map(|v| (role(desk, v), v))
        .collect();
    values.sort_by_key(|(role, value)| count_order(desk, value, *role));
    // What an attacker claims and a newspaper repeats stays a claim until somebody else vouches for it.
    let alleged: Vec<&ClaimValue> =
        view.values(Slot::Count).filter(|v| rank_of(&v.fact) <= rank(Status::Claimed)).collect();
    let is_hearsay = |value: &ClaimValue| {
        let is_plain = rank_of(&value.fact) > rank(Status::Claimed);
        let is_vouched = matches!(value.fact.said_by, Some(SaidBy::Victim | SaidBy::Authority))
            || speaker(desk, view, value) == Speaker::Victim;
        is_plain && !is_vouched && alleged.iter().any(|claim| is_retelling(claim, value))
    };
    values.retain(|(_, value)| !is_hearsay(value));
    let mut chosen: Vec<(Role, &ClaimValue)> = Vec::new();
    for &(role, value) in &values {
        let is_known =
            chosen.iter().map(|(_, v)| *v).chain(told.values.iter().copied()).any(|v| is_retelling(v, value));
        // A number of which nothing is said but itself stands in where there is no other.
        let is_filler = role == Role::Unsaid && !(chosen.is_empty() && told.values.is_empty());
        // The largest number tells; smaller ones of which nothing else is said are parts.
        let is_bare = role != Role::Leaked || data_beside(desk, view, value).0.is_empty();
        let is_part = is_bare
            && chosen.iter().any(|(r, v)| *r == role && v.fact.value.unit() == value.fact.value.unit());
        if is_worth_telling(role, value) && !is_known && !is_part && !is_filler && chosen.len() < COUNTS_MAX {
            chosen.push((role, least_rounded(&values, value)));
        }
    }
    for (role, value) in chosen {
        let value = best_said(desk, view, role, value);
        let Some(count) = count_of(desk, value) else { continue };
        let of_people =
            matches!(value.fact.value.unit(), Some(Unit::Person | Unit::Account | Unit::Organization));
        let mut said = vec![value];
        let mut fills = vec![("count", Fill::Text(count))];
        let key = match (role, value.fact.value.unit()) {
            (Role::Leaked, Some(Unit::Byte)) => "leaked_bytes",
            (Role::Leaked, _) if of_people => {
                let (kinds, of) = data_beside(desk, view, value);
                if kinds.is_empty() {
                    "leaked_of"
                } else {
                    said.extend(of);
                    fills.push(("what", join(&kinds, desk.lang).into()));
                    "leaked_kinds"
                }
            }
            (Role::Leaked, _) => "leaked",
            (_, Some(Unit::Byte)) => "byte",
            (Role::Ransom, _) => "ransom",
            (Role::Loss, _) => "loss",
            (Role::Fine, _) => "fine",
            (_, Some(Unit::Currency(_))) => "currency",
            (Role::Target, _) => "target",
            // One body is not a hundred: that many were hit beside it, or through it.
            (Role::Affected, Some(Unit::Organization | Unit::Country)) if view.victim.is_some() => {
                "affected_all"
            }
            (Role::Affected, _) => "affected",
            (Role::Unsaid, _) => "unsaid",
        };
        let mut key = format!("say.count.{key}");
        let of_bound = format!("{key}_bound");
        if is_bound(value) && desk.phrases().find(&of_bound).is_some() {
            key = of_bound;
        }
        let Some(pieces) = words(desk, &key, mood(&value.fact), &fills) else { continue };
        if speaker(desk, view, value) == Speaker::Attacker {
            told.has_attacker = true;
        }
        told.values.extend(&said);
        out.extend(Clause::new(desk, view, said, pieces));
    }
}

/// Whether a number is the end of a range that is open: more than, at least, fewer than.
fn is_bound(value: &ClaimValue) -> bool {
    use Qualifier::{AtLeast, LessThan, MoreThan};
    matches!(value.fact.qualifier, Some(AtLeast | MoreThan | LessThan))
}

/// The same number as it is said best: with its "about", where anybody says so; then by those concerned.
fn best_said<'a>(desk: &Desk<'_>, view: &View<'a>, of: Role, value: &'a ClaimValue) -> &'a ClaimValue {
    let is_official = |v: &ClaimValue| {
        let voice = desk.article(v.article).and_then(|a| desk.source_of(a)).map(|s| s.voice);
        matches!(voice, Some(Voice::Official))
    };
    let order = |v: &ClaimValue| {
        let is_exact = matches!(v.fact.qualifier, None | Some(Qualifier::Exact));
        (is_exact, !is_official(v), v.fact.said_by != Some(SaidBy::Victim))
    };
    view.standing(Slot::Count)
        .filter(|v| v.fact.value == value.fact.value && v.fact.status == value.fact.status)
        .filter(|v| v.fate == value.fate && role(desk, v) == of)
        .chain([value])
        .min_by_key(|v| (order(v), !std::ptr::eq(*v, value)))
        .unwrap_or(value)
}

/// Kinds of data told in the same sentence and mood as a count: they are what the count is of.
fn data_beside<'a>(
    desk: &Desk<'_>,
    view: &View<'a>,
    count: &ClaimValue,
) -> (Vec<String>, Vec<&'a ClaimValue>) {
    let mut kinds = Vec::new();
    let mut said = Vec::new();
    for value in view.news(Slot::DataExposed) {
        let is_beside = value.article == count.article
            && value.fact.sentence == count.fact.sentence
            && mood(&value.fact) == mood(&count.fact);
        if let Some(kind) = data_word(desk, value).filter(|_| is_beside && kinds.len() < LIST_MAX) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
            said.push(value);
        }
    }
    (kinds, said)
}

/// Values that disagree, side by side, each with its source.
pub fn contradictions<'a>(desk: &Desk<'_>, view: &View<'a>, told: &mut Told<'a>) -> Vec<Sentence> {
    let mut out = Vec::new();
    for (a, b) in view.contradictions() {
        let is_plain = mood(&a.fact) == "plain" && mood(&b.fact) == "plain";
        if !is_plain || number_of(a) == number_of(b) {
            continue;
        }
        let (Some(a_text), Some(b_text)) = (count_of(desk, a), count_of(desk, b)) else { continue };
        let source = |v: &ClaimValue| desk.article(v.article).map(|article| desk.source_name(article));
        let (Some(a_source), Some(b_source)) = (source(a), source(b)) else { continue };
        let mut draft = Draft::default();
        let a_mark = draft.cite(Cite::fact(a.article, &a.fact));
        let b_mark = draft.cite(Cite::fact(b.article, &b.fact));
        let fills = [
            ("what", Fill::Text(what_of(desk, a))),
            ("a", a_text.into()),
            ("a_source", a_source.into()),
            ("a_c", Piece::Cites(vec![a_mark]).into()),
            ("b", b_text.into()),
            ("b_source", b_source.into()),
            ("b_c", Piece::Cites(vec![b_mark]).into()),
        ];
        if let Some(sentence) = desk.say_phrase("change.contradiction", &fills, draft) {
            told.values.extend([a, b]);
            out.push(sentence);
        }
    }
    out
}

/// How far the parts may miss the total, in percent, and still be its parts.
const PARTS_PERCENT_MAX: i64 = 3;
/// Parts that are worth adding up.
const PARTS_MIN: usize = 2;
const PARTS_MAX: usize = 6;

/// "The parts are …; they add up to 739,700": where an article tells a total and its parts.
pub fn parts(desk: &Desk<'_>, view: &View<'_>) -> Option<Sentence> {
    let mut by_article: BTreeMap<ArticleId, Vec<&ClaimValue>> = BTreeMap::new();
    for value in
        view.news(Slot::Count).filter(|v| is_of_people(v.fact.value.unit()) && mood(&v.fact) == "plain")
    {
        by_article.entry(value.article).or_default().push(value);
    }
    // The article that tells most of them: the others retell it.
    let mut lists: Vec<Vec<&ClaimValue>> = by_article.into_values().collect();
    lists.sort_by_key(|values| Reverse(values.len()));
    lists.into_iter().find_map(|values| parts_in(desk, values))
}

fn parts_in(desk: &Desk<'_>, mut values: Vec<&ClaimValue>) -> Option<Sentence> {
    values.retain(|v| number_of(v).is_some());
    values.sort_by_key(|v| (Reverse(number_of(v)), v.fact.span));
    values.dedup_by_key(|v| number_of(v));
    let (total, parts) = values.split_first()?;
    let whole = number_of(total)?;
    let unit = total.fact.value.unit();
    let parts: Vec<&ClaimValue> = parts.iter().copied().filter(|v| v.fact.value.unit() == unit).collect();
    let sum = parts.iter().try_fold(Decimal::ZERO, |sum, v| sum.checked_add(number_of(v)?))?;
    let gap = (whole - sum).abs().checked_mul(Decimal::ONE_HUNDRED)?;
    let is_sum = gap <= whole.checked_mul(Decimal::from(PARTS_PERCENT_MAX))?;
    // A number without its noun does not say which part it is.
    let is_nameless = |v: &&ClaimValue| counted(&clean(&v.fact.of), desk.lang).is_empty();
    if !is_sum || !(PARTS_MIN..=PARTS_MAX).contains(&parts.len()) || parts.iter().any(is_nameless) {
        return None;
    }
    let mut draft = Draft::default();
    let marks: Vec<usize> = parts.iter().map(|v| draft.cite(Cite::fact(v.article, &v.fact))).collect();
    draft.computed.push(Computed::Sum(marks.clone()));
    let texts: Option<Vec<String>> = parts.iter().map(|v| count_of(desk, v)).collect();
    let fills = [
        ("parts", Fill::Text(join(&texts?, desk.lang))),
        ("sum", count_text(&Value::Count { number: sum, upper: None, unit }, None, "", desk.lang)?.into()),
        ("c", Piece::Cites(marks).into()),
    ];
    desk.say_phrase("change.parts", &fills, draft)
}
