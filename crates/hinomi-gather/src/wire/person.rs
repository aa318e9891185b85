//! Names of authors.

/// A person, as a feed names one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// Name; empty when only an address is given.
    pub name: String,
    /// E-mail address; empty when none.
    pub email: String,
    /// Page; empty when none.
    pub url: String,
}

impl Person {
    /// Reads `Name <mail>`, `mail (Name)`, `Name (mail)`, or either alone.
    pub fn of(written: &str) -> Self {
        let written = written.split_whitespace().collect::<Vec<_>>().join(" ");
        let parts =
            written.split(['<', '>', '(', ')', '"', ' ', ',']).map(|part| part.trim_start_matches("mailto:"));
        let Some(email) = parts.into_iter().find(|part| is_email(part)) else {
            return Self { name: written, ..Self::default() };
        };
        let email = email.to_owned();
        let mut name = written.replace("mailto:", "").replace(&email, "");
        for empty in ["<>", "()", "\"\"", "[]"] {
            name = name.replace(empty, "");
        }
        let name = name.trim();
        let inside = name.strip_prefix('(').and_then(|name| name.strip_suffix(')')).unwrap_or(name);
        Self { name: inside.trim().to_owned(), email, url: String::new() }
    }

    /// The name, or the address where there is none: what stands in a byline.
    pub fn shown(&self) -> &str {
        if self.name.is_empty() { &self.email } else { &self.name }
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.name.is_empty() && self.email.is_empty() && self.url.is_empty()
    }
}

fn is_email(part: &str) -> bool {
    part.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty()
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !host.contains('@')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_addresses() {
        let check = |written: &str, name: &str, email: &str| {
            let person = Person::of(written);
            assert_eq!((person.name.as_str(), person.email.as_str()), (name, email), "{written}");
        };
        check("Taro Yamada", "Taro Yamada", "");
        check("taro@a.example (Taro Yamada)", "Taro Yamada", "taro@a.example");
        check("Taro Yamada <taro@a.example>", "Taro Yamada", "taro@a.example");
        check("Taro Yamada (taro@a.example)", "Taro Yamada", "taro@a.example");
        check("mailto:taro@a.example", "", "taro@a.example");
        check("山田 太郎", "山田 太郎", "");
        check("@taro", "@taro", "");
    }
}
