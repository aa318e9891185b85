//! Lengths of time that do not fit the days beside them.
//!
//! Why it matters: one of the three is wrong. Example: "four months" between 5 June and 19 August. Only a sentence that
//! holds one length and two days, and words that join them, is reckoned; a length is given its own rounding. Misses:
//! days that stand in other sentences.

use hinomi_model::{Lang, Qualifier, When};
use jiff::civil::Date;

use crate::check::scene::lang_of;
use crate::check::{Finding, Needs, Rule, Said, Scene, Severity, pattern};

/// The rule.
pub const RULE: Rule = Rule {
    id: "duration",
    about: Said::new("期間と日付の食い違い", "lengths of time that do not fit their dates"),
    severity: Severity::Error,
    needs: Needs::Nothing,
    run,
};

pattern!(DIRECTION, r"(?i)\b(?:later|earlier|after|before)\b|[前後]");
pattern!(JA_JOINS, r"から|間|後|前|ぶり|にわた|潜伏|経過|かけて|目|及ぶ|およぶ|以上|余り|余");
pattern!(
    EN_JOINS,
    r"(?i)\b(?:later|after|before|earlier|between|from|until|to|over|dwell|span\w*|lasted|long|apart|undetected|since|for)\b|-(?:day|week|month)"
);
// Lengths of something else than what lies between the days.
pattern!(JA_OTHER, r"監視|無料|無償|以内|懲役|禁錮|契約|保証|ごと|毎|保存|有効|補償|提供する");
pattern!(
    EN_OTHER,
    r"(?i)\b(?:monitoring|free|prison|jail|sentence|within|every|contract|warranty|credit|retention|subscription|probation|support)\b"
);

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for (idx, sentence) in scene.digest.sentences.iter().enumerate() {
        let text = sentence.text.as_str();
        let lang = lang_of(text, scene.digest.lang);
        // "Four months later" names a time; without the word it is a length.
        let bare = DIRECTION.replace_all(text, |c: &regex::Captures<'_>| " ".repeat(c[0].len()));
        let durations = crate::check::words::durations(&bare);
        let [duration] = durations.as_slice() else { continue };
        let (joins, other) =
            if lang == Lang::Ja { (&*JA_JOINS, &*JA_OTHER) } else { (&*EN_JOINS, &*EN_OTHER) };
        if !joins.is_match(text) || other.is_match(text) {
            continue;
        }
        let mut days: Vec<Date> = crate::check::words::dates(text, lang, scene.anchor())
            .into_iter()
            .filter(|date| !date.span.overlaps(duration.span))
            .flat_map(|date| match date.when {
                When::Day(day) => vec![day],
                When::Days(first, last) => vec![first, last],
                _ => Vec::new(),
            })
            .collect();
        days.sort();
        days.dedup();
        let [first, last] = days.as_slice() else { continue };
        let actual = f64::from((*last - *first).get_days());
        let Some((low, high)) = range_days(&duration.iso, duration.qualifier) else { continue };
        if low <= actual && actual <= high {
            continue;
        }
        let words = duration.span.of(text).unwrap_or_default();
        out.push(scene.found_in(
            &RULE,
            idx,
            duration.span,
            Said::made(
                format!("「{words}」とあるが、{first} から {last} までは {actual} 日である"),
                format!("{words:?}, but from {first} to {last} there are {actual} days"),
            ),
            Said::new("期間か日付を直す", "mend the length or the dates"),
        ));
    }
}

/// How many days a length may be: its own unit's rounding, and what "about", "more than" and "less than" allow.
/// `None` for lengths under a day.
fn range_days(iso: &str, qualifier: Qualifier) -> Option<(f64, f64)> {
    let part = iso.strip_prefix('P')?;
    if part.contains('T') {
        return None;
    }
    let mut days = 0.0;
    let mut finest = 0.0;
    let mut number = String::new();
    for c in part.chars() {
        if c.is_ascii_digit() || c == '.' {
            number.push(c);
            continue;
        }
        let unit = match c {
            'Y' => 365.25,
            'M' => 30.44,
            'W' => 7.0,
            'D' => 1.0,
            _ => return None,
        };
        days += number.parse::<f64>().ok()? * unit;
        finest = unit;
        number.clear();
    }
    // "Four months" is said of three and a half to just under five; days are counted with or without the first.
    let (below, above): (f64, f64) = match finest {
        f if f > 300.0 => (130.0, 300.0),
        f if f > 20.0 => (16.0, 27.0),
        f if f > 2.0 => (4.0, 6.0),
        _ => (1.0, 1.0),
    };
    let loose = match qualifier {
        Qualifier::Approx => (below * 1.3).max(days * 0.12),
        _ => below,
    };
    Some(match qualifier {
        Qualifier::AtLeast | Qualifier::MoreThan => {
            (days - below.min(4.0), (days * 1.5).max(days + above + below))
        }
        Qualifier::AtMost | Qualifier::LessThan => (0.0, days + above.min(4.0)),
        _ => (days - loose, days + above.max(loose)),
    })
}
