//! Google Workspace: the admin console's CSV and the Directory API.
//!
//! Sources: Admin console "Download users" (headers carry tags such as [READ ONLY]); Directory API `users.list`.
//! The CSV has a password column; only the fields named here are looked at.

use crate::kinds::belongs;
use crate::read::context::Context;
use crate::read::names::tokens;
use crate::read::table::each_row;
use crate::read::tree::{at, each_element, text, yes};
use crate::read::words::{Sense, means, sense};
use crate::records::{Account, Belongs, Provider, Records, SignedIn};

/// The admin console's download.
pub fn admin_csv(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_row(input, "google", &["principal"], context, |cells, _| {
        let mut account = Account::new(Provider::Google, cells.get("principal"), cells.row());
        account.name = cells.get("name").into();
        account.enabled = match sense(cells.get("status"), &[Sense::Active]) {
            Some(_) => Some(true),
            None if cells.get("status").is_empty() => None,
            // Suspended, archived, and whatever else is not active.
            None => Some(false),
        };
        account.mfa = cells.yes("mfa");
        account.mfa_enforced = cells.yes("mfa_enforced");
        account.belongs = belongs_to(cells.get("org_unit"), cells.get("employee_type"));
        account.is_break_glass = means(cells.get("employee_type"), Sense::BreakGlass);
        account.last_sign_in = match cells.day("last_sign_in") {
            Some(day) => Some(SignedIn::On { day, slack_days: 0 }),
            None => cells.get("last_sign_in").to_lowercase().starts_with("never").then_some(SignedIn::Never),
        };
        records.accounts.push(account);
    });
}

/// The Directory API's answer.
pub fn directory(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_element(input, &["users"], context, |user, row, context| {
        let principal = text(user, "primaryEmail");
        if principal.is_empty() {
            context.damage_row(row, "has no primaryEmail", "export it again");
            return;
        }
        let mut account = Account::new(Provider::Google, principal, row);
        account.id = text(user, "id").into();
        account.name = text(user, "name.fullName").into();
        account.enabled = match (yes(user, "suspended"), yes(user, "archived")) {
            (None, None) => None,
            (suspended, archived) => Some(suspended != Some(true) && archived != Some(true)),
        };
        account.privileged = match (yes(user, "isAdmin"), yes(user, "isDelegatedAdmin")) {
            (None, None) => None,
            (admin, delegated) => Some(admin == Some(true) || delegated == Some(true)),
        };
        account.mfa = yes(user, "isEnrolledIn2Sv");
        account.mfa_enforced = yes(user, "isEnforcedIn2Sv");
        account.belongs = belongs_to(text(user, "orgUnitPath"), "");
        account.created = context.day(text(user, "creationTime"));
        account.last_sign_in = match text(user, "lastLoginTime") {
            "" => None,
            // The API writes the epoch for never.
            never if never.starts_with("1970-01-01") => Some(SignedIn::Never),
            told => context.day(told).map(|day| SignedIn::On { day, slack_days: 0 }),
        };
        if at(user, "isEnrolledIn2Sv").is_none() {
            context.damage("does not say who is enrolled", "ask with projection=full");
        }
        records.accounts.push(account);
    });
}

/// An employee type says it; else an organisational unit named after outsiders or staff.
fn belongs_to(org_unit: &str, employee_type: &str) -> Option<Belongs> {
    let units = || org_unit.split('/').filter(|unit| !unit.is_empty());
    let named =
        || units().find_map(belongs).or_else(|| units().flat_map(tokens).find_map(|word| belongs(&word)));
    // Being outside outweighs being called full-time.
    match (belongs(employee_type), named()) {
        (Some(said), Some(unit)) if unit.is_external() && !said.is_external() => Some(unit),
        (said, unit) => said.or(unit),
    }
}
