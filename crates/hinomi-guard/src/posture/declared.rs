//! From the tables of the file to declarations and exceptions.

use toml::Spanned;

use super::reading::Reading;
use super::{Artefact, CLAIMS, ClaimType, Declaration, Declared, wire};

pub(super) fn declaration(reading: &mut Reading<'_>, at: &Spanned<wire::Declaration>) -> Option<Declaration> {
    let wire = at.get_ref();
    let claim = wire.claim.get_ref();
    let Some((_, of_type)) = CLAIMS.iter().find(|(name, _)| name == claim) else {
        let names: Vec<&str> = CLAIMS.iter().map(|(name, _)| *name).collect();
        reading.error(
            &wire.claim,
            format!("unknown claim {claim:?}"),
            &format!("known are {}", names.join(", ")),
        );
        return None;
    };
    let value = match (wire.value.get_ref(), of_type) {
        (wire::Value::YesNo(yes), _) if *of_type == ClaimType::YesNo || !yes => Declared::YesNo(*yes),
        (wire::Value::Number(number), ClaimType::Number) if number.is_finite() => Declared::Number(*number),
        _ => {
            let remedy =
                if *of_type == ClaimType::YesNo { "write true or false" } else { "write a number of days" };
            reading.error(&wire.value, format!("{claim} has a value of the wrong type"), remedy);
            return None;
        }
    };
    let declared_on = reading.day(wire.declared_on.as_ref());
    let expires = reading.day(wire.expires.as_ref());
    if expires.is_none() {
        reading.warn(
            &wire.id,
            format!("declaration {:?} has no end date and counts as not made", wire.id.get_ref()),
            "add expires, at most a year after declared_on",
        );
    }
    let mut evidence = Vec::new();
    for artefact in &wire.evidence {
        evidence.push(Artefact {
            kind: artefact.kind.clone(),
            path: artefact.path.as_ref().map(|path| reading.path(path)),
            reference: artefact.reference.clone(),
            sha256: artefact.sha256.as_ref().map(|digest| digest.get_ref().to_ascii_lowercase()),
            dated: reading.day(artefact.dated.as_ref()),
        });
    }
    Some(Declaration {
        id: wire.id.get_ref().clone(),
        claim: claim.clone(),
        subject: wire.subject.clone(),
        value,
        declared_by: wire.declared_by.clone(),
        declared_on,
        expires,
        evidence,
        line: reading.line(at.span().start),
    })
}

pub(super) fn exception(
    reading: &mut Reading<'_>,
    at: &Spanned<wire::Exception>,
) -> crate::records::Exception {
    let wire = at.get_ref();
    let line = reading.line(at.span().start);
    crate::records::Exception {
        id: if wire.id.is_empty() { format!("line {line}") } else { wire.id.clone() },
        control: wire.control.clone(),
        subject: wire.subject.get_ref().clone(),
        reason: wire.reason.clone(),
        approved_by: wire.approved_by.clone(),
        granted: reading.day(wire.granted.as_ref()),
        expires: reading.day(wire.expires.as_ref()),
        compensating: match &wire.compensating {
            wire::OneOrMany::None => Vec::new(),
            wire::OneOrMany::One(one) => vec![one.clone()],
            wire::OneOrMany::Many(many) => many.clone(),
        },
        place: Some(crate::records::Place { source: crate::records::Place::POSTURE, row: line }),
    }
}
