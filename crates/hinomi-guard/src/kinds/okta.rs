//! Okta: users, factors, administrator roles; three answers that meet by user id.
//!
//! Source: Okta Management API, Users, User Factors and Role Assignments. Only ACTIVE factors count; a security
//! question and e-mail are no second factor.

use super::factors::methods;
use crate::kinds::belongs;
use crate::read::context::Context;
use crate::read::tree::{at, each_element, list, text};
use crate::read::words::{Sense, means};
use crate::records::{Account, Belongs, Provider, Records, SignedIn};

/// `GET /api/v1/users`.
pub fn users(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_element(input, &["users"], context, |user, row, context| {
        let login = text(user, "profile.login");
        if login.is_empty() {
            context.damage_row(row, "has no profile.login", "export it again");
            return;
        }
        let mut account = Account::new(Provider::Okta, login, row);
        account.id = text(user, "id").into();
        account.enabled = match text(user, "status") {
            "ACTIVE" | "RECOVERY" | "PASSWORD_EXPIRED" | "LOCKED_OUT" => Some(true),
            "DEPROVISIONED" | "SUSPENDED" | "STAGED" | "PROVISIONED" => Some(false),
            _ => None,
        };
        account.belongs = belongs(text(user, "profile.userType"));
        account.is_break_glass = means(text(user, "profile.userType"), Sense::BreakGlass);
        if account.belongs.is_some_and(Belongs::is_external) {
            account.supplier = text(user, "profile.organization").into();
        }
        account.created = context.day(text(user, "created"));
        account.last_sign_in = match at(user, "lastLogin") {
            Some(_) => context.day(text(user, "lastLogin")).map(|day| SignedIn::On { day, slack_days: 0 }),
            // The key is there and empty: never. The key is missing: not told.
            None if user.get("lastLogin").is_some() => Some(SignedIn::Never),
            None => None,
        };
        records.accounts.push(account);
    });
}

/// One line a user, `{userId, factors[]}`.
pub fn factors(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_element(input, &[], context, |line, row, context| {
        let id = text(line, "userId");
        if id.is_empty() || at(line, "factors").is_none() {
            context.damage_row(row, "has no userId or no factors", "write {userId, factors} for each user");
            return;
        }
        let active = list(line, "factors").iter().filter(|factor| text(factor, "status") == "ACTIVE");
        let types: Vec<&str> = active.map(|factor| text(factor, "factorType")).collect();
        let methods = methods(&types);
        let is_push = types.iter().any(|name| means(name, Sense::Push));
        let mut account = Account::new(Provider::Okta, "", row);
        account.id = id.into();
        account.mfa = Some(methods.resistant || methods.telephone || methods.other || is_push);
        account.methods = Some(methods);
        records.accounts.push(account);
    });
}

/// `[{userId, roles[]}]`: who is named holds a role; who is not, holds none.
pub fn roles(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_element(input, &["value"], context, |line, row, context| {
        let id = text(line, "userId");
        if id.is_empty() {
            context.damage_row(row, "has no userId", "write {userId, roles} for each user");
            return;
        }
        let active = |role: &&serde_json::Value| !text(role, "status").eq_ignore_ascii_case("INACTIVE");
        let mut account = Account::new(Provider::Okta, "", row);
        account.id = id.into();
        account.privileged = Some(list(line, "roles").iter().filter(active).count() > 0);
        records.accounts.push(account);
    });
}
