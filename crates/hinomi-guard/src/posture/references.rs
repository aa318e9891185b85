//! Whether what the tables refer to is there.

use std::collections::BTreeMap;

use super::reading::Reading;
use super::wire;

/// Ids stand once, and what is referred to is there.
pub(super) fn references(reading: &mut Reading<'_>, wire: &wire::File) {
    let mut seen: BTreeMap<(&str, &str), ()> = BTreeMap::new();
    let ids = wire
        .source
        .iter()
        .map(|s| ("source", &s.get_ref().id))
        .chain(wire.system.iter().map(|s| ("system", &s.get_ref().id)))
        .chain(wire.copy.iter().map(|c| ("copy", &c.get_ref().id)))
        .chain(wire.declaration.iter().map(|d| ("declaration", &d.get_ref().id)));
    for (what, id) in ids {
        if seen.insert((what, id.get_ref()), ()).is_some() {
            reading.error(
                id,
                format!("{what} {:?} stands twice", id.get_ref()),
                "give one of them another id",
            );
        }
    }
    for copy in &wire.copy {
        let copy = copy.get_ref();
        for (key, reference) in [
            ("listing", &copy.listing),
            ("lock", &copy.lock),
            ("vault", &copy.vault),
            ("restores", &copy.restores),
        ] {
            let Some(reference) = reference else { continue };
            if !wire.source.iter().any(|source| source.get_ref().id.get_ref() == reference.get_ref()) {
                reading.error(
                    reference,
                    format!("{key} names source {:?}, which is not there", reference.get_ref()),
                    "add [[source]] or mend the name",
                );
            }
        }
        if let Some(system) = &copy.system
            && !wire.system.iter().any(|known| known.get_ref().id.get_ref() == system.get_ref())
        {
            reading.error(
                system,
                format!("copy names system {:?}, which is not there", system.get_ref()),
                "add [[system]] or mend the name",
            );
        }
    }
}

/// A declaration about a copy or system that is not there says nothing; that is told.
pub(super) fn known_subjects(reading: &mut Reading<'_>, wire: &wire::File) {
    let known = |subject: &str| {
        wire.system.iter().any(|system| system.get_ref().id.get_ref() == subject)
            || wire.copy.iter().any(|copy| copy.get_ref().id.get_ref() == subject)
    };
    for at in &wire.declaration {
        let declaration = at.get_ref();
        let claim = declaration.claim.get_ref();
        let of_system = claim.starts_with("backup.") || claim.starts_with("continuity.");
        if of_system && !declaration.subject.is_empty() && !known(&declaration.subject) {
            let what = format!(
                "declaration {:?} is about {:?}, which is no system and no copy",
                declaration.id.get_ref(),
                declaration.subject
            );
            reading.warn(&declaration.id, what, "mend its subject");
        }
    }
}
