//! Which facts of an incident there are and what each may say: the `[facts]` of the catalogue.
//!
//! A fact that no lesson can know, or a word that none asks for, would be passed over in silence; it is an error.

use jiff::civil::Date;

use crate::catalogue::Catalogue;
use crate::read::moment;

/// What a fact may say.
enum Shape<'c> {
    YesNo,
    Number,
    Moment,
    Words(Vec<&'c str>),
    Texts,
    /// A fact of a user's own lesson, of which nothing more is told.
    Any,
}

impl<'c> Shape<'c> {
    /// Reads the words of the catalogue: `true | false`, `number`, `timestamp`, `a | b`, `set: a, b`; all else is text.
    fn of(told: &'c str) -> Self {
        match told.strip_prefix("set: ") {
            Some(words) => Self::Words(words.split(", ").collect()),
            None if told == "true | false" => Self::YesNo,
            None if told.starts_with("number") => Self::Number,
            None if told == "timestamp" => Self::Moment,
            None if told.contains(" | ") => Self::Words(told.split(" | ").collect()),
            None => Self::Texts,
        }
    }

    fn takes(&self, value: &toml::Value) -> bool {
        use toml::Value;
        let day = |text: &str| -> Option<Date> {
            moment::day(text.get(..10).unwrap_or(text), None, moment::Order::Unknown)
        };
        match (self, value) {
            (_, Value::Table(_)) => false,
            // Several were said.
            (_, Value::Array(list)) => list.iter().all(|one| !one.is_array() && self.takes(one)),
            (Self::Any, _)
            | (Self::YesNo, Value::Boolean(_))
            | (Self::Number, Value::Integer(_))
            | (Self::Moment, Value::Datetime(_))
            | (Self::Texts, Value::String(_)) => true,
            (Self::Number, Value::Float(number)) => number.is_finite(),
            (Self::Moment, Value::String(text)) => day(text).is_some(),
            (Self::Words(words), Value::String(text)) => words.contains(&text.as_str()),
            _ => false,
        }
    }
}

/// Says what is wrong with a fact of a file, with what is allowed.
pub fn check(name: &str, value: &toml::Value, catalogue: &Catalogue) -> Result<(), String> {
    let (shape, told) = match catalogue.facts.get(name) {
        Some(told) => (Shape::of(told), told.as_str()),
        None if catalogue.asks_for(name) => (Shape::Any, "a value"),
        None => {
            let known: Vec<&str> = catalogue.facts.keys().map(String::as_str).collect();
            let hint = if value.is_table() { ", with quotes: \"account.kind\" = …" } else { "" };
            return Err(format!("unknown fact {name:?}; write one of {}{hint}", known.join(", ")));
        }
    };
    if shape.takes(value) {
        return Ok(());
    }
    let said = value.to_string().replace('\n', " ");
    Err(format!("{name:?} is {said}; it takes {told}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_taken(name: &str, value: &str) -> bool {
        let table: toml::Table = format!("v = {value}").parse().unwrap();
        check(name, &table["v"], &Catalogue::bundled()).is_ok()
    }

    #[test]
    fn a_fact_takes_what_the_catalogue_says() {
        for (name, value) in [
            ("account.privileged", "true"),
            ("mfa", "\"exempt\""),
            ("advice", "[\"mfa\", \"drill\"]"),
            ("dwell_days", "13.5"),
            ("recovery.days", "[30, 59]"),
            ("detected_at", "2025-10-18T03:00:00+09:00"),
            ("detected_at", "\"2025-10-18T03:00:00+09:00\""),
            ("technique", "[\"T1078\"]"),
            ("product", "\"TunnelGate\""),
        ] {
            assert!(is_taken(name, value), "{name} = {value}");
        }
        for (name, value) in [
            ("account.privileged", "\"yes\""),
            ("mfa", "\"excempt\""),
            ("mfa", "true"),
            ("advice", "[\"mfa\", 3]"),
            ("dwell_days", "\"13\""),
            ("dwell_days", "nan"),
            ("detected_at", "\"at night\""),
            ("technique", "[[\"T1078\"]]"),
            ("no.such", "true"),
            ("account", "{ kind = \"guest\" }"),
        ] {
            assert!(!is_taken(name, value), "{name} = {value}");
        }
    }

    /// What a trigger asks for can be said, so that no lesson waits for a fact that is refused.
    #[test]
    fn every_trigger_asks_for_what_a_fact_can_say() {
        let catalogue = Catalogue::bundled();
        for condition in catalogue.conditions() {
            assert!(catalogue.facts.contains_key(&condition.fact), "{}", condition.fact);
            if let Some(value) = &condition.value
                && let Err(why) = check(&condition.fact, value, &catalogue)
            {
                panic!("{why}");
            }
        }
    }

    #[test]
    fn a_lesson_of_ones_own_brings_its_facts() {
        let own = "[[lesson]]\nid='OWN-1'\ntitle_ja='あ'\ntitle_en='a'\nseverity='low'\n[lesson.trigger]\n\
                   any = [[{ fact = \"own.fact\", op = \"is\", value = 3 }]]\n[facts]\n\"own.word\" = \"a | b\"\n";
        let catalogue = Catalogue::bundled().with(own, "own.toml").unwrap();
        let three = toml::Value::Integer(3);
        assert!(check("own.fact", &three, &catalogue).is_ok());
        assert!(check("own.word", &three, &catalogue).is_err());
    }
}
