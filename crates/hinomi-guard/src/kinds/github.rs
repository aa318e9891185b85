//! A GitHub organisation: members and outside collaborators, each whole and filtered to those without a second
//! factor.
//!
//! Source: REST API, `GET /orgs/{org}/members?filter=2fa_disabled`. The filter works for owners only, so an
//! empty filtered list does not say that everybody has one. Which list a file is, its name says
//! (`2fa_disabled`, `outside`).

use crate::read::context::Context;
use crate::read::tree::{each_element, text};
use crate::records::{Account, Belongs, Provider, Records};

/// Reads one of the four lists.
pub fn members(input: &str, context: &mut Context<'_>, records: &mut Records) {
    let file = context.file.to_ascii_lowercase();
    let file = file.rsplit('/').next().unwrap_or_default().to_owned();
    let is_without = file.contains("2fa_disabled") || file.contains("2fa-disabled");
    let is_outside = file.contains("outside");
    each_element(input, &[], context, |user, row, context| {
        let login = text(user, "login");
        if login.is_empty() {
            context.damage_row(row, "has no login", "export it again");
            return;
        }
        let mut account = Account::new(Provider::GitHub, login, row);
        // Who is listed can act; a person is removed, not switched off.
        account.enabled = Some(true);
        account.belongs = is_outside.then_some(Belongs::External);
        account.privileged = match text(user, "role") {
            "admin" => Some(true),
            "member" => Some(false),
            _ if is_outside => Some(false),
            _ => None,
        };
        account.mfa = is_without.then_some(false);
        records.accounts.push(account);
    });
    records.is_without_second_factor = is_without;
}
