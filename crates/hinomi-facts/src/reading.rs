//! What can be read in one sentence, for the verifier of briefs.

use hinomi_model::{Lang, Qualifier, Reading, Span, Stamp, Status, Value};
use hinomi_text::CueKind;

use crate::gate::pattern;
use crate::lexicon::{Class, Lexicon};
use crate::names_ja;
use crate::parties::names;
use crate::scan::Scan;

pattern!(
    ID,
    r"(?i)(?-u:\b)(?:CVE-(?:19|20)\d{2}-\d{4,7}|JVN(?:VU|TA)?#\d{8}|JVNDB-\d{4}-\d{6}|CWE-\d{1,5}|T1\d{3}(?:\.\d{3})?)(?-u:\b)"
);
pattern!(QUOTED, r#"「([^「」]+)」|『([^『』]+)』|“([^“”]+)”|"([^"]+)""#);
pattern!(NUMBER, r"\d+(?:,\d{3})*(?:\.\d+)*");

/// The names of a sentence that are those of bodies by their own letters and the words beside them, in text order.
pub fn bodies(sentence: &str, lang: Lang, lexicon: &Lexicon) -> Vec<Span> {
    let anchor = Stamp::instant(jiff::Timestamp::UNIX_EPOCH, None);
    let scan = Scan::text(sentence, 0, lang, anchor, lexicon);
    let found = scan.sentences.iter().flat_map(|part| match scan.is_ja() {
        true => names_ja::bodies(&scan, part),
        false => {
            let is_body = |name: &names_ja::Name| name.has_legal_form || name.is_institution;
            names(&scan, part).into_iter().filter(is_body).map(|name| name.span).collect()
        }
    });
    found.map(|span| scan.folded.source(span.range())).collect()
}

/// Reads a sentence with the code that reads sources.
pub fn reading(sentence: &str, lang: Lang, anchor: Stamp, lexicon: &Lexicon) -> Reading {
    let scan = Scan::text(sentence, 0, lang, anchor, lexicon);
    let back = |span: Span| scan.folded.source(span.range());
    let text = scan.folded.text.as_str();
    let of = |found: regex::Match<'_>| Span::new(found.start(), found.end());
    let mut taken: Vec<Span> = Vec::new();

    let mut ids: Vec<(Span, String)> =
        ID.find_iter(text).map(|m| (of(m), m.as_str().to_ascii_uppercase())).collect();
    taken.extend(ids.iter().map(|(span, _)| *span));
    let whens: Vec<_> = scan.dates.iter().map(|d| (d.span, d.when)).collect();
    taken.extend(whens.iter().map(|(span, _)| *span));
    taken.extend(scan.durations().iter().map(|d| d.span));
    let is_free = |taken: &[Span], span: Span| !taken.iter().any(|t| t.overlaps(span));
    let counts: Vec<_> = scan
        .quantities
        .iter()
        .filter(|q| is_free(&taken, q.number_span))
        .map(|q| {
            let value = Value::Count { number: q.number, upper: q.upper, unit: q.unit };
            (q.span, value, (q.qualifier != Qualifier::Exact).then_some(q.qualifier))
        })
        .collect();
    taken.extend(counts.iter().map(|(span, _, _)| *span));

    let mut names: Vec<(Span, String)> = Vec::new();
    for part in &scan.sentences {
        let found = self::names(&scan, part);
        names.extend(found.into_iter().map(|n| (n.span, scan.written(n.span).to_owned())));
        names
            .extend(crate::actors::introduced(&scan, part).iter().map(|s| (*s, scan.written(*s).to_owned())));
    }
    let named = [Class::Actor, Class::Gang, Class::Malware, Class::Vendor, Class::Product, Class::Authority];
    for term in scan.terms.iter().filter(|t| named.contains(&t.entry.class)) {
        if term.entry.how == crate::lexicon::How::Plain || crate::actors::counts(&scan, term) {
            names.push((term.span, scan.written(term.span).to_owned()));
        }
    }
    names.sort();
    names.dedup();
    let all = names.clone();
    names.retain(|(span, _)| !all.iter().any(|(other, _)| other != span && other.contains(*span)));

    let numbers: Vec<(Span, String)> = NUMBER
        .find_iter(text)
        .map(|m| (of(m), m.as_str().replace(',', "")))
        .filter(|(span, _)| is_free(&taken, *span) && !names.iter().any(|(n, _)| n.overlaps(*span)))
        .collect();
    let quotations = QUOTED
        .captures_iter(text)
        .filter_map(|c| c.iter().skip(1).flatten().next().map(of))
        .collect::<Vec<_>>();
    let hedge = |kind: CueKind| match kind {
        CueKind::Hedge(status) => Some(status),
        CueKind::Unlikely => Some(Status::Possible),
        _ => None,
    };
    ids.sort();
    Reading {
        counts: counts.into_iter().map(|(span, value, qualifier)| (back(span), value, qualifier)).collect(),
        numbers: numbers.into_iter().map(|(span, number)| (back(span), number)).collect(),
        whens: whens.into_iter().map(|(span, when)| (back(span), when)).collect(),
        names: names.into_iter().map(|(span, name)| (back(span), name)).collect(),
        ids: ids.into_iter().map(|(span, id)| (back(span), id)).collect(),
        quotations: quotations.into_iter().map(|span| (back(span), scan.written(span).to_owned())).collect(),
        negations: scan.cues.iter().filter(|c| c.kind == CueKind::Negation).map(|c| back(c.span)).collect(),
        hedges: scan.cues.iter().filter_map(|c| hedge(c.kind).map(|status| (back(c.span), status))).collect(),
    }
}
