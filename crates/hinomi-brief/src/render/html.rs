//! One self-contained page: no script, light and dark, printable, readable by keyboard and screen reader.
//!
//! Every mark is a link to the proof of its sentence: the words of the source, who says it, how sure, and the
//! article. All outside strings are escaped by the template engine or by [`escape`]; only `http` and `https`
//! addresses become links.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::Lang;
use minijinja::{AutoEscape, Environment, Value, context};

use super::context::{self, Writer};
use super::marks;
use crate::brief::Brief;
use crate::error::Error;
use crate::phrase::Phrases;
use crate::references::Reference;
use crate::sentence::{Cite, Piece, Sentence};
use crate::templates::Templates;
use crate::wording::clean;

/// Shown for a proof whose sentence has no number: headlines and cells.
const UNNUMBERED: &str = "°";

/// Writes `brief` as one HTML page.
///
/// # Errors
/// A layout that cannot be parsed or filled.
pub fn render(brief: &Brief, templates: &Templates) -> Result<String, Error> {
    let name = "layout/page.html";
    let wrong = |e: minijinja::Error| templates.wrong(name, &e);
    let mut env = Environment::new();
    // A name that we do not give is a mistake of the layout, and is told as one.
    env.set_undefined_behavior(minijinja::UndefinedBehavior::SemiStrict);
    env.set_auto_escape_callback(|_| AutoEscape::Html);
    env.set_syntax(super::md::syntax().map_err(wrong)?);
    for (name, text) in templates.layouts() {
        env.add_template(name, text).map_err(wrong)?;
    }
    let strings = templates.strings(brief.lang);
    let html = Html::of(brief, strings);
    let base = context::of(brief, strings, &html);
    let (start, end) = brief.window.split_once('/').unwrap_or((&brief.window, ""));
    let references: Vec<Value> = brief
        .references
        .iter()
        .enumerate()
        .map(|(idx, reference)| {
            context! {
                number => idx + 1,
                title => reference.title.clone(),
                lang => reference.lang.tag(),
                meta => super::md::meta(reference, brief, templates),
                link => reference.link(),
                link_text => reference.link().map(clean),
            }
        })
        .collect();
    let style = templates.layouts().find(|(name, _)| *name == "layout/page.css").map_or("", |(_, text)| text);
    let all = context! {
        references => references,
        proofs => html.proofs(),
        gap => if brief.lang == Lang::Ja { "" } else { " " },
        style => Value::from_safe_string(style.replace("</", "<\\/")),
        window_start => start,
        window_end => end,
        tlp_upper => brief.tlp.word().to_uppercase(),
        tlp_class => brief.tlp.word().replace('+', "-"),
        ..base
    };
    env.get_template(name).and_then(|template| template.render(all)).map_err(wrong)
}

struct Html<'a> {
    brief: &'a Brief,
    strings: &'a Phrases,
    /// Sentences by address, with their position in the brief.
    places: BTreeMap<*const Sentence, usize>,
    /// Sentences whose first mark was written: an id stands once in a page.
    anchored: RefCell<BTreeSet<usize>>,
}

impl<'a> Html<'a> {
    fn of(brief: &'a Brief, strings: &'a Phrases) -> Self {
        let sentences = brief.sentences();
        let places = sentences
            .iter()
            .enumerate()
            .map(|(idx, sentence)| (std::ptr::from_ref(*sentence), idx + 1))
            .collect();
        Self { brief, strings, places, anchored: RefCell::default() }
    }

    /// A link from a sentence to its proof.
    fn mark(&self, sentence: &Sentence, text: &str) -> String {
        let Some(place) = self.places.get(&std::ptr::from_ref(sentence)) else { return String::new() };
        let is_first = self.anchored.borrow_mut().insert(*place);
        let id = if is_first { format!(" id=\"m-{place}\"") } else { String::new() };
        let number = if text == UNNUMBERED { "" } else { text };
        let label = escape(format!("{} {number}", self.strings.get("label.proof")).trim_end());
        format!("<a class=\"cite\"{id} href=\"#p-{place}\" aria-label=\"{label}\">{}</a>", escape(text))
    }

    fn proofs(&self) -> Vec<Value> {
        let sentences = self.brief.sentences();
        sentences
            .iter()
            .enumerate()
            .map(|(idx, sentence)| {
                let marked: BTreeSet<usize> = sentence
                    .pieces()
                    .iter()
                    .flat_map(|piece| if let Piece::Cites(marks) = piece { marks.as_slice() } else { &[] })
                    .copied()
                    .collect();
                let cites: Vec<Value> = sentence
                    .cites()
                    .iter()
                    .enumerate()
                    .filter_map(|(n, cite)| self.proof(cite, marked.is_empty() || marked.contains(&n)))
                    .collect();
                context! { id => idx + 1, sentence => Value::from_safe_string(self.words(sentence, false)), cites => cites }
            })
            .collect()
    }

    fn proof(&self, cite: &Cite, is_marked: bool) -> Option<Value> {
        let reference = self.brief.reference_of(cite.article)?;
        let (before, quote, after) = excerpt(reference, cite);
        let fact = cite.proof.fact();
        let status = fact.and_then(|f| f.status).map_or("plain", |status| status.word());
        let said_by =
            fact.and_then(|f| f.said_by).map(|by| self.strings.get(&format!("said_by.{}", by.word())));
        let what = fact.map(|f| {
            let unit = f.value.unit().map(|unit| format!(" {unit}")).unwrap_or_default();
            clean(&format!("{} = {}{unit}", f.slot, f.value.to_text()))
        });
        Some(context! {
            is_marked => is_marked,
            number => self.brief.number_of(cite.article),
            source => format!("{}, {}", reference.source, reference.date),
            lang => reference.lang.tag(),
            before => before,
            quote => quote,
            after => after,
            what => what,
            said_by => said_by,
            status => self.strings.get(&format!("status.{status}")),
            link => reference.link(),
        })
    }

    fn words(&self, sentence: &Sentence, has_marks: bool) -> String {
        let is_ja = sentence.lang() == Lang::Ja;
        let (open, close) = if is_ja { ('「', '」') } else { ('“', '”') };
        let mut out = String::new();
        let mut is_marked = false;
        for (idx, piece) in sentence.pieces().iter().enumerate() {
            match piece {
                Piece::Own(text) => out.push_str(&escape(text)),
                Piece::Strong(text) => {
                    out.push_str("<strong>");
                    out.push_str(&escape(text));
                    out.push_str("</strong>");
                }
                Piece::Quote { text, lang } => {
                    let tag = lang.tag();
                    out.push_str(&format!(
                        "{open}<span class=\"quote\" lang=\"{tag}\">{}</span>{close}",
                        escape(text)
                    ));
                }
                Piece::Cites(_) if has_marks => {
                    let numbers = marks::shown(self.brief, sentence, idx);
                    let text: String = numbers.iter().map(|number| format!("[{number}]")).collect();
                    if !text.is_empty() {
                        out.push_str(if is_ja { "" } else { " " });
                        out.push_str(&self.mark(sentence, &text));
                        is_marked = true;
                    }
                }
                Piece::Cites(_) => {}
            }
        }
        if has_marks && !is_marked {
            out.push_str(&self.mark(sentence, UNNUMBERED));
        }
        out
    }
}

impl Writer for Html<'_> {
    fn sentence(&self, sentence: &Sentence) -> Value {
        Value::from_safe_string(self.words(sentence, true))
    }

    fn text(&self, text: &str) -> Value {
        Value::from(text)
    }

    fn answer(&self, text: &str, check: &str) -> Value {
        if !self.brief.has_pages || check.is_empty() {
            return self.text(text);
        }
        let page = crate::brief::FINDINGS_PAGE;
        Value::from_safe_string(format!("<a href=\"{page}#{}\">{}</a>", escape(check), escape(text)))
    }

    fn own(&self, text: &str) -> Value {
        Value::from(text)
    }
}

/// The proof within its sentence, no longer than the source allows to quote.
fn excerpt(reference: &Reference, cite: &Cite) -> (String, String, String) {
    let (span, sentence) = (cite.proof.span().range(), cite.proof.sentence().range());
    let text = |range: std::ops::Range<usize>| reference.text.get(range).unwrap_or_default();
    let quote: String = text(span.clone()).chars().take(reference.quote_chars_max).collect();
    let room = reference.quote_chars_max.saturating_sub(quote.chars().count());
    let (before, after) = (text(sentence.start..span.start), text(span.end..sentence.end));
    let (n_before, n_after) = (before.chars().count(), after.chars().count());
    // Half of the room on either side; what one side leaves goes to the other.
    let left = n_before.min((room / 2).max(room.saturating_sub(n_after)));
    let right = n_after.min(room - left);
    let mut head: String = before.chars().skip(n_before - left).collect();
    let mut tail: String = after.chars().take(right).collect();
    if left < n_before {
        head.insert(0, '…');
    }
    if right < n_after {
        tail.push('…');
    }
    (head, quote, tail)
}

/// Text for HTML, in content and in double-quoted attributes; control characters become spaces.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
