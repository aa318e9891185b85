//! Parts that do not add up to their total, and shares that are not that share.
//!
//! Why it matters: a figure is wrong, and which one cannot be told. Examples: `合計74万件（法人59万件、個人23万件）`,
//! `20% of 140 million, or 48 million`, a table whose last row is no sum. Each number is given the rounding that it is
//! written with. Misses: parts in several sentences.

use hinomi_model::{Lang, Qualifier, Span, Unit};
use hinomi_text::Quantity;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::check::digest::Kind;
use crate::check::scene::lang_of;
use crate::check::{Finding, Needs, Rule, Said, Scene, Severity, pattern};

/// The rule.
pub const RULE: Rule = Rule {
    id: "sum",
    about: Said::new("合計・割合の食い違い", "sums and shares that do not add up"),
    severity: Severity::Error,
    needs: Needs::Nothing,
    run,
};

const HINT: Said = Said::new("出典で数を確かめる", "look the numbers up in the source");

pattern!(
    TOTAL_BEHIND,
    r"(?i)合計|合わせて|あわせて|総計|計(?:\s?約?\d)|\b(?:in total|in all|altogether|totall?ing|for a total of|a total of|adding up to|add up to)\b"
);
pattern!(
    BREAKDOWN,
    r"(?i)内訳|\b(?:break(?:s|ing)? down|breakdown|made up of|consist(?:s|ing) of|compris(?:es|ing|ed)|split between|divided into)\b"
);
pattern!(
    INCOMPLETE,
    r"(?i)など|ほか|等(?:の|が|を|、|。|）)|うち|主に|その他に|\b(?:including|includes|among them|of which|mainly|such as|for example|e\.g\.|others|the rest|most of)\b"
);
pattern!(SHARE_JA, r"のうち|に(?:相当|あたる|当たる)|を占め|の約?\s?[\d.]+\s?[%％]|[(（]");
pattern!(
    SHARE_EN,
    r"(?i)\bof\b|\bor\b|\bout of\b|\bi\.e\.|\brepresent|\bequivalent|\bequal|\baccount|\bamount|\("
);
pattern!(
    CHANGE,
    r"(?i)増|減|上昇|低下|前年|前月|前期|伸び|拡大|比\s?[\d.]|超え|\b(?:ris|rose|up|down|increas|decreas|fell|fall|grew|grow|higher|lower|more than last|year[- ]over[- ]year|compared|versus|from|drop|jump|surg|climb)\w*"
);

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for (idx, sentence) in scene.digest.sentences.iter().enumerate() {
        if scene.digest.blocks[sentence.block].kind == Kind::TableRow {
            continue;
        }
        let lang = lang_of(&sentence.text, scene.digest.lang);
        let amounts = crate::check::words::quantities(&sentence.text);
        let before =
            idx.checked_sub(1).map(|at| &scene.digest.sentences[at]).filter(|b| b.block == sentence.block);
        if let Some((span, message)) = before.and_then(|b| breakdown(&b.text, &sentence.text, &amounts)) {
            out.push(scene.found_in(&RULE, idx, span, message, HINT));
            continue;
        }
        let said = parts(&sentence.text, &amounts).or_else(|| share(&sentence.text, &amounts, lang));
        if let Some((span, message)) = said {
            out.push(scene.found_in(&RULE, idx, span, message, HINT));
        }
    }
    tables(scene, out);
}

/// Half of the last place that a number is written with: 59万 is rounded to ten thousands.
fn rounding(amount: &Quantity) -> f64 {
    let number = amount.number.normalize();
    if number.scale() > 0 {
        return 0.5 * 10f64.powi(-i32::try_from(number.scale()).unwrap_or(0));
    }
    let digits = number.to_string();
    let zeros = digits.len() - digits.trim_end_matches('0').len();
    let is_rounded = zeros >= 3 || amount.qualifier != Qualifier::Exact;
    if is_rounded && digits.len() > zeros { 0.5 * 10f64.powi(i32::try_from(zeros).unwrap_or(0)) } else { 0.0 }
}

/// How far parts may be from their total by rounding: numbers that do not say "about" are all written to the finest place
/// among them.
fn slack<'q>(amounts: impl Iterator<Item = &'q Quantity> + Clone) -> f64 {
    let exact = |amount: &&Quantity| amount.qualifier == Qualifier::Exact;
    let finest = amounts.clone().filter(exact).map(rounding).fold(f64::INFINITY, f64::min);
    amounts.map(|amount| if exact(&amount) { finest } else { rounding(amount) }).sum::<f64>() * 1.01
}

fn value(amount: &Quantity) -> f64 {
    amount.number.to_f64().unwrap_or(0.0)
}

/// Whether the parts are not all of them. 団体など9件 is one part, called so.
fn is_incomplete(text: &str) -> bool {
    pattern!(CALLED, r"(?:など|その他|ほか|others?)(?:の|は|が)?\s*(?:約|計)?\s*\d");
    INCOMPLETE.is_match(&CALLED.replace_all(text, " 0"))
}

/// A total with its parts in one sentence.
fn parts(text: &str, amounts: &[Quantity]) -> Option<(Span, Said)> {
    if is_incomplete(text) || CHANGE.is_match(text) || amounts.iter().any(|a| a.upper.is_some()) {
        return None;
    }
    let (total, parts) = total_of(text, amounts)?;
    if parts.len() < 2 || parts.iter().chain([&total]).any(|a| a.unit == Some(Unit::Percent)) {
        return None;
    }
    let same_unit = parts.iter().all(|part| part.unit == total.unit || part.unit.is_none());
    // A date or rank among the parts would not be of the unit.
    if !same_unit || total.unit.is_none() {
        return None;
    }
    let sum: f64 = parts.iter().map(|part| value(part)).sum();
    let slack = slack(parts.iter().copied().chain([total]));
    let off = (sum - value(total)).abs();
    if off <= slack {
        return None;
    }
    let is_open = matches!(
        total.qualifier,
        Qualifier::AtLeast | Qualifier::MoreThan | Qualifier::AtMost | Qualifier::LessThan
    );
    if is_open && off <= value(total) * 0.1 {
        return None;
    }
    let (total_words, sum) = (total.span.of(text).unwrap_or_default(), plain(sum));
    Some((
        total.span,
        Said::made(
            format!("合計は「{total_words}」とあるが、内訳を足すと {sum} になる"),
            format!("the total is {total_words:?}, but its parts add up to {sum}"),
        ),
    ))
}

/// A sentence that opens with a breakdown, of the one amount of its unit in the sentence before.
fn breakdown(before: &str, text: &str, amounts: &[Quantity]) -> Option<(Span, Said)> {
    let word = BREAKDOWN.find(text).filter(|word| word.start() < BREAKDOWN_BYTES_MAX)?;
    if is_incomplete(text)
        || CHANGE.is_match(text)
        || amounts.len() < 2
        || amounts.iter().any(|a| a.upper.is_some())
    {
        return None;
    }
    let unit = amounts[0].unit?;
    let totals = crate::check::words::quantities(before);
    let totals: Vec<&Quantity> =
        totals.iter().filter(|a| a.unit == Some(unit) && a.upper.is_none()).collect();
    let [total] = totals.as_slice() else { return None };
    if unit == Unit::Percent
        || amounts.iter().any(|a| a.unit != Some(unit) || a.span.range().start < word.start())
    {
        return None;
    }
    let sum: f64 = amounts.iter().map(value).sum();
    let slack = slack(amounts.iter().chain([*total]));
    if (sum - value(total)).abs() <= slack {
        return None;
    }
    let (total, sum) = (total.span.of(before).unwrap_or_default(), plain(sum));
    Some((
        Span::from(word.range()),
        Said::made(
            format!("前の文の「{total}」に対し、内訳を足すと {sum} になる"),
            format!("the sentence before says {total:?}, but the parts add up to {sum}"),
        ),
    ))
}

/// How far into a sentence a word for a breakdown may stand to speak of the sentence before, in bytes.
const BREAKDOWN_BYTES_MAX: usize = 24;

/// Which amount is the total: the one before a breakdown or brackets that hold the others, or the one behind a word for
/// totals.
fn total_of<'q>(text: &str, amounts: &'q [Quantity]) -> Option<(&'q Quantity, Vec<&'q Quantity>)> {
    if amounts.len() < 3 {
        return None;
    }
    if let Some(word) = TOTAL_BEHIND.find_iter(text).last() {
        let behind = amounts
            .iter()
            .position(|a| a.span.range().end > word.start() && a.number_span.range().start >= word.start())?;
        // "A, B, C, in total T" and "in total T: A, B, C".
        return match behind {
            0 if amounts.len() >= 3 && opens_list(text, &amounts[0]) => {
                Some((&amounts[0], amounts[1..].iter().collect()))
            }
            at if at + 1 == amounts.len() => Some((&amounts[at], amounts[..at].iter().collect())),
            _ => None,
        };
    }
    let first = &amounts[0];
    // "The breakdown is A, B and C" has its total in the sentence before.
    let has_breakdown = BREAKDOWN.find(text).is_some_and(|word| word.start() >= first.span.range().start);
    (has_breakdown && opens_list(text, first)).then(|| (first, amounts[1..].iter().collect()))
}

/// Whether brackets, a colon or a breakdown stand directly behind the amount.
fn opens_list(text: &str, amount: &Quantity) -> bool {
    let rest: String = text[amount.span.range().end..].chars().take(24).collect();
    rest.contains(['(', '（', ':', '：', '―', '—', '、', ',']) || BREAKDOWN.is_match(&rest)
}

/// One percentage and two amounts: the smaller must be that share of the larger.
fn share(text: &str, amounts: &[Quantity], lang: Lang) -> Option<(Span, Said)> {
    if CHANGE.is_match(text) || amounts.iter().any(|a| a.upper.is_some()) {
        return None;
    }
    let (percents, counts): (Vec<&Quantity>, Vec<&Quantity>) =
        amounts.iter().partition(|a| a.unit == Some(Unit::Percent));
    let ([percent], [a, b]) = (percents.as_slice(), counts.as_slice()) else { return None };
    let joins = if lang == Lang::Ja { &*SHARE_JA } else { &*SHARE_EN };
    let is_same = a.unit == b.unit || a.unit.is_none() || b.unit.is_none();
    if !joins.is_match(text) || !is_same || matches!(a.unit, Some(Unit::Byte)) {
        return None;
    }
    let (small, large) = if value(a) <= value(b) { (*a, *b) } else { (*b, *a) };
    let ratio = value(percent) / 100.0;
    if value(large) <= 0.0 || ratio <= 0.0 || ratio >= 1.0 || value(small) < 10.0 {
        return None;
    }
    let expected = value(large) * ratio;
    let slack = value(large) * rounding_percent(percent) / 100.0 + rounding(large) * ratio + rounding(small);
    let off = (value(small) - expected).abs();
    // A share that is far from both numbers may be a share of something else.
    let is_near = value(small) > expected * 0.2 && value(small) < expected * 5.0;
    if off <= slack.max(expected * 0.02) || !is_near {
        return None;
    }
    let words = |q: &Quantity| q.span.of(text).unwrap_or_default().to_owned();
    let (p, l, s, e) = (words(percent), words(large), words(small), plain(expected));
    Some((
        small.span,
        Said::made(
            format!("{l}の{p}は {e} で、「{s}」とは合わない"),
            format!("{p} of {l} is {e}, not {s:?}"),
        ),
    ))
}

fn rounding_percent(percent: &Quantity) -> f64 {
    let exact = 0.5 * 10f64.powi(-i32::try_from(percent.number.normalize().scale()).unwrap_or(0));
    if percent.qualifier == Qualifier::Exact { exact } else { exact * 2.0 }
}

/// Tables whose last row, or a row called a total, is no sum of the rows above.
fn tables(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let blocks = &scene.digest.blocks;
    let mut start = 0;
    while start < blocks.len() {
        let n = blocks[start..].iter().take_while(|b| b.kind == Kind::TableRow).count();
        let rows: Vec<Vec<&str>> =
            blocks[start..start + n].iter().map(|b| b.text.split('\t').map(str::trim).collect()).collect();
        if let Some((last, above)) = rows.split_last().filter(|_| rows.len() >= 4) {
            let name = last.first().map(|cell| cell.to_lowercase()).unwrap_or_default();
            let is_total = ["合計", "計", "総計", "総数", "total", "sum", "all"]
                .iter()
                .any(|word| name == *word || name.starts_with("合計"));
            for (column, cell) in last.iter().enumerate().skip(1).filter(|_| is_total) {
                let cells: Option<Vec<Decimal>> = above[1..]
                    .iter()
                    .map(|row| row.get(column).and_then(|cell| whole_number(cell)))
                    .collect();
                let (Some(total), Some(cells)) = (whole_number(cell), cells) else { continue };
                let sum: Decimal = cells.iter().sum();
                if sum != total {
                    let block = start + n - 1;
                    let at = blocks[block].text.split('\t').take(column).map(|c| c.len() + 1).sum::<usize>();
                    let span = Span::new(
                        at,
                        at + blocks[block].text[at..].split('\t').next().unwrap_or_default().len(),
                    );
                    let message = Said::made(
                        format!("合計は {total} とあるが、上の行を足すと {sum} になる"),
                        format!("the total is {total}, but the rows above add up to {sum}"),
                    );
                    out.push(scene.found(&RULE, block, span, message, HINT));
                }
            }
        }
        start += n.max(1);
    }
}

/// A cell that holds a whole number and its unit alone; marks aside.
fn whole_number(cell: &str) -> Option<Decimal> {
    let cell = cell.split(['[', '［']).next().unwrap_or_default().trim();
    let digits: String =
        cell.trim_end_matches(|c: char| !c.is_ascii_digit()).chars().filter(|c| *c != ',').collect();
    let unit = cell.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',');
    (unit.chars().count() <= 3 && !unit.contains(['万', '億', '%', '％', '約']))
        .then(|| digits.parse().ok())
        .flatten()
}

fn plain(number: f64) -> String {
    let text = format!("{number:.0}");
    let mut out = String::new();
    for (idx, c) in text.chars().enumerate() {
        if idx > 0 && (text.len() - idx) % 3 == 0 && text.as_bytes()[idx - 1].is_ascii_digit() {
            out.push(',');
        }
        out.push(c);
    }
    out
}
