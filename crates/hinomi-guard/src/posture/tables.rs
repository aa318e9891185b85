//! From the tables of the file to sources, copies, systems and thresholds.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::Warning;
use toml::Spanned;

use super::reading::Reading;
use super::{Copy, Source, System, wire};
use crate::catalogue::Catalogue;
use crate::kinds;
use crate::read::bytes::label;
use crate::records::Provider;

pub(super) fn malformed(reading: &Reading<'_>, error: &toml::de::Error) -> Warning {
    let place = error.span().map_or_else(|| reading.file.to_owned(), |span| reading.place(span.start));
    Warning::new(
        place,
        error.message().replace('\n', " "),
        "mend it; a key that is not known is never ignored",
    )
}

/// Thresholds are those that checks name as parameters.
pub(super) fn policy(
    reading: &mut Reading<'_>,
    table: &toml::Table,
    catalogue: &Catalogue,
) -> (BTreeMap<String, f64>, Vec<String>) {
    let spans = toml::de::DeTable::parse(reading.text).ok();
    let spans = spans.as_ref().and_then(|table| table.get_ref().get("policy")?.get_ref().as_table());
    let known: BTreeSet<&str> =
        catalogue.checks().flat_map(|(_, check)| check.params.keys().map(String::as_str)).collect();
    let mut out = BTreeMap::new();
    let mut realms = Vec::new();
    for (key, value) in table {
        let start = spans
            .and_then(|spans| spans.iter().find(|(name, _)| name.get_ref() == key))
            .map_or(0, |(name, _)| name.span().start);
        let number = value.as_float().or_else(|| value.as_integer().map(|n| n as f64));
        let place = reading.place(start);
        match (key.as_str(), number, value.as_array()) {
            ("production_realms", _, Some(list)) => {
                realms = list.iter().filter_map(|realm| realm.as_str().map(str::to_owned)).collect();
            }
            (key, Some(number), _) if known.contains(key) && number.is_finite() && number >= 0.0 => {
                out.insert(key.to_owned(), number);
            }
            (key, _, _) if known.contains(key) || key == "production_realms" => {
                reading.errors.push(Warning::new(
                    place,
                    format!("{key} has a value of the wrong type"),
                    "write a number that is not negative",
                ));
            }
            (key, _, _) => {
                let names: Vec<&str> = known.iter().copied().collect();
                reading.errors.push(Warning::new(
                    place,
                    format!("unknown threshold {key:?}"),
                    format!("known are {}", names.join(", ")),
                ));
            }
        }
    }
    (out, realms)
}

pub(super) fn directories(reading: &mut Reading<'_>, words: &[Spanned<String>]) -> BTreeSet<Provider> {
    let mut out = BTreeSet::new();
    for word in words {
        match Provider::of_word(word.get_ref()) {
            Some(provider) => {
                out.insert(provider);
            }
            None => reading.error(
                word,
                format!("unknown directory {:?}", word.get_ref()),
                &format!("known are {}", Provider::ALL.map(Provider::word).join(", ")),
            ),
        }
    }
    out
}

pub(super) fn source(reading: &mut Reading<'_>, at: &Spanned<wire::Source>) -> Source {
    let wire = at.get_ref();
    if kinds::kind(wire.kind.get_ref()).is_none() {
        reading.error(
            &wire.kind,
            format!("unknown kind {:?}", wire.kind.get_ref()),
            "`hinomi guard ask --kinds` lists them",
        );
    }
    let is_all = match wire.scope.as_ref().map(|scope| (scope, scope.get_ref().as_str())) {
        Some((_, "all")) => true,
        Some((_, "partial")) => false,
        Some((scope, other)) => {
            reading.error(scope, format!("scope is {other:?}"), "write \"all\" or \"partial\"");
            false
        }
        None => false,
    };
    if let Some(encoding) = &wire.encoding
        && label(encoding.get_ref()).is_none()
    {
        reading.error(
            encoding,
            format!("unknown encoding {:?}", encoding.get_ref()),
            "write one like \"cp932\", \"utf-8\" or \"utf-16le\"",
        );
    }
    let covers = wire
        .covers
        .as_ref()
        .and_then(|covers| Some((reading.day(Some(&covers.from))?, reading.day(Some(&covers.to))?)));
    Source {
        id: wire.id.get_ref().clone(),
        kind: wire.kind.get_ref().clone(),
        path: reading.path(&wire.path),
        collected: reading.day(wire.collected.as_ref()),
        is_all,
        covers,
        encoding: wire.encoding.as_ref().map(|encoding| encoding.get_ref().clone()),
        map: wire.map.clone(),
        line: reading.line(at.span().start),
    }
}

pub(super) fn copy(reading: &mut Reading<'_>, at: &Spanned<wire::Copy>) -> Copy {
    let wire = at.get_ref();
    let plain = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.get_ref().clone());
    Copy {
        id: wire.id.get_ref().clone(),
        listing: plain(&wire.listing),
        lock: plain(&wire.lock),
        vault: plain(&wire.vault),
        restores: plain(&wire.restores),
        media: wire.media.clone(),
        delete_authority: wire.delete_authority.clone().filter(|realm| !realm.trim().is_empty()),
        line: reading.line(at.span().start),
    }
}

pub(super) fn systems(reading: &mut Reading<'_>, wire: &wire::File, copies: &[Copy]) -> Vec<System> {
    let mut out = Vec::new();
    for at in &wire.system {
        let system = at.get_ref();
        let mut named: Vec<String> = Vec::new();
        for copy in &system.copies {
            if !copies.iter().any(|known| known.id == *copy.get_ref()) {
                reading.error(
                    copy,
                    format!(
                        "system {} names copy {:?}, which is not there",
                        system.id.get_ref(),
                        copy.get_ref()
                    ),
                    "add [[copy]] or mend the name",
                );
            }
            named.push(copy.get_ref().clone());
        }
        for copy in &wire.copy {
            let of = copy.get_ref().system.as_ref().map(Spanned::get_ref);
            if of == Some(system.id.get_ref()) && !named.contains(copy.get_ref().id.get_ref()) {
                named.push(copy.get_ref().id.get_ref().clone());
            }
        }
        out.push(System {
            id: system.id.get_ref().clone(),
            name: if system.name.is_empty() { system.id.get_ref().clone() } else { system.name.clone() },
            is_critical: system.critical,
            hosts: system.hosts.clone(),
            rto_hours: system.rto_hours,
            rpo_hours: system.rpo_hours,
            copies: named,
            line: reading.line(at.span().start),
        });
    }
    out
}
