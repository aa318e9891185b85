//! Which elements of a page a selector names: the part of CSS that names things, and no more.
//!
//! Read (Selectors Level 4, W3C): names, `*`, `#id`, `.class`, `[attribute]`, `[attribute="value"]` and its forms
//! `~=`, `^=`, `$=`, `*=`; compounds of these; descendants (a space) and children (`>`); lists with commas. Not
//! read: pseudo-classes and siblings; a rule that needs them is refused with these words, not half obeyed.

use memchr::memchr;

use crate::entity::value;
use crate::tag::Tag;
use crate::tree::Tree;

/// Most compounds that one selector may hold.
const COMPOUNDS_MAX: usize = 16;

/// One selector, without commas: compounds, each with whether it must be a child of the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Selector(Vec<(bool, Compound)>);

/// What must hold of one element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Compound {
    /// In lower case; `None` for any.
    name: Option<String>,
    tests: Vec<Test>,
}

/// What must hold of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Test {
    /// In lower case.
    attr: String,
    how: How,
    value: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Exists,
    Is,
    HasWord,
    Begins,
    Ends,
    Holds,
}

/// Reads a list of selectors. The error is what is wrong, in words.
pub(crate) fn selectors(text: &str) -> Result<Vec<Selector>, String> {
    let mut reader = Reader { text, at: 0 };
    let mut all = Vec::new();
    loop {
        all.push(reader.selector()?);
        if !reader.take(',') {
            break;
        }
    }
    match reader.peek() {
        None => Ok(all),
        Some(c) => Err(unknown(c)),
    }
}

fn unknown(c: char) -> String {
    let known = "write names, #id, .class, [attribute=\"value\"], spaces, > and commas";
    match c {
        ':' => format!("pseudo-classes such as \":first-child\" are not read; {known}"),
        '+' | '~' => format!("{c:?} (siblings) is not read; {known}"),
        _ => format!("{c:?} is not read here; {known}"),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        let is_next = self.peek() == Some(wanted);
        self.at += if is_next { wanted.len_utf8() } else { 0 };
        is_next
    }

    /// Whether there was any.
    fn spaces(&mut self) -> bool {
        let start = self.at;
        self.at = self.text.len() - self.text[self.at..].trim_start().len();
        self.at > start
    }

    fn selector(&mut self) -> Result<Selector, String> {
        let mut compounds = Vec::new();
        let mut is_child = false;
        self.spaces();
        loop {
            compounds.push((is_child, self.compound()?));
            if compounds.len() > COMPOUNDS_MAX {
                return Err(format!(
                    "it has more than {COMPOUNDS_MAX} parts; name the element more directly"
                ));
            }
            let is_apart = self.spaces();
            is_child = self.take('>');
            self.spaces();
            if !is_child && (!is_apart || self.peek().is_none_or(|c| c == ',')) {
                return Ok(Selector(compounds));
            }
        }
    }

    fn compound(&mut self) -> Result<Compound, String> {
        let start = self.at;
        let mut compound = Compound::default();
        if !self.take('*') {
            let name = self.word();
            compound.name = (!name.is_empty()).then(|| name.to_ascii_lowercase());
        }
        loop {
            if self.take('#') {
                let value = self.named("an id after #")?;
                compound.tests.push(Test { attr: "id".to_owned(), how: How::Is, value });
            } else if self.take('.') {
                let value = self.named("a class after .")?;
                compound.tests.push(Test { attr: "class".to_owned(), how: How::HasWord, value });
            } else if self.take('[') {
                compound.tests.push(self.attribute()?);
            } else if self.at > start {
                return Ok(compound);
            } else {
                return Err(self.peek().map_or("a name is missing at the end".to_owned(), unknown));
            }
        }
    }

    fn word(&mut self) -> String {
        let rest = &self.text[self.at..];
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let len = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        self.at += len;
        rest[..len].to_owned()
    }

    fn named(&mut self, what: &str) -> Result<String, String> {
        Some(self.word()).filter(|word| !word.is_empty()).ok_or_else(|| format!("{what} is missing"))
    }

    fn attribute(&mut self) -> Result<Test, String> {
        self.spaces();
        let attr = self.named("an attribute's name after [")?.to_ascii_lowercase();
        self.spaces();
        if self.take(']') {
            return Ok(Test { attr, how: How::Exists, value: String::new() });
        }
        let hows = [('~', How::HasWord), ('^', How::Begins), ('$', How::Ends), ('*', How::Holds)];
        let how = hows.into_iter().find(|(mark, _)| self.take(*mark)).map_or(How::Is, |(_, how)| how);
        if !self.take('=') {
            return Err(format!("= or ] is missing after [{attr}"));
        }
        self.spaces();
        let quote = ['"', '\''].into_iter().find(|quote| self.take(*quote));
        let value = match quote {
            Some(quote) => {
                let len = self.text[self.at..].find(quote).ok_or("a quote is not closed")?;
                let value = self.text[self.at..self.at + len].to_owned();
                self.at += len + 1;
                value
            }
            None => self.named("a value after =")?,
        };
        self.spaces();
        if self.take(']') {
            Ok(Test { attr, how, value })
        } else {
            Err(format!("] is missing after [{attr}"))
        }
    }
}

/// The elements of a tree that one of `selectors` names, in order.
///
/// One pass for each selector: an element knows which beginnings of the selector end at it, and which end at it or
/// above it, so nothing is looked at twice however deep the page is.
pub(crate) fn select(tree: &Tree<'_>, selectors: &[Selector]) -> Vec<usize> {
    let mut is_named = vec![false; tree.nodes.len()];
    for Selector(compounds) in selectors {
        // Bit k: the first k + 1 compounds match, the last of them this element; or this one or one above.
        let mut here = vec![0_u32; tree.nodes.len()];
        let mut above = vec![0_u32; tree.nodes.len()];
        for (idx, node) in tree.nodes.iter().enumerate().filter(|(_, node)| node.tag != Tag::Text) {
            let parent = node.parent();
            let (in_parent, over) = if parent == idx { (0, 0) } else { (here[parent], above[parent]) };
            for (at, (is_child, compound)) in compounds.iter().enumerate() {
                let before = if *is_child { in_parent } else { over };
                if (at == 0 || before >> (at - 1) & 1 == 1) && matches(tree, idx, compound) {
                    here[idx] |= 1 << at;
                }
            }
            above[idx] = over | here[idx];
            is_named[idx] |= here[idx] >> (compounds.len() - 1) & 1 == 1;
        }
    }
    (0..tree.nodes.len()).filter(|idx| is_named[*idx]).collect()
}

fn matches(tree: &Tree<'_>, idx: usize, compound: &Compound) -> bool {
    let node = &tree.nodes[idx];
    let tag = tree.html.get(node.from as usize..node.to as usize).unwrap_or_default();
    let Some(tag) = tag.strip_prefix('<') else {
        // An element that mark-up implies has a name and nothing else.
        return compound.tests.is_empty() && compound.name.as_deref().is_some_and(|n| n == node.tag.name());
    };
    let name_len = tag.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(tag.len());
    let is_name = compound.name.as_ref().is_none_or(|name| name.eq_ignore_ascii_case(&tag[..name_len]));
    is_name && compound.tests.iter().all(|test| holds(&tag[name_len..], test))
}

/// Whether a test holds of a start tag's attributes; the first of a name counts.
fn holds(attrs: &str, test: &Test) -> bool {
    let Some(raw) = attribute_of(attrs, &test.attr) else { return false };
    let found = value(raw);
    let wanted = test.value.as_str();
    match test.how {
        How::Exists => true,
        How::Is => found == wanted,
        How::HasWord => found.split_ascii_whitespace().any(|word| word == wanted),
        How::Begins => !wanted.is_empty() && found.starts_with(wanted),
        How::Ends => !wanted.is_empty() && found.ends_with(wanted),
        How::Holds => !wanted.is_empty() && found.contains(wanted),
    }
}

/// The raw value of an attribute in what stands between a tag's name and its end. Unlike the scanner, which keeps
/// the few attributes that the reader asks for, this looks for any.
fn attribute_of<'a>(attrs: &'a str, wanted: &str) -> Option<&'a str> {
    let mut rest = attrs;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let len = rest
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'))
            .unwrap_or(rest.len());
        if rest.is_empty() || rest.starts_with('>') {
            return None;
        }
        // An equals sign where a name should begin is part of the name.
        let len = if len == 0 { 1 } else { len };
        let (name, behind) = rest.split_at(len);
        let spaced = behind.trim_start();
        let Some(given) = spaced.strip_prefix('=').map(str::trim_start) else {
            if name.eq_ignore_ascii_case(wanted) {
                return Some("");
            }
            rest = behind;
            continue;
        };
        let (raw, behind) = match given.as_bytes().first() {
            Some(quote @ (b'"' | b'\'')) => {
                let end = memchr(*quote, &given.as_bytes()[1..]).map_or(given.len(), |at| at + 1);
                (given.get(1..end).unwrap_or_default(), given.get(end + 1..).unwrap_or_default())
            }
            _ => given
                .split_at(given.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(given.len())),
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(raw);
        }
        rest = behind;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::construct::tree;
    use proptest::prelude::*;

    #[track_caller]
    fn check(selector: &str, expected: &str) {
        let html = "<body><main id=top><div class='body lead' data-part=\"a&amp;b\"><p>1</p><x-note lang=ja><p>2</p></x-note></div><p class=lead>3</p></main><div class=Body><p>4</p></div>";
        let tree = tree(html);
        let found = select(&tree, &selectors(selector).unwrap());
        let texts: Vec<String> = found.into_iter().map(|idx| tree.text(idx)).collect();
        assert_eq!(texts.join("|"), expected, "{selector}");
    }

    #[test]
    fn elements_are_named() {
        check("p", "1|2|3|4");
        check("#top > p, x-note", "2|3");
        check(".lead", "12|3");
        check("div.body > p", "1");
        check("main div p", "1|2");
        check("main *", "12|1|2|2|3");
        check("[data-part='a&b'] p", "1|2");
        check("[lang]", "2");
        check("[class^=Bo]", "4");
        check("[class$=ead], [class~=body]", "12|3");
        check("body > main > div > p", "1");
        check("main > p > p", "");
    }

    #[test]
    fn what_is_not_read_is_said() {
        for (selector, expected) in [
            ("p:first-child", "pseudo-classes"),
            ("p + p", "siblings"),
            ("", "a name is missing"),
            ("p >", "a name is missing"),
            ("p,", "a name is missing"),
            (".", "a class after . is missing"),
            ("[href", "= or ] is missing"),
            ("[href='x]", "a quote is not closed"),
            ("p{", "'{' is not read"),
        ] {
            let error = selectors(selector).unwrap_err();
            assert!(error.contains(expected), "{selector}: {error}");
        }
        assert!(selectors(&"p ".repeat(COMPOUNDS_MAX + 1)).unwrap_err().contains("more than 16 parts"));
    }

    proptest! {
        #[test]
        fn anything_is_read_or_refused(
            selector in "[a-z#.\\[\\]=\"' >,*:あ]{0,20}",
            html in "(<[a-z =\"'/あ]{0,12}>|[a-z<>/]){0,10}",
        ) {
            if let Ok(all) = selectors(&selector) {
                select(&tree(&html), &all);
            }
        }
    }
}
