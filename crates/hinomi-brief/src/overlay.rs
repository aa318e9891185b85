//! Whether a phrase file of a user fits ours: what it says under a name that nothing asks for would never be printed,
//! and a gap that nothing fills would be left out without a word.
//!
//! A phrase may be one of ours, of either language, or a form of one: the same in a mood or with a date
//! (`say.backup.encrypted_possible`). It may use the gaps that ours have, and needs the mark of the sources and the
//! clause where ours has them.
//!
//! Misses: a gap that could be filled and that neither of our languages uses is refused.

use std::collections::BTreeSet;

use hinomi_model::Status;

use crate::error::Error;
use crate::phrase::{Phrases, line_of};

/// Ends of keys that make another form of the same phrase; moods beside them.
const FORMS: [&str; 6] = ["dated", "many", "one", "bound", "within", "plain"];
/// Gaps that a sentence cannot do without where ours has them: the mark of its sources, and what is said.
const NEEDED: [&str; 2] = ["c", "p"];
/// Names told in a message at most.
const KNOWN_MAX: usize = 12;

/// Checks `over`, which was read from `text` of the file `name`, against `ours`: the phrases that it is laid over, and
/// those of the other language.
///
/// # Errors
/// The first phrase that is not known, or whose gaps or marks are wrong: with its line.
pub fn check(name: &str, text: &str, over: &Phrases, ours: [&Phrases; 2]) -> Result<(), Error> {
    for key in over.keys() {
        let wrong = |reason: String| {
            let line = line_of(text, key);
            Error::Phrases { name: name.to_owned(), line, reason: format!("{key}: {reason}") }
        };
        let Some(model) = model_of(key, ours) else { return Err(wrong(unknown(key, ours[0]))) };
        let phrase = over.get(key);
        fault(phrase).map_or(Ok(()), |reason| Err(wrong(reason.to_owned())))?;
        let gaps = over.gaps(key);
        let known: BTreeSet<&str> =
            ours.iter().flat_map(|own| own.gaps(&model).into_iter().chain(own.gaps(key))).collect();
        if let Some(gap) = gaps.iter().find(|gap| !known.contains(*gap)) {
            let known: Vec<String> = known.iter().map(|gap| format!("{{{gap}}}")).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            return Err(wrong(format!("nothing fills {{{gap}}}; gaps of this phrase: {known}")));
        }
        let is_needed = |gap: &&&str| ours[0].gaps(&model).contains(**gap) && !gaps.contains(**gap);
        if let Some(gap) = NEEDED.iter().find(is_needed) {
            return Err(wrong(format!("{{{gap}}} is missing")));
        }
    }
    Ok(())
}

/// The phrase of ours that `key` is, or is a form of.
fn model_of(key: &str, ours: [&Phrases; 2]) -> Option<String> {
    let is_ours = |key: &str| ours.iter().any(|own| own.find(key).is_some());
    let is_form = |word: &str| FORMS.contains(&word) || word.parse::<Status>().is_ok();
    let mut base = key.to_owned();
    while !is_ours(&base) {
        let (table, last) = base.rsplit_once('.')?;
        // `say.actor.possible` beside our `say.actor.plain`.
        let plain = format!("{table}.plain");
        if is_form(last) && is_ours(&plain) {
            return Some(plain);
        }
        let (stem, form) = base.rsplit_once('_')?;
        if !is_form(form) {
            return None;
        }
        base = stem.to_owned();
    }
    Some(base)
}

/// What to say of a name that nothing asks for.
fn unknown(key: &str, ours: &Phrases) -> String {
    let table = key.rsplit_once('.').map_or("", |(table, _)| table);
    let within = format!("{table}.");
    let beside: Vec<&str> = ours
        .keys()
        .filter_map(|known| known.strip_prefix(&within))
        .filter(|rest| !rest.contains('.'))
        .take(KNOWN_MAX)
        .collect();
    if beside.is_empty() {
        return format!("no table is called [{table}]");
    }
    format!("no phrase is called so; some of [{table}]: {}", beside.join(", "))
}

/// A brace or an emphasis that nothing closes.
fn fault(phrase: &str) -> Option<&'static str> {
    let plain = phrase.replace("{{", "");
    let mut rest = plain.as_str();
    while let Some(at) = rest.find('{') {
        let inner = &rest[at + 1..];
        match inner.find(['{', '}']) {
            Some(end) if inner[end..].starts_with('}') => rest = &inner[end + 1..],
            _ => return Some("a { is not closed ({{ writes a brace)"),
        }
    }
    (plain.matches("**").count() % 2 == 1).then_some("a ** is not closed")
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "[lead]\ntitle = \"{source}: {quote}{c}\"\nalso = \"{source}{c}\"\n\
        [say.actor]\nplain = \"{what} did it\"\n[say.backup]\nencrypted = \"lost\"\n";

    fn check_file(text: &str) -> String {
        let ours = Phrases::parse("ours", OURS).unwrap();
        let over = Phrases::parse("mine.toml", text).unwrap();
        check("mine.toml", text, &over, [&ours, &ours]).map_or_else(|e| e.to_string(), |()| String::new())
    }

    #[test]
    fn what_fits_is_taken() {
        for text in [
            "",
            "[lead]\ntitle = \"{quote} ({source}){c}\"",
            "[say.actor]\npossible = \"{what} may have done it\"",
            "[say.backup]\nencrypted_possible = \"perhaps **lost**\"",
            "[say.actor]\nplain = \"{{it}} was {what}\"",
        ] {
            assert_eq!(check_file(text), "", "{text}");
        }
    }

    #[test]
    fn what_does_not_is_told_with_its_line_and_what_would() {
        for (text, told) in [
            (
                "[lead]\n\ntitel = \"x\"",
                "mine.toml, line 3: lead.titel: no phrase is called so; some of [lead]: also, title",
            ),
            ("[leed]\ntitle = \"x\"", "mine.toml, line 2: leed.title: no table is called [leed]"),
            (
                "# mine\n[lead]\ntitle = \"{source}: {quot}{c}\"",
                "mine.toml, line 3: lead.title: nothing fills {quot}; gaps of this phrase: {c}, {quote}, {source}",
            ),
            ("[lead]\nalso = \"{source} too\"", "mine.toml, line 2: lead.also: {c} is missing"),
            (
                "[lead]\nalso = \"{source{c}\"",
                "mine.toml, line 2: lead.also: a { is not closed ({{ writes a brace)",
            ),
            ("[lead]\nalso = \"**{source}{c}\"", "mine.toml, line 2: lead.also: a ** is not closed"),
            ("lead.also = \"x\"", "mine.toml, line 1: lead.also: {c} is missing"),
        ] {
            assert_eq!(check_file(text), format!("phrase file {told}"), "{text}");
        }
    }
}
