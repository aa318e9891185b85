//! Which second factors an account has, from the names that directories give them.

use crate::read::words::{Sense, means};
use crate::records::Methods;

/// Which of the named methods count. A name that is not known may be a good one: it is none of the weak ones.
///
/// Sources: `methodsRegistered` of Graph and the portal's words; Okta's factor types; Keycloak's credential types.
pub fn methods(named: &[&str]) -> Methods {
    let is = |sense| named.iter().any(|name| means(name, sense));
    let is_other = |name: &&str| {
        let is_known = [Sense::Resistant, Sense::Telephone, Sense::Push, Sense::NoFactor, Sense::Nothing]
            .into_iter()
            .any(|sense| means(name, sense));
        !name.trim().is_empty() && !is_known
    };
    Methods {
        resistant: is(Sense::Resistant),
        telephone: is(Sense::Telephone),
        other: named.iter().any(is_other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_texts_and_pushes_are_weak_and_codes_are_something_else() {
        let of = |named: &[&str]| {
            let found = methods(named);
            (found.resistant, found.telephone, found.other)
        };
        assert_eq!(of(&[]), (false, false, false));
        assert_eq!(of(&["password", "email", ""]), (false, false, false));
        assert_eq!(of(&["microsoftAuthenticatorPush", "mobilePhone"]), (false, true, false));
        assert_eq!(of(&["softwareOneTimePasscode"]), (false, false, true));
        assert_eq!(of(&["fido2SecurityKey", "sms"]), (true, true, false));
        assert_eq!(of(&["method of tomorrow"]), (false, false, true));
    }
}
