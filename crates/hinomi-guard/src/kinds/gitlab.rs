//! GitLab: `GET /api/v4/users` with an administrator's token.
//!
//! Source: Users API. Without such a token `two_factor_enabled` and `is_admin` are missing: not known.

use crate::read::context::Context;
use crate::read::tree::{at, each_element, text, yes};
use crate::records::{Account, Belongs, Provider, Records, SignedIn};

/// Reads the users.
pub fn users(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_element(input, &[], context, |user, row, context| {
        let name = text(user, "username");
        if name.is_empty() {
            context.damage_row(row, "has no username", "export it again");
            return;
        }
        let mut account = Account::new(Provider::GitLab, name, row);
        account.name = text(user, "name").into();
        account.enabled = match text(user, "state") {
            "" => None,
            state => Some(state == "active"),
        };
        account.mfa = yes(user, "two_factor_enabled");
        account.privileged = yes(user, "is_admin");
        account.belongs = match (yes(user, "bot"), yes(user, "external")) {
            (Some(true), _) => Some(Belongs::Service),
            (_, Some(true)) => Some(Belongs::External),
            _ => None,
        };
        account.created = context.day(text(user, "created_at"));
        let keys = ["last_sign_in_at", "last_activity_on"];
        let last = keys.iter().filter_map(|key| context.day(text(user, key))).max();
        let is_told = keys.iter().any(|key| user.get(key).is_some());
        account.last_sign_in = match last {
            Some(day) => Some(SignedIn::On { day, slack_days: 0 }),
            None => is_told.then_some(SignedIn::Never),
        };
        if at(user, "two_factor_enabled").is_none() {
            context.damage("does not say who has a second factor", "ask with an administrator's token");
        }
        records.accounts.push(account);
    });
}
