//! Markdown with YAML front matter, for GitHub, Obsidian, Zenn and mail.

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Value, context};

use super::context::{self, Writer};
use crate::brief::Brief;
use crate::error::Error;
use crate::references::Reference;
use crate::sentence::{Piece, Sentence};
use crate::templates::Templates;

/// Writes `brief` as Markdown.
///
/// # Errors
/// A layout that cannot be parsed or filled.
pub fn render(brief: &Brief, templates: &Templates) -> Result<String, Error> {
    let name = format!("layout/{}.md", brief.layout.word());
    let wrong = |e: minijinja::Error| templates.wrong(&name, &e);
    let mut env = Environment::new();
    // A name that we do not give is a mistake of the layout, and is told as one.
    env.set_undefined_behavior(minijinja::UndefinedBehavior::SemiStrict);
    env.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    env.set_syntax(syntax().map_err(wrong)?);
    env.add_filter("cell", |text: String| cell(&text));
    for (name, text) in templates.layouts() {
        env.add_template(name, text).map_err(wrong)?;
    }
    let strings = templates.strings(brief.lang);
    let references: Vec<Value> = brief
        .references
        .iter()
        .enumerate()
        .map(|(idx, reference)| {
            context! {
                number => idx + 1,
                title => escape(&reference.title),
                meta => escape(&meta(reference, brief, templates)),
                link => reference.link().map(escape_link),
            }
        })
        .collect();
    let sentence_gap = if brief.lang == hinomi_model::Lang::Ja { "" } else { " " };
    let base = context::of(brief, strings, &Md { brief });
    let tags: Vec<String> = brief.tags.iter().map(|tag| yaml(tag)).collect();
    let all = context! {
        references => references,
        gap => sentence_gap,
        yaml_title => yaml(&brief.title),
        yaml_author => yaml(strings.get("title.author")),
        yaml_tags => tags.join(", "),
        ..base
    };
    let text = env.get_template(&name).and_then(|template| template.render(all)).map_err(wrong)?;
    Ok(tidy(&text))
}

/// Tags of the template language leave no empty lines behind.
pub(crate) fn syntax() -> Result<SyntaxConfig, minijinja::Error> {
    SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()
}

/// "source, date (voice, reliability)".
pub(crate) fn meta(reference: &Reference, brief: &Brief, templates: &Templates) -> String {
    let strings = templates.strings(brief.lang);
    let voice = reference.voice.map(|v| strings.get(&format!("voice.{}", v.word())).to_owned());
    let voice = voice.unwrap_or_else(|| strings.get("voice.unknown").to_owned());
    let reliability = reference.reliability.map_or("F", |r| r.word());
    strings.text(
        "reference.meta",
        &[
            ("source", &reference.source),
            ("date", &reference.date),
            ("voice", &voice),
            ("reliability", reliability),
        ],
    )
}

/// At most one empty line in a row, one at the end.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut n_empty = 0;
    for line in text.lines().map(str::trim_end) {
        n_empty = if line.is_empty() { n_empty + 1 } else { 0 };
        if n_empty < 2 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

struct Md<'a> {
    brief: &'a Brief,
}

impl Writer for Md<'_> {
    fn sentence(&self, sentence: &Sentence) -> Value {
        let is_ja = sentence.lang() == hinomi_model::Lang::Ja;
        let (open, close) = if is_ja { ('「', '」') } else { ('“', '”') };
        let mut out = String::new();
        for (idx, piece) in sentence.pieces().iter().enumerate() {
            match piece {
                Piece::Own(text) => out.push_str(&escape(text)),
                Piece::Strong(text) => {
                    out.push_str("**");
                    out.push_str(&escape(text));
                    out.push_str("**");
                }
                Piece::Quote { text, .. } => {
                    out.push(open);
                    out.push_str(&escape(text));
                    out.push(close);
                }
                Piece::Cites(_) => {
                    for number in super::marks::shown(self.brief, sentence, idx) {
                        out.push_str(if is_ja { "" } else { " " });
                        out.push_str(&format!("[{number}]"));
                    }
                }
            }
        }
        Value::from(out)
    }

    fn text(&self, text: &str) -> Value {
        Value::from(escape(text))
    }

    fn own(&self, text: &str) -> Value {
        Value::from(text)
    }
}

/// Foreign words as Markdown that shows just them: nothing in them opens a link, a tag, code or mathematics.
///
/// A bar needs no escape here: `cell` does it where words stand in a table.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '\\' | '[' | ']' | '<' | '>' | '`' | '*' | '_' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            '&' if starts_entity(&text[at..]) => out.push_str("&amp;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    // A line that starts like a heading, list, rule or table is text all the same.
    let starts_block = out.starts_with(['#', '+', '-', '=', '|']) || starts_numbered(&out);
    if starts_block { format!("\\{out}") } else { out }
}

/// Escaped words as they stand in a cell of a table, where a bar would end it.
fn cell(escaped: &str) -> String {
    let mut out = String::with_capacity(escaped.len());
    let mut is_escaped = false;
    for c in escaped.chars() {
        if c == '|' && !is_escaped {
            out.push('\\');
        }
        is_escaped = c == '\\' && !is_escaped;
        out.push(c);
    }
    out
}

/// Whether `text`, which begins with an ampersand, begins with what Markdown reads as an entity: `&amp;`, `&#38;`.
/// Source: CommonMark 0.31.2, section 2.5.
fn starts_entity(text: &str) -> bool {
    let name: usize =
        text[1..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '#').map(char::len_utf8).sum();
    name > 0 && text[1 + name..].starts_with(';')
}

fn starts_numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < text.len() && rest.starts_with([')'])
}

/// A URL between `<` and `>`: nothing in it may end the link.
fn escape_link(url: &str) -> String {
    url.replace('<', "%3C").replace('>', "%3E").replace('\\', "%5C").replace('`', "%60")
}

/// A YAML double-quoted scalar. Source: YAML 1.2.2, section 7.3.1.
fn yaml(text: &str) -> String {
    let is_plain = !text.is_empty()
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '（' | '）' | '・'))
        && !text.starts_with(|c: char| c == '-' || c == ' ' || c.is_ascii_digit());
    if is_plain { text.to_owned() } else { serde_json::to_string(text).unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, line: &str, in_table: &str) {
        assert_eq!(escape(text), line, "{text}");
        assert_eq!(cell(&escape(text)), in_table, "{text}");
    }

    #[test]
    fn only_what_would_be_read_as_markup_is_escaped() {
        check("A&B Stores", "A&B Stores", "A&B Stores");
        check("a &lt; b", "a &amp;lt; b", "a &amp;lt; b");
        check("a | b", "a | b", "a \\| b");
        check("|a", "\\|a", "\\|a");
        check("[x](y)", "\\[x\\](y)", "\\[x\\](y)");
        check("# a", "\\# a", "\\# a");
    }
}
