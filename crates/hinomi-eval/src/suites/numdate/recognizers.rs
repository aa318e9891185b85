//! Recognizers-Text: the cases of its models, which test the whole; files of single stages and modes are not run.

use std::path::Path;

use anyhow::Result;
use hinomi_model::{Lang, Qualifier, Span, Unit};
use hinomi_text::{DateMention, Relation};
use jiff::civil::{Date, DateTime, Time};
use serde::Deserialize;
use serde_json::Value;

use super::reading::{self, Reading, ends, near, plain, same_length, seconds, span_of, value};
use super::{Case, Judged, Outside, lines};

#[derive(Deserialize)]
struct Line {
    id: String,
    case: Source,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Source {
    input: String,
    context: Option<Context>,
    #[serde(default)]
    results: Vec<Wanted>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Context {
    reference_date_time: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Wanted {
    text: String,
    #[serde(default)]
    type_name: String,
    start: Option<usize>,
    end: Option<usize>,
    #[serde(default)]
    resolution: Value,
}

impl Wanted {
    fn str(&self, key: &str) -> Option<&str> {
        self.resolution.get(key)?.as_str()
    }

    fn span(&self, text: &str) -> Option<Span> {
        match (self.start, self.end) {
            (Some(start), Some(end)) => Some(span_of(text, start, end + 1, true)),
            _ => text.find(&self.text).map(|at| Span::new(at, at + self.text.len())),
        }
    }

    /// The times offered, with their keys.
    fn times(&self) -> impl Iterator<Item = &Value> {
        self.resolution.get("values").and_then(Value::as_array).into_iter().flatten()
    }
}

/// Models, and the group that each is measured in.
const MODELS: &[(&str, &str)] = &[
    ("NumberModel", "number"),
    ("NumberRangeModel", "number"),
    ("PercentModel", "number"),
    ("OrdinalModel", "number"),
    ("CurrencyModel", "unit"),
    ("DimensionModel", "unit"),
    ("AgeModel", "unit"),
    ("TemperatureModel", "unit"),
    ("DateTimeModel", "datetime"),
];

/// Judges all cases of both languages.
pub fn cases(folder: &Path) -> Result<Vec<Case>> {
    let mut out = Vec::new();
    for (name, lang) in [("japanese", Lang::Ja), ("english", Lang::En)] {
        for line in lines::<Line>(&folder.join(format!("{name}.dev.jsonl.zst")))? {
            let file = line.id.split('#').next().unwrap_or_default();
            let stem = file.rsplit('/').next().unwrap_or_default().trim_end_matches(".json");
            let Some((model, group)) = MODELS.iter().find(|(model, _)| *model == stem) else { continue };
            let judged = judge(&line.case, model, lang);
            out.push(Case { group: format!("{name} {group}"), id: line.id, text: line.case.input, judged });
        }
    }
    Ok(out)
}

fn judge(case: &Source, model: &str, lang: Lang) -> Judged {
    let at = case.context.as_ref().and_then(|context| context.reference_date_time.as_deref()?.parse().ok());
    let reading =
        Reading::of(&case.input, lang, at.unwrap_or(DateTime::constant(2016, 11, 7, 0, 0, 0, 0)), 0);
    let class = match model {
        "OrdinalModel" => Some(Outside::Rank),
        "AgeModel" => Some(Outside::Age),
        "TemperatureModel" => Some(Outside::Measure),
        _ => case.results.iter().find_map(|wanted| outside(wanted, model)),
    };
    if let Some(class) = class {
        return Judged::Outside(class);
    }
    let found = found(&reading, model);
    let mut is_met = vec![false; found.len()];
    let mut wrong = Vec::new();
    for wanted in &case.results {
        let span = wanted.span(&case.input).unwrap_or(Span::new(0, 0));
        let core = reading.core(span);
        let here = found
            .iter()
            .position(|one| one.spans.iter().any(|own| *own == span || reading.core(*own) == core));
        if let Some(met) = here.and_then(|idx| is_met.get_mut(idx)) {
            *met = true;
        }
        match here.and_then(|idx| found.get(idx)) {
            Some(one) if (one.agrees)(wanted) => {}
            Some(_) => wrong.push(format!("value of {:?} {}", wanted.text, wanted.resolution)),
            None => wrong.push(format!("span of {:?} {}", wanted.text, wanted.resolution)),
        }
    }
    let n_besides = found.iter().zip(&is_met).filter(|(one, is_met)| one.stands_alone && !**is_met).count();
    if n_besides > 0 {
        wrong.push(format!("{n_besides} found besides"));
    }
    Judged::of(wrong.is_empty(), || format!("{} — {}", wrong.join(", "), reading.drawn()))
}

/// The class that puts a wanted result outside.
fn outside(wanted: &Wanted, model: &str) -> Option<Outside> {
    let value = wanted.str("value");
    let lower = wanted.text.to_lowercase();
    match model {
        "NumberModel" | "NumberRangeModel" | "PercentModel" => {
            let is_signed = value.is_some_and(|value| value.contains(['-', 'E', '^']))
                || lower.contains(['^', '×', '*'])
                || wanted.str("subtype") == Some("power")
                || lower.contains("e+")
                || lower.contains("e-");
            if is_signed {
                return Some(Outside::Signed);
            }
            if value.is_none_or(|value| value == "null") {
                return Some(Outside::NoUnit);
            }
            if model == "PercentModel" && wanted.text.ends_with("ポイント") {
                return Some(Outside::Points);
            }
            if let Some(class) = outside_number(wanted, value.unwrap_or_default()) {
                return Some(class);
            }
            let is_equal =
                value.and_then(|value| value.strip_prefix('[')?.strip_suffix(']')?.split_once(','));
            (model == "NumberRangeModel" && is_equal.is_some_and(|(low, high)| low == high))
                .then_some(Outside::Equation)
        }
        "CurrencyModel" => match value {
            None | Some("null") => Some(Outside::NoUnit),
            _ if matches!(wanted.str("unit"), Some("Cent" | "Franc"))
                && wanted.str("isoCurrency").is_none() =>
            {
                Some(Outside::NoCountry)
            }
            Some(value) => value.starts_with('-').then_some(Outside::Signed),
        },
        "DimensionModel" => {
            let unit = wanted.str("unit").unwrap_or_default().to_lowercase();
            (!unit.contains("byte") && !unit.contains("bit")).then_some(Outside::Measure)
        }
        _ => outside_time(wanted, &lower),
    }
}

/// What puts a number outside by its words.
fn outside_number(wanted: &Wanted, value: &str) -> Option<Outside> {
    let folded = hinomi_text::fold(&wanted.text).text;
    let is_kana = |c: char| ('ぁ'..='ん').contains(&c);
    if !folded.is_empty() && folded.chars().all(is_kana) {
        return Some(Outside::Kana);
    }
    // Figures alone, and 以上, say one thing only.
    let figures = folded.trim_end_matches('%');
    let is_figures = figures.bytes().all(|b| b.is_ascii_digit()) && !figures.is_empty();
    let is_other = is_figures && value.trim_end_matches('%').parse::<f64>().ok() != figures.parse().ok();
    let is_open = folded.ends_with("以上") && value.starts_with('(');
    // A date is no fraction.
    let is_date = folded.contains('年') && folded.ends_with(['日', '年']);
    if is_other || is_open || is_date {
        return Some(Outside::Misread);
    }
    let is_rank = folded.contains("番目") || folded.contains('第') || folded.contains("the tenth");
    if is_rank {
        return Some(Outside::Rank);
    }
    if ["イコール", "等しい", "equal"].iter().any(|word| folded.contains(word)) {
        return Some(Outside::Equation);
    }
    (folded.chars().any(|c| c == '数') && !value.starts_with(['[', '('])).then_some(Outside::Vague)
}

fn outside_time(wanted: &Wanted, lower: &str) -> Option<Outside> {
    match wanted.type_name.trim_start_matches("datetimeV2.") {
        "set" => return Some(Outside::Recurring),
        "timezone" | "datetimealt" => return Some(Outside::Scheduling),
        "timerange" | "datetimerange" => return Some(Outside::ClockSpan),
        // Whatever was found: a part of a week, month or year has no agreed bounds.
        "date" | "daterange" if reading::names_part(lower) => return Some(Outside::PartOf),
        _ => {}
    }
    let is_unresolved = |value: &Value| value.get("value").and_then(Value::as_str) == Some("not resolved");
    if wanted.resolution.get("values").is_some() && wanted.times().all(is_unresolved) {
        return Some(Outside::Unresolved);
    }
    let is_moment = wanted.type_name.ends_with(".date") || wanted.type_name.ends_with(".datetime");
    if is_moment && lower.ends_with('で') {
        return Some(Outside::Lasting);
    }
    let is_holiday =
        |value: &Value| value.get("timex").and_then(Value::as_str).is_some_and(|t| t.contains("HOL"));
    // Reckoned from or written with a year, the day is still that of a table of holidays.
    let named = [
        "christmas",
        "thanksgiving",
        "easter",
        "halloween",
        "earth day",
        "labor day",
        "saint patrick",
        "記念日",
    ];
    if named.iter().any(|name| lower.contains(name)) {
        return Some(Outside::Holiday);
    }
    let names_day =
        ["christmas", "thanksgiving", "easter", "halloween", " day", "クリスマス", "祭", "正月", "の日"];
    if wanted.times().any(is_holiday)
        || (names_day.iter().any(|name| lower.contains(name))
            && lower.chars().all(|c| !c.is_ascii_digit())
            && wanted.type_name.ends_with(".date")
            && !["the day", "next day", "last day", "previous day", "same day"]
                .iter()
                .any(|word| lower.contains(word))
            && !["次の日", "前の日", "翌日"].iter().any(|word| lower.contains(word)))
    {
        return Some(Outside::Holiday);
    }
    let is_era = wanted.times().any(|value| {
        let year = |key: &str| value.get(key)?.as_str()?.get(..4)?.parse::<i32>().ok();
        year("start").zip(year("end")).is_some_and(|(start, end)| end - start >= 10 && end % 10 == 0)
    });
    is_era.then_some(Outside::Era)
}

/// Something found: its span by each convention, and whether it says what is wanted.
struct Found<'r> {
    spans: Vec<Span>,
    agrees: Box<dyn Fn(&Wanted) -> bool + 'r>,
    /// Whether it is wrong where the peer has nothing. Numbers inside of dates and right at their unit are left by
    /// the peer to its other models.
    stands_alone: bool,
}

/// Whether `span` lies in a time, or is the number of an amount with its unit right behind it.
fn is_part(reading: &Reading, span: Span) -> bool {
    let times = reading.dates.iter().map(|d| d.span).chain(reading.durations.iter().map(|d| d.span));
    let mut units =
        reading.quantities.iter().filter(|q| !q.noun_span.is_empty()).map(|q| (q.number_span, q.noun_span));
    // `180.25ml`, with a unit that no amount of ours has.
    let is_glued = reading
        .text
        .get(span.end as usize..)
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    is_glued
        || times.into_iter().any(|time| time.overlaps(span))
        || units.any(|(number, noun)| number.overlaps(span) && noun.start <= span.end + 1)
}

fn found<'r>(reading: &'r Reading, model: &str) -> Vec<Found<'r>> {
    let amount = |wanted: &Wanted| {
        wanted.str("value").and_then(|value| value.trim_end_matches('%').parse::<f64>().ok())
    };
    let spans = |q: &hinomi_text::Quantity| {
        let hull = |start: u32, end: u32| Span::new(start as usize, end as usize);
        let end = q.noun_span.end.max(q.number_span.end);
        vec![
            q.span,
            hull(q.number_span.start, end),
            hull(q.span.start, end),
            hull(q.number_span.start, q.span.end),
        ]
    };
    let of_unit =
        |is_unit: fn(Unit) -> bool| reading.quantities.iter().filter(move |q| q.unit.is_some_and(is_unit));
    match model {
        "NumberModel" => {
            // A few cases take the counter in: 199個.
            let counted = |span: Span| {
                let own =
                    reading.quantities.iter().find(|q| q.number_span == span && !q.noun_span.is_empty());
                own.map(|q| Span::new(span.start as usize, q.noun_span.end as usize))
            };
            let one = |n: &'r hinomi_text::NumberMention| Found {
                spans: std::iter::once(n.span).chain(counted(n.span)).collect(),
                agrees: Box::new(move |wanted| amount(wanted).is_some_and(|want| value(n, want))),
                stands_alone: !is_part(reading, n.span),
            };
            reading.numbers.iter().map(one).collect()
        }
        "NumberRangeModel" => {
            let is_range =
                |q: &&hinomi_text::Quantity| !matches!(q.qualifier, Qualifier::Exact | Qualifier::Approx);
            let one = |q: &'r hinomi_text::Quantity| Found {
                spans: [spans(q), vec![Span::new(q.span.start as usize, q.number_span.end as usize)]]
                    .concat(),
                agrees: Box::new(move |wanted| wanted.str("value").is_some_and(|value| same_range(q, value))),
                stands_alone: true,
            };
            reading.quantities.iter().filter(is_range).map(one).collect()
        }
        "PercentModel" | "DimensionModel" => {
            let is_unit: fn(Unit) -> bool = if model == "PercentModel" {
                |unit| unit == Unit::Percent
            } else {
                |unit| unit == Unit::Byte
            };
            let one = |q: &'r hinomi_text::Quantity| Found {
                spans: spans(q),
                agrees: Box::new(move |wanted| amount(wanted).is_some_and(|want| scaled(q, want))),
                stands_alone: true,
            };
            of_unit(is_unit).map(one).collect()
        }
        "CurrencyModel" => {
            let one = |q: &'r hinomi_text::Quantity| Found {
                spans: spans(q),
                agrees: Box::new(move |wanted| {
                    let code = wanted.str("isoCurrency");
                    let is_same = code.is_none_or(|code| q.unit.is_some_and(|unit| unit.word() == code));
                    is_same && amount(wanted).is_some_and(|want| near(plain(q.number), want))
                }),
                stands_alone: true,
            };
            of_unit(|unit| matches!(unit, Unit::Currency(_))).map(one).collect()
        }
        _ => {
            let date = |d: &'r DateMention| Found {
                spans: vec![d.span],
                agrees: Box::new(move |wanted| wanted.times().any(|time| same_time(d, time))),
                stands_alone: true,
            };
            let length = |d: &'r hinomi_text::Duration| Found {
                spans: vec![d.span],
                agrees: Box::new(move |wanted| {
                    let want = |time: &Value| time.get("value")?.as_str()?.parse::<f64>().ok();
                    let own = seconds(&d.iso);
                    wanted.type_name.ends_with("duration")
                        && wanted
                            .times()
                            .filter_map(want)
                            .any(|want| own.is_some_and(|own| same_length(own, want)))
                }),
                stands_alone: true,
            };
            reading.dates.iter().map(date).chain(reading.durations.iter().map(length)).collect()
        }
    }
}

/// Bytes and percent as peers give them: in the unit as written.
fn scaled(found: &hinomi_text::Quantity, want: f64) -> bool {
    let factors: &[f64] =
        if found.unit == Some(Unit::Byte) { &[1.0, 1e3, 1e6, 1e9, 1e12, 1e15] } else { &[1.0] };
    factors.iter().any(|factor| (plain(found.number) - want * factor).abs() <= 6e-3 * factor.max(1.0))
}

/// `[20,30)`, `(40,)`: both ends, or the one and whether it belongs to the range.
fn same_range(found: &hinomi_text::Quantity, value: &str) -> bool {
    let Some((low, high)) = value.get(1..value.len() - 1).and_then(|ends| ends.split_once(',')) else {
        return false;
    };
    // A share without a sign is wanted as a fraction.
    let part = if found.unit == Some(Unit::Percent) && found.noun_span.is_empty() { 100.0 } else { 1.0 };
    let own = (plain(found.number) / part, found.upper.map(|upper| plain(upper) / part));
    let want = (low.parse::<f64>().ok(), high.parse::<f64>().ok());
    match (want, own, found.qualifier) {
        ((Some(low), Some(high)), (own_low, Some(own_high)), _) => near(own_low, low) && near(own_high, high),
        ((Some(low), None), (own, _), Qualifier::AtLeast) => near(own, low) && value.starts_with('['),
        ((Some(low), None), (own, _), Qualifier::MoreThan) => near(own, low) && value.starts_with('('),
        ((None, Some(high)), (own, _), Qualifier::AtMost) => near(own, high) && value.ends_with(']'),
        ((None, Some(high)), (own, _), Qualifier::LessThan) => near(own, high) && value.ends_with(')'),
        _ => false,
    }
}

fn same_time(found: &DateMention, want: &Value) -> bool {
    let str = |key: &str| want.get(key).and_then(Value::as_str);
    let date = |key: &str| str(key).and_then(|value| value.get(..10)?.parse::<Date>().ok());
    let (first, last) = ends(found.when);
    match str("type") {
        Some("date") if str("value").is_some() => {
            date("value").is_some_and(|day| first == day && last == day)
        }
        Some("datetime") => {
            let moment = str("value").and_then(|value| value.replace(' ', "T").parse::<DateTime>().ok());
            moment.is_some_and(|moment| first == moment.date() && clock(found) == Some(moment.time()))
        }
        Some("time") => {
            str("value").and_then(|value| value.parse::<Time>().ok()).is_some_and(|t| clock(found) == Some(t))
        }
        Some("daterange" | "date") => match (date("start"), date("end")) {
            (Some(start), Some(end)) => first == start && is_end(last, end),
            (Some(start), None) => {
                found.relation == Relation::After && (first == start || is_end(last, start))
            }
            (None, Some(end)) => {
                matches!(found.relation, Relation::Before | Relation::By)
                    && (first == end || is_end(last, end))
            }
            (None, None) => false,
        },
        _ => false,
    }
}

/// Whether a range that ends with `last` ends at `end`: the day itself, the one after it, or, where the month is the
/// last one named (`from May to October`), its first day, which is how the peer writes that month.
fn is_end(last: Date, end: Date) -> bool {
    let is_month = last == last.last_of_month() && end.day() == 1;
    let is_named = is_month && (end == last.first_of_month() || end == last.first_of_year());
    last == end || last.tomorrow().is_ok_and(|next| next == end) || is_named
}

/// The time of day said, on the clock of an instant's own writing.
fn clock(found: &DateMention) -> Option<Time> {
    match found.when {
        hinomi_model::When::Instant(at) => Some(at.to_zoned(jiff::tz::TimeZone::UTC).time()),
        _ => found.time,
    }
}
