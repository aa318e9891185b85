//! Whether an exception from multi-factor authentication stands in the register, current and whole.

use jiff::civil::Date;

use crate::pack::Pack;
use crate::read::moment::days;
use crate::read::names::tokens;
use crate::read::placeholder::is_placeholder;
use crate::records::Exception;

/// How an exception stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum State<'p> {
    /// No entry.
    Missing,
    /// An entry that lacks an approver, a reason or an end date, or is past it.
    Invalid(&'p Exception),
    /// Longer than the limit.
    TooLong(&'p Exception),
    /// Current and whole.
    Valid(&'p Exception),
}

/// Whether one entry is current and whole on `as_of`.
pub fn state(exception: &Exception, as_of: Date, days_max: i64) -> State<'_> {
    let is_signed = !is_placeholder(&exception.approved_by) && !is_placeholder(&exception.reason);
    let starts = exception.granted.is_none_or(|day| day <= as_of);
    match exception.expires {
        Some(end) if is_signed && starts && end >= as_of => {
            let from = exception.granted.unwrap_or(as_of);
            if days(from, end) > days_max { State::TooLong(exception) } else { State::Valid(exception) }
        }
        _ => State::Invalid(exception),
    }
}

/// The best entry for any of `names` among those about multi-factor authentication.
pub fn of_mfa<'p>(pack: &'p Pack, names: &[&str], days_max: i64) -> State<'p> {
    let is_about = |exception: &Exception| {
        let control = exception.control.to_lowercase();
        control.trim() == "identity"
            || control.contains("多要素")
            || control.contains("二要素")
            || control.contains("条件付き")
            || tokens(&control)
                .iter()
                .any(|word| matches!(word.as_str(), "mfa" | "2fa" | "multi" | "multifactor"))
    };
    let is_of = |exception: &Exception| {
        names.iter().any(|name| !name.is_empty() && exception.subject.trim().eq_ignore_ascii_case(name))
    };
    let mut best = State::Missing;
    // One that begins after the register was written does not begin by waiting.
    let can_know = |exception: &&Exception| {
        let one = exception.place.and_then(|place| pack.evidence.get(usize::from(place.source)));
        let known_until = one.map_or(pack.written_on(), |one| one.seen_on(pack.as_of));
        exception.granted.is_none_or(|day| day <= known_until)
    };
    let known = pack.exceptions.iter().filter(can_know);
    for exception in known.filter(|exception| is_about(exception) && is_of(exception)) {
        let now = state(exception, pack.as_of, days_max);
        if rank(now) > rank(best) {
            best = now;
        }
    }
    best
}

fn rank(state: State<'_>) -> u8 {
    match state {
        State::Missing => 0,
        State::Invalid(_) => 1,
        State::TooLong(_) => 2,
        State::Valid(_) => 3,
    }
}
