//! Facts drawn into the text that they come from, for tests and for `hinomi explain`.

use hinomi_model::{Article, Fact, FactsOf, Span};

use crate::shape::is_wide;

/// Draws the facts of `article` line by line.
///
/// A line of Latin text is followed by one line of carets per fact (`    ^^^^ cve CVE-2024-3094`). In a line with wide
/// characters, where columns do not line up, facts stand in brackets (`⟦2024年3月1日⟧{date.disclosed 2024-03-01}`); of
/// overlapping ones the later is drawn on a line of its own.
pub fn draw(article: &Article, facts: &FactsOf) -> String {
    let mut out = String::new();
    let mut start = 0;
    for line in article.text.split('\n') {
        let span = Span::new(start, start + line.len());
        start += line.len() + 1;
        let inside: Vec<&Fact> = facts.facts.iter().filter(|f| span.contains(f.span)).collect();
        if line.chars().any(is_wide) {
            wide(&mut out, line, span, &inside)
        } else {
            latin(&mut out, line, span, &inside)
        }
    }
    out
}

fn latin(out: &mut String, line: &str, span: Span, facts: &[&Fact]) {
    out.push_str(line);
    out.push('\n');
    for fact in facts {
        let columns = |from: u32, to: u32| {
            line.get((from - span.start) as usize..(to - span.start) as usize)
                .map_or(0, |t| t.chars().count())
        };
        out.extend(std::iter::repeat_n(' ', columns(span.start, fact.span.start)));
        out.extend(std::iter::repeat_n('^', columns(fact.span.start, fact.span.end).max(1)));
        out.push(' ');
        out.push_str(&label(fact));
        out.push('\n');
    }
}

fn wide(out: &mut String, line: &str, span: Span, facts: &[&Fact]) {
    let mut drawn = span.start;
    let mut late = Vec::new();
    let mut at = 0;
    while let Some(fact) = facts.get(at) {
        if fact.span.start < drawn || fact.span.is_empty() {
            late.push(*fact);
            at += 1;
            continue;
        }
        let same = facts.iter().skip(at).take_while(|f| f.span == fact.span).count();
        out.push_str(
            line.get((drawn - span.start) as usize..(fact.span.start - span.start) as usize)
                .unwrap_or_default(),
        );
        out.push('⟦');
        out.push_str(
            line.get((fact.span.start - span.start) as usize..(fact.span.end - span.start) as usize)
                .unwrap_or_default(),
        );
        out.push('⟧');
        for fact in facts.iter().skip(at).take(same) {
            out.push('{');
            out.push_str(&label(fact));
            out.push('}');
        }
        drawn = fact.span.end;
        at += same;
    }
    out.push_str(line.get((drawn - span.start) as usize..).unwrap_or_default());
    out.push('\n');
    for fact in late {
        let words = line
            .get((fact.span.start - span.start) as usize..(fact.span.end - span.start) as usize)
            .unwrap_or_default();
        out.push_str(&format!("  ⟦{words}⟧{{{}}}\n", label(fact)));
    }
}

/// Slot, value and what else is known, in one line.
fn label(fact: &Fact) -> String {
    let mut out = format!("{} {}", fact.slot, fact.value.to_text());
    let more = [
        fact.value.unit().map(|u| u.to_string()),
        fact.qualifier.map(|q| q.to_string()),
        fact.status.map(|s| s.to_string()),
        fact.said_by.map(|s| format!("by {s}")),
        (!fact.of.is_empty()).then(|| format!("of {}", fact.of)),
        (!fact.aliases.is_empty()).then(|| format!("= {}", fact.aliases.join(" = "))),
    ];
    for part in more.into_iter().flatten() {
        out.push(' ');
        out.push_str(&part);
    }
    out
}
